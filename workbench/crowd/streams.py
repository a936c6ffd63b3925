"""Doors by streams of persons: how many stand beside each other in a door, and how long they take.

Source:
    GB 50016 as applied to gymnasia: streams of 0.55 m, 37 persons per minute and stream, 400 to 700 persons per door.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor


def streams_in(width: Fraction, stream: Fraction) -> int:
    """Return how many whole streams a clear width [m] takes."""
    return floor(width / stream)


def minutes(persons: int, streams: int, rate: Fraction) -> Fraction | None:
    """Return how long persons take through streams at a rate [p/min each]; ``None`` without a stream."""
    return persons / (streams * rate) if streams else None


def doors(persons: int, streams: int, rate: Fraction, limit: Fraction) -> int:
    """Return the doors of so many streams that let persons out within a limit [min], rounded up."""
    return ceil(persons / (streams * rate * limit))
