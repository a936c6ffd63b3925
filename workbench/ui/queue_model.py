"""The queue as a table: rows in the order the service gives them, with group rows put between them.

One model instead of a table and a grouping proxy: the service sorts and filters, so rows only ever arrive at the end
and a group row is simply an entry before the first row of its group. Group rows exist only in the order of the law.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from workbench.services.views_lists import QueuePage, QueueRow
from workbench.ui import queue_words as words
from workbench.ui.i18n import tr

Index: TypeAlias = QModelIndex | QPersistentModelIndex

ROW = Qt.ItemDataRole.UserRole + 1
"""The :class:`QueueRow` of an entry, ``None`` for a group row."""
GROUP = Qt.ItemDataRole.UserRole + 2
"""The :class:`Group` of a group row, ``None`` for a case."""


class Column(IntEnum):
    """Columns from left to right."""

    LEVEL = 0
    EVENT = 1
    DATES = 2
    STAGE = 3
    BLOCKS = 4
    CLOCK = 5
    OFFICER = 6


@dataclass(frozen=True)
class Group:
    """A group row: its key (see :class:`ClockView`), how many cases it has, whether its rows are folded away."""

    key: str
    count: int
    folded: bool = False


Entry: TypeAlias = Group | QueueRow


class QueueModel(QAbstractTableModel):
    """Cases and group rows."""

    more_requested = Signal(object)
    """The end is near: the key of the next page."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[QueueRow] = []
        self._entries: list[Entry] = []
        self._counts: dict[str, int] = {}
        self._folded: set[str] = set()
        self._next: tuple[object, ...] | None = None
        self._asked = False
        self.grouped = True

    def show(self, page: QueuePage, *, grouped: bool = True) -> None:
        """Show the first page of an answer."""
        self.beginResetModel()
        self._rows = list(page.rows)
        self.grouped = grouped
        self._take(page)
        self._entries = self._arranged(self._rows)
        self.endResetModel()

    def append(self, page: QueuePage) -> None:
        """Add the next page below what is shown."""
        last = self._rows[-1].clock.group if self._rows else ""
        self._take(page)
        self._rows.extend(page.rows)
        fresh = self._arranged(list(page.rows), after=last)
        if fresh:
            self.beginInsertRows(QModelIndex(), len(self._entries), len(self._entries) + len(fresh) - 1)
            self._entries.extend(fresh)
            self.endInsertRows()

    def fold(self, key: str) -> None:
        """Fold or unfold a group."""
        self.beginResetModel()
        self._folded ^= {key}
        self._entries = self._arranged(self._rows)
        self.endResetModel()

    def entry(self, number: int) -> Entry:
        """Return the entry of a table row."""
        return self._entries[number]

    def place_of(self, case: str) -> int | None:
        """Return the table row of a case, or ``None`` when it is not shown."""
        return next((n for n, e in enumerate(self._entries) if isinstance(e, QueueRow) and e.case == case), None)

    def cases(self) -> list[QueueRow]:
        """Return the cases read so far, in order."""
        return list(self._rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Make cases selectable, group rows only enabled."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self._entries[index.row()], Group):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the entry for painters, the words for people and screen readers."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == GROUP:
            return entry if isinstance(entry, Group) else None
        if role == ROW:
            return entry if isinstance(entry, QueueRow) else None
        if isinstance(entry, Group):
            return _group_text(entry, index.column(), role)
        return _row_text(entry, index.column(), role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the column titles."""
        if orientation == Qt.Orientation.Horizontal and role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return header(Column(section))
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Say whether the service has more cases."""
        return not parent.isValid() and self._next is not None and not self._asked

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page once."""
        if self.canFetchMore(parent):
            self._asked = True
            self.more_requested.emit(self._next)

    def _take(self, page: QueuePage) -> None:
        self._counts = page.counts
        self._next = page.next_key
        self._asked = False

    def _arranged(self, rows: list[QueueRow], after: str = "") -> list[Entry]:
        """Return entries for ``rows``, which follow a row of the group ``after``."""
        if not self.grouped:
            return list(rows)
        entries: list[Entry] = []
        for case in rows:
            key = case.clock.group
            if key != after:
                entries.append(self._group(key, rows))
                after = key
            if key not in self._folded:
                entries.append(case)
        return entries

    def _group(self, key: str, rows: list[QueueRow]) -> Group:
        loaded = sum(1 for case in rows if case.clock.group == key)
        return Group(key, max(loaded, self._counts.get(key, 0)), key in self._folded)


def header(column: Column) -> str:
    """Return the title of a column."""
    titles = {
        Column.LEVEL: tr("等级"),
        Column.EVENT: tr("活动 / 承办者"),
        Column.DATES: tr("举办 / 规模"),
        Column.STAGE: tr("阶段"),
        Column.BLOCKS: tr("材料 9 类"),
        Column.CLOCK: tr("法定时限"),
        Column.OFFICER: tr("主审"),
    }
    return titles[column]


def _group_text(group: Group, column: int, role: int) -> str | None:
    if column or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return None
    return f"{words.group_title(group.key)} {tr('{count} 件', count=group.count)}"


def _row_text(case: QueueRow, column: int, role: int) -> str | None:
    if role == Qt.ItemDataRole.ToolTipRole:
        return words.tip(case, column)
    if role == Qt.ItemDataRole.AccessibleTextRole and column == Column.EVENT:
        return words.sentence(case)
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return _cell_text(case, Column(column))
    return None


def _cell_text(case: QueueRow, column: Column) -> str:
    texts = {
        Column.LEVEL: lambda: words.level(case.level),
        Column.EVENT: lambda: f"{case.title} {case.undertaker}",
        Column.DATES: lambda: f"{words.dates(case)} {words.headcount(case)}",
        Column.STAGE: lambda: f"{words.stage(case)} {words.step(case.step)}",
        Column.BLOCKS: lambda: words.blocks(case.blocks),
        Column.CLOCK: lambda: " ".join(words.clock(case)),
        Column.OFFICER: lambda: case.officer or tr("待分派"),
    }
    return texts[column]()
