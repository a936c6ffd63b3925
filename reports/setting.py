"""Words set in lines and turned into ink: the bridge from blocks to the line setter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from reports import line_text
from reports.blocks import Span, Tick, Words
from reports.ink import BLACK, CodeBox, Glyphs, Ink, Inks, Link, Rect, Rule, all_moved
from reports.layout import Chunk
from reports.line_setter import Line, Style, natural_width, set_line, set_lines
from reports.line_text import Look, Piece
from reports.style import bold_of, measure

SCRIPT_GAP = {"FS": 0.125, "KAI": 0.125, "SONG": 0.125}
"""Face → gap between Chinese and Latin in running text [em]; none in faces that hold both."""
ASCENT = 0.88
"""Height of the baseline in the em box of the Chinese fonts, from its top."""


@dataclass(frozen=True)
class Type:
    """How a block is set: face, size and lead [pt], colour, alignment; tracking, script gap and stretch [em].

    A negative ``script_gap`` takes that of the face.
    """

    face: str
    size: float
    lead: float
    colour: str = BLACK
    align: str = "justify"
    tracking: float = 0.0
    script_gap: float = -1.0
    stretch: float = 0.3

    def style(self, indent: float = 0.0) -> Style:
        """Return what the line setter has to know."""
        gap = SCRIPT_GAP.get(self.face, 0.0) if self.script_gap < 0 else self.script_gap
        return Style(indent, self.align, gap, self.stretch)

    @property
    def look(self) -> Look:
        """Look of plain text in this type."""
        return Look(self.face, self.size, self.colour, self.tracking)

    def baseline(self) -> float:
        """Return where the baseline stands in a line, from its top [pt]."""
        return (self.lead - self.size) / 2 + ASCENT * self.size


def pieces(of: Words, type_: Type) -> list[Piece]:
    """Return the words with every look filled in."""
    return [_piece(part, type_) if isinstance(part, Span) else _box(part, type_) for part in of]


def _box(tick: Tick, type_: Type) -> Piece:
    return Piece("", replace(type_.look, size=tick.size or type_.size), tick.state)


def _piece(span: Span, type_: Type) -> Piece:
    face = span.face or type_.face
    face = bold_of(face) if span.strong else face
    look = Look(face, span.size or type_.size, span.colour or type_.colour, type_.tracking, span.link)
    return Piece(span.text, look)


@lru_cache(maxsize=8192)
def lines_of(of: Words, width: float, type_: Type, indent: float = 0.0) -> tuple[Line, ...]:
    """Set words in lines of ``width`` [pt]; the same words are set once, as tables repeat them."""
    return set_lines(pieces(of, type_), width, measure, type_.style(indent))


@lru_cache(maxsize=8192)
def width_of(of: Words, type_: Type) -> float:
    """Return the width [pt] of the words in one line."""
    return natural_width(pieces(of, type_), measure, type_.style())


def forget() -> None:
    """Forget the lines that were set, as a program has that was just started."""
    line_text.forget()
    for remembered in (lines_of, width_of, _label):
        remembered.cache_clear()


def line_inks(line: Line, x: float, y: float, size: float) -> Inks:
    """Return the ink of a line: left edge ``x``, baseline ``y``, ``size`` of the type its boxes are centred on."""
    inks: list[Ink] = []
    for run in line.runs:
        look = run.look
        if run.box:
            side = 0.84 * look.size
            inks += tick_box(x + run.x + (run.width - side) / 2, y - 0.38 * size - side / 2, side, run.box)
        elif not run.font:
            inks.append(CodeBox(x + run.x, y, look.size, run.text, line.text))
        else:
            text = run.text if run.text.isascii() else _THIN.sub(" ", run.text)
            inks.append(Glyphs(x + run.x - run.shift, y, run.font, look.size, text, look.colour, run.spacing))
            if look.link:
                inks.append(Link(x + run.x, y - look.size, run.width, 1.25 * look.size, look.link))
    return tuple(inks)


_THIN = re.compile(f"[{''.join(c for c in map(chr, range(0x3000)) if unicodedata.category(c) == 'Zs')}]")
"""Spaces other than the full-width one; all of them are drawn as a plain space."""


def tick_box(x: float, top: float, size: float, state: str) -> Inks:
    """Return a tick box with its top left corner at ``x``, ``top``; drawn, because no font has usable ones."""
    box: list[Ink] = [Rect(x, top, size, size, stroke=BLACK, width=0.7)]
    if state == "yes":
        box.append(Rule(x + 0.2 * size, top + 0.55 * size, x + 0.42 * size, top + 0.8 * size, 0.1 * size))
        box.append(Rule(x + 0.42 * size, top + 0.8 * size, x + 0.82 * size, top + 0.2 * size, 0.1 * size))
    elif state == "no":
        box.append(Rule(x + 0.2 * size, top + 0.2 * size, x + 0.8 * size, top + 0.8 * size, 0.1 * size))
        box.append(Rule(x + 0.8 * size, top + 0.2 * size, x + 0.2 * size, top + 0.8 * size, 0.1 * size))
    return tuple(box)


def block_inks(lines: Iterable[Line], x: float, top: float, type_: Type) -> Inks:
    """Return the ink of lines one below the other."""
    inks: list[Ink] = []
    for index, line in enumerate(lines):
        inks += line_inks(line, x, top + index * type_.lead + type_.baseline(), type_.size)
    return tuple(inks)


def text_inks(text: str, x: float, y: float, type_: Type, width: float = 0.0) -> Inks:
    """Return one line of plain text at baseline ``y``; right-aligned and centred text needs ``width``."""
    inks, natural = _label(text, type_)
    shift = {"right": width - natural, "centre": (width - natural) / 2}.get(type_.align, 0.0)
    return all_moved(inks, x + shift, y)


@lru_cache(maxsize=4096)
def _label(text: str, type_: Type) -> tuple[Inks, float]:
    """Return one line of plain text at the origin, and its width [pt]; feet and codes come again on many pages."""
    line, natural = set_line(pieces((Span(text),), type_), measure, type_.style())
    return line_inks(line, 0.0, 0.0, type_.size), natural


def paragraph(
    of: Words, width: float, type_: Type, *, indent: float = 0.0, x: float = 0.0, keep: str = "ends"
) -> list[Chunk]:
    """Return a paragraph as one chunk per line.

    ``keep`` is ``ends`` (two lines at least on either side of a page break) or ``all`` (never cut, and with the next
    chunk).
    """
    lines = lines_of(of, width, type_, indent)
    chunks = []
    for index, line in enumerate(lines):
        near_end = index in {0, len(lines) - 2} and index < len(lines) - 1
        inks = line_inks(line, x, type_.baseline(), type_.size)
        chunks.append(Chunk(type_.lead, inks, keep=keep == "all" or near_end))
    return chunks


def shrunk(text: str, type_: Type, width: float, least: float = 0.35) -> Type:
    """Return the type made smaller, down to ``least`` of its size, so that the text fits into one line."""
    natural = width_of((Span(text),), type_)
    factor = max(least, min(1.0, width / natural)) if natural else 1.0
    size = int(type_.size * factor * 10) / 10 if factor < 1 else type_.size
    return replace(type_, size=size)
