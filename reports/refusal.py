"""F12 不予安全许可决定书: the facts, the conditions of the law that are not met, the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reports import instrument
from reports.blocks import Block, Cell, Column, Document, Heading, Para, Table, TableRow, words
from reports.grant import Appeal, appeal
from reports.issue import Issue, meta
from reports.wording import day_zh, filled, numeral_zh, phrase, span_zh


@dataclass(frozen=True)
class FactLine:
    """A fact found: what was examined, what is required, what was found, whether it is enough."""

    item: str
    required: str
    found: str
    meets: bool


@dataclass(frozen=True)
class ReasonLine:
    """A reason: the numbered condition of the law in words, the fact, the evidence."""

    condition: str
    fact: str
    evidence: str


@dataclass(frozen=True)
class Refusal:
    """Content of the refusal.

    Attributes:
        issue: The formal side.
        applicant: The undertaker.
        event: Name of the event.
        received: Day of the application.
        accepted: Day of acceptance.
        first_day: First day of the event.
        last_day: Last day of the event.
        place: Place in words.
        headcount: People expected.
        basis: Law in words for the decision.
        conditions_basis: Law in words for the conditions, without the numbers of those not met.
        facts: At least one that is not enough; those that are enough are listed too.
        reasons: At least one.
        appeal: How the decision may be challenged.
        checked: Day of the on-site check by two officers, where there was one.
        heard: Day the applicant was heard, where that was done.
        effect: What the decision does not touch, in words; empty leaves it out.
    """

    issue: Issue
    applicant: str
    event: str
    received: date
    accepted: date
    first_day: date
    last_day: date
    place: str
    headcount: int
    basis: str
    conditions_basis: str
    facts: tuple[FactLine, ...]
    reasons: tuple[ReasonLine, ...]
    appeal: Appeal
    checked: date | None = None
    heard: date | None = None
    effect: str = ""


COLUMNS = ((26.0, "left"), (42.0, "left"), (70.0, "left"), (18.0, "left"))
"""Width [mm] and alignment of item, required, found, result."""


def document(content: Refusal, texts: Mapping[str, str]) -> Document:
    """Return the refusal as blocks; ``texts`` are the templates of the pack.

    Raises:
        ValueError: There is no reason or no fact that is not enough; such a refusal must not be printed.
    """
    if not content.reasons or all(fact.meets for fact in content.facts):
        message = "a refusal needs a reason and a fact that does not meet a condition"
        raise ValueError(message)
    blocks: list[Block] = [*instrument.head(content.issue, content.applicant, texts)]
    blocks += [Para(phrase(texts["opening"], _opening(content, texts)))]
    blocks += [Heading(texts["facts_head"]), _facts(content, texts), *_reasons(content, texts)]
    blocks += [Heading(texts["decision_head"]), Para(phrase(texts["decision"], {"basis": content.basis}))]
    if content.effect:
        blocks.append(Para(words(content.effect)))
    blocks += [appeal(content.appeal, texts), *instrument.foot(content.issue, texts)]
    return Document(meta("F12", texts["title"], "gw", content.issue), tuple(blocks))


def _opening(content: Refusal, texts: Mapping[str, str]) -> dict[str, str]:
    checked = filled(texts["checked"], {"day": day_zh(content.checked)}) if content.checked else ""
    return {
        "received": day_zh(content.received),
        "accepted": day_zh(content.accepted),
        "days": span_zh(content.first_day, content.last_day),
        "place": content.place,
        "event": content.event,
        "headcount": str(content.headcount),
        "checked": checked,
    }


def _facts(content: Refusal, texts: Mapping[str, str]) -> Table:
    titles = instrument.titles(texts["columns"], len(COLUMNS))
    columns = tuple(Column(title, width, align) for title, (width, align) in zip(titles, COLUMNS, strict=True))
    rows = tuple(
        TableRow(
            tuple(
                Cell(words(text))
                for text in (fact.item, fact.required, fact.found, texts["meets" if fact.meets else "fails"])
            )
        )
        for fact in content.facts
    )
    return Table(columns, rows, face="FS", size=10.5)


def _reasons(content: Refusal, texts: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = [Heading(texts["reasons_head"])]
    blocks.append(Para(phrase(texts["reasons"], {"conditions_basis": content.conditions_basis})))
    for number, reason in enumerate(content.reasons, 1):
        evidence = filled(texts["evidence"], {"evidence": reason.evidence.rstrip("。")}) if reason.evidence else ""
        values = {
            "number": numeral_zh(number),
            "condition": reason.condition.rstrip("。"),
            "fact": reason.fact.rstrip("。") + "。",
            "evidence": evidence,
        }
        blocks.append(Para(phrase(texts["reason"], values)))
    if content.heard is not None:
        blocks.append(Para(phrase(texts["heard"], {"day": day_zh(content.heard)})))
    return blocks
