"""Where a pointer means to be: on a drawn corner, on a drawn edge, on the metre grid, or at a round angle.

Corners win over edges, edges over the grid. Lengths are metres in the local plane of the plan (x east, y north).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, radians, sin

import numpy as np

VERTEX, EDGE, GRID = "vertex", "edge", "grid"

Place = tuple[float, float]


@dataclass(frozen=True)
class Snapped:
    """A place and what it was drawn to: ``vertex``, ``edge``, ``grid``, or empty for the place itself."""

    x: float
    y: float
    to: str = ""


class Snapper:
    """Corners and edges of drawn lines, made once per plan and asked at every move of the pointer."""

    def __init__(self, lines: Iterable[Sequence[Place]]) -> None:
        """Take lines and rings; a line of one place has a corner and no edge."""
        kept = [np.asarray(line, dtype=float).reshape(-1, 2) for line in lines]
        kept = [line for line in kept if len(line)]
        self._corners = np.concatenate(kept) if kept else np.empty((0, 2))
        pieces = [line for line in kept if len(line) > 1]
        self._starts = np.concatenate([line[:-1] for line in pieces]) if pieces else np.empty((0, 2))
        self._ends = np.concatenate([line[1:] for line in pieces]) if pieces else np.empty((0, 2))

    def snap(self, x: float, y: float, reach: float, grid: float = 0.0) -> Snapped:
        """Return the place that a pointer at (x, y) means.

        Args:
            x: East [m].
            y: North [m].
            reach: How far a corner or edge draws the pointer [m].
            grid: Spacing of the grid [m]; 0 = no grid.
        """
        at = np.array((x, y))
        if (corner := self._corner(at, reach)) is not None:
            return Snapped(float(corner[0]), float(corner[1]), VERTEX)
        if (foot := self._foot(at, reach)) is not None:
            return Snapped(float(foot[0]), float(foot[1]), EDGE)
        if grid > 0:
            return Snapped(round(x / grid) * grid, round(y / grid) * grid, GRID)
        return Snapped(x, y)

    def _corner(self, at: np.ndarray, reach: float) -> np.ndarray | None:
        if not len(self._corners):
            return None
        far = np.hypot(*(self._corners - at).T)
        nearest = int(far.argmin())
        return self._corners[nearest] if far[nearest] <= reach else None

    def _foot(self, at: np.ndarray, reach: float) -> np.ndarray | None:
        """Return the nearest point of the nearest edge within reach."""
        if not len(self._starts):
            return None
        along = self._ends - self._starts
        square = (along**2).sum(axis=1)
        share = ((at - self._starts) * along).sum(axis=1) / np.where(square > 0, square, 1.0)
        feet = self._starts + np.clip(share, 0.0, 1.0)[:, None] * along
        far = np.hypot(*(feet - at).T)
        nearest = int(far.argmin())
        return feet[nearest] if far[nearest] <= reach else None


def turned(start: Place, end: Place, step: float = 15.0) -> Place:
    """Return ``end`` moved to the nearest direction that is a multiple of ``step`` [°] from ``start``."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    unit = radians(step)
    angle = round(atan2(dy, dx) / unit) * unit
    reach = hypot(dx, dy) * cos(atan2(dy, dx) - angle)
    return start[0] + reach * cos(angle), start[1] + reach * sin(angle)
