"""What a finished file must be, by page format: paper, margins, and where text may stand. Pure measures, no reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.blocks import Meta
from reports.furniture import furniture
from reports.ink import Glyphs, Sheet
from reports.style import A3_ACROSS, A4, A4_ACROSS, A6, ACROSS, FORMATS, MM

SLACK = 1.0
"""How far a character may reach over a margin [pt]: overhanging shapes and rounding."""
ROW = 4.0
"""How far a character may hang below its baseline, or stand above it as a dash does [pt]."""
EDGE = 2.5 * MM
"""Nothing is printed nearer to the edge [pt]."""


@dataclass(frozen=True)
class Measure:
    """What the pages of a format must keep: size of the sheet and the four margins of the type area [pt]."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    def inside(self, box: tuple[float, float, float, float]) -> bool:
        """Return whether a character stands wholly in the type area."""
        _, bottom, _, top = box
        return bottom >= self.bottom - SLACK and top <= self.height - self.top + SLACK

    def outside(self, box: tuple[float, float, float, float], rows: Sequence[float]) -> bool:
        """Return whether a character stands where none may: beside the type area, across its edge, or at the rim.

        Args:
            box: Left, bottom, right, top from the lower left corner of the page [pt].
            rows: Baselines of what stands around the type area; see :func:`furniture_rows`.
        """
        left, bottom, right, top = box
        beside = left < self.left - SLACK or right > self.width - self.right + SLACK
        around = any(bottom - ROW <= row <= top + SLACK for row in rows)
        return beside or bottom < EDGE or top > self.height - EDGE or not (self.inside(box) or around)


def measure_of(page_format: str, width: float = A4[0], height: float = A4[1]) -> Measure:
    """Return the measure of a page format; a format without one is a ``KeyError``.

    A page of a report may lie across, A4 or A3; cards are A6, or four of them on A4. On another size the measure is
    that of A4 upright, so that the size is the fault that is found.
    """
    fmt = FORMATS[page_format]
    for size in _SIZES.get(page_format, ()):
        if abs(size[0] - width) < 1 and abs(size[1] - height) < 1:
            margins = ACROSS if page_format == "plan" else (fmt.left, fmt.right, fmt.top, fmt.bottom)
            return Measure(*size, *margins)
    return Measure(A4[0], A4[1], fmt.left, fmt.right, fmt.top, fmt.bottom)


_SIZES = {"plan": (A4_ACROSS, A3_ACROSS), "card": (A6, A4)}


def furniture_rows(meta: Meta, page: int, pages: int, measure: Measure) -> tuple[float, ...]:
    """Return the baselines of page number, check lines and running heads of a page, from its lower edge [pt]."""
    upright = (measure.width, measure.height) == A4
    inks = furniture(meta, page, pages, None if upright else Sheet(0.0, 0.0, measure.width, measure.height))
    return tuple(measure.height - ink.y for ink in inks if isinstance(ink, Glyphs) and not ink.angle)
