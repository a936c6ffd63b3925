"""Levels of service by facility, what densities mean, and speeds over density."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.crowd.model import InputError
from workbench.storage.packs import load_pack

DENSITIES = st.fractions(Fraction(1, 20), Fraction(53, 10), max_denominator=100)
FACILITIES = ("walkway", "stair", "queue")
ORDER = ["none", "yellow", "orange", "red"]


@given(st.sampled_from(FACILITIES), DENSITIES, DENSITIES)
def test_a_denser_crowd_is_never_at_a_better_level(calc, facility, one, other):
    low, high = sorted((one, other))
    levels = [calc("level_of_service", facility=facility, density=d).values["level"] for d in (low, high)]
    assert levels == sorted(levels)


@given(st.sampled_from(FACILITIES), DENSITIES)
def test_space_per_person_and_density_say_the_same(calc, facility, density):
    by_density = calc("level_of_service", facility=facility, density=density).values
    by_space = calc("level_of_service", facility=facility, module=1 / density).values
    assert by_density == by_space


@pytest.mark.parametrize("facility", FACILITIES)
def test_a_density_on_a_bound_belongs_to_the_better_level(calc, facility):
    bounds = calc("level_of_service", facility=facility, density=1).values["bounds"]
    for level, bound in bounds.items():
        assert calc("level_of_service", facility=facility, density=bound).values["level"] == level
        worse = calc("level_of_service", facility=facility, density=bound * Fraction(1001, 1000)).values["level"]
        assert worse == chr(ord(level) + 1)


def test_only_the_levels_of_stairs_are_still_to_be_verified(calc):
    told = {f: bool(calc("level_of_service", facility=f, density=1).warnings) for f in FACILITIES}
    assert told == {"walkway": False, "stair": True, "queue": False}


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({}, "density"),
        ({"density": "1", "module": "1"}, "density"),
        ({"density": "0"}, "density"),
        ({"density": "-2"}, "density"),
        ({"density": "inf"}, "density"),
        ({"density": "500"}, "density"),
        ({"module": "0"}, "module"),
    ],
)
def test_a_density_that_makes_no_sense_is_refused(calc, values, place):
    with pytest.raises(InputError) as refused:
        calc("level_of_service", facility="queue", **values)
    assert refused.value.where == place


@given(st.booleans(), DENSITIES, DENSITIES)
def test_a_denser_crowd_is_never_in_a_lower_band(calc, moving, one, other):
    low, high = sorted((one, other))
    bands = [ORDER.index(calc("density_overlay", density=d, moving=moving).values["band"]) for d in (low, high)]
    assert bands == sorted(bands)


@given(DENSITIES)
def test_a_moving_crowd_is_never_in_a_lower_band_than_a_standing_one(calc, density):
    standing, moving = (
        ORDER.index(calc("density_overlay", density=density, moving=m).values["band"]) for m in (False, True)
    )
    assert moving >= standing


def test_red_waits_for_its_time_and_no_time_given_counts_as_lasting(calc):
    bands = [calc("density_overlay", density=5, minutes=m).values["band"] for m in (1, 2, None)]
    assert bands == ["orange", "red", "red"]


def test_every_limit_reached_names_its_own_source(calc):
    found = calc("density_overlay", density=9)
    codes = [row["code"] for row in found.values["reached"]]
    taken = {p.code: p for p in found.parameters}
    assert len(codes) > 8
    assert all(taken[code].cited.zh and taken[code].mark for code in codes)
    values = [taken[code].value if taken[code].value is not None else taken[code].low for code in codes]
    assert values == sorted(values)
    assert not any("moving" in code for code in codes)


def test_the_bands_are_those_of_the_trigger_for_density(parameters):
    """One office, one set of bands: the trigger sheet and the model must not part."""
    triggers = load_pack("cn_national").triggers.values()
    numbers = next(t.numbers for t in triggers if re.search("人/m²", t.text.zh))
    own = {row.code.partition(".")[2]: row.value for row in parameters.rows("density_office.")}
    own["red_min"] = own["red_minutes"]
    for key in ("yellow", "orange", "orange_moving", "red", "red_moving", "red_min"):
        assert float(own[key]) == pytest.approx(float(numbers[key])), key


@given(DENSITIES, DENSITIES)
def test_weidmann_never_walks_faster_where_it_is_denser(calc, one, other):
    low, high = sorted((one, other))
    assert calc("weidmann", density=low).values["speed"] >= calc("weidmann", density=high).values["speed"] >= 0


def test_an_age_that_was_not_measured_is_refused(calc):
    with pytest.raises(InputError) as refused:
        calc("weidmann", density=1, age=25)
    assert refused.value.where == "age"
    assert "20" in refused.value.remedy.en


@given(st.sampled_from(["summer", "mid", "winter"]), st.fractions(1, 7, max_denominator=10))
def test_heavier_clothing_never_makes_a_crowd_faster(calc, clothing, density):
    speeds = {
        c: calc("predtechenskii", density=density, clothing=c).values["level_speed"]
        for c in ("summer", "winter", clothing)
    }
    assert speeds["summer"] >= speeds[clothing] >= speeds["winter"]


def test_emergency_is_faster_and_comfort_slower_than_the_normal_speed(calc):
    speed = {
        c: calc("predtechenskii", covered="0.3", condition=c).values["speed"]
        for c in ("normal", "emergency", "comfort")
    }
    assert speed["comfort"] < speed["normal"] < speed["emergency"]


def test_a_speed_on_stairs_is_not_made_up(calc):
    found = calc("predtechenskii", covered="0.3", element="stair_down", condition="emergency")
    assert found.values["speed"] is None
    assert found.values["factor"] == pytest.approx(1.21)
    assert found.warnings


@pytest.mark.parametrize("values", [{}, {"covered": "0.1", "density": "1"}, {"covered": "0"}, {"covered": "1.2"}])
def test_a_covered_share_that_makes_no_sense_is_refused(calc, values):
    with pytest.raises(InputError) as refused:
        calc("predtechenskii", **values)
    assert refused.value.where == "covered"


def test_a_density_beyond_the_formula_is_refused_as_a_density(calc):
    with pytest.raises(InputError) as refused:
        calc("predtechenskii", density="9")
    assert refused.value.where == "density"


@pytest.mark.parametrize(("flow", "plausible"), [("1.6", True), ("1.61", False), ("5", False)])
def test_a_flow_no_design_should_rest_on_is_flagged(calc, flow, plausible):
    found = calc("bottleneck_band", width=1, flow=flow)
    assert found.values["plausible"] is plausible
    assert bool(found.warnings) is not plausible


@given(st.decimals("0.5", "10", places=2), st.decimals("0", "5", places=2))
def test_a_wider_door_never_lets_fewer_through(calc, width, wider):
    one, other = (calc("bottleneck_band", width=w).values for w in (width, width + wider))
    assert all(one[key] <= other[key] for key in ("sfpe_flow", "sfpe_table_flow", "imo_flow"))


def test_sources_are_shown_side_by_side_and_never_mixed(calc):
    found = calc("rates_side_by_side", exits="A:2:level;B:3:level", persons=1000)
    sets = found.values["sets"]
    assert {code: one["flow"] for code, one in sets.items() if code != "sfpe"} == {
        "green_guide": 164,
        "green_guide_earlier": 218,
        "alcohol": 144,
        "derated": 140,
    }
    assert found.values["low"] == min(one["capacity"] for one in sets.values())
    assert found.values["high"] == max(one["capacity"] for one in sets.values())


def test_a_source_without_a_rate_for_steps_is_left_out_and_told(calc):
    found = calc("rates_side_by_side", exits="A:2:stepped;B:3:level", riser="18", tread="28")
    assert found.values["sets"]["derated"] is None
    assert found.values["sets"]["green_guide"]["flow"] == 132
    assert found.warnings
