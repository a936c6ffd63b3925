"""Objects of the plan: their kinds and rows, what drawing changes, and what the shipped packages' plans are told."""

from dataclasses import replace
from decimal import Decimal

import pytest

from workbench.core import commands as c
from workbench.core.decide import undo_of
from workbench.core.plan_edits import drawn_new, find, moved, new_code, redrawn, removed
from workbench.core.site_checks import site_problems
from workbench.core.site_objects import placed
from workbench.core.values import Feature
from workbench.core.working_plan import drawn, edited, in_force, keyed_rows, plan_of, shape_in_mm, shifted
from workbench.exchange.package import read_package
from workbench.services import site_edit
from workbench.storage.packs import read_pack

RULES, _ = read_pack("cn_national")
BOX = ((500_000, 0), (510_000, 0), (510_000, 8_000), (500_000, 8_000))


@pytest.fixture(scope="module")
def plans(packages):
    """Package name → its plan, read once."""
    kept = {}

    def plan(name):
        if name not in kept:
            kept[name] = read_package(packages[name], RULES, extract_text=False)
        return kept[name]

    return plan


@pytest.fixture
def festival(plans):
    return plans("chenghu-bay-festival")


def after(plan, changes):
    columns = {key: tuple(one.key for one in sheet.columns) for key, sheet in RULES.sheets.items()}
    return in_force(plan, edited(plan, {}, changes, columns))


def test_every_object_of_the_shipped_plans_has_a_kind_of_its_layer(plans, packages):
    for name in packages:
        for one in placed(plans(name), RULES):
            assert one.kind is not None, (name, one.layer, one.key)
            assert one.kind.layer == one.layer


def test_zones_gates_posts_and_points_go_with_their_rows(festival):
    objects = placed(festival, RULES)
    for layer, sheet in (("zone", "zones"), ("gate", "gates"), ("post", "posts")):
        assert {one.row_key for one in objects if one.layer == layer} == set(keyed_rows(festival, sheet))
    assert all(one.row is not None for one in objects if one.layer == "equipment")


def test_the_use_of_a_zone_decides_what_it_is(festival):
    kinds = {one.kind.code: one for one in placed(festival, RULES) if one.layer == "zone"}
    assert kinds["audience_front"].row["use"] == "前区站席"
    assert {"control", "parking_zone", "assembly_zone"} <= set(kinds)


def test_a_new_object_gets_the_next_code_in_the_manner_of_the_others(festival):
    codes = [one.key for one in placed(festival, RULES) if one.layer == "zone"]
    code = new_code(festival, RULES, RULES.site_objects["audience"])
    assert code not in codes
    assert code[0] == codes[0][0]
    assert len(code) == len(codes[0])
    assert new_code(replace(festival, site=None, sheets={}), RULES, RULES.site_objects["audience"]) == "Z01"


def test_a_drawn_zone_has_a_row_with_its_area_and_use(festival):
    changes = drawn_new(festival, RULES, RULES.site_objects["audience"], c.Shape("Polygon", (BOX,)), "Z90")
    plan = after(festival, changes)
    row = keyed_rows(plan, "zones")["Z90"]
    assert (row["gross"], row["net"], row["use"], row["kind"], row["ref"]) == (80, 80, "站席", "核心", "Z90")
    assert find(plan, RULES, "zone", "Z90").kind.code == "audience"


def test_a_drawn_gate_has_the_width_of_its_line_and_the_nearest_zone(festival):
    zone = next(one for one in placed(festival, RULES) if one.kind.code == "audience_front")
    x, y = zone.feature.rings[0][0]
    start = (int(x * 1000), int(y * 1000))
    line = c.Shape("LineString", ((start, (start[0] + 3500, start[1])),))
    row = keyed_rows(after(festival, drawn_new(festival, RULES, RULES.site_objects["exit"], line, "E90")), "gates")[
        "E90"
    ]
    assert (row["width"], row["evac"], row["kind"]) == (Decimal("3.5"), True, "出口")
    assert row["zone"] in keyed_rows(festival, "zones")


