"""Every rule against an oracle of its own: one day after the other, with nothing of the program's arithmetic."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core import clock, recount
from workbench.core.calendar import CalendarYear, DayException, WorkCalendar
from workbench.core.clock import Pause
from workbench.core.deadline import Course, derived
from workbench.errors import Text
from workbench.storage.packs import load_pack

D = date
ONE = timedelta(days=1)
YEARS = (2026, 2027, 2028)
NAMED = Text("假日", "holiday")


@pytest.fixture(scope="module")
def rules():
    return load_pack("cn_national").clocks


days_ = st.dates(D(2026, 1, 1), D(2028, 3, 31))
some_days = st.sets(st.dates(D(2025, 12, 1), D(2028, 12, 31)), max_size=60)


@st.composite
def worlds(draw):
    """A made-up calendar: the days off and made up that its pages name, and local closures and extra working days."""
    off, weekend = draw(some_days), draw(some_days)
    work = {day for day in weekend if day.weekday() >= 5} - off
    off = {day for day in off if day.weekday() < 5 or draw(st.booleans())}
    closed, extra = draw(st.sets(days_, max_size=5)), draw(st.sets(days_, max_size=5))
    exceptions = {**dict.fromkeys(closed, False), **dict.fromkeys(extra, True)}
    pages = {
        year: CalendarYear(
            year,
            draw(st.booleans()),
            {day: NAMED for day in off if page_of(day) == year},
            {day: NAMED for day in work if page_of(day) == year},
        )
        for year in YEARS
    }
    local = {day: DayException(day, works, "台风") for day, works in exceptions.items()}
    return WorkCalendar(pages, local), {"off": off, "work": work, "local": exceptions}


def page_of(day):
    """December of the year before the first page stands in the first page; every other day in its own year's."""
    return max(day.year, YEARS[0])


def counts(world, day):
    """Whether a day is worked: the office rules, then the notices, then the week."""
    if day in world["local"]:
        return world["local"][day]
    if day in world["work"]:
        return True
    if day in world["off"]:
        return False
    return day.isoweekday() <= 5


def walk(world, start, amount, step=ONE, stopped=frozenset()):
    """Go day by day until so many days have counted; the start itself never does."""
    day, left = start, amount
    while left > 0:
        day = day + step
        if counts(world, day) and day not in stopped:
            left = left - 1
    return day


def month_later(start, count):
    """The same day so many months on, or the last day that month has."""
    year, month = start.year, start.month
    for _ in range(count):
        month = month + 1
        if month == 13:
            year, month = year + 1, 1
    day = start.day
    while True:
        try:
            return D(year, month, day)
        except ValueError:
            day = day - 1


@st.composite
def stops(draw, start):
    """Stops of the clock after a start, one after another or over one another; the last may be open."""
    found = []
    for _ in range(draw(st.integers(0, 3))):
        first = start + draw(st.integers(0, 25)) * ONE
        found.append(Pause(first, first + draw(st.integers(0, 20)) * ONE, "hearing"))
    if draw(st.booleans()):
        found.append(Pause(start + draw(st.integers(0, 20)) * ONE, None, "testing"))
    return tuple(found)


def still(pauses, as_of):
    """The days on which the clock stands; an open stop lasts until today, at least for its own first day."""
    days = set()
    for pause in pauses:
        end = pause.resumed or max(as_of, pause.start) + ONE
        day = pause.start
        while day < end:
            days.add(day)
            day = day + ONE
    return days


@settings(max_examples=150, deadline=None)
@given(data=st.data(), world=worlds(), start=days_)
def test_every_rule_of_the_pack_ends_where_the_days_are_counted_to(rules, data, world, start):
    calendar, told = world
    for rule in rules.values():
        if rule.unit == "working_day":
            expected = walk(told, start, rule.amount, ONE if rule.direction == "after" else -ONE)
        elif rule.unit == "month":
            expected = month_later(start, rule.amount)
        else:
            expected = start + rule.amount * (ONE if rule.direction == "after" else -ONE)
        found = clock.derive(rule, start, calendar)
        assert found.value == expected, rule.code
        assert clock.last_day(rule, start, calendar) == expected, rule.code


