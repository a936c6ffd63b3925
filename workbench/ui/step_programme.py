"""Step 4: the programme act by act: what the sheet states, hints, the verdict with grounds and evidence, the answer.

The type of music is never a ground. Keys act while no text field has the focus: 1–5 verdict, J K acts, F8 next act
without a verdict. Left and Right fold, L lyrics, I interaction, M sends to co-review.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from workbench.core import commands as c
from workbench.errors import Text, WorkbenchError
from workbench.services.papers_programme import REVIEW
from workbench.services.views import ActView, CaseView, OpenItem
from workbench.ui import step_programme_words as words
from workbench.ui.i18n import language, say, tr
from workbench.ui.step_duties_fields import SideSplit, WalkKeys
from workbench.ui.step_programme_acts import Acts
from workbench.ui.step_programme_head import ProgrammeHead, figures
from workbench.ui.step_programme_item import ActPane, Draft, saved
from workbench.ui.step_programme_lists import AfterPage, ComparePage
from workbench.ui.step_programme_strip import StageStrip
from workbench.ui.step_programme_table import ActsTable, Filter
from workbench.ui.step_programme_tabs import AdviceTab, InteractionTab, LyricsTab
from workbench.ui.widgets import (
    Button,
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
        self._stack.setCurrentIndex(0 if view.acts or view.programme.pending else 1)
        self.compare.show_view(view.programme, self._why("set_programme_list"))
        self.after.show_view(
            view.programme,
            may_report=self._why("report_programme_change"),
            may_judge=self._why("judge_variation"),
            may_record=self._why("record_performance"),
        )
        self._pending.setVisible(bool(view.programme.pending))
        self._pending.set_text(tr("待处理的行 {count}", count=len(view.programme.pending)))
        if not view.acts:
            return
        for act in view.acts:
            if act.no in self._drafts and self._drafts[act.no] == saved(act):
                del self._drafts[act.no]
        self.table.show_acts(view.acts, self._memory.filter)
        if self._first:
            self._first = False
            self.table.choose(self._memory.no or next((a.no for a in view.acts if words.waits(a)), view.acts[0].no))
        self.head.show_acts(view.acts, view.programme.statistics, self._memory.filter)
        self.strip.show_acts(view.acts, self._memory.filter.session)
        waiting = self.advice.show_acts(view.acts, figures(view.programme.statistics))
        self.tabs.setTabText(self.tabs.indexOf(self.advice), tr("建议清单 {count}", count=waiting))
        self._show_act()

    def reveal(self, object_: str) -> None:
        """Put the cursor on an act."""
        if object_ == "pending":
            self.left.setCurrentIndex(0)
            self.ways.mend_pending()
            return
        if object_ in {"lists", "after"}:
            self.left.setCurrentWidget(self.compare if object_ == "lists" else self.after)
            return
        if self.table.model_.act_of(object_) is not None:
            self.left.setCurrentIndex(0)
            if self.table.model_.place_of(object_) < 0:
                self._choose_filter(Filter())
            self.table.choose(object_)

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self.table.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the table."""
        count = len(words.verdicts(self.context.pack))
        return (
            ("←→", tr("收起展开")),
            (f"1–{count}", tr("结论")),
            ("F8", tr("下一待议")),
            ("L", tr("歌词")),
            ("I", tr("互动")),
            ("M", tr("送会审")),
        )

    def buttons(self) -> tuple[StepButton, ...]:
        """Return finish."""
        return (
            StepButton(tr("导入节目单"), self.ways.choose_file, "file-import", why_not=self._why("receive_supplement")),
            StepButton(tr("完成本步"), self.finish_requested.emit, "check", "Ctrl ↵", primary=True),
        )

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
        self.interaction.settle()
        self._memory.no = self.table.no
        self.context.memory[STEP] = self._memory

    # Acts

    def judge(self, verdict: str) -> None:
        """Conclude the act under the cursor."""
        act = self.table.act()
        if not self._may("judge_programme"):
            return
        if act is None:
            self.context.session.notify(tr("请展开后选中其中的作品"))
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
            act.answer_due if draft.verdict == act.verdict else None,
            act.consultation,
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
        return self._why("judge_programme")

    def _why(self, kind: str) -> str:
        """Return why a command cannot be given now; empty when it can."""
        if self.context.session.read_only:
            return tr("资料库以只读方式打开")
        why = self.context.why_not(kind)
        return say(why) if why else ""

    def _lacks(self, act: ActView) -> Text | None:
        if not act.verdict:
            return Text("无结论", "no verdict")
        told = {
            "advised": Text("建议未获接受的答复", "the advice has no accepted answer"),
            "answered": Text("承办者未接受建议", "the advice was not accepted"),
            "consulted": Text("会商未定", "the co-review is not settled"),
            "barred": Text("结论尚不能准予", "the verdict keeps the matter open"),
        }
        return told.get(act.standing)

    def _show_act(self) -> None:
        act = self.table.act()
        if act is not None:
            self.pane.show_act(act, self._drafts.get(act.no), self._why_not())
            self.interaction.show_act(act, self._why("set_interaction"))
            self.remove_part.setVisible(act.part is not None)
            self.lyrics.show_act(act)

    def _moved(self, _no: str) -> None:
        self.pane.settle()
        self.interaction.settle()
        self._show_act()

    def _choose_filter(self, wanted: Filter) -> None:
        self._memory.filter = wanted
        self.table.show_acts(self.context.view.acts, wanted)
        self.head.show_filter(self.context.view.acts, wanted)
        self.strip.show_acts(self.context.view.acts, wanted.session)
        self._nothing_shown.setVisible(not self.table.model_.acts)

    # Construction

    def _build(self) -> None:
        pack = self.context.pack
        self.head, self.table, self.pane = ProgrammeHead(pack), ActsTable(pack), ActPane(pack)
        self.lyrics, self.interaction, self.advice = LyricsTab(), InteractionTab(pack), AdviceTab(pack)
        self.compare, self.after, self.strip = ComparePage(pack), AfterPage(pack), StageStrip(pack)
        self.ways = Acts(self)
        self._nothing_shown = label(tr("没有符合条件的节目"), "body", "t2")
        self._nothing_shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing_shown.hide()
        acts = panel("surface")
        inside = column(self.head, self.table, self._nothing_shown, self.strip, spacing=0)
        inside.setStretchFactor(self.table, 1)
        acts.setLayout(inside)
        parts = ((acts, tr("节目单")), (self.compare, tr("名单比对")), (self.after, tr("变更与现场")))
        self.left = _tabs(tr("节目单与名单"), parts)
        self._pending = Button("", icon="alert-triangle", kind="ghost", small=True)
        self._pending.clicked.connect(lambda _on=False: self.ways.mend_pending())
        self.left.setCornerWidget(self._pending)
        tabs = ((self.pane, tr("审查")), (self.lyrics, tr("歌词")), (self.interaction, tr("互动")))
        self.tabs = _tabs(tr("节目内容"), (*tabs, (self.advice, tr("建议清单 {count}", count=0))))
        right = panel("surface")
        right.setLayout(column(self.tabs, self._foot(), spacing=0))
        least = 336 if language() == "zh" else 350
        split = SideSplit(self.left, right, share=0.3, least=least, most=372)
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(_nothing(self.ways.choose_file))
        self.setLayout(column(self._stack, spacing=0))

    def _foot(self) -> QWidget:
        """Return the line under the pane: co-review and parts."""
        foot = panel("surface")
        foot.setProperty("hair", "top")
        send = Button(tr("送会审"), icon="send", key="M", small=True)
        send.clicked.connect(lambda _on=False: self.ways.send_to_co_review())
        part = Button(tr("添加作品"), icon="plus", kind="ghost", small=True)
        part.clicked.connect(lambda _on=False: self.ways.add_part())
        self.remove_part = Button(tr("删除细项"), icon="trash", kind="ghost", small=True)
        self.remove_part.clicked.connect(lambda _on=False: self.ways.remove_part())
        sheet = Button(tr("审核表"), icon="file-text", kind="ghost", small=True)
        sheet.setToolTip(tr("生成节目内容联合审核表"))
        sheet.clicked.connect(lambda _on=False: self.ways.issue(REVIEW))
        foot.setLayout(row(send, part, self.remove_part, sheet, None, spacing=6, margins=(14, 8, 12, 8)))
        return foot

    def _wire(self) -> None:
        self.table.moved.connect(self._moved)
        self.head.filter_chosen.connect(self._choose_filter)
        self.pane.verdict_requested.connect(self.judge)
        self.pane.edited.connect(self.edit)
        self.pane.answered.connect(self.answer)
        self.pane.due_set.connect(self.ways.set_due)
        self.interaction.changed.connect(self.ways.set_interaction)
        self.lyrics.wanted.connect(self.ways.read_lyrics)
        self.lyrics.opened.connect(self.ways.open_file)
        self.advice.chosen.connect(self.reveal)
        self.strip.chosen.connect(self.reveal)
        self.compare.list_wanted.connect(self.ways.take_list)
        self.compare.list_dropped.connect(self.ways.drop_list)
        self.compare.alias_given.connect(self.ways.give_alias)
        self.after.change_wanted.connect(self.ways.report_change)
        self.after.difference_judged.connect(self.ways.judge_difference)
        self.after.result_given.connect(self.ways.give_result)
        self.after.paper_wanted.connect(self.ways.issue)

    def _keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            str(number): partial(self.judge, code) for number, code in enumerate(words.verdicts(self.context.pack), 1)
        }
        keys["J"] = partial(self.table.step, 1)
        keys["K"] = partial(self.table.step, -1)
        keys["L"] = partial(self.tabs.setCurrentWidget, self.lyrics)
        keys["I"] = partial(self.tabs.setCurrentWidget, self.interaction)
        keys["R"] = partial(self.tabs.setCurrentWidget, self.pane)
        keys["M"] = self.ways.send_to_co_review
        for name, act in keys.items():
            shortcut = QShortcut(QKeySequence(name), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        WalkKeys(self, self.next_waiting, lambda: any(words.waits(a) for a in self.context.view.acts))


def _tabs(name: str, parts: tuple[tuple[QWidget, str], ...]) -> QTabWidget:
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.tabBar().setExpanding(False)
    tabs.tabBar().setAccessibleName(name)
    for part, title in parts:
        tabs.addTab(part, title)
    return tabs


def _nothing(choose: Callable[[], object]) -> QWidget:
    """Return the page of a case without a programme."""
    made = panel("surface")
    take = Button(tr("导入节目单（xlsx、csv）"), icon="file-import")
    take.clicked.connect(lambda _on=False: choose())
    lines = (
        row(None, label(tr("本活动没有申报节目"), "section"), None),
        row(None, label(tr("有演出的，请承办者按模板填写“节目”表后补交，或在此导入其节目单。"), "body", "t2"), None),
        row(None, take, None),
    )
    made.setLayout(column(None, row(None, picture("music", "t2", 28), None), *lines, None, spacing=10))
    return made
