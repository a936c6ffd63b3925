"""Speed and flow over density, effective widths, stairs, and what the hydraulic model refuses."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.crowd.hydraulic import KINDS
from workbench.crowd.model import InputError

DENSITIES = st.fractions(Fraction(1, 100), Fraction(375, 100), max_denominator=100)
WIDTHS = st.decimals("0.5", "20", places=2)
STEPS = {"riser": "18", "tread": "28"}


@given(DENSITIES, DENSITIES)
def test_nobody_walks_faster_where_it_is_denser(calc, one, other):
    low, high = sorted((one, other))
    speeds = [calc("sfpe_element", kind="corridor", width=2, density=d).values["speed"] for d in (low, high)]
    assert speeds[0] >= speeds[1] > 0


@given(st.fractions(0, Fraction(13, 10), max_denominator=100))
def test_flow_is_the_same_as_far_below_its_best_density_as_above_it(calc, off):
    best = Fraction(1) / (2 * Fraction("0.266"))
    low, high = (
        calc("sfpe_element", kind="corridor", width=2, density=best + d).values["specific_flow"] for d in (-off, off)
    )
    assert low == pytest.approx(high, rel=1e-9)


@given(WIDTHS, st.decimals("0", "5", places=2), st.integers(1, 100_000), st.integers(0, 100_000))
def test_wider_is_never_slower_and_more_persons_are_never_faster(calc, width, wider, persons, more):
    time = calc("sfpe_element", width=width, persons=persons).values["time"]
    assert calc("sfpe_element", width=width + wider, persons=persons).values["time"] <= time
    assert calc("sfpe_element", width=width, persons=persons + more).values["time"] >= time


@given(st.integers(10, 25), st.integers(20, 40))
def test_stairs_measured_in_inches_are_the_same_stairs(calc, riser, tread):
    """Only the proportion of tread to riser counts, so a change of unit changes nothing."""
    metric = calc("sfpe_stair", riser=riser, tread=tread).values
    inches = calc("sfpe_stair", riser=Fraction(riser * 100, 254), tread=Fraction(tread * 100, 254)).values
    assert (metric["k"], metric["specific_flow"]) == pytest.approx((inches["k"], inches["specific_flow"]))


@given(st.integers(12, 20), st.integers(1, 5))
def test_a_steeper_stair_is_never_faster(calc, riser, more):
    shallow, steep = (calc("sfpe_stair", riser=r, tread=28).values for r in (riser, riser + more))
    assert steep["speed"] < shallow["speed"]
    assert steep["specific_flow"] < shallow["specific_flow"]


def test_nobody_walks_faster_below_the_lowest_density(calc):
    speeds = {calc("sfpe_element", kind="corridor", width=2, density=d).values["speed"] for d in ("0.1", "0.54")}
    assert speeds == {calc("sfpe_element", kind="corridor", width=2).values["speed"]}


def test_the_bound_of_designs_is_told_and_not_below_it(calc):
    told = [calc("sfpe_element", kind="corridor", width=2, density=d).warnings for d in ("1.9", "1.91")]
    assert not told[0]
    assert "1.9" in told[1][0].en


def test_both_conventions_of_the_passage_time_are_told(calc):
    found = calc("sfpe_element", width=1, persons=100)
    capacity = found.values["capacity"]
    assert found.values["passage"] - found.values["passage_discrete"] == pytest.approx(1 / capacity)
    assert any("(N−1)/C" in text.en for text in found.conventions)


@pytest.mark.parametrize("kind", KINDS)
def test_every_element_loses_its_own_boundary_on_both_sides(calc, parameters, kind):
    found = calc("sfpe_element", kind=kind, width=3, **STEPS).values["effective_width"]
    assert found == 3 - 2 * Fraction(parameters[f"sfpe.boundary_{kind}"].value)


def test_the_three_sources_of_the_greatest_flow_stand_apart(calc):
    found = [calc("sfpe_element", width=1, source=s).values["specific_flow"] for s in ("formula", "table", "imo")]
    assert found == [pytest.approx(1.3158, abs=1e-4), Fraction("1.3"), Fraction("1.33")]


BAD = {
    "a stair without a tread": ({"kind": "stair", "width": "1.2", "riser": "18"}, "tread"),
    "a stair the table has not": (
        {"kind": "stair", "width": "1.2", "riser": "18", "tread": "28", "source": "table"},
        "riser",
    ),
    "a density that is no number": ({"width": "2", "density": "nan"}, "density"),
    "a negative density": ({"width": "2", "density": "-1"}, "density"),
    "a crowd nobody has seen": ({"width": "2", "persons": "1000000000"}, "persons"),
    "a width of minus one": ({"width": "-1"}, "width"),
    "an element there is not": ({"kind": "window", "width": "2"}, "kind"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_makes_no_sense_is_refused_at_its_place(calc, case):
    values, place = BAD[case]
    with pytest.raises(InputError) as refused:
        calc("sfpe_element", **values)
    assert refused.value.where == place
    assert refused.value.remedy.zh


def test_a_stair_beyond_the_table_is_told(calc):
    assert not calc("sfpe_stair", riser=18, tread=28).warnings
    assert calc("sfpe_stair", riser=22, tread=20).warnings


def test_the_time_required_is_compared_with_the_time_there_is(calc):
    parts = {"detection": 60, "alarm": 30, "premovement": 120, "movement": 90}
    assert calc("rset", **parts, available=300).values["within"] is True
    late = calc("rset", **parts, available=299).values
    assert (late["margin"], late["within"]) == (-1, False)
