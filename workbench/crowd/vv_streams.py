"""Verification cases of streams: density and speed in a corridor, corners, opposing streams, a ring in single file."""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi, sin
from statistics import NormalDist

import numpy as np
import shapely
from shapely.geometry import Polygon

from workbench.crowd.microscopic import Floats, Look, Pair, Person, Scene, walk
from workbench.crowd.vv import SEED, Finding, Group, Lab, box, number, people, seen
from workbench.crowd.vv_single import rising
from workbench.errors import Text

DENSITIES = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
FREE, COMPRESSION, DENSEST = 1.34, 1.913, 5.4
"""Weidmann's relation: free speed [m/s], its constant [p/m²] and the density at which nobody moves [p/m²]."""


class _Meter:
    """The mean speed along x of those on a field of 2 × 2 m, from ten seconds on."""

    def __init__(self, fields: tuple[Polygon, ...]) -> None:
        self.fields = fields
        self.speeds: list[float] = []
        self._before: dict[int, float] = {}
        self._time = 0.0

    def __call__(self, look: Look) -> None:
        at = dict(zip(look.who.tolist(), look.at[:, 0].tolist(), strict=True))
        if look.time >= 10:
            inside = np.zeros(len(look.who), dtype=bool)
            for one in self.fields:
                inside |= shapely.contains_xy(one, look.at)  # type: ignore[no-untyped-call]
            span = look.time - self._time
            here = [person for person in look.who[inside].tolist() if person in self._before]
            self.speeds += [(at[person] - self._before[person]) / span for person in here]
        self._before, self._time = at, look.time


def _lattice(area: tuple[float, float, float, float], density: float) -> list[Pair]:
    """Return places of a density in staggered rows, which hold more than places drawn by lot."""
    apart = (2 / (3**0.5 * density)) ** 0.5
    west, south, east, north = area
    rows = int((north - south - 0.45) / (apart * 3**0.5 / 2)) + 1
    return [
        (x, south + 0.22 + row * apart * 3**0.5 / 2)
        for row in range(rows)
        for x in np.arange(west + 0.3 + (row % 2) * apart / 2, east - 0.3, apart).tolist()
    ]


BEHIND, AHEAD = ((1.0, 90.0), (6.0, 40.0)), 50.0
"""Corridor behind the middle meter [m] up to a density [p/m²], and ahead of it [m].

In seventy seconds those on the meters walked at most 70 m at 0.5 p/m² and 48, 26, 16, 10 m at 1, 2, 3, 4 p/m²: nobody
comes from outside, and the thinning at the head, which moves back at 2r/T, does not get to the meters.
"""


def _speed_at(lab: Lab, density: float) -> float:
    """Return the mean speed at a density, measured for sixty seconds in a corridor ten metres wide."""

    def made_once() -> float:
        middle = next(behind for most, behind in BEHIND if density <= most)
        length = middle + AHEAD
        at = _lattice((0, 0, length, 10), density)
        speeds = lab.walker.speeds(len(at), 7)
        who = [Person(place, float(v), (int(place[1]),)) for place, v in zip(at, speeds, strict=True)]
        meter = _Meter(tuple(box(middle + x - 1, 4, middle + x + 1, 6) for x in (-10, 0, 10)))
        goals = tuple(box(length + 10, y, length + 12, y + 1) for y in range(10))
        walk(Scene(box(0, 0, length + 12, 10), goals), who, lab.walker, seconds=70, watch=[meter])
        return float(np.mean(meter.speeds)) if meter.speeds else 0.0

    return lab.once(("speed", density), made_once)


def weidmann(density: float) -> float:
    """Return the published speed at a density [m/s]."""
    return max(0.0, FREE * (1 - float(np.exp(-COMPRESSION * (1 / density - 1 / DENSEST)))))


