"""The plain values a paper is made of: a document is its meta data and a row of blocks.

A document module turns its content into blocks; ``reports.pdf`` sets them. No block knows a font file or a page, and
no layout asks anything but the blocks. Text is data: nothing in it is ever read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from reports.plan_blocks import PlanBlock


@dataclass(frozen=True)
class Span:
    """Text in one look; empty ``face`` and ``size`` 0 take those of the block. ``strong`` is the 黑体 of the block.

    ``link`` is the title of a bookmark of the document that a click leads to; with ``page`` the text gives way to the
    number of its page, in tables.
    """

    text: str
    strong: bool = False
    face: str = ""
    size: float = 0.0
    colour: str = ""
    link: str = ""
    page: bool = False


@dataclass(frozen=True)
class Tick:
    """A tick box drawn as lines: ``empty``, ``yes`` or ``no``; ``size`` 0 takes that of the text."""

    state: str = "empty"
    size: float = 0.0


Words: TypeAlias = tuple[Span | Tick, ...]


def words(text: str, *, strong: bool = False) -> Words:
    """Return plain text as words; empty text gives no words."""
    return (Span(text, strong=strong),) if text else ()


def plain(of: Words) -> str:
    """Return the characters of the words, a box for every tick box."""
    return "".join(part.text if isinstance(part, Span) else "□" for part in of)


@dataclass(frozen=True)
class Proof:
    """What ties a paper to the journal.

    Attributes:
        seal: First 16 hex digits of the seal over the content.
        checkpoint: ``chain:seq:head``, the head as 24 hex digits.
        payload: Content of the QR code.
    """

    seal: str
    checkpoint: str
    payload: str


@dataclass(frozen=True)
class Meta:
    """What every page of a document shares.

    Attributes:
        paper: F-code or internal series.
        title: Title of the document, also the title of the file.
        number: Number of the paper; empty in a draft.
        page_format: ``gw``, ``gw-field``, ``form`` or ``plan``.
        moment: The moment the file names as its own; the same content and moment give the same bytes.
        record: Case number.
        running: Text at the head of every page (``form`` and ``plan``).
        handling: Handling level at the head (``plan``).
        sample: Note at the head of every page of sample data; empty otherwise.
    """

    paper: str
    title: str
    number: str
    page_format: str
    moment: datetime
    organ: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    language: str = "zh-CN"
    record: str = ""
    proof: Proof | None = None
    draft: bool = False
    running: str = ""
    handling: str = ""
    sample: str = ""


@dataclass(frozen=True)
class TitleBlock:
    """Head of a legal instrument: organ, title, number at the right."""

    organ: str
    title: str
    number: str


@dataclass(frozen=True)
class FormTitle:
    """Head of a form or report: title, subtitle below, number and further lines at the right."""

    title: str
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    left: bool = False
    """Title at the left and in blue-grey, as reports have it."""
    compact: bool = False
    """One line, for what must stand on one side."""


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 in 黑体 and bookmarked, level 2 in 楷体."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Para:
    """A paragraph.

    ``kind``: ``body`` (two characters in), ``flush``, ``note`` (small, grey), ``caption``, ``declaration`` or
    ``reading`` (English).
    """

    words: Words
    kind: str = "body"


@dataclass(frozen=True)
class Annexes:
    """The list of annexes below the text."""

    titles: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """A table cell; ``fill`` is a colour, ``head`` sets it as a label, ``align`` overrides the column's."""

    words: Words = ()
    fill: str = ""
    head: bool = False
    align: str = ""


@dataclass(frozen=True)
class Column:
    """A table column: title, width [mm], alignment.

    ``over`` is a second title above several neighbouring columns; ``merged`` joins the cells of a group of rows.
    """

    title: str
    width: float
    align: str = "left"
    over: str = ""
    merged: bool = False
    small: bool = False


@dataclass(frozen=True)
class TableRow:
    """A row of cells; neighbouring rows of one ``group`` belong together."""

    cells: tuple[Cell, ...]
    group: str = ""


@dataclass(frozen=True)
class Table:
    """A table; the head is repeated on every page. Columns without any title give a table without head.

    ``together`` keeps the rows of a group on one page where that is possible. ``least`` is the smallest row height
    [mm]. ``dense`` leaves little air, for what must stand on one side.
    """

    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    face: str = "SANS"
    size: float = 8.5
    together: bool = False
    least: float = 0.0
    dense: bool = False


@dataclass(frozen=True)
class Gap:
    """Empty space [mm]; none at the head of a page."""

    height: float


@dataclass(frozen=True)
class Closing:
    """Organ and date with the place of the seal, and the proof with its QR code beside it.

    The program never draws a seal. ``seal_note`` stands in the dashed circle of ``diameter`` [mm]; without it there is
    no circle, as on copies that are never sealed.
    """

    organ: str
    date: str
    seal_note: str
    diameter: float = 42.0
    scan_note: str = ""


