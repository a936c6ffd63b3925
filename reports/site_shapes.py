"""Shapes of posts and signs, styles of areas and lines: each differs in form or lightness, never in colour alone."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reports.ink import BLACK, Area, Circle, Ink, Inks, Line, Rect, Rule
from reports.setting import Type, text_inks
from reports.style import NAVY

WHITE = "#ffffff"
RED, GREEN, ORANGE = "#7a1712", "#0f5c34", "#b5521a"


@dataclass(frozen=True)
class Look:
    """How an area or a line is drawn: fill, outline, hatching (degrees, step [pt])."""

    fill: str = ""
    line: str = ""
    width: float = 0.6
    dash: tuple[float, ...] = ()
    hatch: float | None = None
    step: float = 4.0
    tint: str = "#9a9a9a"


LOOKS = {
    "water": Look("#dfeaf4", "#54708c", 0.7, (), 0.0, 5.0, "#b4c8da"),
    "building": Look("#4a4a4a", BLACK, 0.5),
    "stage": Look("#2b2b2b", BLACK, 0.5),
    "road": Look("#d9d9d6", "#a9a9a4", 0.4),
    "green": Look("#f0f5ea", "#b9c7ab", 0.3),
    "plaza": Look("#f4f2ec", "#c9c4b6", 0.3),
    "ground": Look("#f4f4f1", "#bdbdb8", 0.3),
    "core": Look("", RED, 1.3, (6, 2, 1, 2)),
    "audience": Look("#ffffff", RED, 0.8, (), 45.0, 4.2, "#b98f8c"),
    "cordon": Look("#f7f4e9", BLACK, 1.1),
    "control": Look("", "#555555", 0.9, (4, 3)),
    "buffer": Look("", "#555555", 0.5, (), 135.0, 3.4, "#a8a8a8"),
    "assembly": Look("#e6f0e6", GREEN, 0.8, (3, 2)),
    "medical": Look("#ffffff", RED, 0.9),
    "parking": Look("#e6e6e3", "#777777", 0.6, (3, 2)),
    "barrier": Look("", BLACK, 1.6),
    "boundary": Look("", BLACK, 0.9, (8, 3)),
    "route": Look("", NAVY, 1.6, (7, 3)),
    "lane": Look("", RED, 1.6, (5, 2)),
    "walked": Look("", NAVY, 1.0, (2, 2)),
    "stair": Look("", "#4a4a4a", 4.4, (1.1, 1.1)),
    "slope": Look("", "#8f8f8f", 4.4, (4, 1.4)),
    "one_way": Look("", NAVY, 1.6, (7, 3)),
    "first": Look("", GREEN, 2.2),
    "second": Look("", GREEN, 1.4, (4, 2.5)),
}
"""Style of an area or a line → how it is drawn; a style that is not here is drawn as ``ground`` or ``boundary``."""


def form(style: str, width: float, height: float) -> tuple[tuple[float, float], ...]:
    """Return the outline of a post around its middle."""
    w, h = width / 2, height / 2
    outlines = {
        "mobile": ((-w - h * 0.7, 0), (-w, -h), (w, -h), (w + h * 0.7, 0), (w, h), (-w, h)),
        "qrf": ((-w - h * 0.7, -h), (w + h * 0.7, -h), (w, 0), (w + h * 0.7, h), (-w - h * 0.7, h), (-w, 0)),
        "passage": ((-w, -h), (w, -h), (w + h * 0.9, 0), (w, h), (-w, h)),
        "screening": ((-w - h * 0.6, -h), (w, -h), (w + h * 0.6, h), (-w, h)),
    }
    if style in {"patrol", "lookout"}:
        return _pill(w, h)
    return outlines.get(style, ((-w, -h), (w, -h), (w, h), (-w, h)))


def _pill(w: float, h: float) -> tuple[tuple[float, float], ...]:
    steps = [math.pi * k / 8 for k in range(9)]
    right = [(w - h * 0.3 + h * math.sin(a), -h * math.cos(a)) for a in steps]
    left = [(-w + h * 0.3 - h * math.sin(a), h * math.cos(a)) for a in steps]
    return (*right, *left)


FILLS = {
    "fixed": (BLACK, WHITE),
    "patrol": (WHITE, BLACK),
    "mobile": (ORANGE, WHITE),
    "lookout": (WHITE, BLACK),
    "screening": (WHITE, BLACK),
    "passage": (WHITE, BLACK),
    "qrf": (RED, WHITE),
}
"""Style of a post → fill, text."""


def post_size(code: str, size: float) -> tuple[float, float]:
    """Return width and height of a post with a code in a size [pt]; the points of its shape stand out further."""
    return max(2.2, 0.62 * len(code)) * size + 2.5, size * 1.28


def post(style: str, code: str, at: tuple[float, float], size: float) -> Iterator[Ink]:
    """Yield a post around a place."""
    width, height = post_size(code, size)
    fill, colour = FILLS.get(style, (BLACK, WHITE))
    outline = form(style, width, height)
    yield Area(*at, outline, fill)
    yield Line(*at, outline, 0.8 if fill == WHITE else 0.4, BLACK if fill == WHITE else WHITE, closed=True)
    if style == "lookout":
        inner = tuple((x * (1 - 2.4 / (width + height)), y * (1 - 2.4 / (width + height))) for x, y in outline)
        yield Line(*at, inner, 0.4, closed=True)
    type_ = Type("HEI", size, size, colour, "centre")
    yield from text_inks(code, at[0] - width / 2, at[1] + 0.36 * size, type_, width)


def sign(text: str, style: str, at: tuple[float, float], size: float) -> Iterator[Ink]:
    """Yield a facility: a round or square mark with one or two letters; the medical point is a cross."""
    side = size * 1.5
    if style == "medical":
        arm, thick = side * 0.38, side * 0.22
        yield Rect(at[0] - side / 2, at[1] - side / 2, side, side, fill=WHITE, stroke=RED, width=0.9)
        yield Rect(at[0] - arm, at[1] - thick / 2, 2 * arm, thick, fill=RED)
        yield Rect(at[0] - thick / 2, at[1] - arm, thick, 2 * arm, fill=RED)
        return
    dark = style == "command"
    if dark:
        yield Rect(at[0] - side / 2, at[1] - side / 2, side, side, fill=NAVY, stroke=WHITE, width=0.5)
    else:
        yield Circle(at[0], at[1], side / 2, fill=WHITE, stroke=BLACK, width=0.8)
    inner = size if len(text) < 2 else size * 0.72
    type_ = Type("HEI", inner, inner, WHITE if dark else BLACK, "centre")
    yield from text_inks(text, at[0] - side / 2, at[1] + 0.36 * inner, type_, side)


def gate(ends: tuple[tuple[float, float], ...], style: str) -> Iterator[Ink]:
    """Yield a gate: a ladder for an entrance, a white bar with black ends for an exit, dashes for a fire gate."""
    (x, y), (x2, y2) = ends[0], ends[-1]
    length = math.hypot(x2 - x, y2 - y) or 1.0
    ux, uy = (x2 - x) / length, (y2 - y) / length
    if length < 6:
        x, y, x2, y2 = x - ux * 3, y - uy * 3, x2 + ux * 3, y2 + uy * 3
        length += 6
    yield Rule(x, y, x2, y2, 6.0, BLACK)
    yield Rule(x + ux * 0.7, y + uy * 0.7, x2 - ux * 0.7, y2 - uy * 0.7, 4.6, WHITE)
    if style in {"entry", "both"}:
        for step in range(1, max(2, int(length / 3))):
            px, py = x + ux * step * 3, y + uy * step * 3
            yield Rule(px - uy * 2.6, py + ux * 2.6, px + uy * 2.6, py - ux * 2.6, 0.5)
    elif style == "fire":
        yield Rule(x, y, x2, y2, 1.2, RED, (2, 1.5))
    else:
        yield Rule(x, y, x2, y2, 1.2, GREEN)


def arrow(at: tuple[float, float], out: tuple[float, float], length: float, colour: str = GREEN) -> Iterator[Ink]:
    """Yield an arrow from a place in a direction (y down)."""
    ux, uy = out
    tip = (at[0] + ux * length, at[1] + uy * length)
    neck = (tip[0] - ux * 5, tip[1] - uy * 5)
    yield Rule(*at, *neck, 1.8, colour)
    head = ((-uy * 3.2 - ux * 5, ux * 3.2 - uy * 5), (0.0, 0.0), (uy * 3.2 - ux * 5, -ux * 3.2 - uy * 5))
    yield Area(*tip, head, colour)


HEAD = 7.0
"""Length of the arrow on a line [pt]."""


def head(at: tuple[float, float], way: tuple[float, float], colour: str) -> Iterator[Ink]:
    """Yield the arrow on a line around a place (y down), edged in white so that it stands out from its line."""
    ux, uy = way
    half, wide = HEAD / 2, HEAD * 0.42
    outline = (
        (ux * half, uy * half),
        (-ux * half - uy * wide, -uy * half + ux * wide),
        (-ux * half * 0.5, -uy * half * 0.5),
        (-ux * half + uy * wide, -uy * half - ux * wide),
    )
    yield Line(*at, outline, 1.4, WHITE, closed=True)
    yield Area(*at, outline, colour)


def greyed(inks: Inks) -> Inks:
    """Return the same drawing in black and greys of the same lightness."""
    return tuple(_grey(ink) for ink in inks)


def _grey(ink: Ink) -> Ink:
    changed: dict[str, Any] = {
        name: _lightness(getattr(ink, name)) for name in ("fill", "stroke", "colour") if getattr(ink, name, "")
    }
    return ink._replace(**changed) if changed else ink


def _lightness(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    level = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{level:02x}{level:02x}{level:02x}"
