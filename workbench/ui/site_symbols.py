"""The signs of the plan by name, painted on a field of 24 × 24; never told apart by colour alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
)

from workbench.ui.theme import Theme

SYMBOL = 22
"""Side of a symbol [px of the design]."""


def symbol(shape: str, ink: str, word: str = "", *, size: int = SYMBOL) -> QPixmap:
    """Return a symbol, crisp at the pixel ratio of the screen; a disc carries its number."""
    theme = Theme.current
    screen = QGuiApplication.primaryScreen()
    ratio = screen.devicePixelRatio() if screen else 1.0
    return _drawn(shape, theme.colour(ink).name(), theme.colour("surface").name(), word, (theme.px(size), ratio))


@lru_cache(maxsize=1024)
def _drawn(shape: str, ink: str, ground: str, word: str, size: tuple[int, float]) -> QPixmap:
    side, ratio = size
    image = QPixmap(round(side * ratio), round(side * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / 24, side / 24)
    brush = _Brush(painter, QColor(ink), QColor(ground), word)
    _SHAPES.get(shape, _dot)(brush)
    painter.end()
    return image


@dataclass(frozen=True)
class _Brush:
    """A painter on a field of 24 × 24 with the two colours of a symbol."""

    painter: QPainter
    ink: QColor
    ground: QColor
    word: str

    def path(self, path: QPainterPath, *, hollow: bool = False) -> None:
        """Paint a shape in the colour with a rim of the ground, or hollow with a rim of the colour."""
        self.painter.setPen(QPen(self.ink if hollow else self.ground, 2.2 if hollow else 1.4))
        self.painter.setBrush(self.ground if hollow else self.ink)
        self.painter.drawPath(path)

    def polygon(self, *points: tuple[float, float], hollow: bool = False) -> None:
        """Paint a polygon."""
        path = QPainterPath()
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
        path.closeSubpath()
        self.path(path, hollow=hollow)

    def box(self, *, hollow: bool = False) -> None:
        """Paint the rounded square."""
        path = QPainterPath()
        path.addRoundedRect(QRectF(3, 3, 18, 18), 4, 4)
        self.path(path, hollow=hollow)

    def disc(self, radius: float = 10, *, hollow: bool = False) -> None:
        """Paint the circle."""
        path = QPainterPath()
        path.addEllipse(QPointF(12, 12), radius, radius)
        self.path(path, hollow=hollow)

    def lines(self, *lines: tuple[float, float, float, float], over: bool = True, wide: float = 2) -> None:
        """Draw lines in the ground's colour over a filled shape, or in the colour itself."""
        pen = QPen(self.ground if over else self.ink, wide)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self.painter.setPen(pen)
        for x1, y1, x2, y2 in lines:
            self.painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))

    def write(self, words: str, *, over: bool = True, size: int = 9) -> None:
        """Write a short word in the middle."""
        font = Theme.current.sized(12, 700)
        font.setPixelSize(size)
        while QFontMetrics(font).horizontalAdvance(words) > 18 and font.pixelSize() > 6:
            font.setPixelSize(font.pixelSize() - 1)
        self.painter.setFont(font)
        self.painter.setPen(self.ground if over else self.ink)
        self.painter.drawText(QRectF(0, 0, 24, 24), int(Qt.AlignmentFlag.AlignCenter), words)


def _triangle(brush: _Brush) -> None:
    brush.polygon((12, 3), (21, 20), (3, 20))


def _patrol(brush: _Brush) -> None:
    brush.polygon((4, 5), (14, 5), (21, 12), (14, 19), (4, 19), (9, 12))


def _disc(brush: _Brush) -> None:
    brush.disc()
    brush.write(brush.word)


def _eye(brush: _Brush) -> None:
    brush.box()
    path = QPainterPath(QPointF(6, 12))
    path.quadTo(12, 5, 18, 12)
    path.quadTo(12, 19, 6, 12)
    brush.painter.setPen(QPen(brush.ground, 1.6))
    brush.painter.setBrush(Qt.BrushStyle.NoBrush)
    brush.painter.drawPath(path)
    brush.painter.setBrush(brush.ground)
    brush.painter.drawEllipse(QPointF(12, 12), 1.8, 1.8)


