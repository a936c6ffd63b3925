"""The emergency plan of an application as one value: triggers, scenarios, the office's words, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.core import breakers as b
from workbench.core.crowd_case import CrowdCase
from workbench.core.emergency_lint import Lint, lint
from workbench.core.pack import Pack
from workbench.core.parts_emergency import DrillRecord
from workbench.core.values import Application
from workbench.services.looking import Look


@dataclass(frozen=True)
class EmergencyView:
    """The emergency plan of an application with what is wrong in it.

    Attributes:
        application: The plan in force.
        said: What the office has said beside it.
    """

    application: Application
    pack: Pack
    plan: b.Breakers
    said: b.OfficeWords
    lint: tuple[Lint, ...]

    @property
    def drills(self) -> Mapping[str, DrillRecord]:
        """Return the exercises kept in the case."""
        return self.said.drills

    def lint_of(self, code: str) -> tuple[Lint, ...]:
        """Return what is wrong with a trigger or a scenario."""
        return tuple(one for one in self.lint if code in one.codes)


def of_look(look: Look) -> EmergencyView:
    """Return the emergency plan of a case."""
    case = look.case
    said = b.OfficeWords(case.scenario_words, case.trigger_words, case.drills)
    return view(look.plan, look.pack, said, look.assessment.crowd)


def view(application: Application, pack: Pack, said: b.OfficeWords, crowd: CrowdCase | None) -> EmergencyView:
    """Return the emergency plan of an application."""
    plan = b.breakers(application, pack, said)
    return EmergencyView(application, pack, plan, said, lint(application, pack, plan, crowd))
