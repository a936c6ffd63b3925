"""``workbench risk``: the risk of a case, scores, the agency's column, measures, the level, the back-test."""

import json
import shutil
from datetime import datetime

import pytest

from workbench.services import demo, office


@pytest.fixture(scope="module")
def reviewed_once(tmp_path_factory):
    folder = tmp_path_factory.mktemp("risk") / "office"
    demo.perform(folder, datetime.fromisoformat("2026-04-15 09:30"), ("grant",))
    return folder


@pytest.fixture
def reviewed(reviewed_once, tmp_path, monkeypatch):
    folder = shutil.copytree(reviewed_once, tmp_path / "reviewed")
    monkeypatch.setenv("WORKBENCH_DATA", str(folder))
    return folder


@pytest.fixture
def number(reviewed):
    with office.desk_at(reviewed) as desk:
        stream = desk.database.journal.streams("case")[-1]
        return desk.case(stream.split("/")[1]).number


@pytest.fixture
def told(run, number):
    """Return a function that gives the risk of the case as a machine reads it."""

    def tell():
        done = run("risk", number, "--json")
        assert done.code == 0
        return json.loads(done.out)

    return tell


def test_the_risk_of_a_case_is_printed_with_level_samples_and_opinions(run, number):
    done = run("risk", number)
    assert done.code == 0
    for words in ("控制后 R =", "安保等级", "seed", "第二意见", "风险矩阵"):
        assert words in done.out
    english = run("--lang", "en", "risk", number)
    assert english.code == 0
    assert "Rule matrix" in english.out


def test_a_machine_reads_everything_of_the_view(told):
    found = told()
    assert len(found["factors"]) == 48
    assert found["seats"]["open"] is False
    assert all(f["agency"] is None for f in found["factors"])
    assert sum(found["distribution"]["counts"]) == found["distribution"]["samples"] == 20_000
    assert {"steps", "tornado", "opinions", "mirror", "measures"} <= set(found)


def test_a_score_changes_only_what_was_given(run, number, told):
    assert run("risk", "score", number, "D4.2", "3", "3", "--with", "confidence=1").code == 0
    factor = next(f for f in told()["factors"] if f["code"] == "D4.2")
    assert (factor["before"], factor["after"], factor["confidence"]) == (3, 3, 1)
    assert factor["evidence"]
    assert run("risk", "score", number, "D4.2", "--with", "na=没有容纳区").code == 0
    assert next(f for f in told()["factors"] if f["code"] == "D4.2")["not_applicable"] == "没有容纳区"


def test_the_agencys_column_is_opened_once(run, number, told):
    done = run("risk", "reveal", number)
    assert (done.code, "48" in done.out) == (0, True)
    assert told()["seats"]["open"] is True
    again = run("risk", "reveal", number)
    assert again.code == 1
    assert "已经公开" in again.err
    assert run("risk", "agency", number, "D1.1", "2", "1", "--with", "page=3").code == 0
    assert next(f for f in told()["factors"] if f["code"] == "D1.1")["agency"]["page"] == 3


def test_a_measure_is_taken_and_taken_back(run, number, told):
    without_owner = run("risk", "measure", number, "CM04", "--with", "evidence=演练记录")
    assert without_owner.code == 1
    given = ("--with", "owner=承办者", "--with", "evidence=演练记录", "--with", "due=2026-04-28 18:00")
    assert run("risk", "measure", number, "CM04", *given).code == 0
    assert [m["code"] for m in told()["measures"] if m["taken"]] == ["CM04"]
    assert run("risk", "measure", number, "CM04", "--drop").code == 0
    assert [m["code"] for m in told()["measures"] if m["taken"]] == []


def test_a_lower_level_needs_reason_and_an_approvers_account(run, number, told):
    computed = told()["computed"]
    lower = str(computed + 1)
    assert run("risk", "override", number, lower, "--reason", "措施充分").code == 1
    assert run("risk", "override", number, lower, "--reason", "措施充分", "--approver", "guqinghe").code == 1
    assert run("risk", "override", number, lower, "--reason", "措施充分", "--approver", "shenzhixing").code == 0
    found = told()
    assert (found["level"], found["lowered"]) == (computed + 1, True)


def test_the_mirror_leaves_out_the_features_named(run, number):
    done = run("risk", "show", number, "--without", "kind", "--json")
    features = json.loads(done.out)["mirror"]["features"]
    assert [f["code"] for f in features if not f["on"]] == ["kind"]


def test_the_back_test_ranks_and_says_that_it_is_no_probability(run):
    done = run("risk", "backtest")
    assert done.code == 0
    assert "AUC" in done.out
    assert "不是概率" in done.out
    found = json.loads(run("risk", "backtest", "--json").out)
    assert len([one for one in found["ranking"] if not one["safe"]]) == 15


@pytest.mark.parametrize(
    "words", [("risk",), ("risk", "score"), ("risk", "no-such-case"), ("risk", "override", "x", "9")]
)
def test_wrong_use_is_told_and_leaves_no_traceback(run, reviewed, words):
    assert run(*words).code in {0, 1, 2}
