"""What other checks of the ground add to step 6: a part each, made once with the page and told of every change.

A part puts shadings on ``page.plan.scene.add_overlay``, its lines on ``page.panes.checks.lines.set_lines``, its words
on ``page.plan.legend.show_shades``, its widgets into ``page.panes.checks.inside`` or ``page.panes.simulation.inside``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from workbench.services.views import CaseView
from workbench.ui.site_background import BackgroundPart
from workbench.ui.site_coverage import CoveragePart
from workbench.ui.site_ground import GroundPart
from workbench.ui.site_scenario import ScenarioPart

if TYPE_CHECKING:
    from workbench.ui.step_site import SiteStep


class SitePart(Protocol):
    """A part of the page; it works out what it needs on the worker."""

    def show_case(self, view: CaseView) -> None:
        """Take another state of the case."""


PARTS: tuple[Callable[[SiteStep], SitePart], ...] = (GroundPart, BackgroundPart, ScenarioPart, CoveragePart)
"""In the order in which they are made."""
