"""The review workspace of a case: header, step rail with open items, and one step page at a time.

``STEP_PAGES`` says which page shows which step. A page is a :class:`StepPage` made from a :class:`CaseContext`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QUndoStack
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPlainTextEdit, QStackedWidget, QWidget

from workbench.errors import WorkbenchError
from workbench.services.views import CaseView, OpenItem
from workbench.ui.banners import Banner
from workbench.ui.case_head import CaseHead
from workbench.ui.gates_dialog import GatesDialog
from workbench.ui.i18n import language, tr
from workbench.ui.screen import Screen
from workbench.ui.session import Session
from workbench.ui.side_pages import SIDE_PAGES, STEPS
from workbench.ui.step_decision import DecisionStep
from workbench.ui.step_deployment import DeploymentStep
from workbench.ui.step_documents import DocumentsStep
from workbench.ui.step_duties import DutiesStep
from workbench.ui.step_programme import ProgrammeStep
from workbench.ui.step_rail import StepRail
from workbench.ui.step_receipt import ReceiptStep
from workbench.ui.step_risk import RiskStep
from workbench.ui.step_site import SiteStep
from workbench.ui.theme import Theme
from workbench.ui.widgets import Skeleton, column, row
from workbench.ui.workspace_context import CaseContext, Opened, StepPage, opened
from workbench.ui.workspace_dialogs import ConflictDialog, GateDialog

__all__ = ["STEP_PAGES", "CaseContext", "StepPage", "Workspace"]

SKELETON_DELAY = 300
"""How long opening may take before grey bars appear [ms]."""
NARROW = 1240
"""Below this width of the screen the rail shows signs only [px]."""

STEP_PAGES: dict[int, Callable[[CaseContext], StepPage]] = {
    1: ReceiptStep,
    2: DocumentsStep,
    3: DutiesStep,
    4: ProgrammeStep,
    5: RiskStep,
    6: SiteStep,
    7: DeploymentStep,
    8: DecisionStep,
    **{page.number: page.make for page in SIDE_PAGES},
}
"""Number of a step or of a page beside the steps → what makes its page."""


class Workspace(Screen):
    """The screen of one case. It opens the case itself and shows it when it is there."""

    opened = Signal()
    """The case is shown."""
    page_made = Signal()
    """A page has been made and filled."""

    def __init__(self, session: Session, case: str, memory: object = None) -> None:
        super().__init__()
        self.session = session
        self.case = case
        self.step = 0
        self.context: CaseContext | None = None
        self.pages: dict[int, StepPage] = {}
        self._stale: set[int] = set()
        self._build()
        self._wire()
        if isinstance(memory, CaseContext):
            self._start(memory)
        else:
            self._open()

    # What the window asks

    def remember(self) -> object:
        """Return the context: a page made anew shows the same case and step without another opening."""
        for page in self.pages.values():
            page.remember()
        return self.context

    def focus_first(self) -> None:
        """Put the focus on the step's list."""
        if self.step in self.pages:
            self.pages[self.step].focus_first()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the step, then those of the case."""
        own = self.pages[self.step].key_hints() if self.step in self.pages else ()
        return (*own, ("Ctrl Z", tr("撤销")))

    def search(self, text: str) -> None:
        """Search in the step."""
        if self.step in self.pages:
            self.pages[self.step].search(text)

    @property
    def undo_stack(self) -> QUndoStack | None:
        """Return the edits that can be taken back; ``None`` before the case is there."""
        return self.context.undo if self.context else None

    # Steps

    def page(self) -> StepPage:
        """Return the step page shown."""
        return self.pages[self.step]

    def go(self, step: int, object_: str = "", *others: str) -> None:
        """Show a step, and one object or several in it."""
        assert self.context is not None
        if step not in self.pages:
            page = STEP_PAGES[step](self.context)
            self.step = self.step or step
            page.buttons_changed.connect(self._buttons)
            page.finish_requested.connect(self.finish_step)
            self.pages[step] = page
            self._stack.addWidget(page)
            page.show_case(self.context.view)
            QTimer.singleShot(0, self, self.page_made.emit)
        self.step = step
        self.context.step = step
        self._freshen()
        self._stack.setCurrentWidget(self.pages[step])
        self._fit_rail()
        self.rail.choose(step)
        self._buttons()
        if others:
            self.pages[step].reveal_all((object_, *others))
        elif object_:
            self.pages[step].reveal(object_)
        self.pages[step].focus_first()
        self.hints_changed.emit()

    def finish_step(self) -> None:
        """Go to the next step, or list what the step still lacks."""
        if self.step > STEPS:
            return
        missing = self.page().missing()
        if not missing:
            self.go(min(self.step + 1, STEPS))
            return
        dialog = GateDialog(self, self.step, missing)
        dialog.chosen.connect(self._to_item)
        dialog.open()

    def open_gates(self) -> None:
        """List what the decision, the opening, the plan and the papers still wait for."""
        assert self.context is not None
        dialog = GatesDialog(self, self.context.view.gates)
        dialog.chosen.connect(self._to_item)
        dialog.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the rail's room to the page when the window is narrow."""
        super().resizeEvent(event)
        self._fit_rail()

    def _fit_rail(self) -> None:
        roomy = self.step in self.pages and self.pages[self.step].wants_room
        self.rail.set_narrow(narrow=roomy or self.width() < Theme.current.px(NARROW))

    # Construction

    def _build(self) -> None:
        self.head = CaseHead()
        self.rail = StepRail()
        self.rail.set_narrow(narrow=True)  # unfolded once the width is known: folded it asks for the least height
        self._stack = QStackedWidget()
        self._banner = Banner()
        self._banner.hide()
        self._waiting = Skeleton()
        self._waiting.hide()
        self._frame = QWidget()
        middle = row(self.rail, spacing=0)
        middle.addLayout(column(self._banner, self._stack, spacing=0), 1)
        self._frame.setLayout(column(self.head, middle, spacing=0))
        self._frame.hide()
        whole = column(spacing=0)
        whole.addWidget(self._frame, 1)
        whole.addWidget(self._waiting, 1)
        self.setLayout(whole)
        self._timer = QTimer(self, singleShot=True, interval=SKELETON_DELAY)
        self._timer.timeout.connect(self._waiting.show)

    def _wire(self) -> None:
        self.head.back_requested.connect(self.back_requested)
        self.rail.step_requested.connect(self.go)
        self.rail.item_requested.connect(self._to_item)
        self.rail.gates_requested.connect(self.open_gates)
        self._key("Ctrl+G", self.open_gates)
        self._banner.acted.connect(self._open)
        for number in range(1, STEPS + 1):
            self._key(f"Alt+{number}", partial(self.go, number))
        for page in SIDE_PAGES:
            self._key(f"Ctrl+{page.number - STEPS}", partial(self.go, page.number))
        self._key("F8", lambda: self._walk(1))
        self._key("Shift+F8", lambda: self._walk(-1))
        self._key("Ctrl+Return", lambda: self.page().finish())
        self._key("Escape", self._back)

    def _back(self) -> None:
        """Go one level back: out of a text to the step's list, out of the case to the queue."""
        if isinstance(self.focusWidget(), QLineEdit | QPlainTextEdit | QAbstractSpinBox):
            self.page().focus_first()
        else:
            self.back_requested.emit()

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: act() if self.context else None)

    def _open(self) -> None:
        self._timer.start()
        task = self.session.ask(opened, self.case)
        task.done.connect(self._opened)
        task.failed.connect(self._not_opened)

    def _opened(self, start: Opened) -> None:
        self._start(CaseContext(self.session, self.case, start))
        self.opened.emit()

    def _not_opened(self, error: WorkbenchError) -> None:
        self._timer.stop()
        self._waiting.hide()
        self._frame.show()
        self._banner.say("bad", error.told(language()), tr("重试"))

    def _start(self, context: CaseContext) -> None:
        self._timer.stop()
        self._waiting.hide()
        self._banner.hide()
        self._frame.show()
        self.context = context
        context.changed.connect(self._repaint)
        context.jump_requested.connect(self.go)
        context.conflicted.connect(self._conflict)
        self._repaint(context.view)
        self.go(context.step or context.view.row.step)

    def _repaint(self, view: CaseView) -> None:
        self.head.show_case(view)
        self.rail.show_case(view, self.step or 1)
        self._stale = set(self.pages)
        self._freshen()
        self._buttons()

    def _freshen(self) -> None:
        """Show the present state on the page in sight; the others wait until they are."""
        if self.step in self._stale and self.context is not None:
            self._stale.discard(self.step)
            self.pages[self.step].show_case(self.context.view)

    def _buttons(self) -> None:
        if self.step not in self.pages:
            return
        self.head.show_buttons(self.page().buttons())

    def _to_item(self, item: OpenItem) -> None:
        self.go(item.step, item.object, *item.others)

    def _walk(self, direction: int) -> None:
        item = self.rail.next_item(direction)
        if item is not None:
            self._to_item(item)

    def _conflict(self, commands: object, error: object) -> None:
        assert self.context is not None
        dialog = ConflictDialog(self, self.context, commands, error)
        dialog.open()
