"""申请材料核对单 (CL): the papers by class for the liaison's own check and for the counter; not a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from reports import instrument
from reports.blocks import (
    Block,
    Cell,
    Column,
    Document,
    FormTitle,
    Heading,
    Para,
    Signatures,
    Span,
    Table,
    TableRow,
    Tick,
    Timeline,
    Words,
    words,
)
from reports.issue import Issue, meta
from reports.wording import filled, masked_phone, span_zh

BOX = 11.8
"""Type size whose tick box is 10 pt square."""
SYMBOLS = {"required": "●", "conditional": "○", "tolerable": "◇"}


@dataclass(frozen=True)
class ChecklistItem:
    """A paper on the list.

    Attributes:
        class_no: Number of its class as printed, e.g. ``1``.
        class_title: Name of the class.
        title: What is asked for.
        need: ``required``, ``conditional`` or ``tolerable``.
        form: Original, copy … as printed.
        basis: Law in short words.
        have: Ticked by the liaison; ``None`` leaves the box empty for the hand.
        state: The counter's ``complete`` or ``lacking``; empty leaves both boxes empty.
        note: Pages and notes.
    """

    class_no: str
    class_title: str
    title: str
    need: str = "required"
    form: str = ""
    basis: str = ""
    have: bool | None = None
    state: str = ""
    note: str = ""


@dataclass(frozen=True)
class PlanLine:
    """One of the plan contents: printed number, title, whether it is there, its pages."""

    no: str
    title: str
    have: bool | None = None
    pages: str = ""


@dataclass(frozen=True)
class MaterialChecklist:
    """Content of the list; with an empty ``event`` it is the blank form for the counter.

    Attributes:
        issue: The formal side; a pre-check has neither seal nor checkpoint.
        items: In the order of classes.
        plan: The plan contents.
        event: Name of the event.
        undertaker: Name of the undertaker.
        first_day: First day of the event.
        last_day: Last day of the event.
        people: Largest number of people per occurrence.
        liaison: Name of the liaison.
        phone: The liaison's telephone; printed with its middle hidden.
        authority: Competent authority in words.
        dates: Up to six (date, what, note) for the line of dates; empty leaves it out.
        hand_rows: Empty rows for corrections by hand.
    """

    issue: Issue
    items: tuple[ChecklistItem, ...]
    plan: tuple[PlanLine, ...]
    event: str = ""
    undertaker: str = ""
    first_day: date | None = None
    last_day: date | None = None
    people: int | None = None
    liaison: str = ""
    phone: str = ""
    authority: str = ""
    dates: tuple[tuple[str, str, str], ...] = ()
    hand_rows: int = 7


def document(content: MaterialChecklist, texts: Mapping[str, str]) -> Document:
    """Return the list as blocks; ``texts`` are the templates of the pack."""
    number = filled(texts["number"], {"number": content.issue.number}) if content.issue.number else ""
    blocks: list[Block] = [FormTitle(texts["title"], texts["subtitle"], (number,) if number else ())]
    blocks.append(_event(content, texts))
    if content.dates:
        blocks.append(Timeline(content.dates))
    blocks += [_papers(content, texts), Para(_legend(texts), "note")]
    blocks += [Heading(texts["plan_head"]), _plan(content.plan, texts)]
    blocks += [Heading(texts["record_head"]), _by_hand(content.hand_rows, texts)]
    blocks += [Signatures(_signers(texts)), Para(words(texts["note"]), "note")]
    return Document(meta("CL", texts["title"], "form", content.issue, running=texts["running"]), tuple(blocks))


def _event(content: MaterialChecklist, texts: Mapping[str, str]) -> Table:
    labels = instrument.titles(texts["event_rows"], 6)
    days = span_zh(content.first_day, content.last_day) if content.first_day and content.last_day else ""
    people = filled(texts["people"], {"count": str(content.people)}) if content.people is not None else ""
    liaison = "　".join(part for part in (content.liaison, masked_phone(content.phone)) if part)
    values = (content.event, content.undertaker, days, people, liaison, content.authority)
    cells = [
        cell
        for label, value in zip(labels, values, strict=True)
        for cell in (Cell(words(label), head=True), Cell(words(value)))
    ]
    rows = tuple(TableRow(tuple(cells[start : start + 4])) for start in range(0, len(cells), 4))
    widths = (Column("", 22.0), Column("", 65.0), Column("", 22.0), Column("", 63.0))
    return Table(widths, rows, size=9.0)


def _papers(content: MaterialChecklist, texts: Mapping[str, str]) -> Table:
    no, title, form, basis, own, counter, have, complete, lacking, note = instrument.titles(texts["columns"], 10)
    columns = (
        Column(no, 9.0, "centre", merged=True),
        Column("", 7.0, "centre", over=title),
        Column("", 76.0, over=title),
        Column(form, 17.0, "centre", small=True),
        Column(basis, 22.0, merged=True, small=True),
        Column(have, 9.0, "centre", over=own),
        Column(complete, 9.0, "centre", over=counter),
        Column(lacking, 9.0, "centre", over=counter),
        Column(note, 14.0, small=True),
    )
    rows = []
    for class_no, run in groupby(content.items, key=lambda item: item.class_no):
        items = list(run)
        basis_words = _joined([item.basis for item in items])
        rows += [_paper(item, class_no, basis_words, first=index == 0) for index, item in enumerate(items)]
    return Table(columns, tuple(rows), size=8.8, together=True)


def _joined(texts: Sequence[str]) -> str:
    """Return different texts once each, in order."""
    return "；".join(dict.fromkeys(text for text in texts if text))


def _paper(item: ChecklistItem, class_no: str, basis: str, *, first: bool) -> TableRow:
    title: Words = words(item.title)
    if first and item.class_title:
        title = (Span(item.class_title, strong=True), *((Span("\n"), *title) if title else ()))
    cells = (
        (Span(class_no, size=12.0),),
        (Span(SYMBOLS[item.need]),),
        title,
        words(item.form),
        words(basis),
        (_tick(item.have),),
        (_tick(item.state == "complete"),),
        (_tick(item.state == "lacking"),),
        words(item.note),
    )
    return TableRow(tuple(Cell(of) for of in cells), group=class_no)


def _tick(on: bool | None) -> Tick:
    return Tick("yes" if on else "empty", BOX)


def _legend(texts: Mapping[str, str]) -> Words:
    return (Span(texts["symbols"], strong=True, colour="#000000"), Span(texts["legend"], colour="#000000"))


def _plan(lines: Sequence[PlanLine], texts: Mapping[str, str]) -> Table:
    """Return the plan contents in two columns, read line by line."""
    no, title, have, page = instrument.titles(texts["plan_columns"], 4)
    columns = 2 * (Column(no, 9.0, "centre"), Column(title, 50.0), Column(have, 10.0, "centre"), Column(page, 17.0))
    cells = [_plan_cells(line) for line in lines]
    if len(cells) % 2:
        cells.append((Cell(), Cell(), Cell(), Cell()))
    rows = tuple(TableRow((*cells[at], *cells[at + 1])) for at in range(0, len(cells), 2))
    return Table(columns, rows, size=8.8)


def _plan_cells(line: PlanLine) -> tuple[Cell, Cell, Cell, Cell]:
    return (Cell(words(line.no)), Cell(words(line.title)), Cell((_tick(line.have),)), Cell(words(line.pages)))


def _by_hand(rows: int, texts: Mapping[str, str]) -> Table:
    widths = (18.0, 26.0, 58.0, 20.0, 20.0, 15.0, 15.0)
    titles = instrument.titles(texts["record_columns"], len(widths))
    columns = tuple(Column(title, width) for title, width in zip(titles, widths, strict=True))
    empty = TableRow(tuple(Cell() for _ in widths))
    return Table(columns, (empty,) * rows, size=8.8, least=10.3)


def _signers(texts: Mapping[str, str]) -> tuple[tuple[str, Words], ...]:
    liaison, safety, officer = instrument.titles(texts["signers"], 3)
    line = words(texts["date_line"])
    results = [part for result in instrument.titles(texts["results"], 3) for part in (Tick(), Span(result + "　"))]
    return ((liaison, line), (safety, line), (officer, (*line, Span("\n"), *results)))
