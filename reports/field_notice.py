"""F15 暂停（停止）活动通知书: one page that can be issued in minutes at the place of the event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from reports import instrument
from reports.blocks import (
    Block,
    Cell,
    Closing,
    Column,
    Document,
    Para,
    Span,
    Table,
    TableRow,
    Tick,
    TitleBlock,
    words,
)
from reports.issue import Issue, meta
from reports.wording import day_zh, hour_zh, numeral_zh, phrase

KINDS = ("change", "suspended", "stopped", "resumed")
"""What the notice orders, in the order of its boxes."""


@dataclass(frozen=True)
class TriggerLine:
    """What was measured: indicator, threshold, value, time, source."""

    indicator: str
    threshold: str
    measured: str
    at: str
    source: str = ""


@dataclass(frozen=True)
class FieldNotice:
    """Content of the notice.

    Attributes:
        issue: The formal side.
        kind: One of :data:`KINDS`.
        addressees: Undertaker and venue manager.
        event: Name of the event.
        permit: Number of the permit.
        at: Local time of the order.
        triggers: Up to five; empty where the order rests on something else.
        orders: What is ordered, one paragraph each.
        resume_when: When the event may go on; empty when it may not.
        basis: Law in words.
        ends: Number of the notice that a resumption ends.
        log_rows: Empty rows for the hand.
    """

    issue: Issue
    kind: str
    addressees: str
    event: str
    permit: str
    at: datetime
    triggers: tuple[TriggerLine, ...]
    orders: tuple[str, ...]
    basis: str
    resume_when: str = ""
    ends: str = ""
    log_rows: int = 2


TRIGGERS = ((26.0, "left"), (46.0, "left"), (27.0, "left"), (14.0, "centre"), (43.0, "left"))
"""Width [mm] and alignment of indicator, threshold, value, time, source."""
FEW = 3
"""More triggers are set smaller, with one row for the hand: the notice has to stay on one page."""
LOG = 2 * ((15.0, "centre"), (42.0, "left"), (21.0, "centre"))
"""Width [mm] and alignment of time, what was done, by whom; twice."""


def document(content: FieldNotice, texts: Mapping[str, str]) -> Document:
    """Return the notice as blocks; ``texts`` are the templates of the pack."""
    issue = content.issue
    title = texts[f"title_{content.kind}"]
    number = texts["unnumbered"] if issue.draft or not issue.number else issue.number
    values = {
        "event": content.event,
        "permit": content.permit,
        "basis": content.basis,
        "at": hour_zh(content.at),
        "ends": content.ends,
    }
    blocks: list[Block] = [TitleBlock(issue.organ, title, number), _kinds(content, texts)]
    blocks += [Para(words(f"{content.addressees}："), "flush"), Para(phrase(texts[f"opening_{content.kind}"], values))]
    if content.triggers:
        blocks.append(_triggers(content.triggers, texts))
    blocks.append(Para(phrase(texts[f"order_{content.kind}"], values)))
    blocks += [Para(words(order)) for order in _numbered(content.orders)]
    if content.resume_when:
        blocks.append(Para((Span(texts["resume"], strong=True), Span(content.resume_when))))
    rows = content.log_rows if len(content.triggers) <= FEW else 1
    blocks += [_log(rows, texts), Para(words(texts["remedy"]))]
    scan = texts["scan"] if not issue.draft else ""
    blocks += [Closing(issue.organ, day_zh(issue.day), texts["seal"], scan_note=scan), instrument.receipt(texts)]
    return Document(meta("F15", title, "gw-field", issue), tuple(blocks))


def _numbered(orders: tuple[str, ...]) -> list[str]:
    """Return orders as sentences, counted when there are several."""
    ended = [order.rstrip("。；;") + "。" for order in orders]
    return [f"{numeral_zh(n)}、{order}" for n, order in enumerate(ended, 1)] if len(ended) > 1 else ended


def _kinds(content: FieldNotice, texts: Mapping[str, str]) -> Table:
    """Return the boxes of what is ordered, and the time of issue beside them."""
    boxes = tuple(
        part
        for kind, name in zip(KINDS, instrument.titles(texts["kinds"], len(KINDS)), strict=True)
        for part in (
            Tick("yes" if kind == content.kind else "empty"),
            Span(f"{name}　", strong=kind == content.kind),
        )
    )
    issued = (Span(texts["issued"]), Span(f"　{content.at:%H}时{content.at:%M}分", strong=True))
    columns = (Column("", 112.0), Column("", 44.0, "right"))
    return Table(columns, (TableRow((Cell(boxes), Cell(issued))),), face="FS", size=12.0)


def _triggers(lines: tuple[TriggerLine, ...], texts: Mapping[str, str]) -> Table:
    titles = instrument.titles(texts["columns"], len(TRIGGERS))
    columns = tuple(Column(title, width, align) for title, (width, align) in zip(titles, TRIGGERS, strict=True))
    rows = tuple(
        TableRow(
            (
                Cell(words(line.indicator)),
                Cell(words(line.threshold)),
                Cell(words(line.measured, strong=True)),
                Cell(words(line.at)),
                Cell(words(line.source)),
            )
        )
        for line in lines
    )
    return Table(columns, rows, face="FS", size=10.5 if len(lines) <= FEW else 9.0)


def _log(rows: int, texts: Mapping[str, str]) -> Table:
    titles = instrument.titles(texts["log"], len(LOG))
    columns = tuple(Column(title, width, align) for title, (width, align) in zip(titles, LOG, strict=True))
    return Table(columns, (TableRow(tuple(Cell() for _ in LOG)),) * rows, face="FS", size=10.5, least=8.5)
