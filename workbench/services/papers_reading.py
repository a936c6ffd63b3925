"""English reading versions of F03, F05, F11 and F12 for foreign performers and organisers: no legal force.

The Chinese paper alone binds; the reading version carries its number, day and check code. What people wrote (names,
conditions, problems) is given as filed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from reports import parts
from reports.blocks import Closing, Document, Gap
from reports.grant import Grant
from reports.issue import Issue
from reports.parts import Head, Pairs, Rows, Sentence, Sheet
from reports.wording import day_en, filled, span_en
from workbench.core.case_parts import Correction
from workbench.core.facts import day_of
from workbench.errors import Text
from workbench.services import legal
from workbench.services import paper_contents as contents
from workbench.services.looking import Look
from workbench.services.papers_closing import as_decided
from workbench.services.slips import Slip, Which, instrument, texts
from workbench.services.wording import level_name

READING = Text("英文参考译文", "English reading version")


def slips(look: Look) -> Iterator[Slip]:
    """Yield a reading version of every acceptance, correction notice and decision that has its number."""
    case = look.case
    if case.acceptance_number:
        yield instrument(look, "F03", _acceptance, case.acceptance_number, reading_which())
    for number, notice in enumerate(case.corrections, 1):
        yield instrument(look, "F05", partial(_correction, notice=notice), notice.number, reading_which(str(number)))
    if case.decision is not None:
        build = _grant if case.decision.outcome == "grant" else _refusal
        yield instrument(look, case.decision.paper, build, case.decision.number, reading_which())


def reading_which(key: str = "") -> Which:
    """Return which version of a paper a reading version is; ``key`` tells it from others of the same code."""
    return Which(key, READING, variant="en")


def reading_sheet(look: Look, paper: str, issue: Issue, made: list[parts.Part], title: str = "title") -> Document:
    """Return a reading version: head line, parts, organ and day without the place of a seal, check code."""
    said = texts(look, paper, "en")
    subtitle = f"{issue.organ}\n{issue.number} — {said['reading']}"
    whole = [
        parts.Plain(filled(said["to"], {"applicant": contents.field(look, "und.name")}), "reading"),
        Gap(1.5),
        *made,
    ]
    whole += [Gap(2.0), _read("sealed"), Closing(issue.organ, day_en(issue.day), "", 36.0, said["scan_original"])]
    content = Sheet(paper, issue, tuple(whole), title=title, language="en", subtitle=subtitle)
    running = f"{said['reading_running']}　{texts(look, paper)['reading_running']}"
    return parts.document(content, {**said, "running": running})


def _read(key: str, values: dict[str, str] | None = None) -> Sentence:
    return Sentence(key, values or {}, "reading")


def _law(look: Look, paper: str, on: date) -> str:
    return legal.in_english(look.pack, look.pack.papers[paper].basis, on)


def _purpose(look: Look, name: str, on: date) -> str:
    return legal.in_english(look.pack, look.pack.lists["paper_basis"][name].basis, on)


def remedies_en(look: Look) -> dict[str, str]:
    """Return the remedies as values of an English wording."""
    known = contents.remedies(look)
    body = filled(texts(look, "common", "en")["review_body"], {"body": known["review_body"]})
    return {**known, "review_body": body}


def _days(look: Look) -> str:
    fields = look.case.application.fields
    first, last = day_of(fields.get("ev.start_date")), day_of(fields.get("ev.end_date"))
    return span_en(first, last) if first and last else ""


# F03


def _acceptance(look: Look) -> Document:
    case = look.case
    issue = contents.issued(look, case.acceptance_number, "accepted")
    content = contents.acceptance_notice(look)
    said = texts(look, "F03", "en")
    skipped = ", ".join(day_en(day) for day in content.skipped)
    values = {
        "received": day_en(content.received),
        "event": content.event,
        "accepted": day_en(content.accepted),
        "due": day_en(content.due),
        "limit": str(content.limit),
        "basis": _law(look, "F03", issue.day),
        "tolerated": filled(said["tolerated"], {"count": str(content.tolerated)}) if content.tolerated else "",
        "skipped": filled(said["skipped"], {"days": skipped}) if skipped else "",
        "estimated": said["estimated"] if content.estimated else "",
        "case": case.number,
        **contents.contact(look),
    }
    classes = look.pack.classes.values()
    rows = [
        (str(n), row.text.en, line.copies)
        for n, (row, line) in enumerate(zip(classes, content.materials, strict=True), 1)
    ]
    table = Rows("reading_columns", ((14.0, "centre"), (128.0, "left"), (30.0, "centre")), rows)
    made: list[parts.Part] = [
        _read("opening", values),
        table,
        *(_read(key, values) for key in ("period", "contact", "case")),
    ]
    return reading_sheet(look, "F03", issue, made)


# F05


def _correction(look: Look, notice: Correction) -> Document:
    issue = contents.issued(look, notice.number, "correction_sent")
    values = {
        "received": day_en(look.case.received.date()),
        "event": contents.field(look, "ev.name"),
        "basis": _law(look, "F05", issue.day),
        "count": str(len(notice.items)),
        "due": day_en(notice.due),
        "latest": "",
        "reason": notice.second_round_reason,
        **contents.contact(look),
    }
    rows = [
        (str(n), contents.title_in(look, item.code).en or item.code, item.problem, item.remedy)
        for n, item in enumerate(notice.items, 1)
    ]
    widths = ((12.0, "centre"), (50.0, "left"), (58.0, "left"), (52.0, "left"))
    second = ["second"] if notice.second_round_reason else []
    made: list[parts.Part] = [_read("opening", values), Rows("reading_columns", widths, rows)]
    made += [_read(key, values) for key in ("due", *second, "promise")]
    return reading_sheet(look, "F05", issue, made)


# F11 and F12


def _grant(look: Look) -> Document:
    at = as_decided(look)
    content = contents.grant(at)
    on = content.issue.day
    said = texts(look, "F11", "en")
    values = {
        "event": content.event,
        "received": day_en(content.received),
        "accepted": day_en(content.accepted),
        "basis": _law(look, "F11", on),
        "conditions_basis": _purpose(look, "grant_conditions", on),
        "change_basis": _purpose(look, "grant_change", on),
        "penalty_basis": _purpose(look, "grant_penalty", on),
        **remedies_en(look),
    }
    people = {"approved": str(content.approved), "tickets": str(content.tickets or "")}
    number = filled(said["approved_tickets" if content.tickets else "approved"].replace("**", ""), people)
    rows = (
        *(content.event, content.applicant, content.safety_person, _days(look), content.place),
        *(number, level_name(look.pack, at.level).en or "—"),
    )
    made: list[parts.Part] = [
        _read("opening", values),
        Head("content_head"),
        Pairs(rows, "reading_rows"),
        Head("conditions_head"),
    ]
    made += list(_conditions(content)) or [_read("no_conditions")]
    made += [Head("notice_head"), _read("change", values), _read("appeal", values)]
    return reading_sheet(look, "F11", content.issue, made)


def _conditions(content: Grant) -> Iterator[Sentence]:
    """Yield the conditions as they were written, in Chinese."""
    for number, line in enumerate(content.conditions, 1):
        text = line.text.rstrip("。") + "。"
        values = {"number": str(number), "title": line.title.rstrip("。"), "text": text, "basis": ""}
        yield _read("condition" if line.title else "condition_plain", values)


def _refusal(look: Look) -> Document:
    at = as_decided(look)
    content = contents.refusal(at)
    on = content.issue.day
    said = texts(look, "F12", "en")
    checked = filled(said["checked"], {"day": day_en(content.checked)}) if content.checked else ""
    values = {
        "received": day_en(content.received),
        "days": _days(look),
        "place": content.place,
        "event": content.event,
        "headcount": str(content.headcount),
        "accepted": day_en(content.accepted),
        "checked": checked,
        "basis": _law(look, "F12", on),
        "conditions_basis": _purpose(look, "grant_conditions", on),
        **remedies_en(look),
    }
    made: list[parts.Part] = [_read("opening", values), Head("facts_head"), _facts(at, said)]
    made += [Head("reasons_head"), _read("reasons", values)]
    made += list(_reasons(at, said))
    made += [Head("decision_head"), _read("decision", values), _read("appeal", values)]
    return reading_sheet(look, "F12", content.issue, made)


def _facts(look: Look, said: dict[str, str]) -> Rows:
    """Return the conditions of the law in English: first those not met, with what was written, then the others."""
    rows = look.pack.lists["refusal_conditions"]
    reasons = look.case.recommendation.reasons if look.case.recommendation else ()
    lines = [(rows[r.condition].text.en, r.required, r.found or r.fact, said["fails"]) for r in reasons]
    named = {r.condition for r in reasons}
    lines += [(row.text.en, "—", "—", said["meets"]) for code, row in rows.items() if code not in named]
    return Rows("columns", ((64.0, "left"), (42.0, "left"), (48.0, "left"), (18.0, "centre")), lines)


def _reasons(look: Look, said: dict[str, str]) -> Iterator[Sentence]:
    """Yield the reasons: the condition of the law in English, fact and evidence as they were written."""
    rows = look.pack.lists["refusal_conditions"]
    reasons = look.case.recommendation.reasons if look.case.recommendation else ()
    for number, reason in enumerate(reasons, 1):
        evidence = filled(said["evidence"], {"evidence": reason.evidence.rstrip("。")}) if reason.evidence else ""
        values = {
            "number": str(number),
            "condition": rows[reason.condition].text.en.rstrip("."),
            "fact": reason.fact.rstrip("。") + "。",
            "evidence": evidence,
        }
        yield _read("reason", values)
