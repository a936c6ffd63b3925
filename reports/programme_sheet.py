"""F23 节目内容联合审核表, and the sheet on which the approved programme is verified on site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports import instrument
from reports.blocks import (
    Block,
    Cell,
    Column,
    Document,
    FormTitle,
    Heading,
    Para,
    Signatures,
    Span,
    Table,
    TableRow,
    Tick,
    Words,
    words,
)
from reports.issue import Issue, meta
from reports.wording import filled

BOX = 11.8
"""Type size whose tick box is 10 pt square."""
REVIEW = ((9.0, "centre"), (25.0, "left"), (15.0, "centre"), (33.0, "left"), (33.0, "left"), (15.0, "centre"),
          (14.0, "centre"), (28.0, "left"))  # fmt: skip
"""Width [mm] and alignment of number, performer, type, work, concern, strength, opinion and result."""
ON_SITE = ((11.0, "centre"), (24.0, "left"), (41.0, "left"), (47.0, "left"), (9.0, "centre"), (9.0, "centre"),
           (9.0, "centre"), (22.0, "left"))  # fmt: skip
"""Width [mm] and alignment of number, time and stage, performer, work, the three boxes and the note."""


@dataclass(frozen=True)
class ReviewLine:
    """An item with a concern: what it is, what it was told, how strong its interaction is (0 to 3), what came of it."""

    no: str
    artist: str
    genre: str
    work: str
    concern: str
    strength: int
    opinion: str
    result: str


@dataclass(frozen=True)
class ProgrammeSheet:
    """Content of the joint review sheet.

    Attributes:
        issue: The formal side.
        event, undertaker, approval, basis: As printed in the head; ``approval`` is the culture authority's number.
        counts: Figure, unit and what it counts, eight of them.
        lines: Items with a concern, in running order.
        rest: How many items passed without one.
        opinion: The joint opinion in words; empty leaves it for the hand.
    """

    issue: Issue
    event: str
    undertaker: str
    approval: str
    basis: str
    counts: tuple[tuple[str, str, str], ...]
    lines: tuple[ReviewLine, ...]
    rest: int = 0
    opinion: str = ""


@dataclass(frozen=True)
class SiteLine:
    """An approved item; ``result`` is ``as_approved``, ``differs``, ``not_performed`` or empty for the hand."""

    no: str
    place: str
    artist: str
    work: str
    result: str = ""
    note: str = ""


@dataclass(frozen=True)
class SiteSheet:
    """Content of the verification sheet; ``print_`` is the fingerprint of the locked programme."""

    issue: Issue
    event: str
    undertaker: str
    print_: str
    sessions: tuple[tuple[str, tuple[SiteLine, ...]], ...]
    results: tuple[str, str, str]
    allowed: str = ""
    """How many people may be there, and why fewer than approved."""


def document(content: ProgrammeSheet, texts: Mapping[str, str]) -> Document:
    """Return the review sheet as blocks; ``texts`` are the templates of the pack."""
    blocks: list[Block] = [_title(content.issue, texts)]
    labels = instrument.titles(texts["event_rows"], 4)
    blocks.append(_head(labels, (content.event, content.approval, content.undertaker, content.basis)))
    blocks.append(_counts(content.counts))
    if content.lines:
        blocks.append(_review(content.lines, texts))
    rest = filled(texts["rest"], {"count": str(content.rest)})
    blocks.append(Para(words(rest), "flush"))
    blocks.append(Para((Span(texts["opinion"], strong=True), Span(content.opinion or texts["opinion_blank"]))))
    blocks += [Signatures(_signers(texts, 4)), Para(words(texts["note"]), "note")]
    return Document(meta("F23", texts["title"], "form", content.issue, running=texts["running"]), tuple(blocks))


def site_document(content: SiteSheet, texts: Mapping[str, str], paper: str) -> Document:
    """Return the verification sheet as blocks."""
    blocks: list[Block] = [_title(content.issue, texts)]
    labels = instrument.titles(texts["event_rows"], 4)
    blocks.append(_head(labels, (content.event, content.undertaker, content.print_, "")))
    if content.allowed:
        blocks.append(Para(words(content.allowed), "flush"))
    for session, lines in content.sessions:
        if session:
            blocks.append(Heading(filled(texts["session"], {"session": session})))
        blocks.append(_on_site(lines, content.results, texts))
    if not content.sessions:
        blocks.append(Para(words(texts["empty"])))
    blocks += [Signatures(_signers(texts, 3)), Para(words(texts["note"]), "note")]
    return Document(meta(paper, texts["title"], "form", content.issue, running=texts["running"]), tuple(blocks))


def _title(issue: Issue, texts: Mapping[str, str]) -> FormTitle:
    number = filled(texts["number"], {"number": issue.number}) if issue.number else ""
    return FormTitle(texts["title"], texts["subtitle"], (number,) if number else ())


def _head(labels: tuple[str, ...], values: tuple[str, ...]) -> Table:
    cells = [
        cell
        for label, value in zip(labels, values, strict=True)
        for cell in (Cell(words(label), head=True), Cell(words(value)))
    ]
    columns = (Column("", 22.0), Column("", 64.0), Column("", 26.0), Column("", 60.0))
    return Table(columns, (TableRow(tuple(cells[:4])), TableRow(tuple(cells[4:]))), size=9.0)


def _counts(counts: tuple[tuple[str, str, str], ...]) -> Table:
    columns = tuple(Column("", 172.0 / len(counts), "centre") for _ in counts)
    cells = tuple(
        Cell((Span(figure, strong=True, size=17.0), Span(f" {unit}\n{what}"))) for figure, unit, what in counts
    )
    return Table(columns, (TableRow(cells),), size=8.6, least=15.0)


def _columns(texts: Mapping[str, str], widths: tuple[tuple[float, str], ...]) -> tuple[Column, ...]:
    titles = instrument.titles(texts["columns"], len(widths))
    return tuple(Column(title, width, align) for title, (width, align) in zip(titles, widths, strict=True))


def _review(lines: tuple[ReviewLine, ...], texts: Mapping[str, str]) -> Table:
    rows = tuple(
        TableRow(
            tuple(
                Cell(words(told))
                for told in (
                    *(line.no, line.artist, line.genre, line.work, line.concern),
                    "●" * line.strength + "○" * (3 - line.strength),
                    line.opinion,
                    line.result,
                )
            )
        )
        for line in lines
    )
    return Table(_columns(texts, REVIEW), rows, size=8.6)


def _on_site(lines: tuple[SiteLine, ...], results: tuple[str, str, str], texts: Mapping[str, str]) -> Table:
    rows = []
    for line in lines:
        ticks = tuple(Cell((Tick("yes" if line.result == result else "empty", BOX),)) for result in results)
        told = tuple(Cell(words(text)) for text in (line.no, line.place, line.artist, line.work))
        rows.append(TableRow((*told, *ticks, Cell(words(line.note)))))
    return Table(_columns(texts, ON_SITE), tuple(rows), size=8.6)


def _signers(texts: Mapping[str, str], count: int) -> tuple[tuple[str, Words], ...]:
    return tuple((who, words(texts["date_line"])) for who in instrument.titles(texts["signers"], count))
