"""``workbench site``: plans of packages and of cases, listed and checked."""

import json

import pytest


def test_a_package_is_checked_without_an_office(run, packages):
    done = run("site", "check", packages["lantern-fair"], "--json")
    found = json.loads(done.out)["problems"]
    assert done.code == 3
    assert {"post_in_water", "no_fence"} <= {one["rule"] for one in found}
    wet = next(one for one in found if one["rule"] == "post_in_water")
    assert wet["objects"] == ["post/P06"]
    assert wet["at"] == [180.0, 180.0]


def test_a_plan_with_nothing_grave_ends_in_order(run, packages):
    assert run("site", "check", packages["chenghu-bay-festival"]).code == 0


def test_the_objects_of_a_package_are_listed(run, packages):
    done = run("site", "show", packages["job-fair"], "--json")
    found = {(one["layer"], one["code"]): one for one in json.loads(done.out)["objects"]}
    assert done.code == 0
    assert found["gate", "X4"]["length_m"] == "3.000"
    assert found["zone", "Z01"]["row"] == "Z01"


def test_the_plan_of_a_case_is_listed_by_its_number(run, data, case):
    done = run("--lang", "en", "--data", data, "site", "show", case)
    assert done.code == 0
    assert "objects" in done.out


def test_a_case_that_there_is_not_is_told(run, data):
    done = run("--data", data, "site", "check", "9999-0001")
    assert done.code == 1
    assert done.err


def test_a_plan_is_exported_read_back_and_kept_as_a_venue(run, data, case, tmp_path):
    for ending in ("geojson", "dxf", "svg", "pdf"):
        done = run("--data", data, "site", "export", case, "--out", tmp_path / f"plan.{ending}")
        assert done.code == 0, done.err
        assert (tmp_path / f"plan.{ending}").stat().st_size > 1000
    done = run("--data", data, "site", "import", case, tmp_path / "plan.dxf", "--json")
    assert json.loads(done.out)["differences"] == []
    assert run("--data", data, "site", "venue", "keep", case, "湖滨草坪").code == 0
    listed = json.loads(run("--data", data, "site", "venue", "list", "--json").out)
    assert [one["name"] for one in listed] == ["湖滨草坪"]
    used = run("--data", data, "site", "venue", "use", case, "湖滨草坪", "--json")
    assert json.loads(used.out)["differences"] == []


def test_a_file_is_never_overwritten_by_an_export(run, packages, tmp_path):
    target = tmp_path / "plan.svg"
    target.write_text("mine")
    done = run("site", "export", packages["job-fair"], "--out", target)
    assert done.code == 1
    assert target.read_text() == "mine"


def test_a_drawing_is_only_shown_until_it_is_applied(run, data, case, tmp_path):
    wall = {"type": "LineString", "coordinates": [[0, 0], [50, 0]]}
    feature = {"type": "Feature", "properties": {"layer": "WALL"}, "geometry": wall}
    body = {"type": "FeatureCollection", "site_crs": {"unit": "metre"}, "features": [feature]}
    drawing = tmp_path / "wall.geojson"
    drawing.write_text(json.dumps(body))
    wish = ("--data", data, "site", "import", case, drawing, "--with", "WALL=barrier", "--json")
    first = json.loads(run(*wish).out)
    assert [one["act"] for one in first["differences"]] == ["added"]
    assert json.loads(run(*wish).out)["differences"] == first["differences"]


def test_a_file_that_is_no_drawing_ends_with_a_fault_in_words(run, data, case, tmp_path):
    broken = tmp_path / "broken.geojson"
    broken.write_text("{")
    done = run("--data", data, "site", "import", case, broken)
    assert done.code == 1
    assert "broken.geojson" in done.err


def drawn(run, data, case):
    """Return the objects of a plan by layer and code."""
    done = run("--data", data, "site", "show", case, "--json")
    return {(one["layer"], one["code"]): one for one in json.loads(done.out)["objects"]}


