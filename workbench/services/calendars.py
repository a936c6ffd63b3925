"""The office's working-day calendar: importing a year, local exceptions, and what a change moves in the open cases.

A change and what it moves are one transaction: the year (or the day) and a summary on the office's own stream, and an
entry on every case of which a date moved. A trial run works everything out and writes nothing.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from workbench.core import codec, recount
from workbench.core.calendar import CalendarYear, WorkCalendar
from workbench.core.canonical import Plain
from workbench.core.case import Case
from workbench.core.decide_base import require
from workbench.core.evolve_timing import RECOMPUTED
from workbench.core.parts_timing import CalendarUse, Moved, moving_name
from workbench.core.records import Event, moment_text
from workbench.errors import NO_TEXT, Text
from workbench.services import access, office_times
from workbench.services.desk import Desk, stream_of
from workbench.services.queue_rows import NOTHING_AWAITED
from workbench.services.views import Person
from workbench.storage import office_calendar
from workbench.storage.calendars import import_calendar
from workbench.storage.journal import Tx
from workbench.storage.office_calendar import OfficeCalendar
from workbench.storage.projections import OpenRow, rows_except


@dataclass(frozen=True)
class ChangedDay:
    """A day that counts otherwise than before, with its new name."""

    day: date
    was_working: bool
    works: bool
    name: Text = NO_TEXT


@dataclass(frozen=True)
class MovedDate:
    """A date of a case that moved; ``None`` = could not be told."""

    case: str
    number: str
    title: str
    deadline: str
    name: Text
    before: date | None
    after: date | None


@dataclass(frozen=True)
class CalendarChange:
    """What a change of the calendar does: editions, days, open cases counted again, dates that moved.

    ``recorded`` is false for a trial run. ``known`` says that the calendar already is as wanted.
    """

    before: str
    after: str
    days: tuple[ChangedDay, ...]
    cases: int
    moved: tuple[MovedDate, ...]
    seconds: float
    recorded: bool = False
    year: int | None = None

    @property
    def known(self) -> bool:
        """Return whether nothing changes."""
        return self.before == self.after

    @property
    def moved_cases(self) -> int:
        """Return of how many cases a date moved."""
        return len({moved.case for moved in self.moved})


@dataclass(frozen=True)
class YearView:
    """A year of the calendar: published or computed, how many days are off and made up, its notice, its file."""

    year: int
    official: bool
    off: int
    work: int
    paper: Text
    mark: str
    file: str = ""
    imported: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class ExceptionView:
    """A local exception."""

    day: date
    working: bool
    reason: str


@dataclass(frozen=True)
class CalendarView:
    """The calendar in force: edition, years, local exceptions, the office's promised period."""

    version: str
    years: tuple[YearView, ...]
    exceptions: tuple[ExceptionView, ...]
    promised: int | None
    statutory: int


def calendar_view(desk: Desk, person: Person) -> CalendarView:
    """Return the calendar in force; everybody who works in the office may read it.

    Raises:
        NotAllowedError: The person neither reads the queue nor manages the calendar.
    """
    if not access.allowed(desk.pack, person, "manage_calendar"):
        access.require(desk.pack, person, "read_queue")
    desk.renew_calendar()
    names = desk.names()
    return CalendarView(
        version=desk.calendar.version,
        years=tuple(_year(year, desk.times, names) for year in desk.calendar.years.values()),
        exceptions=tuple(
            ExceptionView(e.day, e.working, e.reason) for _day, e in sorted(desk.times.exceptions.items())
        ),
        promised=office_times.promised_days(desk),
        statutory=desk.pack.clocks["decision_due"].amount,
    )


def _year(year: CalendarYear, times: OfficeCalendar, names: dict[str, str]) -> YearView:
    own = times.imports.get(year.year)
    told = YearView(year.year, year.official, len(year.off), len(year.work), year.paper, year.mark)
    if own is None:
        return told
    return replace(told, file=own.file, imported=own.at, by=names.get(own.by, own.by))


def import_year(desk: Desk, person: Person, file: Path, *, dry_run: bool = False) -> CalendarChange:
    """Take a year of the calendar in and count every open case again.

    Args:
        desk: The opened office.
        person: Who imports.
        file: A calendar file, of the form of the program or of holiday-cn.
        dry_run: Work everything out and write nothing.

    Raises:
        NotAllowedError: The person's role does not include it.
        CalendarFaults: The file is wrong; every fault with its place.
        Refusal: A published year would be replaced by one that is only computed.
    """
    access.require(desk.pack, person, "manage_calendar")
    year = import_calendar(file)
    known = desk.calendar.years.get(year.year)
    require(
        year.official or known is None or not known.official,
        "calendar",
        "year",
        (
            f"{year.year} 年已有公布的日历，不能换成推算的",
            f"{year.year} is published: a computed year cannot replace it",
        ),
        ("请导入国务院办公厅通知的日历", "import the days of the published notice"),
    )
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    event = office_calendar.imported(year, file.name, digest)
    return _change(desk, person, event, dry_run=dry_run)


def set_day(
    desk: Desk, person: Person, day: date, reason: str, *, working: bool, dry_run: bool = False
) -> CalendarChange:
    """Make a day off, or a working day, for this office alone, with the reason.

    Raises:
        NotAllowedError: The person's role does not include it.
        Refusal: No reason is given, or the day is so already.
    """
    access.require(desk.pack, person, "manage_calendar")
    _reasoned(reason)
    require(
        desk.calendar.is_workday(day) != working,
        "calendar",
        "day",
        (
            f"{day} 本来就是{'工作日' if working else '休息日'}",
            f"{day} is {'a working day' if working else 'off'} already",
        ),
        ("无需设置例外", "no exception is needed"),
    )
    event = office_calendar.day_set(day, reason.strip(), working=working)
    return _change(desk, person, event, dry_run=dry_run)


