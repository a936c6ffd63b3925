"""What would change the level: every factor one step up or down, exactly; and how far each range moves the index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

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
    total = sum((weights[code] * score for code, score in known.items()), Fraction(0))
    return tuple(_steps(pack, floors, known, (weights, total)))


def _steps(
    pack: Pack, floors: risk.Floors, known: Mapping[str, int], sums: tuple[Mapping[str, Fraction], Fraction]
) -> Iterator[Step]:
    weights, total = sums
    fours = risk.critical_fours(pack, known)
    now = _level(pack, floors, total, fours)
    for code, score in known.items():
        for moved in (score - 1, score + 1):
            if not 0 <= moved <= risk.HIGHEST_SCORE:
                continue
            reds = fours + pack.factors[code].critical * _red_change(score, moved)
            index = total + weights[code] * (moved - score)
            level = _level(pack, floors, index, reds)
            yield Step(code, score, moved, risk.rounded(index), level, level != now)


def _red_change(score: int, moved: int) -> int:
    return (moved == risk.HIGHEST_SCORE) - (score == risk.HIGHEST_SCORE)


def _level(pack: Pack, floors: risk.Floors, index: Fraction, fours: int) -> int:
    from_index = risk.level_of(pack, risk.rounded(index))
    return min(from_index, floors.at(fours).level or from_index)


def border(pack: Pack, index: Decimal) -> Border:
    """Return how far an index is from the bounds of its level: to fall below the lower one, to reach the upper one."""
    lowers = [lower for _, lower in risk.bounds(pack)]
    below = max(lower for lower in lowers if lower <= index)
    above = min((lower for lower in lowers if lower > index), default=None)
    return Border(None if below <= 0 else index - below, None if above is None else above - index)


def swings(weights: Mapping[str, Fraction], ranges: Mapping[str, Range]) -> tuple[Swing, ...]:
    """Return what each range alone makes of the index, the widest first; factors without width are left out."""
    base = sum((weights[code] * Fraction(point) for code, (_, point, _) in ranges.items()), Fraction(0))
    found = [
        Swing(
            code,
            risk.rounded(base + weights[code] * Fraction(low - point)),
            risk.rounded(base + weights[code] * Fraction(high - point)),
        )
        for code, (low, point, high) in ranges.items()
        if high > low
    ]
    return tuple(sorted(found, key=lambda one: one.low - one.high))
