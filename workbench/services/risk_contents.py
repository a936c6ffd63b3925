"""Content of the risk report: scores, index before and after control measures, level and floors, with the working."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from reports import risk_report
from reports.blocks import Document
from reports.issue import Issue
from reports.risk_report import DimensionLine, FactorLine, LevelLine, RiskReport
from workbench.core import risk
from workbench.core.facts import day_of, number_of
from workbench.core.pack import Choice, Factor
from workbench.services.looking import Look
from workbench.services.wording import level_name

_NONE = date(1, 1, 1)
_HUNDRED = Decimal(100)


def risk_document(look: Look, issue: Issue, texts: Mapping[str, str]) -> Document:
    """Return the risk report of a case as blocks."""
    return risk_report.document(risk_content(look, issue), texts)


def risk_content(look: Look, issue: Issue) -> RiskReport:
    """Return the content of the risk report; what is not scored yet stays open and is never read as low."""
    fields, found = look.application.fields, look.risk
    level = look.case.level.level if look.case.level else found.level.computed
    lines = [*risk.working(found.after), *found.level.reasons]
    return RiskReport(
        issue=issue,
        event=str(fields.get("ev.name") or ""),
        first_day=day_of(fields.get("ev.start_date")) or _NONE,
        last_day=day_of(fields.get("ev.end_date")) or _NONE,
        place=str(fields.get("loc.name") or ""),
        pack=f"{look.pack.title.zh} {look.pack.version}",
        before=_level(look, found.before.value, None),
        after=_level(look, found.after.value, level),
        dimensions=tuple(_dimensions(look)),
        factors=tuple(_factor(look, f) for f in look.pack.factors.values()),
        limits=tuple(sorted(b for b in (number_of(r.data["lower"]) for r in _levels(look)) if b)),
        steps=tuple(line.zh for line in lines),
        advice=_posture(look, level),
        signers=(look.case.officer_name,) if look.case.officer_name else (),
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


def _factor(look: Look, factor: Factor) -> FactorLine:
    said = look.case.factors.get(factor.code)
    return FactorLine(
        code=factor.code,
        dimension=factor.dimension,
        title=factor.text.zh,
        critical=factor.critical,
        before=said.before if said else None,
        after=said.after if said else None,
        evidence=said.evidence if said else "",
        control=said.note if said else "",
        not_applicable=said.not_applicable if said else "",
    )
