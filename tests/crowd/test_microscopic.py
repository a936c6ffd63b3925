"""Simulated people: the same seed walks the same way, one person keeps its speed, a door passes what doors pass."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from workbench.crowd.evacuation import bounds, congested, level, middle_flow
from workbench.crowd.microscopic import Person, Scene, Walker, shared_out, walk
from workbench.crowd.microscopic_plan import LEAST_GAIN, Wish, evacuate, settled
from workbench.crowd.model import InputError
from workbench.crowd.plan_site import read_plans


@pytest.fixture(scope="module")
def limits(parameters):
    return bounds(parameters)


def room(width):
    half = width / 2
    features = [
        ("walkable", "R", "Polygon", [[[0, 0], [8, 0], [8, 5], [0, 5], [0, 0]]]),
        ("exit", "X", "LineString", [[8, 2.5 - half], [8, 2.5 + half]]),
    ]
    (plan,) = read_plans(
        {
            "features": [
                {"properties": {"layer": layer, "code": code}, "geometry": {"type": kind, "coordinates": points}}
                for layer, code, kind, points in features
            ]
        }
    )
    return plan


def test_one_person_keeps_its_speed_along_a_corridor():
    scene = Scene(box(-1, 0, 41, 2), (box(40, 0, 41, 2),))
    walked = walk(scene, [Person((0.0, 1.0), 1.33, (0,))], Walker(), seconds=60)
    assert walked.remaining == 0
    assert 26 <= walked.time <= 34


def test_a_person_sets_off_when_its_time_has_come():
    scene = Scene(box(0, 0, 11, 2), (box(10, 0, 11, 2),))
    walked = walk(scene, [Person((0.5, 1.0), 1.0, (0,), delay=20.0)], Walker(), seconds=60)
    assert 29 <= walked.time <= 31


def test_a_person_is_slower_on_a_stair():
    scene = Scene(box(0, 0, 12, 2), (box(11, 0, 12, 2),), ((box(1, 0, 11, 2), 0.5),))
    walked = walk(scene, [Person((1.0, 1.0), 1.0, (0,))], Walker(), seconds=60)
    assert walked.time == pytest.approx(20, abs=1)


@pytest.fixture(scope="module")
def walked(limits):
    return evacuate(room(1.0), Wish(60, seed=3), Walker(), limits)


def test_a_door_of_one_metre_passes_what_doors_pass(walked, limits):
    (door,) = walked.exits
    assert limits.low <= door.mean <= limits.high
    assert limits.low <= door.congested <= limits.high
    assert door.sustained <= limits.high
    assert "implausible" not in door.flags


def test_everybody_is_counted_once_and_the_curve_only_rises(walked):
    assert walked.left == walked.persons == walked.exits[0].persons == 60
    counts = [count for _, count in walked.curve]
    assert counts == sorted(counts)
    assert counts[-1] == 60


def test_the_hydraulic_bound_stands_beside_the_walk(walked, limits):
    assert walked.bound == pytest.approx(60 / (1.40 / (4 * 0.266) * 0.7))
    assert limits.flow == pytest.approx(1.316, abs=0.001)


def test_the_same_seed_walks_the_same_way_and_another_does_not(walked, limits):
    again = evacuate(room(1.0), Wish(60, seed=3), Walker(), limits)
    assert json.dumps(again.curve) == json.dumps(walked.curve)
    assert again.densities == walked.densities
    assert evacuate(room(1.0), Wish(60, seed=4), Walker(), limits).curve != walked.curve


def test_the_record_says_with_what_it_was_walked(walked):
    assert walked.settings["seed"] == 3
    assert walked.settings["engine"].startswith("JuPedSim 1.")
    assert {"model", "radius_m", "time_gap_s", "speed_m_s", "step_s"} <= set(walked.settings)


def test_a_wider_door_is_faster(walked, limits):
    assert evacuate(room(2.0), Wish(60, seed=3), Walker(), limits).time < walked.time


def test_more_people_than_a_start_holds_are_refused(limits):
    with pytest.raises(InputError) as told:
        evacuate(room(1.0), Wish(2000), Walker(), limits)
    assert told.value.where == "all"


@pytest.mark.parametrize(
    ("wish", "where"),
    [
        (Wish(0), "persons"),
        (Wish(10**9), "persons"),
        (Wish(5, seed=-1), "seed"),
        (Wish(5, seconds=float("nan")), "seconds"),
        (Wish(5, seconds=0), "seconds"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(wish, where, limits):
    with pytest.raises(InputError) as told:
        evacuate(room(1.0), wish, Walker(), limits)
    assert told.value.where == where


def test_people_between_two_equal_doors_take_the_nearer_and_the_nearest_to_both_change_over():
    at = np.arange(30.0)
    ways = np.column_stack([at, np.abs(at - 40)])
    chosen = settled(ways, np.array([1.0, 1.0]))
    assert chosen.tolist() == sorted(chosen.tolist()), "ways cross"
    nearer_first = int((chosen == 0).sum())
    assert 15 < nearer_first < 21, "twenty-one begin nearer to the first; some of them take the other to save waiting"


@given(
    st.lists(st.tuples(st.floats(0, 300), st.floats(0, 300), st.floats(0, 300)), min_size=1, max_size=60),
    st.tuples(st.floats(0.1, 10), st.floats(0.1, 10), st.floats(0.1, 10)),
)
def test_nobody_would_be_out_sooner_by_another_exit(times, service):
    ways, needs = np.array(times), np.array(service)
    chosen = settled(ways, needs)
    waiting = np.bincount(chosen, minlength=3) * needs
    people = np.arange(len(ways))
    own = ways[people, chosen] + waiting[chosen]
    other = ways + waiting + needs
    other[people, chosen] = np.inf
    assert np.all(own <= other.min(axis=1) + LEAST_GAIN)


def test_flows_are_read_off_crossings():
    assert middle_flow([float(t) for t in range(100)], 2.0) == pytest.approx(0.5)
    assert middle_flow([1.0] * 9, 1.0) is None
    standing = [(t / 4, 2.0) for t in range(160)]
    assert congested([float(t) for t in range(40)], standing, 1.88, 1.0) == pytest.approx(1.0)
    assert congested([1.0], standing[:8], 1.88, 1.0) is None


def test_a_level_of_service_is_that_of_its_facility(limits):
    assert [level(d, limits.walkway) for d in (0, 0.307, 0.308, 1.0, 2.152, 2.2)] == ["A", "A", "B", "D", "E", "F"]
    assert level(1.5, limits.queue) == "C"
    assert level(1.5, limits.walkway) == "E"


def test_shares_add_up():
    assert shared_out([1, 1, 1], 100) == [34, 33, 33]
    assert shared_out([0.0, 5.0], 7) == [0, 7]


def test_enclosures_left_together_add_up_and_the_slowest_counts(limits):
    from dataclasses import replace

    from shapely import affinity

    from workbench.crowd.microscopic_site import evacuate_all
    from workbench.crowd.plan_geometry import Exit, Start

    near, wish = room(1.0), Wish(20, seed=3)
    moved = affinity.translate(near.walkable, 20, 0)
    far = replace(near, walkable=moved, exits=(Exit("Y", (28, 2), (28, 3), (1, 0)),), starts=(Start("S", moved, 15),))
    first = replace(near, starts=(Start("R", near.walkable, 5),))
    both = evacuate_all((first, far), wish, Walker(), limits)
    alone = evacuate(far, Wish(15, seed=3), Walker(), limits)
    assert (both.left, [one.persons for one in both.exits]) == (20, [5, 15])
    assert (both.time, both.bound) == (alone.time, alone.bound)
    assert both.curve[-1] == (alone.curve[-1][0], 20)
    assert len(both.levels[0]) == 14
    assert set(both.levels[0][4:10]) == {" "}
    assert max(v for v in both.densities[0][10:] if v is not None) == max(
        v for v in alone.densities[0] if v is not None
    )
