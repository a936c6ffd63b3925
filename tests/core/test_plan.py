"""The plan in force: edits over what was handed in, taken back exactly, and refused where they make no sense."""

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core import commands as c
from workbench.core.decide import undo_of
from workbench.core.describe import changes, describe
from workbench.core.evolve import evolve, replay
from workbench.core.governing import Said
from workbench.core.precheck import assess
from workbench.core.records import Event
from workbench.core.seal import content
from workbench.core.values import Application, Feature, Row, SitePlan
from workbench.core.working_plan import (
    edited,
    in_force,
    inverse,
    keyed_rows,
    plan_number,
    plan_of,
    shape_in_mm,
)

at = datetime.fromisoformat
SQUARE = ((0, 0), (10_000, 0), (10_000, 5_000), (0, 5_000))
ZONE = (("name", "甲区"), ("kind", "核心"), ("use", "站席"), ("ref", "Z9"), ("gross", 50), ("net", 40))
GATE = (("name", "东门"), ("kind", "入口"), ("width", 4), ("zone", "Z1"), ("grade", "平"), ("evac", False))


def metres(*pairs):
    return (tuple((Decimal(x).quantize(Decimal("0.001")), Decimal(y).quantize(Decimal("0.001"))) for x, y in pairs),)


def filed():
    """Return an application with two zones, two forces, a post, and three objects drawn."""
    rows = {
        "zones": (
            Row("zones", 3, {"code": "Z1", "name": "前区", "net": 100, "use": "站席"}, {"net": "约"}),
            Row("zones", 4, {"code": "Z2", "name": "后区", "net": 200, "use": "站席"}),
        ),
        "posts": (Row("posts", 3, {"code": "P01", "persons": 2, "x": 1, "y": 2, "zone": "Z1"}),),
        "forces": (
            Row("forces", 3, {"kind": "保安公司", "name": "澄卫", "persons": 40}),
            Row("forces", 4, {"kind": "保安公司", "name": "澄卫", "persons": 10}),
        ),
    }
    drawing = SitePlan(
        (
            Feature("zone", "Z1", "核心", "前区", "Polygon", metres((0, 0), (10, 0), (10, 10), (0, 0)), Decimal(50)),
            Feature("post", "P01", "固定", "一号", "Point", metres((1, 2)), extra=(("ring", "近端"),)),
            Feature("gate", "G1", "出口", "东门", "LineString", metres((0, 0), (4, 0)), length=Decimal(4)),
        )
    )
    return Application("2026.1", {}, rows, site=drawing, missing_sheets=frozenset({"gates"}))


FILED = filed()
COLUMNS = {"zones": ("code", "name", "net", "use"), "posts": ("code", "persons", "x", "y", "zone")}
CHANGES = (
    c.PlanChange("zones", "Z1", "set", (("net", 90),)),
    c.PlanChange("zones", "Z1", "set", (("name", "新前区"), ("net", 100))),
    c.PlanChange("zones", "Z2", "remove"),
    c.PlanChange("zones", "Z10", "put", (("net", 70), ("name", "十区"))),
    c.PlanChange("zones", "Z9", "put", (("net", 60),)),
    c.PlanChange("posts", "P01", "set", (("persons", 3),)),
    c.PlanChange("posts", "P01", "remove"),
    c.PlanChange("forces", "保安公司 澄卫#2", "set", (("persons", 12),)),
    c.PlanChange("site.zone", "Z1", "set", shape=c.Shape("Polygon", (SQUARE,), "核心", "前区")),
    c.PlanChange("site.zone", "Z9", "put", shape=c.Shape("Polygon", (SQUARE,), "核心")),
    c.PlanChange("site.post", "P01", "remove"),
    c.PlanChange("site.lane", "L1", "put", shape=c.Shape("LineString", (SQUARE[:2],), extra=(("width", 4),))),
)


def made(several, edits=None):
    return edited(FILED, edits or {}, several, COLUMNS)


def allowed(several):
    """Leave out what a rule would refuse: setting and removing what is no longer there."""
    kept, gone = [], set()
    for change in several:
        place = (change.where, change.code)
        if place in gone and change.act != "put":
            continue
        kept.append(change)
        if change.act == "remove":
            gone.add(place)
        else:
            gone.discard(place)
    return kept


some = st.lists(st.sampled_from(CHANGES), max_size=8).map(allowed)


