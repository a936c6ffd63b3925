"""What a case is made of: verdicts, scores, people, notices, signatures, and what happened after the decision.

Dates and local times without a zone mean Asia/Shanghai; moments of recording are aware UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from workbench.core.commands import ConditionResult, Deficiency, HazardFound, ItemResult, RefusalReason, SessionTime
from workbench.core.parts_consultation import Reply, Withdrawal
from workbench.core.values import Scalar
from workbench.errors import Text


@dataclass(frozen=True)
class Act:
    """Who did something, by name, and when; ``version`` is that of the case afterwards."""

    by: str
    name: str
    at: datetime
    version: int = 0


@dataclass(frozen=True)
class PackIdentity:
    """Which rule pack a case is judged by."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True)
class Correction:
    """A correction notice: what must be mended, until when, the day it was sent, its paper number."""

    items: tuple[Deficiency, ...]
    due: date
    sent: date
    number: str = ""
    second_round_reason: str = ""
    not_asked: tuple[Deficiency, ...] = ()


@dataclass(frozen=True)
class Supplement:
    """Corrected papers as they came in; ``reopened`` names what must be judged again (``materials:M2.1`` …)."""

    received: datetime
    items: tuple[str, ...]
    note: str
    reopened: tuple[str, ...] = ()


@dataclass(frozen=True)
class SpotCorrection:
    """What the applicant mended at the window."""

    items: tuple[str, ...]
    note: str
    on: date


@dataclass(frozen=True)
class Pause:
    """A statutory stop of the clock: from ``start`` inclusive to ``resumed`` exclusive; open while ``None``.

    ``number`` is that of the notice that told the applicant; empty for stops without one of their own.
    """

    ground: str
    start: date
    note: str = ""
    resumed: date | None = None
    number: str = ""


@dataclass(frozen=True)
class Fulfilment:
    """How a promise came to its end: by the paper, or waived.

    Attributes:
        at: Moment of recording, aware UTC.
        received: Local time at which the paper came in; ``None`` in records made before it was kept.
        by: Account of the person who recorded it.
        waits: A second person has not confirmed it yet; until then the paper is still owed.
        returned: The second person found that it does not keep the promise: the paper is owed as before.
        ground: Ground on which it was waived; empty for a paper that came in.
    """

    item: str
    file: str
    sha256: str
    note: str
    at: datetime
    received: datetime | None = None
    by: str = ""
    waits: bool = False
    returned: bool = False
    ground: str = ""


@dataclass(frozen=True)
class MaterialVerdict:
    """The officer's verdict on a paper."""

    verdict: str
    reasons: tuple[str, ...] = ()
    note: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class PlanScore:
    """The officer's score of a plan content."""

    score: int | None
    note: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class DutyState:
    """A duty's named person and state."""

    status: str
    person: str = ""
    phone: str = ""
    post: str = ""
    support: tuple[str, ...] = ()
    oversee: tuple[str, ...] = ()
    evidence: str = ""
    note: str = ""
    due: date | None = None
    source: str = ""


@dataclass(frozen=True)
class Returned:
    """A line of a signed list that came back: its code, for whom it stood, when, how it was read."""

    code: str
    person: str
    on: date
    source: str = ""


@dataclass(frozen=True)
class FactorScore:
    """A factor before and after control measures, 0–4; or why it does not apply."""

    before: int | None
    after: int | None
    not_applicable: str = ""
    evidence: str = ""
    note: str = ""
    confidence: int = 0
    """1 doubtful to 3 sure; 0 = not said."""
    references: tuple[str, ...] = ()
    gap_note: str = ""


@dataclass(frozen=True)
class LevelChoice:
    """The security level that the officer set, 1 (highest) to 4.

    ``approver`` is an account; in records made before that was asked for it is a name. ``model`` and ``computed`` are
    the model's version and the level it gave at that moment.
    """

    level: int
    reason: str = ""
    approver: str = ""
    approver_name: str = ""
    model: str = ""
    computed: int | None = None