def diagram(lab: Lab) -> Finding:
    """RiMEA 4, ISO 13, IMO 12: the speed falls with the density; the published relation is told beside it.

    The default walker: 0.92, 0.69, 0.37, 0.23, 0.14, 0.08, 0.04 m/s at the seven densities, where Weidmann has 1.30,
    1.06, 0.61, 0.33, 0.16, 0.04 and none: it falls, but people are slower than published up to 3 p/m².
    """
    speeds = [_speed_at(lab, density) for density in DENSITIES]
    told = "; ".join(
        f"{density:g}: {speed:.2f} ({weidmann(density):.2f})" for density, speed in zip(DENSITIES, speeds, strict=True)
    )
    falling = all(a > b - 0.005 for a, b in pairwise(speeds)) and speeds[0] > speeds[-1]
    return Finding(Text(f"密度: 速度（Weidmann） {told} m/s", f"density: speed (Weidmann) {told} m/s"), falling)


def corner(lab: Lab) -> Finding:
    """RiMEA 6, IMO 6, ISO 4, NIST 2.3: twenty persons pass a corner, none through a wall."""
    area = shapely.union_all([box(0, 0, 12, 2), box(10, 0, 12, 12)])
    found = seen(lab, Scene(area, (box(10, 11, 12, 12),)), people(lab, Group(box(0, 0, 6, 2), 20)), 120)
    outside, inside = found.tracks.outside(area), found.walked.remaining
    told = Text(f"穿墙 {outside} 次，未到达 {inside} 人", f"{outside} times outside the walls, {inside} did not arrive")
    return Finding(told, outside == 0 and inside == 0)


BEND_LANES = 20
"""Lanes of a metre in which the crowd of the corner walks, straight on and round the bend."""


def large_corner(lab: Lab) -> Finding:
    """RiMEA 15: five hundred persons: the time around a corner lies between those of the short and the long way.

    The long way is the short one and a quarter circle of twenty metres, so everybody goes round in a lane of its own
    radius. Without lanes all take the shortest way, which is one point at the inner corner, and queue there.
    """
    start = box(-13, 0, -1, 20)
    bend = shapely.union_all([box(-13, 0, 42, 20), box(22, -24, 42, 20)])
    ends = [box(22 + y, -24, 23 + y, -22) for y in range(BEND_LANES)]
    ways = (
        (box(-13, 0, 46, 20), [box(44, y, 46, y + 1) for y in range(BEND_LANES)], False),
        (bend, ends + [_around_bend(y + 0.5) for y in range(BEND_LANES)], True),
        (box(-13, 0, 77.4, 20), [box(75.4, y, 77.4, y + 1) for y in range(BEND_LANES)], False),
    )
    crowd = people(lab, Group(start, 500))
    times, inside = [], 0
    for area, goals, turns in ways:
        who = [Person(one.at, one.speed, _lane(int(one.at[1]), turns=turns)) for one in crowd]
        walked = walk(Scene(area, tuple(goals)), who, lab.walker, seconds=400)
        times.append(walked.time)
        inside += walked.remaining
    short, around, long = times
    told = number("短 {}，转角 {}，长 {} 秒", "short {}, corner {}, long {} s", short, around, long)
    return Finding(told, inside == 0 and short < around < long)


def _around_bend(radius: float) -> Polygon:
    """Return the place halfway round the bend at a radius about its inner corner."""
    x, y = 22 + radius / 2**0.5, radius / 2**0.5
    return box(x - 1, y - 1, x + 1, y + 1)


def _lane(number_: int, *, turns: bool) -> tuple[int, ...]:
    return (BEND_LANES + number_, number_) if turns else (number_,)


AGAINST = (0, 10, 50, 100)
AGAINST_SEEDS = 3


def counterflow(lab: Lab) -> Finding:
    """IMO 8, ISO 6, NIST 2.8: a hundred persons against 0, 10, 50, 100: all arrive and the time rises; three seeds."""
    runs = [[_against(lab, count, SEED + n) for count in AGAINST] for n in range(AGAINST_SEEDS)]
    shown = "; ".join(", ".join(f"{time:.0f} s" if left == 0 else f"{left} ×" for time, left in run) for run in runs)
    told = Text(f"{shown}（×：600 秒后仍堵住的人数）", f"{shown} (×: persons still blocked after 600 s)")
    holds = all(all(left == 0 for _, left in run) and rising([time for time, _ in run]) for run in runs)
    return Finding(told, holds)


