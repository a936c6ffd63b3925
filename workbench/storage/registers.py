"""The registers as projections: entries as they stand, the organisations of cases, their sessions.

Storage does not know what an entry is. Services hand over a function that turns events into :class:`Changes`; it runs
in the transaction of every append, and again over everything on a rebuild.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, insert, or_, select

from workbench.core.canonical import canonical
from workbench.core.records import Recorded
from workbench.storage import search
from workbench.storage.journal import Tx
from workbench.storage.made import Made
from workbench.storage.schema import case_bodies, case_sessions, cases, entries


@dataclass(frozen=True)
class EntryRow:
    """An entry of a register as it stands.

    Attributes:
        stream, entry: Where it is recorded, and its identifier there.
        case: The case it belongs to; empty for an entry of the office.
        version: Version of the stream that the row shows.
        title: What it is called.
        owner: Identifier of the entry it belongs to (a licence to its organisation).
        closed: Whether it waits for nothing any more.
        watch: The earliest day that is watched.
        name_key, code_key: Its name and credit code in the form in which they are compared.
        body: Its values, plain.
        text: What is searched.
    """

    stream: str
    entry: str
    register: str
    case: str
    version: int
    title: str
    owner: str = ""
    closed: bool = False
    watch: date | None = None
    name_key: str = ""
    code_key: str = ""
    body: Any = None
    text: str = ""


@dataclass(frozen=True)
class BodyRow:
    """An organisation that a case names: its role there, and the persons it sends; ``None`` = not stated."""

    role: str
    name: str
    name_key: str
    code_key: str
    persons: int | None = None
    registered: int | None = None


@dataclass(frozen=True)
class SessionRow:
    """A session of a case: local times, and the place as named and as compared."""

    title: str
    venue: str
    venue_key: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class Appearances:
    """What an application says of organisations and sessions."""

    case: str
    bodies: tuple[BodyRow, ...] = ()
    sessions: tuple[SessionRow, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What events change in the registers; ``gone`` are (stream, entry)."""

    set: tuple[EntryRow, ...] = ()
    gone: tuple[tuple[str, str], ...] = ()
    appearances: tuple[Appearances, ...] = ()


@dataclass(frozen=True)
class EntryFilter:
    """Which entries are wanted; empty members do not filter.

    ``text`` is what a person typed: every word must occur. ``watched_by`` is the last watched day wanted.
    """

    registers: tuple[str, ...] = ()
    text: str = ""
    cases: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    watched_by: date | None = None


@dataclass(frozen=True)
class CaseRef:
    """A case as the registers name it."""

    case: str
    number: str
    title: str
    status: str
    place: str
    first_day: date | None
    last_day: date | None


Project = Callable[[Sequence[Recorded], Tx], Changes]


class Registers(Made[Project]):
    """The projections ``entries``, ``case_bodies`` and ``case_sessions``."""

    name = "registers"

    def clear(self, tx: Tx) -> None:
        """Remove every row."""
        for table in (entries, case_bodies, case_sessions):
            tx.connection.execute(delete(table))

    def apply(self, tx: Tx, events: Sequence[Recorded]) -> None:
        """Take in what events change."""
        if self._project is None:
            return
        changes = self._project(events, tx)
        for stream, entry in (*changes.gone, *((row.stream, row.entry) for row in changes.set)):
            tx.connection.execute(delete(entries).where(entries.c.stream == stream, entries.c.entry == entry))
        if changes.set:
            tx.connection.execute(insert(entries), [_stored(row) for row in changes.set])
        for found in changes.appearances:
            _write_appearances(tx.connection, found)

    def find(self, wanted: EntryFilter, *, limit: int = 20_000) -> tuple[EntryRow, ...]:
        """Return the entries that match, by register and title."""
        query = select(entries).where(*_terms(wanted)).order_by(entries.c.register, entries.c.title, entries.c.entry)
        with self._store.read() as connection:
            return tuple(_entry(row) for row in connection.execute(query.limit(limit)))

    def get(self, register: str, entry: str) -> EntryRow | None:
        """Return an entry of the office or of a case by its identifier."""
        return next(iter(self.find(EntryFilter(registers=(register,), entries=(entry,)))), None)

    def alike(self, keys: Iterable[tuple[str, str]], register: str) -> tuple[EntryRow, ...]:
        """Return the entries whose credit code or name is one of ``keys``, each a (code key, name key)."""
        pairs = tuple(keys)
        codes, names = {code for code, _ in pairs if code}, {name for _, name in pairs if name}
        if not codes and not names:
            return ()
        same = or_(entries.c.code_key.in_(codes), entries.c.name_key.in_(names))
        with self._store.read() as connection:
            found = connection.execute(select(entries).where(entries.c.register == register, same))
            return tuple(_entry(row) for row in found)

    def bodies(self, cases_: Iterable[str] = ()) -> tuple[tuple[str, BodyRow], ...]:
        """Return (case, organisation) of the named cases, or of all."""
        wanted = tuple(cases_)
        query = select(case_bodies).order_by(case_bodies.c.case_id, case_bodies.c.place)
        query = query.where(case_bodies.c.case_id.in_(wanted)) if wanted else query
        with self._store.read() as connection:
            return tuple((row.case_id, _body(row)) for row in connection.execute(query))

    def cases_with(self, code_key: str, name_key: str) -> tuple[tuple[str, BodyRow], ...]:
        """Return (case, organisation) wherever a code or a name stands."""
        same = [case_bodies.c.code_key == code_key] if code_key else []
        same += [case_bodies.c.name_key == name_key] if name_key else []
        if not same:
            return ()
        query = select(case_bodies).where(or_(*same)).order_by(case_bodies.c.case_id, case_bodies.c.place)
        with self._store.read() as connection:
            return tuple((row.case_id, _body(row)) for row in connection.execute(query))

    def sessions(self, first: date, last: date) -> tuple[tuple[str, SessionRow], ...]:
        """Return (case, session) of the sessions that touch a span of days, both ends included, by time."""
        touching = (case_sessions.c.starts < f"{last.isoformat()}~", case_sessions.c.ends >= first.isoformat())
        query = select(case_sessions).where(*touching).order_by(case_sessions.c.starts, case_sessions.c.case_id)
        with self._store.read() as connection:
            return tuple((row.case_id, _session(row)) for row in connection.execute(query))

    def cases(self, wanted: Iterable[str] = (), span: tuple[date, date] | None = None) -> dict[str, CaseRef]:
        """Return the named cases, and those whose days touch a span (both ends included), by identifier."""
        names = tuple(wanted)
        terms: list[ColumnElement[bool]] = [cases.c.case_id.in_(names)] if names else []
        if span is not None:
            first, last = (day.isoformat() for day in span)
            terms.append((cases.c.first_day > "") & (cases.c.first_day <= last) & (cases.c.last_day >= first))
        if not terms:
            return {}
        columns = [cases.c[name] for name in ("case_id", "number", "title", "status", "place", "first_day", "last_day")]
        with self._store.read() as connection:
            found = [_case(row) for row in connection.execute(select(*columns).where(or_(*terms)))]
        return {case.case: case for case in found}


