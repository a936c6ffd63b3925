"""A drawn plan is walked in as drawn, or refused with the feature that is at fault."""

import json

import pytest

from workbench.crowd.model import InputError
from workbench.crowd.plan_site import SiteWords, read_plans

ROOM = [[0, 0], [8, 0], [8, 5], [0, 5], [0, 0]]


def feature(layer, code, geometry, coordinates, /, **said):
    properties = {"layer": layer, "code": code, **said}
    return {"type": "Feature", "properties": properties, "geometry": {"type": geometry, "coordinates": coordinates}}


def room(*, ring=ROOM, more=(), exit_line=((8, 2), (8, 3)), unit="metre"):
    features = [feature("walkable", "R", "Polygon", [ring]), *more]
    if exit_line:
        features.append(feature("exit", "X", "LineString", [list(p) for p in exit_line]))
    return {"type": "FeatureCollection", "site_crs": {"unit": unit}, "features": features}


def read_plan(document, name="plan", words=None):
    """Read a drawing that makes one plan."""
    (plan,) = read_plans(document, name, words)
    return plan


def refused(document, name="plan", words=None):
    with pytest.raises(InputError) as told:
        read_plans(document, name, words)
    return told.value


def test_a_room_with_a_door_is_read_with_its_width_and_the_way_out():
    plan = read_plan(json.dumps(room()).encode())
    assert plan.walkable.area == 40
    (door,) = plan.exits
    assert door.width == 1
    assert door.outward == (1, 0)


def test_an_obstacle_is_taken_out_of_the_room():
    pillar = feature("obstacle", "P", "Polygon", [[[3, 2], [4, 2], [4, 3], [3, 3], [3, 2]]])
    assert read_plan(room(more=(pillar,))).walkable.area == 39


def test_people_begin_where_the_plan_says():
    start = feature("start", "S", "Polygon", [[[0, 0], [2, 0], [2, 5], [0, 5], [0, 0]]], persons=30)
    (found,) = read_plan(room(more=(start,))).starts
    assert (found.code, found.persons, found.area.area) == ("S", 30, 10)


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (room(ring=[[0, 0], [8, 5], [8, 0], [0, 5], [0, 0]]), "R"),
        (room(exit_line=None), "exit"),
        (room(exit_line=((4, 2), (4, 3))), "X"),
        (room(exit_line=((20, 2), (20, 3))), "X"),
        (room(exit_line=((8, 2), (8, 2))), "X"),
        (room(exit_line=((8, 2), (8, 2.3))), "X"),
        (room(ring=[[0, 0], [1e9, 0], [1e9, 5], [0, 5], [0, 0]]), "R"),
        (room(ring=[[0, 0], [float("nan"), 0], [8, 5], [0, 5], [0, 0]]), "R"),
        (room(ring=[[0, 0], [0.01, 0], [0.01, 0.01], [0, 0.01], [0, 0]]), "plan"),
        (room(ring="here"), "R"),
        (room(ring=[[0], [8], [8]]), "R"),
        (room(ring=[[10**400, 0], [8, 0], [8, 5], [0, 5], [10**400, 0]]), "R"),
        (room(ring=[[[[[[0, 0]]]]]]), "R"),
        (room(unit="degree"), "plan"),
        (room(more=(feature("start", "S", "Polygon", [[[20, 0], [30, 0], [30, 5], [20, 0]]]),)), "S"),
        (room(more=(feature("start", "S", "Polygon", [ROOM], persons=10**9),)), "S"),
        (room(more=(feature("start", "S", "Polygon", [ROOM], persons=-1),)), "S"),
        (room(more=(feature("start", "X", "Polygon", [ROOM]),)), "X"),
        (room(more=(feature("start", "S", "Polygon", [ROOM], facility="lift"),)), "S"),
        ({"type": "FeatureCollection", "features": []}, "plan"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_plan_that_cannot_be_walked_in_is_refused_at_its_place(document, where):
    fault = refused(document)
    assert fault.where == where
    assert fault.message.en
    assert fault.remedy


def test_rooms_that_do_not_hang_together_are_refused():
    other = feature("walkable", "Q", "Polygon", [[[20, 0], [28, 0], [28, 5], [20, 5], [20, 0]]])
    starts = [
        feature("start", f"S{n}", "Polygon", [[[x, 0], [x + 4, 0], [x + 4, 5], [x, 5], [x, 0]]])
        for n, x in enumerate((1, 21))
    ]
    fault = refused(room(more=(other, *starts)))
    assert fault.where == "walkable"
    assert "2 rooms" in fault.message.en


def test_every_faulty_feature_is_named():
    bad = feature("obstacle", "P", "Polygon", [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]])
    fault = refused(room(ring="here", more=(bad,)))
    assert [where for where, *_ in fault.faults] == ["R", "P"]


