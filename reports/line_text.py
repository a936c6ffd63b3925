"""Characters before they are set in lines: what each is, how wide, and how near it stands to its neighbour.

Pure: a *measure* tells which font shows a character and how wide it is. All lengths are points.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
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


class Atom(NamedTuple):
    """A character in a look, by itself: ``width`` is its advance with the tracking of the look [pt]."""

    text: str
    font: str
    look: Look
    width: float
    natural: float
    kind: str
    """``han``, ``open``, ``close``, ``latin``, ``space``, ``box`` or ``break``."""
    box: str = ""


@dataclass(slots=True)
class Text:
    """Characters with what the setter has decided about each so far: advance and shift of the ink [pt]."""

    atoms: list[Atom]
    widths: list[float]
    shifts: list[float]

    def part(self, start: int, end: int) -> Text:
        """Return some of the characters, to be decided about apart from the others."""
        return Text(self.atoms[start:end], self.widths[start:end], self.shifts[start:end])


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


def forget() -> None:
    """Forget the characters that were measured."""
    _alphabet.cache_clear()


def text_of(pieces: Iterable[Piece], measure: Measure, script_gap: float) -> Text:
    """Return the characters of the pieces, neighbouring punctuation and scripts brought to their distance."""
    atoms: list[Atom] = []
    for piece in pieces:
        if piece.box:
            atoms.append(Atom("", "", piece.look, BOX_ADVANCE * piece.look.size, 0.0, "box", piece.box))
            continue
        alphabet = _alphabet(measure, piece.look)
        atoms += [alphabet[char] for char in piece.text.replace("\r\n", "\n").replace("\t", " ")]
    return _compressed(Text(atoms, [atom.width for atom in atoms], [0.0] * len(atoms)), script_gap)


class _Alphabet(dict[str, Atom]):
    """Character → atom in one look; each is measured when it first occurs."""

    def __init__(self, measure: Measure, look: Look) -> None:
        super().__init__()
        self.measure, self.look = measure, look

    def __missing__(self, char: str) -> Atom:
        atom = self[char] = _atom(char, self.look, self.measure)
        return atom


@lru_cache(maxsize=256)
def _alphabet(measure: Measure, look: Look) -> _Alphabet:
    return _Alphabet(measure, look)


def _atom(char: str, look: Look, measure: Measure) -> Atom:
    if char == "\n":
        return Atom(char, "", look, 0.0, 0.0, "break")
    glyph = measure(look.face, char)
    kind = _kind(char)
    tracking = look.tracking if kind in {"han", "open", "close"} else 0.0
    natural = glyph.advance * look.size
    return Atom(char, glyph.font, look, natural + tracking * look.size, natural, kind)


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


def _compressed(text: Text, script_gap: float) -> Text:
    """Take the shared half-em blank out of neighbouring punctuation and put a gap between scripts."""
    widths = text.widths
    for index, (left, right) in enumerate(itertools.pairwise(text.atoms)):
        pair = (left.kind, right.kind)
        if pair in _UNTOUCHED:
            continue
        if left.kind == "close" and right.kind in {"close", "open"} and _wide(left, widths[index]):
            widths[index] -= left.look.size / 2
        elif pair == ("open", "open") and _wide(right, widths[index + 1]):
            widths[index + 1] -= right.look.size / 2
            text.shifts[index + 1] = right.look.size / 2
        elif pair in _SCRIPTS and right.text not in NEVER_FIRST:
            widths[index] += script_gap * left.look.size
    return text


_UNTOUCHED = frozenset({("han", "han"), ("latin", "latin")})
_SCRIPTS = frozenset({("han", "latin"), ("latin", "han")})


def _wide(atom: Atom, width: float) -> bool:
    """Return whether the punctuation mark still carries a half-em blank."""
    return width > 0.8 * atom.look.size


def blank(atom: Atom, width: float) -> float:
    """Return the blank that a closing mark can still give up."""
    return atom.look.size / 2 if atom.kind == "close" and _wide(atom, width) else 0.0


def runs_of(text: Text, x: float) -> Iterator[Run]:
    """Part a line into runs; a space that takes no room is not drawn."""
    chars: list[str] = []
    first, begin, even = _NOTHING, (0.0, 0.0), 0.0
    last = even
    for atom, width, shift in zip(text.atoms, text.widths, text.shifts, strict=True):
        if not (atom.font and width <= 0 and atom.natural):
            spacing = width - atom.natural + shift
            if not (_alike(first, atom) and not shift and abs(last - even) < 1e-4):
                if chars:
                    yield _run(first, chars, begin, x, even)
                chars, first, begin, even = [], atom, (x, shift), spacing
            chars.append(atom.text)
            last = spacing
        x += width
    if chars:
        yield _run(first, chars, begin, x, even)


_NOTHING = Atom("", "", Look("", 0.0), 0.0, 0.0, "break")


def _alike(first: Atom, atom: Atom) -> bool:
    """Return whether two characters have one font and one look, and are characters."""
    look = first.look
    return bool(atom.font) and first.font == atom.font and (look is atom.look or look == atom.look)


def _run(first: Atom, chars: list[str], begin: tuple[float, float], end: float, spacing: float) -> Run:
    x, shift = begin
    even = round(spacing, 4) if len(chars) > 1 else 0.0
    return Run("".join(chars), first.font, first.look, x, end - x, first.box, shift, even)
