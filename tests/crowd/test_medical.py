"""Medical schemes: what may never happen, against tables and sums reckoned otherwise."""

from fractions import Fraction
from math import exp, factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.crowd.medical_munich import FLAGS, rounded
from workbench.crowd.medical_patients import Rate, interval
from workbench.crowd.model import InputError

RESOURCES = ("helpers", "ktw", "rtw", "doctors", "grtw", "stations")
EVENTS = st.sampled_from(["rock_concert", "fireworks", "theatre", "trade_fair", "flea_market"])


@settings(max_examples=40, deadline=None)
@given(EVENTS, st.integers(0, 200_000), st.integers(0, 100_000), st.booleans(), st.integers(0, 30))
def test_more_visitors_never_lower_maurer(calc, event, visitors, more, enclosed, vip):
    def found(persons):
        values = calc("maurer", max_visitors=persons, expected=persons, event=event, enclosed=enclosed, vip=vip).values
        return [values["risk"], *(values[key] for key in RESOURCES)]

    assert all(a <= b for a, b in zip(found(visitors), found(visitors + more), strict=True))


@given(EVENTS, st.integers(0, 100_000), st.integers(0, 50))
def test_maurer_is_exact_and_counts_guests_per_started_five(calc, event, visitors, vip):
    plain = calc("maurer", max_visitors=visitors, expected=visitors, event=event).values
    guarded = calc("maurer", max_visitors=visitors, expected=visitors, event=event, vip=vip).values
    assert guarded["risk"] - plain["risk"] == 10 * -(-vip // 5)
    assert plain["risk"] == (plain["points"] + plain["points_expected"]) * plain["factor"]


def test_both_variants_stand_side_by_side_and_only_the_chosen_one_is_the_result(calc):
    given_ = {"max_visitors": 10000, "expected": 10000, "event": "rock_concert"}
    main, other = (calc("maurer", variant=name, **given_) for name in ("main", "other"))
    assert (main.values["factor"], other.values["factor"]) == (Fraction("1.2"), 1)
    assert main.values["variants"] == other.values["variants"]
    assert [one["mark"] for one in main.values["variants"]] == ["B", "M"]
    assert [one["risk"] for one in main.values["variants"]] == [main.values["risk"], other.values["risk"]]


def test_tables_end_where_they_were_published_to_end(calc):
    def helpers(points):
        return calc("maurer", max_visitors=500, expected=500 * (points - 1), event="open_air_concert").values["helpers"]

    published = {
        2: 0,
        3: 3,
        4: 3,
        5: 5,
        13: 5,
        14: 10,
        22: 10,
        40: 20,
        41: 30,
        80: 40,
        81: 80,
        110: 100,
        120: 120,
        121: 160,
    }
    assert {points: helpers(points) for points in published} == published


def test_every_type_of_event_of_the_pack_can_be_taken(calc, parameters):
    for row in parameters.rows("maurer.factor."):
        calc("maurer", max_visitors=100, expected=100, event=row.code.removeprefix("maurer.factor."))
    for row in parameters.rows("munich.factor."):
        calc("munich", visitors=100, event=row.code.removeprefix("munich.factor."))


@given(st.integers(0, 150_000), st.integers(0, 50_000), st.sets(st.sampled_from(sorted(FLAGS))))
def test_more_visitors_or_flags_never_lower_munich(calc, visitors, more, flags):
    def found(persons, told):
        values = calc("munich", visitors=persons, event="standing_concert", **dict.fromkeys(told, True)).values
        return [values[key] for key in ("points", "helpers", "rs", "doctors", "em_doctors", "stations", "aed")]

    least = found(visitors, ())
    assert all(a <= b for a, b in zip(least, found(visitors + more, flags), strict=True))


@pytest.mark.parametrize(("value", "whole"), [("2.5", 3), ("3.5", 4), ("2.49", 2), ("0", 0)])
def test_a_half_is_rounded_upwards(value, whole):
    assert rounded(Fraction(value)) == whole


def test_nothing_is_set_where_munich_has_no_row_and_it_says_so(calc):
    found = calc("munich", visitors=400, event="general")
    assert (found.values["points"], found.values["helpers"], found.values["concept"]) == (0, 0, False)
    assert any("0" in text.zh for text in found.warnings)


NINE = ("approach", "access", "water", "escape", "communications", "scenarios", "audience", "actions", "organiser")
SCALE = ("favourable", "ordinary", "unfavourable", "very_unfavourable")
RATINGS = st.lists(st.integers(0, 3), min_size=9, max_size=9)


def fire(calc, ratings, visitors=5000, **more):
    told = {key: SCALE[rating] for key, rating in zip(NINE, ratings, strict=True)}
    return calc("munich_fire", visitors=visitors, family="street_festival", **told, **more).values


@given(RATINGS, st.integers(0, 8), st.integers(0, 80_000))
def test_a_worse_rating_never_lowers_the_coefficient_nor_the_watch(calc, ratings, which, visitors):
    worse = [min(3, one + (index == which)) for index, one in enumerate(ratings)]
    before, after = (fire(calc, one, visitors, pyro=True) for one in (ratings, worse))
    assert after["coefficient"] >= before["coefficient"]
    assert after["watch"] >= before["watch"]


@given(RATINGS)
def test_very_unfavourable_escape_routes_refuse_whatever_the_others_say(calc, ratings):
    assert fire(calc, ratings)["refuse"] == (ratings[3] == 3)


@given(RATINGS, st.integers(0, 80_000), st.booleans())
def test_every_coefficient_has_exactly_one_step(calc, ratings, visitors, pyro):
    found = fire(calc, ratings, visitors, pyro=pyro)
    level = found["coefficient"]
    assert level == Fraction(int(level * 10), 10)
    assert found["inspection"] == (level >= Fraction("1.6"))
    assert found["concept"] == (level >= Fraction("2.1"))
    watch = 16 if level >= 4 else 6 if level >= Fraction("2.6") else 2 if level >= Fraction("2.1") and pyro else 0
    assert found["watch"] == watch == found["officers"] + found["leaders"] + found["crew"]


LEGACY = {
    "nature": "pop_rock",
    "venue": "park",
    "standing": "standing",
    "audience": "young",
    "season": "summer",
    "distance": "near",
    "hospital": "large",
}


@given(st.integers(0, 299_999), st.integers(0, 100_000))
def test_more_visitors_never_lower_the_legacy_points(calc, visitors, more):
    most = min(299_999, visitors + more)
    before, after = (calc("hsg195", expected=one, **LEGACY).values for one in (visitors, most))
    assert all(before[key] <= after[key] for key in ("score", "first_aiders", "doctors", "nurses"))


def test_the_legacy_scheme_says_that_it_is_withdrawn_and_from_memory(calc):
    found = calc("hsg195", expected=12000, **LEGACY)
    assert any("废止" in text.zh for text in found.warnings)
    assert "M" in {one.mark for one in found.parameters}


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_more_persons_never_need_fewer_first_aiders_within_a_tier(calc, one, other):
    low, high = sorted((one, other))
    if (low <= 3000) == (high <= 3000):
        fewer, more = (calc("purple_guide", attendance=n).values["first_aiders"] for n in (low, high))
        assert 2 <= fewer <= more


def chance(k, mean):
    return sum(exp(-mean) * mean**n / factorial(n) for n in range(k + 1))


@given(st.integers(0, 40_000), st.sampled_from(["0.5", "0.8", "0.9", "0.99"]))
def test_the_interval_of_a_single_rate_is_the_poisson_one(persons, level):
    rate = Fraction("0.992")
    low, high = interval(Fraction(persons), Rate(rate, rate, rate), Fraction(level))
    mean = float(persons * rate / 1000)
    tail = (1 - float(level)) / 2
    assert chance(low - 1, mean) < tail + 1e-9 or low == 0
    assert chance(high, mean) >= 1 - tail - 1e-9
    assert low <= mean <= high


RATES = st.lists(st.decimals("0", "40", places=2), min_size=3, max_size=3).map(sorted)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000_000), RATES, st.sampled_from(["0.5", "0.9", "0.99"]))
def test_the_interval_contains_the_mean_and_widens_with_its_level(calc, persons, rates, level):
    low, rate, high = rates
    found = calc("patients", persons=persons, rate=rate, rate_low=low, rate_high=high, level=level).values
    assert found["low"] <= found["mean"] <= found["high"]
    wider = calc("patients", persons=persons, rate=rate, rate_low=low, rate_high=high, level="0.999").values
    assert wider["low"] <= found["low"]
    assert found["high"] <= wider["high"]


