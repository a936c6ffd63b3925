"""Deployment and roster on the command line: the same values as the window; a proposal changes nothing by itself."""

import json

import pytest

from workbench.cli.base import NOT_IN_ORDER
from workbench.services import office

GUARDS = "澄州龙湾卫士样例保安服务有限公司"


def roster_of(data):
    with office.desk_at(data) as desk:
        (stream,) = desk.database.journal.streams("case")
        return desk.case(stream.split("/")[1]).roster


def test_a_package_shows_what_it_lacks_and_ends_with_three(run, packages):
    done = run("deployment", packages["expo"])
    assert done.code == NOT_IN_ORDER
    assert "缺通道组长：X4" in done.out
    assert "39 岗" in done.out


def test_the_deployment_of_a_package_is_told_for_machines(run, packages):
    found = json.loads(run("deployment", packages["job-fair"], "--json").out)
    assert [team["code"] for team in found["teams"]] == ["DP0", "DP1", "DP2", "DP3", "DP4"]
    assert found["fill"] == {"have": 0, "need": 44, "gap": 44}
    assert (found["mobile"], found["mobile_least"]) == (5, 5)


def test_a_package_in_order_ends_with_nought_whatever_would_be_better(run, packages):
    done = run("deployment", packages["job-fair"])
    assert (done.code, "▲" in done.out) == (0, True)


def test_a_package_without_posts_is_told_in_words(run, packages, tmp_path):
    done = run("deployment", tmp_path / "nothing.zip")
    assert done.code == 1
    assert done.err


def test_a_proposal_changes_nothing_until_it_is_applied(run, data, case):
    done = run("--data", data, "roster", case, "--by", "solve", "--json")
    proposal = json.loads(done.out)
    assert (done.code, proposal["after"], proposal["bound"]) == (0, 0, 0)
    assert roster_of(data) == {}
    assert run("--data", data, "roster", case).code == NOT_IN_ORDER
    assert run("--data", data, "roster", case, "--by", "fill", "--with", "apply=yes").code == 0
    done = run("--data", data, "roster", case)
    assert (done.code, "缺" in done.out.splitlines()[-1]) == (0, False)


def test_people_are_put_on_a_post_and_taken_off(run, data, case):
    assert run("--data", data, "act", "roster", case, "F01", "2026-04-29", f"{GUARDS}=2:陆青,苏禾").code == 0
    (slot,) = roster_of(data).values()
    assert (slot.post, slot.persons, slot.duties[0].names) == ("F01", 2, ("陆青", "苏禾"))
    assert run("--data", data, "act", "roster", case, "F01", "2026-04-29").code == 0
    assert roster_of(data) == {}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("F01", "2026-04-29", "没有的单位=2"), 1),
        (("F99", "2026-04-29", f"{GUARDS}=2"), 1),
        (("F01", "2026-04-29", f"{GUARDS}=9999"), 1),
        (("F01", "someday", f"{GUARDS}=2"), 2),
        (("F01", "2026-04-29", f"{GUARDS}=two"), 2),
    ],
)
def test_what_cannot_be_is_refused_in_words(run, data, case, words, code):
    done = run("--data", data, "act", "roster", case, *words)
    assert (done.code, bool(done.err)) == (code, True)


def test_an_unknown_way_to_fill_is_wrong_use(run, data, case):
    assert run("--data", data, "roster", case, "--by", "magic").code == 2
    assert run("--data", data, "roster", case, "--by", "down", "--with", "post=F01").code == 2


def test_the_shifts_of_a_post_are_shown_with_who_takes_over(run, data, case):
    told = json.loads(run("--data", data, "roster", case, "--with", "post=F01", "--json").out)
    assert [post["key"] for post in told] == ["F01"]
    assert "relief" in told[0]["days"][0]["shifts"][0]
    assert "接班" in run("--data", data, "roster", case, "--with", "post=F01").out
    done = run("--data", data, "roster", case, "--with", "post=F99")
    assert done.code == 2
    assert "F99" in done.err


def test_the_commander_and_what_is_not_entered_stand_in_the_text(run, packages):
    out = run("deployment", packages["chenghu-bay-festival"]).out
    assert "指挥长：魏承泽 12379509024" in out
    for words in ("未登记副指挥长", "未登记通信网和哨声信号", "未登记低慢小管控和应急处置点", "未登记后勤保障"):
        assert words in out
