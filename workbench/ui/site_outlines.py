"""Outlines in metres as tools have them in hand: lengths, areas, corners, whether they cross themselves."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from workbench.site.geometry import shaped
from workbench.site.snapping import Place, Snapper
from workbench.ui.i18n import tr

MOST_JUDGED = 600
"""Corners of an outline that is judged at every move of the pointer."""


def told(places: Sequence[Place], *, area: bool) -> str:
    """Return length and area of a sketch in words; with one place, where it is."""
    if len(places) < 2:
        return "".join(f"x {x:.1f} m  y {y:.1f} m" for x, y in places[:1])
    far = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(places))
    if not area or len(places) < 3:
        return tr("长 {far:.1f} m", far=far)
    return tr("周长 {far:.1f} m · 面积 {area:,.1f} m²", far=far + _gap(places), area=surface(places))


def crosses(places: Sequence[Place]) -> bool:
    """Return whether the outline of an area crosses or touches itself; a very long one is judged when it is saved."""
    if len(places) < 4 or len(places) > MOST_JUDGED:
        return False
    ring = [*places, places[0]]
    return not bool(shaped("Polygon", [ring]).is_valid)


def _gap(places: Sequence[Place]) -> float:
    (ax, ay), (bx, by) = places[-1], places[0]
    return hypot(bx - ax, by - ay)


def surface(places: Sequence[Place]) -> float:
    """Return the area of an outline [m²]."""
    pairs = zip(places, (*places[1:], places[0]), strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def places_of(ring: Sequence[tuple[object, object]]) -> list[Place]:
    """Return a ring as places [m]."""
    return [(float(x), float(y)) for x, y in ring]  # type: ignore[arg-type]


def rings_of(rings: Sequence[Sequence[tuple[object, object]]]) -> list[list[Place]]:
    """Return rings as places [m]."""
    return [places_of(ring) for ring in rings]


def put_in(places: list[Place], number: int, place: Place) -> list[Place]:
    """Return the places with one of them elsewhere; the ends of a closed ring stay together."""
    made = [*places[:number], place, *places[number + 1 :]]
    if len(places) > 2 and places[0] == places[-1] and number in {0, len(places) - 1}:
        made[0] = made[-1] = place
    return made


def line_of(places: Sequence[Place], *, closed: bool = False) -> QPainterPath:
    """Return a line through places."""
    path = QPainterPath()
    for number, place in enumerate(places):
        (path.lineTo if number else path.moveTo)(QPointF(*place))
    if closed:
        path.closeSubpath()
    return path


def box_of(area: QRectF) -> QRectF:
    """Return a rectangle that has a size even for a point."""
    return area.adjusted(-0.01, -0.01, 0.01, 0.01)


def edge_at(rings: Sequence[Sequence[Place]], at: Place, reach: float) -> tuple[int, int] | None:
    """Return ring and edge within reach of a place."""
    for number, ring in enumerate(rings):
        for edge, piece in enumerate(pairwise(ring)):
            if Snapper([piece]).snap(*at, reach).to:
                return number, edge
    return None
