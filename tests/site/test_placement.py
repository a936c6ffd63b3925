"""Placement against every possible choice on small cases."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.site.placement import OPTIMAL, STOPPED, UNREACHABLE, Demand, best, fewest

SECONDS = 20.0


def demand(weight, covers, already=None):
    weight, covers = np.array(weight, dtype=float), np.array(covers, dtype=bool)
    return Demand(weight, covers, np.array(already or [False] * len(weight), dtype=bool))


@st.composite
def small(draw):
    places, points = draw(st.integers(1, 7)), draw(st.integers(1, 10))
    covers = draw(st.lists(st.lists(st.booleans(), min_size=points, max_size=points), min_size=places, max_size=places))
    weight = draw(st.lists(st.integers(0, 9), min_size=points, max_size=points))
    already = draw(st.lists(st.booleans(), min_size=points, max_size=points))
    return demand(weight, covers, already)


@settings(max_examples=40, deadline=None)
@given(small(), st.integers(0, 4))
def test_the_best_choice_is_as_good_as_the_best_of_all_choices(asked, count):
    found = best(asked, count, SECONDS)
    places = range(len(asked.covers))
    every = [asked.covered(one) for size in range(count + 1) for one in combinations(places, min(size, len(places)))]
    assert found.value == pytest.approx(max(every))
    assert found.value == pytest.approx(asked.covered(found.chosen))
    assert len(found.chosen) <= count
    assert found.bound >= found.value - 1e-9
    assert found.status == OPTIMAL


@settings(max_examples=40, deadline=None)
@given(small(), st.sampled_from([0.3, 0.5, 0.8, 1.0]))
@example(demand([1, 1], [[1, 0], [1, 1], [0, 1]]), 1.0)
@example(demand([1, 1], [[0, 1], [1, 0], [1, 1]]), 1.0)
def test_the_fewest_for_a_share_are_as_few_as_any_choice_that_reaches_it(asked, share):
    found = fewest(asked, share, SECONDS)
    places = range(len(asked.covers))
    goal = share * asked.total
    enough = [
        len(one)
        for size in range(len(places) + 1)
        for one in combinations(places, size)
        if asked.covered(one) >= goal - 1e-6 * asked.total
    ]
    if not enough:
        assert found.status == UNREACHABLE
        assert found.value == pytest.approx(found.best), "all that can be reached, and how much that is"
        return
    assert len(found.chosen) == min(enough)
    assert found.bound <= len(found.chosen)
    assert found.status == OPTIMAL


def test_two_wards_out_of_three_are_chosen_by_weight_and_not_by_number():
    asked = demand([5, 1, 1, 1, 4], [[1, 0, 0, 0, 0], [0, 1, 1, 1, 0], [0, 0, 0, 0, 1]])
    assert best(asked, 2, SECONDS).chosen == (0, 2)
    assert best(asked, 2, SECONDS).value == 9


def test_a_place_that_adds_nothing_is_not_proposed():
    asked = demand([3, 3], [[1, 1], [1, 0], [0, 1]])
    assert best(asked, 3, SECONDS).chosen == (0,)


def test_what_is_covered_already_needs_no_place():
    asked = demand([3, 3], [[1, 0], [0, 1]], already=[True, False])
    assert best(asked, 1, SECONDS).chosen == (1,)
    assert fewest(asked, 0.5, SECONDS).chosen == ()


def test_the_same_question_has_the_same_answer():
    rng = np.random.default_rng(7)
    asked = demand(rng.integers(0, 9, 60), rng.random((20, 60)) < 0.15)
    assert best(asked, 4, SECONDS) == best(asked, 4, SECONDS)


def test_a_solver_stopped_before_it_began_still_gives_a_bound():
    rng = np.random.default_rng(3)
    asked = demand(rng.integers(1, 9, 400), rng.random((80, 400)) < 0.1)
    found = best(asked, 10, 0.0)
    assert found.status in {STOPPED, OPTIMAL}
    assert found.value <= found.bound <= found.best + 1e-9


@pytest.mark.parametrize("weight", [[0, 0], []])
def test_no_demand_asks_for_no_place(weight):
    asked = demand(weight, np.zeros((2, len(weight))))
    assert best(asked, 2, SECONDS).chosen == ()
    assert fewest(asked, 1.0, SECONDS).chosen == ()
