"""The time limits of a case as a person sees them: each deadline with its sums line by line and its days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workbench.core.calendar import days
from workbench.core.deadline import Deadline, Line, weekday
from workbench.core.deadlines import deadlines
from workbench.core.decide_timing import EXTENSION, extension_limit
from workbench.core.derivation import COUNTED, day_kind
from workbench.core.pack import Pack
from workbench.core.parts_timing import CalendarUse, Hearing
from workbench.core.timetable import Timetable
from workbench.errors import NO_TEXT, Text
from workbench.services import access
from workbench.services.acting import approvers
from workbench.services.desk import Desk
from workbench.services.documents import find
from workbench.services.looking import Look
from workbench.services.office_times import timetable
from workbench.services.presenting import basis_text
from workbench.services.views import Person

GROUPS = {
    "application": Text("申请", "Application"),
    "acceptance": Text("受理与补正", "Acceptance and correction"),
    "decision": Text("决定", "Decision"),
    "hearing": Text("听证", "Hearing"),
    "tolerance": Text("容缺", "Tolerated papers"),
    "consultation": Text("征求意见", "Consultation"),
    "service": Text("送达与公开", "Service and publication"),
    "remedy": Text("救济", "Remedies"),
    "change": Text("变更与取消", "Change and cancellation"),
}
"""Parts of the procedure, in its order."""

STATES = {
    "waiting": Text("未起算", "waits"),
    "running": Text("进行中", "running"),
    "paused": Text("中止", "clock stopped"),
    "overdue": Text("已逾期", "overdue"),
    "done": Text("按期完成", "in time"),
    "late": Text("逾期完成", "done late"),
    "info": Text("仅供参考", "reference"),
}
"""Where a deadline stands, in words."""

_MARKS = {"M": Text("待核实", "to be verified"), "P": Text("本单位默认", "office default")}


@dataclass(frozen=True)
class LineView:
    """One line of a derivation with its law in words; ``mark`` says how well the rule is backed."""

    kind: str
    text: Text
    basis: Text = NO_TEXT
    mark: str = ""

    def told(self, language: str) -> str:
        """Return the line as one line of text."""
        basis = self.basis.in_language(language)
        mark = _MARKS[self.mark].in_language(language) if self.mark in _MARKS else self.mark
        tail = f" [{mark}]" if mark else ""
        return self.text.in_language(language) + (f" — {basis}" if basis else "") + tail


@dataclass(frozen=True)
class DayView:
    """A day of the calendar strip: its kind, its name, the number it has in the count (0 = it does not count)."""

    day: date
    kind: str
    name: Text = NO_TEXT
    number: int = 0


@dataclass(frozen=True)
class LimitView:
    """A deadline as shown.

    ``days`` are those of the months from its start to its end, for a calendar; empty where no working days count.
    """

    id: str
    group: str
    title: Text
    due: date | None
    state: str
    left: int | None = None
    unit: str = "working_day"
    lines: tuple[LineView, ...] = ()
    estimate: bool = False
    done: date | None = None
    moment: datetime | None = None
    beside: str = ""
    start: date | None = None
    days: tuple[DayView, ...] = ()

    def told(self, language: str) -> str:
        """Return title and derivation as text that can be copied."""
        return "\n".join([self.title.in_language(language), *(line.told(language) for line in self.lines)])


@dataclass(frozen=True)
class ExtensionRule:
    """By how many working days the period may still be extended, and the rule that says so."""

    limit: int
    left: int
    text: Text = NO_TEXT
    basis: Text = NO_TEXT
    mark: str = ""


@dataclass(frozen=True)
class TimeLimits:
    """All time limits of a case on a day."""

    case: str
    number: str
    today: date
    calendar: str
    limits: tuple[LimitView, ...]
    extension: ExtensionRule
    hearings: tuple[tuple[str, Hearing], ...] = ()
    grounds: tuple[tuple[str, Text], ...] = ()
    approvers: tuple[tuple[str, str], ...] = ()
    calendars: tuple[CalendarUse, ...] = ()
    paused: bool = False
    resumable: bool = False

    def limit(self, name: str) -> LimitView | None:
        """Return the deadline of an identifier."""
        return next((limit for limit in self.limits if limit.id == name), None)


def time_limits(desk: Desk, person: Person, case: str) -> TimeLimits:
    """Return every deadline of a case (its identifier or number) as it stands today.

    Raises:
        NotAllowedError: The person may not read cases.
        WorkbenchError: There is no such case.
    """
    access.require(desk.pack, person, "read_case")
    desk.renew_calendar()
    look = Look(desk, find(desk, case))
    table = timetable(look)
    state = look.case
    return TimeLimits(
        case=state.id,
        number=state.number,
        today=look.today,
        calendar=desk.calendar.version,
        limits=tuple(limit_view(table, one) for one in deadlines(table)),
        extension=_extension(look),
        hearings=tuple(state.timing.hearings.items()),
        grounds=tuple((code, row.text) for code, row in look.pack.lists.get("stop_grounds", {}).items()),
        approvers=tuple((code, name) for code, name in approvers(desk).items() if code != person.id),
        calendars=state.calendars,
        paused=state.paused,
        resumable=state.resumable() is not None,
    )


def _extension(look: Look) -> ExtensionRule:
    limit, row = extension_limit(look.pack), look.pack.parameters.get(EXTENSION)
    if row is None:
        return ExtensionRule(0, 0)
    left = max(0, limit - look.case.timing.extended)
    return ExtensionRule(limit, left, row.text, basis_text(row.basis, look.pack), row.mark)


def limit_view(table: Timetable, one: Deadline) -> LimitView:
    """Return a deadline as shown."""
    start = next((line.first for line in one.lines if line.kind == "start"), None)
    return LimitView(
        id=one.id,
        group=one.group,
        title=one.title,
        due=one.due,
        state=one.state,
        left=one.left,
        unit=one.unit,
        lines=tuple(line_view(line, table.pack) for line in one.lines),
        estimate=one.estimate,
        done=one.done,
        moment=one.moment,
        beside=one.beside,
        start=start,
        days=tuple(_days(table, one, start)) if start and one.due else (),
    )


def line_view(line: Line, pack: Pack) -> LineView:
    """Return a line with its law in words."""
    return LineView(line.kind, line.text, basis_text(line.basis, pack), line.mark)


def _days(table: Timetable, one: Deadline, start: date) -> Iterator[DayView]:
    """Yield every day of the months that a deadline spans: counted days with their number, the others with a name."""
    assert one.due is not None
    low, high = min(start, one.due), max(start, one.due)
    if (high - low).days > _LONGEST:
        return
    told = {day: line.kind for line in one.lines for day in _run(line)}
    numbers = _numbers(told, backward=one.due < start)
    for day in days(low.replace(day=1), _month_end(high)):
        plain, name = day_kind(table.calendar, day)
        outside = "outside" if plain in COUNTED else plain
        yield DayView(day, told.get(day, outside), name, numbers.get(day, 0))


def _numbers(told: Mapping[date, str], *, backward: bool) -> dict[date, int]:
    """Return the number that each counted day has."""
    counted = sorted((day for day, kind in told.items() if kind in COUNTED), reverse=backward)
    return {day: number for number, day in enumerate(counted, 1)}


_LONGEST = 200
"""Spans longer than this are not drawn day by day [days]."""


def _run(line: Line) -> Iterator[date]:
    if line.kind in {*COUNTED, "weekend", "holiday", "stop"} and line.first and line.last:
        yield from days(line.first, line.last)


def _month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def when(limit: LimitView) -> Text:
    """Return the last day or moment of a deadline, with its weekday."""
    if limit.due is None:
        return Text("—", "—")
    hour = f" {limit.moment:%H:%M}" if limit.moment else ""
    zh, en = weekday(limit.due).zh.replace("星期", "周"), weekday(limit.due).en
    return Text(f"{limit.due}{hour} {zh}", f"{limit.due}{hour} {en}")


def left_of(limit: LimitView) -> Text:
    """Return what is left of a deadline, in words; empty where nothing runs."""
    if limit.left is None:
        return NO_TEXT
    unit = Text("个工作日", "wd") if limit.unit == "working_day" else Text("天", "d")
    if limit.left < 0:
        return Text(f"逾期 {-limit.left} {unit.zh}", f"{-limit.left} {unit.en} over")
    if limit.left == 0:
        return Text("今日届满", "today")
    return Text(f"剩 {limit.left} {unit.zh}", f"{limit.left} {unit.en} left")
