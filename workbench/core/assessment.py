"""What the checks found out about an application, as one value with its working.

The pre-check of a package and the review of a case both build an :class:`Assessment`; they differ only in where the
dates of the procedure come from (:class:`ProcessDates`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from workbench.core.case_parts import Governing
from workbench.core.changes import ChangeRequest, ChangeState
from workbench.core.clock import Pause, Progress
from workbench.core.completeness import Owed, PaperState
from workbench.core.consistency import Mismatch
from workbench.core.crowd_case import CrowdCase
from workbench.core.deployment import Deployment
from workbench.core.duties import DutyList
from workbench.core.extras import Extras
from workbench.core.facts import FactEntry
from workbench.core.pack import Check, Pack
from workbench.core.plan_contents import ContentState
from workbench.core.programme_rules import ActState
from workbench.core.reasons import Reason
from workbench.core.scope import Authority, Scope
from workbench.core.tickets import Tickets
from workbench.core.validity import Expiry
from workbench.core.values import Application, WindowEvent
from workbench.errors import Text

if TYPE_CHECKING:
    from workbench.site.ground import SiteProblem


@dataclass(frozen=True)
class SiteVisit:
    """An on-site check: when, where, by how many officers (``None`` = not told)."""

    at: datetime
    place: str
    officers: int | None


@dataclass(frozen=True)
class ProcessDates:
    """What happened to the application, by local day; ``None`` = has not happened.

    Attributes:
        notices: Days on which correction notices were sent, in order.
        promises: Promises for papers that are still out, as the authority took them, by paper.
        fulfilled: Papers that came in later on a promise and meet the requirements.
        visits: On-site checks, in order.
        changes: Requests to change the event, in order.
        extended: Working days by which the period for the decision was extended.
    """

    received: date | None = None
    notices: tuple[date, ...] = ()
    accepted: date | None = None
    pauses: tuple[Pause, ...] = ()
    decided: date | None = None
    delivered: date | None = None
    promises: Mapping[str, Owed] = field(default_factory=dict)
    fulfilled: frozenset[str] = frozenset()
    visits: tuple[SiteVisit, ...] = ()
    changes: tuple[ChangeRequest, ...] = ()
    extended: int = 0


def from_window_log(events: Iterable[WindowEvent]) -> ProcessDates:
    """Return the dates that the service window's log records; a log without entries gives none."""
    ordered = sorted(events, key=lambda e: (e.time, e.seq))

    def first(*kinds: str) -> date | None:
        return next((e.time.date() for e in ordered if e.event in kinds), None)

    return ProcessDates(
        received=first("received"),
        notices=tuple(e.time.date() for e in ordered if e.event == "correction_sent"),
        accepted=first("accepted", "tolerance_accepted"),
        pauses=tuple(_pauses(ordered)),
        decided=first("decided"),
        delivered=first("delivered"),
        visits=tuple(_visit(e) for e in ordered if e.event == "site_check"),
        changes=tuple(_change(e) for e in ordered if e.event == "change_request"),
    )


def _visit(event: WindowEvent) -> SiteVisit:
    """Return an on-site check of the log; its officers are a number, or names."""
    stated = event.detail.get("officers", "").strip()
    named = [name for name in stated.replace("、", ",").replace("，", ",").split(",") if name.strip()]
    officers = int(stated) if stated.isdecimal() else len(named) or None
    return SiteVisit(event.time, event.detail.get("place", ""), officers)


def _change(event: WindowEvent) -> ChangeRequest:
    return ChangeRequest(event.time, event.detail.get("kind", ""), event.detail.get("what", ""), event.doc)


def _pauses(ordered: list[WindowEvent]) -> list[Pause]:
    """Return the stops in order; a second stop while one is running changes nothing."""
    pauses: list[Pause] = []
    for event in ordered:
        running = bool(pauses) and pauses[-1].resumed is None
        if event.event == "paused" and not running:
            pauses.append(Pause(event.time.date(), None, event.detail.get("reason", "")))
        elif event.event == "resumed" and running:
            pauses[-1] = replace(pauses[-1], resumed=event.time.date())
    return pauses


