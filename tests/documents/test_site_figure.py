"""The map as vectors: labels that never lie on each other, holes and broken rings, crops, and a map of nothing."""

import math
from dataclasses import replace

import pytest

from reports import site_figure
from reports.ink import Area, Circle, Glyphs, Line
from reports.site_labels import Box, Room
from reports.site_shapes import FILLS, LOOKS, form, greyed
from reports.site_values import Crop, Ground, Key, MapWords, Opening, SiteMap, Spot, Way

WORDS = MapWords("北", "示意图，非测绘图", "没有可绘制的内容")
SQUARE = ((0.0, 0.0), (200.0, 0.0), (200.0, 100.0), (0.0, 100.0))
HOLE = ((50.0, 20.0), (150.0, 20.0), (150.0, 80.0), (50.0, 80.0))


@pytest.fixture
def plan():
    return SiteMap(
        WORDS,
        grounds=(Ground("stage", "", "主舞台", ((((10.0, 40.0), (30.0, 40.0), (30.0, 60.0), (10.0, 60.0)),),)),),
        zones=(Ground("buffer", "Z07", "缓冲区", ((SQUARE, HOLE),)), Ground("audience", "Z01", "前区", ((HOLE,),))),
        ways=(Way("barrier", "围挡", (*SQUARE, SQUARE[0])),),
        gates=(Opening("exit", "X1", ((90.0, 100.0), (110.0, 100.0)), (0.0, 1.0)),),
        posts=tuple(Spot("fixed", f"F{n:02d}", 100.0 + n % 3, 50.0 + n % 2) for n in range(40)),
        signs=(Spot("medical", "医", 60.0, 50.0),),
        keys=(Key("post", "fixed", "固定岗", "岗"), Key("ground", "stage", "舞台")),
    )


def texts(inks):
    return [ink for ink in inks if isinstance(ink, Glyphs)]


def test_forty_posts_on_one_spot_are_all_named_beside_each_other(plan):
    inks = site_figure.site(plan, 480.0, 300.0)
    named = [ink for ink in texts(inks) if ink.text in {spot.code for spot in plan.posts}]
    assert sorted(ink.text for ink in named) == sorted(spot.code for spot in plan.posts)
    for one in named:
        for other in named:
            apart = abs(one.x - other.x) > one.size * 1.5 or abs(one.y - other.y) > one.size * 0.9
            assert one is other or apart, (one, other)


def test_every_label_stays_in_the_frame(plan):
    for ink in texts(site_figure.site(plan, 480.0, 300.0)):
        assert 0 <= ink.x <= 480
        assert 0 <= ink.y <= 300


def test_the_arrow_of_an_exit_at_the_rim_of_a_part_stays_in_the_frame(plan):
    part = replace(plan, frame=((0.0, 0.0), (200.0, 100.0)), keys=())
    for ink in site_figure.site(part, 480.0, 260.0):
        if isinstance(ink, Area):
            assert all(0 <= ink.y + y <= 260 for _, y in ink.points)


def test_a_hole_of_an_area_is_not_filled(plan):
    zone = replace(plan.zones[0], style="cordon")
    inks = site_figure.site(replace(plan, zones=(zone,)), 480.0, 300.0)
    filled = [ink for ink in inks if isinstance(ink, Area) and ink.holes]
    assert len(filled) == 1


def test_a_ring_that_crosses_itself_and_a_ring_of_two_points_do_no_harm(plan):
    bow = ((0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0))
    zones = (Ground("core", "Z1", "交叉", ((bow,),)), Ground("core", "Z2", "线", ((bow[:2],),)))
    inks = site_figure.site(replace(plan, zones=zones), 480.0, 300.0)
    assert any("Z1" in ink.text for ink in texts(inks))


def test_five_thousand_corners_are_thinned_out_to_what_can_be_seen(plan):
    ring = tuple(
        (100 + 90 * math.cos(math.tau * n / 5000), 50 + 45 * math.sin(math.tau * n / 5000)) for n in range(5000)
    )
    inks = site_figure.site(replace(plan, zones=(Ground("core", "Z1", "圆", ((ring,),)),)), 480.0, 300.0)
    outline = max((ink for ink in inks if isinstance(ink, Line)), key=lambda ink: len(ink.points))
    assert 30 < len(outline.points) < 400


def test_a_map_of_nothing_says_so():
    inks = site_figure.site(SiteMap(WORDS, gaps=("没有平面图",)), 300.0, 200.0)
    assert "".join(ink.text for ink in texts(inks)) == "没有可绘制的内容；没有平面图"


def test_what_is_missing_stands_on_the_map(plan):
    inks = site_figure.site(replace(plan, gaps=("未绘区域：Z09",)), 480.0, 300.0)
    assert "未绘区域：Z09" in "".join(ink.text for ink in texts(inks))


