"""Tables of imported rows: two lines to a cell, a verdict at the right, one cursor per row. Steps 6 and 7 use them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from workbench.ui import icons
from workbench.ui.delegates import text
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme

ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
HEIGHT = 44


@dataclass(frozen=True)
class Cell:
    """What a cell says: two lines, the colour of the upper one, a sign before it."""

    upper: str
    lower: str = ""
    ink: str = "t1"
    icon: str = ""

    def words(self) -> str:
        """Return both lines as one."""
        return tr("，").join(part for part in (self.upper, self.lower) if part)


@dataclass(frozen=True)
class Head:
    """A column: its name, its least width, its share of what is left, whether figures stand to the right."""

    name: str
    wide: int
    share: int = 0
    figures: bool = False


@dataclass(frozen=True)
class TableRow:
    """A row: what it is about and its cells."""

    key: str
    cells: tuple[Cell, ...]


class RowModel(QAbstractTableModel):
    """Rows in the order given."""

    def __init__(self, heads: Sequence[Head], parent: QWidget) -> None:
        super().__init__(parent)
        self.heads = tuple(heads)
        self.rows: tuple[TableRow, ...] = ()

    def show(self, rows: Sequence[TableRow]) -> None:
        """Show other rows; the same ones in the same order keep their place."""
        fresh = tuple(rows)
        if [row.key for row in fresh] == [row.key for row in self.rows] and fresh:
            self.rows = fresh
            self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, len(self.heads) - 1))
            return
        self.beginResetModel()
        self.rows = fresh
        self.endResetModel()

    def place_of(self, key: str) -> int:
        """Return the number of a row, -1 when it is not here."""
        return next((number for number, row in enumerate(self.rows) if row.key == key), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section].name
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.heads[section].figures else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell in words, or the cell itself."""
        if not index.isValid():
            return None
        cell = self.rows[index.row()].cells[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.upper
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.heads[index.column()].name}{tr('：')}{cell.words() or tr('未填写')}"
            case Qt.ItemDataRole.ToolTipRole:
                return cell.words()
            case Qt.ItemDataRole.UserRole:
                return cell
        return None


class RowDelegate(QStyledItemDelegate):
    """Paints two lines to a cell."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(60, Theme.current.px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, words, ring of the row."""
        painter.save()
        theme = Theme.current
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.fillRect(option.rect, theme.colour("sel" if chosen else "hover" if hovered else "surface"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        model = index.model()
        assert isinstance(model, RowModel)
        _paint_cell(painter, option.rect, index.data(ENTRY), figures=model.heads[index.column()].figures)
        view = self.parent()
        if isinstance(view, QTableView) and view.hasFocus() and view.currentIndex().row() == index.row():
            _paint_ring(painter, option.rect)
        painter.restore()


def _paint_ring(painter: QPainter, area: QRect) -> None:
    painter.setPen(QPen(Theme.current.colour("focus"), 2))
    painter.drawLine(area.left(), area.top() + 1, area.right() + 1, area.top() + 1)
    painter.drawLine(area.left(), area.bottom() - 1, area.right() + 1, area.bottom() - 1)


def _paint_cell(painter: QPainter, area: QRect, cell: Cell, *, figures: bool) -> None:
    px, theme = Theme.current.px, Theme.current
    inside = area.adjusted(px(10), 0, -px(8), 0)
    first = QRect(inside.left(), inside.top() + px(3), inside.width(), px(20))
    if not cell.lower:
        first = QRect(inside.left(), inside.top(), inside.width(), inside.height())
    second = QRect(inside.left(), inside.top() + px(22), inside.width(), px(18))
    if cell.icon:
        painter.drawPixmap(inside.left(), first.center().y() - px(8), icons.pixmap(cell.icon, cell.ink, 16))
        first = first.adjusted(px(21), 0, 0, 0)
    lines = ((first, cell.upper, theme.sized(13), cell.ink), (second, cell.lower, theme.sized(12), "t2"))
    for line, words, font, ink in lines:
        need = QFontMetrics(font).horizontalAdvance(words) + px(2) if figures else line.width()
        text(painter, line.adjusted(max(0, line.width() - need), 0, 0, 0), words, font, ink)


class RowTable(QTableView):
    """A table with a cursor on whole rows; J K and the arrows move, digits judge."""

    moved = Signal(str)
    """The key of the row under the cursor."""
    digit = Signal(int)

    def __init__(self, name: str, heads: Sequence[Head]) -> None:
        super().__init__()
        self.model_ = RowModel(heads, self)
        self.setModel(self.model_)
        self.setItemDelegate(RowDelegate(self))
        self.setAccessibleName(name)
        self.nothing = ""
        """What is said when there are no rows: what is missing and what to do about it."""
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(Theme.current.px(HEIGHT))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setHighlightSections(False)
        header.setFixedHeight(Theme.current.px(30))
        header.setStyleSheet(
            f"QHeaderView::section {{ padding: 0 {Theme.current.px(8)}px 0 {Theme.current.px(10)}px; }}"
        )
        self.selectionModel().currentRowChanged.connect(lambda _now, _before: self.moved.emit(self.key))

    @property
    def key(self) -> str:
        """Return what the cursor is on; empty when it is nowhere."""
        number = self.currentIndex().row()
        return self.model_.rows[number].key if 0 <= number < len(self.model_.rows) else ""

    def show_rows(self, rows: Sequence[TableRow]) -> None:
        """Show other rows with the cursor kept on the same one."""
        kept = self.key
        self.model_.show(rows)
        if self.key != kept or not kept:
            self.choose(kept) or self.choose(rows[0].key if rows else "")

    def choose(self, key: str) -> bool:
        """Put the cursor on a row; false when it is not here."""
        number = self.model_.place_of(key)
        if number < 0:
            return False
        self.setCurrentIndex(self.model_.index(number, 0))
        self.scrollTo(self.currentIndex())
        return True

    def first_with(self, words: str) -> str:
        """Return the first row with the words; empty when there is none."""
        rows = self.model_.rows
        return next((row.key for row in rows if any(words in cell.words() for cell in row.cells)), "")

    def step(self, rows: int) -> None:
        """Go some rows down."""
        number = min(max(0, self.currentIndex().row() + rows), len(self.model_.rows) - 1)
        if number >= 0:
            self.setCurrentIndex(self.model_.index(number, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width that is left among the columns that want it."""
        super().resizeEvent(event)
        px = Theme.current.px
        heads = self.model_.heads
        free = max(0, self.viewport().width() - sum(px(head.wide) for head in heads))
        shares = sum(head.share for head in heads) or 1
        for number, head in enumerate(heads):
            self.setColumnWidth(number, px(head.wide) + free * head.share // shares)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or say that there are none."""
        super().paintEvent(event)
        if not self.model_.rows:
            painter = QPainter(self.viewport())
            painter.setPen(Theme.current.colour("t2"))
            painter.setFont(Theme.current.sized(13))
            words = self.nothing or tr("申请包没有“{name}”数据", name=self.accessibleName())
            area = self.viewport().rect().adjusted(Theme.current.px(16), 0, -Theme.current.px(16), 0)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move on J and K, judge on 1 to 3."""
        keys = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}
        digits = {Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3}
        key = Qt.Key(event.key())
        if key in keys:
            self.step(keys[key])
        elif key in digits and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.digit.emit(digits[key])
        else:
            super().keyPressEvent(event)
