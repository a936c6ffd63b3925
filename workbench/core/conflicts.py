"""Clashes between cases: one venue twice at a time, a company or the police beyond what they have on one day.

:mod:`workbench.core.clashes` compares whole packages; here sessions are compared pair by pair and days one by one, as a
calendar shows them. Spans are half open: an event that begins when another ends does not clash with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations


@dataclass(frozen=True)
class Occasion:
    """A session of a case at a place, from the opening of the doors to the end; local times."""

    case: str
    title: str
    place: str
    place_key: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Sent:
    """Persons that a body gives to a case on every day of a span, both ends included.

    ``registered`` is what the body has in all; ``None`` = not stated.
    """

    case: str
    body: str
    body_key: str
    persons: int
    first: date
    last: date
    registered: int | None = None


@dataclass(frozen=True)
class VenueClash:
    """Two cases at one place at the same time, from ``start`` to ``end``."""

    first: Occasion
    second: Occasion
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Overload:
    """A body that gives more persons to several cases on one day than it has."""

    body: str
    day: date
    sent: tuple[Sent, ...]
    total: int
    registered: int


def venue_clashes(occasions: Iterable[Occasion]) -> tuple[VenueClash, ...]:
    """Return every pair of sessions of different cases that overlap at the same place, by time."""
    places: dict[str, list[Occasion]] = defaultdict(list)
    for occasion in occasions:
        if occasion.place_key and occasion.start < occasion.end:
            places[occasion.place_key].append(occasion)
    found = [clash for there in places.values() for clash in _overlaps(there)]
    return tuple(sorted(found, key=lambda clash: (clash.start, clash.first.case, clash.second.case)))


def _overlaps(there: list[Occasion]) -> Iterator[VenueClash]:
    for first, second in combinations(sorted(there, key=lambda o: (o.start, o.case)), 2):
        start, end = max(first.start, second.start), min(first.end, second.end)
        if first.case != second.case and start < end:
            yield VenueClash(first, second, start, end)


Has = Callable[[str, date], int | None]
"""How many persons a body (by key) has on a day; ``None`` = not known, and nothing is compared."""


def stated(sent: Iterable[Sent]) -> Has:
    """Return what bodies have according to the smallest number that any of their lines states."""
    least: dict[str, int] = {}
    for line in sent:
        if line.registered is not None:
            least[line.body_key] = min(line.registered, least.get(line.body_key, line.registered))
    return lambda body, _day: least.get(body)


def overloads(sent: Iterable[Sent], has: Has, *, least: int = 2) -> tuple[Overload, ...]:
    """Return the days on which a body gives more than it has, by day and name.

    Args:
        sent: What is given to whom, when.
        has: How many the body has.
        least: Fewest cases that make it a clash; what one case alone takes beyond a company is a fault of that case.
    """
    days: dict[tuple[str, date], list[Sent]] = defaultdict(list)
    for line in sent:
        for day in days_of(line.first, line.last) if line.body_key else ():
            days[line.body_key, day].append(line)
    found = [_overload(there, day, has(body, day), least) for (body, day), there in days.items()]
    return tuple(sorted((o for o in found if o is not None), key=lambda overload: (overload.day, overload.body)))


def _overload(there: list[Sent], day: date, registered: int | None, least: int) -> Overload | None:
    total = sum(line.persons for line in there)
    if registered is None or total <= registered or len({line.case for line in there}) < least:
        return None
    return Overload(there[0].body, day, tuple(sorted(there, key=lambda line: line.case)), total, registered)


def days_of(first: date, last: date) -> tuple[date, ...]:
    """Return the days of a span, both ends included; none when it ends before it begins."""
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))
