"""What review, recommendation and decision make of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

from workbench.core import codec
from workbench.core import commands as c
from workbench.core.case import Case, Status
from workbench.core.case_parts import (
    Act,
    Condition,
    Decision,
    Delivery,
    DutyState,
    Governing,
    MaterialVerdict,
    Note,
    PlanScore,
    Publication,
    Recommendation,
    Returned,
    SiteCheck,
    SiteVerdict,
    StandingProblem,
    Stated,
    TakenBack,
)
from workbench.core.evolve_after import first, with_hazards
from workbench.core.evolve_emergency import ENTRIES as EMERGENCY_ENTRIES
from workbench.core.evolve_parts import EDITS, in_review, put, take, with_map
from workbench.core.evolve_programme import ENTRIES as PROGRAMME_ENTRIES
from workbench.core.evolve_programme import HANDLERS as PROGRAMME
from workbench.core.evolve_risk import ENTRIES as RISK_ENTRIES
from workbench.core.evolve_risk import HANDLERS as RISK
from workbench.core.parts_consultation import Meeting, Resolution
from workbench.core.register_entries import RegisterEntry

Body = Mapping[str, Any]
Handler = Callable[[Case, Any, Act, Body], Case]


def entry_of(command: c.Command) -> object | None:
    """Return the entry that a keyed edit leaves in its map; ``None`` when the edit takes the entry out."""
    kind, is_empty = ENTRIES[command.kind]
    return None if is_empty(command) else take(kind, command)


def _never(_command: Any) -> bool:
    return False


def _removes(_command: Any) -> bool:
    return True


ENTRIES: dict[str, tuple[type, Callable[[Any], bool]]] = {
    "judge_material": (MaterialVerdict, lambda x: not x.verdict),
    "judge_plan": (PlanScore, lambda x: x.score is None),
    "set_duty": (DutyState, lambda x: not x.status),
    "judge_site": (SiteVerdict, lambda x: not x.verdict),
    "waive_problem": (StandingProblem, lambda x: not x.reason.strip()),
    "write_note": (Note, _never),
    "state_fact": (Stated, lambda x: not x.how),
    "remove_note": (Note, _removes),
    "set_condition": (Condition, _never),
    "remove_condition": (Condition, _removes),
    "resolve_conflict": (Resolution, lambda x: not x.way),
    "set_meeting": (Meeting, _never),
    "remove_meeting": (Meeting, _removes),
    **RISK_ENTRIES,
    **PROGRAMME_ENTRIES,
    **EMERGENCY_ENTRIES,
    "set_entry": (RegisterEntry, _never),
    "strike_entry": (RegisterEntry, _removes),
}


LATER = {"duties": "later_duties", "meetings": "later_meetings"}
"""Field of a keyed edit → the one that takes its entries after the decision, so that no seal goes stale."""


def map_of(case: Case, kind: str) -> str:
    """Return the field that holds the entries of a keyed edit; some have a second one after the decision."""
    name = EDITS[kind][0]
    return LATER.get(name, name) if case.decision else name


def edit(case: Case, command: c.Command, _act: Act, _body: Body) -> Case:
    """Put, change or take out one entry."""
    name, key = map_of(case, command.kind), getattr(command, EDITS[command.kind][1])
    return with_map(case, name, put(getattr(case, name), key, entry_of(command)))


def _return_duties(case: Case, command: c.ReturnDuties, _act: Act, body: Body) -> Case:
    lines = {duty: Returned(code, person, command.on, command.source) for duty, code, person in body["lines"]}
    return replace(case, returned={**case.returned, **lines})


def _choose_fact(case: Case, command: c.ChooseFact, _act: Act, body: Body) -> Case:
    known, governs = tuple(body.get("known", ())), tuple(body.get("governs", ()))
    governing = None if command.value is None else take(Governing, command, known=known, governs=governs)
    return replace(case, facts=put(case.facts, (command.fact, command.scope), governing))


def _answer_finding(case: Case, command: c.AnswerFinding, _act: Act, _body: Body) -> Case:
    answers = put(case.finding_answers, (command.check, command.object), command.answer or None)
    return replace(case, finding_answers=answers)


def _record_site_check(case: Case, command: c.RecordSiteCheck, act: Act, body: Body) -> Case:
    check = take(SiteCheck, command, confirmed=first(command.accounts, act), number=body.get("number", ""))
    case = replace(case, site_checks=(*case.site_checks, check))
    return with_hazards(case, check.found, f"site:{len(case.site_checks)}", check.at)


def _recommend(case: Case, command: c.Recommend, act: Act, body: Body) -> Case:
    recommendation = take(
        Recommendation, command, act=act, suspensive=tuple(body["suspensive"]), programme=body.get("programme", "")
    )
    return replace(case, recommendation=recommendation, status=Status.RECOMMENDED)


def take_back(case: Case, command: Any, act: Act, _body: Body) -> Case:
    """End a recommendation that was returned or withdrawn; the case is under review again."""
    past = TakenBack(cast("Recommendation", case.recommendation), command.kind, command.reason, act)
    return in_review(replace(case, recommendation=None, taken_back=(*case.taken_back, past)))


def countersign(case: Case, _command: Any, act: Act, body: Body) -> Case:
    """Decide; or wait for the third signature where one is still wanted."""
    if not body.get("paper"):
        return replace(case, status=Status.COUNTERSIGNED)
    recommendation = cast("Recommendation", case.recommendation)
    decision = Decision(
        outcome=recommendation.outcome,
        paper=body["paper"],
        number=body["number"],
        on=codec.scalar(body["on"]),
        approved=recommendation.approved,
        checkpoint=body["checkpoint"],
        act=act,
        start=case.first_start(),
    )
    status = Status.GRANTED if recommendation.outcome == "grant" else Status.REFUSED
    return replace(case, decision=decision, status=status)


def _deliver(case: Case, command: c.Deliver, _act: Act, body: Body) -> Case:
    served = take(Delivery, command, limit=codec.scalar(body["limit"]), late=body["late"])
    return replace(case, delivery=served)


def _publish(case: Case, command: c.Publish, _act: Act, _body: Body) -> Case:
    return replace(case, publication=take(Publication, command))


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(ENTRIES, edit),
    **PROGRAMME,
    **RISK,
    "choose_fact": _choose_fact,
    "return_duties": _return_duties,
    "answer_finding": _answer_finding,
    "record_site_check": _record_site_check,
    "recommend": _recommend,
    "return_recommendation": take_back,
    "withdraw_recommendation": take_back,
    "countersign": countersign,
    "third_sign": countersign,
    "deliver": _deliver,
    "publish": _publish,
}
"""Command kind → handler."""
