"""Tables of the history page: decisions, the events of a case, its readers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QObject,
    QPointF,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from workbench.services.desk import DEFAULT_PACK, pack_named
from workbench.services.views import DecisionRow, ReadEntry, TimelineEntry
from workbench.services.wording import worded
from workbench.ui import delegates
from workbench.ui import queue_words as words
from workbench.ui.i18n import clock_time, full_day, say, tr
from workbench.ui.table_model import HEAD_ROLES, ROOT, Index, TableModel
from workbench.ui.theme import Theme

VALUE = Qt.ItemDataRole.UserRole + 1
"""The row's own value."""

OUTCOME, LEVEL, EVENT, PEOPLE, DECIDED, DAYS = range(6)
WIDTHS = {OUTCOME: 104, LEVEL: 92, PEOPLE: 150, DECIDED: 164, DAYS: 86}


def outcome_word(outcome: str) -> tuple[str, str]:
    """Return the word and the colour family of an outcome."""
    return {
        "grant": (tr("许可"), "ok"),
        "refuse": (tr("不予许可"), "bad"),
    }.get(outcome, (words.status_word(outcome) or outcome, "neu"))


class DecisionModel(TableModel[DecisionRow]):
    """One decided case per row."""

    def titles(self) -> tuple[str, ...]:
        """Return the column titles."""
        return _titles()

    def at(self, number: int) -> DecisionRow | None:
        """Return a row, or ``None`` outside the table."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the row for the painter, the words for people."""
        if not index.isValid():
            return None
        decision = self._rows[index.row()]
        if role == VALUE:
            return decision
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == EVENT:
            return f"{decision.title}\n{decision.undertaker}"
        return " ".join(_decision_lines(decision, index.column())) if role in HEAD_ROLES else None


def _titles() -> tuple[str, ...]:
    return tr("结果"), tr("等级"), tr("活动 / 承办者"), tr("主审 / 复签"), tr("决定日"), tr("用时")


def _decision_lines(decision: DecisionRow, column: int) -> tuple[str, str]:
    """Return the two lines of a cell."""
    used = tr("{days} 日", days=decision.used_days) if decision.used_days is not None else "—"
    lines = {
        OUTCOME: (outcome_word(decision.outcome)[0], tr("签后有变") if decision.stale else ""),
        LEVEL: (words.level(decision.level), ""),
        EVENT: (decision.title, decision.undertaker),
        PEOPLE: (decision.officer or "—", decision.approver or "—"),
        DECIDED: (clock_time(decision.decided), decision.paper_number or decision.number),
        DAYS: (used, ""),
    }
    return lines[column]


class DecisionDelegate(QStyledItemDelegate):
    """Paints decisions in two lines, outcome and level as tags."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        decision: DecisionRow = index.data(VALUE)
        painter.save()
        delegates.ground(painter, option)
        px = Theme.current.px
        area = option.rect.adjusted(px(6), 0, -px(4), -1)
        painter.setClipRect(option.rect)
        if index.column() == LEVEL:
            delegates.level_badge(painter, area.left(), area.center().y(), decision.level)
        elif index.column() == OUTCOME:
            _paint_outcome(painter, area, decision)
        else:
            delegates.two_lines(painter, area, *_decision_lines(decision, index.column()))
        delegates.ring_of_row(painter, option, index, len(_titles()) - 1)
        painter.restore()


def _paint_outcome(painter: QPainter, area: QRect, decision: DecisionRow) -> None:
    px = Theme.current.px
    word, kind = outcome_word(decision.outcome)
    middle = area.center().y() - (px(9) if decision.stale else 0)
    delegates.tag(painter, area.left(), middle, word, kind)
    if decision.stale:
        delegates.tag(painter, area.left(), middle + px(20), tr("签后有变"), "warn")


class TimelineModel(QAbstractListModel):
    """The events of one case, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[TimelineEntry, ...] = ()

    def show(self, entries: Sequence[TimelineEntry]) -> None:
        """Show these events."""
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def all(self) -> tuple[TimelineEntry, ...]:
        """Return all events."""
        return self._entries

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of events."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the event for the painter, the words for people."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == VALUE:
            return entry
        return _sentence(entry) if role in (*HEAD_ROLES, Qt.ItemDataRole.ToolTipRole) else None


