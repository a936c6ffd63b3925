"""Members of the pre-check's answer on circuit-breaker triggers and emergency scenarios."""

from __future__ import annotations

from workbench.core.assessment import Assessment
from workbench.core.emergency import scenario_states
from workbench.core.trigger_rules import problems, trigger_states

Answer = dict[str, object]


def members(assessment: Assessment) -> Answer:
    """Return the members by name; a member whose sheet is missing is ``None``."""
    return {
        "triggers": _triggers(assessment) if assessment.plan_has_sheet("triggers") else None,
        "emergency": _emergency(assessment) if assessment.plan_has_sheet("emergency") else None,
    }


def _triggers(assessment: Assessment) -> Answer:
    states = trigger_states(assessment.plan, assessment.pack)
    return {
        "findings": [{"code": one.code, "problem": one.text.zh} for one in problems(states)],
        "expected_set": [state.trigger.code for state in states if state.expected],
        "convention": "C-TRIG",
    }


def _emergency(assessment: Assessment) -> Answer:
    states = scenario_states(assessment.plan, assessment.pack)
    covered = [state for state in states if state.covered]
    return {
        "expected_set": [state.scenario.code for state in states if state.expected],
        "missing": [state.scenario.code for state in states if state.missing],
        "without_decider": [state.scenario.code for state in covered if not state.said("decider")],
        "undrilled": [state.scenario.code for state in covered if not state.drilled],
        "convention": "C-EMER",
    }
