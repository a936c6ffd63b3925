"""The checks on the drawing, and on what the plan in force has become beside the filed one.

Which rule of the drawing is a reason of which check is a column of the pack (``site_rules``); a rule without a check is
told beside the drawing alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from workbench.core.assessment import Assessment
from workbench.core.parameters import choices
from workbench.core.plan_differences import Difference, changes
from workbench.core.reasons import Reason, Reasons
from workbench.errors import Text

if TYPE_CHECKING:
    from workbench.site.ground import SiteProblem

RULES = "site_rules"
"""List of the pack: rule of the drawing → title, severity, check."""
FEW = 3
"""Of one rule up to so many problems are told one by one; more are one reason that names all objects."""
NAMED = 8
"""Objects that such a reason names in words."""


def drawing(assessment: Assessment, check: str) -> Reasons:
    """Fire for the problems of the drawing that the pack ranks under a check; a gate is told problem by problem."""
    if assessment.problems is None:
        return None
    rules = choices(assessment.pack, RULES)
    by_rule: dict[str, list[SiteProblem]] = {}
    for one in assessment.problems:
        if rules[one.rule].data.get("check") == check:
            by_rule.setdefault(one.rule, []).append(one)
    singly = bool(assessment.pack.checks[check].gates)
    return tuple(reason for rule, found in by_rule.items() for reason in _told(rules[rule].text, found, singly=singly))


def _told(title: Text, found: list[SiteProblem], *, singly: bool) -> Iterator[Reason]:
    if singly or len(found) <= FEW:
        yield from (_reason(one.text, [code for _, code in one.objects]) for one in found)
        return
    codes = [code for one in found for _, code in one.objects if code]
    named = list(dict.fromkeys(codes))[:NAMED]
    more = "…" if len(set(codes)) > NAMED else ""
    zh = f"{title.zh}，{len(found)} 处：{'、'.join(named)}{more}"
    yield _reason(Text(zh, f"{title.en}, {len(found)} places: {', '.join(named)}{more}"), codes)


def _reason(why: Text, codes: list[str]) -> Reason:
    first, *rest = dict.fromkeys(code for code in codes if code) or ("",)
    return Reason(why, first, tuple(rest))


def departed(assessment: Assessment, sheet: str) -> Reasons:
    """Fire for every figure of posts or gates that is not as it was filed."""
    plan, filed = assessment.plan, assessment.application
    if not plan.rows(sheet) and not filed.rows(sheet):
        return None
    found = changes(filed, plan, assessment.pack)
    return tuple(_difference(one) for one in found if one.sheet == sheet)


def _difference(one: Difference) -> Reason:
    zh = f"{one.what.zh}：申报 {one.filed.zh}，现行 {one.now.zh}"
    en = f"{one.what.en}: filed {one.filed.en}, in force {one.now.en}"
    note = Text(f"{zh}（{one.note.zh}）", f"{en} ({one.note.en})") if one.note.zh else Text(zh, en)
    return _reason(note, [*one.posts, *one.gates])


def _no_drawing(assessment: Assessment) -> Iterator[Text]:
    if assessment.problems is None:
        yield Text("没有平面图数据", "there is no drawing of the plan")


DRAWING = ("K33", "K34", "K35")
"""Checks on the drawing: what shuts a gate, what has to be put right, what is to be looked at."""
DEPARTED = {"K36": "gates", "K37": "posts"}
"""Checks on the difference between the filed plan and the plan in force, with their sheets."""

CHECKS: dict[str, Callable[[Assessment], Reasons]] = {
    **{check: partial(drawing, check=check) for check in DRAWING},
    **{check: partial(departed, sheet=sheet) for check, sheet in DEPARTED.items()},
}
"""Check → the function that computes it."""

GAPS = dict.fromkeys(DRAWING, _no_drawing)
"""Check → what is missing where it is not evaluated."""
