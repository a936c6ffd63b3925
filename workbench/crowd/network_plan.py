"""A plan to measure and compare engines with: 20,000 persons in 30 halls with 20 exits.

One plan for every engine: as rectangles and gaps for one that moves single persons, as rows for the model
``egress_network``. Six by five square halls stand wall to wall; every hall on the edge has an exit, two corners have a
second one, and the inner halls lead through their neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from workbench.crowd.network_parts import OUTSIDE

COLUMNS, ROWS, SIDE, WALL = 6, 5, 20.0, 0.4
PERSONS, EXIT_WIDTH, GAP_WIDTH = 20_000, 4.0, 6.0
_TOWARDS = {"left": (-1, 0), "right": (1, 0), "down": (0, -1), "up": (0, 1)}

Box = tuple[float, float, float, float]
"""Left, bottom, right, top [m]."""


@dataclass(frozen=True)
class Hall:
    """A hall: code, floor between its walls, persons."""

    code: str
    floor: Box
    persons: int

    @property
    def middle(self) -> tuple[float, float]:
        """Return the middle of the floor [m]."""
        left, bottom, right, top = self.floor
        return (left + right) / 2, (bottom + top) / 2


@dataclass(frozen=True)
class Gap:
    """A gap in a wall: from which hall to which (or outside), its floor across the wall, its clear width [m]."""

    code: str
    source: str
    target: str
    floor: Box
    width: float

    @property
    def middle(self) -> tuple[float, float]:
        """Return the middle of the gap [m]."""
        left, bottom, right, top = self.floor
        return (left + right) / 2, (bottom + top) / 2


@dataclass(frozen=True)
class Plan:
    """Halls and the gaps between them, each in the direction of egress."""

    halls: tuple[Hall, ...]
    gaps: tuple[Gap, ...]

    @property
    def exits(self) -> tuple[Gap, ...]:
        """Return the gaps that lead outside."""
        return tuple(gap for gap in self.gaps if gap.target == OUTSIDE)

    def rows(self) -> dict[str, object]:
        """Return the plan as inputs of the model ``egress_network``."""
        middles = {hall.code: hall.middle for hall in self.halls}
        return {
            "zones": [{"code": hall.code, "persons": hall.persons} for hall in self.halls],
            "ways": [
                {
                    "code": gap.code,
                    "from": gap.source,
                    "to": gap.target,
                    "kind": "door",
                    "width": gap.width,
                    "length": _apart(middles[gap.source], gap.middle),
                }
                for gap in self.gaps
            ],
        }


def _apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def standard_plan(persons: int = PERSONS) -> Plan:
    """Return the plan with so many persons, spread evenly over its halls."""
    places = [(column, row) for row in range(ROWS) for column in range(COLUMNS)]
    each, more = divmod(persons, len(places))
    halls = tuple(Hall(_code(place), _floor(place), each + (n < more)) for n, place in enumerate(places))
    gaps = tuple(_gap(place, side) for place in places for side in _sides(place))
    return Plan(halls, gaps)


def _code(place: tuple[int, int]) -> str:
    return f"H{place[0]}{place[1]}"


def _floor(place: tuple[int, int]) -> Box:
    left, bottom = place[0] * SIDE, place[1] * SIDE
    return left + WALL / 2, bottom + WALL / 2, left + SIDE - WALL / 2, bottom + SIDE - WALL / 2


def _sides(place: tuple[int, int]) -> tuple[str, ...]:
    """Return the sides of a hall through which its persons leave."""
    column, row = place
    if place == (0, 0):
        return ("down", "left")
    if place == (COLUMNS - 1, ROWS - 1):
        return ("up", "right")
    if row in {0, ROWS - 1}:
        return ("down" if row == 0 else "up",)
    if row != ROWS // 2:
        return _edge(column) or ("down" if row < ROWS // 2 else "up",)
    return _edge(column) or _edge(column - 1) or _edge(column + 1) or ("down" if column < COLUMNS // 2 else "up",)


def _edge(column: int) -> tuple[str, ...]:
    return ("left",) if column == 0 else ("right",) if column == COLUMNS - 1 else ()


def _gap(place: tuple[int, int], side: str) -> Gap:
    across, along = _TOWARDS[side]
    next_to = (place[0] + across, place[1] + along)
    inside = 0 <= next_to[0] < COLUMNS and 0 <= next_to[1] < ROWS
    width = GAP_WIDTH if inside else EXIT_WIDTH
    x = (place[0] + 0.5 + across / 2) * SIDE
    y = (place[1] + 0.5 + along / 2) * SIDE
    half, deep = width / 2, WALL / 2
    box = (x - deep, y - half, x + deep, y + half) if across else (x - half, y - deep, x + half, y + deep)
    code = f"{_code(place)}{side[0]}"
    return Gap(code, _code(place), _code(next_to) if inside else OUTSIDE, box, width)
