"""Properties of the calendar and the clocks, against an oracle that walks day by day and shares no code."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workbench.core import clock
from workbench.core.calendar import CalendarYear, DayException, WorkCalendar
from workbench.core.clock import Pause
from workbench.core.pack import ClockRule
from workbench.errors import Text

NAME = Text("某日", "Some day")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)

dates = st.dates(FIRST, date(2026, 9, 30))
day_sets = st.frozensets(st.dates(FIRST, LAST), max_size=30)
counts = st.integers(0, 25)


@st.composite
def calendars(draw):
    off = draw(day_sets)
    work = draw(day_sets) - off
    local = draw(st.dictionaries(st.dates(FIRST, LAST), st.booleans(), max_size=5))
    year = CalendarYear(2026, official=True, off=dict.fromkeys(off, NAME), work=dict.fromkeys(work, NAME))
    return WorkCalendar({2026: year}, {d: DayException(d, w, "本地") for d, w in local.items()})


pauses = st.lists(
    st.tuples(dates, st.integers(1, 20)).map(lambda p: Pause(p[0], p[0] + timedelta(p[1]))), max_size=3
).map(tuple)


def rule(amount, direction="after", unit="working_day"):
    return ClockRule("x", NAME, amount=amount, unit=unit, direction=direction)


def counts_here(calendar, day, stops=()):
    """Say from the data alone whether a day counts: local exceptions, then the notice, then the week."""
    if any(p.start <= day < p.resumed for p in stops):
        return False
    if day in calendar.exceptions:
        return calendar.exceptions[day].working
    year = calendar.years.get(day.year)
    if year and day in year.work:
        return True
    return day.isoweekday() not in {6, 7} and not (year and day in year.off)


@given(calendars(), dates, counts, pauses)
def test_a_period_of_working_days_equals_counting_day_by_day(calendar, start, amount, stops):
    found = clock.derive(rule(amount), start, calendar, pauses=stops)
    counted = [
        d for n in range(1, (found.value - start).days + 1) if counts_here(calendar, d := start + timedelta(n), stops)
    ]
    assert len(counted) == amount
    assert amount == 0 or counted[-1] == found.value
    assert sum(step.counted for step in found.steps) == amount


@given(calendars(), st.dates(date(2026, 4, 1), LAST), counts)
def test_counting_back_equals_counting_day_by_day(calendar, event, amount):
    found = clock.derive(rule(amount, "before"), event, calendar).value
    counted = [d for n in range(1, (event - found).days + 1) if counts_here(calendar, d := event - timedelta(n))]
    assert len(counted) == amount
    assert amount == 0 or counted[-1] == found


@given(calendars(), dates, counts)
def test_adding_and_measuring_working_days_are_inverse(calendar, start, amount):
    end = calendar.add_workdays(start, amount)
    assert calendar.workdays_between(start, end) == amount
    assert amount == 0 or calendar.is_workday(end)


@given(calendars(), dates, counts, st.dates(FIRST, LAST), pauses)
def test_one_more_day_off_never_makes_a_deadline_earlier(calendar, start, amount, day, stops):
    closed = WorkCalendar(calendar.years, {**calendar.exceptions, day: DayException(day, working=False, reason="停工")})
    before = clock.derive(rule(amount), start, calendar, pauses=stops).value
    after = clock.derive(rule(amount), start, closed, pauses=stops).value
    assert after >= before
    back = clock.derive(rule(amount, "before"), start, closed).value
    assert back <= clock.derive(rule(amount, "before"), start, calendar).value


@given(calendars(), dates, counts, pauses, dates, st.integers(1, 20))
def test_one_more_pause_never_makes_a_deadline_earlier(calendar, start, amount, stops, pause, length):
    more = (*stops, Pause(pause, pause + timedelta(length)))
    before = clock.derive(rule(amount), start, calendar, pauses=stops).value
    assert clock.derive(rule(amount), start, calendar, pauses=more).value >= before


@given(calendars(), dates, dates, counts)
def test_a_later_start_never_gives_an_earlier_end(calendar, a, b, amount):
    early, late = sorted((a, b))
    assert calendar.add_workdays(early, amount) <= calendar.add_workdays(late, amount)
    assert calendar.back_workdays(early, amount) <= calendar.back_workdays(late, amount)


@given(calendars(), dates, counts, pauses, st.integers(-5, 60))
def test_used_and_left_add_up_to_the_period(calendar, accepted, limit, stops, offset):
    today = accepted + timedelta(max(offset, 0))
    due = clock.derive(rule(limit), accepted, calendar, pauses=stops)
    found = clock.progress(due, accepted, calendar, today, limit=limit, pauses=stops)
    if not found.overdue:
        assert found.used + found.left == limit
    assert found.overdue == (today > due.value)


@given(calendars(), dates, counts)
def test_the_steps_of_a_derivation_cover_every_day_once_in_order(calendar, start, amount):
    found = clock.derive(rule(amount), start, calendar)
    covered = [s.first + timedelta(n) for s in found.steps for n in range((s.last - s.first).days + 1)]
    assert covered == [start + timedelta(n) for n in range(1, (found.value - start).days + 1)]


@given(calendars(), dates, st.integers(0, 400))
def test_calendar_days_are_not_moved_by_holidays(calendar, start, amount):
    assert clock.derive(rule(amount, unit="calendar_day"), start, calendar).value - start == timedelta(amount)
    assert start - clock.derive(rule(amount, "before", "calendar_day"), start, calendar).value == timedelta(amount)


@given(dates, st.integers(1, 48))
def test_months_end_on_the_same_day_or_on_the_last_of_a_shorter_month(start, amount):
    end = clock.derive(rule(amount, unit="month"), start, WorkCalendar({})).value
    assert (end.year - start.year) * 12 + end.month - start.month == amount
    assert end.day == start.day or (end.day < start.day and (end + timedelta(1)).day == 1)