def test_without_edits_the_plan_in_force_is_what_was_handed_in_the_very_same_value():
    assert in_force(FILED) is FILED
    assert in_force(FILED, {}, {}) is FILED


@given(some, some)
def test_changes_taken_back_leave_exactly_what_stood(first, then):
    before = made(first)
    plan = in_force(FILED, before)
    wanted = [one for one in then if one.act == "put" or one.code in _there(plan, one.where)]
    wanted = allowed(wanted)
    after = made(wanted, before)
    assert made(inverse(plan, wanted), after) == before


def _there(plan, where):
    if where.startswith("site."):
        return {one.code for one in plan.site.layer(where.removeprefix("site."))}
    return set(keyed_rows(plan, where))


@given(some, st.randoms(use_true_random=False))
def test_the_order_of_edits_of_different_codes_makes_no_difference(several, random):
    single = list({(one.where, one.code): one for one in several}.values())
    shuffled = random.sample(single, len(single))
    assert in_force(FILED, made(single)) == in_force(FILED, made(shuffled))


@given(some)
def test_an_edit_that_says_what_was_handed_in_is_none(several):
    back = [c.PlanChange("zones", "Z1", "put", tuple(FILED.rows("zones")[0].values.items()))]
    edits = made([*several, *back])
    assert ("zones", "Z1") not in edits


def test_every_kind_of_edit_does_what_it_says():
    plan = in_force(FILED, made(CHANGES))
    rows = {str(row["code"]): row for row in plan.rows("zones")}
    assert list(rows) == ["Z1", "Z9", "Z10"]
    assert rows["Z1"]["net"] == 100
    assert rows["Z1"]["name"] == "新前区"
    assert rows["Z9"].values == {"code": "Z9", "name": None, "net": 60, "use": None}
    assert plan.rows("posts") == ()
    assert [row["persons"] for row in plan.rows("forces")] == [40, 12]
    drawn = {(one.layer, one.code): one for one in plan.site.features}
    assert list(drawn) == [("zone", "Z1"), ("gate", "G1"), ("lane", "L1"), ("zone", "Z9")]
    assert drawn["zone", "Z1"].area == Decimal("50.0000")
    assert drawn["zone", "Z1"].rings[0][0] == drawn["zone", "Z1"].rings[0][-1]
    assert drawn["lane", "L1"].length == Decimal("10.000")
    assert drawn["lane", "L1"].get("width") == 4


def test_a_remark_about_a_value_goes_with_the_value():
    plan = in_force(FILED, made([c.PlanChange("zones", "Z1", "set", (("net", 90),))]))
    assert plan.rows("zones")[0].remarks == {}
    kept = in_force(FILED, made([c.PlanChange("zones", "Z1", "set", (("name", "新"),))]))
    assert kept.rows("zones")[0].remarks == {"net": "约"}


def test_a_sheet_that_the_package_lacks_is_there_once_the_office_adds_to_it():
    plan = in_force(FILED, edited(FILED, {}, [c.PlanChange("gates", "G1", "add", GATE)], {"gates": ("code",)}))
    assert "gates" not in plan.missing_sheets
    assert plan.rows("gates")[0]["code"] == "G1"


def test_an_added_row_that_a_later_package_brings_itself_stands_once_with_the_offices_values():
    edits = made([c.PlanChange("zones", "Z9", "add", (("net", 60),))])
    brought = (*FILED.sheets["zones"], Row("zones", 5, {"code": "Z9", "net": 55, "name": "九区", "use": "站席"}))
    later = replace(FILED, sheets={**FILED.sheets, "zones": brought})
    rows = [row for row in in_force(later, edits).rows("zones") if row["code"] == "Z9"]
    assert [row["net"] for row in rows] == [60]


def test_a_shape_keeps_every_millimetre_on_its_way_through_the_journal():
    feature = FILED.site.features[0]
    plan = in_force(FILED, made([c.PlanChange("site.zone", "Z8", "put", shape=shape_in_mm(feature))]))
    assert plan.site.features[-1].rings == feature.rings


def test_the_number_of_a_plan_tells_plans_apart_and_not_the_way_to_them():
    first = in_force(FILED, made(CHANGES[:1]))
    again = in_force(FILED, made([*CHANGES[2:3], *CHANGES[:1], c.PlanChange("zones", "Z2", "put", _z2())]))
    assert plan_number(first) == plan_number(again) != plan_number(FILED)


