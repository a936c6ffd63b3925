"""Scores that follow from facts and from what officers said elsewhere: suggestions, always with their working.

Source:
    Office default of the pack: bands of factors (``factor_bands``) and cues (``factor_cues``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from workbench.core import risk
from workbench.core.case import Case
from workbench.core.facts import condition_facts, day_of, number_of
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import choices
from workbench.core.values import Application, Scalar
from workbench.errors import Text

_LIMITS = 4


@dataclass(frozen=True)
class Suggestion:
    """A score 0 to 4 for a factor, with its working."""

    factor: str
    score: int
    working: Text


def suggestions(case: Case, application: Application, pack: Pack, more: Mapping[str, Scalar]) -> dict[str, Suggestion]:
    """Return the scores before controls that facts suggest, by factor; a factor without its fact has none.

    Args:
        case: What officers said of plan and programme.
        application: The application with the governing values.
        pack: Bands and cues.
        more: Facts worked out elsewhere (capacity, egress, staffing); ``None`` = could not be told.
    """
    facts = {**condition_facts(application, pack), **_measured(application), **more}
    found = {s.factor: s for s in _banded(pack, facts)}
    for cue in _cued(pack, {**facts, **_concluded(case, pack)}):
        found.setdefault(cue.factor, cue)
    return found


def _measured(application: Application) -> dict[str, Scalar]:
    fields = application.fields
    applied, first = day_of(fields.get("app.date")), day_of(fields.get("ev.start_date"))
    need, spaces = number_of(fields.get("tr.parking_need")), number_of(fields.get("tr.parking"))
    return {
        "case.headcount": risk.headcount(application),
        "case.max_density": risk.largest_density(application),
        "case.lead_days": (first - applied).days if first and applied else None,
        "case.parking_ratio": need / spaces if need is not None and spaces else None,
    }


def _banded(pack: Pack, facts: Mapping[str, Scalar]) -> Iterator[Suggestion]:
    for code, row in choices(pack, "factor_bands").items():
        value = number_of(facts.get(str(row.data["fact"])))
        if value is not None and code in pack.factors:
            score = band(row, value)
            yield Suggestion(code, score, _working(row, value, score))


def band(row: Choice, value: Decimal) -> int:
    """Return the score of a value: the first limit it keeps gives the score, none of them the highest."""
    limits = [number_of(row.data[f"limit_{n}"]) or Decimal(0) for n in range(_LIMITS)]
    falling, strict = bool(row.data["falling"]), bool(row.data["strict"])
    kept = (n for n, limit in enumerate(limits) if _keeps(value, limit, falling=falling, strict=strict))
    return min(next(kept, _LIMITS), int(number_of(row.data["highest"]) or _LIMITS))


def _keeps(value: Decimal, limit: Decimal, *, falling: bool, strict: bool) -> bool:
    if falling:
        return value > limit if strict else value >= limit
    return value < limit if strict else value <= limit


def _working(row: Choice, value: Decimal, score: int) -> Text:
    falling, strict = row.data["falling"], row.data["strict"]
    sign = (">" if strict else "≥") if falling else ("<" if strict else "≤")
    limits = " / ".join(f"{sign}{_shown(number_of(row.data[f'limit_{n}']) or Decimal(0))}" for n in range(_LIMITS))
    told = _shown(value)
    return Text(
        f"{row.text.zh} {told}；{limits} → 0/1/2/3，建议 {score} 分",
        f"{row.text.en} {told}; {limits} → 0/1/2/3: {score} suggested",
    )


def _shown(value: Decimal) -> str:
    exact = value.normalize()
    return f"{exact:f}" if exact == value.quantize(Decimal("0.001")) else f"{value:.3f}"


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
