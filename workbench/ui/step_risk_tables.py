"""Small tables of the risk page: words at the left, figures at the right, a row can be gone to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from workbench.ui.table_model import Cells, Index, TableModel
from workbench.ui.theme import Theme

ROW = 28
HEAD = 30
Thing = TypeVar("Thing")


class FiguresModel(TableModel[Thing]):
    """Things of which the first column is words and the others are figures, set to the right."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a cell; figures stand to the right."""
        if index.isValid() and role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return super().data(index, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title of a column, set as its cells are."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return super().headerData(section, orientation, role)


class CellsModel(FiguresModel[Cells]):
    """Rows that are words already."""

    def __init__(self, *titles: str) -> None:
        super().__init__()
        self._titles = titles

    def titles(self) -> Cells:
        """Return the titles given."""
        return self._titles

    def cells(self, thing: Cells) -> Cells:
        """Return a row as it was given."""
        return thing


class FiguresTable(QTableView):
    """A table as tall as its rows, up to a most; Enter or a click on a row goes to what it tells of."""

    chosen = Signal(int)
    """Number of the row."""

    def __init__(self, model: FiguresModel[Any], name: str, *, most: int) -> None:
        super().__init__()
        self._most = most
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(Theme.current.px(ROW))
        head = self.horizontalHeader()
        head.setSectionsClickable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        model.modelReset.connect(self._fit)
        self.clicked.connect(self._choose)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the row under the cursor on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())

    def _fit(self) -> None:
        rows = min(max(1, self.model().rowCount()), self._most)
        self.setFixedHeight(Theme.current.px(ROW * rows + HEAD))


def cells_table(titles: Sequence[str], name: str, *, most: int) -> tuple[FiguresTable, CellsModel]:
    """Return a table of words and figures, and its model."""
    model = CellsModel(*titles)
    return FiguresTable(model, name, most=most), model
