"""The ground of a plan as a raster: where one can walk, and how slowly.

Rules (conventions of this office, told with every result):

* A cell is solid when its centre lies in an obstacle; a fence, and the wall of a hall, takes every cell it touches.
* A gate opens what lies within :attr:`Ground.gate_depth` of its line, over its width; a bridge opens the obstacles
  below it, with every cell it touches, but no fence.
* Where zones overlap, the slowest pace of them holds.

Coordinates are metres, x east and y north; row 0 is the southernmost. A pace is a factor of the free speed, 0 = solid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from math import ceil, floor, hypot
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from workbench.errors import Text, WorkbenchError

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Ring = Sequence[tuple[float, float]]
Rings = Sequence[Ring]

STEPS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
"""Cell sides [m] that are tried in turn when none is asked for."""
MOST_CELLS = 1_500_000
"""Largest raster; with 16 neighbours it takes about 300 MB while it is worked on."""
FINEST = 0.1
"""Smallest cell [m]; finer says nothing about walking."""


@dataclass(frozen=True)
class Extent:
    """A rectangle [m]."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point lies inside, the edge included."""
        return self.west <= x <= self.east and self.south <= y <= self.north


@dataclass(frozen=True)
class Pen:
    """A zone where one is slower: ``pace`` times the free speed."""

    rings: Rings
    pace: float


@dataclass(frozen=True)
class Ground:
    """What a plan says about walking.

    Attributes:
        solids: Obstacles (even-odd rings): buildings, water, stages.
        bridges: Open over whatever lies below.
        walls: Lines that are closed except at gates: fences, edges of halls.
        gates: Lines across the openings; their length is the clear width.
        pens: Zones that slow down.
        gate_depth: How far from its line [m] a gate opens a wall.
    """

    extent: Extent
    solids: tuple[Rings, ...] = ()
    bridges: tuple[Rings, ...] = ()
    walls: tuple[Ring, ...] = ()
    gates: tuple[Ring, ...] = ()
    pens: tuple[Pen, ...] = ()
    gate_depth: float = 2.0


@dataclass(frozen=True)
class Grid:
    """Cells of a rectangle: south-west corner, side [m], rows and columns."""

    west: float
    south: float
    cell: float
    rows: int
    columns: int

    @property
    def shape(self) -> tuple[int, int]:
        """Return rows and columns."""
        return self.rows, self.columns

    @property
    def count(self) -> int:
        """Return the number of cells."""
        return self.rows * self.columns

    def place(self, x: float, y: float) -> tuple[int, int]:
        """Return row and column of the cell that holds a point; outside of the grid they are out of range."""
        return floor((y - self.south) / self.cell), floor((x - self.west) / self.cell)

    def inside(self, row: int, column: int) -> bool:
        """Return whether there is such a cell."""
        return 0 <= row < self.rows and 0 <= column < self.columns

    def centre(self, row: int, column: int) -> tuple[float, float]:
        """Return the centre of a cell [m]."""
        return self.west + (column + 0.5) * self.cell, self.south + (row + 0.5) * self.cell


@dataclass(frozen=True)
class Surface:
    """Where one can walk.

    Attributes:
        pace: Factor of the free speed by cell, shape (rows, columns); 0 = solid.
        walls: Cells of fences and walls, without the gates in them: nobody steps over one to a post behind it.
    """

    grid: Grid
    pace: Floats
    walls: Mask

    @property
    def free(self) -> Mask:
        """Return the cells one can walk on."""
        return self.pace > 0

    @property
    def area(self) -> float:
        """Return the walkable area [m²]."""
        return float(np.count_nonzero(self.pace)) * self.grid.cell**2


def fitting(extent: Extent, most: int = MOST_CELLS, finest: float = 0.0) -> float | None:
    """Return the finest of :data:`STEPS`, not below ``finest`` [m], that makes at most ``most`` cells, if one does."""
    return next((step for step in STEPS if step >= finest and _size(extent, step) <= most), None)


