"""The review workspace of a case: header, step rail with open items, and one step page at a time.

``STEP_PAGES`` says which page shows which step. A page is a :class:`StepPage` made from a :class:`CaseContext`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from workbench.services.views import CaseView
from workbench.ui.i18n import tr
from workbench.ui.screen import Screen
from workbench.ui.session import Session
from workbench.ui.widgets import column, label
from workbench.ui.workspace_context import CaseContext, Opened, StepPage, opened

__all__ = ["STEP_PAGES", "CaseContext", "StepPage", "Workspace"]


class PlainStep(StepPage):
    """A step that has no page of its own yet: its title and what it says."""

    number = 0

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self._words = label("", "section")
        self.setLayout(column(self._words, None, margins=(16, 12, 16, 12)))

    def show_case(self, view: CaseView) -> None:
        """Show how many items the step has."""
        self._words.setText(tr("{count} 项未决", count=len(view.open_items)))


STEP_PAGES: dict[int, Callable[[CaseContext], StepPage]] = dict.fromkeys(range(1, 9), PlainStep)
"""Step number → what makes its page."""


class Workspace(Screen):
    """The screen of one case. It opens the case itself and shows it when it is there."""

    back_requested = Signal()

    def __init__(self, session: Session, case: str, memory: object = None) -> None:
        super().__init__()
        self.session = session
        self.case = case
        self._pages: dict[int, StepPage] = {}
        self._stack = QStackedWidget()
        self.setLayout(column(self._stack, spacing=0))
        self.context: CaseContext | None = None
        if isinstance(memory, CaseContext):
            self._start(memory)
        else:
            session.ask(opened, case).done.connect(self._show)

    def _show(self, start: Opened) -> None:
        self._start(CaseContext(self.session, self.case, start))

    def _start(self, context: CaseContext) -> None:
        self.context = context
        context.changed.connect(self._repaint)
        context.jump_requested.connect(self.go)
        self.go(context.view.row.step)

    def remember(self) -> object:
        """Return the context: a page made anew shows the same case without another opening."""
        return self.context

    def go(self, step: int, object_: str = "") -> None:
        """Show a step, and an object in it."""
        assert self.context is not None
        if step not in self._pages:
            self._pages[step] = STEP_PAGES[step](self.context)
            self._stack.addWidget(self._pages[step])
        page = self._pages[step]
        page.show_case(self.context.view)
        self._stack.setCurrentWidget(page)
        if object_:
            page.reveal(object_)

    def _repaint(self, view: CaseView) -> None:
        for page in self._pages.values():
            page.show_case(view)