@dataclass(frozen=True)
class SiteVerdict:
    """The officer's verdict on a zone, gate or post."""

    verdict: str
    note: str = ""
    values: tuple[tuple[str, Scalar], ...] = ()


@dataclass(frozen=True)
class StandingProblem:
    """Why a problem of the drawing may stand."""

    reason: str


@dataclass(frozen=True)
class Stated:
    """A statement of a key fact that an officer entered, or a proposal that was set aside."""

    fact: str
    scope: str
    value: Scalar
    file: str
    page: int = 0
    quote: str = ""
    how: str = ""
    """``typed``, ``confirmed`` or ``set_aside``."""


@dataclass(frozen=True)
class Governing:
    """The value of a fact that governs, and why.

    ``known`` are the values that stood in the ledger when it was chosen: a further one opens the matter again.
    ``governs`` are the places of the application that it takes the place of, by the pack of that day.
    """

    value: Scalar
    reason: str
    known: tuple[str, ...] = ()
    governs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """A note pinned on a page."""

    text: str
    item: str
    file: str = ""
    sha256: str = ""
    page: int = 0
    x: Decimal = Decimal(0)
    y: Decimal = Decimal(0)
    is_reason: bool = False


@dataclass(frozen=True)
class Consultation:
    """A question to another authority and its reply; ``position`` is empty until it came.

    Position, doc, text and received are those of the newest reply; ``replies`` has all of them in the order recorded.
    ``superseded`` is the request that took the place of this one.
    """

    dept: str
    questions: tuple[str, ...]
    due: date
    sent: date
    position: str = ""
    doc: str = ""
    text: str = ""
    received: date | None = None
    code: str = ""
    number: str = ""
    sections: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()
    superseded: str = ""
    withdrawn: Withdrawal | None = None

    @property
    def waiting(self) -> bool:
        """Return whether a reply is still wanted."""
        return not (self.position or self.superseded or self.withdrawn)

    @property
    def current(self) -> bool:
        """Return whether the request still counts, answered or not."""
        return not (self.superseded or self.withdrawn)


@dataclass(frozen=True)
class SiteCheck:
    """An on-site check by two officers; without ``accounts`` it was recorded before officers were accounts."""

    at: datetime
    place: str
    officers: tuple[str, ...]
    items: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    conclusion: str = ""
    results: tuple[ItemResult, ...] = ()
    found: tuple[HazardFound, ...] = ()
    undertaker: str = ""
    venue: str = ""
    accounts: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    """Accounts that have confirmed it, the one who recorded it first."""
    number: str = ""

    @property
    def complete(self) -> bool:
        """Return whether two officers stand by it."""
        return len(set(self.officers)) >= 2 and set(self.accounts) <= set(self.confirmed)


@dataclass(frozen=True)
class Condition:
    """A condition of the grant."""

    text: str
    owner: str
    moment: str
    check: str = ""
    basis: str = ""
    step: str = ""
    title: str = ""
    reason: str = ""
    due: datetime | None = None
    evidence: str = ""


@dataclass(frozen=True)
class Recommendation:
    """The officer's recommendation; ``suspensive`` are the promises that the grant would rest on."""

    outcome: str
    opinion: str
    approved: int | None
    reasons: tuple[RefusalReason, ...]
    suspensive: tuple[str, ...]
    act: Act
    programme: str = ""
    """Fingerprint of the programme as reviewed; the list that the signatures fix."""


@dataclass(frozen=True)
class TakenBack:
    """A recommendation that was returned or withdrawn, and why."""

    recommendation: Recommendation
    kind: str
    reason: str
    act: Act


@dataclass(frozen=True)
class Signature:
    """A signature and the fingerprint of what it covers; ``version`` is that of the signed state."""

    act: str
    cover: str
    fingerprint: str
    version: int
    by: str
    name: str
    at: datetime
    opinion: str = ""


