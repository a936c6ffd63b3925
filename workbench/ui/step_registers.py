"""Page 14 of a case: its registers (credentials, requests, notices, logistics), its organisations, its clashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from workbench.core.commands import StrikeEntry
from workbench.core.values import Scalar
from workbench.services import case_registers, register_export, registers
from workbench.services.case_registers import PAGE
from workbench.services.open_items_ground import EMERGENCY
from workbench.services.register_rows import exercise_of
from workbench.services.register_views import CaseRegisters, EntryDetail, EntryView, RegisterPage
from workbench.services.views import CaseView
from workbench.ui.file_forms import table_target
from workbench.ui.i18n import language, say, tr
from workbench.ui.register_board import RegisterBoard, key_of_page
from workbench.ui.register_form import RegisterForm
from workbench.ui.register_rail import RailLine, RegisterRail
from workbench.ui.step_registers_bodies import BodiesBoard
from workbench.ui.widgets import row
from workbench.ui.workspace_context import CaseContext, StepPage

BODIES = "-bodies"
"""Line of the rail that shows the organisations and the clashes."""


@dataclass(frozen=True)
class Remembered:
    """What a page made anew needs: the line of the rail and the entry."""

    code: str = BODIES
    entry: str = ""


class RegistersStep(StepPage):
    """Sections at the left, the entries in the middle, the chosen one at the right."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        kept = context.memory.get(PAGE)
        memory = kept if isinstance(kept, Remembered) else Remembered()
        self._code, self._entry, self._text = memory.code, memory.entry, ""
        self._found: CaseRegisters | None = None
        self._version = 0
        self.form: RegisterForm | None = None
        self.rail = RegisterRail(tr("案卷登记"))
        self.board, self.bodies = RegisterBoard(), BodiesBoard()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.board)
        self._stack.addWidget(self.bodies)
        whole = row(self.rail, spacing=1)
        whole.addWidget(self._stack, 1)
        self.setLayout(whole)
        self._wire()

    # What the workspace asks

    def show_case(self, view: CaseView) -> None:
        """Read the registers of the case again when it has another state."""
        if view.version != self._version:
            self._version = view.version
            self._ask()

    def reveal(self, object_: str) -> None:
        """Show what an open item speaks of: a register, or an organisation or a clash."""
        pack = self.context.pack
        if object_ in pack.registers and pack.registers[object_].scope == "case":
            self._choose(object_)
        else:
            self._choose(BODIES)
            self.bodies.reveal(object_)

    def focus_first(self) -> None:
        """Put the focus where work starts."""
        if self._stack.currentWidget() is self.board:
            self.board.focus_first()
        else:
            self.bodies.table.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (("N", tr("登记")), ("E", tr("修改")), ("Del", tr("删除")))

    def search(self, text: str) -> None:
        """Show the entries with these words only."""
        self._text = text
        self._show()

    def remember(self) -> None:
        """Keep the line of the rail and the entry."""
        view = self.board.chosen()
        self.context.memory[PAGE] = Remembered(self._code, view.entry if view else "")

    # Showing

    def _ask(self) -> None:
        task = self.context.session.ask(case_registers.case_registers, self.context.case)
        task.done.connect(self._got)
        task.failed.connect(self.context.session.save_failed)

    def _got(self, found: CaseRegisters) -> None:
        self._found = found
        self.rail.show_lines(_lines(found), self._code)
        self._show()

    def _show(self) -> None:
        if self._found is None:
            return
        page = self._page()
        if page is None:
            self._stack.setCurrentWidget(self.bodies)
            self.bodies.show_found(self._found, may_keep=self.context.may("set_entry"))
            return
        self._stack.setCurrentWidget(self.board)
        if self._entry:
            self.board.reveal(self._entry)
            self._entry = ""
        shown = _searched(page, self._text)
        proposed = len(self._found.prefill.get(self._code, ()))
        self.board.show_page(shown, searching=bool(self._text.strip()), proposed=proposed)

    def _page(self) -> RegisterPage | None:
        sections = self._found.sections if self._found else ()
        return next((page for part in sections for page in part.pages if page.register.code == self._code), None)

    def _choose(self, code: str) -> None:
        self._code = code
        self.rail.choose(code)
        self._show()

    def _detail(self, view: EntryView) -> None:
        self.board.show_detail(EntryDetail(view, (), (), ()))

    # Entering

    def _add(self) -> None:
        page = self._page()
        if page is not None:
            self._open_form(page, {}, "")

    def _edit(self, view: EntryView) -> None:
        page = self._page()
        if page is not None:
            self._open_form(page, view.values.all, view.entry)

    def _open_form(self, page: RegisterPage, values: Mapping[str, Scalar], entry: str) -> None:
        form = RegisterForm(self, page, self.context.pack, values, fresh=not entry)
        form.wanted.connect(partial(self._record, form, page, entry))
        self.form = form
        form.open()

    def _record(self, form: RegisterForm, page: RegisterPage, entry: str, values: dict[str, Scalar]) -> None:
        command = case_registers.new_entry(self.context.case, page.register, values, entry)
        said = tr("已保存：{name}", name=say(page.register.text))
        self._entry = command.entry
        task = self.context.do(command, said=said, refused=form.refuse)
        task.done.connect(lambda _given: form.accept())

    def _open_exercise(self, entry: str) -> None:
        """Go to where the exercise is kept, on the page of the emergency plan."""
        drill = exercise_of(self.context.case, entry)
        if drill:
            self.context.jump(EMERGENCY, drill)

    def _strike(self, view: EntryView) -> None:
        command = StrikeEntry(self.context.case, view.entry)
        self.context.do(command, said=tr("已删除：{name}", name=say(view.title)))

    def _prefill(self) -> None:
        """Enter what the application proposes; what needs more than it states opens its form."""
        page = self._page()
        if self._found is None or page is None:
            return
        proposed = self._found.prefill.get(self._code, ())
        whole = [entry for entry in proposed if case_registers.is_whole(self.context.pack, entry)]
        commands = [case_registers.new_entry(self.context.case, page.register, entry.all) for entry in whole]
        if commands:
            self.context.do(*commands, said=tr("已从申请表带入 {count} 条", count=len(commands)))
        elif proposed:
            self._open_form(page, proposed[0].all, "")

    # Files

    def _export(self) -> None:
        page = self._page()
        if page is None:
            return
        target = table_target(self, say(page.register.text))
        if target is not None:
            self.export_to(target)

    def export_to(self, target: Path) -> None:
        """Write the register shown to a file."""
        session = self.context.session
        wanted = registers.Wanted(text=self._text, case=self.context.case)
        task = session.ask(register_export.export_register, self._code, target, wanted=wanted, language=language())
        task.done.connect(self._exported)
        task.failed.connect(session.save_failed)

    def _exported(self, target: Path) -> None:
        self.context.session.notify(tr("已导出 {name}", name=target.name))

    # Construction

    def _wire(self) -> None:
        self.rail.chosen.connect(self._choose)
        self.rail.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        board, session = self.board, self.context.session
        key_of_page("N", self, board.wish_to_add)
        board.detail_requested.connect(self._detail)
        board.detail.exercise_requested.connect(self._open_exercise)
        board.add_requested.connect(self._add)
        board.edit_requested.connect(self._edit)
        board.strike_requested.connect(self._strike)
        board.export_requested.connect(self._export)
        board.prefill_requested.connect(self._prefill)
        self.bodies.register_requested.connect(session.register_requested)


def _lines(found: CaseRegisters) -> list[RailLine]:
    """Return the organisations, then every register by section with what it holds."""
    lines = [RailLine(BODIES, tr("单位与冲突"), "building", str(len(found.bodies) or ""))]
    for part in found.sections:
        lines.append(RailLine("", say(part.title), part.icon))
        for page in part.pages:
            count = str(len(page.entries) or "")
            mark = "!" if any(measure.in_order is False for measure in page.measures) else ""
            lines.append(RailLine(page.register.code, f"    {say(page.register.text)}", "", f"{count}{mark}"))
    return lines


def _searched(page: RegisterPage, text: str) -> RegisterPage:
    """Return a page with the entries in which every word occurs."""
    words = text.casefold().split()
    if not words:
        return page
    kept = tuple(view for view in page.entries if _says(view, words))
    return RegisterPage(page.register, kept, page.measures, page.may_keep, page.now, page.choices)


def _says(view: EntryView, words: list[str]) -> bool:
    said = " ".join(f"{text.zh} {text.en}" for text in view.words.values()).casefold()
    return all(word in said for word in words)
