"""Layers by kinds of posts, and what the rules say of the patrols: the four pairings, the four domains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from workbench.core.pack import Pack
from workbench.services.views_deployment import DeploymentView, NoteView
from workbench.ui.i18n import headed, language, say, tr
from workbench.ui.step_deployment_board import PostLine
from workbench.ui.step_deployment_words import rows_of
from workbench.ui.table_model import ROOT, Index
from workbench.ui.theme import Theme
from workbench.ui.widgets import clear, column, label, picture, row, scrolled

PATROLS = frozenset({"pairing", "domain", "route_gap"})
"""Remarks of the rules that belong to the patrols."""


@dataclass(frozen=True)
class Count:
    """Posts and people."""

    posts: int = 0
    people: int = 0

    def words(self) -> str:
        """Return both, or a dash."""
        return f"{self.posts}·{self.people}" if self.posts else "—"


def counted(lines: Sequence[PostLine]) -> Count:
    """Return posts and people of some posts."""
    return Count(len(lines), sum(line.persons for line in lines))


class MatrixModel(QAbstractTableModel):
    """A row for each layer and one for all, a column for each kind of post and one for all."""

    def __init__(self, pack: Pack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._layers, self._kinds = rows_of(pack, "layer"), rows_of(pack, "post_kind")
        self._lines: tuple[PostLine, ...] = ()

    def show(self, lines: Sequence[PostLine]) -> None:
        """Show other posts."""
        self._lines = tuple(lines)
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def count(self, row_: int, column_: int) -> Count:
        """Return posts and people of a cell; past the last row or column, of all."""
        own: list[PostLine] = list(self._lines)
        if row_ < len(self._layers):
            own = [line for line in own if line.post.row["layer"] == self._layers[row_].data.get("word")]
        if column_ < len(self._kinds):
            own = [line for line in own if line.post.row["kind"] == self._kinds[column_].data.get("word")]
        return counted(own)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the layers and the sum."""
        return 0 if parent.isValid() else len(self._layers) + 1

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the kinds and the sum."""
        return 0 if parent.isValid() else len(self._kinds) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return layers and kinds."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = self._kinds if orientation == Qt.Orientation.Horizontal else self._layers
        return say(heads[section].text) if section < len(heads) else tr("合计")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return posts and people of a cell."""
        if not index.isValid():
            return None
        count = self.count(index.row(), index.column())
        across = self.headerData(index.column(), Qt.Orientation.Horizontal)
        down = self.headerData(index.row(), Qt.Orientation.Vertical)
        if role == Qt.ItemDataRole.DisplayRole:
            return count.words()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == Qt.ItemDataRole.ForegroundRole and not count.posts:
            empty = index.column() == len(self._kinds) and index.row() < len(self._layers)
            return Theme.current.colour("bad" if empty else "t3")
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            told = tr("{count} 岗 {people} 人", count=count.posts, people=count.people)
            return f"{down} {across}{tr('：')}{told}"
        return None


class CountDelegate(QStyledItemDelegate):
    """Paints both numbers in the whole width of a narrow cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground and numbers."""
        theme = Theme.current
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(option.rect, theme.colour("sel" if chosen else "surface"))
        painter.setFont(theme.sized(12))
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(ink if isinstance(ink, QColor) else theme.colour("t1"))
        painter.drawText(option.rect, int(Qt.AlignmentFlag.AlignCenter), str(index.data()))
        painter.restore()


class LayersTab(QFrame):
    """Matrix at the left; pairings and domains at the right, each with a sign for missing or there."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.setObjectName("surface")
        self._pack = pack
        self.model = MatrixModel(pack, self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("圈层与岗位类别"))
        self.table.setItemDelegate(CountDelegate(self.table))
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head = self.table.horizontalHeader()
        head.setMinimumSectionSize(Theme.current.px(40))
        head.setFixedHeight(Theme.current.px(56 if language() == "en" else 40))
        size = 11 if language() == "en" else 12
        head.setStyleSheet(f"QHeaderView::section {{ padding: 0 1px; font-size: {Theme.current.px(size)}px; }}")
        self.table.verticalHeader().setDefaultSectionSize(Theme.current.px(28))
        self._side = column(spacing=3, margins=(12, 6, 12, 6))
        holder = QWidget()
        holder.setObjectName("surface")
        holder.setLayout(self._side)
        side = scrolled(holder)
        side.setMinimumWidth(Theme.current.px(230))
        body = row(spacing=0)
        body.addWidget(self.table, 8)
        body.addWidget(side, 3)
        self.setLayout(body)

    def show_case(self, lines: Sequence[PostLine], found: DeploymentView | None) -> None:
        """Show another state."""
        self.model.show(lines)
        clear(self._side)
        self._side.addWidget(label(tr("四种巡防组合与四域"), "bodyStrong"))
        notes = [one for one in found.notes if one.code in PATROLS] if found else []
        for one in notes:
            self._side.addWidget(note_line(one))
        if not notes:
            self._side.addWidget(label(tr("没有岗位可核对"), "small", "t2", wrap=True))
        self._side.addStretch(1)


def note_line(note: NoteView) -> QWidget:
    """Return a remark of the rules with its sign: as it should be, missing, or not known."""
    icon, ink, told = {
        True: ("check", "ok", tr("已覆盖")),
        False: ("alert-triangle", "warn", tr("缺")),
        None: ("circle-dashed", "t3", tr("未核")),
    }[note.ok]
    made = QWidget()
    made.setAccessibleName(f"{say(note.text)}{tr('，')}{told}")
    words = label(headed(note.text), "small", wrap=True)
    line = row(picture(icon, ink, 15), words, label(told, "small", ink), spacing=6)
    line.setStretch(1, 1)
    made.setLayout(line)
    return made
