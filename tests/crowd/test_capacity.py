"""Capacity, load, streams, widths, areas and ratios: what must hold whatever the numbers are."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.crowd.areas import SQUARE_FOOT
from workbench.crowd.capacity import NAMES
from workbench.crowd.model import InputError
from workbench.crowd.registry import MODELS

SMALL = settings(max_examples=40)
AREA = st.decimals("1", "100000", places=2)
DENSITY = st.decimals("0.1", "4", places=2)
SHARE = st.decimals("0", "1", places=2)
WIDTH = st.decimals("0.6", "20", places=2)
PERSONS = st.integers(1, 100_000)
LIMITS = tuple(NAMES)


def refused_at(calc, code, **given):
    with pytest.raises(InputError) as refused:
        calc(code, **given)
    assert refused.value.remedy.zh
    assert refused.value.message.en
    return refused.value.where


def exits(*widths):
    return [{"code": f"X{n}", "width": width} for n, width in enumerate(widths)]


# Zones


@SMALL
@given(AREA, DENSITY, st.decimals("0", "0.99", places=2), st.decimals("0", "0.99", places=2))
def test_more_obstacles_never_give_more_capacity(calc, area, density, some, more):
    fewer, greater = sorted((area * some, area * more))
    a, b = (calc("zone_capacity", area=area, density=density, obstacles=o).values for o in (fewer, greater))
    assert b["capacity"] <= a["capacity"]


@SMALL
@given(AREA, DENSITY)
def test_a_capacity_is_rounded_down_and_never_exceeds_the_exact_product(calc, area, density):
    found = calc("zone_capacity", area=area, density=density).values["capacity"]
    exact = Fraction(area) * Fraction(density)
    assert found <= exact < found + 1


@SMALL
@given(AREA, DENSITY, st.sampled_from(["front", "standing", "hall", "camp", "queue"]))
def test_a_stated_density_can_only_lower_the_ceiling_of_the_use(calc, area, density, use):
    ceiling = calc("zone_capacity", area=area, use=use).values["capacity"]
    assert calc("zone_capacity", area=area, use=use, density=density).values["capacity"] <= ceiling


def test_the_parameters_of_an_office_change_the_sum(calc, parameters):
    assert parameters["house.density_standing"].value == 2
    found = calc("zone_capacity", area=100, use="standing")
    assert [one.code for one in found.parameters] == ["house.density_standing"]
    assert found.steps[-1].sources == ("house.density_standing",)


@SMALL
@given(st.lists(st.integers(0, 200), min_size=1, max_size=6), st.integers(1, 100), st.integers(0, 100))
def test_a_larger_crowd_in_a_zone_never_takes_an_hour_off_the_list(calc, counts, capacity, more):
    def over(extra):
        rows = [{"zone": "A", "hour": str(n), "persons": p + extra} for n, p in enumerate(counts)]
        return calc("zones_by_hour", zones=[{"code": "A", "capacity": capacity}], counts=rows).values["over"]

    assert over(more) >= over(0) == sum(p > capacity for p in counts)


def test_two_half_full_zones_do_not_hide_a_third_that_is_over(calc):
    zones = "A:100; B:1000; C:1000"
    found = calc("zones_by_hour", zones=zones, counts="A:20:101; B:20:500; C:20:500").values
    assert (found["over"], found["where"]) == (1, "A 20")
    assert found["hours"]["20"] < 2100
    assert found["peaks"] == {"A": 101, "B": 500, "C": 500}


# The safe capacity


@SMALL
@given(SHARE, SHARE, st.integers(0, 50_000))
def test_the_lower_factor_applies_and_never_the_product(calc, p, s, seats):
    found = calc("safe_capacity", zones=[{"code": "A", "seats": seats, "p": p, "s": s}]).values
    assert found["holding"] == int(seats * min(p, s))
    assert found["holding"] >= int(seats * p * s)


@SMALL
@given(AREA, DENSITY, st.integers(1, 40), st.lists(WIDTH, min_size=2, max_size=5), st.data())
def test_the_safe_capacity_is_the_lowest_limit_and_no_more_width_lowers_it(calc, area, density, points, widths, data):
    zones = [{"code": "A", "area": area, "density": density}]
    found = calc("safe_capacity", zones=zones, entry_points=points, exits=exits(*widths)).values
    assert found["capacity"] == min(found[key] for key in LIMITS)
    assert all(found[key] == found["capacity"] for key in found["limiting"].split("、"))
    which, more = data.draw(st.integers(0, len(widths) - 1)), data.draw(st.decimals("0.1", "5", places=2))
    wider = [w + more if n == which else w for n, w in enumerate(widths)]
    after = calc("safe_capacity", zones=zones, entry_points=points, exits=exits(*wider)).values
    assert after["capacity"] >= found["capacity"]


@SMALL
@given(st.lists(WIDTH, min_size=2, max_size=5))
def test_the_largest_exit_closed_never_lets_more_out(calc, widths):
    closed, open_ = (
        calc("safe_capacity", zones="A:100000:4", exits=exits(*widths), largest_closed=told).values["exit"]
        for told in ("yes", "no")
    )
    assert closed <= open_


def test_a_limit_that_was_not_worked_out_is_named_and_never_counts_as_enough(calc):
    found = calc("safe_capacity", zones="A:1150:2")
    assert found.values["capacity"] == 2300
    assert [found.values[key] for key in LIMITS] == [2300, None, None, None]
    assert len([w for w in found.warnings if "不是完整的安全容量" in w.zh]) == 3


def test_sets_of_rates_are_chosen_and_never_mixed(calc):
    known = {}
    for name in ("green_guide", "green_guide_earlier", "alcohol"):
        found = calc("safe_capacity", zones="A:100000:4", exits=exits(5, 5), set=name)
        families = {p.family for p in found.parameters if p.unit == "p/m/min"}
        assert families == {name}
        known[name] = found.values["exit"]
    assert known["alcohol"] < known["green_guide"] < known["green_guide_earlier"]


# Carrying


@SMALL
@given(AREA, st.decimals("0.5", "50", places=1), st.decimals("4", "24", places=1), st.decimals("0.5", "4", places=1))
def test_a_day_carries_whole_turnovers_only(calc, area, unit, hours, stay):
    spots = [{"code": "a", "area": area, "unit_area": unit}]
    found = calc("carrying", spots=spots, open_hours=hours, stay_hours=stay).values
    assert found["day"] == found["once"] * found["turnovers"]
    assert found["turnovers"] == int(hours / stay)
    assert found["once"] <= Fraction(area) / Fraction(unit) < found["once"] + 1


# Streams and widths


@SMALL
@given(st.integers(1, 30_000), st.integers(1, 8), st.decimals("1", "8", places=1))
def test_the_doors_needed_are_enough_and_one_fewer_is_not(calc, persons, streams, limit):
    doors = calc("streams", persons=persons, streams=streams, minutes=limit).values["doors"]
    assert calc("streams", persons=persons, streams=streams, minutes=limit, doors=doors).values["within"] is True
    if doors > 1:
        fewer = calc("streams", persons=persons, streams=streams, minutes=limit, doors=doors - 1).values
        assert fewer["within"] is False


@SMALL
@given(PERSONS, st.integers(0, 5000))
def test_more_persons_never_need_fewer_units_doors_or_metres(calc, persons, more):
    for code, outputs, given_ in (
        ("unit_width", ("units", "exits", "width"), {}),
        ("exit_width", ("width", "each", "total"), {"minutes": 8, "exits": 4}),
        ("streams", ("doors", "doors_by_persons"), {"streams": 4}),
    ):
        before, after = (calc(code, persons=n, **given_).values for n in (persons, persons + more))
        assert all(after[key] >= before[key] for key in outputs)


@SMALL
@given(PERSONS, st.integers(2, 12), st.decimals("5", "10", places=1))
def test_the_exits_that_are_left_when_one_is_lost_let_everybody_out(calc, persons, count, minutes):
    each = calc("exit_width", persons=persons, minutes=minutes, exits=count).values["each"]
    left = each * (count - 1)
    assert calc("exit_width", width=left, minutes=minutes).values["persons"] >= persons if left <= 1000 else left
    assert each >= Fraction("1.05")


@pytest.mark.parametrize(("persons", "units"), [(1000, 13), (1016, 13), (1040, 13), (1023, 13), (984, 13), (983, 12)])
def test_units_are_rounded_up_from_three_tenths(calc, persons, units):
    assert calc("unit_width", persons=persons).values["units"] == units


# Areas per person


@SMALL
@given(AREA)
def test_square_feet_and_square_metres_give_the_same_persons(calc, area):
    by_feet = calc("area_module", area=area, item="us_standing").values
    assert by_feet["each"] == 5 * SQUARE_FOOT == Fraction("0.4645152")
    assert by_feet["capacity"] == Fraction(area) // Fraction("0.4645152")
    assert by_feet["beside"]["us_chairs"] <= by_feet["capacity"]


def test_a_source_with_several_figures_warns_that_they_get_confused(calc):
    found = calc("area_module", area=100, item="us_chairs")
    assert any("us_standing 215" in warning.zh for warning in found.warnings)


# Ratios

SETS = ["office", "ifc", "ifc_earlier", "nfpa", "green_guide", "green_guide_high", "nashville", "australia"]


@SMALL
@given(st.sampled_from(SETS), PERSONS, st.integers(0, 3000), st.integers(0, 1000))
def test_more_persons_or_posts_never_need_fewer_guards(calc, chosen, persons, more, posts):
    before = calc("staffing_ratio", persons=persons, set=chosen, positions=posts).values
    after = calc("staffing_ratio", persons=persons + more, set=chosen, positions=posts).values
    assert after["required"] >= before["required"] >= posts
    assert before["required"] == max(before["reference"], posts)


@SMALL
@given(PERSONS, st.booleans())
def test_a_graver_level_never_needs_fewer_guards(calc, persons, more):
    needed = [calc("staffing_ratio", persons=persons, level=n, more=more).values["required"] for n in (1, 2, 3, 4)]
    assert needed == sorted(needed, reverse=True)


def test_a_ratio_never_stands_without_its_warning(calc):
    for chosen in SETS:
        found = calc("staffing_ratio", persons=5000, set=chosen)
        assert any("叫停权" in warning.zh for warning in found.warnings)
        assert any("只供参考" in warning.zh for warning in found.warnings)


# Refusals

REFUSED = [
    ("zone_capacity", {"area": "nan", "density": 1}, "area"),
    ("zone_capacity", {"area": 10**9, "density": 1}, "area"),
    ("zone_capacity", {"area": 0, "density": 1}, "area"),
    ("zone_capacity", {"area": 100}, "density"),
    ("zone_capacity", {"area": 100, "seats": 5}, "area"),
    ("zone_capacity", {"area": 100, "density": 40}, "density"),
    ("zone_capacity", {"seats": 10, "unusable": 11}, "unusable"),
    ("zones_by_hour", {"zones": "A:10; A:20", "counts": "A:1:5"}, "zones[2].code"),
    ("zones_by_hour", {"zones": "A:10", "counts": "A:1:5; A:1:6"}, "counts[2].hour"),
    ("zones_by_hour", {"zones": "A:0", "counts": "A:1:5"}, "zones[1].capacity"),
    ("safe_capacity", {"zones": "A:100"}, "zones[1].density"),
    ("safe_capacity", {"zones": "A"}, "zones[1].area"),
    ("safe_capacity", {"zones": "A:100:2::1.2"}, "zones[1].p"),
    ("safe_capacity", {"zones": "A:100:2", "exit_minutes": 9, "exits": "X:2:level;Y:2:level"}, "exit_minutes"),
    ("safe_capacity", {"zones": "A:100:2", "exits": "X:0:level;Y:2:level"}, "exits[1].width"),
    ("carrying", {"spots": "a:100:0"}, "spots[1].unit_area"),
    ("carrying", {"spots": "a:100:1", "open_hours": 8}, "stay_hours"),
    ("carrying", {"spots": "a:100:0.0000001"}, "spots[1].unit_area"),
    ("carrying", {"spots": "a:100000000:1"}, "spots"),
    ("carrying", {"spots": "a:18000:1", "open_hours": 8, "stay_hours": "0.0000001"}, "spots"),
    ("area_module", {"area": 10**9, "item": "us_standing"}, "area"),
    ("streams", {"persons": 100, "streams": 4, "minutes": "0.0000001"}, "minutes"),
    ("unit_width", {"persons": 100, "minutes": "0.0000001"}, "minutes"),
    ("streams", {"persons": 100}, "streams"),
    ("streams", {"persons": 10**9, "streams": 4}, "persons"),
    ("unit_width", {"persons": -1}, "persons"),
    ("exit_width", {"persons": 100, "minutes": 0}, "minutes"),
    ("exit_width", {"persons": 100, "minutes": "0.0000001"}, "minutes"),
    ("exit_width", {"persons": 100, "minutes": 8, "exits": 1}, "exits"),
    ("exit_width", {"minutes": 8}, "persons"),
    ("area_module", {"area": 100, "obstacles": 200, "item": "uk_outdoor"}, "obstacles"),
    ("staffing_ratio", {"persons": 100, "level": 5}, "level"),
]


@pytest.mark.parametrize(("code", "given_", "where"), REFUSED)
def test_what_makes_no_sense_is_refused_at_its_place(calc, code, given_, where):
    assert refused_at(calc, code, **given_) == where


def test_every_result_of_this_area_is_exact(calc):
    found = calc("safe_capacity", zones=[{"code": "A", "area": Decimal("333.3"), "density": Decimal("0.3")}])
    assert found.values["capacity"] == 99
    assert isinstance(calc("area_module", area=100, item="us_standing").values["each"], Fraction)
    assert {"safe_capacity", "zone_capacity", "zones_by_hour", "carrying", "area_module"} <= set(MODELS)
