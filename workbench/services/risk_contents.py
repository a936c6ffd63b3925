"""Content of the risk report: scores, index before and after control measures, level and floors, with the working."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
from reports.wording import day_en, day_zh, filled
from workbench.core import risk, risk_opinions
from workbench.core.facts import day_of, number_of
from workbench.core.pack import Choice
from workbench.errors import Text
from workbench.services.clocks import local_day
from workbench.services.looking import Look
from workbench.services.risk_desk import view_of
from workbench.services.views_risk import FactorDeskView, MeasureView, OpinionView, RiskDeskView
from workbench.services.wording import level_name

_NONE = date(1, 1, 1)
_HUNDRED = Decimal(100)
_WIDEST = 8
"""Lines of the tornado."""


@dataclass(frozen=True)
class _Told:
    """A case told in a language, ``zh`` or ``en``; what people wrote stays as they wrote it."""

    look: Look
    language: str

    def said(self, text: Text) -> str:
        return text.in_language(self.language)

    def day(self, day: date) -> str:
        return day_en(day) if self.language == "en" else day_zh(day)

    def named(self, code: str, title: Text) -> str:
        return f"{code}{' ' if self.language == 'en' else ''}{self.said(title)}"

    def short(self, dimension: str) -> str:
        """Return a dimension for a narrow column: its English name has no room there, the code stands in a table."""
        return dimension if self.language == "en" else self.look.pack.dimensions[dimension].text.zh

    def listed(self, names: Iterable[str]) -> str:
        return (", " if self.language == "en" else "、").join(names)

    def parted(self, texts: Iterable[str]) -> str:
        return ("; " if self.language == "en" else "；").join(text for text in texts if text)


def risk_document(look: Look, issue: Issue, texts: Mapping[str, str], language: str = "zh") -> Document:
    """Return the risk report of a case as blocks, in the language of ``texts``."""
    return risk_report.document(risk_content(look, issue, texts, language), texts)


def risk_content(look: Look, issue: Issue, texts: Mapping[str, str], language: str = "zh") -> RiskReport:
    """Return the content of the risk report; what is not scored yet stays open and is never read as low."""
    fields, found = look.application.fields, look.risk
    view, told = view_of(look), _Told(look, language)
    level = look.case.level.level if look.case.level else found.level.computed
    lines = [*risk.working(found.after), *found.level.reasons]
    return RiskReport(
        issue=issue,
        event=str(fields.get("ev.name") or ""),
        first_day=day_of(fields.get("ev.start_date")) or _NONE,
        last_day=day_of(fields.get("ev.end_date")) or _NONE,
        place=str(fields.get("loc.name") or ""),
        pack=f"{told.said(look.pack.title)} {look.pack.version}",
        before=_level(told, found.before.value, view.level_before),
        after=_level(told, found.after.value, level),
        dimensions=tuple(_dimensions(told)),
        factors=tuple(_factor(told, f) for f in view.factors),
        limits=tuple(sorted(b for b in (number_of(r.data["lower"]) for r in _levels(look)) if b)),
        steps=tuple(told.said(line) for line in lines),
        advice=_posture(told, level),
        signers=(look.case.officer_name,) if look.case.officer_name else (),
        people=_people(told),
        doubt=_doubt(told, view, texts),
        opinions=tuple(_opinion(told, one) for one in view.opinions),
        matrix=next((_matrix(told, one) for one in view.opinions if one.cells), None),
        measures=tuple(_measure(told, one) for one in view.measures if one.taken),
        evidence=tuple(_evidence(told, view)),
        seats=_seats(told, view, texts),
        model=view.model,
        language=language,
    )


def _people(told: _Told) -> People | None:
    """Return the limits of the crowd sums; nothing where none of them can be told."""
    held = told.look.assessment.crowd.capacity
    if held.ceiling is None:
        return None
    binding = {row.code for row in held.limiting}
    lines = tuple((told.said(row.text), persons, row.code in binding) for row, persons in held.limits)
    gaps = tuple(told.said(gap) for gap in held.gaps)
    return People(lines, held.persons, held.expected, held.requested, gaps)


def _doubt(told: _Told, view: RiskDeskView, texts: Mapping[str, str]) -> Doubt:
    sampled = view.distribution
    middle = view.index_after if view.index_after is not None else sum(view.range_after, Decimal(0)) / 2
    shares = ((told.said(level_name(told.look.pack, level)), share) for level, share in sampled.levels)
    return Doubt(
        counts=sampled.counts,
        seed=sampled.seed,
        samples=sampled.samples,
        marks=(("P5", sampled.p5), ("P50", sampled.p50), ("P95", sampled.p95)),
        shares=tuple(f"{name} {share:.0%}" for name, share in shares if share),
        levels=tuple((float(lower), level) for level, lower in view.bounds),
        base=float(middle),
        lines=tuple((f"{s.code} {told.said(s.title)}", float(s.low), float(s.high)) for s in view.tornado[:_WIDEST]),
        flips=tuple(_flips(told, view, texts)),
    )


def _flips(told: _Told, view: RiskDeskView, texts: Mapping[str, str]) -> Iterator[str]:
    """Tell what single steps would do: those that change the level one by one, else how far the index moves."""
    if not view.flips_known or not view.steps:
        yield texts["flips_unknown"]
        return
    for step in view.flips:
        values = {"factor": told.named(step.code, step.title), "before": str(step.before), "after": str(step.after)}
        name = told.said(level_name(told.look.pack, step.level))
        yield filled(texts["flip"], {**values, "index": str(step.index), "level": name})
    if not view.flips:
        indices = [step.index for step in view.steps]
        yield filled(texts["flips_none"], {"low": str(min(indices)), "high": str(max(indices))})
    yield filled(texts["border"], {"up": _points(view.up), "down": _points(view.down)})


def _points(value: Decimal | None) -> str:
    return "—" if value is None else str(value)


def _opinion(told: _Told, one: OpinionView) -> OpinionLine:
    levels = told.listed(told.said(level_name(told.look.pack, level)) for level in one.levels)
    return OpinionLine(told.said(one.title), levels or "—", told.said(one.figure), told.said(one.why), one.differs)


def _matrix(told: _Told, one: OpinionView) -> MatrixFigure:
    """Return the rule matrix; a colour stands as the lowest level that it allows."""
    lists = told.look.pack.lists
    level = {code: max(risk_opinions.levels_of(row)) for code, row in lists["risk_colours"].items()}
    return MatrixFigure(
        levels=tuple(tuple(level[colour] for colour in row) for row in one.cells),
        rows=tuple(told.said(row.text) for row in lists["risk_matrix"].values()),
        columns=tuple(told.said(row.text) for row in lists["risk_likelihoods"].values()),
        cell=one.marked,
    )


def _measure(told: _Told, one: MeasureView) -> MeasureLine:
    moments = told.look.pack.lists["condition_moments"]
    moment = told.said(moments[one.moment].text) if one.moment in moments else one.moment
    due = told.day(one.due.date()) if one.due else moment
    factors = told.listed(f"{code} −{steps}" for code, steps in one.reductions)
    return MeasureLine(one.text or told.said(one.title), factors, one.owner, due, one.evidence)


def _evidence(told: _Told, view: RiskDeskView) -> Iterator[EvidenceLine]:
    """Yield the papers that scores name, with the first digits of their fingerprints."""
    rests: dict[str, list[str]] = {}
    for factor in view.factors:
        for name in factor.references:
            rests.setdefault(name, []).append(factor.code)
    items = {str(row["file"]): str(row["item"]) for row in told.look.case.application.rows("materials") if row["file"]}
    for name, factors in rests.items():
        file = told.look.case.application.attachment(name)
        yield EvidenceLine(name, items.get(name, "—"), told.listed(factors), file.sha256[:8] if file else "—")


def _seats(told: _Told, view: RiskDeskView, texts: Mapping[str, str]) -> str:
    seats = view.seats
    if not seats.open or seats.at is None:
        return texts["seats_closed"]
    later = sum(factor.later for factor in view.factors)
    values = {"by": seats.by, "at": told.day(local_day(seats.at)), "unscored": str(seats.unscored_then)}
    return filled(
        texts["seats_open"],
        {**values, "later": str(later), "step": str(seats.gap_step), "open": str(len(seats.gaps_open))},
    )


def _levels(look: Look) -> tuple[Choice, ...]:
    return tuple(look.pack.lists["risk_levels"].values())


def _level(told: _Told, index: Decimal | None, level: int | None) -> LevelLine:
    """Return an index with its level; without a given level the index alone decides."""
    rows = _levels(told.look)
    if level is None and index is not None:
        level = min(int(str(r.data["level"])) for r in rows if index >= (number_of(r.data["lower"]) or 0))
    return LevelLine(index, level or 0, told.said(level_name(told.look.pack, level)))


def _posture(told: _Told, level: int | None) -> str:
    return next((str(r.data[f"posture_{told.language}"]) for r in _levels(told.look) if r.data["level"] == level), "")


def _dimensions(told: _Told) -> Iterator[DimensionLine]:
    before = {s.dimension.code: s for s in told.look.risk.before.shares}
    for share in told.look.risk.after.shares:
        code = share.dimension.code
        own = [f.code for f in told.look.pack.factors.values() if f.dimension == code]
        scored = [c for c in own if c in told.look.case.factors and told.look.case.factors[c].after is not None]
        left_out = [c for c in own if c in told.look.case.factors and told.look.case.factors[c].not_applicable]
        whole = len(scored) + len(left_out) == len(own)
        yield DimensionLine(
            code=code,
            title=told.said(share.dimension.text),
            weight=share.weight,
            factors=len(own) - len(left_out),
            scored=len(scored),
            before=before[code].share * _HUNDRED if whole else None,
            after=share.share * _HUNDRED if whole else None,
        )


def _factor(told: _Told, factor: FactorDeskView) -> FactorLine:
    taken = [
        told.said(measure.text) for code, measure in told.look.pack.lists["measures"].items() if code in factor.measures
    ]
    return FactorLine(
        code=factor.code,
        dimension=told.short(factor.dimension),
        title=told.said(factor.title),
        critical=factor.critical,
        before=factor.before,
        after=factor.after,
        evidence=told.parted((factor.evidence, *factor.references)),
        control=told.parted((*taken, factor.note, factor.gap_note)),
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
