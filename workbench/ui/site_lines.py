"""Check lines beside the plan: what was checked, its value, and the objects that it is about.

Every check of the ground puts its lines here by its own name; a click on one marks its objects on the plan.

>>> pane.set_lines("coverage", [CheckLine("mobile", tr("警戒区 120 秒覆盖"), "99.8%", "ok", ("M01", "M02"))])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.ui import icons
from workbench.ui.crowd_bars import ICONS
from workbench.ui.delegates import text
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import plain_list

HEIGHT = 26
WRAPPED = int(Qt.TextFlag.TextWordWrap)
LINE = Qt.ItemDataRole.UserRole
NOTHING = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
ORDER = ("editor", "coverage", "geometry")
"""Whose lines come first; others stand between by the order in which they were put."""


@dataclass(frozen=True)
class CheckLine:
    """A line: stable code, words, value, ``kind`` (ok, warn, bad, neu), codes of the objects, what to do.

    ``problem`` is the problem of the drawing in words where it may be let stand, ``stands`` the reason given for that.
    """

    code: str
    text: str
    value: str
    kind: str
    objects: tuple[str, ...] = ()
    note: str = ""
    problem: str = ""
    stands: str = ""

    def sentence(self) -> str:
        """Return the line for listeners."""
        return " ".join(part for part in (state_word(self.kind), self.text, self.value, self.note) if part)


def state_word(kind: str) -> str:
    """Return the word of a state."""
    return {"ok": tr("符合"), "warn": tr("注意"), "bad": tr("不符合"), "neu": tr("不能确定")}[kind]


class LineModel(QAbstractListModel):
    """Check lines, those of each source together."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self._sources: dict[str, tuple[CheckLine, ...]] = {}
        self.lines: tuple[CheckLine, ...] = ()

    def set_lines(self, source: str, lines: Sequence[CheckLine]) -> bool:
        """Put the lines of a source in place of its earlier ones; return whether they are others."""
        if self._sources.get(source, ()) == tuple(lines):
            return False
        self.beginResetModel()
        self._sources[source] = tuple(lines)
        names = sorted(self._sources, key=lambda name: ORDER.index(name) if name in ORDER else 1.5)
        self.lines = tuple(line for name in names for line in self._sources[name])
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = NOTHING) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = 0) -> object:
        """Return what a line is to a role."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        found = {
            Qt.ItemDataRole.DisplayRole: line.text,
            Qt.ItemDataRole.AccessibleTextRole: line.sentence(),
            Qt.ItemDataRole.ToolTipRole: line.note or line.text,
            LINE: line,
        }
        return found.get(Qt.ItemDataRole(role))


def rooms(line: CheckLine, width: int) -> tuple[int, int]:
    """Return how much of a width the value of a line takes, and how much its words have [px]."""
    px, inside = Theme.current.px, width - Theme.current.px(24)
    value = QFontMetrics(Theme.current.sized(13, 500)).horizontalAdvance(line.value)
    need = min(value + px(2), inside // 2)
    return need, inside - px(30) - need


def tall(line: CheckLine, width: int) -> int:
    """Return the height of a line in a list of a width [px]."""
    return _tall(line.text, line.value, width, Theme.current.scale)


@lru_cache(maxsize=16_384)
def _tall(words: str, value: str, width: int, _scale: int) -> int:
    """Measure a line once at a scale: a large plan has thousands of lines, and an act changes few of them."""
    px, (_need, wide) = Theme.current.px, rooms(CheckLine("", words, value, ""), width)
    broken = QFontMetrics(Theme.current.sized(13)).boundingRect(0, 0, max(wide, px(80)), 9999, WRAPPED, words)
    return max(px(HEIGHT), broken.height() + px(8))


class LineDelegate(QStyledItemDelegate):
    """Paints sign, words, value; a line that does not hold has a ground of its own."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line: words that are too long for one go on below."""
        view = option.widget
        return QSize(120, tall(index.data(LINE), view.viewport().width() if isinstance(view, QListView) else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a line."""
        line = index.data(LINE)
        theme, px = Theme.current, Theme.current.px
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = {"warn": "warnS", "bad": "badS"}.get(line.kind, "surface")
        painter.fillRect(option.rect, theme.colour("sel" if chosen else ground))
        ink = {"neu": "t2"}.get(line.kind, line.kind)
        area = option.rect.adjusted(px(12), 0, -px(12), 0)
        painter.drawPixmap(area.left(), area.center().y() - px(7), icons.pixmap(ICONS[line.kind], ink, 15))
        font = theme.sized(13, 500)
        need, wide = rooms(line, option.rect.width())
        room = QRect(area.left() + px(22), area.top(), wide, area.height())
        painter.setFont(theme.sized(13))
        painter.setPen(theme.colour("t1" if line.kind in {"ok", "neu"} else ink))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter) | WRAPPED, line.text)
        text(painter, QRect(area.right() - need, area.top(), need, area.height()), line.value, font,
             "t2" if line.kind in {"ok", "neu"} else ink)  # fmt: skip
        view = option.widget
        if isinstance(view, QListView) and view.hasFocus() and view.currentIndex() == index:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()


class CheckLines(QListView):
    """The lines, as high as they are; a click or Enter asks for the objects of one."""

    line_chosen = Signal(object)
    """A :class:`CheckLine`."""
    counted = Signal(int, int)
    """Lines that hold, and all that can be told."""

    def __init__(self) -> None:
        super().__init__()
        self.model_ = LineModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(LineDelegate(self))
        plain_list(self, tr("核验清单"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._chosen)
        self.activated.connect(self._chosen)
        self._fit()

    def set_lines(self, source: str, lines: Sequence[CheckLine]) -> None:
        """Show the lines of a source; an empty list takes them away."""
        if self.model_.set_lines(source, lines):
            self._fit()
        told = [line for line in self.model_.lines if line.kind != "neu"]
        self.counted.emit(sum(line.kind == "ok" for line in told), len(told))

    def line(self, code: str) -> CheckLine | None:
        """Return a line by its code."""
        return next((line for line in self.model_.lines if line.code == code), None)

    def choose(self, code: str) -> None:
        """Put the cursor on a line and ask for its objects."""
        for row, line in enumerate(self.model_.lines):
            if line.code == code:
                self.setCurrentIndex(self.model_.index(row, 0))
                self.line_chosen.emit(line)

    def _chosen(self, index: QModelIndex) -> None:
        self.line_chosen.emit(index.data(LINE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self._fit()

    def _fit(self) -> None:
        width = self.viewport().width()
        every = sum(tall(line, width) for line in self.model_.lines)
        self.setFixedHeight(max(Theme.current.px(HEIGHT), every) + 2)
