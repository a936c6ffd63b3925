"""Verification cases of rooms and doors: flow through a door, four doors against two, ways allotted, congestion."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from workbench.crowd.evacuation import middle_flow
from workbench.crowd.microscopic import Scene, walk
from workbench.crowd.microscopic_plan import Evacuation, Wish, evacuate
from workbench.crowd.plan_geometry import Exit, Plan, Start, made
from workbench.crowd.vv import SEED, Crossings, Finding, Group, Lab, Seen, box, number, people, seen
from workbench.crowd.vv_single import rising
from workbench.errors import Text


def _room(width: float, count: int) -> Plan:
    half = width / 2
    return made(box(0, 0, 8, 5), [Exit("X", (8, 2.5 - half), (8, 2.5 + half))], [Start("S", box(0, 0, 7, 5), count)])


def _door(lab: Lab, seed: int = SEED) -> Evacuation:
    """Return a hundred persons leaving 8 × 5 m by one metre."""
    return lab.once(("door", seed), lambda: evacuate(_room(1.0, 100), Wish(100, seed, 600), lab.walker, lab.limits))


def mean_flow(lab: Lab) -> Finding:
    """IMO 4: a hundred persons, exit of one metre: at most 1.33 p/s over the whole time."""
    (door,) = _door(lab).exits
    flow = (door.persons - 1) / ((door.last or 0) - (door.first or 0))
    told = number("{} 人/秒（水力学 {}）", "{} p/s (hydraulic {})", flow, lab.limits.capacity(door.width))
    return Finding(told, door.persons == 100 and flow <= 1.33)


def greatest_flow(lab: Lab) -> Finding:
    """ISO 11, NIST 5.2: the greatest flow, over ten seconds, is at most 1.33 p/(m·s); three seeds."""
    flows = [_door(lab, SEED + n).exits[0].sustained or 0 for n in range(3)]
    told = number("三个种子：{}、{}、{} 人/(m·秒)", "three seeds: {}, {}, {} p/(m·s)", *flows)
    return Finding(told, max(flows) <= 1.33)


HALL = box(0, 0, 30, 20)
LOW_DOORS = [Exit("A", (4, 0), (5, 0)), Exit("B", (25, 0), (26, 0))]
HIGH_DOORS = [Exit("C", (4, 20), (5, 20)), Exit("D", (25, 20), (26, 20))]


def _hall(lab: Lab, doors: list[Exit]) -> Evacuation:
    """Return a thousand persons leaving 30 × 20 m by doors of one metre."""
    plan = made(HALL, doors, [Start("S", box(2, 2, 28, 18), 1000)])
    return lab.once(("hall", len(doors)), lambda: evacuate(plan, Wish(1000, SEED), lab.walker, lab.limits))


def half_the_doors(lab: Lab) -> Finding:
    """RiMEA 9, IMO 9: a thousand persons, four doors and two: the time about doubles (1.6 to 2.4)."""
    four, two = (_hall(lab, doors) for doors in (LOW_DOORS + HIGH_DOORS, LOW_DOORS))
    if four.time is None or two.time is None:
        return Finding(Text("未全部疏散", "not everybody left"), holds=False)
    ratio = two.time / four.time
    told = number("{} 秒与 {} 秒，比值 {}", "{} s and {} s, ratio {}", four.time, two.time, ratio)
    return Finding(told, 1.6 <= ratio <= 2.4)


def nearer_exit(lab: Lab) -> Finding:
    """RiMEA 11: a thousand persons on the left, two exits above: most take the nearer one, some the farther one."""
    doors = [Exit("NEAR", (9, 20), (10, 20)), Exit("FAR", (24, 20), (25, 20))]
    plan = made(HALL, doors, [Start("S", box(0, 0, 15, 20), 1000)])
    found = evacuate(plan, Wish(1000, SEED), lab.walker, lab.limits)
    near, far = (one.persons for one in found.exits)
    return Finding(Text(f"近 {near} 人，远 {far} 人", f"nearer {near}, farther {far}"), near > far > 0)


def _cabins() -> tuple[BaseGeometry, list[tuple[BaseGeometry, int]]]:
    """Return twelve rooms along a corridor, and where the persons of each begin."""
    corridor = box(-2, 0, 20, 1.2)
    parts: list[BaseGeometry] = [corridor]
    rooms: list[tuple[BaseGeometry, int]] = []
    for number_ in range(12):
        x = 3.0 * (number_ % 6)
        above = number_ < 6
        room = box(x, 1.4, x + 2.8, 6.2) if above else box(x, -5.0, x + 2.8, -0.2)
        door = box(x + 0.95, 1.1, x + 1.85, 1.5) if above else box(x + 0.95, -0.3, x + 1.85, 0.1)
        parts += [room, door]
        rooms.append((room.buffer(-0.3), 2 if number_ < 11 else 1))
    return shapely.union_all(parts), rooms


def allotted(lab: Lab) -> Finding:
    """RiMEA 10, IMO 10: twenty-three persons in twelve rooms all take the exit allotted to their room."""
    area, rooms = _cabins()
    goals = (box(-2, 0, -1, 1.2), box(19, 0, 20, 1.2))
    main = {0, 1, 2, 3, 6, 7, 8, 9}
    groups = [Group(room, count, (0 if n in main else 1,)) for n, (room, count) in enumerate(rooms)]
    who = people(lab, *groups)
    found = seen(lab, Scene(area, goals), who, 180)
    right = sum(_left_by(found, n) == one.goals[-1] for n, one in enumerate(who))
    return Finding(Text(f"{right} / {len(who)} 人走指定出口", f"{right} of {len(who)} persons"), right == len(who))


def _left_by(found: Seen, person: int) -> int | None:
    """Return at which end of the corridor a person was last seen; ``None`` while it is still there."""
    if np.isnan(found.walked.left[person]):
        return None
    _, at = found.tracks.of(person)
    return 0 if at[-1][0] < 9 else 1


def _bottleneck(lab: Lab, width: float, count: int, length: float = 5.0) -> tuple[Seen, float | None]:
    """Return two rooms of 10 × 10 m joined by a bottleneck, and the flow per metre through it."""

    def made_once() -> tuple[Seen, float | None]:
        low, high = 5 - width / 2, 5 + width / 2
        end = 10 + length
        area = shapely.union_all(
            [box(0, 0, 10, 10), box(10, low, end, high), box(end, 0, end + 10, 10), box(end + 10, 4.5, end + 13, 5.5)]
        )
        goals = (box(end + 12, 4.5, end + 13, 5.5),)
        line = Crossings(10.0)
        found = seen(lab, Scene(area, goals), people(lab, Group(box(0, 0, 5, 10), count)), 900, line)
        return found, middle_flow(sorted(line.times.values()), width)

    return lab.once(("bottleneck", width, count, length), made_once)


def only_first_room(lab: Lab) -> Finding:
    """RiMEA 12: 150 persons through a bottleneck of one metre: they stand before it, not before the exit behind it."""
    found, _ = _bottleneck(lab, 1.0, 150)
    before = found.tracks.density(box(8, 4, 10, 6), 20, 90)
    behind = found.tracks.density(box(23, 4, 25, 6), 20, 90)
    told = number("瓶颈前 {}，出口前 {} 人/m²", "before the bottleneck {}, before the exit {} p/m²", before, behind)
    return Finding(told, before > lab.limits.dense > behind and found.walked.remaining == 0)


def wider_bottleneck(lab: Lab) -> Finding:
    """RiMEA 12 d: the flow rises with the width of a bottleneck, 0.8, 1.0, 1.2 m."""
    widths = (0.8, 1.0, 1.2)
    flows = [(_bottleneck(lab, width, 150)[1] or 0) * width for width in widths]
    return Finding(number("{}、{}、{} 人/秒", "{}, {}, {} p/s", *flows), rising(flows))


def _stair_run(lab: Lab) -> Seen:
    """Return 150 persons out of 5 × 8 m through a corridor of 12 × 2 m up a stair."""

    def made_once() -> Seen:
        area = shapely.union_all([box(0, 0, 5, 8), box(5, 3, 24, 5)])
        stair = (box(17.0, 3, 20.0, 5), 0.5)
        scene = Scene(area, (box(23, 3, 24, 5),), (stair,))
        return seen(lab, scene, people(lab, Group(box(0, 0, 5, 8), 150)), 600)

    return lab.once("stair run", made_once)


def queue_at_stair(lab: Lab) -> Finding:
    """RiMEA 13, IMO 11, ISO 10, NIST 5.1: people stand at the exit of the room and at the foot of the stair."""
    found = _stair_run(lab)
    places = (box(3, 3, 5, 5), box(15, 3, 17, 5), box(8, 3, 12, 5))
    room, foot, corridor = (found.tracks.density(place, 15, 50) for place in places)
    told = number(
        "房间出口 {}，楼梯口 {}，走道 {} 人/m²",
        "exit of the room {}, foot of the stair {}, corridor {} p/m²",
        *(room, foot, corridor),
    )
    return Finding(told, room > corridor and foot > corridor and found.walked.remaining == 0)


def wider_stair(lab: Lab) -> Finding:
    """ISO 12: the flow on a stair rises with its width, 1.0 to 1.8 m."""
    flows = []
    for width in (1.0, 1.2, 1.4, 1.6, 1.8):
        low, high = 5 - width / 2, 5 + width / 2
        area = shapely.union_all([box(0, 0, 10, 10), box(10, low, 20, high)])
        scene = Scene(area, (box(19, low, 20, high),), ((box(11, low, 17, high), 0.5),))
        line = Crossings(17.0)
        walk(scene, people(lab, Group(box(0, 0, 9, 10), 120)), lab.walker, seconds=900, watch=[line])
        flows.append((middle_flow(sorted(line.times.values()), width) or 0) * width)
    return Finding(number("{}、{}、{}、{}、{} 人/秒", "{}, {}, {}, {}, {} p/s", *flows), rising(flows))
