"""What a case keeps of its risk assessment beside the officer's scores: the agency's column, measures, the order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from workbench.core.commands.risk import Reduction


@dataclass(frozen=True)
class AgencyScore:
    """A factor in the agency's own table: scores 0 to 4, or why it does not apply, and where it stands."""

    before: int | None
    after: int | None
    not_applicable: str = ""
    file: str = ""
    page: int = 0


@dataclass(frozen=True)
class MeasureUse:
    """A control measure that was taken: what it lowers, what proves it, who sees to it and by when."""

    reductions: tuple[Reduction, ...]
    evidence: str
    owner: str
    moment: str
    text: str = ""
    references: tuple[str, ...] = ()
    due: datetime | None = None

    def steps(self, factor: str) -> int:
        """Return by how many steps it lowers a factor."""
        return sum(one.steps for one in self.reductions if one.factor == factor)


@dataclass(frozen=True)
class Dismissal:
    """Why an earlier case is left out of the comparison."""

    reason: str


@dataclass(frozen=True)
class Reveal:
    """When the agency's column was opened, by whom, from which paper; ``unscored`` = factors without a score then."""

    by: str
    name: str
    at: datetime
    version: int
    file: str = ""
    sha256: str = ""
    reason: str = ""
    unscored: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seats:
    """The order in which two seats scored.

    Attributes:
        reveal: When the agency's column was opened; ``None`` while it is closed.
        later: Factors whose score by the officer was made or changed after that.
        replaced: Measure → the scores after controls that it replaced, so that taking it back brings them back.
    """

    reveal: Reveal | None = None
    later: tuple[str, ...] = ()
    replaced: Mapping[str, tuple[tuple[str, int | None], ...]] = field(default_factory=dict)


def condition_of(measure: str) -> str:
    """Return the key of the condition that a measure writes."""
    return f"measure:{measure}"


def lowered(measures: Mapping[str, MeasureUse], factor: str, before: int) -> int:
    """Return a score after all the measures that lower a factor."""
    return max(0, before - sum(use.steps(factor) for use in measures.values()))
