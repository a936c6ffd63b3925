"""What the risk page, the report and the command line show of a risk assessment. Values only; no widget, no query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from workbench.errors import NO_TEXT, Text
from workbench.services.views import DimensionView


@dataclass(frozen=True)
class SuggestionView:
    """A score that follows from facts, with its working; never entered by itself.

    ``differs``: the officer's score before controls is another one.
    """

    score: int
    working: Text
    differs: bool = False


@dataclass(frozen=True)
class AgencyView:
    """A factor in the agency's own table; shown once its column is open.

    ``gap`` is the largest difference to the officer's scores in steps, ``note_wanted`` that it still needs a note;
    ``computed`` is the score before controls that follows from figures, where the agency gave another.
    """

    before: int | None
    after: int | None
    not_applicable: str = ""
    file: str = ""
    page: int = 0
    gap: int = 0
    note_wanted: bool = False
    computed: int | None = None


@dataclass(frozen=True)
class FactorDeskView:
    """A factor on the risk page: the officer's scores and what stands beside them.

    Attributes:
        confidence: 1 doubtful to 3 sure, 0 = not said.
        low, high: Range of the score after controls.
        weight: Points of the index per step; 0 for a factor that does not apply.
        measures: Control measures taken that lower it.
        later: Scored or changed after the agency's column was opened.
        unexplained: The reduction goes further than the measures taken.
        by, at: Who scored it last, and when.
    """

    code: str
    dimension: str
    title: Text
    critical: bool
    anchors: tuple[Text, ...]
    before: int | None
    after: int | None
    not_applicable: str
    confidence: int
    evidence: str
    references: tuple[str, ...]
    note: str
    gap_note: str
    low: Decimal
    high: Decimal
    weight: Decimal
    suggestion: SuggestionView | None = None
    agency: AgencyView | None = None
    measures: tuple[str, ...] = ()
    later: bool = False
    unexplained: bool = False
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class SeatsView:
    """The order of the two seats.

    Attributes:
        open: The agency's column is open.
        available: Its table can be read from ``file``; otherwise its lines are typed once it is open.
        unscored: Factors without an officer's score: opening it now needs a reason.
        gap_step: From how many steps a note is needed.
        gaps_open: Factors whose gap still needs a note.
        discrepancies: Factors to which the agency gave another score than follows from figures; none while closed.
    """

    open: bool
    available: bool
    file: str
    sha256: str
    lines: int
    unscored: tuple[str, ...]
    gap_step: int
    gaps_open: tuple[str, ...] = ()
    discrepancies: tuple[str, ...] = ()
    by: str = ""
    at: datetime | None = None
    reason: str = ""
    unscored_then: int = 0
    """Factors without a score when it was opened."""


@dataclass(frozen=True)
class MeasureView:
    """A control measure of the library.

    Attributes:
        factors: Factors it may lower, each by at most ``most`` steps.
        evidence_wanted: What shall prove it.
        taken: It is a condition of the grant now; ``condition`` is its key.
        effect: Points by which the index after controls changes when it is ticked (taken back, where it is taken).
    """

    code: str
    title: Text
    factors: tuple[str, ...]
    most: int
    evidence_wanted: Text
    taken: bool
    effect: Decimal | None
    evidence: str = ""
    owner: str = ""
    moment: str = ""
    due: datetime | None = None
    text: str = ""
    references: tuple[str, ...] = ()
    reductions: tuple[tuple[str, int], ...] = ()
    condition: str = ""


@dataclass(frozen=True)
class DistributionView:
    """The seeded sampling: percentiles of the index, a histogram of equal bins over 0 to 100, the share per level."""

    seed: int
    samples: int
    p5: float
    p50: float
    p95: float
    counts: tuple[int, ...]
    levels: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class SwingView:
    """A line of the tornado: the index with the factor at the low and the high end of its range."""

    code: str
    title: Text
    low: Decimal
    high: Decimal
    scored: bool


@dataclass(frozen=True)
class StepView:
    """One factor moved by one step: the index and level that would follow."""

    code: str
    title: Text
    before: int
    after: int
    index: Decimal
    level: int
    flips: bool


@dataclass(frozen=True)
class OpinionView:
    """A second opinion: the levels it allows, its figure, why; tinted when the main level is none of them."""

    code: str
    title: Text
    levels: tuple[int, ...]
    figure: Text
    why: Text
    differs: bool
    details: tuple[Text, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    """The matrix as colours, row by row from the highest consequence; empty where there is none."""
    marked: tuple[int, int] | None = None
    """Row and column of the cell that holds, from 0 at the top left."""


@dataclass(frozen=True)
class MirrorFeatureView:
    """A feature that counts in the distance; ``on`` = it takes part."""

    code: str
    title: Text
    weight: Decimal
    on: bool
    value: Text


@dataclass(frozen=True)
class MirrorCaseView:
    """An earlier decided case: how near it is, how, and what came of it."""

    case: str
    number: str
    title: str
    first_day: date | None
    level: int | None
    headcount: int | None
    distance: Decimal
    parts: tuple[tuple[str, Decimal], ...]
    conditions: int
    incidents: int


@dataclass(frozen=True)
class MirrorConditionView:
    """A condition that ``with_it`` of ``of`` nearest cases had and this one lacks."""

    text: str
    with_it: int
    of: int
    cases: tuple[str, ...]
    measure: str = ""


@dataclass(frozen=True)
class DismissedView:
    """An earlier case that was left out of the comparison, and why."""

    case: str
    number: str
    title: str
    reason: str


@dataclass(frozen=True)
class MirrorView:
    """Nearest earlier decided cases, the formula of the distance in words, conditions this case lacks."""

    features: tuple[MirrorFeatureView, ...] = ()
    formula: Text = NO_TEXT
    cases: tuple[MirrorCaseView, ...] = ()
    missing: tuple[MirrorConditionView, ...] = ()
    looked_at: int = 0
    dismissed: tuple[DismissedView, ...] = ()


@dataclass(frozen=True)
class ResemblanceView:
    """A recorded accident that shares features with this event; a ranking, never a probability."""

    code: str
    title: Text
    outcome: Text
    share: Decimal
    shared: tuple[Text, ...]
    mark: str


@dataclass(frozen=True)
class RiskDeskView:
    """Everything about the risk of a case.

    Attributes:
        model: Version of the model: pack, version, digest of its rows.
        index_before, index_after: ``None`` while a factor is open; then the range tells the bounds.
        computed: Level that follows from index and floors; ``floor`` the level that holds at least, and why.
        level: Level that was set; ``lowered`` = below the computed one.
        levels_possible: Levels of the lowest and the highest index within the range after controls.
        down, up: Points to the next level down and up.
        flips: Single steps that change the level, exhaustive over all factors; empty = none does.
        flips_known: False while a factor is open, so that steps cannot be told.
    """

    case: str
    version: int
    model: str
    factors: tuple[FactorDeskView, ...]
    dimensions: tuple[DimensionView, ...]
    seats: SeatsView
    measures: tuple[MeasureView, ...]
    index_before: Decimal | None
    index_after: Decimal | None
    range_before: tuple[Decimal, Decimal]
    range_after: tuple[Decimal, Decimal]
    level_before: int | None
    computed: int | None
    floor: int | None
    floor_reasons: tuple[Text, ...]
    unknown: tuple[Text, ...]
    level: int | None
    level_reason: str
    level_approver: str
    lowered: bool
    levels_possible: tuple[int, int]
    bounds: tuple[tuple[int, Decimal], ...]
    working: tuple[Text, ...]
    distribution: DistributionView
    tornado: tuple[SwingView, ...]
    steps: tuple[StepView, ...]
    flips: tuple[StepView, ...]
    flips_known: bool
    down: Decimal | None
    up: Decimal | None
    opinions: tuple[OpinionView, ...] = ()
    accidents: tuple[ResemblanceView, ...] = ()
    mirror: MirrorView = MirrorView()
    dismissed: tuple[str, ...] = ()
    """Earlier cases that take no part in the mirror."""
