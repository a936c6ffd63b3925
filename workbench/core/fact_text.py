"""Proposals for the fact ledger from the text of papers: a cue word of the pack, then a value with its unit.

A proposal states nothing by itself: an officer confirms it or sets it aside. What the sheet of statements, or an
officer, has already entered from that page is not proposed again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from workbench.core.facts import Normal, normal
from workbench.core.pack import Fact, Pack
from workbench.core.values import Application, Attachment, Scalar

_GAP = r"[^\d。；;，,、（(]{0,6}"
"""What may stand between cue and value: a few characters of the same clause."""
_NUMBER = r"(\d[\d,，]*(?:\.\d+)?)\s*(万)?"
_DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_HOUR = r"(\d{1,2}[:：]\d{2})"
_AROUND = 14
"""Characters of the page shown on either side of a find."""
_BLANKS = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
"""Blanks and line ends beside a Chinese character: a line break of the page may stand inside a word."""


@dataclass(frozen=True)
class Proposal:
    """A value found in a paper's text: the fact, the place, and the words around it."""

    key: str
    fact: str
    scope: str
    value: Scalar
    normal: Normal
    file: str
    page: int
    quote: str


def proposals(
    application: Application, pack: Pack, known: Collection[tuple[str, str, int, Normal]] = ()
) -> tuple[Proposal, ...]:
    """Return what the text of the papers seems to state, by paper, page and place.

    Args:
        application: The package; pages that are images only have no text.
        pack: The rules; facts without cues are never proposed.
        known: (fact, file, page, value) of statements that stand in the ledger already.
    """
    found: dict[str, Proposal] = {}
    for attachment in application.attachments:
        for one in _of_paper(attachment, pack):
            if (one.fact, one.file, one.page, one.normal) not in known:
                found.setdefault(one.key, one)
    return tuple(found.values())


def _of_paper(attachment: Attachment, pack: Pack) -> Iterator[Proposal]:
    for number, page in enumerate(attachment.text, 1):
        text = _BLANKS.sub("", page) if page else ""
        for fact in pack.facts.values():
            if fact.cues:
                yield from _of_page(fact, text, attachment.name, number)


def _of_page(fact: Fact, text: str, file: str, page: int) -> Iterator[Proposal]:
    for match in _pattern(fact.cues, fact.units, fact.kind).finditer(text):
        value = _value(fact.kind, match)
        found = normal(value, fact.kind)
        if value is None or found is None:
            continue
        quote = text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
        key = hashlib.sha256(f"{fact.code}|{file}|{page}|{found}".encode()).hexdigest()[:16]
        yield Proposal(key, fact.code, fact.scope, value, found, file, page, quote)


@lru_cache(maxsize=256)
def _pattern(cues: tuple[str, ...], units: tuple[str, ...], kind: str) -> re.Pattern[str]:
    """Return cue, gap, value and unit as one pattern; longer cues are tried first."""
    words = "|".join(re.escape(cue) for cue in sorted(cues, key=len, reverse=True))
    value = {"date": _DAY, "time": _HOUR}.get(kind, _NUMBER)
    tail = ""
    if kind == "number" and units:
        tail = "(?:" + "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True)) + ")"
        tail += r"(?!次)" if not any(unit.endswith("次") for unit in units) else ""
    return re.compile(f"(?:{words}){_GAP}{value}{tail}")


def _value(kind: str, match: re.Match[str]) -> Scalar:
    if kind == "date":
        return _day(*(int(part) for part in match.groups()))
    if kind == "time":
        return match[1].replace("：", ":")
    plain = Decimal(match[1].replace(",", "").replace("，", ""))
    plain *= 10_000 if match[2] else 1
    return int(plain) if plain == plain.to_integral_value() else plain


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
