"""What can be wrong in a rule pack, told all at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from workbench.errors import PackError, Text


@dataclass(frozen=True)
class Place:
    """A line of a pack file; ``file`` is ``pack/name.toml``, ``line`` is 1-based (0 = the file as a whole)."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class Fault:
    """One fault of a pack.

    ``nearest`` is the known key or code that resembles the wrong one most.
    """

    file: str
    line: int
    message: Text
    nearest: str | None = None

    def told(self, language: str = "zh") -> str:
        """Return place, message and nearest known key as one line."""
        hint = ""
        if self.nearest is not None:
            hint = f"；是否为“{self.nearest}”？" if language == "zh" else f"; did you mean “{self.nearest}”?"
        return f"{Place(self.file, self.line)}: {self.message.in_language(language)}{hint}"


class PackFaults(PackError):  # noqa: N818  (the plural says what it is: all of them at once)
    """A rule pack cannot be used; ``faults`` lists everything that is wrong, in the order of its files."""

    what: ClassVar[Text] = Text("规则包", "rule pack")

    def __init__(self, pack: str, faults: tuple[Fault, ...]) -> None:
        """Keep all faults; the message shows the first ten."""
        shown, more = faults[:10], len(faults) - 10
        tail = Text(f"\n……另有 {more} 处", f"\n… and {more} more") if more > 0 else Text("", "")
        zh, en = self.what.zh, self.what.en
        message = Text(
            f"{zh}“{pack}”有 {len(faults)} 处错误：\n" + "\n".join(f.told("zh") for f in shown) + tail.zh,
            f"The {en} “{pack}” has {len(faults)} fault(s):\n" + "\n".join(f.told("en") for f in shown) + tail.en,
        )
        remedy = Text(f"请按所列位置改正{zh}", f"Mend the {en} at the places given")
        super().__init__(message, remedy=remedy)
        self.pack = pack
        self.faults = faults


def fault(place: Place, message: Text, nearest: str | None = None) -> Fault:
    """Return a fault at a place."""
    return Fault(place.file, place.line, message, nearest)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that resembles ``word`` most, or ``None`` when none is near."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return found[0] if found else None
