"""Clashes of the calendar: planted ones are all found, none is invented, and what only touches does not clash."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workbench.core.conflicts import Occasion, Sent, overloads, stated, venue_clashes

ZERO = datetime.fromisoformat("2026-10-25")
DAY = date(2026, 10, 25)


def occasion(case, start, end, place="博览中心"):
    return Occasion(case, case, place, place, ZERO + timedelta(hours=start), ZERO + timedelta(hours=end))


def sent(case, persons, day=0, registered=None, body="龙湾"):
    on = DAY + timedelta(days=day)
    return Sent(case, body, body, persons, on, on, registered)


def test_two_events_at_one_place_at_a_time_clash_for_the_time_they_share():
    (found,) = venue_clashes([occasion("a", 8, 17), occasion("b", 15, 20)])
    assert (found.start.hour, found.end.hour) == (15, 17)


def test_an_event_that_begins_when_another_ends_does_not_clash():
    assert venue_clashes([occasion("a", 8, 17), occasion("b", 17, 20)]) == ()


def test_sessions_of_one_case_and_other_places_do_not_clash():
    assert venue_clashes([occasion("a", 8, 17), occasion("a", 9, 12), occasion("b", 8, 17, "体育场")]) == ()


SPANS = st.tuples(st.sampled_from("abcd"), st.integers(0, 40), st.integers(0, 12), st.sampled_from(["湖滨", "广场"]))


@given(st.lists(SPANS, max_size=14))
def test_the_clashes_are_those_that_hour_by_hour_counting_finds(spans):
    every = [occasion(case, start, start + hours, place) for case, start, hours, place in spans]
    found = {frozenset((id(c.first), id(c.second))) for c in venue_clashes(every)}
    hours = {
        id(o): {ZERO + timedelta(hours=h) for h in range(60) if o.start <= ZERO + timedelta(hours=h) < o.end}
        for o in every
    }
    expected = {
        frozenset((id(one), id(two)))
        for one in every
        for two in every
        if one.case != two.case and one.place == two.place and hours[id(one)] & hours[id(two)]
    }
    assert found == expected


def test_a_company_promised_twice_over_on_one_day_is_told_with_its_sum():
    lines = [sent("a", 160, registered=360), sent("b", 220, registered=360), sent("b", 220, 1, 360)]
    (found,) = overloads(lines, stated(lines))
    assert (found.day, found.total, found.registered) == (DAY, 380, 360)
    assert [line.case for line in found.sent] == ["a", "b"]


def test_one_case_alone_unknown_numbers_and_exactly_enough_are_no_clash():
    for lines in (
        [sent("a", 400, registered=360)],
        [sent("a", 300), sent("b", 300)],
        [sent("a", 160, registered=360), sent("b", 200)],
    ):
        assert overloads(lines, stated(lines)) == ()


LINES = st.tuples(st.sampled_from("abc"), st.integers(0, 50), st.integers(0, 3))


@given(st.lists(LINES, max_size=12), st.integers(0, 80))
def test_the_overloads_are_the_days_whose_sum_over_cases_is_too_large(lines, registered):
    every = [sent(case, persons, day, registered) for case, persons, day in lines]
    expected = {
        DAY + timedelta(days=day)
        for day in range(4)
        if sum(p for _, p, d in lines if d == day) > registered and len({c for c, _, d in lines if d == day}) > 1
    }
    assert {found.day for found in overloads(every, stated(every))} == expected
