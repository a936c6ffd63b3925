"""What follows the decision, as values for the window and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workbench.core.case_parts import Change, Closure, Delivery, Publication, RunEntry
from workbench.core.parts_after import Ban, CaseLink, Ending, Served, Undelivered
from workbench.errors import NO_TEXT, Text


@dataclass(frozen=True)
class Allowed:
    """How many people a grant allows: the approved number, the one in force, and the promises that brought it down."""

    approved: int
    in_force: int
    because: tuple[str, ...]
    text: Text

    @property
    def lowered(self) -> bool:
        """Return whether a lower number than the approved one is in force."""
        return self.in_force < self.approved


@dataclass(frozen=True)
class ConditionLife:
    """A condition with where it stands; ``moment`` is in words, ``found`` is the newest evidence and who looked."""

    key: str
    title: str
    text: str
    reason: str
    law: str
    owner: str
    moment: Text
    due: datetime | None
    check: str
    evidence: str
    state: str
    state_word: Text
    overdue: bool
    before_opening: bool
    code: str = ""
    """Code of the moment."""
    found: str = ""
    found_at: datetime | None = None
    found_by: str = ""
    closed: str = ""


@dataclass(frozen=True)
class HazardLife:
    """A hazard with where it stands; ``orders`` are the numbers of the orders that name it."""

    key: str
    what: str
    place: str
    severity: Text
    holder: str
    due: datetime
    found: datetime
    source: str
    stands: bool
    overdue: bool
    closed: datetime | None
    photos: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    proposal: Text = NO_TEXT
    """What the officers advised because of it while the event ran."""


@dataclass(frozen=True)
class OrderLife:
    """A rectification order; ``target`` is what serving it names."""

    target: str
    number: str
    hazards: tuple[str, ...]
    requirement: str
    holder: str
    due: datetime
    served: Served | None
    settled: bool


@dataclass(frozen=True)
class CheckLife:
    """An inspection or re-check: ``waiting`` are (account, name) of the officers who have not confirmed it."""

    target: str
    at: datetime
    officers: tuple[str, ...]
    waiting: tuple[tuple[str, str], ...]
    passed: bool | None
    hazards: int
    number: str
    results: tuple[tuple[Text, Text, str], ...] = ()


@dataclass(frozen=True)
class ChangeLife:
    """A change request with what the rule says of its kind."""

    number: int
    change: Change
    word: Text
    route: str
    result: Text
    new_case: CaseLink | None


@dataclass(frozen=True)
class RunLife:
    """A moment of the event; an order given by word of mouth has its paper's time and service."""

    target: str
    entry: RunEntry
    word: Text
    trigger: Text
    served: Served | None
    paper_overdue: bool


@dataclass(frozen=True)
class EndingLife:
    """A decision that ended the permit, with its service."""

    target: str
    word: Text
    ending: Ending
    served: Served | None


@dataclass(frozen=True)
class AfterView:
    """Where everything after the decision stands.

    Attributes:
        decided: Outcome of the decision, ``grant`` or ``refuse``; empty before it.
        deliver_by: Last day to serve it; ``None`` before the decision.
        deliver_overdue: Not served though that day has passed.
        blocks: What keeps the event from opening, each with the object concerned.
        stale: What changed since the decision was signed, by name.
        items: Lines of the inspection list before opening: code and words.
        site_items: The same for the on-site check.
    """

    decided: str
    deliver_by: date | None
    deliver_overdue: bool
    delivery: Delivery | None
    undelivered: tuple[Undelivered, ...]
    publication: Publication | None
    conditions: tuple[ConditionLife, ...]
    hazards: tuple[HazardLife, ...]
    orders: tuple[OrderLife, ...]
    checks: tuple[CheckLife, ...]
    changes: tuple[ChangeLife, ...]
    run: tuple[RunLife, ...]
    links: tuple[CaseLink, ...]
    bans: tuple[Ban, ...]
    closure: Closure | None
    closure_word: Text | None
    endings: tuple[EndingLife, ...]
    blocks: tuple[tuple[str, Text], ...]
    stale: tuple[Text, ...]
    items: tuple[tuple[str, Text], ...]
    site_items: tuple[tuple[str, Text], ...]
    allowed: Allowed | None = None
