"""What stands on a page: text runs, rules, boxes, circles, areas. Points, origin at the top left, y downwards.

The last floor before the PDF; everything above it is arithmetic and can be read back in a test.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

BLACK = "#000000"
LEVEL_COLOURS = {
    1: ("#7a1712", "#ffffff"),
    2: ("#b5521a", "#ffffff"),
    3: ("#f0cd68", "#000000"),
    4: ("#e4edf6", "#000000"),
    0: ("#ffffff", "#000000"),
}
"""Level 1 to 4 (0 = none) → background, text; the steps differ in lightness, so they survive black and white."""


class Glyphs(NamedTuple):
    """A run of text in one font; ``y`` is the baseline, ``spacing`` is added after every character [pt]."""

    x: float
    y: float
    font: str
    size: float
    text: str
    colour: str = BLACK
    spacing: float = 0.0
    angle: float = 0.0
    """Degrees anticlockwise around ``x``, ``y``."""


class CodeBox(NamedTuple):
    """A character that cannot be shown: a box with its code point in hexadecimal; ``y`` is the baseline."""

    x: float
    y: float
    size: float
    char: str
    near: str


class Rule(NamedTuple):
    """A straight line."""

    x: float
    y: float
    x2: float
    y2: float
    width: float = 0.35
    colour: str = BLACK
    dash: tuple[float, ...] = ()


class Rect(NamedTuple):
    """A rectangle; ``y`` is its top. Empty ``fill`` or ``stroke`` is not drawn."""

    x: float
    y: float
    w: float
    h: float
    fill: str = ""
    stroke: str = ""
    width: float = 0.5


class Circle(NamedTuple):
    """A circle around ``x``, ``y``."""

    x: float
    y: float
    r: float
    fill: str = ""
    stroke: str = BLACK
    width: float = 0.5
    dash: tuple[float, ...] = ()


class Area(NamedTuple):
    """A filled polygon; its points, and those of its holes, are relative to ``x``, ``y``."""

    x: float
    y: float
    points: tuple[tuple[float, float], ...]
    fill: str = BLACK
    holes: tuple[tuple[tuple[float, float], ...], ...] = ()


class Line(NamedTuple):
    """A line through points relative to ``x``, ``y``; ``closed`` joins its ends."""

    x: float
    y: float
    points: tuple[tuple[float, float], ...]
    width: float = 0.5
    colour: str = BLACK
    dash: tuple[float, ...] = ()
    closed: bool = False


class Strokes(NamedTuple):
    """Many straight lines of one look: x, y, x2, y2 relative to ``x``, ``y``."""

    x: float
    y: float
    lines: tuple[tuple[float, float, float, float], ...]
    width: float = 0.35
    colour: str = BLACK


class Sheet(NamedTuple):
    """The paper of a page that is not A4 upright: width and height [pt]. It draws nothing."""

    x: float
    y: float
    w: float
    h: float


class Bookmark(NamedTuple):
    """An entry of the outline at this height."""

    x: float
    y: float
    title: str
    level: int = 0


class Link(NamedTuple):
    """A place that leads to the bookmark of a title; ``y`` is its top. It draws nothing."""

    x: float
    y: float
    w: float
    h: float
    target: str


class Field(NamedTuple):
    """A field to be filled in on the screen; ``y`` is its top. ``kind``: ``text``, ``lines``, ``box`` or ``hidden``."""

    x: float
    y: float
    w: float
    h: float
    name: str
    kind: str
    tip: str = ""
    value: str = ""


Ink: TypeAlias = Glyphs | CodeBox | Rule | Rect | Circle | Area | Line | Strokes | Bookmark | Link | Field | Sheet
Inks: TypeAlias = tuple[Ink, ...]


class Placed(NamedTuple):
    """Inks that are drawn in another place than their own: a page has thousands, and need not copy each."""

    inks: Inks
    dx: float = 0.0
    dy: float = 0.0


def flat(parts: Iterable[Placed]) -> Inks:
    """Return the inks of all parts, each moved to its place."""
    return tuple(ink for part in parts for ink in all_moved(*part))


def sheet_of(inks: Inks) -> Sheet | None:
    """Return the paper of a page; ``None`` = A4 upright."""
    return next((ink for ink in inks if isinstance(ink, Sheet)), None)


def moved(ink: Ink, dx: float, dy: float) -> Ink:
    """Return the ink in another place."""
    if type(ink) is Rule:
        x, y, x2, y2, *look = ink
        return Rule._make((x + dx, y + dy, x2 + dx, y2 + dy, *look))
    x, y, *rest = ink
    return type(ink)._make((x + dx, y + dy, *rest))


def all_moved(inks: Inks, dx: float, dy: float) -> Inks:
    """Return all inks in another place."""
    return tuple(moved(ink, dx, dy) for ink in inks) if dx or dy else inks


def hatch(x: float, y: float, w: float, h: float, *, step: float = 2.4, colour: str = BLACK) -> Inks:
    """Return rising diagonal lines that fill a rectangle, clipped by arithmetic."""
    lines = []
    offset = step
    while offset < w + h:
        x1, y1 = (x + offset - h, y) if offset > h else (x, y + h - offset)
        x2, y2 = (x + offset, y + h) if offset < w else (x + w, y + h - (offset - w))
        lines.append(Rule(x2, y1 + (y2 - y1), x1, y1, 0.35, colour))
        offset += step
    return tuple(lines)