def test_a_range_of_rates_agrees_with_drawing_lots(calc):
    import numpy as np

    lots = np.random.default_rng(20260101)
    drawn = lots.poisson(lots.triangular(9.0, 15.0, 21.0, 400_000) * 20)
    found = calc("patients", persons=20_000, set="festival").values
    assert found["low"] == pytest.approx(np.quantile(drawn, 0.05), abs=1.5)
    assert found["high"] == pytest.approx(np.quantile(drawn, 0.95), abs=1.5)


@given(st.integers(0, 100_000), st.decimals("0", "10", places=2), st.decimals("0.5", "48", places=1))
def test_the_cologne_frame_is_a_plain_product(calc, persons, rate, hours):
    found = calc("cologne", persons=persons, rate=rate, hours=hours, r1=2, r3="1.5").values["treatments"]
    assert found == Fraction(rate) * persons * Fraction(hours) * 3 / 1000


def test_the_spread_holds_every_scheme_and_invents_no_mean(calc):
    found = calc("medical_spread", visitors=8000, maurer_event="fireworks", munich_event="general", **LEGACY).values
    helpers = [one["helpers"] for one in found["schemes"] if one["helpers"] is not None]
    assert {one["scheme"] for one in found["schemes"]} == {"maurer", "munich", "hsg195", "purple_guide"}
    assert (found["helpers_low"], found["helpers_high"]) == (min(helpers), max(helpers))
    assert not found["left_out"]
    assert found["patients_low"] <= 8000 * 0.992 / 1000 <= found["patients_high"]


