"""征求意见回复表: what an authority is shown, and fields for its reply; comes back as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reports.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Field,
    Fields,
    FormTitle,
    Heading,
    Para,
    Table,
    TableRow,
    words,
)
from reports.issue import Issue, meta
from reports.wording import day_zh, filled

WIDTH = 172.0
"""Width of the type area [mm]."""


@dataclass(frozen=True)
class Shown:
    """A declared section: title, (name, value) lines, and a table with its heads."""

    title: str
    lines: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class OpinionForm:
    """Content of the form.

    Attributes:
        issue: The formal side; its number is that of the letter.
        dept: The authority asked.
        event: Name of the event.
        due: Day of the reply.
        questions: What is asked.
        sections: What is shown.
        positions: (name of the box, word) of what may be answered.
        binding: What the form echoes back, by name of the hidden field.
        files: Names of the attachments that lie in the packet.
    """

    issue: Issue
    dept: str
    event: str
    due: date
    questions: tuple[str, ...]
    sections: tuple[Shown, ...]
    positions: tuple[tuple[str, str], ...]
    binding: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()


def document(content: OpinionForm, texts: Mapping[str, str]) -> Document:
    """Return the form as blocks; ``texts`` are the templates of the pack."""
    issue = content.issue
    values = {"event": content.event, "due": day_zh(content.due), "dept": content.dept, "organ": issue.organ}
    blocks: list[Block] = [FormTitle(texts["title"], content.dept, (issue.number,))]
    blocks.append(Para(words(filled(texts["intro"], values)), "flush"))
    blocks.append(Heading(texts["asked"]))
    blocks += [Para(words(f"{at}. {text}"), "flush") for at, text in enumerate(content.questions, 1)]
    blocks += [Heading(texts["reply"]), Fields(_fields(content, texts))]
    blocks.append(Heading(texts["shown"]))
    for section in content.sections:
        blocks += _section(section)
    if content.files:
        blocks.append(Para(words(filled(texts["files"], {"files": "、".join(content.files)})), "flush"))
    blocks.append(Para(words(texts["bound"]), "note"))
    return Document(meta("YJ", texts["title"], "form", issue, running=content.event), tuple(blocks))


def _fields(content: OpinionForm, texts: Mapping[str, str]) -> tuple[Field, ...]:
    hidden = tuple(Field(name, "hidden", value=value) for name, value in content.binding)
    boxes = tuple(Field(name, "box", word) for name, word in content.positions)
    return (
        *hidden,
        *boxes,
        Field("text", "lines", texts["text"], 26.0),
        Field("conditions", "lines", texts["conditions"], 20.0),
        *(Field(name, "text", texts[name]) for name in ("name", "post", "doc", "date")),
    )


def _section(section: Shown) -> list[Block]:
    blocks: list[Block] = [Para(words(section.title, strong=True), "flush")]
    if section.lines:
        columns = (Column("", 44.0), Column("", WIDTH - 44.0))
        rows = tuple(TableRow((Cell(words(name), head=True), Cell(words(value)))) for name, value in section.lines)
        blocks.append(Table(columns, rows))
    if section.rows:
        width = WIDTH / len(section.heads)
        made = tuple(Column(head, width) for head in section.heads)
        blocks.append(Table(made, tuple(TableRow(tuple(Cell(words(v)) for v in cells)) for cells in section.rows)))
    return blocks
