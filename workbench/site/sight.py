"""What lookouts see of a zone over obstacles: straight lines on a plan, heights where they are known.

A place is seen from an eye when the line from the eye to a person's head there stays above every obstacle it passes
and is not longer than the range. Obstacles are blocks of one height over their whole outline; the crowd itself, trees
and slopes are not in the plan and hide nothing. The line is sampled at half a cell, so an edge is known to a cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.site.walkable import Floats, Grid, Mask, Rings, filled

CHUNK = 20_000
"""Lines that are looked along at once."""


@dataclass(frozen=True)
class Block:
    """An obstacle to sight: closed rings and its height [m]."""

    rings: Rings
    height: float


@dataclass(frozen=True)
class Eye:
    """A lookout: where, how high the eyes are above the ground, how far it can tell what goes on (all in metres)."""

    code: str
    x: float
    y: float
    height: float
    range: float


def skyline(blocks: Sequence[Block], grid: Grid) -> Floats:
    """Return the height of the highest obstacle by cell [m], 0 where there is none."""
    found = np.zeros(grid.shape)
    for block in blocks:
        np.maximum(found, block.height, out=found, where=filled(block.rings, grid))
    return found


def seen(eye: Eye, heights: Floats, grid: Grid, zone: Mask, head: float) -> Mask:
    """Return which cells of a zone a lookout sees.

    Args:
        eye: The lookout; inside an obstacle it stands on top of it.
        heights: Skyline.
        grid: Raster of both.
        zone: Cells that are asked about.
        head: Height of what must be seen [m].
    """
    found = np.zeros(grid.shape, dtype=np.bool_)
    rows, columns = np.nonzero(zone)
    x, y = grid.west + (columns + 0.5) * grid.cell, grid.south + (rows + 0.5) * grid.cell
    away = np.hypot(x - eye.x, y - eye.y)
    near = away <= eye.range
    rows, columns, x, y, away = rows[near], columns[near], x[near], y[near], away[near]
    row, column = grid.place(eye.x, eye.y)
    base = float(heights[row, column]) if grid.inside(row, column) else 0.0
    order = np.argsort(away, kind="stable")
    for start in range(0, len(order), CHUNK):
        part = order[start : start + CHUNK]
        free = _free(eye, base + eye.height, (x[part], y[part], away[part]), head, heights, grid)
        found[rows[part][free], columns[part][free]] = True
    return found


def _free(
    eye: Eye, top: float, places: tuple[Floats, Floats, Floats], head: float, heights: Floats, grid: Grid
) -> Mask:
    """Return which lines stay above everything between their ends."""
    x, y, away = places
    free = np.ones(len(x), dtype=np.bool_)
    count = int(np.ceil(away.max(initial=0.0) / grid.cell * 2)) + 1
    for step in range(1, count):
        share = step / count
        columns = np.floor((eye.x + (x - eye.x) * share - grid.west) / grid.cell).astype(np.int64)
        rows = np.floor((eye.y + (y - eye.y) * share - grid.south) / grid.cell).astype(np.int64)
        inside = (rows >= 0) & (rows < grid.rows) & (columns >= 0) & (columns < grid.columns)
        between = heights[np.where(inside, rows, 0), np.where(inside, columns, 0)]
        free &= ~inside | (between <= top + (head - top) * share)
    return free
