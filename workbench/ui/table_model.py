"""What read-only tables share: one thing per row, told in words under titles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index: TypeAlias = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
HEAD_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
WORD_ROLES = (*HEAD_ROLES, Qt.ItemDataRole.ToolTipRole)
"""Roles in which a cell is words: seen, heard, in the tip."""
Cells = tuple[str, ...]
Thing = TypeVar("Thing")


class TableModel(QAbstractTableModel, Generic[Thing]):
    """Things in the order given; what a table says of one is in :meth:`cells`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Thing, ...] = ()

    def titles(self) -> Cells:
        """Return the titles of the columns."""
        raise NotImplementedError

    def cells(self, thing: Thing) -> Cells:
        """Return the words of a row, one for each column."""
        raise NotImplementedError

    def show(self, rows: Sequence[Thing]) -> None:
        """Show these things."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def all(self) -> tuple[Thing, ...]:
        """Return everything shown."""
        return self._rows

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.titles())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words."""
        if not index.isValid() or role not in WORD_ROLES:
            return None
        return self.cells(self._rows[index.row()])[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title of a column."""
        return self.titles()[section] if orientation == Qt.Orientation.Horizontal and role in HEAD_ROLES else None


class WordsModel(TableModel[Cells]):
    """Rows that are words already."""

    def __init__(self, titles: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)

    def titles(self) -> Cells:
        """Return the titles given."""
        return self._titles

    def cells(self, thing: Cells) -> Cells:
        """Return a row as it was given."""
        return thing
