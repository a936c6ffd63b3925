"""Rules of consultation: letters, replies, urging, packets, what differs, joint meetings."""

from __future__ import annotations

from datetime import datetime

from workbench.core import codec
from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.case_parts import Consultation
from workbench.core.consultation import conflicts
from workbench.core.decide_base import (
    Context,
    Extra,
    Rule,
    all_listed,
    choices,
    listed,
    not_future,
    nothing,
    numbered,
    require,
    stated,
)


def _send_consultation(case: Case, command: c.SendConsultation, context: Context) -> Extra:
    stated(command, "request", "dept", "questions")
    require(
        command.request not in case.consultations,
        "unique",
        "request",
        ("该编号的征求意见已发出", "a consultation with this number was sent already"),
        ("请另用编号", "use another number"),
    )
    require(
        command.due >= context.today,
        "order",
        "due",
        ("回复期限早于今天", "the day for the reply is already past"),
        ("请给出今天或以后的日期", "choose today or a later day"),
    )
    if command.code:
        listed(command.code, choices(context.pack, "consult_departments"), "code")
    all_listed(command.sections, choices(context.pack, "packet_sections"), "sections")
    all_listed(command.files, (a.name for a in case.application.attachments), "files")
    if command.supersedes:
        _current(case, command.supersedes, "supersedes")
    return {"sent": codec.plain(context.today), **numbered(context, command.kind)}


def _current(case: Case, request: str, field: str) -> Consultation:
    """Return a request that counts; one that was replaced or is no longer waited for takes nothing more."""
    listed(request, case.consultations, field)
    asked = case.consultations[request]
    require(
        not asked.superseded,
        "superseded",
        field,
        (f"该征求意见已由 {asked.superseded} 代替", f"this request was replaced by {asked.superseded}"),
        ("请按新的征求意见办理", "go on with the newer request"),
    )
    require(
        asked.withdrawn is None,
        "withdrawn",
        field,
        ("该征求意见已撤回", "this request was withdrawn"),
        ("需要时另行征求意见", "send a new request if the opinion is still needed"),
    )
    return asked


def _receive_opinion(case: Case, command: c.ReceiveOpinion, context: Context) -> Extra:
    asked = _current(case, command.request, "request")
    listed(command.position, choices(context.pack, "opinion_positions"), "position")
    if not command.packet:
        stated(command, "doc")
    explained = command.text.strip() or command.conditions
    require(
        explained or not context.pack.lists["opinion_positions"][command.position].data.get("needs_text"),
        "reason",
        "text",
        ("该意见须写明理由或要求", "this position needs reasons or conditions"),
        ("请填写意见内容", "fill in what the authority says"),
    )
    received = command.received or context.today
    not_future(received, context, "received")
    require(
        received >= asked.sent,
        "order",
        "received",
        ("收到日期早于发函日期", "received before the request was sent"),
        ("请核对日期", "check the day"),
    )
    _not_again(asked, command)
    return {"received_on": codec.plain(received)}


def _not_again(asked: Consultation, command: c.ReceiveOpinion) -> None:
    """Refuse the same reply file a second time, and one that is older than what is recorded."""
    require(
        not command.sha256 or command.sha256 not in {reply.sha256 for reply in asked.replies},
        "duplicate",
        "sha256",
        ("该回复已经登记过", "this reply is recorded already"),
        ("无需再次登记", "nothing is left to record"),
    )
    newest = max((reply.written for reply in asked.replies if reply.written), default=None)
    require(
        newest is None or command.written is None or not _older(command, newest),
        "older",
        "written",
        (f"该回复早于已登记的回复（{newest}）", f"this reply is older than the one recorded ({newest})"),
        ("以较新的回复为准", "the newer reply stands"),
    )


def _older(command: c.ReceiveOpinion, newest: datetime) -> bool:
    """Return whether a reply was written before another one; a filled form states its day only."""
    assert command.written is not None
    if command.way == "packet":
        return command.written < newest
    return command.written.date() < newest.date()