def known_on(process: ProcessDates, as_of: date) -> ProcessDates:
    """Return what was known on a day: later events have not happened yet."""

    def known(day: date | None) -> date | None:
        return None if day is None or day > as_of else day

    return replace(
        process,
        received=known(process.received),
        notices=tuple(d for d in process.notices if d <= as_of),
        accepted=known(process.accepted),
        pauses=tuple(replace(p, resumed=known(p.resumed)) for p in process.pauses if p.start <= as_of),
        decided=known(process.decided),
        delivered=known(process.delivered),
        visits=tuple(v for v in process.visits if v.at.date() <= as_of),
        changes=tuple(c for c in process.changes if c.at.date() <= as_of),
    )


@dataclass(frozen=True)
class ClockLine:
    """A date of the procedure with its working.

    Attributes:
        id: ``apply_by``, ``received``, ``correction_due``, ``accepted`` or ``accepted_deemed``, ``decision_due`` …
        status: Stable word on ``as_of``, or empty.
        estimate: The date rests on a year whose calendar is not published.
        steps: The derivation, one line per run of days.
    """

    id: str
    value: date
    formula: Text
    status: str = ""
    estimate: bool = False
    steps: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Finding:
    """A check of the register as it stands: ``fired`` is ``None`` when it is not evaluated.

    ``why`` has one line per reason, ``places`` its object (code or field key, may be empty) for each, ``objects`` the
    objects once each. ``raised`` is a severity other than the register's, where the state of a case gives one.
    ``gaps`` says what is missing where it is not evaluated, as far as that is known. ``others`` has further objects for
    each reason; empty = no reason has any.
    """

    check: Check
    fired: bool | None
    why: tuple[Text, ...] = ()
    objects: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    raised: str = ""
    gaps: tuple[Text, ...] = ()
    others: tuple[tuple[str, ...], ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return the reasons one by one."""
        beside = self.others or ((),) * len(self.why)
        return tuple(Reason(*one) for one in zip(self.why, self.places, beside, strict=True))

    @property
    def severity(self) -> str:
        """Return how grave the finding is now."""
        return self.raised or self.check.severity


@dataclass(frozen=True)
class Assessment:
    """Everything worked out about one application on one day. Tuples are in pack or sheet order.

    Attributes:
        applied: The day of application.
        needed_until: Day up to which licences must be valid; ``None`` = the event's end is not stated.
        clocks: In the order of the procedure.
        progress: Where the period for the decision stands; ``None`` while it does not run.
        duties: ``None`` when the workbook has no such sheet.
        plan: The application with the plan in force: zones, gates, posts, forces, emergency, triggers, the drawing.
            What handed-in papers say is asked of ``application``, what holds on the ground of this.
        deployment: ``None`` when the workbook has no sheet of posts.
        problems: What is to be looked at in the drawing of the plan in force; ``None`` without a drawing.
        chosen: The governing values, by fact and scope; ``application`` has them in place.
    """

    application: Application
    pack: Pack
    as_of: date
    process: ProcessDates
    applied: date | None
    needed_until: date | None
    scope: Scope
    authority: Authority
    clocks: tuple[ClockLine, ...]
    progress: Progress | None
    papers: tuple[PaperState, ...]
    contents: tuple[ContentState, ...]
    ledger: tuple[FactEntry, ...]
    mismatches: tuple[Mismatch, ...]
    expiries: tuple[Expiry, ...]
    duties: DutyList | None
    tickets: Tickets
    acts: tuple[ActState, ...]
    changes: tuple[ChangeState, ...]
    extras: Extras
    plan: Application
    crowd: CrowdCase
    deployment: Deployment | None
    problems: tuple[SiteProblem, ...] | None = None
    chosen: Mapping[tuple[str, str], Governing] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def clock(self, name: str) -> ClockLine | None:
        """Return the clock line of that id, or ``None``."""
        return next((c for c in self.clocks if c.id == name), None)

    def has_sheet(self, sheet: str) -> bool:
        """Return whether the workbook has a sheet; what depends on a missing one has no data."""
        return sheet in self.application.sheets and sheet not in self.application.missing_sheets

    def plan_has_sheet(self, sheet: str) -> bool:
        """Return whether the plan in force has a sheet: handed in, or made by the office."""
        return sheet in self.plan.sheets and sheet not in self.plan.missing_sheets
