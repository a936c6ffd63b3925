"""Blocks become chunks: which type each kind of block takes in each page format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import singledispatchmethod

from reports import fields, figures, limit_figure, plan_figures, post_card, risk_figures
from reports.blocks import (
    Annexes,
    Bars,
    Block,
    Closing,
    Document,
    Fields,
    FormTitle,
    Gap,
    Grid,
    Heading,
    Imprint,
    Levels,
    Limits,
    Pair,
    Para,
    Parties,
    Receipt,
    Signatures,
    Span,
    Table,
    Timeline,
    TitleBlock,
)
from reports.ink import Bookmark, Ink, Inks, Placed, flat
from reports.layout import Chunk, bookmarks, laid
from reports.line_setter import Line
from reports.plan_blocks import CardPages, Contents
from reports.setting import Type, block_inks, line_inks, lines_of, paragraph, shrunk, text_inks, width_of
from reports.style import FORMATS, MM, NAVY, SOFT
from reports.tables import names_pages, table_chunks, with_pages

HEAD_BLOCK = 225 * MM / 22 * 3.75
"""Height of the head of a legal instrument with one line of title."""
FIELD_NUMBER = 22.0
"""Height of the line of the number where one page must do [pt]."""
GRID_SHARE = 0.66
"""Width of a matrix that stands alone."""
UNIT_LINES = 8
"""A last paragraph of up to so many lines is never parted from its signature."""


def pages(document: Document) -> list[Inks]:
    """Return what each page of a document draws, in page coordinates, without the furniture."""
    return [flat(page) for page in composed(document)]


def composed(document: Document) -> list[list[Placed]]:
    """Return what :func:`pages` returns with the inks of each chunk left as they are, beside their place."""
    fmt = FORMATS[document.meta.page_format]
    composer = Composer(document)
    chunks = composer.chunks()
    if composer.paged:
        found = bookmarks(chunks, fmt.height)
        filled = composer.with_pages(chunks, found)
        if (again := bookmarks(filled, fmt.height)) != found:  # page numbers of more digits made a row higher
            filled = composer.with_pages(chunks, again)
        chunks = filled
    return laid(chunks, fmt.height, fmt.left, fmt.top)


class Composer:
    """Turns the blocks of one document into chunks."""

    def __init__(self, document: Document) -> None:
        """Take the types of the document's page format."""
        self.document = document
        self.fmt = FORMATS[document.meta.page_format]
        self.official = document.meta.page_format == "gw"
        fmt = self.fmt
        gap = 0.0 if self.official else -1.0
        self.body = Type(fmt.face, fmt.size, fmt.lead, tracking=fmt.tracking, script_gap=gap)
        self.indent = 2 * fmt.size * (1 + fmt.tracking)
        self.tables = 0
        self.paged: list[tuple[int, int, Contents | Table, int]] = []
        """What shows pages: first chunk, their count, the block, its number among the tables."""

    def with_pages(self, chunks: Sequence[Chunk], pages: Mapping[str, int]) -> list[Chunk]:
        """Return the chunks with the pages filled into the lists of contents and the tables that name pages."""
        made = list(chunks)
        for at, count, block, table in reversed(self.paged):
            if isinstance(block, Contents):
                made[at : at + count] = plan_figures.contents(block, self.fmt.width, self.fmt.height, pages)
            else:
                made[at : at + count] = self._table(with_pages(block, pages), table)
        return made

    def chunks(self) -> list[Chunk]:
        """Return all chunks in order; a closing keeps the last paragraph and the pinned strips with it."""
        blocks = self.document.blocks
        chunks: list[Chunk] = []
        for index, block in enumerate(blocks):
            made = self.block(block)
            if isinstance(block, Contents) or (isinstance(block, Table) and names_pages(block)):
                self.paged.append((len(chunks), len(made), block, self.tables))
            if self._ends_with_signature(blocks, index):
                whole = not isinstance(block, Para) or len(made) <= UNIT_LINES
                made = [replace(chunk, keep=True) for chunk in made] if whole else _last_kept(made)
            chunks += made
        return chunks

    @staticmethod
    def _ends_with_signature(blocks: Sequence[Block], index: int) -> bool:
        """Return whether only annexes, closing and pinned strips follow the block."""
        after = blocks[index + 1 :]
        follows = isinstance(after[0], Closing | Signatures | Annexes | Receipt | Imprint) if after else False
        return follows and isinstance(blocks[index], Para | Annexes | Closing | Receipt)

    @singledispatchmethod
    def block(self, block: Block) -> list[Chunk]:
        """Return the chunks of one block; those of the security plan draw themselves."""
        if isinstance(block, CardPages):
            return post_card.pages(block)
        return plan_figures.DRAWERS[type(block)](block, self.fmt.width, self.fmt.height)

    @block.register
    def _(self, block: TitleBlock) -> list[Chunk]:
        width = self.fmt.width
        title = Type("XBS", 22.0, 33.7, align="centre", tracking=0.06)
        organ = Chunk(31.0, text_inks(block.organ, 0.0, 22.2, shrunk(block.organ, title, width), width), keep=True)
        lines, narrow = _title_lines(block.title, width, title)
        mark = Bookmark(0.0, 0.0, block.title)
        main = Chunk(33.7 * len(lines), (mark, *block_inks(lines, (width - narrow) / 2, 0.0, title)), keep=True)
        number = replace(self.body, align="right")
        rest, base = (HEAD_BLOCK - 31.0 - 33.7, 22.8) if self.official else (FIELD_NUMBER, 14.0)
        inks = text_inks(block.number, 0.0, base, shrunk(block.number, number, width), width)
        return [organ, main, Chunk(rest, inks, keep=True)]

    @block.register
    def _(self, block: FormTitle) -> list[Chunk]:
        if block.compact:
            return self._compact_title(block)
        return self._report_title(block) if block.left else self._form_title(block)

    def _compact_title(self, block: FormTitle) -> list[Chunk]:
        title = shrunk(block.title, Type("HEI", 13.0, 18.0, align="centre"), self.fmt.width)
        return [
            Chunk(20.0, (Bookmark(0.0, 0.0, block.title), *text_inks(block.title, 0.0, 13.0, title, self.fmt.width)))
        ]

    def _form_title(self, block: FormTitle) -> list[Chunk]:
        width = self.fmt.width
        title = shrunk(block.title, Type("XBS", 20.0, 28.0, align="centre", tracking=0.04), width)
        sub = Type("KAI", 10.5, 14.0, align="centre")
        inks: list[Ink] = [Bookmark(0.0, 0.0, block.title), *text_inks(block.title, 0.0, 20.0, title, width)]
        side = 110.0 if block.notes else 0.0
        lines = lines_of((Span(block.subtitle),), width - 2 * side, sub)
        inks += block_inks(lines, side, 26.5, sub)
        for index, note in enumerate(block.notes):
            type_ = shrunk(note, Type("SANS", 8.5, 12.0, align="right"), 106)
            inks += text_inks(note, 0.0, 37.0 + 11 * index, type_, width)
        return [Chunk(32.0 + 14.0 * max(1, len(lines)), tuple(inks), keep=True)]

    def _report_title(self, block: FormTitle) -> list[Chunk]:
        width = self.fmt.width
        title = shrunk(block.title, Type("XBS", 22.0, 30.0, NAVY), width - 150)
        inks: list[Ink] = [Bookmark(0.0, 0.0, block.title), *text_inks(block.title, 0.0, 21.0, title)]
        for index, note in enumerate(block.notes):
            type_ = shrunk(note, Type("SANS", 8.5, 12.0, SOFT if index else "#000000", "right"), 150)
            inks += text_inks(note, 0.0, 13.0 + 14.5 * index, type_, width)
        sub = Type("SANS", 10.0, 14.0, align="left")
        lines = lines_of((Span(block.subtitle),), width - 160, sub)
        inks += block_inks(lines, 0.0, 31.0, sub)
        height = max(37.0 + 14.0 * len(lines), 8.0 + 14.5 * len(block.notes))
        return [Chunk(height, tuple(inks), keep=True)]

    @block.register
    def _(self, block: Heading) -> list[Chunk]:
        if self.official:
            face = "HEI" if block.level == 1 else "KAI"
            type_, indent, gap = replace(self.body, face=face, align="left"), self.indent, 0.0
        elif self.document.meta.page_format == "plan":
            type_, indent, gap = Type("HEI", 12.5, 22.0, align="left"), 0.0, 8.0
        else:
            type_, indent, gap = Type("HEI", 10.5, 17.0, align="left"), 0.0, 5.0
        made = paragraph((Span(block.text),), self.fmt.width, type_, indent=indent, keep="all")
        level = block.level if self.document.meta.page_format == "plan" else 1
        made[0] = replace(made[0], inks=(Bookmark(0.0, 0.0, block.text, level), *made[0].inks))
        return [Chunk(gap, gap=True, keep=True), *made] if gap else made

    @block.register
    def _(self, block: Para) -> list[Chunk]:
        if not block.words:
            return []
        types = {
            "body": (self.body, self.indent),
            "flush": (replace(self.body, align="left"), 0.0),
            "note": (Type("SANS", 7.5, 11.5, SOFT), 0.0),
            "caption": (Type("KAI", 9.0, 14.0, align="centre"), 0.0),
            "reading": (Type("TNR", 10.5, 15.0, align="left"), 0.0),
            "declaration": (Type("KAI", 10.5, 16.5), 21.0),
        }
        type_, indent = types[block.kind]
        return paragraph(block.words, self.fmt.width, type_, indent=indent)

    @block.register
    def _(self, block: Annexes) -> list[Chunk]:
        if not block.titles:
            return []
        type_ = replace(self.body, align="left")
        label = "附件："
        start = self.indent + width_of((Span(label),), type_)
        made = [Chunk(self.fmt.lead, gap=True, keep=True)]
        for index, title in enumerate(block.titles):
            number = f"{index + 1}. "
            hang = start + width_of((Span(number),), type_)
            for row, line in enumerate(lines_of((Span(title),), self.fmt.width - hang, type_)):
                inks = line_inks(line, hang, type_.baseline(), type_.size)
                if row == 0:
                    inks = (*text_inks(number, start, type_.baseline(), type_), *inks)
                if row == index == 0:
                    inks = (*text_inks(label, self.indent, type_.baseline(), type_), *inks)
                made.append(Chunk(self.fmt.lead, inks, keep=True))
        return made

    @block.register
    def _(self, block: Table) -> list[Chunk]:
        self.tables += 1
        return self._table(block, self.tables)

    def _table(self, block: Table, number: int) -> list[Chunk]:
        gap = Chunk(5.0 if self.official else 3.0, gap=True)
        return [
            replace(gap, keep=True),
            *table_chunks(block, self.fmt.width, self.fmt.height, number),
            gap,
        ]

    @block.register
    def _(self, block: Gap) -> list[Chunk]:
        return [Chunk(block.height * MM, gap=True)]

    @block.register
    def _(self, block: Closing) -> list[Chunk]:
        char = self.fmt.size * (1 + self.fmt.tracking)
        return [figures.closing(block, self.document.meta.proof, self.fmt.width, char)]

    @block.register
    def _(self, block: Receipt) -> list[Chunk]:
        return [figures.receipt(block, self.fmt.width)]

    @block.register
    def _(self, block: Imprint) -> list[Chunk]:
        return [figures.imprint(block, self.fmt.width)]

    @block.register
    def _(self, block: Signatures) -> list[Chunk]:
        return [figures.signatures(block, self.fmt.width)]

    @block.register
    def _(self, block: Parties) -> list[Chunk]:
        return [figures.parties(block, self.fmt.width)]

    @block.register
    def _(self, block: Timeline) -> list[Chunk]:
        return [figures.timeline(block, self.fmt.width)]

    @block.register
    def _(self, block: Levels) -> list[Chunk]:
        return [figures.levels(block, self.fmt.width)]

    @block.register
    def _(self, block: Bars) -> list[Chunk]:
        return figures.bars(block, self.fmt.width)

    @block.register
    def _(self, block: Pair) -> list[Chunk]:
        return [risk_figures.pair(block, self.fmt.width)]

    @block.register
    def _(self, block: Grid) -> list[Chunk]:
        return [risk_figures.grid(block, self.fmt.width * GRID_SHARE)]

    @block.register
    def _(self, block: Limits) -> list[Chunk]:
        return [limit_figure.limits(block, self.fmt.width)]

    @block.register
    def _(self, block: Fields) -> list[Chunk]:
        return fields.chunks(block, self.fmt.width)


def _title_lines(title: str, width: float, type_: Type) -> tuple[tuple[Line, ...], float]:
    """Return a title in one line, set closer if it must, or in lines of even length; and the width it is set in."""
    of = (Span(title),)
    for tracking in (type_.tracking, 0.03, 0.0):
        closer = replace(type_, tracking=tracking)
        if width_of(of, closer) <= width:
            return lines_of(of, width, closer), width
    count = len(lines_of(of, width, closer))
    narrow = min(width, width_of(of, closer) / count + closer.size)
    return lines_of(of, narrow, closer), narrow


def _last_kept(chunks: list[Chunk]) -> list[Chunk]:
    """Keep the last two lines of a long paragraph with what follows."""
    return [*chunks[:-2], *(replace(chunk, keep=True) for chunk in chunks[-2:])]
