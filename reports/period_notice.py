"""F16 延长期限告知书: the period for the decision is longer, or stands still on a ground of the law, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reports import instrument
from reports.blocks import Block, Cell, Column, Document, Para, Table, TableRow, words
from reports.issue import Issue, meta
from reports.wording import day_zh, numeral_zh, phrase


@dataclass(frozen=True)
class SumLine:
    """A line of the calculation: the days, and what they are."""

    days: str
    told: str


@dataclass(frozen=True)
class PeriodNotice:
    """Content of the notice.

    Attributes:
        issue: The formal side.
        applicant: Addressee.
        event: Name of the event.
        accepted: Day of acceptance.
        basis: Law in words.
        due: Last day of the period now; while the clock stands, the earliest one possible.
        sums: How that day comes about, one line each.
        days: Working days added; 0 = the clock stands.
        approver: Who allowed it.
        reason: Why: the reason of an extension, or the matter of a stop.
        ground: Ground of the law on which the clock stands.
        stopped: Day from which it stands.
        resumed: Day from which it runs again, once that is known.
    """

    issue: Issue
    applicant: str
    event: str
    accepted: date
    basis: str
    due: date
    sums: tuple[SumLine, ...] = ()
    days: int = 0
    approver: str = ""
    reason: str = ""
    ground: str = ""
    stopped: date | None = None
    resumed: date | None = None


def document(content: PeriodNotice, texts: Mapping[str, str]) -> Document:
    """Return the notice as blocks; ``texts`` are the templates of the pack."""
    kind = "extended" if content.days else "stopped"
    own = {**texts, "title": texts[f"title_{kind}"]}
    blocks: list[Block] = [*instrument.head(content.issue, content.applicant, own)]
    blocks += [Para(phrase(texts[key], _values(content))) for key in (kind, f"{kind}_due")]
    if content.sums:
        blocks.append(Para(phrase(texts["sums"])))
        blocks.append(_sums(content, texts))
    blocks += [Para(phrase(texts[key], _values(content))) for key in ("case", "rights")]
    blocks += instrument.foot(content.issue, own)
    return Document(meta("F16", own["title"], "gw", content.issue), tuple(blocks))


COLUMNS = ((52.0, "left"), (104.0, "left"))
"""Width [mm] and alignment of days and what they are."""


def _sums(content: PeriodNotice, texts: Mapping[str, str]) -> Table:
    titles = instrument.titles(texts["columns"], len(COLUMNS))
    columns = tuple(Column(title, width, align) for title, (width, align) in zip(titles, COLUMNS, strict=True))
    rows = tuple(TableRow((Cell(words(line.days)), Cell(words(line.told)))) for line in content.sums)
    return Table(columns, rows, face="FS", size=10.5)


def _values(content: PeriodNotice) -> dict[str, str]:
    return {
        "event": content.event,
        "accepted": day_zh(content.accepted),
        "basis": content.basis,
        "due": day_zh(content.due),
        "days": numeral_zh(content.days) if content.days else "",
        "approver": content.approver,
        "reason": content.reason.rstrip("。"),
        "ground": content.ground,
        "stopped": day_zh(content.stopped) if content.stopped else "",
        "case": content.issue.case,
    }
