"""Risk: scores of two seats, the control measures that lower them, the level that is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workbench.core.commands.base import Command


@dataclass(frozen=True)
class ScoreFactor(Command):
    """Score a risk factor before and after controls, or declare it not applicable with a reason.

    ``confidence`` runs from 1 (doubtful) to 3 (sure), 0 = not said; ``references`` are papers and findings that the
    score rests on; ``gap_note`` says why the officer's score and the agency's differ.
    """

    factor: str
    before: int | None
    after: int | None
    not_applicable: str = ""
    evidence: str = ""
    note: str = ""
    confidence: int = 0
    references: tuple[str, ...] = ()
    gap_note: str = ""


@dataclass(frozen=True)
class SetLevel(Command):
    """Set the security level; other than the computed one needs a reason, lower also an approver's account."""

    level: int
    reason: str = ""
    approver: str = ""


@dataclass(frozen=True)
class AgencyLine:
    """A line of the agency's own table: scores 0 to 4, or why the factor does not apply; ``page`` 0 = not stated."""

    factor: str
    before: int | None
    after: int | None
    not_applicable: str = ""
    page: int = 0


@dataclass(frozen=True)
class RevealAgency(Command):
    """Open the agency's column, once; from then on the officer's scores are marked as made with it in view."""

    lines: tuple[AgencyLine, ...] = ()
    file: str = ""
    sha256: str = ""
    reason: str = ""
    """Why it is opened before the officer has scored every factor."""


@dataclass(frozen=True)
class SetAgencyScore(Command):
    """Copy a line of the agency's table that could not be read by itself; empty scores take it back."""

    factor: str
    before: int | None
    after: int | None
    not_applicable: str = ""
    file: str = ""
    page: int = 0


@dataclass(frozen=True)
class Reduction:
    """By how many steps a measure lowers a factor."""

    factor: str
    steps: int


@dataclass(frozen=True)
class ApplyMeasure(Command):
    """Take a control measure of the library: it lowers scores after controls and becomes a condition of the grant."""

    measure: str
    reductions: tuple[Reduction, ...]
    evidence: str
    owner: str
    moment: str
    text: str = ""
    """Wording of the condition; the library's own when empty."""
    references: tuple[str, ...] = ()
    due: datetime | None = None


@dataclass(frozen=True)
class DismissNeighbour(Command):
    """Leave an earlier case out of the comparison with this one, for a reason; an empty reason takes it in again."""

    other: str
    reason: str


@dataclass(frozen=True)
class DropMeasure(Command):
    """Take a control measure back, and its condition with it."""

    measure: str