def test_bytes_that_are_no_plan_are_refused():
    for data in (b"", b"{", b"[]", b"\xff\xfe", b"[" * 5000, b'{"features": 3}'):
        assert refused(data).where == "plan"


WORDS = SiteWords(frozenset({"out"}), frozenset({"stage"}), frozenset({"core"}))


def site(*, fence=True):
    ring = [[0, 0], [30, 0], [30, 20], [0, 20], [0, 0]]
    square = [[5, 5], [9, 5], [9, 9], [5, 9], [5, 5]]
    features = [
        feature("base", "H", "Polygon", [ring], kind="building"),
        feature("base", "ST", "Polygon", [square], kind="stage"),
        feature("base", "LAWN", "Polygon", [[[x + 10, y] for x, y in square]], kind="green"),
        feature("zone", "Z", "Polygon", [[[x + 15, y] for x, y in square]], kind="core"),
        feature("gate", "X", "LineString", [[30, 8], [30, 12]], kind="out"),
        feature("gate", "IN", "LineString", [[0, 8], [0, 12]], kind="in"),
        feature("post", "P", "Point", [1, 1]),
    ]
    if fence:
        features.append(feature("barrier", "F", "LineString", ring))
    return {"type": "FeatureCollection", "features": features}


@pytest.mark.parametrize("fence", [True, False], ids=["fence", "building"])
def test_a_site_plan_is_walked_inside_its_enclosure_around_its_stages(fence):
    plan = read_plan(site(fence=fence), words=WORDS)
    assert plan.walkable.area == 600 - 16
    assert [door.code for door in plan.exits] == ["X"]
    assert [start.code for start in plan.starts] == ["Z"]
    assert any("IN" in note.en for note in plan.notes)


def test_a_site_plan_without_an_enclosure_around_its_exits_is_refused():
    document = site()
    document["features"] = [f for f in document["features"] if f["properties"]["code"] not in {"F", "H"}]
    fault = refused(document, "site", WORDS)
    assert [where for where, *_ in fault.faults] == ["X"]
    assert "walkable" in fault.remedy.en


def square(x, y, side):
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def halls(*more):
    """Two halls that do not touch, each with a core zone and a door of its own."""
    features = [
        feature("base", "H1", "Polygon", [square(0, 0, 20)], kind="building"),
        feature("base", "H2", "Polygon", [square(30, 0, 10)], kind="building"),
        feature("zone", "Z1", "Polygon", [square(2, 2, 16)], kind="core", persons=90),
        feature("zone", "Z2", "Polygon", [square(31, 1, 8)], kind="core", persons=10),
        feature("gate", "X1", "LineString", [[0, 8], [0, 12]], kind="out"),
        feature("gate", "X2", "LineString", [[40, 4], [40, 6]], kind="out"),
        *more,
    ]
    return {"type": "FeatureCollection", "features": features}


def test_each_exit_belongs_to_the_hall_it_lies_on():
    first, second = read_plans(halls(), words=WORDS)
    assert [door.code for door in first.exits] == ["X1"]
    assert [(start.code, start.persons) for start in second.starts] == [("Z2", 10)]
    assert (first.walkable.area, second.walkable.area) == (400, 100)
    assert any("2 enclosures" in note.en and "X1; X2" in note.en for note in first.notes)


def test_an_exit_on_the_edge_of_a_hall_and_a_plaza_belongs_to_the_hall():
    plaza = feature("base", "P", "Polygon", [square(-4, 8, 4)], kind="plaza")
    first, _second = read_plans(halls(plaza), words=WORDS)
    assert first.walkable.area == 400


def test_an_exit_on_no_outline_is_named_with_its_distance():
    astray = feature("gate", "X3", "LineString", [[24, 4], [24, 6]], kind="out")
    fault = refused(halls(astray), "site", WORDS)
    assert [where for where, *_ in fault.faults] == ["X3"]
    assert "X3 (4.0 m)" in fault.message.en


def test_a_core_zone_in_no_enclosure_with_an_exit_is_told():
    lawn = feature("zone", "Z3", "Polygon", [square(60, 0, 5)], kind="core")
    first, _second = read_plans(halls(lawn), words=WORDS)
    assert any(note.en.endswith("not walked: Z3") for note in first.notes)


def test_a_hall_inside_another_enclosure_is_refused():
    around = feature("base", "A", "Polygon", [square(-50, -50, 200)], kind="park")
    gate = feature("gate", "X9", "LineString", [[-50, 0], [-50, 6]], kind="out")
    assert refused(halls(around, gate), "site", WORDS).where == "X1"
