"""Page 9, time limits: every deadline at the left, the sums of the chosen one with its calendar at the right.

Keys: arrows walk through the deadlines, Ctrl C copies the derivation. Stop, restart, extension and hearing are given
from here; each is refused in words where the law or the local rules do not know it.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSplitter

from workbench.core import commands as c
from workbench.services.time_limits import LimitView, TimeLimits, time_limits
from workbench.services.views import CaseView
from workbench.ui.i18n import say, tr
from workbench.ui.step_clocks_dialogs import ExtendDialog, HearingDialog, PauseDialog, ResumeDialog
from workbench.ui.step_clocks_sums import Sums
from workbench.ui.step_clocks_table import LimitsTable
from workbench.ui.theme import Theme
from workbench.ui.widgets import column, hairline, label, panel
from workbench.ui.workspace_context import CaseContext, StepButton, StepPage

STEP = 9
HEARING_ACTS = (c.OfferHearing.kind, c.AskHearing.kind, c.HoldHearing.kind, c.CloseHearing.kind)


@dataclass(frozen=True)
class Memory:
    """What the page keeps beyond its own life."""

    limit: str = ""


class ClocksPage(StepPage):
    """The time limits of a case."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self.limits: TimeLimits | None = None
        kept = context.memory.get(STEP)
        self._wanted = kept.limit if isinstance(kept, Memory) else ""
        self.table = LimitsTable()
        self.sums = Sums()
        self._standing = label("", "small", "t2", wrap=True)
        self._build()
        self.table.chosen.connect(self._chosen)
        copying = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        copying.activated.connect(self.copy)

    # What is shown

    def show_case(self, _view: CaseView) -> None:
        """Show a state of the case; its deadlines are worked out on the worker."""
        task = self.context.session.ask(time_limits, self.context.case)
        task.done.connect(self._take)
        task.failed.connect(self.context.session.save_failed)

    def reveal(self, object_: str) -> None:
        """Put the cursor on a deadline."""
        self._wanted = object_
        if self.limits is not None:
            self.table.choose(object_)

    def focus_first(self) -> None:
        """Put the focus on the list."""
        self.table.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the list."""
        return (("↑↓", tr("选择时限")), ("Ctrl C", tr("复制推算")))

    def buttons(self) -> tuple[StepButton, ...]:
        """Return the acts on the clock; one that cannot be given now says why."""
        if self.limits is None:
            return ()
        found = [StepButton(tr("听证…"), self.hear, "users", why_not=self._why_not_hear())]
        found.append(StepButton(tr("延长…"), self.extend, "plus", why_not=self._why_not_extend()))
        if self.limits.paused:
            found.append(StepButton(tr("恢复期限…"), self.resume, "player-play", why_not=self._why_not_resume()))
        else:
            found.append(StepButton(tr("中止期限…"), self.pause, "clock-pause", why_not=self._why(c.PauseClock.kind)))
        return tuple(b for b in found if not self.context.never(c.PauseClock.kind))

    def remember(self) -> None:
        """Keep the cursor."""
        limit = self.table.limit()
        self.context.memory[STEP] = Memory(limit.id if limit else "")

    # Acts

    def pause(self) -> None:
        """Stop the clock."""
        PauseDialog(self, self.context).open()

    def resume(self) -> None:
        """Let the clock run again."""
        ResumeDialog(self, self.context).open()

    def extend(self) -> None:
        """Extend the period for the decision."""
        if self.limits is not None:
            ExtendDialog(self, self.context, self.limits).open()

    def hear(self) -> None:
        """Record a step of a hearing."""
        if self.limits is not None:
            HearingDialog(self, self.context, self.limits).open()

    def copy(self) -> None:
        """Copy the derivation of the deadline under the cursor."""
        self.sums.copy_text()
        self.context.session.notify(tr("推算已复制"))

    def _why(self, kind: str) -> str:
        if self.context.session.read_only:
            return tr("资料库只读，不能签署")
        why = self.context.why_not(kind)
        return say(why) if why else ""

    def _why_not_extend(self) -> str:
        assert self.limits is not None
        rule = self.limits.extension
        if rule.left <= 0:
            return tr("本地规则没有规定可以延长决定期限") if rule.limit == 0 else tr("已延长到上限")
        return self._why(c.ExtendDecision.kind) or ("" if self.limits.approvers else tr("没有可批准的其他人"))

    def _why_not_hear(self) -> str:
        whys = [self._why(kind) for kind in HEARING_ACTS]
        return "" if "" in whys else whys[0]

    def _why_not_resume(self) -> str:
        assert self.limits is not None
        return self._why(c.ResumeClock.kind) or ("" if self.limits.resumable else tr("听证结束后自动恢复"))

    # Inside

    def _take(self, limits: TimeLimits) -> None:
        self.limits = limits
        self.table.show_limits(limits.limits)
        if self._wanted:
            self.table.choose(self._wanted)
            self._wanted = ""
        chosen = self.table.limit()
        if chosen is not None:
            self._chosen(chosen)
        self._standing.setText(_standing(limits))
        self.buttons_changed.emit()

    def _chosen(self, limit: LimitView) -> None:
        self.sums.show_limit(limit)

    def _build(self) -> None:
        px = Theme.current.px
        left = panel("surface")
        foot = panel("surface")
        foot.setLayout(column(self._standing, margins=(14, 8, 14, 10)))
        body = column(spacing=0)
        body.addWidget(self.table, 1)
        body.addWidget(hairline())
        body.addWidget(foot)
        left.setLayout(body)
        split = QSplitter()
        split.setFrameShape(QFrame.Shape.NoFrame)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.sums)
        split.setSizes([px(600), px(560)])
        split.setStretchFactor(1, 1)
        left.setMinimumWidth(px(400))
        self.sums.setMinimumWidth(px(380))
        self.setLayout(column(split, spacing=0))


def _standing(limits: TimeLimits) -> str:
    """Return which edition of the calendar the dates are read from, and which editions were used before."""
    told = [tr("今日 {day} · 日历 {version}", day=limits.today, version=limits.calendar)]
    names = {"accepted": tr("受理时"), "deemed_accepted": tr("视为受理时"), "recomputed": tr("重算")}
    told += [f"{use.on} {names.get(use.why, use.why)} {use.version}" for use in limits.calendars]
    return "\n".join(told)