@pytest.mark.parametrize("ending", ["geojson", "dxf"])
def test_a_drawing_is_carried_out_by_apply_once_and_its_differences_are_gone(
    run, data, case, packages, ending, tmp_path
):
    drawing = tmp_path / f"plan.{ending}"
    assert run("site", "export", packages["job-fair"], "--out", drawing).code == 0
    wish = ("--data", data, "site", "import", case, drawing, "--json")
    looked = json.loads(run(*wish).out)
    assert not looked["applied"]
    assert len(looked["differences"]) > 20
    done = run(*wish, "--apply")
    assert done.code == 0, done.err
    assert json.loads(done.out) == {**looked, "applied": True}
    after = drawn(run, data, case)
    told = {(one["layer"], one["key"]) for one in looked["differences"]}
    assert all(after[key]["edited"] and after[key]["drawn"] for key in told)
    assert json.loads(run(*wish).out)["differences"] == []


def test_apply_takes_away_what_a_whole_drawing_lacks(run, data, case, tmp_path):
    drawing = tmp_path / "plan.geojson"
    run("--data", data, "site", "export", case, "--out", drawing)
    body = json.loads(drawing.read_text("utf-8"))
    body["features"] = [one for one in body["features"] if one["properties"]["code"] != "X2"]
    drawing.write_text(json.dumps(body), "utf-8")
    done = run("--data", data, "site", "import", case, drawing, "--with", "whole=yes", "--apply")
    assert done.code == 0, done.err
    assert ("gate", "X2") not in drawn(run, data, case)
    assert ("gate", "X1") in drawn(run, data, case)


def test_a_venue_kept_from_one_case_is_used_in_another(run, data, case, packages):
    assert run("--data", data, "site", "venue", "keep", case, "湖滨草坪").code == 0
    taken = run("--data", data, "import", packages["job-fair"], "--json")
    second = json.loads(taken.out)["case"]
    wish = ("--data", data, "site", "venue", "use", second, "湖滨草坪", "--json")
    looked = json.loads(run(*wish).out)
    assert looked["differences"]
    assert json.loads(run(*wish, "--apply").out)["applied"]
    ours, theirs = drawn(run, data, case), drawn(run, data, second)
    same = ("area_m2", "length_m")
    assert all(theirs[key][name] == one[name] for key, one in ours.items() if one["drawn"] for name in same)
    assert json.loads(run(*wish).out)["differences"] == []


def problems_of(run, data, case):
    """Return the exit code of the check of a case and its problems by rule."""
    done = run("--data", data, "site", "check", case, "--json")
    return done.code, {one["rule"]: one for one in json.loads(done.out)["problems"]}


def test_a_danger_is_let_stand_by_its_number_with_a_reason_and_taken_back_without_one(run, data, packages):
    taken_in = run("--data", data, "import", packages["lantern-fair"], "--json")
    case = json.loads(taken_in.out)["case"]
    code, found = problems_of(run, data, case)
    wet = found["post_in_water"]
    assert (code, wet["may_stand"], wet["stands"]) == (3, True, None)
    stand = ("--data", data, "site", "stand", case, str(wet["number"]))
    done = run(*stand, "--reason", "岗位设在固定栈桥上")
    assert done.code == 0, done.err
    code, found = problems_of(run, data, case)
    assert found["post_in_water"]["stands"] == "岗位设在固定栈桥上"
    assert code == 0, "nothing grave is left"
    assert run(*stand).code == 0
    assert problems_of(run, data, case)[0] == 3


def test_only_a_danger_of_the_list_can_be_let_stand(run, data, packages):
    case = json.loads(run("--data", data, "import", packages["lantern-fair"], "--json").out)["case"]
    _code, found = problems_of(run, data, case)
    hint = found["no_fence"]
    assert hint["may_stand"] is False
    refused = run("--data", data, "site", "stand", case, str(hint["number"]), "--reason", "不需要")
    assert refused.code == 1
    assert refused.err
    assert run("--data", data, "site", "stand", case, "999", "--reason", "没有").code == 2
    assert run("--data", data, "site", "stand", case, "1").code in {0, 1}
