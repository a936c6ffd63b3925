"""Hint words in titles, lyrics and scripts: where one stands and at which criterion it points; never a conclusion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from workbench.core.pack import Pack
from workbench.core.parameters import choices, word
from workbench.core.writing import character_table, folded

AROUND = 12
"""Characters shown before and after a hit."""


@dataclass(frozen=True)
class Hit:
    """A hint word in a text: row of the lexicon, criterion it points at, place, and the words around it."""

    code: str
    criterion: str
    word: str
    at: int
    """Place in the text, counted in characters from 0."""
    line: int
    """Line of the text, from 1."""
    excerpt: str


class Lexicon:
    """The hint words of a pack, looked for in one pass."""

    def __init__(self, words: Mapping[str, tuple[str, str]], table: Mapping[int, str]) -> None:
        """Take folded words with the row and criterion of each, and the table that folds texts."""
        self._words = words
        self._table = table
        longest = sorted(words, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest)) or r"(?!)")

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield the hints in a text, in order of place."""
        for found in self._pattern.finditer(folded(text, self._table)):
            code, criterion = self._words[found.group()]
            first, last = found.span()
            around = text[max(0, first - AROUND) : last + AROUND].replace("\n", " ")
            yield Hit(code, criterion, text[first:last], first, text.count("\n", 0, first) + 1, around)


def lexicon(pack: Pack) -> Lexicon:
    """Return the lexicon of a pack; made once per words."""
    rows = tuple(
        (given, row.code, str(row.data["criterion"]))
        for row in choices(pack, "lexicon").values()
        for given in _texts(row.data["words"])
    )
    return _made(rows, word(pack, "traditional_characters"), word(pack, "simplified_characters"))


@lru_cache(maxsize=8)
def _made(rows: tuple[tuple[str, str, str], ...], traditional: str, simplified: str) -> Lexicon:
    table = character_table(traditional, simplified)
    return Lexicon({folded(given, table): (code, criterion) for given, code, criterion in rows}, table)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (str(value),)
