"""F08 责令整改通知书: hazards that a duty holder must remove, by when, by which law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from reports import instrument
from reports.blocks import Block, Cell, Column, Document, Para, Table, TableRow, words
from reports.issue import Issue, meta
from reports.wording import hour_zh, phrase


@dataclass(frozen=True)
class HazardLine:
    """A hazard: its code, what it is, where, how grave, and how many photos show it."""

    code: str
    what: str
    place: str
    severity: str
    photos: int = 0
    result: str = ""
    """What the re-check found; empty until then."""


@dataclass(frozen=True)
class RectificationOrder:
    """Content of the order.

    Attributes:
        issue: The formal side.
        holder: Who must remove the hazards.
        event: Name of the event.
        found: When they were found.
        officers: Names of the two officers who found them.
        basis: Law in words.
        hazards: At least one.
        requirement: What must be done.
        due: By when.
    """

    issue: Issue
    holder: str
    event: str
    found: datetime
    officers: tuple[str, ...]
    basis: str
    hazards: tuple[HazardLine, ...]
    requirement: str
    due: datetime


COLUMNS = ((14.0, "centre"), (60.0, "left"), (38.0, "left"), (22.0, "centre"), (22.0, "centre"))
"""Width [mm] and alignment of code, hazard, place, severity, result of the re-check."""


def document(content: RectificationOrder, texts: Mapping[str, str]) -> Document:
    """Return the order as blocks; ``texts`` are the templates of the pack."""
    values = {
        "found": hour_zh(content.found),
        "event": content.event,
        "count": str(len(content.hazards)),
        "basis": content.basis,
        "requirement": content.requirement.rstrip("。"),
        "due": hour_zh(content.due),
        "officers": "、".join(content.officers),
    }
    blocks: list[Block] = [*instrument.head(content.issue, content.holder, texts)]
    blocks += [Para(phrase(texts["opening"], values)), _hazards(content, texts)]
    blocks += [Para(phrase(texts[name], values)) for name in ("requirement", "consequence", "checked")]
    blocks += instrument.foot(content.issue, texts)
    return Document(meta("F08", texts["title"], "gw", content.issue), tuple(blocks))


def _hazards(content: RectificationOrder, texts: Mapping[str, str]) -> Table:
    titles = instrument.titles(texts["columns"], len(COLUMNS))
    columns = tuple(Column(title, width, align) for title, (width, align) in zip(titles, COLUMNS, strict=True))
    rows = tuple(
        TableRow(tuple(Cell(words(text)) for text in (h.code, _what(h, texts), h.place, h.severity, h.result)))
        for h in content.hazards
    )
    return Table(columns, rows, face="FS", size=10.5)


def _what(hazard: HazardLine, texts: Mapping[str, str]) -> str:
    return hazard.what + (texts["photos"].replace("{count}", str(hazard.photos)) if hazard.photos else "")
