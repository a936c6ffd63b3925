"""Drawings of a case written and read: differences first, one act, one undo; venues kept for other cases."""

import json
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest

from workbench.core.commands import EditPlan
from workbench.core.decide import undo_of
from workbench.core.working_plan import keyed_features, keyed_rows, plan_of
from workbench.errors import PackageError, StorageError
from workbench.exchange.site_export import dxf, geojson
from workbench.services import documents, intake, site_files, site_import, site_venues
from workbench.services.acting import do


@pytest.fixture
def plan(festival):
    return lambda: plan_of(festival.state())


@pytest.fixture
def look(festival, tmp_path):
    def looked(data, name="plan.geojson", **named):
        path = tmp_path / name
        path.write_bytes(data)
        return site_import.looked_at(festival.desk, festival.officer, festival.case, path, **named)

    return looked


def take(festival, found):
    return site_import.take_in(festival.desk, festival.officer, festival.case, found)


def moved(features, code, dx):
    """Return the objects with one moved to the east."""
    rings = lambda one: tuple(tuple((x + Decimal(dx), y) for x, y in ring) for ring in one.rings)  # noqa: E731
    return tuple(replace(one, rings=rings(one)) if one.code == code else one for one in features)


@pytest.mark.parametrize("ending", [".geojson", ".dxf"])
def test_the_exported_plan_brings_no_difference_when_it_is_read_back(ending, festival, look):
    data = site_files.export_case(festival.desk, festival.officer, festival.case, ending)
    found = look(data, f"plan{ending}")
    assert found.differences == ()
    assert found.same == len(site_files.drawing(festival.state().application))


def test_a_moved_post_is_one_difference_and_its_row_goes_with_it(festival, plan, look):
    features = plan().site.features
    code = next(one.code for one in features if one.layer == "post")
    found = look(geojson(moved(features, code, 3)))
    assert [(one.act, one.layer, one.key) for one in found.differences] == [("changed", "post", code)]
    before = keyed_rows(plan(), "posts")[code]["x"]
    assert take(festival, found) == 1
    assert keyed_rows(plan(), "posts")[code]["x"] - before == 3


def test_looking_changes_nothing_and_taking_in_is_one_act_that_undo_takes_back(festival, plan, look):
    version, number = festival.state().version, plan()
    found = look(geojson([*moved(plan().site.features, "P01", 3)][:40]), whole=True)
    assert festival.state().version == version
    assert "removed" in {one.act for one in found.differences}
    before = festival.state()
    take(festival, found)
    assert festival.state().version == version + 1
    undo = undo_of(before, EditPlan(festival.case, found.changes))
    do(festival.desk, festival.officer, undo)
    assert plan() == number


def test_what_the_file_lacks_stays_unless_it_is_the_whole_plan(look, plan):
    some = [one for one in plan().site.features if one.layer == "gate"][:2]
    assert look(geojson(some)).differences == ()
    gone = look(geojson(some), whole=True).differences
    assert {one.act for one in gone} == {"removed"}
    assert {one.layer for one in gone} == {"gate"}


def test_a_drawing_of_another_program_needs_its_layers_named(look, festival, plan):
    wall = {"type": "LineString", "coordinates": [[0, 0], [50, 0]]}
    body = {
        "type": "FeatureCollection",
        "site_crs": {"unit": "metre"},
        "features": [{"type": "Feature", "properties": {"layer": "WALLS"}, "geometry": wall}],
    }
    data = json.dumps(body).encode()
    assert look(data).left_out == {"WALLS": 1}
    found = look(data, layers={"WALLS": "barrier"})
    assert [one.act for one in found.differences] == ["added"]
    take(festival, found)
    assert found.differences[0].key in keyed_features(plan().site, "barrier")


