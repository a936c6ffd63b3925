"""Drawn objects as shapes, and their measures.

Lengths and areas are those of the plane, rounded to the millimetre and to 0.0001 m² (0.000001 m² below one).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

MM = Decimal("0.001")
AREA_STEP = Decimal("0.0001")
SMALL_AREA_STEP = Decimal("0.000001")
POLYGONS = frozenset({"Polygon", "MultiPolygon"})
LEAST = {"Point": 1, "LineString": 2, "Polygon": 4, "MultiPolygon": 4}
"""Geometry → fewest points of a line or ring; those of rings count the closing one."""

Rings = Sequence[Sequence[tuple[Any, Any]]]


class Drawn(Protocol):
    """An object of a drawing; ``rings`` in metres, ``parts`` = rings of each of several polygons."""

    @property
    def layer(self) -> str:
        """Return the layer."""

    @property
    def code(self) -> str:
        """Return the code in the layer."""

    @property
    def kind(self) -> str:
        """Return the kind within the layer."""

    @property
    def name(self) -> str:
        """Return the name."""

    @property
    def geometry(self) -> str:
        """Return the geometry type."""

    @property
    def rings(self) -> tuple[tuple[tuple[Decimal, Decimal], ...], ...]:
        """Return the points."""

    @property
    def parts(self) -> tuple[int, ...]:
        """Return the number of rings of each polygon."""

    @property
    def extra(self) -> tuple[tuple[str, Any], ...]:
        """Return what else the drawing says of it."""


@dataclass(frozen=True)
class Measures:
    """Area [m²] of polygons, length [m] of lines; a polygon that is not valid has neither."""

    area: Decimal | None = None
    length: Decimal | None = None
    valid: bool = True


def shape_of(drawn: Drawn) -> BaseGeometry:
    """Return an object's shape as drawn, valid or not."""
    return shaped(drawn.geometry, drawn.rings, drawn.parts)


def shaped(geometry: str, rings: Rings, parts: Sequence[int] = ()) -> BaseGeometry:
    """Return the shape of rings in metres.

    Args:
        geometry: ``Point``, ``LineString``, ``Polygon`` or ``MultiPolygon``.
        rings: Closed for polygons.
        parts: Rings of each of several polygons.
    """
    import shapely.geometry

    made: Any = shapely.geometry
    lines = [[(float(x), float(y)) for x, y in ring] for ring in rings]
    if geometry in POLYGONS:
        several = [made.Polygon(outer, holes) for outer, *holes in _by_polygon(lines, parts)]
        shape: BaseGeometry = several[0] if len(several) == 1 else made.MultiPolygon(several)
    elif geometry == "Point":
        shape = made.Point(lines[0][0])
    else:
        shape = made.LineString(lines[0])
    return shape


def _by_polygon(rings: list[Any], parts: Sequence[int]) -> Iterator[list[Any]]:
    start = 0
    for count in parts or (len(rings),):
        yield rings[start : start + count]
        start += count


def measures(geometry: str, rings: Rings, parts: Sequence[int] = ()) -> Measures:
    """Return area or length of rings in metres, closed for polygons."""
    if geometry == "Point":
        return Measures()
    shape = shaped(geometry, rings, parts)
    if geometry not in POLYGONS:
        return Measures(length=rounded(shape.length, MM))
    if not shape.is_valid:
        return Measures(valid=False)
    return Measures(area=rounded(shape.area, AREA_STEP if shape.area >= 1 else SMALL_AREA_STEP))


def rounded(value: float, step: Decimal) -> Decimal:
    """Return a measure to a step."""
    return Decimal(repr(float(value))).quantize(step)
