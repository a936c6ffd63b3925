"""What several events share on the same days, and when that is a clash."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.clashes import Footprint, Provider, overlaps, pairs, reasons

MAY = [date(2026, 5, n) for n in range(1, 11)]


def event(key, days, *providers, venue="", hours=(9, 17)):
    spans = tuple(tuple(datetime.combine(day, time(hour)) for hour in hours) for day in days)
    return Footprint(key, venue, frozenset(days), spans, tuple(Provider(*p) for p in providers))


def test_a_company_that_promises_more_than_it_has_clashes():
    found = overlaps([event("a", MAY[:2], ("盾安", 160, 360)), event("b", MAY[1:3], ("盾安", 201, 360))])
    (one,) = found
    assert (one.keys, one.days, one.clash, one.formula) == (("a", "b"), (MAY[1],), True, "160 + 201 = 361 > 360")
    assert pairs(found) == (("a", "b"),)
    assert [r.object for r in reasons("a", found)] == ["盾安"]
    assert reasons("c", found) == ()


def test_what_it_has_is_enough_to_the_last_person():
    (one,) = overlaps([event("a", MAY[:1], ("盾安", 160, 360)), event("b", MAY[:1], ("盾安", 200, 360))])
    assert (one.clash, one.formula) == (False, "160 + 200 = 360 ≤ 360")
    assert pairs((one,)) == ()


def test_other_days_are_no_clash():
    assert overlaps([event("a", MAY[:1], ("盾安", 300, 360)), event("b", MAY[1:2], ("盾安", 300, 360))]) == ()


def test_the_smaller_of_two_stated_strengths_counts_and_none_stated_tells_nothing():
    a, b = event("a", MAY[:1], ("盾安", 150, 400)), event("b", MAY[:1], ("盾安", 200, 340))
    assert overlaps([a, b])[0].clash is True
    unknown = overlaps([event("a", MAY[:1], ("盾安", 150, None)), event("b", MAY[:1], ("盾安", 200, None))])
    assert unknown[0].clash is None
    assert reasons("a", unknown) == ()


def test_three_events_may_clash_together_where_no_two_do():
    three = [event(key, MAY[:1], ("盾安", 150, 400)) for key in "abc"]
    (one,) = overlaps(three)
    assert (one.keys, one.clash) == (("a", "b", "c"), True)
    assert pairs([one]) == (("a", "b"), ("a", "c"), ("b", "c"))


@pytest.mark.parametrize(("hours", "clash"), [((9, 17), True), ((17, 22), False), ((16, 22), True)])
def test_a_venue_is_used_by_one_event_at_a_time(hours, clash):
    (one,) = overlaps([event("a", MAY[:1], venue="湖畔"), event("b", MAY[:1], venue="湖畔", hours=hours)])
    assert (one.kind, one.clash) == ("venue", clash)
    assert overlaps([event("a", MAY[:1], venue="湖畔"), event("b", MAY[:1], venue="")]) == ()


days = st.sets(st.sampled_from(MAY), min_size=1)
events = st.lists(st.tuples(days, st.integers(1, 300)), min_size=2, max_size=5)


@given(events)
def test_a_clash_is_found_exactly_on_the_days_on_which_the_sum_is_too_large(drawn):
    made = [event(str(n), sorted(own), ("盾安", persons, 400)) for n, (own, persons) in enumerate(drawn)]
    found = {day for one in overlaps(made) if one.clash for day in one.days}
    sums = {day: [persons for own, persons in drawn if day in own] for day in MAY}
    assert found == {day for day, sent in sums.items() if len(sent) > 1 and sum(sent) > 400}
