"""The right of step 7: the post under the cursor, the papers as they would be printed, the conclusion."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabWidget, QWidget

from workbench.core.commands import EditPlan, JudgeSite
from workbench.core.gate import OVERALL
from workbench.core.values import Row
from workbench.services.views import CaseView
from workbench.services.views_deployment import DeploymentView, NoteView
from workbench.ui.i18n import say, tr
from workbench.ui.step_deployment_board import PostLine
from workbench.ui.step_deployment_form import PostForm
from workbench.ui.step_deployment_layers import note_line
from workbench.ui.step_deployment_papers import CardsTab, CommsTab, PaperTab, PlanTab
from workbench.ui.step_deployment_words import Problem, fault_word, problems_of
from workbench.ui.step_site_judge import FactSheet, Judged, JudgePane
from workbench.ui.step_site_page import overall_title
from workbench.ui.step_site_words import dotted, row_facts, term, words
from workbench.ui.widgets import clear, column, hairline, label, scrolled
from workbench.ui.workspace_context import CaseContext

OVERALL_OBJECT = "deployment"
"""Object of ``JudgeSite`` that stands for the whole step."""


class SidePane(QFrame):
    """Tabs: the post, the plan, the comms matrix, the pocket cards, the conclusion."""

    judged = Signal(str, str, str)
    """Object, verdict, note."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.context = context
        self._told: tuple[NoteView, ...] | None = None
        self.judge = JudgePane(context.pack, tr("岗位"))
        self.form = PostForm(context.pack)
        self.conclusion = JudgePane(context.pack, overall_title(OVERALL_OBJECT), keys=False)
        self.plan, self.comms, self.cards = PlanTab(context), CommsTab(context.pack), CardsTab(context)
        self.sheet = FactSheet(tr("申报内容"))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setUsesScrollButtons(True)
        self.tabs.tabBar().setAccessibleName(tr("岗位与文书"))
        self._build()
        for pane in (self.judge, self.conclusion):
            pane.judged.connect(self.judged)

    # What is shown

    def show_case(self, view: CaseView, lines: Sequence[PostLine], found: DeploymentView | None) -> None:
        """Show a state of the case."""
        said = view.overall.get(OVERALL_OBJECT)
        given = (said.verdict, said.note) if said else ("", "")
        shown = Judged(OVERALL_OBJECT, overall_title(OVERALL_OBJECT), tr("准予前须作出。"), *given)
        self.conclusion.show_object(shown, may_edit=self.context.may(JudgeSite.kind))
        self._offer(view)
        self.plan.show_case(view)
        self.comms.show_case(view, lines, found)
        self.cards.show_case(view)

    def show_notes(self, notes: Sequence[NoteView]) -> None:
        """Show what the rules say of the deployment, what is missing first."""
        if tuple(notes) == self._told:
            return
        self._told = tuple(notes)
        clear(self._notes)
        self._notes.addWidget(label(tr("规则核对"), "bodyStrong"))
        for note in sorted(notes, key=lambda one: (one.ok is not False, one.ok is not None)):
            self._notes.addWidget(note_line(note))
        self._notes.addStretch(1)

    def show_line(self, line: PostLine | None, found: DeploymentView | None) -> None:
        """Show a post; none says how to come to one."""
        if line is None:
            self._stack.setCurrentIndex(1)
            return
        self._stack.setCurrentIndex(0)
        row = line.post.row
        below = dotted(term(row["kind"], self.context.pack), term(row["layer"], self.context.pack), words(row["unit"]))
        title = f"{line.code} {line.name}"
        shown = Judged(line.code, title, below, line.post.verdict, line.post.note)
        self.judge.show_object(shown, may_edit=self.context.may(JudgeSite.kind))
        self.form.show_line(line, self.problems(line, found), self.why_not())

    def problems(self, line: PostLine, found: DeploymentView | None = None) -> list[Problem]:
        """Return what is wrong with a post, and with the people on it."""
        wrong = problems_of(line.post, self.context.pack, self.context.view, doubled=line.doubled)
        own = [fault for fault in (found.faults if found else ()) if line.key in fault.posts]
        return wrong + [Problem(fault_word(one.kind), "bad" if one.hard else "warn", say(one.text)) for one in own]

    def show_facts(self, row: Row) -> None:
        """Show every column of a row that is only read."""
        self.sheet.show_facts(row_facts(row, self.context.pack))
        self._stack.setCurrentIndex(2)
        self.tabs.setCurrentIndex(0)

    def show_post(self) -> None:
        """Bring the post's form forward, with the focus in it."""
        self.tabs.setCurrentIndex(0)
        self.judge.bar.setFocus()

    def print_shown(self) -> None:
        """Print the paper in sight; bring the plan forward when there is none."""
        tab = self.tabs.currentWidget()
        if isinstance(tab, PaperTab) and tab.foot.isVisible():
            tab.preview.print_out()
        else:
            self.tabs.setCurrentWidget(self.plan)

    def show_conclusion(self) -> None:
        """Bring the conclusion forward."""
        self.tabs.setCurrentIndex(self.tabs.count() - 1)
        self.conclusion.bar.setFocus()

    def why_not(self) -> str:
        """Return why the plan cannot be edited; empty when it can."""
        if self.context.session.read_only:
            return tr("资料库以只读方式打开")
        why = self.context.why_not(EditPlan.kind)
        return say(why) if why else ""

    # Verdicts

    def pane_of(self, code: str) -> JudgePane:
        """Return where an object is judged."""
        return self.conclusion if code in OVERALL else self.judge

    def give(self, number: int) -> None:
        """Give the post the verdict of a key; one that needs a reason brings the note forward."""
        codes = self.judge.bar.codes()
        if number > len(codes):
            return
        self.judge.give(codes[number - 1])
        if not self.judge.note.fault.isHidden():
            self.tabs.setCurrentIndex(0)
            self.judge.note.edit.setFocus()

    def settle(self) -> None:
        """Save what is being typed."""
        self.judge.settle()
        self.conclusion.settle()
        self.form.settle()

    # Inside

    def _offer(self, view: CaseView) -> None:
        for kind, column_ in (("zone", "zone"), ("gate", "gate")):
            found = [(one.code, f"{one.code} {words(one.row['name'])}") for one in view.site if one.kind == kind]
            self.form.offer(column_, found)

    def _build(self) -> None:
        post = QWidget()
        body = column(self.judge, hairline(), spacing=0)
        body.addWidget(self.form, 1)
        post.setLayout(body)
        nothing = label(tr("选中一个岗位，在这里看四定、修改并判定。"), "body", "t2", wrap=True)
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        for widget in (post, nothing, self.sheet):
            self._stack.addWidget(widget)
        end = QWidget()
        end.setObjectName("surface")
        self._notes = column(spacing=5, margins=(14, 8, 12, 8))
        holder = QWidget()
        holder.setObjectName("surface")
        holder.setLayout(self._notes)
        rules = column(self.conclusion, hairline(), spacing=0)
        rules.addWidget(scrolled(holder), 1)
        end.setLayout(rules)
        for widget, title in (
            (self._stack, tr("岗位")), (self.plan, tr("方案预览")), (self.comms, tr("通联表")),
            (self.cards, tr("口袋卡")), (end, tr("结论")),
        ):  # fmt: skip
            self.tabs.addTab(widget, title)
        self.setLayout(column(self.tabs, spacing=0))
