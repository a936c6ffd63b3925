"""Plans written for other programs come back as they were; drawings of others are read as far as they can be."""

import io
import json
import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import ezdxf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.values import Feature
from workbench.exchange.dxf import read_dxf
from workbench.exchange.limits import DEFAULT, Limits
from workbench.exchange.notes import Notes, PackageRefused
from workbench.exchange.package import read_package
from workbench.exchange.site_export import dxf, geojson, svg
from workbench.exchange.site_plan import measured, read_geojson


@pytest.fixture(scope="module")
def festival(packages, module_pack):
    found = read_package(packages["chenghu-bay-festival"], module_pack, extract_text=False).site.features
    return tuple(one for one in found if one.layer != "background")


@pytest.fixture(scope="module")
def module_pack():
    from workbench.storage.packs import read_pack

    return read_pack("cn_national")[0]


def from_geojson(data):
    notes = Notes()
    plan = read_geojson(data, "plan.geojson", DEFAULT, notes)
    return plan.features, notes.all()


def from_dxf(data, **named):
    notes = Notes()
    return read_dxf(data, "plan.dxf", named.get("limits", DEFAULT), notes).features, notes.all()


millimetres = st.integers(-10_000_000, 10_000_000).map(lambda n: Decimal(n).scaleb(-3).quantize(Decimal("0.001")))
texts = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=20)


@st.composite
def features(draw):
    """Return a few lines and points with names and extras of every kind."""
    found = []
    for number in range(draw(st.integers(1, 5))):
        count = draw(st.sampled_from((1, 2, 5)))
        points = draw(st.lists(st.tuples(millimetres, millimetres), min_size=count, max_size=count, unique=True))
        extra = draw(
            st.dictionaries(
                st.sampled_from(("width", "domain", "one_way")),
                st.one_of(st.integers(0, 99), st.booleans(), st.decimals(0, 99, places=2), texts.filter(bool)),
            )
        )
        kind = "Point" if count == 1 else "LineString"
        plain = {key: int(v) if isinstance(v, Decimal) and v == int(v) else v for key, v in extra.items()}
        one = Feature(
            draw(st.sampled_from(("gate", "post", "lane", "medical"))),
            *(f"A{number}", draw(texts), draw(texts), kind, (tuple(points),)),
            extra=tuple(sorted(plain.items())),
        )
        found.append(measured(one))
    return tuple({(one.layer, one.code): one for one in found}.values())


@settings(max_examples=40)
@given(features())
def test_whatever_is_drawn_comes_back_from_geojson_field_for_field(drawn):
    back, notes = from_geojson(geojson(drawn))
    assert back == drawn
    assert notes == ()


def test_a_shipped_plan_comes_back_from_geojson_as_it_was(festival):
    back, notes = from_geojson(geojson(festival))
    assert back == festival
    assert notes == ()


def test_a_shipped_plan_comes_back_from_dxf_as_it_was(festival):
    back, _ = from_dxf(dxf(festival))
    assert {(one.layer, one.code): one for one in back} == {(one.layer, one.code): one for one in festival}


def test_a_zone_with_a_hole_and_one_of_two_parts_come_back_from_both():
    def box(x, y, size):
        corners = ((x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y))
        return tuple(tuple(Decimal(value).quantize(Decimal("0.001")) for value in corner) for corner in corners)

    ring = measured(Feature("zone", "Z1", "核心", "环", "Polygon", (box(0, 0, 10), box(2, 2, 3))))
    two = measured(Feature("zone", "Z2", "核心", "双", "MultiPolygon", (box(20, 0, 5), box(30, 0, 5)), parts=(1, 1)))
    assert ring.area == 91
    assert two.area == 50
    assert from_geojson(geojson((ring, two)))[0] == (ring, two)
    assert from_dxf(dxf((ring, two)))[0] == (ring, two)


