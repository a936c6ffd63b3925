"""What a rule pack says, as plain values: the core reads these and never a file.

``workbench.storage.packs`` builds a :class:`Pack` from TOML, validates it strictly and compiles each condition
to a plain predicate. Every row has a stable code, a text in both languages, a basis and an evidence mark.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from workbench.core.values import Scalar
from workbench.crowd import parameters as crowd
from workbench.errors import NO_TEXT, Text

Facts = Mapping[str, Scalar]
"""Named facts for conditions: the ASCII keys of the application workbook, e.g. ``ev.nature``, plus derived ones."""

Predicate = Callable[[Facts], bool | None]
"""A compiled condition: true, false, or ``None`` when a fact it needs is unknown."""


@dataclass(frozen=True)
class When:
    """A condition: its source text in CEL, and the compiled predicate.

    ``always`` and ``never`` are sources too.
    """

    source: str
    test: Predicate = field(compare=False, repr=False)


@dataclass(frozen=True)
class Row:
    """What every pack row has.

    Attributes:
        code: Stable identifier, e.g. ``M1.1``.
        text: Name in both languages.
        basis: References into the law table, e.g. ``("TAR.13", "ALL.29")``; or ``office`` for an office default.
        mark: Evidence mark: A full text, B excerpt, C weak, X computed, M memory (to be verified), P office default.
        valid_from, valid_to: Validity dates, both inclusive; ``None`` = open.
        source: ``file:line`` where the row stands, for messages.
    """

    code: str
    text: Text
    basis: tuple[str, ...] = ()
    mark: str = "P"
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""


@dataclass(frozen=True)
class MaterialClass(Row):
    """One of the nine material classes, M1–M9."""

    mandatory: str = "Y"


@dataclass(frozen=True)
class MaterialItem(Row):
    """A paper, M1.1–M9.10. ``needed`` decides whether it is required; ``optional`` papers never are."""

    class_code: str = ""
    tolerable: bool = False
    optional: bool = False
    needed: When | None = None
    suspensive: bool = False
    defects: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlanContent(Row):
    """One of the eleven plan contents, P1–P11, with its review points."""

    points: tuple[Text, ...] = ()
    weight: Decimal = Decimal(1)


@dataclass(frozen=True)
class Party(Row):
    """One of the five parties, A–E."""

    short: Text = NO_TEXT


@dataclass(frozen=True)
class Duty(Row):
    """A duty A01–E15.

    ``party`` is the accountable party; ``support``/``oversee`` are overlays (party codes).
    """

    party: str = ""
    phase: str = ""
    due: str = ""
    evidence: Text = NO_TEXT
    support: tuple[str, ...] = ()
    oversee: tuple[str, ...] = ()


@dataclass(frozen=True)
class Criterion(Row):
    """A programme review criterion, PA1–PX4."""

    group: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Ground(Row):
    """A ground for an adverse programme conclusion: ``kind`` is ``content`` (CB) or ``safety`` (SG)."""

    kind: str = ""


@dataclass(frozen=True)
class Choice(Row):
    """A row of a short list.

    Defect reasons R1–R10, verdicts, severities, clock-stop grounds, refusal conditions …
    ``when`` is set where a row holds only under a condition, e.g. a floor of the security level.
    """

    data: Mapping[str, Scalar] = field(default_factory=dict)
    when: When | None = None


@dataclass(frozen=True)
class SiteObject(Row):
    """A kind of object of the site plan, told by layer and kind of the drawing.

    Attributes:
        group: Row of the list ``site_groups``: what is shown and hidden together.
        layer, kind: Of the drawing; an empty kind fits every object of the layer.
        geometry: ``Point``, ``LineString`` or ``Polygon``.
        sheet: Sheet of the workbook with its row; empty = it stands in the drawing alone.
        letter: Key that picks its tool; empty = none.
        symbol: How it is drawn.
        sets: Values that its row has (the use of a zone) and a new row begins with.
        traits: What the checks know it by (see :mod:`workbench.site.ground`).
        keys: What the drawing says of it beyond the row: codes of the list ``site_keys``.
        vehicles: Row of the list ``vehicle_kinds`` that its spaces are for; empty = none in particular.
    """

    group: str = ""
    layer: str = ""
    kind: str = ""
    geometry: str = ""
    sheet: str = ""
    letter: str = ""
    symbol: str = ""
    sets: Mapping[str, Scalar] = field(default_factory=dict)
    traits: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    vehicles: str = ""


@dataclass(frozen=True)
class Dimension(Row):
    """A risk dimension D1–D7 with its weight in percent."""

    weight: Decimal = Decimal(0)


@dataclass(frozen=True)
class Factor(Row):
    """A risk factor with five anchors, 0 to 4."""

    dimension: str = ""
    critical: bool = False
    weight: Decimal = Decimal(1)
    anchors: tuple[Text, Text, Text, Text, Text] = (NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT, NO_TEXT)


@dataclass(frozen=True)
class Scenario(Row):
    """An emergency scenario EM01–EM25 with trigger, first three actions and lead.

    ``owners`` says who does each action, ``pa`` the words of the announcement, ``report`` the chain along which it is
    reported; all are the office's defaults for what a plan does not say.
    """

    trigger: Text = NO_TEXT
    actions: tuple[Text, ...] = ()
    lead: Text = NO_TEXT
    owners: tuple[Text, ...] = ()
    pa: Text = NO_TEXT
    report: Text = NO_TEXT
    help: Text = NO_TEXT
    resume: Text = NO_TEXT
    aftercare: Text = NO_TEXT
    when: When | None = None


@dataclass(frozen=True)
class Trigger(Row):
    """A circuit-breaker trigger TR-01–TR-18; thresholds as words, numbers where there are any.

    ``group`` is ``load`` for shares of an approved number, which stands under the key ``share_of`` of the application;
    ``wind`` or ``heat`` for what is wanted outdoors. ``scenarios`` are the emergency scenarios that a red state sets
    going.
    """

    yellow: Text = NO_TEXT
    orange: Text = NO_TEXT
    red: Text = NO_TEXT
    resume: Text = NO_TEXT
    action: Text = NO_TEXT
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    direction: str = "up"
    group: str = ""
    share_of: str = ""
    scenarios: tuple[str, ...] = ()
    when: When | None = None


@dataclass(frozen=True)
class ClockRule(Row):
    """A statutory period.

    ``amount`` of ``unit`` (``working_day``, ``calendar_day``, ``hour``, ``month``) after or before ``start``.
    """

    start: str = ""
    amount: int = 0
    unit: str = "working_day"
    direction: str = "after"
    roll: bool = False


@dataclass(frozen=True)
class LawArticle(Row):
    """One article of one act in one edition: ``act`` key, full act title, article number, short content."""

    act: str = ""
    title: Text = NO_TEXT
    article: str = ""

    def in_force(self, on: date) -> bool:
        """Return whether this edition of the article holds on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Check(Row):
    """A check of the register: severity, the gates it closes, where it is worked on, and what settles it.

    ``step`` is a step of the review, 1 to 8, or a page beside them, 9 and up. ``member`` names the part of the
    pre-check's answer that tells it; empty = ``checks``. ``waived`` is the check under which a reason is told on
    that an officer has let stand with grounds (:class:`~workbench.core.commands.WaiveProblem`); empty = none may stand.
    """

    severity: str = "info"
    gates: tuple[str, ...] = ()
    step: int = 8
    remedy: Text = NO_TEXT
    member: str = ""
    waived: str = ""


