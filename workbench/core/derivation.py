"""A date of the procedure and how it came about: the arithmetic under ``workbench.core.clock``."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from workbench.core.calendar import WorkCalendar, days
from workbench.core.pack import ClockRule
from workbench.errors import Text

_DAY = timedelta(days=1)
_UNITS = {
    "working_day": Text("个工作日", "working days"),
    "calendar_day": Text("个自然日", "calendar days"),
    "month": Text("个月", "months"),
    "hour": Text("小时", "hours"),
}


@dataclass(frozen=True)
class Pause:
    """A stop of the clock.

    ``start`` inclusive to ``resumed`` exclusive do not count; ``resumed`` ``None`` = still paused.
    """

    start: date
    resumed: date | None = None
    ground: str = ""


@dataclass(frozen=True)
class Step:
    """One line of a derivation: a run of days that count, or do not, and why."""

    first: date
    last: date
    counted: int
    """Working days in the run that count; 0 for a run that is left out."""
    text: Text


@dataclass(frozen=True)
class Derivation:
    """A date of the procedure and how it came about.

    Attributes:
        id: Code of the clock row, or the name of the act.
        value: The date.
        steps: Runs of days in time order.
        estimate: True when the date touches a year whose holiday notice is not published.
        formula: The rule with its numbers, one line.
        basis: Law references of the rule.
        mark: Evidence mark of the rule.
    """

    id: str
    value: date
    steps: tuple[Step, ...]
    estimate: bool
    formula: Text
    basis: tuple[str, ...] = ()
    mark: str = ""


def derive(
    rule: ClockRule,
    start: date,
    calendar: WorkCalendar,
    *,
    pauses: Sequence[Pause] = (),
    start_name: Text | None = None,
) -> Derivation:
    """Return the date that a clock rule gives from a start day.

    Args:
        rule: Amount, unit, direction; ``hour`` rules have no date of their own.
        start: The day the rule counts from; not counted itself.
        calendar: Working days.
        pauses: Stops of the clock; only a rule in working days after its start knows them.
        start_name: What happened on the start day, for the formula.

    Raises:
        ValueError: The rule's unit is ``hour``.
    """
    value = _end(rule, start, calendar, pauses)
    if rule.roll:
        value = calendar.next_workday(value)
    low, high = (start + _DAY, value) if rule.direction == "after" else (value, start - _DAY)
    working = rule.unit == "working_day"
    steps = tuple(_steps(calendar, low, high, pauses)) if working else ()
    estimate = calendar.estimate(value) or (working and low <= high and calendar.estimate(low, high))
    formula = _formula(rule, start, pauses, start_name)
    return Derivation(rule.code, value, steps, estimate, formula, rule.basis, rule.mark)


def in_pause(day: date, pauses: Sequence[Pause]) -> bool:
    """Return whether the clock stands still on a day."""
    return any(p.start <= day and (p.resumed is None or day < p.resumed) for p in pauses)


def _end(rule: ClockRule, start: date, calendar: WorkCalendar, pauses: Sequence[Pause]) -> date:
    sign = 1 if rule.direction == "after" else -1
    match rule.unit:
        case "calendar_day":
            return start + sign * rule.amount * _DAY
        case "month":
            return _add_months(start, sign * rule.amount)
        case "working_day" if sign < 0:
            return calendar.back_workdays(start, rule.amount)
        case "working_day":
            return _add_outside_pauses(calendar, start, rule.amount, pauses)
    raise ValueError(f"{rule.code}: a rule in {rule.unit} has no date")


def _add_outside_pauses(calendar: WorkCalendar, start: date, count: int, pauses: Sequence[Pause]) -> date:
    day = start
    while count:
        day += _DAY
        count -= calendar.is_workday(day) and not in_pause(day, pauses)
    return day


def _add_months(day: date, count: int) -> date:
    """Return the same day ``count`` months on, or the last day of that month when it has no such day."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _steps(calendar: WorkCalendar, first: date, last: date, pauses: Sequence[Pause]) -> Iterator[Step]:
    """Yield the runs of days between two days, both inclusive, in time order."""
    done = 0
    for reason, group in groupby(days(first, last), key=lambda d: _reason(calendar, d, pauses)):
        run = list(group)
        counted = len(run) if reason is None else 0
        yield Step(run[0], run[-1], counted, _told(run, reason, done))
        done += counted


def _reason(calendar: WorkCalendar, day: date, pauses: Sequence[Pause]) -> Text | None:
    """Return why a day is not counted; ``None`` when it counts."""
    if in_pause(day, pauses):
        return Text("计时暂停", "clock paused")
    if calendar.is_workday(day):
        return None
    name = calendar.day_name(day)
    return name if name.zh else Text("周末", "weekend")


def _told(run: list[date], reason: Text | None, done: int) -> Text:
    span = f"{run[0]}" if len(run) == 1 else f"{run[0]} – {run[-1]}"
    if reason is not None:
        return Text(f"{span} {reason.zh}，不计", f"{span} {reason.en}, not counted")
    which = f"{done + 1}" if len(run) == 1 else f"{done + 1}–{done + len(run)}"
    return Text(f"{span} 第 {which} 个工作日", f"{span} working day {which}")


def _formula(rule: ClockRule, start: date, pauses: Sequence[Pause], start_name: Text | None) -> Text:
    sign, unit = ("+" if rule.direction == "after" else "−"), _UNITS[rule.unit]
    name = start_name or Text("起日", "start")
    tail = Text("", "")
    if rule.direction == "after":
        tail = Text(f"（{name.zh}当日不计）", f" ({name.en}: first day not counted)")
    stops = ", ".join(f"{p.start} – {p.resumed}" for p in pauses)
    stopped = (
        Text(f"，扣除暂停 {stops}（起日不计、恢复日计）", f", less pauses {stops} (resumption counts)")
        if stops
        else Text("", "")
    )
    return Text(
        f"{start} {sign} {rule.amount} {unit.zh}{tail.zh}{stopped.zh}",
        f"{start} {sign} {rule.amount} {unit.en}{tail.en}{stopped.en}",
    )
