"""Filling a roster: down to later days, up to the requirement, and as a whole by an integer programme.

Each way returns changes to look at and to give as one command; none of them changes anything by itself. Nobody is
called whom a force does not have, with the rest after every duty counted as time in which nobody can be called.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workbench.core.commands.deployment import Duty, RosterChange
from workbench.core.parts_deployment import RosterSlot
from workbench.core.roster import Plan, Slot, gap
from workbench.core.roster_edit import changed
from workbench.core.roster_forces import Force

Roster = Mapping[str, RosterSlot]
Wanted = Callable[[Slot], Iterable[tuple[str, int]]]
"""Slot → the forces to take people from, in order, with how many of each at most."""


@dataclass(frozen=True)
class Filling:
    """Changes that fill a roster, and the gaps before and after them [persons]."""

    changes: tuple[RosterChange, ...]
    before: int
    after: int


def fill_down(roster: Roster, made: Plan, post: str, day: date) -> Filling:
    """Return what puts the people of a post on a day onto its later days, as far as the forces have them.

    Places that are filled as far as they need stay as they are; named persons are taken along by number only, because
    whether a person serves on every day is for somebody to say.
    """
    slots = [slot for slot in made.slots.values() if slot.post == post and slot.day > day]
    model = {entry.shift: entry.duties for entry in roster.values() if entry.post == post and entry.day == day}

    def wanted(slot: Slot) -> Iterator[tuple[str, int]]:
        return ((duty.force, duty.persons) for duty in model.get(slot.shift, ()))

    return _filled(roster, made, slots, wanted)


def fill_up(roster: Roster, made: Plan, posts: Iterable[str] = (), days: Iterable[date] = ()) -> Filling:
    """Return what fills places up to their requirement, from the post's own unit first, then from forces that fit.

    Args:
        roster: As it stands.
        made: Slots and forces.
        posts: Keys of posts; none = all. Key posts are filled first, then in the order of the plan.
        days: Days; none = all.
    """
    chosen, on = frozenset(posts), frozenset(days)
    slots = [slot for slot in made.slots.values() if (not chosen or slot.post in chosen) and (not on or slot.day in on)]
    slots.sort(key=lambda slot: not slot.row.key)
    return _filled(roster, made, slots, lambda slot: ((force.name, slot.need) for force in fitting(made, slot)))


def fitting(made: Plan, slot: Slot) -> tuple[Force, ...]:
    """Return the forces that may take a slot: the post's own unit first, then by name."""
    own = slot.row.unit
    found = [force for force in made.forces.values() if force.name == own or force.fits(slot.row.unit_type)]
    known = [force for force in found if force.persons is not None or force.name == own]
    return tuple(sorted(known, key=lambda force: (force.name != own, force.name)))


def gaps(roster: Roster, made: Plan) -> int:
    """Return how many people are missing on all places together."""
    return sum(gap(roster, slot) for slot in made.slots.values())


def _filled(roster: Roster, made: Plan, slots: list[Slot], wanted: Wanted) -> Filling:
    spare = _Spare(roster, made)
    changes = []
    for slot in slots:
        taken = list(_taken(slot, wanted(slot), gap(roster, slot), spare))
        if taken:
            before = roster[slot.key].duties if slot.key in roster else ()
            changes.append(RosterChange(slot.post, slot.day, slot.shift, merged(before, taken)))
    return Filling(tuple(changes), gaps(roster, made), gaps(changed(roster, changes), made))


def _taken(slot: Slot, wanted: Iterable[tuple[str, int]], open_: int, spare: _Spare) -> Iterator[Duty]:
    for force, most in wanted:
        persons = min(open_, most, spare.left(force, slot, open_))
        if persons > 0:
            spare.take(force, slot, persons)
            open_ -= persons
            yield Duty(force, persons)


def merged(before: Iterable[Duty], more: Iterable[Duty]) -> tuple[Duty, ...]:
    """Return duties with more people, one line per force."""
    found: dict[str, Duty] = {}
    for duty in (*before, *more):
        known = found.get(duty.force)
        found[duty.force] = Duty(duty.force, known.persons + duty.persons, known.names) if known else duty
    return tuple(found.values())


class _Spare:
    """How many of each force can still be called, with those at rest left out.

    What a force does is kept by day and by equal times, so that a question looks at a handful of intervals however many
    posts there are.
    """

    def __init__(self, roster: Roster, made: Plan) -> None:
        self._made = made
        self._busy: dict[str, dict[date, dict[_Times, int]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(int))
        )
        longest = max((slot.end - slot.start for slot in made.slots.values()), default=timedelta(0))
        self._reach = longest + made.rules.rest
        for key, entry in roster.items():
            slot = made.slots.get(key)
            for duty in entry.duties if slot else ():
                self.take(duty.force, made.slots[key], duty.persons)

    def left(self, name: str, slot: Slot, most: int) -> int:
        """Return how many of a force are free for a slot; of a force whose strength is unknown, as many as wanted."""
        force = self._made.forces.get(name)
        if force is None:
            return 0
        if force.persons is None:
            return most
        free = force.persons - self._called(name, slot, self._made.rules.rest, guards=False)
        if force.certified is not None and slot.row.unit_type in force.guard_types:
            free = min(free, force.certified - self._called(name, slot, timedelta(0), guards=True))
        return max(0, free)

    def take(self, name: str, slot: Slot, persons: int) -> None:
        """Count people as called."""
        force = self._made.forces.get(name)
        guards = force is not None and slot.row.unit_type in force.guard_types
        self._busy[name][slot.start.date()][slot.start, slot.end, guards] += persons

    def _called(self, name: str, slot: Slot, rest: timedelta, *, guards: bool) -> int:
        """Return the most of a force who are called, or at rest, at a moment of a slot and the rest after it."""
        until = slot.end + rest
        busy = [
            (start, end + rest, persons)
            for (start, end, guarding), persons in self._near(name, slot.start - self._reach, until)
            if (guarding or not guards) and start < until and slot.start < end + rest
        ]
        moments = [slot.start, *(start for start, _, _ in busy if slot.start < start)]
        return max(sum(persons for start, end, persons in busy if start <= moment < end) for moment in moments)

    def _near(self, name: str, start: datetime, end: datetime) -> Iterator[tuple[_Times, int]]:
        """Yield what a force does that begins on the days between two moments."""
        for day in range((end.date() - start.date()).days + 1):
            yield from self._busy[name].get(start.date() + timedelta(days=day), {}).items()


_Times = tuple[datetime, datetime, bool]
"""On and off duty, and whether on a post that asks for a certificate."""
