"""The assessor's own scores, read from the text of the risk assessment report.

A line of the table begins with a factor's code (a star marks a critical one) and holds the score before controls, its
ground, and the score after. A factor that stands twice with different scores has none: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.core import risk
from workbench.core.pack import Pack
from workbench.core.parameters import word
from workbench.core.values import Application

_CODE = re.compile(r"(\w+(?:\.\w+)?)\s*[*＊]?")
_LEAST = 4
"""Words of a line: the code, the name, the score before and the score after."""

Pair = tuple[int, int]


@dataclass(frozen=True)
class Assessor:
    """The assessor's scores and what follows from them.

    Attributes:
        scores: Factor → before and after controls.
        not_applicable: Factors left out by the assessor.
        before, after: Index of either column.
        level: Level that follows from the scores after controls.
        critical: Critical factors that are still at the highest score.
    """

    scores: Mapping[str, Pair]
    not_applicable: tuple[str, ...]
    before: risk.Index
    after: risk.Index
    level: risk.Level
    critical: tuple[str, ...]


def assessor(application: Application, pack: Pack) -> Assessor | None:
    """Return the assessor's scores; ``None`` when no text of the report holds such a table."""
    stated = _stated(application, pack)
    if not stated:
        return None
    scores = {code: pair for code, pair in stated.items() if pair is not None}
    left_out = tuple(code for code, pair in stated.items() if pair is None)
    before = {code: pair[0] for code, pair in scores.items()}
    after = {code: pair[1] for code, pair in scores.items()}
    index = risk.index(pack, after, frozenset(left_out))
    return Assessor(
        scores=scores,
        not_applicable=left_out,
        before=risk.index(pack, before, frozenset(left_out)),
        after=index,
        level=risk.level(pack, application, index, after),
        critical=tuple(c for c, f in pack.factors.items() if f.critical and after.get(c) == risk.HIGHEST_SCORE),
    )


def _stated(application: Application, pack: Pack) -> dict[str, Pair | None]:
    """Return factor → scores, ``None`` = does not apply, in pack order; contradictory lines are left out."""
    found: dict[str, set[Pair | None]] = {}
    for line in _lines(application, pack):
        read = line_of(line, pack)
        if read is not None:
            found.setdefault(read[0], set()).add(read[1])
    return {code: next(iter(found[code])) for code in pack.factors if len(found.get(code, ())) == 1}


def _lines(application: Application, pack: Pack) -> Iterator[str]:
    item = word(pack, "risk_report_item")
    for row in application.rows("materials"):
        attachment = application.attachment(row["file"]) if row["item"] == item and row["file"] else None
        for page in attachment.text if attachment else ():
            yield from (page or "").splitlines()


def line_of(line: str, pack: Pack) -> tuple[str, Pair | None] | None:
    """Return the factor of a line and its scores; ``None`` when it is no line of the table."""
    words = line.split()
    code = _CODE.fullmatch(words[0]) if len(words) >= _LEAST else None
    if code is None or code[1] not in pack.factors:
        return None
    absent = word(pack, "risk_report_not_applicable")
    marks = {str(score): score for score in range(risk.HIGHEST_SCORE + 1)}
    first = next((told for told in words[1:-1] if told in marks or told == absent), None)
    last = words[-1]
    if first == last == absent:
        return code[1], None
    return (code[1], (marks[first], marks[last])) if first in marks and last in marks else None
