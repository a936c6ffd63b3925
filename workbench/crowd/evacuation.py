"""What is read off a walk: flows at the exits, the curve, the map of densities; and the hydraulic bound beside it.

Flow at an exit is counted on its line. A person's crossing is found between two looks by its distance from the line.

* ``mean``: persons of the middle four fifths over the time they take, per metre of clear width.
* ``sustained``: the highest flow over ten seconds on end. A flow over the plausible limit of the pack is flagged.
* ``peak``: the most persons within one second, per metre. Over the same limit it is flagged as a burst, apart from the
  sustained flow: whole persons are counted, so that two people abreast make 2.0 p/(m·s) of any door of one metre.
* ``congested``: the flow in the seconds in which people stand before the exit at the density of greatest flow
  (1/(2a) = 1.88 p/m²) or closer, in a strip as wide as the exit and two metres deep, smoothed over five seconds; below
  the lower limit it is flagged.

The bound is the hydraulic model's: effective width = clear width less two boundary layers, greatest flow k/(4a) per
metre of it, time N/C. It knows no way to the exit and no pause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon

from workbench.crowd.density import level_bounds
from workbench.crowd.microscopic import Floats, Ids, Look
from workbench.crowd.parameters import ParameterSet, exact
from workbench.crowd.plan_geometry import Exit, Plan

WINDOW = 10.0
"""Seconds over which a flow counts as sustained."""
LONGEST_QUEUE = 2.0
SMOOTH = 10
"""Looks over which the density before an exit is smoothed: five seconds."""
CELL = 2.0
"""Side of a cell of the density map [m]."""
LEAST_SHARE = 0.25
"""A cell of which less can be walked in is left out of the map: a few square decimetres give no density."""
LEVELS = "ABCDEF"
IMPLAUSIBLE, BURST, LOW = "implausible", "burst", "low"


@dataclass(frozen=True)
class Bounds:
    """Constants of the reading: hydraulic model, plausible flows, levels of service."""

    k: float
    a: float
    boundary: float
    low: float
    high: float
    walkway: tuple[float, ...]
    stair: tuple[float, ...]
    queue: tuple[float, ...]

    @property
    def flow(self) -> float:
        """Return the greatest specific flow [p/(m·s)], k/(4a)."""
        return self.k / (4 * self.a)

    @property
    def dense(self) -> float:
        """Return the density of the greatest flow [p/m²], 1/(2a)."""
        return 1 / (2 * self.a)

    def capacity(self, width: float) -> float:
        """Return the persons per second of a door of a clear width."""
        return self.flow * max(width - 2 * self.boundary, 0.0)


def bounds(parameters: ParameterSet) -> Bounds:
    """Return the constants as the pack gives them, each from the row of its own source."""

    def one(code: str) -> float:
        return float(exact(parameters[code]))

    def levels(facility: str) -> tuple[float, ...]:
        return tuple(map(float, level_bounds(facility, parameters)))

    return Bounds(
        k=one("sfpe.k_level"),
        a=one("sfpe.a"),
        boundary=one("sfpe.boundary_door"),
        low=one("simulation.flow_low"),
        high=one("bottleneck.plausible"),
        walkway=levels("walkway"),
        stair=levels("stair"),
        queue=levels("queue"),
    )


@dataclass(frozen=True)
class ExitFlow:
    """What passed an exit; flows in p/(m·s), ``None`` where there was too little to tell."""

    code: str
    width: float
    persons: int
    first: float | None
    last: float | None
    mean: float | None
    sustained: float | None
    peak: float
    congested: float | None
    bound: float
    flags: tuple[str, ...] = ()


@dataclass
class Doors:
    """Watches exits: when each person crosses its line, and whether people stand before it."""

    exits: Sequence[Exit]
    goals: Ids
    _before: dict[int, tuple[float, float]] = field(default_factory=dict)
    crossed: list[list[float]] = field(default_factory=list)
    standing: list[list[tuple[float, float]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Lay out the lines."""
        self.crossed = [[] for _ in self.exits]
        self.standing = [[] for _ in self.exits]
        self._middle = np.array([one.middle for one in self.exits])
        self._out = np.array([one.outward for one in self.exits])
        self._half = np.array([one.width / 2 for one in self.exits])
        self._outside = np.zeros(len(self.goals), dtype=bool)
        self._last = np.full(len(self.goals), np.nan)

    def __call__(self, look: Look) -> None:
        """Take one look."""
        goal = self.goals[look.who]
        away = look.at - self._middle[goal]
        ahead = np.einsum("ij,ij->i", away, self._out[goal])
        aside = np.abs(away[:, 0] * -self._out[goal, 1] + away[:, 1] * self._out[goal, 0])
        self._count(look, goal, ahead)
        close = (ahead <= 0) & (ahead >= -LONGEST_QUEUE) & (aside <= self._half[goal])
        for number in range(len(self.exits)):
            strip = LONGEST_QUEUE * 2 * self._half[number]
            self.standing[number].append((look.time, float(np.sum(close & (goal == number))) / strip))

    def _count(self, look: Look, goal: Ids, ahead: Floats) -> None:
        out = (ahead >= 0) & ~self._outside[look.who]
        for row in np.flatnonzero(out):
            person = int(look.who[row])
            was_at, was = self._before.get(person, (look.time, 0.0))
            share = -was / (ahead[row] - was) if ahead[row] > was else 1.0
            self.crossed[int(goal[row])].append(was_at + (look.time - was_at) * float(share))
            self._outside[person] = True
        self._before = {int(p): (look.time, float(d)) for p, d in zip(look.who, ahead, strict=True) if d < 0}


