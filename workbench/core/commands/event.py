"""After the decision: opening, the running event, changes, the end of a permit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from workbench.core.commands.after import ConditionResult, HazardFound, ItemResult, SessionTime
from workbench.core.commands.base import Command
from workbench.core.values import Scalar


@dataclass(frozen=True)
class RecordOpeningCheck(Command):
    """Record the inspection before opening; it passes only without open hazards, conditions and promises.

    ``officers`` are two accounts. It counts once the other one has confirmed it (:class:`ConfirmCheck`).
    """

    at: datetime
    officers: tuple[str, ...]
    hazards: tuple[str, ...] = ()
    """Hazards as text, in records made before hazards were objects; today they are ``found``."""
    passed: bool = True
    results: tuple[ItemResult, ...] = ()
    found: tuple[HazardFound, ...] = ()
    conditions: tuple[ConditionResult, ...] = ()
    undertaker: str = ""
    """Who signed for the undertaker, or that nobody would."""
    venue: str = ""
    """Who signed for the venue manager, or that nobody would."""
    accounts: tuple[str, ...] = ()
    """Identifiers of the officers, filled in by the decision."""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class OpenEvent(Command):
    """Record that the event has opened."""

    at: datetime


@dataclass(frozen=True)
class SuspendEvent(Command):
    """Suspend the running event on a trigger; the order is given by word of mouth first, the paper follows."""

    trigger: str
    measured: str
    measures: str
    at: datetime
    resume_when: str
    sources: tuple[str, ...] = ()
    """Two sources that do not depend on each other; a trigger that stops first and asks later needs one."""
    scope: str = ""
    oral: datetime | None = None
    """When the order was given by word of mouth; the time of the suspension when not stated."""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class ResumeEvent(Command):
    """Let the suspended event go on; a named officer confirms that what was set as its condition is met."""

    at: datetime
    note: str
    measured: str = ""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class StopEvent(Command):
    """End the event for good."""

    at: datetime
    reason: str
    trigger: str = ""
    measured: str = ""
    measures: str = ""
    sources: tuple[str, ...] = ()
    scope: str = ""
    oral: datetime | None = None
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class EndEvent(Command):
    """Record that the event ended as planned."""

    at: datetime


@dataclass(frozen=True)
class ReviewEvent(Command):
    """Write the after-action review."""

    figures: tuple[tuple[str, Scalar], ...]
    lessons: tuple[str, ...] = ()


@dataclass(frozen=True)
class ArchiveCase(Command):
    """Close the file."""

    note: str = ""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class RequestChange(Command):
    """Record a request to change a granted event: time, place, content, scale, or cancel it."""

    change: str
    what: str
    requested: datetime
    new_value: str = ""
    sessions: tuple[SessionTime, ...] = ()
    """New times, for a change of time."""


@dataclass(frozen=True)
class DecideChange(Command):
    """Decide a change request as the rule for its kind allows."""

    request: int
    approved: bool
    reason: str
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class CancelEvent(Command):
    """The undertaker cancels in writing before the start and hands the permit back."""

    notice: datetime
    returned: bool
    reason: str = ""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class WithdrawApplication(Command):
    """The applicant takes the application back before a decision."""

    reason: str
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class EndPermit(Command):
    """Withdraw (撤回), revoke (撤销) or deregister (注销) a granted permit.

    Withdrawn is what was lawful and can no longer stand, revoked what should never have been granted; deregistered is
    what has ended and must be struck off, a permit that its holder hands back among them.
    """

    act: str
    """``withdraw``, ``revoke`` or ``deregister``."""
    reason: str
    basis: str
    compensation: str = ""
    ground: str = ""
    """Code of the ground of the law."""
    heard: str = ""
    """What the holder said when heard, or that nothing was said."""
    returned: bool = False
    """Whether the permit was handed back."""
    signed: ClassVar[bool] = True