def test_a_scheme_that_ends_is_left_out_with_its_reason(calc):
    found = calc("medical_spread", visitors=400_000, **LEGACY).values
    assert [one["scheme"] for one in found["left_out"]] == ["maurer", "munich", "hsg195", "purple_guide"]
    assert all(one["why"].zh and one["why"].en for one in found["left_out"])


SPREAD = {
    "an unknown event": ({"visitors": 10, "maurer_event": "regatta"}, "maurer_event"),
    "an unknown event of the other scheme": ({"visitors": 10, "munich_event": "regatta"}, "munich_event"),
    "an unknown rate": ({"visitors": 10, "patients": "folklore"}, "patients"),
    "a legacy scheme half told": ({"visitors": 10, "nature": "dance"}, "venue"),
    "minus ten": ({"visitors": -10}, "visitors"),
}


@pytest.mark.parametrize("case", SPREAD)
def test_a_scheme_refuses_at_the_input_it_was_told_by(case, calc):
    given_, place = SPREAD[case]
    with pytest.raises(InputError) as refused:
        calc("medical_spread", **given_)
    assert refused.value.where == place


def test_each_table_stands_at_the_line_that_was_read_from_it(calc):
    found = calc("maurer", max_visitors=8000, expected=7000, event="rock_concert")
    sources = {step.what.en: step.sources for step in found.steps}
    assert sources["helpers (R = 24)"] == ("maurer.helpers",)
    assert sources["emergency doctors (R = 24)"] == ("maurer.doctors",)
    assert sources["patient transport ambulances (R = 20)"] == ("maurer_other.ktw",)
