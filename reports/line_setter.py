"""Set Chinese text in lines: kinsoku, punctuation compression, justification, two scripts, glyph fallback.

Pure: a *measure* tells which font shows a character and how wide it is, so nothing here knows a PDF. All lengths are
points. The manner follows the W3C Requirements for Chinese Text Layout (clreq): closing punctuation never begins a line
and opening punctuation never ends one; two punctuation marks side by side share one half-em blank; a closing mark at
the end of a line may give up its blank. Where a line has no place to break (a word wider than the line, a row of
closing marks) it is broken anyway: text is never lost and never runs out of its column.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reports.line_text import NEVER_FIRST, NEVER_LAST, Atom, Measure, Piece, Run, Text, blank, runs_of, text_of


@dataclass(frozen=True)
class Line:
    """A set line: where it begins, natural or justified ``width``, largest ``size``; ``last`` ends a paragraph."""

    chars: Text
    x: float
    width: float
    size: float
    last: bool = False

    @property
    def text(self) -> str:
        """The characters of the line in order, spaces at the break included."""
        return "".join([atom.text for atom in self.chars.atoms])

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """What is drawn of the line, in order; the same line may be drawn many times."""
        return tuple(runs_of(self.chars, self.x))


@dataclass(frozen=True)
class Style:
    """How a paragraph is set.

    Attributes:
        first_indent: Indent of the first line [pt].
        align: ``left``, ``right``, ``centre`` or ``justify``.
        script_gap: Gap between Chinese and Latin [em].
        stretch: Widest gap that justification may add [em]; a line that would need more stays ragged.
    """

    first_indent: float = 0.0
    align: str = "justify"
    script_gap: float = 0.0
    stretch: float = 0.3


def set_lines(pieces: Sequence[Piece], width: float, measure: Measure, style: Style | None = None) -> tuple[Line, ...]:
    """Break pieces of text into lines of at most ``width`` and place every character.

    Args:
        pieces: The paragraph; a newline inside forces a new line.
        width: Column width [pt], above 0.
        measure: Tells font and advance of a character in a face.
        style: Indent and alignment; justified without indent when left out.

    Returns:
        One line at least (an empty paragraph gives one empty line). A line is never wider than ``width``, except
        that a single character wider than the column stands alone.
    """
    style = style or Style()
    lines: list[Line] = []
    for paragraph in _split_at_breaks(text_of(pieces, measure, style.script_gap)):
        indent = style.first_indent if not lines else 0.0
        lines += _paragraph(paragraph, width, indent, style)
    return tuple(lines)


def natural_width(pieces: Sequence[Piece], measure: Measure, style: Style | None = None) -> float:
    """Return the width [pt] the text takes in one line."""
    return sum(text_of(pieces, measure, (style or Style()).script_gap).widths)


def set_line(pieces: Sequence[Piece], measure: Measure, style: Style | None = None) -> tuple[Line, float]:
    """Return the text as one line, up to its first newline, and the width [pt] all of it takes in one line."""
    style = style or Style()
    text = text_of(pieces, measure, style.script_gap)
    natural = sum(text.widths)
    place = (style.first_indent, natural + 1)
    return _placed(_split_at_breaks(text)[0], place, "left", 0.0, last=True), natural


def _split_at_breaks(text: Text) -> list[Text]:
    breaks = [index for index, atom in enumerate(text.atoms) if atom.kind == "break"]
    if not breaks:
        return [text]
    starts = [0, *(index + 1 for index in breaks)]
    return [text.part(start, end) for start, end in zip(starts, [*breaks, len(text.atoms)], strict=True)]


def _paragraph(text: Text, width: float, indent: float, style: Style) -> list[Line]:
    rest = sum(text.widths)
    loose = _loose(text, width) if rest > width else frozenset()
    lines = []
    start = 0
    while True:
        room = width - (indent if start == 0 else 0.0)
        end = _line_end(text, start, room, loose) if rest > room else len(text.atoms)
        last = end >= len(text.atoms)
        part = text.part(start, end)
        rest -= sum(part.widths)
        stretch = style.stretch if style.align == "justify" and not last else 0.0
        lines.append(_placed(part, (width - room, room), style.align, stretch, last=last))
        start = end
        if last:
            return lines


def _line_end(text: Text, start: int, room: float, loose: frozenset[int]) -> int:
    """Return the index after the last atom of the line that begins at ``start``."""
    atoms, widths = text.atoms, text.widths
    used = blanks = 0.0
    best = index = start
    while index < len(atoms):
        atom = atoms[index]
        used += widths[index]
        left = blank(atom, widths[index])
        give = blanks / 2 + left if atom.kind == "close" else 0.0
        if used - give > room + 1e-6 and atom.kind != "space":
            break
        blanks += left
        index += 1
        if index == len(atoms) or _may_break(atoms[index - 1], atoms[index], loose=index in loose):
            best = index
    return best if best > start else max(index, start + 1)


def _loose(text: Text, width: float) -> frozenset[int]:
    """Return the places of the characters of words that are wider than the column: these may break anywhere."""
    loose: list[int] = []
    for latin, group in itertools.groupby(range(len(text.atoms)), key=lambda index: text.atoms[index].kind == "latin"):
        word = list(group)
        if latin and sum([text.widths[index] for index in word]) > width:
            loose += word
    return frozenset(loose)


def _may_break(before: Atom, after: Atom, *, loose: bool) -> bool:
    """Return whether a line may end between two characters; ``loose``: the second is part of an overlong word."""
    if after.kind == "space":
        return False
    if unicodedata.combining(after.text or " "):
        return False
    if before.kind == "latin" and after.kind == "latin":
        return loose
    return after.text not in NEVER_FIRST and before.text not in NEVER_LAST


def _placed(text: Text, place: tuple[float, float], align: str, stretch: float, *, last: bool) -> Line:
    """Return the line of some characters, whose widths become those they have on it; ``place``: indent, room [pt]."""
    indent, room = place
    _drop_trailing_spaces(text)
    _fit(text, room, stretch)
    width = sum(text.widths)
    x = indent + {"right": room - width, "centre": (room - width) / 2}.get(align, 0.0)
    return Line(text, x, width + indent, max([atom.look.size for atom in text.atoms], default=0.0), last)


def _drop_trailing_spaces(text: Text) -> None:
    """Let spaces at the end of a line take no room; they stay in the text."""
    for index in range(len(text.atoms) - 1, -1, -1):
        if text.atoms[index].kind != "space":
            return
        text.widths[index] = 0.0


def _fit(text: Text, room: float, stretch: float) -> None:
    """Narrow a line that is too wide by its punctuation blanks; widen others over their gaps up to ``stretch``."""
    spare = room - sum(text.widths)
    if spare < 0:
        _narrow(text, -spare)
    elif stretch:
        _widen(text, spare, stretch)


def _narrow(text: Text, need: float) -> None:
    atoms, widths = text.atoms, text.widths
    ink = [index for index, atom in enumerate(atoms) if atom.kind != "space"]
    if ink and atoms[ink[-1]].kind == "close":
        taken = min(need, blank(atoms[ink[-1]], widths[ink[-1]]))
        widths[ink[-1]] -= taken
        need -= taken
    inside = [index for index in ink[:-1] if blank(atoms[index], widths[index])]
    for index in inside:
        widths[index] -= min(need / len(inside), atoms[index].look.size / 4)


def _widen(text: Text, spare: float, stretch: float) -> None:
    atoms, widths = text.atoms, text.widths
    gaps = [index for index in range(len(atoms) - 1) if _gap(atoms[index], atoms[index + 1], widths[index + 1])]
    if not gaps or spare / len(gaps) > stretch * atoms[gaps[0]].look.size:
        return
    for index in gaps:
        widths[index] += spare / len(gaps)


def _gap(left: Atom, right: Atom, width: float) -> bool:
    """Return whether justification may open the place between two characters, the second of some width."""
    if width == 0.0 or unicodedata.combining(right.text or " "):
        return False
    return not (left.kind == "latin" and right.kind == "latin")
