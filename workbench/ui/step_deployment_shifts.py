"""Shifts of the posts as bars over the hours of a day: filled, with a gap, or not on the roster."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QFrame

from workbench.ui.delegates import CENTRE, rounded, text
from workbench.ui.i18n import tr
from workbench.ui.step_deployment_board import Bar, Board, ShiftRow
from workbench.ui.step_deployment_model import day_title
from workbench.ui.theme import Theme
from workbench.ui.widgets import column, label, row

ROW, HEAD, NAMES = 24, 24, 176
"""Height of a row and of the scale, width of the names [px]."""
HOUR = timedelta(hours=1)
MOST = timedelta(hours=48)
"""Longest stretch drawn at once; what lasts longer is cut at its end."""


def stretch(rows: Sequence[ShiftRow], day: date) -> tuple[datetime, datetime]:
    """Return the hours drawn: from the first start to the last end, whole hours, two days at most."""
    bars = [bar for one in rows for bar in one.bars]
    start = min((bar.start for bar in bars), default=datetime.combine(day, time(8)))
    end = max((bar.end for bar in bars), default=start + 12 * HOUR)
    first = start.replace(minute=0, second=0, microsecond=0)
    last = min(end, first + MOST)
    if last.minute or last.second:
        last = last.replace(minute=0, second=0, microsecond=0) + HOUR
    return first, max(last, first + 4 * HOUR)


class ShiftView(QAbstractScrollArea):
    """Paints the rows in sight only; a click or the arrows choose a post."""

    chosen = Signal(str)
    """Key of a post."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows: tuple[ShiftRow, ...] = ()
        self.key = ""
        self._from = datetime.combine(date.min, time())
        self._to = self._from + HOUR
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.viewport().update())
        self.setAccessibleName(tr("班次"))

    def show_rows(self, rows: Sequence[ShiftRow], day: date) -> None:
        """Show the shifts of a day."""
        self.rows = tuple(rows)
        self._from, self._to = stretch(rows, day)
        self._measure()
        self.choose(self.key)
        self.viewport().update()

    def choose(self, key: str) -> None:
        """Mark a post and bring it into sight."""
        self.key = key
        place = next((number for number, one in enumerate(self.rows) if one.key == key), -1)
        if place >= 0:
            self.setAccessibleDescription(self.rows[place].sentence())
            px, bar = Theme.current.px, self.verticalScrollBar()
            top, room = place * px(ROW), self.viewport().height() - px(HEAD)
            bar.setValue(min(bar.value(), top) if top < bar.value() else max(bar.value(), top + px(ROW) - room))
        self.viewport().update()

    def span(self, bar: Bar) -> tuple[float, float]:
        """Return where a bar begins and ends as shares of the width drawn, 0 to 1."""
        whole = (self._to - self._from).total_seconds()
        ends = ((moment - self._from).total_seconds() / whole for moment in (bar.start, bar.end))
        first, last = (min(1.0, max(0.0, share)) for share in ends)
        return first, last

    # Events

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint scale and rows."""
        theme, px = Theme.current, Theme.current.px
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("surface"))
        if not self.rows:
            painter.setPen(theme.colour("t2"))
            painter.setFont(theme.sized(13))
            painter.drawText(self.viewport().rect(), int(CENTRE), tr("没有班次：场次要有日期，岗位要有起止时刻"))
            return
        offset = self.verticalScrollBar().value()
        first = offset // px(ROW)
        for number in range(first, min(len(self.rows), first + self.viewport().height() // px(ROW) + 2)):
            self._paint_row(painter, self.rows[number], px(HEAD) + number * px(ROW) - offset)
        self._paint_scale(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the post under the pointer."""
        px = Theme.current.px
        place = (int(event.position().y()) - px(HEAD) + self.verticalScrollBar().value()) // px(ROW)
        if 0 <= place < len(self.rows) and event.position().y() >= px(HEAD):
            self.choose(self.rows[place].key)
            self.chosen.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next or the previous post."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key()))
        if step is None or not self.rows:
            super().keyPressEvent(event)
            return
        now = next((number for number, one in enumerate(self.rows) if one.key == self.key), -step)
        self.choose(self.rows[min(max(0, now + step), len(self.rows) - 1)].key)
        self.chosen.emit(self.key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again."""
        super().resizeEvent(event)
        self._measure()

    # Inside

    def _measure(self) -> None:
        px = Theme.current.px
        room = self.viewport().height() - px(HEAD)
        self.verticalScrollBar().setRange(0, max(0, len(self.rows) * px(ROW) - room))
        self.verticalScrollBar().setPageStep(max(1, room))
        self.verticalScrollBar().setSingleStep(px(ROW))

    def _drawn(self) -> QRectF:
        px = Theme.current.px
        return QRectF(px(NAMES), 0, max(1, self.viewport().width() - px(NAMES) - px(14)), self.viewport().height())

    def _paint_scale(self, painter: QPainter) -> None:
        theme, px, area = Theme.current, Theme.current.px, self._drawn()
        painter.fillRect(0, 0, self.viewport().width(), px(HEAD), theme.colour("alt"))
        font = theme.sized(12)
        painter.setFont(font)
        hours = round((self._to - self._from) / HOUR)
        wide = QFontMetrics(font).horizontalAdvance("00:00 ") + px(4)
        step = max(1, round(hours * wide / area.width() + 0.5))
        for hour in range(0, hours + 1, step):
            moment, x = self._from + hour * HOUR, area.left() + area.width() * hour / hours
            painter.setPen(theme.colour("line"))
            painter.drawLine(int(x), px(HEAD), int(x), self.viewport().height())
            if x + wide < self.viewport().width():
                painter.setPen(theme.colour("t2"))
                painter.drawText(
                    QRectF(x + px(3), 0, wide, px(HEAD)), int(Qt.AlignmentFlag.AlignVCenter), f"{moment:%H:%M}"
                )

    def _paint_row(self, painter: QPainter, one: ShiftRow, top: int) -> None:
        theme, px, area = Theme.current, Theme.current.px, self._drawn()
        whole = QRectF(0, top, self.viewport().width(), px(ROW))
        if one.key == self.key:
            painter.fillRect(whole, theme.colour("sel"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(0, top + px(ROW) - 1, self.viewport().width(), top + px(ROW) - 1)
        name = whole.adjusted(px(14), 0, px(NAMES) - whole.width() - px(6), 0).toRect()
        text(painter, name, one.name, theme.sized(12), "t1")
        for bar in one.bars:
            first, last = self.span(bar)
            box = QRectF(
                area.left() + first * area.width(), top + px(3), (last - first) * area.width(), px(ROW) - px(7)
            )
            self._paint_bar(painter, box.adjusted(1, 0, -1, 0), bar)
        if one.key == self.key and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(whole.adjusted(1, 1, -1, -2))

    @staticmethod
    def _paint_bar(painter: QPainter, box: QRectF, bar: Bar) -> None:
        theme, kind = Theme.current, bar.cell.kind
        rounded(painter, box, f"{kind}S", radius=4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        dashed = Qt.PenStyle.DashLine if bar.cell.gap else Qt.PenStyle.SolidLine
        painter.setPen(QPen(theme.colour(f"{kind}F"), 1, dashed))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        told = bar.cell.words()
        font = theme.sized(12, 500 if bar.cell.gap else 400)
        if QFontMetrics(font).horizontalAdvance(told) < box.width():
            painter.setFont(font)
            painter.setPen(theme.colour("t2" if kind == "neu" else kind))
            painter.drawText(box, int(CENTRE), told)


class ShiftsTab(QFrame):
    """The bars of one day; which day is chosen above them."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.days = QComboBox()
        self.days.setAccessibleName(tr("日期"))
        self.told = label("", "small", "t2")
        self.view = ShiftView()
        self._board = Board()
        body = column(row(self.days, self.told, None, margins=(14, 4, 14, 4)), spacing=0)
        body.addWidget(self.view, 1)
        self.setLayout(body)
        self.days.activated.connect(lambda _place: self._show())
        self.view.chosen.connect(self.chosen)

    def show_board(self, board: Board) -> None:
        """Show other shifts, with the day kept."""
        self._board = board
        kept = self.days.currentData()
        if [self.days.itemData(place) for place in range(self.days.count())] != list(board.days):
            self.days.clear()
            for day in board.days:
                self.days.addItem(day_title(day), day)
            self.days.setCurrentIndex(max(0, self.days.findData(kept)))
        self.days.setVisible(bool(board.days))
        self._show()

    def _show(self) -> None:
        day = self.days.currentData() or date.min
        rows = self._board.shifts(day)
        bars = [bar for one in rows for bar in one.bars]
        gaps = sum(bar.cell.gap for bar in bars)
        told = tr("{count} 班", count=len(bars))
        self.told.setText(told + (f" · {tr('缺 {count}', count=gaps)}" if gaps else ""))
        self.view.show_rows(rows, day)
