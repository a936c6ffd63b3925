"""The tree of acts with its painter: dense rows, interaction as bars, harms and hints as tags, verdicts with icons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from workbench.core.pack import Pack
from workbench.services.views import ActView
from workbench.ui import icons
from workbench.ui import step_programme_words as words
from workbench.ui.delegates import focus_frame, rounded, tag, text
from workbench.ui.i18n import language, tr
from workbench.ui.step_programme_tree import NODE, ActsModel, Column, Filter, Node, cell
from workbench.ui.theme import Theme

__all__ = ["ActsTable", "Column", "Filter"]

Index = QModelIndex | QPersistentModelIndex
ROW, HEADER, INDENT = 33, 30, 18
ROOM = 150
"""Least width of performer and work [px]; columns that can be missed make room for it."""
BARS = 3
WIDTHS = {
    "zh": {Column.TIME: 98, Column.GENRE: 84, Column.MINUTES: 32, Column.INTERACTION: 94, Column.FLAGS: 124,
           Column.REVIEW: 70, Column.VERDICT: 108},
    "en": {Column.TIME: 104, Column.GENRE: 92, Column.MINUTES: 34, Column.INTERACTION: 120, Column.FLAGS: 126,
           Column.REVIEW: 84, Column.VERDICT: 128},
}  # fmt: skip
_MISSED = (Column.MINUTES, Column.GENRE, Column.REVIEW)
"""Columns that are hidden where room is short, in this order."""


class ActsDelegate(QStyledItemDelegate):
    """Paints a line of the tree."""

    def __init__(self, pack: Pack, parent: QTreeView) -> None:
        super().__init__(parent)
        self._pack = pack

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a dense row."""
        return QSize(0, Theme.current.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the content of a cell; the ground of the row is there already."""
        painter.save()
        node: Node = index.data(NODE)
        column = Column(index.column())
        area = option.rect.adjusted(Theme.current.px(6), 0, -Theme.current.px(4), -1)
        painter.setClipRect(option.rect)
        special = {Column.VERDICT: self._verdict, Column.INTERACTION: self._interaction, Column.FLAGS: self._flags}
        if node.act is not None and column in special:
            special[column](painter, area, node.act)
        elif column is Column.ACT:
            self._title(painter, area, node)
        else:
            quiet = column is not Column.VERDICT
            text(painter, area, cell(node, column, self._pack), Theme.current.sized(12), "t2" if quiet else "t1")
        painter.restore()

    def _title(self, painter: QPainter, area: QRect, node: Node) -> None:
        theme = Theme.current
        if node.act is not None and node.act.part is not None:
            icon = "users-group" if node.act.part.what == "segment" else "music"
            painter.drawPixmap(area.left(), area.center().y() - theme.px(7), icons.pixmap(icon, "t2", 14))
            area = area.adjusted(theme.px(20), 0, 0, 0)
        text(painter, area, cell(node, Column.ACT, self._pack), theme.sized(13, 400 if node.act else 500), "t1")

    def _verdict(self, painter: QPainter, area: QRect, act: ActView) -> None:
        theme = Theme.current
        icon, ink = words.verdict_look(act.verdict, self._pack)
        painter.drawPixmap(area.left(), area.center().y() - theme.px(8), icons.pixmap(icon, ink, 16))
        line = area.adjusted(theme.px(22), 0, 0, 0)
        font = theme.sized(13, 500 if act.verdict else 400)
        text(painter, line, words.verdict_word(act.verdict, self._pack), font, ink)

    def _interaction(self, painter: QPainter, area: QRect, act: ActView) -> None:
        theme = Theme.current
        if not act.strength:
            text(painter, area, "—", theme.sized(13), "t2")
            return
        ink = words.strength_ink(act.strength)
        for bar in range(BARS):
            box = QRectF(area.left() + theme.px(6) * bar, area.center().y() - theme.px(5), theme.px(5), theme.px(11))
            rounded(painter, box, f"{ink}F" if bar < act.strength else "sunken", radius=theme.px(1))
        told = words.interaction_word(act, self._pack)
        text(painter, area.adjusted(theme.px(24), 0, 0, 0), told, theme.sized(12), "t1")

    def _flags(self, painter: QPainter, area: QRect, act: ActView) -> None:
        """Paint as many flags as fit, then how many more there are."""
        theme = Theme.current
        flags, x = words.flags(act), area.left()
        metrics = QFontMetrics(theme.sized(12))
        for number, told in enumerate(flags):
            left = len(flags) - number
            more = f"+{left}"
            wide = metrics.horizontalAdvance(told) + theme.px(14)
            reserve = metrics.horizontalAdvance(more) + theme.px(12) if left > 1 else 0
            if x + wide + reserve > area.right() + 1:
                tag(painter, x, area.center().y(), more, "neu")
                return
            x += tag(painter, x, area.center().y(), told, words.flag_kind(act, number)) + theme.px(4)


class ActsTable(QTreeView):
    """The tree of acts; the keys of the page judge the one under the cursor."""

    moved = Signal(str)
    """Number of the act under the cursor; empty on the head over several works."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.model_ = ActsModel(pack, self)
        self.setModel(self.model_)
        self.setItemDelegate(ActsDelegate(pack, self))
        self.setAccessibleName(tr("节目表"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setTreePosition(Column.ACT)
        self.setIndentation(Theme.current.px(INDENT))
        self.setAllColumnsShowFocus(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setExpandsOnDoubleClick(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
        if self.model_.takes(acts, wanted):
            self.viewport().update()
            return
        scrolled = self.verticalScrollBar().value()
        self._quiet = True
        self.model_.show(acts, wanted)
        self._quiet = False
        self.expandToDepth(0)
        self.choose(self._no)
        self.verticalScrollBar().setValue(scrolled)

    def choose(self, no: str) -> None:
        """Put the cursor on an act; on the first one when it is not shown."""
        shown = self.model_.acts
        if not shown:
            return
        wanted = no if self.model_.place_of(no) >= 0 else shown[0].no
        index = self.model_.index_of(wanted)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def step(self, direction: int) -> None:
        """Move the cursor."""
        number = self.model_.place_of(self._no) + direction
        if 0 <= number < len(self.model_.acts):
            self.choose(self.model_.acts[number].no)

    def next_waiting(self, direction: int = 1) -> bool:
        """Go to the next act without a verdict; return whether there is one."""
        places = [n for n, act in enumerate(self.model_.acts) if words.waits(act)]
        if not places:
            return False
        now = self.model_.place_of(self._no)
        ahead = [n for n in places if (n > now if direction > 0 else n < now)]
        self.choose(self.model_.acts[(ahead or places)[0 if direction > 0 else -1]].no)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters and digits to the page."""
        if event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground and line of a row, then its cells and the focus frame."""
        theme = Theme.current
        chosen = index.row() == self.currentIndex().row() and index.parent() == self.currentIndex().parent()
        node: Node = index.data(NODE)
        inner = node.parent is not None and node.parent.parent is not None
        painter.fillRect(option.rect, theme.colour("sel" if chosen else "alt" if inner else "surface"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        super().drawRow(painter, option, index)
        if chosen and self.hasFocus():
            focus_frame(painter, option.rect)

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Paint a chevron before a line that can be folded."""
        first = index.sibling(index.row(), 0)
        if not self.model_.rowCount(first):
            return
        theme = Theme.current
        name = "chevron-down" if self.isExpanded(first) else "chevron-right"
        place = QPoint(rect.right() - theme.px(15), rect.center().y() - theme.px(7))
        painter.drawPixmap(place, icons.pixmap(name, "t2", 14))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the acts what the other columns leave."""
        super().resizeEvent(event)
        px = Theme.current.px
        widths = {column: px(wide) for column, wide in WIDTHS[language()].items()}
        for column in _MISSED:
            short = self.viewport().width() - sum(widths.values()) < px(ROOM)
            self.setColumnHidden(column, short)
            if short:
                widths.pop(column)
        for column, wide in widths.items():
            self.setColumnWidth(column, wide)
        self.setColumnWidth(Column.ACT, max(px(ROOM), self.viewport().width() - sum(widths.values())))

    def _head(self) -> None:
        head = self.header()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setStretchLastSection(False)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setSectionsMovable(False)
        head.setFixedHeight(Theme.current.px(HEADER))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _moved(self) -> None:
        index = self.currentIndex()
        if self._quiet or not index.isValid():
            return
        act = self.model_.node(index).act
        self._no = act.no if act else ""
        self.viewport().update()
        self.moved.emit(self._no)
