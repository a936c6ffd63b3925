"""Rules of what becomes of a permit: changes, cancellation, and its end by withdrawal, revocation or deregistration."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from workbench.core import codec
from workbench.core import commands as c
from workbench.core.case import Case, Status
from workbench.core.case_parts import Change
from workbench.core.decide_after import ban
from workbench.core.decide_base import Context, Extra, Rule, choices, listed, not_future, numbered, require, stated
from workbench.core.decide_clock import promise_limit
from workbench.core.decide_programme import require_variation_reviewed
from workbench.core.rescheduling import moved, shift_of_start, times_of
from workbench.core.values import Application


def _request_change(case: Case, command: c.RequestChange, context: Context) -> Extra:
    listed(command.change, choices(context.pack, "change_kinds"), "change")
    stated(command, "what")
    not_future(command.requested, context, "requested")
    known = [time.session for time in times_of(case.application)]
    for time in command.sessions:
        listed(time.session, known, "sessions")
        require(
            (time.doors or time.start) <= time.start <= time.end,
            "order",
            "sessions",
            (f"{time.session} 场时间先后有误", f"the times of session {time.session} are out of order"),
            ("应为开放入场、开始、结束的顺序", "doors, start and end follow each other"),
        )
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
    extra = _approved(case, command.request, context) if command.approved else {}
    return {"result": "approved" if command.approved else refused, **extra, **numbered(context, command.kind)}


def _approved(case: Case, number: int, context: Context) -> Extra:
    """Return what an approval sets anew; a changed programme moves no times, its differences are concluded."""
    if any(variation.request == number for variation in case.variations):
        require_variation_reviewed(case, number, context)
        return {}
    return _moves(case, case.changes[number - 1], context)


def _moves(case: Case, request: Change, context: Context) -> Extra:
    """Return what an approved change of time sets anew: promises due before opening, and times of conditions.

    A promise never gains time by it; it loses some when the event comes earlier. A condition's own time moves along.
    """
    require(
        request.sessions or not times_of(case.application),
        "K25",
        "request",
        ("变更申请未写明新的场次时间", "the request does not state the new times"),
        ("请登记写明新时间的变更申请", "record a request that states them"),
    )
    application = moved(case.application, request.sessions)
    _no_start_in_the_past(application, context)
    later = replace(case, application=application)
    limit = promise_limit(later, "before_opening", case.accepted, context)
    due = {
        promise.item: min(promise.due, limit)
        for promise in case.open_promises("before_opening")
        if limit is not None and limit < promise.due
    }
    shift = shift_of_start(case.application, request.sessions)
    own = {key: one.due + shift for key, one in case.conditions.items() if one.due is not None and shift}
    return {"promise_dues": codec.plain(due), "condition_dues": codec.plain(own)}


def _no_start_in_the_past(application: Application, context: Context) -> None:
    require(
        all(time.start > context.local for time in times_of(application)),
        "TAR.15",
        "request",
        ("新的举办时间已过", "a new time lies in the past"),
        ("请登记写明新时间的变更申请", "record a request with times still ahead"),
    )


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


def _end_permit(case: Case, command: c.EndPermit, context: Context) -> Extra:
    """Withdraw, revoke or deregister on a ground of the law, with what that ground asks for.

    A permit obtained by fraud is revoked with a ban on applying; losses are made good where the law says so; the
    holder is heard before a permit is taken away; one that the holder surrenders comes back with it.
    """
    listed(command.act, choices(context.pack, "permit_ends"), "act")
    stated(command, "reason", "basis")
    _once_ended(case, command)
    grounds = context.pack.lists["permit_end_grounds"]
    listed(command.ground, [code for code, row in grounds.items() if row.data.get("act") == command.act], "ground")
    data = grounds[command.ground].data
    for wanted, name in (("compensation", "compensation"), ("heard", "heard")):
        if data.get(wanted):
            stated(command, name)
    require(
        command.returned or not data.get("returned"),
        "ALL.70",
        "returned",
        ("须交回许可决定书", "the permit must be handed back"),
        ("收回许可决定书后再登记", "record it when the permit is back"),
    )
    banned = str(data.get("ban") or "")
    made = {"ban": {"ground": banned, **ban(case, banned, context.today, context)}} if banned else {}
    return {**made, **numbered(context, command.kind)}


def _once_ended(case: Case, command: c.EndPermit) -> None:
    """Refuse a second ending; only striking off follows a permit that was withdrawn or revoked."""
    before = case.closure.kind if case.status is Status.PERMIT_ENDED and case.closure else ""
    require(
        not before or (command.act == "deregister" and before != "deregister"),
        "ALL.70",
        "act",
        ("许可已终止；撤回或撤销之后只办理注销", "the permit has ended; after that it is only struck off"),
        ("无需再次办理", "nothing is left to do"),
    )


RULES: dict[str, Rule] = {f.__name__[1:]: f for f in (_request_change, _decide_change, _cancel_event, _end_permit)}
"""Command kind → rule."""
