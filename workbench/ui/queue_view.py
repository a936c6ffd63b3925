"""The table of the queue: keys, group rows, sorting by header, fixed heights."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.services.views_lists import QueuePage, QueueRow
from workbench.ui import delegates, icons
from workbench.ui.delegates import QueueDelegate, badge_width, row_height
from workbench.ui.i18n import language, tr
from workbench.ui.queue_model import ROW, Column, Group, QueueModel
from workbench.ui.theme import Theme

WIDTHS = {
    Column.DATES: 98,
    Column.STAGE: 92,
    Column.BLOCKS: 134,
    Column.CLOCK: 156,
    Column.OFFICER: 66,
}
WIDER_IN_ENGLISH = {Column.DATES: 108, Column.STAGE: 108, Column.CLOCK: 160, Column.OFFICER: 84}
"""Design widths of the columns that do not stretch [px]."""

ROOM_FOR_NAME = 180
"""Least width of the event's name [px]."""
GIVE_WAY = (Column.STAGE, Column.DATES, Column.OFFICER)
"""Columns that give way in a narrow window, the first one first; the preview shows the same facts."""

SORT_OF = {
    Column.LEVEL: "level",
    Column.EVENT: "title",
    Column.DATES: "first_day",
    Column.STAGE: "status",
    Column.CLOCK: "urgency",
    Column.OFFICER: "officer",
}
PRESSING = ("overdue", "today", "three")


