"""Drawn parts of the papers: QR code, seal place, strips, time line, level boxes, bars. All vectors, no pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import segno

from reports.blocks import (
    Bar,
    Bars,
    Closing,
    Imprint,
    Levels,
    Parties,
    Proof,
    Receipt,
    Signatures,
    Span,
    Tick,
    Timeline,
)
from reports.furniture import check_code
from reports.ink import BLACK, LEVEL_COLOURS, Area, Circle, Glyphs, Ink, Inks, Rect, Rule, all_moved, hatch
from reports.layout import Chunk
from reports.setting import Type, block_inks, lines_of, shrunk, text_inks, width_of
from reports.style import GRID, MM, NAVY, SOFT

QR_SIZE = 25 * MM
"""Side of the QR code with its quiet zone of four modules."""


def qr_rows(payload: str) -> tuple[tuple[bool, ...], ...]:
    """Return the modules of the QR code of ``payload`` (UTF-8, level M), without quiet zone."""
    code = segno.make(payload, error="m", encoding="utf-8", micro=False, boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def qr_inks(payload: str, x: float, y: float, size: float) -> Inks:
    """Return the QR code as rectangles; its first module stands at ``x``, ``y``, and ``size`` counts the quiet zone."""
    rows = qr_rows(payload)
    module = size / (len(rows) + 8)
    inks = []
    for line, row in enumerate(rows):
        for start, length in _dark_runs(row):
            inks.append(Rect(x + start * module, y + line * module, length * module, module, fill=BLACK))
    return tuple(inks)


def _dark_runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield (start, length) of the dark runs of a row."""
    start = None
    for index, dark in enumerate((*row, False)):
        if dark and start is None:
            start = index
        elif not dark and start is not None:
            yield start, index - start
            start = None


def closing(block: Closing, proof: Proof | None, width: float, char: float) -> Chunk:
    """Return organ and date in the place of the seal; ``char`` is the character pitch of the body [pt]."""
    body = Type("FS", 16.0, GRID, align="left", script_gap=0.0)
    diameter = block.diameter * MM
    widest = max(width_of((Span(text),), body) for text in (block.organ, block.date))
    centre = width - 4 * char - widest / 2
    top = 9.5
    inks: list[Ink] = []
    if block.seal_note:
        inks.append(Circle(centre, top + diameter / 2, diameter / 2, stroke="#999999", dash=(3, 2)))
    note = Type("SANS", 6.5, 8.0, "#999999", align="centre")
    for index, text in enumerate((block.seal_note, f"Ø{block.diameter:g} mm") if block.seal_note else ()):
        inks += text_inks(text, centre - 60, top + 23 + 9 * index, note, 120.0)
    for index, text in enumerate((block.organ, block.date)):
        centred = replace(body, align="centre")
        inks += text_inks(text, centre - 200, top + diameter / 2 + 4.5 + GRID * index, centred, 400.0)
    if proof is not None:
        inks += _proof(proof, block.scan_note, top + (34.0 if block.seal_note else 4.0))
    return Chunk(top + diameter + 4, tuple(inks), keep=False)


def _proof(proof: Proof, note: str, top: float) -> Inks:
    rows = len(qr_rows(proof.payload))
    ink_side = QR_SIZE * rows / (rows + 8)
    return (
        *qr_inks(proof.payload, 0.0, top, QR_SIZE),
        *text_inks(note, 0.0, top + ink_side + 11, Type("SANS", 7.5, 9.0)),
        *text_inks(check_code(proof.seal), 0.0, top + ink_side + 21, Type("MONO", 7.5, 9.0)),
    )


def receipt(block: Receipt, width: float) -> Chunk:
    """Return the strip of delivery, 28 mm high, pinned to the foot of its page."""
    height, top = 28 * MM, 5.9
    text = Type("FS", 10.5, 15.0, align="left")
    inks: list[Ink] = [Rule(0.0, top, width, top, 0.8, dash=(4, 2.5))]
    inks += text_inks(block.title, 0.0, top + 14, Type("HEI", 10.5, 15.0))
    note = shrunk(block.copies, Type("KAI", 8.5, 12.0, SOFT, "right"), width - 80)
    inks += text_inks(block.copies, 0.0, top + 14, note, width)
    middle = width * 0.486
    for index, label in enumerate((block.receiver, block.server)):
        y = top + 33.5 + 20.2 * index
        inks += text_inks(label, 0.0, y, text)
        start = width_of((Span(label),), text) + 5
        inks.append(Rule(start, y + 2.5, middle, y + 2.5, 0.7))
    inks += text_inks(block.signed_at, middle + 10, top + 33.5, text)
    start = middle + 10 + width_of((Span(block.signed_at),), text)
    step = (width - start - 6) / len(block.year_to_minute)
    for index, word in enumerate(block.year_to_minute):
        inks += text_inks(word, start, top + 33.5, replace(text, align="right"), 6 + step * (index + 1))
    ways = (Span(block.way + "　"), *(part for way in block.ways for part in (Tick(), Span(f"{way}　"))))
    inks += block_inks(lines_of(ways, width - middle - 4, text)[:1], middle + 10, top + 42.4, text)
    return Chunk(height, tuple(inks), pinned=True)


