"""The page after the decision: service, conditions, checks and hazards, changes and endings, the running event.

At the right stands what keeps the event from opening, whichever section is in sight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QSplitter, QWidget

from workbench.core import commands as c
from workbench.services.views import CaseView
from workbench.services.views_after import AfterView, HazardLife
from workbench.ui import after_words as words
from workbench.ui.after_checks import InspectionDialog, PatrolDialog
from workbench.ui.after_event import MomentDialog, ResumeDialog, ReviewDialog, StopDialog
from workbench.ui.after_forms import (
    ConditionCheckDialog,
    OrderDialog,
    ReasonedDialog,
    RecheckDialog,
    ServeDialog,
    UndeliveredDialog,
)
from workbench.ui.after_permit import (
    BanDialog,
    CancelDialog,
    ChangeDialog,
    DecideChangeDialog,
    EndPermitDialog,
    LinkDialog,
)
from workbench.ui.i18n import say, tr
from workbench.ui.second_officer import ConfirmDialog
from workbench.ui.step_decision_forms import DeliverDialog, PublishDialog
from workbench.ui.step_decision_lines import Line, LineList
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, FlowLayout, column, label, panel, row, tab_widget
from workbench.ui.workspace_context import CaseContext, StepButton, StepPage

NUMBER = 13
SERVICE, CONDITIONS, CHECKS, CHANGES, EVENT = range(5)


@dataclass(frozen=True)
class Act:
    """A button of a section: the command it leads to, words, icon, what opens its form, and when it is in place."""

    kind: str
    text: str
    icon: str
    open: Callable[[], object]
    wanted: Callable[[AfterView], bool] = lambda _view: True


class AfterPage(StepPage):
    """What follows the decision, in five sections."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self.tabs = tab_widget(tr("许可后"))
        self.lists = [LineList(title) for title in self._titles()]
        self.blocks = LineList(tr("开场前还差"))
        self._buttons: list[tuple[Act, Button]] = []
        self._told = label("", "bodyStrong", wrap=True)
        self._build()
        kept = context.memory.get(NUMBER)
        self.tabs.setCurrentIndex(kept if isinstance(kept, int) else SERVICE)

    # What the workspace asks

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case."""
        after = view.after
        assert after is not None
        shown: tuple[Iterable[Line], ...] = (
            words.service(after, self.context),
            words.conditions(after),
            words.checks(after),
            words.changes(after),
            words.event(after),
        )
        for number, (lines, found) in enumerate(zip(self.lists, shown, strict=True)):
            lines.show_lines([*found] if self._has(after, number) else [words.empty(self._too_early())])
        self._show_blocks(after)
        self._show_buttons(after)

    def reveal(self, object_: str) -> None:
        """Put the cursor on a condition, hazard, check, order, change or moment."""
        for number, lines in enumerate(self.lists):
            if any(line.key == object_ and object_ for line in lines.model_.lines):
                self.tabs.setCurrentIndex(number)
                lines.choose(object_)
                return

    def focus_first(self) -> None:
        """Put the focus on the section in sight."""
        self.lists[self.tabs.currentIndex()].setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (("J K", tr("上下项")), ("↵", tr("办理此项")), ("F8", tr("下一未决")))

    def buttons(self) -> tuple[StepButton, ...]:
        """Return the act that the state of the case asks for next."""
        found = next(self._next(), None)
        if found is None:
            return ()
        why = self.context.why_not(found.kind)
        return (
            StepButton(found.text, found.open, found.icon, "Ctrl ↵", primary=True, why_not=say(why) if why else ""),
        )

    def search(self, text: str) -> None:
        """Put the cursor on the first row with the words."""
        lines = self.lists[self.tabs.currentIndex()]
        found = next((line for line in lines.model_.lines if text and line.key and text in line.sentence()), None)
        if found is not None:
            lines.choose(found.key)

    def remember(self) -> None:
        """Keep the section."""
        self.context.memory[NUMBER] = self.tabs.currentIndex()

    # What is shown

    @staticmethod
    def _titles() -> tuple[str, ...]:
        return (tr("送达与公开"), tr("许可条件"), tr("检查与隐患"), tr("变更与终止"), tr("活动过程"))

    @staticmethod
    def _has(after: AfterView, number: int) -> bool:
        """Return whether a section has anything to say: checks and conditions begin before the decision."""
        return bool(after.decided) or number in {CONDITIONS, CHECKS, CHANGES}

    @staticmethod
    def _too_early() -> str:
        return tr("尚未作出决定；复签后在此办理")

    def _show_blocks(self, after: AfterView) -> None:
        opens = after.decided == "grant" and not after.run and after.closure is None
        self._right.setVisible(opens)
        self.blocks.show_lines(words.blocks(after) if opens else [])
        self._told.setText(tr("开场前还差 {count} 项", count=len(after.blocks)) if after.blocks else tr("可以登记开始"))

    def _show_buttons(self, after: AfterView) -> None:
        """Show the acts that the person may give; those of other roles are hidden, those too early greyed."""
        for act, button in self._buttons:
            why = self.context.why_not(act.kind)
            button.setVisible(not self.context.never(act.kind) and act.wanted(after))
            button.setEnabled(self.context.may(act.kind))
            button.setToolTip(say(why) if why is not None else "")
        self.buttons_changed.emit()

    # Acts

    def _acts(self) -> tuple[tuple[Act, ...], ...]:
        """Return the acts of each section."""
        open_ = self._open
        return (
            (
                Act(c.Deliver.kind, tr("登记送达"), "send", lambda: open_(DeliverDialog), lambda v: v.delivery is None),
                Act(
                    c.RecordUndelivered.kind,
                    tr("登记送达未成"),
                    "alert-circle",
                    lambda: open_(UndeliveredDialog),
                    lambda v: v.delivery is None,
                ),
                Act(
                    c.Publish.kind,
                    tr("登记公开"),
                    "broadcast",
                    lambda: open_(PublishDialog),
                    lambda v: v.publication is None,
                ),
                Act(c.RecordBan.kind, tr("登记虚假材料"), "ban", lambda: open_(BanDialog), lambda v: not v.bans),
            ),
            (
                Act(c.CheckCondition.kind, tr("核验此项"), "list-check", lambda: self._at(words.CONDITION)),
                Act(c.CloseCondition.kind, tr("销号"), "check", lambda: self._at(words.CLOSE)),
            ),
            (
                Act(c.RecordOpeningCheck.kind, tr("举办前检查"), "clipboard-check", lambda: open_(InspectionDialog)),
                Act(c.RecordHazards.kind, tr("现场登记隐患"), "alert-triangle", lambda: open_(PatrolDialog)),
                Act(c.OrderRectification.kind, tr("责令整改"), "file-alert", self.open_order, _hazardous),
                Act(c.RecheckHazards.kind, tr("隐患复查"), "refresh", self.open_recheck, _hazardous),
                Act(c.ConfirmCheck.kind, tr("确认检查"), "users", self.open_confirm, _waits),
            ),
            (
                Act(c.RequestChange.kind, tr("登记变更申请"), "git-compare", lambda: open_(ChangeDialog)),
                Act(c.DecideChange.kind, tr("决定变更申请"), "writing-sign", self.open_decision, _undecided),
                Act(c.CancelEvent.kind, tr("取消活动"), "ban", lambda: open_(CancelDialog)),
                Act(c.EndPermit.kind, tr("终止许可"), "ban", lambda: open_(EndPermitDialog)),
            ),
            (
                Act(c.OpenEvent.kind, tr("登记活动开始"), "player-play", lambda: self._moment(c.OpenEvent)),
                Act(c.SuspendEvent.kind, tr("暂停活动"), "player-pause", lambda: self._stop(for_good=False)),
                Act(c.ResumeEvent.kind, tr("恢复活动"), "player-play", self.open_resume),
                Act(c.StopEvent.kind, tr("停止活动"), "ban", lambda: self._stop(for_good=True)),
                Act(c.EndEvent.kind, tr("登记活动结束"), "check", lambda: self._moment(c.EndEvent)),
                Act(c.ReviewEvent.kind, tr("活动总结"), "report", lambda: open_(ReviewDialog)),
            ),
        )

    def _next(self) -> Iterator[Act]:
        """Yield the acts in the order of the case's life that are possible and wanted now."""
        after = self.context.view.after
        order = (
            *(c.Deliver.kind, c.ConfirmCheck.kind, c.DecideChange.kind, c.OpenEvent.kind, c.RecordOpeningCheck.kind),
            *(c.ResumeEvent.kind, c.EndEvent.kind, c.ReviewEvent.kind, c.Publish.kind),
        )
        acts = {act.kind: act for act, _button in self._buttons}
        for kind in order:
            if after is not None and self.context.may(kind) and acts[kind].wanted(after):
                yield acts[kind]

    def _after(self) -> AfterView:
        after = self.context.view.after
        assert after is not None
        return after

    def _open(self, form: Callable[[QWidget, CaseContext], QDialog]) -> None:
        form(self, self.context).open()

    def _moment(self, kind: type[c.OpenEvent | c.EndEvent]) -> None:
        MomentDialog(self, self.context, kind).open()

    def _stop(self, *, for_good: bool) -> None:
        StopDialog(self, self.context, for_good=for_good).open()

    def open_resume(self) -> None:
        """Let the suspended event go on."""
        stops = [one.entry for one in self._after().run if one.entry.kind == "suspended"]
        ResumeDialog(self, self.context, stops[-1].resume_when if stops else "").open()

    def open_order(self) -> None:
        """Order that standing hazards be removed."""
        OrderDialog(self, self.context, self._standing()).open()

    def open_recheck(self) -> None:
        """Record a re-check of standing hazards."""
        RecheckDialog(self, self.context, self._standing()).open()

    def _standing(self) -> tuple[HazardLife, ...]:
        return tuple(one for one in self._after().hazards if one.stands)

    def open_confirm(self, target: str = "") -> None:
        """Have the other officer confirm a record, the one named or the oldest that waits."""
        waits = [one for one in self._after().checks if one.waiting and target in ("", one.target)]
        if waits:
            ConfirmDialog(self, self.context, waits[0].target, waits[0].waiting[0]).open()

    def open_decision(self) -> None:
        """Decide the change request under the cursor, or the first that waits."""
        line = self.lists[CHANGES].line()
        waits = [one for one in self._after().changes if not one.change.result]
        chosen = next((one for one in waits if line is not None and line.key == str(one.number)), None)
        if waits:
            DecideChangeDialog(self, self.context, chosen or waits[0]).open()

    def _at(self, act: str) -> None:
        """Do something with the condition under the cursor; the first that it fits when there is none."""
        lines = self.lists[CONDITIONS]
        line = lines.line() or next((one for one in lines.model_.lines if one.key), None)
        if line is not None and line.key:
            self._condition(line.key, act)

    def _condition(self, key: str, act: str) -> None:
        one = next(one for one in self._after().conditions if one.key == key)
        if act == words.CLOSE and self.context.may(c.CloseCondition.kind):
            ReasonedDialog(self, self.context, tr("许可条件销号"), c.CloseCondition, key).open()
        elif self.context.may(c.CheckCondition.kind):
            ConditionCheckDialog(self, self.context, one).open()

    def act_on(self, line: Line) -> None:
        """Do what a row asks for."""
        after = self._after()
        if line.act in {words.CONDITION, words.CLOSE}:
            self._condition(line.key, line.act)
        elif line.act == words.CONFIRM and self.context.may(c.ConfirmCheck.kind):
            self.open_confirm(line.key)
        elif line.act == words.HAZARD and self.context.may(c.RecheckHazards.kind):
            RecheckDialog(self, self.context, tuple(one for one in after.hazards if one.key == line.key)).open()
        elif line.act in {words.ORDER, words.NOTICE} and self.context.may(c.ServePaper.kind):
            ServeDialog(self, self.context, line.key).open()
        elif line.act == words.CHANGE:
            self._change(int(line.key))

    def _change(self, number: int) -> None:
        one = next(one for one in self._after().changes if one.number == number)
        if not one.change.result and self.context.may(c.DecideChange.kind):
            DecideChangeDialog(self, self.context, one).open()
        elif one.change.result and self.context.may(c.LinkCase.kind):
            LinkDialog(self, self.context, one).open()

    # Inside

    def _build(self) -> None:
        for number, (title, acts) in enumerate(zip(self._titles(), self._acts(), strict=True)):
            self.tabs.addTab(self._section(self.lists[number], acts), title)
            self.lists[number].acted.connect(self.act_on)
        self.tabs.setAccessibleName(tr("许可后"))
        self._right: QFrame = panel("surface")
        self._right.setLayout(column(row(self._told, margins=(14, 10, 12, 6)), self.blocks, spacing=0))
        self.blocks.acted.connect(lambda line: self._lead(line.key))
        split = QSplitter(Qt.Orientation.Horizontal)
        for number, (widget, wide) in enumerate(((self.tabs, 820), (self._right, 340))):
            split.addWidget(widget)
            split.setStretchFactor(number, wide)
        split.setSizes([Theme.current.px(820), Theme.current.px(340)])
        self._right.setMinimumWidth(Theme.current.px(260))
        split.setChildrenCollapsible(False)
        self.setLayout(column(split, spacing=0))

    def _section(self, lines: LineList, acts: tuple[Act, ...]) -> QWidget:
        bar = QWidget()
        flow = FlowLayout(bar)
        for act in acts:
            button = Button(act.text, icon=act.icon, small=True)
            button.clicked.connect(lambda _on=False, chosen=act: chosen.open())
            flow.addWidget(button)
            self._buttons.append((act, button))
        page: QFrame = panel("surface")
        whole = column(row(bar, margins=(12, 8, 12, 6)), spacing=0)
        whole.addWidget(lines, 1)
        page.setLayout(whole)
        return page

    def _lead(self, key: str) -> None:
        """Go to what keeps the event from opening; what belongs to another page is shown there."""
        if key == "opening":
            self.tabs.setCurrentIndex(CHECKS)
            self.lists[CHECKS].setFocus()
            return
        before = self.tabs.currentIndex()
        self.reveal(key)
        if self.tabs.currentIndex() == before and not any(line.key == key for line in self.lists[before].model_.lines):
            item = next((one for one in self.context.view.open_items if one.object == key), None)
            if item is not None and item.step != NUMBER:
                self.context.jump(item.step, key)


def _hazardous(view: AfterView) -> bool:
    return any(one.stands for one in view.hazards)


def _waits(view: AfterView) -> bool:
    return any(one.waiting for one in view.checks)


def _undecided(view: AfterView) -> bool:
    return any(not one.change.result for one in view.changes)
