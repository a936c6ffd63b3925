"""The risk model as a whole: which rows it rests on, their fingerprint, and what the pack says of doubt."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from workbench.core.canonical import fingerprint
from workbench.core.case_parts import FactorScore
from workbench.core.facts import number_of
from workbench.core.pack import Choice, Pack, When
from workbench.core.parameters import choices
from workbench.core.risk import HIGHEST_SCORE
from workbench.errors import Text

LISTS = ("factor_bands", "factor_cues", "risk_levels", "level_floors", "measures", "confidence_ranges")
"""Lists of the pack that belong to the model beside dimensions and factors."""


_DIGESTS: deque[tuple[Pack, str]] = deque(maxlen=4)
"""The packs asked last. A pack never changes, so the same object has the same fingerprint."""


def digest(pack: Pack) -> str:
    """Return the fingerprint of the rows that the risk model rests on, 64 hex digits."""
    for known, found in tuple(_DIGESTS):
        if known is pack:
            return found
    made = _digest(pack)
    _DIGESTS.append((pack, made))
    return made


def version(pack: Pack) -> str:
    """Return the version of the model: pack, its version, first digits of the fingerprint of the model's rows."""
    return f"{pack.name} {pack.version} {digest(pack)[:16]}"


def _digest(pack: Pack) -> str:
    tables: dict[str, Mapping[str, Any]] = {"dimensions": pack.dimensions, "factors": pack.factors}
    tables |= {name: pack.lists.get(name, {}) for name in LISTS}
    return fingerprint(["EAW-R1", [[name, [_row(r) for r in rows.values()]] for name, rows in tables.items()]])


def _row(row: Any) -> list[Any]:
    """Return a row as plain text, without the place where it stands in a file."""
    return [[f.name, _told(getattr(row, f.name))] for f in fields(row) if f.name != "source"]


def _told(value: Any) -> Any:
    if isinstance(value, When):
        return value.source
    if isinstance(value, Text):
        return [value.zh, value.en]
    if isinstance(value, Mapping):
        return [[key, _told(value[key])] for key in sorted(value)]
    if isinstance(value, tuple | list):
        return [_told(one) for one in value]
    return value if value is None or isinstance(value, bool | str) else str(value)


Range = tuple[Decimal, Decimal, Decimal]
"""Lower end, point and upper end of a score."""


def ranges(
    pack: Pack, factors: Mapping[str, FactorScore], least: Mapping[str, int], *, after: bool
) -> dict[str, Range]:
    """Return each applicable factor as a range.

    A factor without a score is open from the score that the facts suggest (else 0) to 4, and its point is the middle;
    a doubtful score reaches as far down and up as the pack says for that confidence.

    Args:
        pack: Factors and the ranges of confidence.
        factors: The officer's scores.
        least: Scores that follow from facts, for factors without one of the officer.
        after: Take the scores after control measures.
    """
    widths = choices(pack, "confidence_ranges")
    found: dict[str, Range] = {}
    for code in pack.factors:
        said = factors.get(code)
        if said is not None and said.not_applicable:
            continue
        score = None if said is None else (said.after if after else said.before)
        if said is None or score is None:
            low, high = Decimal(least.get(code, 0)), Decimal(HIGHEST_SCORE)
            found[code] = (low, (low + high) / 2, high)
        else:
            found[code] = _around(score, widths[str(said.confidence)])
    return found


def _around(score: int, row: Choice) -> Range:
    """Return a doubtful score as a range; it reaches down no further than up, so that doubt never lowers the mean."""
    above = min(number_of(row.data["width"]) or Decimal(0), Decimal(HIGHEST_SCORE - score))
    return max(Decimal(0), score - above), Decimal(score), score + above