def test_several_new_objects_without_codes_get_codes_of_their_own(look, festival, plan):
    points = [
        {
            "type": "Feature",
            "properties": {"layer": "post", "kind": "固定"},
            "geometry": {"type": "Point", "coordinates": [n, n]},
        }
        for n in range(5)
    ]
    body = {"type": "FeatureCollection", "site_crs": {"unit": "metre"}, "features": points}
    before = set(keyed_rows(plan(), "posts"))
    take(festival, look(json.dumps(body).encode()))
    assert len(set(keyed_rows(plan(), "posts")) - before) == 5


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"{", "plan.geojson"),
        (b"[]", "plan.geojson"),
        (b'{"type": "FeatureCollection", "features": []}', "plan.geojson"),
        (b'{"type": "FeatureCollection", "features": [' + b"[" * 100_000, "plan.geojson"),
        (b"\x00\x01", "plan.dxf"),
        (b"AutoCAD Binary DXF\r\n\x1a\x00", "plan.dxf"),
    ],
)
def test_a_file_that_is_no_drawing_is_refused_in_words_and_nothing_is_lost(data, name, look, festival):
    version = festival.state().version
    with pytest.raises(PackageError) as refused:
        look(data, name)
    assert refused.value.where == name
    assert refused.value.remedy.zh
    assert festival.state().version == version


def test_degrees_and_numbers_that_are_none_are_left_out_and_told(look):
    def at(*values):
        geometry = {"type": "LineString", "coordinates": [list(values[:2]), list(values[2:])]}
        return {"type": "Feature", "properties": {"layer": "barrier", "code": f"W{values[0]}"}, "geometry": geometry}

    entries = [at(119.95, 31.41, 119.951, 31.411), at(1e30, 0, 5, 5), at(0, 0, 5, 5)]
    found = look(json.dumps({"type": "FeatureCollection", "features": entries}).encode())
    assert [one.key for one in found.differences] == ["W0"]
    assert {"degrees", "bad_coordinates"} <= {one.kind for one in found.notes}


def test_a_missing_file_is_told(festival, tmp_path):
    with pytest.raises(PackageError):
        site_import.looked_at(festival.desk, festival.officer, festival.case, tmp_path / "none.dxf")


def test_an_unknown_ending_is_refused_with_those_that_are_known(festival):
    with pytest.raises(PackageError) as refused:
        site_files.export_case(festival.desk, festival.officer, festival.case, ".dwg")
    assert ".dxf" in refused.value.remedy.en


def test_a_venue_is_kept_listed_and_brings_its_differences_into_a_case(festival, plan):
    desk, officer, case = festival.desk, festival.officer, festival.case
    kept = site_venues.keep_venue(desk, officer, case, "湖滨草坪")
    assert [one.name for one in site_venues.venues(desk, officer)] == ["湖滨草坪"]
    assert kept.objects == len(site_files.drawing(plan()))
    assert site_venues.venue_compared(desk, officer, case, "湖滨草坪").differences == ()
    some = [one for one in plan().site.features if one.layer != "medical"]
    gone = site_import.compared(plan(), festival.desk.pack, replace(plan().site, features=tuple(some)))
    assert gone.differences == ()


def test_a_drawing_kept_again_under_its_name_replaces_the_one_before(festival, look):
    desk, officer, case = festival.desk, festival.officer, festival.case
    first = site_venues.keep_venue(desk, officer, case, "湖滨草坪")
    take(festival, look(geojson(moved(festival.state().application.site.features, "P01", 3))))
    second = site_venues.keep_venue(desk, officer, case, "湖滨草坪")
    assert second.entry == first.entry
    assert second.sha256 != first.sha256
    assert len(site_venues.venues(desk, officer)) == 1


def test_a_venue_that_is_not_kept_is_told(festival):
    with pytest.raises(StorageError):
        site_venues.venue_compared(festival.desk, festival.officer, festival.case, "别处")


def test_the_same_objects_in_dxf_are_no_difference_though_it_has_fewer_words(look, plan):
    bare = tuple(replace(one, kind="", name="", extra=()) for one in plan().site.features)
    found = look(dxf(bare), "plan.dxf")
    assert [one for one in found.differences if one.act != "added"] == []


