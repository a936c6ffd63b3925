"""The library of control measures: what each would do to the index, and the condition that a taken one has written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from workbench.core import risk
from workbench.core.case import Case
from workbench.core.commands import ApplyMeasure, Reduction
from workbench.core.facts import number_of
from workbench.core.pack import Choice
from workbench.core.parameters import choices
from workbench.core.parts_risk import MeasureUse, condition_of, lowered
from workbench.errors import Text
from workbench.services.looking import Look
from workbench.services.views_risk import MeasureView
from workbench.services.wording import text_of


def measure_command(look: Look, measure: str, owner: str, moment: str, evidence: str) -> ApplyMeasure:
    """Return the command that takes a measure at its full reach on every factor that is scored."""
    row = choices(look.pack, "measures")[measure]
    reductions = tuple(_reach(look.case, row))
    return ApplyMeasure(look.case.id, measure, reductions, evidence, owner, moment)


def linked(row: Choice) -> tuple[str, ...]:
    """Return the factors that a measure may lower."""
    codes = row.data["factors"]
    return tuple(str(code) for code in codes) if isinstance(codes, tuple | list) else ()


def _reach(case: Case, row: Choice) -> Iterator[Reduction]:
    most = int(number_of(row.data["reduction"]) or 0)
    for code in linked(row):
        said = case.factors.get(code)
        if said is None or not said.not_applicable:
            yield Reduction(code, most)


def measure_view(look: Look, row: Choice, weights: Mapping[str, Fraction]) -> MeasureView:
    """Return a measure of the library as it stands in a case; ``weights`` are points of the index per step."""
    case = look.case
    use = case.measures.get(row.code)
    condition = condition_of(row.code)
    written = case.conditions.get(condition)
    return MeasureView(
        code=row.code,
        title=row.text,
        factors=linked(row),
        most=int(number_of(row.data["reduction"]) or 0),
        evidence_wanted=_bilingual(row, "evidence"),
        taken=use is not None,
        effect=_effect(case, row, weights),
        evidence=use.evidence if use else "",
        owner=(written.owner if written else use.owner) if use else "",
        moment=(written.moment if written else use.moment) if use else "",
        due=(written.due if written else use.due) if use else None,
        text=(written.text if written else use.text) if use else "",
        references=use.references if use else (),
        reductions=tuple((one.factor, one.steps) for one in use.reductions) if use else (),
        condition=condition if written else "",
    )


def _bilingual(row: Choice, name: str) -> Text:
    return Text(text_of(row.data.get(f"{name}_zh")), text_of(row.data.get(f"{name}_en")))


def _effect(case: Case, row: Choice, weights: Mapping[str, Fraction]) -> Decimal | None:
    """Return how the index moves when the measure is ticked or taken back; ``None`` without a scored factor."""
    use = case.measures.get(row.code)
    tried = MeasureUse(tuple(_reach(case, row)), "", "", "")
    rest = {name: one for name, one in case.measures.items() if name != row.code}
    moved = [
        weights[code] * change
        for code in linked(row)
        if code in weights and (change := _change(case, code, rest, use or tried, taken=use is not None)) is not None
    ]
    return risk.rounded(sum(moved, Fraction(0))) if moved else None


def _change(case: Case, code: str, rest: Mapping[str, MeasureUse], use: MeasureUse, *, taken: bool) -> int | None:
    said = case.factors.get(code)
    if said is None or said.before is None:
        return None
    now = said.before if said.after is None else said.after
    without = lowered(rest, code, said.before)
    with_it = lowered({**rest, "": use}, code, said.before)
    if taken:
        return without - now if now == with_it else 0
    return min(now, with_it) - now
