"""What a person sees: plain values that services return and that the window, the command line and the tests read.

Texts come in both languages (:class:`workbench.errors.Text`); words that the window itself owns (headings, buttons) are
not here. Code lists (verdicts, steps, levels) are codes whose words come from the case's pack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from workbench.core.case_parts import Decision, Delivery, Publication, SiteCheck, SiteVerdict, TakenBack
from workbench.core.commands import ProgrammeLine, RefusalReason
from workbench.core.duty_matrix import Fault
from workbench.core.lexicon import Hit
from workbench.core.parts_programme import Interaction, Performed, ProgrammePart, VariationVerdict
from workbench.core.programme import Statistics
from workbench.core.programme_lists import Difference
from workbench.core.values import Attachment, Problem, Row, Scalar, SitePlan
from workbench.errors import NO_TEXT, Text
from workbench.services.consult_values import ConsultView
from workbench.services.views_after import AfterView, Allowed
from workbench.services.views_lists import ClockView, OpenItem, Person, PreviewView, QueuePage, QueueRow, TimelineEntry

__all__ = ["ClockView", "OpenItem", "Person", "PreviewView", "QueuePage", "QueueRow", "TimelineEntry"]
"""What is shared with the list screens; every class below belongs to the views too."""


@dataclass(frozen=True)
class GateView:
    """A gate (``decision``, ``opening``, ``plan``, ``print``) and what keeps it shut; empty = it is open."""

    code: str
    title: Text
    items: tuple[OpenItem, ...]


@dataclass(frozen=True)
class StepView:
    """One of the eight steps: ``state`` is ``done``, ``part``, ``alert``, ``todo``."""

    number: int
    title: Text
    detail: Text
    state: str


@dataclass(frozen=True)
class FindingView:
    """A finding of a K check on this case, as it stands at ``as_of``.

    ``law`` is the basis in words on that day, ``step`` where it is worked on, ``silent`` why it is not evaluated.
    """

    check: str
    title: Text
    severity: str
    gates: tuple[str, ...]
    fired: bool | None
    why: tuple[Text, ...]
    objects: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    mark: str = ""
    law: Text = NO_TEXT
    remedy: Text = NO_TEXT
    step: int = 8
    silent: Text = NO_TEXT
    places: tuple[str, ...] = ()
    """The object of each reason, in the order of ``why``."""


@dataclass(frozen=True)
class FileView:
    """An attachment under an item.

    The file, the row of the material sheet that names it, the plan pages it holds.
    """

    attachment: Attachment
    item: str
    row: Row | None = None
    superseded: bool = False


@dataclass(frozen=True)
class NoteView:
    """A page note."""

    id: str
    item: str
    text: str
    file: str
    page: int
    x: Decimal
    y: Decimal
    is_reason: bool
    author: str
    at: datetime


@dataclass(frozen=True)
class PaperView:
    """A required or optional paper under a class, with what the rules say and what the officer said."""

    code: str
    title: Text
    required: bool | None
    tolerable: bool
    rule_status: str
    """``ok``, ``missing``, ``defective``, ``tolerated``, ``tolerance_invalid``, ``not_required``."""
    rule_reasons: tuple[str, ...]
    verdict: str
    reasons: tuple[str, ...]
    note: str
    remedy: str
    files: tuple[FileView, ...]
    promise: date | None = None
    limit: date | None = None
    judged_by: str = ""
    judged_at: datetime | None = None
    basis: Text = NO_TEXT
    mark: str = ""


@dataclass(frozen=True)
class ContentView:
    """One of the eleven plan contents with its page link and score."""

    code: str
    title: Text
    points: tuple[Text, ...]
    file: str
    page: int | None
    page_to: int | None
    summary: str
    score: int | None
    note: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class ClassView:
    """One of the nine classes.

    ``verdict`` is derived from its papers: ``meets``, ``correct``, ``not_applicable``, ``tolerated``,
    ``open``.
    """

    code: str
    title: Text
    verdict: str
    papers: tuple[PaperView, ...]
    contents: tuple[ContentView, ...] = ()


@dataclass(frozen=True)
class DutyView:
    """A duty: accountable party, named person, overlays, state."""

    code: str
    party: str
    title: Text
    phase: str
    due: str
    basis: Text
    mark: str
    status: str
    """``undone``, ``doing``, ``done``, ``not_applicable``."""
    person: str
    phone: str
    post: str
    evidence: str
    signed_on: date | None
    support: tuple[str, ...]
    oversee: tuple[str, ...]
    note: str = ""
    gaps: tuple[Text, ...] = ()
    due_set: date | None = None
    """The day that the officer set; ``due`` shows it, else the list's or the pack's."""
    source: str = ""
    """Number of the earlier case it was taken over from and not looked at since."""
    line: str = ""
    """Code of its line on the printed list; empty outside a case."""
    returned: date | None = None
    """The day its signed line came back."""
    outdated: bool = False
    """The line that came back was signed by a person who is no longer the accountable one."""


@dataclass(frozen=True)
class PartyView:
    """One of the five parties, with the organisations in it."""

    code: str
    title: Text
    organisations: tuple[str, ...]
    done: int
    total: int
    signed: bool | None


@dataclass(frozen=True)
class ActView:
    """A programme row with its review."""

    no: str
    row: Row
    hints: tuple[str, ...]
    """Criterion codes that the rules point at; a hint, never a verdict."""
    verdict: str
    grounds: tuple[str, ...]
    evidence: str
    advice: str
    answer: str
    note: str
    criteria: tuple[str, ...] = ()
    accepted: bool | None = None
    """Whether the organiser accepted the advice; ``None`` without an answer."""
    part: ProgrammePart | None = None
    """What an officer added from the papers; ``None`` for a row of the sheet."""
    form: Interaction = field(default_factory=Interaction)
    strength: int = 0
    harms: tuple[Text, ...] = ()
    lacks: tuple[Text, ...] = ()
    """Fields of the sub-form that an interactive item still needs."""
    hits: tuple[HitView, ...] = ()
    standing: str = "open"
    answer_due: date | None = None
    answered_on: date | None = None
    overdue: bool = False
    """The answer to advice is late."""
    consultation: str = ""
    co_review: Text = NO_TEXT


@dataclass(frozen=True)
class HitView:
    """A hint word with the place it stands at: a title, a quotation, or a page of an attachment."""

    hit: Hit
    where: Text
    file: str = ""
    page: int = 0

    @property
    def criterion(self) -> str:
        """Return the criterion that the word points at."""
        return self.hit.criterion


@dataclass(frozen=True)
class DifferenceView:
    """Two lines side by side, and the word for what they differ in."""

    found: Difference
    word: Text


@dataclass(frozen=True)
class ComparedView:
    """A list beside the organiser's own, line by line."""

    which: str
    title: Text
    source: str
    taken: date | None
    lines: tuple[DifferenceView, ...]