def imprint(block: Imprint, width: float) -> Chunk:
    """Return the imprint under rules of 0.35 and 0.25 mm, pinned to the foot of its page."""
    type_ = Type("FS", 14.0, 21.5, script_gap=0.0)
    lines = lines_of((Span(block.copies_to),), width - 28, type_)
    middle = 10 + len(lines) * type_.lead + 3
    bottom = middle + 24
    inks: list[Ink] = [Rule(0.0, 10.0, width, 10.0, 0.35 * MM)]
    inks += block_inks(lines, 14.0, 11.0, type_)
    inks.append(Rule(0.0, middle, width, middle, 0.25 * MM))
    inks += text_inks(block.office, 14.0, middle + 17, replace(type_, align="left"))
    inks += text_inks(block.printed, 14.0, middle + 17, replace(type_, align="right"), width - 28)
    inks.append(Rule(0.0, bottom, width, bottom, 0.35 * MM))
    return Chunk(bottom + 1, tuple(inks), pinned=True)


def signatures(block: Signatures, width: float) -> Chunk:
    """Return places for signatures side by side."""
    step = width / len(block.places)
    inks: list[Ink] = []
    for index, (who, below) in enumerate(block.places):
        x = step * index
        inks += text_inks(who, x + 2, 14.0, shrunk(who, Type("HEI", 9.0, 12.0, align="left"), step - 8))
        inks.append(Rule(x + 2, 44.0, x + step - 10, 44.0, 0.8))
        type_ = Type("SANS", 7.2, 10.0, SOFT, align="left")
        inks += block_inks(lines_of(below, step - 2, type_)[:2], x + 2, 45.5, type_)
    return Chunk(66.0, tuple(inks))


def parties(block: Parties, width: float) -> Chunk:
    """Return the strip of parties; the active one is inverted."""
    step = width / len(block.boxes)
    small = Type("SANS", 7.0, 9.2, align="centre")
    names = [lines_of((Span(name),), step - 10, small) for _, name in block.boxes]
    height = 24 + 9.2 * max(len(lines) for lines in names)
    inks: list[Ink] = []
    for index, ((title, _), lines) in enumerate(zip(block.boxes, names, strict=True)):
        x, active = step * index, index == block.active
        colour = "#ffffff" if active else BLACK
        inks.append(Rect(x + 2, 2.0, step - 4, height - 2, fill=BLACK if active else "", stroke=BLACK, width=0.8))
        head = Type("HEI", 10.0, 14.0, colour, "centre")
        inks += text_inks(title, x + 2, 15.0, shrunk(title, head, step - 8), step - 4)
        white = tuple(_recoloured(ink, colour) for ink in block_inks(lines, x + 5, 18.5, small))
        inks += white
    return Chunk(height + 6, tuple(inks))


def _recoloured(ink: Ink, colour: str) -> Ink:
    return ink._replace(colour=colour) if isinstance(ink, Glyphs) else ink


def timeline(block: Timeline, width: float) -> Chunk:
    """Return dates on a line."""
    step = width / max(1, len(block.points))
    y = 21.0
    inks: list[Ink] = [Rule(8.0, y, width - 8, y, 1.4)]
    for index, (date, what, note) in enumerate(block.points):
        x = step * index
        inks.append(Circle(x + step / 2, y, 3.6, fill="#ffffff", stroke=BLACK, width=1.6))
        for text, size, dy, colour in ((date, 9.0, -7.0, BLACK), (what, 9.0, 14.0, BLACK), (note, 6.8, 24.0, SOFT)):
            type_ = shrunk(text, Type("SANS", size, 12.0, colour, "centre"), step - 2)
            inks += text_inks(text, x, y + dy, type_, step)
    return Chunk(52.0, tuple(inks))


