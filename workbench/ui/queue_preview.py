"""The pane beside the queue: the case under the cursor at a glance."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workbench.services.views_lists import ClockView, OpenItem, PreviewView, QueueRow
from workbench.ui import delegates
from workbench.ui import queue_words as words
from workbench.ui.i18n import clock_time, day, full_day, say, short_day, tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import (
    Button,
    ElidedLabel,
    FlowLayout,
    clear,
    column,
    hairline,
    label,
    panel,
    picture,
    row,
    scrolled,
    tag,
)

STEP_FILL = {"done": "okF", "part": "accentT", "alert": "warnF"}
ITEM_FILL = {"block": "badF", "correct": "warnF", "tolerated": "tolF", "warn": "warnF", "info": "infoF"}


class Badge(QWidget):
    """The level badge as a widget."""

    def __init__(self, level: int | None, *, outlined: bool) -> None:
        super().__init__()
        self._level = level
        self._outlined = outlined
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words.level(level))

    def sizeHint(self) -> QSize:
        """Return the size of the badge."""
        return QSize(delegates.badge_width(self._level), Theme.current.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the badge."""
        delegates.level_badge(QPainter(self), 0, self.height() // 2, self._level, outlined=self._outlined)


class Pips(QWidget):
    """The days of the clock as pips."""

    def __init__(self, clock: ClockView) -> None:
        super().__init__()
        self._clock = clock
        self.setFixedSize(Theme.current.px(11 * (clock.limit + 1)), Theme.current.px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pips."""
        delegates.pips(QPainter(self), 0, Theme.current.px(3), self._clock)


class ClockLine(QWidget):
    """Acceptance, today and the last day on one line, a knot per working day."""

    def __init__(self, clock: ClockView, accepted: date | None) -> None:
        super().__init__()
        self._clock = clock
        self._accepted = accepted
        self.setFixedHeight(Theme.current.px(42))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line, its knots and three captions."""
        theme = Theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        margin, base = theme.px(7), theme.px(9)
        step = (self.width() - 2 * margin) / max(1, self._clock.limit)
        used = min(self._clock.used, self._clock.limit)
        painter.setPen(QPen(theme.colour("line2"), 2))
        painter.drawLine(QPointF(margin, base), QPointF(self.width() - margin, base))
        painter.setPen(QPen(theme.colour("accentT"), 2))
        painter.drawLine(QPointF(margin, base), QPointF(margin + step * used, base))
        for number in range(self._clock.limit + 1):
            self._knot(painter, QPointF(margin + step * number, base), number, used)
        self._captions(painter, margin + step * used)

    def _knot(self, painter: QPainter, at: QPointF, number: int, used: int) -> None:
        theme = Theme.current
        end = number in {0, used, self._clock.limit}
        size = theme.px(6 if end else 4)
        painter.setPen(QPen(theme.colour("accentT" if number <= used else "ctl"), 2 if number > used else 1))
        painter.setBrush(theme.colour("accentT" if number <= used else "surface"))
        painter.drawEllipse(at, size * 0.9, size * 0.9)

    def _captions(self, painter: QPainter, now: float) -> None:
        theme = Theme.current
        painter.setFont(theme.sized(12))
        line = QRect(0, theme.px(22), self.width(), theme.px(18))
        painter.setPen(theme.colour("t2"))
        start = tr("{day} 受理", day=short_day(self._accepted)) if self._accepted else tr("受理")
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, start)
        end = tr("{day} 到期", day=short_day(self._clock.due)) if self._clock.due else ""
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, end)
        painter.setPen(theme.colour("accentT"))
        wide, gap = painter.fontMetrics().horizontalAdvance, theme.px(10)
        today = tr("今天")
        left, right = wide(start) + gap, self.width() - wide(end) - gap - wide(today)
        if 0 < self._clock.used < self._clock.limit and left <= right:
            at = min(max(now - wide(today) / 2, left), right)
            painter.drawText(QRectF(at, line.top(), wide(today) + 2, line.height()), Qt.AlignmentFlag.AlignLeft, today)