def test_a_zone_drawn_at_half_its_size_keeps_the_share_of_its_usable_area(festival):
    zone = next(one for one in placed(festival, RULES) if one.kind.code == "audience_front")
    before = zone.row
    plan = after(festival, redrawn(festival, RULES, "zone", zone.key, c.Shape("Polygon", (BOX,))))
    row = keyed_rows(plan, "zones")[zone.row_key]
    assert row["gross"] == 80
    assert row["net"] == (80 * Decimal(before["net"]) / Decimal(before["gross"])).quantize(Decimal("0.1"))


def test_a_moved_post_moves_in_sheet_and_drawing_alike(festival):
    post = next(one for one in placed(festival, RULES) if one.layer == "post")
    plan = after(festival, moved(festival, RULES, "post", post.key, (1500, -250)))
    there = find(plan, RULES, "post", post.key)
    assert there.row["x"] - post.row["x"] == Decimal("1.5")
    assert there.feature.rings[0][0][1] - post.feature.rings[0][0][1] == Decimal("-0.25")
    assert [one.rule for one in site_problems(plan, RULES) if ("post", post.key) in one.objects] == []


def test_what_is_only_moved_keeps_its_stated_width_and_areas(festival):
    gate = next(one for one in placed(festival, RULES) if one.layer == "gate")
    zone = next(one for one in placed(festival, RULES) if one.layer == "zone" and one.row is not None)
    stated = c.PlanChange("gates", gate.row_key, "set", (("width", Decimal("3.2")),))
    odd = after(festival, (stated, c.PlanChange("zones", zone.row_key, "set", (("gross", 777), ("net", 555)))))
    for one, columns in ((gate, ("width",)), (zone, ("gross", "net"))):
        there = find(after(odd, moved(odd, RULES, one.layer, one.key, (2000, 1000))), RULES, one.layer, one.key)
        assert [there.row[name] for name in columns] == [find(odd, RULES, one.layer, one.key).row[n] for n in columns]
        assert there.feature.rings[0][0][0] - one.feature.rings[0][0][0] == 2
    shape = shape_in_mm(gate.feature)
    (a, b) = shape.rings[0][:2]
    wider = replace(shape, rings=((a, (b[0] + 900, b[1] + 900)),))
    drawn = find(after(odd, redrawn(odd, RULES, "gate", gate.key, wider)), RULES, "gate", gate.key)
    assert drawn.row["width"] != Decimal("3.2")


def test_a_removed_object_is_gone_from_sheet_and_drawing(festival):
    gate = next(one for one in placed(festival, RULES) if one.layer == "gate")
    assert find(after(festival, removed(festival, RULES, "gate", gate.key)), RULES, "gate", gate.key) is None
    assert removed(festival, RULES, "gate", "X99") == ()


def test_whatever_is_taken_away_in_a_shipped_plan_can_be_put_back(life, festival):
    """Values that were handed in may be strange; undo must never be refused."""
    life.do("ReceivePackage", festival, life.now)
    before = life.case
    everything = tuple(
        change for one in placed(festival, RULES) for change in removed(festival, RULES, one.layer, one.key)
    )
    edit = c.EditPlan("case-1", everything)
    undo = undo_of(before, edit)
    life.give(edit)
    assert plan_of(life.case).rows("posts") == ()
    assert life.give(undo).working_plan == {}


def test_the_festival_is_told_of_its_overlap_and_its_missing_lane(festival):
    found = site_problems(festival, RULES, background=True)
    assert [(one.rule, one.severity) for one in found] == [("overlap", "warn"), ("no_lane", "warn")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("job-fair", {"no_fence", "no_lane"}),
        ("lantern-fair", {"no_fence", "post_in_water", "post_in_building", "no_lane"}),
        ("expo", {"no_fence", "no_lane"}),
        ("half-marathon", {"no_fence", "no_lane"}),
    ],
)
def test_the_other_shipped_plans_are_told_what_is_true_of_them(name, expected, plans):
    assert {one.rule for one in site_problems(plans(name), RULES)} == expected