def levels(block: Levels, width: float) -> Chunk:
    """Return the level boxes before and after with an arrow between, and the advice beside them."""
    box, gap, height = 110.0, 32.0, 55.0
    inks: list[Ink] = []
    for index, one in enumerate((block.before, block.after)):
        inks += all_moved(_level(one, box, height), index * (box + gap), 4.0)
    inks.append(Area(box + 6, 4 + height / 2 - 8, ((0, 0), (20, 8), (0, 16))))
    x = 2 * box + gap + 12
    type_ = Type("SANS", 8.8, 13.2)
    inks += text_inks(block.title, x, 15.0, Type("HEI", 9.0, 13.0))
    lines = lines_of(block.words, width - x, type_)
    inks += block_inks(lines, x, 19.5, type_)
    return Chunk(max(height + 14, 24 + len(lines) * type_.lead), tuple(inks))


def _level(one: tuple[str, str, str, int], width: float, height: float) -> Inks:
    label, index, name, level = one
    fill, colour = LEVEL_COLOURS[level]
    return (
        Rect(0.0, 0.0, width, height, fill=fill, stroke=BLACK, width=1.4),
        *text_inks(label, 8.0, 14.0, Type("SANS", 8.5, 12.0, colour)),
        *text_inks(index, 8.0, 24.0, Type("HEIB", 20.0, 22.0, colour, "right"), width - 16),
        *text_inks(name, 4.0, 45.0, shrunk(name, Type("HEIB", 15.0, 18.0, colour, "centre"), width - 8), width - 8),
    )


def bars(block: Bars, width: float) -> list[Chunk]:
    """Return pairs of bars per dimension, hatched after control, as chunks that stay together."""
    left = min(120.0, width * 0.4)
    scale = (width - left - 34) / 100
    step = 30.0
    inks: list[Ink] = list(_legend(block.legend))
    top = 18.0
    bottom = top + step * len(block.bars)
    for limit in (0.0, *block.limits, 100.0):
        x = left + limit * scale
        dash = () if limit in {0.0, 100.0} else (1.5, 1.5)
        inks.append(Rule(x, top, x, bottom, 0.5, "#999999", dash))
        inks += text_inks(f"{limit:g}", x - 20, bottom + 9, Type("SANS", 7.0, 9.0, SOFT, "centre"), 40.0)
    for index, bar in enumerate(block.bars):
        inks += all_moved(tuple(_bar(bar, left, scale)), 0.0, top + index * step)
    caption = Type("KAI", 9.0, 15.0, align="centre")
    inks += text_inks(block.caption, 0.0, bottom + 24, shrunk(block.caption, caption, width), width)
    return [Chunk(bottom + 32, tuple(inks))]


def _legend(names: tuple[str, str]) -> Inks:
    second = 30.0 + width_of((Span(names[0]),), Type("SANS", 8.5, 12.0)) + 12
    fill = LEVEL_COLOURS[2][0]
    return (
        Rect(4.0, 3.0, 16, 8, fill=fill),
        *text_inks(names[0], 24.0, 10.5, Type("SANS", 8.5, 12.0)),
        Rect(second, 3.0, 16, 8, stroke=NAVY),
        *hatch(second, 3.0, 16.0, 8.0, colour=NAVY),
        *text_inks(names[1], second + 20, 10.5, Type("SANS", 8.5, 12.0)),
    )


def _bar(bar: Bar, left: float, scale: float) -> Iterator[Ink]:
    label = Type("HEI", 9.0, 12.0, align="left")
    yield from text_inks(bar.label, 4.0, 12.0, shrunk(bar.label, label, left - 10))
    yield from text_inks(bar.note, 4.0, 22.0, Type("SANS", 7.0, 9.0, SOFT))
    for value, y, after in ((bar.before, 3.0, False), (bar.after, 14.0, True)):
        if value is None:
            yield from text_inks("—", left + 4, y + 8.5, Type("SANS", 8.0, 10.0))
            continue
        length = value * scale
        if after:
            yield Rect(left, y, length, 10.0, stroke=NAVY, width=0.7)
            yield from hatch(left, y, length, 10.0, colour=NAVY)
        else:
            yield Rect(left, y, length, 10.0, fill=LEVEL_COLOURS[2][0])
        yield Rect(left + length + 2, y + 0.5, 20.0, 9.0, fill="#ffffff")
        yield from text_inks(f"{value:.1f}", left + length + 4, y + 8.3, Type("SANS", 8.0, 10.0))
