"""How people are put on the shifts of a post: so many on a day, just these, as on another post.

Pure steps from slots and what stands on them to the changes of a roster; the caller gives them as one command.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from workbench.core.commands import Duty, RosterChange
from workbench.errors import NO_TEXT, Text


@dataclass(frozen=True)
class Shift:
    """A post on a day in a shift: when, how many are needed, who is there.

    ``post`` is the key of the post in the plan; ``unit`` is the unit that the plan names for it, ``relief``
    who takes over at its end.
    """

    post: str
    day: date
    number: int
    start: datetime
    end: datetime
    need: int
    unit: str = ""
    duties: tuple[Duty, ...] = ()
    relief: Text = NO_TEXT

    @property
    def have(self) -> int:
        """Return how many are there."""
        return sum(duty.persons for duty in self.duties)


def with_people(shift: Shift, persons: int) -> tuple[Duty, ...]:
    """Return the duties of a shift with so many people in all.

    More come from the force that is there last, else from the post's own unit; fewer are taken from the last one.
    """
    duties = list(shift.duties)
    more = persons - shift.have
    if more > 0:
        if duties and not (shift.unit and any(duty.force == shift.unit for duty in duties)):
            duties[-1] = _sized(duties[-1], duties[-1].persons + more)
        else:
            place = next((n for n, duty in enumerate(duties) if duty.force == shift.unit), None)
            if place is None:
                duties.append(Duty(shift.unit, more))
            else:
                duties[place] = _sized(duties[place], duties[place].persons + more)
    while more < 0 and duties:
        left = max(0, duties[-1].persons + more)
        more += duties[-1].persons - left
        duties[-1:] = [_sized(duties[-1], left)] if left else []
    return tuple(duties)


def on_a_day(shifts: Sequence[Shift], persons: int) -> tuple[RosterChange, ...]:
    """Return the changes that put so many people on a post on a day, shift by shift up to what each needs.

    What is left over goes to the last shift. Shifts that stay as they are are not changed.
    """
    left, made = persons, []
    for place, shift in enumerate(shifts):
        own = left if place == len(shifts) - 1 else min(left, shift.need)
        left -= own
        made.append((shift, with_people(shift, own)))
    return _changes(made)


def as_on(source: Sequence[Shift], others: Iterable[Sequence[Shift]]) -> tuple[RosterChange, ...]:
    """Return the changes that put the same people on other posts on the same day, shift by shift; names stay behind."""
    made = []
    for shifts in others:
        for first, shift in zip(source, shifts, strict=False):
            made.append((shift, tuple(Duty(duty.force, duty.persons) for duty in first.duties)))
    return _changes(made)


def given(shift: Shift, duties: Sequence[Duty]) -> tuple[RosterChange, ...]:
    """Return the change that puts just these people on a shift; a force that is named twice is put together."""
    together: dict[str, Duty] = {}
    for duty in duties:
        before = together.get(duty.force)
        together[duty.force] = (
            Duty(duty.force, before.persons + duty.persons, before.names + duty.names) if before else duty
        )
    return _changes([(shift, tuple(duty for duty in together.values() if duty.persons))])


def _sized(duty: Duty, persons: int) -> Duty:
    return Duty(duty.force, persons, duty.names[:persons])


def _changes(made: Iterable[tuple[Shift, tuple[Duty, ...]]]) -> tuple[RosterChange, ...]:
    return tuple(
        RosterChange(shift.post, shift.day, shift.number, duties) for shift, duties in made if duties != shift.duties
    )
