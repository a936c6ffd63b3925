"""Lanes of screening or ticket checks: what one lets through in an hour, and how many the peak hour needs.

Source:
    Own sum; handling times and efficiency are office defaults (family ``house``) or published (``screening``).
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

SECONDS = 3600
"""Seconds of an hour."""


def lane_rate(seconds: Fraction, efficiency: Fraction) -> Fraction:
    """Return persons per hour through one lane.

    Args:
        seconds: Handling time per person, all steps, in s.
        efficiency: Share of the nominal rate that lasts, 0 to 1.
    """
    return SECONDS / seconds * efficiency


def needed(persons_per_hour: Fraction, rate: Fraction) -> int:
    """Return the lanes that a demand needs at a mean rate per lane, rounded up."""
    return ceil(persons_per_hour / rate)
