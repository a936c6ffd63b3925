"""The notices about the period itself: that it was extended, or stands still on a ground of the law (F16)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

from reports import parts, period_notice
from reports.blocks import Document
from reports.issue import Issue
from reports.parts import Rows, Sentence
from reports.period_notice import PeriodNotice, SumLine
from reports.wording import day_en, span_en
from workbench.core.deadline import Line
from workbench.core.deadlines import deadlines
from workbench.errors import Text
from workbench.services import legal
from workbench.services import paper_contents as contents
from workbench.services.looking import Look
from workbench.services.office_times import timetable
from workbench.services.papers_reading import reading_sheet, reading_which
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
        reading = partial(_reading, kind="extended", number=at)
        yield instrument(look, "F16", reading, extension.number, reading_which(f"e{at}"))
    grounds = look.pack.lists.get("stop_grounds", {})
    for at, pause in enumerate(look.case.pauses, 1):
        if pause.number:
            ground = grounds[pause.ground].text if pause.ground in grounds else Text(pause.ground, pause.ground)
            name = Text(f"期限中止：{ground.zh}", f"clock stopped: {ground.en}")
            yield instrument(look, "F16", partial(_stopped, number=at), pause.number, Which(f"s{at}", name))
            reading = partial(_reading, kind="stopped", number=at)
            yield instrument(look, "F16", reading, pause.number, reading_which(f"s{at}"))


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


# English


def _reading(look: Look, kind: str, number: int) -> Document:
    """Return the reading version of an extension or of a stop."""
    due, lines = _derivation(look)
    issue, own = (_extension_en if kind == "extended" else _stop_en)(look, number)
    values = {
        "event": contents.field(look, "ev.name"),
        "accepted": day_en(look.case.accepted or look.today),
        "due": day_en(due),
        "case": look.case.number,
        **own,
    }
    table = Rows("columns", ((52.0, "left"), (120.0, "left")), [_sum_en(line) for line in lines])
    made: list[parts.Part] = [Sentence(key, values, "reading") for key in (kind, f"{kind}_due", "sums")]
    made += [table, *(Sentence(key, values, "reading") for key in ("case", "rights"))]
    return reading_sheet(look, "F16", issue, made, title=f"title_{kind}")


def _extension_en(look: Look, number: int) -> tuple[Issue, dict[str, str]]:
    extension = look.case.timing.extensions[number - 1]
    issue = contents.issued(look, extension.number, "decision_extended")
    articles = (*look.pack.parameters["decision_extension_days"].basis, *look.pack.papers["F16"].basis)
    return issue, {
        "basis": legal.in_english(look.pack, articles, issue.day),
        "days": str(extension.days),
        "approver": extension.approver_name,
        "reason": extension.reason.rstrip("。"),
    }


def _stop_en(look: Look, number: int) -> tuple[Issue, dict[str, str]]:
    pause = look.case.pauses[number - 1]
    issue = contents.issued(look, pause.number, "clock_paused")
    ground = look.pack.lists["stop_grounds"][pause.ground].text.en
    return issue, {
        "basis": legal.in_english(look.pack, STOP, issue.day),
        "ground": ground,
        "reason": pause.note.rstrip("。") or ground,
        "stopped": day_en(pause.start),
    }


def _sum_en(line: Line) -> tuple[str, str]:
    first, last = line.first, line.last or line.first
    assert first is not None
    assert last is not None
    told = line.text.en.removeprefix("= ").removeprefix(_span(line)).strip()
    days = day_en(first) if first == last else span_en(first, last)
    return days, f"the period ends {told}".strip() if line.kind == "result" else told


# The sum


def _derivation(look: Look) -> tuple[date, tuple[Line, ...]]:
    """Return the last day for the decision and the lines by which it comes about."""
    found = next(one for one in deadlines(timetable(look)) if one.id == "decision_due")
    assert found.due is not None
    kept = ("start", "counted", "makeup", "holiday", "weekend", "stop", "extension", "result")
    return found.due, tuple(line for line in found.lines if line.kind in kept)


def _sums(look: Look) -> tuple[date, tuple[SumLine, ...]]:
    due, lines = _derivation(look)
    return due, tuple(_sum(line) for line in lines)


def _span(line: Line) -> str:
    """Return the days as a line of the derivation begins with them."""
    last = line.last or line.first
    return f"{line.first}" if line.first == last else f"{line.first} – {last}"


def _sum(line: Line) -> SumLine:
    """Return a line of the derivation with its days apart from what they are."""
    first, last = line.first, line.last or line.first
    assert first is not None
    told = line.text.zh.removeprefix("= ").removeprefix(_span(line)).strip()
    days = f"{first.month}月{first.day}日" + (f"至{last.month}月{last.day}日" if last and last != first else "")
    return SumLine(days, f"届满{told}" if line.kind == "result" else told)
