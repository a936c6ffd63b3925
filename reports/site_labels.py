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


@dataclass
class Room:
    """What is taken on a map of a size [pt]."""

    width: float
    height: float
    _cells: dict[tuple[int, int], list[tuple[float, float, float, float]]] = field(default_factory=dict)

    def take(self, box: Box) -> None:
        """Mark a rectangle as taken."""
        taken = (box.x, box.y, box.w, box.h)
        for column in _squares(box.x, box.w):
            for row in _squares(box.y, box.h):
                self._cells.setdefault((column, row), []).append(taken)

    def free(self, x: float, y: float, w: float, h: float) -> bool:
        """Return whether a rectangle around a middle lies on the map and nothing stands in it."""
        return self._inside(x, y, w, h) and self._in_the_way(x, y, w, h) is None

    def _inside(self, x: float, y: float, w: float, h: float) -> bool:
        return x - w / 2 >= 1 and y - h / 2 >= 1 and x + w / 2 <= self.width - 1 and y + h / 2 <= self.height - 1

    def _in_the_way(self, x: float, y: float, w: float, h: float) -> tuple[float, float, float, float] | None:
        """Return what stands in a rectangle, or none."""
        rows = _squares(y, h)
        for column in _squares(x, w):
            for row in rows:
                for taken in self._cells.get((column, row), ()):
                    x2, y2, w2, h2 = taken
                    if abs(x - x2) * 2 < w + w2 and abs(y - y2) * 2 < h + h2:
                        return taken
        return None

    def place(self, x: float, y: float, w: float, h: float, *, rings: int = RINGS) -> Box | None:
        """Take the free place nearest to a point; ``None`` where there is none within reach."""
        x2, y2, w2, h2 = x, y, -w, -h  # nothing yet; what stood in the way last mostly does so again
        for at_x, at_y in _tries(x, y, w, h, rings):
            if abs(at_x - x2) * 2 < w + w2 and abs(at_y - y2) * 2 < h + h2:
                continue
            if not self._inside(at_x, at_y, w, h):
                continue
            taken = self._in_the_way(at_x, at_y, w, h)
            if taken is None:
                box = Box(at_x, at_y, w, h)
                self.take(box)
                return box
            x2, y2, w2, h2 = taken
        return None


def _squares(middle: float, side: float) -> range:
    """Return the columns or rows of the index that a stretch touches."""
    return range(int((middle - side / 2) // CELL), int((middle + side / 2) // CELL) + 1)


def _tries(x: float, y: float, w: float, h: float, rings: int) -> Iterator[tuple[float, float]]:
    """Yield the place itself, then places around it, further and further away."""
    yield x, y
    for ring in range(1, rings + 1):
        across, up = w * 0.62 * ring, h * 0.72 * ring
        for cos, sin in _ROUND:
            yield x + cos * across, y - sin * up


_ROUND = tuple(
    (math.cos(2 * math.pi * step / DIRECTIONS), math.sin(2 * math.pi * step / DIRECTIONS)) for step in range(DIRECTIONS)
)
