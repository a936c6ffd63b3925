"""The network engine and single persons on one plan: the same people, the same exits, times of one order."""

import pytest

from workbench.bench_simulation import drawn_parts
from workbench.crowd import network_plan as standard
from workbench.crowd.evacuation import bounds
from workbench.crowd.microscopic import Walker
from workbench.crowd.microscopic_bare import walked_bare
from workbench.crowd.microscopic_plan import Wish, evacuate, placed, scene


def test_the_standard_plan_is_the_same_for_both_engines():
    plan = standard.standard_plan()
    parts = drawn_parts(plan)
    assert sum(start.persons for part in parts for start in part.starts) == standard.PERSONS
    assert sorted(door.code for part in parts for door in part.exits) == sorted(gap.code for gap in plan.exits)
    assert all(door.width == pytest.approx(standard.EXIT_WIDTH) for part in parts for door in part.exits)


def test_the_bare_engine_walks_the_same_people_as_long(parameters):
    part = drawn_parts(standard.standard_plan(600))[0]
    wish, walker, limits = Wish(20, 1), Walker(), bounds(parameters)
    walked = evacuate(part, wish, walker, limits)
    people, area = placed(part, wish, walker, limits), scene(part)
    assert walked_bare(area, people, walker, walked.seconds) == 0
    assert walked_bare(area, people, walker, walked.time / 2) > 0


def test_a_wide_exit_is_used_over_its_whole_width(parameters):
    limits = bounds(parameters)
    part = drawn_parts(standard.standard_plan(4500))[0]
    persons = sum(start.persons for start in part.starts)
    found = evacuate(part, Wish(persons, 1), Walker(), limits)
    assert found.left == persons
    assert all(limits.low <= door.mean <= limits.high for door in found.exits if door.persons > 100)
