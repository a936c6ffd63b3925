"""The queue at the gates over time, painted small: arrivals against lanes above, queue and wait below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.services.crowd_screening import Point
from workbench.ui.delegates import text
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme

MARK_MINUTES = (15, 30, 60, 120, 240, 480)
"""Distances between the marks of the time axis, of which the first that leaves room is taken."""

LEAST_HALVED = 2
"""An axis that ends below has no mark in its middle: half a person is none."""


class QueueChart(QWidget):
    """Two plots over one axis of time; what the lanes cannot take is hatched."""

    def __init__(self) -> None:
        super().__init__()
        self.points: tuple[Point, ...] = ()
        self.doors: datetime | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(Theme.current.px(220))

    def show_points(self, points: Sequence[Point], doors: datetime | None, told: str) -> None:
        """Show another curve; ``told`` says it in words."""
        self.points, self.doors = tuple(points), doors
        self.setAccessibleName(f"{tr('到达、通行能力与排队')}{tr('：')}{told}")
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for two plots."""
        return QSize(Theme.current.px(560), Theme.current.px(260))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both plots and the axis."""
        if not self.points:
            return
        px = Theme.current.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, right, foot = px(58), px(52), px(22)
        height = (self.height() - foot - px(52)) // 2
        width = self.width() - left - right
        upper = QRect(left, px(22), width, height)
        lower = QRect(left, upper.bottom() + px(28), width, height)
        ends = self.points[-1].end
        self._rates(painter, upper, ends)
        self._queue(painter, lower, ends)
        self._times(painter, lower, ends)

    def _rates(self, painter: QPainter, area: QRect, ends: float) -> None:
        most = max(max(one.arrivals, one.capacity) for one in self.points) * 1.08 or 1.0
        x, y = _scales(area, ends, most)
        _ground(painter, area, most, tr("人/小时"))
        theme = Theme.current
        for one in self.points:
            bar = QRectF(
                x(one.start) + 0.5, y(one.arrivals), x(one.end) - x(one.start) - 1, area.bottom() - y(one.arrivals)
            )
            painter.fillRect(bar, theme.colour("l4F" if one.arrivals <= one.capacity else "warnS"))
            if one.arrivals > one.capacity:
                painter.fillRect(bar, QBrush(theme.colour("warn"), Qt.BrushStyle.BDiagPattern))
        line = QPolygonF()
        for one in self.points:
            line.append(QPointF(x(one.start), y(one.capacity)))
            line.append(QPointF(x(one.end), y(one.capacity)))
        painter.setPen(QPen(theme.colour("t1"), 2))
        painter.drawPolyline(line)
        _legend(
            painter,
            area,
            ((tr("到达"), "l4F", False), (tr("到达超出通行"), "warn", True), (tr("通行能力（线）"), "t1", False)),
        )

    def _queue(self, painter: QPainter, area: QRect, ends: float) -> None:
        most = max(one.queue for one in self.points) * 1.08 or 1.0
        wait = max(one.wait for one in self.points) * 1.08 or 1.0
        x, y = _scales(area, ends, most)
        _ground(painter, area, most, tr("人"))
        theme = Theme.current
        shape = QPolygonF([QPointF(x(0), y(0))])
        for one in self.points:
            shape.append(QPointF(x(one.end), y(one.queue)))
        shape.append(QPointF(x(ends), y(0)))
        painter.setPen(QPen(theme.colour("accentT"), 2))
        painter.setBrush(theme.colour("accentSoft"))
        painter.drawPolygon(shape)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        _, w = _scales(area, ends, wait)
        line = QPolygonF([QPointF((x(one.start) + x(one.end)) / 2, w(one.wait)) for one in self.points])
        painter.setPen(QPen(theme.colour("bad"), 2, Qt.PenStyle.DashLine))
        painter.drawPolyline(line)
        _legend(painter, area, ((tr("排队人数"), "accentT", False), (tr("等候（虚线，右轴）"), "bad", False)))
        for share in (0.0, 1.0):
            place = QRect(
                area.right() + theme.px(6), round(w(wait / 1.08 * share)) - theme.px(9), theme.px(46), theme.px(18)
            )
            text(painter, place, tr("{minutes} 分", minutes=f"{wait / 1.08 * share:.0f}"), theme.sized(12), "bad")

    def _times(self, painter: QPainter, area: QRect, ends: float) -> None:
        theme = Theme.current
        room = max(1, area.width() // theme.px(64))
        step = next((one for one in MARK_MINUTES if ends / one <= room), MARK_MINUTES[-1])
        x, _ = _scales(area, ends, 1.0)
        minute = 0
        while minute <= ends:
            painter.setPen(theme.colour("line2"))
            painter.drawLine(round(x(minute)), area.bottom(), round(x(minute)), area.bottom() + theme.px(4))
            place = QRect(round(x(minute)) - theme.px(30), area.bottom() + theme.px(4), theme.px(60), theme.px(18))
            painter.setPen(theme.colour("t2"))
            painter.setFont(theme.sized(12))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), self._clock(minute))
            minute += step

    def _clock(self, minute: int) -> str:
        if self.doors is None:
            return f"+{minute // 60}:{minute % 60:02d}"
        return f"{self.doors + timedelta(minutes=minute):%H:%M}"


Scale = Callable[[float], float]


def _scales(area: QRect, ends: float, most: float) -> tuple[Scale, Scale]:
    """Return where a minute and a value lie."""
    return (
        lambda minute: area.left() + area.width() * minute / (ends or 1.0),
        lambda value: area.bottom() - area.height() * value / most,
    )


def _ground(painter: QPainter, area: QRect, most: float, unit: str) -> None:
    theme = Theme.current
    painter.setFont(theme.sized(12))
    for share in (0.0, 0.5, 1.0) if most / 1.08 >= LEAST_HALVED else (0.0, 1.0):
        value = most / 1.08 * share
        y = round(area.bottom() - area.height() * value / most)
        painter.setPen(theme.colour("line"))
        painter.drawLine(area.left(), y, area.right(), y)
        painter.setPen(theme.colour("t2"))
        place = QRect(0, y - theme.px(9), area.left() - theme.px(6), theme.px(18))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{value:,.0f}")
    place = QRect(0, area.top() - theme.px(22), area.left() - theme.px(6), theme.px(16))
    painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), unit)


def _legend(painter: QPainter, area: QRect, entries: Sequence[tuple[str, str, bool]]) -> None:
    theme = Theme.current
    px = theme.px
    x = area.left()
    for name, ink, hatched in entries:
        box = QRectF(x, area.top() - px(17), px(10), px(10))
        brush = QBrush(theme.colour(ink), Qt.BrushStyle.BDiagPattern if hatched else Qt.BrushStyle.SolidPattern)
        painter.fillRect(box, brush)
        room = QRect(x + px(14), area.top() - px(21), px(200), px(18))
        x += px(14) + text(painter, room, name, theme.sized(12), "t2") + px(16)
