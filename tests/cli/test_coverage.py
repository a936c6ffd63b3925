"""Coverage and placement on the command line."""

import json

import pytest


@pytest.fixture
def fair(packages):
    return packages["job-fair"]


def test_the_coverage_of_a_package_is_told_in_tables(run, fair):
    done = run("--lang", "en", "coverage", fair, "--cell", "2")
    assert done.code == 0
    for words in ("response times", "20 people in 20 seconds", "mobile and quick-reaction posts", "16 neighbours"):
        assert words in done.out


def test_the_coverage_of_a_package_is_given_to_a_machine(run, fair):
    found = json.loads(run("coverage", fair, "--cell", "2", "--json").out)
    assert [one["persons_in_radius"] for one in found["key_spots"]] == [40, 44, 44]
    assert found["zones"][0]["shares"][-1] == 1


def test_the_sight_is_told_of_crowded_zones_only(run, packages):
    fair = packages["lantern-fair"]
    zones = {one["zone"]: one for one in json.loads(run("coverage", fair, "--cell", "5", "--json").out)["zones"]}
    told = run("--lang", "en", "coverage", fair, "--cell", "5").out.splitlines()
    line = {code: next(line for line in told if f" {code} " in line).rstrip(" │|") for code in ("Z02", "Z08")}
    assert zones["Z02"]["seen"]
    assert line["Z02"].endswith(f" {zones['Z02']['seen'] * 100:.1f}")
    assert zones["Z08"]["seen"]
    assert line["Z08"].endswith(" —")


def test_a_key_spot_without_its_first_wave_ends_with_code_3(run, packages):
    assert run("coverage", packages["half-marathon"], "--json").code == 3


def test_options_change_where_times_begin_and_how_crowds_slow_down(run, fair):
    found = json.loads(
        run("coverage", fair, "--cell", "2", "--with", "posts=all", "--with", "pace=density", "--json").out
    )
    assert len(found["from"]) == 21
    assert any("Weidmann" in text["en"] for text in found["conventions"])


def test_a_raster_too_fine_for_the_site_is_refused_with_what_fits(run, packages):
    done = run("--lang", "en", "coverage", packages["half-marathon"], "--cell", "0.5")
    assert done.code == 1
    assert "10 m or coarser" in done.err


def test_mobile_points_are_proposed_with_bound_and_gap(run, fair):
    done = run("--lang", "en", "place", fair, "--kind", "mobile", "--count", "2", "--with", "within=10")
    assert done.code == 0
    assert "proven best" in done.out
    found = json.loads(run("place", fair, "--count", "2", "--with", "within=10", "--json").out)
    assert found["status"] == "optimal"
    assert found["covered_before"] <= found["covered"] <= found["bound"]


def test_a_share_out_of_reach_ends_with_code_3(run, fair):
    done = run("place", fair, "--count", "100%", "--with", "within=1", "--with", "present=ignored", "--json")
    assert done.code == 3
    assert json.loads(done.out)["status"] == "unreachable"


@pytest.mark.parametrize(
    "options",
    [("--count", "many"), ("--count", "2.5"), ("--kind", "tank"), ("--with", "present=gone"), ("--with", "tea=yes")],
)
def test_wrong_options_are_refused_in_words(run, fair, options):
    done = run("place", fair, *options)
    assert done.code in {1, 2}
    assert done.err.strip()


def test_the_coverage_of_a_case_is_read_by_its_number(run, data, case):
    done = run("--data", data, "coverage", case, "--cell", "4", "--json")
    assert done.code == 0
    assert len(json.loads(done.out)["key_spots"]) == 10
