"""The programme as a table: one act per row, what the sheet states, what it points at, what was concluded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from workbench.core.pack import Pack
from workbench.services.views import ActView
from workbench.ui import icons
from workbench.ui import step_programme_words as words
from workbench.ui.delegates import ground, ring_of_row, tag, text, two_lines
from workbench.ui.i18n import language, tr
from workbench.ui.theme import Theme

ACT = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
SPOKEN = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
ROW, HEADER = 43, 30
ROOM = 106
"""Least width of artist and work [px]; without it the column of approvals makes room."""


class Column(IntEnum):
    """Columns in order."""

    NO = 0
    TIME = 1
    ACT = 2
    GENRE = 3
    INTERACTION = 4
    APPROVAL = 5
    HINTS = 6
    VERDICT = 7


WIDTHS = {
    "zh": {Column.NO: 44, Column.TIME: 108, Column.GENRE: 78, Column.INTERACTION: 92, Column.APPROVAL: 66,
           Column.HINTS: 78, Column.VERDICT: 116},
    "en": {Column.NO: 44, Column.TIME: 112, Column.GENRE: 80, Column.INTERACTION: 104, Column.APPROVAL: 72,
           Column.HINTS: 70, Column.VERDICT: 132},
}  # fmt: skip


def titles() -> tuple[str, ...]:
    """Return the heads of the columns."""
    return (
        tr("序号"),
        tr("时间 / 台"),
        tr("演出者 / 作品"),
        tr("类型 / 语种"),
        tr("互动 / 特效"),
        tr("批文"),
        tr("审查提示"),
        tr("结论"),
    )


@dataclass(frozen=True)
class Filter:
    """Which acts are shown: of a session (empty = all), only those with hints, only those that wait, with words."""

    session: str = ""
    hints: bool = False
    waiting: bool = False
    words: str = ""

    def lets(self, act: ActView) -> bool:
        """Say whether an act is shown."""
        if self.session and act.row["session"] != self.session:
            return False
        if (self.hints and not act.hints) or (self.waiting and not words.waits(act)):
            return False
        return self.words.casefold() in f"{act.no} {words.title(act)} {act.row['stage']}".casefold()


class ActsModel(QAbstractTableModel):
    """Acts in sheet order."""

    def __init__(self, pack: Pack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pack = pack
        self.all: tuple[ActView, ...] = ()
        self.acts: tuple[ActView, ...] = ()
        self.filter = Filter()

    def show(self, acts: Sequence[ActView], wanted: Filter | None = None) -> None:
        """Show another state, or other acts of it."""
        self.beginResetModel()
        self.all = tuple(acts)
        self.filter = wanted or self.filter
        self.acts = tuple(act for act in self.all if self.filter.lets(act))
        self.endResetModel()

    def place_of(self, no: str) -> int:
        """Return the row of an act, -1 when it is not shown."""
        return next((n for n, act in enumerate(self.acts) if act.no == no), -1)

    def act_of(self, no: str) -> ActView | None:
        """Return an act by its number, shown or not."""
        return next((act for act in self.all if act.no == no), None)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of acts shown."""
        return 0 if parent.isValid() else len(self.acts)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the act for the painter, the words of the cell for people."""
        if not index.isValid():
            return None
        act = self.acts[index.row()]
        if role == ACT:
            return act
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(cell(act, Column(index.column()), self.pack))
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == Column.HINTS:
            return "\n".join(self._hint(code) for code in act.hints)
        return words.sentence(act, self.pack) if role in SPOKEN else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the heads of the columns."""
        shown = orientation == Qt.Orientation.Horizontal and role in (Qt.ItemDataRole.DisplayRole, *SPOKEN)
        return titles()[section] if shown else None

    def _hint(self, code: str) -> str:
        known = self.pack.criteria.get(code)
        return f"{code} {known.text.in_language(language())}" if known else code


def cell(act: ActView, column: Column, pack: Pack) -> tuple[str, str]:
    """Return the two lines of a cell."""
    row = act.row
    lines = {
        Column.NO: (act.no, ""),
        Column.TIME: words.time_lines(act),
        Column.ACT: (words.shown(row["artist"]), words.shown(row["work"])),
        Column.GENRE: (words.shown(row["genre"]), words.shown(row["language"])),
        Column.INTERACTION: (words.listed(row["interactive"], pack) or "—", words.listed(row["effects"], pack)),
        Column.APPROVAL: (tr("有") if row["approval"] else tr("未填"), ""),
        Column.HINTS: (" ".join(act.hints), ""),
        Column.VERDICT: (words.verdict_word(act.verdict, pack), ""),
    }
    return lines[column]


