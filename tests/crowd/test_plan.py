"""A drawn plan is walked in as drawn, or refused with the feature that is at fault."""

import json

import pytest

from workbench.crowd.model import InputError
from workbench.crowd.plan_drawing import SiteWords, read_plan

ROOM = [[0, 0], [8, 0], [8, 5], [0, 5], [0, 0]]


def feature(layer, code, geometry, coordinates, /, **said):
    properties = {"layer": layer, "code": code, **said}
    return {"type": "Feature", "properties": properties, "geometry": {"type": geometry, "coordinates": coordinates}}


def room(*, ring=ROOM, more=(), exit_line=((8, 2), (8, 3)), unit="metre"):
    features = [feature("walkable", "R", "Polygon", [ring]), *more]
    if exit_line:
        features.append(feature("exit", "X", "LineString", [list(p) for p in exit_line]))
    return {"type": "FeatureCollection", "site_crs": {"unit": unit}, "features": features}


def refused(document):
    with pytest.raises(InputError) as told:
        read_plan(document)
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
    with pytest.raises(InputError) as told:
        read_plan(document, "site", WORDS)
    assert told.value.where == "site"
