"""The risk index and the security level that follows from it.

The index is R = 100 · Σ_d w_d · (Σ_f w_f·s_f / Σ_f 4·w_f): scores s_f of 0 to 4, weights w_d as shares of one. A
factor that does not apply is left out; a dimension without factors is left out and the other weights are rescaled. A
factor that is not scored yet never counts as low: the index is then told as a range from all-0 to all-4.

Source:
    Office default of the pack (risk dimensions, factors, levels and floors with their own marks).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from workbench.core.facts import condition_facts, number_of
from workbench.core.pack import Choice, Dimension, Factor, Pack
from workbench.core.parameters import choices
from workbench.core.values import Application, Scalar
from workbench.errors import Text

HIGHEST_SCORE = 4
Scores = Mapping[str, int | None]
"""Factor code → score; ``None`` or absent = not scored yet. Factors that do not apply are named apart."""


@dataclass(frozen=True)
class DimensionShare:
    """How much of its worst a dimension reaches, 0 to 1, and its weight after rescaling, in percent."""

    dimension: Dimension
    share: Decimal
    weight: Decimal


@dataclass(frozen=True)
class Index:
    """The risk index with its working.

    Attributes:
        low, high: Bounds of R in [0, 100], rounded half up to 0.01; equal when every applicable factor is scored.
        shares: Per dimension, at the lower bound.
        missing: Codes of factors that are neither scored nor not applicable.
    """

    low: Decimal
    high: Decimal
    shares: tuple[DimensionShare, ...]
    missing: tuple[str, ...]

    @property
    def value(self) -> Decimal | None:
        """Return R when it can be told, else ``None``: factors wait, or none applies at all."""
        return self.low if self.shares and not self.missing else None


@dataclass(frozen=True)
class Level:
    """The security level, 1 (highest) to 4: from the index, the floor, and the higher of the two.

    ``computed`` is ``None`` while the index cannot be told; ``unknown`` names floors that lack a fact.
    """

    from_index: int | None
    floor: int | None
    computed: int | None
    reasons: tuple[Text, ...]
    unknown: tuple[Text, ...]


def index(pack: Pack, scores: Scores, not_applicable: frozenset[str] = frozenset()) -> Index:
    """Return the risk index of the scores given.

    Args:
        pack: Dimensions, factors and weights.
        scores: Scores before or after control measures.
        not_applicable: Factors left out.
    """
    applicable = [f for f in pack.factors.values() if f.code not in not_applicable]
    missing = tuple(f.code for f in applicable if scores.get(f.code) is None)
    shares = tuple(_shares(pack, applicable, scores, unscored=0))
    worst = tuple(_shares(pack, applicable, scores, unscored=HIGHEST_SCORE))
    most = _total(worst) if worst else Decimal(100)
    return Index(_total(shares), most, shares, missing)


def _shares(pack: Pack, factors: list[Factor], scores: Scores, unscored: int) -> Iterator[DimensionShare]:
    present = [d for d in pack.dimensions.values() if any(f.dimension == d.code for f in factors)]
    weights = sum((d.weight for d in present), Decimal(0))
    for dimension in present:
        own = [f for f in factors if f.dimension == dimension.code]
        reached = sum((f.weight * _score(scores, f.code, unscored) for f in own), Decimal(0))
        worst = sum((f.weight * HIGHEST_SCORE for f in own), Decimal(0))
        yield DimensionShare(dimension, reached / worst, 100 * dimension.weight / weights)


def _score(scores: Scores, code: str, unscored: int) -> int:
    score = scores.get(code)
    return unscored if score is None else score


def _total(shares: tuple[DimensionShare, ...]) -> Decimal:
    return _rounded(sum((s.weight * s.share for s in shares), Decimal(0)))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Floor:
    """The level that holds at least, 1 (highest) to 4, why, and which floors lack a fact."""

    level: int | None
    reasons: tuple[Text, ...]
    unknown: tuple[Text, ...]


class Floors:
    """The floors of the level for one application, by how many critical factors stand at 4."""

    def __init__(self, pack: Pack, application: Application) -> None:
        """Ask at once what does not depend on the scores."""
        self._pack = pack
        self._facts = _floor_facts(pack, application)
        self._rows = tuple(choices(pack, "level_floors").values())
        self._fixed = {r.code: self._holds(r, 0) for r in self._rows if not _counts_fours(r)}
        self._known: dict[int, Floor] = {}

    def at(self, fours: int) -> Floor:
        """Return the floor with that many critical factors at 4."""
        if fours not in self._known:
            self._known[fours] = self._floor(fours)
        return self._known[fours]

    def _holds(self, row: Choice, fours: int) -> bool | None:
        if row.when is None:
            return False
        return row.when.test({**self._facts, _FOURS: fours} if _counts_fours(row) else self._facts)

    def _floor(self, fours: int) -> Floor:
        held: list[Text] = []
        unknown: list[Text] = []
        floor: int | None = None
        for row in self._rows:
            holds = self._fixed[row.code] if row.code in self._fixed else self._holds(row, fours)
            if holds:
                name = _name(self._pack, row)
                held.append(Text(f"{row.text.zh} → 不低于{name.zh}", f"{row.text.en} → {name.en}"))
                floor = min(floor or _number(row), _number(row))
            elif holds is None:
                unknown.append(row.text)
        return Floor(floor, tuple(held), tuple(unknown))


_FOURS = "case.critical_fours"


def _counts_fours(row: Choice) -> bool:
    return row.when is not None and _FOURS in row.when.source


def critical_fours(pack: Pack, scores: Scores) -> int:
    """Return how many critical factors stand at 4."""
    return sum(f.critical and scores.get(f.code) == HIGHEST_SCORE for f in pack.factors.values())


def level(pack: Pack, application: Application | Floors, after: Index, scores: Scores) -> Level:
    """Return the security level: from the index after control measures, raised by the floors that hold.

    Args:
        pack: Levels and floors.
        application: What the floors' conditions read, or the floors asked before.
        after: Index after control measures.
        scores: Scores after control measures, for the critical factors.
    """
    floors = application if isinstance(application, Floors) else Floors(pack, application)
    floor = floors.at(critical_fours(pack, scores))
    from_index = None if after.value is None else level_of(pack, after.value)
    computed = None if from_index is None else min(from_index, floor.level or from_index)
    return Level(from_index, floor.level, computed, floor.reasons, floor.unknown)


def level_of(pack: Pack, value: Decimal) -> int:
    """Return the level that an index alone gives."""
    return min(number for number, lower in bounds(pack) if value >= lower)


def bounds(pack: Pack) -> tuple[tuple[int, Decimal], ...]:
    """Return the levels with their lower bounds of the index, from the lowest bound up."""
    rows = choices(pack, "risk_levels").values()
    return tuple(sorted(((_number(row), _bound(row)) for row in rows), key=lambda pair: pair[1]))


def coefficients(pack: Pack, not_applicable: frozenset[str] = frozenset()) -> dict[str, Fraction]:
    """Return by how many points of the index one step of each applicable factor counts, exactly."""
    applicable = [f for f in pack.factors.values() if f.code not in not_applicable]
    worst: dict[str, Decimal] = {}
    for factor in applicable:
        worst[factor.dimension] = worst.get(factor.dimension, Decimal(0)) + HIGHEST_SCORE * factor.weight
    weights = {code: Fraction(d.weight) for code, d in pack.dimensions.items() if code in worst}
    total = sum(weights.values(), Fraction(0))
    return {
        f.code: 100 * weights[f.dimension] / total * Fraction(f.weight) / Fraction(worst[f.dimension])
        for f in applicable
    }


def rounded(value: Fraction) -> Decimal:
    """Return an index as it is told: to 0.01, half up."""
    return Decimal(math.floor(value * 100 + Fraction(1, 2))) / 100


def _bound(row: Choice) -> Decimal:
    return number_of(row.data["lower"]) or Decimal(0)


def _number(row: Choice) -> int:
    return int(number_of(row.data["level"]) or 0)


def _name(pack: Pack, row: Choice) -> Text:
    return next(r.text for r in choices(pack, "risk_levels").values() if _number(r) == _number(row))


def _floor_facts(pack: Pack, application: Application) -> dict[str, Scalar]:
    facts = dict(condition_facts(application, pack))
    facts["case.headcount"] = headcount(application)
    facts["case.max_density"] = largest_density(application)
    return facts


def headcount(application: Application) -> Decimal | None:
    """Return the largest expected number over the sessions."""
    return max(_column(application, "sessions", "expected"), default=None)


def largest_density(application: Application) -> Decimal | None:
    """Return the largest expected density of a zone [1/m²]."""
    return max(_densities(application), default=None)


def _column(application: Application, sheet: str, column: str) -> Iterator[Decimal]:
    for row in application.rows(sheet):
        value = number_of(row[column])
        if value is not None:
            yield value


def _densities(application: Application) -> Iterator[Decimal]:
    """Yield the expected density of every zone that states its peak and its net area [1/m²]."""
    for row in application.rows("zones"):
        peak, net = number_of(row["expected_peak"]), number_of(row["net"])
        if peak is not None and net:
            yield peak / net


def working(found: Index) -> tuple[Text, ...]:
    """Return the sum as lines: one per dimension, then the total."""
    lines = [
        Text(
            f"{s.dimension.code} {s.dimension.text.zh}：{_rounded(s.weight)}% × {_rounded(s.share * 100)}% "
            f"= {_rounded(s.weight * s.share)}",
            f"{s.dimension.code} {s.dimension.text.en}: {_rounded(s.weight)}% × {_rounded(s.share * 100)}% "
            f"= {_rounded(s.weight * s.share)}",
        )
        for s in found.shares
    ]
    total = f"{found.low}" if found.value is not None else f"{found.low} – {found.high}"
    gap = len(found.missing)
    lines.append(
        Text(
            f"合计 R = {total}" + (f"（{gap} 项未评，按 0 至 4 分给出范围）" if gap else ""),
            f"total R = {total}" + (f" ({gap} factors not scored: range from all 0 to all 4)" if gap else ""),
        )
    )
    return tuple(lines)
