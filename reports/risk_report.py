"""F10 安全风险评估报告, first form: index before and after control, scores per dimension, calculation, factors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports import instrument
from reports.blocks import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Document,
    FormTitle,
    Heading,
    Levels,
    Para,
    Signatures,
    Span,
    Table,
    TableRow,
    Words,
    words,
)
from reports.ink import LEVEL_COLOURS
from reports.issue import Issue, meta
from reports.wording import day_zh, filled, phrase, span_zh


@dataclass(frozen=True)
class DimensionLine:
    """A dimension: code, name, weight [%], number of factors and of scored ones, scores 0 to 100 or ``None``."""

    code: str
    title: str
    weight: Decimal
    factors: int
    scored: int
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class FactorLine:
    """A factor: scores 0 to 4 (``None`` = not scored) or the reason why it does not apply."""

    code: str
    dimension: str
    title: str
    critical: bool
    before: int | None
    after: int | None
    evidence: str = ""
    control: str = ""
    not_applicable: str = ""


@dataclass(frozen=True)
class LevelLine:
    """An index with its level: ``number`` 1 (highest) to 4, 0 where there is none; ``name`` as printed."""

    index: Decimal | None
    number: int
    name: str


@dataclass(frozen=True)
class RiskReport:
    """Content of the report.

    Attributes:
        issue: The formal side.
        event: Name of the event.
        first_day: First day of the event.
        last_day: Last day of the event.
        place: Place in words.
        pack: Name and version of the rule pack.
        before: Index and level before control.
        after: Index and level after control.
        dimensions: In pack order.
        factors: In pack order.
        limits: Indices that part the levels, rising.
        steps: The calculation, one line per step, floors and their reasons included.
        advice: What follows, in words.
        signers: Names below the three signatures (assessor, reviewer, approver); missing ones stay empty.
    """

    issue: Issue
    event: str
    first_day: date
    last_day: date
    place: str
    pack: str
    before: LevelLine
    after: LevelLine
    dimensions: tuple[DimensionLine, ...]
    factors: tuple[FactorLine, ...]
    limits: tuple[Decimal, ...]
    steps: tuple[str, ...] = ()
    advice: str = ""
    signers: tuple[str, ...] = ()


def document(content: RiskReport, texts: Mapping[str, str]) -> Document:
    """Return the report as blocks; ``texts`` are the templates of the pack."""
    blocks: list[Block] = [_title(content, texts), _levels(content, texts)]
    blocks += [Heading(texts["method_head"]), Para(phrase(texts["method"], _values(content)))]
    blocks += [Heading(texts["dimensions_head"]), _bars(content, texts), _dimensions(content, texts)]
    if content.steps:
        blocks.append(Heading(texts["steps_head"]))
        blocks += [Para(words(step)) for step in content.steps]
    blocks += [Heading(texts["factors_head"]), _factors(content.factors, texts)]
    blocks.append(Para(words(texts["factor_note"]), "note"))
    blocks += [Heading(texts["conclusion_head"]), Para(_conclusion(content, texts))]
    blocks.append(Signatures(_signers(content, texts)))
    running = f"{texts['title']}　{content.event}"
    about = meta("F10", texts["title"], "plan", content.issue, running=running, handling=texts["handling"])
    return Document(about, tuple(blocks))


def _values(content: RiskReport) -> dict[str, str]:
    return {
        "event": content.event,
        "days": span_zh(content.first_day, content.last_day),
        "place": content.place,
        "count": str(len(content.dimensions)),
    }


def _title(content: RiskReport, texts: Mapping[str, str]) -> FormTitle:
    notes = (
        content.issue.number,
        filled(texts["assessed"], {"day": day_zh(content.issue.day)}),
        filled(texts["model"], {"pack": content.pack}),
    )
    values = _values(content)
    return FormTitle(texts["title"], "　".join(values[key] for key in ("event", "days", "place")), notes, left=True)


def _levels(content: RiskReport, texts: Mapping[str, str]) -> Levels:
    return Levels(
        (texts["before"], _index(content.before, texts), content.before.name, content.before.number),
        (texts["after"], _index(content.after, texts), content.after.name, content.after.number),
        texts["advice"],
        words(content.advice),
    )


def _index(level: LevelLine, texts: Mapping[str, str]) -> str:
    return texts["unscored"] if level.index is None else f"{level.index:.1f}"


def _bars(content: RiskReport, texts: Mapping[str, str]) -> Bars:
    first, second = instrument.titles(texts["legend"], 2)
    limits = "、".join(_number(limit) for limit in content.limits)
    return Bars(
        tuple(
            Bar(
                dimension.title,
                filled(texts["weight"], {"weight": _number(dimension.weight)}),
                None if dimension.before is None else float(dimension.before),
                None if dimension.after is None else float(dimension.after),
            )
            for dimension in content.dimensions
        ),
        tuple(float(limit) for limit in content.limits),
        (first, second),
        filled(texts["caption"], {"limits": limits}),
    )


def _number(value: Decimal) -> str:
    """Return a number without trailing zeros and without an exponent."""
    return f"{value.normalize():f}"


def _score(value: Decimal | None) -> str:
    return "—" if value is None else f"{value:.1f}"


def _dimensions(content: RiskReport, texts: Mapping[str, str]) -> Table:
    widths = (16.0, 60.0, 20.0, 16.0, 16.0, 19.0, 19.0)
    titles = instrument.titles(texts["dimension_columns"], len(widths))
    columns = tuple(
        Column(title, width, "left" if index == 1 else "centre")
        for index, (title, width) in enumerate(zip(titles, widths, strict=True))
    )
    rows = tuple(
        TableRow(
            tuple(
                Cell(words(text))
                for text in (
                    line.code,
                    line.title,
                    _number(line.weight),
                    str(line.factors),
                    str(line.scored),
                    _score(line.before),
                    _score(line.after),
                )
            )
        )
        for line in content.dimensions
    )
    return Table(columns, rows, size=8.8)


def _factors(factors: Sequence[FactorLine], texts: Mapping[str, str]) -> Table:
    widths = (14.0, 18.0, 41.0, 41.0, 9.0, 9.0, 34.0)
    titles = instrument.titles(texts["factor_columns"], len(widths))
    columns = tuple(
        Column(title, width, "centre" if index in {0, 1, 4, 5} else "left", small=index == 1)
        for index, (title, width) in enumerate(zip(titles, widths, strict=True))
    )
    return Table(columns, tuple(_factor(factor, texts) for factor in factors), size=8.3)


def _factor(factor: FactorLine, texts: Mapping[str, str]) -> TableRow:
    title = words(factor.title)
    if factor.critical:
        title = (Span("★", colour=LEVEL_COLOURS[1][0]), *title)
    control = factor.control
    if factor.not_applicable:
        control = filled(texts["not_applicable"], {"reason": factor.not_applicable})
    cells = (
        Cell((Span(factor.code, strong=True),)),
        Cell(words(factor.dimension)),
        Cell(title),
        Cell(words(factor.evidence)),
        _scored(factor.before, factor.not_applicable),
        _scored(factor.after, factor.not_applicable),
        Cell(words(control)),
    )
    return TableRow(cells)


def _scored(score: int | None, not_applicable: str) -> Cell:
    """Return a score with its tint; higher is darker, and the number always stands in it."""
    if not_applicable:
        return Cell(words("—"))
    if score is None:
        return Cell()
    fill, colour = LEVEL_COLOURS[4 - min(score, 3)] if score else LEVEL_COLOURS[0]
    return Cell((Span(str(score), strong=True, colour=colour),), fill=fill)


def _conclusion(content: RiskReport, texts: Mapping[str, str]) -> Words:
    open_factors = sum(1 for line in content.factors if line.after is None and not line.not_applicable)
    if open_factors or content.before.index is None or content.after.index is None:
        return phrase(texts["unfinished"], {"count": str(open_factors)})
    values = {
        "before": f"{content.before.index:.1f}",
        "level_before": content.before.name,
        "after": f"{content.after.index:.1f}",
        "level_after": content.after.name,
    }
    return phrase(texts["conclusion"], values)


def _signers(content: RiskReport, texts: Mapping[str, str]) -> tuple[tuple[str, Words], ...]:
    labels = instrument.titles(texts["signers"], 3)
    names = (*content.signers, "", "", "")[: len(labels)]
    return tuple(
        (label, words(f"{name}　{texts['date_line']}" if name else texts["date_line"]))
        for label, name in zip(labels, names, strict=True)
    )
