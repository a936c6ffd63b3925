"""What the programme desk leaves in a case: verdicts, answers, parts, interaction, lists, changes, results on site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workbench.core.commands import ProgrammeLine


@dataclass(frozen=True)
class ProgrammeVerdict:
    """The conclusion on an item of the programme; the undertaker answers advice until ``answer_due``."""

    verdict: str
    grounds: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    evidence: str = ""
    advice: str = ""
    note: str = ""
    answer_due: date | None = None
    consultation: str = ""


@dataclass(frozen=True)
class ProgrammeAnswer:
    """What the organiser answered to the advice on an item, and when."""

    answer: str
    accepted: bool
    on: date | None = None


@dataclass(frozen=True)
class ProgrammePart:
    """A work or segment that an officer added to an act."""

    parent: str
    what: str
    title: str
    minutes: int | None = None
    language: str = ""
    effects: str = ""
    screens: str = ""
    lyrics_file: str = ""
    lyrics_page: int | None = None
    quote: str = ""
    note: str = ""


@dataclass(frozen=True)
class Interaction:
    """The sub-form of an interactive item as the officer filled it in."""

    what: str = ""
    zone: str = ""
    controls: str = ""
    stop_word: str = ""
    supervisor: str = ""
    minutes: int | None = None
    times: int | None = None
    gap: int | None = None


@dataclass(frozen=True)
class ProgrammeList:
    """A list that the programme is compared with."""

    source: str
    lines: tuple[ProgrammeLine, ...]
    taken: date | None = None


@dataclass(frozen=True)
class Alias:
    """The name that an alias stands for."""

    name: str


@dataclass(frozen=True)
class Variation:
    """A changed programme after the grant; ``request`` counts the change requests of the case from 1.

    ``differences`` are (kind, line before, line after) as found against the locked list.
    """

    request: int
    lines: tuple[ProgrammeLine, ...]
    source: str
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class VariationVerdict:
    """The conclusion on one difference of a changed programme."""

    verdict: str
    grounds: tuple[str, ...] = ()
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True)
class Performed:
    """What was found on site about an item."""

    result: str
    officers: tuple[str, ...] = ()
    at: datetime | None = None
    note: str = ""
