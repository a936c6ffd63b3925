"""What the liaison's desk lists: the nine classes in plain words, duties by party, notes from reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.core.values import Problem
from workbench.services.views import ClassView, ContentView, DutyView, PaperView, PrecheckView
from workbench.ui import delegates, icons
from workbench.ui.i18n import day, say, tr
from workbench.ui.queue_model import Index
from workbench.ui.table_model import TableModel
from workbench.ui.theme import Theme

VALUE = Qt.ItemDataRole.UserRole + 1
TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
STATES = ("ready", "mend", "tolerated", "missing", "spare")
FILL = {"ready": "okF", "mend": "warnF", "tolerated": "tolF", "missing": "neuF", "spare": "neuS"}
LOOK = {
    "ready": ("circle-check-filled", "ok"),
    "mend": ("alert-circle-filled", "warn"),
    "tolerated": ("clock", "tol"),
    "missing": ("circle-dashed", "t2"),
    "spare": ("circle-dashed", "t3"),
}


@dataclass(frozen=True)
class ClassLine:
    """A class as the undertaker sees it: its state, what is still to do, files, papers in order of all needed."""

    number: str
    title: str
    state: str
    note: str
    files: tuple[str, ...]
    ready: int
    needed: int


def lines_of(view: PrecheckView) -> tuple[ClassLine, ...]:
    """Return one line per class."""
    return tuple(_line(number, item) for number, item in enumerate(view.classes, start=1))


def state_word(state: str) -> str:
    """Return the word of a state."""
    return {
        "ready": tr("齐备"),
        "mend": tr("需补"),
        "tolerated": tr("可容缺"),
        "missing": tr("未提交"),
        "spare": tr("不需要"),
    }[state]


def counts_of(lines: Sequence[ClassLine]) -> Counter[str]:
    """Return how many classes are in each state."""
    return Counter(line.state for line in lines)


def _line(number: int, item: ClassView) -> ClassLine:
    needed = [paper for paper in item.papers if paper.rule_status != "not_required"]
    open_ = [paper for paper in needed if paper.rule_status != "ok"]
    files = tuple(file.attachment.name for paper in item.papers for file in paper.files)
    gaps = [content for content in item.contents if not content.file]
    state = "mend" if gaps and files else _state(needed, open_, files)
    return ClassLine(
        number=str(number),
        title=say(item.title),
        state=state,
        note=_note(state, [*open_, *gaps]),
        files=files,
        ready=len(needed) - len(open_),
        needed=len(needed),
    )


def _state(needed: Sequence[PaperView], open_: Sequence[PaperView], files: Sequence[str]) -> str:
    if not needed:
        return "spare"
    if not open_:
        return "ready"
    if not files:
        return "missing"
    return "tolerated" if all(paper.rule_status == "tolerated" for paper in open_) else "mend"


def _note(state: str, open_: Sequence[PaperView | ContentView]) -> str:
    if not open_:
        return state_word(state)
    names = tr("、").join(say(paper.title) for paper in open_[:2])
    more = tr(" 等 {count} 项", count=len(open_)) if len(open_) > 2 else ""
    promises = (paper.promise for paper in open_ if isinstance(paper, PaperView))
    promise = next((day_ for day_ in promises if day_), None)
    due = tr(" · 承诺 {day} 补齐", day=day(promise)) if promise else ""
    if state == "missing":
        return state_word(state)
    return tr("{state}：{names}", state=state_word(state), names=f"{names}{more}{due}")


class ClassModel(QAbstractListModel):
    """The nine classes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[ClassLine, ...] = ()

    def show(self, lines: Sequence[ClassLine]) -> None:
        """Show these classes."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of classes."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the line for the painter, the words for people."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == VALUE:
            return line
        if role in TEXT_ROLES:
            share = tr("{ready} / {needed} 项", ready=line.ready, needed=line.needed)
            return f"{line.number} {line.title} {line.note} {share}"
        return "\n".join(line.files) or None if role == Qt.ItemDataRole.ToolTipRole else None


class ClassDelegate(QStyledItemDelegate):
    """Paints a class in two lines: number, state, title and note, files, papers."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a line."""
        return QSize(400, Theme.current.px(52))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one class."""
        line: ClassLine = index.data(VALUE)
        theme = Theme.current
        painter.save()
        delegates.ground(painter, option)
        area = option.rect.adjusted(theme.px(22), 0, -theme.px(16), -1)
        middle = area.center().y()
        cap = QRectF(area.left(), middle - theme.px(11), theme.px(22), theme.px(22))
        delegates.rounded(painter, cap, "neuS", radius=theme.px(4))
        painter.setPen(theme.colour("t2"))
        painter.setFont(theme.sized(13))
        painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), line.number)
        icon, ink = LOOK[line.state]
        painter.drawPixmap(area.left() + theme.px(36), middle - theme.px(9), icons.pixmap(icon, ink, 18))
        self._words(painter, area, line, ink)
        delegates.ring_of_row(painter, option, index, 0)
        painter.restore()

    def _words(self, painter: QPainter, area: QRect, line: ClassLine, ink: str) -> None:
        theme = Theme.current
        left, files, papers = theme.px(66), round(area.width() * 0.56), area.width() - theme.px(96)
        upper = QRect(area.left() + left, area.center().y() - theme.px(19), files - left - theme.px(10), theme.px(20))
        delegates.text(painter, upper, line.title, theme.sized(13, 500), "t1")
        delegates.text(painter, upper.translated(0, theme.px(19)), line.note, theme.sized(12), ink)
        names = QRect(area.left() + files, upper.top(), papers - files - theme.px(10), upper.height())
        first = line.files[0].rsplit("/", 1)[-1] if line.files else "—"
        delegates.text(painter, names, first, theme.sized(13), "t1" if line.files else "t3")
        if len(line.files) > 1:
            count = tr("等 {count} 个文件", count=len(line.files))
            delegates.text(painter, names.translated(0, theme.px(19)), count, theme.sized(12), "t2")
        share = QRect(area.left() + papers, area.top(), theme.px(96), area.height())
        delegates.text(
            painter, share, tr("{ready} / {needed} 项", ready=line.ready, needed=line.needed), theme.sized(13), "t2"
        )


class ShareBar(QWidget):
    """The classes by state, as one bar."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: Counter[str] = Counter()
        self.setFixedHeight(Theme.current.px(10))

    def show_counts(self, counts: Counter[str]) -> None:
        """Show these counts."""
        self._counts = counts
        self.setAccessibleName(" ".join(f"{counts[name]} {state_word(name)}" for name in STATES if counts[name]))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a piece per state."""
        painter = QPainter(self)
        total = sum(self._counts.values()) or 1
        left = 0.0
        for name in STATES:
            wide = self.width() * self._counts[name] / total
            if wide:
                delegates.rounded(painter, QRectF(left, 0, max(0.0, wide - 2), self.height()), FILL[name], radius=4)
            left += wide


class DutyModel(TableModel[DutyView]):
    """Duties with party, state and person."""

    def titles(self) -> tuple[str, ...]:
        """Return the column titles."""
        return tr("编号"), tr("责任"), tr("状态"), tr("责任人")

    def cells(self, thing: DutyView) -> tuple[str, ...]:
        """Return what is said of a duty."""
        return thing.code, say(thing.title), _duty_word(thing.status), thing.person or "—"


def _duty_word(status: str) -> str:
    words = {
        "undone": tr("未落实"),
        "doing": tr("落实中"),
        "under_way": tr("落实中"),
        "done": tr("已落实"),
        "not_applicable": tr("不适用"),
    }
    return words.get(status, status)


class ProblemModel(TableModel[Problem]):
    """What the reading of the package noticed: place and words."""

    def titles(self) -> tuple[str, ...]:
        """Return the column titles."""
        return tr("位置"), tr("问题")

    def cells(self, thing: Problem) -> tuple[str, ...]:
        """Return where a problem is, and what it is."""
        return _place(thing), _told(thing)

    def show(self, rows: Sequence[Problem]) -> None:
        """Show these problems, errors first."""
        order = {"error": 0, "warn": 1, "info": 2}
        super().show(sorted(rows, key=lambda problem: order.get(problem.severity, 3)))


def _place(problem: Problem) -> str:
    spot = problem.cell or (str(problem.row) if problem.row else "")
    return " ".join(part for part in (problem.file, problem.sheet, spot) if part) or "—"


def _told(problem: Problem) -> str:
    original = f"“{problem.original}”" if problem.original else ""
    remedy = f" {say(problem.remedy)}" if problem.remedy else ""
    return f"{say(problem.message)}{original}{remedy}"
