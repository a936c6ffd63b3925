"""The notices about the period itself: that it was extended, or stands still on a ground of the law (F16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

from reports import period_notice
from reports.blocks import Document
from reports.period_notice import PeriodNotice, SumLine
from workbench.core.deadline import Line
from workbench.core.deadlines import deadlines
from workbench.errors import Text
from workbench.services import legal
from workbench.services import paper_contents as contents
from workbench.services.looking import Look
from workbench.services.office_times import timetable
from workbench.services.slips import Slip, Which, instrument, texts

STOP = ("ALL.45",)
"""The article on which time is not counted."""


def slips(look: Look) -> Iterator[Slip]:
    """Yield a notice for each extension and for each stop that has a number of its own, in the order of the numbers."""
    yield from sorted(_slips(look), key=lambda slip: [int(part) for part in re.findall("[0-9]+", slip.number)])


def _slips(look: Look) -> Iterator[Slip]:
    for at, extension in enumerate(look.case.timing.extensions, 1):
        name = Text(f"延长{extension.days}个工作日", f"{extension.days} working days more")
        yield instrument(look, "F16", partial(_extended, number=at), extension.number, Which(f"e{at}", name))
    grounds = look.pack.lists.get("stop_grounds", {})
    for at, pause in enumerate(look.case.pauses, 1):
        if pause.number:
            ground = grounds[pause.ground].text if pause.ground in grounds else Text(pause.ground, pause.ground)
            name = Text(f"期限中止：{ground.zh}", f"clock stopped: {ground.en}")
            yield instrument(look, "F16", partial(_stopped, number=at), pause.number, Which(f"s{at}", name))


def _extended(look: Look, number: int) -> Document:
    extension = look.case.timing.extensions[number - 1]
    issue = contents.issued(look, extension.number, "decision_extended")
    due, sums = _sums(look)
    parameter = look.pack.parameters["decision_extension_days"]
    content = PeriodNotice(
        issue=issue,
        applicant=contents.field(look, "und.name"),
        event=contents.field(look, "ev.name"),
        accepted=look.case.accepted or look.today,
        basis=legal.in_words(look.pack, (*parameter.basis, *look.pack.papers["F16"].basis), issue.day),
        due=due,
        sums=sums,
        days=extension.days,
        approver=extension.approver_name,
        reason=extension.reason,
    )
    return period_notice.document(content, texts(look, "F16"))


def _stopped(look: Look, number: int) -> Document:
    pause = look.case.pauses[number - 1]
    issue = contents.issued(look, pause.number, "clock_paused")
    ground = look.pack.lists["stop_grounds"][pause.ground].text.zh
    due, sums = _sums(look)
    content = PeriodNotice(
        issue=issue,
        applicant=contents.field(look, "und.name"),
        event=contents.field(look, "ev.name"),
        accepted=look.case.accepted or look.today,
        basis=legal.in_words(look.pack, STOP, issue.day),
        due=due,
        sums=sums,
        reason=pause.note or ground,
        ground=ground,
        stopped=pause.start,
        resumed=pause.resumed,
    )
    return period_notice.document(content, texts(look, "F16"))


def _sums(look: Look) -> tuple[date, tuple[SumLine, ...]]:
    """Return the last day for the decision and the lines by which it comes about."""
    found = next(one for one in deadlines(timetable(look)) if one.id == "decision_due")
    assert found.due is not None
    kept = ("start", "counted", "makeup", "holiday", "weekend", "stop", "extension", "result")
    return found.due, tuple(_sum(line) for line in found.lines if line.kind in kept)


def _sum(line: Line) -> SumLine:
    """Return a line of the derivation with its days apart from what they are."""
    first, last = line.first, line.last or line.first
    assert first is not None
    span = f"{first}" if first == last else f"{first} – {last}"
    told = line.text.zh.removeprefix("= ").removeprefix(span).strip()
    days = f"{first.month}月{first.day}日" + (f"至{last.month}月{last.day}日" if last and last != first else "")
    return SumLine(days, f"届满{told}" if line.kind == "result" else told)
