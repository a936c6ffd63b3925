"""Notices and sheets set by the wording of the pack: content as a row of parts, each naming the text it is said in.

A paper whose layout is sentences, tables and places for signatures needs no module of its own: its content is a
:class:`Notice` (legal instrument, page format ``gw``) or a :class:`Sheet` (``form`` and ``gw-field``), and ``document``
makes blocks of it. Titles of tables stand in the pack as ``a|b|c``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from reports import instrument
from reports.blocks import (
    Block,
    Cell,
    Closing,
    Column,
    Document,
    FormTitle,
    Gap,
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
from reports.style import FORMATS, MM
from reports.wording import filled, phrase

BOX = 11.8
"""Type size whose tick box is 10 pt square."""


@dataclass(frozen=True)
class Sentence:
    """A paragraph: the key of its text, the values in it, its kind (see :class:`reports.blocks.Para`)."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    kind: str = "body"


@dataclass(frozen=True)
class Plain:
    """A paragraph of a person's own words."""

    text: str
    kind: str = "body"


@dataclass(frozen=True)
class Head:
    """A heading by key; ``text`` instead, where it is no wording of the paper."""

    key: str = ""
    text: str = ""


@dataclass(frozen=True)
class Pairs:
    """Labels with values beside them, ``across`` pairs in a line; without ``key`` the labels stand in the pairs."""

    values: Sequence[str | tuple[str, str]]
    key: str = ""
    across: int = 1
    label: float = 34.0
    """Width of the labels [mm]."""


@dataclass(frozen=True)
class Rows:
    """A table: key of its titles, widths [mm] with alignment, rows; a truth value is a tick box, ``None`` an empty one.

    ``empty`` rows are left for the hand.
    """

    key: str
    widths: tuple[tuple[float, str], ...]
    rows: Sequence[Sequence[str | bool | None]]
    empty: int = 0


@dataclass(frozen=True)
class Choice:
    """A line of tick boxes: key of the titles, which of them are ticked, counted from 0."""

    key: str
    ticked: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Signing:
    """Places for signatures: key of the titles; the line below each is the date line."""

    key: str = "signers"


Part: TypeAlias = Sentence | Plain | Head | Pairs | Rows | Choice | Signing | Closing | Gap


@dataclass(frozen=True)
class Notice:
    """Content of a legal instrument.

    Attributes:
        paper: F-code.
        issue: The formal side.
        applicant: Addressee.
        parts: In reading order.
        title: Key of the title, where a paper has several.
        annexes: Titles of annexes.
        copies_to: Who gets copies; empty leaves the imprint out.
    """

    paper: str
    issue: Issue
    applicant: str
    parts: tuple[Part, ...]
    title: str = "title"
    annexes: tuple[str, ...] = ()
    copies_to: str = ""


@dataclass(frozen=True)
class Sheet:
    """Content of a form: title, number at the right, parts; ``values`` fill title and running head."""

    paper: str
    issue: Issue
    parts: tuple[Part, ...]
    title: str = "title"
    values: Mapping[str, str] = field(default_factory=dict)
    page_format: str = "form"
    language: str = "zh-CN"
    subtitle: str = ""


def document(content: Notice | Sheet, texts: Mapping[str, str]) -> Document:
    """Return a paper as blocks; ``texts`` are the templates of the pack."""
    return _notice(content, texts) if isinstance(content, Notice) else _sheet(content, texts)


def _notice(content: Notice, texts: Mapping[str, str]) -> Document:
    own = {**texts, "title": texts[content.title]}
    blocks: list[Block] = [*instrument.head(content.issue, content.applicant, own)]
    blocks += _blocks(content.parts, texts, "gw")
    blocks += instrument.foot(content.issue, own, annexes=content.annexes, copies_to=content.copies_to)
    return Document(meta(content.paper, own["title"], "gw", content.issue), tuple(blocks))


def _sheet(content: Sheet, texts: Mapping[str, str]) -> Document:
    title = filled(texts[content.title], content.values)
    number = filled(texts["numbered"], {"number": content.issue.number}) if content.issue.number else ""
    subtitle = content.subtitle or filled(texts.get("subtitle", ""), content.values)
    notes = (number,) if number and content.language == "zh-CN" else ()
    blocks: list[Block] = [FormTitle(title, subtitle, notes)]
    blocks += _blocks(content.parts, texts, content.page_format)
    running = filled(texts.get("running", ""), content.values)
    head = meta(content.paper, title, content.page_format, content.issue, running=running)
    return Document(replace(head, language=content.language), tuple(blocks))


def _blocks(parts: Sequence[Part], texts: Mapping[str, str], page_format: str) -> list[Block]:
    return [block_of(part, texts, page_format) for part in parts]


def block_of(part: Part, texts: Mapping[str, str], page_format: str) -> Block:
    """Return a part as a block; what is a block already stays."""
    match part:
        case Sentence():
            block: Block = Para(phrase(texts[part.key], part.values), part.kind)
        case Plain():
            block = Para(words(part.text), part.kind)
        case Head():
            block = Heading(part.text or texts[part.key])
        case Choice():
            block = Para(_choice(part, texts), "flush")
        case Signing():
            block = Signatures(tuple((title, words(texts["date_line"])) for title in texts[part.key].split("|")))
        case Pairs():
            block = _pairs(part, texts, page_format)
        case Rows():
            block = _rows(part, texts, page_format)
        case _:
            block = part
    return block


def _choice(part: Choice, texts: Mapping[str, str]) -> Words:
    made: list[Span | Tick] = []
    for index, title in enumerate(texts[part.key].split("|")):
        on = index in part.ticked
        made += [Tick("yes" if on else "empty"), Span(f"{title}　", strong=on)]
    return tuple(made)


def _pairs(part: Pairs, texts: Mapping[str, str], page_format: str) -> Table:
    """Return the pairs as a table over the whole type area; a last line is filled up."""
    labels = instrument.titles(texts[part.key], len(part.values)) if part.key else ()
    pairs = [v if isinstance(v, tuple) else (labels[at], v) for at, v in enumerate(part.values)]
    pairs += [("", "")] * (-len(pairs) % part.across)
    cells = [cell for name, value in pairs for cell in (Cell(words(name), head=True), Cell(words(value)))]
    step = 2 * part.across
    rows = tuple(TableRow(tuple(cells[at : at + step])) for at in range(0, len(cells), step))
    value = FORMATS[page_format].width / MM / part.across - part.label
    columns = part.across * (Column("", part.label), Column("", value))
    face, size = _face(page_format, 12.0)
    return Table(columns, rows, face, size)


def _rows(part: Rows, texts: Mapping[str, str], page_format: str) -> Table:
    titles = instrument.titles(texts[part.key], len(part.widths))
    columns = tuple(Column(title, width, align) for title, (width, align) in zip(titles, part.widths, strict=True))
    rows = tuple(TableRow(tuple(_cell(value) for value in row)) for row in part.rows)
    blank = (TableRow(tuple(Cell() for _ in part.widths)),) * part.empty
    face, size = _face(page_format, 10.5)
    return Table(columns, rows + blank, face, size, least=8.5 if part.empty else 0.0)


def _cell(value: str | bool | None) -> Cell:
    if isinstance(value, str):
        return Cell(words(value))
    return Cell((Tick("yes" if value else "empty", BOX),))


def _face(page_format: str, official: float) -> tuple[str, float]:
    return ("FS", official) if page_format.startswith("gw") else ("SANS", 9.0)
