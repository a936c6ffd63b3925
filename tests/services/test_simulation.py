"""The simulation in a process of its own: results, progress, refusals, cancel, time limit, a crash of the engine."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from workbench.crowd.microscopic_plan import Wish
from workbench.errors import WorkbenchError
from workbench.services import simulation, simulation_files
from workbench.services import simulation_verification as suite
from workbench.services.simulation_process import SimulationCancelled, Watching, carried_out


@pytest.fixture(autouse=True)
def scratch(tmp_path, monkeypatch):
    """Temporary files of the run in a folder of its own, which must be empty afterwards."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def plan(tmp_path):
    room = [[0, 0], [8, 0], [8, 5], [0, 5], [0, 0]]
    shapes = (("walkable", "R", "Polygon", [room]), ("exit", "X", "LineString", [[8, 2], [8, 3]]))
    features = [
        {"properties": {"layer": layer, "code": code}, "geometry": {"type": kind, "coordinates": points}}
        for layer, code, kind, points in shapes
    ]
    file = tmp_path / "room.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return file


def python(code):
    return lambda folder: [sys.executable, "-c", code, str(folder)]


def test_a_plan_is_walked_in_another_process_with_progress(plan, tmp_path):
    heard = []
    view = simulation.simulated(plan, Wish(12, 5), watching=Watching(heard.append))
    assert view.left == view.persons == 12
    assert heard
    assert heard[-1]["of"] == 12
    assert view.settings["seed"] == 5
    assert view.bound > 0
    files = simulation_files.write_files(view, tmp_path / "out")
    assert [file.name for file in files] == ["curve.csv", "exits.csv", "density.csv"]
    assert "persons_outside" in files[0].read_text(encoding="utf-8-sig")


def test_the_site_of_a_package_is_walked(packages):
    view = simulation.simulated(packages["job-fair"], Wish(20))
    assert view.left == 20
    assert {one.code for one in view.exits} == {"X1", "X2", "X3", "X4"}


def test_a_bad_plan_is_refused_before_any_process_starts(plan):
    plan.write_text("{}", encoding="utf-8")
    with pytest.raises(WorkbenchError) as told:
        simulation.simulated(plan, Wish(5))
    assert told.value.where == "room.geojson"


def test_a_refusal_of_the_worker_reaches_the_person_in_words(plan):
    with pytest.raises(WorkbenchError) as told:
        simulation.simulated(plan, Wish(5000))
    assert told.value.where == "all"
    assert "does not hold" in told.value.message.en


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_crash_of_the_engine_is_told_and_costs_nothing():
    crash = python("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    with pytest.raises(WorkbenchError) as told:
        carried_out({}, command=crash)
    assert f"signal {int(signal.SIGSEGV)}" in told.value.message.en
    assert told.value.remedy


def test_a_worker_that_leaves_no_result_is_told():
    with pytest.raises(WorkbenchError) as told:
        carried_out({}, command=python("print('not json'); print('[]')"))
    assert "exit code 0" in told.value.message.en


def test_a_cancelled_worker_is_ended(tmp_path):
    mark = tmp_path / "pid"
    code = f"import os, pathlib, time; pathlib.Path({str(mark)!r}).write_text(str(os.getpid())); time.sleep(600)"
    with pytest.raises(SimulationCancelled):
        carried_out({}, Watching(cancelled=lambda: mark.exists() and mark.read_text() != ""), python(code))
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


def test_a_worker_that_takes_too_long_is_ended():
    with pytest.raises(WorkbenchError) as told:
        carried_out({}, Watching(limit=0.2), python("import time; time.sleep(600)"))
    assert "time limit" in told.value.message.en


def test_a_worker_ends_with_its_parent_and_leaves_no_folder(tmp_path):
    folder = tmp_path / "order"
    folder.mkdir()
    (folder / "order.json").write_text(json.dumps({"kind": "wait"}), encoding="utf-8")
    code = (
        "import sys, time; from pathlib import Path; from workbench.services import simulation_worker as w;"
        "w._KINDS['wait'] = lambda order: (print('begun', flush=True), time.sleep(600)); w.work(Path(sys.argv[1]))"
    )
    command = [sys.executable, "-c", code, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"begun\n"
        process.stdin.close()
        assert process.wait(60) == 1
    assert not folder.exists()


def test_a_program_that_is_not_there_is_told():
    with pytest.raises(WorkbenchError) as told:
        carried_out({}, command=lambda folder: [str(Path(folder) / "missing")])
    assert "cannot be started" in told.value.message.en


def test_verification_cases_are_run_in_another_process():
    rows = suite.verified(["RiMEA-1", "RiMEA-8"])
    assert [(row.code, row.verdict) for row in rows] == [("RiMEA-1", "pass"), ("RiMEA-8", "not applicable")]
    assert rows[0].measured.en.endswith(" s")


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_case_in_which_the_engine_crashes_has_failed_and_the_others_are_run():
    code = (
        "import json, os, signal, sys; from pathlib import Path; folder = Path(sys.argv[1])\n"
        "def say(**line): print(json.dumps(line), flush=True)\n"
        "for code in json.loads((folder / 'order.json').read_text())['only']:\n"
        "    say(begun=code, done=0, of=2)\n"
        "    if code == 'RiMEA-1': os.kill(os.getpid(), signal.SIGSEGV)\n"
        "    say(case={'code': code, 'measured': {'zh': '好', 'en': 'good'}, 'verdict': 'pass'}, done=1, of=2)\n"
        "(folder / 'result.json').write_text('{}')\n"
    )
    first, second = suite.verified(["RiMEA-1", "RiMEA-2"], command=python(code))
    assert first.verdict == "fail"
    assert "ended unexpectedly" in first.measured.en
    assert (second.verdict, second.measured.en) == ("pass", "good")


def test_the_cases_are_listed_before_they_are_run():
    rows = {row.code: row for row in suite.listed()}
    assert rows["RiMEA-1"].verdict == suite.NOT_RUN
    assert rows["RiMEA-8"].verdict == "not applicable"
    assert rows["RiMEA-4"].long
