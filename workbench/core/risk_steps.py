"""What would change the level: every factor one step up or down, exactly; and how far each range moves the index."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from workbench.core import risk
from workbench.core.pack import Pack
from workbench.core.risk_model import Range


@dataclass(frozen=True)
class Step:
    """One factor moved by one step, everything else as it is: the index and level that would follow."""

    factor: str
    before: int
    after: int
    index: Decimal
    level: int
    flips: bool


@dataclass(frozen=True)
class Swing:
    """What one factor's range alone makes of the index, everything else at its point."""

    factor: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Border:
    """How far an index is from the next level down and up, in points; ``None`` where there is none."""

    down: Decimal | None
    up: Decimal | None


def steps(
    pack: Pack, floors: risk.Floors, scores: risk.Scores, not_applicable: frozenset[str] = frozenset()
) -> tuple[Step, ...]:
    """Return every factor one step down and one step up, in pack order; empty while a factor has no score.

    Args:
        pack: The model.
        floors: Floors of the level for the application.
        scores: Scores after control measures.
        not_applicable: Factors left out.
    """
    weights = risk.coefficients(pack, not_applicable)
    known = {code: score for code in weights if (score := scores.get(code)) is not None}
    if len(known) < len(weights):
        return ()
    whole = math.lcm(*(weight.denominator for weight in weights.values()))
    parts = {code: int(weight * whole) for code, weight in weights.items()}
    return tuple(_steps(_Model(pack, floors, parts, whole, risk.bounds(pack)), known))


@dataclass(frozen=True)
class _Model:
    """The index in whole numbers: points per step as ``parts`` of 1/``whole``."""

    pack: Pack
    floors: risk.Floors
    parts: Mapping[str, int]
    whole: int
    bounds: tuple[tuple[int, Decimal], ...]

    def level(self, total: int, fours: int) -> tuple[Decimal, int]:
        """Return the index as it is told and the level that follows."""
        hundredths = (200 * total + self.whole) // (2 * self.whole)
        from_index = min(number for number, lower in self.bounds if hundredths >= 100 * lower)
        return Decimal(hundredths) / 100, min(from_index, self.floors.at(fours).level or from_index)


def _steps(model: _Model, known: Mapping[str, int]) -> Iterator[Step]:
    total = sum(model.parts[code] * score for code, score in known.items())
    fours = risk.critical_fours(model.pack, known)
    _, now = model.level(total, fours)
    for code, score in known.items():
        for moved in (score - 1, score + 1):
            if not 0 <= moved <= risk.HIGHEST_SCORE:
                continue
            reds = fours + model.pack.factors[code].critical * _red_change(score, moved)
            index, level = model.level(total + model.parts[code] * (moved - score), reds)
            yield Step(code, score, moved, index, level, level != now)


def _red_change(score: int, moved: int) -> int:
    return (moved == risk.HIGHEST_SCORE) - (score == risk.HIGHEST_SCORE)


def border(pack: Pack, index: Decimal) -> Border:
    """Return how far an index is from the bounds of its level: to fall below the lower one, to reach the upper one."""
    lowers = [lower for _, lower in risk.bounds(pack)]
    below = max(lower for lower in lowers if lower <= index)
    above = min((lower for lower in lowers if lower > index), default=None)
    return Border(None if below <= 0 else index - below, None if above is None else above - index)


def swings(weights: Mapping[str, Fraction], ranges: Mapping[str, Range]) -> tuple[Swing, ...]:
    """Return what each range alone makes of the index, the widest first; factors without width are left out."""
    base = sum((weights[code] * exact(point) for code, (_, point, _) in ranges.items()), Fraction(0))
    found = [
        Swing(
            code,
            risk.rounded(base + weights[code] * exact(low - point)),
            risk.rounded(base + weights[code] * exact(high - point)),
        )
        for code, (low, point, high) in ranges.items()
        if high > low
    ]
    return tuple(sorted(found, key=lambda one: one.low - one.high))


@lru_cache(maxsize=64)
def exact(value: Decimal) -> Fraction:
    """Return a score as a fraction; there are few of them."""
    return Fraction(value)