def test_the_drawing_has_the_layers_the_unit_and_the_version_of_the_format(festival):
    document = ezdxf.read(io.StringIO(dxf(festival).decode()))
    assert (document.dxfversion, document.header["$INSUNITS"]) == ("AC1024", 6)
    used = {entity.dxf.layer for entity in document.modelspace()}
    assert used == {"BASE", "ZONE", "GATE", "POST", "BARRIER", "POINT", "TEXT"}
    gate = next(entity for entity in document.modelspace() if entity.dxf.layer == "GATE")
    assert gate.get_xdata("EAW")[0].value == next(one.code for one in festival if one.layer == "gate")
    assert not document.audit().errors


def test_the_geojson_says_that_it_is_in_metres_and_how_far_it_reaches(festival):
    body = json.loads(geojson(festival))
    assert body["site_crs"]["unit"] == "metre"
    x1, y1, x2, y2 = body["site_crs"]["extent"]
    assert all(x1 <= x <= x2 and y1 <= y <= y2 for one in festival for ring in one.rings for x, y in ring)


def test_the_picture_is_sound_xml_to_scale_with_every_code(festival):
    root = ET.fromstring(svg(festival, "澄湖湾 <音乐节> & 灯"))
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text == "澄湖湾 <音乐节> & 灯"
    paints = re.findall(r"(?:fill|stroke):([^;]+)", " ".join(one.get("style") or "" for one in root))
    assert all(re.fullmatch(r"none|#[0-9a-f]{6}", paint) for paint in paints)
    shown = {(one.get("data-layer"), one.get("data-code")) for one in root if one.get("data-code")}
    assert shown == {(one.layer, one.code) for one in festival}
    _, _, width, height = map(float, root.get("viewBox").split())
    assert root.get("width") == f"{width:.3f}mm"
    assert root.get("height") == f"{height:.3f}mm"


def test_nothing_in_a_name_is_markup():
    evil = Feature(
        "post", 'P"><script>', "固定", "</text><script>x</script>\x07", "Point", (((Decimal(1), Decimal(2)),),)
    )
    root = ET.fromstring(svg((evil,)))
    assert not [one for one in root.iter() if "script" in one.tag]
    assert "script" in "".join(root.itertext())


# Drawings of other programs


def cad(draw, unit=6):
    document = ezdxf.new("R2010", units=unit)
    draw(document, document.modelspace())
    out = io.StringIO()
    document.write(out)
    return out.getvalue().encode()


def test_curves_are_read_as_chords_within_five_centimetres():
    (circle,), notes = from_dxf(cad(lambda _d, space: space.add_circle((10, 20), 8, dxfattribs={"layer": "Pond"})))
    assert (circle.layer, circle.geometry) == ("pond", "Polygon")
    assert float(circle.area) == pytest.approx(3.14159265 * 64, rel=0.02)
    radii = [((float(x) - 10) ** 2 + (float(y) - 20) ** 2) ** 0.5 for x, y in circle.rings[0]]
    assert max(radii) == pytest.approx(8, abs=0.002)
    assert "converted" in {one.kind for one in notes}


def test_curves_of_a_drawing_in_millimetres_come_out_in_metres():
    (circle,), _ = from_dxf(cad(lambda _d, space: space.add_circle((10_000, 20_000), 8_000), unit=4))
    xs = [x for x, _ in circle.rings[0]]
    assert (min(xs), max(xs)) == (Decimal("2.000"), Decimal("18.000"))


def test_what_stands_in_blocks_is_taken_out():
    def draw(document, space):
        tent = document.blocks.new("TENT")
        tent.add_lwpolyline([(0, 0), (4, 0), (4, 3), (0, 3)], close=True, dxfattribs={"layer": "TENTS"})
        space.add_blockref("TENT", (10, 10))
        space.add_blockref("TENT", (20, 10), dxfattribs={"rotation": 90})

    found, _ = from_dxf(cad(draw))
    assert [one.area for one in found] == [12, 12]
    assert found[0].rings[0][0] == (Decimal("10.000"), Decimal("10.000"))


def test_blocks_within_blocks_end_somewhere():
    def draw(document, space):
        for level in range(8):
            block = document.blocks.new(f"B{level}")
            for n in range(10):
                if level:
                    block.add_blockref(f"B{level - 1}", (n, 0))
                else:
                    block.add_point((n, 0))
        space.add_blockref("B7", (0, 0))

    assert len(from_dxf(cad(draw))[0]) <= 20_000


