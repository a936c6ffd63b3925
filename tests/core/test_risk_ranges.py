"""Doubt widens and never lowers; single steps against brute force; sampling that repeats and keeps the red lines."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.core import risk, risk_model, risk_steps, uncertainty
from workbench.core.case_parts import FactorScore
from workbench.core.values import Application
from workbench.storage.packs import load_pack

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
EMPTY = Application("2026.1", {}, {})


@pytest.fixture(scope="module")
def pack():
    return load_pack("cn_national")


@pytest.fixture(scope="module")
def floors(pack):
    return risk.Floors(pack, EMPTY)


@st.composite
def assessments(draw, pack):
    """Return scores after controls and the factors left out."""
    codes = list(pack.factors)
    left_out = frozenset(draw(st.sets(st.sampled_from(codes), max_size=6)))
    base = draw(st.integers(0, 4))
    some = draw(st.dictionaries(st.sampled_from(codes), st.integers(0, 4), max_size=12))
    scores = {**dict.fromkeys(codes, base), **some}
    return {code: score for code, score in scores.items() if code not in left_out}, left_out


@QUICK
@given(data=st.data())
def test_the_points_per_step_add_up_to_the_index(data, pack):
    scores, left_out = data.draw(assessments(pack))
    weights = risk.coefficients(pack, left_out)
    total = sum((weights[code] * score for code, score in scores.items()), Fraction(0))
    assert abs(risk.rounded(total) - risk.index(pack, scores, left_out).value) <= Decimal("0.01")
    assert sum(weights.values()) * 4 == 100


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_steps_that_change_the_level_are_those_that_brute_force_finds(data, pack, floors):
    scores, left_out = data.draw(assessments(pack))

    def computed(tried):
        return risk.level(pack, floors, risk.index(pack, tried, left_out), tried).computed

    now = computed(scores)
    wanted = {
        (code, score + move)
        for code, score in scores.items()
        for move in (-1, 1)
        if 0 <= score + move <= 4 and computed({**scores, code: score + move}) != now
    }
    found = risk_steps.steps(pack, floors, scores, left_out)
    assert {(s.factor, s.after) for s in found if s.flips} == wanted
    assert len(found) == sum((score > 0) + (score < 4) for score in scores.values())


@QUICK
@given(data=st.data())
def test_a_step_up_never_gives_a_lower_level(data, pack, floors):
    scores, left_out = data.draw(assessments(pack))
    for step in risk_steps.steps(pack, floors, scores, left_out):
        now = risk.level(pack, floors, risk.index(pack, scores, left_out), scores).computed
        assert step.level <= now if step.after > step.before else step.level >= now


def test_steps_cannot_be_told_while_a_factor_is_open(pack, floors):
    assert risk_steps.steps(pack, floors, dict.fromkeys(list(pack.factors)[1:], 2)) == ()


@pytest.mark.parametrize(
    ("index", "down", "up"),
    [("44.99", "19.99", "0.01"), ("45", "0", "20"), ("10", None, "15"), ("80", "15", None)],
)
def test_the_distance_to_the_border_counts_the_bound_as_reached(index, down, up, pack):
    found = risk_steps.border(pack, Decimal(index))
    assert (found.down, found.up) == (down and Decimal(down), up and Decimal(up))


def said(score, confidence):
    return FactorScore(score, score, confidence=confidence)


@pytest.mark.parametrize("score", range(5))
def test_less_confidence_never_narrows_a_range_and_never_moves_its_point(score, pack):
    ends = [risk_model.ranges(pack, {"D1.1": said(score, c)}, {}, after=True)["D1.1"] for c in (3, 2, 1)]
    for (low, point, high), (wider_low, same, wider_high) in pairwise(ends):
        assert wider_low <= low <= point <= high <= wider_high
        assert point == same == score


def test_a_factor_without_a_score_is_open_from_what_the_facts_suggest_up_to_the_worst(pack):
    found = risk_model.ranges(pack, {}, {"D6.1": 3}, after=True)
    assert found["D6.1"] == (3, Decimal("3.5"), 4)
    assert found["D1.1"] == (0, 2, 4)
    gone = {"D1.1": FactorScore(None, None, "无")}
    assert "D1.1" not in risk_model.ranges(pack, gone, {}, after=True)


@QUICK
@given(data=st.data())
def test_a_score_taken_away_widens_the_bounds_of_the_index_on_both_sides(data, pack):
    scores, left_out = data.draw(assessments(pack))
    code = data.draw(st.sampled_from(sorted(scores)))
    whole, part = risk.index(pack, scores, left_out), risk.index(pack, {**scores, code: None}, left_out)
    assert part.low <= whole.low <= whole.high <= part.high


LADDER = uncertainty.Ladder((0, 25, 45, 65), (4, 3, 2, 1), (None, 2, 1))


def doubts(widths, points=None, red=()):
    weight = 100 / (4 * len(widths))
    points = points or [2] * len(widths)
    return [
        uncertainty.Doubt(f"F{n}", weight, max(0, p - w), p, min(4, p + w), n in red)
        for n, (w, p) in enumerate(zip(widths, points, strict=True))
    ]


def test_the_same_seed_gives_the_same_distribution_and_another_one_another():
    first = uncertainty.sampled(doubts([1] * 8), LADDER, 7, 2000)
    assert uncertainty.sampled(doubts([1] * 8), LADDER, 7, 2000) == first
    assert uncertainty.sampled(doubts([1] * 8), LADDER, 8, 2000).counts != first.counts


def test_without_doubt_every_sample_is_the_index_itself():
    found = uncertainty.sampled(doubts([0] * 8), LADDER, 7, 500)
    assert found.p5 == pytest.approx(50)
    assert found.p95 == pytest.approx(50)
    assert found.share(2) == 1
    assert sum(found.counts) == 500


def test_doubt_widens_the_interval_and_leaves_the_middle():
    narrow = uncertainty.sampled(doubts([0.5] * 8), LADDER, 7, 20_000)
    wide = uncertainty.sampled(doubts([1] * 8), LADDER, 7, 20_000)
    assert wide.p5 < narrow.p5 < 50 < narrow.p95 < wide.p95
    assert wide.p50 == pytest.approx(narrow.p50, abs=0.3)


def test_one_factor_is_spread_evenly_on_both_sides_of_its_point():
    skewed = [uncertainty.Doubt("F", 25, 1, 1, 3)]
    found = uncertainty.sampled(skewed, LADDER, 7, 20_000)
    assert found.p50 == pytest.approx(25, abs=1)
    assert found.p95 == pytest.approx(25 + 0.9 * 50, abs=1)
    assert found.p5 == pytest.approx(25)


def test_a_critical_factor_scored_four_is_never_averaged_away_by_doubt():
    low = [0.0] * 7
    red = doubts([2, *low], [4, *[0] * 7], red={0})
    assert uncertainty.sampled(red, LADDER, 7, 2000).share(2) == 1
    plain = doubts([2, *low], [4, *[0] * 7])
    assert uncertainty.sampled(plain, LADDER, 7, 2000).share(4) == 1


def test_a_critical_factor_that_may_reach_four_raises_only_the_samples_in_which_it_does():
    found = uncertainty.sampled(doubts([1, *[0.0] * 7], [3, *[0] * 7], red={0}), LADDER, 7, 20_000)
    assert found.share(2) == pytest.approx(0.25, abs=0.02)
    assert found.share(4) == pytest.approx(0.75, abs=0.02)


def test_two_critical_factors_count_together():
    found = uncertainty.sampled(doubts([0] * 8, [4, 4, *[0] * 6], red={0, 1}), LADDER, 7, 100)
    assert found.share(1) == 1


def test_a_sample_reaches_a_bound_as_the_rounded_index_does():
    exact = [uncertainty.Doubt("F", 14.999999999999998, 3, 3, 3)]
    assert uncertainty.sampled(exact, LADDER, 7, 10).share(2) == 1


def test_the_widest_range_leads_the_tornado_and_a_sure_factor_is_not_in_it():
    weights = {"A": Fraction(1), "B": Fraction(2), "C": Fraction(5)}
    one = Decimal(1)
    found = risk_steps.swings(weights, {"A": (one, one * 2, one * 4), "B": (one, one * 2, one * 3), "C": (one,) * 3})
    assert [(s.factor, s.low, s.high) for s in found] == [("B", 9, 13), ("A", 10, 13)]


def test_the_seed_of_a_case_is_always_the_same_and_short_enough_to_print():
    assert uncertainty.seed_of("安审2026-0147") == uncertainty.seed_of("安审2026-0147") < 1_000_000


def test_the_model_is_another_when_one_of_its_rows_is(pack):
    from dataclasses import replace

    factor = pack.factors["D1.1"]
    other = replace(pack, factors={**pack.factors, "D1.1": replace(factor, weight=Decimal(2))})
    assert risk_model.version(other) != risk_model.version(pack)
    assert risk_model.version(replace(pack, checks={})) == risk_model.version(pack)
