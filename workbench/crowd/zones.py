"""What a zone holds: usable area times the density that governs, or the seats; always rounded down.

Source:
    HSG195 para. 87 (0.5 m² per person) and the Green Guide (models of holding capacity); ceilings by use are office
    defaults in the family ``house``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor


@dataclass(frozen=True)
class Holding:
    """What a zone holds: the density [p/m²] that governs (``None`` for seats) and the persons."""

    density: Fraction | None
    persons: int


def standing(net: Fraction, densities: Iterable[Fraction]) -> Holding:
    """Return what an area holds at the lowest of several densities, rounded down.

    Args:
        net: Area on which people can stand, in m².
        densities: What was stated and what is allowed, in p/m²; at least one.
    """
    lowest = min(densities)
    return Holding(lowest, floor(net * lowest))


def seated(seats: int, unusable: int = 0) -> Holding:
    """Return what seats hold: all of them without the unusable ones."""
    return Holding(None, max(seats - unusable, 0))
