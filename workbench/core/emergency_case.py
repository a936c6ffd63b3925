"""The emergency plan of a case: the plan in force with what the office has said beside it."""

from __future__ import annotations

from workbench.core.breakers import Breakers, OfficeWords, breakers
from workbench.core.case import Case
from workbench.core.pack import Pack
from workbench.core.working_plan import plan_of


def case_breakers(case: Case, pack: Pack) -> Breakers:
    """Return triggers and scenarios of a case as they would be carried out."""
    said = OfficeWords(case.scenario_words, case.trigger_words, case.drills)
    return breakers(plan_of(case), pack, said)
