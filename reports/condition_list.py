"""F26 许可条件清单: the conditions of a permit that one owner must meet, each with its check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reports import instrument
from reports.blocks import Block, Cell, Column, Document, FormTitle, Para, Signatures, Table, TableRow, Words, words
from reports.issue import Issue, meta
from reports.wording import filled


@dataclass(frozen=True)
class OwnedCondition:
    """A condition: its code, name and text, why, by which law, when, how it is checked, and what was found."""

    code: str
    title: str
    text: str
    reason: str
    basis: str
    moment: str
    check: str
    evidence: str
    result: str = ""


@dataclass(frozen=True)
class ConditionList:
    """Content of the list of one owner.

    Attributes:
        issue: The formal side.
        event: Name of the event.
        permit: Number of the permit, or the words that there is none yet.
        owner: Who must meet the conditions.
        conditions: In the order of the permit.
        officers: Names of the case officers.
    """

    issue: Issue
    event: str
    permit: str
    owner: str
    conditions: tuple[OwnedCondition, ...]
    officers: tuple[str, ...] = ()


WIDTHS = (
    (10.0, "centre"),
    (58.0, "left"),
    (28.0, "left"),
    (22.0, "left"),
    (34.0, "left"),
    (20.0, "left"),
)
"""Width [mm] and alignment of code, condition, law and reason, moment, check and evidence, result."""


def document(content: ConditionList, texts: Mapping[str, str]) -> Document:
    """Return the list as blocks; ``texts`` are the templates of the pack."""
    values = {
        "event": content.event,
        "owner": content.owner,
        "permit": content.permit,
        "count": str(len(content.conditions)),
        "officers": "、".join(content.officers),
    }
    number = (content.issue.number,) if content.issue.number else ()
    blocks: list[Block] = [FormTitle(texts["title"], content.owner, number)]
    blocks += [Para(words(filled(texts["line"], values)), "flush"), _table(content, texts)]
    blocks.append(Para(words(filled(texts["duty"], values)), "note"))
    signers = instrument.titles(texts["signers"], 3)
    blocks.append(Signatures(tuple((signer, words(texts["date_line"])) for signer in signers)))
    return Document(meta("F26", texts["title"], "form", content.issue), tuple(blocks))


def _table(content: ConditionList, texts: Mapping[str, str]) -> Table:
    titles = instrument.titles(texts["columns"], len(WIDTHS))
    columns = tuple(Column(title, width, align) for title, (width, align) in zip(titles, WIDTHS, strict=True))
    rows = tuple(TableRow(tuple(Cell(cell) for cell in _cells(one))) for one in content.conditions)
    return Table(columns, rows, size=8.5, least=8.5)


def _cells(one: OwnedCondition) -> tuple[Words, ...]:
    lines = (
        one.code,
        "\n".join(part for part in (one.title, one.text) if part),
        "\n".join(part for part in (one.basis, one.reason) if part),
        one.moment,
        "\n".join(part for part in (one.check, one.evidence) if part),
        one.result,
    )
    return tuple(words(text) for text in lines)