def _terms(wanted: EntryFilter) -> list[ColumnElement[bool]]:
    members = {
        "register": wanted.registers,
        "case_id": wanted.cases,
        "entry": wanted.entries,
        "owner": wanted.owners,
    }
    terms: list[ColumnElement[bool]] = [entries.c[name].in_(values) for name, values in members.items() if values]
    terms += [entries.c.folded.contains(word, autoescape=True) for word in search.words(wanted.text)]
    if wanted.watched_by is not None:
        terms += [entries.c.watch > "", entries.c.watch <= wanted.watched_by.isoformat()]
    return terms


def _stored(row: EntryRow) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in ("stream", "entry", "register", "version", "title", "owner")}
    return {
        **values,
        "case_id": row.case,
        "closed": int(row.closed),
        "watch": row.watch.isoformat() if row.watch else "",
        "name_key": row.name_key,
        "code_key": row.code_key,
        "body": canonical(row.body).decode(),
        "folded": search.folded(row.text),
    }


def _entry(row: Row[Any]) -> EntryRow:
    return EntryRow(
        stream=row.stream,
        entry=row.entry,
        register=row.register,
        case=row.case_id,
        version=row.version,
        title=row.title,
        owner=row.owner,
        closed=bool(row.closed),
        watch=date.fromisoformat(row.watch) if row.watch else None,
        name_key=row.name_key,
        code_key=row.code_key,
        body=json.loads(row.body),
        text=row.folded,
    )


def _write_appearances(connection: Connection, found: Appearances) -> None:
    bodies = [
        {**asdict(body), "persons": _count(body.persons), "registered": _count(body.registered)}
        for body in found.bodies
    ]
    sessions = [
        {**asdict(session), "starts": session.starts.isoformat(), "ends": session.ends.isoformat()}
        for session in found.sessions
    ]
    _replace(connection, case_bodies, found.case, bodies)
    _replace(connection, case_sessions, found.case, sessions)


def _replace(connection: Connection, table: Table, case: str, rows: list[dict[str, Any]]) -> None:
    connection.execute(delete(table).where(table.c.case_id == case))
    if rows:
        numbered = [{"case_id": case, "place": number, **row} for number, row in enumerate(rows, 1)]
        connection.execute(insert(table), numbered)


def _count(number: int | None) -> int:
    return -1 if number is None else number


def _body(row: Row[Any]) -> BodyRow:
    stated = {name: None if getattr(row, name) < 0 else getattr(row, name) for name in ("persons", "registered")}
    return BodyRow(row.role, row.name, row.name_key, row.code_key, **stated)


def _session(row: Row[Any]) -> SessionRow:
    names = [field.name for field in fields(SessionRow)]
    values = {name: getattr(row, name) for name in names}
    return SessionRow(**{**values, **{name: datetime.fromisoformat(values[name]) for name in ("starts", "ends")}})


def _case(row: Row[Any]) -> CaseRef:
    first, last = (date.fromisoformat(day) if day else None for day in (row.first_day, row.last_day))
    return CaseRef(row.case_id, row.number, row.title, row.status, row.place, first, last)
