"""The risk of a case as officers work on it: scores, suggestions, ranges, what would change the level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from workbench.core import risk, risk_accidents, risk_model, risk_opinions, risk_steps, risk_suggest
from workbench.core.case import Case
from workbench.core.case_parts import FactorScore
from workbench.core.pack import Factor
from workbench.core.parameters import choices, number
from workbench.core.parts_risk import lowered
from workbench.core.risk_accidents import Resemblance
from workbench.core.risk_model import Range
from workbench.core.risk_suggest import Suggestion
from workbench.errors import Text
from workbench.services import access
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.risk_dimensions import dimensions
from workbench.services.risk_measures import measure_view
from workbench.services.risk_seats import agency_view, seats_of
from workbench.services.views import Person
from workbench.services.views_risk import (
    DistributionView,
    FactorDeskView,
    OpinionView,
    ResemblanceView,
    RiskDeskView,
    StepView,
    SuggestionView,
    SwingView,
)

SAMPLES = "risk_samples"


def risk_view(desk: Desk, person: Person, case: str) -> RiskDeskView:
    """Return everything about the risk of a case.

    Args:
        desk: The opened office.
        person: Who looks.
        case: Identifier of the case.

    Raises:
        NotAllowedError: The person may not read cases.
        StorageError: There is no such case.
    """
    access.require(desk.pack, person, "read_case")
    return view_of(Look(desk, desk.case(case)))


def view_of(look: Look) -> RiskDeskView:
    """Return the risk of a case as it stands."""
    case, pack, found = look.case, look.pack, look.risk
    hints = suggested(look)
    least = {code: hint.score for code, hint in hints.items()}
    ranges = risk_model.ranges(pack, case.factors, least, after=True)
    weights = risk.coefficients(pack, _left_out(case))
    ends = _ends(ranges, weights)
    steps = tuple(_steps(look))
    alike = risk_accidents.resembling(pack, risk_accidents.features_of(pack, _scored(case)))
    chosen, computed = case.level, found.level.computed
    border = risk_steps.Border(None, None) if found.after.value is None else risk_steps.border(pack, found.after.value)
    return RiskDeskView(
        case=case.id,
        version=case.version,
        dismissed=tuple(case.neighbours),
        model=risk_model.version(pack),
        factors=tuple(_factor(look, f, ranges, weights, hints.get(f.code)) for f in pack.factors.values()),
        dimensions=tuple(dimensions(look)),
        seats=seats_of(look),
        measures=tuple(measure_view(look, row, weights) for row in choices(pack, "measures").values()),
        index_before=found.before.value,
        index_after=found.after.value,
        range_before=_ends(risk_model.ranges(pack, case.factors, least, after=False), weights),
        range_after=ends,
        level_before=_level_before(look),
        computed=computed,
        floor=found.level.floor,
        floor_reasons=found.level.reasons,
        unknown=found.level.unknown,
        level=chosen.level if chosen else None,
        level_reason=chosen.reason if chosen else "",
        level_approver=(chosen.approver_name or chosen.approver) if chosen else "",
        lowered=chosen is not None and computed is not None and chosen.level > computed,
        levels_possible=_possible(look, ranges, ends),
        bounds=risk.bounds(pack),
        working=risk.working(found.after),
        distribution=distribution(look, ranges, weights),
        tornado=tuple(_tornado(look, ranges, weights)),
        steps=steps,
        flips=tuple(step for step in steps if step.flips),
        flips_known=found.after.value is not None,
        down=border.down,
        up=border.up,
        opinions=tuple(_opinions(look, alike)),
        accidents=tuple(_accident(look, one) for one in alike),
    )


def _left_out(case: Case) -> frozenset[str]:
    return frozenset(code for code, said in case.factors.items() if said.not_applicable)


def suggested(look: Look) -> dict[str, Suggestion]:
    """Return the scores that facts suggest, by factor."""
    case, pack, assessment = look.case, look.pack, look.assessment
    objects = (assessment, pack, case.plan, case.programme, case.answers)
    crowd = assessment.crowd
    return look.desk.memo.take(
        f"risk suggestions {case.id}",
        objects,
        (),
        lambda: risk_suggest.suggestions(case, pack, crowd.anchors if crowd else ()),
    )


def _factor(
    look: Look,
    factor: Factor,
    ranges: Mapping[str, Range],
    weights: Mapping[str, Fraction],
    hint: Suggestion | None,
) -> FactorDeskView:
    case, code = look.case, factor.code
    said = case.factors.get(code, FactorScore(None, None))
    low, _, high = ranges.get(code, (Decimal(0),) * 3)
    act = case.acts.get(f"factors:{code}")
    return FactorDeskView(
        code=code,
        dimension=factor.dimension,
        title=factor.text,
        critical=factor.critical,
        anchors=factor.anchors,
        before=said.before,
        after=said.after,
        not_applicable=said.not_applicable,
        confidence=said.confidence,
        evidence=said.evidence,
        references=said.references,
        note=said.note,
        gap_note=said.gap_note,
        low=low,
        high=high,
        weight=risk.rounded(weights.get(code, Fraction(0))),
        suggestion=_suggestion(hint, said),
        agency=agency_view(look, code),
        measures=tuple(name for name, use in case.measures.items() if use.steps(code)),
        later=code in case.seats.later,
        unexplained=_unexplained(case, code, said),
        by=act.name if act else "",
        at=act.at if act else None,
    )


def _suggestion(hint: Suggestion | None, said: FactorScore) -> SuggestionView | None:
    if hint is None or said.not_applicable:
        return None
    return SuggestionView(hint.score, hint.working, said.before is not None and said.before != hint.score)


def _unexplained(case: Case, code: str, said: FactorScore) -> bool:
    """Whether a reduction goes further than the measures taken allow."""
    if said.before is None or said.after is None or said.after >= said.before:
        return False
    return said.after < lowered(case.measures, code, said.before)


def _ends(ranges: Mapping[str, Range], weights: Mapping[str, Fraction]) -> tuple[Decimal, Decimal]:
    """Return the bounds of the index; where no factor applies nothing is known of it."""
    if not ranges:
        return Decimal(0), Decimal(100)
    low, high = (sum((weights[c] * risk_steps.exact(r[end]) for c, r in ranges.items()), Fraction(0)) for end in (0, 2))
    return risk.rounded(low), risk.rounded(high)


def _level_before(look: Look) -> int | None:
    before = {code: said.before for code, said in look.case.factors.items()}
    return risk.level(look.pack, look.floors, look.risk.before, before).computed


def _possible(look: Look, ranges: Mapping[str, Range], ends: tuple[Decimal, Decimal]) -> tuple[int, int]:
    """Return the levels at the low and at the high end of the ranges; a critical factor scored 4 stays one."""
    levels = []
    for end, index in zip((0, 2), ends, strict=True):
        reached = {
            code: risk.HIGHEST_SCORE if r[end] >= risk.HIGHEST_SCORE or r[1] >= risk.HIGHEST_SCORE else 0
            for code, r in ranges.items()
        }
        from_index = risk.level_of(look.pack, index)
        floor = look.floors.at(risk.critical_fours(look.pack, reached)).level
        levels.append(min(from_index, floor or from_index))
    return levels[0], levels[1]


def distribution(look: Look, ranges: Mapping[str, Range], weights: Mapping[str, Fraction]) -> DistributionView:
    """Return the sampling of the ranges; its seed follows from the number of the case."""
    from workbench.core import uncertainty

    pack = look.pack
    nothing = (Decimal(0),) * 3
    doubts = []
    for code, factor in pack.factors.items():
        low, point, high = (float(end) for end in ranges.get(code, nothing))
        weight = float(weights.get(code, 0))
        doubts.append(uncertainty.Doubt(code, weight, low, point, high, factor.critical and code in ranges))
    critical = sum(factor.critical for factor in pack.factors.values())
    steps = risk.bounds(pack)
    ladder = uncertainty.Ladder(
        tuple(float(lower) for _, lower in steps),
        tuple(level for level, _ in steps),
        tuple(look.floors.at(fours).level for fours in range(critical + 1)),
    )
    seed, samples = uncertainty.seed_of(look.case.number), int(number(pack, SAMPLES))
    found = uncertainty.sampled(doubts, ladder, seed, samples)
    return DistributionView(found.seed, found.samples, found.p5, found.p50, found.p95, found.counts, found.levels)


def _tornado(look: Look, ranges: Mapping[str, Range], weights: Mapping[str, Fraction]) -> Iterator[SwingView]:
    missing = look.risk.after.missing
    for swing in risk_steps.swings(weights, ranges):
        title = look.pack.factors[swing.factor].text
        yield SwingView(swing.factor, title, swing.low, swing.high, swing.factor not in missing)


def _steps(look: Look) -> Iterator[StepView]:
    after = {code: said.after for code, said in look.case.factors.items()}
    for step in risk_steps.steps(look.pack, look.floors, after, _left_out(look.case)):
        title = look.pack.factors[step.factor].text
        yield StepView(step.factor, title, step.before, step.after, step.index, step.level, step.flips)


def _scored(case: Case) -> dict[str, int]:
    return {code: said.after for code, said in case.factors.items() if said.after is not None}


def _opinions(look: Look, alike: tuple[Resemblance, ...]) -> Iterator[OpinionView]:
    """Yield the second opinions beside the weighted index; they differ from the level set, else the computed one."""
    pack, scores = look.pack, _scored(look.case)
    main = look.level
    found = (
        risk_opinions.red_lines(pack, look.floors.at(risk.critical_fours(pack, scores))),
        risk_opinions.rule_matrix(pack, scores),
        risk_opinions.dim_ice(pack, scores, _left_out(look.case)),
        risk_opinions.resemblance(pack, alike),
    )
    for one in found:
        matrix = risk_opinions.matrix_of(pack) if one.cell else None
        yield OpinionView(
            *(one.code, one.title, one.levels, one.figure, one.why),
            differs=one.differs(main),
            details=one.details,
            cells=matrix.rows if matrix else (),
            marked=(matrix.size - one.cell[1], one.cell[0] - 1) if matrix and one.cell else None,
        )


def _accident(look: Look, one: Resemblance) -> ResemblanceView:
    features, data = choices(look.pack, "accident_features"), one.row.data
    dead, injured = data.get("dead"), data.get("injured")
    hurt = (f"，{injured} 伤", f", {injured} injured") if injured else ("", "")
    return ResemblanceView(
        code=one.row.code,
        title=one.row.text,
        outcome=Text(f"{dead} 死{hurt[0]}", f"{dead} dead{hurt[1]}"),
        share=Decimal(one.share.numerator) / one.share.denominator,
        shared=tuple(features[code].text for code in one.shared if code in features),
        mark=one.row.mark,
    )
