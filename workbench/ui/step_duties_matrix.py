"""The matrix of step 3: duties by parties, with the column of duties frozen at the left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from workbench.core.pack import Pack
from workbench.services.views import DutyView, PartyView
from workbench.ui import step_duties_words as words
from workbench.ui.i18n import tr
from workbench.ui.step_duties_model import DutyGroup, DutyModel
from workbench.ui.step_duties_paint import MatrixDelegate, PartyHeader, row_height
from workbench.ui.theme import Theme

PARTY_WIDTH = (94, 108)
"""Narrowest and widest party column [px]; the duties get the rest."""


class _Table(QTableView):
    """What the matrix and its frozen column have in common."""

    def __init__(self, model: DutyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(MatrixDelegate(self))
        self.setHorizontalHeader(PartyHeader(model, self))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)

    def lay_rows(self) -> None:
        """Give rows their heights."""
        model = self.model()
        assert isinstance(model, DutyModel)
        for number, entry in enumerate(model.entries):
            self.setRowHeight(number, row_height(entry, self.columnWidth(0)))


class DutyMatrix(_Table):
    """Arrows move from cell to cell; a click or L, S, V, Del say what a party does."""

    moved = Signal(str, str)
    """Codes of the duty and of the party under the cursor; the party is empty in the first column."""
    role_requested = Signal(str, str, str)
    """Duty, party and role wished."""
    party_chosen = Signal(str)
    """A card in the head was clicked."""

    def __init__(self, pack: Pack) -> None:
        self.model_ = DutyModel(pack)
        super().__init__(self.model_)
        self.model_.setParent(self)
        self.setAccessibleName(tr("五方责任矩阵"))
        self._code = ""
        self._column = 1
        self._quiet = False
        self._make_frozen()
        self.selectionModel().currentChanged.connect(self._current)
        self.horizontalHeader().sectionClicked.connect(self._head_clicked)

    # What is shown

    @property
    def code(self) -> str:
        """Return the code of the duty under the cursor."""
        return self._code

    @property
    def party(self) -> str:
        """Return the code of the party under the cursor; empty in the first column."""
        party = self.model_.party_of(self._column)
        return party.code if party else ""

    def duty(self) -> DutyView | None:
        """Return the duty under the cursor."""
        return self.model_.duty_of(self._code)

    def show_duties(self, duties: Sequence[DutyView], parties: Sequence[PartyView]) -> None:
        """Show another state with the cursor where it was."""
        scrolled = self.verticalScrollBar().value()
        self._quiet = True
        self.model_.show(duties, parties)
        self._laid_out()
        self._quiet = False
        self.choose(self._code, self._column)
        self.verticalScrollBar().setValue(scrolled)

    def arrange(self, *, by: str | None = None, only_gaps: bool | None = None, words_: str | None = None) -> None:
        """Group or filter in another way, with the cursor on the same duty where it is still shown."""
        self._quiet = True
        self.model_.by = self.model_.by if by is None else by
        self.model_.only_gaps = self.model_.only_gaps if only_gaps is None else only_gaps
        self.model_.words = self.model_.words if words_ is None else words_
        self.model_.lay_out()
        self._laid_out()
        self._quiet = False
        self.choose(self._code, self._column)

    def choose(self, code: str, column: int | None = None) -> None:
        """Put the cursor on a duty; the first one when there is none with that code."""
        number = self.model_.place_of(code)
        if number < 0:
            number = next((n for n, e in enumerate(self.model_.entries) if isinstance(e, DutyView)), -1)
        if number < 0:
            return
        index = self.model_.index(number, self._column if column is None else column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def choose_party(self, party: str) -> None:
        """Put the cursor into the column of a party, on the same duty."""
        columns = [n for n, p in enumerate(self.model_.parties, 1) if p.code == party]
        if columns:
            self.choose(self._code, columns[0])

    def next_gap(self, direction: int = 1) -> bool:
        """Go to the next duty that lacks something; return whether there is one."""
        places = [n for n, e in enumerate(self.model_.entries) if isinstance(e, DutyView) and e.gaps]
        if not places:
            return False
        now = self.currentIndex().row()
        ahead = [n for n in places if (n > now if direction > 0 else n < now)]
        row = (ahead or places)[0 if direction > 0 else -1]
        entry = self.model_.entries[row]
        assert isinstance(entry, DutyView)
        self.choose(entry.code)
        self.choose_party(entry.party)
        return True

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move past headings; letters are keys of the page."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell; what a helping party does goes round at each click."""
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        duty, party = self.model_.duty_at(index.row()), self.model_.party_of(index.column())
        if event.button() == Qt.MouseButton.LeftButton and duty is not None and party is not None:
            now = words.role(duty, party.code)
            if now != words.LEAD:
                self.role_requested.emit(duty.code, party.code, words.CYCLE[now])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out again."""
        super().resizeEvent(event)
        self._share_width()

    # Inside

    def _step(self, direction: int) -> None:
        now = self.currentIndex().row() + direction
        while 0 <= now < len(self.model_.entries):
            entry = self.model_.entries[now]
            if isinstance(entry, DutyView):
                self.choose(entry.code)
                return
            now += direction

    def _current(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.viewport().update()
        self.frozen.viewport().update()
        duty = self.model_.duty_at(index.row())
        if self._quiet or duty is None:
            return
        self._code, self._column = duty.code, index.column()
        self.moved.emit(duty.code, self.party)

    def _head_clicked(self, section: int) -> None:
        party = self.model_.party_of(section)
        if party is not None:
            self.party_chosen.emit(party.code)

    def _make_frozen(self) -> None:
        """Lay a second view with the first column over the matrix; the keyboard stays with the matrix."""
        self.frozen = _Table(self.model_, self)
        self.frozen.setSelectionModel(self.selectionModel())
        self.frozen.setFocusProxy(self)
        self.frozen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.frozen.setAccessibleName(tr("责任条目"))
        self.frozen.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.frozen.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().valueChanged.connect(self.frozen.verticalScrollBar().setValue)
        self.frozen.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)

    def _laid_out(self) -> None:
        self.clearSpans()
        for number, entry in enumerate(self.model_.entries):
            if isinstance(entry, DutyGroup):
                self.setSpan(number, 0, 1, self.model_.columnCount())
        for column in range(1, self.model_.columnCount()):
            self.frozen.setColumnHidden(column, True)  # noqa: FBT003  (Qt's own signature)
        self._share_width()

    def _share_width(self) -> None:
        px, count = Theme.current.px, len(self.model_.parties)
        if not count:
            return
        wide = self.viewport().width()
        each = min(max((wide - px(262)) // count, px(PARTY_WIDTH[0])), px(PARTY_WIDTH[1]))
        first = max(px(210), wide - each * count)
        self.setColumnWidth(0, first)
        for column in range(1, count + 1):
            self.setColumnWidth(column, each)
        self.frozen.setColumnWidth(0, first)
        self.lay_rows()
        self.frozen.lay_rows()
        height = self.horizontalHeader().height() + self.viewport().height()
        self.frozen.setGeometry(0, 0, first, height)
        self.frozen.raise_()
