"""Figures of the risk report: star, tornado, histogram, matrix. All vectors; colour never says anything alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import cast

from reports import figures
from reports.blocks import Bars, Figure, Grid, Histogram, Pair, Radar, Tornado
from reports.ink import BLACK, LEVEL_COLOURS, Area, Circle, Ink, Inks, Rect, Rule, all_moved, hatch
from reports.layout import Chunk
from reports.setting import Type, shrunk, text_inks
from reports.style import NAVY, SOFT

GAP = 14.0
"""Between two figures side by side [pt]."""
SMALL = Type("SANS", 7.0, 9.0, SOFT, "centre")
LABEL = Type("SANS", 8.0, 10.0, align="left")
NAME = Type("HEI", 8.0, 10.0, align="centre")
WARM, TINT_BEFORE, TINT_AFTER = LEVEL_COLOURS[2][0], "#f7e6dc", "#d5dae2"
GREY = "#bbbbbb"


def pair(block: Pair, width: float) -> Chunk:
    """Return two figures side by side, as high as the higher one, their captions on one line."""
    half = (width - GAP) / 2
    left, right = figure(block.left, half), figure(block.right, half)
    height = max(left.height, right.height)
    return Chunk(
        height,
        (
            *all_moved(left.inks, 0.0, height - left.height),
            *all_moved(right.inks, half + GAP, height - right.height),
        ),
    )


def figure(block: Figure, width: float) -> Chunk:
    """Return a figure in a width [pt]."""
    if isinstance(block, Bars):
        return figures.bars(block, width)[0]
    make = cast("Callable[[Figure, float], Chunk]", _FIGURES[type(block)])
    return make(block, width)


def _caption(text: str, y: float, width: float) -> Inks:
    return text_inks(text, 0.0, y, shrunk(text, Type("KAI", 9.0, 15.0, align="centre"), width), width)


def _number(value: float) -> str:
    return f"{value:.1f}"


# the star


def radar(block: Radar, width: float) -> Chunk:
    """Return a star with a line per dimension; before filled light, after on top of it with a dashed line."""
    radius, top = min(width / 2 - 54, 82.0), 32.0
    centre = (width / 2, top + radius)
    count = len(block.axes)
    inks: list[Ink] = []
    for which, tint in ((1, TINT_BEFORE), (2, TINT_AFTER)):
        shape = _shape(block, which, centre, radius)
        if shape:
            inks.append(_area(shape, tint))
    for ring in (25, 50, 75, 100):
        points = [_point(centre, radius, index, count, ring) for index in range(count)]
        inks += _outline(points, GREY, 0.4)
        inks += text_inks(f"{ring}", centre[0] + 2, centre[1] - radius * ring / 100 + 7, SMALL)
    for index in range(count):
        inks.append(Rule(*centre, *_point(centre, radius, index, count, 100), 0.4, GREY))
    for which, colour, dash in ((1, WARM, ()), (2, NAVY, (2.5, 1.8))):
        shape = _shape(block, which, centre, radius)
        inks += _outline(shape, colour, 1.4, dash)
        inks += [
            Circle(x, y, 2.2, fill=colour if which == 1 else "#ffffff", stroke=colour, width=1.0) for x, y in shape
        ]
    inks += _axis_names(block, centre, radius, width)
    bottom = top + 2 * radius + 32
    inks += _caption(block.caption, bottom, width)
    return Chunk(bottom + 8, tuple(inks))


def _point(centre: tuple[float, float], radius: float, index: int, count: int, value: float) -> tuple[float, float]:
    angle = 2 * math.pi * index / count - math.pi / 2
    reach = radius * value / 100
    return centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)


def _shape(block: Radar, which: int, centre: tuple[float, float], radius: float) -> list[tuple[float, float]]:
    """Return the corners of a column; none where a dimension of it is not scored."""
    values = [axis[which] for axis in block.axes]
    if any(value is None for value in values):
        return []
    count = len(values)
    return [_point(centre, radius, index, count, float(str(value))) for index, value in enumerate(values)]


def _area(points: list[tuple[float, float]], fill: str) -> Area:
    x, y = points[0]
    return Area(x, y, tuple((px - x, py - y) for px, py in points), fill)


def _outline(
    points: list[tuple[float, float]], colour: str, width: float, dash: tuple[float, ...] = ()
) -> Iterator[Ink]:
    for (x, y), (x2, y2) in zip(points, (*points[1:], *points[:1]), strict=True):
        yield Rule(x, y, x2, y2, width, colour, dash)


def _axis_names(block: Radar, centre: tuple[float, float], radius: float, width: float) -> Iterator[Ink]:
    count = len(block.axes)
    for index, (name, before, after) in enumerate(block.axes):
        x, y = _point(centre, radius, index, count, 112)
        aside = 0.0 if abs(x - centre[0]) < radius / 3 else math.copysign(24.0, x - centre[0])
        left = min(max(0.0, x - 36 + aside), width - 72)
        lift = -9.0 if y < centre[1] - radius / 2 else 2.0
        type_ = shrunk(name, NAME, 72.0)
        yield from text_inks(name, left, y + lift, type_, 72.0)
        told = "—" if before is None or after is None else f"{before:.0f} → {after:.0f}"
        yield from text_inks(told, left, y + lift + 9, SMALL, 72.0)


# the tornado


def tornado(block: Tornado, width: float) -> Chunk:
    """Return a bar per factor from the low to the high end; below the base hatched, above it filled."""
    left, step, top = width * 0.42, 17.0, 26.0
    low, high = _span(block)
    scale = (width - left - 34) / (high - low)

    def place(value: float) -> float:
        return left + 17 + (value - low) * scale

    bottom = top + step * max(1, len(block.lines))
    inks: list[Ink] = [*text_inks(block.head, place(block.base) - 60, 12.0, NAME, 120.0)]
    for limit in block.limits:
        if low < limit < high:
            inks.append(Rule(place(limit), top - 6, place(limit), bottom, 0.7, LEVEL_COLOURS[1][0], (2, 2)))
            inks += text_inks(f"{limit:g}", place(limit) - 20, bottom + 8, SMALL, 40.0)
    for index, (name, first, last) in enumerate(block.lines):
        y = top + step * index
        inks += text_inks(name, 0.0, y + 9, shrunk(name, LABEL, left - 4, least=0.6))
        x, x2, base = place(first), place(last), place(block.base)
        inks.append(Rect(x, y + 1, base - x, 11.0, stroke=NAVY, width=0.6))
        inks += hatch(x, y + 1, base - x, 11.0, colour=NAVY) if base - x > 1 else ()
        inks.append(Rect(base, y + 1, x2 - base, 11.0, fill=WARM))
        inks += text_inks(_number(first), x - 32, y + 9.5, Type("SANS", 7.0, 9.0, align="right"), 30.0)
        inks += text_inks(_number(last), x2 + 2, y + 9.5, Type("SANS", 7.0, 9.0, align="left"))
    inks.append(Rule(place(block.base), top - 8, place(block.base), bottom, 0.8))
    inks += _caption(block.caption, bottom + 22, width)
    return Chunk(bottom + 30, tuple(inks))


def _span(block: Tornado) -> tuple[float, float]:
    ends = [block.base, *(end for _, first, last in block.lines for end in (first, last))]
    low, high = min(ends), max(ends)
    edge = max(0.5, (high - low) * 0.06)
    return low - edge, high + edge


# the histogram


def histogram(block: Histogram, width: float) -> Chunk:
    """Return the samples as columns in the tints of their levels, with the marks as lines."""
    top, height = 30.0, 110.0
    first, last = _shown(block)
    size = 100 / len(block.counts)
    scale = width / ((last - first) * size)
    bottom, most = top + height, max(block.counts) or 1
    inks: list[Ink] = []
    for index in range(first, last):
        count = block.counts[index]
        if count:
            tall = max(0.6, height * count / most)
            fill = LEVEL_COLOURS[_level_at(block, index * size)][0]
            column = ((index - first) * size * scale + 0.4, bottom - tall, size * scale - 0.8, tall)
            inks.append(Rect(*column, fill=fill, stroke=BLACK, width=0.4))
    inks.append(Rule(0.0, bottom, width, bottom, 0.6))
    for lower, _ in block.levels:
        x = (lower - first * size) * scale
        if 0 < x < width:
            inks.append(Rule(x, top - 10, x, bottom, 0.6, SOFT, (1.5, 1.5)))
            inks += text_inks(f"{lower:g}", x - 20, bottom + 9, SMALL, 40.0)
    inks += _marks(block, first * size, scale, (top, bottom))
    inks += text_inks(block.note, 0.0, bottom + 21, shrunk(block.note, NAME, width), width)
    inks += _caption(block.caption, bottom + 37, width)
    return Chunk(bottom + 45, tuple(inks))


def _shown(block: Histogram) -> tuple[int, int]:
    """Return the bins to draw: those with samples and some room on both sides."""
    filled = [index for index, count in enumerate(block.counts) if count] or [0]
    return max(0, filled[0] - 3), min(len(block.counts), filled[-1] + 4)


def _level_at(block: Histogram, index: float) -> int:
    return next((level for lower, level in reversed(block.levels) if index >= lower), 0)


def _marks(block: Histogram, start: float, scale: float, span: tuple[float, float]) -> Iterator[Ink]:
    for place, (name, value) in enumerate(block.marks):
        x = (value - start) * scale
        high = span[0] - (4 if place % 2 else 14)
        yield Rule(x, high + 2, x, span[1], 1.0 if place % 2 else 0.7, BLACK, () if place % 2 else (3, 2))
        yield from text_inks(f"{name} {_number(value)}", x - 40, high, Type("SANS", 7.0, 9.0, align="centre"), 80.0)


# the matrix


def grid(block: Grid, width: float) -> Chunk:
    """Return the matrix with its names; the cell that holds is framed and named."""
    left, top, high = 42.0, 8.0, 27.0
    wide = (width - left) / len(block.columns)
    inks: list[Ink] = []
    for row, levels in enumerate(block.levels):
        y = top + row * high
        inks += text_inks(block.rows[row], 12.0, y + 17, shrunk(block.rows[row], SMALL, left - 14), left - 14)
        for column, level in enumerate(levels):
            fill, colour = LEVEL_COLOURS[level]
            x = left + column * wide
            inks.append(Rect(x, y, wide - 1, high - 1, fill=fill, stroke=GREY, width=0.4))
            number = Type("SANS", 6.5, 8.0, colour, "right")
            inks += text_inks(f"{level}", x, y + high - 5, number, wide - 4)
    bottom = top + high * len(block.levels)
    for column, name in enumerate(block.columns):
        inks += text_inks(name, left + column * wide, bottom + 10, shrunk(name, SMALL, wide - 2), wide)
    across, up = block.axes
    inks += text_inks(across, left, bottom + 21, NAME, width - left)
    for place, sign in enumerate(up):
        inks += text_inks(sign, 0.0, top + high * len(block.levels) / 2 - 4 * len(up) + 9 * place, NAME, 10.0)
    if block.cell is not None:
        inks += _marked(block.cell, (left, top), (wide, high))
    inks += _caption(block.caption, bottom + 37, width)
    return Chunk(bottom + 45, tuple(inks))


def _marked(cell: tuple[int, int, str], corner: tuple[float, float], size: tuple[float, float]) -> Iterator[Ink]:
    row, column, word = cell
    x, y = corner[0] + column * size[0], corner[1] + row * size[1]
    yield Rect(x + 1, y + 1, size[0] - 3, size[1] - 3, fill="#ffffff", stroke=BLACK, width=1.8)
    yield from text_inks(word, x, y + 16, shrunk(word, NAME, size[0] - 8), size[0] - 1)


_FIGURES = {Radar: radar, Tornado: tornado, Histogram: histogram, Grid: grid}
