"""The calendar of events: every case by day, and where two of them want the same place or the same people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from workbench.core import codec
from workbench.core.conflicts import Occasion, Overload, Sent, VenueClash, days_of, overloads, stated, venue_clashes
from workbench.core.register_entries import RegisterEntry, day_of
from workbench.core.register_match import name_key
from workbench.core.values import Scalar
from workbench.errors import NO_TEXT, Text
from workbench.services import access
from workbench.services.desk import Desk
from workbench.services.register_views import CalendarLine, CalendarView, Clash
from workbench.services.views import Person
from workbench.storage.registers import BodyRow, CaseRef, EntryFilter, SessionRow

ENDED = frozenset({"not_required", "not_accepted", "refused", "cancelled", "withdrawn", "permit_ended"})
"""Statuses of cases whose event does not take place under a permit; they clash with nothing."""

COMMITMENT, RESOURCE, PHASE = "commitment", "police_resource", "phase"
"""Registers that the calendar reads."""


def calendar(desk: Desk, person: Person, first: date, last: date) -> CalendarView:
    """Return the cases by day over a span, both ends included, with the clashes in it."""
    access.require(desk.pack, person, "read_registers")
    span = Span(desk, first, last)
    clashes = clashes_in(span)
    return CalendarView(first, last, tuple(_lines(span, clashes)), clashes)


def clashes_with(desk: Desk, case: str) -> tuple[Clash, ...]:
    """Return the clashes of one case, on all its days."""
    found = desk.database.registers.cases((case,)).get(case)
    if found is None or found.first_day is None or found.status in ENDED:
        return ()
    span = Span(desk, found.first_day, found.last_day or found.first_day)
    return tuple(clash for clash in clashes_in(span) if any(one.case == case for one in clash.cases))


@dataclass(frozen=True)
class Span:
    """What the registers hold about a span of days, each part read once."""

    desk: Desk
    first: date
    last: date

    @cached_property
    def cases(self) -> dict[str, CaseRef]:
        """Return the cases whose event or phases touch the span and that may take place."""
        named = {case for case, _session in self._sessions} | {row.case for row in self._rows}
        found = self.desk.database.registers.cases(named, (self.first, self.last))
        return {name: case for name, case in found.items() if case.status not in ENDED}

    @cached_property
    def _sessions(self) -> tuple[tuple[str, SessionRow], ...]:
        return self.desk.database.registers.sessions(self.first, self.last)

    @cached_property
    def _rows(self) -> tuple[_Entry, ...]:
        found = self.desk.database.registers.find(EntryFilter(registers=(COMMITMENT, RESOURCE, PHASE)))
        made = (_Entry(row.case, row.register, codec.read(RegisterEntry, row.body)) for row in found)
        return tuple(entry for entry in made if entry.touches(self.first, self.last))

    @cached_property
    def sessions(self) -> tuple[tuple[CaseRef, SessionRow], ...]:
        """Return the sessions of live cases in the span, by time."""
        return tuple((self.cases[case], session) for case, session in self._sessions if case in self.cases)

    def entries(self, register: str) -> tuple[_Entry, ...]:
        """Return the entries of a register that touch the span; those of ended cases are left out."""
        return tuple(e for e in self._rows if e.register == register and (not e.case or e.case in self.cases))

    @cached_property
    def sent(self) -> tuple[Sent, ...]:
        """Return what companies send to each case, on each day on which the case has a session."""
        days: dict[str, set[date]] = defaultdict(set)
        for case, session in self.sessions:
            days[case.case] |= set(days_of(session.starts.date(), session.ends.date()))
        lines = self.desk.database.registers.bodies(days) if days else ()
        return tuple(
            _sent(case, body, day, self._registered)
            for case, body in lines
            if body.persons is not None
            for day in sorted(days[case])
            if self.first <= day <= self.last
        )

    @cached_property
    def _registered(self) -> dict[str, int]:
        """Return what the register of organisations says of registered staff, by name and by code."""
        found: dict[str, int] = {}
        for row in self.desk.database.registers.find(EntryFilter(registers=("organisation",))):
            registered = codec.read(RegisterEntry, row.body).get("registered")
            if isinstance(registered, int):
                found |= {key: registered for key in (row.name_key, row.code_key) if key}
        return found


@dataclass(frozen=True)
class _Entry:
    """An entry that speaks of a span of days."""

    case: str
    register: str
    values: RegisterEntry

    @property
    def span(self) -> tuple[date, date] | None:
        ends = ("start", "end") if self.register == COMMITMENT else ("first", "last")
        first, last = (self.values.get(key) for key in ends)
        return (day_of(first), day_of(last)) if isinstance(first, date) and isinstance(last, date) else None

    def touches(self, first: date, last: date) -> bool:
        return self.span is not None and self.span[0] <= last and self.span[1] >= first


def _sent(case: str, body: BodyRow, day: date, registered: Mapping[str, int]) -> Sent:
    """Return what a company sends on a day; the office's own register of its staff goes before the application's."""
    own = registered.get(body.code_key) or registered.get(body.name_key) or body.registered
    return Sent(case, body.name, body.code_key or body.name_key, body.persons or 0, day, day, own)


def clashes_in(span: Span) -> tuple[Clash, ...]:
    """Return every clash in a span: places, companies, police, by day."""
    occasions = [Occasion(c.case, c.title, s.venue, s.venue_key, s.starts, s.ends) for c, s in span.sessions]
    found = [_venue(span, clash) for clash in venue_clashes(occasions)]
    found += [_provider(span, over) for over in overloads(span.sent, stated(span.sent))]
    found += [_police(span, over) for over in _police_overloads(span)]
    return tuple(sorted(found, key=lambda clash: (clash.day, clash.kind)))


def _venue(span: Span, clash: VenueClash) -> Clash:
    cases = (span.cases[clash.first.case], span.cases[clash.second.case])
    when = f"{clash.start:%m-%d %H:%M}–{_until(clash.start, clash.end)}"
    text = Text(
        f"{clash.first.place} 同时段有两场活动（{when}）：{cases[0].title}、{cases[1].title}",
        f"{clash.first.place}: two events at once ({when}): {cases[0].title}, {cases[1].title}",
    )
    return Clash("venue", clash.start.date(), cases, text, when)


def _until(start: datetime, end: datetime) -> str:
    return f"{end:%H:%M}" if start.date() == end.date() else f"{end:%m-%d %H:%M}"


def _provider(span: Span, over: Overload) -> Clash:
    text = Text(
        f"{over.body} 同日派往 {_count(over)} 个活动共 {over.total} 人，超过在册 {over.registered} 人",
        f"{over.body} sends {over.total} to {_count(over)} events on one day and has {over.registered} registered",
    )
    return _overload(span, "provider", over, text)


def _police(span: Span, over: Overload) -> Clash:
    text = Text(
        f"{over.body} 当日安排 {over.total} 人，超过可用 {over.registered} 人",
        f"{over.body}: {over.total} planned on this day, {over.registered} available",
    )
    return _overload(span, "police", over, text)


def _overload(span: Span, kind: str, over: Overload, text: Text) -> Clash:
    lines = sorted(over.sent, key=lambda line: span.cases[line.case].number)
    cases = tuple(span.cases[case] for case in dict.fromkeys(line.case for line in lines))
    formula = f"{' + '.join(str(line.persons) for line in lines)} = {over.total} > {over.registered}"
    return Clash(kind, over.day, cases, text, formula)


def _count(over: Overload) -> int:
    return len({line.case for line in over.sent})


def _police_overloads(span: Span) -> tuple[Overload, ...]:
    """Return the days on which more police of a unit are planned than it has, according to the entered resources."""
    has: dict[tuple[str, date], int] = defaultdict(int)
    for entry in span.entries(RESOURCE):
        for day in _days(entry, span):
            has[_unit_key(entry), day] += _whole(entry.values.get("available"))
    sent = [
        Sent(entry.case, _unit(span, entry), _unit_key(entry), _whole(entry.values.get("persons")), day, day)
        for entry in span.entries(COMMITMENT)
        for day in _days(entry, span)
    ]
    return overloads(sent, lambda body, day: has.get((body, day)), least=1)


def _days(entry: _Entry, span: Span) -> Iterable[date]:
    assert entry.span is not None
    return days_of(max(entry.span[0], span.first), min(entry.span[1], span.last))


def _unit_key(entry: _Entry) -> str:
    return f"{name_key(entry.values.get('unit'))}/{entry.values.get('type')}"


def _unit(span: Span, entry: _Entry) -> str:
    kind = span.desk.pack.lists["force_types"].get(str(entry.values.get("type")))
    return f"{entry.values.get('unit')}（{kind.text.zh}）" if kind else str(entry.values.get("unit"))


def _whole(value: Scalar) -> int:
    return value if isinstance(value, int) else 0


# Lines


def _lines(span: Span, clashes: Iterable[Clash]) -> Iterable[CalendarLine]:
    """Yield a line for every day on which a case has a session or is in a phase, by day and time."""
    sessions: dict[tuple[date, str], list[SessionRow]] = defaultdict(list)
    for case, session in span.sessions:
        for day in days_of(max(session.starts.date(), span.first), min(session.ends.date(), span.last)):
            sessions[day, case.case].append(session)
    phases: dict[tuple[date, str], Text] = {}
    for entry in span.entries(PHASE):
        kind = span.desk.pack.lists["event_phases"].get(str(entry.values.get("kind")))
        phases |= {(day, entry.case): kind.text if kind else NO_TEXT for day in _days(entry, span)}
    police = _police_by_day(span)
    kinds = _kinds(clashes)
    lines = [
        CalendarLine(
            day=day,
            case=span.cases[case],
            start=min((s.starts for s in sessions[day, case]), default=None),
            end=max((s.ends for s in sessions[day, case]), default=None),
            phase=phases.get((day, case), NO_TEXT),
            providers=tuple((s.body, s.persons) for s in span.sent if s.case == case and s.first == day),
            police=police.get((day, case), 0),
            clashes=kinds.get((day, case), ()),
        )
        for day, case in {*sessions, *phases}
    ]
    return sorted(
        lines,
        key=lambda line: (line.day, line.start or datetime.combine(line.day, datetime.min.time()), line.case.case),
    )


def _police_by_day(span: Span) -> dict[tuple[date, str], int]:
    found: dict[tuple[date, str], int] = defaultdict(int)
    for entry in span.entries(COMMITMENT):
        for day in _days(entry, span):
            found[day, entry.case] += _whole(entry.values.get("persons"))
    return found


def _kinds(clashes: Iterable[Clash]) -> dict[tuple[date, str], tuple[str, ...]]:
    found: dict[tuple[date, str], tuple[str, ...]] = defaultdict(tuple)
    for clash in clashes:
        for case in clash.cases:
            found[clash.day, case.case] = (*found[clash.day, case.case], clash.kind)
    return found


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month of a day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
