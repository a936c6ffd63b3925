"""F03 受理通知书: the application is accepted; when the review ends and which days are not counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from reports import instrument
from reports.blocks import Block, Cell, Column, Document, Para, Table, TableRow, words
from reports.issue import Issue, meta
from reports.wording import day_zh, days_zh, filled, hour_zh, numeral_zh, phrase


@dataclass(frozen=True)
class MaterialLine:
    """A class of papers as received: name, number of copies, form (original, copy checked against it …)."""

    title: str
    copies: str
    form: str


@dataclass(frozen=True)
class AcceptanceNotice:
    """Content of the notice.

    Attributes:
        issue: The formal side.
        applicant: Addressee.
        event: Name of the event.
        received: Day the application came in.
        accepted: Day of acceptance.
        due: Last day of the review.
        basis: Law in words, e.g. ``《…法》第三十二条``.
        materials: One per class, in pack order.
        limit: Length of the review [days].
        skipped: Days between acceptance and ``due`` that are not counted.
        tolerated: Number of papers tolerated as missing.
        inspection: Local time of the on-site check, where it is fixed.
        officers: Names of the officers.
        phone: Telephone of the office.
        estimated: The calendar of the year is not yet published.
    """

    issue: Issue
    applicant: str
    event: str
    received: date
    accepted: date
    due: date
    basis: str
    materials: tuple[MaterialLine, ...]
    limit: int = 7
    skipped: tuple[date, ...] = ()
    tolerated: int = 0
    inspection: datetime | None = None
    officers: tuple[str, ...] = ()
    phone: str = ""
    estimated: bool = False


COLUMNS = ((14.0, "centre"), (96.0, "left"), (20.0, "centre"), (26.0, "centre"))
"""Width [mm] and alignment of number, class, copies, form."""


def document(content: AcceptanceNotice, texts: Mapping[str, str]) -> Document:
    """Return the notice as blocks; ``texts`` are the templates of the pack."""
    blocks: list[Block] = [*instrument.head(content.issue, content.applicant, texts)]
    blocks.append(Para(phrase(texts["opening"], _values(content, texts))))
    blocks.append(_materials(content, texts))
    blocks.append(Para(phrase(texts["period"], _values(content, texts))))
    if content.inspection is not None:
        blocks.append(Para(phrase(texts["inspection"], {"moment": hour_zh(content.inspection)})))
    blocks += [Para(phrase(texts[key], _values(content, texts))) for key in ("contact", "case")]
    blocks += instrument.foot(content.issue, texts)
    return Document(meta("F03", texts["title"], "gw", content.issue), tuple(blocks))


def _values(content: AcceptanceNotice, texts: Mapping[str, str]) -> dict[str, str]:
    tolerated = filled(texts["tolerated"], {"count": str(content.tolerated)}) if content.tolerated else ""
    skipped = filled(texts["skipped"], {"days": days_zh(content.skipped)}) if content.skipped else ""
    return {
        "event": content.event,
        "received": day_zh(content.received),
        "accepted": day_zh(content.accepted),
        "due": day_zh(content.due),
        "basis": content.basis,
        "limit": numeral_zh(content.limit),
        "tolerated": tolerated,
        "skipped": skipped,
        "estimated": texts["estimated"] if content.estimated else "",
        "officers": "、".join(content.officers),
        "phone": content.phone,
        "case": content.issue.case,
    }


def _materials(content: AcceptanceNotice, texts: Mapping[str, str]) -> Table:
    titles = instrument.titles(texts["columns"], len(COLUMNS))
    columns = tuple(Column(title, width, align) for title, (width, align) in zip(titles, COLUMNS, strict=True))
    rows = tuple(
        TableRow(tuple(Cell(words(text)) for text in (str(number), line.title, line.copies, line.form)))
        for number, line in enumerate(content.materials, 1)
    )
    return Table(columns, rows, face="FS", size=10.5)
