"""Rules of recommendation, countersignature, decision, delivery and publication."""

from __future__ import annotations

from typing import Any, cast

from workbench.core import codec
from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.case_parts import Decision, Recommendation
from workbench.core.decide_base import Context, Extra, Rule, all_listed, choices, listed, not_future, require, stated
from workbench.core.decide_clock import deliver_due
from workbench.core.programme import final_fingerprint
from workbench.core.promises import lower_numbers, unmet
from workbench.core.seal import fingerprint


def _recommend(case: Case, command: c.Recommend, context: Context) -> Extra:
    """Recommend after an on-site check: a grant through the open gate, a refusal on a condition of the law."""
    listed(command.outcome, ("grant", "refuse"), "outcome")
    stated(command, "opinion")
    _site_checked(case)
    final = {"programme": final_fingerprint(case)}
    if command.outcome == "grant":
        return {**_grant(case, command, context), **final}
    _refuse(command, context)
    return {"suspensive": [], **final}


def _site_checked(case: Case) -> None:
    require(
        any(check.complete for check in case.site_checks),
        "TAR.14",
        "",
        ("尚无两名以上人员的现场查验记录", "there is no on-site check by two officers yet"),
        ("请先登记现场查验，并由另一名人员确认", "record the on-site check and have the other officer confirm it"),
    )


def _grant(case: Case, command: c.Recommend, context: Context) -> Extra:
    require(
        not command.reasons,
        "stated",
        "reasons",
        ("准予意见不附不予许可理由", "a grant carries no reasons for refusal"),
        ("请去掉理由，或建议不予许可", "take the reasons out, or recommend refusal"),
    )
    _approved(case, command, context)
    _conditions_complete(case)
    _no_grave_hazard(case, context)
    require_gate(context, "decision", "outcome")
    _nothing_owed(case, context, "outcome")
    return {"suspensive": [p.item for p in unmet(case, context.local, "before_opening")]}


def _nothing_owed(case: Case, context: Context, field_name: str) -> None:
    """Refuse a grant while a paper promised before the decision is owed, overdue or not confirmed."""
    owed = unmet(case, context.local, "before_decision")
    require(
        not owed,
        "K07",
        field_name,
        (
            f"容缺材料尚未补齐：{'、'.join(p.item for p in owed)}",
            f"papers are still owed: {', '.join(p.item for p in owed)}",
        ),
        (
            "补齐、登记并由他人复核后再提出准予意见",
            "record them as they come in, have them confirmed, then recommend",
        ),
    )


def _conditions_complete(case: Case) -> None:
    """A condition that becomes part of a grant says how it is checked; otherwise nobody could close it."""
    bare = [key for key, condition in case.conditions.items() if not condition.check.strip()]
    require(
        not bare,
        "N07",
        "outcome",
        (f"许可条件未写核验方式：{'、'.join(bare)}", f"conditions without a way to check them: {', '.join(bare)}"),
        ("请补写核验方式", "say how each is checked"),
    )


def _no_grave_hazard(case: Case, context: Context) -> None:
    """Venue and facilities must be safe: a grave hazard that stands rules a grant out."""
    severities = context.pack.lists.get("hazard_severities", {})
    grave = [key for key, hazard in case.after.open_hazards().items() if severities[hazard.severity].data.get("grave")]
    require(
        not grave,
        "TAR.11",
        "outcome",
        (f"重大隐患未消除：{'、'.join(grave)}", f"grave hazards stand: {', '.join(grave)}"),
        ("整改并复查合格后再提出准予意见", "recommend a grant once they are removed and re-checked"),
    )


def _approved(case: Case, command: c.Recommend, context: Context) -> None:
    require(
        command.approved is not None and command.approved >= 1,
        "PMR.21",
        "approved",
        ("准予须写明核定人数", "a grant states the approved number of people"),
        ("请填写核定人数", "state the approved number"),
    )
    asked = case.application.fields.get("ev.requested_capacity")
    require(
        not isinstance(asked, int) or cast("int", command.approved) <= asked,
        "TAR.15",
        "approved",
        (f"核定人数超过申请的 {asked} 人", f"more people than the {asked} applied for"),
        ("扩大规模须重新申请", "a larger scale needs a new application"),
    )
    lowest = min((p.number for p in lower_numbers(case, context.local) if p.number is not None), default=None)
    require(
        lowest is None or cast("int", command.approved) <= lowest,
        "K07",
        "approved",
        (f"容缺逾期，核定人数不得超过 {lowest} 人", f"a promise was broken: at most {lowest} people may be approved"),
        ("请降低核定人数", "lower the approved number"),
    )


def require_gate(context: Context, gate: str, field_name: str, settles: str = "") -> None:
    """Refuse while findings close a gate; a gate is never bypassed. ``settles``: the check that the act itself ends."""
    closed = tuple(item for item in context.closed(gate) if item.check != settles)
    zh = "；".join(f"{g.check} {g.text.zh}" for g in closed)
    en = "; ".join(f"{g.check} {g.text.en}" for g in closed)
    require(
        not closed,
        closed[0].check if closed else "",
        field_name,
        (f"尚有未解决的问题：{zh}", f"open findings: {en}"),
        ("请先解决上列问题", "settle these findings first"),
    )


def _refuse(command: c.Recommend, context: Context) -> None:
    require(
        command.reasons,
        "K31",
        "reasons",
        (
            "不予许可须至少引用一项许可条件及其事实、证据",
            "a refusal cites a condition of the law, fact and evidence",
        ),
        ("请逐条填写条件、事实和证据", "state condition, fact and evidence"),
    )
    for reason in command.reasons:
        listed(reason.condition, choices(context.pack, "refusal_conditions"), "reasons")
        stated(reason, "fact", "evidence")