def grid_of(extent: Extent, cell: float | None = None) -> Grid:
    """Return the grid over a rectangle.

    Args:
        extent: The rectangle.
        cell: Side of a cell [m]; ``None`` takes the finest of :data:`STEPS` that stays below :data:`MOST_CELLS`.

    Raises:
        WorkbenchError: No grid of that side, or of any, is small enough; the message names the side that is.
    """
    wide, high = extent.east - extent.west, extent.north - extent.south
    fits = fitting(extent) if wide > 0 and high > 0 else None
    if fits is None:
        told = Text(
            f"平面图范围 {wide:.0f} × {high:.0f} m 无法计算",
            f"an extent of {wide:.0f} × {high:.0f} m cannot be worked on",
        )
        raise WorkbenchError(
            told, where="extent", remedy=Text("检查单位与离群的坐标", "check the unit and stray points")
        )
    side = fits if cell is None else cell
    if not side >= FINEST:
        told = Text(f"栅格边长不能小于 {FINEST:g} m", f"a cell cannot be smaller than {FINEST:g} m")
        raise WorkbenchError(told, where="cell", remedy=Text(f"用 {fits:g} m", f"use {fits:g} m"))
    if _size(extent, side) > MOST_CELLS:
        told = Text(
            f"{side:g} m 栅格有 {_size(extent, side)} 格，超过上限 {MOST_CELLS}",
            f"a raster of {side:g} m has {_size(extent, side)} cells, more than {MOST_CELLS}",
        )
        raise WorkbenchError(told, where="cell", remedy=Text(f"用 {fits:g} m 或更粗", f"use {fits:g} m or coarser"))
    return Grid(extent.west, extent.south, side, max(1, ceil(high / side)), max(1, ceil(wide / side)))


def _size(extent: Extent, cell: float) -> int:
    return max(1, ceil((extent.east - extent.west) / cell)) * max(1, ceil((extent.north - extent.south) / cell))


def surface(ground: Ground, cell: float | None = None) -> Surface:
    """Return the walkable surface of a ground.

    Args:
        ground: What the plan says.
        cell: Side of a cell [m]; ``None`` = as fine as :func:`grid_of` allows.

    Raises:
        WorkbenchError: The raster would be too large, or nothing is left to walk on.
    """
    grid = grid_of(ground.extent, cell)
    solid = union(ground.solids, grid)
    for rings in ground.bridges:
        solid &= ~(filled(rings, grid) | touched(rings, grid))
    walls = touched(ground.walls, grid)
    for gate in ground.gates:
        _opened(walls, gate, ground.gate_depth, grid)
    pace = np.ones(grid.shape)
    for pen in ground.pens:
        np.minimum(pace, pen.pace, out=pace, where=filled(pen.rings, grid))
    pace[solid | walls] = 0.0
    if not pace.any():
        told = Text("平面图上没有可通行的地面", "the plan has no ground to walk on")
        mend = Text("检查覆盖全图的障碍或水面", "check for an obstacle or water over the whole plan")
        raise WorkbenchError(told, where="plan", remedy=mend)
    return Surface(grid, pace, walls)


def union(shapes: Iterable[Rings], grid: Grid) -> Mask:
    """Return the cells whose centre lies in any of the shapes."""
    found = np.zeros(grid.shape, dtype=np.bool_)
    for rings in shapes:
        found |= filled(rings, grid)
    return found


def filled(rings: Rings, grid: Grid) -> Mask:
    """Return the cells whose centre lies inside closed rings, holes left out (even-odd; the east edge is outside).

    Every edge toggles, in each row it crosses, all cells east of the crossing; only the window around the rings is
    worked on.
    """
    found = np.zeros(grid.shape, dtype=np.bool_)
    rows, columns = _window(rings, grid)
    part = Grid(
        grid.west + columns.start * grid.cell,
        grid.south + rows.start * grid.cell,
        grid.cell,
        max(0, rows.stop - rows.start),
        max(0, columns.stop - columns.start),
    )
    if part.count:
        toggles = np.zeros((part.rows, part.columns + 1), dtype=np.uint8)
        for ring in rings:
            points = np.asarray(ring, dtype=np.float64).reshape(-1, 2)
            at = _crossings(points, np.roll(points, -1, axis=0), part)
            times = np.bincount(at, minlength=toggles.size)
            toggles.ravel()[:] ^= (times & 1).astype(np.uint8)
        found[rows, columns] = np.bitwise_xor.accumulate(toggles, axis=1)[:, :-1]
    return found


