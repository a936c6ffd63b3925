"""Published verification cases of evacuation simulators, run on this machine: what a case is, and what came of it.

A criterion is the published one and is never loosened: a case that fails is shown as failed. A case that asks for what
this program does not model (several storeys, smoke, groups, lifts) is "not applicable" and says why. Where the source
leaves a dimension open, the case says which was taken.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from workbench.crowd.evacuation import Bounds
from workbench.crowd.microscopic import Floats, Look, Person, Scene, Walked, Walker, scattered, walk
from workbench.errors import NO_TEXT, Text

PASS, FAIL, NOT_APPLICABLE = "pass", "fail", "not applicable"
SEED = 20
"""Seed of every case, so that a verdict can be repeated; cases that sample say which further seeds they take."""

Made = TypeVar("Made")


@dataclass(frozen=True)
class Finding:
    """What a case measured, and whether the criterion holds."""

    measured: Text
    holds: bool


@dataclass(frozen=True)
class Case:
    """A published case.

    Attributes:
        code: Identifier, e.g. ``RiMEA-4``.
        source: Publication; ``clause`` where in it.
        criterion: What must hold, as published.
        check: Runs it; ``None`` = not applicable, ``reason`` says why.
        long: Takes more than a few seconds.
        taken: What was taken where the source leaves it open.
    """

    code: str
    text: Text
    source: str
    clause: str
    criterion: Text
    check: Callable[[Lab], Finding] | None = None
    reason: Text = NO_TEXT
    long: bool = False
    taken: Text = NO_TEXT


@dataclass(frozen=True)
class Verdict:
    """A case with what came of it."""

    code: str
    text: Text
    source: str
    clause: str
    criterion: Text
    measured: Text
    verdict: str


@dataclass
class Lab:
    """Where cases are run: the walker that is judged, and the runs that several cases share."""

    walker: Walker
    limits: Bounds
    _made: dict[Hashable, object] = field(default_factory=dict)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made under a key, making it the first time."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]  # type: ignore[return-value]  # what was put in under the same key


def judged(case: Case, lab: Lab) -> Verdict:
    """Return what comes of a case."""
    if case.check is None:
        measured, verdict = case.reason, NOT_APPLICABLE
    else:
        found = case.check(lab)
        measured, verdict = found.measured, PASS if found.holds else FAIL
    return Verdict(case.code, case.text, case.source, case.clause, criterion(case), measured, verdict)


def criterion(case: Case) -> Text:
    """Return what must hold, and what was taken where the source leaves it open."""
    if not case.taken.zh:
        return case.criterion
    return Text(f"{case.criterion.zh}（{case.taken.zh}）", f"{case.criterion.en} ({case.taken.en})")


def box(west: float, south: float, east: float, north: float) -> Polygon:
    """Return an upright rectangle [m]."""
    return Polygon([(west, south), (east, south), (east, north), (west, north)])  # type: ignore[no-untyped-call]


class Tracks:
    """Keeps where everybody was at every look."""

    def __init__(self) -> None:
        """Begin with none."""
        self.looks: list[Look] = []

    def __call__(self, look: Look) -> None:
        """Keep a look."""
        self.looks.append(look)

    def of(self, person: int) -> tuple[Floats, Floats]:
        """Return the times and places of a person."""
        seen = [(look.time, look.at[np.searchsorted(look.who, person)]) for look in self.looks if person in look.who]
        return np.array([time for time, _ in seen]), np.array([at for _, at in seen]).reshape(-1, 2)

    def outside(self, area: BaseGeometry) -> int:
        """Return at how many looks somebody was outside an area."""
        found = 0
        for look in self.looks:
            inside = shapely.contains_xy(area, look.at)  # type: ignore[no-untyped-call]
            found += int(np.sum(~inside))
        return found

    def density(self, area: Polygon, start: float, end: float) -> float:
        """Return the mean density in an area between two moments."""
        counts = [_inside(look, area) for look in self.looks if start <= look.time <= end]
        return float(np.mean(counts)) / area.area if counts else 0.0


def _inside(look: Look, area: Polygon) -> int:
    return int(np.sum(shapely.contains_xy(area, look.at)))  # type: ignore[no-untyped-call]


class Crossings:
    """Keeps when each person first passes a line x = place (or y), to higher values."""

    def __init__(self, place: float, axis: int = 0) -> None:
        """Begin with nobody."""
        self.place, self.axis = place, axis
        self.times: dict[int, float] = {}
        self._before: dict[int, tuple[float, float]] = {}

    def __call__(self, look: Look) -> None:
        """Take a look; the moment is found between two looks."""
        for person, at in zip(look.who.tolist(), look.at[:, self.axis].tolist(), strict=True):
            if at >= self.place and person not in self.times:
                time, was = self._before.get(person, (look.time, at))
                share = (self.place - was) / (at - was) if at > was else 1.0
                self.times[person] = time + (look.time - time) * share
            self._before[person] = (look.time, at)


@dataclass(frozen=True)
class Group:
    """People who begin in an area and walk to goals in turn."""

    area: Polygon
    count: int
    goals: tuple[int, ...] = (0,)
    speeds: tuple[float, float] | None = None
    """Bounds of a uniform free speed; ``None`` = the walker's own."""


def people(lab: Lab, *groups: Group, seed: int = SEED) -> list[Person]:
    """Return the people of groups, placed and given their speeds by the seed."""
    found: list[Person] = []
    for number, group in enumerate(groups):
        at = scattered(group.area, group.count, lab.walker, seed + 100 * number)
        found += [Person(p, float(v), group.goals) for p, v in zip(at, _speeds(lab, group, seed + number), strict=True)]
    return found


def _speeds(lab: Lab, group: Group, seed: int) -> Floats:
    drawn = lab.walker.speeds(group.count, seed)
    if group.speeds is None:
        return drawn
    low, high = group.speeds
    ranks = np.argsort(np.argsort(drawn))
    return low + (high - low) * (ranks + 0.5) / group.count


@dataclass(frozen=True)
class Seen:
    """A walk with what was watched."""

    walked: Walked
    tracks: Tracks
    people: tuple[Person, ...]


def seen(lab: Lab, scene: Scene, who: list[Person], seconds: float, *more: Callable[[Look], None]) -> Seen:
    """Walk and keep every look."""
    tracks = Tracks()
    return Seen(walk(scene, who, lab.walker, seconds=seconds, watch=[tracks, *more]), tracks, tuple(who))


def alone(lab: Lab, length: float, speed: float, slow: float = 1.0) -> float:
    """Return the time one person takes over a length [m] at a free speed, in a corridor two metres wide.

    Args:
        lab: Where it is run.
        length: Way measured, from line to line.
        speed: Free speed on the level.
        slow: Share of it on the measured way (a stair).
    """
    zones = ((box(0.0, 0.0, length, 2.0), slow),) if slow != 1 else ()
    scene = Scene(box(-3, 0, length + 3, 2), (box(length + 2, 0, length + 3, 2),), zones)
    start, end = Crossings(0.0), Crossings(length)
    walk(scene, [Person((-2.0, 1.0), speed, (0,))], lab.walker, seconds=length / speed / slow + 60, watch=[start, end])
    return end.times[0] - start.times[0]


def number(zh: str, en: str, *values: float) -> Text:
    """Return a text with its numbers filled in, two figures after the point."""
    shown = [f"{value:.2f}" for value in values]
    return Text(zh.format(*shown), en.format(*shown))
