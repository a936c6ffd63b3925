"""The programme desk: verdicts and answers, parts of acts, interaction, lists compared, changes, results on site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workbench.core.commands.base import Command


@dataclass(frozen=True)
class JudgeProgramme(Command):
    """Conclude a programme item; an adverse conclusion needs a ground code and evidence.

    ``no`` is the number of a row of the sheet or the code of a part added by an officer. ``answer_due`` is the day by
    which the undertaker answers advice; ``None`` = the office's period. ``consultation`` is the request by which the
    item was sent to another authority.
    """

    no: str
    verdict: str
    grounds: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    evidence: str = ""
    advice: str = ""
    note: str = ""
    answer_due: date | None = None
    consultation: str = ""


@dataclass(frozen=True)
class AnswerProgramme(Command):
    """Record the organiser's answer to programme advice; ``on`` = the day of the answer, ``None`` = today."""

    no: str
    answer: str
    accepted: bool
    on: date | None = None


@dataclass(frozen=True)
class SetProgrammeItem(Command):
    """Add or change a work or segment of an act, read from the papers; ``part`` is its code, ``parent`` the row."""

    part: str
    parent: str
    what: str
    """``work`` or ``segment``."""
    title: str
    minutes: int | None = None
    language: str = ""
    effects: str = ""
    screens: str = ""
    """What is shown on screens."""
    lyrics_file: str = ""
    lyrics_page: int | None = None
    quote: str = ""
    """The cited line; whole lyrics stay in the attachment."""
    note: str = ""


@dataclass(frozen=True)
class RemoveProgrammeItem(Command):
    """Take a part out again."""

    part: str


@dataclass(frozen=True)
class SetInteraction(Command):
    """Fill in the sub-form of an interactive item; empty fields leave what the sheet states, all empty takes it out."""

    no: str
    what: str = ""
    """Kind of interaction, a code of the pack."""
    zone: str = ""
    controls: str = ""
    stop_word: str = ""
    supervisor: str = ""
    minutes: int | None = None
    times: int | None = None
    gap: int | None = None
    """Minutes between the segment and the dispersal of the audience."""


@dataclass(frozen=True)
class ProgrammeLine:
    """A line of a list of the programme: who performs what, in which session, as far as the list says."""

    artist: str
    work: str = ""
    session: str = ""


@dataclass(frozen=True)
class SetProgrammeList(Command):
    """Keep a list to compare the programme with: the culture authority's approval or what was announced."""

    which: str
    source: str
    """Where it comes from: file, letter number, page of the announcement."""
    lines: tuple[ProgrammeLine, ...]
    taken: date | None = None


@dataclass(frozen=True)
class RemoveProgrammeList(Command):
    """Take a list out again."""

    which: str


@dataclass(frozen=True)
class SetAlias(Command):
    """Let two names of a performer or work be the same; an empty ``name`` takes the alias out."""

    alias: str
    name: str


@dataclass(frozen=True)
class ReportProgrammeChange(Command):
    """Record that the undertaker wants another programme than the one that was granted."""

    lines: tuple[ProgrammeLine, ...]
    source: str
    requested: datetime
    reason: str


@dataclass(frozen=True)
class JudgeVariation(Command):
    """Conclude one difference of a changed programme; ``difference`` is ``request.number``."""

    difference: str
    verdict: str
    grounds: tuple[str, ...] = ()
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True)
class RecordPerformance(Command):
    """Record what was found on site about an approved item; an empty ``result`` takes it out."""

    no: str
    result: str
    officers: tuple[str, ...] = ()
    at: datetime | None = None
    note: str = ""
