"""Step 4: the programme act by act: what the sheet states, hints, the verdict with grounds and evidence, the answer.

The type of music is never a ground. Keys act while no text field has the focus: 1–5 verdict, J K acts, F8 next act
without a verdict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.core import commands as c
from workbench.errors import Text, WorkbenchError
from workbench.services.views import ActView, CaseView, OpenItem
from workbench.ui import step_programme_words as words
from workbench.ui.i18n import language, say, tr
from workbench.ui.step_duties_fields import SideSplit, WalkKeys
from workbench.ui.step_programme_head import ProgrammeHead
from workbench.ui.step_programme_item import ActPane, Draft, saved
from workbench.ui.step_programme_table import ActsTable, Filter
from workbench.ui.widgets import (
    column,
    label,
    panel,
    picture,
    row,
)
from workbench.ui.workspace_context import CaseContext, StepButton, StepPage

STEP = 4


@dataclass
class Memory:
    """What the page keeps beyond its own life."""

    no: str = ""
    filter: Filter = field(default_factory=Filter)
    drafts: dict[str, Draft] = field(default_factory=dict)


class ProgrammeStep(StepPage):
    """Statistics, sessions, acts; the act under the cursor at the right."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        kept = context.memory.get(STEP)
        self._memory = kept if isinstance(kept, Memory) else Memory()
        self._drafts = self._memory.drafts
        self._first = True
        self._build()
        self._wire()
        self._keys()

    # What is shown

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case."""
        self._stack.setCurrentIndex(0 if view.acts else 1)
        if not view.acts:
            return
        for act in view.acts:
            if act.no in self._drafts and self._drafts[act.no] == saved(act):
                del self._drafts[act.no]
        self.table.show_acts(view.acts, self._memory.filter)
        if self._first:
            self._first = False
            self.table.choose(self._memory.no or next((a.no for a in view.acts if words.waits(a)), view.acts[0].no))
        self.head.show_acts(view.acts, self._memory.filter)
        self._show_act()

    def reveal(self, object_: str) -> None:
        """Put the cursor on an act."""
        if self.table.model_.act_of(object_) is not None:
            if self.table.model_.place_of(object_) < 0:
                self._choose_filter(Filter())
            self.table.choose(object_)

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self.table.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the table."""
        count = len(words.verdicts(self.context.pack))
        return ((f"1–{count}", tr("结论")), ("J K", tr("上下项")), ("F8", tr("下一待议")))

    def buttons(self) -> tuple[StepButton, ...]:
        """Return finish."""
        return (StepButton(tr("完成本步"), self.finish_requested.emit, "check", "Ctrl ↵", primary=True),)

    def missing(self) -> tuple[OpenItem, ...]:
        """Return the acts without a verdict and the advice without an accepted answer."""
        found = []
        for act in self.context.view.acts:
            lack, name = self._lacks(act), f"{act.no} {words.title(act)}"
            if lack is not None:
                found.append(OpenItem("correct", Text(f"{name}：{lack.zh}", f"{name}: {lack.en}"), STEP, act.no))
        return tuple(found)

    def search(self, text: str) -> None:
        """Show the acts with these words."""
        self._choose_filter(replace(self._memory.filter, words=text))

    def remember(self) -> None:
        """Keep cursor, filter and what is not saved yet."""
        self.pane.settle()
        self._memory.no = self.table.no
        self.context.memory[STEP] = self._memory

    # Acts

    def judge(self, verdict: str) -> None:
        """Conclude the act under the cursor."""
        act = self.table.act()
        if act is None or not self._may("judge_programme"):
            return
        draft = replace(self.pane.draft(), verdict=verdict)
        self._drafts[act.no] = draft
        self._give(act, draft)

    def edit(self) -> None:
        """Save grounds and texts with the act's verdict, or with the one that was refused for lack of them."""
        act = self.table.model_.act_of(self.pane.no)
        if act is None or not self._may("judge_programme"):
            return
        wanted = self._drafts[act.no].verdict if act.no in self._drafts else act.verdict
        draft = replace(self.pane.draft(), verdict=wanted)
        if draft == saved(act):
            self._drafts.pop(act.no, None)
            return
        self._drafts[act.no] = draft
        if wanted:
            self._give(act, draft)

    def answer(self, text: str, accepted: bool) -> None:
        """Write down what the organiser answered."""
        act = self.table.model_.act_of(self.pane.no)
        if act is None or not self._may("answer_programme") or (text, accepted) == (act.answer, bool(act.accepted)):
            return
        self.context.do(c.AnswerProgramme(self.context.case, act.no, text, accepted), said=tr("答复已保存"))

    def next_waiting(self, direction: int = 1) -> None:
        """Go to the next act without a verdict."""
        if not self.table.next_waiting(direction):
            self.context.session.notify(tr("没有待议的节目"))
        self.table.setFocus()

    # Inside

    def _give(self, act: ActView, draft: Draft) -> None:
        command = c.JudgeProgramme(
            self.context.case,
            act.no,
            draft.verdict,
            draft.grounds,
            act.criteria,
            draft.evidence,
            draft.advice,
            draft.note,
        )
        fresh = draft.verdict != act.verdict
        said = f"{act.no} {words.title(act)}{tr('：')}{words.verdict_word(draft.verdict, self.context.pack)}"
        task = self.context.do(command, said=said if fresh else "", refused=partial(self._refused, act.no, draft))
        if words.waits(act) and not words.is_adverse(draft.verdict, self.context.pack):
            task.done.connect(lambda _given: self._advance(act.no))

    def _advance(self, no: str) -> None:
        if self.table.no == no:
            self.table.next_waiting()

    def _refused(self, no: str, draft: Draft, fault: WorkbenchError) -> None:
        if self.table.no != no:
            self.table.choose(no)
        self.pane.say_refusal(getattr(fault, "field", ""), fault, draft.verdict)

    def _may(self, kind: str) -> bool:
        return self.context.may(kind)

    def _why_not(self) -> str:
        if self.context.session.read_only:
            return tr("资料库以只读方式打开")
        why = self.context.why_not("judge_programme")
        return say(why) if why else ""

    def _lacks(self, act: ActView) -> Text | None:
        if not act.verdict:
            return Text("无结论", "no verdict")
        settled = words.verdicts(self.context.pack)[act.verdict].data.get("settled")
        if settled == "answer" and not act.accepted:
            return Text("建议未获接受的答复", "the advice has no accepted answer")
        return Text("结论尚不能准予", "the verdict keeps the matter open") if settled == "no" else None

    def _show_act(self) -> None:
        act = self.table.act()
        if act is not None:
            self.pane.show_act(act, self._drafts.get(act.no), self._why_not())

    def _moved(self, _no: str) -> None:
        self.pane.settle()
        self._show_act()

    def _choose_filter(self, wanted: Filter) -> None:
        self._memory.filter = wanted
        self.table.show_acts(self.context.view.acts, wanted)
        self.head.show_filter(self.context.view.acts, wanted)
        self._nothing_shown.setVisible(not self.table.model_.acts)

    # Construction

    def _build(self) -> None:
        self.head = ProgrammeHead(self.context.pack)
        self.table = ActsTable(self.context.pack)
        self.pane = ActPane(self.context.pack)
        self._nothing_shown = label(tr("没有符合条件的节目"), "body", "t2")
        self._nothing_shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing_shown.hide()
        left = panel("surface")
        inside = column(self.head, self.table, self._nothing_shown, spacing=0)
        inside.setStretchFactor(self.table, 1)
        left.setLayout(inside)
        right = panel("surface")
        right.setLayout(column(self.pane, spacing=0))
        least = 336 if language() == "zh" else 350
        split = SideSplit(left, right, share=0.3, least=least, most=372)
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(_nothing())
        self.setLayout(column(self._stack, spacing=0))

    def _wire(self) -> None:
        self.table.moved.connect(self._moved)
        self.head.filter_chosen.connect(self._choose_filter)
        self.pane.verdict_requested.connect(self.judge)
        self.pane.edited.connect(self.edit)
        self.pane.answered.connect(self.answer)

    def _keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            str(number): partial(self.judge, code) for number, code in enumerate(words.verdicts(self.context.pack), 1)
        }
        keys["J"] = partial(self.table.step, 1)
        keys["K"] = partial(self.table.step, -1)
        for name, act in keys.items():
            shortcut = QShortcut(QKeySequence(name), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        WalkKeys(self, self.next_waiting, lambda: any(words.waits(a) for a in self.context.view.acts))


def _nothing() -> QWidget:
    """Return the page of a case without a programme."""
    made = panel("surface")
    lines = (
        row(None, label(tr("本活动没有申报节目"), "section"), None),
        row(None, label(tr("有演出的，请承办者按模板填写“节目”表后补交。"), "body", "t2"), None),
    )
    made.setLayout(column(None, row(None, picture("music", "t2", 28), None), *lines, None, spacing=10))
    return made
