"""How long it takes to come from posts to every place of the walkable surface, along the quickest way.

Method: shortest paths (Dijkstra) on the raster, from all sources at once. A cell is joined to its 8 neighbours and to
the 8 cells a knight's move away: a way in an open field comes out at most 2.8 % longer than the straight line
(8 neighbours alone: 8.2 %), never shorter. A step costs its length over the mean pace of the cells it passes; it is
open only when every cell it passes is, and a diagonal step also needs both cells beside it, so that no way cuts a
corner or slips through a fence. A source stands at its true place, not at the centre of its cell.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot, inf
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from workbench.site.walkable import Floats, Grid, Mask, Surface, touched

Point = tuple[float, float]

DEGREE = 16
"""Ways out of a cell; those that are closed lead back into it."""
SPARE = 256
"""Sources that are worked on at once."""
BAND = 12
"""Rows of the raster that are joined at once: about as many as stay in the processor's cache."""
EDGE = 2
"""Closed cells around the raster: the farthest step."""

_STRAIGHT = ((0, 1), (1, 0), (0, -1), (-1, 0))
_DIAGONAL = ((1, 1), (1, -1), (-1, -1), (-1, 1))
_KNIGHT = ((1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2))
MOVES = _STRAIGHT + _DIAGONAL + _KNIGHT
"""Steps as rows and columns."""


@dataclass(frozen=True)
class Footing:
    """Where a point meets the surface.

    Attributes:
        links: Cells and the distance [m] to the centre of each; empty = out of reach of the surface.
        off: Distance [m] the point stands away from the surface; 0 = on it.
        outside: It lies outside of the raster.
    """

    links: tuple[tuple[int, float], ...]
    off: float = 0.0
    outside: bool = False


@dataclass(frozen=True)
class Network:
    """The surface as a graph: each cell a node of :data:`DEGREE` ways, behind them room for sources.

    Attributes:
        surface: The surface.
        speed: Free speed [m/s]; 1 makes the costs distances where the pace is 1.
        cost, target: Ways of every node [s], shape (nodes, DEGREE).
    """

    surface: Surface
    speed: float
    cost: Floats
    target: NDArray[np.int32]
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    @property
    def grid(self) -> Grid:
        """Return the raster."""
        return self.surface.grid

    def graph(self) -> Any:
        """Return the ways as a sparse matrix that shares this network's arrays."""
        nodes = len(self.cost)
        ends = np.arange(0, (nodes + 1) * DEGREE, DEGREE, dtype=np.int32)
        return csr_matrix(  # type: ignore[no-untyped-call]  # the library carries no types
            (self.cost.ravel(), self.target.ravel(), ends), shape=(nodes, nodes)
        )

    def times(self, sources: Sequence[Footing], limit: float = inf) -> Floats:
        """Return the time [s] of the quickest way from any source to each cell.

        Args:
            sources: Where the ways begin; those without links are left out.
            limit: Ways that take longer [s] are not looked for.

        Returns:
            Shape (rows, columns); infinite where no way leads within the limit.
        """
        found = np.full(self.grid.count, inf)
        begun = [one for one in sources if one.links]
        for start in range(0, len(begun), SPARE):
            np.minimum(found, self._from(begun[start : start + SPARE], limit), out=found)
        return found.reshape(self.grid.shape)

    def each(self, sources: Sequence[Footing], limit: float = inf) -> Floats:
        """Return the times from every source by itself, at most :data:`SPARE`, shape (sources, cells)."""
        return self._from(sources, limit, together=False)

    def _from(self, sources: Sequence[Footing], limit: float, *, together: bool = True) -> Floats:
        """Run once; the spare nodes are shared, so one caller at a time writes them."""
        with self._turn:
            first = self.grid.count
            for node, source in enumerate(sources, first):
                self.target[node] = node
                for slot, (cell, metres) in enumerate(source.links):
                    self.target[node, slot] = cell
                    self.cost[node, slot] = self._cost(cell, metres)
            nodes = range(first, first + len(sources))
            found: Floats = dijkstra(self.graph(), indices=nodes, min_only=together, limit=limit)
        return found[..., :first]

    def at(self, times: Floats, place: Footing) -> float:
        """Return the time at a point, given the times of the cells; infinite where it has no links."""
        flat = times.ravel()
        return min((float(flat[cell]) + self._cost(cell, metres) for cell, metres in place.links), default=inf)

    def _cost(self, cell: int, metres: float) -> float:
        return metres / (self.speed * float(self.surface.pace.ravel()[cell]))