class ActsDelegate(QStyledItemDelegate):
    """Paints acts in two lines, hints and verdicts as tags."""

    def __init__(self, pack: Pack, parent: QTableView) -> None:
        super().__init__(parent)
        self._pack = pack

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, content, ring."""
        painter.save()
        act: ActView = index.data(ACT)
        column = Column(index.column())
        ground(painter, option)
        area = option.rect.adjusted(Theme.current.px(14 if column is Column.NO else 6), 0, -Theme.current.px(4), -1)
        painter.setClipRect(option.rect)
        if column is Column.VERDICT:
            _paint_verdict(painter, area, act, self._pack)
        elif column is Column.HINTS:
            _paint_hints(painter, area, act)
        else:
            upper, lower = cell(act, column, self._pack)
            if lower:
                two_lines(painter, area, upper, lower)
            else:
                ink = (
                    "t2"
                    if column is Column.NO
                    else "bad"
                    if column is Column.APPROVAL and not act.row["approval"]
                    else "t1"
                )
                text(painter, area, upper, Theme.current.sized(13), ink)
        ring_of_row(painter, option, index, Column.VERDICT)
        painter.restore()


def _paint_verdict(painter: QPainter, area: QRect, act: ActView, pack: Pack) -> None:
    theme = Theme.current
    icon, ink = words.verdict_look(act.verdict, pack)
    painter.drawPixmap(area.left(), area.center().y() - theme.px(8), icons.pixmap(icon, ink, 16))
    line = area.adjusted(theme.px(22), 0, 0, 0)
    text(painter, line, words.verdict_word(act.verdict, pack), theme.sized(13, 500 if act.verdict else 400), ink)


def _paint_hints(painter: QPainter, area: QRect, act: ActView) -> None:
    """Paint as many hints as fit, then how many more there are."""
    theme = Theme.current
    metrics, x = QFontMetrics(theme.sized(12)), area.left()
    for number, code in enumerate(act.hints):
        left = len(act.hints) - number
        more = f"+{left}"
        wide = metrics.horizontalAdvance(code) + theme.px(14)
        reserve = metrics.horizontalAdvance(more) + theme.px(12) if left > 1 else 0
        if x + wide + reserve > area.right() + 1:
            tag(painter, x, area.center().y(), more, "neu")
            return
        x += tag(painter, x, area.center().y(), code, "info") + theme.px(4)


class ActsTable(QTableView):
    """Rows of acts; the keys of the page judge the one under the cursor."""

    moved = Signal(str)
    """Number of the act under the cursor."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.model_ = ActsModel(pack, self)
        self.setModel(self.model_)
        self.setItemDelegate(ActsDelegate(pack, self))
        self.setAccessibleName(tr("节目表"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(Theme.current.px(ROW))
        self._head()
        self._no = ""
        self._quiet = False
        self.selectionModel().currentChanged.connect(lambda *_: self._moved())

    @property
    def no(self) -> str:
        """Return the number of the act under the cursor."""
        return self._no

    def act(self) -> ActView | None:
        """Return the act under the cursor."""
        return self.model_.act_of(self._no)

    def show_acts(self, acts: Sequence[ActView], wanted: Filter | None = None) -> None:
        """Show another state with the cursor on the same act, as far as it is shown."""
        scrolled = self.verticalScrollBar().value()
        self._quiet = True
        self.model_.show(acts, wanted)
        self._quiet = False
        self.choose(self._no)
        self.verticalScrollBar().setValue(scrolled)

    def choose(self, no: str) -> None:
        """Put the cursor on an act; on the first one when it is not shown."""
        number = max(self.model_.place_of(no), 0)
        if self.model_.acts:
            self.setCurrentIndex(self.model_.index(number, Column.ACT))
            self.scrollTo(self.currentIndex())

    def step(self, direction: int) -> None:
        """Move the cursor."""
        number = self.currentIndex().row() + direction
        if 0 <= number < len(self.model_.acts):
            self.choose(self.model_.acts[number].no)

    def next_waiting(self, direction: int = 1) -> bool:
        """Go to the next act without a verdict; return whether there is one."""
        places = [n for n, act in enumerate(self.model_.acts) if words.waits(act)]
        if not places:
            return False
        now = self.currentIndex().row()
        ahead = [n for n in places if (n > now if direction > 0 else n < now)]
        self.choose(self.model_.acts[(ahead or places)[0 if direction > 0 else -1]].no)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters and digits to the page."""
        if event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the acts what the other columns leave."""
        super().resizeEvent(event)
        px = Theme.current.px
        widths = {column: px(wide) for column, wide in WIDTHS[language()].items()}
        room = self.viewport().width() - sum(widths.values())
        self.setColumnHidden(Column.APPROVAL, room < px(ROOM))
        widths = {c: wide for c, wide in widths.items() if not self.isColumnHidden(c)}
        for column, wide in widths.items():
            self.setColumnWidth(column, wide)
        self.setColumnWidth(Column.ACT, max(px(ROOM), self.viewport().width() - sum(widths.values())))

    def _head(self) -> None:
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setFixedHeight(Theme.current.px(HEADER))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _moved(self) -> None:
        index = self.currentIndex()
        if self._quiet or not index.isValid():
            return
        no = self.model_.acts[index.row()].no
        self._no = no
        self.moved.emit(no)
