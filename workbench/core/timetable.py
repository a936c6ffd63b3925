"""A case on a day with the rules and the calendar by which its deadlines are told; what all deadlines share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from workbench.core.calendar import WorkCalendar
from workbench.core.case import Case, Status
from workbench.core.deadline import STARTS, Course, Deadline, derived, only_rule
from workbench.core.derivation import Derivation
from workbench.core.facts import day_of
from workbench.core.governing import governed
from workbench.core.pack import ClockRule, Pack
from workbench.core.procedure import Procedure, process_of

CLOSED = frozenset({Status.NOT_REQUIRED, Status.NOT_ACCEPTED, Status.WITHDRAWN})
"""States in which nothing is awaited any more."""


@dataclass(frozen=True)
class Timetable:
    """A case, the rules and the calendar by which its deadlines are told, and the day.

    ``promised`` is the office's own period for the decision in working days; ``None`` = that of the pack.
    """

    case: Case
    pack: Pack
    calendar: WorkCalendar
    today: date
    promised: int | None = None

    @cached_property
    def procedure(self) -> Procedure:
        """Return the dates of the procedure as they stand on the day."""
        fields = governed(self.case.application, self.case.facts).fields
        applied = day_of(fields.get("app.date")) or self.case.received.date()
        first = day_of(fields.get("ev.start_date"))
        process = process_of(self.case.process_dates())
        return Procedure(self.pack.clocks, self.calendar, process, self.today, first, applied)

    @property
    def going_on(self) -> bool:
        """Whether the procedure goes on: neither decided nor ended otherwise."""
        return self.case.decision is None and self.case.status not in CLOSED

    # What the parts share

    def rule(self, code: str) -> ClockRule:
        """Return a clock row of the pack."""
        return self.pack.clocks[code]

    def course(self) -> Course:
        """Return stops and extensions of the period for the decision."""
        allowed = self.pack.parameters.get("decision_extension_days")
        return Course(
            pauses=self.procedure.process.pauses,
            extensions=self.case.timing.extensions,
            grounds=self.pack.lists.get("stop_grounds", {}),
            allowed=(allowed.basis, allowed.mark) if allowed else ((), ""),
        )

    def left(self, due: date, unit: str) -> int:
        """Return the days left after today, negative when past."""
        if unit != "working_day":
            return (due - self.today).days
        if self.today <= due:
            return self.calendar.workdays_between(self.today, due)
        return -self.calendar.workdays_between(due, self.today)

    def standing(self, due: date, done: date | None, *, runs: bool = True) -> str:
        """Return where a deadline stands: done, late, overdue, running, or only for information."""
        if done is not None:
            return "late" if done > due else "done"
        if not runs:
            return "info"
        return "overdue" if self.today > due else "running"

    def counted(
        self, code: str, group: str, found: Derivation, start: date, done: date | None = None, *, runs: bool = True
    ) -> Deadline:
        """Return the deadline of a clock row from what the arithmetic gave."""
        rule, unit = self.rule(code), unit_of(self.rule(code))
        state = self.standing(found.value, done, runs=runs)
        return Deadline(
            id=code,
            group=group,
            title=rule.text,
            due=found.value,
            state=state,
            left=self.left(found.value, unit) if state in {"running", "overdue"} else None,
            unit=unit,
            lines=derived(rule, found, (start, STARTS[rule.start]), self.calendar),
            estimate=found.estimate,
            done=done,
        )

    def waiting(self, code: str, group: str) -> Deadline:
        """Return a deadline that does not run yet."""
        return Deadline(code, group, self.rule(code).text, None, "waiting", lines=only_rule(self.rule(code)))


def unit_of(rule: ClockRule) -> str:
    """Return in which unit what is left of a period is told; months are told in calendar days."""
    return "working_day" if rule.unit == "working_day" else "calendar_day"


def decided_on(table: Timetable) -> date | None:
    """Return the day of the decision."""
    return table.case.decision.on if table.case.decision else None