def test_a_crop_rings_its_post_shows_the_way_and_has_no_colour(plan):
    part = Crop("F00", (100.0, 50.0), (100.0, 75.0), 40.0, ((100.0, 50.0), (100.0, 100.0), (100.0, 112.0)), ("F01",))
    inks = site_figure.crop(plan, part, 270.0, 170.0)
    (ring,) = [ink for ink in inks if isinstance(ink, Circle) and ink.r > 12]
    (way,) = [ink for ink in inks if isinstance(ink, Line) and ink.width > 3]
    assert way.points[0] == pytest.approx((ring.x, ring.y))
    named = {ink.text for ink in texts(inks)}
    assert {"F00", "F01", "X1"} <= named
    assert "F02" not in named
    for ink in inks:
        for name in ("fill", "stroke", "colour"):
            colour = getattr(ink, name, "")
            assert not colour or colour[1:3] == colour[3:5] == colour[5:7]


def test_kinds_of_posts_differ_in_shape_or_lightness():
    seen = set()
    for style in FILLS:
        (area,) = greyed((Area(0.0, 0.0, form(style, 20.0, 8.0), FILLS[style][0]),))
        seen.add((area.points, int(area.fill[1:3], 16) > 128, style == "lookout"))
    assert len(seen) == len(FILLS)


def test_areas_that_mean_something_differ_without_colour():
    of = ("core", "audience", "cordon", "control", "buffer", "assembly", "medical", "parking")
    looks = {(LOOKS[s].dash, LOOKS[s].hatch, LOOKS[s].width, bool(LOOKS[s].fill)) for s in of}
    assert len(looks) == len(of)


def test_a_place_that_is_taken_gives_the_nearest_free_one_and_a_full_map_none():
    room = Room(100.0, 40.0)
    first, second = room.place(50.0, 20.0, 20.0, 10.0), room.place(50.0, 20.0, 20.0, 10.0)
    assert first == Box(50.0, 20.0, 20.0, 10.0)
    assert second is not None
    assert abs(first.x - second.x) >= 20.0 or abs(first.y - second.y) >= 10.0
    while room.place(50.0, 20.0, 20.0, 10.0) is not None:
        pass
    assert not room.free(50.0, 20.0, 20.0, 10.0)
    assert Room(10.0, 10.0).place(5.0, 5.0, 20.0, 4.0) is None


# Directions

TURNED = ((50.0, 90.0), (0.0, -1.0))


def heads(inks):
    """Arrows on lines: four corners, the tip first."""
    return [ink for ink in inks if isinstance(ink, Area) and len(ink.points) == 4 and ink.fill != "#ffffff"]


def bare(*ways):
    return SiteMap(WORDS, zones=(Ground("core", "Z1", "", ((SQUARE,),)),), ways=ways)


def test_the_arrows_of_a_way_point_along_it():
    east = Way("route", "", ((10.0, 50.0), (190.0, 50.0)), (((100.0, 50.0), (1.0, 0.0)),))
    south = Way("stair", "", ((50.0, 95.0), (50.0, 60.0)), (TURNED,))
    inks = site_figure.site(bare(east, south), 480.0, 300.0)
    north = [ink for ink in inks if isinstance(ink, Area) and ink.x == 460.0]
    made = [ink for ink in heads(inks) if ink not in north]
    tips = sorted((round(ink.points[0][0], 2), round(ink.points[0][1], 2)) for ink in made)
    assert tips == [(0.0, 3.5), (3.5, 0.0)]


def test_a_way_without_arrows_has_none():
    plain = bare(Way("route", "", ((10.0, 50.0), (190.0, 50.0))))
    assert len(heads(site_figure.site(plain, 480.0, 300.0))) == 1, "the arrow to the north alone"


def test_no_label_lies_on_an_arrow():
    way = Way("route", "", ((10.0, 50.0), (190.0, 50.0)), (((100.0, 50.0), (1.0, 0.0)),))
    crowd = tuple(Spot("fixed", f"F{n:02d}", 95.0 + n % 10, 49.0 + n % 3) for n in range(30))
    inks = site_figure.site(replace(bare(way), posts=crowd), 480.0, 300.0)
    (arrow,) = [ink for ink in heads(inks) if ink.fill == LOOKS["route"].line]
    for label in texts(inks):
        if label.text.startswith("F"):
            assert abs(label.x - arrow.x) > 5 or abs(label.y - label.size * 0.36 - arrow.y) > 5, label


def test_the_legend_shows_the_arrows_of_one_ways():
    keys = (Key("way", "one_way", "单向通行", heads=3), Key("way", "barrier", "围挡"))
    without = len(heads(site_figure.site(bare(), 480.0, 300.0)))
    assert len(heads(site_figure.site(replace(bare(), keys=keys), 480.0, 300.0))) == without + 3


def test_an_arrow_outside_a_crop_is_not_drawn():
    far = Way("route", "", ((10.0, 50.0), (190.0, 50.0)), (((20.0, 50.0), (1.0, 0.0)), ((150.0, 50.0), (1.0, 0.0))))
    part = Crop("F1", (150.0, 50.0), (150.0, 50.0), 20.0)
    assert len(heads(site_figure.crop(bare(far), part, 200.0, 200.0))) == 1
