"""What the list screens do with the services: each function makes a screen and wires its wishes.

Only the queue is loaded with the window; every other screen, and every use case behind one, is imported when first
asked for: a start waits for nothing that it does not show.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from workbench.errors import WorkbenchError
from workbench.services.views_lists import QueuePage
from workbench.ui.i18n import language, tr
from workbench.ui.living import alive
from workbench.ui.main_window import MainWindow
from workbench.ui.queue import QueueMemory, QueueQuery
from workbench.ui.queue import QueuePage as QueueScreen
from workbench.ui.screen import Screen, ScreenEntry
from workbench.ui.session import Session
from workbench.ui.theme import Theme

if TYPE_CHECKING:
    from workbench.services.desk import Desk
    from workbench.services.intake import Looked, Received
    from workbench.services.office import NewPerson
    from workbench.services.promises import Register
    from workbench.services.views import (
        ChainResult,
        DecisionRow,
        Person,
        PreviewView,
        ReadEntry,
        TimelineEntry,
    )
    from workbench.ui.accounts import AccountsPage
    from workbench.ui.history import DecisionQuery, HistoryPage
    from workbench.ui.intake_page import IntakeDialog
    from workbench.ui.tolerated import ToleratedScreen

READERS = frozenset({"officer", "approver", "supervisor"})
WAITING = frozenset({"recommended", "countersigned"})
"""Statuses that wait for a second or third signature."""
PAGE = 200


class DeskScreens(QObject):
    """Makes the list screens of one window."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.window: MainWindow | None = None
        self._queue: QueueScreen | None = None
        session.changed.connect(lambda _case: self._refresh())
        session.register_requested.connect(self._open_register)

    def attach(self, window: MainWindow) -> None:
        """Serve a window; called once, after both are made."""
        self.window = window
        window.import_requested.connect(self._choose_package)

    def entries(self) -> list[ScreenEntry]:
        """Return the screens of the navigation."""
        start = partial(self._queue_screen, QueueQuery(), "queue")
        waiting = partial(self._queue_screen, QueueQuery(statuses=WAITING), "countersign")
        overseers = frozenset({"approver", "supervisor"})
        administrators = frozenset({"administrator"})
        return [
            ScreenEntry("queue", "inbox", lambda: tr("待办"), "work", READERS, start, "Q"),
            ScreenEntry(
                "tolerated", "clock-exclamation", lambda: tr("容缺跟踪"), "work", READERS, self._tolerated, "T"
            ),
            ScreenEntry("countersign", "writing-sign", lambda: tr("待复签"), "work", READERS, waiting, "C"),
            ScreenEntry("events", "calendar-event", lambda: tr("活动日历"), "library", READERS, self._events, "V"),
            ScreenEntry("registers", "notes", lambda: tr("登记库"), "library", READERS, self._registers, "R"),
            ScreenEntry("models", "users-group", lambda: tr("人群模型"), "library", READERS, self._models, "M"),
            ScreenEntry("history", "history", lambda: tr("决定与历史"), "oversight", overseers, self._history, "O"),
            ScreenEntry(
                "numbers",
                "clipboard-list",
                lambda: tr("文号登记簿"),
                "oversight",
                READERS | administrators,
                self._numbers,
                "N",
            ),
            ScreenEntry("accounts", "users", lambda: tr("账号管理"), "oversight", administrators, self._accounts, "U"),
            ScreenEntry(
                "calendar", "calendar-event", lambda: tr("工作日历"), "oversight", administrators, self._calendar, "D"
            ),
        ]

    # Queue

    def _queue_screen(self, query: QueueQuery, key: str, memory: object) -> Screen:
        titles = {"countersign": tr("待复签")}
        receives = self.session.has_role("officer") and not self.session.read_only
        page = QueueScreen(query, title=titles.get(key, ""), may_receive=receives and key == "queue")
        page.query_changed.connect(lambda asked: self._ask_queue(page, asked))
        page.more_requested.connect(lambda asked, after: self._more(page, asked, after))
        page.preview_requested.connect(lambda case: self._preview(page, case))
        page.open_requested.connect(self._open_case)
        page.assign_requested.connect(lambda case: self._ask_officers(page, case))
        page.import_requested.connect(self._choose_package)
        page.filter_requested.connect(self._focus_search)
        kept = f"queue_{language()}_{Theme.current.scale}"
        page.restore_widths(self.session.settings.bytes_of(kept))
        page.widths_changed.connect(lambda: self.session.settings.keep_bytes(kept, page.widths()))
        self._queue = page
        page.destroyed.connect(partial(self._gone, page))
        if isinstance(memory, QueueMemory):
            page.recall(memory)
        self._ask_queue(page, page.query)
        return page

    def _ask_queue(self, page: QueueScreen, query: QueueQuery) -> None:
        page.show_loading()
        task = self.session.ask(listed, query)
        task.done.connect(lambda found: self._show_queue(page, query, found))
        task.failed.connect(lambda fault: self._if_here(page, lambda: page.show_error(fault)))

    def _show_queue(self, page: QueueScreen, query: QueueQuery, found: QueuePage) -> None:
        if page is self._queue and page.query == query:
            page.show_page(found, self.session.today())
            self._say_counts(found)

    def _more(self, page: QueueScreen, query: QueueQuery, after: tuple[str | int, ...]) -> None:
        task = self.session.ask(listed, query, after)
        task.done.connect(lambda found: self._append(page, query, found))
        task.failed.connect(lambda fault: self._if_here(page, lambda: page.show_error(fault)))

    def _append(self, page: QueueScreen, query: QueueQuery, found: QueuePage) -> None:
        if page is self._queue and page.query == query:
            page.append_page(found)

    def _preview(self, page: QueueScreen, case: str) -> None:
        task = self.session.ask(previewed, case)
        task.done.connect(lambda more: self._if_here(page, lambda: page.show_preview(more)))

    def _refresh(self) -> None:
        if self._queue is not None:
            self._ask_queue(self._queue, self._queue.query)

    def _gone(self, page: QueueScreen) -> None:
        if page is self._queue:
            self._queue = None

    def _if_here(self, page: QueueScreen, act: object) -> None:
        if page is self._queue and callable(act):
            act()

    def _say_counts(self, found: QueuePage) -> None:
        if self.window is None:
            return
        counts = found.counts
        shown = {"queue": counts.get("all", 0) - counts.get("closed", 0), "tolerated": counts.get("permitted_open", 0)}
        self.window.say_counts(shown)

    # Tolerated deficiencies

    def _tolerated(self, memory: object) -> Screen:
        from workbench.services.promises import Register
        from workbench.ui.tolerated import ToleratedScreen

        page = ToleratedScreen()
        if isinstance(memory, Register):
            page.show_register(memory)
        page.open_requested.connect(self._open_promise)
        self._ask_promises(page)
        self.session.changed.connect(alive(page, lambda _case: self._ask_promises(page)))
        return page

    def _ask_promises(self, page: ToleratedScreen) -> None:
        task = self.session.ask(promised)
        task.done.connect(alive(page, page.show_register))
        task.failed.connect(alive(page, page.show_error))

    def _open_promise(self, case: str, item: str) -> None:
        """Open a case at a promise."""
        from workbench.ui import promises_page
        from workbench.ui.workspace import Workspace

        if self.window is None:
            return
        self.window.open_case(case)
        screen = self.window.page()
        if not isinstance(screen, Workspace):
            return
        if screen.context is not None:
            screen.go(promises_page.NUMBER, item)
        else:
            screen.opened.connect(lambda: screen.go(promises_page.NUMBER, item))

    # Assigning

    def _ask_officers(self, page: QueueScreen, case: str) -> None:
        if not self.session.has_role("officer", "approver") or self.session.read_only:
            return
        task = self.session.do(everybody, self.session.desk)
        task.done.connect(lambda people: self._if_here(page, lambda: self._offer(page, case, people)))

    def _offer(self, page: QueueScreen, case: str, people: Sequence[Person]) -> None:
        row = page.view.chosen()
        officers = [person for person in people if "officer" in person.roles]
        if row is None or row.case != case or not officers:
            return
        from workbench.ui.assign import AssignDialog

        dialog = AssignDialog(self.window, row.title, officers, row.officer)
        dialog.chosen.connect(lambda person: self._assign(case, row.title, person))
        dialog.open()

    def _assign(self, case: str, title: str, person: Person) -> None:
        task = self.session.ask(assigned, case, person)
        words = tr("{title} 已分派给 {name}", title=title, name=person.name)
        task.done.connect(lambda _view: self.session.changed.emit(case))
        task.done.connect(lambda _view: self.session.notify(words))
        task.failed.connect(self._fault)

    # Taking packages in

    def _choose_package(self) -> None:
        filters = tr("申请包 (*.zip *.xlsx);;所有文件 (*)")
        path, _ = QFileDialog.getOpenFileName(self.window, tr("导入申请包"), "", filters)
        if path:
            self.look_into(path)

    def look_into(self, path: str) -> IntakeDialog:
        """Read a package without storing anything and show what it holds."""
        from workbench.ui.intake_page import IntakeDialog

        dialog = IntakeDialog(self.window, path)
        task = self.session.do(looked, self.session.desk, path)
        task.done.connect(dialog.show_looked)
        task.failed.connect(dialog.show_fault)
        dialog.rejected.connect(task.abandon)
        dialog.receive_requested.connect(lambda: self._receive(dialog))
        dialog.open()
        return dialog

    def _receive(self, dialog: IntakeDialog) -> None:
        task = self.session.ask(received, dialog.path)
        task.done.connect(lambda made: self._received(dialog, made))
        task.failed.connect(dialog.show_fault)

    def _received(self, dialog: IntakeDialog, made: Received) -> None:
        dialog.accept()
        self.session.notify(tr("{number} 已登记收件", number=made.number))
        self.session.changed.emit(made.case)
        self._open_case(made.case)

    # Registers

    def _registers(self, memory: object) -> Screen:
        from workbench.ui.registers_page import RegistersMemory, RegistersPage

        kept = memory if isinstance(memory, RegistersMemory) else RegistersMemory()
        page = RegistersPage(self.session, kept)
        page.case_requested.connect(self._open_case)
        page.exercise_requested.connect(self._open_exercise)
        return page

    def _events(self, memory: object) -> Screen:
        from workbench.ui.events_page import EventsMemory, EventsPage

        page = EventsPage(self.session, memory if isinstance(memory, EventsMemory) else None)
        page.case_requested.connect(self._open_case)
        return page

    def _open_register(self, register: str, entry: str) -> None:
        """Show a register of the office that a page of a case speaks of."""
        from workbench.ui.registers_page import RegistersPage

        if self.window is not None:
            self.window.show_screen("registers")
            page = self.window.page()
            if isinstance(page, RegistersPage):
                page.show_register(register, entry)

    # History

    def _history(self, memory: object) -> Screen:
        from workbench.ui.case_papers import CasePapers
        from workbench.ui.history import HistoryMemory, HistoryPage

        page = HistoryPage()
        page.query_changed.connect(lambda query: self._ask_decisions(page, query))
        page.case_requested.connect(lambda case: self._ask_life(page, case))
        page.verify_requested.connect(lambda: self._verify(page))
        page.papers_requested.connect(lambda case, title: CasePapers(page, self.session, case, title).open())
        if isinstance(memory, HistoryMemory):
            page.recall(memory)
        self._ask_decisions(page, page.query)
        return page

    def _ask_decisions(self, page: HistoryPage, query: DecisionQuery) -> None:
        task = self.session.ask(decided, query)
        task.done.connect(page.show_decisions)
        task.failed.connect(page.show_error)

    def _ask_life(self, page: HistoryPage, case: str) -> None:
        task = self.session.ask(life, case)
        task.done.connect(lambda found: page.show_life(case, *found))
        task.failed.connect(page.show_error)

    def _verify(self, page: HistoryPage) -> None:
        task = self.session.ask(verified)
        task.done.connect(page.show_chain)
        task.failed.connect(page.show_error)

    # Accounts

    def _accounts(self, memory: object) -> Screen:
        from workbench.ui.accounts import AccountsPage

        page = AccountsPage()
        if isinstance(memory, tuple):
            page.show_people(memory)
        page.add_requested.connect(lambda wanted: self._add_person(page, wanted))
        self._ask_people(page)
        return page

    def _ask_people(self, page: AccountsPage) -> None:
        self.session.do(everybody, self.session.desk).done.connect(page.show_people)

    def _add_person(self, page: AccountsPage, wanted: NewPerson) -> None:
        task = self.session.ask(added, wanted)
        task.done.connect(lambda _person: self._ask_people(page))
        task.failed.connect(page.show_fault)

    def _numbers(self, _memory: object) -> Screen:
        from workbench.ui.numbers_page import NumbersPage

        return NumbersPage(self.session)

    def _calendar(self, _memory: object) -> Screen:
        from workbench.ui.calendar_page import CalendarPage

        return CalendarPage(self.session)

    def _models(self, memory: object) -> Screen:
        from workbench.ui.models_page import ModelsMemory, ModelsPage

        return ModelsPage(self.session, memory if isinstance(memory, ModelsMemory) else None)

    # Shared

    def _open_case(self, case: str) -> None:
        if self.window is not None:
            self.window.open_case(case)

    def _open_exercise(self, case: str, drill: str) -> None:
        """Show a case where its exercises are kept."""
        from workbench.services.open_items_ground import EMERGENCY
        from workbench.ui.workspace import Workspace

        self._open_case(case)
        page = self.window.page() if self.window is not None else None
        if isinstance(page, Workspace):
            page.opened.connect(lambda: page.go(EMERGENCY, drill))

    def _focus_search(self) -> None:
        if self.window is not None:
            self.window.focus_search()

    def _fault(self, fault: WorkbenchError) -> None:
        if self.window is not None:
            self.window.fault(fault)


