"""One-ways: arrows that meet head on are told where they meet, and loops that all lead the same way round are not."""

import pytest

from workbench.site.checks_loops import head_on
from workbench.site.geometry import shaped
from workbench.site.ground import Ground, Item


def way(code, *points, layer="route", one_way=True):
    return Item(layer, code, geometry="LineString", shape=shaped("LineString", [points]), one_way=one_way)


def told(*items):
    return [(one.rule, {code for _, code in one.objects}, one.at) for one in head_on(Ground(items))]


A, B, C, D = (0.0, 0.0), (40.0, 0.0), (40.0, 30.0), (0.0, 30.0)


def test_a_loop_that_leads_the_same_way_round_is_sound():
    assert told(way("R1", A, B), way("R2", B, C), way("R3", C, D), way("R4", D, A)) == []
    assert told(way("R1", A, B, C, D, A)) == []


def test_a_loop_that_closes_against_itself_is_told_at_the_place():
    assert told(way("R1", A, B), way("R2", B, C), way("R3", A, D), way("R4", D, C)) == [
        ("one_way_loop", {"R2", "R4"}, C),
    ]


def test_two_that_meet_head_on_are_told_though_their_ends_miss_each_other_a_little():
    assert told(way("R1", A, B), way("R2", C, (40.3, 0.2))) == [("one_way_head_on", {"R1", "R2"}, B)]
    assert told(way("R1", A, B), way("R2", C, (41.5, 0.0))) == []


@pytest.mark.parametrize(
    "outlet",
    [
        way("R3", B, D),
        way("R3", B, D, one_way=False),
        way("S1", (40.0, -10.0), (40.0, 10.0), layer="stair", one_way=False),
        Item("gate", "X1", geometry="LineString", shape=shaped("LineString", [((41, -3), (41, 3))])),
    ],
)
def test_a_place_with_a_way_on_is_sound(outlet):
    assert told(way("R1", A, B), way("R2", C, B), outlet) == []


def test_stairs_count_and_ways_open_to_both_sides_do_not():
    assert told(way("S1", A, B, layer="stair"), way("S2", C, B, layer="stair"))[0][1] == {"S1", "S2"}
    assert told(way("R1", A, B, one_way=False), way("R2", C, B, one_way=False)) == []


def test_two_along_the_same_stretch_against_each_other_are_told():
    found = told(way("R1", A, (30.0, 0.0)), way("R2", B, (10.0, 0.0)))
    assert found == [("one_way_head_on", {"R1", "R2"}, (20.0, 0.0))]
    assert told(way("R1", A, (30.0, 0.0)), way("R2", (10.0, 0.0), B)) == []
