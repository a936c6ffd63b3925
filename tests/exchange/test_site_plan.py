"""The drawn plan, as GeoJSON and as DXF."""

import json
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.exchange.dxf import read_dxf
from workbench.exchange.limits import DEFAULT, Limits
from workbench.exchange.notes import Notes, PackageRefused
from workbench.exchange.package import read_package, read_site
from workbench.exchange.site_plan import read_geojson

CRS = {"unit": "metre"}


def plan_of(*features, notes=None, limits=DEFAULT, crs=CRS):
    data = {"type": "FeatureCollection", "site_crs": crs, "features": list(features)}
    return read_geojson(json.dumps(data).encode(), "site.geojson", limits, notes or Notes())


def feature(geometry, coordinates, code="Z01", layer="zone"):
    properties = {"layer": layer, "code": code, "kind": "核心", "name": "甲"}
    return {"type": "Feature", "properties": properties, "geometry": {"type": geometry, "coordinates": coordinates}}


def box(x, y, width, height):
    return [[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]]


def test_a_hole_is_left_out_of_the_area():
    (zone,) = plan_of(feature("Polygon", [box(0, 0, 40, 20), box(5, 5, 10, 4)])).features
    assert (zone.area, len(zone.rings), zone.parts) == (760, 2, ())


def test_several_polygons_say_which_rings_belong_together():
    (zone,) = plan_of(feature("MultiPolygon", [[box(0, 0, 10, 10), box(2, 2, 1, 1)], [box(20, 0, 5, 5)]])).features
    assert (zone.area, zone.parts) == (124, (2, 1))


def test_the_length_of_a_gate_is_its_clear_width():
    (gate,) = plan_of(feature("LineString", [[0, 0], [3, 4]], "X1", "gate")).features
    assert (gate.length, gate.area) == (5, None)


@settings(deadline=None)
@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_coordinates_are_kept_to_the_millimetre(x, y):
    (post,) = plan_of(feature("Point", [x, y], "F1", "post")).features
    ((found,),) = post.rings
    assert abs(found[0] - Decimal(x)) <= Decimal("0.0005")
    assert abs(found[1] - Decimal(y)) <= Decimal("0.0005")


