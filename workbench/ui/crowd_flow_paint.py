"""Counted people painted small: occupancy against its thresholds, and the heat grid of zones over time.

The grid tells the band of a density by word and pattern, not by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.services.crowd_flow import Cell, FlowView, PlaceLine
from workbench.ui.delegates import CENTRE, text
from workbench.ui.i18n import say, tr
from workbench.ui.theme import Theme

INKS = {"yellow": "l3", "orange": "l2", "red": "l1"}
"""State or band → colour family."""
PATTERNS = {
    "yellow": Qt.BrushStyle.Dense7Pattern,
    "orange": Qt.BrushStyle.BDiagPattern,
    "red": Qt.BrushStyle.DiagCrossPattern,
}
STATES = ("yellow", "orange", "red")


class OccupancyChart(QWidget):
    """Persons inside over the day, with the thresholds as dashed lines with their words."""

    def __init__(self) -> None:
        super().__init__()
        self.view: FlowView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(Theme.current.px(170))

    def show_view(self, view: FlowView, told: str) -> None:
        """Show another day; ``told`` says it in words."""
        self.view = view
        self.setAccessibleName(f"{tr('场内人数')}{tr('：')}{told}")
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for the curve."""
        return QSize(Theme.current.px(560), Theme.current.px(220))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint thresholds, curve and peak."""
        if self.view is None or self.view.site is None:
            return
        theme, px = Theme.current, Theme.current.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRect(px(58), px(12), self.width() - px(152), self.height() - px(38))
        cells = self.view.site.cells
        most = max([one.inside for one in cells] + [count for _, count in self.view.thresholds] + [1]) * 1.08
        place = _Axis(area, cells[0].at, cells[-1].at, most)
        self._grid(painter, place)
        for (name, count), code in zip(self.view.thresholds, STATES, strict=False):
            _threshold(painter, place, f"{say(name)} {count:,}", count, INKS[code])
        points = [place.point(one.at, one.inside) for one in cells]
        curve = QPolygonF(points)
        shape = QPolygonF([place.point(cells[0].at, 0), *points, place.point(cells[-1].at, 0)])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accentSoft"))
        painter.drawPolygon(shape)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("accentT"), 2))
        painter.drawPolyline(curve)
        self._peak(painter, place, self.view.site.peak)

    def _grid(self, painter: QPainter, place: _Axis) -> None:
        theme = Theme.current
        painter.setFont(theme.sized(12))
        for share in (0.0, 0.5, 1.0):
            value = place.most / 1.08 * share
            y = round(place.point(place.first, value).y())
            painter.setPen(theme.colour("line"))
            painter.drawLine(place.area.left(), y, place.area.right(), y)
            painter.setPen(theme.colour("t2"))
            room = QRect(0, y - theme.px(9), place.area.left() - theme.px(6), theme.px(18))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{value:,.0f}")
        assert self.view is not None
        assert self.view.site is not None
        _times(painter, place, [one.at for one in self.view.site.cells])

    def _peak(self, painter: QPainter, place: _Axis, peak: Cell) -> None:
        theme = Theme.current
        point = place.point(peak.at, peak.inside)
        painter.setBrush(theme.colour("surface"))
        painter.setPen(QPen(theme.colour("accentT"), 2))
        painter.drawEllipse(point, 4, 4)
        words = tr("峰值 {count} 人 · {time}", count=f"{peak.inside:,}", time=f"{peak.at:%H:%M}")
        wide = QFontMetrics(theme.sized(12, 500)).horizontalAdvance(words) + theme.px(12)
        left = min(max(place.area.left(), round(point.x()) - wide // 2), place.area.right() - wide)
        box = QRect(left, round(point.y()) + theme.px(10), wide, theme.px(20))
        painter.setPen(theme.colour("line2"))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(theme.sized(12, 500))
        painter.setPen(theme.colour("t1"))
        painter.drawText(box, int(CENTRE), words)


class _Axis:
    """Where a moment and a number of persons lie."""

    def __init__(self, area: QRect, first: datetime, last: datetime, most: float) -> None:
        self.area, self.first, self.most = area, first, most
        self._seconds = (last - first).total_seconds() or 1.0

    def point(self, at: datetime, value: float) -> QPointF:
        """Return the point of a moment and a value."""
        share = (at - self.first).total_seconds() / self._seconds
        return QPointF(
            self.area.left() + self.area.width() * share, self.area.bottom() - self.area.height() * value / self.most
        )


def _threshold(painter: QPainter, place: _Axis, words: str, count: int, ink: str) -> None:
    theme = Theme.current
    y = round(place.point(place.first, count).y())
    painter.setPen(QPen(theme.colour(f"{ink}F"), 1, Qt.PenStyle.DashLine))
    painter.drawLine(place.area.left(), y, place.area.right(), y)
    room = QRect(place.area.right() + theme.px(4), y - theme.px(9), theme.px(90), theme.px(18))
    text(painter, room, words, theme.sized(12), ink)


def _times(painter: QPainter, place: _Axis, times: Sequence[datetime]) -> None:
    """Write as many times as there is room for, evenly among those counted."""
    theme = Theme.current
    step = max(1, -(-len(times) * theme.px(56) // max(1, place.area.width())))
    painter.setPen(theme.colour("t2"))
    for at in times[::step]:
        x = round(place.point(at, 0).x())
        room = QRect(x - theme.px(26), place.area.bottom() + theme.px(4), theme.px(52), theme.px(18))
        painter.drawText(room, int(CENTRE), f"{at:%H:%M}")


class HeatGrid(QWidget):
    """A row per zone, a column per time; each cell has the density, and the band as word, pattern and colour."""

    ROW, HEAD, NAME, LEAST = 40, 26, 150, 62

    def __init__(self) -> None:
        super().__init__()
        self.places: tuple[PlaceLine, ...] = ()
        self.times: tuple[datetime, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_places(self, places: Sequence[PlaceLine]) -> None:
        """Show the zones that were counted."""
        self.places = tuple(one for one in places if not one.gate)
        self.times = tuple(sorted({cell.at for one in self.places for cell in one.cells}))
        self.setAccessibleName(
            tr("；").join(_sentence(one) for one in self.places)
            or tr("没有分区计数：按分区登记或导入后，这里显示各分区各时刻的密度。")
        )
        px = Theme.current.px
        self.setMinimumWidth(px(self.NAME) + px(self.LEAST) * len(self.times) + px(12))
        self.setMinimumHeight(px(self.HEAD) + px(self.ROW) * len(self.places) + px(8))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint heads, names and cells."""
        theme, px = Theme.current, Theme.current.px
        painter = QPainter(self)
        if not self.times:
            room = self.rect().adjusted(px(16), px(12), -px(12), 0)
            text(
                painter,
                QRect(room.left(), room.top(), room.width(), px(20)),
                self.accessibleName(),
                theme.sized(13),
                "t2",
            )
            return
        wide = max(px(self.LEAST), min(px(110), (self.width() - px(self.NAME) - px(12)) // len(self.times)))
        painter.setFont(theme.sized(12))
        painter.setPen(theme.colour("t2"))
        for number, at in enumerate(self.times):
            room = QRect(px(self.NAME) + number * wide, 0, wide, px(self.HEAD))
            painter.drawText(room, int(CENTRE), f"{at:%H:%M}")
        for number, one in enumerate(self.places):
            top = px(self.HEAD) + number * px(self.ROW)
            name = QRect(px(12), top, px(self.NAME) - px(18), px(self.ROW))
            text(painter, name, f"{one.code} {one.name}".strip(), theme.sized(13), "t1")
            for cell in one.cells:
                left = px(self.NAME) + self.times.index(cell.at) * wide
                _paint_cell(painter, QRect(left + 1, top + 1, wide - 2, px(self.ROW) - 2), cell)


def _paint_cell(painter: QPainter, area: QRect, cell: Cell) -> None:
    theme = Theme.current
    ink = INKS.get(cell.band)
    painter.fillRect(area, theme.colour(f"{ink}S" if ink else "okS"))
    if ink:
        painter.fillRect(
            QRectF(area.left(), area.top(), area.width(), theme.px(5)), QBrush(theme.colour(ink), PATTERNS[cell.band])
        )
    upper = area.adjusted(0, theme.px(4), 0, -area.height() // 2 + theme.px(2))
    lower = area.adjusted(0, area.height() // 2 - theme.px(2), 0, -theme.px(1))
    painter.setPen(theme.colour("t1"))
    painter.setFont(theme.sized(12, 500))
    painter.drawText(upper, int(CENTRE), f"{cell.inside:,}" if cell.density is None else f"{float(cell.density):.2f}")
    painter.setPen(theme.colour(ink or "ok"))
    painter.setFont(theme.sized(12))
    painter.drawText(lower, int(CENTRE), _band(cell))


def _band(cell: Cell) -> str:
    return say(cell.band_text) if cell.band in INKS else tr("正常") if cell.band else tr("人")


def _sentence(one: PlaceLine) -> str:
    peak = one.peak
    density = "" if peak.density is None else f" {float(peak.density):.2f} p/m² {say(peak.band_text)}"
    return f"{one.code} {tr('峰值 {count} 人 · {time}', count=f'{peak.inside:,}', time=f'{peak.at:%H:%M}')}{density}"
