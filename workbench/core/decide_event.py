"""Rules after the decision: inspection, opening, the running event, papers, archive."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from workbench.core import codec
from workbench.core import commands as c
from workbench.core.case import Case, Status
from workbench.core.conditions import CLOSED, granted, holding_opening, state
from workbench.core.decide_after import check_found, check_list, check_results
from workbench.core.decide_base import (
    Context,
    Extra,
    Rule,
    choices,
    listed,
    not_future,
    nothing,
    numbered,
    require,
    stated,
    two_officers,
)
from workbench.core.decide_decision import require_gate
from workbench.core.promises import unmet


def _record_opening_check(case: Case, command: c.RecordOpeningCheck, context: Context) -> Extra:
    """The inspection passes only with every line answered, no hazard, no paper owed, no condition unfulfilled."""
    officers = two_officers(command.officers, "ALL.34", context)
    not_future(command.at, context, "at")
    decided = datetime.combine(case.decision.on, time.min) if case.decision else command.at
    _in_order(command.at, decided)
    require(
        not command.hazards,
        "K20",
        "hazards",
        ("隐患须逐项登记位置、责任单位和整改期限", "each hazard needs its place, duty holder and time"),
        ("请登记为隐患清单", "record them as hazards"),
    )
    check_found(command.found, context)
    check_results(case, command.conditions)
    if command.passed or command.results:
        check_list(case, "opening", command.results, command.found, context)
    if command.passed:
        _passes(case, command, context)
    return {**officers, **numbered(context, command.kind)}


def _passes(case: Case, command: c.RecordOpeningCheck, context: Context) -> None:
    require(
        not command.found,
        "K20",
        "found",
        ("隐患未消除，检查不能通过", "hazards stand: the inspection cannot pass"),
        ("请登记为未通过，整改后复查", "record it as not passed and inspect again after the remedy"),
    )
    _no_hazard(case, "passed")
    _conditions_met(case, context, command.conditions)
    _nothing_owed(case, context, "passed")


def _no_hazard(case: Case, field_name: str) -> None:
    """Refuse while a hazard stands; only a passed re-check by two officers removes one."""
    standing = case.after.open_hazards()
    zh = "；".join(f"{key} {hazard.what}（{hazard.place}）" for key, hazard in standing.items())
    en = "; ".join(f"{key} {hazard.what} ({hazard.place})" for key, hazard in standing.items())
    require(
        not standing,
        "K20",
        field_name,
        (f"隐患未消除：{zh}", f"hazards stand: {en}"),
        ("整改后由两名人员复查合格", "have two officers re-check them after the remedy"),
    )


def _conditions_met(case: Case, context: Context, results: tuple[c.ConditionResult, ...] = ()) -> None:
    unmet = holding_opening(case, context.pack, results)
    zh = "；".join(f"{key} {case.conditions[key].title or case.conditions[key].text}" for key in unmet)
    require(
        not unmet,
        "N07",
        "conditions",
        (f"举办前的许可条件未落实：{zh}", f"conditions to be met before opening: {zh}"),
        ("核验落实并登记证据", "check them and record the evidence"),
    )


def _nothing_owed(case: Case, context: Context, field_name: str) -> None:
    owed = unmet(case, context.local)
    require(
        not owed,
        "K07",
        field_name,
        (f"举办前应补齐：{'、'.join(p.item for p in owed)}", f"owed before opening: {', '.join(p.item for p in owed)}"),
        ("补齐、登记并由他人复核后再办理", "record them as they come in, have them confirmed, then try again"),
    )
    require_gate(context, "opening", field_name, settles="K20")


def _open_event(case: Case, command: c.OpenEvent, context: Context) -> Extra:
    not_future(command.at, context, "at")
    _no_hazard(case, "")
    _conditions_met(case, context)
    _nothing_owed(case, context, "")
    _in_order(command.at, case.opening_checks[-1].at)
    return {}


def _in_order(at: datetime, before: datetime) -> None:
    require(
        at >= before,
        "order",
        "at",
        ("时间早于上一步骤", "the time lies before the step it follows"),
        ("请核对时间", "check the time"),
    )


def _next_in_run(case: Case, at: datetime, context: Context) -> None:
    not_future(at, context, "at")
    _in_order(at, case.run[-1].at)


def _suspend_event(case: Case, command: c.SuspendEvent, context: Context) -> Extra:
    """An officer suspends on a named trigger with what was measured, what is ordered and when it may go on."""
    stated(command, "trigger", "measured", "measures", "resume_when")
    listed(command.trigger, context.pack.triggers, "trigger")
    _next_in_run(case, command.at, context)
    _two_sources(command.trigger, command.sources, context)
    return {**_ordered(case, command, context), **numbered(context, command.kind)}


def _two_sources(trigger: str, sources: tuple[str, ...], context: Context) -> None:
    """Refuse a measured trigger with fewer than two different sources; the pack names those that stop first."""
    named = {source.strip() for source in sources if source.strip()}
    least = 1 if trigger in choices(context.pack, "stop_first") else 2
    require(
        len(named) >= least,
        "two_sources",
        "sources",
        ("须有两个相互独立的信息来源", "two sources that do not depend on each other are needed"),
        ("请填写第二个来源；先行处置的触发项填一个即可", "name a second source; a trigger that stops first needs one"),
    )


def _ordered(case: Case, command: c.SuspendEvent | c.StopEvent, context: Context) -> Extra:
    """Return when the order was given by word of mouth and when its paper is due."""
    oral = command.oral or command.at
    require(
        case.run[-1].at <= oral <= command.at,
        "order",
        "oral",
        ("口头命令时间应在上一步骤之后、执行时间之前", "the order lies between the step before and its execution"),
        ("请核对时间", "check the time"),
    )
    hours = int(str(context.pack.parameters["notice_hours_after_order"].value))
    return {"oral": codec.plain(oral), "paper_due": codec.plain(oral + timedelta(hours=hours))}


def _resume_event(case: Case, command: c.ResumeEvent, context: Context) -> Extra:
    """A named officer lets the event go on; the entry says which suspension it ends."""
    stated(command, "note")
    _next_in_run(case, command.at, context)
    ends = max(n for n, entry in enumerate(case.run, 1) if entry.kind == "suspended")
    return {"ends": ends, **numbered(context, command.kind)}


def _stop_event(case: Case, command: c.StopEvent, context: Context) -> Extra:
    """An officer ends the event for good; a trigger, where one is named, has its sources as for a suspension."""
    stated(command, "reason")
    _next_in_run(case, command.at, context)
    if command.trigger:
        listed(command.trigger, context.pack.triggers, "trigger")
        _two_sources(command.trigger, command.sources, context)
    return {**_ordered(case, command, context), **numbered(context, command.kind)}


def _end_event(case: Case, command: c.EndEvent, context: Context) -> Extra:
    _next_in_run(case, command.at, context)
    return {}


def _archive_case(case: Case, _command: c.ArchiveCase, _context: Context) -> Extra:
    """A decision must be served before its file is closed; permits that ended otherwise may be archived at once."""
    ended = case.status in {Status.CANCELLED, Status.PERMIT_ENDED}
    require(
        case.decision is None or case.delivery is not None or ended,
        "ALL.44",
        "",
        ("决定尚未送达", "the decision has not been served yet"),
        ("请先登记送达", "record the delivery first"),
    )
    alive = [key for key in case.conditions if granted(case) and state(case, key) != CLOSED]
    require(
        not alive or case.status is not Status.REVIEWED,
        "N07",
        "",
        (f"许可条件尚未销号：{'、'.join(alive)}", f"conditions not closed yet: {', '.join(alive)}"),
        ("逐项核验并销号", "check and close each of them"),
    )
    return {}


def _record_document(_case: Case, command: c.RecordDocument, _context: Context) -> Extra:
    stated(command, "paper", "sha256", "checkpoint")
    return {}


RULES: dict[str, Rule] = {
    "review_event": nothing,
    **{
        f.__name__[1:]: f
        for f in (
            _record_opening_check,
            _open_event,
            _suspend_event,
            _resume_event,
            _stop_event,
            _end_event,
            _archive_case,
            _record_document,
        )
    },
}
"""Command kind → rule."""
