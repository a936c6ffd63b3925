"""Receipt, acceptance, corrections, tolerated papers, stops of the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from workbench.core.commands.base import Command
from workbench.core.values import Application


@dataclass(frozen=True)
class ReceivePackage(Command):
    """Take an application package in at the window: opens the case."""

    application: Application
    received: datetime
    """Local time of receipt."""
    channel: str = "window"
    copies: int = 1


@dataclass(frozen=True)
class AssignOfficer(Command):
    """Make a person the case's officer."""

    officer: str
    name: str


@dataclass(frozen=True)
class DeclareNotRequired(Command):
    """Tell the applicant at once that no permit is needed."""

    reason: str
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class RefuseAcceptance(Command):
    """Refuse acceptance: this authority is not competent; name the right one."""

    reason: str
    competent: str
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class CorrectOnSpot(Command):
    """Record corrections that the applicant made on the spot."""

    items: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Deficiency:
    """One line of a correction notice: what, what is wrong, what would cure it."""

    code: str
    reasons: tuple[str, ...]
    problem: str
    remedy: str
    source: str = "document"
    """``document``, ``plan``, ``duty``, ``programme``, ``fact``, ``site`` or ``note``."""


@dataclass(frozen=True)
class SendCorrection(Command):
    """Send the one-time notice of all corrections; a second normal round needs ``second_round_reason``.

    ``not_asked`` are the open matters that the officer knowingly does not ask the applicant to correct.
    """

    items: tuple[Deficiency, ...]
    due: date
    second_round_reason: str = ""
    not_asked: tuple[Deficiency, ...] = ()
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class ReceiveSupplement(Command):
    """Take corrected papers in: the new state of the application, and which notice items it answers."""

    application: Application
    received: datetime
    items: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Promise:
    """What a tolerated deficiency rests on.

    ``anchor`` and ``amount`` are the rule from which ``due`` follows ("3 working days before the event"), a code of the
    pack's ``promise_anchors``; without an anchor the moment stands alone. ``letter`` names the promise letter,
    ``letter_sha256`` its file. ``number`` is the number of people to which the approval falls under ``lower_number``.
    """

    item: str
    promisor: str
    due: datetime
    type: str
    """``before_decision`` or ``before_opening`` (suspensive)."""
    letter: str = ""
    fallback: str = ""
    """``no_decision``, ``no_opening`` or ``lower_number``; empty = the one that the type brings by itself."""
    anchor: str = ""
    amount: int = 0
    number: int | None = None
    letter_sha256: str = ""


@dataclass(frozen=True)
class Accept(Command):
    """Accept the application, with promises where papers are tolerated as missing."""

    on: date
    promises: tuple[Promise, ...] = ()
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class DeemAccepted(Command):
    """Record that the law counts the application as accepted from receipt because no notice was sent in time."""

    note: str = ""


@dataclass(frozen=True)
class FulfilPromise(Command):
    """Record that a tolerated paper came in; a second person confirms that it meets the requirements.

    ``received`` is the local time at which it came, the moment of recording when not stated.
    """

    item: str
    file: str
    sha256: str
    note: str = ""
    received: datetime | None = None


@dataclass(frozen=True)
class ExtendPromise(Command):
    """Give a promise a later moment, within its limit."""

    item: str
    due: datetime
    reason: str
    approver: str


@dataclass(frozen=True)
class PauseClock(Command):
    """Stop the statutory clock on one of the grounds of the pack."""

    ground: str
    start: date
    note: str = ""


@dataclass(frozen=True)
class ResumeClock(Command):
    """Let the statutory clock run again."""

    resumed: date
    note: str = ""
