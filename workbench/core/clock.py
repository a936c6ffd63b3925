"""Statutory clocks: every date of the procedure with its derivation.

The periods come from the pack (``Pack.clocks``), the working days from a ``WorkCalendar``.
Conventions that decide a result:

- the first day is never counted; a period "before" counts back from the day that it names;
- the applicant's lead time is not rolled over a holiday; a rule with ``roll`` ends on the next working day;
- a pause excludes the day it starts and every day up to, but not including, the day of resumption;
- a correction notice after acceptance does not stop the clock;
- a date that touches a year without a published holiday notice is an estimate.

Source:
    行政许可法 Arts. 32, 42–45, 82; 大型群众性活动安全管理条例 Arts. 13–15; the single articles stand in the pack's
    clock rows, with their evidence marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workbench.core.calendar import WorkCalendar, days
from workbench.core.derivation import Derivation, Pause, Step, derive, in_pause, last_day
from workbench.core.pack import ClockRule
from workbench.errors import Text

__all__ = [
    "Acceptance",
    "Clocks",
    "Derivation",
    "Pause",
    "Progress",
    "Step",
    "acceptance",
    "apply_by",
    "apply_by_working_days",
    "closed_pauses",
    "correction_due",
    "decision_due",
    "deliver_due",
    "derive",
    "last_day",
    "litigation_until",
    "progress",
    "reconsideration_until",
    "tolerance_limit",
    "valid_until_at_least",
]

Clocks = Mapping[str, ClockRule]
"""The pack's clock rows by code."""

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Acceptance:
    """Whether and from when an application counts as accepted.

    Attributes:
        state: ``waiting`` (inside the period for a notice), ``correcting`` (notice sent in time), ``accepted``,
            ``deemed`` (by law, from the day of receipt).
        on: Day of acceptance, ``None`` while there is none.
        correction_due: Last day for the one-time correction notice.
        notice_late: The first notice came after that day.
        reason: The rule applied.
    """

    state: str
    on: date | None
    correction_due: Derivation
    notice_late: bool
    reason: Text


@dataclass(frozen=True)
class Progress:
    """Where a period of working days stands on a day.

    Attributes:
        used: Counted working days so far, from the day after the start; not more than ``limit`` unless overdue.
        limit: Length of the period.
        left: Working days after today up to and including the due day; negative: working days past due.
        overdue: Today is after the due day.
        paused: The clock stands still today.
    """

    used: int
    limit: int
    left: int
    overdue: bool
    paused: bool


def apply_by(clocks: Clocks, calendar: WorkCalendar, first_day: date) -> Derivation:
    """Return the last day to apply: 20 calendar days before the first event day, not rolled for holidays."""
    return derive(clocks["apply_by"], first_day, calendar, start_name=_FIRST_DAY)


def apply_by_working_days(clocks: Clocks, calendar: WorkCalendar, first_day: date) -> Derivation:
    """Return the last day to apply where a place counts 20 working days; for comparison elsewhere."""
    return derive(clocks["apply_by_20wd_variant"], first_day, calendar, start_name=_FIRST_DAY)


def correction_due(clocks: Clocks, calendar: WorkCalendar, received: date) -> Derivation:
    """Return the last day for the one-time correction notice."""
    return derive(clocks["correction_due"], received, calendar, start_name=Text("收件", "receipt"))


def acceptance(
    clocks: Clocks,
    calendar: WorkCalendar,
    received: date,
    as_of: date,
    *,
    notices: Iterable[date] = (),
    accepted: date | None = None,
) -> Acceptance:
    """Return whether the application counts as accepted.

    An acceptance inside the period stands, whatever notices follow it. A first notice inside the period keeps the
    application open until it is accepted. Otherwise (the notice is late, or nothing was sent and nothing accepted
    until the period ran out) the application counts as accepted on the day of receipt.

    Args:
        clocks: The pack's clock rows.
        calendar: Working days.
        received: Day of receipt.
        as_of: The day the answer is asked for; what happened later is left out.
        notices: Days on which correction notices were sent.
        accepted: Day of an express acceptance.
    """
    due = correction_due(clocks, calendar, received)
    first = min((day for day in notices if day <= as_of), default=None)
    express = accepted if accepted is not None and accepted <= as_of else None
    late = first is not None and first > due.value
    state = standing(due.value, as_of, first=first, express=express)
    reason = _REASONS[state]
    if state == "accepted" and express is not None and express > due.value:
        reason = _REASONS["correcting"]
    return Acceptance(state, received if state == "deemed" else express, due, late, reason)


def standing(due: date, as_of: date, *, first: date | None, express: date | None) -> str:
    """Return the state of an acceptance; see :class:`Acceptance`.

    Args:
        due: Last day for the notice.
        as_of: The day asked for.
        first: Day of the first notice, if there was one by then.
        express: Day of the express acceptance, if there was one by then.
    """
    if express is not None and express <= due:
        return "accepted"
    if first is not None and first <= due:
        return "correcting" if express is None else "accepted"
    if first is not None or express is not None or as_of > due:
        return "deemed"
    return "waiting"