@dataclass
class Grid:
    """Watches densities: the greatest number of persons per square metre of each cell, once a second."""

    plan: Plan
    cell: float = CELL
    frame: tuple[float, float, float, float] | None = None

    def __post_init__(self) -> None:
        """Lay the cells over the walkable area, or over a larger frame."""
        west, south, east, north = self.frame or self.plan.walkable.bounds
        self.origin = (west, south)
        self.columns = max(1, int(np.ceil((east - west) / self.cell)))
        self.rows = max(1, int(np.ceil((north - south) / self.cell)))
        x = west + self.cell * np.arange(self.columns)
        y = south + self.cell * np.arange(self.rows)
        left, low = np.meshgrid(x, y)
        boxes = shapely.box(left, low, left + self.cell, low + self.cell)
        area = shapely.area(shapely.intersection(boxes, self.plan.walkable))  # type: ignore[no-untyped-call]
        self.area: Floats = np.where(area >= LEAST_SHARE * self.cell**2, area, np.nan)
        self.facility = _facilities(self.plan, left + self.cell / 2, low + self.cell / 2)
        self.most = np.zeros((self.rows, self.columns))
        self._next = 0.0

    def __call__(self, look: Look) -> None:
        """Take one look; more than one in a second would only cost time."""
        if look.time < self._next:
            return
        self._next = look.time + 1.0
        column = ((look.at[:, 0] - self.origin[0]) // self.cell).astype(np.int64)
        row = ((look.at[:, 1] - self.origin[1]) // self.cell).astype(np.int64)
        inside = (column >= 0) & (column < self.columns) & (row >= 0) & (row < self.rows)
        flat = np.bincount(row[inside] * self.columns + column[inside], minlength=self.rows * self.columns)
        with np.errstate(invalid="ignore"):
            self.most = np.fmax(self.most, flat.reshape(self.rows, self.columns) / self.area)

    def densities(self) -> tuple[tuple[float | None, ...], ...]:
        """Return the greatest densities by row from the south; ``None`` where nobody walks."""
        shown = np.where(np.isnan(self.area), np.nan, self.most)
        return tuple(tuple(None if np.isnan(v) else round(float(v), 3) for v in row) for row in shown)

    def levels(self, limits: Bounds) -> tuple[str, ...]:
        """Return the level of service of each cell by row from the south; a blank where nobody walks."""
        tables = (limits.walkway, limits.queue, limits.stair)
        return tuple(
            "".join(
                " " if np.isnan(area) else level(density, tables[kind])
                for density, area, kind in zip(*rows, strict=True)
            )
            for rows in zip(self.most, self.area, self.facility, strict=True)
        )


def _facilities(plan: Plan, x: Floats, y: Floats) -> NDArray[np.int64]:
    kinds = np.zeros(x.shape, dtype=np.int64)
    for kind, areas in ((1, plan.queues), (2, plan.stairs)):
        for area in areas:
            kinds[shapely.contains_xy(area, x, y)] = kind  # type: ignore[no-untyped-call]
    return kinds


def level(density: float, steps: Sequence[float]) -> str:
    """Return the level of service of a density: the first whose upper bound it does not exceed, F above the last."""
    return LEVELS[int(np.searchsorted(np.asarray(steps), density))]


def flows(doors: Doors, limits: Bounds) -> tuple[ExitFlow, ...]:
    """Return what passed each exit."""
    return tuple(
        _flow(door, sorted(times), standing, limits)
        for door, times, standing in zip(doors.exits, doors.crossed, doors.standing, strict=True)
    )


def _flow(door: Exit, times: list[float], standing: list[tuple[float, float]], limits: Bounds) -> ExitFlow:
    width = door.width
    capacity = limits.capacity(width)
    peak = _most_within(times, 1.0)
    sustained = _most_within(times, WINDOW) / (WINDOW * width) if len(times) >= 2 else None
    crowded = congested(times, standing, limits.dense, width)
    flags = []
    if (sustained or 0) > limits.high:
        flags.append(IMPLAUSIBLE)
    if peak > limits.high * width:
        flags.append(BURST)
    if crowded is not None and crowded < limits.low:
        flags.append(LOW)
    return ExitFlow(
        code=door.code,
        width=width,
        persons=len(times),
        first=times[0] if times else None,
        last=times[-1] if times else None,
        mean=middle_flow(times, width),
        sustained=sustained,
        peak=peak / width,
        congested=crowded,
        bound=len(times) / capacity if capacity else float("inf"),
        flags=tuple(flags),
    )


def _most_within(times: Sequence[float], seconds: float) -> int:
    """Return the most crossings within a number of seconds on end."""
    found = np.asarray(times)
    return int(np.max(np.searchsorted(found, found + seconds) - np.arange(len(found)))) if len(found) else 0


def middle_flow(times: Sequence[float], width: float) -> float | None:
    """Return the flow per metre of the middle four fifths of the crowd; ``None`` for fewer than ten persons."""
    tenth = len(times) // 10
    if len(times) < 10:
        return None
    first, last = times[tenth], times[len(times) - tenth - 1]
    return (len(times) - 2 * tenth - 1) / (last - first) / width if last > first else None


def congested(
    times: Sequence[float], standing: Sequence[tuple[float, float]], dense: float, width: float
) -> float | None:
    """Return the flow per metre while people stand before the exit; ``None`` where they do so for less than 10 s."""
    if len(standing) < 2:
        return None
    moments = np.array([moment for moment, _ in standing])
    packed = _smoothed(np.array([density for _, density in standing])) >= dense
    span = moments[1] - moments[0]
    seconds = float(packed.sum() * span)
    if seconds < WINDOW:
        return None
    slots = np.clip(((np.asarray(times) - moments[0]) // span).astype(int), 0, len(packed) - 1)
    return float(packed[slots].sum()) / seconds / width if len(times) else 0.0


def _smoothed(values: Floats) -> Floats:
    """Return the mean over five seconds about each look: a strip of four people is not empty when one of them goes."""
    weights = np.ones(SMOOTH)
    return np.convolve(values, weights, "same") / np.convolve(np.ones(len(values)), weights, "same")


def strip(door: Exit, out: float, aside: float, start: float = 0.0) -> Polygon:
    """Return the rectangle outside an exit from ``start`` to ``out`` metres, wider by ``aside`` on either side."""
    along = ((door.end[0] - door.start[0]) / door.width, (door.end[1] - door.start[1]) / door.width)
    corners = []
    for end, side in ((door.start, -aside), (door.end, aside)):
        corners.append([end[k] + along[k] * side + door.outward[k] * start for k in (0, 1)])
        corners.append([end[k] + along[k] * side + door.outward[k] * out for k in (0, 1)])
    return Polygon([corners[0], corners[1], corners[3], corners[2]])  # type: ignore[no-untyped-call]
