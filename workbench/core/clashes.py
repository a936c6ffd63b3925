"""Clashes between events: one guard company promised twice over, one venue used twice on the same day.

What an event takes of shared means is its :class:`Footprint`; everything here is worked out of footprints, so that
packages on the counter and open cases of the office are compared alike. The same company on different days is no clash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations

from workbench.core.facts import day_of, normal, number_of
from workbench.core.pack import Pack
from workbench.core.parameters import words
from workbench.core.reasons import Reason
from workbench.core.values import Application, Row
from workbench.errors import Text

Span = tuple[datetime, datetime]
_DAY = timedelta(days=1)
LONGEST = 400
"""Days of an event that are looked at; a wrong year in a date must not make a list without end."""


@dataclass(frozen=True)
class Provider:
    """A guard or screening company: its name, the persons it sends, the persons it has (``None`` = not stated)."""

    name: str
    persons: int
    registered: int | None


@dataclass(frozen=True)
class Footprint:
    """What an event takes: ``key`` names it, ``days`` are those with a session, ``spans`` the sessions themselves."""

    key: str
    venue: str
    days: frozenset[date]
    spans: tuple[Span, ...]
    providers: tuple[Provider, ...]


@dataclass(frozen=True)
class Overlap:
    """Events that share a provider or a venue on the same days.

    Attributes:
        kind: ``provider`` or ``venue``.
        name: The provider or the venue.
        keys: The events, in the order given.
        days: The shared days, in order.
        persons: Sent to each event; empty for a venue.
        registered: The fewest persons that the provider states to have.
        clash: ``None`` = the figures do not tell.
    """

    kind: str
    name: str
    keys: tuple[str, ...]
    days: tuple[date, ...]
    clash: bool | None
    persons: tuple[int, ...] = ()
    registered: int | None = None

    @property
    def formula(self) -> str:
        """Return the sum of a provider in figures."""
        summed = f"{' + '.join(str(n) for n in self.persons)} = {sum(self.persons)}"
        if self.registered is None:
            return summed
        return f"{summed} {'>' if self.clash else '≤'} {self.registered}"


def footprint(application: Application, pack: Pack, key: str) -> Footprint:
    """Return what an event takes of shared means."""
    spans = tuple(_spans(application.rows("sessions")))
    days = {day for start, end in spans for day in _days(start.date(), end.date())}
    first, last = (day_of(application.fields.get(name)) for name in ("ev.start_date", "ev.end_date"))
    if not days and first is not None:
        days = set(_days(first, last or first))
    venue = application.fields.get("loc.name")
    return Footprint(
        key, str(normal(venue, "text") or ""), frozenset(days), spans, tuple(_providers(application, pack))
    )


def _spans(rows: tuple[Row, ...]) -> Iterator[Span]:
    for row in rows:
        start = next((row[name] for name in ("doors", "start") if isinstance(row[name], datetime)), None)
        end = row["end"]
        if isinstance(start, datetime) and isinstance(end, datetime) and start <= end:
            yield start, end


def _days(first: date, last: date) -> Iterator[date]:
    return (first + _DAY * n for n in range(min((last - first).days, LONGEST) + 1))


def _providers(application: Application, pack: Pack) -> Iterator[Provider]:
    kinds = words(pack, "guard_provider_kinds")
    found: dict[str, list[Row]] = {}
    for row in application.rows("forces"):
        name = normal(row["name"], "text")
        if row["kind"] in kinds and isinstance(name, str):
            found.setdefault(name, []).append(row)
    for name, rows in found.items():
        sent = sum(int(number_of(row["persons"]) or 0) for row in rows)
        stated = [int(n) for row in rows if (n := number_of(row["registered"])) is not None]
        yield Provider(name, sent, max(stated, default=None))


def overlaps(events: Sequence[Footprint]) -> tuple[Overlap, ...]:
    """Return everything that events share on the same days: providers first, then venues, each by name."""
    return (*_shared_providers(events), *_shared_venues(events))


def _shared_providers(events: Sequence[Footprint]) -> Iterator[Overlap]:
    users: dict[str, list[tuple[Footprint, Provider]]] = {}
    for event in events:
        for provider in event.providers:
            users.setdefault(provider.name, []).append((event, provider))
    for name, using in sorted(users.items()):
        sent = {event.key: provider for event, provider in using}
        for keys, days in _together([event for event, _ in using]):
            persons = tuple(sent[key].persons for key in keys)
            stated = [n for key in keys if (n := sent[key].registered) is not None]
            registered = min(stated, default=None)
            clash = None if registered is None else sum(persons) > registered
            yield Overlap("provider", name, keys, days, clash, persons, registered)


def _shared_venues(events: Sequence[Footprint]) -> Iterator[Overlap]:
    users: dict[str, list[Footprint]] = {}
    for event in events:
        if event.venue:
            users.setdefault(event.venue, []).append(event)
    for name, using in sorted(users.items()):
        by_key = {event.key: event for event in using}
        for keys, days in _together(using):
            yield Overlap("venue", name, keys, days, _at_once([by_key[key] for key in keys]))


def _together(events: Sequence[Footprint]) -> Iterator[tuple[tuple[str, ...], tuple[date, ...]]]:
    """Yield each set of two or more events that share days, with those days, by first day."""
    by_day: dict[date, list[str]] = {}
    for event in events:
        for day in event.days:
            by_day.setdefault(day, []).append(event.key)
    sets: dict[tuple[str, ...], list[date]] = {}
    for day in sorted(by_day):
        if len(by_day[day]) > 1:
            sets.setdefault(tuple(by_day[day]), []).append(day)
    yield from ((keys, tuple(days)) for keys, days in sets.items())


def _at_once(events: Sequence[Footprint]) -> bool | None:
    """Return whether two events use a venue at the same time; ``None`` when an event states no sessions."""
    if any(not event.spans for event in events):
        return None
    pairs = combinations(events, 2)
    return any(a[0] < b[1] and b[0] < a[1] for one, two in pairs for a in one.spans for b in two.spans)


def pairs(found: Iterable[Overlap]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of events that clash, each once, in the order found."""
    clashing = (pair for one in found if one.clash for pair in combinations(one.keys, 2))
    return tuple(dict.fromkeys(clashing))


def reasons(key: str, found: Iterable[Overlap]) -> tuple[Reason, ...]:
    """Return why an event clashes with others: one reason for each provider or venue that it shares too far."""
    return tuple(Reason(_words(key, one), one.name) for one in found if one.clash and key in one.keys)


def _words(key: str, one: Overlap) -> Text:
    others = [other for other in one.keys if other != key]
    days = "、".join(day.isoformat() for day in one.days[:5]) + (" …" if len(one.days) > 5 else "")
    sums = f"：{one.formula}" if one.kind == "provider" else "：同一时段使用同一场所"
    sums_en = f": {one.formula}" if one.kind == "provider" else ": the same venue at the same time"
    zh = f"{one.name} 与 {'、'.join(others)} 同日（{days}）{sums}"
    return Text(zh, f"{one.name}: same days as {', '.join(others)} ({days}){sums_en}")
