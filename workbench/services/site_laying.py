"""The plan with edits laid over it that are on their way to the case: worked out beside the window, never in it.

An edit is first a wish against whatever plan it meets; its changes are made on the plan as it stands when its turn has
come, so that edits made quickly one after another follow each other as they were made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from typing import Protocol

from workbench.core.commands import PlanChange
from workbench.core.pack import Pack, SiteObject
from workbench.core.site_objects import Placed, placed
from workbench.core.values import Application, Feature, Row, Scalar
from workbench.core.working_plan import edited, in_force, plan_of, shifted
from workbench.services import site_edit
from workbench.services.desk import Desk

By = tuple[int, int]
"""How far something is moved [mm]."""


class Seen(Protocol):
    """The version of a case that the window has seen."""

    version: int


@dataclass(frozen=True)
class Laid:
    """A plan with its objects by key, in drawing order."""

    plan: Application
    placed: Mapping[str, Placed] = field(default_factory=dict)

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Return the rows that go with objects, by key."""
        return {key: one.row for key, one in self.placed.items() if one.row is not None}


@dataclass(frozen=True)
class Made:
    """The changes of an edit, and the keys of what is new in it."""

    changes: Sequence[PlanChange] = ()
    new: tuple[str, ...] = ()


@dataclass(eq=False)
class Wish:
    """An edit on its way.

    Attributes:
        make: Makes its changes on a plan; called beside the window.
        moves: Objects that it moves, shown moved before the changes are made.
        shapes: Objects that it gives another shape, likewise.
        gone: Objects that it takes away, likewise.
        made: Its changes, once they are made.
    """

    make: Callable[[Application], Made]
    moves: Mapping[str, By] = field(default_factory=dict)
    shapes: Mapping[str, Feature] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    made: Made | None = None


class Table:
    """Lays wishes over plans by the rules of one pack."""

    def __init__(self, pack: Pack) -> None:
        """Take the pack whose columns new rows have."""
        self.pack = pack
        self._columns = {sheet: tuple(one.key for one in found.columns) for sheet, found in pack.sheets.items()}

    def over(self, plan: Application, changes: Iterable[PlanChange]) -> Application:
        """Return a plan after changes."""
        return in_force(plan, edited(plan, {}, changes, self._columns))

    def lay(self, base: Application, wishes: Iterable[Wish], before: Laid) -> Laid:
        """Return a plan with wishes over it; what is as it was before is the same object as before."""
        return self._laid(self._under(base, wishes), before)

    def make(self, base: Application, others: Iterable[Wish], wish: Wish, before: Laid) -> Laid:
        """Make the changes of a wish on a plan with the others over it, and return the plan after them."""
        plan = self._under(base, others)
        wish.made = wish.make(plan)
        return self._laid(self.over(plan, wish.made.changes) if wish.made.changes else plan, before)

    def _under(self, base: Application, wishes: Iterable[Wish]) -> Application:
        return reduce(self.over, (one.made.changes for one in wishes if one.made is not None), base)

    def _laid(self, plan: Application, before: Laid) -> Laid:
        found = {}
        for one in placed(plan, self.pack):
            key = site_edit.key_of(one.layer, one.key)
            found[key] = _kept(before.placed.get(key), one)
        return Laid(plan, found)


def _kept(old: Placed | None, new: Placed) -> Placed:
    """Return the object known already where it is equal, at least its row and its drawing."""
    if old is None or old == new:
        return old or new
    return replace(
        new,
        row=old.row if old.row == new.row else new.row,
        feature=old.feature if old.feature == new.feature else new.feature,
    )


def standing(desk: Desk, case: str, seen: Seen, shown: Application) -> Application:
    """Return the plan in force of a case as long as it is at the version that was seen, else the one that is shown.

    An undo may have been given and carried out since the plan was shown.
    """
    state = desk.case(case)
    return plan_of(state) if state.version == seen.version else shown


def moved(plan: Application, pack: Pack, by: Mapping[str, By]) -> Made:
    """Return the changes that move objects as they are; what has gone meanwhile stays gone."""
    changes: list[PlanChange] = []
    for key, way in by.items():
        there = site_edit.there(plan, pack, key)
        if there is not None and there.feature is not None and any(way):
            changes += site_edit.placed(plan, pack, key, shifted(there.feature, *way))
    return Made(changes)


def removed(plan: Application, pack: Pack, keys: Iterable[str]) -> Made:
    """Return the changes that take objects away with their rows."""
    return Made([change for key in keys for change in site_edit.taken_away(plan, pack, key)])


def copied(plan: Application, pack: Pack, keys: Iterable[str], aside: site_edit.Place) -> Made:
    """Return the changes that draw copies of objects beside them."""
    there = (site_edit.there(plan, pack, key) for key in keys)
    new, changes = site_edit.copied(plan, pack, (one for one in there if one is not None), aside)
    return Made(changes, new)


def added(plan: Application, table: Table, kind: SiteObject, several: Iterable[Sequence[site_edit.Place]]) -> Made:
    """Return the changes that draw several new objects of a kind."""
    changes: list[PlanChange] = []
    new: list[str] = []
    for places in several:
        feature, more = site_edit.added(plan, table.pack, kind, places)
        plan = table.over(plan, more)
        changes += more
        new.append(site_edit.key_of(feature.layer, feature.code))
    return Made(changes, tuple(new))


def put(plan: Application, pack: Pack, key: str, kind: SiteObject, places: Sequence[site_edit.Place]) -> Made:
    """Return the changes that draw what stands in a sheet alone."""
    return Made(site_edit.put(plan, pack, key, kind, places)[1], (key,))


def valued(plan: Application, pack: Pack, key: str, column: str, value: Scalar) -> Made:
    """Return the changes that give a column of an object another value."""
    there = site_edit.there(plan, pack, key)
    return Made(site_edit.valued(there, column, value) if there is not None else ())
