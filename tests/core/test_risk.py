"""The risk index and level: the assessors' own tables of the sample packages, bounds, weights, floors."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core import risk
from workbench.exchange.package import read_package
from workbench.storage.packs import load_pack

NAMES = ("chenghu-bay-festival", "half-marathon", "lantern-fair", "expo", "job-fair")


@pytest.fixture(scope="module")
def pack():
    return load_pack("cn_national")


def split(example):
    scores = example["scores"]
    left_out = frozenset(example["not_applicable"])
    before = {code: pair[0] for code, pair in scores.items()}
    return before, {code: pair[1] for code, pair in scores.items()}, left_out


@pytest.mark.parametrize("name", NAMES)
def test_the_index_of_the_assessors_table_is_that_of_the_key(name, keys, pack):
    example = json.loads(keys[name].read_text(encoding="utf-8"))["risk_example"]
    before, after, left_out = split(example)
    assert float(risk.index(pack, before, left_out).value) == example["R_before"]
    assert float(risk.index(pack, after, left_out).value) == example["R_after"]


@pytest.mark.parametrize("name", NAMES)
def test_the_level_is_the_higher_of_index_and_floor_as_in_the_key(name, keys, packages, pack):
    key = json.loads(keys[name].read_text(encoding="utf-8"))
    _, after, left_out = split(key["risk_example"])
    application = read_package(packages[name], pack)
    found = risk.level(pack, application, risk.index(pack, after, left_out), after)
    words = {int(c.data["level"]): c.text.zh for c in pack.lists["risk_levels"].values()}
    assert words[found.from_index] == key["risk_example"]["level_from_R_after"]
    assert words[found.computed] == key["risk_example"]["security_level"]


def test_an_unscored_factor_widens_the_index_and_never_lowers_it(pack):
    all_two = dict.fromkeys(pack.factors, 2)
    whole = risk.index(pack, all_two)
    part = risk.index(pack, all_two | {next(iter(pack.factors)): None})
    assert whole.value == Decimal("50.00")
    assert part.value is None
    assert part.low < whole.value < part.high


@given(data=st.data())
def test_a_higher_score_never_gives_a_lower_index(data, pack):
    scores = {code: data.draw(st.integers(0, 3)) for code in list(pack.factors)[:6]}
    scores = dict.fromkeys(pack.factors, 1) | scores
    code = data.draw(st.sampled_from(sorted(pack.factors)))
    assert risk.index(pack, scores | {code: scores[code] + 1}).low >= risk.index(pack, scores).low


def test_an_assessment_in_which_nothing_applies_gives_no_index_and_no_level(pack, packages):
    nothing = risk.index(pack, {}, frozenset(pack.factors))
    assert (nothing.value, nothing.low, nothing.high) == (None, 0, 100)
    assert risk.level(pack, read_package(packages["job-fair"], pack), nothing, {}).computed is None


def test_everything_at_its_worst_is_a_hundred_and_nothing_scored_is_the_whole_range(pack):
    assert risk.index(pack, dict.fromkeys(pack.factors, 4)).value == Decimal(100)
    nothing = risk.index(pack, {})
    assert (nothing.low, nothing.high) == (Decimal(0), Decimal(100))
