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
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

OPENING = frozenset("（《〈「『“‘【〔［｛〖")
CLOSING = frozenset("，。、；：？！）》〉」』”’】〕］｝〗")
NEVER_FIRST = CLOSING | frozenset("·—…～‐–々ー%％‰℃°²³′″,.;:?!)]}>/-")
NEVER_LAST = OPENING | frozenset("([{<¥￥$＄#＃")

BOX_ADVANCE = 1.16
"""Width of a tick box with the space on either side [em]."""


@dataclass(frozen=True)
class Look:
    """How a piece of text looks: face (a role, not a font), size [pt], colour and tracking [em] between characters.

    ``link`` is where a click on it leads: the title of a bookmark.
    """

    face: str
    size: float
    colour: str = "#000000"
    tracking: float = 0.0
    link: str = ""


@dataclass(frozen=True)
class Piece:
    """A piece of text in one look; ``box`` makes it a tick box instead (``empty``, ``yes`` or ``no``)."""

    text: str
    look: Look
    box: str = ""


@dataclass(frozen=True)
class Glyph:
    """How one character is shown: font name (empty = in no font, shown as a code box) and advance in ems."""

    font: str
    advance: float


Measure = Callable[[str, str], Glyph]
"""(face, character) → glyph."""


class Mark(NamedTuple):
    """One character in its place: ``x`` from the line's left edge, ``width`` its advance on this line."""

    text: str
    font: str
    look: Look
    x: float
    width: float
    box: str = ""
    shift: float = 0.0
    """How far the ink is drawn left of ``x``: an opening mark that gave up its blank."""
    natural: float = 0.0
    """The advance of the glyph itself [pt]; ``width`` less this is the spacing after it."""


class Run(NamedTuple):
    """Neighbouring characters of one look that are drawn at once, evenly spaced; or one tick box."""

    text: str
    font: str
    look: Look
    x: float
    """Where it begins, from the line's left edge [pt]; its ink begins ``shift`` before."""
    width: float
    box: str = ""
    shift: float = 0.0
    spacing: float = 0.0
    """Added after every character [pt]."""


@dataclass(frozen=True)
class Line:
    """A set line: marks in order, natural or justified ``width``, largest ``size``; ``last`` ends a paragraph."""

    marks: tuple[Mark, ...]
    width: float
    size: float
    last: bool = False

    @property
    def text(self) -> str:
        """The characters of the line in order, spaces at the break included."""
        return "".join([mark.text for mark in self.marks])

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """What is drawn of the line, in order; the same line may be drawn many times."""
        return tuple([_run(marks) for marks in _runs(self.marks)])


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


@dataclass(slots=True)
class _Atom:
    """A character with what the setter has decided about it so far."""

    text: str
    font: str
    look: Look
    width: float
    kind: str
    """``han``, ``open``, ``close``, ``latin``, ``space``, ``box`` or ``break``."""
    box: str = ""
    shift: float = 0.0
    natural: float = 0.0
    loose: bool = False
    """Part of a word wider than the column: it may break anywhere."""

    @property
    def em(self) -> float:
        return self.look.size


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
    atoms = _compressed(_atoms(pieces, measure), style.script_gap)
    lines: list[Line] = []
    for paragraph in _split_at_breaks(atoms):
        indent = style.first_indent if not lines else 0.0
        lines += _paragraph(paragraph, width, indent, style)
    return tuple(lines)


def natural_width(pieces: Sequence[Piece], measure: Measure, style: Style | None = None) -> float:
    """Return the width [pt] the text takes in one line."""
    atoms = _compressed(_atoms(pieces, measure), (style or Style()).script_gap)
    return sum([atom.width for atom in atoms])


def set_line(pieces: Sequence[Piece], measure: Measure, style: Style | None = None) -> tuple[Line, float]:
    """Return the text as one line, up to its first newline, and the width [pt] all of it takes in one line."""
    style = replace(style or Style(), align="left")
    atoms = _compressed(_atoms(pieces, measure), style.script_gap)
    natural = sum([atom.width for atom in atoms])
    return _placed(_split_at_breaks(atoms)[0], natural + 1, style, last=True), natural


