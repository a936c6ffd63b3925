"""A deadline with its sums: the lines of a derivation, from the day it starts to the day it ends.

A line says one thing: the start, the rule with its articles, the page of the calendar, a run of days, a stop with its
ground, an extension with who allowed it, the result. Nothing here knows a case; see :mod:`workbench.core.deadlines`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from workbench.core.calendar import WorkCalendar
from workbench.core.derivation import UNITS, Derivation, Pause
from workbench.core.pack import Choice, ClockRule
from workbench.core.parts_timing import Extension
from workbench.errors import NO_TEXT, Text

WEEKDAYS = tuple(
    Text(f"星期{zh}", en)
    for zh, en in zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True)
)


@dataclass(frozen=True)
class Line:
    """One line of a derivation.

    Attributes:
        kind: ``start``, ``rule``, ``page``, ``counted``, ``makeup``, ``weekend``, ``holiday``, ``stop``, ``extension``,
            ``note`` or ``result``.
        basis: Law references that the line rests on.
        mark: Evidence mark of the rule or page.
        first, last: The days that the line is about, both inclusive.
        counted: Working days in it that count.
    """

    kind: str
    text: Text
    basis: tuple[str, ...] = ()
    mark: str = ""
    first: date | None = None
    last: date | None = None
    counted: int = 0


@dataclass(frozen=True)
class Deadline:
    """A time limit of a case as it stands on a day.

    Attributes:
        id: Code of the clock row, followed by ``:object`` where there may be several.
        group: The part of the procedure it belongs to (a code of the pack's list ``clock_groups``).
        title: What must have happened by then.
        due: Last day; ``None`` while the day it counts from has not come.
        moment: Last moment, where a time of day is part of it.
        state: ``waiting`` (does not run yet), ``running``, ``paused``, ``overdue``, ``done``, ``late``, ``info``.
        left: Days left in the unit of the rule, negative when past; ``None`` where nothing runs.
        unit: ``working_day`` or ``calendar_day``.
        lines: The derivation.
        estimate: It touches a year whose notice is not published.
        done: The day on which it was met, or missed and done late.
        beside: Identifier of the statutory limit that a promise stands beside.
    """

    id: str
    group: str
    title: Text
    due: date | None
    state: str
    left: int | None = None
    unit: str = "working_day"
    lines: tuple[Line, ...] = ()
    estimate: bool = False
    done: date | None = None
    moment: datetime | None = None
    beside: str = ""


@dataclass(frozen=True)
class Course:
    """What happened to a period on its way: stops with their grounds, and extensions."""

    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    grounds: Mapping[str, Choice] | None = None
    allowed: tuple[tuple[str, ...], str] = ((), "")
    """Law references and evidence mark of the rule that allows an extension."""


def weekday(day: date) -> Text:
    """Return the name of the day of the week."""
    return WEEKDAYS[day.weekday()]


def derived(
    rule: ClockRule, found: Derivation, start: tuple[date, Text], calendar: WorkCalendar, course: Course | None = None
) -> tuple[Line, ...]:
    """Return the lines of a date that a clock rule gave.

    Args:
        rule: The pack's row.
        found: What the arithmetic gave; its steps are told run by run.
        start: The day it counts from and what happened on it.
        calendar: The calendar whose pages were used.
        course: Stops and extensions.
    """
    way = course or Course()
    return (
        _start(rule, *start),
        _rule(rule),
        *_pages(rule, (start[0], found.value), calendar),
        *(_extension(extension, way) for extension in way.extensions),
        *_unseen(found, way),
        *_runs(found, way),
        _result(found.value, estimate=found.estimate),
    )


def plain(start: tuple[date, Text], told: Line, due: date, notes: Iterable[Line] = ()) -> tuple[Line, ...]:
    """Return the lines of a day that somebody set: when, by which rule, and the day."""
    day, name = start
    first = Line("start", Text(f"{day} {name.zh}", f"{day} {name.en}"), first=day, last=day)
    return first, told, *notes, _result(due)


def only_rule(rule: ClockRule) -> tuple[Line, ...]:
    """Return the lines of a period that does not run yet: its rule, and what it waits for."""
    name = STARTS[rule.start]
    told = Text(f"尚未起算：等待{name.zh}", f"does not run yet: it waits for {name.en}")
    return _rule(rule), Line("note", told)


def amount_of(rule: ClockRule) -> Text:
    """Return e.g. ``受理后 7 个工作日``."""
    name, unit = STARTS[rule.start], UNITS[rule.unit]
    if rule.direction == "before":
        return Text(f"{name.zh}前 {rule.amount} {unit.zh}", f"{rule.amount} {unit.en} before {name.en}")
    return Text(f"{name.zh}后 {rule.amount} {unit.zh}", f"{rule.amount} {unit.en} after {name.en}")


STARTS: Mapping[str, Text] = {
    "first_day": Text("活动首日", "the first event day"),
    "last_day": Text("活动结束", "the end of the event"),
    "received": Text("收件", "receipt"),
    "accepted": Text("受理", "acceptance"),
    "decided": Text("决定", "the decision"),
    "delivered": Text("送达", "service"),
    "notified": Text("告知听证权利", "the notice of the right to a hearing"),
    "asked": Text("申请听证", "the request for a hearing"),
}
"""What the start of a clock row means, in words."""


def _start(rule: ClockRule, day: date, name: Text) -> Line:
    zh, en = weekday(day).zh, weekday(day).en
    told = Text(f"{day}（{zh}）{name.zh}，当日不计", f"{day} ({en}) {name.en}; that day is not counted")
    if rule.direction == "before":
        told = Text(f"{day}（{zh}）{name.zh}，由此倒推", f"{day} ({en}) {name.en}; counted back from it")
    return Line("start", told, first=day, last=day)


def _rule(rule: ClockRule) -> Line:
    amount = amount_of(rule)
    return Line("rule", Text(f"{rule.text.zh}：{amount.zh}", f"{rule.text.en}: {amount.en}"), rule.basis, rule.mark)


def _pages(rule: ClockRule, span: tuple[date, date], calendar: WorkCalendar) -> Iterator[Line]:
    """Yield which year's page of the calendar was read; periods in calendar days and months read none."""
    if rule.unit != "working_day":
        return
    for number in range(min(span).year, max(span).year + 1):
        year = calendar.years.get(number)
        if year is None:
            told = Text(f"{number} 年：没有日历，仅扣周末，预估", f"{number}: no page, weekends only, an estimate")
            yield Line("page", told, mark="P")
        elif year.official:
            yield Line("page", Text(f"{number} 年：{year.paper.zh}", f"{number}: {year.paper.en}"), mark=year.mark)
        else:
            told = Text(f"{number} 年：{year.paper.zh}，预估", f"{number}: {year.paper.en}; an estimate")
            yield Line("page", told, mark=year.mark)


def _extension(extension: Extension, course: Course) -> Line:
    return Line(
        "extension",
        Text(
            f"{extension.on} 延长 {extension.days} 个工作日，批准人 {extension.approver_name}：{extension.reason}",
            f"{extension.on} extended by {extension.days} working days, allowed by {extension.approver_name}: "
            f"{extension.reason}",
        ),
        *course.allowed,
        first=extension.on,
        last=extension.on,
    )


def _runs(found: Derivation, course: Course) -> Iterator[Line]:
    for step in found.steps:
        line = Line(step.kind, step.text, first=step.first, last=step.last, counted=step.counted)
        if step.kind == "stop":
            line = replace(line, text=_stop(step.first, step.last, course), basis=("ALL.45",))
        yield line


def _unseen(found: Derivation, course: Course) -> Iterator[Line]:
    """Yield the stops that leave out no day of the period: on the day of the start, or past its end."""
    left_out = [(step.first, step.last) for step in found.steps if step.kind == "stop"]
    for pause in course.pauses:
        end = pause.resumed or date.max
        if any(pause.start <= last and first < end for first, last in left_out):
            continue
        name = _ground(pause, course.grounds or {})
        back = Text("尚未恢复", "not resumed yet")
        if pause.resumed is not None:
            back = Text(f"{pause.resumed} 恢复", f"resumed {pause.resumed}")
        told = Text(
            f"{pause.start} 起中止：{name.zh}，{back.zh}，期限内没有不计的日子",
            f"stopped from {pause.start}: {name.en}, {back.en}; no day of the period is left out",
        )
        yield Line("stop", told, ("ALL.45",), first=pause.start, last=pause.start)


def _stop(first: date, last: date, course: Course) -> Text:
    """Return a stop with its ground, and since when and until when it stands."""
    span = f"{first}" if first == last else f"{first} – {last}"
    grounds = course.grounds or {}
    names = [_ground(p, grounds) for p in course.pauses if p.start <= last and (p.resumed is None or p.resumed > first)]
    zh = "、".join(dict.fromkeys(n.zh for n in names))
    en = ", ".join(dict.fromkeys(n.en for n in names))
    open_ = any(p.resumed is None and p.start <= last for p in course.pauses)
    tail = Text("；尚未恢复，此为最早日期", "; not resumed yet, earliest date possible") if open_ else NO_TEXT
    return Text(f"{span} 期限中止：{zh}，不计{tail.zh}", f"{span} clock stopped: {en}, not counted{tail.en}")


def _ground(pause: Pause, grounds: Mapping[str, Choice]) -> Text:
    row = grounds.get(pause.ground)
    return row.text if row is not None else Text(pause.ground or "依法中止", pause.ground or "by law")


def _result(day: date, *, estimate: bool = False) -> Line:
    tail = Text("（预估，待国务院通知）", " (estimate until the yearly notice)") if estimate else NO_TEXT
    told = Text(f"= {day}（{weekday(day).zh}）{tail.zh}", f"= {day} ({weekday(day).en}){tail.en}")
    return Line("result", told, first=day, last=day)
