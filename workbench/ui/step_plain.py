"""A step in its plainest form: its findings and open items as a list."""

from __future__ import annotations

from workbench.services.views import CaseView
from workbench.ui.i18n import say
from workbench.ui.step_rail import RailList
from workbench.ui.widgets import column, label
from workbench.ui.workspace_context import CaseContext, StepPage


class PlainStep(StepPage):
    """What is open in the case, row by row; for a step without a page of its own."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self._title = label("", "section")
        self._list = RailList("")
        self._list.acted.connect(self._jump)
        self.setLayout(column(self._title, self._list, margins=(16, 12, 16, 12)))

    def show_case(self, view: CaseView) -> None:
        """Show the open items of the step that is worked on."""
        step = view.steps[(self.context.step or 1) - 1]
        self._title.setText(say(step.title))
        self._list.setAccessibleName(say(step.title))
        self._list.model_.show(tuple(item for item in view.open_items if item.step == step.number))

    def focus_first(self) -> None:
        """Put the focus on the list."""
        self._list.setFocus()

    def _jump(self, number: int) -> None:
        item = self._list.model_.entries[number]
        self.context.jump(getattr(item, "step", 1), getattr(item, "object", ""))
