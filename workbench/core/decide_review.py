"""Rules of the review: verdicts, scores, site, notes, conditions."""

from __future__ import annotations

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.decide_after import check_found, check_list
from workbench.core.decide_base import (
    Context,
    Extra,
    Rule,
    all_listed,
    choices,
    listed,
    not_future,
    numbered,
    require,
    stated,
    two_officers,
)
from workbench.core.decide_duties import one_owner
from workbench.core.gate import OVERALL
from workbench.core.working_plan import plan_of


def _judge_material(case: Case, command: c.JudgeMaterial, context: Context) -> Extra:
    """A paper gets a verdict of the pack; one that asks for something says why."""
    listed(command.item, context.pack.materials, "item")
    if not command.verdict:
        return {}
    verdicts = context.pack.lists.get("document_verdicts", {})
    listed(command.verdict, verdicts, "verdict")
    all_listed(command.reasons, choices(context.pack, "defects"), "reasons")
    data = verdicts[command.verdict].data
    if data.get("owed"):
        require(
            context.pack.materials[command.item].tolerable,
            "tolerance",
            "verdict",
            (f"{command.item} 不得容缺", f"{command.item} is never tolerated as missing"),
            ("请判为需补正", "ask for a correction instead"),
        )
    explained = command.reasons or command.note.strip() or command.remedy.strip() or _reason_notes(case, command.item)
    require(
        explained or not data.get("needs_reason"),
        "reason",
        "reasons",
        ("该结论须有理由", "this verdict needs a reason"),
        ("请选择理由代码、填写说明或钉一条作为理由的批注", "choose a reason, write one, or pin a note as the reason"),
    )
    return {}


def _reason_notes(case: Case, item: str) -> bool:
    return any(note.is_reason and note.item == item for note in case.notes.values())


def _write_note(_case: Case, command: c.WriteNote, _context: Context) -> Extra:
    stated(command, "note", "text", "item")
    require(
        0 <= command.x <= 1 and 0 <= command.y <= 1 and command.page >= 0,
        "range",
        "x",
        ("批注位置不在页面上", "the note does not lie on the page"),
        ("请在页面内重新放置", "place it on the page"),
    )
    return {}


def _remove_note(case: Case, command: c.RemoveNote, _context: Context) -> Extra:
    listed(command.note, case.notes, "note")
    return {}


def _judge_plan(_case: Case, command: c.JudgePlan, context: Context) -> Extra:
    listed(command.content, context.pack.plan, "content")
    require(
        command.score in {None, 0, 1, 2},
        "range",
        "score",
        ("方案内容评分为 0、1 或 2", "a plan content scores 0, 1 or 2"),
        ("请选择 0、1 或 2", "choose 0, 1 or 2"),
    )
    return {}


def _judge_site(case: Case, command: c.JudgeSite, context: Context) -> Extra:
    codes = [str(r["code"]) for sheet in ("zones", "gates", "posts") for r in plan_of(case).rows(sheet)]
    listed(command.object, (*codes, *OVERALL), "object")
    if command.verdict:
        listed(command.verdict, choices(context.pack, "site_verdicts"), "verdict")
        if context.pack.lists["site_verdicts"][command.verdict].data.get("needs_reason"):
            stated(command, "note")
    return {}


def _waive_problem(case: Case, command: c.WaiveProblem, context: Context) -> Extra:
    """A problem that shuts a gate is let stand as it is now; taking that back is always possible."""
    if not command.reason.strip():
        return {}
    from workbench.core.site_checks import waivable

    listed(command.problem, [one.text.zh for one in waivable(plan_of(case), context.pack)], "problem")
    return {}


def _answer_finding(_case: Case, command: c.AnswerFinding, context: Context) -> Extra:
    listed(command.check, context.pack.checks, "check")
    return {}


def _record_site_check(case: Case, command: c.RecordSiteCheck, context: Context) -> Extra:
    officers = two_officers(command.officers, "ALL.34", context)
    stated(command, "place", "conclusion")
    if command.results:
        check_list(case, "site", command.results, command.found, context)
    check_found(command.found, context)
    not_future(command.at, context, "at")
    require(
        command.at >= case.received,
        "order",
        "at",
        ("查验时间早于收件时间", "the check is dated before the package came"),
        ("请核对时间", "check the time"),
    )
    return {**officers, **numbered(context, command.kind)}


def _set_condition(_case: Case, command: c.SetCondition, context: Context) -> Extra:
    """A condition says what, who and by when; otherwise nobody could check it."""
    stated(command, "condition", "text", "owner", "moment")
    listed(command.moment, choices(context.pack, "condition_moments"), "moment")
    one_owner(command.owner, ("请分成几项条件，每项一个责任人", "make it several conditions, each with one owner"))
    return {}


def _remove_condition(case: Case, command: c.RemoveCondition, _context: Context) -> Extra:
    listed(command.condition, case.conditions, "condition")
    return {}


RULES: dict[str, Rule] = {
    f.__name__[1:]: f
    for f in (
        _judge_material,
        _write_note,
        _remove_note,
        _judge_plan,
        _judge_site,
        _waive_problem,
        _answer_finding,
        _record_site_check,
        _set_condition,
        _remove_condition,
    )
}
"""Command kind → rule."""