@dataclass(frozen=True)
class Fact(Row):
    """A key fact FA01–FA50: unit, usual scope, and the workbook value that takes part in comparisons.

    ``severity`` is that of a contradiction. ``governs`` are the places of the application that a governing value takes
    the place of: keys of the key/value sheet, or ``SHEET.COLUMN`` for the largest number of a column. ``cues`` are
    words that a paper's text puts before the value, ``units`` those that it puts after; both only make proposals.
    """

    unit: str = ""
    scope: str = ""
    field: str = ""
    kind: str = "text"
    severity: str = "warn"
    governs: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a workbook sheet, or a key of the key/value sheet."""

    key: str
    label: Text
    kind: str
    unit: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    note: Text = NO_TEXT
    section: str = ""
    aliases: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet of the application workbook.

    ``key`` is its ASCII name in code, ``title`` its name in the file.
    """

    key: str
    title: str
    keyed: bool
    columns: tuple[Column, ...]
    references: Mapping[str, str] = field(default_factory=dict)
    label: Text = NO_TEXT
    """The title in both languages."""
    note: Text = NO_TEXT
    """What a row of the sheet is, for those who fill it in."""
    source: str = ""


@dataclass(frozen=True)
class Paper(Row):
    """A paper of the product: F-code ↔ layout ↔ title ↔ number series ↔ page format."""

    layout: str = ""
    series: str = ""
    page_format: str = ""
    texts: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class Parameter(Row):
    """A named value with unit and source, editable per office.

    ``least`` and ``most`` bound a number that an office may choose; with one of them the value must be a number.
    """

    value: Scalar = None
    unit: str = ""
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True)
class Published(crowd.Parameter, Row):
    """A constant or a table of a published crowd model, as a row of a pack: its text, basis and validity beside it."""


@dataclass(frozen=True)
class WorkedExample(Row):
    """A published example of a crowd model; see :class:`workbench.crowd.verification.Example`."""

    model: str = ""
    given: Mapping[str, Scalar] = field(default_factory=dict)
    output: str = ""
    expected: str = ""
    tolerance: Decimal = Decimal(0)
    clause: str = ""


