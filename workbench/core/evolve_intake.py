"""What receipt, correction, acceptance and the clock make of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from workbench.core import codec
from workbench.core import commands as c
from workbench.core.case import Case, Status
from workbench.core.case_parts import (
    Act,
    Closure,
    Correction,
    PackIdentity,
    Pause,
    SpotCorrection,
    Supplement,
)
from workbench.core.evolve_parts import in_review, take, with_map
from workbench.core.parts_promise import PromiseStep
from workbench.core.parts_timing import CalendarUse

Body = Mapping[str, Any]


def opened(command: c.ReceivePackage, act: Act, body: Body) -> Case:
    """Return the new case of a received package."""
    return Case(
        id=command.case,
        number=body["number"],
        status=Status.RECEIVED,
        version=act.version,
        pack=codec.read(PackIdentity, body["pack"]),
        application=command.application,
        received=command.received,
        channel=command.channel,
        copies=command.copies,
        acts={command.kind: act},
    )


def _assign_officer(case: Case, command: c.AssignOfficer, _act: Act, _body: Body) -> Case:
    return replace(case, officer=command.officer, officer_name=command.name)


def _declare_not_required(case: Case, command: c.DeclareNotRequired, _act: Act, body: Body) -> Case:
    closure = Closure("not_required", command.reason, number=body["number"])
    return replace(case, status=Status.NOT_REQUIRED, closure=closure)


def _refuse_acceptance(case: Case, command: c.RefuseAcceptance, _act: Act, body: Body) -> Case:
    closure = Closure("not_accepted", command.reason, number=body["number"], competent=command.competent)
    return replace(case, status=Status.NOT_ACCEPTED, closure=closure)


def _correct_on_spot(case: Case, command: c.CorrectOnSpot, _act: Act, body: Body) -> Case:
    done = SpotCorrection(command.items, command.note, _day(body, "on"))
    return replace(case, spot_corrections=(*case.spot_corrections, done))


def _send_correction(case: Case, command: c.SendCorrection, _act: Act, body: Body) -> Case:
    notice = take(Correction, command, sent=_day(body, "sent"), number=body["number"])
    status = Status.CORRECTING if case.status is Status.RECEIVED else case.status
    return replace(case, corrections=(*case.corrections, notice), status=status)


def _receive_supplement(case: Case, command: c.ReceiveSupplement, _act: Act, body: Body) -> Case:
    reopened = tuple(body["reopened"])
    supplement = Supplement(command.received, command.items, command.note, reopened)
    status = Status.RECEIVED if case.status is Status.CORRECTING else case.status
    case = replace(case, application=command.application, supplements=(*case.supplements, supplement), status=status)
    for name in ("materials", "plan", "programme"):
        gone = {key.partition(":")[2] for key in reopened if key.startswith(f"{name}:")}
        kept = {key: value for key, value in getattr(case, name).items() if key not in gone}
        if name == "programme":
            case = with_map(case, "advised", {**case.advised, **{no: case.programme[no].verdict for no in gone}})
        case = with_map(case, name, kept)
    return case


def _accept(case: Case, command: c.Accept, act: Act, body: Body) -> Case:
    promises = {p.item: p for p in command.promises}
    made = {p.item: (_made(p, act),) for p in command.promises}
    pack = codec.read(PackIdentity, body["pack"])
    case = replace(case, accepted=command.on, promises=promises, acceptance_number=body["number"], pack=pack)
    case = replace(case, promise_steps=made, tolerance_number=body.get("tolerance_number", ""))
    return in_review(_with_calendar(case, body))


def _made(promise: c.Promise, act: Act) -> PromiseStep:
    return PromiseStep("made", act, file=promise.letter, sha256=promise.letter_sha256, due=promise.due)


def _deem_accepted(case: Case, _command: c.DeemAccepted, _act: Act, body: Body) -> Case:
    pack = codec.read(PackIdentity, body["pack"])
    case = replace(case, accepted=case.received.date(), deemed=True, pack=pack)
    return in_review(_with_calendar(case, body))


def _with_calendar(case: Case, body: Body) -> Case:
    """Return the case with the edition of the calendar that acceptance was counted by; older events name none."""
    if "calendar" not in body:
        return case
    return replace(case, calendars=(*case.calendars, codec.read(CalendarUse, body["calendar"])))


def _pause_clock(case: Case, command: c.PauseClock, _act: Act, body: Body) -> Case:
    pause = take(Pause, command, number=body.get("number", ""))
    return in_review(replace(case, pauses=(*case.pauses, pause)))


def _resume_clock(case: Case, command: c.ResumeClock, _act: Act, _body: Body) -> Case:
    place = case.resumable()
    assert place is not None
    ended = replace(case.pauses[place], resumed=command.resumed)
    return in_review(replace(case, pauses=(*case.pauses[:place], ended, *case.pauses[place + 1 :])))


def _day(body: Body, key: str) -> date:
    day: date = codec.scalar(body[key])
    return day


HANDLERS: dict[str, Any] = {
    f.__name__[1:]: f
    for f in (
        _assign_officer,
        _declare_not_required,
        _refuse_acceptance,
        _correct_on_spot,
        _send_correction,
        _receive_supplement,
        _accept,
        _deem_accepted,
        _pause_clock,
        _resume_clock,
    )
}
"""Command kind → handler."""