def _window(rings: Rings, grid: Grid) -> tuple[slice, slice]:
    """Return the rows and columns around rings, within the grid."""
    points = np.concatenate([np.asarray(ring, dtype=np.float64).reshape(-1, 2) for ring in rings])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    columns = np.clip([(west - grid.west) / grid.cell - 1, (east - grid.west) / grid.cell + 1], 0, grid.columns)
    rows = np.clip([(south - grid.south) / grid.cell - 1, (north - grid.south) / grid.cell + 1], 0, grid.rows)
    return slice(floor(rows[0]), ceil(rows[1])), slice(floor(columns[0]), ceil(columns[1]))


def _crossings(start: Floats, end: Floats, grid: Grid) -> NDArray[np.int64]:
    """Return the first cell beyond each crossing of edges with the centre lines of rows; a row has a column more."""
    low, high = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 1], end[:, 1])
    first = np.clip(np.ceil((low - grid.south) / grid.cell - 0.5), 0, grid.rows).astype(np.int64)
    last = np.clip(np.ceil((high - grid.south) / grid.cell - 0.5), 0, grid.rows).astype(np.int64)
    count = last - first
    edge = np.repeat(np.arange(len(start)), count)
    rows = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count) + first[edge]
    y = grid.south + (rows + 0.5) * grid.cell
    rise = end[edge, 1] - start[edge, 1]
    x = start[edge, 0] + (y - start[edge, 1]) / rise * (end[edge, 0] - start[edge, 0])
    columns = np.clip(np.ceil((x - grid.west) / grid.cell - 0.5), 0, grid.columns).astype(np.int64)
    found: NDArray[np.int64] = rows * (grid.columns + 1) + columns
    return found


def touched(lines: Rings, grid: Grid) -> Mask:
    """Return the cells that lines pass through, close enough that no way of :mod:`coverage` slips between them."""
    found = np.zeros(grid.shape, dtype=np.bool_)
    for line in lines:
        for a, b in pairwise(line):
            _mark(found, a, b, grid)
    return found


def _mark(found: Mask, a: tuple[float, float], b: tuple[float, float], grid: Grid, *, value: bool = True) -> None:
    """Give the cells along a line a value; sampled at a quarter of a cell."""
    count = ceil(hypot(b[0] - a[0], b[1] - a[1]) / grid.cell * 4) + 1
    columns = np.floor((np.linspace(a[0], b[0], count) - grid.west) / grid.cell).astype(np.int64)
    rows = np.floor((np.linspace(a[1], b[1], count) - grid.south) / grid.cell).astype(np.int64)
    inside = (rows >= 0) & (rows < grid.rows) & (columns >= 0) & (columns < grid.columns)
    found[rows[inside], columns[inside]] = value


def _opened(walls: Mask, gate: Ring, depth: float, grid: Grid) -> None:
    """Take the walls within a depth of a gate away, over the gate's width."""
    for a, b in pairwise(gate):
        length = hypot(b[0] - a[0], b[1] - a[1])
        across = (0.0, 0.0) if not length else ((b[1] - a[1]) / length, (a[0] - b[0]) / length)
        for step in range(-ceil(depth / grid.cell * 2), ceil(depth / grid.cell * 2) + 1):
            by = step * grid.cell / 2
            shift = (across[0] * by, across[1] * by)
            _mark(walls, (a[0] + shift[0], a[1] + shift[1]), (b[0] + shift[0], b[1] + shift[1]), grid, value=False)


def lies_in(inner: Rings, outer: Rings) -> bool:
    """Return whether more than half of a shape lies in another."""
    part = _shape(inner)
    return bool(part.area > 0 and part.intersection(_shape(outer)).area > part.area / 2)


def _shape(rings: Rings) -> Any:
    """Return rings as a shape, even-odd; an edge that crosses itself is mended as well as can be."""
    parts = [shapely.make_valid(shapely.polygons(np.asarray(ring, dtype=np.float64))) for ring in rings]  # type: ignore[no-untyped-call]
    return reduce(shapely.symmetric_difference, parts)


def strip(line: Ring, width: float) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return the outline of a strip of a width [m] along a line, as rings."""
    shape = shapely.buffer(shapely.linestrings(np.asarray(line, dtype=np.float64)), width / 2, cap_style="flat")
    outlines = (shape.exterior, *shape.interiors) if shape.geom_type == "Polygon" else ()
    return tuple(tuple((float(x), float(y)) for x, y in outline.coords) for outline in outlines)
