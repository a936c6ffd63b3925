"""What a map of the site shows, in local metres (x east, y north): plain values, ready to be drawn.

Styles are words of the drawing (``core``, ``water``, ``fixed`` …), codes and names those of the plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Point, ...]


@dataclass(frozen=True)
class Ground:
    """An area: its polygons, each an outer ring with its holes; ``note`` stands below the name."""

    style: str
    code: str
    name: str
    polygons: tuple[tuple[Ring, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Way:
    """A line: fence, boundary, route, lane, stair, or a way out (``first``, ``second``).

    ``heads`` are the places of its arrows and the unit vectors in which they point.
    """

    style: str
    name: str
    points: tuple[Point, ...]
    heads: tuple[tuple[Point, Point], ...] = ()


@dataclass(frozen=True)
class Opening:
    """A gate: its line across the opening, and the direction outwards (a unit vector; ``None`` = unknown)."""

    style: str
    code: str
    points: tuple[Point, ...]
    out: Point | None = None
    note: str = ""

    @property
    def middle(self) -> Point:
        """Return the middle of the opening."""
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


@dataclass(frozen=True)
class Spot:
    """A post or a facility: its shape by ``style`` and what is written in it."""

    style: str
    code: str
    x: float
    y: float


@dataclass(frozen=True)
class Key:
    """An entry of the legend: kind of thing (``ground``, ``way``, ``gate``, ``post``, ``sign``), style, name, sign.

    ``heads`` is how many arrows stand on the line of a way.
    """

    layer: str
    style: str
    name: str
    sign: str = ""
    heads: int = 0


@dataclass(frozen=True)
class MapWords:
    """Words on the map: north, that it is a sketch, and what stands where nothing is drawn."""

    north: str
    sketch: str
    empty: str


@dataclass(frozen=True)
class SiteMap:
    """A map.

    Attributes:
        grounds: Buildings, water, roads, below everything.
        zones: Larger ones first.
        gaps: What is missing, in words; printed on the map.
        frame: Points that the window shows; empty = everything.
    """

    words: MapWords
    grounds: tuple[Ground, ...] = ()
    zones: tuple[Ground, ...] = ()
    ways: tuple[Way, ...] = ()
    gates: tuple[Opening, ...] = ()
    posts: tuple[Spot, ...] = ()
    signs: tuple[Spot, ...] = ()
    routes: tuple[Way, ...] = ()
    keys: tuple[Key, ...] = ()
    gaps: tuple[str, ...] = ()
    frame: tuple[Point, ...] = ()

    @property
    def empty(self) -> bool:
        """Return whether nothing has a place."""
        return not (self.grounds or self.zones or self.ways or self.gates or self.posts or self.signs)

    def points(self) -> tuple[Point, ...]:
        """Return every point that must be seen."""
        if self.frame:
            return self.frame
        areas = [p for ground in (*self.grounds, *self.zones) for polygon in ground.polygons for p in polygon[0]]
        drawn = [*(way.points for way in (*self.ways, *self.routes)), *(gate.points for gate in self.gates)]
        lines = [p for points in drawn for p in points]
        return (*areas, *lines, *((spot.x, spot.y) for spot in (*self.posts, *self.signs)))


@dataclass(frozen=True)
class Crop:
    """A part of a map around one post: the ringed post and its place, the way out from it, what else is shown.

    ``centre`` and ``reach`` (half its shorter side, in metres) are the window; ``near`` are the posts that are shown.
    """

    code: str
    at: Point
    centre: Point
    reach: float
    way: tuple[Point, ...] = ()
    near: tuple[str, ...] = ()