def test_a_circle_around_a_named_point_is_a_mark_and_any_other_curve_is_read(festival):
    some = [*festival[:5], next(one for one in festival if one.layer == "post")]
    document = ezdxf.read(io.StringIO(dxf(some).decode()))
    document.modelspace().add_circle([float(value) for value in some[-1].rings[0][0]], 5)
    document.modelspace().add_arc((900, 900), 5, 0, 90, dxfattribs={"layer": "BARRIER"})
    out = io.StringIO()
    document.write(out)
    found, _ = from_dxf(out.getvalue().encode())
    assert [one.layer for one in found[6:]] == ["barrier"]


def test_too_many_points_of_curves_are_refused():
    with pytest.raises(PackageRefused):
        from_dxf(cad(lambda _d, space: space.add_circle((0, 0), 5000)), limits=Limits(geometry_points=20))


def test_a_drawing_with_a_curve_that_is_broken_otherwise_keeps_what_could_be_read():
    data = cad(lambda _d, space: (space.add_line((0, 0), (3, 4)), space.add_circle((0, 0), 5)))
    cut = data.replace(b"AcDbCircle", b"\x00\xff")
    found, _ = from_dxf(cut)
    assert found[0].length == 5


# Directions

SPACE = "{http://www.w3.org/2000/svg}"


def led(layer, code, *points, kind="", **extra):
    ring = tuple((Decimal(x), Decimal(y)) for x, y in points)
    return Feature(layer, code, kind, "", "LineString", (ring,), extra=tuple(extra.items()))


def arrows(root):
    """Corners of every arrow of the drawing itself, y upwards."""
    found = [one.get("d") for one in root.findall(f"{SPACE}path") if one.get("class") == "direction"]
    return [[tuple(map(float, corner.split())) for corner in d.strip("M Z").split(" L")] for d in found]


def test_a_one_way_has_three_arrows_along_it_and_a_stair_one_uphill():
    east = led("route", "R1", (0, 50), (100, 50), one_way=True)
    up = led("stair", "S1", (40, 0), (40, 40), kind="台阶")
    root = ET.fromstring(svg((east, up)))
    made = arrows(root)
    along = [corners for corners in made if all(abs(-y - 50) < 3 for _, y in corners)]
    assert sorted(round(max(x for x, _ in corners)) for corners in along) == [16, 51, 86]
    assert all(tip[0] > left[0] and tip[0] > right[0] for tip, left, right in along)
    (uphill,) = [corners for corners in made if corners not in along]
    assert -uphill[0][1] > max(-y for _, y in uphill[1:])
    assert abs(-sum(y for _, y in uphill) / 3 - 20) < 1


def test_a_route_that_runs_both_ways_has_one_arrow_and_a_fence_none():
    root = ET.fromstring(svg((led("route", "R1", (0, 0), (100, 0)), led("barrier", "B1", (0, 9), (100, 9)))))
    assert len(arrows(root)) == 1


def test_a_line_without_length_has_no_arrow():
    assert not arrows(ET.fromstring(svg((led("route", "R1", (5, 5), (5, 5), one_way=True),))))


def test_the_legend_explains_the_lines_that_are_drawn_and_no_others():
    words = {"route": "路线", "stair": "台阶", "坡道": "坡道 <10°>", "one_way": "单向通行", "barrier": "围挡"}
    drawn = (
        led("route", "R1", (0, 0), (50, 0), one_way=True),
        led("stair", "S1", (0, 9), (50, 9), kind="坡道"),
    )
    root = ET.fromstring(svg(drawn, legend=words))
    keys = {key.find(f"{SPACE}text").text: key for key in root.findall(f"{SPACE}g")}
    assert set(keys) == {"路线", "单向通行", "坡道 <10°>"}
    counts = {
        name: sum(one.get("class") == "direction" for one in key.findall(f"{SPACE}path")) for name, key in keys.items()
    }
    assert counts == {"路线": 1, "单向通行": 3, "坡道 <10°>": 1}
    _, top, _, height = map(float, root.get("viewBox").split())
    assert all(float(key.find(f"{SPACE}text").get("y")) < top + height for key in keys.values())
