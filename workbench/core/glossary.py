"""The glossary as values, read from the docstring of :mod:`workbench.core`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import workbench.core


@dataclass(frozen=True)
class Term:
    """A word of the field: English, Chinese, meaning, and the words that are not used for it."""

    english: str
    chinese: str
    meaning: str
    avoid: tuple[str, ...]


@cache
def terms() -> tuple[Term, ...]:
    """Return the glossary in its order."""
    lines = (line.strip() for line in str(workbench.core.__doc__).splitlines())
    return tuple(_term(line) for line in lines if line.count(" | ") == 3 and not line.startswith("Each"))


def _term(line: str) -> Term:
    english, chinese, meaning, avoid = (part.strip() for part in line.split(" | "))
    words = avoid.removeprefix("not: ").split(", ")
    return Term(english, chinese, meaning, tuple(word for word in words))
