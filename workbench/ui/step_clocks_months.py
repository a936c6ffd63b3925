"""The months that a deadline spans: each day with its number in the count, or the sign of why it does not count."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.services.time_limits import DayView, LimitView
from workbench.ui import delegates
from workbench.ui.i18n import language, say, tr
from workbench.ui.theme import Theme

CELL_W, CELL_H, HEAD, GAP = 30, 30, 40, 18
FILLS = {
    "counted": ("okS", "ok"),
    "makeup": ("warnS", "warn"),
    "weekend": ("sunken", "t3"),
    "holiday": ("badS", "bad"),
    "stop": ("neuL", "t2"),
    "outside": ("", "t3"),
}
"""Kind of a day → ground and ink; the sign in the cell says the same without colour."""
_NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def sign(day: DayView, limit: LimitView) -> str:
    """Return the small sign of a day: start, end, its number, 休, 班, 停; empty for ordinary days outside."""
    if day.day == limit.due:
        return tr("止")
    if day.day == limit.start:
        return tr("起")
    words = {"holiday": tr("休"), "stop": tr("停"), "weekend": ""}
    if day.kind in words:
        return words[day.kind]
    number = str(day.number) if day.number else ""
    return f"{tr('班')}{number}" if day.kind == "makeup" and number else number


class Months(QWidget):
    """Small months side by side, wrapped to the width."""

    def __init__(self) -> None:
        super().__init__()
        self._limit: LimitView | None = None
        self._months: list[list[DayView]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_limit(self, limit: LimitView) -> None:
        """Show the months of a deadline."""
        self._limit = limit
        self._months = [list(group) for _key, group in groupby(limit.days, key=lambda d: (d.day.year, d.day.month))]
        self.setAccessibleName(spoken(limit))
        self.setVisible(bool(self._months))
        self._fit()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Return the height that the months need in a width [px]."""
        px = Theme.current.px
        lines = -(-len(self._months) // self._across(width)) if self._months else 0
        return lines * px(HEAD + self._weeks() * CELL_H + GAP)

    def _weeks(self) -> int:
        """Return the most weeks that a month of these has."""
        return max((-(-(month[0].day.weekday() + len(month)) // 7) for month in self._months), default=0)

    def sizeHint(self) -> QSize:
        """Return the size in the present width."""
        return QSize(self._wide(), self.heightForWidth(max(self.width(), self._wide())))

    def resizeEvent(self, _event: object) -> None:
        """Wrap the months anew."""
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint every month."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, across = Theme.current.px, self._across(self.width())
        for number, month in enumerate(self._months):
            left = (number % across) * (self._wide() + px(GAP))
            top = (number // across) * px(HEAD + self._weeks() * CELL_H + GAP)
            self._paint_month(painter, month, left, top)

    def _fit(self) -> None:
        self.setFixedHeight(self.heightForWidth(max(1, self.width())))

    def _wide(self) -> int:
        return 7 * Theme.current.px(CELL_W)

    def _across(self, width: int) -> int:
        gap = Theme.current.px(GAP)
        return max(1, (width + gap) // (self._wide() + gap))

    def _paint_month(self, painter: QPainter, month: list[DayView], left: int, top: int) -> None:
        theme, px = Theme.current, Theme.current.px
        painter.setFont(theme.sized(13, 500))
        painter.setPen(theme.colour("t1"))
        painter.drawText(QRect(left, top, self._wide(), px(20)), Qt.AlignmentFlag.AlignLeft, _title(month[0].day))
        painter.setFont(theme.sized(11))
        painter.setPen(theme.colour("t3"))
        for column, name in enumerate(tr("一 二 三 四 五 六 日").split()):
            cell = QRect(left + column * px(CELL_W), top + px(20), px(CELL_W), px(18))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, name)
        first = month[0].day.weekday()
        for day in month:
            place = first + day.day.day - 1
            cell = QRect(
                left + place % 7 * px(CELL_W), top + px(HEAD) + place // 7 * px(CELL_H), px(CELL_W), px(CELL_H)
            )
            self._paint_day(painter, day, cell)

    def _paint_day(self, painter: QPainter, day: DayView, cell: QRect) -> None:
        assert self._limit is not None
        theme, px = Theme.current, Theme.current.px
        ground, ink = FILLS[day.kind]
        edge = "accentT" if day.day in {self._limit.due, self._limit.start} else ""
        box = QRectF(cell.adjusted(1, 1, -1, -1))
        if ground or edge:
            delegates.rounded(painter, box, ground, edge, px(4))
        painter.setPen(theme.colour("t1" if day.number or edge else ink))
        painter.setFont(theme.sized(12, 500 if edge else 400))
        painter.drawText(cell.adjusted(0, px(2), 0, -px(12)), Qt.AlignmentFlag.AlignCenter, str(day.day.day))
        painter.setPen(theme.colour("accentT" if edge else ink))
        painter.setFont(theme.sized(11))
        painter.drawText(cell.adjusted(0, px(15), 0, 0), Qt.AlignmentFlag.AlignCenter, sign(day, self._limit))


def _title(day: date) -> str:
    return tr("{year}年{month}月", year=day.year, month=day.month if language() == "zh" else _NAMES[day.month - 1])


def spoken(limit: LimitView) -> str:
    """Return the calendar in words for screen readers: how many days count, and the named days."""
    counted = sum(1 for day in limit.days if day.number)
    named = dict.fromkeys(say(d.name) for d in limit.days if d.kind in {"holiday", "makeup"} and d.name.zh)
    told = [tr("日历：计入 {count} 个工作日", count=counted), *named]
    return tr("，").join(told)
