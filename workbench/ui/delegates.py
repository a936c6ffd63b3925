"""Painters of the queue's cells, and the small shapes that other screens share: level bars, blocks, pips, tags."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from workbench.errors import Text
from workbench.services.views_lists import ClockView, QueueRow
from workbench.ui import icons
from workbench.ui import queue_words as words
from workbench.ui.i18n import say, tr
from workbench.ui.queue_model import GROUP, ROW, Column, Group, Index
from workbench.ui.theme import Theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
LEVEL_BARS = (4, 7, 9, 12)
"""Heights of the four bars of a level badge [px]."""


def text(painter: QPainter, area: QRect, words_: str, font: QFont, ink: str) -> int:
    """Paint one elided line and return its width."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(words_, Qt.TextElideMode.ElideRight, max(0, area.width()))
    painter.setFont(font)
    painter.setPen(Theme.current.colour(ink))
    painter.drawText(area, int(LEFT), shown)
    return metrics.horizontalAdvance(shown)


def rounded(painter: QPainter, area: QRectF, fill: str, edge: str = "", radius: float = 4) -> None:
    """Paint a rounded box; an edge is one pixel inside the area."""
    theme = Theme.current
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.colour(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour(edge), 1) if edge else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5) if edge else area, radius, radius)


def level_badge(painter: QPainter, left: int, middle: int, level: int | None, *, outlined: bool = False) -> int:
    """Paint the badge of a security level: bars and word on a soft ground; return its width."""
    theme = Theme.current
    ink, soft = (f"l{level}", f"l{level}S") if level else ("t2", "neuS")
    fill = f"l{level}F" if level else "neuF"
    font = theme.sized(13, 500)
    name = words.level(level)
    width = badge_width(level)
    box = QRect(left, middle - theme.px(14), width, theme.px(28))
    rounded(painter, QRectF(box), "surface" if outlined else soft, ink if outlined else "", theme.px(4))
    _level_bars(painter, left + theme.px(8), middle + theme.px(6), 5 - level if level else 0, fill)
    text(painter, box.adjusted(theme.px(27), 0, 0, 0), name, font, ink)
    return width


def badge_width(level: int | None) -> int:
    """Return the width of a level badge in the language in use [px]."""
    return QFontMetrics(Theme.current.sized(13, 500)).horizontalAdvance(words.level(level)) + Theme.current.px(34)


def _level_bars(painter: QPainter, left: int, base: int, filled: int, fill: str) -> None:
    theme = Theme.current
    painter.setPen(Qt.PenStyle.NoPen)
    for number, height in enumerate(LEVEL_BARS):
        colour = QColor(theme.colour(fill))
        colour.setAlphaF(1.0 if number < filled else 0.3)
        painter.setBrush(colour)
        tall = theme.px(height)
        painter.drawRoundedRect(QRectF(left + theme.px(4) * number, base - tall, theme.px(3), tall), 1, 1)


def blocks(painter: QPainter, left: int, top: int, states: Sequence[str], ground: str = "surface") -> None:
    """Paint one block per material class: filled by state, hatched when not applicable, empty when open."""
    px = Theme.current.px
    for number, name in enumerate(states):
        area = QRectF(left + px(12) * number, top, px(10), px(12))
        if name in words.STATE_FILL:
            rounded(painter, area, words.STATE_FILL[name], radius=px(2))
        else:
            rounded(painter, area, ground, "line2", px(2))
            if name == "not_applicable":
                _hatch(painter, area)


def _hatch(painter: QPainter, area: QRectF) -> None:
    painter.setBrush(QBrush(Theme.current.colour("ctl"), Qt.BrushStyle.BDiagPattern))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRect(area.adjusted(1.5, 1.5, -1.5, -1.5))


def pips(painter: QPainter, left: int, top: int, clock: ClockView) -> None:
    """Paint one pip per day of the limit; an overdue clock gets one taller pip more."""
    px = Theme.current.px
    step = 11 if clock.limit <= 9 else 7
    overdue = clock.group == "overdue"
    used = 0 if clock.state == "none" else clock.limit if overdue else min(clock.used, clock.limit)
    for number in range(clock.limit):
        area = QRectF(left + px(step) * number, top, px(step - 1), px(11))
        if number < used:
            rounded(painter, area, words.pip_fill(clock), radius=px(2))
        else:
            rounded(painter, area, "sunken", "line2", px(2))
    if overdue:
        rounded(painter, QRectF(left + px(step) * clock.limit, top - px(2), px(step - 1), px(15)), "badF", radius=px(2))


