"""Figures and checks over the entries of a register, as its measures ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import prod

from workbench.core.pack import Pack, Register, RegisterMeasure
from workbench.core.parameters import choices, number
from workbench.core.register_entries import RegisterEntry, day_of, unfinished
from workbench.core.register_watch import watched
from workbench.core.values import Scalar

Entries = Mapping[str, RegisterEntry]
"""Entries of one register by their identifier."""


@dataclass(frozen=True)
class Measured:
    """A measure as it stands.

    Attributes:
        measure: Which one.
        amount, of: What was counted, and out of how many where that is told; ``None`` = nothing to measure.
        in_order: Whether it holds; ``None`` for a figure that is not judged.
        objects: Identifiers of the entries (for ``monthly`` the groups) that are not in order.
    """

    measure: RegisterMeasure
    amount: Decimal | None
    of: Decimal | None = None
    in_order: bool | None = None
    objects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ground:
    """What a measure reads: the register, its entries, the pack with the limits, and the local moment."""

    pack: Pack
    register: Register
    entries: Entries
    now: datetime

    def limit(self, measure: RegisterMeasure) -> Decimal:
        """Return the parameter that a measure is compared with."""
        return number(self.pack, measure.limit)

    def values(self, key: str) -> Iterable[tuple[str, Scalar]]:
        """Return (identifier, value) of every entry that states a field."""
        found = ((name, entry.get(key)) for name, entry in self.entries.items())
        return [(name, value) for name, value in found if value is not None]


def measured(ground: Ground) -> tuple[Measured, ...]:
    """Return every measure of the register, in the order of the pack."""
    return tuple(MEASURES[measure.kind](ground, measure) for measure in ground.register.measures)


def _sum(ground: Ground, measure: RegisterMeasure) -> Measured:
    return Measured(measure, sum((_amount(v) for _, v in ground.values(measure.fields[0])), Decimal(0)))


def _product(ground: Ground, measure: RegisterMeasure) -> Measured:
    """Add up the product of several fields of each entry: persons × shifts × each per shift."""
    lines = (prod((_amount(entry.get(key)) for key in measure.fields), start=Decimal(1)) for entry in _all(ground))
    return Measured(measure, sum(lines, Decimal(0)))


def _same_day(ground: Ground, measure: RegisterMeasure) -> Measured:
    """Count what was closed on the day it came; what came today and is open may still be."""
    begun = [(name, day_of(at)) for name, at in ground.values(measure.fields[0]) if isinstance(at, date)]
    ended = {name: day_of(at) for name, at in ground.values(measure.fields[1]) if isinstance(at, date)}
    kept = [name for name, day in begun if ended.get(name) == day]
    late = tuple(name for name, day in begun if ended.get(name, ground.now.date()) > day)
    return Measured(measure, Decimal(len(kept)), Decimal(len(begun)), not late, late)


def _kinds_at_most(ground: Ground, measure: RegisterMeasure) -> Measured:
    kinds = {str(value).strip().casefold() for _, value in ground.values(measure.fields[0])}
    limit = ground.limit(measure)
    return Measured(measure, Decimal(len(kinds)), limit, len(kinds) <= limit)


def _lead_hours(ground: Ground, measure: RegisterMeasure) -> Measured:
    """Find the shortest time from one moment to a later one; shorter than the limit is not in order."""
    first = dict(ground.values(measure.fields[0]))
    spans = {
        name: Decimal((then - before) // timedelta(seconds=1)) / 3600
        for name, then in ground.values(measure.fields[1])
        if isinstance(then, datetime) and isinstance(before := first.get(name), datetime)
    }
    limit = ground.limit(measure)
    short = tuple(name for name, hours in spans.items() if hours < limit)
    return Measured(measure, min(spans.values(), default=None), limit, None if not spans else not short, short)


def _covered(ground: Ground, measure: RegisterMeasure) -> Measured:
    """Count the entries that have less than they need."""
    _, needed, ready = measure.fields
    short = tuple(
        name for name, entry in ground.entries.items() if _amount(entry.get(ready)) < _amount(entry.get(needed))
    )
    return Measured(measure, Decimal(len(short)), Decimal(len(ground.entries)), not short, short)


def _every_option(ground: Ground, measure: RegisterMeasure) -> Measured:
    """Count the rows of a choice of which there is an entry; every one should have one, once there is any."""
    field = ground.register.field(measure.fields[0])
    options = choices(ground.pack, field.options) if field else {}
    there = {value for _, value in ground.values(measure.fields[0])}
    missing = tuple(code for code in options if code not in there)
    in_order = None if not ground.entries else not missing
    return Measured(measure, Decimal(len(options) - len(missing)), Decimal(len(options)), in_order, missing)


def _monthly(ground: Ground, measure: RegisterMeasure) -> Measured:
    """Count the groups whose last day lies longer ago than the limit."""
    group, day = measure.fields
    last: dict[str, date] = {}
    for entry in _all(ground):
        at, name = entry.get(day), str(entry.get(group))
        if isinstance(at, date):
            last[name] = max(day_of(at), last.get(name, date.min))
    limit, today = ground.limit(measure), ground.now.date()
    late = tuple(name for name, at in last.items() if (today - at).days > limit)
    return Measured(measure, Decimal(len(last) - len(late)), Decimal(len(last)), not late, late)


def _waiting(ground: Ground, measure: RegisterMeasure) -> Measured:
    names = tuple(name for name, entry in ground.entries.items() if unfinished(ground.register, entry))
    return Measured(measure, Decimal(len(names)), objects=names)


def _overdue(ground: Ground, measure: RegisterMeasure) -> Measured:
    late = tuple(
        name
        for name, entry in ground.entries.items()
        if any(
            found.past and found.field.key in measure.fields for found in watched(ground.register, entry, ground.now)
        )
    )
    return Measured(measure, Decimal(len(late)), in_order=not late, objects=late)


def _all(ground: Ground) -> Iterable[RegisterEntry]:
    return ground.entries.values()


def _amount(value: Scalar) -> Decimal:
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)


MEASURES: dict[str, Callable[[Ground, RegisterMeasure], Measured]] = {
    "sum": _sum,
    "product": _product,
    "same_day": _same_day,
    "kinds_at_most": _kinds_at_most,
    "lead_hours": _lead_hours,
    "covered": _covered,
    "every_option": _every_option,
    "monthly": _monthly,
    "open": _waiting,
    "overdue": _overdue,
}
"""Kind of measure → how it is worked out."""
