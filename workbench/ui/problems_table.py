"""What the import noticed, as a table: how serious, where, what, the value as it stood."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from workbench.core.values import Problem
from workbench.ui.i18n import say, tr
from workbench.ui.receipt_words import problem_word
from workbench.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ORDER = ("error", "warn", "info")


def place(problem: Problem) -> str:
    """Return where a problem is: file, sheet, cell."""
    cell = problem.cell or (
        tr("第 {row} 行 {field}", row=problem.row, field=problem.field) if problem.row else problem.field
    )
    return " · ".join(part for part in ("" if problem.sheet else problem.file, problem.sheet, cell) if part)


class ProblemsModel(QAbstractTableModel):
    """One problem per row, the most serious first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.problems: tuple[Problem, ...] = ()

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Show these problems."""
        self.beginResetModel()
        self.problems = tuple(sorted(problems, key=lambda p: ORDER.index(p.severity) if p.severity in ORDER else 9))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.problems)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """Return the number of columns."""
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Return a column's title."""
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (tr("程度"), tr("位置"), tr("发现"), tr("原值"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell in words; the remedy is in the tip."""
        if not index.isValid():
            return None
        problem = self.problems[index.row()]
        word, ink = problem_word(problem.severity)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (word, place(problem), say(problem.message), problem.original)[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                return tr("。").join([say(problem.message), *([say(problem.remedy)] if problem.remedy else [])])
            case Qt.ItemDataRole.AccessibleTextRole:
                return tr("，").join(p for p in (word, place(problem), say(problem.message), problem.original) if p)
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(Theme.current.colour(ink)) if index.column() == 0 else None
        return None


class ProblemsTable(QTableView):
    """The table, as high as its rows up to a dozen."""

    def __init__(self) -> None:
        super().__init__()
        self.model_ = ProblemsModel(self)
        self.setModel(self.model_)
        self.setAccessibleName(tr("导入时发现"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(Theme.current.px(30))
        head = self.horizontalHeader()
        head.setAccessibleName(tr("列标题"))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column_, width in enumerate((92, 200)):
            head.resizeSection(column_, Theme.current.px(width))
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(3, Theme.current.px(180))

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Show these problems; the table is as high as it needs to be."""
        self.model_.show(problems)
        rows = min(12, max(1, len(problems)))
        self.setFixedHeight(Theme.current.px(30) * (rows + 1) + 4)
