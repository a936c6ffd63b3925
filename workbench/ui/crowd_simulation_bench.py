"""What outlives the page of simulated evacuations: the plan, what was typed, the run under way, the results."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject

from workbench.core.pack import Pack
from workbench.crowd.microscopic_plan import Wish
from workbench.services import simulation
from workbench.services.simulation import SimulationView
from workbench.services.simulation_plan import Drawing
from workbench.services.simulation_process import Watching
from workbench.ui.background_run import BackgroundRun
from workbench.ui.session import Session

MINUTE = 60


@dataclass(frozen=True)
class Given:
    """What was typed: persons (0 = nothing yet), seed, repetitions, simulated and running minutes, another plan."""

    persons: int = 0
    seed: int = 1
    runs: int = 1
    minutes: int = 30
    limit: int = 30
    source: Path | None = None

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers in the order of the fields."""
        return self.persons, self.seed, self.runs, self.minutes, self.limit


class SimulationBench(QObject):
    """The runs of one case; results stay until better ones come."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.given = Given()
        self.drawing: Drawing | None = None
        self.runs: tuple[SimulationView, ...] = ()
        self.run = BackgroundRun(session, self)
        self.run.done.connect(self._keep)

    def begin(self, given: Given, pack: Pack) -> None:
        """Walk the plan with what was typed."""
        assert self.drawing is not None
        self.given = given
        drawing, wish = self.drawing, Wish(given.persons, given.seed, float(given.minutes * MINUTE))

        def work(watching: Watching) -> tuple[SimulationView, ...]:
            return simulation.repeated(drawing, wish, given.runs, pack=pack, watching=watching)

        self.run.begin(work, float(given.limit * MINUTE))

    def _keep(self, runs: tuple[SimulationView, ...]) -> None:
        self.runs = runs
