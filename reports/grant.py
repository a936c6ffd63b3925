"""F11 安全许可决定书: the permit, what it covers and under which conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reports import instrument
from reports.blocks import Block, Cell, Column, Document, Heading, Para, Table, TableRow, Words, words
from reports.issue import Issue, meta
from reports.wording import day_zh, filled, numeral_zh, phrase, span_zh


@dataclass(frozen=True)
class ConditionLine:
    """A condition of the permit: short name, text, and the law it rests on in words."""

    title: str
    text: str
    basis: str = ""


@dataclass(frozen=True)
class Appeal:
    """Where and how long a decision may be challenged: days and body of review, months for the court."""

    review_body: str
    review_days: int = 60
    suit_months: int = 6


@dataclass(frozen=True)
class Grant:
    """Content of the permit.

    Attributes:
        issue: The formal side.
        applicant: The undertaker.
        event: Name of the event.
        received: Day the papers were complete.
        accepted: Day of acceptance.
        basis: Law in words for the decision.
        conditions_basis: Law in words for the conditions the event meets.
        change_basis: Law in words for changes and cancellation.
        penalty_basis: Law in words for changes without consent.
        first_day: First day of the event.
        last_day: Last day of the event.
        hours: Daily hours in words; empty where they are not stated.
        place: Place in words.
        approved: Approved number of people on site at a time.
        conditions: In the order of the decision.
        appeal: How the decision may be challenged.
        uscc: Credit code of the undertaker.
        safety_person: Person responsible for safety, with post.
        tickets: Largest number of tickets, where one is set.
        areas: Areas in words.
        content_version: Version of the programme the permit covers.
        level: Risk level in words.
        annexes: Titles of the annexes.
        copies_to: Bodies that get a copy, in words; empty leaves the imprint out.
        office: Printing office of the imprint.
    """

    issue: Issue
    applicant: str
    event: str
    received: date
    accepted: date
    basis: str
    conditions_basis: str
    change_basis: str
    penalty_basis: str
    first_day: date
    last_day: date
    place: str
    approved: int
    conditions: tuple[ConditionLine, ...]
    appeal: Appeal
    hours: str = ""
    uscc: str = ""
    safety_person: str = ""
    tickets: int | None = None
    areas: str = ""
    content_version: str = ""
    plan_version: str = ""
    level: str = ""
    annexes: tuple[str, ...] = ()
    copies_to: str = ""
    office: str = ""


def document(content: Grant, texts: Mapping[str, str]) -> Document:
    """Return the permit as blocks; ``texts`` are the templates of the pack."""
    values = {
        "event": content.event,
        "received": day_zh(content.received),
        "accepted": day_zh(content.accepted),
        "basis": content.basis,
        "conditions_basis": content.conditions_basis,
        "change_basis": content.change_basis,
        "penalty_basis": content.penalty_basis,
    }
    blocks: list[Block] = [*instrument.head(content.issue, content.applicant, texts)]
    blocks += [Para(phrase(texts["opening"], values)), Heading(texts["content_head"]), _permitted(content, texts)]
    blocks += [Heading(texts["conditions_head"]), *_conditions(content, texts)]
    blocks += [Heading(texts["notice_head"]), Para(phrase(texts["change"], values)), appeal(content.appeal, texts)]
    blocks += instrument.foot(
        content.issue, texts, annexes=content.annexes, copies_to=content.copies_to, office=content.office
    )
    return Document(meta("F11", texts["title"], "gw", content.issue), tuple(blocks))


def appeal(of: Appeal, texts: Mapping[str, str]) -> Para:
    """Return the paragraph on remedies."""
    values = {
        "review_days": numeral_zh(of.review_days),
        "review_body": of.review_body,
        "suit_months": numeral_zh(of.suit_months),
    }
    return Para(phrase(texts["appeal"], values))


def _permitted(content: Grant, texts: Mapping[str, str]) -> Table:
    labels = instrument.titles(texts["content_rows"], 10)
    values = (
        words(content.event),
        words(_undertaker(content, texts)),
        words(content.safety_person),
        words("，".join(part for part in (span_zh(content.first_day, content.last_day), content.hours) if part)),
        words(content.place),
        _approved(content, texts),
        words(content.areas),
        words(content.content_version),
        words(content.plan_version),
        words(content.level),
    )
    rows = tuple(
        TableRow((Cell(words(label), head=True), Cell(value)))
        for label, value in zip(labels, values, strict=True)
        if value
    )
    return Table((Column("", 34.0, "centre"), Column("", 122.0)), rows, face="FS", size=12.0)


def _undertaker(content: Grant, texts: Mapping[str, str]) -> str:
    if not content.uscc:
        return content.applicant
    return filled(texts["undertaker"], {"applicant": content.applicant, "uscc": content.uscc})


def _approved(content: Grant, texts: Mapping[str, str]) -> Words:
    if content.tickets is None:
        return phrase(texts["approved"], {"approved": str(content.approved)})
    return phrase(texts["approved_tickets"], {"approved": str(content.approved), "tickets": str(content.tickets)})


def _conditions(content: Grant, texts: Mapping[str, str]) -> list[Block]:
    if not content.conditions:
        return [Para(phrase(texts["no_conditions"]))]
    return [
        Para(
            phrase(
                texts["condition" if line.title else "condition_plain"],
                {
                    "number": numeral_zh(number),
                    "title": line.title.rstrip("。"),
                    "text": line.text.rstrip("。"),
                    "basis": f"（{line.basis}）。" if line.basis else "。",
                },
            )
        )
        for number, line in enumerate(content.conditions, 1)
    ]
