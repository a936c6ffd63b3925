"""The crowd pages on the command line: the same sums as the window, for a case and for a package file."""

import json

import pytest

from workbench.cli.base import NOT_IN_ORDER


@pytest.fixture
def fair(packages):
    return packages["lantern-fair"]


def test_the_capacity_of_a_package_is_told_with_its_limits(run, fair):
    done = run("capacity", fair, "--json")
    found = json.loads(done.out)
    assert done.code == 0
    assert found["capacity"] == 18000
    assert [one["code"] for one in found["limits"] if one["binds"]] == ["rated", "holding"]
    assert found["needs"] == []


def test_a_number_that_does_not_fit_ends_with_three_and_says_what_would_do(run, fair):
    done = run("capacity", fair, "--persons", "23400")
    assert done.code == NOT_IN_ORDER
    assert "单改不够" in done.out
    assert "13.7 m" in done.out


@pytest.mark.parametrize("persons", [10**9, 10**30])
def test_a_number_of_persons_that_no_event_has_is_refused_at_its_place(run, fair, persons):
    done = run("capacity", fair, "--persons", persons)
    assert done.code == 1
    assert "persons" in done.err
    assert done.out == ""


def test_the_capacity_of_a_case_is_read_by_its_number(run, data, case):
    done = run("--data", data, "capacity", case, "--json")
    assert done.code == 0
    assert json.loads(done.out)["capacity"] == 30000


def test_a_subject_that_is_neither_file_nor_case_is_refused_in_words(run, data):
    done = run("--data", data, "capacity", "nothing-like-it")
    assert done.code == 1
    assert done.err


def test_screening_tells_the_hour_that_fails_and_the_lanes_that_would_do(run, fair):
    done = run("screening", fair, "lanes=9", "--json")
    found = json.loads(done.out)
    assert done.code == NOT_IN_ORDER
    assert found["lanes_needed"] == 14
    assert found["values"]["fails"] == [1, 2]
    assert run("screening", fair, f"lanes={found['lanes_needed']}").code == 0
    assert run("screening", fair, f"lanes={found['lanes_needed'] - 1}").code == NOT_IN_ORDER


def test_screening_refuses_an_input_it_does_not_know_in_words(run, fair):
    done = run("screening", fair, "lane=9")
    assert done.code == 1
    assert "lanes" in done.err


GOOD = "2026-04-29 18:00,GA,900,0\n2026-04-29 18:20,GA,1500,100\n"


def counts(tmp_path, lines):
    file = tmp_path / "counts.csv"
    file.write_text("time,gate,in,out\n" + lines, encoding="utf-8")
    return file


def test_counts_of_a_file_are_recorded_and_there_the_next_time(run, data, case, tmp_path):
    file = counts(tmp_path, GOOD.replace("04-29", "04-10"))
    done = run("--data", data, "flow", case, "import", file, "--json")
    assert done.code == 0, done.err
    again = json.loads(run("--data", data, "flow", case, "show", "--json").out)
    assert (again["peak"], again["total_in"], again["day"]) == (2300, 2400, "2026-04-10")


def test_bad_lines_stand_aside_with_number_and_reason(run, data, case, tmp_path):
    lines = "2026-04-10 18:00,GA,900,0\n2026-04-10 18:20,GX,5,0\nyesterday,GA,5,0\n2026-04-10 18:30,GA,-5,0\n"
    lines += "2026-04-10 18:40,GA,99999999,0\n2026-04-10 18:50,GA,0,0\n"
    done = run("--data", data, "flow", case, "import", counts(tmp_path, lines), "--json")
    assert done.code == NOT_IN_ORDER
    found = json.loads(done.out)
    assert [one["line"] for one in found["not_used"]] == [3, 4, 5, 6]
    assert found["peak"] == 900


def test_a_file_without_the_columns_is_refused_in_words(run, data, case, tmp_path):
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    done = run("--data", data, "flow", case, "import", file)
    assert done.code == 1
    assert "缺少列" in done.err


def test_another_set_is_tried_and_an_unknown_one_named(run, packages):
    fair = str(packages["job-fair"])
    own = json.loads(run("capacity", fair, "--json").out)
    other = json.loads(run("capacity", fair, "--set", "derated", "--json").out)
    limit = {one["code"]: one["persons"] for one in own["limits"]}["egress"]
    assert {one["code"]: one["persons"] for one in other["limits"]}["egress"] < limit
    assert "derated" in own["can_be_tried"]
    same = json.loads(run("capacity", fair, "--set", "pack:cn_jiangsu", "--json").out)
    assert same["limits"] == own["limits"]
    wrong = run("--lang", "en", "capacity", fair, "--set", "nobody")
    assert wrong.code == 1
    assert "derated" in wrong.err
