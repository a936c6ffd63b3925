"""Several enclosures left at the same moment: each walked for itself, and what they show together.

Conventions:
    People are shared out over the enclosures as over the starts of one plan: by the stated persons, else by area. The
    time is that of the slowest enclosure, and so is the hydraulic bound; outside are those who are outside of any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely

from workbench.crowd.evacuation import Bounds
from workbench.crowd.microscopic import Walker, shared_out
from workbench.crowd.microscopic_plan import Evacuation, Progress, Wish, evacuate
from workbench.crowd.plan_geometry import Plan

Frame = tuple[float, float, float, float]


def evacuate_all(
    plans: Sequence[Plan], wish: Wish, walker: Walker, limits: Bounds, progress: Progress | None = None
) -> Evacuation:
    """Return what walks out of the enclosures of one site show together; one enclosure gives its own walk.

    Args:
        plans: Enclosures.
        wish: Persons over all of them, seed, longest time.
        walker: What a person is.
        limits: Constants of the reading.
        progress: Called with the simulated time of the enclosure under way and how many have left all.

    Raises:
        InputError: Persons or time make no sense, or a start does not hold so many.
    """
    if len(plans) == 1:
        return evacuate(plans[0], wish, walker, limits, progress)
    frame: Frame = tuple(shapely.union_all([plan.walkable for plan in plans]).bounds)
    found: list[Evacuation] = []
    for plan, persons in zip(plans, _shares(plans, wish.persons), strict=True):
        if persons:
            before = sum(one.left for one in found)
            told = _after(progress, before, wish.persons) if progress else None
            found.append(evacuate(plan, replace(wish, persons=persons), walker, limits, told, frame=frame))
    return _together(found, wish)


def _shares(plans: Sequence[Plan], persons: int) -> list[int]:
    said = [[start.persons for start in plan.starts] for plan in plans]
    if all(count is not None for one in said for count in one):
        weights = [float(sum(count or 0 for count in one)) for one in said]
    else:
        weights = [sum(start.area.area for start in plan.starts) for plan in plans]
    return shared_out(weights if sum(weights) else [plan.walkable.area for plan in plans], persons)


def _after(progress: Progress, before: int, persons: int) -> Progress:
    return lambda time, left, _of: progress(time, before + left, persons)


def _together(found: Sequence[Evacuation], wish: Wish) -> Evacuation:
    whole = all(one.time is not None for one in found)
    longest = max(found, key=lambda one: one.curve[-1][0])
    curve = tuple((time, sum(_outside(one, place) for one in found)) for place, (time, _n) in enumerate(longest.curve))
    return replace(
        longest,
        persons=wish.persons,
        left=sum(one.left for one in found),
        seconds=max(one.seconds for one in found),
        time=max(one.time or 0.0 for one in found) if whole else None,
        curve=curve,
        exits=tuple(door for one in found for door in one.exits),
        bound=max(one.bound for one in found),
        bound_exits=max(one.bound_exits for one in found),
        densities=tuple(_rows([one.densities for one in found])),
        levels=tuple(_letters([one.levels for one in found])),
    )


def _outside(one: Evacuation, place: int) -> int:
    return one.curve[min(place, len(one.curve) - 1)][1]


def _rows(maps: Sequence[Sequence[Sequence[float | None]]]) -> list[tuple[float | None, ...]]:
    """Return one map of several over the same frame: a cell has the value of the enclosure that it lies in."""
    return [
        tuple(max((v for v in cells if v is not None), default=None) for cells in zip(*rows, strict=True))
        for rows in zip(*maps, strict=True)
    ]


def _letters(maps: Sequence[Sequence[str]]) -> list[str]:
    return ["".join(max(cells) for cells in zip(*rows, strict=True)) for rows in zip(*maps, strict=True)]
