"""The dates of the procedure for one application: what the law's clocks give for what has happened so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workbench.core import case_parts, clock
from workbench.core.assessment import ClockLine, ProcessDates
from workbench.core.calendar import WorkCalendar
from workbench.core.clock import Acceptance, Clocks, Derivation, Pause, Progress
from workbench.errors import Text


def process_of(dates: case_parts.ProcessDates) -> ProcessDates:
    """Return a case's own dates in the form that the checks read."""
    return ProcessDates(
        received=dates.received,
        notices=dates.corrections,
        accepted=dates.accepted,
        pauses=tuple(Pause(start, resumed, ground) for ground, start, resumed in dates.pauses),
        decided=dates.decided,
        delivered=dates.delivered,
        extended=dates.extended,
    )


@dataclass(frozen=True)
class Procedure:
    """What the clocks rest on.

    ``process`` holds only what was known on ``as_of``, the day asked for; ``first_day`` is the event's, ``applied`` the
    day of application.
    """

    clocks: Clocks
    calendar: WorkCalendar
    process: ProcessDates
    as_of: date
    first_day: date | None
    applied: date | None

    @property
    def acceptance(self) -> Acceptance | None:
        """Return whether the application counts as accepted; ``None`` before receipt."""
        done = self.process
        if done.received is None:
            return None
        return clock.acceptance(
            self.clocks, self.calendar, done.received, self.as_of, notices=done.notices, accepted=done.accepted
        )

    @property
    def decision_due(self) -> Derivation | None:
        """Return the last day for the decision; ``None`` while nothing is accepted."""
        accepted = self.accepted
        if accepted is None:
            return None
        done = self.process
        return clock.decision_due(
            self.clocks, self.calendar, accepted, pauses=done.pauses, as_of=self.as_of, extended=done.extended
        )

    @property
    def accepted(self) -> date | None:
        """Return the day of acceptance, deemed or express."""
        return None if self.acceptance is None else self.acceptance.on

    @property
    def tolerance_limit(self) -> Derivation | None:
        """Return the last day to which a paper may be owed.

        Before acceptance only the event bounds it; ``None`` when the event's first day is not stated.
        """
        if self.first_day is None:
            return None
        if self.decision_due is not None:
            return clock.tolerance_limit(self.clocks, self.calendar, self.decision_due, self.first_day)
        return clock.derive(self.clocks["tolerance_event"], self.first_day, self.calendar)

    @property
    def progress(self) -> Progress | None:
        """Return where the period for the decision stands on ``as_of``; ``None`` while it does not run."""
        due, accepted = self.decision_due, self.accepted
        if due is None or accepted is None:
            return None
        limit = self.clocks["decision_due"].amount + self.process.extended
        return clock.progress(due, accepted, self.calendar, self.as_of, limit=limit, pauses=self.process.pauses)

    def lines(self) -> tuple[ClockLine, ...]:
        """Return every date that can be told, in the order of the procedure."""
        return (*self._application(), *self._acceptance(), *self._decision(), *self._delivery())

    def _application(self) -> Iterator[ClockLine]:
        if self.first_day is None:
            return
        limit = clock.apply_by(self.clocks, self.calendar, self.first_day)
        yield _line(limit, "apply_by", self._lateness(limit.value))
        variant = clock.apply_by_working_days(self.clocks, self.calendar, self.first_day)
        late = self.applied is not None and self.applied > variant.value
        yield _line(variant, "apply_by_20wd_variant", "late_under_this_variant" if late else "on_time")

    def _lateness(self, limit: date) -> str:
        if self.applied is None:
            return ""
        late = (self.applied - limit).days
        return f"late_by_{late}_days" if late > 0 else "on_time"

    def _acceptance(self) -> Iterator[ClockLine]:
        found, received = self.acceptance, self.process.received
        if found is None or received is None:
            return
        yield ClockLine("received", received, Text("收件", "received"))
        yield _line(found.correction_due, "correction_due", self._notice(found))
        if found.on is not None:
            name = "accepted_deemed" if found.state == "deemed" else "accepted"
            yield ClockLine(name, found.on, found.reason)

    def _notice(self, found: Acceptance) -> str:
        if self.process.notices:
            return "late" if found.notice_late else "on_time"
        if found.state == "deemed":
            return "missed"
        return "pending" if found.on is None else "not_needed"

    def _decision(self) -> Iterator[ClockLine]:
        due, accepted = self.decision_due, self.accepted
        if due is not None and accepted is not None:
            if self.process.pauses:
                yield _line(clock.decision_due(self.clocks, self.calendar, accepted), "decision_due_without_pause")
            yield _line(due, "decision_due", self._decided(due.value))
        if self.tolerance_limit is not None:
            yield _line(self.tolerance_limit, "tolerance_limit")

    def _decided(self, due: date) -> str:
        decided, progress = self.process.decided, self.progress
        if decided is not None:
            return "decided_on_time" if decided <= due else "decided_late"
        if progress is None or progress.overdue:
            return "overdue"
        return "paused" if progress.paused else f"running_{progress.left}_wd_left"

    def _delivery(self) -> Iterator[ClockLine]:
        decided, delivered = self.process.decided, self.process.delivered
        if decided is None:
            return
        due = clock.deliver_due(self.clocks, self.calendar, decided)
        if delivered is not None:
            status = "delivered_on_time" if delivered <= due.value else "delivered_late"
        else:
            status = "overdue" if self.as_of > due.value else "running"
        yield _line(due, "deliver_due", status)


def _line(found: Derivation, name: str, status: str = "") -> ClockLine:
    steps = tuple(step.text for step in found.steps)
    return ClockLine(name, found.value, found.formula, status, found.estimate, steps)
