"""Small papers of the plan: the map on A3, a sheet per patrol to be filled in, a sheet per checkpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from reports import instrument
from reports.blocks import Block, Cell, Column, Document, FormTitle, Para, Signatures, Span, Table, TableRow
from reports.blocks import words as words_of
from reports.issue import Issue, meta
from reports.plan_blocks import PageEnd, SitePage
from reports.site_values import SiteMap

FREE_ROWS, FEWER_ROWS = 12, 7
"""Empty rows for handwriting; fewer below tables of what to do."""
Lines: TypeAlias = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Duty:
    """A patrol or checkpoint: name, facts as (label, value), what is printed into the first column of its rows.

    ``goods`` and ``cases`` are the rows of what may not come in and of cases out of the ordinary, ``note`` a line of
    its own above the signatures.
    """

    name: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[str, ...] = ()
    goods: Lines = ()
    cases: Lines = ()
    note: str = ""


def map_document(of: SiteMap, issue: Issue, texts: Mapping[str, str], about: tuple[str, str, str]) -> Document:
    """Return the map on one A3 page; ``about`` is language, event and version."""
    language, event, version = about
    title = texts["map_paper"]
    head = meta("F19", title, "plan", issue, running=f"{title}　{event}　{version}", handling=texts["handling"])
    return Document(replace(head, language=_language(language)), (SitePage(of, texts["map_title"], "a3", 0),))


def _language(language: str) -> str:
    return "en" if language == "en" else "zh-CN"


def sheets_document(
    duties: Sequence[Duty], issue: Issue, texts: Mapping[str, str], about: tuple[str, str, str, str]
) -> Document:
    """Return a page per patrol or checkpoint; ``about`` is ``patrol`` or ``checkpoint``, language, event, version."""
    kind, language, event, version = about
    title = texts[f"{kind}_title"]
    blocks: list[Block] = []
    for duty in duties:
        blocks += [PageEnd()] if blocks else []
        blocks += _sheet(duty, texts, about)
    if not duties:
        blocks = [FormTitle(title, event), Para(words_of(texts[f"{kind}_none"]))]
    head = meta("F19", title, "form", issue, running=f"{title}　{event}　{version}")
    return Document(replace(head, language=_language(language)), tuple(blocks))


def _sheet(duty: Duty, texts: Mapping[str, str], about: tuple[str, str, str, str]) -> list[Block]:
    kind, language, event, version = about
    facts = tuple(TableRow((Cell(words_of(label), head=True), Cell(words_of(value)))) for label, value in duty.facts)
    names = instrument.titles(texts[f"{kind}_columns"], 5)
    columns = tuple(Column(name, width) for name, width in zip(names, (40.0, 24.0, 50.0, 34.0, 24.0), strict=True))
    free = FEWER_ROWS if duty.goods or duty.cases else FREE_ROWS
    given = (*duty.rows, *("",) * max(0, free - len(duty.rows)))
    rows = tuple(TableRow((Cell(words_of(text)), *(Cell() for _ in range(4)))) for text in given)
    note = [duty.note or texts[f"{kind}_note"], *([texts["as_filed"]] if language == "en" else [])]
    places = instrument.titles(texts["sheet_signers"], 3)
    return [
        FormTitle(f"{texts[f'{kind}_title']}　{duty.name}", event, (version,)),
        Table((Column("", 34.0), Column("", 138.0)), facts, size=9.0),
        *_guide(texts["goods_columns"], (24.0, 84.0, 64.0), duty.goods),
        *_guide(texts["case_columns"], (50.0, 68.0, 54.0), duty.cases),
        Table(columns, rows, size=9.0, least=8.5),
        Para(words_of(" ".join(note)), "note"),
        Signatures(tuple((place, (Span(texts["date_line"]),)) for place in places)),
    ]


def _guide(titles: str, widths: tuple[float, ...], lines: Lines) -> list[Block]:
    """Return a close table of what to do, without its last column, the basis; none without lines."""
    if not lines:
        return []
    columns = tuple(Column(name, width) for name, width in zip(titles.split("|"), widths, strict=False))
    rows = tuple(TableRow(tuple(Cell(words_of(text)) for text in line[: len(widths)])) for line in lines)
    return [Table(columns, rows, size=8.0, dense=True)]
