"""A plan walked out of: people placed, exits chosen, and what the walk showed.

Conventions:
    Behind each exit lies a neck as deep as a wall and a small forecourt; a person is taken away there, never in the
    opening itself, which would free the opening at once. A wide exit is several lanes side by side, because the engine
    sends everybody to the middle of a goal; its people take them in the order in which they stand, so that no ways
    cross. Each person chooses at the start the exit with the least time: way at the mean speed, plus the time all who
    choose it need to pass it at the hydraulic capacity. The choices are balanced until nobody gains by another exit; so
    it is those with the least detour who take a farther one, and ways to different exits do not cross.
    Where a plan says how many begin in each start, those numbers are shares; otherwise people are shared out by area.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from workbench.crowd.evacuation import Bounds, Doors, ExitFlow, Grid, flows, strip
from workbench.crowd.microscopic import (
    MODEL,
    STEP,
    Floats,
    Ids,
    Look,
    Pair,
    Person,
    Scene,
    Walked,
    Walker,
    Watch,
    engine,
    scattered,
    shared_out,
    version,
    walk,
)
from workbench.crowd.model import refuse
from workbench.crowd.plan_geometry import Exit, Plan, polygons

NECK = 0.3
"""Depth [m] of the opening itself."""
FORECOURT = 2.4
"""How far out [m] people are taken away at the latest."""
LANE = 1.2
"""About how wide [m] a lane of a wide exit is."""
BEYOND = 1.4
"""Where [m] behind the line the place begins that takes them away."""
MOST_PERSONS = 50_000
LONGEST = 4 * 3600.0
ROUTE_CELL = 2.0
LEAST_GAIN = 1e-6
"""Time [s] under which nobody changes the exit."""

Progress = Callable[[float, int, int], None]
"""Called with the simulated time, how many have left, how many there are."""


@dataclass(frozen=True)
class Wish:
    """What is to be walked: how many people, the seed, and after how many simulated seconds to stop."""

    persons: int
    seed: int = 1
    seconds: float = 1800.0


@dataclass(frozen=True)
class Evacuation:
    """What a walk out of a plan showed.

    Attributes:
        persons, left, seconds: How many began, how many left, how long it was walked [s].
        time: When the last one crossed an exit; ``None`` while somebody is inside.
        curve: (time, persons outside) at every whole second.
        exits: What passed each exit.
        bound: Hydraulic time N/C of all exits together; ``bound_exits`` that of the exit chosen most.
        origin, cell, densities, levels: The map, rows from the south.
        settings: Seed, model, parameters and version of the engine.
    """

    persons: int
    left: int
    seconds: float
    time: float | None
    curve: tuple[tuple[float, int], ...]
    exits: tuple[ExitFlow, ...]
    bound: float
    bound_exits: float
    origin: Pair
    cell: float
    densities: tuple[tuple[float | None, ...], ...]
    levels: tuple[str, ...]
    settings: dict[str, object]


def evacuate(
    plan: Plan,
    wish: Wish,
    walker: Walker,
    limits: Bounds,
    progress: Progress | None = None,
    frame: tuple[float, float, float, float] | None = None,
) -> Evacuation:
    """Return what a walk out of a plan shows; the same wish gives the same walk.

    Args:
        plan: A plan that can be walked in.
        wish: Persons, seed, longest time.
        walker: What a person is.
        limits: Constants of the reading.
        progress: Called about once a simulated second.
        frame: West, south, east, north edge of the map; the plan's own without.

    Raises:
        InputError: Persons or time make no sense, or the starts do not hold so many.
    """
    _sensible(wish)
    people = placed(plan, wish, walker, limits)
    of_lane = np.repeat(np.arange(len(plan.exits)), [lanes(door) for door in plan.exits])
    goals = of_lane[[one.goals[0] for one in people]]
    doors, grid = Doors(plan.exits, goals), Grid(plan, frame=frame)
    watch: list[Watch] = [doors, grid]
    if progress is not None:
        watch.append(_reporting(progress, doors, wish))
    walked = walk(scene(plan), people, walker, seconds=wish.seconds, watch=watch)
    return _shown(wish, walker, limits, walked, doors, grid)


def _sensible(wish: Wish) -> None:
    if not 1 <= wish.persons <= MOST_PERSONS:
        raise refuse(
            "persons",
            f"仿真人数应为 1～{MOST_PERSONS}：{wish.persons}",
            f"a simulation takes 1 to {MOST_PERSONS} persons: {wish.persons}",
        )
    if not isfinite(wish.seconds) or not 0 < wish.seconds <= LONGEST:
        raise refuse(
            "seconds",
            f"仿真时长应大于 0 且不超过 {LONGEST:g} 秒",
            f"the simulated time must be over 0 and at most {LONGEST:g} s",
        )
    if not 0 <= wish.seed < 2**31:
        raise refuse("seed", "随机种子应为 0～2147483647", "the seed must be 0 to 2147483647")


def _reporting(progress: Progress, doors: Doors, wish: Wish) -> Callable[[Look], None]:
    def told(look: Look) -> None:
        if look.time % 1 < STEP:
            progress(look.time, sum(map(len, doors.crossed)), wish.persons)

    return told


def scene(plan: Plan) -> Scene:
    """Return the area with a neck and a forecourt behind each exit, and the places that take people away."""
    taken: BaseGeometry = plan.walkable.buffer(NECK * 0.9)
    parts: list[BaseGeometry] = [plan.walkable]
    goals: list[Polygon] = []
    for door in plan.exits:
        neck = strip(door, FORECOURT, 0.0, start=-0.4)
        free = polygons(shapely.difference(strip(door, FORECOURT, 1.0, start=NECK), taken))
        court = max(free, key=lambda one: float(shapely.intersection(one, neck).area), default=None)
        yard = shapely.union(neck, court) if court is not None else neck
        parts.append(yard)
        goals.extend(strip(lane, FORECOURT - 0.05, -0.05, start=BEYOND) for lane in in_lanes(door))
        taken = shapely.union(taken, yard.buffer(0.1))
    return Scene(shapely.union_all(parts), tuple(goals))


def lanes(door: Exit) -> int:
    """Return how many lanes an exit has."""
    return max(1, round(door.width / LANE))


def in_lanes(door: Exit) -> list[Exit]:
    """Return the lanes of an exit side by side, from its start to its end."""
    count = lanes(door)
    points = [
        tuple(door.start[k] + (door.end[k] - door.start[k]) * n / count for k in (0, 1)) for n in range(count + 1)
    ]
    return [Exit(door.code, start, end, door.outward) for start, end in pairwise(points)]  # type: ignore[arg-type]


def placed(plan: Plan, wish: Wish, walker: Walker, limits: Bounds) -> list[Person]:
    """Return the people of a wish: where each begins, its free speed, the lane of its exit."""
    said = [one.persons for one in plan.starts]
    weights = [float(n) for n in said if n is not None] if None not in said else [one.area.area for one in plan.starts]
    counts = shared_out(weights if sum(weights) else [one.area.area for one in plan.starts], wish.persons)
    at: list[Pair] = []
    for number, (start, count) in enumerate(zip(plan.starts, counts, strict=True)):
        at.extend(scattered(start.area, count, walker, wish.seed * 1000 + number, start.code))
    chosen = _laned(plan, np.array(at), _chosen(plan, np.array(at), walker, limits))
    speeds = walker.speeds(len(at), wish.seed)
    return [Person(p, float(v), (int(goal),)) for p, v, goal in zip(at, speeds, chosen, strict=True)]


def _chosen(plan: Plan, at: Floats, walker: Walker, limits: Bounds) -> Ids:
    """Return the exit of each person."""
    service = np.array([1 / max(limits.capacity(door.width), 0.1) for door in plan.exits])
    return settled(_ways(plan, at) / walker.speed, service)


def settled(ways: Floats, service: Floats) -> Ids:
    """Return the exit of each person, such that nobody would be out sooner by another one.

    Args:
        ways: Time of the way of each person (rows) to each exit [s].
        service: Time an exit takes per person [s].
    """
    chosen: Ids = ways.argmin(axis=1)
    waiting = np.bincount(chosen, minlength=len(service)) * service
    while True:
        people = np.arange(len(ways))
        gain = (ways[people, chosen] + waiting[chosen]) - (ways + waiting + service).min(axis=1)
        moved = False
        for person in np.argsort(-gain, kind="stable")[: int(np.sum(gain > LEAST_GAIN))]:
            here = chosen[person]
            there = ways[person] + waiting + service
            best = int(there.argmin())
            if best != here and there[best] < ways[person, here] + waiting[here] - LEAST_GAIN:
                waiting[here] -= service[here]
                waiting[best] += service[best]
                chosen[person] = best
                moved = True
        if not moved:
            return chosen


def _laned(plan: Plan, at: Floats, chosen: Ids) -> Ids:
    """Return the lane of each person, counted over all exits: side by side in the order of the angle they come from."""
    found = np.zeros(len(at), dtype=np.int64)
    first = 0
    for number, door in enumerate(plan.exits):
        mine = np.flatnonzero(chosen == number)
        away = at[mine] - np.array(door.middle)
        along = (np.array(door.end) - np.array(door.start)) / door.width
        depth = np.maximum(-away @ np.array(door.outward), 0.1)
        order = np.argsort(np.arctan2(away @ along, depth), kind="stable")
        found[mine[order]] = first + np.arange(len(mine)) * lanes(door) // max(len(mine), 1)
        first += lanes(door)
    return found


def _ways(plan: Plan, at: Floats) -> Floats:
    """Return the length of the way from each person to each exit; people of one cell of the plan share it."""
    router = engine().RoutingEngine(plan.walkable)
    targets = [_just_inside(plan.walkable, door.middle, door.outward) for door in plan.exits]
    known: dict[Pair, Floats] = {}
    ways = np.zeros((len(at), len(targets)))
    for number, (x, y) in enumerate(at):
        cell = (float(x // ROUTE_CELL), float(y // ROUTE_CELL))
        if cell not in known:
            known[cell] = np.array([_length(router.compute_waypoints((x, y), goal)) for goal in targets])
        ways[number] = known[cell]
    return ways


def _just_inside(room: Polygon, middle: Pair, outward: Pair) -> Pair:
    for depth in (0.2, 0.5, 1.0):
        point = (middle[0] - outward[0] * depth, middle[1] - outward[1] * depth)
        if shapely.contains_xy(room, *point):  # type: ignore[no-untyped-call]
            return point
    inner = room.representative_point()  # type: ignore[no-untyped-call]
    return inner.x, inner.y


def _length(points: Sequence[Pair]) -> float:
    line = np.array(points)
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _shown(wish: Wish, walker: Walker, limits: Bounds, walked: Walked, doors: Doors, grid: Grid) -> Evacuation:
    times = np.sort(np.concatenate([np.array(one) for one in doors.crossed]))
    whole = len(times) == wish.persons
    passed = flows(doors, limits)
    seconds = np.arange(0, np.ceil(times[-1] if whole else walked.seconds) + 1)
    outside = np.searchsorted(times, seconds, side="right")
    return Evacuation(
        persons=wish.persons,
        left=len(times),
        seconds=walked.seconds,
        time=float(times[-1]) if whole else None,
        curve=tuple((float(t), int(n)) for t, n in zip(seconds, outside, strict=True)),
        exits=passed,
        bound=wish.persons / sum(limits.capacity(door.width) for door in doors.exits),
        bound_exits=max(one.bound for one in passed),
        origin=grid.origin,
        cell=grid.cell,
        densities=grid.densities(),
        levels=grid.levels(limits),
        settings=_settings(wish, walker),
    )


def _settings(wish: Wish, walker: Walker) -> dict[str, object]:
    return {
        "seed": wish.seed,
        "engine": version(),
        "model": MODEL,
        "step_s": STEP,
        "radius_m": walker.radius,
        "time_gap_s": walker.time_gap,
        "speed_m_s": walker.speed,
        "speed_sd_m_s": walker.spread,
        "longest_s": wish.seconds,
    }
