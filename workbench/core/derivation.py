"""A date of the procedure and how it came about: the arithmetic under ``workbench.core.clock``."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from workbench.core.calendar import WorkCalendar, days
from workbench.core.pack import ClockRule
from workbench.errors import NO_TEXT, Text

_DAY = timedelta(days=1)
UNITS = {
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
    """One line of a derivation: a run of days that count, or do not, and why.

    ``kind`` is ``counted``, ``makeup`` (a weekend day that is worked, with the name of its notice), ``weekend``,
    ``holiday`` (or a closure of the office) or ``stop``.
    """

    first: date
    last: date
    counted: int
    """Working days in the run that count; 0 for a run that is left out."""
    text: Text
    kind: str = "counted"


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
    extended: int = 0,
) -> Derivation:
    """Return the date that a clock rule gives from a start day.

    Args:
        rule: Amount, unit, direction; ``hour`` rules have no date of their own.
        start: The day the rule counts from; not counted itself.
        calendar: Working days.
        pauses: Stops of the clock; only a rule in working days after its start knows them.
        start_name: What happened on the start day, for the formula.
        extended: How much was added to the period, in its unit.

    Raises:
        ValueError: The rule's unit is ``hour``.
    """
    longer = replace(rule, amount=rule.amount + extended) if extended else rule
    value = last_day(longer, start, calendar, pauses)
    low, high = (start + _DAY, value) if rule.direction == "after" else (value, start - _DAY)
    working = rule.unit == "working_day"
    steps = tuple(_steps(calendar, low, high, pauses, backward=rule.direction == "before")) if working else ()
    estimate = calendar.estimate(value) or (working and low <= high and calendar.estimate(low, high))
    formula = _formula(rule, start, pauses, start_name, extended)
    return Derivation(rule.code, value, steps, estimate, formula, rule.basis, rule.mark)


def last_day(rule: ClockRule, start: date, calendar: WorkCalendar, pauses: Sequence[Pause] = ()) -> date:
    """Return the date alone that a clock rule gives from a start day; see :func:`derive`."""
    value = _end(rule, start, calendar, pauses)
    return calendar.next_workday(value) if rule.roll else value


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


def _steps(
    calendar: WorkCalendar, first: date, last: date, pauses: Sequence[Pause], *, backward: bool
) -> Iterator[Step]:
    """Yield the runs between two days, both inclusive, in time order; counted back, the last day is number 1."""
    runs = [
        (kind, name, list(group))
        for (kind, name), group in groupby(days(first, last), key=lambda d: day_kind(calendar, d, pauses))
    ]
    total = sum(len(run) for kind, _name, run in runs if kind in COUNTED)
    done = 0
    for kind, name, run in runs:
        counted = len(run) if kind in COUNTED else 0
        numbers = (done + 1, done + counted) if not backward else (total - done, total - done - counted + 1)
        yield Step(run[0], run[-1], counted, _told(run, name, numbers if counted else None, backward=backward), kind)
        done += counted


COUNTED = ("counted", "makeup")
"""Kinds of days that count."""


def day_kind(calendar: WorkCalendar, day: date, pauses: Sequence[Pause] = ()) -> tuple[str, Text]:
    """Return of which kind a day is (see :class:`Step`), and its name where it is no ordinary working day."""
    if in_pause(day, pauses):
        return "stop", _STOPPED
    name = calendar.day_name(day)
    if calendar.is_workday(day):
        return ("makeup", name) if name.zh else ("counted", NO_TEXT)
    return ("holiday", name) if name.zh else ("weekend", Text("周末", "weekend"))


_STOPPED = Text("计时暂停", "clock paused")


def _told(run: list[date], name: Text, numbers: tuple[int, int] | None, *, backward: bool) -> Text:
    """Return a run in words, with the numbers of its first and last day; ``None`` for days that do not count."""
    span = f"{run[0]}" if len(run) == 1 else f"{run[0]} – {run[-1]}"
    if numbers is None:
        return Text(f"{span} {name.zh}，不计", f"{span} {name.en}, not counted")
    which = f"{numbers[0]}" if len(run) == 1 else f"{numbers[0]}–{numbers[1]}"
    why = Text(f"（{name.zh}）", f" ({name.en})") if name.zh else NO_TEXT
    days_ = "working day" if len(run) == 1 else "working days"
    if backward:
        return Text(f"{span} 倒数第 {which} 个工作日{why.zh}", f"{span} {days_} {which} before{why.en}")
    return Text(f"{span} 第 {which} 个工作日{why.zh}", f"{span} {days_} {which}{why.en}")


def _formula(rule: ClockRule, start: date, pauses: Sequence[Pause], start_name: Text | None, extended: int) -> Text:
    sign, unit = ("+" if rule.direction == "after" else "−"), UNITS[rule.unit]
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
    amount = f"{rule.amount} + {extended}" if extended else f"{rule.amount}"
    return Text(
        f"{start} {sign} {amount} {unit.zh}{tail.zh}{stopped.zh}",
        f"{start} {sign} {amount} {unit.en}{tail.en}{stopped.en}",
    )