def listed(desk: Desk, person: Person, query: QueueQuery, after: tuple[str | int, ...] | None = None) -> QueuePage:
    """Return a page of the queue. Like all below: runs on the worker, which imports what it needs then."""
    from workbench.services import queue

    wanted = queue.Wanted(
        groups=tuple(sorted(query.groups)),
        statuses=tuple(sorted(query.statuses)),
        levels=tuple(sorted(query.levels)),
        text=query.text,
        mine=query.scope == "mine",
        sort=query.sort.removeprefix("-"),
        descending=query.sort.startswith("-"),
        after=after,
        limit=PAGE,
    )
    return queue.page(desk, person, wanted)


def previewed(desk: Desk, person: Person, case: str) -> PreviewView:
    """Return a case at a glance."""
    from workbench.services import glance

    return glance.preview(desk, person, case)


def promised(desk: Desk, person: Person) -> Register:
    """Return every promise of the office."""
    from workbench.services import promises

    return promises.register(desk, person)


def everybody(desk: Desk) -> tuple[Person, ...]:
    """Return everybody with an account."""
    from workbench.services import office

    return office.people(desk)


def added(desk: Desk, person: Person, wanted: NewPerson) -> Person:
    """Open an account."""
    from workbench.services import office

    return office.add_user(desk, person, wanted)


