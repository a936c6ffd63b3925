"""HS 会商纪要: who met, what each department said, what was decided, what stayed open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from reports.blocks import (
    Block,
    Cell,
    Column,
    Document,
    FormTitle,
    Heading,
    Para,
    Signatures,
    Table,
    TableRow,
    words,
)
from reports.instrument import titles
from reports.issue import Issue, meta
from reports.wording import day_zh, filled


@dataclass(frozen=True)
class PointLine:
    """An open point: text, owner, due day, and how it was settled."""

    text: str
    owner: str
    due: date
    outcome: str = ""
    closed: date | None = None


@dataclass(frozen=True)
class Minutes:
    """Content of the minutes: the formal side, the facts of the meeting, and its four parts."""

    issue: Issue
    title: str
    at: datetime
    place: str
    chair: str
    recorder: str
    participants: tuple[tuple[str, str, str], ...]
    """Department, name, post."""
    positions: tuple[tuple[str, str, str], ...]
    """Department, position in words, what it said."""
    decisions: tuple[str, ...]
    points: tuple[PointLine, ...]


def document(content: Minutes, texts: Mapping[str, str]) -> Document:
    """Return the minutes as blocks; ``texts`` are the templates of the pack."""
    issue = content.issue
    notes = (issue.number,) if issue.number else ()
    moment = f"{day_zh(content.at.date())}　{content.at:%H:%M}"
    values = (content.title, issue.event, moment, content.place, content.chair, content.recorder)
    names = titles(texts["facts"], len(values))
    blocks: list[Block] = [FormTitle(texts["title"], issue.organ, notes), _pairs(names, values)]
    blocks += _table(texts, "present", (62.0, 50.0, 60.0), content.participants)
    blocks += _table(texts, "positions", (42.0, 30.0, 100.0), content.positions)
    blocks.append(Heading(texts["decisions"]))
    lines = [f"{number}. {text}" for number, text in enumerate(content.decisions, 1)] or [texts["none"]]
    blocks += [Para(words(line), "flush") for line in lines]
    points = tuple(_point(number, point, texts) for number, point in enumerate(content.points, 1))
    blocks += _table(texts, "points", (12.0, 72.0, 34.0, 24.0, 30.0), points)
    places = titles(texts["signatures"], 2)
    blocks.append(Signatures(tuple((place, words(texts["date_line"])) for place in places)))
    return Document(meta("HS", texts["title"], "form", issue, running=content.title), tuple(blocks))


def _pairs(names: tuple[str, ...], values: tuple[str, ...]) -> Table:
    rows = tuple(
        TableRow((Cell(words(name), head=True), Cell(words(value)))) for name, value in zip(names, values, strict=True)
    )
    return Table((Column("", 32.0), Column("", 140.0)), rows, size=9.5)


def _point(number: int, point: PointLine, texts: Mapping[str, str]) -> tuple[str, ...]:
    state = texts["open"]
    if point.closed is not None:
        state = filled(texts["closed"], {"day": point.closed.isoformat(), "outcome": point.outcome})
    return str(number), point.text, point.owner, point.due.isoformat(), state


def _table(
    texts: Mapping[str, str], name: str, widths: tuple[float, ...], rows: tuple[tuple[str, ...], ...]
) -> list[Block]:
    """Return a heading with its table, or with the word for none."""
    if not rows:
        return [Heading(texts[name]), Para(words(texts["none"]), "flush")]
    heads = titles(texts[f"{name}_columns"], len(widths))
    columns = tuple(Column(head, width) for head, width in zip(heads, widths, strict=True))
    made = tuple(TableRow(tuple(Cell(words(cell)) for cell in cells)) for cells in rows)
    return [Heading(texts[name]), Table(columns, made, size=9.5)]