def _z2():
    return tuple(FILED.rows("zones")[1].values.items())


# In a case


@pytest.fixture
def case(life):
    life.accept()
    life.do("EditPlan", (c.PlanChange("zones", "Z1", "set", ZONE[:2]), c.PlanChange("gates", "G1", "add", GATE)))
    return life


def test_an_edit_stands_in_the_plan_and_not_in_the_application(case):
    assert plan_of(case.case).rows("zones")[0]["name"] == "甲区"
    assert plan_of(case.case).rows("gates")[0]["zone"] == "Z1"
    assert case.case.application.rows("gates") == ()


def test_undo_takes_an_edit_of_the_plan_back(case):
    before = case.case
    edit = c.EditPlan("case-1", (c.PlanChange("zones", "Z1", "remove"), c.PlanChange("gates", "G1", "set", GATE[:1])))
    undo = undo_of(before, edit)
    case.give(edit)
    assert case.give(undo).working_plan == before.working_plan


def test_an_edit_that_changes_nothing_leaves_no_event(case):
    happened = len(case.events)
    case.do("EditPlan", (c.PlanChange("zones", "Z1", "set", ZONE[:2]),))
    assert len(case.events) == happened


def test_edits_after_the_decision_are_kept_apart_and_leave_the_seal_alone(life):
    life.decide()
    sealed = content(life.case)
    life.do("EditPlan", (c.PlanChange("zones", "Z1", "set", (("net", 88),)),))
    assert life.case.working_plan == {}
    assert plan_of(life.case).rows("zones")[0]["net"] == 88
    assert content(life.case) == sealed


def test_edits_before_the_decision_are_under_the_seal(case):
    sealed = content(case.case)
    case.do("EditPlan", (c.PlanChange("zones", "Z1", "set", (("net", 88),)),))
    assert content(case.case) != sealed


def test_a_case_without_edits_is_sealed_as_it_was_before_there_were_edits(life):
    life.accept()
    assert "working_plan" not in content(life.case)


def test_the_same_events_give_the_same_plan_through_plain_json(case):
    read_back = [Event(one.kind, json.loads(json.dumps(one.body)), one.schema) for one in case.events]
    assert replay(read_back).working_plan == case.case.working_plan


def test_an_event_as_it_was_first_written_stays_readable(life):
    life.accept()
    body = {
        "changes": [{"where": "zones", "code": "Z1", "values": [["net", 80]]}],
        "by": "u1",
        "by_name": "苏禾",
        "recorded": "2026-04-03T02:00:00.000000+00:00",
    }
    assert plan_of(evolve(life.case, Event("plan_edited", body))).rows("zones")[0]["net"] == 80


