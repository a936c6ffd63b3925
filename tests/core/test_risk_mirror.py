"""The distance between cases: what counts, how far, and that nothing unknown counts as near."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core import risk_mirror
from workbench.core.values import Application, Row
from workbench.storage.packs import load_pack

PACK = load_pack("cn_national")
ROWS = tuple(PACK.lists["mirror_features"].values())
CODES = [row.code for row in ROWS]
WHOLE = {
    "kind": "文艺演出",
    "size": "5000",
    "place": "公园",
    "level": "2",
    "indoor": "室外",
    "season": "2026-05-01",
    "night": "True",
}


def rows(*codes):
    return [row for row in ROWS if row.code in codes]


@st.composite
def traits(draw):
    """Return features of a case, some not stated."""
    values = {
        "kind": st.sampled_from(["文艺演出", "体育比赛"]),
        "size": st.integers(1, 10**6).map(str),
        "place": st.sampled_from(["公园", "体育场馆"]),
        "level": st.integers(1, 4).map(str),
        "season": st.dates().map(str),
        "night": st.sampled_from(["True", "False"]),
    }
    return draw(st.fixed_dictionaries({}, optional=values))


@settings(max_examples=60, deadline=None)
@given(one=traits(), other=traits())
def test_a_distance_is_the_same_both_ways_and_between_nought_and_one(one, other):
    there, back = (risk_mirror.distance(ROWS, *pair).value for pair in ((one, other), (other, one)))
    assert there == back
    assert 0 <= there <= 1


def test_a_case_is_no_distance_from_its_like_and_half_from_one_that_says_nothing():
    assert risk_mirror.distance(ROWS, WHOLE, WHOLE).value == 0
    assert risk_mirror.distance(ROWS, WHOLE, {}).value == Decimal("0.5")


@pytest.mark.parametrize(
    ("feature", "one", "other", "apart"),
    [
        ("size", "5000", "50000", "1"),
        ("size", "5000", "5000000", "1"),
        ("size", "0", "5000", "0.5"),
        ("season", "2026-12-30", "2025-01-02", "0.167"),
        ("season", "2026-01-01", "2026-07-01", "1"),
        ("level", "1", "4", "1"),
        ("level", "2", "3", "0.333"),
        ("kind", "文艺演出", "体育比赛", "1"),
        ("size", "很多", "5000", "0.5"),
    ],
)
def test_each_feature_differs_as_the_formula_says(feature, one, other, apart):
    found = risk_mirror.distance(rows(feature), {feature: one}, {feature: other})
    assert found.parts == ((feature, Decimal(apart).quantize(Decimal("0.001"))),)


def test_a_feature_that_is_switched_off_takes_no_part():
    other = {**WHOLE, "kind": "体育比赛"}
    assert risk_mirror.distance(ROWS, WHOLE, other).value > 0
    assert risk_mirror.distance([r for r in ROWS if r.code != "kind"], WHOLE, other).value == 0
    assert risk_mirror.distance([], WHOLE, other).value == 0


def test_features_are_read_from_the_application_and_what_is_not_stated_is_absent():
    session = Row("sessions", 3, {"expected": Decimal(6000)})
    found = risk_mirror.traits(Application("2026.1", {"ev.type": "文艺演出"}, {"sessions": (session,)}), PACK, 2)
    assert found == {"kind": "文艺演出", "size": "6000", "level": "2"}


def test_the_formula_names_every_feature_that_takes_part_with_its_weight():
    told = risk_mirror.formula(rows("kind", "size"))
    assert "活动类型×3" in told.zh
    assert "Headcount × 3" in told.en
    assert "室内外" not in told.zh


def test_wordings_that_differ_in_blanks_and_signs_only_are_the_same_condition():
    assert risk_mirror.same_wording("设第5处 机动岗。") == risk_mirror.same_wording("设第５处机动岗")
