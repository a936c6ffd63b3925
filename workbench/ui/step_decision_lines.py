"""Rows in words for the lists of the decision page: title, lines below it, sign and tag; headings between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.ui import icons
from workbench.ui.delegates import focus_frame, rounded
from workbench.ui.delegates import tag as paint_tag
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import plain_list

ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
WRAP = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True)
class Line:
    """A row.

    Attributes:
        title: The first words, in a stronger weight.
        details: Lines below, quieter.
        icon, ink: Sign at the left and its colour token; no sign when empty.
        tag, family: A tag at the right and its colour family (``neu``, ``ok``, ``warn``, ``bad``, ``tol``, ``info``).
        step, object: Where the row leads to; step 0 = nowhere.
        key: What the row stands for.
        act: What Enter does instead of leading there; empty for the way to step and object.
        heading: True for a heading; it takes no cursor.
        empty: True for words in the place of rows.
    """

    title: str
    details: tuple[str, ...] = ()
    icon: str = ""
    ink: str = "t2"
    tag: str = ""
    family: str = "neu"
    step: int = 0
    object: str = ""
    key: str = ""
    act: str = ""
    heading: bool = False
    empty: bool = False

    def sentence(self) -> str:
        """Return the row in full."""
        return tr("，").join(part for part in (self.title, self.tag, *self.details) if part)


class LineModel(QAbstractListModel):
    """Rows and headings in the order given."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the cursor pass over headings."""
        if not index.isValid() or self.lines[index.row()].heading or self.lines[index.row()].empty:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row in words, or the row itself."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.title
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return line.sentence()
            case Qt.ItemDataRole.UserRole:
                return line
        return None


class LineDelegate(QStyledItemDelegate):
    """Paints rows; words wrap, nothing is cut."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height that the words need at the width of the list."""
        view = self.parent()
        assert isinstance(view, QListView)
        line: Line = index.data(ENTRY)
        wide = view.viewport().width() or option.rect.width() or 300
        return QSize(60, _height(line, wide))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, sign, words, tag, ring."""
        painter.save()
        line: Line = index.data(ENTRY)
        theme = Theme.current
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver) and not (line.heading or line.empty)
        ground = "alt" if line.heading else "sel" if chosen else "hover" if hovered else "surface"
        painter.fillRect(option.rect, theme.colour(ground))
        painter.setPen(theme.colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        _paint_line(painter, option.rect, line)
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus_frame(painter, option.rect)
        painter.restore()


def _fonts(line: Line) -> tuple[QFont, QFont]:
    theme = Theme.current
    if line.heading:
        return theme.sized(13, 700), theme.sized(12)
    return theme.sized(13, 400 if line.empty else 500), theme.sized(12)


def _room(line: Line, wide: int) -> int:
    """Return the width that words have in a row."""
    px = Theme.current.px
    tag = QFontMetrics(Theme.current.sized(12)).horizontalAdvance(line.tag) + px(20) if line.tag else 0
    return max(px(60), wide - px(14) - (px(26) if line.icon else 0) - tag - px(24 if line.step else 12))


def _tall(words: str, font: QFont, room: int) -> int:
    return QFontMetrics(font).boundingRect(QRect(0, 0, room, 4000), WRAP, words).height()


def _height(line: Line, wide: int) -> int:
    px, (strong, quiet) = Theme.current.px, _fonts(line)
    room = _room(line, wide)
    tall = _tall(line.title, strong, room) + sum(_tall(words, quiet, room) for words in line.details)
    return max(px(32 if line.heading else 36), tall + px(12))


def _paint_line(painter: QPainter, area: QRect, line: Line) -> None:
    px, (strong, quiet) = Theme.current.px, _fonts(line)
    left, room = area.left() + px(14), _room(line, area.width())
    tall = _tall(line.title, strong, room) + sum(_tall(words, quiet, room) for words in line.details)
    top = area.top() + (area.height() - tall) // 2
    if line.icon:
        painter.drawPixmap(left, top + px(1), icons.pixmap(line.icon, line.ink, 17))
        left += px(26)
    for number, words in enumerate((line.title, *line.details)):
        font = quiet if number else strong
        painter.setFont(font)
        painter.setPen(Theme.current.colour("t2" if number or line.empty else "t1"))
        high = _tall(words, font, room)
        painter.drawText(QRect(left, top, room, high), WRAP, words)
        top += high
    _paint_end(painter, area, line, left + room)


def _paint_end(painter: QPainter, area: QRect, line: Line, right: int) -> None:
    px, middle = Theme.current.px, area.center().y()
    if line.tag and line.heading:
        wide = QFontMetrics(Theme.current.sized(12)).horizontalAdvance(line.tag) + px(14)
        pill = QRect(area.right() - wide - px(12), middle - px(9), wide, px(19))
        rounded(painter, QRectF(pill), f"{line.family}S", radius=px(9))
        painter.setFont(Theme.current.sized(12))
        painter.setPen(Theme.current.colour("t2" if line.family == "neu" else line.family))
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), line.tag)
    elif line.tag:
        paint_tag(painter, right + px(6), middle, line.tag, line.family)
    if line.step:
        painter.drawPixmap(area.right() - px(22), middle - px(8), icons.pixmap("chevron-right", "t2", 16))


class LineList(QListView):
    """A list of rows: Enter, Space or a click acts on a row, J K and the arrows move."""

    acted = Signal(object)
    """The :class:`Line` under the cursor."""
    removed = Signal(object)
    """Delete on a row."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.model_ = LineModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(LineDelegate(self))
        plain_list(self, name)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(lambda index: self.acted.emit(index.data(ENTRY)))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other rows with the cursor kept on the same row."""
        if tuple(lines) == self.model_.lines:
            return
        kept, place = self.line(), self.currentIndex().row()
        self.model_.show(lines)
        same = next((n for n, one in enumerate(lines) if kept is not None and _same(one, kept)), place)
        if 0 <= same < len(lines) and kept is not None:
            self.setCurrentIndex(self.model_.index(same))

    def line(self) -> Line | None:
        """Return the row under the cursor."""
        number = self.currentIndex().row()
        return self.model_.lines[number] if 0 <= number < len(self.model_.lines) else None

    def choose(self, key: str) -> None:
        """Put the cursor on what has a key."""
        for number, one in enumerate(self.model_.lines):
            if one.key == key:
                self.setCurrentIndex(self.model_.index(number))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the words again at the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def focusInEvent(self, event: object) -> None:
        """Put the cursor on the first row when it is nowhere."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        if not self.currentIndex().isValid():
            rows = (n for n, one in enumerate(self.model_.lines) if not (one.heading or one.empty))
            first = next(rows, None)
            if first is not None:
                self.setCurrentIndex(self.model_.index(first))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on Enter and Space, move on J and K, remove on Delete."""
        line = self.line()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and line is not None:
            self.acted.emit(line)
        elif event.key() == Qt.Key.Key_Delete and line is not None:
            self.removed.emit(line)
        elif event.key() in (Qt.Key.Key_J, Qt.Key.Key_K):
            down = event.key() == Qt.Key.Key_J
            move = QAbstractItemView.CursorAction.MoveDown if down else QAbstractItemView.CursorAction.MoveUp
            self.setCurrentIndex(self.moveCursor(move, Qt.KeyboardModifier.NoModifier))
        else:
            super().keyPressEvent(event)


def _same(one: Line, other: Line) -> bool:
    return bool(one.key) and one.key == other.key
