"""Where labels stand on a map: each at its place if that is free, else near it with a line that leads back."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

CELL = 24.0
"""Side of a square of the index [pt]."""
DIRECTIONS = 16
RINGS = 26


@dataclass(frozen=True)
class Box:
    """A rectangle by its middle and its sides [pt]."""

    x: float
    y: float
    w: float
    h: float

    def meets(self, other: Box) -> bool:
        """Return whether two rectangles share room."""
        return abs(self.x - other.x) * 2 < self.w + other.w and abs(self.y - other.y) * 2 < self.h + other.h


@dataclass
class Room:
    """What is taken on a map of a size [pt]."""

    width: float
    height: float
    _cells: dict[tuple[int, int], list[Box]] = field(default_factory=dict)

    def take(self, box: Box) -> None:
        """Mark a rectangle as taken."""
        for cell in _cells_of(box):
            self._cells.setdefault(cell, []).append(box)

    def free(self, box: Box) -> bool:
        """Return whether a rectangle lies on the map and nothing stands in it."""
        inside = (
            box.x - box.w / 2 >= 1
            and box.y - box.h / 2 >= 1
            and box.x + box.w / 2 <= self.width - 1
            and box.y + box.h / 2 <= self.height - 1
        )
        return inside and not any(box.meets(other) for cell in _cells_of(box) for other in self._cells.get(cell, ()))

    def place(self, x: float, y: float, w: float, h: float, *, rings: int = RINGS) -> Box | None:
        """Take the free place nearest to a point; ``None`` where there is none within reach."""
        for at in _tries(x, y, w, h, rings):
            box = Box(*at, w, h)
            if self.free(box):
                self.take(box)
                return box
        return None


def _cells_of(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(int((box.x - box.w / 2) // CELL), int((box.x + box.w / 2) // CELL) + 1):
        for row in range(int((box.y - box.h / 2) // CELL), int((box.y + box.h / 2) // CELL) + 1):
            yield column, row


def _tries(x: float, y: float, w: float, h: float, rings: int) -> Iterator[tuple[float, float]]:
    """Yield the place itself, then places around it, further and further away."""
    yield x, y
    for ring in range(1, rings + 1):
        for step in range(DIRECTIONS):
            angle = 2 * math.pi * step / DIRECTIONS
            yield x + math.cos(angle) * w * 0.62 * ring, y - math.sin(angle) * h * 0.72 * ring
