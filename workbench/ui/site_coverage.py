"""Coverage in step 6: the shading under the plan, lines among the checks, and a pane with the figures behind them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from workbench.core.coverage_case import Wish
from workbench.errors import WorkbenchError
from workbench.services import coverage
from workbench.services.coverage import CoverageView
from workbench.services.views import CaseView
from workbench.ui.i18n import language, tr
from workbench.ui.site_coverage_pane import CoveragePane
from workbench.ui.site_coverage_words import check_lines
from workbench.ui.site_shading import samples, shading

if TYPE_CHECKING:
    from workbench.ui.step_site import SiteStep

OVERLAY, SOURCE = "response", "coverage"
REST = 250
"""How long edits rest before the ways are looked for again [ms]."""


class CoveragePart:
    """Asks for the coverage on the worker whenever the plan changes, and shows it; it changes nothing itself."""

    def __init__(self, page: SiteStep) -> None:
        self.page, self.context = page, page.context
        self.pane = CoveragePane(page)
        page.panes.addTab(self.pane, tr("覆盖"))
        self.view: CoverageView | None = None
        self._asked = 0
        self._plan: object = None
        self._rest = QTimer(page, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.read)
        self.pane.wished.connect(self.read)
        self.pane.fine_wished.connect(partial(self.read, fine=True))

    def show_case(self, view: CaseView) -> None:
        """Look again when the plan is another one."""
        if view.plan is not self._plan or self.view is None:
            self._plan = view.plan
            self._rest.start()

    def read(self, *, fine: bool = False) -> None:
        """Work the coverage of the plan in force out on the worker.

        Args:
            fine: On the pack's own raster, which takes seconds; otherwise on a coarser one that keeps up with edits.
        """
        self._rest.stop()
        self._asked += 1
        self.pane.say_busy()
        task = self.context.session.ask(coverage.of_case, self.context.case, self.wish(fine=fine))
        task.done.connect(partial(self._arrived, self._asked))
        task.failed.connect(partial(self._failed, self._asked))

    def wish(self, *, fine: bool = False) -> Wish:
        """Return what the pane is set to."""
        return Wish(quick=not fine, everyone=self.pane.everyone(), by_density=self.pane.by_density())

    def _arrived(self, asked: int, view: CoverageView) -> None:
        if asked == self._asked:
            self.show_view(view)

    def show_view(self, view: CoverageView) -> None:
        """Show what was worked out."""
        self.view = view
        page = self.page
        page.plan.scene.add_overlay(OVERLAY, shading(view))
        page.plan.legend.show_shades(samples(view.limits))
        page.panes.checks.lines.set_lines(SOURCE, tuple(check_lines(view)))
        self.pane.show_view(view)

    def _failed(self, asked: int, fault: WorkbenchError) -> None:
        if asked != self._asked:
            return
        self.view = None
        self.page.plan.scene.remove_overlay(OVERLAY)
        self.page.plan.legend.show_shades(())
        self.page.panes.checks.lines.set_lines(SOURCE, ())
        self.pane.say_fault(fault.told(language()))
