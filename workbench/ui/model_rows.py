"""A small table of records that a person types: the input of a model that has several exits, lanes, zones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from workbench.crowd.model import Input
from workbench.crowd.option_words import option_word
from workbench.services.crowd_sheet import unit_word
from workbench.ui.i18n import headed, say, tr
from workbench.ui.table_model import HEAD_ROLES, ROOT, Index
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, row

FEWEST_SHOWN, MOST_SHOWN, HEIGHT = 2, 8, 30


class RecordModel(QAbstractTableModel):
    """Records of texts under the columns of an input; a cell that was refused is marked and says why."""

    edited = Signal()

    def __init__(self, columns: Sequence[Input], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.records: list[dict[str, str]] = []
        self.faults: dict[tuple[int, str], str] = {}

    def show(self, records: Sequence[Mapping[str, str]]) -> None:
        """Show other records."""
        self.beginResetModel()
        self.records = [dict(one) for one in records]
        self.faults = {}
        self.endResetModel()

    def mark(self, faults: Mapping[tuple[int, str], str]) -> None:
        """Mark the cells that were refused."""
        if faults != self.faults:
            self.faults = dict(faults)
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.records) - 1, len(self.columns) - 1))

    def add(self) -> int:
        """Add an empty record and return its number."""
        place = len(self.records)
        self.beginInsertRows(QModelIndex(), place, place)
        self.records.append({})
        self.endInsertRows()
        return place

    def drop(self, place: int) -> None:
        """Take a record away."""
        self.beginRemoveRows(QModelIndex(), place, place)
        del self.records[place]
        self.faults = {}
        self.endRemoveRows()
        self.edited.emit()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of records."""
        return 0 if parent.isValid() else len(self.records)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let every cell be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what was typed, in words; a refused cell has its ground and its reason."""
        if not index.isValid():
            return None
        one = self.columns[index.column()]
        fault = self.faults.get((index.row(), one.key), "")
        typed = self.records[index.row()].get(one.key, "")
        words = say(option_word(typed)) if one.options else typed
        return {
            Qt.ItemDataRole.DisplayRole: f"▲ {words}" if fault else words,
            Qt.ItemDataRole.EditRole: typed,
            Qt.ItemDataRole.AccessibleTextRole: f"{head(one)} {words or tr('未填写')} {fault}".strip(),
            Qt.ItemDataRole.ToolTipRole: fault or None,
            Qt.ItemDataRole.BackgroundRole: Theme.current.colour("badS") if fault else None,
        }.get(Qt.ItemDataRole(role))

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.records[index.row()][self.columns[index.column()].key] = str(value).strip()
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the name and unit of a column, the number of a record."""
        if orientation == Qt.Orientation.Horizontal and role in (*HEAD_ROLES, Qt.ItemDataRole.ToolTipRole):
            return head(self.columns[section])
        return None


def head(one: Input) -> str:
    """Return the name of a column with its unit."""
    unit = say(unit_word(one.unit))
    return f"{headed(one.text)} ({unit})" if unit else headed(one.text)


class RecordDelegate(QStyledItemDelegate):
    """Edits a cell: a drop-down where there are choices, a line elsewhere."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the editor of a cell."""
        model = cast("RecordModel", index.model())
        one = model.columns[index.column()]
        if not one.options:
            line = QLineEdit(parent)
            line.setAccessibleName(head(one))
            return line
        box = QComboBox(parent)
        box.setAccessibleName(head(one))
        for code in one.options:
            box.addItem(say(option_word(code)), code)
        box.activated.connect(lambda _place: self.commitData.emit(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what stands in the cell."""
        typed = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(typed)))
        elif isinstance(editor, QLineEdit):
            editor.setText(typed)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take what the editor says."""
        typed = editor.currentData() if isinstance(editor, QComboBox) else cast("QLineEdit", editor).text()
        model.setData(index, typed)


class RecordTable(QWidget):
    """The table with its buttons: a row more, this row away."""

    edited = Signal()

    def __init__(self, one: Input) -> None:
        super().__init__()
        self.input = one
        self.model = RecordModel(one.columns, self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setItemDelegate(RecordDelegate(self.table))
        self.table.setAccessibleName(say(one.text))
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(
            triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.SelectedClicked | triggers.EditKeyPressed
        )
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(Theme.current.px(HEIGHT))
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.more = Button(tr("加一行"), icon="plus", small=True)
        self.less = Button(tr("删除本行"), icon="trash", small=True)
        name = say(one.text)
        self.more.setAccessibleName(tr("{name}：加一行", name=name))
        self.less.setAccessibleName(tr("{name}：删除本行", name=name))
        self.setLayout(column(self.table, row(self.more, self.less, None), spacing=4))
        self._wire()
        self._fit()

    def put(self, records: Sequence[Mapping[str, str]]) -> None:
        """Show other records."""
        self.model.show(records)
        self._fit()

    def records(self) -> list[dict[str, str]]:
        """Return what was typed, without rows that are empty."""
        return [dict(one) for one in self.model.records if any(one.values())]

    def add(self) -> None:
        """Add a row with the choices' first words in it and put the cursor there."""
        place = self.model.add()
        for one in self.model.columns:
            if one.options and one.default is None:
                self.model.records[place][one.key] = one.options[0]
            elif one.default is not None and one.options:
                self.model.records[place][one.key] = str(one.default)
        self._fit()
        self.table.setFocus()
        self.table.setCurrentIndex(self.model.index(place, 0))

    def drop(self) -> None:
        """Take the row under the cursor away."""
        place = self.table.currentIndex().row()
        if 0 <= place < len(self.model.records):
            self.model.drop(place)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give a table of many columns room to scroll sideways."""
        super().resizeEvent(event)
        header = self.table.horizontalHeader()
        least = [max(Theme.current.px(72), header.sectionSizeHint(place)) for place in range(header.count())]
        narrow = self.width() < sum(least)
        mode = QHeaderView.ResizeMode.Interactive if narrow else QHeaderView.ResizeMode.Stretch
        header.setSectionResizeMode(mode)
        if narrow:
            for place, wide in enumerate(least):
                header.resizeSection(place, wide)
        self._fit()

    def _fit(self) -> None:
        rows = min(max(FEWEST_SHOWN, len(self.model.records)), MOST_SHOWN)
        bar = self.table.horizontalScrollBar()
        extra = bar.sizeHint().height() if self.table.horizontalHeader().length() > self.table.viewport().width() else 0
        self.table.setFixedHeight(Theme.current.px(HEIGHT) * rows + Theme.current.px(32) + extra)
        self.less.setEnabled(bool(self.model.records))

    def _wire(self) -> None:
        self.model.edited.connect(self.edited)
        self.more.clicked.connect(lambda _on=False: self.add())
        self.less.clicked.connect(lambda _on=False: self.drop())
        drop = QShortcut(QKeySequence("Ctrl+Del"), self.table)
        drop.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        drop.activated.connect(self.drop)


def records_of(one: Input, given: object) -> list[dict[str, str]]:
    """Return records as an example writes them (``a:1:2; b:3:4`` or mappings), as texts by key."""
    keys = [column.key for column in one.columns]
    if isinstance(given, str):
        parts = [part for part in given.split(";") if part.strip()]
        return [dict(zip(keys, (cell.strip() for cell in part.split(":")), strict=False)) for part in parts]
    rows = cast("Sequence[Mapping[str, object]]", given or ())
    return [{key: _typed(part[key]) for key in keys if part.get(key) is not None} for part in rows]


def _typed(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
