"""F09 征求意见函: another authority is asked for its opinion, and urged when none comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reports.blocks import Block, Closing, Document, Para, TitleBlock, words
from reports.issue import Issue, meta
from reports.wording import day_zh, filled, numeral_zh, phrase


@dataclass(frozen=True)
class Letter:
    """Content of a letter that asks.

    Attributes:
        issue: The formal side.
        dept: Addressee.
        event, undertaker, place, days, people: What is to be held, by whom, where, when, how many per session.
        questions: At least one.
        due: Day of the reply.
        positions: Words of what may be answered.
        sections: What is shown with the letter: titles of sections, names of files.
        officers, phone: Who answers questions.
    """

    issue: Issue
    dept: str
    event: str
    undertaker: str
    place: str
    days: str
    people: str
    questions: tuple[str, ...]
    due: date
    positions: tuple[str, ...]
    sections: tuple[str, ...]
    officers: tuple[str, ...] = ()
    phone: str = ""


@dataclass(frozen=True)
class Urging:
    """Content of a letter that urges: the letter it follows, its day and due day, a note of the officer."""

    issue: Issue
    dept: str
    event: str
    number: str
    sent: date
    due: date
    note: str = ""
    officers: tuple[str, ...] = ()
    phone: str = ""


def document(content: Letter, texts: Mapping[str, str]) -> Document:
    """Return the letter as blocks; ``texts`` are the templates of the pack."""
    values = {
        "event": content.event,
        "undertaker": content.undertaker,
        "place": content.place,
        "days": content.days,
        "people": content.people,
        "case": content.issue.case,
        "due": day_zh(content.due),
        "positions": "、".join(content.positions),
        "sections": "、".join(content.sections),
    }
    blocks: list[Block] = [Para(phrase(texts["opening"], values))]
    for at, question in enumerate(content.questions, 1):
        text = {"number": numeral_zh(at), "text": question.rstrip("。？?.")}
        blocks.append(Para(phrase(texts["question"], text)))
    blocks.append(Para(phrase(texts["reply"], values)))
    if content.sections:
        blocks += [Para(phrase(texts["shown"], values)), Para(phrase(texts["packet"], values))]
    return _letter(content, filled(texts["title"], values), blocks, texts)


def urging(content: Urging, texts: Mapping[str, str]) -> Document:
    """Return a letter of urging as blocks."""
    values = {
        "event": content.event,
        "number": content.number,
        "sent": day_zh(content.sent),
        "due": day_zh(content.due),
        "note": content.note,
    }
    blocks: list[Block] = [Para(phrase(texts["urge"], values))]
    if content.note:
        blocks.append(Para(phrase(texts["note"], values)))
    title = filled(texts["urge_title"], values)
    return _letter(content, title, blocks, texts)


def _letter(content: Letter | Urging, title: str, body: list[Block], texts: Mapping[str, str]) -> Document:
    """Return head, addressee, body and closing; a letter between organs has no strip of delivery."""
    issue = content.issue
    if content.officers or content.phone:
        values = {"officers": "、".join(content.officers), "phone": content.phone}
        body = [*body, Para(phrase(texts["contact"], values))]
    number = texts["unnumbered"] if issue.draft or not issue.number else issue.number
    head: list[Block] = [TitleBlock(issue.organ, title, number), Para(words(f"{content.dept}："), "flush")]
    scan = "" if issue.draft else texts["scan"]
    end = Closing(issue.organ, day_zh(issue.day), texts["seal"], scan_note=scan)
    return Document(meta("F09", title, "gw", issue), (*head, *body, end))
