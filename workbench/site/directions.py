"""Which way drawn lines lead: where their arrows stand, and where these point."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

from workbench.site.geometry import Drawn

Place: TypeAlias = tuple[float, float]
DIRECTED = frozenset({"stair", "route", "patrol"})
"""Layers of lines that lead somewhere, in the order of their points."""
ONE_ARROW, ONE_WAY_ARROWS = (0.5,), (0.15, 0.5, 0.85)
"""Where the arrows stand, as shares of the length: one says how a line runs, three that nobody goes against it."""


def heads(one: Drawn, *, one_way: bool) -> tuple[tuple[Place, Place], ...]:
    """Return place [m] and direction (a unit vector) of the arrows of an object; none on what leads nowhere."""
    if one.layer not in DIRECTED or one.geometry != "LineString":
        return ()
    points = [(float(x), float(y)) for x, y in one.rings[0]]
    return tuple(_heads(points, ONE_WAY_ARROWS if one_way else ONE_ARROW))


def _heads(points: list[Place], shares: tuple[float, ...]) -> Iterator[tuple[Place, Place]]:
    pieces = [(a, b, math.dist(a, b)) for a, b in pairwise(points) if math.dist(a, b) > 0]
    whole = sum(length for _, _, length in pieces)
    for share in shares if pieces else ():
        left = share * whole
        for (x, y), (x2, y2), length in pieces:
            if left <= length:
                way = ((x2 - x) / length, (y2 - y) / length)
                yield (x + way[0] * left, y + way[1] * left), way
                break
            left -= length
