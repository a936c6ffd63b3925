"""Largest load of a scenic area: at one moment, and over a day in whole turnovers.

Source:
    LB/T 034-2014 (formulas from memory, to be verified): C1 = Σ X/Y, C2 = C1 × Int(T/t).
"""

from __future__ import annotations

from fractions import Fraction
from math import floor


def instantaneous(spots: tuple[tuple[Fraction, Fraction], ...]) -> int:
    """Return how many persons the spots hold at once: Σ area over area per person [m², m²/p], rounded down once."""
    return floor(sum((area / unit for area, unit in spots), Fraction(0)))


def turnovers(open_hours: Fraction, stay_hours: Fraction) -> int:
    """Return how often the visitors change over a day; only whole turnovers count."""
    return floor(open_hours / stay_hours)
