"""Step 7: the command chart, posts by days with verdicts, the post under the cursor, scenarios and papers.

Keys of the table: Enter edits a cell, Ctrl ↓ fills down, Ctrl D fills to the requirement, J K walk, 1–3 judge; F8 goes
to the next gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from workbench.core import commands as c
from workbench.core.values import Scalar
from workbench.errors import WorkbenchError
from workbench.services.case_registers import PAGE as REGISTERS_PAGE
from workbench.services.views import CaseView, OpenItem
from workbench.ui import step_deployment_words as words
from workbench.ui.i18n import tr
from workbench.ui.step_deployment_below import BelowPane
from workbench.ui.step_deployment_board import Board, board_of, days_of
from workbench.ui.step_deployment_head import CommandChart
from workbench.ui.step_deployment_model import NEED
from workbench.ui.step_deployment_side import OVERALL_OBJECT, SidePane
from workbench.ui.step_deployment_table import PostTable
from workbench.ui.step_duties_fields import SideSplit, WalkKeys
from workbench.ui.theme import Theme
from workbench.ui.widgets import column
from workbench.ui.workspace_context import CaseContext, StepButton, StepPage

STEP = 7


@dataclass(frozen=True)
class Memory:
    """What the page keeps beyond its own life."""

    key: str = ""
    side: int = 0
    below: int = 0


class DeploymentStep(StepPage):
    """Chart, table and strips at the left; the post and the papers at the right."""

    number = STEP

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        kept = context.memory.get(STEP)
        self._memory = kept if isinstance(kept, Memory) else Memory()
        self._first = True
        self.board = Board()
        self.head = CommandChart(context.pack)
        self.table = PostTable(context.pack)
        self.below = BelowPane(context)
        self.side = SidePane(context)
        self._arrange()
        self._wire()

    # What is shown

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case."""
        self.table.model_.may_need = not self.side.why_not()
        self.board = board_of(view, self.context.pack, days_of(view), {})
        self.table.show_board(self.board)
        self.head.show_board(self.board)
        self.below.show_case(view, self.board)
        self.side.show_case(view, self.board.lines)
        if self._first:
            self._first = False
            self.table.choose(self._memory.key)
            self.below.setCurrentIndex(self._memory.below)
            self.side.tabs.setCurrentIndex(self._memory.side)
        self._show_post()

    def summary(self) -> str:
        """Return posts and people by team in one line."""
        posts = [line.post for line in self.board.lines]
        if not posts:
            return tr("申请包没有岗位数据")
        total = tr("{count} 岗 {people} 人", count=len(posts), people=words.people(posts))
        return f"{total}{tr('：')}{words.by_team(posts, self.context.pack)}"

    def reveal(self, object_: str) -> None:
        """Put the cursor on a post, or go to the conclusion."""
        if object_ == OVERALL_OBJECT:
            self.side.show_conclusion()
        elif self.table.model_.place_of(object_) >= 0:
            self.table.choose(object_)
            self.side.show_post()

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self.table.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (
            ("Enter", tr("编辑格")),
            ("Ctrl ↓", tr("向下填充")),
            ("Ctrl D", tr("按编制补齐")),
            ("F8", tr("下一缺口")),
            ("1–3", tr("判定")),
            ("J K", tr("上下项")),
        )

    def buttons(self) -> tuple[StepButton, ...]:
        """Return registers and the end of the step."""
        return (
            StepButton(tr("勤务登记"), self.open_registers, "notes"),
            StepButton(tr("完成本步"), self.finish_requested.emit, "check", "Ctrl ↵", primary=True),
        )

    def missing(self) -> tuple[OpenItem, ...]:
        """Return what of this step stands against a grant."""
        return tuple(item for item in self.context.view.decision.gate if item.step == STEP)

    def search(self, text: str) -> None:
        """Show the posts with the words."""
        self.table.narrow(words=text.strip())

    def remember(self) -> None:
        """Save what is being typed; keep cursor and tabs."""
        self.side.settle()
        self.context.memory[STEP] = Memory(self.table.key, self.side.tabs.currentIndex(), self.below.currentIndex())

    # Acts

    def judge(self, code: str, verdict: str, note: str) -> None:
        """Give a post, or the whole, a verdict."""
        pane = self.side.pane_of(code)
        before = pane.shown()
        if (verdict, note) == (before.verdict, before.note):
            return
        word = self.context.word("site_verdicts", verdict) if verdict else tr("判定已取消")
        self.context.do(
            c.JudgeSite(self.context.case, code, verdict, note),
            said=f"{before.title}{tr('：')}{word}",
            refused=lambda fault: pane.refuse(before, fault),
        )

    def set_column(self, key: str, column_: str, value: Scalar) -> None:
        """Change one column of a post in the plan."""
        line = self.table.model_.line_of(key)
        if line is None or line.post.row.values.get(column_) == value:
            return
        change = c.PlanChange("posts", key, "set", ((column_, value),))
        self.context.do(c.EditPlan(self.context.case, (change,)), refused=partial(self._column_refused, key, column_))

    def set_needs(self, wanted: Sequence[tuple[str, int]], said: str = "") -> None:
        """Change the people wanted on posts."""
        changes = tuple(c.PlanChange("posts", key, "set", (("persons", count),)) for key, count in wanted)
        if changes:
            self.context.do(c.EditPlan(self.context.case, changes), said=said)

    def next_gap(self, direction: int = 1) -> None:
        """Go to the next day of a post that lacks people."""
        if not self.table.next_gap(direction):
            self.context.session.notify(tr("没有缺口"))
        self.table.setFocus()

    def open_registers(self, register: str = "") -> None:
        """Go to the registers of the case."""
        self.context.jump(REGISTERS_PAGE, register)

    # Inside

    def _show_post(self) -> None:
        self.side.show_line(self.table.line())
        self.below.show_line(self.table.line())

    def _column_refused(self, key: str, column_: str, fault: WorkbenchError) -> None:
        self.side.form.refuse(self.table.model_.line_of(key), column_, fault)

    def _wished(self, key: str, column_: int, count: int) -> None:
        line = self.table.model_.line_of(key)
        if line is not None and column_ == NEED:
            self.set_needs([(key, count)], tr("{code} 编制 {count} 人", code=line.code, count=count))

    def _fill_down(self, keys: tuple[str, ...], column_: int) -> None:
        first = self.table.model_.line_of(keys[0])
        if first is not None and column_ == NEED:
            said = tr("{count} 个岗位编制 {people} 人", count=len(keys) - 1, people=first.persons)
            self.set_needs([(key, first.persons) for key in keys[1:]], said)

    def _moved(self, _key: str) -> None:
        self.side.settle()
        self._show_post()

    def _digit(self, number: int) -> None:
        if self.table.line() is not None and self.context.may(c.JudgeSite.kind):
            self.side.give(number)

    def _opened(self, _key: str) -> None:
        self.side.show_post()

    def _arrange(self) -> None:
        px = Theme.current.px
        middle = QSplitter(Qt.Orientation.Vertical)
        for widget in (self.table, self.below):
            middle.addWidget(widget)
        middle.setStretchFactor(0, 1)
        middle.setSizes([px(420), px(196)])
        middle.setChildrenCollapsible(False)
        self.table.setMinimumHeight(px(118))
        left = QFrame()
        left.setObjectName("app")
        body = column(self.head, spacing=0)
        body.addWidget(middle, 1)
        left.setLayout(body)
        self.split: QWidget = SideSplit(left, self.side, share=0.32, least=352, most=404)
        self.setLayout(column(self.split, spacing=0))

    def _wire(self) -> None:
        self.table.moved.connect(self._moved)
        self.table.digit.connect(self._digit)
        self.table.opened.connect(self._opened)
        self.head.team_chosen.connect(lambda team: self.table.narrow(team=team))
        self.side.judged.connect(self.judge)
        self.side.form.changed.connect(self.set_column)
        self.table.model_.wished.connect(self._wished)
        self.table.fill_down.connect(self._fill_down)
        WalkKeys(self, self.next_gap, lambda: self.board.rostered and any(line.gap for line in self.board.lines))