class StepBars(QWidget):
    """The eight steps as bars with their names."""

    def __init__(self, states: tuple[str, ...], current: int) -> None:
        super().__init__()
        self._states = states or tuple(
            "done" if n < current else "part" if n == current else "todo" for n in range(1, 9)
        )
        self._current = current
        self.setFixedHeight(Theme.current.px(28))
        self.setAccessibleName(words.step(current))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a bar and a name per step."""
        theme = Theme.current
        painter = QPainter(self)
        wide = self.width() / 8
        for number, state in enumerate(self._states, start=1):
            left = wide * (number - 1)
            bar = QRectF(left + 1, 2, wide - theme.px(4), theme.px(4))
            delegates.rounded(painter, bar, STEP_FILL.get(state, "neuS"), "" if state in STEP_FILL else "line2", 2)
            painter.setFont(theme.sized(12))
            painter.setPen(theme.colour("accentT" if number == self._current else "t2"))
            name = words.step_name(number)
            need = painter.fontMetrics().horizontalAdvance(name) + 2
            at = max(0.0, min(left + (wide - need) / 2, self.width() - need))
            painter.drawText(QRectF(at, theme.px(9), need, theme.px(18)), Qt.AlignmentFlag.AlignHCenter, name)


class Preview(QFrame):
    """Number, title, clock, facts, progress and open items of one case, with the way into it."""

    open_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.case: QueueRow | None = None
        self._body = QVBoxLayout()
        inside = panel("surface")
        inside.setLayout(self._body)
        self._scroll = scrolled(inside, by_keys=False)
        self._resume = Button(tr("继续审查"), icon="player-play", kind="primary", key="Enter")
        self._resume.clicked.connect(self._open)
        self._foot = panel("surface")
        self._foot.setLayout(row(self._resume, None, margins=(14, 10, 14, 10)))
        whole = column(self._scroll, hairline(), self._foot, spacing=0)
        self.setLayout(whole)
        self.show_case(None)

    def show_case(self, case: QueueRow | None, more: PreviewView | None = None, today: date | None = None) -> None:
        """Show a case, or that none is chosen."""
        self.case = case
        clear(self._body)
        px = Theme.current.px
        self._body.setContentsMargins(px(16), px(16), px(16), px(12))
        self._body.setSpacing(px(8))
        self._foot.setVisible(case is not None)
        if case is None:
            self._body.addStretch(1)
            self._body.addWidget(label(tr("选一件，在这里预览"), ink="t3"), 0, Qt.AlignmentFlag.AlignHCenter)
            self._body.addStretch(1)
            return
        details = more if more is not None and more.case == case.case else PreviewView(case.case)
        self._head(case, details)
        self._clock(case, details)
        self._supposed(details)
        self._facts(case, details, today)
        self._progress(case, details)
        self._open_items(details)
        self._recent(details)
        self._body.addStretch(1)

    def _head(self, case: QueueRow, more: PreviewView) -> None:
        self._body.addWidget(label(case.number, ink="t2"))
        self._body.addWidget(label(case.title, "case", wrap=True))
        tags = [tag(say(item), delegates.tag_kind(item)) for item in case.tags]
        nature = [tag(say(more.nature))] if say(more.nature) else []
        self._body.addWidget(_flow(Badge(case.level, outlined=not case.level_fixed), *nature, *tags))
        self._body.addWidget(hairline())

    def _supposed(self, more: PreviewView) -> None:
        """Say what acceptance today would mean, and how that day comes about."""
        if more.if_today is None:
            return
        told = tr("若今日受理，{day} 前作出决定", day=full_day(more.if_today))
        self._body.addLayout(row(picture("calendar-event", "info", 16), label(told, "bodyStrong", wrap=True)))
        steps = "\n".join(say(step) for step in more.if_today_steps)
        self._body.addWidget(label(steps, "small", "t2", wrap=True))
        self._body.addWidget(hairline())

    def _clock(self, case: QueueRow, more: PreviewView) -> None:
        strong, plain = words.clock(case)
        if case.clock.state == "none":
            self._body.addLayout(
                row(label(strong, "bodyStrong"), label(words.group_note(case.clock.group), ink="t2"), None)
            )
            return
        used = tr("已用 {used} / {limit}", used=case.clock.used, limit=case.clock.limit)
        first = label(strong, "bodyStrong", words.clock_ink(case.clock))
        first.setToolTip(plain)
        self._body.addLayout(row(Pips(case.clock), first, None, label(used, ink="t2")))
        if case.clock.state in {"running", "overdue"}:
            self._body.addWidget(ClockLine(case.clock, more.accepted))
        for step in case.clock.steps[-2:]:
            self._body.addWidget(label(say(step), "small", "t2", wrap=True))
        self._body.addWidget(hairline())

    def _facts(self, case: QueueRow, more: PreviewView, today: date | None) -> None:
        facts = [(tr("举办时间"), words.dates(case)), (tr("预计人数"), words.headcount(case))]
        if today is not None and case.first_day is not None:
            left = (case.first_day - today).days
            facts.append((tr("距举办"), tr("1 天") if left == 1 else tr("{days} 天", days=left)))
        if more.place:
            facts.append((tr("场地"), more.place))
        facts.append((tr("承办者"), case.undertaker))
        facts.append((tr("主审"), case.officer or tr("待分派")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Theme.current.px(12))
        grid.setVerticalSpacing(Theme.current.px(8))
        for number, (name, value) in enumerate(facts):
            told = label(value, wrap=True)
            told.setAlignment(Qt.AlignmentFlag.AlignTop)
            cell = column(label(name, "small", "t2"), told, None, spacing=1)
            grid.addLayout(cell, number // 2, number % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._body.addLayout(grid)

    def _progress(self, case: QueueRow, more: PreviewView) -> None:
        self._body.addSpacing(Theme.current.px(4))
        self._body.addWidget(label(tr("审查进度"), ink="t2"))
        self._body.addWidget(StepBars(more.step_states, case.step))
        self._body.addWidget(label(words.blocks_sentence(case.blocks), "small", "t2", wrap=True))

    def _open_items(self, more: PreviewView) -> None:
        if not more.open_items:
            return
        self._body.addSpacing(Theme.current.px(4))
        self._body.addLayout(row(label(tr("未决事项"), ink="t2"), None, label(str(len(more.open_items)), ink="t2")))
        for item in more.open_items[:4]:
            self._body.addLayout(_item(item))
        promises = [item for item in more.open_items if item.kind == "tolerated"]
        if promises:
            self._body.addWidget(_promise_box(promises))

    def _recent(self, more: PreviewView) -> None:
        if not more.recent:
            return
        self._body.addSpacing(Theme.current.px(4))
        self._body.addWidget(label(tr("最近动态"), ink="t2"))
        for entry in more.recent[:3]:
            words_ = ElidedLabel(f"{entry.actor} {say(entry.title)}", "small")
            self._body.addLayout(row(label(clock_time(entry.at), "small", "t2"), words_))

    def _open(self) -> None:
        if self.case is not None:
            self.open_requested.emit(self.case.case)


def _flow(*items: QWidget) -> QWidget:
    """Return the items in lines that break where the pane ends."""
    holder = QWidget()
    lines = FlowLayout(holder, spacing=8)
    for item in items:
        lines.addWidget(item)
    policy = holder.sizePolicy()
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder


class Dot(QWidget):
    """A small square in a fill colour, before an open item."""

    def __init__(self, fill: str) -> None:
        super().__init__()
        self._fill = fill
        self.setFixedSize(Theme.current.px(8), Theme.current.px(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the square."""
        px = Theme.current.px
        delegates.rounded(QPainter(self), QRectF(0, px(6), px(7), px(7)), self._fill, radius=2)


def _item(item: OpenItem) -> QHBoxLayout:
    where = words.step_name(item.step)
    if item.due is not None:
        where = f"{where} · {tr('{day} 前', day=day(item.due))}"
    text = column(ElidedLabel(say(item.text)), label(where, "small", "t2"), spacing=0)
    line = row(spacing=8)
    line.addWidget(Dot(ITEM_FILL.get(item.kind, "neuF")), 0, Qt.AlignmentFlag.AlignTop)
    line.addLayout(text, 1)
    return line


def _promise_box(promises: list[OpenItem]) -> QWidget:
    box = panel("box")
    box.setProperty("kind", "tol")
    title = label(tr("容缺承诺 {count} 项", count=len(promises)), "bodyStrong", "tol")
    lines = [label(say(item.text), "small", "t2", wrap=True) for item in promises[:3]]
    text = column(title, *lines, spacing=2)
    box.setLayout(row(column(picture("clock", "tol"), None), text, spacing=10, margins=(12, 10, 12, 10)))
    return box
