"""Entry slots, merging, parking, dispersal and response: what may never happen, and what is refused."""

from fractions import Fraction
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.crowd.model import InputError

QUOTAS = st.lists(st.integers(0, 3000), min_size=1, max_size=5).filter(any)


def slots(quotas):
    return [{"code": f"T{i}", "minutes": 30, "quota": quota} for i, quota in enumerate(quotas)]


@settings(max_examples=30, deadline=None)
@given(QUOTAS, st.integers(1, 12), st.integers(0, 12_000))
def test_slots_hold_only_when_tickets_are_covered_and_nobody_waits(calc, quotas, lanes, tickets):
    found = calc("entry_slots", slots=slots(quotas), tickets=tickets, lanes=lanes, rate=600).values
    assert found["missing"] == max(0, tickets - sum(quotas))
    assert (found["wait"] == 0) == (not found["fails"])
    assert found["holds"] == (not found["fails"] and tickets <= sum(quotas))


@settings(max_examples=30, deadline=None)
@given(QUOTAS, st.integers(1, 12))
def test_the_lanes_a_plan_of_slots_needs_are_the_fewest(calc, quotas, lanes):
    needed = calc("entry_slots", slots=slots(quotas), tickets=0, lanes=lanes, rate=600).values["lanes"]
    enough = calc("entry_slots", slots=slots(quotas), tickets=0, lanes=needed, rate=600).values
    assert not enough["fails"]
    if needed > 1:
        assert calc("entry_slots", slots=slots(quotas), tickets=0, lanes=needed - 1, rate=600).values["fails"]


FLOWS = st.lists(st.integers(0, 500), min_size=2, max_size=5).filter(any)


@given(FLOWS, st.integers(1, 600), st.integers(0, 300))
def test_what_merges_is_neither_lost_nor_made(calc, flows, capacity, more):
    streams = [{"code": str(i), "flow": flow} for i, flow in enumerate(flows)]
    found = calc("merging_streams", streams=streams, capacity=capacity).values
    assert sum(one["through"] for one in found["streams"]) == found["through"] <= capacity
    assert found["through"] + found["excess"] == sum(flows)
    wider = calc("merging_streams", streams=streams, capacity=capacity + more).values
    assert wider["excess"] <= found["excess"]


@given(st.integers(1, 50_000), st.integers(0, 3000), st.integers(1, 24), st.integers(0, 500))
def test_more_spaces_or_turnover_never_leave_more_cars_without_one(calc, persons, spaces, turnover, more):
    def short(spaces_, turnover_):
        kinds = [{"vehicle": "car", "share": "0.4", "each": "2.5", "spaces": spaces_, "turnover": turnover_}]
        return calc("parking", persons=persons, kinds=kinds).values["short"]

    assert short(spaces + more, turnover) <= short(spaces, turnover)
    assert short(spaces, turnover) <= short(spaces, 1)


def test_no_space_at_all_gives_no_ratio_but_the_need(calc):
    found = calc("parking", persons=100, kinds="car:0.5:2:0").values
    assert (found["short"], found["ratio"], found["holds"]) == (25, None, False)


def test_a_stated_number_of_vehicles_needs_no_share_and_a_share_needs_its_persons(calc):
    found = calc("parking", kinds="car:::400::500;coach::::2:30").values
    assert [(one["vehicles"], one["need"], one["short"]) for one in found["kinds"]] == [(500, 500, 100), (30, 15, None)]
    assert (found["short"], found["holds"]) == (100, False)
    for kinds, where in (("car:0.5:2:9", "persons"), ("car::2:9", "kinds[1].share"), ("car:0.5::9", "kinds[1].each")):
        with pytest.raises(InputError) as refused:
            calc("parking", kinds=kinds, **({} if where == "persons" else {"persons": 10}))
        assert refused.value.where == where


def test_a_kind_without_spaces_leaves_the_answer_open_and_is_named(calc):
    found = calc("parking", kinds="car:::600::500;coach:::::30")
    assert (found.values["short"], found.values["holds"]) == (None, None)
    assert "coach" in found.warnings[0].zh


MODE = st.tuples(st.integers(1, 1500), st.integers(1, 120), st.integers(0, 60), st.none() | st.integers(0, 300))


@given(st.integers(0, 60_000), MODE, st.integers(1, 60))
def test_more_departures_never_clear_later_and_nobody_vanishes(calc, persons, mode, more):
    each, per_hour, starts, last = mode

    def row(hourly):
        return [{"mode": "bus", "share": 1, "each": each, "per_hour": hourly, "starts": starts, "last": last}]

    before = calc("dispersal", persons=persons, modes=row(per_hour)).values
    after = calc("dispersal", persons=persons, modes=row(per_hour + more)).values
    assert after["stranded"] <= before["stranded"]
    if before["clears"] is not None:
        assert after["clears"] <= before["clears"]
    (one,) = before["modes"]
    assert one["carried"] + one["stranded"] == persons


def test_departures_agree_with_a_timetable_written_out(calc):
    (one,) = calc("dispersal", persons=1000, modes="metro:1:100:4:7:90").values["modes"]
    timetable = range(7, 91, 15)
    assert one["stranded"] == 1000 - 100 * len(timetable)
    (late,) = calc("dispersal", persons=100, modes="metro:1:100:4:30:20").values["modes"]
    assert (late["stranded"], late["clears"]) == (100, None)


PLACES = st.integers(-300, 300)


@given(
    st.tuples(PLACES, PLACES),
    st.lists(st.tuples(PLACES, PLACES, st.integers(0, 30)), max_size=6),
    st.integers(1, 60),
)
def test_the_circle_counts_whom_a_measuring_tape_would_count(calc, spot, posts, seconds):
    found = calc(
        "response_circle",
        spots=[{"code": "S", "x": spot[0], "y": spot[1]}],
        posts=[{"code": f"P{i}", "x": x, "y": y, "persons": n} for i, (x, y, n) in enumerate(posts)],
        seconds=seconds,
    ).values
    near = sum(n for x, y, n in posts if hypot(x - spot[0], y - spot[1]) <= seconds * 4)
    assert found["spots"][0]["persons"] == near
    assert found["holds"] == (near >= 20)
    assert found["radius"] == Fraction(seconds * 4)


REFUSED = {
    "a spot out of the world": ("response_circle", {"spots": "A:1e9:0"}, "spots[1].x"),
    "a post of minus three": ("response_circle", {"spots": "A:0:0", "posts": "P:0:0:-3"}, "posts[1].persons"),
    "one stream": ("merging_streams", {"streams": "A:10", "capacity": 5}, "streams"),
    "shares beyond all": ("parking", {"persons": 10, "kinds": "car:0.7:2:9;bus:0.4:40:9"}, "kinds"),
    "an empty car": ("parking", {"persons": 10, "kinds": "car:0.7:0:9"}, "kinds[1].each"),
    "a slot without end": ("entry_slots", {"slots": "A:0:5", "tickets": 5, "lanes": 1, "rate": 60}, "slots[1].minutes"),
    "no departures": ("dispersal", {"persons": 10, "modes": "bus:1:80:0"}, "modes[1].per_hour"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_at_its_place(case, calc):
    code, given_, place = REFUSED[case]
    with pytest.raises(InputError) as refused:
        calc(code, **given_)
    assert refused.value.where == place
