"""What all legal instruments share: head with organ, title, number and addressee; foot with seal, receipt, imprint."""

from __future__ import annotations

from collections.abc import Mapping

from reports.blocks import Annexes, Block, Closing, Imprint, Para, Receipt, TitleBlock, words
from reports.issue import Issue
from reports.wording import day_zh


def head(issue: Issue, applicant: str, texts: Mapping[str, str]) -> tuple[Block, ...]:
    """Return the head block and the addressee with a full-width colon."""
    number = texts["unnumbered"] if issue.draft or not issue.number else issue.number
    return (TitleBlock(issue.organ, texts["title"], number), Para(words(f"{applicant}："), "flush"))


def foot(
    issue: Issue, texts: Mapping[str, str], *, annexes: tuple[str, ...] = (), copies_to: str = "", office: str = ""
) -> tuple[Block, ...]:
    """Return annexes, closing, strip of delivery and, where copies go out, the imprint."""
    scan = texts["scan"] if not issue.draft else ""
    blocks: list[Block] = [Annexes(annexes)] if annexes else []
    blocks.append(Closing(issue.organ, day_zh(issue.day), texts["seal"], scan_note=scan))
    blocks.append(receipt(texts))
    if copies_to:
        blocks.append(Imprint(f"{texts['copies_to']}{copies_to}。", office or issue.organ, day_zh(issue.day) + "印发"))
    return tuple(blocks)


def receipt(texts: Mapping[str, str]) -> Receipt:
    """Return the strip of delivery in the words of the pack."""
    return Receipt(
        title=texts["receipt"],
        copies=texts["copies"],
        receiver=texts["receiver"],
        server=texts["server"],
        signed_at=texts["signed_at"],
        way=texts["way"],
        ways=titles(texts["ways"], 4),
        year_to_minute=titles(texts["year_to_minute"], 5),
    )


def titles(text: str, count: int) -> tuple[str, ...]:
    """Split ``a|b|c`` into exactly ``count`` titles; another count is a wrong pack and an error of ours."""
    parts = tuple(text.split("|"))
    if len(parts) != count:
        message = f"{count} titles expected, {len(parts)} found: {text}"
        raise ValueError(message)
    return parts