def network(surface: Surface, speed: float) -> Network:
    """Return the graph of a surface.

    Args:
        surface: The surface.
        speed: Free speed [m/s], positive.
    """
    grid = surface.grid
    nodes = grid.count + SPARE
    cost = np.empty((nodes, DEGREE))
    target = np.empty((nodes, DEGREE), dtype=np.int32)
    cost[grid.count :] = 1.0
    target[grid.count :] = np.arange(grid.count, nodes, dtype=np.int32)[:, None]
    slow = np.full((grid.rows + 2 * EDGE, grid.columns + 2 * EDGE), inf)
    with np.errstate(divide="ignore"):
        slow[EDGE:-EDGE, EDGE:-EDGE] = grid.cell / (speed * surface.pace)
    shut = np.isinf(slow)
    for start in range(0, grid.rows, BAND):
        band = _Band(slow, shut, grid.columns, range(start, min(start + BAND, grid.rows)))
        band.join(cost, target)
    return Network(surface, speed, cost, target)


@dataclass(frozen=True)
class _Band:
    """Some rows of the raster while their ways are worked out.

    Attributes:
        slow: Time over one cell [s], with an edge of :data:`EDGE` closed cells.
        shut: Which of them are closed.
        width: Columns of the raster.
        rows: Rows of this band.
    """

    slow: Floats
    shut: Mask
    width: int
    rows: range

    def join(self, cost: Floats, target: NDArray[np.int32]) -> None:
        """Fill in the ways out of the band's cells; a closed way leads back into its cell."""
        costs = np.empty((DEGREE, len(self.rows), self.width))
        closed = np.empty(costs.shape, dtype=np.bool_)
        for slot, move in enumerate(MOVES):
            self._way(move, costs[slot], closed[slot])
        part = slice(self.rows.start * self.width, self.rows.stop * self.width)
        own = np.arange(part.start, part.stop, dtype=np.int32)
        step = np.array([row * self.width + column for row, column in MOVES], dtype=np.int32)
        cost[part] = costs.reshape(DEGREE, -1).T
        np.add(own[:, None], step, out=target[part])
        shut = np.flatnonzero(closed.reshape(DEGREE, -1).T)
        cost[part].ravel()[shut] = 1.0
        target[part].ravel()[shut] = own[shut // DEGREE]

    def _way(self, move: tuple[int, int], cost: Floats, closed: Mask) -> None:
        """Fill in one way of every cell: its time, and whether a cell it passes is closed."""
        row, column = move
        first = (int(row / 2), int(column / 2))
        knight = first != (0, 0)
        passed = (first, (row - first[0], column - first[1])) if knight else ()
        beside = ((row, 0), (0, column)) if row and column and not knight else ()
        np.add(self._at(self.slow, 0, 0), self._at(self.slow, row, column), out=cost)
        for cell in passed:
            cost += self._at(self.slow, *cell)
        cost *= hypot(row, column) / (2 + len(passed))
        np.logical_or(self._at(self.shut, 0, 0), self._at(self.shut, row, column), out=closed)
        for cell in (*passed, *beside):
            closed |= self._at(self.shut, *cell)

    def _at(self, values: NDArray[Any], row: int, column: int) -> NDArray[Any]:
        """Return the values of the cells that lie a step away from those of the band."""
        top = self.rows.start + EDGE + row
        return values[top : top + len(self.rows), EDGE + column : EDGE + column + self.width]


def footing(surface: Surface, point: Point, reach: float) -> Footing:
    """Return where a point meets the surface.

    A point on the surface is joined to its own cell and the free cells around it. A point in an obstacle is joined to
    the nearest cell within ``reach`` [m] that no wall parts it from, or, standing in a wall, to the nearest at all.
    """
    grid = surface.grid
    row, column = grid.place(*point)
    if not grid.inside(row, column):
        return Footing((), outside=True)
    if surface.pace[row, column] > 0:
        return Footing(tuple(_around(surface, row, column, point)))
    return _nearest(surface, point, reach)


def _around(surface: Surface, row: int, column: int, point: Point) -> Iterator[tuple[int, float]]:
    """Yield the cells of the 3 × 3 around a point that it reaches without cutting a corner."""
    grid, pace = surface.grid, surface.pace

    def free(down: int, right: int) -> bool:
        return grid.inside(row + down, column + right) and pace[row + down, column + right] > 0

    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            if free(down, right) and free(down, 0) and free(0, right):
                x, y = grid.centre(row + down, column + right)
                yield (row + down) * grid.columns + column + right, hypot(x - point[0], y - point[1])


def _nearest(surface: Surface, point: Point, reach: float) -> Footing:
    grid = surface.grid
    row, column = grid.place(*point)
    span = int(reach / grid.cell) + 1
    top, left = max(0, row - span), max(0, column - span)
    rows, columns = np.nonzero(surface.free[top : row + span + 1, left : column + span + 1])
    away = np.hypot(
        grid.west + (columns + left + 0.5) * grid.cell - point[0],
        grid.south + (rows + top + 0.5) * grid.cell - point[1],
    )
    in_wall = bool(surface.walls[row, column])
    for one in np.argsort(away, kind="stable"):
        if away[one] > reach:
            break
        cell = (int(rows[one]) + top, int(columns[one]) + left)
        if in_wall or not _parted(surface, point, grid.centre(*cell)):
            return Footing(((cell[0] * grid.columns + cell[1], float(away[one])),), off=float(away[one]))
    return Footing(())


def _parted(surface: Surface, a: Point, b: Point) -> bool:
    return bool((touched(((a, b),), surface.grid) & surface.walls).any())


@dataclass(frozen=True)
class Reached:
    """What of a zone is reached.

    Attributes:
        area: Walkable area [m²]; 0 = nothing of it can be walked on.
        shares: Share of the area within each limit, in the order of the limits.
        worst, usual: Longest time and the one that 95 % of the area stay within; infinite where no way leads.
        cut_off: Share of the area to which no way leads.
    """

    area: float
    shares: tuple[float, ...]
    worst: float
    usual: float
    cut_off: float


PERCENTILE = 0.95


def reached(values: Floats, zone: Mask, cell: float, limits: Sequence[float]) -> Reached:
    """Return shares and extremes of a field over the walkable cells of a zone.

    Args:
        values: Times [s] or distances [m] by cell.
        zone: Walkable cells of the zone.
        cell: Side of a cell [m].
        limits: In the unit of the values; a limit itself counts as within.
    """
    found = np.sort(values[zone])
    if not len(found):
        return Reached(0.0, tuple(0.0 for _ in limits), inf, inf, 0.0)
    shares = tuple(float(np.searchsorted(found, limit, side="right")) / len(found) for limit in limits)
    usual = found[min(len(found) - 1, int(np.ceil(PERCENTILE * len(found))) - 1)]
    cut_off = float(np.count_nonzero(np.isinf(found))) / len(found)
    return Reached(len(found) * cell**2, shares, float(found[-1]), float(usual), cut_off)


@dataclass(frozen=True)
class Party:
    """Persons on a post: where they stand and how many they are."""

    code: str
    place: Footing
    persons: int


@dataclass(frozen=True)
class Wave:
    """Who arrives at a spot: time [s] of each party, the quickest first; parties without a way are left out."""

    arrivals: tuple[tuple[str, int, float], ...]

    def persons(self, seconds: float) -> int:
        """Return how many have arrived after some time, the second itself included."""
        return sum(persons for _code, persons, time in self.arrivals if time <= seconds)

    def seconds(self, persons: int) -> float:
        """Return when that many have arrived; infinite when they never are."""
        come = 0
        for _code, number, time in self.arrivals:
            come += number
            if come >= persons:
                return time
        return inf


def wave(net: Network, spot: Footing, parties: Sequence[Party], limit: float) -> Wave:
    """Return who arrives at a spot within a limit [s]; a way takes as long in one direction as in the other."""
    times = net.times((spot,), limit)
    found = [(one.code, one.persons, net.at(times, one.place)) for one in parties]
    return Wave(tuple(sorted((one for one in found if one[2] <= limit), key=lambda one: (one[2], one[0]))))