def _against(lab: Lab, count: int, seed: int) -> tuple[float, int]:
    """Return the time, and how many are still there, of a hundred persons against others through 10 × 2 m.

    Who is met keeps to the right half of the corridor; without this, a hundred against a hundred block each other.
    """

    def made_once() -> tuple[float, int]:
        area = shapely.union_all([box(0, 0, 10, 10), box(10, 4, 20, 6), box(20, 0, 30, 10)])
        right, left = ([box(x - 0.45, y - 0.45, x + 0.45, y + 0.45) for x in (11.5, 18.5)] for y in (4.5, 5.5))
        goals = (box(29, 0, 30, 10), box(0, 0, 1, 10), *right, *left)
        speeds = (0.97, 1.62)
        groups = [Group(box(2, 0, 9, 10), 100, (2, 3, 0) if count else (0,), speeds)]
        if count:
            groups.append(Group(box(21, 0, 28, 10), count, (5, 4, 1), speeds))
        walked = walk(Scene(area, goals), people(lab, *groups, seed=seed), lab.walker, seconds=600)
        return walked.time, walked.remaining

    return lab.once(("against", count, seed), made_once)


RING = ((0.0989, 3, 0.9607, 1.483), (0.8989, 27, 0.4475, 1.1008))
"""Density [p/m], persons, and the published 10 % and 90 % speeds [m/s] of a ring in single file."""
RING_STAGES = 12


def ring(lab: Lab) -> Finding:
    """RiMEA 16: single file in a ring: the mean speed within the published 10 to 90 % band."""
    found = [(_around(lab, density, count), low, high) for density, count, low, high in RING]
    told = "; ".join(f"{speed:.2f} [{low:.2f}, {high:.2f}]" for speed, low, high in found)
    return Finding(Text(f"{told} m/s", f"{told} m/s"), all(low <= speed <= high for speed, low, high in found))


def _around(lab: Lab, density: float, count: int) -> float:
    radius = count / density / (2 * pi)
    area = _annulus(radius, 0.35)
    points = [
        (radius * cos(2 * pi * n / RING_STAGES), radius * sin(2 * pi * n / RING_STAGES)) for n in range(RING_STAGES)
    ]
    goals = tuple(box(x - 0.3, y - 0.3, x + 0.3, y + 0.3) for x, y in points)
    free = NormalDist(lab.walker.speed, lab.walker.spread)
    speeds = [free.inv_cdf((n + 0.5) / count) for n in range(count)]
    who = [_runner(radius, n / count, goals, speeds[n]) for n in range(count)]
    found = seen(lab, Scene(area, goals), who, 60)
    turned = [_turned(*found.tracks.of(n)) for n in range(count)]
    return float(np.mean([abs(angle) * radius for angle in turned])) / 40.0


def _annulus(radius: float, half: float) -> Polygon:
    turn = np.linspace(0, 2 * pi, 128, endpoint=False)
    around = np.column_stack([np.cos(turn), np.sin(turn)])
    return Polygon(around * (radius + half), [around * (radius - half)])  # type: ignore[no-untyped-call]


def _runner(radius: float, share: float, goals: tuple[Polygon, ...], speed: float) -> Person:
    """Return a person who walks around without end."""
    angle = 2 * pi * share
    first = int(share * len(goals)) + 2
    rounds = tuple((first + k) % len(goals) for k in range(len(goals) + 1))
    return Person((radius * cos(angle), radius * sin(angle)), speed, rounds)


def _turned(times: Floats, at: Floats) -> float:
    """Return by how much a person turned about the middle from the tenth to the fiftieth second [rad]."""
    angles = np.unwrap(np.arctan2(at[:, 1], at[:, 0]))
    return float(np.interp(50.0, times, angles) - np.interp(10.0, times, angles))