@dataclass(frozen=True)
class PerformedView:
    """An approved line with what was found on site, if it was looked at."""

    no: str
    line: ProgrammeLine
    start: datetime | None
    found: Performed | None


@dataclass(frozen=True)
class ProgrammeView:
    """The programme as a whole: counts, lists side by side, the locked list, changes, results on site."""

    statistics: Statistics = field(default_factory=Statistics)
    compared: tuple[ComparedView, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    locked: str = ""
    """Fingerprint of the list that was recommended; empty before."""
    unchanged: bool = True
    differences: Mapping[str, tuple[Text, str, str]] = field(default_factory=dict)
    """Differences of a changed list that waits for a decision: kind, line before, line after."""
    judged: Mapping[str, VariationVerdict] = field(default_factory=dict)
    on_site: tuple[PerformedView, ...] = ()
    pending: tuple[Row, ...] = ()
    """Rows of the sheet that were kept aside."""


@dataclass(frozen=True)
class FactorView:
    """A risk factor with its anchors and scores; ``confidence`` runs from 1 (doubtful) to 3 (sure), 0 = not said."""

    code: str
    dimension: str
    title: Text
    critical: bool
    anchors: tuple[Text, ...]
    before: int | None
    after: int | None
    not_applicable: str
    evidence: str
    note: str
    confidence: int = 0
    references: tuple[str, ...] = ()
    gap_note: str = ""


@dataclass(frozen=True)
class DimensionView:
    """A risk dimension: its weight after rescaling [%] and how much of its worst it reaches, 0 to 1.

    Factors that are not scored yet count as 0 here; ``scored`` of ``total`` applicable factors have a score after
    control measures.
    """

    code: str
    title: Text
    weight: Decimal
    before: Decimal
    after: Decimal
    scored: int
    total: int


@dataclass(frozen=True)
class RiskView:
    """Scores, index and level.

    ``range_before`` and ``range_after`` are the bounds of the index while factors are not scored (all 0 to all 4);
    ``unknown`` names the floors of the level that lack a fact.
    """

    factors: tuple[FactorView, ...]
    index_before: Decimal | None
    index_after: Decimal | None
    computed_level: int | None
    floor: int | None
    floor_reasons: tuple[Text, ...]
    level: int | None
    level_reason: str
    steps: tuple[Text, ...]
    level_approver: str = ""
    range_before: tuple[Decimal, Decimal] = (Decimal(0), Decimal(100))
    range_after: tuple[Decimal, Decimal] = (Decimal(0), Decimal(100))
    dimensions: tuple[DimensionView, ...] = ()
    unknown: tuple[Text, ...] = ()


@dataclass(frozen=True)
class SiteObjectView:
    """A zone, gate or post with its facts and the officer's verdict."""

    kind: str
    code: str
    row: Row
    verdict: str
    note: str
    drawn: Decimal | None = None


@dataclass(frozen=True)
class StatementView:
    """One place where a fact is stated.

    Attributes:
        value: As it stood there.
        source: File and page in words.
        key, how, by: Of what an officer entered: its key, ``typed`` or ``confirmed``, the name; else empty.
    """

    value: Scalar
    source: str
    file: str
    page: int = 0
    quote: str = ""
    key: str = ""
    how: str = ""
    by: str = ""


@dataclass(frozen=True)
class FactView:
    """A key fact with every statement, in the order read, and the governing value.

    Attributes:
        open: The statements differ, and no value governs that takes all of them into account.
        severity: Of a contradiction of this fact.
    """

    code: str
    title: Text
    scope: str
    unit: str
    statements: tuple[StatementView, ...]
    conflict: bool
    governing: Scalar
    reason: str
    open: bool = False
    severity: str = "warn"
    kind: str = "text"
    chosen_by: str = ""


@dataclass(frozen=True)
class ConditionView:
    """A condition of the grant."""

    id: str
    title: str
    text: str
    owner: str
    moment: str
    check: str
    step: str
    basis: str = ""
    reason: str = ""
    due: datetime | None = None
    evidence: str = ""


@dataclass(frozen=True)
class SignatureView:
    """A signature: whose, on what, and whether what it covers has changed since.

    ``erased`` says that personal data it covers was erased by law: the seal stands, but cannot be computed again.
    """

    act: str
    name: str
    at: datetime
    seal: str
    stale: bool
    changes: tuple[Text, ...] = ()
    opinion: str = ""
    erased: bool = False


@dataclass(frozen=True)
class DocumentView:
    """An issued or draftable paper."""

    paper: str
    title: Text
    number: str
    issued: datetime | None
    sha256: str
    draft: bool


@dataclass(frozen=True)
class DecisionView:
    """Step 8: findings per step, gate, outcomes, conditions, signatures, papers."""

    outcome: str
    """``""``, ``grant`` or ``refuse``."""
    gate: tuple[OpenItem, ...]
    """What still keeps a grant from being recommended."""
    refusal_conditions: tuple[tuple[str, Text], ...]
    approved: int | None
    opinion: str
    conditions: tuple[ConditionView, ...]
    signatures: tuple[SignatureView, ...]
    documents: tuple[DocumentView, ...]
    seal: str
    may: dict[str, Text | None]
    """Command kind → ``None`` when the signed-in person may give it now, else why not."""
    reasons: tuple[RefusalReason, ...] = ()
    recommender: str = ""
    """Id of who recommended; nobody decides on the own recommendation."""
    third: bool = False
    """Whether the security level asks for a third signature on a grant."""
    taken_back: tuple[TakenBack, ...] = ()
    site_checks: tuple[SiteCheck, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    """(request, authority) of every consultation that is not answered yet."""
    decision: Decision | None = None
    delivery: Delivery | None = None
    publication: Publication | None = None
    allowed: Allowed | None = None
    """How many people the grant allows now."""


@dataclass(frozen=True)
class CaseView:
    """A whole case for the review workspace, as one value."""

    case: str
    version: int
    row: QueueRow
    as_of: date
    steps: tuple[StepView, ...]
    open_items: tuple[OpenItem, ...]
    findings: tuple[FindingView, ...]
    classes: tuple[ClassView, ...]
    notes: tuple[NoteView, ...]
    parties: tuple[PartyView, ...]
    duties: tuple[DutyView, ...]
    matrix_faults: tuple[Fault, ...]
    """What the matrix of duties lacks as a whole: holes, doubles, a person in two places, unsigned lists."""
    acts: tuple[ActView, ...]
    risk: RiskView
    site: tuple[SiteObjectView, ...]
    facts: tuple[FactView, ...]
    decision: DecisionView
    problems: tuple[Problem, ...]
    fields: dict[str, Scalar] = field(default_factory=dict)
    place: str = ""
    received: datetime | None = None
    accepted: date | None = None
    pack: str = ""
    calendar: str = ""
    sheets: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    """Sheets that are read as they stand, by key: forces, emergency scenarios, triggers."""
    plan: SitePlan | None = None
    gates: tuple[GateView, ...] = ()
    consult: ConsultView = field(default_factory=ConsultView)
    after: AfterView | None = None
    """What follows the decision."""
    overall: dict[str, SiteVerdict] = field(default_factory=dict)
    """Conclusions on site and deployment as a whole (objects of :data:`workbench.core.gate.OVERALL`)."""
    programme: ProgrammeView = field(default_factory=ProgrammeView)


@dataclass(frozen=True)
class ReadEntry:
    """Who opened a case, and when."""

    actor: str
    at: datetime


@dataclass(frozen=True)
class DecisionRow:
    """A decided case in the history list."""

    case: str
    number: str
    paper_number: str
    title: str
    undertaker: str
    outcome: str
    level: int | None
    officer: str
    approver: str
    decided: datetime
    used_days: int | None
    stale: bool = False


@dataclass(frozen=True)
class ChainResult:
    """The outcome of a chain verification."""

    chain: str
    count: int
    head: str
    genuine: bool
    first_bad: int | None
    reason: Text
    seconds: Decimal

    @property
    def in_order(self) -> bool:
        """Return whether there is nothing to note."""
        return self.genuine


@dataclass(frozen=True)
class SectionView:
    """A heading and its lines in plain words."""

    title: Text
    lines: tuple[Text, ...]


@dataclass(frozen=True)
class PrecheckView:
    """What ``check`` finds in a package, before any database.

    The members of the answer in the words of the key.
    """

    title: str
    as_of: date
    answer: dict[str, object]
    """The JSON answer (see the key conventions)."""
    classes: tuple[ClassView, ...]
    findings: tuple[FindingView, ...]
    problems: tuple[Problem, ...]
    parties: tuple[PartyView, ...]
    duties: tuple[DutyView, ...]
    clock: ClockView
    sentences: tuple[Text, ...] = ()
    sections: tuple[SectionView, ...] = ()
    """The same sentences under their headings."""


@dataclass(frozen=True)
class TogetherView:
    """Several packages beside each other: the pre-check of each, and what they share in the words of the key."""

    views: tuple[PrecheckView, ...]
    cross: dict[str, object]
    sentences: tuple[Text, ...] = ()