def _return_recommendation(case: Case, command: c.ReturnRecommendation, context: Context) -> Extra:
    stated(command, "reason")
    _other_than(_recommendation(case), context)
    return {}


def _withdraw_recommendation(case: Case, command: c.WithdrawRecommendation, context: Context) -> Extra:
    stated(command, "reason")
    require(
        _recommendation(case).act.by == context.actor.id,
        "own_act",
        "",
        ("只能撤回本人的审查意见", "one can only take back one's own recommendation"),
        ("请由提出人撤回，或由审批人退回", "ask its author, or have the approver return it"),
    )
    return {}


def _countersign(case: Case, command: c.Countersign, context: Context) -> Extra:
    """Another person decides on exactly what was recommended; a third signature may still be wanted."""
    _other_than(_recommendation(case), context)
    _same_seal(case, command.seal, context)
    if third_needed(case, context):
        return {}
    return _decided(case, context)


def _third_sign(case: Case, command: c.ThirdSign, context: Context) -> Extra:
    """A third person signs the same content and thereby decides."""
    recommendation = _recommendation(case)
    _other_than(recommendation, context)
    second = case.signature("countersign")
    require(
        second is None or second.by != context.actor.id,
        "four_eyes",
        "",
        ("复签人不得再作第三签", "the countersigner cannot sign a third time"),
        ("请由另一名审批人签署", "another approver must sign"),
    )
    _same_seal(case, command.seal, context)
    return _decided(case, context)


def _recommendation(case: Case) -> Recommendation:
    return cast("Recommendation", case.recommendation)


def _other_than(recommendation: Recommendation, context: Context) -> None:
    require(
        recommendation.act.by != context.actor.id,
        "four_eyes",
        "",
        ("审批人与提出审查意见的人不得为同一人", "the one who recommended cannot decide"),
        ("请由另一名审批人办理", "another approver must act"),
    )


def _same_seal(case: Case, seen: str, context: Context) -> None:
    """Refuse when the case is no longer what was recommended, or not what the signer saw."""
    present = fingerprint(case, context.pack, context.models)
    signed = case.signature("recommend")
    require(
        signed is not None and signed.fingerprint == present,
        "seal",
        "seal",
        ("审查意见之后案卷内容已变更，指纹不符", "the case has changed since the recommendation: its seal is stale"),
        ("请退回，由主审重新提出审查意见", "return it; the officer recommends anew"),
    )
    require(
        seen == present,
        "seal",
        "seal",
        ("所见内容的指纹与现状不符", "the fingerprint seen is not that of the present content"),
        ("请重新打开案卷，核对后再签", "open the case again, check it, then sign"),
    )


def third_needed(case: Case, context: Context) -> bool:
    """Return whether the pack asks for a third signature on a grant at the case's security level."""
    level = str(case.level.level) if case.level else ""
    return _recommendation(case).outcome == "grant" and level in choices(context.pack, "third_signature")


def _decided(case: Case, context: Context) -> Extra:
    """Draw number and day of the decision; for a grant the gate must still be open."""
    outcome = _recommendation(case).outcome
    if outcome == "grant":
        require_gate(context, "decision", "")
        _nothing_owed(case, context, "")
    paper, number = context.number(outcome)
    return {
        "paper": paper or outcome,
        "number": number,
        "on": codec.plain(context.today),
        "checkpoint": context.checkpoint,
    }


def _deliver(case: Case, command: c.Deliver, context: Context) -> Extra:
    """Served once, on or after the day of decision; lateness is recorded, not refused."""
    stated(command, "method", "receiver")
    listed(command.method, choices(context.pack, "delivery_methods"), "method")
    data = context.pack.lists["delivery_methods"][command.method].data
    stated(command, *(name for name in ("tracking", "receipt", "refused", "witness") if name in str(data.get("needs"))))
    decision = _decision(case)
    require(
        case.delivery is None,
        "once",
        "",
        ("决定已经送达", "the decision has been served already"),
        ("无需再次登记", "nothing is left to record"),
    )
    _after_decision(case, command.on, context)
    limit = deliver_due(decision.on, context)
    return {"limit": codec.plain(limit), "late": command.on > limit}


def _publish(case: Case, command: c.Publish, context: Context) -> Extra:
    stated(command, "where")
    listed(command.where, choices(context.pack, "publication_places"), "where")
    kinds = context.pack.lists.get("redactions", {})
    all_listed(command.removed, list(kinds), "removed")
    require(
        command.redactions or not any(kinds[code].data.get("stated") for code in command.removed),
        "stated",
        "redactions",
        (
            "隐去商业秘密的，须写明隐去的文字",
            "business secrets are left out passage by passage: state them",
        ),
        ("逐行写出决定书中要隐去的原文", "write each passage of the decision that is left out on a line of its own"),
    )
    if context.pack.lists["publication_places"][command.where].data.get("withheld"):
        listed(command.ground, choices(context.pack, "withholding_grounds"), "ground")
    require(
        case.publication is None,
        "once",
        "",
        ("决定已经公开", "the decision has been made public already"),
        ("无需再次登记", "nothing is left to record"),
    )
    _after_decision(case, command.on, context)
    return {}


def _decision(case: Case) -> Decision:
    return cast("Decision", case.decision)


def _after_decision(case: Case, day: Any, context: Context) -> None:
    not_future(day, context, "on")
    require(
        day >= _decision(case).on,
        "order",
        "on",
        ("日期早于决定之日", "the day lies before the decision"),
        ("请核对日期", "check the day"),
    )


RULES: dict[str, Rule] = {
    f.__name__[1:]: f
    for f in (
        _recommend,
        _return_recommendation,
        _withdraw_recommendation,
        _countersign,
        _third_sign,
        _deliver,
        _publish,
    )
}
"""Command kind → rule."""
