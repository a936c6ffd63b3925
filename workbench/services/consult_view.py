"""Consultation as one value for the side page: who is due to be asked, requests, replies, differences, meetings."""

from __future__ import annotations

from datetime import date

from workbench.core import consultation
from workbench.core.case import Case
from workbench.core.case_parts import Consultation
from workbench.core.pack import Choice
from workbench.services.consult_values import (
    ANSWERED,
    LATE,
    SUPERSEDED,
    WAITING,
    WITHDRAWN,
    ConsultView,
    ProposalView,
    RequestView,
)
from workbench.services.looking import Look


def consult_view(look: Look) -> ConsultView:
    """Return what the page of consultations shows."""
    case = look.case
    return ConsultView(
        proposals=proposals(look),
        requests=tuple(request_view(look, key, asked) for key, asked in case.consultations.items()),
        conflicts=tuple((one, case.resolutions.get(one.key)) for one in consultation.conflicts(case, look.pack)),
        refused=case.consulting.refused,
        meetings=tuple(case.all_meetings().items()),
        points=tuple(consultation.points(case)),
        next_request=next_request(case),
        next_meeting=_next("HS", case, tuple(case.all_meetings())),
    )


def proposals(look: Look) -> tuple[ProposalView, ...]:
    """Return the authorities due to be asked; the conditions are asked again only when what they rest on changed."""
    case, desk = look.case, look.desk
    level = case.level.level if case.level else None
    found = desk.memo.take(
        f"consult {case.id}",
        (case.application, look.pack),
        (level,),
        lambda: consultation.proposals(case.application, look.pack, level),
    )
    asked = {one.code: key for key, one in case.consultations.items() if one.code and one.current}
    return tuple(
        ProposalView(
            code=one.row.code,
            dept=one.row.text,
            holds=one.holds,
            why=one.why,
            basis=one.row.basis,
            mark=one.row.mark,
            questions=consultation.questions(one.row),
            sections=consultation.codes_of(one.row, "sections"),
            due=reply_due(look, one.row),
            asked=asked.get(one.row.code, ""),
        )
        for one in found
    )


def reply_due(look: Look, row: Choice | None) -> date:
    """Return the day for the reply that the pack proposes today."""
    return consultation.reply_due(row, look.pack, look.desk.calendar, look.today, look.clock.due)


def request_view(look: Look, key: str, asked: Consultation) -> RequestView:
    """Return one request."""
    consulting = look.case.consulting
    return RequestView(
        request=key,
        code=asked.code,
        dept=asked.dept,
        number=asked.number,
        questions=asked.questions,
        sections=asked.sections,
        files=asked.files,
        sent=asked.sent,
        due=asked.due,
        state=state_of(asked, look.today),
        replies=asked.replies,
        urgings=consulting.urgings.get(key, ()),
        packets=tuple((one, packet) for one, packet in consulting.packets.items() if packet.request == key),
        superseded=asked.superseded,
        withdrawn=asked.withdrawn,
    )


def state_of(asked: Consultation, today: date) -> str:
    """Return where a request stands on a day."""
    if asked.superseded:
        return SUPERSEDED
    if asked.withdrawn is not None:
        return WITHDRAWN
    if asked.position:
        return ANSWERED
    return LATE if today > asked.due else WAITING


def next_request(case: Case) -> str:
    """Return the number of the next request: that of the case, counted."""
    return _next("HQ", case, tuple(case.consultations))


def _next(series: str, case: Case, taken: tuple[str, ...]) -> str:
    tail = "-".join(case.number.split("-")[-2:])
    numbers = (f"{series}-{tail}-{count:02d}" for count in range(1, len(taken) + 2))
    return next(number for number in numbers if number not in taken)
