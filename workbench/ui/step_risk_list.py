"""The factors of step 5: dimensions with their factors, five cells before and five after control measures.

The anchors of the factor under the cursor unfold below it; they belong to the column that the keys act on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QListView

from workbench.services.views import DimensionView, FactorView, RiskView
from workbench.services.views_risk import FactorDeskView, RiskDeskView
from workbench.ui import step_risk_words as words
from workbench.ui.i18n import say, tr
from workbench.ui.step_risk_paint import ENTRY, EXTRA, FactorDelegate, hit, mark_boxes
from workbench.ui.widgets import plain_list

Entry = DimensionView | FactorView
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
SPOKEN = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


class FactorModel(QAbstractListModel):
    """Dimensions and the factors of those that are unfolded."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.risk: RiskView | None = None
        self.extras: dict[str, FactorDeskView] = {}
        """What stands beside the scores, by factor: suggestion, agency, order."""
        self.seats_open = False
        """The agency's column is shown."""
        self.entries: tuple[Entry, ...] = ()
        self.folded: set[str] = set()
        self.only_open = False
        self.words = ""

    def show(self, risk: RiskView) -> None:
        """Show another state; rows that stay are only repainted."""
        self.risk = risk
        self.lay_out()

    def show_desk(self, desk: RiskDeskView) -> None:
        """Show another state of what stands beside the scores."""
        self.extras = {factor.code: factor for factor in desk.factors}
        self.seats_open = desk.seats.open
        if self.entries:
            self.dataChanged.emit(self.index(0), self.index(len(self.entries) - 1))

    def wanting(self) -> list[str]:
        """Return the factors that lack a score or a note on their gap, in pack order."""
        factors = self.risk.factors if self.risk else ()
        return [f.code for f in factors if words.wants(f, self.extras.get(f.code))]

    def lay_out(self) -> None:
        """Make the rows anew."""
        entries = tuple(self._rows())
        if [e.code for e in entries] == [e.code for e in self.entries]:
            self.entries = entries
            if entries:
                self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def place_of(self, code: str) -> int:
        """Return the row of a dimension or factor, -1 when it is not shown."""
        return next((n for n, entry in enumerate(self.entries) if entry.code == code), -1)

    def factor_of(self, code: str) -> FactorView | None:
        """Return a factor, shown or folded away."""
        return next((f for f in self.risk.factors if f.code == code), None) if self.risk else None

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row for the painter, its words for people."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role in (ENTRY, EXTRA):
            return entry if role == ENTRY else self.extras.get(entry.code)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{entry.code} {say(entry.title)}"
        if role not in SPOKEN:
            return None
        if isinstance(entry, DimensionView):
            return words.dimension_sentence(entry)
        return words.factor_sentence(entry, self.extras.get(entry.code))

    def _rows(self) -> Iterator[Entry]:
        if self.risk is None:
            return
        for dimension in self.risk.dimensions:
            own = [f for f in self.risk.factors if f.dimension == dimension.code and self._lets(f)]
            if own or not (self.only_open or self.words):
                yield dimension
            if dimension.code not in self.folded:
                yield from own

    def _lets(self, factor: FactorView) -> bool:
        if self.only_open and not words.wants(factor, self.extras.get(factor.code)):
            return False
        return self.words.casefold() in f"{factor.code} {factor.title.zh} {factor.title.en}".casefold()