def clear_day(desk: Desk, person: Person, day: date, reason: str, *, dry_run: bool = False) -> CalendarChange:
    """Take a local exception back, with the reason.

    Raises:
        NotAllowedError: The person's role does not include it.
        Refusal: There is no exception on that day, or no reason is given.
    """
    access.require(desk.pack, person, "manage_calendar")
    _reasoned(reason)
    require(
        day in desk.times.exceptions,
        "calendar",
        "day",
        (f"{day} 没有设置例外", f"there is no exception on {day}"),
        ("请选择列表中的日期", "choose a day of the list"),
    )
    event = office_calendar.day_cleared(day, reason.strip())
    return _change(desk, person, event, dry_run=dry_run)


def _reasoned(reason: str) -> None:
    require(
        reason.strip(),
        "stated",
        "reason",
        ("未写明原因", "the reason is not stated"),
        ("请写明原因，如停工通知的文号", "state the reason, e.g. the number of the closure notice"),
    )


# What a change moves


def _change(desk: Desk, person: Person, event: Event, *, dry_run: bool) -> CalendarChange:
    started = time.perf_counter()
    wanted = office_calendar.changed(desk.times, event, (desk.clock.now(), person.id))
    before, after = desk.calendar, wanted.calendar()
    if dry_run or before.version == after.version:
        with desk.database.store.read() as connection:
            counted = _counted_again(desk, rows_except(connection, _SILENT), (before, after), desk.case)
        return _told((before, after), counted, started)
    counted = _record(desk, person, event, (before, after))
    desk.renew_calendar()
    return _told((before, after), counted, started, recorded=True)


_SILENT = frozenset(status.value for status in NOTHING_AWAITED)
Counted = tuple[int, list[tuple[OpenRow, tuple[Moved, ...]]]]
"""How many open cases were counted again, and those of which a date moved."""


def _record(desk: Desk, person: Person, event: Event, editions: tuple[WorkCalendar, WorkCalendar]) -> Counted:
    """Write the change and what it moves, all or nothing; return what was counted."""
    before, after = editions
    now = desk.clock.now()
    found: list[Counted] = []

    def build(tx: Tx) -> Iterator[tuple[str, Event]]:
        counted = _counted_again(desk, rows_except(tx.connection, _SILENT), editions, partial(desk.case_in, tx))
        found.append(counted)
        desk.calendar = after
        yield office_calendar.STREAM, event
        for row, moved in counted[1]:
            use = CalendarUse(after.version, desk.today, "recomputed", moved)
            body = {"use": codec.plain(use), "by": person.id, "by_name": person.name, "recorded": moment_text(now)}
            yield stream_of(row.case), Event(RECOMPUTED, body)
        yield office_calendar.STREAM, _summary(editions, counted)

    try:
        expected = {office_calendar.STREAM: desk.times.version}
        desk.database.journal.append_many(expected, build, actor=person.id, at=now)
    except BaseException:
        desk.calendar = before
        raise
    return found[0]


def _summary(editions: tuple[WorkCalendar, WorkCalendar], counted: Counted) -> Event:
    cases, moved = counted
    lines: list[Plain] = [
        [row.case, m.deadline, m.before.isoformat() if m.before else None, m.after.isoformat() if m.after else None]
        for row, some in moved
        for m in some
    ]
    body: dict[str, Plain] = {
        "before": editions[0].version,
        "after": editions[1].version,
        "cases": cases,
        "moved": lines,
    }
    return Event(office_calendar.RECOUNTED, body)


def _counted_again(
    desk: Desk, rows: Iterable[OpenRow], editions: tuple[WorkCalendar, WorkCalendar], read: Reader
) -> Counted:
    rules = recount.Rules(desk.pack.clocks, desk.today, office_times.promised_days(desk))
    cases, found = 0, []
    for row in rows:
        inputs = _inputs(row, read)
        if inputs is None or inputs.ended or (inputs.decided is not None and inputs.delivered is not None):
            continue
        cases += 1
        moved = recount.moved(inputs, rules, *editions)
        if moved:
            found.append((row, moved))
    return cases, found


Reader = Callable[[str], Case | None]
"""Reads a case; inside a transaction through that transaction alone."""


def _inputs(row: OpenRow, read: Reader) -> recount.Inputs | None:
    """Return the inputs kept with a row; rows of an older program are read from the case itself."""
    dates = json.loads(row.extra).get("dates")
    if isinstance(dates, dict):
        return recount.read(dates)
    case = read(row.case)
    return None if case is None else recount.inputs_of(case, ended=case.status in NOTHING_AWAITED)


def _told(
    editions: tuple[WorkCalendar, WorkCalendar],
    counted: Counted,
    started: float,
    *,
    recorded: bool = False,
) -> CalendarChange:
    before, after = editions
    cases, moved = counted
    return CalendarChange(
        before=before.version,
        after=after.version,
        days=tuple(_days(before, after)),
        cases=cases,
        moved=tuple(
            MovedDate(row.case, row.number, row.title, m.deadline, moving_name(m.deadline), m.before, m.after)
            for row, some in moved
            for m in some
        ),
        seconds=round(time.perf_counter() - started, 3),
        recorded=recorded,
    )


def _days(before: WorkCalendar, after: WorkCalendar) -> Iterator[ChangedDay]:
    """Yield the days that count otherwise: those that either edition sets."""
    listed = {
        day for edition in (before, after) for year in edition.years.values() for day in (*year.off, *year.work)
    } | {*before.exceptions, *after.exceptions}
    for day in sorted(listed):
        was, works = before.is_workday(day), after.is_workday(day)
        if was != works:
            yield ChangedDay(day, was, works, after.day_name(day))
