"""F18 安全责任清单: the duties of one of the five parties, phase by phase, with persons and tick boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports import instrument
from reports.blocks import (
    Block,
    Cell,
    Column,
    Document,
    FormTitle,
    Para,
    Parties,
    Signatures,
    Span,
    Table,
    TableRow,
    Tick,
    Words,
    words,
)
from reports.issue import Issue, meta
from reports.wording import filled


@dataclass(frozen=True)
class PartyBox:
    """A party in the strip: its title, e.g. ``承办方``, and the organisation; several are joined by 、."""

    title: str
    organisation: str


@dataclass(frozen=True)
class DutyLine:
    """A duty.

    Attributes:
        phase: Phase as printed, e.g. ``事前``; neighbouring duties of one phase share a cell.
        code: Number as printed; in a case with the signs by which a returned line is read back.
        text: The duty.
        basis: Law in short words.
        evidence: Standard and evidence.
        due: Time limit in words.
        person: The accountable person.
        own: The party's own tick: ``None`` leaves the box empty for the hand.
        officer: The officer's tick.
    """

    phase: str
    code: str
    text: str
    basis: str = ""
    evidence: str = ""
    due: str = ""
    person: str = ""
    own: bool | None = None
    officer: bool | None = None


@dataclass(frozen=True)
class ResponsibilityList:
    """Content of the list of one party.

    Attributes:
        issue: The formal side; the number ends in the party's number.
        event: Name of the event.
        parties: All parties in order.
        active: The party of this list, counted from 0.
        duties: In the order of phases.
        safety_person: Person responsible for safety of this party.
        officers: Names of the supervising officers.
    """

    issue: Issue
    event: str
    parties: tuple[PartyBox, ...]
    active: int
    duties: tuple[DutyLine, ...]
    safety_person: str = ""
    officers: tuple[str, ...] = ()


WIDTHS = (
    (9.0, "centre"),
    (19.0, "centre"),
    (45.0, "left"),
    (27.0, "left"),
    (33.0, "left"),
    (13.0, "centre"),
    (12.0, "centre"),
    (7.0, "centre"),
    (7.0, "centre"),
)
"""Width [mm] and alignment of phase, number, duty, basis, evidence, time limit, person and the two boxes."""
BOX = 11.8
"""Type size whose tick box is 10 pt square."""
SMALL = {1, 3, 5}
"""Columns in smaller type: line code, basis and time limit."""


def document(content: ResponsibilityList, texts: Mapping[str, str]) -> Document:
    """Return the list as blocks; ``texts`` are the templates of the pack."""
    party = content.parties[content.active]
    number = filled(texts["number"], {"number": content.issue.number}) if content.issue.number else ""
    blocks: list[Block] = [FormTitle(texts["title"], party.title, (number,) if number else ())]
    blocks.append(Parties(tuple((box.title, box.organisation) for box in content.parties), content.active))
    blocks.append(_event(content, party, texts))
    blocks.append(_duties(content, texts) if content.duties else Para(words(texts["empty"])))
    blocks += [Para(words(texts["declaration"]), "declaration"), Signatures(_signers(texts))]
    running = filled(texts["running"], {"party": party.title})
    return Document(meta("F18", texts["title"], "form", content.issue, running=running), tuple(blocks))


def _event(content: ResponsibilityList, party: PartyBox, texts: Mapping[str, str]) -> Table:
    labels = instrument.titles(texts["event_rows"], 4)
    event = f"{content.event}（{content.issue.case}）" if content.issue.case else content.event
    values = (event, party.organisation, content.safety_person, "、".join(content.officers))
    cells = [
        cell
        for label, value in zip(labels, values, strict=True)
        for cell in (Cell(words(label), head=True), Cell(words(value)))
    ]
    columns = (Column("", 22.0), Column("", 70.0), Column("", 20.0), Column("", 60.0))
    return Table(columns, (TableRow(tuple(cells[:4])), TableRow(tuple(cells[4:]))), size=9.0)


def _duties(content: ResponsibilityList, texts: Mapping[str, str]) -> Table:
    titles = instrument.titles(texts["columns"], len(WIDTHS))
    columns = tuple(
        Column(title, width, align, merged=index == 0, small=index in SMALL)
        for index, (title, (width, align)) in enumerate(zip(titles, WIDTHS, strict=True))
    )
    return Table(columns, tuple(_duty(duty) for duty in content.duties), size=8.6)


def _duty(duty: DutyLine) -> TableRow:
    cells: tuple[Words, ...] = (
        (Span(duty.phase, strong=True),),
        words(duty.code),
        words(duty.text),
        words(duty.basis),
        words(duty.evidence),
        words(duty.due),
        words(duty.person),
        (_tick(duty.own),),
        (_tick(duty.officer),),
    )
    return TableRow(tuple(Cell(of) for of in cells), group=duty.phase)


def _tick(on: bool | None) -> Tick:
    return Tick("yes" if on else "empty", BOX)


def _signers(texts: Mapping[str, str]) -> tuple[tuple[str, Words], ...]:
    safety, site, officers = instrument.titles(texts["signers"], 3)
    line = words(texts["date_line"])
    good, bad = instrument.titles(texts["results"], 2)
    result = (Span("\n" + texts["result"]), Tick(), Span(good + "　"), Tick(), Span(bad))
    return ((safety, line), (site, line), (officers, (*line, *result)))