@settings(max_examples=150, deadline=None)
@given(data=st.data(), world=worlds(), start=days_, today=st.integers(0, 40), extended=st.integers(0, 10))
def test_the_decision_with_stops_and_extension_ends_where_the_days_are_counted_to(
    rules, data, world, start, today, extended
):
    calendar, told = world
    pauses, as_of = data.draw(stops(start)), start + today * ONE
    stopped = still(pauses, as_of)
    expected = walk(told, start, rules["decision_due"].amount + extended, ONE, stopped)
    found = clock.decision_due(rules, calendar, start, pauses=pauses, as_of=as_of, extended=extended)
    assert found.value == expected
    lines = derived(rules["decision_due"], found, (start, Text("受理", "acceptance")), calendar, Course(pauses))
    told_days = [day for line in lines if line.counted for day in spread(line.first, line.last)]
    by_hand = [day for day in spread(start + ONE, expected) if counts(told, day) and day not in stopped]
    assert told_days == by_hand
    assert len(told_days) == rules["decision_due"].amount + extended


def spread(first, last):
    return [first + n * ONE for n in range((last - first).days + 1)]


@settings(max_examples=150, deadline=None)
@given(data=st.data(), world=worlds(), received=days_, later=st.integers(0, 30))
def test_the_fast_count_of_the_register_is_the_slow_one(rules, data, world, received, later):
    calendar, told = world
    today = received + later * ONE
    accepted = data.draw(st.none() | st.integers(0, 10).map(lambda n: received + n * ONE))
    notices = tuple(sorted(received + n * ONE for n in data.draw(st.sets(st.integers(0, 12), max_size=2))))
    pauses = data.draw(stops(accepted)) if accepted else ()
    inputs = recount.Inputs(received, notices, accepted, pauses, first_day=received + 60 * ONE)
    found = recount.moving(inputs, recount.Rules(rules, today), calendar)
    notice = walk(told, received, 5)
    assert found.get("correction_due", notice) == notice
    on = by_law(
        received,
        [n for n in notices if n <= today],
        accepted if accepted and accepted <= today else None,
        notice,
        today,
    )
    assert ("decision_due" in found) == (on is not None)
    if on is not None:
        assert found["decision_due"] == walk(told, on, 7, ONE, still(pauses, today))
    third = walk(told, inputs.first_day, 3, -ONE)
    assert found["tolerance_limit"] == min([third, *([found["decision_due"]] if on else [])])
    assert recount.read(recount.plain(inputs)) == recount.Inputs(
        *(received, notices, accepted, tuple(Pause(p.start, p.resumed) for p in pauses)), first_day=inputs.first_day
    )


def by_law(received, notices, accepted, notice, today):
    """The day of acceptance by Article 32: express and in time, or silence; nothing inside the period."""
    first = notices[0] if notices else None
    if accepted is not None and accepted <= notice:
        return accepted
    if first is not None and first <= notice:
        return accepted
    if first is not None or accepted is not None or today > notice:
        return received
    return None


def test_another_calendar_moves_exactly_the_dates_that_it_reaches(rules):
    plain = WorkCalendar({2026: CalendarYear(2026, official=True)})
    closed = WorkCalendar(plain.years, {D(2026, 4, 8): DayException(D(2026, 4, 8), working=False, reason="台风")})
    inputs = recount.Inputs(D(2026, 4, 1), accepted=D(2026, 4, 3), first_day=D(2026, 6, 1))
    moved = recount.moved(inputs, recount.Rules(rules, D(2026, 4, 3)), plain, closed)
    assert [(m.deadline, m.before, m.after) for m in moved] == [
        ("decision_due", D(2026, 4, 14), D(2026, 4, 15)),
        ("tolerance_limit", D(2026, 4, 14), D(2026, 4, 15)),
    ]
    decided = recount.Inputs(D(2026, 4, 1), accepted=D(2026, 4, 3), decided=D(2026, 4, 20))
    assert recount.moved(decided, recount.Rules(rules, D(2026, 4, 20)), plain, closed) == ()
