"""The time limits of a case as a table: what, until when, what is left, where it stands; grouped by the procedure."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from workbench.errors import Text
from workbench.services.time_limits import GROUPS, STATES, LimitView, left_of, when
from workbench.ui import icons
from workbench.ui.i18n import say, tr
from workbench.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
LIMIT = Qt.ItemDataRole.UserRole
SIGNS = {
    "waiting": ("hourglass", "t3"),
    "running": ("clock", "info"),
    "paused": ("clock-pause", "t2"),
    "overdue": ("clock-exclamation", "bad"),
    "done": ("circle-check", "ok"),
    "late": ("alert-circle", "warn"),
    "info": ("info-circle", "t3"),
}
"""State → icon and colour; the word stands beside them."""


def state_word(limit: LimitView) -> str:
    """Return where a deadline stands, with what is left where it runs."""
    left = say(left_of(limit))
    return left or say(STATES[limit.state])


class LimitsModel(QAbstractTableModel):
    """One deadline per row, under a heading per part of the procedure."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[LimitView | Text, ...] = ()

    def show(self, limits: tuple[LimitView, ...]) -> None:
        """Show these deadlines."""
        self.beginResetModel()
        self.rows = tuple(
            row
            for code, title in GROUPS.items()
            for row in _with_heading(title, [limit for limit in limits if limit.group == code])
        )
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Return a column's title."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (tr("时限事项"), tr("届满"), tr("状态"))[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the cursor pass over headings."""
        if index.isValid() and isinstance(self.rows[index.row()], Text):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell in words."""
        if not index.isValid():
            return None
        found = self.rows[index.row()]
        if isinstance(found, Text):
            return _heading(found, index.column(), role)
        return _cell(found, index.column(), role)

    def row_of(self, name: str) -> int:
        """Return the row of a deadline; -1 when it is not there."""
        return next((n for n, row in enumerate(self.rows) if isinstance(row, LimitView) and row.id == name), -1)


def _with_heading(title: Text, limits: list[LimitView]) -> list[LimitView | Text]:
    return [title, *limits] if limits else []


def _heading(title: Text, column: int, role: int) -> object:
    if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
        return say(title) if column == 0 else ""
    if role == Qt.ItemDataRole.FontRole:
        return Theme.current.sized(12, 700)
    if role == Qt.ItemDataRole.ForegroundRole:
        return QColor(Theme.current.colour("t2"))
    if role == Qt.ItemDataRole.BackgroundRole:
        return QColor(Theme.current.colour("alt"))
    return None


def _cell(limit: LimitView, column: int, role: int) -> object:
    if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
        return _spoken(limit)
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return _words(limit, column)
        case Qt.ItemDataRole.DecorationRole if column == 2:
            return icons.icon(*SIGNS[limit.state], 16)
        case Qt.ItemDataRole.ForegroundRole:
            return QColor(Theme.current.colour(_ink(limit, column)))
        case Qt.ItemDataRole.FontRole if column == 1 and limit.state in {"running", "paused", "overdue"}:
            return _bold()
    return limit if role == LIMIT else None


def _spoken(limit: LimitView) -> str:
    guess = [tr("预估")] if limit.estimate else []
    return tr("，").join([say(limit.title), say(when(limit)), *guess, state_word(limit)])


def _words(limit: LimitView, column: int) -> str:
    due = say(when(limit)) + (" " + tr("预估") if limit.estimate else "")
    indent = "↳ " if limit.beside else ""
    return (indent + say(limit.title), due, state_word(limit))[column]


def _ink(limit: LimitView, column: int) -> str:
    if column == 2:
        return SIGNS[limit.state][1]
    return "t2" if limit.state in {"info", "waiting"} else "t1"


def _bold() -> QFont:
    return Theme.current.sized(13, 500)


class LimitsTable(QTableView):
    """The table; the deadline under the cursor is told by :attr:`chosen`."""

    chosen = Signal(object)
    """A :class:`LimitView`."""

    def __init__(self) -> None:
        super().__init__()
        self.model_ = LimitsModel(self)
        self.setModel(self.model_)
        self.setAccessibleName(tr("各项时限"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(Theme.current.px(32))
        head = self.horizontalHeader()
        head.setAccessibleName(tr("列标题"))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(1, Theme.current.px(158))
        head.resizeSection(2, Theme.current.px(128))
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._moved(now))

    def show_limits(self, limits: tuple[LimitView, ...]) -> None:
        """Show these deadlines and keep the cursor where it was; at first on the most pressing one."""
        kept = self.limit()
        self.model_.show(limits)
        self.clearSpans()
        for number, row in enumerate(self.model_.rows):
            if isinstance(row, Text):
                self.setSpan(number, 0, 1, 3)
        self.choose(kept.id if kept else pressing(limits))

    def limit(self) -> LimitView | None:
        """Return the deadline under the cursor."""
        found = self.currentIndex().data(LIMIT)
        return found if isinstance(found, LimitView) else None

    def choose(self, name: str) -> None:
        """Put the cursor on a deadline, else on the first one."""
        row = self.model_.row_of(name)
        if row < 0:
            row = next((n for n, one in enumerate(self.model_.rows) if isinstance(one, LimitView)), -1)
        if row >= 0:
            self.setCurrentIndex(self.model_.index(row, 0))

    def _moved(self, now: QModelIndex) -> None:
        limit = now.data(LIMIT)
        if isinstance(limit, LimitView):
            self.chosen.emit(limit)


def pressing(limits: tuple[LimitView, ...]) -> str:
    """Return the deadline that presses most: overdue, else the next one of the authority's, else the first."""
    order = ("overdue", "paused", "running")
    wanted = ("decision_due", "correction_due", "deliver_due")
    found = [limit for state in order for limit in limits if limit.state == state]
    first = next((limit for name in wanted for limit in found if limit.id == name), None)
    return (
        first or (found[0] if found else limits[0] if limits else None) or LimitView("", "", Text("", ""), None, "")
    ).id
