"""The crowd of a case beside its steps: capacity, screening, counted flow, simulated evacuation, transport."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.services.views import CaseView
from workbench.ui.crowd_capacity import CapacityPane
from workbench.ui.crowd_flow import FlowPane
from workbench.ui.crowd_screening import ScreeningPane
from workbench.ui.crowd_simulation import SimulationPane
from workbench.ui.crowd_simulation_bench import SimulationBench
from workbench.ui.crowd_transport import TransportPane
from workbench.ui.i18n import tr
from workbench.ui.widgets import column, tab_widget
from workbench.ui.workspace_context import CaseContext, StepPage

NUMBER = 15
CAPACITY, SCREENING, FLOW, SIMULATION = "capacity", "screening", "flow", "simulation"
TRANSPORT = "transport"
Pane = CapacityPane | ScreeningPane | FlowPane | SimulationPane | TransportPane


@dataclass(frozen=True)
class CrowdMemory:
    """What a page made anew needs: the tab in sight and the runs of simulations."""

    tab: int
    bench: SimulationBench


class CrowdPage(StepPage):
    """Five benches on the same case; each reads the case again after a change."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        kept = context.memory.get(NUMBER)
        if not isinstance(kept, CrowdMemory):
            kept = context.memory[NUMBER] = CrowdMemory(0, SimulationBench(context.session, context))
        self.bench = kept.bench
        self.capacity = CapacityPane(context.session, context.case)
        self.screening = ScreeningPane(context.session, context.case)
        self.flow = FlowPane(context)
        self.simulation = SimulationPane(context, self.bench)
        self.panes: dict[str, Pane] = {
            CAPACITY: self.capacity,
            SCREENING: self.screening,
            FLOW: self.flow,
            SIMULATION: self.simulation,
            TRANSPORT: TransportPane(context.session, context.case),
        }
        self._read_at = -1
        self.tabs = tab_widget(tr("人流测算"))
        names = (tr("容量"), tr("安检入场"), tr("计数与密度"), tr("疏散仿真"), tr("交通停车"))
        for code, name in zip(self.panes, names, strict=True):
            self.tabs.addTab(self.panes[code], name)
        self.setLayout(column(self.tabs, spacing=0))
        self.tabs.setCurrentIndex(kept.tab)
        self.tabs.currentChanged.connect(lambda _place: self.buttons_changed.emit())

    def show_case(self, view: CaseView) -> None:
        """Work the case out again in the background when it has changed."""
        if self._read_at != view.version:
            self._read_at = view.version
            for pane in self.panes.values():
                pane.read()

    def reveal(self, object_: str) -> None:
        """Show a bench by its name, or the capacity with the cursor on a zone."""
        if object_ in self.panes:
            self.tabs.setCurrentWidget(self.panes[object_])
        elif object_:
            self.tabs.setCurrentWidget(self.capacity)
            self.capacity.zones.choose(object_)

    def focus_first(self) -> None:
        """Put the focus into the bench in sight."""
        shown = self.tabs.currentWidget()
        if shown is not None:
            shown.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (("Ctrl Tab", tr("下一页签")), ("J K", tr("上下项")))

    def remember(self) -> None:
        """Keep the tab and what was typed for a simulation."""
        self.bench.given = self.simulation.given()
        self.context.memory[NUMBER] = CrowdMemory(self.tabs.currentIndex(), self.bench)
