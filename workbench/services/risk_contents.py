"""Content of the risk report: scores, index before and after control measures, level and floors, with the working."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from reports import risk_report
from reports.blocks import Document
from reports.issue import Issue
from reports.risk_report import (
    DimensionLine,
    Doubt,
    EvidenceLine,
    FactorLine,
    LevelLine,
    MatrixFigure,
    MeasureLine,
    OpinionLine,
    People,
    RiskReport,
)
from reports.wording import day_zh, filled
from workbench.core import risk, risk_opinions
from workbench.core.facts import day_of, number_of
from workbench.core.pack import Choice
from workbench.services.clocks import local_day
from workbench.services.looking import Look
from workbench.services.risk_desk import view_of
from workbench.services.views_risk import FactorDeskView, MeasureView, OpinionView, RiskDeskView
from workbench.services.wording import level_name

_NONE = date(1, 1, 1)
_HUNDRED = Decimal(100)
_WIDEST = 8
"""Lines of the tornado."""


def risk_document(look: Look, issue: Issue, texts: Mapping[str, str]) -> Document:
    """Return the risk report of a case as blocks."""
    return risk_report.document(risk_content(look, issue, texts), texts)


def risk_content(look: Look, issue: Issue, texts: Mapping[str, str]) -> RiskReport:
    """Return the content of the risk report; what is not scored yet stays open and is never read as low."""
    fields, found = look.application.fields, look.risk
    view = view_of(look)
    level = look.case.level.level if look.case.level else found.level.computed
    lines = [*risk.working(found.after), *found.level.reasons]
    return RiskReport(
        issue=issue,
        event=str(fields.get("ev.name") or ""),
        first_day=day_of(fields.get("ev.start_date")) or _NONE,
        last_day=day_of(fields.get("ev.end_date")) or _NONE,
        place=str(fields.get("loc.name") or ""),
        pack=f"{look.pack.title.zh} {look.pack.version}",
        before=_level(look, found.before.value, view.level_before),
        after=_level(look, found.after.value, level),
        dimensions=tuple(_dimensions(look)),
        factors=tuple(_factor(look, f) for f in view.factors),
        limits=tuple(sorted(b for b in (number_of(r.data["lower"]) for r in _levels(look)) if b)),
        steps=tuple(line.zh for line in lines),
        advice=_posture(look, level),
        signers=(look.case.officer_name,) if look.case.officer_name else (),
        people=_people(look),
        doubt=_doubt(look, view, texts),
        opinions=tuple(_opinion(look, one) for one in view.opinions),
        matrix=next((_matrix(look, one) for one in view.opinions if one.cells), None),
        measures=tuple(_measure(look, one) for one in view.measures if one.taken),
        evidence=tuple(_evidence(look, view)),
        seats=_seats(view, texts),
        model=view.model,
    )


def _people(look: Look) -> People | None:
    """Return the limits of the crowd sums; nothing where none of them can be told."""
    held = look.assessment.crowd.capacity
    if held.ceiling is None:
        return None
    binding = {row.code for row in held.limiting}
    lines = tuple((row.text.zh, persons, row.code in binding) for row, persons in held.limits)
    gaps = tuple(gap.zh for gap in held.gaps)
    return People(lines, held.persons, held.expected, held.requested, gaps)


def _doubt(look: Look, view: RiskDeskView, texts: Mapping[str, str]) -> Doubt:
    sampled = view.distribution
    middle = view.index_after if view.index_after is not None else sum(view.range_after, Decimal(0)) / 2
    shares = ((level_name(look.pack, level).zh, share) for level, share in sampled.levels)
    return Doubt(
        counts=sampled.counts,
        seed=sampled.seed,
        samples=sampled.samples,
        marks=(("P5", sampled.p5), ("P50", sampled.p50), ("P95", sampled.p95)),
        shares=tuple(f"{name} {share:.0%}" for name, share in shares if share),
        levels=tuple((float(lower), level) for level, lower in view.bounds),
        base=float(middle),
        lines=tuple((f"{s.code} {s.title.zh}", float(s.low), float(s.high)) for s in view.tornado[:_WIDEST]),
        flips=tuple(_flips(look, view, texts)),
    )


def _flips(look: Look, view: RiskDeskView, texts: Mapping[str, str]) -> Iterator[str]:
    """Tell what single steps would do: those that change the level one by one, else how far the index moves."""
    if not view.flips_known or not view.steps:
        yield texts["flips_unknown"]
        return
    for step in view.flips:
        told = {"factor": f"{step.code}{step.title.zh}", "before": str(step.before), "after": str(step.after)}
        name = level_name(look.pack, step.level).zh
        yield filled(texts["flip"], {**told, "index": str(step.index), "level": name})
    if not view.flips:
        indices = [step.index for step in view.steps]
        yield filled(texts["flips_none"], {"low": str(min(indices)), "high": str(max(indices))})
    yield filled(texts["border"], {"up": _points(view.up), "down": _points(view.down)})


def _points(value: Decimal | None) -> str:
    return "—" if value is None else str(value)


def _opinion(look: Look, one: OpinionView) -> OpinionLine:
    levels = "、".join(level_name(look.pack, level).zh for level in one.levels)
    return OpinionLine(one.title.zh, levels or "—", one.figure.zh, one.why.zh, one.differs)


def _matrix(look: Look, one: OpinionView) -> MatrixFigure:
    """Return the rule matrix; a colour stands as the lowest level that it allows."""
    lists = look.pack.lists
    level = {code: max(risk_opinions.levels_of(row)) for code, row in lists["risk_colours"].items()}
    return MatrixFigure(
        levels=tuple(tuple(level[colour] for colour in row) for row in one.cells),
        rows=tuple(row.text.zh for row in lists["risk_matrix"].values()),
        columns=tuple(row.text.zh for row in lists["risk_likelihoods"].values()),
        cell=one.marked,
    )


def _measure(look: Look, one: MeasureView) -> MeasureLine:
    moments = look.pack.lists["condition_moments"]
    moment = moments[one.moment].text.zh if one.moment in moments else one.moment
    due = day_zh(one.due.date()) if one.due else moment
    factors = "、".join(f"{code} −{steps}" for code, steps in one.reductions)
    return MeasureLine(one.text or one.title.zh, factors, one.owner, due, one.evidence)


def _evidence(look: Look, view: RiskDeskView) -> Iterator[EvidenceLine]:
    """Yield the papers that scores name, with the first digits of their fingerprints."""
    rests: dict[str, list[str]] = {}
    for factor in view.factors:
        for name in factor.references:
            rests.setdefault(name, []).append(factor.code)
    items = {str(row["file"]): str(row["item"]) for row in look.case.application.rows("materials") if row["file"]}
    for name, factors in rests.items():
        file = look.case.application.attachment(name)
        yield EvidenceLine(name, items.get(name, "—"), "、".join(factors), file.sha256[:8] if file else "—")


def _seats(view: RiskDeskView, texts: Mapping[str, str]) -> str:
    seats = view.seats
    if not seats.open or seats.at is None:
        return texts["seats_closed"]
    later = sum(factor.later for factor in view.factors)
    told = {"by": seats.by, "at": day_zh(local_day(seats.at)), "unscored": str(seats.unscored_then)}
    return filled(
        texts["seats_open"],
        {**told, "later": str(later), "step": str(seats.gap_step), "open": str(len(seats.gaps_open))},
    )


def _levels(look: Look) -> tuple[Choice, ...]:
    return tuple(look.pack.lists["risk_levels"].values())


def _level(look: Look, index: Decimal | None, level: int | None) -> LevelLine:
    """Return an index with its level; without a given level the index alone decides."""
    rows = _levels(look)
    if level is None and index is not None:
        level = min(int(str(r.data["level"])) for r in rows if index >= (number_of(r.data["lower"]) or 0))
    return LevelLine(index, level or 0, level_name(look.pack, level).zh)


def _posture(look: Look, level: int | None) -> str:
    return next((str(r.data["posture_zh"]) for r in _levels(look) if r.data["level"] == level), "")


def _dimensions(look: Look) -> Iterator[DimensionLine]:
    before = {s.dimension.code: s for s in look.risk.before.shares}
    for share in look.risk.after.shares:
        code = share.dimension.code
        own = [f.code for f in look.pack.factors.values() if f.dimension == code]
        scored = [c for c in own if c in look.case.factors and look.case.factors[c].after is not None]
        left_out = [c for c in own if c in look.case.factors and look.case.factors[c].not_applicable]
        whole = len(scored) + len(left_out) == len(own)
        yield DimensionLine(
            code=code,
            title=share.dimension.text.zh,
            weight=share.weight,
            factors=len(own) - len(left_out),
            scored=len(scored),
            before=before[code].share * _HUNDRED if whole else None,
            after=share.share * _HUNDRED if whole else None,
        )


def _factor(look: Look, factor: FactorDeskView) -> FactorLine:
    taken = [measure.text.zh for code, measure in look.pack.lists["measures"].items() if code in factor.measures]
    return FactorLine(
        code=factor.code,
        dimension=look.pack.dimensions[factor.dimension].text.zh,
        title=factor.title.zh,
        critical=factor.critical,
        before=factor.before,
        after=factor.after,
        evidence="；".join(text for text in (factor.evidence, *factor.references) if text),
        control="；".join(text for text in (*taken, factor.note, factor.gap_note) if text),
        not_applicable=factor.not_applicable,
        confidence=factor.confidence,
        agency=_theirs(factor),
    )


def _theirs(factor: FactorDeskView) -> str:
    """Return the agency's pair of scores; empty while its column is closed or it gave none."""
    theirs = factor.agency
    if theirs is None or theirs.before is None:
        return ""
    return f"{theirs.before}/{'—' if theirs.after is None else theirs.after}"
