"""After the decision: opening, the running event, changes, the end of a permit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from workbench.core.commands.base import Command
from workbench.core.values import Scalar


@dataclass(frozen=True)
class RecordOpeningCheck(Command):
    """Record the inspection before opening; it passes only without open hazards and promises."""

    at: datetime
    officers: tuple[str, ...]
    hazards: tuple[str, ...] = ()
    passed: bool = True
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class OpenEvent(Command):
    """Record that the event has opened."""

    at: datetime


@dataclass(frozen=True)
class SuspendEvent(Command):
    """Suspend the running event on a trigger."""

    trigger: str
    measured: str
    measures: str
    at: datetime
    resume_when: str
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class ResumeEvent(Command):
    """Let the suspended event go on; a named officer confirms."""

    at: datetime
    note: str
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class StopEvent(Command):
    """End the event for good."""

    at: datetime
    reason: str
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
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class WithdrawApplication(Command):
    """The applicant takes the application back before a decision."""

    reason: str
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class EndPermit(Command):
    """Withdraw (撤回), revoke (撤销) or deregister (注销) a granted permit."""

    act: str
    """``withdraw``, ``revoke`` or ``deregister``."""
    reason: str
    basis: str
    compensation: str = ""
    signed: ClassVar[bool] = True