@dataclass(frozen=True)
class RegisterField:
    """A field of a register's entries; forms, tables, searches and exports are made from it.

    Attributes:
        key, label: Stable name and words.
        kind: ``text``, ``lines``, ``integer``, ``number``, ``bool``, ``date``, ``datetime``, ``choice``, ``choices``,
            ``phone``, ``tail`` (the last four of an identity number), ``code`` (unified credit code), ``entry`` (an
            entry of the register ``target``), ``case``.
        options: Name of the pack's list that a choice is taken from.
        column: Whether it stands in the table.
        personal: Personal data: kept beside the journal, so that the law may order it erased.
        watch: ``lapse``: runs out on that day; ``due``: is to be done by then; empty: a day like any other.
        after: Key of the field that it must not come before.
        prefill: Key of the application that a new entry takes it from; ``$each`` for the element of the register's
            ``each``, ``in KEY`` for 1 or 0 whether KEY holds that element.
    """

    key: str
    label: Text
    kind: str = "text"
    required: bool = False
    options: str = ""
    target: str = ""
    group: Text = NO_TEXT
    unit: Text = NO_TEXT
    note: Text = NO_TEXT
    column: bool = False
    personal: bool = False
    watch: str = ""
    after: str = ""
    prefill: str = ""
    source: str = ""


@dataclass(frozen=True)
class RegisterMeasure:
    """A figure or check over a register's entries.

    ``kind`` names how it is worked out (:mod:`workbench.core.register_measures`), ``fields`` what it reads, ``limit``
    the parameter it is compared with, ``advice`` what is said when it is not in order.
    """

    key: str
    label: Text
    kind: str
    fields: tuple[str, ...] = ()
    limit: str = ""
    advice: Text = NO_TEXT
    source: str = ""


@dataclass(frozen=True)
class Register(Row):
    """A register: what an entry holds, and how the entries are looked at.

    Attributes:
        scope: ``office`` for entries of the office, ``case`` for entries of one case.
        section: Row of the list ``register_sections`` under which it stands.
        title: Field that names an entry.
        owner: Field that leads to the entry it belongs to (the organisation of a licence); empty = stands alone.
        done: Field that closes an entry once it is filled; empty = entries are neither open nor closed.
        each: Key of the application whose every element proposes an entry; ``-`` proposes one entry; empty = none.
        empty: What the page says while there is no entry.
        kept: Whether its entries come from other acts of a case (its kept exercises) and none is made or changed in it.
    """

    scope: str = "office"
    kept: bool = False
    section: str = ""
    title: str = ""
    owner: str = ""
    done: str = ""
    each: str = ""
    empty: Text = NO_TEXT
    fields: tuple[RegisterField, ...] = ()
    measures: tuple[RegisterMeasure, ...] = ()

    def field(self, key: str) -> RegisterField | None:
        """Return a field by its key."""
        return next((field for field in self.fields if field.key == key), None)

    @property
    def columns(self) -> tuple[RegisterField, ...]:
        """Return the fields that stand in the table."""
        return tuple(field for field in self.fields if field.column)


@dataclass(frozen=True)
class Pack:
    """A whole rule pack after ``extends`` and overrides. Tables are keyed by code, in pack order.

    Attributes:
        name, version: Identity; ``digest`` is SHA-256 over all files that made it.
        lists: Short lists by name (``defects``, ``document_verdicts``, ``programme_verdicts``, ``stop_grounds``,
            ``acceptance_outcomes``, ``refusal_conditions``, ``severities``, ``steps`` …) of code → :class:`Choice`.
        roles: Command kind → roles that may give it.
        valid_from: First day on which the pack applies; ``None`` = not stated.
    """

    name: str
    version: str
    digest: str
    title: Text
    language_order: tuple[str, ...] = ("zh", "en")
    extends: str = ""
    classes: Mapping[str, MaterialClass] = field(default_factory=dict)
    materials: Mapping[str, MaterialItem] = field(default_factory=dict)
    plan: Mapping[str, PlanContent] = field(default_factory=dict)
    parties: Mapping[str, Party] = field(default_factory=dict)
    duties: Mapping[str, Duty] = field(default_factory=dict)
    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    grounds: Mapping[str, Ground] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    factors: Mapping[str, Factor] = field(default_factory=dict)
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)
    triggers: Mapping[str, Trigger] = field(default_factory=dict)
    deployment: Mapping[str, Choice] = field(default_factory=dict)
    site_objects: Mapping[str, SiteObject] = field(default_factory=dict)
    clocks: Mapping[str, ClockRule] = field(default_factory=dict)
    laws: Mapping[str, LawArticle] = field(default_factory=dict)
    checks: Mapping[str, Check] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    papers: Mapping[str, Paper] = field(default_factory=dict)
    registers: Mapping[str, Register] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    crowd: Mapping[str, Published] = field(default_factory=dict)
    examples: Mapping[str, WorkedExample] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, Choice]] = field(default_factory=dict)
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    valid_from: date | None = None
