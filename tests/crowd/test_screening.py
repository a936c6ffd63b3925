"""The queue at the lanes: against a reckoning minute by minute, and what may never happen."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.crowd.model import InputError
from workbench.crowd.queueing import erlang_c, mmc

PROFILES = st.lists(
    st.tuples(st.integers(5, 60), st.integers(0, 4000), st.integers(1, 12)),
    min_size=1,
    max_size=5,
).filter(lambda rows: any(persons for _, persons, _ in rows))


def rows(profile):
    return [{"minutes": m, "persons": p, "lanes": lanes} for m, p, lanes in profile]


def by_small_steps(rate_at, service_at, minutes, step):
    """Return the largest queue and the longest wait of a reckoning in small steps, cumulative curves compared."""
    arrived, served, queue, largest = [0.0], [0.0], 0.0, 0.0
    count = 0
    while count * step < minutes or queue > 1e-9:
        time = (count + 0.5) * step
        came = rate_at(time) * step if time < minutes else 0.0
        could = service_at(time) * step
        passed = min(queue + came, could)
        queue += came - passed
        largest = max(largest, queue)
        arrived.append(arrived[-1] + came)
        served.append(served[-1] + passed)
        count += 1
    longest, at = 0.0, 0
    for index, total in enumerate(arrived[: int(minutes / step) + 1]):
        while at < len(served) - 1 and served[at] < total - 1e-9:
            at += 1
        longest = max(longest, (at - index) * step)
    return largest, longest


@settings(max_examples=25, deadline=None)
@given(PROFILES, st.integers(0, 60))
def test_the_fluid_queue_agrees_with_a_reckoning_in_small_steps(calc, profile, opens):
    found = calc("fluid_queue", profile=rows(profile), rate=600, opens=opens).values
    ends, total = [], 0
    for minutes, _, _ in profile:
        total += minutes
        ends.append(total)

    def leg(time):
        return next((i for i, end in enumerate(ends) if time < end), len(ends) - 1)

    queue, wait = by_small_steps(
        lambda t: profile[leg(t)][1] / profile[leg(t)][0],
        lambda t: profile[leg(t)][2] * 10 if t > opens else 0,
        total,
        0.125,
    )
    assert float(found["queue"]) == pytest.approx(queue, abs=0.01 * queue + 1)
    assert float(found["wait"]) == pytest.approx(wait, abs=0.3)


@settings(max_examples=15, deadline=None)
@given(st.integers(500, 9000), st.integers(30, 180), st.integers(20, 120), st.integers(0, 200))
def test_triangular_arrivals_agree_with_a_reckoning_in_small_steps(calc, persons, minutes, capacity, opens):
    found = calc(
        "fluid_queue", shape="triangular", persons=persons, minutes=minutes, capacity=capacity, opens=opens
    ).values
    peak = 2 * persons / minutes
    queue, wait = by_small_steps(
        lambda t: peak * min(t, minutes - t) / (minutes / 2),
        lambda t: capacity if t > opens else 0,
        minutes,
        0.125,
    )
    assert float(found["queue"]) == pytest.approx(queue, abs=0.01 * queue + 1)
    assert float(found["wait"]) == pytest.approx(wait, abs=0.3)


@given(st.integers(1, 9000), st.integers(10, 300), st.integers(1, 400))
def test_triangular_arrivals_follow_the_closed_formula_exactly(calc, persons, minutes, capacity):
    found = calc("fluid_queue", shape="triangular", persons=persons, minutes=minutes, capacity=capacity).values
    peak = Fraction(2 * persons, minutes)
    expected = (peak - capacity) ** 2 * minutes / (2 * peak) if peak > capacity else 0
    assert found["queue"] == expected
    assert found["wait"] == expected / capacity


@settings(max_examples=30, deadline=None)
@given(PROFILES, st.integers(0, 4), st.integers(1, 5))
def test_more_lanes_never_lengthen_queue_or_wait(calc, profile, which, more):
    wider = [(m, p, n + more if i == which % len(profile) else n) for i, (m, p, n) in enumerate(profile)]
    before, after = (calc("fluid_queue", profile=rows(one), rate=500).values for one in (profile, wider))
    assert after["queue"] <= before["queue"]
    assert after["wait"] <= before["wait"]


@settings(max_examples=30, deadline=None)
@given(PROFILES, st.integers(0, 4), st.integers(1, 2000))
def test_more_arrivals_never_shorten_queue_or_wait(calc, profile, which, more):
    fuller = [(m, p + more if i == which % len(profile) else p, n) for i, (m, p, n) in enumerate(profile)]
    before, after = (calc("fluid_queue", profile=rows(one), rate=500).values for one in (profile, fuller))
    assert after["queue"] >= before["queue"]
    assert after["wait"] >= before["wait"]


@settings(max_examples=30, deadline=None)
@given(PROFILES, st.sampled_from([10, 30, 60, 90]))
def test_intervals_lose_nobody_whatever_their_length(calc, profile, length):
    found = calc("fluid_queue", profile=rows(profile), rate=500, bin=length).values
    assert sum(one["arrivals"] for one in found["hours"]) == sum(p for _, p, _ in profile)
    assert max(one["queue"] for one in found["hours"]) == found["queue"]
    assert max(one["wait"] for one in found["hours"]) == found["wait"]
    assert found["hours"][-1]["queue_end"] == 0


def test_the_interval_that_fails_is_named(calc):
    profile = "60:1000:2; 60:3000:2; 60:500:2"
    assert calc("fluid_queue", profile=profile, rate=1000).values["fails"] == (2,)
    patient = calc("fluid_queue", profile=profile, rate=1000, wait_max=30).values
    assert (patient["fails"], patient["wait"]) == ((), 30)
    assert calc("fluid_queue", profile=profile, rate=1000, wait_max=29).values["fails"] == (2, 3)


def test_those_before_closed_gates_wait_until_they_open(calc):
    found = calc("fluid_queue", profile="60:600", capacity=20, opens=30).values
    assert (found["queue"], found["queue_at"], found["wait"], found["clears"]) == (300, 30, 30, 60)


def test_a_rate_per_hour_is_the_same_as_one_per_minute(calc):
    by_lane = calc("fluid_queue", profile="30:9000", lanes=20, rate=600).values
    in_all = calc("fluid_queue", profile="30:9000", capacity=200).values
    assert by_lane == in_all


WRONG = {
    "no arrivals": ({"rate": 500, "lanes": 2}, "profile"),
    "no capacity": ({"profile": "60:100"}, "capacity"),
    "two capacities": ({"profile": "60:100", "rate": 500, "lanes": 2, "capacity": 10}, "capacity"),
    "no lanes": ({"profile": "60:100:2;60:100", "rate": 500}, "profile[2].lanes"),
    "a profile beside a shape": (
        {"shape": "constant", "persons": 9, "minutes": 9, "profile": "60:100", "capacity": 1},
        "profile",
    ),
    "a step without time": ({"profile": "0:100", "capacity": 1}, "profile[1].minutes"),
    "three days": ({"profile": "2880:100;60:1", "capacity": 1}, "profile"),
    "lanes that never open": ({"profile": "60:100:0", "rate": 500}, "lanes"),
    "a crowd that never gets in": ({"profile": "60:9999999", "capacity": 1}, "lanes"),
}


@pytest.mark.parametrize("case", WRONG)
def test_arrivals_that_cannot_be_worked_with_are_refused_at_their_place(case, calc):
    given_, place = WRONG[case]
    with pytest.raises(InputError) as refused:
        calc("fluid_queue", **given_)
    assert refused.value.where == place


def by_states(arrivals, service, lanes, last=4000):
    """Return the mean number waiting from the balance of the states one by one."""
    weight = total = waiting = Fraction(0)
    for state in range(last):
        weight = Fraction(1) if state == 0 else weight * Fraction(arrivals, service * min(state, lanes))
        total += weight
        waiting += weight * max(0, state - lanes)
    return float(waiting / total)


@pytest.mark.parametrize(("arrivals", "service", "lanes"), [(2, 3, 1), (8, 3, 3), (9, 2, 6), (1, 2, 4)])
def test_the_delay_formula_agrees_with_the_balance_of_states(arrivals, service, lanes):
    found = mmc(Fraction(arrivals), Fraction(service), lanes)
    assert float(found.length) == pytest.approx(by_states(arrivals, service, lanes, 400), rel=1e-9)


def test_the_delay_formula_is_exact():
    assert erlang_c(Fraction(8, 3), 3) == Fraction(256, 321)


LOADS = st.tuples(st.integers(1, 40), st.integers(1, 6), st.integers(1, 12)).filter(lambda x: x[0] < x[1] * x[2])


@given(LOADS)
def test_constant_service_waits_about_half_and_never_less(calc, load):
    arrivals, service, lanes = load
    given_ = {"arrivals": arrivals, "service": service, "lanes": lanes}
    random, constant = (float(calc(code, **given_).values["wait"]) for code in ("mmc", "mdc"))
    assert random / 2 <= constant * (1 + 1e-12)
    assert constant <= random * (1 + 1e-12)


@given(LOADS)
def test_one_more_lane_never_waits_longer_and_merging_never_harms(calc, load):
    arrivals, service, lanes = load
    now, then = (calc("mmc", arrivals=arrivals, service=service, lanes=n).values["wait"] for n in (lanes, lanes + 1))
    assert then <= now
    lines = calc("merged_lines", arrivals=arrivals, service=service, lanes=lanes).values
    assert lines["wait_merged"] <= lines["wait_separate"]
    assert lines["ratio"] is None or lines["ratio"] >= 1


@pytest.mark.parametrize("code", ["mmc", "mdc", "merged_lines"])
def test_far_more_lanes_than_arrivals_need_leave_nobody_waiting(calc, code):
    found = calc(code, arrivals="0.001", service=3, lanes=500)
    assert all(0 <= value < 0.001 for value in found.values.values() if value is not None)
    assert all(step.line.zh and step.line.en for step in found.steps)


def test_lines_of_which_one_waits_nothing_are_not_compared(calc):
    found = calc("merged_lines", arrivals="0.001", service=3, lanes=500)
    assert found.values["ratio"] is None
    assert any("比值" in warning.zh for warning in found.warnings)


@given(LOADS, st.sampled_from([60, 3600]))
def test_another_unit_of_time_changes_the_wait_by_just_that_factor(calc, load, factor):
    arrivals, service, lanes = load
    slow = mmc(Fraction(arrivals), Fraction(service), lanes)
    fast = mmc(Fraction(arrivals, factor), Fraction(service, factor), lanes)
    assert (fast.wait, fast.length) == (slow.wait * factor, slow.length)


@pytest.mark.parametrize("code", ["mmc", "mdc", "merged_lines"])
@given(st.integers(1, 100), st.integers(1, 20), st.integers(0, 100))
def test_a_steady_formula_without_a_steady_state_is_refused_and_names_the_fluid_model(calc, code, service, lanes, more):
    with pytest.raises(InputError) as refused:
        calc(code, arrivals=service * lanes + more, service=service, lanes=lanes)
    assert refused.value.where == "arrivals"
    assert "fluid_queue" in refused.value.remedy.zh
    assert "fluid_queue" in refused.value.remedy.en


@given(st.integers(1, 20_000), st.integers(2, 60), st.sampled_from(["0.5", "2", "10"]))
def test_the_lanes_for_a_wait_are_the_fewest(calc, persons, seconds, target):
    found = calc("lanes_needed", persons=persons, seconds=seconds, wait_max=target).values
    assert found["wait"] <= Fraction(target)
    assert found["lanes"] >= found["lanes_rate"]
    if found["lanes_wait"] > 1:
        arrivals, service = found["demand"] / 60, found["rate"] / 60
        try:
            shorter = mmc(arrivals, service, found["lanes_wait"] - 1).wait
        except InputError:
            return
        assert shorter > Fraction(target)


def test_bag_searches_cost_lanes(calc):
    plain = calc("lanes_needed", persons=12000, seconds=8).values
    bags = calc("lanes_needed", persons=12000, seconds=8, bags_share="0.5")
    assert bags.values["lanes"] > plain["lanes"]
    assert "screening.bag_search" in [one.code for one in bags.parameters]


def test_every_row_of_the_library_can_be_taken_and_an_unknown_one_names_the_nearest(calc, parameters):
    for row in parameters.rows("throughput."):
        found = calc("lanes_needed", persons=1000, item=row.code.removeprefix("throughput."))
        assert row in found.parameters
    with pytest.raises(InputError) as refused:
        calc("lanes_needed", persons=1000, item="observed.wtdm")
    assert refused.value.where == "item"
    assert "observed.wtmd" in refused.value.remedy.en


def test_a_vendors_claim_carries_a_caution(calc):
    assert calc("lanes_needed", persons=1000, item="vendor.wtmd").warnings
    assert not calc("lanes_needed", persons=1000, item="observed.wtmd").warnings


@given(st.integers(1, 100_000), st.decimals("0.1", "3.57", places=2))
def test_room_to_queue_in_holds_the_queue_at_its_density(calc, persons, density):
    found = calc("queue_area", persons=persons, density=density, room=1000).values
    assert found["area"] * Fraction(density) == persons
    assert found["within"] == (found["area"] <= 1000)


def test_a_day_of_quarter_hours_with_changing_lanes_keeps_everybody(calc):
    profile = [{"minutes": 15, "persons": 300 + i * 37 % 900, "lanes": 3 + i % 5} for i in range(96)]
    found = calc("fluid_queue", profile=profile, rate=500, bin=15).values
    assert sum(one["arrivals"] for one in found["hours"]) == sum(one["persons"] for one in profile)
    assert found["wait"] == max(one["wait"] for one in found["hours"])
    assert found["clears"] <= found["hours"][-1]["ends"]
