"""The checks of a case that the application alone cannot answer: what officers did, concluded and recorded.

``settled`` answers what the gate rests on (on-site checks, culture approval, requests to change, refusal grounds);
``concluded`` adds what the gate itself found about programme, risk factors and consultations, so that every check of
the register stands in one list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from workbench.core import findings_event
from workbench.core.assessment import Assessment
from workbench.core.case import Case, Status
from workbench.core.case_parts import Change, Consultation, LevelChoice, StandingProblem
from workbench.core.commands import RefusalReason
from workbench.core.consultation import stance, waiting
from workbench.core.daily_records import missing_days
from workbench.core.decide_base import GateItem
from workbench.core.findings import with_answers
from workbench.core.pack import Pack
from workbench.core.parameters import choices, word, words
from workbench.core.programme import counted_as
from workbench.core.programme_rules import ActState
from workbench.core.reasons import Reason, Reasons
from workbench.errors import Text

INSPECTION = "opening_check"
"""Object of the reason that asks for the inspection before opening."""
CULTURE = "K21"
FACTORS = "K23"
REFUSAL = "K31"
CANCELLED = "cancel"
"""How an act counts whose cancellation was advised."""
TAKES_PLACE = frozenset({Status.RUNNING, Status.SUSPENDED, Status.ENDED, Status.STOPPED, Status.REVIEWED})
"""States of an event that has begun."""
CONSENT = frozenset({"for", "none"})
"""Stances of the culture authority that settle an act without an approval number."""


def settled(case: Case, assessment: Assessment, computed: int | None) -> Assessment:
    """Return the assessment with the answers that rest on the case's own records.

    ``computed`` is the security level that follows from the scores, ``None`` while it cannot be told.
    """
    answers: dict[str, Reasons] = {
        **waived(case, assessment),
        "K20": inspection(case, assessment),
        CULTURE: culture(case, assessment),
        FACTORS: level(case, computed),
        "K25": change(case, assessment),
        REFUSAL: refusal(case, assessment),
        "K28": daily(case, assessment),
    }
    return with_answers(assessment, answers, raised(case))


def waived(case: Case, assessment: Assessment) -> dict[str, Reasons]:
    """Return the answers of checks of which an officer has let reasons stand: these are told under a milder check."""
    found = {one.check.code: one for one in assessment.findings}
    answers: dict[str, Reasons] = {}
    for one in found.values():
        milder, stands = one.check.waived, [r for r in one.reasons if r.why.zh in case.standing_problems]
        if stands and milder in found:
            answers[one.check.code] = tuple(r for r in one.reasons if r not in stands)
            told = (_let_stand(reason, case.standing_problems[reason.why.zh]) for reason in stands)
            answers[milder] = (*found[milder].reasons, *told)
    return answers


def _let_stand(reason: Reason, stands: StandingProblem) -> Reason:
    told = Text(f"{reason.why.zh}（准予保留：{stands.reason}）", f"{reason.why.en} (left standing: {stands.reason})")
    return replace(reason, why=told)


def daily(case: Case, assessment: Assessment) -> Reasons:
    """Fire for days of a permitted event without their records; an event that does not take place has none."""
    if case.status not in TAKES_PLACE:
        return None
    over = case.status not in {Status.RUNNING, Status.SUSPENDED}
    last = max((entry.at.date() for entry in case.run), default=assessment.as_of) if over else assessment.as_of
    until = min(last, assessment.as_of)
    return missing_days(assessment.application, case.registers.values(), assessment.pack, until)


def concluded(case: Case, assessment: Assessment, gate: Iterable[GateItem]) -> Assessment:
    """Return the settled assessment with what the gate found about programme, factors and consultations."""
    own = [item for item in gate if not item.fired]

    def of(check: str) -> tuple[Reason, ...]:
        return tuple(Reason(item.text, next(iter(item.objects), "")) for item in own if item.check == check)

    said = {found.check.code: found for found in assessment.findings}

    def with_known(check: str) -> tuple[Reason, ...]:
        known = said[check]
        return (*map(Reason, known.why, known.places), *of(check))

    refused = case.decision is not None and case.decision.outcome == "refuse"
    answers: dict[str, Reasons] = {FACTORS: None if refused else with_known(FACTORS)}
    answers["K22"] = of("K22") if case.application.rows("programme") and not refused else None
    if of(CULTURE):
        answers[CULTURE] = with_known(CULTURE)
    return with_answers(assessment, answers)


def raised(case: Case) -> Mapping[str, str]:
    """Return severities other than those of the register: without a running consultation an open act blocks."""
    return {} if waiting(case) or case.accepted is None else {CULTURE: "block"}


def inspection(case: Case, assessment: Assessment) -> Reasons:
    """Fire for checks that one officer alone stands by, hazards that stand, and a grant without a passed inspection."""
    if not case.site_checks and case.status != Status.GRANTED and not case.after.hazards:
        return None
    reasons = [*_lonely(case, assessment), *_hazards(case, assessment.pack)]
    if case.status == Status.GRANTED and not any(check.passed and check.complete for check in case.opening_checks):
        reasons.append(Reason(Text("尚无合格的举办前检查", "no inspection before opening has passed yet"), INSPECTION))
    return tuple(reasons)


def _lonely(case: Case, assessment: Assessment) -> tuple[Reason, ...]:
    """Return the on-site checks that two officers do not stand by, unless a later one made up for it."""
    complete = max((check.at for check in case.site_checks if check.complete), default=None)
    if complete is not None and complete >= max(check.at for check in case.site_checks):
        return ()
    return findings_event.site_check(assessment) or ()


def _hazards(case: Case, pack: Pack) -> Iterator[Reason]:
    for key, hazard in case.after.open_hazards().items():
        due = f"{hazard.due:%m-%d %H:%M}"
        advised = pack.lists.get("hazard_proposals", {}).get(hazard.proposal)
        zh = f"隐患未消除：{hazard.what}（{hazard.place}，{hazard.holder}，{due} 前）"
        en = f"a hazard stands: {hazard.what} ({hazard.place}, {hazard.holder}, by {due})"
        more = advised.text if advised else None
        yield Reason(Text(f"{zh}；{more.zh}", f"{en}; {more.en}") if more else Text(zh, en), key)


def culture(case: Case, assessment: Assessment) -> Reasons:
    """Fire for acts without approval that no opinion of the culture authority covers and that still take place."""
    if not assessment.acts:
        return None
    if _opinion(case, assessment):
        return ()
    open_ = [act for act in assessment.acts if not act.approved and _performed(act, case, assessment)]
    return findings_event.unapproved(open_)


def _opinion(case: Case, assessment: Assessment) -> bool:
    """Return whether the culture authority has agreed in writing; one of its later objections outweighs that."""
    asked = [one for one in case.consultations.values() if one.position and _of_culture(one, assessment)]
    latest = max((one.received or date.min for one in asked), default=None)
    newest = [one for one in asked if (one.received or date.min) == latest]
    return bool(newest) and all(stance(assessment.pack, one.position) in CONSENT for one in newest)


def _of_culture(asked: Consultation, assessment: Assessment) -> bool:
    if not asked.current:
        return False
    named = words(assessment.pack, "culture_words")
    return asked.code == word(assessment.pack, "culture_department") or any(w in asked.dept for w in named)


def _performed(act: ActState, case: Case, assessment: Assessment) -> bool:
    """Return whether an act takes place: one that was advised away, with the organiser's consent, does not."""
    answer = case.answers.get(act.no)
    given_up = counted_as(act.no, case, assessment.pack) == CANCELLED and answer is not None and answer.accepted
    return not given_up