def tag(painter: QPainter, left: int, middle: int, words_: str, kind: str) -> int:
    """Paint a soft tag and return its width."""
    theme = Theme.current
    font = theme.sized(12)
    width = QFontMetrics(font).horizontalAdvance(words_) + theme.px(10)
    box = QRect(left, middle - theme.px(9), width, theme.px(18))
    rounded(painter, QRectF(box), f"{kind}S", radius=theme.px(4))
    painter.setFont(font)
    painter.setPen(theme.colour("t2" if kind == "neu" else kind))
    painter.drawText(box, int(CENTRE), words_)
    return width


def tag_kind(about: Text) -> str:
    """Return the colour family of a row's tag by what it is about."""
    families = (
        ("bad", ("overdue", "late")),
        ("tol", ("tolerated",)),
        ("info", ("countersign", "consult", "test")),
    )
    said = about.en.lower()
    return next((kind for kind, marks in families if any(mark in said for mark in marks)), "warn")


class QueueDelegate(QStyledItemDelegate):
    """Paints every cell of the queue from its :class:`QueueRow`."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a case or of a group row."""
        return QSize(60, row_height(index.data(GROUP) is not None))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, content and focus."""
        painter.save()
        group = index.data(GROUP)
        if group is not None:
            _paint_group(painter, option.rect, group)
        else:
            self._paint_case(painter, option, index)
        painter.restore()

    def _paint_case(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        case: QueueRow = index.data(ROW)
        column = Column(index.column())
        _paint_ground(painter, option, column, case)
        inside = option.rect.adjusted(
            Theme.current.px(28 if column is Column.LEVEL else 6), 0, -Theme.current.px(4), -1
        )
        painter.setClipRect(option.rect)
        _CELLS[column](painter, inside, case)
        ring_of_row(painter, option, index, Column.OFFICER)


def row_height(group: bool) -> int:
    """Return the height of a row [px]."""
    return Theme.current.px(26 if group else 43)


def _row_has_focus(option: QStyleOptionViewItem, index: Index) -> bool:
    view = option.widget
    return bool(view and view.hasFocus() and view.currentIndex().row() == index.row())  # type: ignore[attr-defined]


def _paint_group(painter: QPainter, area: QRect, group: Group) -> None:
    theme = Theme.current
    painter.fillRect(area, theme.colour("app"))
    painter.setPen(theme.colour("line"))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    sign = icons.pixmap("chevron-right" if group.folded else "chevron-down", "t2", 14)
    painter.drawPixmap(area.left() + theme.px(14), area.center().y() - theme.px(6), sign)
    line = area.adjusted(theme.px(33), 0, 0, -1)
    used = text(painter, line, words.group_title(group.key), theme.sized(13, 500), words.GROUP_INK.get(group.key, "t2"))
    note = words.group_note(group.key)
    count = tr("{count} 件", count=group.count) + (f" · {note}" if note else "")
    text(painter, line.adjusted(used + theme.px(8), 0, 0, 0), count, theme.sized(13), "t2")


def ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint the ground of a row: chosen, under the pointer or plain, with its line below."""
    theme = Theme.current
    chosen = option.state & QStyle.StateFlag.State_Selected
    hovered = option.state & QStyle.StateFlag.State_MouseOver
    painter.fillRect(option.rect, theme.colour("sel" if chosen else "hover" if hovered else "surface"))
    painter.setPen(theme.colour("line"))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())


def ring_of_row(painter: QPainter, option: QStyleOptionViewItem, index: Index, last: int) -> None:
    """Paint this cell's part of the focus ring when its row has the keyboard; ``last`` is the last column."""
    if _row_has_focus(option, index):
        _paint_ring(painter, option.rect, first=index.column() == 0, last=index.column() == last)


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, column: Column, case: QueueRow) -> None:
    theme = Theme.current
    chosen = option.state & QStyle.StateFlag.State_Selected
    ground(painter, option)
    if column is not Column.LEVEL:
        return
    if case.clock.group == "overdue":
        painter.fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), theme.colour("badF"))
    if chosen:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("accentT"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(option.rect.left() + theme.px(15), option.rect.center().y()), 3, 3)


