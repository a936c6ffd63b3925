"""The registers of the office: look, search, enter, change, strike; what lapses; the registers of a case.

Every entry of the office is a stream of its own (``book/<register>/<entry>``) in the one journal; nothing is ever
overwritten: a change and a correction are new entries of the journal. Entries of a case are acts of that case
(:class:`workbench.core.commands.SetEntry`).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from workbench.core import codec
from workbench.core.decide_base import Refusal, require
from workbench.core.decide_registers import check_entry
from workbench.core.pack import Register
from workbench.core.records import Event, Recorded, moment_text
from workbench.core.register_entries import RegisterEntry, entry_of
from workbench.core.values import Scalar
from workbench.errors import StorageError, Text
from workbench.services import access
from workbench.services.acting import as_known_now, conflict_in_words
from workbench.services.clocks import local_time
from workbench.services.desk import Desk
from workbench.services.queue import days
from workbench.services.register_rows import EXERCISES, entry_in, exercise_of, stream_for
from workbench.services.register_views import Lapse, LogLine, MeasureView, RegisterPage
from workbench.services.register_words import Speaker
from workbench.services.views_lists import Person
from workbench.storage.journal import Tx, VersionConflictError
from workbench.storage.queue import CaseFilter, Sort
from workbench.storage.registers import EntryFilter, EntryRow


@dataclass(frozen=True)
class Wanted:
    """Which entries of a register are wanted; empty members do not filter."""

    text: str = ""
    case: str = ""
    owner: str = ""


def register_named(desk: Desk, register: str) -> Register:
    """Return a register of the office's pack.

    Raises:
        StorageError: The pack has no such register.
    """
    found = desk.pack.registers.get(register)
    if found is None:
        names = ", ".join(desk.pack.registers)
        raise StorageError(
            Text("没有这个登记簿", "there is no such register"), where=register, remedy=Text(names, names)
        )
    return found


def kinds(desk: Desk) -> tuple[Register, ...]:
    """Return the registers of the office's pack, in its order."""
    return tuple(desk.pack.registers.values())


def page(desk: Desk, person: Person, register: str, wanted: Wanted | None = None) -> RegisterPage:
    """Return the entries of a register that match, with the figures over all of them.

    Args:
        desk: The opened office.
        person: Who looks.
        register: Code of the register.
        wanted: The filter; everything by default.
    """
    access.require(desk.pack, person, "read_registers")
    asked = wanted or Wanted()
    cases = (asked.case,) if asked.case else ()
    rows = desk.database.registers.find(
        EntryFilter(
            registers=(register_named(desk, register).code,),
            text=asked.text,
            cases=cases,
            owners=(asked.owner,) if asked.owner else (),
        )
    )
    found = page_of(desk, person, register, rows)
    of_all_cases = found.register.scope == "case" and not asked.case
    return replace(found, may_keep=False) if of_all_cases else found


def page_of(desk: Desk, person: Person, register: str, rows: Iterable[EntryRow]) -> RegisterPage:
    """Return some entries of a register as a page."""
    found, shown = register_named(desk, register), tuple(rows)
    speaker = speaker_for(desk, shown)
    measures = speaker.measures(found, shown)
    bad = {name for measure in measures for name in measure.objects}
    views = tuple(replace(speaker.view(row), in_order=row.entry not in bad) for row in shown)
    may = may_keep(desk, person, found)
    return RegisterPage(found, views, measures, may, speaker.now, choices(desk, found))


def measures_in(desk: Desk, case: str) -> Iterator[tuple[Register, tuple[MeasureView, ...]]]:
    """Yield the registers of a case that hold something, each with its figures."""
    rows = desk.database.registers.find(EntryFilter(cases=(case,)))
    speaker = Speaker(desk.pack, local_time(desk.clock.now()), {})
    for code, mine in groupby(rows, key=attrgetter("register")):
        register = desk.pack.registers[code]
        if register.scope == "case":
            yield register, speaker.measures(register, mine)


def may_keep(desk: Desk, person: Person, register: Register) -> bool:
    """Return whether a person may enter and change in a register."""
    if desk.read_only or register.kept:
        return False
    if register.scope == "case":
        return bool(person.roles & desk.pack.roles.get("set_entry", frozenset()))
    return access.allowed(desk.pack, person, "keep_registers")


def choices(desk: Desk, register: Register) -> dict[str, tuple[tuple[str, Text], ...]]:
    """Return what can be chosen in the fields of a register: lists of the pack, entries, cases."""
    return {field.key: _choices(desk, field.options, field.target, field.kind) for field in register.fields
            if field.options or field.kind in {"entry", "case"}}  # fmt: skip


