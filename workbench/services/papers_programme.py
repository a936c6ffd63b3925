"""Papers of the programme desk: the joint review sheet, and the sheet for verification on site."""

from __future__ import annotations

from collections.abc import Iterator

from reports import programme_sheet
from reports.blocks import Document
from reports.issue import Issue
from reports.programme_sheet import ProgrammeSheet, ReviewLine, SiteLine, SiteSheet
from workbench.core import programme
from workbench.core.pack import Pack
from workbench.services import legal, programme_desk
from workbench.services.allowed import allowed
from workbench.services.looking import Look
from workbench.services.slips import Slip, form, texts
from workbench.services.views import ActView
from workbench.services.wording import text_of

REVIEW, ON_SITE = "F23", "HY"


def slips(look: Look) -> Iterator[Slip]:
    """Yield the review sheet of a case with a programme, and once it is granted the sheet for the site."""
    if not programme.act_rows(look.case.application):
        return
    yield form(look, REVIEW, _review)
    if look.case.decision is not None and look.case.decision.outcome == "grant":
        yield form(look, ON_SITE, _on_site)


def _review(look: Look, issue: Issue) -> Document:
    acts = programme_desk.acts(look)
    shown = [act for act in acts if _concerns(act, look.pack)]
    fields, counted = look.case.application.fields, programme.statistics(look.case, look.pack)
    content = ProgrammeSheet(
        issue=issue,
        event=text_of(fields.get("ev.name")),
        undertaker=text_of(fields.get("und.name")),
        approval="、".join(dict.fromkeys(str(a.row["approval"]) for a in acts if a.row["approval"])),
        basis=legal.short(look.pack, look.pack.papers[REVIEW].basis),
        counts=_counts(counted),
        lines=tuple(_line(act, look.pack) for act in shown),
        rest=len(acts) - len(shown),
    )
    return programme_sheet.document(content, texts(look, REVIEW))


def _concerns(act: ActView, pack: Pack) -> bool:
    row = pack.lists["programme_verdicts"].get(act.verdict)
    return bool(act.strength) or row is None or row.data.get("settled") != "yes"


def _counts(counted: programme.Statistics) -> tuple[tuple[str, str, str], ...]:
    passed = counted.concluded - counted.consulted - counted.refused - counted.acts_cancelled - counted.works_cancelled
    return (
        (str(counted.acts), "组", "报审组数"),
        (str(counted.works), "项", "报审曲目"),
        (str(passed), "项", "通过"),
        (str(counted.acts_cancelled), "组", "建议取消"),
        (str(counted.works_cancelled), "项", "建议取消曲目"),
        (str(counted.acts_changed + counted.works_changed), "项", "修改"),
        (str(counted.consulted), "项", "会商"),
        (str(counted.interactive), "处", "互动环节"),
    )


def _line(act: ActView, pack: Pack) -> ReviewLine:
    grounds = "、".join(pack.grounds[code].text.zh for code in act.grounds if code in pack.grounds)
    interaction = pack.lists["interaction_codes"].get(act.form.what)
    told = f"互动：{interaction.text.zh}" if act.strength and interaction else ""
    verdict = pack.lists["programme_verdicts"].get(act.verdict)
    return ReviewLine(
        no=act.no,
        artist=text_of(act.row["artist"]),
        genre=text_of(act.row["genre"]),
        work="；".join(t for t in (text_of(act.row["work"]), told) if t),
        concern="；".join(t for t in (grounds, act.evidence) if t) or "、".join(h.zh for h in act.harms),
        strength=act.strength,
        opinion=verdict.text.zh if verdict else "待议",
        result=_result(act),
    )


def _result(act: ActView) -> str:
    if act.answer:
        return f"{act.answer}（{'接受' if act.accepted else '未接受'}）"
    return act.advice or act.co_review.zh or "—"


def _on_site(look: Look, issue: Issue) -> Document:
    fields = look.case.application.fields
    sessions: dict[str, list[SiteLine]] = {}
    rows = programme.act_rows(look.case.application)
    for no, (line, start) in programme.performed_lines(look.case, look.pack).items():
        found = look.case.performed.get(no)
        stage = text_of(rows[no]["stage"]) if no in rows else ""
        place = " ".join(t for t in (f"{start:%H:%M}" if start else "", stage) if t)
        note = found.note if found else ""
        sessions.setdefault(line.session, []).append(
            SiteLine(no, place, line.artist, line.work, found.result if found else "", note)
        )
    first, second, third = look.pack.lists["performance_results"]
    signed = look.case.recommendation.programme if look.case.recommendation else ""
    people = allowed(look)
    content = SiteSheet(
        issue=issue,
        event=text_of(fields.get("ev.name")),
        undertaker=text_of(fields.get("und.name")),
        print_=signed[:16],
        sessions=tuple((session, tuple(lines)) for session, lines in sessions.items()),
        results=(first, second, third),
        allowed=people.text.zh + "。" if people else "",
    )
    return programme_sheet.site_document(content, texts(look, ON_SITE), ON_SITE)
