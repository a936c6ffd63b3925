"""Inks as the operators of a PDF page: what the canvas of the library would write, without its objects in between.

A page has thousands of runs and rules. Colour, pen, font and spacing are written only where they change, numbers to
four places, text as the codes of the font's subset. Heights are still counted from the top in the inks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reports.ink import Area, Circle, CodeBox, Glyphs, Ink, Line, Placed, Rect, Rule, Strokes, moved
from reports.style import A4

Encode = Callable[[str, str], Sequence[tuple[str, str]]]
"""(font, text) → runs of the text: name of the font's subset as a resource of the page, codes in hexadecimal."""

HEIGHT = A4[1]
ARC = 4 / 3 * (math.sqrt(2) - 1)
"""Length of the handles of a quarter circle, in radii."""


class Pen:
    """Writes the operators of one page."""

    def __init__(self, encode: Encode) -> None:
        """Begin a page, of whose colour, pen and font nothing is known."""
        self.encode = encode
        self.written: list[str] = []
        self.colour = ""
        self.stroke: tuple[str, float, tuple[float, ...]] | None = None
        self.font: tuple[str, float] | None = None
        self.spacing = 0.0
        self.x, self.y = 0.0, HEIGHT

    def operators(self) -> str:
        """Return what has been written."""
        return "\n".join(self.written)

    def draw(self, part: Placed) -> list[Ink]:
        """Write inks in their place; return those that are not written on the page, in that place."""
        inks, dx, dy = part
        self.x, self.y = dx, HEIGHT - dy
        others = []
        for ink in inks:
            drawer = _DRAWERS.get(type(ink))
            if drawer is None:
                others.append(moved(ink, dx, dy))
            else:
                drawer(self, ink)
        return others

    def fill_with(self, colour: str) -> None:
        """Take a colour for text and areas."""
        if self.colour != colour:
            self.colour = colour
            self.written.append(f"{_colour(colour)} rg")

    def stroke_with(self, colour: str, width: float, dash: tuple[float, ...] = ()) -> None:
        """Take a pen for lines."""
        if self.stroke != (colour, width, dash):
            self.stroke = (colour, width, dash)
            self.written.append(f"{_colour(colour)} RG {width:.4f} w [{' '.join(f'{part:.4f}' for part in dash)}] 0 d")


def _colour(colour: str) -> str:
    """Return #RRGGBB as three parts of one."""
    found = _COLOURS.get(colour)
    if found is None:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        found = _COLOURS[colour] = " ".join(f"{part:.6g}" for part in parts)
    return found


_COLOURS: dict[str, str] = {}


def _glyphs(pen: Pen, ink: Glyphs) -> None:
    if pen.colour != ink.colour:
        pen.fill_with(ink.colour)
    x, y = pen.x + ink.x, pen.y - ink.y
    if ink.angle:
        cos, sin = math.cos(math.radians(ink.angle)), math.sin(math.radians(ink.angle))
        place = f"{cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {x:.4f} {y:.4f} Tm"
    else:
        place = f"{x:.4f} {y:.4f} Td"
    spacing = ""
    if pen.spacing != ink.spacing:
        pen.spacing = ink.spacing
        spacing = f" {ink.spacing:.4f} Tc"
    shown = ""
    for name, codes in pen.encode(ink.font, ink.text):
        if pen.font != (name, ink.size):
            pen.font = (name, ink.size)
            shown += f" {name} {ink.size:.4f} Tf"
        shown += f" <{codes}> Tj"
    pen.written.append(f"BT {place}{spacing}{shown} ET")


def _code_box(pen: Pen, ink: CodeBox) -> None:
    """Draw a box with the code point in it, in two rows."""
    top, side = ink.y - 0.88 * ink.size, 0.96 * ink.size
    _rect(pen, Rect(ink.x + 0.02 * ink.size, top, side, side, stroke="#000000", width=0.4))
    code = f"{ord(ink.char):04X}"
    rows = (code[: len(code) // 2], code[len(code) // 2 :])
    for index, row in enumerate(rows):
        size = 0.42 * ink.size if len(row) < 3 else 0.36 * ink.size
        x = ink.x + (ink.size - 0.6 * size * len(row)) / 2
        _glyphs(pen, Glyphs(x, top + side * (0.42 + 0.46 * index), "Mono", size, row))


def _rule(pen: Pen, ink: Rule) -> None:
    pen.stroke_with(ink.colour, ink.width, ink.dash)
    x, y = pen.x, pen.y
    pen.written.append(f"{x + ink.x:.4f} {y - ink.y:.4f} m {x + ink.x2:.4f} {y - ink.y2:.4f} l S")


def _rect(pen: Pen, ink: Rect) -> None:
    if ink.fill:
        pen.fill_with(ink.fill)
    if ink.stroke:
        pen.stroke_with(ink.stroke, ink.width)
    operator = _painted(fill=bool(ink.fill), stroke=bool(ink.stroke))
    pen.written.append(f"{pen.x + ink.x:.4f} {pen.y - ink.y - ink.h:.4f} {ink.w:.4f} {ink.h:.4f} re {operator}")


def _painted(*, fill: bool, stroke: bool) -> str:
    """Return the operator that paints a path."""
    if fill:
        return "B" if stroke else "f"
    return "S" if stroke else "n"


def _circle(pen: Pen, ink: Circle) -> None:
    if ink.fill:
        pen.fill_with(ink.fill)
    pen.stroke_with(ink.stroke, ink.width, ink.dash)
    x, y, r = pen.x + ink.x, pen.y - ink.y, ink.r
    parts = [f"{x + r:.4f} {y:.4f} m"]
    for cos, sin in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        handles = ((cos - ARC * sin, sin + ARC * cos), (ARC * cos - sin, ARC * sin + cos), (-sin, cos))
        parts += [f"{x + dx * r:.4f} {y + dy * r:.4f}" for dx, dy in handles]
        parts.append("c")
    pen.written.append(f"{' '.join(parts)} h {_painted(fill=bool(ink.fill), stroke=True)}")


def _path(x: float, y: float, points: Sequence[tuple[float, float]]) -> str:
    """Return a path through points relative to a place, whose height is counted from the foot."""
    first, *others = [f"{x + dx:.4f} {y - dy:.4f}" for dx, dy in points]
    return " ".join([f"{first} m", *(f"{other} l" for other in others)])


def _area(pen: Pen, ink: Area) -> None:
    pen.fill_with(ink.fill)
    paths = [_path(pen.x + ink.x, pen.y - ink.y, points) for points in (ink.points, *ink.holes)]
    pen.written.append(f"{' h '.join(paths)} h f*")


def _line(pen: Pen, ink: Line) -> None:
    pen.stroke_with(ink.colour, ink.width, ink.dash)
    pen.written.append(f"{_path(pen.x + ink.x, pen.y - ink.y, ink.points)} {'h S' if ink.closed else 'S'}")


def _strokes(pen: Pen, ink: Strokes) -> None:
    pen.stroke_with(ink.colour, ink.width)
    x, y = pen.x + ink.x, pen.y - ink.y
    paths = [f"{x + a:.4f} {y - b:.4f} m {x + c:.4f} {y - d:.4f} l" for a, b, c, d in ink.lines]
    pen.written.append(f"{' '.join(paths)} S")


_DRAWERS: Mapping[type[Ink], Callable[[Pen, Any], None]] = {
    Glyphs: _glyphs,
    CodeBox: _code_box,
    Rule: _rule,
    Rect: _rect,
    Circle: _circle,
    Area: _area,
    Line: _line,
    Strokes: _strokes,
}
