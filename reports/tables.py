"""Tables as chunks: repeated heads, cells over several rows, rows that never split unless they outgrow a page."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from reports.blocks import Cell, Column, Span, Table, TableRow, Tick, Words
from reports.ink import Ink, Inks, Rect, Rule, all_moved
from reports.layout import Chunk, Frame, Merge
from reports.line_setter import Line
from reports.setting import Type, block_inks, lines_of
from reports.style import HEAD_TINT, LABEL_TINT, MM

PAD, DENSE_PAD = 3.0, 1.2
"""Space above and below the text of a cell [pt]."""
LEAD, DENSE_LEAD = 1.42, 1.24
"""Line pitch of a cell in sizes of its type."""
INNER = "#777777"
RULES = {"row": (0.35, INNER), "group": (0.8, "#000000")}
"""Rule above a row → width, colour."""


@dataclass(frozen=True)
class _Grid:
    """A table with its measures [pt]: left edges of the columns and the right edge, page height left for rows."""

    table: Table
    edges: tuple[float, ...]
    key: int
    room: float

    @property
    def pad(self) -> float:
        """Space beside the text of a cell."""
        return 0.38 * self.table.size

    @property
    def air(self) -> float:
        """Space above and below the text of a cell."""
        return DENSE_PAD if self.table.dense else PAD

    @property
    def lead(self) -> float:
        """Line pitch of a cell."""
        return self.table.size * (DENSE_LEAD if self.table.dense else LEAD)

    def width(self, column: int, columns: int = 1) -> float:
        """Width of the text in a column."""
        return self.edges[column + columns] - self.edges[column] - 2 * self.pad

    def type(self, column: Column, cell: Cell | None = None) -> Type:
        """How a cell is set."""
        size = self.table.size - (0.5 if column.small else 0.0)
        face = self.table.face
        align = column.align
        if cell is not None and cell.head:
            face, align = "HEI", "centre"
        if cell is not None and cell.align:
            align = cell.align
        return _cell_type(face, size, self.lead * size / self.table.size, align)


@lru_cache(maxsize=256)
def _cell_type(face: str, size: float, lead: float, align: str) -> Type:
    return Type(face, size, lead, align="justify" if align == "left" else align, stretch=0.12)


def table_chunks(table: Table, width: float, height: float, key: int) -> list[Chunk]:
    """Return a table as chunks, its head first.

    Args:
        table: Column widths in mm must add up to ``width``.
        width: Width of the type area [pt].
        height: Height of the type area [pt].
        key: Tells the tables of a document apart.
    """
    edges = tuple(itertools.accumulate((column.width * MM for column in table.columns), initial=0.0))
    if abs(edges[-1] - width) > 0.1:
        message = f"table columns are {edges[-1] / MM:.2f} mm wide, the type area {width / MM:.2f} mm"
        raise ValueError(message)
    grid = _Grid(table, edges, key, height)
    head = _head(grid)
    grid = replace(grid, room=height - sum(chunk.height for chunk in head))
    rows = [chunk for row in _grouped(grid) for chunk in row]
    body = [replace(chunk, head=head) for chunk in rows]
    if head and body:
        body[0] = replace(body[0], keep=body[0].keep or len(body) > 1)
    return [*head, *body]


def names_pages(table: Table) -> bool:
    """Return whether a cell of the table names the page of a bookmark."""
    return any(_named(part) for row in table.rows for cell in row.cells for part in cell.words)


def _named(part: Span | Tick) -> bool:
    return isinstance(part, Span) and part.page


def with_pages(table: Table, pages: Mapping[str, int]) -> Table:
    """Return the table with the pages of its bookmarks; a page that is not known is a dash."""

    def told(part: Span | Tick) -> Span | Tick:
        if isinstance(part, Span) and part.page:
            return replace(part, text=str(pages.get(part.link, "—")))
        return part

    rows = tuple(
        replace(row, cells=tuple(replace(cell, words=tuple(map(told, cell.words))) for cell in row.cells))
        for row in table.rows
    )
    return replace(table, rows=rows)


def _head(grid: _Grid) -> tuple[Chunk, ...]:
    """Return the head of the table: none when no column has a title."""
    columns = grid.table.columns
    if not any(column.title for column in columns):
        return ()
    size = grid.table.size if grid.table.size < 10 else 9.0
    type_ = Type("HEIB", size, 1.3 * size, align="centre")
    split = any(column.over and column.title for column in columns)
    tops = [_text_height(words(c.title), grid.width(i), type_) + 2 * grid.air for i, c in enumerate(columns)]
    low = max(height for height, c in zip(tops, columns, strict=True) if c.over or not split)
    tall = max(tops)
    upper = _text_height(words("一"), 100.0, type_) + 2 * grid.air if split else 0.0
    height = max(low + upper, tall)
    inks: list[Ink] = [Rect(0.0, 0.0, grid.edges[-1], height, fill=HEAD_TINT)]
    inks += _head_cells(grid, type_, upper, height)
    inks.append(Rule(0.0, height, grid.edges[-1], height, 0.8))
    return (Chunk(height, tuple(inks), keep=True, frame=_frame(grid)),)


def words(text: str) -> Words:
    """Return plain text as words."""
    return (Span(text),)


def _text_height(of: Words, width: float, type_: Type) -> float:
    return len(lines_of(of, width, type_)) * type_.lead


def _head_cells(grid: _Grid, type_: Type, upper: float, height: float) -> Iterator[Ink]:
    columns = grid.table.columns
    for over, run in itertools.groupby(enumerate(columns), key=lambda pair: pair[1].over):
        entries = list(run)
        first, last = entries[0][0], entries[-1][0]
        divided = any(column.title for _, column in entries)
        if over:
            title = _centred(words(over), grid.width(first, len(entries)), type_, upper if divided else height)
            yield from all_moved(title, grid.edges[first] + grid.pad, 0.0)
        if over and divided:
            yield Rule(grid.edges[first], upper, grid.edges[last + 1], upper, 0.35, INNER)
        for index, column in entries:
            top = upper if over else 0.0
            text = _centred(words(column.title), grid.width(index), type_, height - top)
            yield from all_moved(text, grid.edges[index] + grid.pad, top)
            if index and (divided or index == first):
                yield Rule(grid.edges[index], 0.0 if index == first else top, grid.edges[index], height, 0.35, INNER)


def _centred(of: Words, width: float, type_: Type, height: float) -> Inks:
    lines = lines_of(of, width, type_)
    return block_inks(lines, 0.0, (height - len(lines) * type_.lead) / 2, type_)


def _frame(grid: _Grid) -> Frame:
    return Frame(grid.key, 0.0, grid.edges[-1])


def _grouped(grid: _Grid) -> Iterator[list[Chunk]]:
    """Yield the chunks of each group of rows; a row without a group is a group of its own."""
    for number, (group, run) in enumerate(itertools.groupby(grid.table.rows, key=lambda row: row.group)):
        rows = list(run)
        chunks = list(_group(grid, rows, f"{number}:{group}", first=number == 0))
        total = sum(chunk.height for chunk in chunks)
        if grid.table.together and group and total <= grid.room:
            chunks = [*(replace(chunk, keep=True) for chunk in chunks[:-1]), chunks[-1]]
        yield chunks


def _group(grid: _Grid, rows: Sequence[TableRow], key: str, *, first: bool) -> Iterator[Chunk]:
    cells = [_lines(grid, row) for row in rows]
    heights = [_row_height(grid, row, lines) for row, lines in zip(rows, cells, strict=True)]
    heights[-1] += max(0.0, _merged_height(grid, rows[0], cells[0]) - sum(heights))
    for index, (row, lines, height) in enumerate(zip(rows, cells, heights, strict=True)):
        line = "" if first and index == 0 else "group" if index == 0 and row.group else "row"
        for part, piece, tall in _slices(grid, row, lines, height):
            yield _row(grid, part, piece, tall, (key, line))
            line = "row"


def _lines(grid: _Grid, row: TableRow) -> list[tuple[Line, ...]]:
    columns = grid.table.columns
    return [
        lines_of(cell.words, grid.width(index), grid.type(columns[index], cell)) if cell.words else ()
        for index, cell in enumerate(row.cells)
    ]


def _row_height(grid: _Grid, row: TableRow, lines: Sequence[tuple[Line, ...]]) -> float:
    columns = grid.table.columns
    tall = max(
        (
            len(text) * grid.type(columns[i], row.cells[i]).lead
            for i, text in enumerate(lines)
            if not (columns[i].merged and row.group)
        ),
        default=0.0,
    )
    return max(tall + 2 * grid.air, grid.table.least * MM, grid.lead + 2 * grid.air)


def _merged_height(grid: _Grid, row: TableRow, lines: Sequence[tuple[Line, ...]]) -> float:
    columns = grid.table.columns
    tall = [
        len(text) * grid.type(columns[i], row.cells[i]).lead + 2 * grid.air
        for i, text in enumerate(lines)
        if columns[i].merged and row.group
    ]
    return min(max(tall, default=0.0), grid.room)


def _slices(
    grid: _Grid, row: TableRow, lines: Sequence[tuple[Line, ...]], height: float
) -> Iterator[tuple[TableRow, list[tuple[Line, ...]], float]]:
    """Yield the row, or as many rows as it takes when it is taller than a page."""
    if height <= grid.room:
        yield row, list(lines), height
        return
    lead = grid.lead
    count = int((grid.room - 2 * grid.air) // lead)
    for start in range(0, max(len(text) for text in lines), count):
        part = [text[start : start + count] for text in lines]
        yield row, part, max(len(text) for text in part) * lead + 2 * grid.air


def _row(grid: _Grid, row: TableRow, lines: Sequence[tuple[Line, ...]], height: float, place: tuple[str, str]) -> Chunk:
    key, line = place
    inks: list[Ink] = []
    merges = []
    for index, (column, cell) in enumerate(zip(grid.table.columns, row.cells, strict=True)):
        x, x2 = grid.edges[index], grid.edges[index + 1]
        fill = cell.fill or (LABEL_TINT if cell.head else "")
        if fill:
            inks.insert(0, Rect(x, 0.0, x2 - x, height, fill=fill))
        if index:
            inks.append(Rule(x, 0.0, x, height, 0.35, INNER))
        merged = column.merged and bool(row.group)
        if line and not (merged and line == "row"):
            inks.append(Rule(x, 0.0, x2, 0.0, *RULES[line]))
        if merged:
            merges.append(_merge(grid, index, cell, key))
        else:
            inks += _cell_inks(grid, index, cell, lines[index], height)
    return Chunk(height, tuple(inks), frame=_frame(grid), merges=tuple(merges))


def _cell_inks(grid: _Grid, index: int, cell: Cell, lines: tuple[Line, ...], height: float) -> Inks:
    type_ = grid.type(grid.table.columns[index], cell)
    top = (height - len(lines) * type_.lead) / 2
    return block_inks(lines, grid.edges[index] + grid.pad, top, type_)


def _merge(grid: _Grid, index: int, cell: Cell, key: str) -> Merge:
    """Return a cell over several rows; where a page break leaves it too little room its text is set smaller."""
    full = grid.type(grid.table.columns[index], cell)
    width = grid.width(index)

    def draw(height: float) -> Inks:
        type_ = full
        lines = lines_of(cell.words, width, type_) if cell.words else ()
        while len(lines) * type_.lead > height and type_.size > 2.0:
            type_ = replace(type_, size=type_.size - 0.5, lead=1.15 * (type_.size - 0.5))
            lines = lines_of(cell.words, width, type_)
        return block_inks(lines, 0.0, (height - len(lines) * type_.lead) / 2, type_)

    return Merge((grid.key, index, key), grid.edges[index] + grid.pad, draw)