@dataclass(frozen=True)
class Receipt:
    """The strip of delivery at the foot of the closing page, to be filled in by hand."""

    title: str
    copies: str
    receiver: str
    server: str
    signed_at: str
    way: str
    ways: tuple[str, ...]
    year_to_minute: tuple[str, ...]


@dataclass(frozen=True)
class Imprint:
    """The imprint under rules at the foot: copies to, office, date of printing."""

    copies_to: str
    office: str
    printed: str


@dataclass(frozen=True)
class Signatures:
    """Places for signatures side by side: (who, line below with date or boxes)."""

    places: tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class Parties:
    """A strip of boxes, one per party: (title, organisation); ``active`` is the inverted one, from 0."""

    boxes: tuple[tuple[str, str], ...]
    active: int


@dataclass(frozen=True)
class Timeline:
    """Dates on a line: (date, what, note)."""

    points: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Levels:
    """Two boxes with an arrow between, before and after, and a text beside them.

    A box is (label, index, level name, level 1–4 or 0 when there is none).
    """

    before: tuple[str, str, str, int]
    after: tuple[str, str, str, int]
    title: str
    words: Words


@dataclass(frozen=True)
class Bar:
    """One pair of bars, 0 to 100; ``None`` = not scored."""

    label: str
    note: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Bars:
    """Pairs of bars per dimension, with level limits as dashed lines and a caption."""

    bars: tuple[Bar, ...]
    limits: tuple[float, ...]
    legend: tuple[str, str]
    caption: str


@dataclass(frozen=True)
class Radar:
    """A star of dimensions: (name, before, after), 0 to 100 and ``None`` = not scored; at least three."""

    axes: tuple[tuple[str, float | None, float | None], ...]
    caption: str


@dataclass(frozen=True)
class Tornado:
    """What each range alone makes of the index: (name, low end, high end), the widest first; limits as dashed lines."""

    lines: tuple[tuple[str, float, float], ...]
    base: float
    head: str
    limits: tuple[float, ...]
    caption: str


@dataclass(frozen=True)
class Histogram:
    """Samples of the index in equal bins over 0 to 100.

    ``levels`` are (lower bound, level number) rising, ``marks`` (what, index) lines, ``note`` a line below.
    """

    counts: tuple[int, ...]
    levels: tuple[tuple[float, int], ...]
    marks: tuple[tuple[str, float], ...]
    note: str
    caption: str


@dataclass(frozen=True)
class Grid:
    """A matrix of likelihood and consequence: level colours (1 to 4) row by row from the top.

    ``rows`` and ``columns`` name its lines, ``axes`` the two axes, ``cell`` is the marked one (row, column, word).
    """

    levels: tuple[tuple[int, ...], ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    axes: tuple[str, str]
    cell: tuple[int, int, str] | None
    caption: str


@dataclass(frozen=True)
class Limits:
    """Limits of a number as bars: (name, value or ``None`` = cannot be told, binding); the mark is (word, value)."""

    lines: tuple[tuple[str, int | None, bool], ...]
    mark: tuple[str, int] | None
    unknown: str
    caption: str


Figure: TypeAlias = Radar | Bars | Tornado | Histogram | Grid


@dataclass(frozen=True)
class Pair:
    """Two figures side by side."""

    left: Figure
    right: Figure


@dataclass(frozen=True)
class Field:
    """A field to be filled in on the screen: ``kind`` is ``text``, ``lines``, ``box`` or ``hidden``.

    ``height`` [mm] is that of ``lines``; ``value`` is what a hidden field holds.
    """

    name: str
    kind: str
    label: str = ""
    height: float = 7.0
    value: str = ""


@dataclass(frozen=True)
class Fields:
    """Fields one below the other; boxes stand side by side."""

    fields: tuple[Field, ...]


Block: TypeAlias = (
    TitleBlock
    | FormTitle
    | Heading
    | Para
    | Annexes
    | Table
    | Gap
    | Closing
    | Receipt
    | Imprint
    | Signatures
    | Parties
    | Timeline
    | Levels
    | Bars
    | Pair
    | Grid
    | Limits
    | Fields
    | PlanBlock
)


@dataclass(frozen=True)
class Document:
    """A paper: meta data and blocks in reading order."""

    meta: Meta
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Missing:
    """A character that no font has, or that may not be shown as it is; it was drawn as a box with its code point."""

    code_point: str
    """``U+2CB5A``."""
    near: str
    """The text around it."""


@dataclass(frozen=True)
class Rendered:
    """A finished file."""

    pdf: bytes
    pages: int
    missing: tuple[Missing, ...]
