"""The working-day calendar: which days count, and how sure that is.

Statutory periods count working days and leave statutory holidays out; the days in lieu and the make-up working days
are set each year by a notice of the State Council. A :class:`WorkCalendar` holds published years as they were
announced. A year without a notice is computed from weekends and the statutory days alone, and every answer that
touches it is an estimate. Exceptions of the place (a closure, an extra working day) rule over both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from workbench.errors import NO_TEXT, Text

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CalendarYear:
    """One year of the calendar.

    Attributes:
        year: The calendar year.
        official: True when the yearly notice has been published; else the days are computed.
        off: Days off beyond ordinary weekends (weekend days may be listed too), with their names. A notice may set days
            of the December before its year as well.
        work: Make-up working days: Saturdays and Sundays that count.
        paper: The notice that sets the days, or the rule that they were computed from.
        mark: Evidence mark.
    """

    year: int
    official: bool
    off: Mapping[date, Text] = field(default_factory=dict)
    work: Mapping[date, Text] = field(default_factory=dict)
    paper: Text = NO_TEXT
    mark: str = "A"


@dataclass(frozen=True)
class DayException:
    """A local exception: ``day`` is a working day or not, whatever the calendar says."""

    day: date
    working: bool
    reason: str


@dataclass(frozen=True)
class WorkCalendar:
    """Working days of the years it knows; other years count ordinary weekends only.

    Attributes:
        years: By calendar year.
        exceptions: Local exceptions by day.
        version: Short name of the data, kept on each case: the same version gives the same answers.
    """

    years: Mapping[int, CalendarYear]
    exceptions: Mapping[date, DayException] = field(default_factory=dict)
    version: str = ""

    @property
    def covered_from(self) -> date:
        """Return the first day of the oldest published year in one run with the newest."""
        year = self.covered_until.year
        while self._official(year - 1):
            year -= 1
        return date(year, 1, 1)

    @property
    def covered_until(self) -> date:
        """Return the last day of the newest published year; ``date.min`` when none is published."""
        return date(max((y for y in self.years if self._official(y)), default=1), 12, 31)

    def estimate(self, *days: date) -> bool:
        """Return whether any of the days lies in a year whose notice is not published (or not loaded)."""
        return any(not self._official(day.year) for day in days)

    @cached_property
    def _told(self) -> dict[date, bool]:
        """Days asked for before; an office asks for the same few hundred again and again."""
        return {}

    def is_workday(self, day: date) -> bool:
        """Return whether a day counts as a working day."""
        works = self._told.get(day)
        if works is None:
            works = self._told[day] = self._counts(day)
        return works

    def _counts(self, day: date) -> bool:
        exception = self.exceptions.get(day)
        if exception is not None:
            return exception.working
        for year in self._pages(day):
            if day in year.work:
                return True
            if day in year.off:
                return False
        return day.weekday() < 5

    def day_name(self, day: date) -> Text:
        """Return why a day is off or is worked (holiday, make-up day, exception); empty for an ordinary day."""
        exception = self.exceptions.get(day)
        if exception is not None:
            return Text(exception.reason, exception.reason)
        names = (year.work.get(day) or year.off.get(day) for year in self._pages(day))
        return next((name for name in names if name), NO_TEXT)

    def _pages(self, day: date) -> Iterator[CalendarYear]:
        """Yield the notices that may set a day: for December the next year's first, then the year's own."""
        if day.month == 12 and (later := self.years.get(day.year + 1)) is not None:
            yield later
        own = self.years.get(day.year)
        if own is not None:
            yield own

    def add_workdays(self, start: date, count: int) -> date:
        """Return the ``count``-th working day after ``start``, which itself is never counted.

        ``count`` 0 gives ``start`` as it is, working day or not.
        """
        return self._step(start, count, _DAY)

    def back_workdays(self, day: date, count: int) -> date:
        """Return the ``count``-th working day before ``day``, which itself is never counted."""
        return self._step(day, count, -_DAY)

    def workdays_between(self, start: date, end: date) -> int:
        """Return the number of working days after ``start`` up to and including ``end``; 0 when ``end`` ≤ ``start``."""
        return sum(self.is_workday(day) for day in days(start + _DAY, end))

    def next_workday(self, day: date) -> date:
        """Return ``day`` itself when it is a working day, else the next one."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def _step(self, day: date, count: int, step: timedelta) -> date:
        if count < 0:
            raise ValueError("a number of working days is never negative")
        while count:
            day += step
            count -= self.is_workday(day)
        return day

    def _official(self, year: int) -> bool:
        known = self.years.get(year)
        return known is not None and known.official


def days(first: date, last: date) -> Iterator[date]:
    """Yield every day from ``first`` to ``last``, both inclusive."""
    while first <= last:
        yield first
        first += _DAY
