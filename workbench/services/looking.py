"""A case and everything worked out about it on a day: what views, queue rows, gates and papers all start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from workbench.core import case_findings, gate, risk, risk_model
from workbench.core.assessment import Assessment, Finding
from workbench.core.case import Case, Status
from workbench.core.decide_base import GateItem
from workbench.core.findings import with_answers
from workbench.core.governing import Said, governed
from workbench.core.pack import Pack
from workbench.core.precheck import assess
from workbench.core.risk import Floors
from workbench.core.values import Application
from workbench.core.working_plan import plan_of
from workbench.services import presenting
from workbench.services.desk import Desk, pack_of
from workbench.services.presenting import Verdicts
from workbench.services.views import ClassView, ClockView

BEFORE_DECISION = frozenset(
    {Status.RECEIVED, Status.CORRECTING, Status.ACCEPTED, Status.TOLERATED, Status.PAUSED}
    | {Status.RECOMMENDED, Status.COUNTERSIGNED}
)
OPEN_PERMIT = frozenset({Status.GRANTED, Status.CLEARED, Status.RUNNING, Status.SUSPENDED})


@dataclass(frozen=True)
class RiskState:
    """Index before and after control measures and the level that follows."""

    before: risk.Index
    after: risk.Index
    level: risk.Level


@dataclass(frozen=True)
class Look:
    """A case as it stands on a day; each part is worked out once, when it is first asked for.

    ``on`` is the day on which the answers hold; ``None`` = the desk's. The register takes the day of the newest event,
    so that its rows come out the same whenever they are made again.
    """

    desk: Desk
    case: Case
    on: date | None = None

    @property
    def today(self) -> date:
        """Return the day on which the answers hold."""
        return self.on or self.desk.today

    @cached_property
    def pack(self) -> Pack:
        """Return the rule pack of the case."""
        return pack_of(self.case.pack)

    @cached_property
    def assessment(self) -> Assessment:
        """Return what the checks find today, with the dates of the case's own events."""
        application, desk, process = self.case.application, self.desk, presenting.case_process(self.case)
        said = Said(self.case.stated, self.case.facts, (self.case.working_plan, self.case.later_plan))
        return desk.memo.take(
            f"assessment {self.case.id}",
            (application, self.pack, desk.calendar, said.stated, said.chosen, *said.plan),
            (self.today, process),
            lambda: assess(application, self.pack, desk.calendar, self.today, process, said),
        )

    @property
    def application(self) -> Application:
        """Return the application as every sum reads it: with the governing values of the key facts."""
        return governed(self.case.application, self.case.facts)

    @property
    def plan(self) -> Application:
        """Return the plan in force: the application with the office's edits of zones, gates, posts … in place."""
        return plan_of(self.case)

    @cached_property
    def settled(self) -> Assessment:
        """Return the assessment with the answers that rest on the case's own records."""
        return case_findings.settled(self.case, self.assessment, self.risk.level.computed)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Return every check of the register as it stands in the case, those of the office around it included."""
        from workbench.services import around

        found = case_findings.concluded(self.case, self.settled, self.gate)
        return with_answers(found, around.answers(self)).findings

    @cached_property
    def verdicts(self) -> Verdicts:
        """Return what officers have said."""
        return presenting.verdicts_of(self.case)

    @cached_property
    def blocks(self) -> tuple[str, ...]:
        """Return where each material class stands."""
        return tuple(presenting.class_verdicts(self.assessment, self.verdicts).values())

    @cached_property
    def classes(self) -> tuple[ClassView, ...]:
        """Return the material classes."""
        return presenting.classes(self.assessment, self.verdicts)

    @cached_property
    def clock(self) -> ClockView:
        """Return the statutory clock."""
        return presenting.clock(self.assessment)

    @cached_property
    def gate(self) -> tuple[GateItem, ...]:
        """Return what closes a gate."""
        return gate.gate_items(self.case, self.settled)

    @cached_property
    def risk(self) -> RiskState:
        """Return index and level of the officer's scores."""
        objects = (self.application, self.case.factors, self.pack)
        return self.desk.memo.take(f"risk {self.case.id}", objects, (), self._risk)

    def _risk(self) -> RiskState:
        factors = self.case.factors
        left_out = frozenset(code for code, said in factors.items() if said.not_applicable)
        before = {code: said.before for code, said in factors.items()}
        after = {code: said.after for code, said in factors.items()}
        after_index = risk.index(self.pack, after, left_out)
        return RiskState(
            before=risk.index(self.pack, before, left_out),
            after=after_index,
            level=risk.level(self.pack, self.floors, after_index, after),
        )

    @property
    def floors(self) -> Floors:
        """Return the floors of the level; asked once per application."""
        application, pack = self.application, self.pack
        objects = (application, pack)
        return self.desk.memo.take(f"floors {self.case.id}", objects, (), lambda: Floors(pack, application))

    @property
    def level(self) -> int | None:
        """Return the level that was set, else the one computed, else the floor."""
        if self.case.level is not None:
            return self.case.level.level
        found = self.risk.level
        return found.computed or found.floor

    @property
    def headcount(self) -> int | None:
        """Return the people present at once in the largest session."""
        return self.assessment.scope.headcount

    @property
    def models(self) -> dict[str, str]:
        """Return the versions of what numbers rest on, for the seal."""
        return {"calendar": self.desk.calendar.version, "risk": risk_model.version(self.pack)}

    @property
    def index(self) -> Decimal | None:
        """Return the risk index after control measures, when it can be told."""
        return self.risk.after.value