def _urge_consultation(case: Case, command: c.UrgeConsultation, context: Context) -> Extra:
    asked = _current(case, command.request, "request")
    require(
        asked.waiting,
        "answered",
        "request",
        ("对方已经回复", "the authority has replied already"),
        ("无需催办", "there is nothing to urge"),
    )
    rows = choices(context.pack, "urging_channels")
    listed(command.channel, rows, "channel")
    on = command.on or context.today
    not_future(on, context, "on")
    letter = context.pack.lists["urging_channels"][command.channel].data.get("letter")
    return {"urged_on": codec.plain(on), **(numbered(context, command.kind) if letter else {})}


def _withdraw_consultation(case: Case, command: c.WithdrawConsultation, context: Context) -> Extra:
    _current(case, command.request, "request")
    stated(command, "reason")
    return {"on": codec.plain(context.today)}


def _record_packet(case: Case, command: c.RecordPacket, context: Context) -> Extra:
    asked = _current(case, command.request, "request")
    stated(command, "packet", "nonce", "manifest", "forms")
    require(
        command.packet not in case.consulting.packets,
        "unique",
        "packet",
        ("该意见包已登记", "this packet is recorded already"),
        ("请重新制作", "make another one"),
    )
    require(
        set(command.sections) <= set(asked.sections) and set(command.files) <= set(asked.files),
        "least",
        "sections",
        ("意见包内容超出函件列明的范围", "the packet shows more than the letter names"),
        ("请另发函件列明需要的内容", "send a new request that names what is needed"),
    )
    return {"made": codec.plain(context.today)}


def _resolve_conflict(case: Case, command: c.ResolveConflict, context: Context) -> Extra:
    if not command.way:
        return {}
    found = {conflict.key: conflict for conflict in conflicts(case, context.pack)}
    listed(command.conflict, found, "conflict")
    listed(command.way, choices(context.pack, "conflict_ways"), "way")
    stated(command, "reason")
    require(
        {side.key for side in found[command.conflict].sides} <= set(command.replies),
        "seen",
        "replies",
        ("其间又有新的回复", "another reply has come in meanwhile"),
        ("请看过全部回复后再处理", "look at all replies, then record it"),
    )
    return {}


def _set_meeting(_case: Case, command: c.SetMeeting, context: Context) -> Extra:
    stated(command, "meeting", "title", "place", "chair", "recorder", "participants")
    not_future(command.at, context, "at")
    for person in command.participants:
        stated(person, "dept", "name")
    departments = {person.dept for person in command.participants}
    for standpoint in command.positions:
        listed(standpoint.dept, departments, "positions")
        listed(standpoint.position, choices(context.pack, "opinion_positions"), "positions")
    for point in command.points:
        stated(point, "point", "text", "owner")
    keys = [point.point for point in command.points]
    require(
        len(keys) == len(set(keys)),
        "unique",
        "points",
        ("未决事项编号重复", "two open points have the same number"),
        ("请另用编号", "use another number"),
    )
    return {}


def _remove_meeting(case: Case, command: c.RemoveMeeting, _context: Context) -> Extra:
    listed(command.meeting, case.later_meetings if case.decision else case.meetings, "meeting")
    return {}


def _close_point(case: Case, command: c.ClosePoint, context: Context) -> Extra:
    meetings = case.all_meetings()
    listed(command.meeting, meetings, "meeting")
    listed(command.point, (point.point for point in meetings[command.meeting].points), "point")
    on = command.on or context.today
    not_future(on, context, "on")
    return {"closed_on": codec.plain(on)}


RULES: dict[str, Rule] = {
    "refuse_reply": nothing,
    **{
        f.__name__[1:]: f
        for f in (
            _send_consultation,
            _receive_opinion,
            _urge_consultation,
            _withdraw_consultation,
            _record_packet,
            _resolve_conflict,
            _set_meeting,
            _remove_meeting,
            _close_point,
        )
    },
}
"""Command kind → rule; a refused file is always recorded."""
