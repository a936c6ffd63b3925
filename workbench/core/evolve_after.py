"""What checks, hazards, orders, conditions, service, bans and links make of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from workbench.core import codec
from workbench.core import commands as c
from workbench.core.case import Case, Status
from workbench.core.case_parts import Act, OpeningCheck
from workbench.core.evolve_parts import put, take
from workbench.core.parts_after import (
    Ban,
    CaseLink,
    Closing,
    ConditionCheck,
    Ending,
    Hazard,
    Order,
    Patrol,
    Recheck,
    Served,
    Undelivered,
)
from workbench.core.parts_counts import CountSet

Body = Mapping[str, Any]


def _with(case: Case, **changed: Any) -> Case:
    return replace(case, after=replace(case.after, **changed))


def first(accounts: tuple[str, ...], act: Act) -> tuple[str, ...]:
    """Return the confirmation that recording itself is; records made before officers were accounts have none."""
    return (act.by,) if accounts else ()


def with_hazards(case: Case, found: Iterable[c.HazardFound], source: str, at: datetime, *, proposal: str = "") -> Case:
    """Return the case with more hazards, numbered on."""
    hazards = dict(case.after.hazards)
    for hazard in found:
        hazards[f"H{len(hazards) + 1}"] = take(Hazard, hazard, source=source, found=at, proposal=proposal)
    return _with(case, hazards=hazards)


def cleared(case: Case, check: OpeningCheck) -> Case:
    """Return the case after an inspection that both officers stand by."""
    by = "、".join(check.officers)
    looks = tuple(take(ConditionCheck, result, at=check.at, by=by) for result in check.conditions)
    case = _with(case, condition_checks=(*case.after.condition_checks, *looks))
    return replace(case, status=Status.CLEARED) if check.passed else case


def with_ban(case: Case, told: Body, fact: str, evidence: str) -> Case:
    """Return the case with a ban, as it was worked out when it was decided."""
    since, until = codec.scalar(told["since"]), codec.scalar(told["until"])
    made = Ban(told["organisation"], told["uscc"], told["ground"], fact, since, until, evidence)
    return _with(case, bans=(*case.after.bans, made))


def with_ending(case: Case, command: c.EndPermit, act: Act, body: Body) -> Case:
    """Return the case with the decision that ended its permit, and the ban that came with it."""
    banned = body.get("ban")
    until = codec.scalar(banned["until"]) if banned else None
    made = take(Ending, command, kind=command.act, number=body.get("number", ""), act=act, until=until)
    case = _with(case, endings=(*case.after.endings, made))
    return with_ban(case, banned, command.reason, "") if banned else case


def _confirm_check(case: Case, command: c.ConfirmCheck, act: Act, _body: Body) -> Case:
    kind, _, number = command.check.partition(":")
    return _CONFIRM[kind](case, int(number) - 1, act)


def _confirm_site(case: Case, index: int, act: Act) -> Case:
    checks = list(case.site_checks)
    checks[index] = replace(checks[index], confirmed=(*checks[index].confirmed, act.by))
    return replace(case, site_checks=tuple(checks))


def _confirm_opening(case: Case, index: int, act: Act) -> Case:
    """Count the inspection; an older one that somebody confirms late clears nothing."""
    checks = list(case.opening_checks)
    checks[index] = replace(checks[index], confirmed=(*checks[index].confirmed, act.by))
    case = replace(case, opening_checks=tuple(checks))
    newest = index == len(checks) - 1
    return cleared(case, checks[index]) if checks[index].complete and newest else case


def _confirm_patrol(case: Case, index: int, act: Act) -> Case:
    patrols = list(case.after.patrols)
    patrols[index] = replace(patrols[index], confirmed=(*patrols[index].confirmed, act.by))
    return _with(case, patrols=tuple(patrols))


def _confirm_recheck(case: Case, index: int, act: Act) -> Case:
    rechecks, hazards = list(case.after.rechecks), dict(case.after.hazards)
    rechecks[index] = replace(rechecks[index], confirmed=(*rechecks[index].confirmed, act.by))
    if rechecks[index].complete:
        for result in rechecks[index].results:
            if result.passed:
                hazards[result.hazard] = replace(hazards[result.hazard], closed=rechecks[index].at)
    return _with(case, rechecks=tuple(rechecks), hazards=hazards)


_CONFIRM: dict[str, Callable[[Case, int, Act], Case]] = {
    "site": _confirm_site,
    "opening": _confirm_opening,
    "patrol": _confirm_patrol,
    "recheck": _confirm_recheck,
}
"""Kind of record → what a confirmation makes of it."""


def _order_rectification(case: Case, command: c.OrderRectification, act: Act, body: Body) -> Case:
    holder = case.after.hazards[command.hazards[0]].holder
    order = take(Order, command, number=body["number"], holder=holder, act=act)
    hazards = dict(case.after.hazards)
    for key in command.hazards:
        hazards[key] = replace(hazards[key], due=command.due)
    return _with(case, orders=(*case.after.orders, order), hazards=hazards)


def _record_hazards(case: Case, command: c.RecordHazards, act: Act, _body: Body) -> Case:
    patrol = take(Patrol, command, confirmed=first(command.accounts, act))
    case = _with(case, patrols=(*case.after.patrols, patrol))
    source = f"patrol:{len(case.after.patrols)}"
    return with_hazards(case, patrol.found, source, patrol.at, proposal=patrol.proposal)


def _recheck_hazards(case: Case, command: c.RecheckHazards, act: Act, _body: Body) -> Case:
    recheck = take(Recheck, command, confirmed=first(command.accounts, act))
    return _with(case, rechecks=(*case.after.rechecks, recheck))


def _serve_paper(case: Case, command: c.ServePaper, _act: Act, body: Body) -> Case:
    return _with(case, served=put(case.after.served, command.target, take(Served, command, late=body["late"])))


def _check_condition(case: Case, command: c.CheckCondition, act: Act, _body: Body) -> Case:
    look = take(ConditionCheck, command, by=act.name)
    return _with(case, condition_checks=(*case.after.condition_checks, look))


def _close_condition(case: Case, command: c.CloseCondition, act: Act, _body: Body) -> Case:
    closed = put(case.after.closed_conditions, command.condition, Closing(command.reason, act))
    return _with(case, closed_conditions=closed)


def _record_undelivered(case: Case, command: c.RecordUndelivered, _act: Act, _body: Body) -> Case:
    return _with(case, undelivered=(*case.after.undelivered, take(Undelivered, command)))


def _record_ban(case: Case, command: c.RecordBan, _act: Act, body: Body) -> Case:
    return with_ban(case, {**body, "ground": command.ground}, command.fact, command.evidence)


def _link_case(case: Case, command: c.LinkCase, _act: Act, _body: Body) -> Case:
    return _with(case, links=(*case.after.links, take(CaseLink, command)))


def _record_counts(case: Case, command: c.RecordCounts, act: Act, _body: Body) -> Case:
    made = CountSet(command.counts, command.source, command.sha256, act)
    return replace(case, counts=(*case.counts, made))


def _withdraw_counts(case: Case, _command: c.WithdrawCounts, _act: Act, _body: Body) -> Case:
    return replace(case, counts=case.counts[:-1])


HANDLERS: dict[str, Callable[[Case, Any, Act, Body], Case]] = {
    f.__name__[1:]: f
    for f in (
        _confirm_check,
        _order_rectification,
        _record_hazards,
        _recheck_hazards,
        _serve_paper,
        _check_condition,
        _close_condition,
        _record_undelivered,
        _record_ban,
        _link_case,
        _record_counts,
        _withdraw_counts,
    )
}
"""Command kind → handler."""
