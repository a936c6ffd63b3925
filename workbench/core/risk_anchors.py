"""Factor scores that follow from numbers, by the pack's bands; what is not stated has no score.

The scores are suggestions beside those of people, with the value they rest on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from workbench.core.crowd_zones import fraction
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import choices
from workbench.core.risk import HIGHEST_SCORE
from workbench.core.values import Scalar

Measured = Mapping[str, Fraction | None]
"""Fact → its value, as the bands name them."""


@dataclass(frozen=True)
class Anchor:
    """A score that follows from a number: factor, the band, the value (``None`` = worse than any value), the score."""

    factor: str
    band: Choice
    value: Fraction | None
    score: int


def anchors(pack: Pack, measured: Measured, fields: Mapping[str, Scalar], worst: frozenset[str]) -> tuple[Anchor, ...]:
    """Return the scores that the numbers give, in pack order.

    Args:
        pack: Its list of bands.
        measured: Values worked out.
        fields: The application's own values.
        worst: Facts that are worse than any value, such as a time without an exit.
    """
    found = []
    for code, band in choices(pack, "factor_bands").items():
        fact = str(band.data["fact"])
        value = measured.get(fact) if fact in measured else fraction(fields.get(fact))
        if fact in worst:
            found.append(Anchor(code, band, None, HIGHEST_SCORE))
        elif value is not None:
            found.append(Anchor(code, band, value, score(band, value)))
    return tuple(found)


def score(band: Choice, value: Fraction) -> int:
    """Return the score of a value: the number of limits it misses, never above the band's highest."""
    limits = [fraction(band.data[f"limit_{number}"]) or Fraction(0) for number in range(HIGHEST_SCORE)]
    if band.data.get("falling"):
        within = [value >= limit for limit in limits]
    else:
        within = [value < limit if band.data.get("strict") else value <= limit for limit in limits]
    reached = within.index(True) if True in within else HIGHEST_SCORE
    return min(reached, int(fraction(band.data["highest"]) or HIGHEST_SCORE))
