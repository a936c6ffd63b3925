"""F10 安全风险评估报告: both seats, index before and after control, ranges, second opinions, control measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    Grid,
    Heading,
    Histogram,
    Levels,
    Limits,
    Pair,
    Para,
    Radar,
    Signatures,
    Span,
    Table,
    TableRow,
    Tornado,
    Words,
    words,
)
from reports.ink import LEVEL_COLOURS
from reports.issue import Issue, meta
from reports.wording import day_en, day_zh, filled, phrase, span_en, span_zh


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
    confidence: int = 0
    agency: str = ""


@dataclass(frozen=True)
class LevelLine:
    """An index with its level: ``number`` 1 (highest) to 4, 0 where there is none; ``name`` as printed."""

    index: Decimal | None
    number: int
    name: str


@dataclass(frozen=True)
class Doubt:
    """What the ranges make of the index.

    Attributes:
        counts: Samples per bin over 0 to 100; ``seed`` and ``samples`` tell how to repeat them.
        marks: Percentiles (name, index).
        shares: Levels with their shares of the samples, as printed.
        levels: Lower bounds of the index with the level from there on, rising.
        base: The index after control.
        lines: Factors with the index at the low and the high end of their ranges, the widest first.
        flips: What single steps would do, in words.
    """

    counts: tuple[int, ...]
    seed: int
    samples: int
    marks: tuple[tuple[str, float], ...]
    shares: tuple[str, ...]
    levels: tuple[tuple[float, int], ...]
    base: float
    lines: tuple[tuple[str, float, float], ...]
    flips: tuple[str, ...]


@dataclass(frozen=True)
class People:
    """How many people the place bears: (limit, persons or ``None``, binding), expected and asked for, gaps in words."""

    limits: tuple[tuple[str, int | None, bool], ...]
    capacity: int | None
    expected: int | None
    requested: int | None
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpinionLine:
    """A second opinion: name, levels it allows, figure, why, and whether the level of the report is none of them."""

    title: str
    levels: str
    figure: str
    why: str
    differs: bool


@dataclass(frozen=True)
class MatrixFigure:
    """The rule matrix: level colours row by row from the top, names of rows and columns, the cell that holds."""

    levels: tuple[tuple[int, ...], ...]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cell: tuple[int, int] | None


@dataclass(frozen=True)
class MeasureLine:
    """A control measure taken: what, which factors by how much, who, when, what proves it."""

    text: str
    factors: str
    owner: str
    due: str
    evidence: str


@dataclass(frozen=True)
class EvidenceLine:
    """A paper that scores rest on: name, kind of paper, factors, first digits of its fingerprint."""

    name: str
    item: str
    factors: str
    digest: str


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
        people: How many people the place bears.
        doubt: What the ranges make of the index; ``None`` leaves the chapter out.
        opinions: Second opinions.
        matrix: The rule matrix among them.
        measures: Control measures taken.
        evidence: Papers that scores rest on.
        seats: How the two seats scored, in words.
        model: Version of the model.
        language: Of the texts: ``zh`` or ``en``.
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
    language: str = "zh"
    people: People | None = None
    doubt: Doubt | None = None
    opinions: tuple[OpinionLine, ...] = ()
    matrix: MatrixFigure | None = None
    measures: tuple[MeasureLine, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    seats: str = ""
    model: str = ""

    @property
    def english(self) -> bool:
        """Return whether the report is in English."""
        return self.language == "en"

    def listed(self, names: Iterable[str]) -> str:
        """Return names in a row."""
        return (", " if self.english else "、").join(names)


def document(content: RiskReport, texts: Mapping[str, str]) -> Document:
    """Return the report as blocks; ``texts`` are the templates of the pack."""
    blocks: list[Block] = [_title(content, texts), _levels(content, texts)]
    for chapter, (title, own) in enumerate(_chapters(content, texts)):
        blocks.append(Heading(f"{chapter + 1}. {title}" if content.english else f"{NUMERALS[chapter]}、{title}"))
        blocks += own
    blocks.append(Signatures(_signers(content, texts)))
    running = f"{texts['title']}　{content.event}"
    about = meta("F10", texts["title"], "plan", content.issue, running=running, handling=texts["handling"])
    return Document(replace(about, language="en") if content.english else about, tuple(blocks))


NUMERALS = "一二三四五六七八九十"


def _chapters(content: RiskReport, texts: Mapping[str, str]) -> Iterator[tuple[str, list[Block]]]:
    """Yield the chapters that the content has, with their titles."""
    yield texts["method_head"], [Para(phrase(texts["method"], _values(content)))]
    yield texts["dimensions_head"], [*_dimension_figures(content, texts), _dimensions(content, texts)]
    if content.people is not None:
        yield texts["people_head"], _people(content, content.people, texts)
    if content.steps:
        yield texts["steps_head"], [Para(words(step)) for step in content.steps]
    yield texts["factors_head"], _factor_blocks(content, texts)
    if content.doubt is not None:
        yield texts["doubt_head"], _doubt(content.doubt, texts)
    if content.opinions:
        yield texts["opinions_head"], _opinions(content, texts)
    if content.measures:
        yield texts["measures_head"], [_measures(content.measures, texts)]
    yield texts["conclusion_head"], [Para(_conclusion(content, texts))]


def _dimension_figures(content: RiskReport, texts: Mapping[str, str]) -> list[Block]:
    bars = _bars(content, texts)
    if len(content.dimensions) < LEAST_AXES:
        return [bars]
    axes = tuple((d.title, _float(d.before), _float(d.after)) for d in content.dimensions)
    return [Pair(Radar(axes, texts["radar_caption"]), bars)]


LEAST_AXES = 3
"""A star has at least so many points."""


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _people(content: RiskReport, people: People, texts: Mapping[str, str]) -> list[Block]:
    values = {
        "capacity": _persons(people.capacity, texts),
        "expected": _persons(people.expected, texts),
        "binding": content.listed(name for name, _, binding in people.limits if binding) or "—",
    }
    mark = None if people.requested is None else (texts["people_requested"], people.requested)
    figure = Limits(people.limits, mark, texts["people_unknown"], texts["people_caption"])
    blocks: list[Block] = [Para(words(filled(texts["people"], values))), figure]
    return [*blocks, *(Para(words(gap), "note") for gap in people.gaps)]


def _persons(value: int | None, texts: Mapping[str, str]) -> str:
    return texts["people_unknown"] if value is None else filled(texts["people_count"], {"count": str(value)})


def _factor_blocks(content: RiskReport, texts: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = [_factors(content.factors, texts), Para(words(texts["factor_note"]), "note")]
    if content.seats:
        blocks.append(Para(words(content.seats), "note"))
    if content.evidence:
        blocks += [Heading(texts["evidence_head"], 2), _evidence(content.evidence, texts)]
    return blocks


def _doubt(doubt: Doubt, texts: Mapping[str, str]) -> list[Block]:
    note = "　".join(doubt.shares)
    values = {"samples": str(doubt.samples), "seed": str(doubt.seed)}
    histogram = Histogram(doubt.counts, doubt.levels, doubt.marks, note, filled(texts["histogram_caption"], values))
    head = filled(texts["tornado_base"], {"index": f"{doubt.base:.1f}"})
    limits = tuple(lower for lower, _ in doubt.levels if lower > 0)
    tornado = Tornado(doubt.lines, doubt.base, head, limits, texts["tornado_caption"])
    return [Pair(histogram, tornado), Para(words(texts["doubt"])), *(Para(words(line)) for line in doubt.flips)]


def _opinions(content: RiskReport, texts: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = []
    if content.matrix is not None:
        across, up = instrument.titles(texts["matrix_axes"], 2)
        cell = None if content.matrix.cell is None else (*content.matrix.cell, texts["matrix_here"])
        figure = content.matrix
        grid = Grid(figure.levels, figure.rows, figure.columns, (across, up), cell, texts["matrix_caption"])
        blocks.append(grid)
    columns = _columns(texts["opinion_columns"], (34.0, 26.0, 28.0, 78.0), centred={1, 2})
    rows = tuple(
        TableRow(
            (
                Cell((Span(line.title, strong=True),)),
                Cell(
                    (Span(f"{line.levels} ≠" if line.differs else line.levels, strong=line.differs),),
                    fill=DIFFERS if line.differs else "",
                ),
                Cell(words(line.figure)),
                Cell(words(line.why)),
            )
        )
        for line in content.opinions
    )
    return [*blocks, Table(columns, rows, size=8.5), Para(words(texts["opinion_note"]), "note")]


DIFFERS = "#f6e0d6"
"""Tint of a second opinion that differs; the sign ≠ says the same."""


def _columns(titles: str, widths: tuple[float, ...], centred: set[int]) -> tuple[Column, ...]:
    names = instrument.titles(titles, len(widths))
    return tuple(
        Column(title, width, "centre" if index in centred else "left")
        for index, (title, width) in enumerate(zip(names, widths, strict=True))
    )


def _measures(measures: Sequence[MeasureLine], texts: Mapping[str, str]) -> Table:
    columns = _columns(texts["measure_columns"], (48.0, 28.0, 28.0, 28.0, 34.0), centred={1, 3})
    rows = tuple(
        TableRow(tuple(Cell(words(text)) for text in (m.text, m.factors, m.owner, m.due, m.evidence))) for m in measures
    )
    return Table(columns, rows, size=8.5)


def _evidence(evidence: Sequence[EvidenceLine], texts: Mapping[str, str]) -> Table:
    columns = _columns(texts["evidence_columns"], (12.0, 72.0, 18.0, 36.0, 28.0), centred={0, 2, 4})
    rows = tuple(
        TableRow(
            (
                Cell((Span(f"E-{number:02d}", strong=True),)),
                Cell(words(line.name)),
                Cell(words(line.item)),
                Cell(words(line.factors)),
                Cell((Span(line.digest, face="MONO"),)),
            )
        )
        for number, line in enumerate(evidence, 1)
    )
    return Table(columns, rows, size=8.2)


def _values(content: RiskReport) -> dict[str, str]:
    return {
        "event": content.event,
        "days": (span_en if content.english else span_zh)(content.first_day, content.last_day),
        "place": content.place,
        "count": str(len(content.dimensions)),
    }


def _title(content: RiskReport, texts: Mapping[str, str]) -> FormTitle:
    notes = (
        content.issue.number,
        filled(texts["assessed"], {"day": (day_en if content.english else day_zh)(content.issue.day)}),
        filled(texts["model"], {"pack": content.model or content.pack}),
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
    limits = content.listed(_number(limit) for limit in content.limits)
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
    widths = (13.0, 17.0, 36.0, 37.0, 9.0, 9.0, 9.0, 12.0, 24.0)
    columns = _columns(texts["factor_columns"], widths, centred={0, 1, 4, 5, 6, 7})
    return Table(columns, tuple(_factor(factor, texts) for factor in factors), size=8.0)


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
        Cell((Span("●" * factor.confidence or "—", size=5.5),)),
        Cell(words(factor.agency or "—")),
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
    labels = instrument.titles(texts["signers"], 4)
    names = (*content.signers, "", "", "", "")[: len(labels)]
    return tuple(
        (label, words(f"{name}　{texts['date_line']}" if name else texts["date_line"]))
        for label, name in zip(labels, names, strict=True)
    )