def test_a_post_pushed_into_the_lake_is_told_at_once(festival):
    lake = next(one for one in placed(festival, RULES) if one.kind.code == "water")
    post = next(one for one in placed(festival, RULES) if one.layer == "post")
    here = post.feature.rings[0][0]
    xs, ys = zip(*lake.feature.rings[0], strict=True)
    target = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    by = tuple(int((to - at) * 1000) for to, at in zip(target, here, strict=True))
    found = site_problems(after(festival, moved(festival, RULES, "post", post.key, by)), RULES)
    assert ("post_in_water", ("post", post.key)) in [(one.rule, one.objects[0]) for one in found if one.objects]


def test_a_least_width_that_the_office_sets_is_the_one_that_counts(festival):
    lane = c.Shape("LineString", (((0, 0), (0, 9000)),), "消防车道", extra=(("width", 4),))
    plan = after(festival, drawn_new(festival, RULES, RULES.site_objects["fire_lane"], lane, "L1"))
    wider = replace(RULES.parameters["site_lane_width"], value=Decimal(6))
    strict = replace(RULES, parameters={**RULES.parameters, "site_lane_width": wider})
    assert "lane_narrow" not in {one.rule for one in site_problems(plan, RULES) if ("lane", "L1") in one.objects}
    assert "lane_narrow" in {one.rule for one in site_problems(plan, strict) if ("lane", "L1") in one.objects}


def test_one_way_routes_of_a_drawing_that_meet_head_on_are_a_warning_with_its_place(festival):
    ways = (((100, 100), (140, 100)), ((180, 100), (140, 100)))
    rings = [tuple((Decimal(x), Decimal(y)) for x, y in way) for way in ways]
    said = (("one_way", True),)
    drawn_ways = tuple(
        Feature("route", f"OW{number}", "", "", "LineString", (ring,), extra=said) for number, ring in enumerate(rings)
    )
    plan = replace(festival, site=replace(festival.site, features=(*festival.site.features, *drawn_ways)))
    found = [one for one in site_problems(plan, RULES, background=True) if one.rule.startswith("one_way")]
    assert [(one.severity, one.at, {code for _, code in one.objects}) for one in found] == [
        ("warn", (140.0, 100.0), {"OW0", "OW1"})
    ]


def one_by_one(plan, keys):
    """Copy objects each on the plan that the copies before it have made."""
    new, changes = [], []
    for key in keys:
        named, more = site_edit.copied(plan, RULES, [site_edit.there(plan, RULES, key)], (2.0, -2.0))
        plan = after(plan, more)
        new += named
        changes += more
    return new, changes


def test_copies_made_in_one_go_have_the_codes_of_copies_made_one_after_the_other(plans, packages):
    for name in packages:
        plan = plans(name)
        there = [one for one in placed(plan, RULES) if one.feature is not None and one.layer != "background"]
        keys = [site_edit.key_of(one.layer, one.key) for one in [*there[::3], *there[:4], *there[:2]]]
        new, changes = site_edit.copied(plan, RULES, [site_edit.there(plan, RULES, key) for key in keys], (2.0, -2.0))
        assert (list(new), [(one.where, one.code) for one in changes]) == (
            one_by_one(plan, keys)[0],
            [(one.where, one.code) for one in one_by_one(plan, keys)[1]],
        )
        assert len(set(new)) == len(new)


def test_what_is_moved_as_it_is_lies_where_a_drawing_of_it_would_and_keeps_its_size(festival):
    for one in placed(festival, RULES):
        if one.feature is not None:
            there = shifted(one.feature, 1_234, -77)
            assert there.rings == drawn(one.layer, one.key, shape_in_mm(there)).rings
            assert replace(there, rings=one.feature.rings) == one.feature
            assert there.rings[0][0][0] - one.feature.rings[0][0][0] == Decimal("1.234")
