"""What extensions, hearings and another calendar make of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from workbench.core import codec
from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.case_parts import Act, Pause
from workbench.core.evolve_parts import in_review, put, take
from workbench.core.parts_timing import HEARING, CalendarUse, Extension, Hearing

Body = Mapping[str, Any]
RECOMPUTED = "dates_recomputed"
"""Kind of the event that records which dates another calendar moved; it follows from no wish about the case."""


def _extend_decision(case: Case, command: c.ExtendDecision, _act: Act, body: Body) -> Case:
    number = body.get("number", "")
    made = take(Extension, command, approver_name=body["approver_name"], on=codec.scalar(body["on"]), number=number)
    return replace(case, timing=replace(case.timing, extensions=(*case.timing.extensions, made)))


def _offer_hearing(case: Case, command: c.OfferHearing, _act: Act, _body: Body) -> Case:
    return _with(case, command.hearing, Hearing(command.party, command.matter, command.on))


def _ask_hearing(case: Case, command: c.AskHearing, _act: Act, _body: Body) -> Case:
    found = case.timing.hearings[command.hearing]
    case = _with(case, command.hearing, replace(found, asked=command.on))
    return in_review(replace(case, pauses=(*case.pauses, Pause(HEARING, command.on, found.matter))))


def _hold_hearing(case: Case, command: c.HoldHearing, _act: Act, _body: Body) -> Case:
    found = case.timing.hearings[command.hearing]
    case = _with(case, command.hearing, replace(found, held=command.on, record=command.record))
    return _running_again(case, found, command.on + timedelta(days=1))


def _close_hearing(case: Case, command: c.CloseHearing, _act: Act, _body: Body) -> Case:
    found = case.timing.hearings[command.hearing]
    case = _with(case, command.hearing, replace(found, closed=command.reason, closed_on=command.on))
    return _running_again(case, found, command.on)


def _with(case: Case, code: str, hearing: Hearing) -> Case:
    return replace(case, timing=replace(case.timing, hearings=put(case.timing.hearings, code, hearing)))


def _running_again(case: Case, hearing: Hearing, resumed: date) -> Case:
    """Return the case with the stop of a hearing ended; one that nobody asked for stopped nothing."""
    pauses = tuple(
        replace(pause, resumed=resumed) if _is_of(hearing, pause) and pause.resumed is None else pause
        for pause in case.pauses
    )
    return in_review(replace(case, pauses=pauses))


def _is_of(hearing: Hearing, pause: Pause) -> bool:
    return pause.ground == HEARING and pause.start == hearing.asked


def recomputed(case: Case, act: Act, body: Body) -> Case:
    """Return the case with the edition of the calendar from which its dates are read now."""
    use = codec.read(CalendarUse, body["use"])
    return replace(case, version=act.version, calendars=(*case.calendars, use), acts={**case.acts, RECOMPUTED: act})


HANDLERS: dict[str, Any] = {
    f.__name__[1:]: f for f in (_extend_decision, _offer_hearing, _ask_hearing, _hold_hearing, _close_hearing)
}
"""Command kind → handler."""