class Header(QHeaderView):
    """The column titles, in line with the cells below them, with a mark at the order in use."""

    arranged = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.order = "urgency"

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell when a person has let a column's edge or title go."""
        super().mouseReleaseEvent(event)
        self.arranged.emit()

    def paintSection(self, painter: QPainter, area: QRect, section: int) -> None:
        """Paint one title."""
        theme = Theme.current
        painter.save()
        painter.fillRect(area, theme.colour("alt"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inside = area.adjusted(theme.px(28 if section == Column.LEVEL else 6), 0, 0, 0)
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        used = delegates.text(painter, inside, title, theme.sized(13), "t2")
        if SORT_OF.get(Column(section)) == self.order.removeprefix("-"):
            sign = icons.pixmap("chevron-down" if self.order.startswith("-") else "chevron-up", "accentT", 14)
            painter.drawPixmap(inside.left() + used + theme.px(4), area.center().y() - theme.px(6), sign)
        painter.restore()


class QueueView(QTableView):
    """Cases as full-width rows; single letters act while the table has the focus."""

    row_chosen = Signal()
    open_requested = Signal(str)
    assign_requested = Signal(str)
    sort_requested = Signal(str)
    filter_requested = Signal()
    preview_toggled = Signal()
    header_arranged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model_ = QueueModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(QueueDelegate(self))
        self.setAccessibleName(tr("待办列表"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._headers()
        self.selectionModel().currentRowChanged.connect(lambda *_: self._moved())
        self.doubleClicked.connect(lambda _index: self._open())
        self.model_.modelReset.connect(self.arrange)

    def show_page(self, page: QueuePage, *, grouped: bool) -> None:
        """Show the first page of an answer."""
        self.model_.show(page, grouped=grouped)

    def show_order(self, name: str) -> None:
        """Mark the column that orders the rows."""
        self._top.order = name
        self._top.viewport().update()

    def arrange(self) -> None:
        """Give group rows their height and their full width."""
        self.clearSpans()
        heights = self.verticalHeader()
        for number in range(self.model_.rowCount()):
            if isinstance(self.model_.entry(number), Group):
                self.setSpan(number, 0, 1, len(Column))
                heights.resizeSection(number, row_height(group=True))

    def chosen(self) -> QueueRow | None:
        """Return the case under the cursor."""
        found = self.currentIndex().data(ROW)
        return found if isinstance(found, QueueRow) else None

    def choose(self, case: str) -> None:
        """Put the cursor on a case, or on the first one when it is not shown."""
        number = self.model_.place_of(case)
        if number is None:
            number = next((n for n in range(self.model_.rowCount()) if self._is_case(n)), None)
        if number is not None:
            self._go(number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide columns whose facts the preview shows too, until the event's name has room."""
        super().resizeEvent(event)
        room = self.viewport().width() - self.columnWidth(Column.LEVEL) - Theme.current.px(ROOM_FOR_NAME)
        shown = [column for column in self._widths if column not in GIVE_WAY]
        for column in reversed(GIVE_WAY):
            needed = sum(self._widths[other] for other in [*shown, column])
            if needed <= room:
                shown.append(column)
        for column in GIVE_WAY:
            self.setColumnHidden(column, column not in shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the list keys; everything else is the table's."""
        act = self._acts().get((event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        if act is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        act()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold a group on a click, choose a case otherwise."""
        number = self.rowAt(event.position().toPoint().y())
        entry = self.model_.entry(number) if number >= 0 else None
        if isinstance(entry, Group):
            chosen = self.chosen()
            self.model_.fold(entry.key)
            if chosen is not None:
                self.choose(chosen.case)
            return
        super().mousePressEvent(event)

    def _headers(self) -> None:
        px = Theme.current.px
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(px(20))
        rows.setDefaultSectionSize(row_height(group=False))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        top = Header(self)
        self._top = top
        self.setHorizontalHeader(top)
        top.setFixedHeight(px(30))
        top.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        top.setHighlightSections(False)
        top.setSectionsClickable(True)
        top.setMinimumSectionSize(px(40))
        wider = WIDER_IN_ENGLISH if language() == "en" else {}
        self._widths = {column: px(width) for column, width in (WIDTHS | wider).items()}
        for column, width in self._widths.items():
            top.resizeSection(column, width)
        top.resizeSection(Column.LEVEL, badge_width(1) + px(36))
        top.setSectionResizeMode(Column.EVENT, QHeaderView.ResizeMode.Stretch)
        top.sectionClicked.connect(self._header_clicked)
        top.arranged.connect(self.header_arranged)
        top.setAccessibleName(tr("列标题"))

    def _header_clicked(self, section: int) -> None:
        if Column(section) in SORT_OF:
            self.sort_requested.emit(SORT_OF[Column(section)])

    def _acts(self) -> dict[tuple[int, Qt.KeyboardModifier], Callable[[], None]]:
        none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
        key = Qt.Key
        return {
            (key.Key_J, none): lambda: self._step(1),
            (key.Key_Down, none): lambda: self._step(1),
            (key.Key_K, none): lambda: self._step(-1),
            (key.Key_Up, none): lambda: self._step(-1),
            (key.Key_Return, none): self._open,
            (key.Key_Enter, none): self._open,
            (key.Key_Space, none): self._emit_preview,
            (key.Key_A, none): self._assign,
            (key.Key_Slash, none): self._emit_filter,
            (key.Key_F8, none): lambda: self._step(1, pressing=True),
            (key.Key_F8, shift): lambda: self._step(-1, pressing=True),
        }

    def _step(self, direction: int, *, pressing: bool = False) -> None:
        number = self.currentIndex().row() + direction
        while 0 <= number < self.model_.rowCount():
            if self._is_case(number) and (not pressing or self._is_pressing(number)):
                self._go(number)
                return
            number += direction
        if direction > 0 and self.model_.canFetchMore(QModelIndex()):
            self.model_.fetchMore(QModelIndex())

    def _go(self, number: int) -> None:
        index = self.model_.index(number, Column.EVENT)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def _is_case(self, number: int) -> bool:
        return isinstance(self.model_.entry(number), QueueRow)

    def _is_pressing(self, number: int) -> bool:
        entry = self.model_.entry(number)
        return isinstance(entry, QueueRow) and (entry.clock.group in PRESSING or "correct" in entry.blocks)

    def _moved(self) -> None:
        self.viewport().update()
        self.row_chosen.emit()

    def _open(self) -> None:
        if (case := self.chosen()) is not None:
            self.open_requested.emit(case.case)

    def _emit_preview(self) -> None:
        self.preview_toggled.emit()

    def _emit_filter(self) -> None:
        self.filter_requested.emit()

    def _assign(self) -> None:
        if (case := self.chosen()) is not None:
            self.assign_requested.emit(case.case)