def _sentence(entry: TimelineEntry) -> str:
    head = f"{clock_time(entry.at)} {entry.actor} {say(entry.title)}"
    return "\n".join(
        [head, *(f"{say(what)}: {_shown(before)} → {_shown(after)}" for what, before, after in entry.changes)]
    )


def _shown(value: str) -> str:
    return say(worded(pack_named(DEFAULT_PACK), value)) or "—"


class TimelineDelegate(QStyledItemDelegate):
    """Paints an event on a line of knots: time, who, what, and each change before → after."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of the event with its changes."""
        entry: TimelineEntry = index.data(VALUE)
        return QSize(200, Theme.current.px(42 + 18 * len(entry.changes[:MOST_CHANGES])))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one event."""
        entry: TimelineEntry = index.data(VALUE)
        painter.save()
        theme = Theme.current
        chosen = option.state & QStyle.StateFlag.State_Selected
        painter.fillRect(option.rect, theme.colour("sel" if chosen else "surface"))
        self._knot(painter, option.rect, entry)
        area = option.rect.adjusted(theme.px(34), theme.px(3), -theme.px(12), 0)
        line = QRect(area.left(), area.top(), area.width(), theme.px(19))
        room = line.adjusted(0, 0, -theme.px(52), 0)
        used = delegates.text(painter, room, entry.actor, theme.sized(13, 500), "t1")
        delegates.text(painter, room.adjusted(used + theme.px(6), 0, 0, 0), say(entry.title), theme.sized(13), "t1")
        delegates.text(
            painter, line.adjusted(line.width() - theme.px(46), 0, 0, 0), f"#{entry.hash[:4]}", theme.sized(12), "t3"
        )
        line.translate(0, theme.px(18))
        when = f"{clock_time(entry.at)} · #{entry.seq}"
        delegates.text(painter, line, when, theme.sized(12), "t2")
        for what, before, after in entry.changes[:MOST_CHANGES]:
            line.translate(0, theme.px(18))
            self._change(painter, line, (say(what), _shown(before), _shown(after)))
        painter.restore()

    def _knot(self, painter: QPainter, area: QRect, entry: TimelineEntry) -> None:
        theme = Theme.current
        x, y = area.left() + theme.px(18), area.top() + theme.px(13)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line2"), 1))
        painter.drawLine(x, area.top(), x, area.bottom())
        painter.setPen(QPen(theme.colour("okF" if entry.signed else "accentT"), 2))
        painter.setBrush(theme.colour("okF" if entry.signed else "surface"))
        painter.drawEllipse(QPointF(x, y), theme.px(4), theme.px(4))

    def _change(self, painter: QPainter, line: QRect, change: tuple[str, str, str]) -> None:
        theme = Theme.current
        what, before, after = change
        left = line.left() + delegates.text(painter, line, f"{what} ", theme.sized(12), "t2")
        struck = theme.sized(12)
        struck.setStrikeOut(True)
        half = line.adjusted(left - line.left(), 0, -QFontMetrics(struck).horizontalAdvance(f" → {after[:8]}"), 0)
        left += delegates.text(painter, half, before, struck, "t3")
        rest = line.adjusted(left - line.left(), 0, 0, 0)
        left += delegates.text(painter, rest, " → ", theme.sized(12), "t2")
        delegates.text(painter, line.adjusted(left - line.left(), 0, 0, 0), after, theme.sized(12, 500), "t1")


MOST_CHANGES = 6
"""Changes painted per event; the tip has all."""


class ReadsModel(TableModel[ReadEntry]):
    """Who opened the case, and when."""

    def titles(self) -> tuple[str, ...]:
        """Return the column titles."""
        return tr("查阅人"), tr("时间")

    def cells(self, thing: ReadEntry) -> tuple[str, ...]:
        """Return who and when."""
        return thing.actor, f"{full_day(thing.at.date())} {thing.at:%H:%M}"


def plain_table(model: QAbstractItemModel, name: str) -> QTableView:
    """Return a read-only table of full rows."""
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setMouseTracking(True)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(Theme.current.px(30 if isinstance(model, ReadsModel) else 43))
    header = table.horizontalHeader()
    header.setFixedHeight(Theme.current.px(30))
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setStretchLastSection(isinstance(model, ReadsModel))
    if isinstance(model, DecisionModel):
        header.setSectionResizeMode(EVENT, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            table.setColumnWidth(column, Theme.current.px(width))
    else:
        table.setColumnWidth(0, Theme.current.px(130))
    return table
