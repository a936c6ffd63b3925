"""``workbench site``: plans of packages and of cases, listed and checked."""

import json


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
