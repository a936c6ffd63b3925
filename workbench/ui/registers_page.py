"""The registers of the office: organisations, joint prevention, forces; what lapses; what packages propose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from workbench.core.pack import Register
from workbench.core.values import Scalar
from workbench.errors import WorkbenchError
from workbench.services import organisations, register_export, registers
from workbench.services.desk import Desk
from workbench.services.register_views import EntryDetail, EntryView, Lapse, Proposal, RegisterPage
from workbench.services.views import Person
from workbench.ui.banners import Banner
from workbench.ui.file_forms import table_target
from workbench.ui.i18n import language, say, tr
from workbench.ui.register_board import RegisterBoard, key_of_page
from workbench.ui.register_form import RegisterForm, ask_reason
from workbench.ui.register_lists import LapsePage, ProposalPage
from workbench.ui.register_rail import RailLine, RegisterRail
from workbench.ui.screen import Screen
from workbench.ui.session import Session
from workbench.ui.widgets import column, row

LAPSING, PROPOSED = "-lapsing", "-proposed"
"""Lines of the rail that show no register."""
FIRST = "organisation"


@dataclass(frozen=True)
class RegistersMemory:
    """What a page made anew needs: the line of the rail, the entry, the words of the search."""

    code: str = FIRST
    entry: str = ""
    text: str = ""


class RegistersPage(Screen):
    """Registers at the left, the entries in the middle, the chosen entry at the right."""

    case_requested = Signal(str)
    exercise_requested = Signal(str, str)
    """A case and an exercise that is kept in it."""

    def __init__(self, session: Session, memory: RegistersMemory) -> None:
        super().__init__()
        self.session = session
        self._code, self._text = memory.code, memory.text
        self.form: RegisterForm | None = None
        self.rail = RegisterRail(tr("登记簿"))
        self.board = RegisterBoard()
        self.lapses, self.proposals = LapsePage(), ProposalPage()
        self._banner = Banner()
        self._banner.hide()
        self._stack = QStackedWidget()
        for page in (self.board, self.lapses, self.proposals):
            self._stack.addWidget(page)
        whole = row(self.rail, spacing=1)
        whole.addLayout(column(self._banner, self._stack, spacing=0), 1)
        self.setLayout(whole)
        self._wire()
        self.rail.show_lines(self._lines(), self._code)
        if memory.entry:
            self.board.reveal(memory.entry)
        self.ask()

    # What the window asks

    def remember(self) -> object:
        """Return what is shown."""
        view = self.board.chosen()
        return RegistersMemory(self._code, view.entry if view else "", self._text)

    def focus_first(self) -> None:
        """Put the focus on the table."""
        if self._stack.currentWidget() is self.board:
            self.board.focus_first()
        else:
            self.rail.setFocus()

    def search(self, text: str) -> None:
        """Search in the register shown."""
        self._text = text
        self.ask()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (("N", tr("登记")), ("E", tr("修改")), ("Del", tr("删除")), ("/", tr("搜索")))

    def show_register(self, code: str, entry: str = "") -> None:
        """Show a register, and an entry in it."""
        self._code, self._text = code, ""
        self.rail.choose(code)
        if entry:
            self.board.reveal(entry)
        self.ask()

    # Asking

    def ask(self) -> None:
        """Read what the chosen line shows."""
        asked = {LAPSING: self._ask_lapses, PROPOSED: self._ask_proposals}.get(self._code, self._ask_register)
        asked()

    def _ask_register(self) -> None:
        self._stack.setCurrentWidget(self.board)
        task = self.session.ask(registers.page, self._code, registers.Wanted(text=self._text))
        task.done.connect(partial(self._show, self._code, self._text))
        task.failed.connect(self._fault)

    def _show(self, code: str, text: str, page: RegisterPage) -> None:
        if (code, text) == (self._code, self._text):
            self._banner.hide()
            self.board.show_page(page, searching=bool(text.strip()))

    def _ask_detail(self, view: EntryView) -> None:
        task = self.session.ask(organisations.detail, view.register, view.entry)
        task.done.connect(self._show_detail)
        task.failed.connect(self._fault)

    def _show_detail(self, detail: EntryDetail) -> None:
        self.board.show_detail(detail)

    def _ask_lapses(self) -> None:
        self._stack.setCurrentWidget(self.lapses)
        task = self.session.ask(registers.lapsing, self.lapses.days())
        task.done.connect(self._show_lapses)
        task.failed.connect(self._fault)

    def _show_lapses(self, found: tuple[Lapse, ...]) -> None:
        self.lapses.show_all(found)

    def _ask_proposals(self) -> None:
        self._stack.setCurrentWidget(self.proposals)
        task = self.session.ask(organisations.proposals)
        task.done.connect(self._show_proposals)
        task.failed.connect(self._fault)

    def _show_proposals(self, found: tuple[Proposal, ...]) -> None:
        self.proposals.show_all(found, may_keep=self._may_keep())

    def _may_keep(self) -> bool:
        kept = self.session.desk.pack.registers[FIRST]
        person = self.session.person
        return person is not None and registers.may_keep(self.session.desk, person, kept)

    # Entering

    def _add(self) -> None:
        if self.board.page is not None:
            self._open_form(self.board.page, {}, None)

    def _add_part(self, page: RegisterPage, owner: str) -> None:
        self._open_form(page, {page.register.owner: owner}, None)

    def _edit(self, view: EntryView) -> None:
        page = self.board.page
        if page is not None and page.register.code == view.register:
            self._open_form(page, view.values.all, view)
            return
        task = self.session.ask(registers.page, view.register, registers.Wanted(owner=self._owner()))
        task.done.connect(partial(self._edit_part, view))

    def _edit_part(self, view: EntryView, page: RegisterPage) -> None:
        self._open_form(page, view.values.all, view)

    def _owner(self) -> str:
        view = self.board.chosen()
        return view.entry if view else ""

    def _open_form(self, page: RegisterPage, values: Mapping[str, Scalar], view: EntryView | None) -> None:
        form = RegisterForm(self, page, self.session.desk.pack, values, fresh=view is None)
        owner = page.register.owner
        if owner and values.get(owner):
            form.lock(owner)
        form.wanted.connect(partial(self._record, form, page.register, view))
        self.form = form
        form.open()

    def _record(
        self, form: RegisterForm, register: Register, view: EntryView | None, values: Mapping[str, Scalar]
    ) -> None:
        known = {"entry": view.entry, "version": view.version} if view else {}
        task = self.session.ask(registers.record, register.code, values, **known)
        task.done.connect(partial(self._recorded, form, register, view))
        task.failed.connect(form.refuse)

    def _recorded(self, form: RegisterForm, register: Register, view: EntryView | None, entry: str) -> None:
        form.accept()
        if register.code == self._code:
            self.board.reveal(entry)
        words = tr("已保存：{name}", name=say(register.text))
        self.session.notify(words, partial(self._take_back, view) if view else None)
        self.ask()

    def _take_back(self, view: EntryView) -> None:
        """Enter what stood before; the journal keeps both."""
        task = self.session.ask(registers.record, view.register, view.values.all, entry=view.entry)
        task.done.connect(self._again)
        task.failed.connect(self._fault)

    def _strike(self, view: EntryView) -> None:
        ask_reason(self, say(view.title), partial(self._strike_for, view))

    def _strike_for(self, view: EntryView, reason: str) -> None:
        task = self.session.ask(registers.strike, view.register, view.entry, reason)
        task.done.connect(partial(self._struck, view))
        task.failed.connect(self._fault)

    def _struck(self, view: EntryView, _none: object) -> None:
        self.session.notify(tr("已删除：{name}", name=say(view.title)), partial(self._take_back, view))
        self.ask()

    def _again(self, _done: object) -> None:
        self.ask()

    def _confirm(self, chosen: Sequence[Proposal]) -> None:
        task = self.session.ask(confirm_all, tuple(chosen))
        task.done.connect(self._confirmed)
        task.failed.connect(self._fault)

    def _confirmed(self, count: int) -> None:
        self.session.notify(tr("已登记 {count} 个单位", count=count))
        self.ask()

    def _put_aside(self, proposal: Proposal) -> None:
        task = self.session.ask(organisations.put_aside, proposal)
        task.done.connect(partial(self._is_aside, proposal))
        task.failed.connect(self._fault)

    def _is_aside(self, proposal: Proposal, entry: str) -> None:
        words = tr("不再提示 {name}", name=proposal.name)
        self.session.notify(words, partial(self._propose_again, entry))
        self.ask()

    def _propose_again(self, entry: str) -> None:
        task = self.session.ask(registers.strike, organisations.ASIDE, entry, tr("撤销不登记"))
        task.done.connect(self._again)
        task.failed.connect(self._fault)

    # Files

    def _export(self) -> None:
        page = self.board.page
        if page is None:
            return
        target = table_target(self, say(page.register.text))
        if target is not None:
            self.export_to(target)

    def export_to(self, target: Path) -> None:
        """Write the register shown, as it is searched, to a file."""
        wanted = registers.Wanted(text=self._text)
        task = self.session.ask(register_export.export_register, self._code, target, wanted=wanted, language=language())
        task.done.connect(self._exported)
        task.failed.connect(self._fault)

    def _exported(self, target: Path) -> None:
        self.session.notify(tr("已导出 {name}", name=target.name))

    # Construction

    def _lines(self) -> list[RailLine]:
        """Return the sections with their registers; what belongs to an entry is reached from it, and listed too."""
        pack = self.session.desk.pack
        lines = [
            RailLine(PROPOSED, tr("待确认单位"), "file-import"),
            RailLine(LAPSING, tr("到期提醒"), "calendar-exclamation"),
        ]
        for code, section in pack.lists["register_sections"].items():
            mine = [row for row in pack.registers.values() if row.section == code and row.scope == "office"]
            if mine:
                lines.append(RailLine("", say(section.text), str(section.data.get("icon", ""))))
                lines += [RailLine(found.code, f"    {say(found.text)}") for found in mine]
        lines.append(RailLine("", tr("各案卷登记"), "folder"))
        cases = [row for row in pack.registers.values() if row.scope == "case"]
        return [*lines, *(RailLine(found.code, f"    {say(found.text)}") for found in cases)]

    def _wire(self) -> None:
        self.rail.chosen.connect(self.show_register)
        board = self.board
        key_of_page("N", self, board.wish_to_add)
        board.detail_requested.connect(self._ask_detail)
        board.add_requested.connect(self._add)
        board.edit_requested.connect(self._edit)
        board.strike_requested.connect(self._strike)
        board.export_requested.connect(self._export)
        board.detail.add_requested.connect(self._add_part)
        board.detail.case_requested.connect(self.case_requested)
        board.detail.exercise_requested.connect(self._open_exercise)
        self.lapses.days_changed.connect(self._ask_lapses)
        self.lapses.opened.connect(self._open_lapse)
        self.proposals.confirmed.connect(self._confirm)
        self.proposals.put_aside.connect(self._put_aside)

    def _open_exercise(self, entry: str) -> None:
        task = self.session.ask(registers.exercise_at, entry)
        task.done.connect(lambda found: self.exercise_requested.emit(*found))
        task.failed.connect(self._fault)

    def _open_lapse(self, lapse: Lapse) -> None:
        if lapse.case:
            self.case_requested.emit(lapse.case)
        else:
            self.show_register(lapse.register, lapse.entry)

    def _fault(self, fault: WorkbenchError) -> None:
        self._banner.say("bad", fault.told(language()))


def confirm_all(desk: Desk, person: Person, chosen: Sequence[Proposal]) -> int:
    """Enter organisations as packages propose them; return how many. Runs on the worker."""
    for proposal in chosen:
        organisations.confirm(desk, person, proposal)
    return len(chosen)
