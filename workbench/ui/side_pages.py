"""Pages of a case beside its eight steps: what runs through all of them (time limits, facts, consultations …).

A side page is a :class:`StepPage` like a step's. Its number continues after the steps, so that open items lead to it
and the window remembers it the same way; in the rail it stands as a button under the steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.errors import Text
from workbench.ui.after_page import AfterPage
from workbench.ui.consult_page import ConsultPage
from workbench.ui.crowd_page import CrowdPage
from workbench.ui.emergency_page import EmergencyPage
from workbench.ui.facts_page import FactsPage
from workbench.ui.promises_page import PromisesPage
from workbench.ui.step_clocks import ClocksPage
from workbench.ui.step_registers import RegistersStep
from workbench.ui.workspace_context import CaseContext, StepPage

STEPS = 8
"""Number of steps; side pages are counted on from here."""


@dataclass(frozen=True)
class SidePage:
    """A page beside the steps: its number (9 and up), short title, icon, and what makes it."""

    number: int
    title: Text
    icon: str
    make: Callable[[CaseContext], StepPage]


SIDE_PAGES: tuple[SidePage, ...] = (
    SidePage(9, Text("时限", "Limits"), "clock", ClocksPage),
    SidePage(10, Text("事实", "Facts"), "list-check", FactsPage),
    SidePage(11, Text("会商", "Consult"), "users", ConsultPage),
    SidePage(12, Text("容缺", "Tolerated"), "clock-exclamation", PromisesPage),
    SidePage(13, Text("许可后", "After"), "certificate", AfterPage),
    SidePage(14, Text("登记", "Registers"), "notes", RegistersStep),
    SidePage(15, Text("人流", "Crowd"), "users-group", CrowdPage),
    SidePage(16, Text("应急", "Breakers"), "alert-triangle", EmergencyPage),
)
"""In the order shown."""
