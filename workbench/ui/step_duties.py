"""Step 3: who answers for what: duties by parties, gaps, named persons, and the list that each party signs.

The accountable party of a duty is the one that the list of the pack names; other parties support or oversee. Keys act
while no text field has the focus: arrows, L accountable, S support, V oversee, Del clear, 1–4 state, F8 next gap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabWidget

from workbench.core import commands as c
from workbench.errors import Text, WorkbenchError
from workbench.services.case_registers import PAGE as REGISTERS_PAGE
from workbench.services.register_rows import organisations_in
from workbench.services.views import CaseView, DutyView, OpenItem
from workbench.ui import step_duties_papers as papers
from workbench.ui import step_duties_words as words
from workbench.ui.i18n import say, tr
from workbench.ui.step_duties_dialogs import FaultsDialog, TakeoverDialog
from workbench.ui.step_duties_fields import SideSplit, WalkKeys
from workbench.ui.step_duties_head import DutiesHead, legend, nothing
from workbench.ui.step_duties_item import DutyPane
from workbench.ui.step_duties_matrix import DutyMatrix
from workbench.ui.step_duties_model import PARTY
from workbench.ui.step_duties_returned import ReturnedTab
from workbench.ui.widgets import Button, column, panel, row
from workbench.ui.workspace_context import CaseContext, StepButton, StepPage

STEP = 3


@dataclass(frozen=True)
class Memory:
    """What the page keeps beyond its own life."""

    code: str = ""
    party: str = ""
    by: str = PARTY
    only_gaps: bool = False


def wish(case: str, duty: DutyView, **changes: object) -> c.SetDuty:
    """Return the command that leaves a duty as it is but for some fields."""
    values: dict[str, object] = {
        name: getattr(duty, name)
        for name in ("status", "person", "phone", "post", "support", "oversee", "evidence", "note")
    }
    values["due"] = duty.due_set
    return c.SetDuty(case, duty.code, **{**values, **changes})  # type: ignore[arg-type]


def with_role(case: str, duty: DutyView, party: str, name: str) -> c.SetDuty:
    """Return the command that lets a party support or oversee a duty, or neither."""
    support = [code for code in duty.support if code != party]
    oversee = [code for code in duty.oversee if code != party]
    if name == words.SUPPORT:
        support.append(party)
    elif name == words.OVERSEE:
        oversee.append(party)
    return wish(case, duty, support=tuple(sorted(support)), oversee=tuple(sorted(oversee)))


class DutiesStep(StepPage):
    """Matrix at the left; the duty, the party's list and what is printed at the right."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        kept = context.memory.get(STEP)
        self._memory = kept if isinstance(kept, Memory) else Memory()
        self._first = True
        self._build()
        self._wire()
        self._keys()

    # What is shown

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case."""
        self._stack.setCurrentIndex(0 if view.duties else 1)
        if not view.duties:
            return
        self.matrix.show_duties(view.duties, view.parties)
        if self._first:
            self._first = False
            self.matrix.choose(self._memory.code or _first_gap(view))
            self.matrix.choose_party(self._memory.party or view.parties[0].code)
        self.head.show_duties(view.duties)
        self.head.show_faults(len(view.matrix_faults))
        self.returned.show_case(view.duties)
        back = sum(duty.returned is not None and not duty.outdated for duty in view.duties)
        self.tabs.setTabText(3, tr("收回 {count}", count=f"{back}/{len(view.duties)}"))
        self.promise.show_case(view.parties, view.duties)
        self.printing.show_case(view.parties, view.duties)
        self._show_duty()

    def reveal(self, object_: str) -> None:
        """Put the cursor on a duty."""
        duty = self.matrix.model_.duty_of(object_)
        if duty is not None:
            self.matrix.choose(object_)
            self.matrix.choose_party(duty.party)

    def focus_first(self) -> None:
        """Put the focus on the matrix."""
        self.matrix.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the matrix."""
        return (
            ("↑↓←→", tr("移动")),
            ("L", tr("主责")),
            ("S", tr("配合")),
            ("V", tr("监督")),
            ("Del", tr("清空")),
            ("1–4", tr("状态")),
            ("F8", tr("下一缺口")),
        )

    def buttons(self) -> tuple[StepButton, ...]:
        """Return print and finish."""
        return (
            StepButton(tr("打印五方清单"), self.print_lists, "printer", "Ctrl P"),
            StepButton(tr("完成本步"), self.finish_requested.emit, "check", "Ctrl ↵", primary=True),
        )

    def missing(self) -> tuple[OpenItem, ...]:
        """Return the duties that lack a person or are not done."""
        return tuple(
            OpenItem(
                "correct",
                Text(
                    f"{d.code} {d.title.zh}：{'、'.join(g.zh for g in d.gaps)}",
                    f"{d.code} {d.title.en}: {', '.join(g.en for g in d.gaps)}",
                ),
                STEP,
                d.code,
            )
            for d in self.context.view.duties
            if d.gaps
        )

    def search(self, text: str) -> None:
        """Show the duties with these words."""
        self.matrix.arrange(words_=text)

    def remember(self) -> None:
        """Keep cursor and order."""
        self.item.settle()
        model = self.matrix.model_
        self.context.memory[STEP] = Memory(self.matrix.code, self.matrix.party, model.by, model.only_gaps)

    # Acts

    def give_role(self, duty: str, party: str, name: str) -> None:
        """Let a party support or oversee a duty, or neither."""
        found = self.matrix.model_.duty_of(duty)
        if found is None or not self._may() or words.role(found, party) == name:
            return
        told = self._party_word(party)
        said = tr("{code} {party}：{role}", code=duty, party=told, role=words.role_word(name) or tr("已清空"))
        self._give(with_role(self.context.case, found, party, name), found, said)

    def give_role_here(self, name: str) -> None:
        """Say what the party under the cursor does; the accountable one is fixed by the list."""
        duty, party = self.matrix.duty(), self.matrix.party
        if duty is None or not party:
            return
        if party == duty.party:
            owner = self._party_word(party)
            self.context.session.notify(tr("{code} 的主责方由责任清单定为{party}", code=duty.code, party=owner))
        else:
            self.give_role(duty.code, party, name)

    def to_lead(self) -> None:
        """Go to the accountable party's cell; where nobody is named, to the field for the person."""
        duty = self.matrix.duty()
        if duty is None:
            return
        self.matrix.choose_party(duty.party)
        if not duty.person:
            self.tabs.setCurrentIndex(0)
            self.item.fields["person"].setFocus()

    def set_status(self, status: str) -> None:
        """Say how far the duty under the cursor is."""
        duty = self.matrix.duty()
        if duty is None or not self._may() or status == duty.status:
            return
        self.item.settle()
        said = f"{duty.code} {words.state_word(status, self.context.pack)}"
        self._give(wish(self.context.case, self.matrix.duty() or duty, status=status), duty, said)

    def next_gap(self, direction: int = 1) -> None:
        """Go to the next duty that lacks something."""
        if not self.matrix.next_gap(direction):
            self.context.session.notify(tr("没有缺口"))
        self.matrix.setFocus()

    def print_lists(self) -> None:
        """Print the ticked lists."""
        self.lists.print_out(self.printing.codes())

    def export_lists(self) -> None:
        """Save the ticked lists as PDF."""
        self.lists.export(self.printing.codes())

    def open_faults(self) -> None:
        """List what is wrong with the matrix as a whole."""
        dialog = FaultsDialog(self, self.context.view.matrix_faults)
        dialog.chosen.connect(self._to_fault)
        dialog.open()

    def open_takeover(self) -> None:
        """Take over what the undertaker's earlier case already had."""
        why = self._why_not()
        if why:
            self.context.session.notify(why)
        else:
            TakeoverDialog(self, self.context).open()

    def say_looked_at(self) -> None:
        """Say that the duty under the cursor, taken over from an earlier case, was checked."""
        duty = self.matrix.duty()
        if duty is not None and duty.source and self._may():
            self._give(wish(self.context.case, duty), duty, tr("{code} 已核对", code=duty.code))

    def _to_fault(self, code: str) -> None:
        if any(duty.code == code for duty in self.context.view.duties):
            self.reveal(code)
        elif any(party.code == code for party in self.context.view.parties):
            self.matrix.choose_party(code)
            self._show_list(code)
        else:
            self.context.jump(7, code)

    # Inside

    def _may(self) -> bool:
        return self.context.may("set_duty")

    def _why_not(self) -> str:
        why = self.context.why_not("set_duty")
        if self.context.session.read_only:
            return tr("资料库以只读方式打开")
        return say(why) if why else ""

    def _party_word(self, code: str) -> str:
        return next((say(p.title) for p in self.context.view.parties if p.code == code), code)

    def _give(self, command: c.SetDuty, duty: DutyView, said: str = "") -> None:
        self.context.do(command, said=said, refused=partial(self._refused, duty.code))

    def _refused(self, code: str, fault: WorkbenchError) -> None:
        duty = self.matrix.model_.duty_of(code)
        if duty is None:
            return
        self.matrix.choose(code)
        self.tabs.setCurrentIndex(0)
        self.item.refuse(duty, getattr(fault, "field", ""), fault)

    def _field_settled(self, code: str, name: str, text: str) -> None:
        duty = self.matrix.model_.duty_of(code)
        if duty is None or not self._may():
            return
        if name == "due":
            self._set_due(duty, text.strip())
        elif text != getattr(duty, name):
            self._give(wish(self.context.case, duty, **{name: text}), duty)

    def _set_due(self, duty: DutyView, text: str) -> None:
        try:
            due = date.fromisoformat(text) if text else None
        except ValueError:
            self.item.fields["due"].say_fault(tr("日期应为 YYYY-MM-DD"))
            return
        if due != duty.due_set:
            self._give(wish(self.context.case, duty, due=due), duty)

    def _show_duty(self) -> None:
        duty = self.matrix.duty()
        if duty is None:
            return
        party = next((p for p in self.context.view.parties if p.code == duty.party), None)
        sheet = self.context.view.sheets.get("parties", ())
        self.item.show_organisations(organisations_in(self.context.pack, sheet))
        self.item.show_duty(duty, party, self._why_not())

    def _moved(self, _code: str, party: str) -> None:
        self.item.settle()
        self._show_duty()
        if party and party != self.promise.party and self.tabs.currentWidget() is self.promise:
            self._show_list(party)

    def _show_list(self, party: str) -> None:
        self.tabs.setCurrentWidget(self.promise)
        self.promise.choose(party)
        self.promise.show_case(self.context.view.parties, self.context.view.duties)

    def _tab(self, _number: int) -> None:
        if self.tabs.currentWidget() is self.promise:
            self._show_list(self.matrix.party or self.promise.party)

    # Construction

    def _build(self) -> None:
        self.matrix = DutyMatrix(self.context.pack)
        self.item = DutyPane(self.context.pack)
        self.head = DutiesHead(only_gaps=self._memory.only_gaps)
        parties = self.context.view.parties
        self.promise = papers.PromiseTab(self.context, parties)
        self.printing = papers.PrintTab(parties)
        self.lists = papers.ListDesk(self.context, self)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setAccessibleName(tr("条目与清单"))
        self.tabs.addTab(self.item, tr("条目"))
        self.tabs.addTab(self.promise, tr("清单 {count}", count=len(parties)))
        self.tabs.addTab(self.printing, tr("打印"))
        self.returned = ReturnedTab(self.context)
        self.tabs.addTab(self.returned, tr("收回 {count}", count=0))
        right = panel("surface")
        right.setLayout(column(self.tabs, self._make_foot(), spacing=0))
        left = panel("surface")
        left.setLayout(column(self.head, self.matrix, legend(), spacing=0))
        split = SideSplit(left, right, share=0.29, least=300, most=366)
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(nothing())
        self.setLayout(column(self._stack, spacing=0))

    def _make_foot(self) -> QFrame:
        foot = panel("surface")
        foot.setProperty("hair", "top")
        self.print_button = Button(tr("打印清单"), icon="printer", key="Ctrl P")
        self.export_button = Button(tr("导出 PDF"), icon="file-type-pdf")
        foot.setLayout(row(self.print_button, self.export_button, None, margins=(14, 8, 14, 8)))
        return foot

    def _wire(self) -> None:
        self.matrix.moved.connect(self._moved)
        self.matrix.role_requested.connect(self.give_role)
        self.matrix.party_chosen.connect(self._show_list)
        self.item.field_settled.connect(self._field_settled)
        self.item.status_requested.connect(self.set_status)
        self.head.order.chosen.connect(self._arrange)
        self.head.only_gaps.toggled.connect(lambda on: self.matrix.arrange(only_gaps=on))
        self.head.check_requested.connect(self.open_faults)
        self.head.takeover_requested.connect(self.open_takeover)
        self.item.looked_at.connect(self.say_looked_at)
        self.item.register_requested.connect(partial(self.context.jump, REGISTERS_PAGE))
        self.printing.shown_requested.connect(self._show_list)
        self.tabs.currentChanged.connect(self._tab)
        self.print_button.clicked.connect(self.print_lists)
        self.export_button.clicked.connect(self.export_lists)
        self.matrix.model_.by = self._memory.by
        self.matrix.model_.only_gaps = self._memory.only_gaps
        self.head.order.show_choice(self._memory.by)

    def _arrange(self, by: str) -> None:
        self.head.order.show_choice(by)
        self.matrix.arrange(by=by)

    def _keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "L": self.to_lead,
            "S": partial(self.give_role_here, words.SUPPORT),
            "V": partial(self.give_role_here, words.OVERSEE),
            "Del": partial(self.give_role_here, words.NONE),
            "Ctrl+P": self.print_lists,
        }
        for number, state in enumerate(self.context.pack.lists.get("duty_states", {}), 1):
            keys[str(number)] = partial(self.set_status, state)
        for name, act in keys.items():
            shortcut = QShortcut(QKeySequence(name), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        WalkKeys(self, self.next_gap, lambda: any(d.gaps for d in self.context.view.duties))


def _first_gap(view: CaseView) -> str:
    return next((d.code for d in view.duties if d.gaps), view.duties[0].code)
