"""The table of a register: one entry per row, columns by the description of the pack, the state as a tag."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from workbench.core.pack import RegisterField
from workbench.services.register_views import EntryView, RegisterPage
from workbench.ui import delegates
from workbench.ui.column_room import ColumnRoom
from workbench.ui.history_models import VALUE, plain_table
from workbench.ui.i18n import say, tr
from workbench.ui.register_words import has_state, state_of
from workbench.ui.table_model import HEAD_ROLES, ROOT, WORD_ROLES, Index
from workbench.ui.theme import Theme

WIDTHS = {
    "choice": 116,
    "choices": 150,
    "entry": 180,
    "case": 180,
    "integer": 84,
    "number": 84,
    "bool": 76,
    "date": 104,
    "datetime": 140,
    "phone": 120,
    "code": 180,
}
"""Width of a column by the kind of its field [px]; others share the rest."""
STATE = 100


class RegisterModel(QAbstractTableModel):
    """One entry per row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page: RegisterPage | None = None
        self._fields: tuple[RegisterField, ...] = ()
        self._state = False

    def show(self, page: RegisterPage, *, hidden: str = "") -> None:
        """Show a page; the column of the field ``hidden`` is left out."""
        self.beginResetModel()
        self._page = page
        self._fields = tuple(field for field in page.register.columns if field.key != hidden)
        self._state = has_state(page.register)
        self.endResetModel()

    def view(self, row: int) -> EntryView | None:
        """Return the entry of a row, or ``None`` outside the table."""
        entries = self._page.entries if self._page else ()
        return entries[row] if 0 <= row < len(entries) else None

    def row_of(self, entry: str) -> int:
        """Return the row of an entry, or -1."""
        entries = self._page.entries if self._page else ()
        return next((row for row, view in enumerate(entries) if view.entry == entry), -1)

    def fields(self) -> tuple[RegisterField | None, ...]:
        """Return the field of every column; ``None`` for the state."""
        return ((None, *self._fields) if self._state else self._fields) if self._page else ()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of entries."""
        return 0 if parent.isValid() or self._page is None else len(self._page.entries)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.fields())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the entry for the painter, the words for people."""
        if not index.isValid():
            return None
        view, field = self.view(index.row()), self.fields()[index.column()]
        if view is None or self._page is None:
            return None
        if role == VALUE:
            return state_of(self._page.register, view) if field is None else None
        return self._words(view, field) if role in WORD_ROLES else None

    def _words(self, view: EntryView, field: RegisterField | None) -> str:
        if field is None:
            return state_of(self._page.register, view)[0] if self._page else ""
        text = view.words.get(field.key)
        return say(text).replace("\n", " ") if text else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the column titles."""
        if orientation != Qt.Orientation.Horizontal or role not in HEAD_ROLES:
            return None
        field = self.fields()[section]
        return tr("状态") if field is None else say(field.label)


class RegisterDelegate(QStyledItemDelegate):
    """Paints words in one line and the state as a tag."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        theme = Theme.current
        painter.save()
        delegates.ground(painter, option)
        painter.setClipRect(option.rect)
        area = option.rect.adjusted(theme.px(8), 0, -theme.px(4), -1)
        state = index.data(VALUE)
        if state is not None:
            if state[0]:
                delegates.tag(painter, area.left(), area.center().y(), *state)
        else:
            strong = index.column() == (1 if index.sibling(index.row(), 0).data(VALUE) is not None else 0)
            delegates.text(painter, area, str(index.data() or ""), theme.sized(13, 500 if strong else 400), "t1")
        delegates.ring_of_row(painter, option, index, index.model().columnCount() - 1)
        painter.restore()


def register_table(model: RegisterModel, name: str) -> QTableView:
    """Return the table of a register."""
    table = plain_table(model, name)
    table.setItemDelegate(RegisterDelegate(table))
    table.verticalHeader().setDefaultSectionSize(Theme.current.px(36))
    return table


def fit_columns(table: QTableView, model: RegisterModel, room: ColumnRoom) -> None:
    """Give every column its room after another register is shown."""
    metrics = table.horizontalHeader().fontMetrics()
    sharing: list[int] = []
    for number, field in enumerate(model.fields()):
        width = STATE if field is None else WIDTHS.get(field.kind)
        if width is None:
            sharing.append(number)
            continue
        title = metrics.horizontalAdvance(str(model.headerData(number, Qt.Orientation.Horizontal)))
        table.setColumnWidth(number, max(Theme.current.px(width), title + Theme.current.px(20)))
    room.share(sharing)
