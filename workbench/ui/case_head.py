"""The header of a case: what it is, where its clock stands, and the main buttons of the step shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from workbench.services.views import CaseView
from workbench.ui import queue_words as words
from workbench.ui.i18n import full_day, say, span, tr
from workbench.ui.queue_preview import Badge, Pips
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, clear, column, label, row, tool_button, upright
from workbench.ui.workspace_context import StepButton


class CaseHead(QFrame):
    """Sixty pixels: back, name, number, level, one line of facts, clock, buttons."""

    back_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("appbar")
        self.setFixedHeight(Theme.current.px(60))
        self.back = tool_button("arrow-left", tr("返回列表"))
        self.back.clicked.connect(self.back_requested)
        self._names = row(spacing=8)
        self._facts = row(spacing=10)
        self._clock = row(spacing=8)
        self._due = label("", "small", "t2")
        self._buttons = row(spacing=8)
        self.setLayout(self._arranged())

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case."""
        self._fill_names(view)
        self._fill_facts(view)
        self._fill_clock(view)

    def show_buttons(self, buttons: Sequence[StepButton]) -> None:
        """Show the main buttons of a step; one that cannot be pressed now says why in its tip."""
        clear(self._buttons)
        for wanted in buttons:
            kind = "primary" if wanted.primary else "secondary"
            made = Button(wanted.text, icon=wanted.icon, kind=kind, key=wanted.key)
            made.clicked.connect(lambda _on=False, act=wanted.act: act())
            made.setObjectName("step-button")
            made.setMinimumWidth(made.sizeHint().width())
            if wanted.why_not:
                made.setEnabled(False)
                made.setToolTip(wanted.why_not)
            self._buttons.addWidget(made)

    def _arranged(self) -> QHBoxLayout:
        left = column(self._names, self._facts, spacing=0)
        right = column(self._clock, row(None, self._due), spacing=0)
        whole = row(self.back, spacing=12, margins=(10, 4, 14, 4))
        whole.addLayout(left, 1)
        whole.addLayout(right)
        whole.addSpacing(Theme.current.px(4))
        whole.addLayout(self._buttons)
        return whole

    def _fill_names(self, view: CaseView) -> None:
        clear(self._names)
        title = ElidedLabel(view.row.title, "case")
        width = title.fontMetrics().horizontalAdvance(view.row.title)
        title.ensurePolished()
        title.setMaximumWidth(title.fontMetrics().horizontalAdvance(view.row.title) + Theme.current.px(4) or width)
        self._names.addWidget(title, 100)
        self._names.addWidget(label(view.row.number, "body", "t2"))
        self._names.addWidget(Badge(view.row.level, outlined=not view.row.level_fixed))
        fixed = tr("已定级") if view.row.level_fixed else tr("拟定级")
        self._names.addWidget(label(fixed, "small", "t2"))
        self._names.addStretch(1)

    def _fill_facts(self, view: CaseView) -> None:
        clear(self._facts)
        for number, words_ in enumerate(facts(view)):
            if number:
                self._facts.addWidget(upright())
            made = ElidedLabel(words_, "body", "t2")
            if number == 0:
                made.setMinimumWidth(made.sizeHint().width())
            self._facts.addWidget(made, 0 if number == 0 else 100)
            made.setMaximumWidth(made.sizeHint().width() + Theme.current.px(4))
        self._facts.addStretch(1)

    def _fill_clock(self, view: CaseView) -> None:
        clear(self._clock)
        strong, _ = words.clock(view.row)
        clock = view.row.clock
        self._clock.addStretch(1)
        if clock.state not in {"none", "decided"}:
            self._clock.addWidget(Pips(clock))
        self._clock.addWidget(label(strong, "bodyStrong", words.clock_ink(clock)))
        self._due.setText(
            tr("法定 {limit} 个工作日 · {day} 到期", limit=clock.limit, day=full_day(clock.due))
            if clock.due
            else status(view)
        )
        self._due.setToolTip("\n".join(say(step) for step in clock.steps))


def due(view: CaseView) -> str:
    """Return the statutory period and its last day, or the status of a case whose clock does not run."""
    clock = view.row.clock
    if clock.due is None:
        return status(view)
    return tr("法定 {limit} 个工作日 · {day} 到期", limit=clock.limit, day=full_day(clock.due))


def status(view: CaseView) -> str:
    """Return the status of a case in a word."""
    return words.status_word(view.row.status) or words.step_title(view.row.step)


def facts(view: CaseView) -> tuple[str, ...]:
    """Return dates and size, place, undertaker."""
    case = view.row
    dates = span(case.first_day, case.last_day)
    if case.first_day and case.last_day:
        count = (case.last_day - case.first_day).days + 1
        dates += " · " + (tr("1 天") if count == 1 else tr("{days} 天", days=count))
    first = f"{dates} · {words.headcount(case)}"
    return tuple(part for part in (first, view.place, tr("承办：{name}", name=case.undertaker)) if part)
