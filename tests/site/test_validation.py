"""The geometry of a plan, checked: each rule on a small ground that breaks it, and silent on one that does not."""

import math

import pytest

from workbench.site.geometry import shaped
from workbench.site.ground import Ground, Item, Limits
from workbench.site.validation import problems


def area(*corners):
    return shaped("Polygon", [[*corners, corners[0]]])


def box(x1, y1, x2, y2):
    return area((x1, y1), (x2, y1), (x2, y2), (x1, y2))


def zone(code, shape, *traits, name="", row=True):
    return Item("zone", code, name=name, geometry="Polygon", shape=shape, traits=frozenset(traits), row=row, points=5)


def base(code, shape, *traits, name=""):
    return Item("base", code, name=name, geometry="Polygon", shape=shape, traits=frozenset(traits), points=5)


def line(layer, code, *points, traits=(), **named):
    shape = shaped("LineString", [points])
    return Item(layer, code, geometry="LineString", shape=shape, traits=frozenset(traits), points=len(points), **named)


def gate(code, *points, traits=("way_out",), zone="Z1", known_zone=True, **named):
    return line("gate", code, *points, traits=traits, row=True, zone=zone, known_zone=known_zone, **named)


def post(code, x, y, *traits, zone="Z1", known_zone=True, place=None):
    shape = shaped("Point", [[(x, y)]])
    said = {"zone": zone, "known_zone": known_zone, "place": place, "row": True}
    return Item("post", code, geometry="Point", shape=shape, points=1, traits=frozenset(traits), **said)


FENCE = line("barrier", "W1", (0, 0), (40, 0), (40, 30), (0, 30), (0, 0), traits=("fence",))
SOUND = (
    zone("C1", box(-20, -20, 60, 50), "control", "ring"),
    zone("Z1", box(2, 2, 20, 28), "core"),
    zone("Z2", box(20, 2, 38, 28), "core"),
    FENCE,
    gate("X1", (10, 0), (14, 0), width=4.0),
    gate("F1", (20, 0), (25, 0), traits=("fire_gate",), width=5.0),
    base("B1", box(41, 5, 50, 20), "solid", name="仓库"),
    base("B2", box(-20, 31, 60, 50), "water"),
    line("lane", "L1", (22, -18), (22, 20), traits=("lane",), width=4.0),
    post("P1", 5, 5),
)


def told(*items, limits=None):
    return problems(Ground(items, limits or Limits()))


def rules(*items, limits=None):
    return [one.rule for one in told(*items, limits=limits)]


def with_(*more, without=()):
    return (*(one for one in SOUND if one.code not in without), *more)


def test_a_sound_ground_has_nothing_to_look_at():
    assert rules(*SOUND) == []


def test_an_area_whose_edges_cross_is_told_at_the_crossing():
    bow = zone("Z3", area((50, 22), (58, 30), (58, 22), (50, 30)), "core")
    (found,) = told(*with_(bow))
    assert (found.rule, found.objects) == ("crossing", (("zone", "Z3"),))
    assert found.at == pytest.approx((54, 26))


def test_zones_that_share_ground_are_told_once_with_both_codes_and_the_area():
    (found,) = told(*with_(zone("Z3", box(15, 2, 20, 28), "core")))
    assert found.rule == "overlap"
    assert found.objects == (("zone", "Z1"), ("zone", "Z3"))
    assert "130 m²" in found.text.zh


def test_zones_that_touch_and_zones_that_hold_others_are_no_overlap():
    assert rules(*with_(zone("Z9", box(1, 1, 39, 29), "core", "ring"))) == []


def test_a_zone_outside_the_control_zone_is_told_with_the_area_outside():
    (found,) = told(*with_(zone("Z3", box(50, 20, 70, 30))))
    assert (found.rule, found.objects[0]) == ("outside_control", ("zone", "Z3"))
    assert "100 m²" in found.text.en


def test_a_core_zone_that_reaches_over_the_fence_is_told_and_another_zone_is_not():
    assert rules(*with_(zone("Z3", box(-10, 2, 1, 28), "core"))) == ["outside_fence"]
    assert rules(*with_(zone("Z3", box(-10, 2, 1, 28)))) == []