def _scan(brush: _Brush) -> None:
    brush.box()
    corners = ((7, 10, 7, 7), (7, 7, 10, 7), (14, 7, 17, 7), (17, 7, 17, 10), (7, 14, 7, 17), (7, 17, 10, 17),
               (14, 17, 17, 17), (17, 14, 17, 17), (7, 12, 17, 12))  # fmt: skip
    brush.lines(*corners, wide=1.6)


def _way(brush: _Brush) -> None:
    brush.box()
    brush.lines((8, 6, 8, 18), (16, 6, 16, 18), (12, 16, 12, 8), (12, 8, 10, 10.5), (12, 8, 14, 10.5), wide=1.6)


def _bolt(brush: _Brush) -> None:
    brush.disc()
    brush.painter.setPen(Qt.PenStyle.NoPen)
    brush.painter.setBrush(brush.ground)
    points = ((13.5, 4.5), (7.5, 13), (11.3, 13), (10.2, 19.5), (16.5, 10.8), (12.5, 10.8))
    brush.painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def _star(brush: _Brush) -> None:
    brush.box()
    points = ((12, 5.5), (13.8, 9.8), (18.5, 10.2), (15, 13.3), (16, 18), (12, 15.5), (8, 18), (9, 13.3), (5.5, 10.2),
              (10.2, 9.8))  # fmt: skip
    brush.painter.setPen(Qt.PenStyle.NoPen)
    brush.painter.setBrush(brush.ground)
    brush.painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def _diamond(brush: _Brush) -> None:
    brush.polygon((12, 2), (22, 12), (12, 22), (2, 12), hollow=True)
    brush.write(brush.word, over=False)


def _flag(brush: _Brush) -> None:
    brush.polygon((7, 3), (20, 7.5), (7, 12))
    brush.lines((6.5, 3, 6.5, 22), over=False, wide=2.4)


def _desk(brush: _Brush) -> None:
    brush.box(hollow=True)
    brush.write("i", over=False, size=14)


def _cross(brush: _Brush) -> None:
    brush.box(hollow=True)
    brush.lines((12, 7, 12, 17), (7, 12, 17, 12), over=False, wide=4)


def _gather(brush: _Brush) -> None:
    brush.disc(hollow=True)
    brush.lines((6.5, 6.5, 10, 10), (17.5, 6.5, 14, 10), (6.5, 17.5, 10, 14), (17.5, 17.5, 14, 14), over=False)
    brush.painter.setBrush(brush.ink)
    brush.painter.drawEllipse(QPointF(12, 12), 1.6, 1.6)


def _flame(brush: _Brush) -> None:
    path = QPainterPath(QPointF(12, 2.5))
    path.cubicTo(21, 10, 20, 21, 12, 21.5)
    path.cubicTo(4, 21, 3, 13, 9, 9)
    path.cubicTo(10, 11, 12, 9, 12, 2.5)
    brush.path(path)


def _power(brush: _Brush) -> None:
    brush.polygon((14, 2.5), (5, 13.5), (11, 13.5), (9.5, 21.5), (19, 10), (12.5, 10))


def _coach(brush: _Brush) -> None:
    brush.box()
    brush.lines((7, 8, 17, 8), (7, 12, 17, 12), (8, 16.5, 8.4, 16.5), (15.6, 16.5, 16, 16.5), wide=2)


def _signal(brush: _Brush) -> None:
    path = QPainterPath()
    path.addRoundedRect(QRectF(7.5, 2, 9, 20), 4, 4)
    brush.path(path)
    brush.painter.setPen(Qt.PenStyle.NoPen)
    brush.painter.setBrush(brush.ground)
    for y in (6.5, 12, 17.5):
        brush.painter.drawEllipse(QPointF(12, y), 1.9, 1.9)


