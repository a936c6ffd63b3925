"""Limits of a number of people as bars; the binding one is dark and says so, the number asked for is a dashed line."""

from __future__ import annotations

from reports.blocks import Limits
from reports.ink import BLACK, LEVEL_COLOURS, Ink, Rect, Rule
from reports.layout import Chunk
from reports.setting import Type, shrunk, text_inks
from reports.style import NAVY

LEFT, STEP, TOP = 110.0, 20.0, 6.0
LIGHT = "#cdd3df"
NAME = Type("HEI", 8.5, 11.0, align="left")
VALUE = Type("SANS", 8.0, 10.0, align="left")


def limits(block: Limits, width: float) -> Chunk:
    """Return a bar per limit; one that cannot be told is a word instead of a bar."""
    known = [value for _, value, _ in block.lines if value is not None]
    most = max([*known, block.mark[1] if block.mark else 0, 1])
    scale = (width - LEFT - 60) / most
    bottom = TOP + STEP * len(block.lines)
    inks: list[Ink] = []
    for index, (name, value, binding) in enumerate(block.lines):
        y = TOP + STEP * index
        inks += text_inks(name, 0.0, y + 10, shrunk(name, NAME, LEFT - 6))
        if value is None:
            inks += text_inks(block.unknown, LEFT + 4, y + 10, VALUE)
            continue
        inks.append(Rect(LEFT, y, value * scale, 13.0, fill=NAVY if binding else LIGHT, stroke=BLACK, width=0.6))
        inks += text_inks(f"{value}", LEFT + value * scale + 4, y + 10, VALUE)
    if block.mark is not None:
        word, value = block.mark
        x, colour = LEFT + value * scale, LEVEL_COLOURS[1][0]
        inks.append(Rule(x, TOP - 4, x, bottom + 2, 1.0, colour, (3, 2)))
        inks += text_inks(f"{word} {value}", x - 80, bottom + 10, Type("SANS", 8.0, 10.0, colour, "centre"), 160.0)
    caption = Type("KAI", 9.0, 15.0, align="centre")
    inks += text_inks(block.caption, 0.0, bottom + 26, shrunk(block.caption, caption, width), width)
    return Chunk(bottom + 34, tuple(inks))