def test_a_venue_kept_from_one_case_becomes_the_plan_of_another_and_undo_takes_it_back(festival, packages, plan):
    desk, officer = festival.desk, festival.officer
    site_venues.keep_venue(desk, officer, festival.case, "湖滨草坪")
    second = intake.receive(desk, officer, packages["job-fair"]).case
    before = documents.find(desk, second)
    found = site_venues.venue_compared(desk, officer, second, "湖滨草坪", whole=True)
    assert site_import.take_in(desk, officer, second, found, "湖滨草坪") == len(found.differences) > 50
    after = plan_of(documents.find(desk, second))
    ours = {(one.layer, one.code): one.rings for one in site_files.drawing(plan())}
    theirs = {(one.layer, one.code): one.rings for one in site_files.drawing(after)}
    layers = {layer for layer, _ in ours}
    assert {key: rings for key, rings in theirs.items() if key[0] in layers} == ours
    assert keyed_rows(after, "gates")["X1"]["width"] == keyed_rows(plan(), "gates")["X1"]["width"]
    assert site_venues.venue_compared(desk, officer, second, "湖滨草坪", whole=True).differences == ()
    assert not festival.state().working_plan
    do(desk, officer, undo_of(before, EditPlan(second, found.changes)))
    assert plan_of(documents.find(desk, second)).site == plan_of(before).site


@pytest.mark.parametrize("name", ["site.dxf", "site.geojson"])
def test_the_drawings_of_the_package_itself_bring_no_difference(name, packages, plan, look):
    with zipfile.ZipFile(packages["chenghu-bay-festival"]) as package:
        data = package.read(f"chenghu-bay-festival/{name}")
    found = look(data, name)
    assert found.differences == ()
    assert found.left_out == {}
    assert found.same == len(site_files.drawing(plan()))


def test_what_a_drawing_rounds_away_is_no_difference_and_a_centimetre_is(plan, look):
    features = plan().site.features
    code = next(one.code for one in features if one.layer == "post")
    assert look(geojson(moved(features, code, "0.005"))).differences == ()
    assert len(look(geojson(moved(features, code, "0.01"))).differences) == 1


def test_layers_are_named_without_regard_to_capitals(look):
    wall = b"0\nSECTION\n2\nENTITIES\n0\nLINE\n8\nWALL\n10\n0\n20\n0\n11\n9\n21\n9\n0\nENDSEC\n0\nEOF\n"
    found = look(wall, "plan.dxf", layers={"Wall": "barrier"})
    assert [(one.act, one.layer) for one in found.differences] == [("added", "barrier")]


def test_a_drawing_in_the_coordinates_of_another_system_is_told(look):
    def post(x, y):
        geometry = {"type": "Point", "coordinates": [x, y]}
        return {
            "type": "Feature",
            "properties": {"layer": "post", "code": "P901", "kind": "固定"},
            "geometry": geometry,
        }

    for place, far in (((500_000, 3_450_000), ["far_away"]), ((500, 300), [])):
        body = {"type": "FeatureCollection", "site_crs": {"unit": "metre"}, "features": [post(*place)]}
        assert [one.kind for one in look(json.dumps(body).encode()).notes] == far


def test_what_the_reader_notices_says_at_which_object(look):
    bad = {"type": "Feature", "properties": {"layer": "post", "code": "P77"}, "geometry": {"type": "Circle"}}
    good = {
        "type": "Feature",
        "properties": {"layer": "barrier"},
        "geometry": {"type": "LineString", "coordinates": [[0, 0], [9, 9]]},
    }
    body = {"type": "FeatureCollection", "site_crs": {"unit": "metre"}, "features": [good, bad]}
    told = [site_import.located(one) for one in look(json.dumps(body).encode()).notes]
    assert any(one.zh.startswith("第 2 个对象 P77：") and one.en.startswith("object 2 P77: ") for one in told)