def test_a_gap_of_the_fence_is_told_with_its_length_and_place():
    open_ = line("barrier", "W1", (6, 0), (40, 0), (40, 30), (0, 30), (0, 0), traits=("fence",))
    (found,) = [one for one in told(*with_(open_, without={"W1"})) if one.rule == "fence_gap"]
    assert "6 m" in found.text.zh
    assert found.at == pytest.approx((3, 0))


def test_a_gap_that_a_gate_closes_is_none():
    open_ = line("barrier", "W1", (14, 0), (40, 0), (40, 30), (0, 30), (0, 0), (10, 0), traits=("fence",))
    assert rules(*with_(open_, without={"W1"})) == []


def test_an_unfenced_shore_is_named_as_such():
    open_ = line("barrier", "W1", (40, 30), (40, 0), (0, 0), (0, 30), traits=("fence",))
    near = base("B2", box(-20, 30.5, 60, 50), "water")
    (found,) = [one for one in told(*with_(open_, near, without={"W1", "B2"})) if one.rule == "fence_gap"]
    assert "临水岸段" in found.text.zh
    assert "shore" in found.text.en


def test_a_ground_without_a_fence_says_so_once():
    assert rules(*with_(without={"W1"})) == ["no_fence"]


@pytest.mark.parametrize(
    ("ends", "why"),
    [
        (((25, 15), (29, 15)), "不在围挡"),
        (((10, 30), (14, 30)), "水域"),
        (((40, 8), (40, 12)), "仓库"),
    ],
)
def test_an_exit_that_leads_nowhere_says_why(ends, why):
    (found,) = told(*with_(gate("X2", *ends, width=4.0)))
    assert (found.rule, found.objects) == ("exit_nowhere", (("gate", "X2"),))
    assert why in found.text.zh


def test_an_exit_between_two_parts_of_the_ground_does_not_lead_out():
    ring = line("barrier", "W2", (40, 0), (80, 0), (80, 30), (40, 30), (40, 0), traits=("fence",))
    found = [
        one for one in told(*with_(ring, gate("X2", (40, 24), (40, 28)), without={"B1"})) if one.rule == "exit_nowhere"
    ]
    assert "不通向外面" in found[0].text.zh


def test_a_passage_inside_is_no_exit():
    assert rules(*with_(gate("N1", (25, 15), (29, 15), traits=("inner", "way_out"), width=4.0))) == []


@pytest.mark.parametrize(("zone_code", "known"), [("", False), ("Z77", False)])
def test_a_gate_without_a_zone_is_told(zone_code, known):
    (found,) = told(*with_(gate("X2", (2, 0), (6, 0), zone=zone_code, known_zone=known)))
    assert found.rule == "gate_no_zone"


def test_a_gate_drawn_wider_than_it_says_is_told_with_both_figures():
    (found,) = told(*with_(gate("X2", (2, 0), (6.2, 0), width=4.0)))
    assert found.rule == "gate_width"
    assert "4 m" in found.text.en
    assert "4.2 m" in found.text.en
    assert rules(*with_(gate("X2", (2, 0), (6.1, 0), width=4.0))) == []


def test_a_post_in_the_water_is_told_unless_it_belongs_there_or_stands_on_a_bridge():
    assert rules(*with_(post("P2", 10, 40))) == ["post_in_water"]
    assert rules(*with_(post("P2", 10, 40, "afloat"))) == []
    bridge = base("B3", box(8, 31, 12, 50), "bridge")
    assert rules(*with_(post("P2", 10, 40), bridge)) == []


def test_a_post_in_a_building_is_told_and_one_in_a_hall_that_holds_a_zone_is_not():
    assert rules(*with_(post("P2", 45, 10))) == ["post_in_building"]
    assert rules(*with_(post("P2", 45, 10), zone("Z3", box(42, 6, 49, 19)))) == []


def test_a_post_outside_the_drawing_is_told():
    assert rules(*with_(post("P2", 500, 10))) == ["post_outside"]


def test_a_post_whose_row_gives_another_place_is_told_from_a_metre_on():
    assert rules(*with_(post("P2", 6, 5, place=(7.5, 5)))) == ["post_moved"]
    assert rules(*with_(post("P2", 6, 5, place=(6.9, 5)))) == []


