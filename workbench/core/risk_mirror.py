"""How near two cases are: a printed distance over features that anybody can check; and what the nearer ones had.

The distance is the weighted mean of the differences of the features that take part, 0 to 1. A feature that one of the
two does not state counts half.

Source:
    Office default of the pack (``mirror_features``).
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from workbench.core.facts import condition_facts
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import choices
from workbench.core.risk import headcount
from workbench.core.values import Application
from workbench.errors import Text

Traits = Mapping[str, str]
"""Feature → value as text; a feature that is not stated is absent."""

UNKNOWN = Decimal("0.5")
_DIGITS = Decimal("0.001")


def traits(application: Application, pack: Pack, level: int | None) -> dict[str, str]:
    """Return the features of a case, as plain text."""
    facts = {**condition_facts(application, pack), "case.headcount": headcount(application), "case.level": level}
    told = {code: facts.get(str(row.data["fact"])) for code, row in choices(pack, "mirror_features").items()}
    return {code: _told(value) for code, value in told.items() if value not in (None, "", ())}


def _told(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class Distance:
    """A distance, 0 to 1, and the difference in each feature that takes part."""

    value: Decimal
    parts: tuple[tuple[str, Decimal], ...]


def distance(rows: Iterable[Choice], one: Traits, other: Traits) -> Distance:
    """Return how far two cases are from each other over some features; 0 when none takes part."""
    parts = [(row, _difference(row, one, other)) for row in rows]
    weights = sum((_weight(row) for row, _ in parts), Decimal(0))
    total = sum((_weight(row) * part for row, part in parts), Decimal(0))
    value = (total / weights).quantize(_DIGITS) if weights else Decimal(0)
    return Distance(value, tuple((row.code, part.quantize(_DIGITS)) for row, part in parts))


def _weight(row: Choice) -> Decimal:
    return Decimal(str(row.data["weight"]))


def _difference(row: Choice, one: Traits, other: Traits) -> Decimal:
    first, second = one.get(row.code), other.get(row.code)
    if first is None or second is None:
        return UNKNOWN
    try:
        return _HOW[str(row.data["how"])](first, second)
    except (ValueError, InvalidOperation):
        return UNKNOWN


def _same(one: str, other: str) -> Decimal:
    return Decimal(one != other)


def _ratio(one: str, other: str) -> Decimal:
    first, second = float(Decimal(one)), float(Decimal(other))
    if first <= 0 or second <= 0:
        return UNKNOWN
    return min(Decimal(1), Decimal(str(abs(math.log10(first / second)))))


def _month(one: str, other: str) -> Decimal:
    apart = abs(date.fromisoformat(one[:10]).month - date.fromisoformat(other[:10]).month)
    return Decimal(min(apart, 12 - apart)) / 6


def _steps(one: str, other: str) -> Decimal:
    return min(Decimal(1), abs(Decimal(one) - Decimal(other)) / 3)


_HOW: Mapping[str, Callable[[str, str], Decimal]] = {
    "same": _same,
    "ratio": _ratio,
    "month": _month,
    "steps": _steps,
}
"""How two values of a feature differ, by the word of the pack."""

_HOW_TOLD: Mapping[str, Text] = {
    "same": Text("相同0、不同1", "same 0, other 1"),
    "ratio": Text("相差十倍为1", "ten times = 1"),
    "month": Text("相差半年为1", "half a year = 1"),
    "steps": Text("相差三级为1", "three levels = 1"),
}


def formula(rows: Iterable[Choice]) -> Text:
    """Return the distance in words."""
    known = list(rows)
    zh = "、".join(f"{r.text.zh}×{r.data['weight']}（{_HOW_TOLD[str(r.data['how'])].zh}）" for r in known)
    en = ", ".join(f"{r.text.en} × {r.data['weight']} ({_HOW_TOLD[str(r.data['how'])].en})" for r in known)
    return Text(
        f"距离 = 各特征差 × 权重之和 ÷ 权重之和：{zh}；未填计 0.5",
        f"distance = sum of difference × weight over sum of weights: {en}; not stated counts 0.5",
    )


def same_wording(text: str) -> str:
    """Return a condition's wording as it is compared: without blanks and signs, in one width."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LN")
