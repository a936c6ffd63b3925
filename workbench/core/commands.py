"""Everything a person can order in a case: one frozen value per wish.

A command names its case; who gives it, when, and on which version of the case it was decided travel beside it (see
``decide``). ``kind`` is the snake-case name used in the journal, the role matrix and the command line. Dates and times
that a person states (a paper received at the window on Friday) are fields; the moment of recording is the clock's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from workbench.core.values import Application, Scalar
from workbench.errors import Text

ALL: dict[str, type[Command]] = {}
"""Command kind → class, in the order of this file."""


@dataclass(frozen=True)
class Command:
    """A wish about one case."""

    case: str
    kind: ClassVar[str] = ""
    signed: ClassVar[bool] = False
    """True for signed acts: they seal the case and cannot be undone, only revoked."""

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Name the command after its class and list it."""
        super().__init_subclass__(**kwargs)
        cls.kind = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        ALL[cls.kind] = cls


# Receipt and acceptance


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
    """Send the one-time notice of all corrections; a second normal round needs ``second_round_reason``."""

    items: tuple[Deficiency, ...]
    due: date
    second_round_reason: str = ""
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
    """What a tolerated deficiency rests on."""

    item: str
    promisor: str
    due: datetime
    type: str
    """``before_decision`` or ``before_opening`` (suspensive)."""
    letter: str = ""
    fallback: str = ""
    """``no_decision``, ``no_opening`` or ``lower_number``."""


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
    """Record that a tolerated paper came in and meets the requirements."""

    item: str
    file: str
    sha256: str
    note: str = ""


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


# Review


@dataclass(frozen=True)
class JudgeMaterial(Command):
    """Give a paper a verdict of the pack's document verdicts; empty takes it back."""

    item: str
    verdict: str
    reasons: tuple[str, ...] = ()
    note: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class WriteNote(Command):
    """Pin a note on a page; a note may serve as the reason for a correction."""

    note: str
    text: str
    item: str
    file: str = ""
    sha256: str = ""
    page: int = 0
    x: Decimal = Decimal(0)
    y: Decimal = Decimal(0)
    """Position on the page as shares of width and height, from the top left."""
    is_reason: bool = False


@dataclass(frozen=True)
class RemoveNote(Command):
    """Take a note back; it stays in the journal."""

    note: str


@dataclass(frozen=True)
class JudgePlan(Command):
    """Score one of the plan contents 0, 1 or 2; ``None`` takes it back."""

    content: str
    score: int | None
    note: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class SetDuty(Command):
    """Set a duty's state: its named person, helpers, overseers and whether it is done."""

    duty: str
    status: str
    person: str = ""
    phone: str = ""
    post: str = ""
    support: tuple[str, ...] = ()
    oversee: tuple[str, ...] = ()
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True)
class JudgeProgramme(Command):
    """Conclude a programme item; an adverse conclusion needs a ground code and evidence."""

    no: str
    verdict: str
    grounds: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    evidence: str = ""
    advice: str = ""
    note: str = ""


@dataclass(frozen=True)
class AnswerProgramme(Command):
    """Record the organiser's answer to programme advice."""

    no: str
    answer: str
    accepted: bool


@dataclass(frozen=True)
class ScoreFactor(Command):
    """Score a risk factor before and after controls, or declare it not applicable with a reason."""

    factor: str
    before: int | None
    after: int | None
    not_applicable: str = ""
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True)
class SetLevel(Command):
    """Set the security level; other than the computed one needs a reason, lower also an approver."""

    level: int
    reason: str = ""
    approver: str = ""


@dataclass(frozen=True)
class JudgeSite(Command):
    """Give a site fact (zone, gate, post) a verdict and a note."""

    object: str
    verdict: str
    note: str = ""
    values: tuple[tuple[str, Scalar], ...] = ()


@dataclass(frozen=True)
class ChooseFact(Command):
    """Pick the governing value of a fact that is stated differently, with the reason."""

    fact: str
    scope: str
    value: Scalar
    reason: str


@dataclass(frozen=True)
class AnswerFinding(Command):
    """Note what was done about a finding; never removes it."""

    check: str
    object: str
    answer: str


@dataclass(frozen=True)
class RecordSiteCheck(Command):
    """Record the on-site check; it needs two different officers."""

    at: datetime
    place: str
    officers: tuple[str, ...]
    items: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    conclusion: str = ""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class SendConsultation(Command):
    """Ask another authority for its opinion."""

    request: str
    dept: str
    questions: tuple[str, ...]
    due: date


@dataclass(frozen=True)
class ReceiveOpinion(Command):
    """Record the other authority's reply."""

    request: str
    position: str
    doc: str
    text: str = ""
    received: date | None = None


@dataclass(frozen=True)
class SetCondition(Command):
    """Add or change a condition of the grant, with owner, moment and check line."""

    condition: str
    text: str
    owner: str
    moment: str
    check: str = ""
    basis: str = ""
    step: str = ""
    title: str = ""


@dataclass(frozen=True)
class RemoveCondition(Command):
    """Take a condition out of the draft."""

    condition: str


# Decision


@dataclass(frozen=True)
class RefusalReason:
    """Why a permit is refused: the condition of the law, the fact found, the evidence, required and found values."""

    condition: str
    fact: str
    evidence: str
    required: str = ""
    found: str = ""


@dataclass(frozen=True)
class Recommend(Command):
    """The officer's recommendation: grant (with the conditions of the draft) or refuse; seals what it rests on."""

    outcome: str
    """``grant`` or ``refuse``."""
    opinion: str
    approved: int | None = None
    reasons: tuple[RefusalReason, ...] = ()
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class ReturnRecommendation(Command):
    """The approver sends the recommendation back with a reason."""

    reason: str
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class WithdrawRecommendation(Command):
    """The officer takes the own recommendation back before it is countersigned."""

    reason: str
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class Countersign(Command):
    """The approver decides by countersigning the recommendation; never the same person."""

    seal: str
    """Fingerprint of the recommendation that the approver saw."""
    opinion: str = ""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class ThirdSign(Command):
    """The third signature where the pack demands one."""

    seal: str
    opinion: str = ""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class Deliver(Command):
    """Record that the decision was served."""

    method: str
    receiver: str
    on: date
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class Publish(Command):
    """Record that the decision was made public, with its redactions."""

    where: str
    on: date
    redactions: tuple[str, ...] = ()


# After the decision


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


# Records


@dataclass(frozen=True)
class RecordDocument(Command):
    """Record that a paper was issued: its kind, number, hash and the event it proves."""

    paper: str
    number: str
    sha256: str
    checkpoint: str
    title: Text
