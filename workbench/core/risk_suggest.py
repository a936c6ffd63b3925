"""Scores that follow from facts and from what officers said elsewhere: suggestions, always with their working.

Source:
    Office default of the pack: bands of factors (:mod:`workbench.core.risk_anchors`) and cues (``factor_cues``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from workbench.core.case import Case
from workbench.core.crowd_zones import fraction
from workbench.core.facts import number_of
from workbench.core.pack import Pack
from workbench.core.parameters import choices
from workbench.core.risk import HIGHEST_SCORE
from workbench.core.risk_anchors import Anchor
from workbench.core.values import Scalar
from workbench.errors import Text


@dataclass(frozen=True)
class Suggestion:
    """A score 0 to 4 for a factor, with its working."""

    factor: str
    score: int
    working: Text


def suggestions(case: Case, pack: Pack, measured: Iterable[Anchor]) -> dict[str, Suggestion]:
    """Return the scores before controls that facts suggest, by factor; a factor without its fact has none.

    Args:
        case: What officers said of plan and programme.
        pack: Cues.
        measured: Scores that follow from the numbers of the application.
    """
    found = {one.factor: Suggestion(one.factor, one.score, _working(one)) for one in measured}
    for cue in _cued(pack, _concluded(case, pack)):
        found.setdefault(cue.factor, cue)
    return {code: found[code] for code in pack.factors if code in found}


def _working(one: Anchor) -> Text:
    row, data = one.band, one.band.data
    sign = (">" if data["strict"] else "≥") if data["falling"] else ("<" if data["strict"] else "≤")
    limits = " / ".join(f"{sign}{_shown(fraction(data[f'limit_{n}']) or Fraction(0))}" for n in range(HIGHEST_SCORE))
    told = Text("无法疏散", "no way out") if one.value is None else Text(_shown(one.value), _shown(one.value))
    return Text(
        f"{row.text.zh} {told.zh}；{limits} → 0/1/2/3，建议 {one.score} 分",
        f"{row.text.en} {told.en}; {limits} → 0/1/2/3: {one.score} suggested",
    )


def _shown(value: Fraction) -> str:
    return f"{float(value):.3f}".rstrip("0").rstrip(".")


def _cued(pack: Pack, facts: Mapping[str, Scalar]) -> Iterator[Suggestion]:
    done: set[str] = set()
    for row in choices(pack, "factor_cues").values():
        factor = str(row.data["factor"])
        if factor in done or factor not in pack.factors or row.when is None or not row.when.test(facts):
            continue
        done.add(factor)
        score = int(number_of(row.data["score"]) or 0)
        yield Suggestion(factor, score, Text(f"{row.text.zh}，建议 {score} 分", f"{row.text.en}: {score} suggested"))


def _concluded(case: Case, pack: Pack) -> dict[str, Scalar]:
    """Return what officers said of plan and programme, counted; nothing of a programme that is not there."""
    scores = Counter(said.score for said in case.plan.values() if said.score is not None)
    facts: dict[str, Scalar] = {
        "case.plan_zeros": scores[0],
        "case.plan_ones": scores[1],
        "case.plan_open": len(pack.plan) - sum(scores.values()),
    }
    numbers = [str(row["no"]) for row in case.application.rows("programme")]
    if not numbers:
        return facts
    kinds = Counter(_stand(case, no, pack) for no in numbers)
    names = ("open", "barred", "consulted", "advised", "changed")
    return {**facts, **{f"case.acts_{name}": kinds[name] for name in names}}


def _stand(case: Case, no: str, pack: Pack) -> str:
    """Return where an item of the programme stands, by how its verdict counts in the pack."""
    said = case.programme.get(no)
    if said is None:
        return "open"
    counts = str(choices(pack, "programme_verdicts")[said.verdict].data["counts"])
    if counts == "refuse":
        return "barred"
    if counts == "consult":
        return "consulted"
    if counts == "pass":
        return "passed"
    answer = case.answers.get(no)
    return "changed" if answer is not None and answer.accepted else "advised"