def focus_frame(painter: QPainter, area: QRect) -> None:
    """Frame the row that has the focus."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(Theme.current.colour("focus"), 2))
    painter.drawRect(area.adjusted(1, 1, -1, -2))


def _paint_ring(painter: QPainter, area: QRect, *, first: bool, last: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(Theme.current.colour("focus"), 2))
    painter.drawLine(area.left(), area.top() + 1, area.right() + 1, area.top() + 1)
    painter.drawLine(area.left(), area.bottom() - 1, area.right() + 1, area.bottom() - 1)
    if first:
        painter.drawLine(area.left() + 1, area.top(), area.left() + 1, area.bottom())
    if last:
        painter.drawLine(area.right(), area.top(), area.right(), area.bottom())


def _lines(area: QRect) -> tuple[QRect, QRect]:
    """Return the upper and the lower line of a cell."""
    px = Theme.current.px
    middle = area.center().y()
    upper = QRect(area.left(), middle - px(18), area.width(), px(19))
    lower = QRect(area.left(), middle + px(1), area.width(), px(17))
    return upper, lower


def two_lines(painter: QPainter, area: QRect, upper: str, lower: str) -> None:
    """Paint a cell in two lines, the lower one smaller and quieter."""
    theme = Theme.current
    first, second = _lines(area)
    text(painter, first, upper, theme.sized(13), "t1")
    text(painter, second, lower, theme.sized(12), "t2")


def _paint_level(painter: QPainter, area: QRect, case: QueueRow) -> None:
    level_badge(painter, area.left(), area.center().y(), case.level, outlined=not case.level_fixed)


def _paint_event(painter: QPainter, area: QRect, case: QueueRow) -> None:
    theme = Theme.current
    first, second = _lines(area)
    text(painter, first, case.title, theme.sized(13, 500), "t1")
    room = sum(QFontMetrics(theme.sized(12)).horizontalAdvance(say(item)) + theme.px(16) for item in case.tags)
    name = second.adjusted(0, 0, -min(room, second.width() // 2), 0)
    x = second.left() + text(painter, name, case.undertaker, theme.sized(12), "t2") + theme.px(8)
    for item in case.tags:
        if x + QFontMetrics(theme.sized(12)).horizontalAdvance(say(item)) + theme.px(10) > area.right():
            break
        x += tag(painter, x, second.center().y(), say(item), tag_kind(item)) + theme.px(5)


def _paint_dates(painter: QPainter, area: QRect, case: QueueRow) -> None:
    two_lines(painter, area, words.dates(case), words.headcount(case))


def _paint_stage(painter: QPainter, area: QRect, case: QueueRow) -> None:
    two_lines(painter, area, words.stage(case), words.step(case.step))


def _paint_blocks(painter: QPainter, area: QRect, case: QueueRow) -> None:
    first, second = _lines(area)
    blocks(painter, first.left(), first.top() + Theme.current.px(4), case.blocks)
    text(painter, second, words.blocks(case.blocks), Theme.current.sized(12), "t2")


def _paint_clock(painter: QPainter, area: QRect, case: QueueRow) -> None:
    theme = Theme.current
    first, second = _lines(area)
    strong, plain = words.clock(case)
    if case.clock.state == "decided":
        icon, ink = words.outcome_look(case.status)
        painter.drawPixmap(first.left(), first.top() + theme.px(2), icons.pixmap(icon, ink, 16))
        text(painter, first.adjusted(theme.px(20), 0, 0, 0), words.stage(case), theme.sized(13), ink)
        return
    pips(painter, first.left(), first.top() + theme.px(4), case.clock)
    used = text(painter, second, strong, theme.sized(12, 500), words.clock_ink(case.clock))
    text(painter, second.adjusted(used + theme.px(4), 0, 0, 0), plain, theme.sized(12), "t2")


def _paint_officer(painter: QPainter, area: QRect, case: QueueRow) -> None:
    font = Theme.current.sized(13)
    if case.officer:
        text(painter, area, case.officer, font, "t1")
        return
    width = text(painter, area, tr("待分派"), font, "t3")
    base = area.center().y() + Theme.current.px(9)
    painter.setPen(QPen(Theme.current.colour("ctl"), 1, Qt.PenStyle.DashLine))
    painter.drawLine(area.left(), base, area.left() + width, base)


_CELLS = {
    Column.LEVEL: _paint_level,
    Column.EVENT: _paint_event,
    Column.DATES: _paint_dates,
    Column.STAGE: _paint_stage,
    Column.BLOCKS: _paint_blocks,
    Column.CLOCK: _paint_clock,
    Column.OFFICER: _paint_officer,
}


def paint_cell_ring(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    """Ring the cell that the keys act on."""
    view = option.widget
    if not isinstance(view, QTableView) or view.currentIndex() != index:
        return
    owner = view.parent() if view.focusProxy() is not None else view
    focused = isinstance(owner, QWidget) and owner.hasFocus()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(Theme.current.colour("focus" if focused else "line2"), 2))
    painter.drawRect(option.rect.adjusted(1, 1, -1, -2))
