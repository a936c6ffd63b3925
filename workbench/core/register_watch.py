"""Days that are watched: what has lapsed or is overdue, and what will be within some days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from workbench.core.pack import Register, RegisterField
from workbench.core.register_entries import RegisterEntry, day_of, unfinished


@dataclass(frozen=True)
class Watched:
    """A watched day of an entry.

    ``kind`` is ``lapse`` (a licence is good through that day) or ``due`` (to be done by then); ``moment`` is as the
    entry states it; ``left`` counts the days from today, below zero once it is past.
    """

    field: RegisterField
    kind: str
    moment: date
    left: int
    past: bool


def watched(register: Register, entry: RegisterEntry, now: datetime) -> Iterator[Watched]:
    """Yield the watched days of an entry; a due day counts only until the entry is closed.

    Args:
        register: What the entry is of.
        entry: The entry.
        now: The local moment.
    """
    for field in register.fields:
        moment = entry.get(field.key)
        if not field.watch or not isinstance(moment, date):
            continue
        if field.watch == "due" and register.done and not unfinished(register, entry):
            continue
        left = (day_of(moment) - now.date()).days
        yield Watched(field, field.watch, moment, left, _past(moment, now))


def _past(moment: date, now: datetime) -> bool:
    return moment < now if isinstance(moment, datetime) else moment < now.date()


_ANY_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 – local and naive, as all times of a case


def first_watched(register: Register, entry: RegisterEntry) -> date | None:
    """Return the earliest watched day of an entry, whatever today is; what is closed has no due day."""
    return min((day_of(found.moment) for found in watched(register, entry, _ANY_MOMENT)), default=None)
