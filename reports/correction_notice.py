"""F05 一次性补正告知书: everything that needs correction, told once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from reports import instrument
from reports.blocks import Block, Cell, Column, Document, Para, Table, TableRow, Tick, words
from reports.issue import Issue, meta
from reports.wording import day_zh, filled, hour_zh, phrase


@dataclass(frozen=True)
class DeficiencyLine:
    """One line: the paper or content (code and title), what is wrong, what would cure it, whether it is cured."""

    code: str
    title: str
    problem: str
    remedy: str
    done: bool = False


@dataclass(frozen=True)
class CorrectionNotice:
    """Content of the notice.

    Attributes:
        issue: The formal side.
        applicant: Addressee.
        event: Name of the event.
        received: Day the application came in.
        due: Last moment for corrections; a plain date has no hour.
        basis: Law in words for telling everything at once.
        items: At least one deficiency, in the order of the papers.
        first_day: First day of the event.
        latest_day: Last day on which the law lets an application be made; ``None`` leaves the sentence out.
        latest_basis: Law in words for that day.
        lead: Days before the event that the law asks for.
        officers: Names of the officers.
        phone: Telephone of the office.
        second_round_reason: Why there is a second notice; empty for the first.
    """

    issue: Issue
    applicant: str
    event: str
    received: date
    due: date | datetime
    basis: str
    items: tuple[DeficiencyLine, ...]
    first_day: date | None = None
    latest_day: date | None = None
    latest_basis: str = ""
    lead: int = 20
    officers: tuple[str, ...] = ()
    phone: str = ""
    second_round_reason: str = ""


COLUMNS = ((12.0, "centre"), (30.0, "left"), (53.0, "left"), (49.0, "left"), (12.0, "centre"))
"""Width [mm] and alignment of number, paper, problem, remedy, tick box."""


def document(content: CorrectionNotice, texts: Mapping[str, str]) -> Document:
    """Return the notice as blocks; ``texts`` are the templates of the pack."""
    values = {
        "received": day_zh(content.received),
        "event": content.event,
        "basis": content.basis,
        "count": str(len(content.items)),
        "due": hour_zh(content.due) if isinstance(content.due, datetime) else day_zh(content.due),
        "latest": _latest(content, texts),
        "officers": "、".join(content.officers),
        "phone": content.phone,
        "reason": content.second_round_reason,
    }
    blocks: list[Block] = [*instrument.head(content.issue, content.applicant, texts)]
    blocks += [Para(phrase(texts["opening"], values)), _items(content, texts), Para(phrase(texts["due"], values))]
    if content.second_round_reason:
        blocks.append(Para(phrase(texts["second"], values)))
    blocks.append(Para(phrase(texts["promise"], values)))
    blocks += instrument.foot(content.issue, texts)
    return Document(meta("F05", texts["title"], "gw", content.issue), tuple(blocks))


def _latest(content: CorrectionNotice, texts: Mapping[str, str]) -> str:
    if content.first_day is None or content.latest_day is None:
        return ""
    values = {
        "first_day": day_zh(content.first_day),
        "latest_basis": content.latest_basis,
        "lead": str(content.lead),
        "latest_day": day_zh(content.latest_day),
    }
    return filled(texts["latest"], values)


def _items(content: CorrectionNotice, texts: Mapping[str, str]) -> Table:
    titles = instrument.titles(texts["columns"], len(COLUMNS))
    columns = tuple(Column(title, width, align) for title, (width, align) in zip(titles, COLUMNS, strict=True))
    rows = tuple(
        TableRow(
            (
                Cell(words(str(number))),
                Cell(words("\n".join(part for part in (item.code, item.title) if part))),
                Cell(words(item.problem)),
                Cell(words(item.remedy)),
                Cell((Tick("yes" if item.done else "empty"),)),
            )
        )
        for number, item in enumerate(content.items, 1)
    )
    return Table(columns, rows, face="FS", size=10.5)
