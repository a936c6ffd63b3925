"""Likeness to recorded crowd accidents by features that could be known before, and how well it ranks them.

Only accidents are recorded, so there is no denominator: what follows is a ranking, never a probability. Likeness of two
sets of features is the number shared over the number in either.

Source:
    C. Feliciani, crowd-accidents, Zenodo 10.5281/zenodo.19483010, CC BY 4.0 (B); features: office default of the pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from workbench.core.facts import number_of
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import choices, number


@dataclass(frozen=True)
class Resemblance:
    """A recorded case, how alike it is (0 to 1), and the features shared."""

    row: Choice
    share: Fraction
    shared: tuple[str, ...]


@dataclass(frozen=True)
class Ranked:
    """A recorded case in the back-test: its likeness to the other accidents, itself left out."""

    row: Choice
    share: Fraction
    headcount: int | None


@dataclass(frozen=True)
class Ordering:
    """How well a figure puts accidents above safe cases: won, tied and all pairs."""

    pairs: int
    won: int
    tied: int

    @property
    def area(self) -> Fraction | None:
        """Return the share of pairs in the right order, ties half: the area under the curve; ``None`` without pairs."""
        return Fraction(2 * self.won + self.tied, 2 * self.pairs) if self.pairs else None


@dataclass(frozen=True)
class Backtest:
    """The ranking, and the order of pairs by likeness and by headcount alone: all pairs, and matched ones."""

    ranking: tuple[Ranked, ...]
    every: Ordering
    every_headcount: Ordering
    matched: Ordering
    matched_headcount: Ordering


def safe(row: Choice) -> bool:
    """Return whether a recorded case is one without accident."""
    return bool(row.data.get("safe"))


def _features(row: Choice, name: str = "features") -> frozenset[str]:
    value = row.data.get(name)
    return frozenset(str(one) for one in value) if isinstance(value, tuple | list) else frozenset()


def headcount_of(row: Choice) -> int | None:
    """Return the published headcount of a recorded case."""
    return int(number_of(row.data.get("headcount")) or 0) or None


def features_of(pack: Pack, scores: Mapping[str, int]) -> frozenset[str]:
    """Return the features that scores after controls show."""
    return frozenset(
        code
        for code, row in choices(pack, "accident_features").items()
        if any(scores.get(factor, -1) >= (number_of(row.data["from"]) or 0) for factor in _features(row, "factors"))
    )


def likeness(one: frozenset[str], other: frozenset[str]) -> Fraction:
    """Return features shared over features in either; 0 where neither has any."""
    return Fraction(len(one & other), len(one | other) or 1)


def resembling(pack: Pack, present: frozenset[str]) -> tuple[Resemblance, ...]:
    """Return the recorded accidents by likeness, the nearest first; those that share nothing are left out."""
    order = {code: place for place, code in enumerate(choices(pack, "accident_features"))}
    found = [
        Resemblance(
            row,
            likeness(present, _features(row)),
            tuple(sorted(present & _features(row), key=lambda code: order.get(code, len(order)))),
        )
        for row in _accidents(pack)
    ]
    return tuple(sorted((one for one in found if one.share), key=lambda one: -one.share))


def _accidents(pack: Pack) -> Iterator[Choice]:
    return (row for row in choices(pack, "accidents").values() if not safe(row))


def backtest(pack: Pack) -> Backtest:
    """Return how the likeness ranks recorded accidents above safe cases, each measured against the other accidents."""
    rows = tuple(choices(pack, "accidents").values())
    ranking = tuple(Ranked(row, _left_out(pack, row), headcount_of(row)) for row in rows)
    pairs = [(bad, good) for bad in ranking if not safe(bad.row) for good in ranking if safe(good.row)]
    known = [(bad, good) for bad, good in pairs if bad.headcount and good.headcount]
    most = number(pack, "matched_pair_ratio")
    matched = [(bad, good) for bad, good in known if _ratio(bad, good) <= most]
    return Backtest(
        ranking=tuple(sorted(ranking, key=lambda one: -one.share)),
        every=_ordering((bad.share, good.share) for bad, good in pairs),
        every_headcount=_by_headcount(known),
        matched=_ordering((bad.share, good.share) for bad, good in matched),
        matched_headcount=_by_headcount(matched),
    )


def _left_out(pack: Pack, row: Choice) -> Fraction:
    others = (_features(other) for other in _accidents(pack) if other.code != row.code)
    return max((likeness(_features(row), other) for other in others), default=Fraction(0))


def _ratio(bad: Ranked, good: Ranked) -> Fraction:
    first, second = bad.headcount or 1, good.headcount or 1
    return Fraction(max(first, second), min(first, second))


def _by_headcount(pairs: Iterable[tuple[Ranked, Ranked]]) -> Ordering:
    return _ordering((Fraction(bad.headcount or 0), Fraction(good.headcount or 0)) for bad, good in pairs)


def _ordering(pairs: Iterable[tuple[Fraction, Fraction]]) -> Ordering:
    known = list(pairs)
    return Ordering(len(known), sum(bad > good for bad, good in known), sum(bad == good for bad, good in known))