def _choices(desk: Desk, options: str, target: str, kind: str) -> tuple[tuple[str, Text], ...]:
    if options:
        return tuple((code, row.text) for code, row in desk.pack.lists.get(options, {}).items())
    if kind == "case":
        return tuple((name, text) for name, text in case_names(desk).items())
    rows = desk.database.registers.find(EntryFilter(registers=(target,)))
    speaker = Speaker(desk.pack, local_time(desk.clock.now()), {})
    cases = case_names(desk, {row.case for row in rows if row.case}) if any(row.case for row in rows) else {}
    return tuple((row.entry, _of_case(speaker.view(row).title, cases.get(row.case))) for row in rows)


def _of_case(title: Text, case: Text | None) -> Text:
    return title if case is None else Text(f"{title.zh}（{case.zh}）", f"{title.en} ({case.en})")


def case_names(desk: Desk, wanted: Iterable[str] = ()) -> dict[str, Text]:
    """Return how cases are called, by identifier: the named ones, or the newest."""
    names = tuple(wanted)
    if names:
        found = desk.database.registers.cases(names).values()
        return {case.case: _case_name(case.number, case.title) for case in found}
    newest = desk.database.search_cases(CaseFilter(), days(desk), sort=Sort("received", descending=True), limit=500)
    return {row.case: _case_name(row.number, row.title) for row in newest.rows}


def _case_name(number: str, title: str) -> Text:
    return Text(f"{number} {title}".strip(), f"{number} {title}".strip())


def speaker_for(desk: Desk, rows: Iterable[EntryRow]) -> Speaker:
    """Return what puts entries into words: it knows the names of the entries and cases that they lead to."""
    owners, cases = set[str](), set[str]()
    for row in rows:
        cases.add(row.case)
        entry = codec.read(RegisterEntry, row.body)
        for field in desk.pack.registers[row.register].fields:
            found = {"entry": owners, "case": cases}.get(field.kind)
            if found is not None and entry.get(field.key):
                found.add(str(entry.get(field.key)))
    names = case_names(desk, cases - {""}) if cases - {""} else {}
    led_to = desk.database.registers.find(EntryFilter(entries=tuple(owners))) if owners else ()
    first = Speaker(desk.pack, local_time(desk.clock.now()), names)
    return Speaker(desk.pack, first.now, {**names, **{row.entry: first.view(row).title for row in led_to}})


def exercise_at(desk: Desk, person: Person, entry: str) -> tuple[str, str]:
    """Return the case in which an exercise is kept, and its name there.

    Raises:
        StorageError: It is not kept any more.
    """
    access.require(desk.pack, person, "read_registers")
    for row in desk.database.registers.find(EntryFilter(registers=(EXERCISES,), entries=(entry,))):
        return row.case, exercise_of(row.case, entry)
    raise no_entry(entry)


# Entering


def record(
    desk: Desk,
    person: Person,
    register: str,
    values: Mapping[str, Scalar],
    *,
    entry: str = "",
    version: int | None = None,
) -> str:
    """Enter something in a register of the office, or change an entry; return its identifier.

    Args:
        desk: The opened office.
        person: Who enters.
        register: Code of the register.
        values: Values by field key; what is not stated is left out.
        entry: The entry to change; empty = a new one.
        version: Version of the entry that the person saw; ``None`` = whatever it is now.

    Raises:
        Refusal: A field is missing or wrong; it is named.
        NotAllowedError: The person's role does not include it.
        ConflictError: Somebody changed the entry since.
        StorageError: It could not be written.
    """
    access.require(desk.pack, person, "keep_registers")
    made = entry_of(register_named(desk, register), values)
    name = entry or f"{register}-{secrets.token_hex(5)}"
    body = {"entry": name, **codec.plain(made)}

    def build(tx: Tx) -> list[Event]:
        known = as_known_now(desk, person)
        access.require(desk.pack, known, "keep_registers")
        check_entry(desk.pack, made, "office")
        before = last_set(tx.read(stream_for(register, name)))
        same = before is not None and entry_in(before.body) == made
        return [] if same else [Event("record_set", {**body, **_who(desk, person)})]

    _append(desk, person, stream_for(register, name), (0 if not entry else version), build)
    return name


def strike(desk: Desk, person: Person, register: str, entry: str, reason: str) -> None:
    """Take an entry out of a register of the office; the journal keeps it, and it can be entered again.

    Raises:
        Refusal: No reason is given, there is no such entry, or others belong to it.
    """
    access.require(desk.pack, person, "keep_registers")
    _must_say(reason)

    def build(tx: Tx) -> list[Event]:
        access.require(desk.pack, as_known_now(desk, person), "keep_registers")
        _refuse_strike(desk, entry, last_set(tx.read(stream_for(register, entry))))
        return [Event("record_struck", {"entry": entry, "reason": reason.strip(), **_who(desk, person)})]

    _append(desk, person, stream_for(register, entry), None, build)


