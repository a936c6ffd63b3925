"""Papers of consultation: the letter of each request (F09), letters of urging, minutes of joint meetings (HS)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from reports import meeting_minutes, official_letter
from reports.blocks import Document
from reports.issue import Issue
from reports.meeting_minutes import Minutes, PointLine
from reports.official_letter import Letter, Urging
from reports.wording import span_zh
from workbench.core import consultation
from workbench.core.facts import day_of
from workbench.core.parameters import choices
from workbench.core.scope import headcount
from workbench.errors import Text
from workbench.services import paper_contents as contents
from workbench.services.looking import Look
from workbench.services.slips import Slip, Which, form, instrument, texts

LETTER, MINUTES = "F09", "HS"


def slips(look: Look) -> Iterator[Slip]:
    """Yield the letters that were sent, in their order, each followed by its urging, then the minutes."""
    for request, asked in look.case.consultations.items():
        name = Text(asked.dept, asked.dept)
        yield instrument(look, LETTER, partial(_letter, request=request), asked.number, Which(request, name))
        for at, urging in enumerate(look.case.consulting.urgings.get(request, ()), 1):
            if urging.number:
                title = Text(f"{asked.dept}（催办 {at}）", f"{asked.dept} (urging {at})")
                build = partial(_urging, request=request, number=at)
                yield instrument(look, LETTER, build, urging.number, Which(f"{request}u{at}", title))
    for at, (key, meeting) in enumerate(look.case.all_meetings().items(), 1):
        which = Which(key, Text(meeting.title, meeting.title), tail=f"{at:02d}")
        yield form(look, MINUTES, partial(_minutes, meeting=key), which)


def _letter(look: Look, request: str) -> Document:
    return official_letter.document(letter(look, request), texts(look, LETTER))


def letter(look: Look, request: str) -> Letter:
    """Return the content of the letter of a request."""
    asked, case = look.case.consultations[request], look.case
    sections = choices(look.pack, "packet_sections")
    shown = tuple(sections[code].text.zh for code in asked.sections if code in sections)
    first, last = (day_of(case.application.fields.get(key)) for key in ("ev.start_date", "ev.end_date"))
    people = headcount(case.application)
    return Letter(
        issue=contents.issued(look, asked.number, "consultation_sent"),
        dept=asked.dept,
        event=contents.field(look, "ev.name"),
        undertaker=contents.field(look, "und.name"),
        place=contents.field(look, "loc.name"),
        days=span_zh(first, last or first) if first else "",
        people="" if people is None else str(people),
        questions=asked.questions,
        due=asked.due,
        positions=tuple(row.text.zh for row in choices(look.pack, "opinion_positions").values()),
        sections=(*shown, *(name.rpartition("/")[2] for name in asked.files)),
        officers=contents.officers(look),
        phone=contents.phone(look),
    )


def _urging(look: Look, request: str, number: int) -> Document:
    asked, urging = look.case.consultations[request], look.case.consulting.urgings[request][number - 1]
    content = Urging(
        issue=contents.issued(look, urging.number, "consultation_urged"),
        dept=asked.dept,
        event=contents.field(look, "ev.name"),
        number=asked.number or request,
        sent=asked.sent,
        due=asked.due,
        note=urging.note,
        officers=contents.officers(look),
        phone=contents.phone(look),
    )
    return official_letter.urging(content, texts(look, LETTER))


def _minutes(look: Look, issue: Issue, meeting: str) -> Document:
    found = look.case.all_meetings()[meeting]
    words = {code: row.text.zh for code, row in choices(look.pack, "opinion_positions").items()}
    points = tuple(
        PointLine(point.text, point.owner, point.due, point.outcome, point.closed)
        for point in consultation.points(look.case)
        if point.meeting == meeting
    )
    content = Minutes(
        issue=issue,
        title=found.title,
        at=found.at,
        place=found.place,
        chair=found.chair,
        recorder=found.recorder,
        participants=tuple((one.dept, one.name, one.post) for one in found.participants),
        positions=tuple((one.dept, words.get(one.position, one.position), one.text) for one in found.positions),
        decisions=found.decisions,
        points=points,
    )
    return meeting_minutes.document(content, texts(look, MINUTES))
