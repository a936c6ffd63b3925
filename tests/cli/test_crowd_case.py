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
