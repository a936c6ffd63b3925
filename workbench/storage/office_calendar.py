"""The office's own calendar: imported years and local exceptions, as events on one stream of the journal.

``calendar_imported`` carries the whole year, so that the calendar of any earlier moment can be made again from the
journal; ``calendar_day_set`` and ``calendar_day_cleared`` are exceptions of the place (a closure by storm, an extra
working day) with their reason; ``calendar_recounted`` records what a change moved. Both databases keep it alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from workbench.core import codec
from workbench.core.calendar import CalendarYear, DayException, WorkCalendar
from workbench.core.records import Event, Recorded
from workbench.storage.calendars import load_calendar

STREAM = "office/calendar"
IMPORTED = "calendar_imported"
DAY_SET = "calendar_day_set"
DAY_CLEARED = "calendar_day_cleared"
RECOUNTED = "calendar_recounted"


@dataclass(frozen=True)
class Import:
    """An imported year: from which file, when and by whom (an identifier)."""

    year: CalendarYear
    file: str
    sha256: str
    at: datetime
    by: str


@dataclass(frozen=True)
class OfficeCalendar:
    """What an office has added to the shipped years; ``version`` counts the events of its stream."""

    version: int = 0
    imports: Mapping[int, Import] = field(default_factory=dict)
    exceptions: Mapping[date, DayException] = field(default_factory=dict)

    def calendar(self) -> WorkCalendar:
        """Return the working-day calendar in force."""
        return load_calendar(self.exceptions.values(), imported=[one.year for one in self.imports.values()])


def after(known: OfficeCalendar, events: Iterable[Recorded]) -> OfficeCalendar:
    """Return the office's calendar after further events of its stream."""
    for event in events:
        known = replace(changed(known, event, (event.at, event.actor)), version=event.version)
    return known


def changed(known: OfficeCalendar, event: Event | Recorded, who: tuple[datetime, str]) -> OfficeCalendar:
    """Return what one event makes of the office's calendar; ``who`` is when and by whom (an identifier)."""
    imports, exceptions = dict(known.imports), dict(known.exceptions)
    body: Mapping[str, Any] = event.body
    if event.kind == IMPORTED:
        year = codec.read(CalendarYear, body["year"])
        imports[year.year] = Import(year, body["file"], body["sha256"], *who)
    elif event.kind == DAY_SET:
        day = date.fromisoformat(body["day"])
        exceptions[day] = DayException(day, body["working"], body["reason"])
    elif event.kind == DAY_CLEARED:
        exceptions.pop(date.fromisoformat(body["day"]), None)
    return OfficeCalendar(known.version, imports, exceptions)


def imported(year: CalendarYear, file: str, sha256: str) -> Event:
    """Return the event of an import."""
    return Event(IMPORTED, {"year": codec.plain(year), "file": file, "sha256": sha256})


def day_set(day: date, reason: str, *, working: bool) -> Event:
    """Return the event of a local exception."""
    return Event(DAY_SET, {"day": day.isoformat(), "working": working, "reason": reason})


def day_cleared(day: date, reason: str) -> Event:
    """Return the event that takes a local exception back."""
    return Event(DAY_CLEARED, {"day": day.isoformat(), "reason": reason})
