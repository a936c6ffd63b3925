"""What a simulated evacuation costs against the bare engine, and the network engine against both on one plan."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import shapely
from shapely.geometry import Polygon

from workbench.bench import Ratio, alternate
from workbench.core.crowd_rows import crowd_parameters
from workbench.crowd import network as net
from workbench.crowd import network_plan as standard
from workbench.crowd.egress_network import network_of
from workbench.crowd.evacuation import Bounds, bounds
from workbench.crowd.microscopic import Walker
from workbench.crowd.microscopic_bare import walked_bare
from workbench.crowd.microscopic_plan import Wish, evacuate, placed, scene
from workbench.crowd.model import read
from workbench.crowd.plan_geometry import Exit, Pair, Plan, Start, made, near, polygons
from workbench.crowd.registry import model
from workbench.crowd.working import Working
from workbench.storage.packs import load_pack

PERSONS = 400
SEEDS = (1, 2, 3)


def simulation(_folder: Path, _cases: int) -> Ratio:
    """Measure a run with its flows, its map and its curve against the engine alone on the same people."""
    walker, limits = Walker(), _limits()
    plan = made(shapely.box(0, 0, 30, 20), [Exit("X", (30, 8), (30, 12)), Exit("Y", (0, 8), (0, 12))], ())
    wish = Wish(PERSONS, 1)
    walked = evacuate(plan, wish, walker, limits)
    people, area = placed(plan, wish, walker, limits), scene(plan)
    ours, bare = alternate(
        lambda: evacuate(plan, wish, walker, limits),
        lambda: walked_bare(area, people, walker, walked.seconds),
        5,
    )
    return Ratio(
        f"simulation of {PERSONS} persons for {walked.seconds:.0f} s", ours, bare, 1.1, "bare: the engine's own calls"
    )


def compared(_folder: Path, _cases: int) -> Ratio:
    """Measure the network engine against single persons on the standard plan, and tell the times of both."""
    return compare(standard.PERSONS, SEEDS)


def compare(persons: int, seeds: tuple[int, ...]) -> Ratio:
    """Return the network engine on the standard plan against single persons in the part of it that takes longest.

    The halls of the plan fall into groups that hang together nowhere. The last person of all leaves the group with the
    most persons per metre of exit, so that only this one is walked; the whole plan would take the engine of single
    persons about ten times as long.
    """
    parameters, plan = crowd_parameters(load_pack("cn_national")), standard.standard_plan(persons)
    site, _ = network_of(read(model("egress_network"), plan.rows()), Working(parameters))
    limits, spent, times = bounds(parameters), [], []
    part = max(drawn_parts(plan), key=_load)
    for seed in seeds:
        start = time.perf_counter()
        times.append(_walked(part, seed, limits))
        spent.append(time.perf_counter() - start)
    ours, _ = alternate(lambda: net.cleared(site), lambda: None, 15)
    band = ", ".join(f"{one:.0f}" for one in times)
    inside = min(times) <= net.cleared(site).time <= max(times)
    note = (
        f"{net.cleared(site).time:.0f} s against {band} s by seed ({'inside' if inside else 'outside'} their band); "
        f"bare: single persons in the slowest part, {sum(spent) / len(spent):.0f} s a run"
    )
    name = f"egress network against single persons, {persons} persons, {len(plan.halls)} zones, {len(plan.exits)} exits"
    return Ratio(name, ours, sum(spent) / len(spent), 0.01, note)


def _limits() -> Bounds:
    return bounds(crowd_parameters(load_pack("cn_national")))


def _load(part: Plan) -> float:
    return sum(start.persons or 0 for start in part.starts) / sum(door.width for door in part.exits)


def _walked(part: Plan, seed: int, limits: Bounds) -> float:
    persons = sum(start.persons or 0 for start in part.starts)
    return evacuate(part, Wish(persons, seed), Walker(), limits).time or float("inf")


def drawn_parts(plan: standard.Plan) -> tuple[Plan, ...]:
    """Return the standard plan as single persons walk out of it: a plan for each group of halls that hang together."""
    inner = [gap.floor for gap in plan.gaps if gap not in plan.exits]
    floors = [shapely.box(*floor) for floor in (*(hall.floor for hall in plan.halls), *inner)]
    return tuple(_part(plan, room) for room in polygons(shapely.union_all(floors)))


def _part(plan: standard.Plan, room: Polygon) -> Plan:
    halls = {hall.code: hall for hall in plan.halls if near(room, hall.middle)}
    exits = [Exit(gap.code, *_edge(gap, halls[gap.source].floor)) for gap in plan.exits if gap.source in halls]
    starts = [Start(hall.code, shapely.box(*hall.floor), hall.persons) for hall in halls.values()]
    return made(room, exits, starts)


def _edge(gap: standard.Gap, floor: standard.Box) -> tuple[Pair, Pair]:
    """Return the two ends of an exit on the edge of its hall."""
    left, low, right, high = gap.floor
    if right - left < high - low:
        x = floor[0] if gap.middle[0] < (floor[0] + floor[2]) / 2 else floor[2]
        return (x, low), (x, high)
    y = floor[1] if gap.middle[1] < (floor[1] + floor[3]) / 2 else floor[3]
    return (left, y), (right, y)


BENCHES: Mapping[str, Callable[[Path, int], Ratio]] = {"simulation": simulation, "simulation-network": compared}
