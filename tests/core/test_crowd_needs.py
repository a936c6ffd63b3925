"""What would have to change: every change told suffices, nothing smaller does, and what cannot suffice is told so."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.crowd_case import crowd_case
from workbench.core.crowd_needs import NEW, needs, smallest
from workbench.exchange.package import read_package
from workbench.storage.packs import load_pack

PACK = load_pack("cn_national")
WANTED = 23_400


@pytest.fixture(scope="module")
def fair(packages):
    return read_package(packages["lantern-fair"], PACK, extract_text=False)


def changed(application, sheet, code, **values):
    rows = tuple(
        replace(row, values={**row.values, **values}) if row["code"] == code else row for row in application.rows(sheet)
    )
    return replace(application, sheets={**application.sheets, sheet: rows})


def limit(application, code):
    return next(n for row, n in crowd_case(application, PACK, None).capacity.limits if row.code == code)


def found(application, persons=WANTED):
    return {(one.limit, one.object, one.what.en): one for one in needs(application, PACK, persons)}


def test_the_area_told_lifts_the_zones_and_a_square_metre_less_does_not(fair):
    one = found(fair)["holding", "Z03", "usable area"]
    assert (one.now, one.needed) == (2000, 7400)
    assert limit(changed(fair, "zones", "Z03", net=7400), "holding") == WANTED
    assert limit(changed(fair, "zones", "Z03", net=7399), "holding") < WANTED


def test_the_width_told_lifts_the_egress_and_a_tenth_less_does_not(fair):
    one = found(fair)["egress", "X2", "clear width"]
    assert one.needed == Fraction("13.7")
    assert limit(changed(fair, "gates", "X2", width=Decimal("13.7")), "egress") >= WANTED
    assert limit(changed(fair, "gates", "X2", width=Decimal("13.6")), "egress") < WANTED


def test_widening_the_exit_that_counts_as_lost_is_told_to_be_no_help(fair):
    one = found(fair)["egress", "X1", "clear width"]
    assert one.needed is None
    assert limit(changed(fair, "gates", "X1", width=Decimal(200)), "egress") < WANTED


def test_a_new_exit_and_the_paper_on_the_rated_capacity_are_among_the_changes(fair):
    told = found(fair)
    assert told["egress", NEW, "one more level exit, clear width"].needed == Fraction("1.7")
    assert told["rated", "", "rated capacity"].needed == WANTED


def test_lanes_and_share_told_are_just_enough_for_the_peak_hour(fair):
    told = found(fair)
    assert told["entry", "GN", "lanes"].needed == 12
    short = [one for one in told.values() if one.unit == "%"]
    assert [one.needed for one in short] == [47]


def test_nothing_has_to_change_within_the_limits(fair):
    assert needs(fair, PACK, 16_000) == ()


def test_a_package_without_zones_or_gates_tells_nothing_instead_of_guessing(fair):
    bare = replace(fair, sheets={}, missing_sheets=frozenset({"zones", "gates"}))
    assert {one.limit for one in needs(bare, PACK, WANTED)} <= {"rated"}


@given(st.integers(0, 50), st.integers(0, 60), st.integers(0, 60))
def test_the_smallest_that_works_is_found_by_halving(threshold, least, most):
    works = [n for n in range(least, most + 1) if n >= threshold]
    assert smallest(lambda n: n >= threshold, least, most) == (works[0] if works else None)