@dataclass(frozen=True)
class Decision:
    """The decision: outcome, number and day, drawn in the deciding transaction, outside the seal.

    ``start`` is when the event was to start as decided; requests to change or cancel are measured by it.
    """

    outcome: str
    paper: str
    number: str
    on: date
    approved: int | None
    checkpoint: str
    act: Act
    start: datetime | None = None


@dataclass(frozen=True)
class Delivery:
    """How the decision was served; ``limit`` is the last day the law allows."""

    method: str
    receiver: str
    on: date
    limit: date | None = None
    late: bool = False
    at: datetime | None = None
    relation: str = ""
    tracking: str = ""
    receipt: str = ""
    refused: str = ""
    witness: str = ""


@dataclass(frozen=True)
class Publication:
    """Where the decision was made public, or why it was not."""

    where: str
    on: date
    redactions: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    ground: str = ""
    note: str = ""


@dataclass(frozen=True)
class OpeningCheck:
    """An inspection before opening; without ``accounts`` it was recorded before officers were accounts."""

    at: datetime
    officers: tuple[str, ...]
    hazards: tuple[str, ...]
    passed: bool
    results: tuple[ItemResult, ...] = ()
    found: tuple[HazardFound, ...] = ()
    conditions: tuple[ConditionResult, ...] = ()
    undertaker: str = ""
    venue: str = ""
    accounts: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    number: str = ""

    @property
    def complete(self) -> bool:
        """Return whether both officers stand by it."""
        return set(self.accounts) <= set(self.confirmed)


@dataclass(frozen=True)
class RunEntry:
    """A moment of the event itself: ``kind`` is ``opened``, ``suspended``, ``resumed``, ``stopped`` or ``ended``.

    ``paper_due`` is when the paper on an order given by word of mouth must be handed over; ``ends`` is the number of
    the suspension that a resumption ends, counted in ``Case.run`` from 1.
    """

    kind: str
    at: datetime
    act: Act
    trigger: str = ""
    measured: str = ""
    measures: str = ""
    resume_when: str = ""
    text: str = ""
    number: str = ""
    sources: tuple[str, ...] = ()
    scope: str = ""
    oral: datetime | None = None
    paper_due: datetime | None = None
    ends: int = 0


@dataclass(frozen=True)
class Change:
    """A request to change a granted event; ``result`` is empty until decided."""

    change: str
    what: str
    requested: datetime
    new_value: str = ""
    result: str = ""
    """``approved``, ``not_approved`` or ``new_application``."""
    reason: str = ""
    number: str = ""
    sessions: tuple[SessionTime, ...] = ()
    before: tuple[SessionTime, ...] = ()
    """The times that an approved change of time replaced."""


@dataclass(frozen=True)
class Issued:
    """A paper that was issued; ``paper`` is its identifier, ``content`` the fingerprint of what a form said."""

    paper: str
    number: str
    sha256: str
    checkpoint: str
    title: Text
    act: Act
    content: str = ""


@dataclass(frozen=True)
class Closure:
    """How a case or a permit came to its end other than by the event."""

    kind: str
    reason: str
    basis: str = ""
    number: str = ""
    competent: str = ""
    compensation: str = ""
    ground: str = ""
    heard: str = ""
    returned: bool = False
    at: datetime | None = None
    """When a cancellation was told."""


@dataclass(frozen=True)
class Review:
    """The after-action review."""

    figures: tuple[tuple[str, Scalar], ...]
    lessons: tuple[str, ...]


@dataclass(frozen=True)
class ProcessDates:
    """The dates of the procedure; a pause is (ground, first day, day of resumption or ``None``)."""

    received: date
    corrections: tuple[date, ...]
    accepted: date | None
    deemed: bool
    pauses: tuple[tuple[str, date, date | None], ...]
    decided: date | None
    delivered: date | None
    first_day: date | None
    extended: int = 0
