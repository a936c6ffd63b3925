"""Scenarios, triggers, the breaker sheet and table-top exercises on the command line."""

import json
from pathlib import Path

from workbench.cli.base import NOT_IN_ORDER

EXAMPLE = Path(__file__).parents[2] / "forms" / "samples" / "drills" / "festival-table-top.json"


def test_a_package_shows_who_decides_and_who_acts(run, packages):
    done = run("emergency", "show", packages["chenghu-bay-festival"], "--json")
    found = json.loads(done.out)
    first = found["triggers"][0]
    assert done.code == 0
    assert (first["code"], first["deciders"], first["owner"]) == ("TR-01", ["顾望舟（安全责任人）"], "殷景行")
    assert len(found["scenarios"]) == 25


def test_the_lint_of_a_package_ends_with_three_and_says_what_settles_it(run, packages):
    done = run("emergency", "lint", packages["lantern-fair"], "--json")
    found = json.loads(done.out)
    assert done.code == NOT_IN_ORDER
    assert ["over_full", ["TR-02"], "red"] in [[one["rule"], one["codes"], one["field"]] for one in found]
    assert all(one["remedy"]["zh"] and one["remedy"]["en"] for one in found)


def test_the_sheet_of_a_package_is_one_page_and_never_overwrites(run, packages, tmp_path):
    import pypdfium2

    target = tmp_path / "sheet.pdf"
    assert run("emergency", "sheet", packages["job-fair"], "--out", target).code == 0
    with pypdfium2.PdfDocument(target) as pdf:
        assert len(pdf) == 1
    target.write_bytes(b"something else")
    assert run("emergency", "sheet", packages["job-fair"], "--out", target).code == 1
    assert target.read_bytes() == b"something else"


def test_an_exercise_is_replayed_for_a_package_and_kept_in_a_case(run, data, case, packages):
    done = run("drill", EXAMPLE, packages["chenghu-bay-festival"], "--json")
    assert done.code == 0
    assert json.loads(done.out)["scenarios"] == ["EM01", "EM04", "EM15"]
    assert "顾望舟" in run("--data", data, "emergency", "show", case).out
    kept = run("--data", data, "drill", EXAMPLE, case, "--keep")
    assert kept.code == 0
    assert "已登记" in kept.out
    shown = json.loads(run("--data", data, "emergency", "show", case, "--json").out)
    assert list(shown["drills"]) == ["T1"]
    again = run("--data", data, "drill", EXAMPLE, case, "--keep")
    assert again.code == 1
    assert "已登记" in again.err


def test_an_exercise_with_faults_names_their_places(run, packages, tmp_path):
    bad = tmp_path / "bad.json"
    told = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    told["signals"][1]["trigger"] = "TR-99"
    bad.write_text(json.dumps(told), encoding="utf-8")
    done = run("drill", bad, packages["chenghu-bay-festival"])
    assert done.code == NOT_IN_ORDER
    assert "signals[2].trigger" in done.out
    bad.write_text("{", encoding="utf-8")
    assert run("drill", bad, packages["chenghu-bay-festival"]).code == NOT_IN_ORDER