def change(case: Case, assessment: Assessment) -> Reasons:
    """Guide through every request that is not decided yet."""
    if not case.changes:
        return None
    open_ = {_key(request) for request in case.changes if not request.result}
    states = [s for s in assessment.changes if (s.request.at, s.request.kind, s.request.what) in open_]
    return tuple(findings_event.guidance(assessment.pack, states))


def _key(request: Change) -> tuple[object, ...]:
    return request.requested, request.change, request.what


def level(case: Case, computed: int | None) -> Reasons:
    """Fire for a level that is no longer the computed one and has no reason, or lies below it without an approver.

    An approver who allowed less than one level has not allowed less than a higher one that the scores give by now.
    """
    chosen = case.level
    if chosen is None or computed is None or chosen.level == computed:
        return None
    if chosen.approver and chosen.computed is not None and computed < chosen.computed:
        return (_outgrown(chosen, chosen.computed, computed),)
    if chosen.reason and (chosen.level < computed or chosen.approver):
        return None
    zh = f"已定等级 {chosen.level}，按现有评分为 {computed}，未写明调整理由或批准人"
    en = f"level {chosen.level} is set, the scores now give {computed}: no reason or approver is stated"
    return (Reason(Text(zh, en), "level"),)


def _outgrown(chosen: LevelChoice, allowed: int, computed: int) -> Reason:
    zh = f"已定等级 {chosen.level} 获准时计算等级为 {allowed}，按现有评分为 {computed}，须重新批准"
    en = f"level {chosen.level} was allowed when {allowed} was computed; the scores now give {computed}: ask again"
    return Reason(Text(zh, en), "level")


def refusal(case: Case, assessment: Assessment) -> Reasons:
    """Fire for a refusal that lacks condition, fact or evidence, or a paper that does not name both ways of appeal."""
    made = case.recommendation
    if made is None or made.outcome != "refuse":
        return None
    return (*_grounds(made.reasons, assessment), *_appeal(assessment))


def _grounds(reasons: tuple[RefusalReason, ...], assessment: Assessment) -> Iterator[Reason]:
    known = choices(assessment.pack, "refusal_conditions")
    if not reasons:
        yield Reason(Text("没有写明不予许可的理由", "no reason for the refusal is stated"), "reasons")
    for number, reason in enumerate(reasons, 1):
        lacking = [
            name
            for name, there in (
                (Text("许可条件", "condition"), reason.condition in known),
                (Text("事实", "fact"), reason.fact.strip()),
                (Text("证据", "evidence"), reason.evidence.strip()),
            )
            if not there
        ]
        if lacking:
            zh, en = "、".join(t.zh for t in lacking), ", ".join(t.en for t in lacking)
            yield Reason(Text(f"第 {number} 条理由缺{zh}", f"reason {number} lacks {en}"), str(number))


def _appeal(assessment: Assessment) -> Iterator[Reason]:
    paper = choices(assessment.pack, "act_papers").get("refuse")
    row = assessment.pack.papers.get(str(paper.data["paper"])) if paper else None
    told = "".join(text.zh for text in row.texts.values()) if row else ""
    for way in choices(assessment.pack, "appeal_ways").values():
        if way.text.zh not in told:
            yield Reason(Text(f"决定书未载明{way.text.zh}", f"the paper does not name {way.text.en}"), "appeal")