def _arrow(brush: _Brush) -> None:
    """Paint the arrow of an exit, pointing up; the plan turns it."""
    brush.polygon((12, 2), (20, 11), (15.5, 11), (15.5, 21), (8.5, 21), (8.5, 11), (4, 11))


def _dot(brush: _Brush) -> None:
    brush.disc(4)


def _lanes(brush: _Brush) -> None:
    for x in (4, 10, 16):
        path = QPainterPath()
        path.addRect(QRectF(x, 5, 4.4, 14))
        brush.path(path)


def _area(brush: _Brush, *, dashed: bool = False, hatched: bool = False) -> None:
    pen = QPen(brush.ink, 2.2)
    if dashed:
        pen.setDashPattern([2, 1.6])
    brush.painter.setPen(pen)
    soft = QColor(brush.ink)
    soft.setAlphaF(0.8 if hatched else 0.18)
    brush.painter.setBrush(QBrush(soft, Qt.BrushStyle.BDiagPattern if hatched else Qt.BrushStyle.SolidPattern))
    brush.painter.drawRect(QRectF(3, 5, 18, 14))


def _line(brush: _Brush, *, dashed: bool = False) -> None:
    pen = QPen(brush.ink, 2.6)
    if dashed:
        pen.setDashPattern([2.4, 1.6])
    brush.painter.setPen(pen)
    brush.painter.drawPolyline(QPolygonF([QPointF(3, 19), QPointF(9, 8), QPointF(15, 16), QPointF(21, 5)]))


def _stair(brush: _Brush) -> None:
    brush.lines((3, 20, 8, 20), (8, 20, 8, 15), (8, 15, 13, 15), (13, 15, 13, 10), (13, 10, 18, 10), (18, 10, 18, 5),
                (18, 5, 22, 5), over=False, wide=2.2)  # fmt: skip


def _slope(brush: _Brush) -> None:
    brush.polygon((3, 19), (21, 19), (21, 7), hollow=True)


def _pointer(brush: _Brush) -> None:
    brush.polygon((5, 3), (19, 14), (12.5, 14.5), (9, 21))


def _hand(brush: _Brush) -> None:
    brush.lines((12, 3, 12, 21), (3, 12, 21, 12), (12, 3, 9.5, 5.5), (12, 3, 14.5, 5.5), (12, 21, 9.5, 18.5),
                (12, 21, 14.5, 18.5), (3, 12, 5.5, 9.5), (3, 12, 5.5, 14.5), (21, 12, 18.5, 9.5), (21, 12, 18.5, 14.5),
                over=False, wide=1.8)  # fmt: skip


def _ruler(brush: _Brush) -> None:
    brush.polygon((2, 9), (22, 9), (22, 16), (2, 16), hollow=True)
    brush.lines(*((x, 9, x, 12.5) for x in (6, 10, 14, 18)), over=False, wide=1.5)


def _sheet(brush: _Brush) -> None:
    brush.box(hollow=True)
    brush.lines((5, 17, 10, 11), (10, 11, 14, 15.5), (14, 15.5, 16, 13.5), (16, 13.5, 19, 17), over=False, wide=1.8)


_SHAPES: dict[str, Callable[[_Brush], None]] = {
    "triangle": _triangle, "patrol": _patrol, "disc": _disc, "eye": _eye, "scan": _scan, "way": _way, "bolt": _bolt,
    "star": _star, "diamond": _diamond, "flag": _flag, "desk": _desk, "cross": _cross, "gather": _gather,
    "flame": _flame, "power": _power, "coach": _coach, "signal": _signal, "arrow": _arrow, "dot": _dot,
    "entry": _lanes, "pointer": _pointer, "hand": _hand, "ruler": _ruler, "sheet": _sheet, "area": _area,
    "area_dashed": partial(_area, dashed=True), "area_hatched": partial(_area, hatched=True), "line": _line,
    "line_dashed": partial(_line, dashed=True), "stair": _stair, "slope": _slope,
}  # fmt: skip
