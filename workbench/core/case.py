"""The state of a case: what its events have made of it so far.

Everything here is a frozen value. Maps are keyed by the code of the object (paper, plan content, duty, number of the
act, factor, zone …). Dates and local times without a zone mean Asia/Shanghai; moments of recording are aware UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum

from workbench.core.case_parts import (
    Act,
    Change,
    Closure,
    Condition,
    Consultation,
    Correction,
    Decision,
    Delivery,
    DutyState,
    FactorScore,
    Fulfilment,
    Governing,
    Issued,
    LevelChoice,
    MaterialVerdict,
    Note,
    OpeningCheck,
    PackIdentity,
    Pause,
    PlanScore,
    ProcessDates,
    Publication,
    Recommendation,
    Returned,
    Review,
    RunEntry,
    Signature,
    SiteCheck,
    SiteVerdict,
    SpotCorrection,
    StandingProblem,
    Stated,
    Supplement,
    TakenBack,
)
from workbench.core.commands import Promise
from workbench.core.governing import day_stated, moved_to
from workbench.core.parts_after import After
from workbench.core.parts_consultation import Consulting, Meeting, Resolution
from workbench.core.parts_counts import CountSet
from workbench.core.parts_deployment import RosterSlot
from workbench.core.parts_emergency import DrillRecord, Words
from workbench.core.parts_plan import Edits
from workbench.core.parts_programme import (
    Alias,
    Interaction,
    Performed,
    ProgrammeAnswer,
    ProgrammeList,
    ProgrammePart,
    ProgrammeVerdict,
    Variation,
    VariationVerdict,
)
from workbench.core.parts_promise import PromiseStep
from workbench.core.parts_risk import AgencyScore, Dismissal, MeasureUse, Seats
from workbench.core.parts_timing import HEARING, CalendarUse, Timing
from workbench.core.register_entries import RegisterEntry
from workbench.core.values import Application, Scalar


class Status(StrEnum):
    """Where a case stands; a case that does not exist yet is a draft (``None``)."""

    RECEIVED = "received"
    NOT_REQUIRED = "not_required"
    NOT_ACCEPTED = "not_accepted"
    CORRECTING = "correcting"
    ACCEPTED = "accepted"
    TOLERATED = "tolerated"
    PAUSED = "paused"
    RECOMMENDED = "recommended"
    COUNTERSIGNED = "countersigned"
    GRANTED = "granted"
    REFUSED = "refused"
    CLEARED = "cleared"
    RUNNING = "running"
    SUSPENDED = "suspended"
    ENDED = "ended"
    STOPPED = "stopped"
    REVIEWED = "reviewed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    PERMIT_ENDED = "permit_ended"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class Case:
    """One application from receipt to archive.

    ``later_duties``, ``later_fulfilments`` and ``later_meetings`` hold what came after the decision, so that ordinary
    progress towards the event does not make the decision's seal stale. ``promises`` are as the decision rests on them;
    :meth:`promise` tells how one stands now. ``acts`` has who last touched what, keyed ``field:code``.
    """

    id: str
    number: str
    status: Status
    version: int
    pack: PackIdentity
    application: Application
    received: datetime
    channel: str = "window"
    copies: int = 1
    officer: str = ""
    officer_name: str = ""
    accepted: date | None = None
    deemed: bool = False
    acceptance_number: str = ""
    tolerance_number: str = ""
    corrections: tuple[Correction, ...] = ()
    supplements: tuple[Supplement, ...] = ()
    spot_corrections: tuple[SpotCorrection, ...] = ()
    pauses: tuple[Pause, ...] = ()
    promises: Mapping[str, Promise] = field(default_factory=dict)
    fulfilments: Mapping[str, Fulfilment] = field(default_factory=dict)
    later_fulfilments: Mapping[str, Fulfilment] = field(default_factory=dict)
    promise_steps: Mapping[str, tuple[PromiseStep, ...]] = field(default_factory=dict)
    materials: Mapping[str, MaterialVerdict] = field(default_factory=dict)
    plan: Mapping[str, PlanScore] = field(default_factory=dict)
    duties: Mapping[str, DutyState] = field(default_factory=dict)
    later_duties: Mapping[str, DutyState] = field(default_factory=dict)
    returned: Mapping[str, Returned] = field(default_factory=dict)
    programme: Mapping[str, ProgrammeVerdict] = field(default_factory=dict)
    answers: Mapping[str, ProgrammeAnswer] = field(default_factory=dict)
    advised: Mapping[str, str] = field(default_factory=dict)
    """Earlier verdicts that were answered or led to other papers; counted even after they were carried out."""
    programme_items: Mapping[str, ProgrammePart] = field(default_factory=dict)
    interactions: Mapping[str, Interaction] = field(default_factory=dict)
    programme_lists: Mapping[str, ProgrammeList] = field(default_factory=dict)
    aliases: Mapping[str, Alias] = field(default_factory=dict)
    variations: tuple[Variation, ...] = ()
    variation_verdicts: Mapping[str, VariationVerdict] = field(default_factory=dict)
    performed: Mapping[str, Performed] = field(default_factory=dict)
    factors: Mapping[str, FactorScore] = field(default_factory=dict)
    agency: Mapping[str, AgencyScore] = field(default_factory=dict)
    measures: Mapping[str, MeasureUse] = field(default_factory=dict)
    seats: Seats = field(default_factory=Seats)
    level: LevelChoice | None = None
    site: Mapping[str, SiteVerdict] = field(default_factory=dict)
    standing_problems: Mapping[str, StandingProblem] = field(default_factory=dict)
    facts: Mapping[tuple[str, str], Governing] = field(default_factory=dict)
    stated: Mapping[str, Stated] = field(default_factory=dict)
    finding_answers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    consultations: Mapping[str, Consultation] = field(default_factory=dict)
    resolutions: Mapping[str, Resolution] = field(default_factory=dict)
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    later_meetings: Mapping[str, Meeting] = field(default_factory=dict)
    consulting: Consulting = field(default_factory=Consulting)
    site_checks: tuple[SiteCheck, ...] = ()
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    recommendation: Recommendation | None = None
    taken_back: tuple[TakenBack, ...] = ()
    decision: Decision | None = None
    delivery: Delivery | None = None
    publication: Publication | None = None
    opening_checks: tuple[OpeningCheck, ...] = ()
    run: tuple[RunEntry, ...] = ()
    review: Review | None = None
    changes: tuple[Change, ...] = ()
    documents: tuple[Issued, ...] = ()
    closure: Closure | None = None
    signatures: tuple[Signature, ...] = ()
    registers: Mapping[str, RegisterEntry] = field(default_factory=dict)
    acts: Mapping[str, Act] = field(default_factory=dict)
    roster: Mapping[str, RosterSlot] = field(default_factory=dict)
    after: After = field(default_factory=After)
    counts: tuple[CountSet, ...] = ()
    neighbours: Mapping[str, Dismissal] = field(default_factory=dict)
    scenario_words: Mapping[str, Words] = field(default_factory=dict)
    trigger_words: Mapping[str, Words] = field(default_factory=dict)
    drills: Mapping[str, DrillRecord] = field(default_factory=dict)
    timing: Timing = field(default_factory=Timing)
    calendars: tuple[CalendarUse, ...] = ()
    working_plan: Edits = field(default_factory=dict)
    """What the office changed of the plan until the decision; ``later_plan`` what it changed since."""
    later_plan: Edits = field(default_factory=dict)

    @property
    def paused(self) -> bool:
        """Whether the statutory clock stands still."""
        return any(pause.resumed is None for pause in self.pauses)

    def resumable(self) -> int | None:
        """Return the place of the newest open stop that no running hearing holds; ``None`` when there is none."""
        held = {hearing.asked for hearing in self.timing.hearings.values() if hearing.running}
        open_ = (n for n, p in enumerate(self.pauses) if p.resumed is None)
        free = [n for n in open_ if self.pauses[n].ground != HEARING or self.pauses[n].start not in held]
        return free[-1] if free else None

    def duty(self, code: str) -> DutyState | None:
        """Return the present state of a duty, after the decision included."""
        return self.later_duties.get(code) or self.duties.get(code)

    def fulfilment(self, item: str) -> Fulfilment | None:
        """Return with what a promise was met, confirmed or not, or ``None``."""
        found = self.later_fulfilments.get(item) or self.fulfilments.get(item)
        return None if found is None or found.returned else found

    def promise(self, item: str) -> Promise | None:
        """Return a promise as it stands now: with the moment to which it was extended and the letter on file."""
        made = self.promises.get(item)
        if made is None:
            return None
        steps = self.promise_steps.get(item, ())
        due = next((step.due for step in reversed(steps) if step.kind == "extended" and step.due), made.due)
        file, sha256 = next(
            ((step.file, step.sha256) for step in reversed(steps) if step.kind == "letter"),
            (made.letter, made.letter_sha256),
        )
        return replace(made, due=due, letter=file, letter_sha256=sha256)

    def all_meetings(self) -> dict[str, Meeting]:
        """Return the minutes of all joint meetings, those after the decision included, in the order written."""
        return {**self.meetings, **self.later_meetings}

    def open_promises(self, kind: str = "") -> tuple[Promise, ...]:
        """Return the promises still owed, of one type or of all, in the order made.

        A paper that came in is owed until a second person has confirmed it.
        """
        return tuple(self._open_promises(kind))

    def _open_promises(self, kind: str) -> Iterator[Promise]:
        for item in self.promises:
            promise, met = self.promise(item), self.fulfilment(item)
            if promise and kind in ("", promise.type) and (met is None or met.waits):
                yield promise

    def signature(self, act: str) -> Signature | None:
        """Return the last signature of that act (a command kind), or ``None``."""
        return next((s for s in reversed(self.signatures) if s.act == act), None)

    def first_start(self) -> datetime | None:
        """Return when the first session starts, else the first day of the event, else ``None``."""
        stated = self._earliest("start") or _midnight(self.application.fields.get("ev.start_date"))
        return moved_to(stated, self._governing_day()) if stated else _midnight(self._governing_day())

    def first_doors(self, start: datetime) -> datetime:
        """Return when the doors of the first session open; ``start`` when that is not stated or later."""
        doors = self._earliest("doors")
        return min(start, moved_to(doors, self._governing_day()) if doors else start)

    def _governing_day(self) -> date | None:
        """Return the first day of the event where an officer had to choose it among several."""
        return next((day_stated(g.value) for g in self.facts.values() if "ev.start_date" in g.governs), None)

    def _earliest(self, column: str) -> datetime | None:
        moments = (s[column] for s in self.application.rows("sessions"))
        return min((m for m in moments if isinstance(m, datetime)), default=None)

    def process_dates(self) -> ProcessDates:
        """Return the dates that the statutory clock needs."""
        first = self.first_start()
        return ProcessDates(
            received=self.received.date(),
            corrections=tuple(c.sent for c in self.corrections),
            accepted=self.accepted,
            deemed=self.deemed,
            pauses=tuple((p.ground, p.start, p.resumed) for p in self.pauses),
            decided=self.decision.on if self.decision else None,
            delivered=self.delivery.on if self.delivery else None,
            first_day=first.date() if first else None,
            extended=self.timing.extended,
        )


def _midnight(day: Scalar) -> datetime | None:
    return datetime.combine(day, time.min) if isinstance(day, date) else None