def test_a_post_without_a_zone_is_told():
    assert rules(*with_(post("P2", 6, 5, zone=""))) == ["post_no_zone"]


@pytest.mark.parametrize(("width", "fires"), [(3.9, True), (4.0, False), (None, True)])
def test_a_lane_under_the_least_width_or_without_one_is_told(width, fires):
    lane = line("lane", "L2", (30, -18), (30, -2), traits=("lane",), width=width)
    assert ("lane_narrow" in rules(*with_(lane))) is fires


def test_the_least_width_of_a_lane_is_the_packs():
    assert rules(*SOUND, limits=Limits(lane_width=6.0)) == ["lane_narrow", "lane_narrow"]


@pytest.mark.parametrize(
    ("points", "by"),
    [(((51, -10), (51, 25)), "仓库"), (((-10, 40), (50, 40)), "水域"), (((30, -10), (30, 20)), "W1")],
)
def test_a_lane_with_something_in_its_way_is_told(points, by):
    (found,) = told(*with_(line("lane", "L2", *points, traits=("lane",), width=4.0)))
    assert found.rule == "lane_blocked"
    assert by in found.text.zh


def test_a_plan_without_areas_is_told_and_nothing_else_breaks():
    assert rules(post("P1", 1, 1)) == ["no_areas", "no_background", "no_fence"]
    assert rules() == ["no_areas", "no_background", "no_fence"]


def test_codes_used_twice_missing_codes_and_long_names_are_told():
    twice = zone("Z1", box(42, -19, 46, -15))
    bare = zone("", box(48, -19, 52, -15))
    long = zone("Z5", box(53, -19, 57, -15), name="长" * 60)
    assert rules(*with_(twice, bare, long)) == ["duplicate", "no_code", "long_name"]


def test_rows_that_are_not_drawn_and_drawings_without_a_row_are_told():
    row = Item("gate", "X9", name="西门", row=True, zone="Z1")
    stray = zone("Z5", box(53, -19, 57, -15), row=False)
    assert sorted(rules(*with_(row, stray))) == ["gate_not_drawn", "no_row"]


def test_a_polygon_of_five_thousand_points_and_five_hundred_posts_are_judged_like_others():
    circle = [
        (math.cos(2 * math.pi * n / 5000) * 9 + 50, math.sin(2 * math.pi * n / 5000) * 9 - 10) for n in range(5000)
    ]
    many = Item("zone", "Z9", geometry="Polygon", shape=area(*circle), traits=frozenset(), row=True, points=5001)
    posts = [post(f"P{n}", 3 + n % 30, 3 + n // 30) for n in range(10, 510)]
    assert rules(*with_(many, *posts)) == ["many_points"]


def test_every_problem_has_words_in_both_languages():
    broken = with_(post("P2", 10, 40), zone("Z3", box(15, 2, 20, 28), "core"), gate("X2", (25, 15), (29, 15)))
    for one in told(*broken):
        assert one.text.zh
        assert one.text.en
        assert one.text.zh != one.text.en


def test_a_fence_with_a_gap_does_not_make_its_exits_lead_nowhere():
    ring = line("barrier", "W1", (14, 0), (40, 0), (40, 20), traits=("fence",))
    rest = line("barrier", "W2", (40, 23), (40, 30), (0, 30), (0, 0), (10, 0), traits=("fence",))
    ground = zone("Z0", box(-15, -15, 55, 45), "core", "ring")
    exit_ = gate("X1", (10, 0), (14, 0), zone="Z0", width=4.0)
    inner = zone("Z1", box(8, 8, 20, 28), "core")
    found = told(*with_(ring, rest, ground, exit_, inner, without={"W1", "X1", "Z1"}))
    assert [one.rule for one in found if one.rule in {"fence_gap", "exit_nowhere"}] == ["fence_gap"]


def test_a_line_is_looked_at_in_its_middle():
    (found,) = told(*with_(gate("X2", (2, 0), (6.2, 0), width=4.0)))
    assert found.at == pytest.approx((4.1, 0))
