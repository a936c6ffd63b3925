"""``workbench simulate`` as a person meets it."""

import json


def test_a_package_is_walked_and_its_tables_written(run, packages):
    done = run("simulate", str(packages["job-fair"]), "--persons", "8", "--seed", "2", "--out", "tables", "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told["left"] == 8
    assert told["settings"]["seed"] == 2
    assert told["bound"] > 0
    assert len(told["files"]) == 3


def test_the_bound_stands_beside_the_walk_in_words(run, packages):
    done = run("--lang", "en", "simulate", str(packages["job-fair"]), "--persons", "5")
    assert done.code == 0, done.err
    assert "hydraulic bound" in done.out
    assert "JuPedSim" in done.out


def test_a_plan_that_cannot_be_walked_in_is_told_in_words(run, tmp_path):
    bad = tmp_path / "bad.geojson"
    bad.write_text("{", encoding="utf-8")
    done = run("--lang", "en", "simulate", str(bad), "--persons", "5")
    assert done.code == 1
    assert "GeoJSON" in done.err
    assert "Traceback" not in done.err


def test_a_verification_case_is_run_and_told(run):
    done = run("verify-simulation", "--only", "IMO-1", "--json")
    assert done.code == 0, done.err
    (row,) = json.loads(done.out)
    assert (row["code"], row["verdict"]) == ("IMO-1", "pass")


def test_an_unknown_case_is_refused(run):
    done = run("--lang", "en", "verify-simulation", "--only", "IMO-99")
    assert done.code == 1
    assert "no verification case" in done.err


def test_a_running_time_limit_is_kept_and_an_impossible_one_refused(run, packages):
    late = run("--lang", "en", "simulate", str(packages["job-fair"]), "--persons", "5", "--limit-minutes", "0.001")
    assert late.code == 1
    assert "time limit" in late.err
    for minutes in ("0", "-5", "nan", "1e9"):
        bad = run("--lang", "en", "simulate", str(packages["job-fair"]), "--persons", "5", "--limit-minutes", minutes)
        assert (bad.code, "over 0" in bad.err) == (1, True)
    assert run("verify-simulation", "--only", "IMO-1", "--limit-minutes", "0").code == 1


def test_the_halls_of_a_fair_are_walked_each_for_itself(run, packages):
    done = run("--lang", "en", "simulate", str(packages["expo"]), "--persons", "12", "--json")
    told = json.loads(done.out)
    assert (told["left"], [one["code"] for one in told["exits"]]) == (12, ["X1", "X2", "X3", "X4", "X5"])
    assert any("3 enclosures" in note["en"] for note in told["notes"])
    assert told["curve"][-1][1] == 12


def test_exits_on_no_outline_are_named_with_what_to_do(run, packages):
    done = run("--lang", "en", "simulate", str(packages["half-marathon"]), "--persons", "12")
    assert done.code == 1
    assert all(f"X{number}" in done.err for number in range(1, 7))
    assert "walkable" in done.err
