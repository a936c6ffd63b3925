"""What events change in the registers: entries of the office and of cases, organisations and sessions of cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from workbench.core import codec
from workbench.core.evolve_timing import RECOMPUTED
from workbench.core.pack import Pack, Register
from workbench.core.parts_emergency import DrillRecord
from workbench.core.payloads import ERASING, EXTERNAL
from workbench.core.records import Recorded
from workbench.core.register_entries import RegisterEntry, entry_of, unfinished
from workbench.core.register_match import code_key, name_key
from workbench.core.register_watch import first_watched
from workbench.core.values import Application, Row, Scalar
from workbench.services.desk import Desk, pack_of
from workbench.services.wording import text_of
from workbench.storage.journal import Tx
from workbench.storage.registers import Appearances, BodyRow, Changes, EntryRow, SessionRow

FAMILY = "book"
"""Family of the streams of office entries: ``book/<register>/<entry>``."""

_SET = frozenset({"entry_set", "record_set"})
_STRUCK = frozenset({"entry_struck", "record_struck"})
_HELD, _DROPPED = "drill_recorded", "drill_removed"
"""A kept exercise of a case, and one taken out again: an entry of the register of exercises."""
EXERCISES = "exercise"


def stream_for(register: str, entry: str) -> str:
    """Return the journal stream of an entry of the office."""
    return f"{FAMILY}/{register}/{entry}"


def changes_of(desk: Desk, recorded: Sequence[Recorded], tx: Tx) -> Changes:
    """Return what events change in the registers; other families of streams change nothing."""
    mine = [event for event in recorded if event.stream.startswith(("case/", f"{FAMILY}/"))]
    rows: dict[tuple[str, str], EntryRow | None] = {}
    seen: list[Appearances] = []
    for stream, group in groupby(sorted(mine, key=attrgetter("stream", "version")), key=attrgetter("stream")):
        events = tuple(group)
        if all(event.kind == RECOMPUTED for event in events):
            continue
        if any(event.kind == ERASING for event in events):
            events = tx.read(stream)
        rows |= dict(_entries(desk, events))
        seen += _appearances(desk, events, tx)
    kept = tuple(row for row in rows.values() if row is not None)
    return Changes(kept, tuple(key for key, row in rows.items() if row is None), tuple(seen))


def _entries(desk: Desk, events: Sequence[Recorded]) -> Iterator[tuple[tuple[str, str], EntryRow | None]]:
    """Yield (stream, entry) and its row; ``None`` when it was struck."""
    for event in events:
        name = _name_of(event)
        if event.kind in (_HELD, _DROPPED):
            exercise = exercise_name(event.stream.removeprefix("case/"), str(event.body["drill"]))
            row = _exercise(desk.pack, event, exercise) if event.kind == _HELD else None
            yield (event.stream, exercise), row
        elif event.kind in _STRUCK:
            yield (event.stream, name), None
        elif event.kind in _SET:
            yield (event.stream, name), _row(desk.pack, event, name)


def _name_of(event: Recorded) -> str:
    return str(event.body.get("entry") or event.stream.rsplit("/", 1)[-1])


def entry_in(body: Any) -> RegisterEntry:
    """Return the entry that the body of an event holds."""
    return codec.read(RegisterEntry, {name: body.get(name, []) for name in ("register", "values", "personal")})


def _row(pack: Pack, event: Recorded, name: str) -> EntryRow | None:
    """Return the row of an entry; ``None`` for a register that the pack does not have any more."""
    return _row_of(pack, event, name, entry_in(event.body))


def exercise_name(case: str, drill: str) -> str:
    """Return the identifier of a kept exercise among the entries of all cases."""
    return f"{EXERCISES}-{case}-{drill}"


def exercise_of(case: str, entry: str) -> str:
    """Return which exercise of a case an identifier means; empty for none of it."""
    return entry.removeprefix(start) if entry.startswith(start := exercise_name(case, "")) else ""


def _exercise(pack: Pack, event: Recorded, name: str) -> EntryRow | None:
    """Return the row of a kept exercise: what it was, when, and what it set going; no persons."""
    register = pack.registers.get(EXERCISES)
    if register is None:
        return None
    known = {field.name for field in fields(DrillRecord)}
    held = codec.read(DrillRecord, {key: value for key, value in event.body.items() if key in known})
    values: dict[str, Scalar] = {
        "name": f"{held.on} {held.title}",
        "day": held.on,
        "scenarios": " ".join(held.scenarios),
        "signals": len(held.signals),
        "source": held.source,
    }
    return _row_of(pack, event, name, entry_of(register, values))


def _row_of(pack: Pack, event: Recorded, name: str, entry: RegisterEntry) -> EntryRow | None:
    register = pack.registers.get(entry.register)
    if register is None:
        return None
    return EntryRow(
        stream=event.stream,
        entry=name,
        register=entry.register,
        case=event.stream.removeprefix("case/") if event.stream.startswith("case/") else "",
        version=event.version,
        title=text_of(entry.get(register.title)),
        owner=text_of(entry.get(register.owner)) if register.owner else "",
        closed=not unfinished(register, entry),
        watch=first_watched(register, entry),
        name_key=name_key(entry.get(register.title)),
        code_key=next((code_key(entry.get(f.key)) for f in register.fields if f.kind == "code"), ""),
        body=codec.plain(entry),
        text="\n".join(_words(pack, register, entry)),
    )


def _words(pack: Pack, register: Register, entry: RegisterEntry) -> Iterator[str]:
    """Yield what a search finds: texts as they stand, choices in both languages, days."""
    for field in register.fields:
        value = entry.get(field.key)
        for one in value if isinstance(value, tuple) else (value,):
            row = pack.lists.get(field.options, {}).get(str(one)) if field.options else None
            if row is not None:
                yield from (row.text.zh, row.text.en)
            elif one is not None and not isinstance(one, bool):
                yield str(one)


# Organisations and sessions


def _appearances(desk: Desk, events: Sequence[Recorded], tx: Tx) -> Iterator[Appearances]:
    """Yield what the application of a case says, when one of its events brought a new one."""
    if not any("application" in EXTERNAL.get(event.kind, {}) or event.kind == ERASING for event in events):
        return
    if not events[0].stream.startswith("case/"):
        return
    state = desk.case_after(events, tx)
    if state is not None:
        yield appearances(pack_of(state.pack), state.id, state.application)


def appearances(pack: Pack, case: str, application: Application) -> Appearances:
    """Return the organisations and the sessions that an application names."""
    return Appearances(case, tuple(_bodies(pack, application)), tuple(_sessions(application)))


def roles_of(pack: Pack) -> dict[str, str]:
    """Return word of the workbook → role of an organisation, for the roles that the register knows."""
    rows = pack.lists.get("organisation_roles", {}).items()
    return {word: code for code, row in rows for word in _several(row.data.get("words"))}


def organisations_in(pack: Pack, parties: Iterable[Row]) -> tuple[str, ...]:
    """Return the names on the parties' sheet that the register of organisations knows a role for, each once."""
    roles = roles_of(pack)
    return tuple(
        dict.fromkeys(text_of(row["name"]) for row in parties if row["name"] and text_of(row["role"]) in roles)
    )


