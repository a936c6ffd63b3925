"""What the time limits of a case rest on beside its dates: extensions, hearings, and the calendars they were read from.

Dates and local times without a zone mean Asia/Shanghai.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from workbench.errors import Text

HEARING = "hearing"
"""The pack's ground on which the clock stands for a hearing."""


@dataclass(frozen=True)
class Extension:
    """Working days added to the period for the decision: why, and who allowed it."""

    days: int
    reason: str
    approver: str
    approver_name: str
    on: date
    number: str = ""


@dataclass(frozen=True)
class Hearing:
    """A hearing: when the right was told, asked for and exercised; the clock stands from ``asked`` until it is over.

    Attributes:
        party: Who was told: the applicant or somebody whose major interests are at stake.
        matter: What would be heard.
        offered: Day on which the right was told; the period to ask for it starts then.
        asked: Day on which it was asked for; ``None`` = not yet, or never.
        held: Day on which it was held.
        record: Where its record is kept, and what came out.
        closed: Why it will not be held: the request was taken back, or the right was not used.
    """

    party: str
    matter: str
    offered: date
    asked: date | None = None
    held: date | None = None
    record: str = ""
    closed: str = ""
    closed_on: date | None = None

    @property
    def running(self) -> bool:
        """Whether it was asked for and is not over."""
        return self.asked is not None and self.held is None and self.closed_on is None


@dataclass(frozen=True)
class Timing:
    """Extensions in the order given, and hearings by their code."""

    extensions: tuple[Extension, ...] = ()
    hearings: Mapping[str, Hearing] = field(default_factory=dict)

    @property
    def extended(self) -> int:
        """Working days by which the period for the decision was extended."""
        return sum(extension.days for extension in self.extensions)


@dataclass(frozen=True)
class Moved:
    """A date that another calendar moved; ``None`` = could not be told."""

    deadline: str
    before: date | None
    after: date | None


MOVING: Mapping[str, Text] = {
    "correction_due": Text("一次性告知补正截止日", "last day for the correction notice"),
    "decision_due": Text("作出决定截止日", "last day for the decision"),
    "decision_promised": Text("承诺办结日", "promised day of the decision"),
    "tolerance_limit": Text("容缺最迟补齐日", "last day for tolerated papers"),
    "deliver_due": Text("送达截止日", "last day to serve the decision"),
    "hearing_request": Text("申请听证截止日", "last day to ask for a hearing"),
    "hearing_hold": Text("组织听证截止日", "last day to hold the hearing"),
}
"""Deadlines that another calendar can move, by the part of their identifier before the colon, with their names."""


def moving_name(deadline: str) -> Text:
    """Return the name of a deadline that another calendar can move."""
    return MOVING[deadline.partition(":")[0]]


@dataclass(frozen=True)
class CalendarUse:
    """Which edition of the working-day calendar the dates were read from, since when, and what it moved.

    ``why`` is ``accepted``, ``deemed_accepted`` or ``recomputed``.
    """

    version: str
    on: date
    why: str
    moved: tuple[Moved, ...] = ()
