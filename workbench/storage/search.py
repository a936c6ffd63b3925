"""Search tokens for Chinese text: single characters and pairs, made here and the same on both databases.

The trigram index of SQLite and that of PostgreSQL find nothing, without a word, for searches of one or two characters,
and most Chinese words have two. So every run of letters, figures and ideographs is cut into characters and pairs of
characters; a search asks for all pairs of what was typed, and longer words are compared once more with the folded text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby, pairwise


def folded(*texts: str) -> str:
    """Return the texts in the one form in which they are compared, a line each."""
    return "\n".join(unicodedata.normalize("NFKC", text).casefold().replace("\n", " ") for text in texts)


def tokens(text: str) -> tuple[str, ...]:
    """Return every character and pair of a folded text, each once, sorted."""
    found: set[str] = set()
    for run in _runs(text):
        safe = [_safe(character) for character in run]
        found.update(safe)
        found.update(first + second for first, second in pairwise(safe))
    return tuple(sorted(found))


def words(typed: str) -> tuple[str, ...]:
    """Return the folded words of what a person typed; all of them must be found."""
    return tuple(folded(typed).split())


def needed(word: str) -> tuple[str, ...]:
    """Return the tokens that every text with ``word`` in it has: its pairs, or its only character."""
    found: set[str] = set()
    for run in _runs(word):
        safe = [_safe(character) for character in run]
        found.update([first + second for first, second in pairwise(safe)] or safe)
    return tuple(sorted(found))


def exact(word: str) -> bool:
    """Say whether the tokens of ``word`` alone decide, without comparing the text again."""
    return len(word) <= 2 and word.isalnum()


def _runs(text: str) -> Iterator[str]:
    for inside, run in groupby(text, key=str.isalnum):
        if inside:
            yield "".join(run)


def _safe(character: str) -> str:
    """Return the character, or its number: tokenisers do not know every rare ideograph."""
    common = character.isascii() or "\u3400" <= character <= "\u9fff"
    return character if common else f"x{ord(character):x}x"
