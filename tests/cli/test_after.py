"""``workbench after`` and the acts after the decision on the command line."""

import json
import shutil

import pytest


@pytest.fixture
def office(played, tmp_path):
    """A copy of the office whose festival is granted, and its case."""
    folder = tmp_path / "office"
    shutil.copytree(played, folder)
    return folder


def number_of(run, folder):
    from workbench.services import office as offices

    with offices.desk_at(folder) as desk:
        return desk.case(desk.database.journal.streams("case")[0].split("/")[1]).number


def test_it_tells_where_everything_stands_and_that_the_event_cannot_open_yet(run, office):
    number = number_of(run, office)
    done = run("--data", office, "after", number, "--json")
    told = json.loads(done.out)
    assert done.code == 3
    assert told["decided"] == "grant"
    assert {one["state"] for one in told["conditions"]} == {"active"}
    assert told["blocks"][-1][0] == "opening"
    for language, part in (("zh", "许可条件"), ("en", "conditions")):
        page = run("--data", office, "--lang", language, "after", number)
        assert part in page.out


def test_a_condition_is_checked_and_closed_by_commands(run, office):
    number = number_of(run, office)
    act = ("--data", office, "act")
    assert run(*act, "close-condition", number, "c1", "已落实").code == 1
    assert run(*act, "condition", number, "c1", "--evidence", "照片", "--at", "2026-04-17 09:00").code == 0
    assert run(*act, "close-condition", number, "c1", "已落实").code == 0
    told = json.loads(run("--data", office, "after", number, "--json").out)
    assert told["conditions"][0]["state"] == "closed"
    refused = run(*act, "condition", number, "c9", "--evidence", "照片")
    assert refused.code == 1
    assert "c9" in refused.err


@pytest.mark.parametrize("wrong", [("--at", "gestern"), ("--at", "2026-13-01")])
def test_a_time_that_is_none_is_wrong_use(run, office, wrong):
    done = run("--data", office, "act", "condition", "x", "c1", "--evidence", "照片", *wrong)
    assert done.code in {1, 2}
    assert done.err
