"""What letters, replies, packets, urging and joint meetings make of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from workbench.core import codec
from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.case_parts import Act, Consultation
from workbench.core.evolve_parts import put, take
from workbench.core.evolve_review import Handler
from workbench.core.parts_consultation import ClosedPoint, Packet, RefusedReply, Reply, Urging, Withdrawal, point_key

Body = Mapping[str, Any]


def _send(case: Case, command: c.SendConsultation, _act: Act, body: Body) -> Case:
    asked = take(Consultation, command, sent=codec.scalar(body["sent"]), number=body.get("number", ""))
    requests = put(case.consultations, command.request, asked)
    if command.supersedes in requests:
        requests[command.supersedes] = replace(requests[command.supersedes], superseded=command.request)
    return replace(case, consultations=requests)


def _receive(case: Case, command: c.ReceiveOpinion, _act: Act, body: Body) -> Case:
    asked = case.consultations[command.request]
    received = codec.scalar(body["received_on"])
    reply = take(Reply, command, received=received, late=received > asked.due)
    answered = replace(
        asked,
        position=reply.position,
        doc=reply.doc,
        text=reply.text,
        received=received,
        replies=(*asked.replies, reply),
    )
    return replace(case, consultations=put(case.consultations, command.request, answered))


def _withdraw(case: Case, command: c.WithdrawConsultation, _act: Act, body: Body) -> Case:
    asked = case.consultations[command.request]
    ended = replace(asked, withdrawn=Withdrawal(command.reason, codec.scalar(body["on"])))
    return replace(case, consultations=put(case.consultations, command.request, ended))


def _urge(case: Case, command: c.UrgeConsultation, _act: Act, body: Body) -> Case:
    urging = take(Urging, command, on=codec.scalar(body["urged_on"]), number=body.get("number", ""))
    before = case.consulting.urgings.get(command.request, ())
    return _consulting(case, urgings=put(case.consulting.urgings, command.request, (*before, urging)))


def _packet(case: Case, command: c.RecordPacket, _act: Act, body: Body) -> Case:
    packet = take(Packet, command, made=codec.scalar(body["made"]))
    return _consulting(case, packets=put(case.consulting.packets, command.packet, packet))


def _refuse(case: Case, command: c.RefuseReply, act: Act, _body: Body) -> Case:
    refused = take(RefusedReply, command, at=act.at)
    return _consulting(case, refused=(*case.consulting.refused, refused))


def _close(case: Case, command: c.ClosePoint, _act: Act, body: Body) -> Case:
    closed = ClosedPoint(command.outcome, codec.scalar(body["closed_on"])) if command.outcome else None
    key = point_key(command.meeting, command.point)
    return _consulting(case, closed=put(case.consulting.closed, key, closed))


def _consulting(case: Case, **changed: Any) -> Case:
    return replace(case, consulting=replace(case.consulting, **changed))


HANDLERS: dict[str, Handler] = {
    "send_consultation": _send,
    "receive_opinion": _receive,
    "urge_consultation": _urge,
    "withdraw_consultation": _withdraw,
    "record_packet": _packet,
    "refuse_reply": _refuse,
    "close_point": _close,
}
"""Command kind → handler; minutes and resolutions are keyed edits (see :mod:`workbench.core.evolve_review`)."""