def _several(value: Scalar) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else ()


def _bodies(pack: Pack, application: Application) -> Iterator[BodyRow]:
    """Yield the organisations: parties with a known role, then the forces that companies send."""
    roles = roles_of(pack)
    codes: dict[str, str] = {}
    for row in application.rows("parties"):
        role, name = roles.get(text_of(row["role"])), text_of(row["name"])
        if role and name:
            codes[name_key(name)] = code_key(row["uscc"])
            yield BodyRow(role, name, name_key(name), code_key(row["uscc"]))
    for row in application.rows("forces"):
        role, name = roles.get(text_of(row["kind"])), text_of(row["name"])
        if role and name:
            key = name_key(name)
            yield BodyRow(role, name, key, codes.get(key, ""), _whole(row["persons"]), _whole(row["registered"]))


def _whole(value: Scalar) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _sessions(application: Application) -> Iterator[SessionRow]:
    venue = text_of(application.fields.get("loc.name"))
    for row in application.rows("sessions"):
        start, end = _opens(row), row["end"]
        if isinstance(start, datetime) and isinstance(end, datetime):
            yield SessionRow(text_of(row["title"]), venue, name_key(venue), start, end)


def _opens(row: Row) -> Scalar:
    """Return when the place is taken: from the opening of the doors, else from the start."""
    stated = [moment for moment in (row["doors"], row["start"]) if isinstance(moment, datetime)]
    return min(stated, default=None)