class FactorList(QListView):
    """Rows of factors; a click on a cell or a digit scores."""

    moved = Signal(str)
    """Code of the factor or dimension under the cursor."""
    score_requested = Signal(str, str, int)
    """Factor, column (``before`` or ``after``), score."""
    column_changed = Signal(str)
    confidence_requested = Signal(str)
    """Factor whose confidence should be the next one."""
    evidence_requested = Signal(str)
    """Factor whose evidence should be written."""

    def __init__(self) -> None:
        super().__init__()
        self.model_ = FactorModel(self)
        self.setModel(self.model_)
        self.delegate = FactorDelegate(self)
        self.setItemDelegate(self.delegate)
        plain_list(self, tr("风险因素"))
        self._code = ""
        self._quiet = False
        self.column = words.BEFORE
        self.selectionModel().currentChanged.connect(self._current)

    @property
    def code(self) -> str:
        """Return the code of the row under the cursor."""
        return self._code

    def factor(self) -> FactorView | None:
        """Return the factor under the cursor."""
        return self.model_.factor_of(self._code)

    def show_risk(self, risk: RiskView) -> None:
        """Show another state with the cursor where it was."""
        scrolled = self.verticalScrollBar().value()
        self._quiet = True
        self.model_.show(risk)
        self._quiet = False
        self.choose(self._code)
        self.verticalScrollBar().setValue(scrolled)

    def arrange(self, *, only_open: bool | None = None, words_: str | None = None) -> None:
        """Filter in another way."""
        self.model_.only_open = self.model_.only_open if only_open is None else only_open
        self.model_.words = self.model_.words if words_ is None else words_
        self._quiet = True
        self.model_.lay_out()
        self._quiet = False
        self.choose(self._code)

    def choose(self, code: str) -> None:
        """Put the cursor on a factor; its dimension unfolds."""
        factor = self.model_.factor_of(code)
        if factor is not None and factor.dimension in self.model_.folded:
            self.fold(factor.dimension)
        number = self.model_.place_of(code)
        if number < 0:
            number = next((n for n, e in enumerate(self.model_.entries) if isinstance(e, FactorView)), -1)
        if number >= 0:
            self.setCurrentIndex(self.model_.index(number))
            self.scrollTo(self.currentIndex())

    def fold(self, dimension: str) -> None:
        """Fold a dimension, or unfold it."""
        self.model_.folded ^= {dimension}
        self._quiet = True
        self.model_.lay_out()
        self._quiet = False
        number = self.model_.place_of(dimension)
        if number >= 0:
            self.setCurrentIndex(self.model_.index(number))

    def use_column(self, column: str) -> None:
        """Let digits score before or after control measures."""
        self.column = column
        self.viewport().update()
        self.column_changed.emit(column)

    def step(self, direction: int) -> None:
        """Move the cursor."""
        number = self.currentIndex().row() + direction
        if 0 <= number < len(self.model_.entries):
            self.choose(self.model_.entries[number].code)

    def next_open(self, direction: int = 1) -> bool:
        """Go to the next factor that lacks a score or a note on its gap; return whether there is one."""
        risk = self.model_.risk
        codes = [f.code for f in risk.factors] if risk else []
        waiting = self.model_.wanting()
        if not waiting:
            return False
        now = codes.index(self._code) if self._code in codes else -1
        ahead = [c for c in waiting if (codes.index(c) > now if direction > 0 else codes.index(c) < now)]
        self.choose((ahead or waiting)[0 if direction > 0 else -1])
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move row by row, choose the column with the arrows, fold with Enter; digits are keys of the page."""
        columns = {Qt.Key.Key_Left: words.BEFORE, Qt.Key.Key_Right: words.AFTER}
        if event.key() in columns:
            self.use_column(columns[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._fold_here()
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row and score when a cell was hit."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        entry = index.data(ENTRY)
        if isinstance(entry, DimensionView):
            self.fold(entry.code)
        elif isinstance(entry, FactorView):
            struck = self._hit(index, at)
            marks = mark_boxes(self.visualRect(index))
            self.choose(entry.code)
            if struck is not None:
                self.use_column(struck[0])
                self.score_requested.emit(entry.code, *struck)
            elif marks[0].contains(at):
                self.confidence_requested.emit(entry.code)
            elif marks[1].contains(at):
                self.evidence_requested.emit(entry.code)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the rows out anew, for anchors wrap by width; a cursor that was in sight stays so."""
        seen = self.viewport().rect().intersects(self.visualRect(self.currentIndex()))
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        if seen:
            QTimer.singleShot(0, self, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        self.scrollTo(self.currentIndex())

    def viewportEvent(self, event: object) -> bool:
        """Show the anchor of the cell under the pointer as its tip."""
        if isinstance(event, QHelpEvent):
            tip = self._tip(event.pos())
            self.setToolTip(tip)
        return super().viewportEvent(event)  # type: ignore[arg-type]

    def _tip(self, at: QPoint) -> str:
        index = self.indexAt(at)
        entry = index.data(ENTRY)
        if not isinstance(entry, FactorView):
            return ""
        struck = self._hit(index, at)
        return f"{struck[1]} {say(entry.anchors[struck[1]])}" if struck else words.factor_sentence(entry)

    def _hit(self, index: QModelIndex, at: QPoint) -> tuple[str, int] | None:
        unfolded = self.column if self.delegate.is_open(self, index) else ""
        return hit(self.visualRect(index), at, column=unfolded, agency=self.model_.seats_open)

    def _fold_here(self) -> None:
        entry = self.currentIndex().data(ENTRY)
        if isinstance(entry, DimensionView):
            self.fold(entry.code)

    def _current(self, index: QModelIndex, before: QModelIndex) -> None:
        for row in (before, index):
            if row.isValid():
                self.delegate.sizeHintChanged.emit(row)
        entry = index.data(ENTRY)
        if self._quiet or not isinstance(entry, DimensionView | FactorView):
            return
        self._code = entry.code
        self.moved.emit(entry.code)


def risk_sizes(risk: RiskView) -> Sequence[int]:
    """Return how many factors there are and how many are scored or do not apply."""
    return len(risk.factors), sum(not words.waits(f) for f in risk.factors)