def assigned(desk: Desk, person: Person, case: str, officer: Person) -> object:
    """Give a case to an officer."""
    from workbench.core.commands import AssignOfficer
    from workbench.services import review

    return review.do(desk, person, AssignOfficer(case, officer.id, officer.name))


def decided(desk: Desk, person: Person, query: DecisionQuery) -> tuple[DecisionRow, ...]:
    """Return decided cases."""
    from workbench.services import oversight

    wanted = oversight.DecisionFilter(
        first=query.since,
        last=query.until,
        outcomes=(query.outcome,) if query.outcome else (),
        levels=(query.level,) if query.level else (),
        officers=(query.officer,) if query.officer else (),
        text=query.organiser,
    )
    return oversight.decisions(desk, person, wanted)


def life(desk: Desk, person: Person, case: str) -> tuple[tuple[TimelineEntry, ...], tuple[ReadEntry, ...]]:
    """Return a case's events, the newest first, and its readers."""
    from workbench.services import oversight

    events, readers = oversight.life(desk, person, case)
    return tuple(reversed(events)), tuple(reversed(readers))


def verified(desk: Desk, person: Person) -> ChainResult:
    """Return the outcome of a verification of the chain."""
    from workbench.services import oversight

    return oversight.verify_desk(desk, person=person)


def looked(desk: Desk, path: str) -> Looked:
    """Read a package under the office's rule pack and store nothing."""
    from workbench.services import intake

    return intake.dry_run(Path(path), pack=desk.pack.name)


def received(desk: Desk, person: Person, path: str) -> Received:
    """Register a package."""
    from workbench.services import intake

    return intake.receive(desk, person, Path(path))