def no_entry(entry: str) -> StorageError:
    """Return the fault of an entry that is not there."""
    return StorageError(Text("没有这条登记", "there is no such entry"), where=entry)


def _refuse_strike(desk: Desk, entry: str, there: Recorded | None) -> None:
    if there is None:
        raise Refusal("listed", "entry", Text("没有这条登记", "there is no such entry"), Text("请刷新", "look again"))
    parts = desk.database.registers.find(EntryFilter(owners=(entry,)))
    if parts:
        names = "、".join(dict.fromkeys(desk.pack.registers[row.register].text.zh for row in parts))
        english = ", ".join(dict.fromkeys(desk.pack.registers[row.register].text.en for row in parts))
        raise Refusal(
            "owner",
            "entry",
            Text(f"其下还有 {len(parts)} 条登记（{names}）", f"{len(parts)} entries belong to it ({english})"),
            Text("请先删除这些登记", "strike those first"),
        )


def last_set(events: Iterable[Recorded]) -> Recorded | None:
    """Return the event that an entry stands by; ``None`` when it was struck or never entered."""
    found = None
    for event in events:
        if event.kind == "record_set":
            found = event
        elif event.kind == "record_struck":
            found = None
    return found


def _append(desk: Desk, person: Person, stream: str, version: int | None, build: Callable[[Tx], list[Event]]) -> None:
    if desk.read_only:
        raise StorageError(
            Text("数据库以只读方式打开", "the database is open for reading only"), where=desk.database.place
        )
    try:
        desk.database.journal.append(stream, version, build, actor=person.id, at=desk.clock.now())
    except VersionConflictError as conflict:
        raise conflict_in_words(desk, conflict) from conflict


def _who(desk: Desk, person: Person) -> dict[str, str]:
    return {"by": person.id, "by_name": person.name, "recorded": moment_text(desk.clock.now())}


def log_of(desk: Desk, register: str, entry: str) -> tuple[LogLine, ...]:
    """Return how an entry of the office came to be as it is, the newest first."""
    found = register_named(desk, register)
    lines: list[LogLine] = []
    before: RegisterEntry | None = None
    for event in desk.database.journal.read(stream_for(register, entry)):
        after = entry_in(event.body) if event.kind == "record_set" else None
        lines.append(
            LogLine(local_time(event.at), str(event.body.get("by_name", "")), _told(found, event, before, after))
        )
        before = after or before
    return tuple(reversed(lines))


def _told(register: Register, event: Recorded, before: RegisterEntry | None, after: RegisterEntry | None) -> Text:
    if after is None:
        reason = str(event.body.get("reason", ""))
        return Text(f"删除：{reason}", f"struck: {reason}") if event.kind == "record_struck" else _ERASED
    if before is None:
        return Text("登记", "entered")
    changed = [field.label for field in register.fields if before.get(field.key) != after.get(field.key)]
    zh, en = "、".join(label.zh for label in changed), ", ".join(label.en for label in changed)
    return Text(f"修改：{zh}", f"changed: {en}")


_ERASED = Text("依法删除个人资料", "personal data erased by law")


def erase(desk: Desk, person: Person, register: str, entry: str, reason: str) -> None:
    """Erase the personal data of an entry of the office because the law orders it; the entry stays.

    Raises:
        NotAllowedError: The person's role does not include it.
        StorageError: There is nothing to erase.
    """
    access.require(desk.pack, person, "erase_personal_data")
    _must_say(reason)
    stream = stream_for(register, entry)
    desk.database.journal.erase(stream, reason.strip(), actor=person.id, at=desk.clock.now())


def _must_say(reason: str) -> None:
    message, remedy = (
        ("未写明原因", "no reason is given"),
        ("请写明原因，不写个人资料", "say why, without personal data"),
    )
    require(reason.strip(), "stated", "reason", message, remedy)


# What lapses


def lapsing(desk: Desk, person: Person, within: int, case: str = "") -> tuple[Lapse, ...]:
    """Return the watched days that are past or come within some days, the earliest first.

    Args:
        desk: The opened office.
        person: Who looks.
        within: Days from today, both ends included.
        case: Only entries of this case; empty = of the office and of all cases.
    """
    access.require(desk.pack, person, "read_registers")
    last = desk.today + timedelta(days=within)
    rows = desk.database.registers.find(EntryFilter(watched_by=last, cases=(case,) if case else ()))
    speaker = speaker_for(desk, rows)
    found = [
        Lapse(row.register, desk.pack.registers[row.register].text, row.entry, row.case,
              speaker.names.get(row.owner or row.case, Text("", "")), view.title, day)
        for row in rows
        for view in (speaker.view(row),)
        for day in view.watched
        if day.left <= within
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda lapse: (lapse.day.left, lapse.title.zh)))
