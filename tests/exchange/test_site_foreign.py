"""Drawings of other offices: curved lines, sheets around the drawing, units, files that break off, several in one."""

import io
import json
from decimal import Decimal

import ezdxf
import pytest

from workbench.exchange.dxf import read_dxf
from workbench.exchange.limits import DEFAULT
from workbench.exchange.notes import Notes, PackageRefused
from workbench.exchange.site_plan import read_geojson


def cad(draw, unit=6):
    document = ezdxf.new("R2010", units=unit)
    draw(document, document.modelspace())
    out = io.StringIO()
    document.write(out)
    return out.getvalue().encode()


def read(data):
    notes = Notes()
    return read_dxf(data, "plan.dxf", DEFAULT, notes).features, notes.all()


def kinds(notes):
    return [one.kind for one in notes]


def test_a_line_that_is_curved_between_its_corners_is_read_as_it_curves():
    def draw(_document, space):
        space.add_lwpolyline([(0, 0, 1), (10, 0, 1)], format="xyb", close=True)

    (disc,), _ = read(cad(draw))
    assert float(disc.area) == pytest.approx(3.14159265 * 25, rel=0.02)


def test_a_line_in_a_mirrored_plane_lies_where_the_drawing_shows_it():
    def draw(_document, space):
        space.add_lwpolyline([(10, 0), (20, 5)], dxfattribs={"extrusion": (0, 0, -1)})

    (line,), _ = read(cad(draw))
    assert line.rings[0] == ((Decimal(-10), Decimal(0)), (Decimal(-20), Decimal(5)))


def test_the_sheet_around_a_drawing_is_not_part_of_the_site():
    def draw(document, space):
        space.add_line((0, 0), (3, 4))
        document.layout("Layout1").add_line((0, 0), (9999, 9999))

    found, _ = read(cad(draw))
    assert [one.length for one in found] == [5]


def test_corners_of_an_old_line_are_not_told_as_objects_left_out():
    (line,), notes = read(cad(lambda _d, space: space.add_polyline2d([(0, 0), (3, 4), (6, 8)])))
    assert line.length == 10
    assert "skipped" not in kinds(notes)


def test_what_a_block_draws_on_layer_0_belongs_to_the_layer_the_block_stands_on():
    def draw(document, space):
        document.blocks.new("DOOR").add_line((0, 0), (1, 0))
        space.add_blockref("DOOR", (5, 5), dxfattribs={"layer": "WALLS"})

    (door,), _ = read(cad(draw))
    assert door.layer == "walls"


def test_blocks_too_deep_to_be_taken_apart_are_told():
    def draw(document, space):
        for level in range(7):
            block = document.blocks.new(f"B{level}")
            block.add_line((0, 0), (1, 1))
            if level:
                block.add_blockref(f"B{level - 1}", (0, 0))
        space.add_blockref("B6", (0, 0))

    _, notes = read(cad(draw))
    assert [one.original for one in notes if one.kind == "curves"] == ["deep"]


@pytest.mark.parametrize(("code", "metres"), [(3, 1609.344), (10, 0.9144), (14, 0.1), (21, 0.3048006)])
def test_units_of_surveyors_are_converted(code, metres):
    (line,), notes = read(cad(lambda _d, space: space.add_line((0, 0), (1000, 0)), unit=code))
    assert float(line.length) == pytest.approx(1000 * metres, abs=0.002)
    assert "site_unit" not in kinds(notes)


def test_a_unit_that_nobody_knows_is_told_by_its_number():
    data = cad(lambda _d, space: space.add_line((0, 0), (1, 0))).replace(b"$INSUNITS\n 70\n6", b"$INSUNITS\n 70\n20")
    _, notes = read(data)
    assert ["20" in one.message.zh for one in notes if one.kind == "site_unit"] == [True]


def test_a_drawing_that_breaks_off_is_told_and_an_empty_file_refused():
    whole = cad(lambda _d, space: space.add_line((0, 0), (3, 4)))
    assert "incomplete" not in kinds(read(whole)[1])
    cut = whole[: whole.index(b"ENDSEC", whole.index(b"AcDbLine\n"))].rsplit(b"\n", 2)[0]
    found, notes = read(cut)
    assert [one.length for one in found] == [5]
    assert "incomplete" in kinds(notes)
    with pytest.raises(PackageRefused, match="空"):
        read(b"")


def test_a_flag_that_is_no_number_leaves_its_object_out_and_says_which():
    tags = [(0, "SECTION"), (2, "ENTITIES"), (0, "LWPOLYLINE"), (8, "ZONE"), (70, "x")]
    for x, y in ((0, 0), (5, 0), (5, 5)):
        tags += [(10, x), (20, y)]
    tags += [(1001, "EAW"), (1000, "Z9"), (0, "ENDSEC"), (0, "EOF")]
    found, notes = read("\n".join(f"{code}\n{value}" for code, value in tags).encode())
    assert found == ()
    assert [(one.row, one.field) for one in notes if one.kind == "bad_coordinates"] == [(1, "Z9")]
    assert "skipped" not in kinds(notes)


def geojson(*shapes, unit="metre", code="W1"):
    entries = [
        {"type": "Feature", "properties": {"layer": "barrier", "code": code and f"{code}{n}"}, "geometry": shape}
        for n, shape in enumerate(shapes)
    ]
    body = {"type": "FeatureCollection", "features": entries, **({"site_crs": {"unit": unit}} if unit else {})}
    notes = Notes()
    return read_geojson(json.dumps(body).encode(), "plan.geojson", DEFAULT, notes).features, notes.all()


LINES = [[[0, 0], [3, 4]], [[10, 0], [13, 4]]]


def test_one_line_written_as_several_keeps_its_code_and_two_are_taken_apart():
    found, notes = geojson({"type": "MultiLineString", "coordinates": LINES[:1]})
    assert [(one.code, one.geometry, one.length) for one in found] == [("W10", "LineString", 5)]
    assert notes == ()
    found, notes = geojson({"type": "MultiLineString", "coordinates": LINES})
    assert [(one.code, one.length) for one in found] == [("W10", 5), ("W10-2", 5)]
    assert [(one.kind, one.row, one.field) for one in notes] == [("taken_apart", 1, "W10")]


def test_a_collection_is_taken_apart_and_its_odd_members_are_told():
    members = [
        {"type": "LineString", "coordinates": LINES[0]},
        {"type": "GeometryCollection", "geometries": [{"type": "MultiPoint", "coordinates": [[7, 7], [8, 8]]}]},
        {"type": "Circle"},
    ]
    found, notes = geojson({"type": "GeometryCollection", "geometries": members})
    assert [one.geometry for one in found] == ["LineString", "Point", "Point"]
    assert "geometry_type" in kinds(notes)


DEGREES = [[[119.95, 31.41], [119.951, 31.412]], [[119.96, 31.42], [119.961, 31.421]]]


def test_a_whole_drawing_in_degrees_is_not_used_or_told_where_it_claims_metres():
    found, notes = geojson(*({"type": "Point", "coordinates": at} for line in DEGREES for at in line), unit="")
    assert [one.valid for one in found] == [False] * 4
    assert "degrees" in kinds(notes)
    found, notes = geojson(*({"type": "LineString", "coordinates": line} for line in DEGREES))
    assert [one.valid for one in found] == [True, True]
    assert [one.severity for one in notes if one.kind == "degrees"] == ["warn"]


def test_a_file_in_another_encoding_is_told_as_such():
    with pytest.raises(PackageRefused, match="UTF-8"):
        read_geojson('{"名": 1}'.encode("gbk"), "plan.geojson", DEFAULT, Notes())
