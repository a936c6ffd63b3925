"""Inputs that make no sense are refused with their place and a remedy; a model returns no number for them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.crowd.model import InputError

BAD = {
    "not a number": ("viele", "exits[1].width"),
    "nothing": ("", "exits[1].width"),
    "not a number by name": ("nan", "exits[1].width"),
    "without end": ("inf", "exits[1].width"),
    "an exponent that would fill the memory": ("1e999999999", "exits[1].width"),
    "negative": ("-2", "exits[1].width"),
    "zero": ("0", "exits[1].width"),
    "absurd": ("100000", "exits[1].width"),
    "divided by nothing": ("1/0", "exits[1].width"),
    "full-width digits": ("５", "exits[1].width"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_width_that_makes_no_sense_is_refused_at_its_place(case, calc):
    width, place = BAD[case]
    with pytest.raises(InputError) as refused:
        calc("egress_rate", exits=f"A:{width}:level")
    assert refused.value.where == place
    assert refused.value.remedy.zh


def test_all_faults_are_told_at_once(calc):
    with pytest.raises(InputError) as refused:
        calc("egress_rate", exits="A:-1:level;B:2:sloping", persons="-5", minuts="8")
    assert [place for place, _, _ in refused.value.faults] == ["minuts", "exits[1].width", "exits[2].grade", "persons"]


def test_an_unknown_input_names_the_nearest_one(calc):
    with pytest.raises(InputError, match="minuts") as refused:
        calc("egress_rate", exits="A:2:level", minuts="8")
    assert "minutes" in refused.value.remedy.zh


@pytest.mark.parametrize(
    "persons", [10**9, 10**30, 2.5, True, float("nan"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), [1]]
)
def test_a_head_count_nobody_has_seen_is_refused(persons, calc):
    with pytest.raises(InputError):
        calc("egress_rate", exits="A:2:level;B:2:level", persons=persons)


def test_one_exit_is_none_once_the_largest_is_lost(calc):
    with pytest.raises(InputError) as refused:
        calc("egress_rate", exits="A:5:level", persons=10)
    assert refused.value.where == "exits"


WIDTHS = st.lists(st.decimals("0.1", "50", places=2), min_size=2, max_size=6)


@given(WIDTHS, st.integers(0, 5), st.decimals("0.1", "10", places=2))
def test_a_wider_exit_is_never_slower(calc, widths, which, more):
    wider = [w + more if i == which % len(widths) else w for i, w in enumerate(widths)]
    before, after = (
        calc("egress_rate", exits=[{"code": str(i), "width": w} for i, w in enumerate(several)], persons=5000).values
        for several in (widths, wider)
    )
    assert after["time"] <= before["time"]
    assert after["capacity"] >= before["capacity"]


def test_a_result_names_every_constant_it_took_with_source_and_mark(calc):
    found = calc("egress_rate", exits="A:2:level;B:2:stepped")
    assert [p.code for p in found.parameters] == ["green_guide.level", "green_guide.stepped"]
    assert all(p.cited.zh and p.mark and p.unit for p in found.parameters)
