"""Step 7: the command chart, posts by days with verdicts, the post under the cursor, scenarios and papers.

Keys of the table: Enter edits a cell, Ctrl ↓ fills down, Ctrl → the later days, Ctrl D to the requirement, J K walk,
1–3 judge; F8 goes to the next gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QMenu, QSplitter, QWidget

from workbench.core import commands as c
from workbench.core.parameters import word
from workbench.core.values import Scalar
from workbench.errors import WorkbenchError
from workbench.services.case_registers import PAGE as REGISTERS_PAGE
from workbench.services.views import CaseView, OpenItem
from workbench.ui import step_deployment_words as words
from workbench.ui.emergency_page import NUMBER as EMERGENCY_PAGE
from workbench.ui.i18n import say, tr
from workbench.ui.nothing import Nothing
from workbench.ui.step_deployment_below import BelowPane, Shown
from workbench.ui.step_deployment_board import Board, board_of
from workbench.ui.step_deployment_desk import RosterDesk
from workbench.ui.step_deployment_groups import GROUP_KIND
from workbench.ui.step_deployment_head import CommandChart
from workbench.ui.step_deployment_model import NEED
from workbench.ui.step_deployment_side import OVERALL_OBJECT, SidePane
from workbench.ui.step_deployment_table import PostTable
from workbench.ui.step_duties_fields import SideSplit, WalkKeys
from workbench.ui.theme import Theme
from workbench.ui.widgets import column
from workbench.ui.workspace_context import CaseContext, StepButton, StepPage

STEP = 7
SITE = 6
"""Step of the plan on which posts are placed."""


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
        self.nothing = Nothing(
            self.table,
            tr("申请包没有岗位数据。在场地图上放岗位，或请承办方补交岗位表。"),
            ((tr("打开场地图"), "map-2", partial(context.jump, SITE)),),
        )
        self.desk = RosterDesk(context, self)
        self.below = BelowPane(context)
        self.side = SidePane(context)
        self._arrange()
        self._wire()

    # What is shown

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case."""
        self.desk.read(view.version)
        self._show()

    def _show(self) -> None:
        """Show the case with its deployment as last worked out."""
        view, found, may_edit = self.context.view, self.desk.found, not self.side.why_not()
        self.table.model_.may_need, self.table.model_.may_roster = may_edit, self.desk.may()
        self.board = board_of(view, self.context.pack, found)
        self.table.show_board(self.board)
        self.nothing.show_when(empty=not self.board.lines)
        self.table.setAccessibleDescription(self.summary())
        self.head.show_board(self.board, found)
        self.below.show_case(Shown(view, self.board, found, may_edit, self.desk.may()))
        self.side.show_case(view, self.board.lines, found)
        self.side.show_notes(found.notes if found else ())
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

    def reveal_all(self, objects: tuple[str, ...]) -> None:
        """Put the cursor on the first post and select all of them."""
        posts = [code for code in objects if self.table.model_.place_of(code) >= 0]
        self.reveal(next(iter(posts), objects[0]))
        self.table.select_posts(posts)

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self.table.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (
            ("Enter", tr("编辑格")),
            ("Ctrl ↓ →", tr("向下、向后填充")),
            ("Ctrl D", tr("按编制补齐")),
            ("F8", tr("下一缺口")),
            ("1–3", tr("判定")),
            ("Ctrl P", tr("打印")),
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

    def add_group(self, name: str) -> None:
        """Add a functional group to the plan."""
        kind = word(self.context.pack, GROUP_KIND)
        values = (("kind", kind), ("name", name))
        change = c.PlanChange("forces", f"{kind} {name}", "add", values)
        self.context.do(c.EditPlan(self.context.case, (change,)), said=tr("已加入{name}", name=name))

    def next_gap(self, direction: int = 1) -> None:
        """Go to the next day of a post that lacks people."""
        if not self.table.next_gap(direction):
            self.context.session.notify(tr("没有缺口"))
        self.table.setFocus()

    def open_registers(self) -> QMenu:
        """Offer the registers of the case, section by section; one chosen is shown on their page."""
        menu = QMenu(tr("勤务登记"), self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        section = ""
        for code, register in self.context.pack.registers.items():
            if register.scope != "case":
                continue
            if section and register.section != section:
                menu.addSeparator()
            section = register.section
            action = menu.addAction(say(register.text).replace("&", "&&"))
            action.triggered.connect(partial(self.context.jump, REGISTERS_PAGE, code))
        menu.popup(self.mapToGlobal(QPoint(self.width() - menu.sizeHint().width(), 0)))
        return menu

    # Inside

    def _show_post(self) -> None:
        self.side.show_line(self.table.line(), self.desk.found)
        line = self.table.line()
        day = self.table.model_.day_of(self.table.currentIndex().column())
        self.below.show_line(line, self.desk.shifts(line.key) if line else (), day)

    def _column_refused(self, key: str, column_: str, fault: WorkbenchError) -> None:
        self.side.form.refuse(self.table.model_.line_of(key), column_, fault)

    def _wished(self, key: str, column_: int, count: int) -> None:
        line, day = self.table.model_.line_of(key), self.table.model_.day_of(column_)
        if line is not None and column_ == NEED:
            self.set_needs([(key, count)], tr("{code} 编制 {count} 人", code=line.code, count=count))
        elif day is not None:
            self.desk.set_people(key, day, count)

    def _fill_down(self, keys: tuple[str, ...], column_: int) -> None:
        first, day = self.table.model_.line_of(keys[0]), self.table.model_.day_of(column_)
        if day is not None:
            self.desk.copy_down(keys, day)
        elif first is not None and column_ == NEED:
            said = tr("{count} 个岗位编制 {people} 人", count=len(keys) - 1, people=first.persons)
            self.set_needs([(key, first.persons) for key in keys[1:]], said)

    def _moved(self, _key: str) -> None:
        self.side.settle()
        self._show_post()

    def _digit(self, number: int) -> None:
        if self.table.line() is not None and self.context.may(c.JudgeSite.kind):
            self.side.give(number)

    def _fill_need(self, wanted: tuple[tuple[str, int], ...]) -> None:
        days = [(key, self.table.model_.day_of(column_)) for key, column_ in wanted]
        self.desk.fill_up((key, day) for key, day in days if day is not None)

    def _fill_on(self, key: str, column_: int) -> None:
        day = self.table.model_.day_of(column_)
        if day is not None and self.desk.may():
            self.desk.fill_on(key, day)

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
        self.side.plan.compare.posts_chosen.connect(self.reveal_all)
        self.below.row_chosen.connect(self.side.show_facts)
        self.below.cards.chosen.connect(partial(self.context.jump, EMERGENCY_PAGE))
        self.below.emergency_wanted.connect(partial(self.context.jump, EMERGENCY_PAGE))
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.side.print_shown)
        self.below.groups.wanted.connect(self.add_group)
        self.below.groups.chosen.connect(self.below.show_force)
        self.below.shifts.chosen.connect(self.table.choose)
        self.table.model_.wished.connect(self._wished)
        self.table.fill_down.connect(self._fill_down)
        self.table.fill_on.connect(self._fill_on)
        self.table.fill_need.connect(self._fill_need)
        self.desk.changed.connect(self._worked_out)
        self._wire_roster()
        WalkKeys(self, self.next_gap, lambda: self.board.rostered and any(line.gap for line in self.board.lines))

    def _wire_roster(self) -> None:
        roster = self.below.roster
        roster.put.connect(self.desk.put)
        roster.fill_requested.connect(lambda shifts: self.desk.fill_up((one.post, one.day) for one in shifts))
        roster.copy_requested.connect(lambda shift: self.desk.fill_on(shift.post, shift.day))
        roster.proposal_requested.connect(self.desk.propose)
        roster.proposal_taken.connect(self.desk.take)
        roster.proposal_left.connect(self.desk.leave)
        self.desk.proposed.connect(lambda told, open_: roster.show_proposal(told, open_=open_))

    def _worked_out(self) -> None:
        self._show()
        self._show_post()