def test_the_history_names_the_objects_and_what_changed(case):
    assert describe(case.events[-1], case.pack).zh == "修改现行方案：Z1、G1"
    before = case.case
    after = case.do("EditPlan", (c.PlanChange("zones", "Z1", "set", (("name", "乙区"),)),))
    ((text, old, new),) = changes(before, after)
    assert text.en == "plan in force: zones Z1"
    assert (old, new) == ("changed · kind=核心 · name=甲区", "changed · kind=核心 · name=乙区")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (c.PlanChange("sessions", "S1", "set", (("expected", 1),)), "where"),
        (c.PlanChange("site.nowhere", "X1", "add", shape=c.Shape("Point", (((0, 0),),))), "where"),
        (c.PlanChange("zones", "Z1", "burn"), "act"),
        (c.PlanChange("zones", "Z7", "set", (("net", 5),)), "code"),
        (c.PlanChange("zones", "Z7", "remove"), "code"),
        (c.PlanChange("zones", "Z1", "add", ZONE), "code"),
        (c.PlanChange("zones", "", "add", ZONE), "code"),
        (c.PlanChange("zones", "Z\n9", "add", ZONE), "code"),
        (c.PlanChange("zones", "Z1+Z2", "add", ZONE), "code"),
        (c.PlanChange("zones", "Z" * 41, "add", ZONE), "code"),
        (c.PlanChange("zones", "Z1", "set", (("nett", 5),)), "values.nett"),
        (c.PlanChange("zones", "Z1", "set", (("net", "很大"),)), "values.net"),
        (c.PlanChange("zones", "Z1", "set", (("net", -5),)), "values.net"),
        (c.PlanChange("zones", "Z1", "set", (("net", True),)), "values.net"),
        (c.PlanChange("zones", "Z1", "set", (("net", Decimal("NaN")),)), "values.net"),
        (c.PlanChange("zones", "Z1", "set", (("kind", "随便"),)), "values.kind"),
        (c.PlanChange("zones", "Z1", "set", (("name", ""),)), "values.name"),
        (c.PlanChange("zones", "Z1", "set", (("name", " "),)), "values.name"),
        (c.PlanChange("zones", "Z1", "set", (("name", "名" * 4001),)), "values.name"),
        (c.PlanChange("zones", "Z1", "set", (("code", "Z2"),)), "values.code"),
        (c.PlanChange("gates", "G9", "add", (*GATE[:3], ("zone", "Z77"))), "values.zone"),
        (c.PlanChange("emergency", "EM99", "add", (("title", "其他"), ("applicable", True))), "values.code"),
        (c.PlanChange("forces", "保安公司 澄卫", "add", (("kind", "保安公司"), ("name", "别的"))), "values.name"),
        (c.PlanChange("site.zone", "Z1", "add"), "shape"),
        (c.PlanChange("site.zone", "Z1", "add", shape=c.Shape("Circle", (SQUARE,))), "shape.geometry"),
        (c.PlanChange("site.zone", "Z1", "add", shape=c.Shape("Polygon", (SQUARE[:2],))), "shape.rings"),
        (c.PlanChange("site.zone", "Z1", "add", shape=c.Shape("Polygon", ())), "shape.rings"),
        (c.PlanChange("site.gate", "G1", "add", shape=c.Shape("LineString", (SQUARE[:1],))), "shape.rings"),
        (c.PlanChange("site.gate", "G1", "add", shape=c.Shape("LineString", (SQUARE, SQUARE))), "shape.rings"),
        (c.PlanChange("site.post", "P1", "add", shape=c.Shape("Point", (((10**9, 0),),))), "shape.rings"),
        (c.PlanChange("site.post", "P1", "add", shape=c.Shape("Point", (((0, 0),),), name="名" * 201)), "shape"),
        (
            c.PlanChange(
                "site.zone", "Z1", "add", shape=c.Shape("Polygon", (tuple((i, i * i) for i in range(20_001)),))
            ),
            "shape.rings",
        ),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_at_its_place_and_says_how_to_mend_it(change, field, life):
    life.accept()
    with pytest.raises(Exception) as refused:
        life.do("EditPlan", (c.PlanChange("zones", "Z1", "set", (("net", 5),)), change))
    assert refused.value.field == f"changes.1.{field}"
    assert refused.value.remedy.zh
    assert refused.value.remedy.en
    assert life.case.working_plan == {}


def test_too_many_changes_at_once_are_refused(life):
    life.accept()
    with life.refuses("plan", "changes"):
        life.do("EditPlan", (c.PlanChange("zones", "Z1", "set", (("net", 5),)),) * 5001)
    assert life.case.working_plan == {}


def test_a_zone_and_the_gate_that_names_it_may_come_together(life):
    life.accept()
    gate = (*GATE[:3], ("zone", "Z9"), *GATE[4:])
    life.do("EditPlan", (c.PlanChange("gates", "G1", "add", gate), c.PlanChange("zones", "Z9", "add", ZONE)))
    assert plan_of(life.case).rows("gates")[0]["zone"] == "Z9"


@pytest.fixture(scope="module")
def flagship(packages, pack):
    from workbench.exchange.package import read_package

    return read_package(packages["chenghu-bay-festival"], pack, extract_text=False)


def test_the_sums_of_the_crowd_read_the_plan_and_the_papers_read_what_was_handed_in(pack, calendar, flagship):
    zone = next(row for row in flagship.rows("zones") if row["use"] == "前区站席")
    code = str(zone["code"])
    edits = edited(flagship, {}, [c.PlanChange("zones", code, "set", (("net", 10), ("gross", 12)))], {})
    before, after = (
        assess(flagship, pack, calendar, at("2026-04-01").date(), said=Said(plan=plan)) for plan in ((), (edits,))
    )
    assert after.plan.rows("zones") != after.application.rows("zones") == before.application.rows("zones")
    held = {one.code: one.holding.persons for one in after.crowd.capacity.zones if one.holding}
    assert held[code] < {one.code: one.holding.persons for one in before.crowd.capacity.zones if one.holding}[code]
    assert after.mismatches == before.mismatches