def _atoms(pieces: Iterable[Piece], measure: Measure) -> list[_Atom]:
    atoms: list[_Atom] = []
    for piece in pieces:
        if piece.box:
            atoms.append(_Atom("", "", piece.look, BOX_ADVANCE * piece.look.size, "box", piece.box))
            continue
        atoms += [_atom(char, piece.look, measure) for char in piece.text.replace("\r\n", "\n").replace("\t", " ")]
    return atoms


def _atom(char: str, look: Look, measure: Measure) -> _Atom:
    if char == "\n":
        return _Atom(char, "", look, 0.0, "break")
    glyph = measure(look.face, char)
    kind = _kind(char)
    tracking = look.tracking if kind in {"han", "open", "close"} else 0.0
    natural = glyph.advance * look.size
    return _Atom(char, glyph.font, look, natural + tracking * look.size, kind, natural=natural)


@lru_cache(maxsize=20_000)
def _kind(char: str) -> str:
    if unicodedata.category(char) == "Zs":
        return "space"
    if char in OPENING:
        return "open"
    if char in CLOSING:
        return "close"
    if unicodedata.combining(char) or (char.isalpha() and ord(char) < 0x2E80):
        return "latin"
    return "han" if ord(char) > 0x2E7F or unicodedata.east_asian_width(char) in "WFA" else "latin"


def _compressed(atoms: list[_Atom], script_gap: float) -> list[_Atom]:
    """Take the shared half-em blank out of neighbouring punctuation and put a gap between scripts."""
    for left, right in itertools.pairwise(atoms):
        if left.kind == "close" and right.kind in {"close", "open"} and _wide(left):
            left.width -= left.em / 2
        elif left.kind == "open" and right.kind == "open" and _wide(right):
            right.width -= right.em / 2
            right.shift = right.em / 2
        elif {left.kind, right.kind} == {"han", "latin"} and right.text not in NEVER_FIRST:
            left.width += script_gap * left.em
    return atoms


def _wide(atom: _Atom) -> bool:
    """Return whether the punctuation mark still carries a half-em blank."""
    return atom.width > 0.8 * atom.em


def _split_at_breaks(atoms: list[_Atom]) -> list[list[_Atom]]:
    paragraphs: list[list[_Atom]] = [[]]
    for atom in atoms:
        if atom.kind == "break":
            paragraphs.append([])
        else:
            paragraphs[-1].append(atom)
    return paragraphs


def _paragraph(atoms: list[_Atom], width: float, indent: float, style: Style) -> list[Line]:
    _loosen(atoms, width)
    lines = []
    start = 0
    while True:
        room = width - (indent if start == 0 else 0.0)
        end = _line_end(atoms, start, room)
        last = end >= len(atoms)
        lines.append(_placed(atoms[start:end], room, replace(style, first_indent=width - room), last=last))
        start = end
        if last:
            return lines


def _line_end(atoms: list[_Atom], start: int, room: float) -> int:
    """Return the index after the last atom of the line that begins at ``start``."""
    used = blanks = 0.0
    best = index = start
    while index < len(atoms):
        atom = atoms[index]
        used += atom.width
        give = blanks / 2 + _blank(atom) if atom.kind == "close" else 0.0
        if used - give > room + 1e-6 and atom.kind != "space":
            break
        blanks += _blank(atom)
        index += 1
        if index == len(atoms) or _may_break(atoms, index):
            best = index
    return best if best > start else max(index, start + 1)


def _blank(atom: _Atom) -> float:
    """Return the blank that a closing mark can still give up."""
    return atom.em / 2 if atom.kind == "close" and _wide(atom) else 0.0


def _loosen(atoms: list[_Atom], width: float) -> None:
    """Let words that are wider than the column break anywhere."""
    for kind, group in itertools.groupby(atoms, key=lambda atom: atom.kind):
        word = list(group)
        if kind == "latin" and sum(atom.width for atom in word) > width:
            for atom in word:
                atom.loose = True


