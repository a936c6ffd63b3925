"""``workbench calc`` and ``verify-models`` as a person meets them."""

import json
import shutil

import pytest


def test_the_models_are_listed_by_group(run):
    listed = json.loads(run("calc", "--json").out)
    by_code = {one["model"]: one["group"]["en"] for one in listed}
    assert by_code["fluid_queue"] == "Screening and entry"
    assert by_code["maurer"] == "Medical cover"
    assert by_code["lightning"] == "Weather triggers"


def test_a_model_tells_its_inputs_and_the_names_that_can_be_given(run):
    done = run("--lang", "en", "calc", "maurer")
    assert done.code == 0
    assert "rock_concert = rock concert" in done.out
    inputs = {one["key"]: one for one in json.loads(run("calc", "maurer", "--json").out)["inputs"]}
    assert "rock_concert" in inputs["event"]["options"]


def test_a_result_by_interval_is_a_table_in_words(run):
    done = run("--lang", "en", "calc", "fluid_queue", "profile=60:1000:2; 60:3000:2", "rate=1000")
    assert done.code == 0
    for words in ("by interval", "longest wait (min)", "largest queue", "1000 p"):
        assert words in done.out
    assert "{'" not in done.out


def test_a_result_for_a_machine_holds_numbers_steps_and_sources(run):
    told = json.loads(run("calc", "lanes_needed", "persons=12000", "seconds=8", "--json").out)
    assert told["values"]["lanes"] == 16
    assert told["values"]["rate"] == 382.5
    assert {one["code"] for one in told["parameters"]} == {"house.peak_share", "house.lane_efficiency"}
    assert told["steps"][-1]["what"]["en"] == "lanes by rate"


def test_no_steady_state_is_refused_with_the_model_that_answers(run):
    done = run("--lang", "en", "calc", "mmc", "arrivals=9", "service=3", "lanes=3")
    assert done.code == 1
    assert "arrivals" in done.err
    assert "fluid_queue" in done.err
    assert done.out == ""


def test_all_published_examples_pass(run):
    done = run("verify-models", "--json")
    assert done.code == 0
    told = json.loads(done.out)
    assert told
    assert all(one["passed"] for one in told)


OWN = """
[pack]
name = "chengzhou"
version = "2026.1"
extends = "cn_national"
zh = "澄州规则包"
en = "Chengzhou rule pack"
valid_from = 2026-01-01
"""


@pytest.fixture
def own(tmp_path):
    """Return the folder of an office's pack that counts level exits at 70 persons a minute and metre."""
    folder = tmp_path / "in" / "chengzhou"
    folder.mkdir(parents=True)
    (folder / "pack.toml").write_text(OWN, encoding="utf-8")
    (folder / "crowd_own.toml").write_text('[[crowd]]\ncode = "green_guide.level"\nvalue = 70\n', encoding="utf-8")
    return folder


EXITS = ("egress_rate", "exits=A:5:level; B:5:level")


def test_a_sum_takes_the_constants_of_an_offices_own_pack_by_its_folder(run, own):
    assert json.loads(run("calc", *EXITS, "--json").out)["values"]["capacity"] == 5 * 82 * 8
    assert json.loads(run("calc", *EXITS, "--pack", own, "--json").out)["values"]["capacity"] == 5 * 70 * 8


def test_a_sum_takes_the_constants_of_the_pack_that_an_office_keeps_by_its_name(run, own, tmp_path):
    kept = tmp_path / "office" / "packs" / "chengzhou"
    shutil.copytree(own, kept)
    told = run("--data", tmp_path / "office", "calc", *EXITS, "--pack", "chengzhou", "--json").out
    assert json.loads(told)["values"]["capacity"] == 5 * 70 * 8
    row = next(one for one in json.loads(told)["parameters"] if one["code"] == "green_guide.level")
    assert row["value"] == 70


def test_the_published_examples_show_what_another_constant_changes(run, own):
    done = run("verify-models", "--pack", own, "--json")
    assert done.code == 3
    assert {one["model"] for one in json.loads(done.out) if not one["passed"]} >= {"egress_rate"}


def test_a_pack_that_is_not_there_is_named(run):
    done = run("calc", *EXITS, "--pack", "nowhere")
    assert done.code == 1
    assert "nowhere" in done.err


def test_an_offices_own_pack_is_checked_where_it_is_written(run, own):
    assert run("packs", "check", own).code == 0
    (own / "crowd_own.toml").write_text('[[crowd]]\ncode = "green_guide.level"\nvalue = "viel"\n', encoding="utf-8")
    done = run("--lang", "en", "packs", "check", own, "--json")
    assert done.code == 3
    assert [one["line"] for one in json.loads(done.out)]


def test_an_office_that_chooses_a_distance_no_patrol_can_go_by_is_told_the_line_and_the_bounds(run, own):
    row = '[[parameters]]\ncode = "patrol_stretch"\nvalue = {}\nbasis = ["office"]\nmark = "P"\n'
    for value, code in ((250, 0), (3, 3), ('"weit"', 3)):
        (own / "parameters_own.toml").write_text(row.format(value), encoding="utf-8")
        done = run("--lang", "en", "packs", "check", own, "--json")
        assert done.code == code
        for one in json.loads(done.out) if code else ():
            assert (one["file"].rpartition("/")[2], one["line"]) == ("parameters_own.toml", 1)
            assert "patrol_stretch: “value” " in one["message"]["en"]


def test_parking_of_a_package_takes_its_numbers_says_where_from_and_takes_others_over_them(run, packages):
    fair = packages["lantern-fair"]
    told = json.loads(run("--lang", "en", "calc", "parking", "--from", fair, "--json").out)
    assert [(one["vehicle"], one["need"], one["spaces"], one["short"]) for one in told["values"]["kinds"]] == [
        ("Car", 1500, 1200, 300), ("Coach", 20, None, None)]  # fmt: skip
    assert [one["en"] for one in told["sources"]][1:3] == [
        "Car, need 1500: “Expected need of parking spaces” of the application",
        "Car, spaces 1200: “Parking spaces” of the application",
    ]
    assert [one["zh"] for one in told["gaps"]] == ["没有大客车的车位"]
    done = run("calc", "parking", "--from", fair, "kinds=小客车:::1600::1500")
    assert "▲ 没有大客车的车位" in done.out
    assert "⌈1500 / 1⌉ = 1500" in done.out


def test_dispersal_of_a_package_names_its_last_departure_and_what_is_still_wanted(run, packages):
    done = run("calc", "dispersal", "--from", packages["lantern-fair"])
    assert done.code == 1
    assert "公共交通末班 40 分钟：末班 22:40，散场 22:00" in done.out
    assert "modes[1].share" in done.err


def test_a_model_that_takes_nothing_from_a_case_names_those_that_do(run, packages):
    done = run("calc", "mmc", "--from", packages["lantern-fair"])
    assert done.code == 1
    assert "parking" in done.err
