"""The items that draw one object of the plan: outline, surface, symbol of fixed size, arrow of its direction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from math import atan2, degrees, hypot

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen, QPixmap, QPolygonF, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsPixmapItem

from workbench.core.values import Feature
from workbench.ui.site_looks import HATCHED_SHAPES, Look
from workbench.ui.site_symbols import symbol
from workbench.ui.theme import Theme

_Z = {"base": -50.0, "zone": 10.0, "barrier": 20.0, "boundary": 20.0, "route": 25.0, "gate": 30.0, "post": 41.0}
_Z_POINT, _Z_OTHER = 40.0, 15.0
NUMBERED = frozenset({"disc", "diamond"})
"""Signs that carry their number themselves."""
OUTWARD = frozenset({"arrow"})
"""Signs that are turned to lead out of their opening."""
DIRECTED = frozenset({"stair", "route", "patrol"})
"""Layers of lines that lead somewhere: their arrow follows the order of their points."""
ONE_WAY_ARROWS = (0.15, 0.5, 0.85)
"""Where the arrows of a one-way stand, as shares of its length."""


def path_of(feature: Feature) -> QPainterPath:
    """Return the outline of an object [m]; holes stay open."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in feature.rings:
        path.addPolygon(QPolygonF([QPointF(float(x), float(y)) for x, y in ring]))
        if feature.geometry.endswith("Polygon"):
            path.closeSubpath()
    return path


def bounds(feature: Feature) -> QRectF:
    """Return the rectangle of an object [m]; that of a point has no size."""
    xs = [float(x) for ring in feature.rings for x, _ in ring]
    ys = [float(y) for ring in feature.rings for _, y in ring]
    return QRectF(QPointF(min(xs), min(ys)), QPointF(max(xs), max(ys)))


def place_of(feature: Feature) -> tuple[float, float]:
    """Return the first place of an object [m]."""
    x, y = feature.rings[0][0]
    return float(x), float(y)


def middle_of(features: Iterable[Feature]) -> QPointF:
    """Return the middle of the gates, from which exits point outwards."""
    places = [bounds(one).center() for one in features if one.layer == "gate"]
    count = max(1, len(places))
    return QPointF(sum(p.x() for p in places) / count, sum(p.y() for p in places) / count)


def pen_of(ink: str, wide: float, dashes: Sequence[float] = ()) -> QPen:
    """Return a pen of fixed width [px] in a colour of the theme."""
    pen = QPen(Theme.current.colour(ink), wide)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashes:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(list(dashes))
    return pen


def shape_items(feature: Feature, look: Look) -> list[QGraphicsItem]:
    """Return surface or line, with the arrow of its direction on what leads somewhere and several on a one-way."""
    shape = _shape_item(feature, look)
    points = [QPointF(float(x), float(y)) for x, y in feature.rings[0]]
    if feature.layer not in DIRECTED or feature.geometry != "LineString" or len(points) < 2:
        return [shape]
    shares = ONE_WAY_ARROWS if feature.get("one_way") is True else (0.5,)
    return [shape, *(_arrow(points, share, look) for share in shares)]


def _arrow(points: Sequence[QPointF], share: float, look: Look) -> QGraphicsItem:
    """Return the arrow at a share of the length of a line, in the direction of its points."""
    pieces = [QLineF(a, b) for a, b in pairwise(points)]
    left = share * sum(piece.length() for piece in pieces)
    for piece in pieces:
        if left <= piece.length() or piece is pieces[-1]:
            break
        left -= piece.length()
    turn = QTransform().rotate(degrees(atan2(piece.dx(), piece.dy())))
    image = symbol("arrow", look.ink, size=16).transformed(turn, Qt.TransformationMode.SmoothTransformation)
    return _symbol_item(image, piece.pointAt(left / piece.length() if piece.length() else 0.0), _Z_POINT - 1)


def _shape_item(feature: Feature, look: Look) -> QGraphicsItem:
    item = QGraphicsPathItem(path_of(feature))
    item.setPen(pen_of(look.ink if feature.valid else "bad", look.wide, look.dashes if feature.valid else (2, 2)))
    if feature.geometry.endswith("Polygon"):
        item.setBrush(_fill(look))
    item.setZValue(_Z.get(feature.layer, _Z_OTHER) + 1 / (2 + float(feature.area or Decimal(0))))
    return item


def _fill(look: Look) -> QBrush:
    colour = QColor(Theme.current.colour(look.ink))
    colour.setAlphaF(look.fill)
    return QBrush(colour, Qt.BrushStyle.BDiagPattern if look.shape in HATCHED_SHAPES else Qt.BrushStyle.SolidPattern)


def point_item(feature: Feature, look: Look) -> QGraphicsItem:
    """Return the symbol of a point."""
    word = short(feature.code) if look.shape in NUMBERED else ""
    depth = _Z.get(feature.layer, _Z_POINT)
    return _symbol_item(symbol(look.shape, look.ink, word), QPointF(*place_of(feature)), depth)


def _symbol_item(image: QPixmap, at: QPointF, depth: float) -> QGraphicsPixmapItem:
    item = QGraphicsPixmapItem(image)
    side = item.boundingRect().width()
    item.setOffset(-side / 2, -side / 2)
    item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
    item.setShapeMode(QGraphicsPixmapItem.ShapeMode.BoundingRectShape)
    item.setPos(at)
    item.setZValue(depth)
    return item


def gate_items(feature: Feature, look: Look, middle: QPointF) -> list[QGraphicsItem]:
    """Return the line across the opening, and the sign of what leads away: exits, fire gates."""
    line = QGraphicsPathItem(path_of(feature))
    line.setPen(pen_of(look.ink, look.wide, look.dashes))
    line.setZValue(_Z["gate"])
    if look.shape not in {*OUTWARD, "flame"} or len(feature.rings[0]) < 2:
        return [line]
    image = symbol(look.shape, look.ink)
    turn = turn_of(feature, look, middle)
    if turn is not None:
        image = image.transformed(QTransform().rotate(turn), Qt.TransformationMode.SmoothTransformation)
    return [line, _symbol_item(image, bounds(feature).center(), _Z["gate"] + 1)]


def turn_of(feature: Feature, look: Look, middle: QPointF) -> float | None:
    """Return by how much the arrow of an opening is turned to lead away from the middle [°]; ``None`` = it has none."""
    if feature.layer != "gate" or look.shape not in OUTWARD or len(feature.rings[0]) < 2:
        return None
    return _outward(feature, middle)


def _outward(feature: Feature, middle: QPointF) -> float:
    """Return by how much an arrow that points up turns, clockwise on the screen, to lead out of an opening [°]."""
    (x1, y1), (x2, y2) = ((float(x), float(y)) for x, y in (feature.rings[0][0], feature.rings[0][-1]))
    dx, dy = x2 - x1, y2 - y1
    span = hypot(dx, dy) or 1.0
    out = QPointF(-dy / span, dx / span)
    away = bounds(feature).center() - middle
    if out.x() * away.x() + out.y() * away.y() < 0:
        out = -out
    return degrees(atan2(out.x(), out.y()))


def short(code: str) -> str:
    """Return the short number of a code for inside a symbol: M01 → M1."""
    head = code.rstrip("0123456789")
    tail = code[len(head) :].lstrip("0")
    return f"{head[:2]}{tail}"[:4]
