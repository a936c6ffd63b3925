"""What doubtful scores do to the risk index: seeded sampling of ranges, and what each range alone can move.

A score that is doubtful is a range around a point: half of the samples lie below the point, half above, evenly. So the
middle of a factor never moves with doubt; only the ends do. Red-line rules are asked of every sample and never
averaged: a critical factor scored 4 is a 4 in every sample.

Source:
    Monte Carlo after ISO/IEC 31010; the ranges are office defaults of the pack.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

Vector = NDArray[np.float64]
HIGHEST = 4
BINS = 100
"""Bins of the histogram over 0 to 100."""
_ROUNDING = 0.005
"""The index is told to 0.01, rounded half up; a sample reaches a bound as the index does."""
_RED = HIGHEST - 0.5


@dataclass(frozen=True)
class Doubt:
    """A factor as a range: ``low`` ≤ ``point`` ≤ ``high`` in [0, 4]; ``weight`` = points of the index per step.

    ``red`` marks a critical factor.
    """

    code: str
    weight: float
    low: float
    point: float
    high: float
    red: bool = False


@dataclass(frozen=True)
class Ladder:
    """How an index becomes a level, 1 (highest) to 4.

    Attributes:
        bounds: Lower bounds of the levels, rising; the first is 0.
        levels: The level from each bound on.
        floors: The level that holds at least, by number of critical factors at 4; the last one for more.
    """

    bounds: tuple[float, ...]
    levels: tuple[int, ...]
    floors: tuple[int | None, ...]


@dataclass(frozen=True)
class Distribution:
    """What the samples say: percentiles of the index, a histogram over 0 to 100, the share of each level."""

    seed: int
    samples: int
    p5: float
    p50: float
    p95: float
    counts: tuple[int, ...]
    levels: tuple[tuple[int, float], ...]

    def share(self, level: int) -> float:
        """Return the share of samples at a level."""
        return dict(self.levels).get(level, 0.0)


def seed_of(text: str) -> int:
    """Return the seed that belongs to a text, above all a case number: the same one always, six digits at most."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % 1_000_000


@lru_cache(maxsize=2)
def draws(seed: int, factors: int, samples: int) -> Vector:
    """Return the random numbers of a seed in [-1, 1), one row per factor; the same rows for the same seed."""
    drawn = Generator(PCG64(seed)).random((factors, samples))
    drawn *= 2
    drawn -= 1
    drawn.setflags(write=False)
    return drawn


def sampled(doubts: Sequence[Doubt], ladder: Ladder, seed: int, samples: int = 20_000) -> Distribution:
    """Return the distribution of index and level.

    Args:
        doubts: The factors that apply, always in the same order for the same draws.
        ladder: How an index becomes a level.
        seed: The same seed gives the same answer.
        samples: How many.
    """
    drawn = draws(seed, len(doubts), samples)
    weight, point = (np.array([getattr(d, name) for d in doubts]) for name in ("weight", "point"))
    above = np.array([d.high - d.point for d in doubts])
    below = np.array([d.point - d.low for d in doubts])
    even, skew = (above + below) / 2, (above - below) / 2
    index = (weight * even) @ drawn
    index += weight @ point
    rows = np.flatnonzero(skew)
    if rows.size:
        index += (weight * skew)[rows] @ np.abs(drawn[rows])
    reds = np.zeros(samples, np.intp)
    for row, doubt in enumerate(doubts):
        if doubt.red:
            reds += _red(doubt, drawn[row])
    return _told(index, reds, ladder, seed)


def _red(doubt: Doubt, drawn: Vector) -> NDArray[np.bool_] | bool:
    """Return in which samples a critical factor is at its worst; one that was scored so is so in all of them."""
    if doubt.point >= HIGHEST or doubt.low >= _RED:
        return True
    if doubt.high < _RED:
        return False
    reach = doubt.high - doubt.point if doubt.point < _RED else doubt.point - doubt.low
    marked: NDArray[np.bool_] = drawn >= (_RED - doubt.point) / reach
    return marked


def _told(index: Vector, reds: NDArray[np.intp], ladder: Ladder, seed: int) -> Distribution:
    size = index.size
    places = np.searchsorted(np.array(ladder.bounds), index + _ROUNDING, "right") - 1
    level = np.array(ladder.levels)[np.maximum(places, 0)]
    floors = np.array([HIGHEST if f is None else f for f in ladder.floors])
    level = np.minimum(level, floors[np.minimum(reds, len(floors) - 1)])
    kth = [int(share * (size - 1)) for share in (0.05, 0.5, 0.95)]
    ranks = np.partition(index, kth)[kth]
    counts = np.bincount(np.clip(index * (BINS / 100), 0, BINS - 1).astype(np.intp), minlength=BINS)
    found = np.bincount(level, minlength=HIGHEST + 1)
    shares = tuple((one, float(found[one] / size)) for one in range(1, HIGHEST + 1))
    p5, p50, p95 = (float(rank) for rank in ranks)
    return Distribution(seed, size, p5, p50, p95, tuple(int(n) for n in counts), shares)