def decision_due(
    clocks: Clocks,
    calendar: WorkCalendar,
    accepted: date,
    *,
    pauses: Sequence[Pause] = (),
    as_of: date | None = None,
    extended: int = 0,
) -> Derivation:
    """Return the last day for the decision.

    While a pause is open the date is the earliest one possible: as if the clock ran again on the day after ``as_of``
    (or on the day after the pause began, when no ``as_of`` is given).

    Args:
        clocks: The pack's clock rows.
        calendar: Working days.
        accepted: Day of acceptance; not counted.
        pauses: Stops of the clock.
        as_of: The day asked for.
        extended: Working days by which the period was extended.
    """
    closed = closed_pauses(pauses, as_of)
    rule = clocks["decision_due"]
    found = derive(rule, accepted, calendar, pauses=closed, start_name=_ACCEPTED, extended=extended)
    if any(p.resumed is None for p in pauses):
        formula = Text(
            found.formula.zh + "；暂停中，此为最早日期", found.formula.en + "; paused, earliest date possible"
        )
        return replace(found, formula=formula)
    return found


def deliver_due(clocks: Clocks, calendar: WorkCalendar, decided: date) -> Derivation:
    """Return the last day to serve the decision."""
    return derive(clocks["deliver_due"], decided, calendar, start_name=Text("决定", "decision"))


def tolerance_limit(clocks: Clocks, calendar: WorkCalendar, decision: Derivation, first_day: date) -> Derivation:
    """Return the last day to which a paper may be owed before the decision.

    It is the earlier of the decision's due day and the third working day before the first event day.
    """
    before = derive(clocks["tolerance_event"], first_day, calendar, start_name=_FIRST_DAY)
    earlier = min(decision, before, key=lambda d: d.value)
    count = clocks["tolerance_event"].amount
    formula = Text(
        f"min(决定截止 {decision.value}, 活动前第 {count} 个工作日 {before.value})",
        f"min(decision due {decision.value}, working day {count} before the event {before.value})",
    )
    estimate = decision.estimate or before.estimate
    return Derivation("tolerance_limit", earlier.value, earlier.steps, estimate, formula, before.basis, before.mark)


def reconsideration_until(clocks: Clocks, calendar: WorkCalendar, delivered: date) -> Derivation:
    """Return the last day to ask for administrative reconsideration: 60 days from service."""
    return derive(clocks["reconsideration"], delivered, calendar, start_name=_DELIVERED)


def litigation_until(clocks: Clocks, calendar: WorkCalendar, delivered: date) -> Derivation:
    """Return the last day to bring an action: six months from service."""
    return derive(clocks["litigation"], delivered, calendar, start_name=_DELIVERED)


def valid_until_at_least(clocks: Clocks, calendar: WorkCalendar, last_day: date) -> Derivation:
    """Return the day to which licences, certificates and insurance must be valid: the day after the event ends."""
    return derive(clocks["validity"], last_day, calendar, start_name=Text("活动结束", "end of the event"))


def progress(
    due: Derivation, accepted: date, calendar: WorkCalendar, today: date, *, limit: int, pauses: Sequence[Pause] = ()
) -> Progress:
    """Return how far a period in working days has run on a day.

    Args:
        due: The period's due day.
        accepted: Its start; not counted.
        calendar: Working days.
        today: The day asked for; counts as used.
        limit: Length of the period in working days.
        pauses: Stops of the clock; an open one lasts.
    """
    used = _count(calendar, accepted + _DAY, today, pauses)
    overdue = today > due.value
    if overdue:
        left = -calendar.workdays_between(due.value, today)
    else:
        left = _count(calendar, today + _DAY, due.value, closed_pauses(pauses, today))
    return Progress(used, limit, left, overdue, in_pause(today, pauses))


def _count(calendar: WorkCalendar, first: date, last: date, pauses: Sequence[Pause]) -> int:
    return sum(calendar.is_workday(d) and not in_pause(d, pauses) for d in days(first, last))


def closed_pauses(pauses: Sequence[Pause], as_of: date | None) -> tuple[Pause, ...]:
    """Return the pauses, an open one as if the clock ran again on the day after ``as_of``."""
    return tuple(_closed(p, as_of) for p in pauses)


def _closed(pause: Pause, as_of: date | None) -> Pause:
    """Return the pause with an end: an open one ends on the day after ``as_of``, at the earliest after its start."""
    if pause.resumed is not None:
        return pause
    return replace(pause, resumed=max(as_of or pause.start, pause.start) + _DAY)


_FIRST_DAY = Text("活动首日", "first event day")
_ACCEPTED = Text("受理", "acceptance")
_DELIVERED = Text("送达", "service")
_REASONS = {
    "accepted": Text("期限内受理", "accepted inside the period"),
    "correcting": Text("期限内一次性告知补正", "the notice was sent in time"),
    "deemed": Text(
        "逾期未一次性告知，自收件之日视为受理", "no notice in time: counts as accepted on the day of receipt"
    ),
    "waiting": Text("告知期限内", "inside the period for the notice"),
}
