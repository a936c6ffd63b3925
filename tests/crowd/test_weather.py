"""Weather triggers: worse weather never asks for less, and units do not matter."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.crowd.model import InputError

ACTIONS = ["watch", "suspend", "shelter"]
WINDS = ["no_action", "act_first", "act_second", "over_limit"]
BANDS = ["no_band", "caution", "extreme_caution", "danger", "extreme_danger"]
KILOMETRES = st.decimals("0", "60", places=1)


@given(KILOMETRES, KILOMETRES)
def test_nearer_lightning_never_asks_for_less(calc, one, other):
    near, far = sorted((one, other))
    found = [ACTIONS.index(calc("lightning", distance=at).values["action"]) for at in (near, far)]
    assert found[0] >= found[1]


@given(st.integers(0, 120))
def test_the_wait_after_the_last_strike_runs_down_to_nothing(calc, since):
    assert calc("lightning", distance=50, since_last=since).values["resume"] == max(0, 30 - since)


@given(st.integers(0, 120), st.integers(0, 60), st.integers(1, 120))
def test_clearing_begins_as_far_away_as_the_storm_travels_meanwhile(calc, clear, decision, speed):
    plain = calc("weather_lead", clear=clear, decision=decision, speed=speed).values
    assert plain["start"] == Fraction(speed * (clear + decision), 60)
    lightning = calc("lightning", distance=40, clear=clear, decision=decision, speed=speed).values
    assert (lightning["start"], lightning["start_clear"]) == (plain["start"], plain["start"] + 10)


@given(st.integers(0, 120), st.integers(1, 120), st.integers(0, 30))
def test_more_time_to_clear_never_begins_nearer(calc, clear, speed, more):
    early, late = (calc("weather_lead", clear=n, speed=speed).values for n in (clear, clear + more))
    assert early["start"] <= late["start"]
    assert late["start_low"] <= late["start"]


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 20))
def test_more_wind_never_asks_for_less(calc, speed, limit, more):
    found = [
        WINDS.index(calc("wind", speed=n, structures=f"A:{limit}").values["action"]) for n in (speed, speed + more)
    ]
    assert found[0] <= found[1]


@given(st.integers(0, 60), st.integers(1, 60), st.sampled_from(["km/h", "mph"]))
def test_the_unit_of_wind_does_not_matter(calc, speed, limit, unit):
    metres = calc("wind", speed=speed, structures=f"A:{limit}").values
    other = calc("wind", speed=speed, unit=unit, structures=f"A:{limit}").values
    assert (metres["action"], metres["share"]) == (other["action"], other["share"])
    factor = {"km/h": Fraction(18, 5), "mph": 1 / Fraction("0.44704")}[unit]
    told = [{"code": "A", "limit": limit * factor}]
    assert calc("wind", speed=speed * factor, unit=unit, structures=told).values == metres


def test_the_structure_nearest_to_its_limit_decides(calc):
    found = calc("wind", speed=10, structures="stage:25; tent:12.5; wall:20").values
    assert (found["worst"], found["action"], found["share"]) == ("tent", "act_second", Fraction(4, 5))


@given(st.decimals("-20", "60", places=1))
def test_heat_is_the_same_in_both_units(calc, celsius):
    fahrenheit = Fraction(celsius) * 9 / 5 + 32
    inputs = ({"index": celsius, "temperature": celsius}, {"index": fahrenheit, "temperature": fahrenheit, "unit": "F"})
    metric, other = (calc("heat", humidity=60, **one).values for one in inputs)
    assert metric == other


@given(st.integers(60, 140), st.integers(0, 20))
def test_more_heat_is_never_a_lower_band(calc, index, more):
    cool, hot = (calc("heat", index=n, unit="F").values for n in (index, index + more))
    assert BANDS.index(cool["band"]) <= BANDS.index(hot["band"])
    assert cool["osha"] <= hot["osha"]


REFUSED = {
    "no distance": ("lightning", {}, "flash_bang"),
    "two distances": ("lightning", {"flash_bang": 3, "distance": 1}, "flash_bang"),
    "a storm that stands still": ("lightning", {"distance": 9, "clear": 9, "speed": 0}, "speed"),
    "no structure": ("wind", {"speed": 5, "structures": []}, "structures"),
    "knots": ("wind", {"speed": 5, "unit": "kn", "structures": "A:9"}, "unit"),
    "no heat at all": ("heat", {"humidity": 60}, "index"),
    "damper than water": ("heat", {"temperature": 30, "humidity": 101}, "humidity"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_weather_that_cannot_be_is_refused_at_its_place(case, calc):
    code, given_, place = REFUSED[case]
    with pytest.raises(InputError) as refused:
        calc(code, **given_)
    assert refused.value.where == place
