"""The shortest walk between two places around what nobody walks through; straight where nothing is in the way.

A visibility graph over the corners of the obstacles: exact for polygons, small enough for a site by hand.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import shapely as _shapely
from scipy import sparse as _sparse
from scipy.sparse.csgraph import dijkstra
from shapely import geometry as _geometry

Place: TypeAlias = tuple[float, float]
shapely: Any = _shapely
Polygon: Any = _geometry.Polygon
LineString: Any = _geometry.LineString
coo_matrix: Any = _sparse.coo_matrix

CLEAR = 1.0
"""Room kept between a walk and an obstacle [m]."""
CORNERS = 160
"""More corners than this are thinned out before the graph is made."""


@dataclass(frozen=True)
class Walk:
    """A way on foot: its points and its length [m]; ``free`` is false where no way around was found."""

    points: tuple[Place, ...]
    length: float
    free: bool = True


class Ground:
    """The ground of a site: what blocks a walk, and the corners to walk around."""

    def __init__(self, obstacles: Iterable[Sequence[Place]], barriers: Iterable[Sequence[Place]] = ()) -> None:
        """Take obstacles as rings and barriers as lines, both in metres; broken ones are left out."""
        shapes = [Polygon(ring) for ring in obstacles if len(ring) > 2]
        areas = [shape if shape.is_valid else shapely.make_valid(shape) for shape in shapes]
        lines = [LineString(line) for line in barriers if len(line) > 1]
        self._block = shapely.union_all([*areas, *(shapely.buffer(line, 0.05) for line in lines)])
        shapely.prepare(self._block)
        self._corners = self._free_corners()
        pairs = list(itertools.combinations(range(len(self._corners)), 2))
        self._seen = self._clear(self._corners, pairs)

    def _free_corners(self) -> list[Place]:
        around = shapely.buffer(self._block, CLEAR, join_style="mitre")
        tolerance = 0.2
        corners = _corners(shapely.simplify(around, tolerance))
        while len(corners) > CORNERS:
            tolerance *= 2
            corners = _corners(shapely.simplify(around, tolerance))
        return [corner for corner in corners if not shapely.contains_xy(self._block, *corner)]

    def _clear(self, places: Sequence[Place], pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the pairs of places that see each other."""
        if not pairs:
            return []
        lines = shapely.linestrings([[places[one], places[other]] for one, other in pairs])
        blocked = shapely.crosses(self._block, lines) | shapely.contains(self._block, lines)
        return [pair for pair, barred in zip(pairs, blocked, strict=True) if not barred]

    def walk(self, start: Place, goal: Place) -> Walk:
        """Return the shortest walk; a straight line marked as not free where there is none."""
        return self.walks(start, (goal,))[0]

    def walks(self, start: Place, goals: Sequence[Place]) -> tuple[Walk, ...]:
        """Return the shortest walk to each of several goals."""
        places = [*self._corners, start, *goals]
        first, count = len(self._corners), len(places)
        ends = [(end, corner) for end in range(first, count) for corner in range(first)]
        ends += [(first, goal) for goal in range(first + 1, count)]
        edges = [*self._seen, *self._clear(places, ends)]
        lengths = [max(math.dist(places[one], places[other]), 1e-9) for one, other in edges]
        ones, others = ([edge[side] for edge in edges] for side in (0, 1))
        graph = coo_matrix((lengths, (ones, others)), shape=(count, count)).tocsr()
        reached, before = dijkstra(graph, directed=False, indices=first, return_predecessors=True)
        return tuple(_walk(places, (first, goal), float(reached[goal]), before) for goal in range(first + 1, count))


def _walk(places: Sequence[Place], ends: tuple[int, int], length: float, before: Sequence[int]) -> Walk:
    start, goal = ends
    if not math.isfinite(length):
        return Walk((places[start], places[goal]), math.dist(places[start], places[goal]), free=False)
    steps = [goal]
    while steps[-1] != start:
        steps.append(int(before[steps[-1]]))
    return Walk(tuple(places[step] for step in reversed(steps)), length)


def _corners(shape: Any) -> list[Place]:
    polygons = getattr(shape, "geoms", (shape,))
    rings = [ring for p in polygons if isinstance(p, Polygon) and not p.is_empty for ring in (p.exterior, *p.interiors)]
    return [(float(x), float(y)) for ring in rings for x, y in ring.coords[:-1]]
