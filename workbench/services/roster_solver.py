"""The fullest roster that the forces allow, as an integer programme (HiGHS through scipy).

Unknowns are the people of each force added to each place that is not full, and the people still missing there. At no
moment more of a force are called or at rest than it has, nor more guards than are certified. The sum of what is
missing is made least; among rosters with equally few missing, key posts come first, then posts with their own unit.
Nobody who stands in the roster is moved. Equal problems give equal answers: no time limit, no chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import floor
from typing import Any

from workbench.core.commands.deployment import Duty, RosterChange
from workbench.core.roster import Plan, Slot, gap
from workbench.core.roster_edit import changed
from workbench.core.roster_fill import Filling, Roster, fitting, gaps, merged

KEY, FOREIGN = 2, 1
"""What it is worth to fill a key post, and what people of another unit than the post's own cost; both break ties."""
SLACK = 1e-6
"""What a bound may miss a whole number by [persons]."""


@dataclass(frozen=True)
class Solved:
    """The changes, and the fewest people that can be missing by the solver's own bound."""

    filling: Filling
    bound: int


@dataclass(frozen=True)
class _Row:
    """A limit: of the unknowns in ``columns`` together at most ``most``."""

    columns: tuple[int, ...]
    most: int


def solve(roster: Roster, made: Plan) -> Solved:
    """Return the fullest roster over what stands; see the module's words for what is made least."""
    open_ = [(slot, gap(roster, slot)) for slot in made.slots.values() if gap(roster, slot)]
    unknowns = [(slot, force.name, most) for slot, most in open_ for force in fitting(made, slot)]
    before = gaps(roster, made)
    if not unknowns:
        return Solved(Filling((), before, before), before)
    limits = [*_places(open_, unknowns), *_moments(roster, made, unknowns)]
    taken, most = _most(unknowns, limits, sum(count for _, count in open_))
    changes = tuple(_changes(roster, unknowns, taken))
    after = gaps(changed(roster, changes), made)
    return Solved(Filling(changes, before, after), before - most)


Unknown = tuple[Slot, str, int]


def _places(open_: list[tuple[Slot, int]], unknowns: list[Unknown]) -> Iterator[_Row]:
    """Yield that no place takes more than it lacks."""
    columns: dict[str, list[int]] = {}
    for column, (slot, _, _) in enumerate(unknowns):
        columns.setdefault(slot.key, []).append(column)
    for slot, most in open_:
        if slot.key in columns:
            yield _Row(tuple(columns[slot.key]), most)


def _moments(roster: Roster, made: Plan, unknowns: list[Unknown]) -> Iterator[_Row]:
    """Yield what each force has at each moment at which a duty begins, less those who are called already."""
    rest, none = made.rules.rest, timedelta(0)
    for name, force in made.forces.items():
        own = [(column, slot) for column, (slot, force_, _) in enumerate(unknowns) if force_ == name]
        if force.persons is not None:
            yield from _over_time(own, _busy(roster, made, name), force.persons, rest)
        if force.certified is not None:
            guards = [(column, slot) for column, slot in own if slot.row.unit_type in force.guard_types]
            there = [(slot, n) for slot, n in _busy(roster, made, name) if slot.row.unit_type in force.guard_types]
            yield from _over_time(guards, there, force.certified, none)


def _busy(roster: Roster, made: Plan, name: str) -> list[tuple[Slot, int]]:
    return [
        (made.slots[key], duty.persons)
        for key, entry in roster.items()
        if key in made.slots
        for duty in entry.duties
        if duty.force == name
    ]


def _over_time(own: list[tuple[int, Slot]], there: list[tuple[Slot, int]], has: int, rest: timedelta) -> Iterator[_Row]:
    moments = sorted({slot.start for _, slot in own} | {slot.start for slot, _ in there})
    seen: set[tuple[tuple[int, ...], int]] = set()
    for moment in moments:
        columns = tuple(column for column, slot in own if _called(slot, moment, rest))
        most = max(0, has - sum(n for slot, n in there if _called(slot, moment, rest)))
        if columns and (columns, most) not in seen:
            seen.add((columns, most))
            yield _Row(columns, most)


def _called(slot: Slot, moment: datetime, rest: timedelta) -> bool:
    return slot.start <= moment < slot.end + rest


def _most(unknowns: list[Unknown], limits: list[_Row], missing: int) -> tuple[list[int], int]:
    """Return how many of each unknown are taken, and the most people that can be placed by the solver's bound.

    One person more is worth more than all that breaks ties together.
    """
    import numpy as np
    from scipy import optimize, sparse

    solver: Any = optimize
    matrices: Any = sparse
    person = (KEY + FOREIGN) * missing + 1
    worth = [
        person + (KEY if slot.row.key else 0) - (0 if slot.row.unit == force else FOREIGN)
        for slot, force, _ in unknowns
    ]
    rows = [number for number, limit in enumerate(limits) for _ in limit.columns]
    columns = [column for limit in limits for column in limit.columns]
    matrix = matrices.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(limits), len(unknowns)))
    found = solver.milp(
        c=-np.array(worth, dtype=float),
        constraints=solver.LinearConstraint(matrix, -np.inf, [limit.most for limit in limits]),
        integrality=np.ones(len(unknowns)),
        bounds=solver.Bounds(0, [most for _, _, most in unknowns]),
        options={"mip_rel_gap": 0.0},
    )
    taken = [int(one) for one in np.rint(found.x)]
    placed = sum(taken)
    bound = floor((-found.mip_dual_bound + FOREIGN * missing) / person + SLACK)
    return taken, max(placed, min(bound, missing))


def _changes(roster: Roster, unknowns: list[Unknown], taken: list[int]) -> Iterator[RosterChange]:
    added: dict[str, tuple[Slot, list[Duty]]] = {}
    for (slot, force, _), persons in zip(unknowns, taken, strict=True):
        if persons > 0:
            added.setdefault(slot.key, (slot, []))[1].append(Duty(force, int(persons)))
    for slot, duties in added.values():
        before = roster[slot.key].duties if slot.key in roster else ()
        yield RosterChange(slot.post, slot.day, slot.shift, merged(before, duties))
