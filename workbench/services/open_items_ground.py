"""Open items of the ground beyond the findings: what is wrong in triggers and scenarios, gaps of the deployment."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.emergency_lint import Lint
from workbench.errors import Text
from workbench.services import deployment_desk, emergency_view
from workbench.services.deployment_notes import TOLD_BY_CHECKS
from workbench.services.looking import BEFORE_DECISION, OPEN_PERMIT, Look
from workbench.services.views_deployment import DeploymentView
from workbench.services.views_lists import OpenItem

DEPLOYMENT, EMERGENCY = 7, 16
"""Step and page on which they are worked on."""
NAMED = 6
"""Codes that a line names; the others are counted."""
_KINDS = {"block": "block", "critical": "block", "red": "block", "correction": "correct", "warn": "warn"}


def ground_items(look: Look) -> tuple[OpenItem, ...]:
    """Return the items of a case whose event is still to come or under way; worked out once per state of the case."""
    case = look.case
    if case.status not in BEFORE_DECISION | OPEN_PERMIT:
        return ()
    objects = (look.assessment, case.roster, case.registers, case.scenario_words, case.trigger_words, case.drills)
    return look.desk.memo.take(
        f"ground items {case.id}", objects, (look.level,), lambda: (*_emergency(look), *_deployment(look))
    )


def _emergency(look: Look) -> Iterator[OpenItem]:
    """Yield what is wrong in triggers and scenarios, each rule once with all its places."""
    if not look.plan.rows("triggers") and not look.plan.rows("emergency"):
        return
    by_rule: dict[str, list[Lint]] = {}
    for one in emergency_view.of_look(look).lint:
        by_rule.setdefault(one.rule.code, []).append(one)
    for found in by_rule.values():
        codes = tuple(dict.fromkeys(code for one in found for code in one.codes))
        first = found[0]
        text = _placed(first.text if len(found) == 1 else first.rule.text, codes)
        yield OpenItem(
            _KINDS.get(first.severity, "info"), text, EMERGENCY, codes[0] if codes else "",
            remedy=first.remedy, others=codes[1:],
        )  # fmt: skip


def _deployment(look: Look) -> Iterator[OpenItem]:
    """Yield what the deployment lacks beyond the checks of the register: soft rules as notes, gaps of the roster."""
    if look.assessment.deployment is None:
        return
    view = deployment_desk.view_of(deployment_desk.ground_of(look))
    for note in view.notes:
        if note.ok is False and note.code not in TOLD_BY_CHECKS:
            first, *rest = note.objects or ("",)
            yield OpenItem("info" if note.soft else "warn", note.text, DEPLOYMENT, first, others=tuple(rest))
    yield from _roster(view)


def _roster(view: DeploymentView) -> Iterator[OpenItem]:
    """Yield places that nobody fills once a roster was begun, and what cannot stand in it."""
    short = tuple(post.key for post in view.posts if post.fill.gap)
    if view.rostered and short:
        gap = view.fill.gap
        text = Text(f"排班缺 {gap} 人次：{_named(short, '、')}", f"roster lacks {gap} people: {_named(short, ', ')}")
        yield OpenItem("warn", text, DEPLOYMENT, short[0], others=short[1:])
    for fault in view.faults:
        first, *rest = fault.posts or ("",)
        yield OpenItem("warn" if fault.hard else "info", fault.text, DEPLOYMENT, first, others=tuple(rest))


def _placed(text: Text, codes: tuple[str, ...]) -> Text:
    if not codes or all(code in text.zh for code in codes):
        return text
    return Text(f"{text.zh}：{_named(codes, '、')}", f"{text.en}: {_named(codes, ', ')}")


def _named(codes: tuple[str, ...], between: str) -> str:
    told = between.join(codes[:NAMED])
    return f"{told} +{len(codes) - NAMED}" if len(codes) > NAMED else told