def _may_break(atoms: list[_Atom], index: int) -> bool:
    """Return whether a line may end before ``atoms[index]``."""
    before, after = atoms[index - 1], atoms[index]
    if after.kind == "space":
        return False
    if unicodedata.combining(after.text or " "):
        return False
    if before.kind == "latin" and after.kind == "latin":
        return after.loose
    return after.text not in NEVER_FIRST and before.text not in NEVER_LAST


def _placed(atoms: list[_Atom], room: float, style: Style, *, last: bool) -> Line:
    """Return the line of some atoms, whose widths become those they have on it."""
    _drop_trailing_spaces(atoms)
    _fit(atoms, room, style.stretch if style.align == "justify" and not last else 0.0)
    width = sum([atom.width for atom in atoms])
    x = style.first_indent + {"right": room - width, "centre": (room - width) / 2}.get(style.align, 0.0)
    marks = []
    for atom in atoms:
        marks.append(Mark(atom.text, atom.font, atom.look, x, atom.width, atom.box, atom.shift, atom.natural))
        x += atom.width
    size = max([atom.look.size for atom in atoms], default=0.0)
    return Line(tuple(marks), width + style.first_indent, size, last)


def _drop_trailing_spaces(atoms: list[_Atom]) -> None:
    """Let spaces at the end of a line take no room; they stay in the text."""
    for atom in reversed(atoms):
        if atom.kind != "space":
            return
        atom.width = 0.0


def _fit(atoms: list[_Atom], room: float, stretch: float) -> None:
    """Narrow a line that is too wide by its punctuation blanks; widen others over their gaps up to ``stretch``."""
    spare = room - sum([atom.width for atom in atoms])
    if spare < 0:
        _narrow(atoms, -spare)
    elif stretch:
        _widen(atoms, spare, stretch)


def _narrow(atoms: list[_Atom], need: float) -> None:
    ink = [atom for atom in atoms if atom.kind != "space"]
    if ink and ink[-1].kind == "close":
        taken = min(need, _blank(ink[-1]))
        ink[-1].width -= taken
        need -= taken
    inside = [atom for atom in ink[:-1] if _blank(atom)]
    for atom in inside:
        atom.width -= min(need / len(inside), atom.em / 4)


def _widen(atoms: list[_Atom], spare: float, stretch: float) -> None:
    gaps = [a for a, b in itertools.pairwise(atoms) if _gap(a, b)]
    if not gaps or spare / len(gaps) > stretch * gaps[0].em:
        return
    for atom in gaps:
        atom.width += spare / len(gaps)


def _gap(left: _Atom, right: _Atom) -> bool:
    """Return whether justification may open the place between two characters."""
    if right.width == 0.0 or unicodedata.combining(right.text or " "):
        return False
    return not (left.kind == "latin" and right.kind == "latin")


def _runs(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Part the marks of a line into runs; a space that takes no room is not drawn."""
    runs: list[list[Mark]] = []
    run: list[Mark] = []
    end, first, last = 0.0, 0.0, 0.0
    for mark in marks:
        if mark.font and mark.width <= 0 and mark.natural:
            continue
        spacing = mark.width - mark.natural + mark.shift
        joins = (
            run
            and mark.font
            and run[-1].font == mark.font
            and (run[-1].look is mark.look or run[-1].look == mark.look)
            and not mark.shift
            and abs(end - mark.x) < 1e-6
            and abs(last - first) < 1e-4
        )
        if joins:
            run.append(mark)
        else:
            run = [mark]
            runs.append(run)
            first = spacing
        end, last = mark.x + mark.width, spacing
    return runs


def _run(marks: Sequence[Mark]) -> Run:
    first, last = marks[0], marks[-1]
    spacing = round(first.width - first.natural + first.shift, 4) if len(marks) > 1 else 0.0
    text = "".join([mark.text for mark in marks])
    return Run(text, first.font, first.look, first.x, last.x + last.width - first.x, first.box, first.shift, spacing)
