"""Rules after the decision: opening, the running event, changes, cancellation, the end of a permit, papers, archive."""

from __future__ import annotations

from datetime import datetime, time

from workbench.core import commands as c
from workbench.core.case import Case, Status
from workbench.core.case_parts import Change
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


def _record_opening_check(case: Case, command: c.RecordOpeningCheck, context: Context) -> Extra:
    """The inspection passes only without hazards, owed papers and findings that close the opening gate."""
    two_officers(command.officers, "ALL.34")
    not_future(command.at, context, "at")
    decided = datetime.combine(case.decision.on, time.min) if case.decision else command.at
    _in_order(command.at, decided)
    if command.passed:
        require(
            not command.hazards,
            "K20",
            "hazards",
            ("隐患未消除，检查不能通过", "hazards stand: the inspection cannot pass"),
            ("请登记为未通过，整改后复查", "record it as not passed and inspect again after the remedy"),
        )
        _nothing_owed(case, context, "passed")
    return numbered(context, command.kind)


def _nothing_owed(case: Case, context: Context, field_name: str) -> None:
    owed = case.open_promises()
    require(
        not owed,
        "K07",
        field_name,
        (f"举办前应补齐：{'、'.join(p.item for p in owed)}", f"owed before opening: {', '.join(p.item for p in owed)}"),
        ("补齐并登记后再办理", "record them as they come in, then try again"),
    )
    require_gate(context, "opening", field_name)


def _open_event(case: Case, command: c.OpenEvent, context: Context) -> Extra:
    not_future(command.at, context, "at")
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
    return numbered(context, command.kind)


def _resume_event(case: Case, command: c.ResumeEvent, context: Context) -> Extra:
    stated(command, "note")
    _next_in_run(case, command.at, context)
    return {}


def _stop_event(case: Case, command: c.StopEvent, context: Context) -> Extra:
    stated(command, "reason")
    _next_in_run(case, command.at, context)
    return numbered(context, command.kind)


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
    return {}


def _request_change(_case: Case, command: c.RequestChange, context: Context) -> Extra:
    listed(command.change, choices(context.pack, "change_kinds"), "change")
    stated(command, "what")
    not_future(command.requested, context, "requested")
    return {}


def _decide_change(case: Case, command: c.DecideChange, context: Context) -> Extra:
    """Time may be approved if asked for before the original start; anything else is a new application."""
    stated(command, "reason")
    request = _request(case, command.request)
    route = context.pack.lists["change_kinds"][request.change].data.get("route")
    require(
        not command.approved or route == "approve",
        "TAR.15",
        "approved",
        ("变更地点、内容或扩大规模须重新申请", "a new place, other content or a larger scale needs a new application"),
        ("请告知重新申请；取消的按取消办理", "tell the applicant to apply anew; a cancellation is recorded as such"),
    )
    start = _decided_start(case)
    require(
        not command.approved or start is None or request.requested < start,
        "TAR.15",
        "approved",
        ("变更时间须在原定举办时间前提出", "a change of time must be asked for before the original start"),
        ("请不予同意", "do not approve it"),
    )
    refused = "new_application" if route == "new_application" else "not_approved"
    return {"result": "approved" if command.approved else refused, **numbered(context, command.kind)}


def _decided_start(case: Case) -> datetime | None:
    return case.decision.start if case.decision else case.first_start()


def _request(case: Case, number: int) -> Change:
    listed(str(number), [str(i) for i, ch in enumerate(case.changes, 1) if not ch.result], "request")
    return case.changes[number - 1]


def _cancel_event(case: Case, command: c.CancelEvent, context: Context) -> Extra:
    """A cancellation is told in writing before the start, and the permit handed back."""
    not_future(command.notice, context, "notice")
    start = _decided_start(case)
    require(
        start is None or command.notice < start,
        "TAR.15",
        "notice",
        ("取消须在原定举办时间前书面告知", "a cancellation is told in writing before the start"),
        ("活动已开始的，按停止或结束办理", "once begun, the event is stopped or ended"),
    )
    require(
        command.returned,
        "TAR.15",
        "returned",
        ("取消须交回许可决定书", "the permit must be handed back"),
        ("收回许可决定书后再登记", "record it when the permit is back"),
    )
    return numbered(context, command.kind)


def _end_permit(_case: Case, command: c.EndPermit, context: Context) -> Extra:
    """Withdraw, revoke or deregister, with reason and legal basis; a withdrawal says how losses are made good."""
    listed(command.act, choices(context.pack, "permit_ends"), "act")
    stated(command, "reason", "basis")
    if context.pack.lists["permit_ends"][command.act].data.get("compensation"):
        stated(command, "compensation")
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
            _request_change,
            _decide_change,
            _cancel_event,
            _end_permit,
            _record_document,
        )
    },
}
"""Command kind → rule."""