@pytest.mark.parametrize("bad", [None, True, "1", [1], 1e9, {"x": 1}])
def test_a_coordinate_that_is_no_number_leaves_its_feature_out(bad):
    notes = Notes()
    assert plan_of(feature("Point", [bad, 1], "F1", "post"), notes=notes).features == ()
    assert [(p.kind, p.field) for p in notes.all()] == [("bad_coordinates", "F1")]


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_a_bare_nan_in_the_file_is_refused_like_any_bad_number(word):
    data = json.dumps({"type": "FeatureCollection", "site_crs": CRS, "features": [feature("Point", [77, 1])]})
    notes = Notes()
    assert read_geojson(data.replace("77", word).encode(), "s", DEFAULT, notes).features == ()
    assert [p.kind for p in notes.all()] == ["bad_coordinates"]


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\xfe", b'{"type": "Feature"}', b"[" * 100_000])
def test_what_is_no_feature_collection_is_refused(data):
    with pytest.raises(PackageRefused):
        read_geojson(data, "site.geojson", DEFAULT, Notes())


@pytest.mark.parametrize(
    "odd", [None, 5, "x", {}, {"geometry": 5}, {"geometry": {"type": "Circle"}}, {"geometry": {"type": "Polygon"}}]
)
def test_odd_entries_are_told_and_passed_over(odd):
    notes = Notes()
    assert plan_of(odd, notes=notes).features == ()
    assert len(notes.all()) == 1


def test_too_many_points_are_refused():
    with pytest.raises(PackageRefused, match="坐标点超过上限 3"):
        plan_of(feature("Polygon", [box(0, 0, 1, 1)]), limits=Limits(geometry_points=3))


def test_metres_that_happen_to_be_small_are_not_taken_for_degrees_when_the_unit_is_declared():
    (zone,) = plan_of(feature("Polygon", [box(0, 0, 0.4, 0.4)])).features
    assert (zone.valid, zone.area) == (True, Decimal("0.160000"))


@pytest.mark.parametrize("name", ["chenghu-bay-festival", "expo", "job-fair", "half-marathon", "lantern-fair"])
def test_the_dxf_of_a_package_shows_the_same_objects_as_its_geojson(name, packages, tmp_path):
    with zipfile.ZipFile(packages[name]) as package:
        for file in ("site.geojson", "site.dxf"):
            (tmp_path / file).write_bytes(package.read(f"{name}/{file}"))
    drawn = {f.code: f for f in read_site(tmp_path / "site.dxf").plan.features}
    for expected in read_site(tmp_path / "site.geojson").plan.features:
        found = drawn[expected.code]
        assert found.geometry == expected.geometry
        if expected.area is not None:
            assert found.area == pytest.approx(expected.area, rel=Decimal("0.0001"))
        if expected.length is not None:
            assert found.length == pytest.approx(expected.length, abs=Decimal("0.01"))


def dxf(*pairs, unit="6"):
    tags = [(0, "SECTION"), (2, "HEADER"), (9, "$INSUNITS"), (70, unit), (0, "ENDSEC"), (0, "SECTION"), (2, "ENTITIES")]
    return "\n".join(f"{code}\n{value}" for code, value in [*tags, *pairs, (0, "ENDSEC"), (0, "EOF")]).encode()


MARK = [(1001, "OTHER"), (1000, "no"), (1001, "EAW"), (1000, "X1")]


def test_a_line_and_a_point_are_read_with_their_code():
    line = [(0, "LINE"), (8, "GATE"), (10, "0"), (20, "0"), (11, "3"), (21, "4"), *MARK]
    point = [(0, "POINT"), (8, "POST"), (10, "7"), (20, "8"), (1001, "EAW"), (1000, "F1")]
    gate, post = read_dxf(dxf(*line, *point), "s.dxf", DEFAULT, Notes()).features
    assert (gate.layer, gate.code, gate.length) == ("gate", "X1", 5)
    assert (post.layer, post.code, post.rings) == ("post", "F1", (((Decimal(7), Decimal(8)),),))


def test_an_undeclared_unit_is_read_as_metres_and_told():
    notes = Notes()
    assert read_dxf(dxf(unit="0"), "s.dxf", DEFAULT, notes).unit == "metre"
    assert [p.kind for p in notes.all()] == ["site_unit"]


@pytest.mark.parametrize("data", [b"AutoCAD Binary DXF\r\n\x1a\x00", b"0", b"x\ny", b""])
def test_what_is_no_text_dxf_is_refused_or_empty(data):
    try:
        features = read_dxf(data, "s.dxf", DEFAULT, Notes()).features
    except PackageRefused:
        features = ()
    assert features == ()


@pytest.mark.parametrize("value", ["NaN", "x", "1e30", "Infinity"])
def test_a_bad_coordinate_in_a_drawing_is_told(value):
    notes = Notes()
    point = [(0, "POINT"), (8, "POST"), (10, value), (20, "8"), *MARK]
    assert read_dxf(dxf(*point), "s.dxf", DEFAULT, notes).features == ()
    assert "bad_coordinates" in {p.kind for p in notes.all()}


def test_without_geojson_the_drawing_is_used(packages, packed, pack):
    with zipfile.ZipFile(packages["job-fair"]) as package:
        data = package.read("job-fair/site.dxf")
    application = read_package(packed({"pkg/site.dxf": data}), pack)
    assert len(application.site.features) == 43


def test_drawn_areas_and_widths_are_compared_with_the_sheets(packed, pack, told):
    zone = feature("Polygon", [box(0, 0, 40, 50)], "Z01")
    gate = feature("LineString", [[0, 0], [3.06, 0]], "X1", "gate")
    data = json.dumps({"type": "FeatureCollection", "site_crs": CRS, "features": [zone, gate]}).encode()
    application = read_package(packed({"pkg/site.geojson": data}), pack)
    assert [(p.row, p.field) for p in told(application, "area_mismatch")] == [(3, "gross")]
    assert [(p.row, p.field) for p in told(application, "width_mismatch")] == [(4, "width")]
    assert "Z02" in {p.original for p in told(application, "dangling")}


def test_a_plan_that_cannot_be_read_leaves_the_application_without_one(packed, pack, told):
    application = read_package(packed({"pkg/site.geojson": b"{"}), pack)
    assert application.site is None
    assert [p.file for p in told(application, "broken")] == ["site.geojson"]
