"""Findings of a case, and several packages beside each other, on the command line."""

import json

import pytest


def test_findings_lists_what_fires_with_rule_and_remedy(run, data, case):
    done = run("--data", data, "findings", case)
    assert done.code == 3
    assert "K20" in done.out
    assert "第34条" in done.out
    assert "K06" not in done.out
    assert "K06" in run("--data", data, "findings", case, "--all").out


def test_findings_as_json_hold_every_check_once(run, data, case):
    told = json.loads(run("--data", data, "--lang", "en", "findings", case, "--json").out)
    fired = {f["k"]: f for f in told["must_fire"]}
    silent = [f["k"] for f in told["not_evaluated"]]
    assert sorted([*fired, *told["must_not_fire"], *silent]) == [f"K{n:02}" for n in range(1, 38)]
    assert all(f["remedy"]["en"] and f["law"]["en"] and f["step"] for f in fired.values())
    assert all(f["why"]["zh"] for f in told["not_evaluated"])


def test_findings_of_no_case_are_told_in_words(run, data):
    done = run("--data", data, "findings", "NOWHERE-1")
    assert (done.code, done.out) == (1, "")
    assert "NOWHERE-1" in done.err


def test_several_packages_are_checked_and_compared(run, packages):
    done = run("check", packages["expo"], packages["half-marathon"], "--as-of", "2026-10-16", "--json")
    told = json.loads(done.out)
    assert done.code == 3
    assert [p["package"] for p in told["packages"]] == ["expo", "half-marathon"]
    assert told["cross"]["must_fire_pairs"] == [["expo", "half-marathon"]]
    page = run("check", packages["expo"], packages["half-marathon"], "--as-of", "2026-10-16")
    assert "160 + 220 = 380 > 360" in page.out


@pytest.mark.parametrize(("names", "code"), [(("expo", "half-marathon"), 3), (("expo", "job-fair"), 0)])
def test_clashes_alone_decide_when_only_they_are_asked_for(run, packages, names, code):
    done = run("--lang", "en", "check", "--cross", *(packages[n] for n in names))
    assert done.code == code
    assert ("a clash" in done.out) is (code == 3)
