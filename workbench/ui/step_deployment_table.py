"""The table of posts by days, with the column of posts frozen at the left.

Enter edits a cell, Ctrl ↓ fills down, Ctrl → fills the later days, Ctrl D fills to the requirement, J K walk, 1–3
judge; F8 is a key of the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from workbench.core.pack import Pack
from workbench.ui.i18n import tr
from workbench.ui.step_deployment_board import Board, PostGroup, PostLine
from workbench.ui.step_deployment_model import FIRST_DAY, NEED, POST, PostModel
from workbench.ui.step_deployment_paint import ROW, PostDelegate, paint_nothing
from workbench.ui.theme import Theme

WIDTHS = {"first": 186, "need": 58, "day": 74, "gap": 46, "more": 90, "verdict": 96}
"""Least widths of the columns [px]; equipment and the posts share what is left."""
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_K: -1, Qt.Key.Key_J: 1}
DIGITS = {Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3}


class _Table(QTableView):
    """What the table and its frozen column have in common."""

    def __init__(self, model: PostModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(PostDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        px = Theme.current.px
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(px(ROW))
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setFixedHeight(px(28))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setStyleSheet(f"QHeaderView::section {{ padding: 0 {px(4)}px 0 {px(8)}px; }}")


class PostTable(_Table):
    """Arrows move from cell to cell; headings are passed over."""

    moved = Signal(str)
    """The key of the post under the cursor."""
    digit = Signal(int)
    opened = Signal(str)
    """Enter on a post's name: its form is wanted."""
    fill_down = Signal(object, int)
    """Keys of the posts to fill, the one to copy from first, and the column."""
    fill_on = Signal(str, int)
    """Key of a post and column of a day whose people should serve on the later days."""
    fill_need = Signal(object)
    """Pairs of key and column that are to be filled to the requirement."""

    def __init__(self, pack: Pack) -> None:
        self.model_ = PostModel(pack)
        super().__init__(self.model_)
        self.model_.setParent(self)
        self.setAccessibleName(tr("岗位与逐日到岗"))
        self._key = ""
        self._quiet = False
        self._make_frozen()
        self.selectionModel().currentChanged.connect(self._current)

    # What is shown

    @property
    def key(self) -> str:
        """Return the key of the post under the cursor."""
        return self._key

    def line(self) -> PostLine | None:
        """Return the post under the cursor; ``None`` when there is none."""
        return self.model_.line_at(self.model_.place_of(self._key))

    def show_board(self, board: Board) -> None:
        """Show another board with the cursor where it was."""
        scrolled, column = self.verticalScrollBar().value(), max(POST, self.currentIndex().column())
        self._quiet = True
        self.model_.show(board)
        self._laid_out()
        self._quiet = False
        self.choose(self._key, column)
        self.verticalScrollBar().setValue(scrolled)

    def narrow(self, *, team: str | None = None, words: str | None = None) -> None:
        """Show only posts of a team, or with some words, with the cursor on the same post where it is still shown."""
        column = max(POST, self.currentIndex().column())
        self._quiet = True
        self.model_.narrow(team=team, words_=words)
        self._laid_out()
        self._quiet = False
        self.choose(self._key, column)

    def select_posts(self, keys: Iterable[str]) -> None:
        """Select several posts beside the one under the cursor; those that are not shown are left out."""
        places = (self.model_.place_of(key) for key in keys)
        chosen = QItemSelection()
        for number in places:
            if number >= 0:
                index = self.model_.index(number, POST)
                chosen.select(index, index)
        if not chosen.isEmpty():
            self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)

    def choose(self, key: str, column: int | None = None) -> bool:
        """Put the cursor on a post, on the first one when there is none with that key; return whether it was there."""
        number = self.model_.place_of(key)
        found = number >= 0
        if not found:
            number = next((n for n, e in enumerate(self.model_.entries) if isinstance(e, PostLine)), -1)
        if number < 0:
            self._key = ""
            self.moved.emit("")
            return False
        at = self.currentIndex().column() if column is None else column
        index = self.model_.index(number, min(max(POST, at), self.model_.columnCount() - 1))
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return found

    def next_gap(self, direction: int = 1) -> bool:
        """Go to the next cell with a gap; return whether there is one."""
        now = self.currentIndex()
        found = self.model_.next_gap(now.row(), now.column(), direction)
        if found is None:
            return False
        index = self.model_.index(*found)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the keys of the table; everything else moves or goes to the page."""
        editing = self.state() == QAbstractItemView.State.EditingState
        if editing:  # a key that the editor has let pass
            event.ignore()
        elif not self._act(Qt.Key(event.key()), event.modifiers()):
            if event.text() and event.text().isprintable():
                event.ignore()
            else:
                super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the form of a post whose name is double-clicked; numbers are edited."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self.model_.editable(index.column()) and self.model_.line_at(index.row()):
            self.opened.emit(self._key)
        else:
            super().mouseDoubleClickEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out again."""
        super().resizeEvent(event)
        self._share_width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or say that none has what is looked for."""
        super().paintEvent(event)
        if not self.model_.entries and self.model_.board.lines:
            paint_nothing(QPainter(self.viewport()), self.viewport().rect())

    # Inside

    def _act(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        """Do what a key asks for; return whether it is a key of the table."""
        if held & Qt.KeyboardModifier.ControlModifier:
            acts = {Qt.Key.Key_Down: self._fill_down, Qt.Key.Key_Right: self._fill_on, Qt.Key.Key_D: self._fill_need}
        elif held & Qt.KeyboardModifier.ShiftModifier:
            acts = {}
        else:
            acts = {Qt.Key.Key_Return: self._enter, Qt.Key.Key_Enter: self._enter}
            acts |= {one: partial(self._step, ahead) for one, ahead in STEPS.items()}
            acts |= {one: partial(self.digit.emit, number) for one, number in DIGITS.items()}
        act = acts.get(key)
        if act is not None:
            act()
        return act is not None

    def _fill_on(self) -> None:
        self.fill_on.emit(self._key, self.currentIndex().column())

    def _enter(self) -> None:
        index = self.currentIndex()
        if self.model_.editable(index.column()) and self.model_.line_at(index.row()):
            self.edit(index)
        elif self._key:
            self.opened.emit(self._key)

    def _step(self, direction: int) -> None:
        now = self.currentIndex().row() + direction
        while 0 <= now < len(self.model_.entries):
            line = self.model_.line_at(now)
            if line is not None:
                self.choose(line.key)
                return
            now += direction

    def _fill_down(self) -> None:
        """Fill the chosen cells of the column from the topmost; a single cell fills the one below and moves there."""
        column = self.currentIndex().column()
        if not self.model_.editable(column):
            return
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes() if index.column() == column})
        keys = [line.key for row in rows if (line := self.model_.line_at(row)) is not None]
        if len(keys) < 2:
            below = range(self.currentIndex().row() + 1, len(self.model_.entries))
            keys = [self._key, *(line.key for row in below if (line := self.model_.line_at(row)) is not None)][:2]
        if len(keys) > 1:
            self.fill_down.emit(tuple(keys), column)
            if len(rows) < 2:
                self._step(1)

    def _fill_need(self) -> None:
        chosen = {(index.row(), index.column()) for index in self.selectionModel().selectedIndexes()}
        chosen.add((self.currentIndex().row(), self.currentIndex().column()))
        wanted = []
        for row, column in sorted(chosen):
            line = self.model_.line_at(row)
            if line is None or not self.model_.may_roster:
                continue
            days = range(FIRST_DAY, self.model_.gap_column)
            wanted += [(line.key, day) for day in ([column] if column in days else days)]
        if wanted:
            self.fill_need.emit(tuple(dict.fromkeys(wanted)))

    def _current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.viewport().update()
        self.frozen.viewport().update()
        line = self.model_.line_at(index.row())
        if self._quiet or line is None:
            return
        self._key = line.key
        self.moved.emit(line.key)

    def _make_frozen(self) -> None:
        """Lay a second view with the first column over the table; the keyboard stays with the table."""
        self.frozen = _Table(self.model_, self)
        self.frozen.setSelectionModel(self.selectionModel())
        self.frozen.setFocusProxy(self)
        self.frozen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.frozen.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.frozen.setAccessibleName(tr("岗位"))
        self.frozen.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frozen.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frozen.doubleClicked.connect(lambda _index: self.opened.emit(self._key))
        self.verticalScrollBar().valueChanged.connect(self.frozen.verticalScrollBar().setValue)
        self.frozen.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)

    def _laid_out(self) -> None:
        self.clearSpans()
        for number, entry in enumerate(self.model_.entries):
            if isinstance(entry, PostGroup):
                self.setSpan(number, 0, 1, self.model_.columnCount())
        for column in range(NEED, self.model_.columnCount()):
            self.frozen.setColumnHidden(column, True)  # noqa: FBT003  (Qt's own signature)
        self._share_width()

    def _share_width(self) -> None:
        px, days = Theme.current.px, len(self.model_.board.days)
        least = {name: px(width) for name, width in WIDTHS.items()}
        free = self.viewport().width() - least["day"] * days - sum(w for n, w in least.items() if n != "day")
        first = least["first"] + max(0, free) // 2
        more = least["more"] + max(0, free) - max(0, free) // 2
        widths = [first, least["need"], *[least["day"]] * days, least["gap"], more, least["verdict"]]
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        self.frozen.setColumnWidth(0, first)
        height = self.horizontalHeader().height() + self.viewport().height()
        self.frozen.setGeometry(0, 0, first, height)
        self.frozen.setVisible(free < 0)
        self.frozen.raise_()
