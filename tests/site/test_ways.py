"""The shortest walk around what blocks it, against lengths worked out by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.site.ways import CLEAR, Ground

WALL = ((40.0, -50.0), (60.0, -50.0), (60.0, 30.0), (40.0, 30.0))


def test_nothing_in_the_way_is_a_straight_line():
    walk = Ground(()).walk((0.0, 0.0), (30.0, 40.0))
    assert walk.free
    assert walk.length == pytest.approx(50.0)
    assert walk.points == ((0.0, 0.0), (30.0, 40.0))


def test_a_building_is_walked_around_by_its_nearer_side():
    walk = Ground((WALL,)).walk((0.0, 0.0), (100.0, 0.0))
    corner = math.hypot(40 - CLEAR, 30 + CLEAR)
    assert walk.length == pytest.approx(2 * corner + 20 + 2 * CLEAR, rel=0.02)
    assert max(y for _, y in walk.points) == pytest.approx(30 + CLEAR, abs=0.3)


def test_a_goal_inside_what_blocks_is_told_as_not_free():
    walk = Ground((WALL,)).walk((0.0, 0.0), (50.0, 0.0))
    assert not walk.free
    assert walk.points == ((0.0, 0.0), (50.0, 0.0))


def test_a_barrier_is_gone_around_at_its_end():
    walk = Ground((), (((50.0, -20.0), (50.0, 20.0)),)).walk((0.0, 0.0), (100.0, 0.0))
    assert walk.length == pytest.approx(2 * math.hypot(50, 20), rel=0.03)


def test_broken_rings_are_left_out():
    assert Ground((((0.0, 0.0), (1.0, 1.0)), ())).walk((0.0, 0.0), (1.0, 1.0)).free


def test_several_goals_come_back_in_their_order():
    walks = Ground((WALL,)).walks((0.0, 0.0), ((0.0, 10.0), (100.0, 0.0), (0.0, 0.0)))
    assert [round(walk.length) for walk in walks] == [10, 122, 0]


points = st.tuples(st.integers(-80, 180), st.integers(-80, 80))


@given(points, points)
def test_a_walk_is_never_shorter_than_the_straight_line_and_the_same_both_ways(start, goal):
    ground = Ground((WALL,))
    one, back = ground.walk(start, goal), ground.walk(goal, start)
    assert one.length >= math.dist(start, goal) - 1e-6
    assert one.length == pytest.approx(back.length)
