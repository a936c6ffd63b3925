"""The verification cases of the simulation in the window: listed, run, cancelled, failures shown as failures."""

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from workbench.ui.session import Session
from workbench.ui.settings import Settings
from workbench.ui.simulation_verification import SimulationCasesPane, bench_of

WORKER = (
    "import json, sys, time; from pathlib import Path; folder = Path(sys.argv[1])\n"
    "def say(**line): print(json.dumps(line), flush=True)\n"
    "codes = json.loads((folder / 'order.json').read_text())['only']\n"
    "for place, code in enumerate(codes):\n"
    "    say(begun=code, done=place, of=len(codes))\n"
    "    if place == 2 and {waits}: time.sleep(600)\n"
    "    verdict = 'fail' if code == 'RiMEA-1' else 'pass'\n"
    "    say(case={{'code': code, 'measured': {{'zh': '测得', 'en': 'one'}}, 'verdict': verdict}}, done=place, of=9)\n"
    "(folder / 'result.json').write_text('{{}}')\n"
)


def worker(*, waits=False):
    """Return a command that plays the worker: RiMEA-1 fails, the others pass."""
    return lambda folder: [sys.executable, "-S", "-c", WORKER.format(waits=waits), str(folder)]


@pytest.fixture
def pane(festival, qapp, qtbot, tmp_path):
    session = Session(Settings(tmp_path / "window.ini"), qapp)
    session.desk = festival.desk
    session.sign_in(festival.officer)
    made = SimulationCasesPane(session)
    qtbot.addWidget(made)
    made.resize(1256, 700)
    made.show()
    yield made
    session.close()
    session.deleteLater()


@pytest.fixture
def finish(pane, qtbot):
    return lambda: qtbot.waitUntil(lambda: not pane.bench.run.running, timeout=60_000)


def click(qtbot, widget):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def verdicts(pane):
    return {row.key: row.cells[0].upper for row in pane.table.model_.rows}


def test_every_case_is_listed_with_its_criterion_before_it_is_run(pane):
    found = verdicts(pane)
    assert (found["RiMEA-1"], found["RiMEA-8"]) == ("未运行", "不适用")
    row = pane.table.model_.rows[pane.table.model_.place_of("RiMEA-1")]
    assert row.cells[3].upper
    QAbstractItemModelTester(pane.table.model_, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_a_failure_is_shown_as_a_failure_and_counted(pane, qtbot, finish):
    pane.bench.command = worker()
    click(qtbot, pane.short)
    assert pane.stop.isVisibleTo(pane)
    finish()
    found = verdicts(pane)
    assert found["RiMEA-1"] == "不通过"
    assert found["RiMEA-2"] == "通过"
    assert found["RiMEA-4"] == "未运行"
    click(qtbot, pane.chips["fail"])
    assert [row.key for row in pane.table.model_.rows] == ["RiMEA-1"]
    assert pane.table.model_.rows[0].cells[4].upper == "测得"


def test_a_cancelled_run_keeps_the_cases_that_were_done(pane, qtbot, finish):
    told = []
    pane.session.notified.connect(lambda words, _undo: told.append(words))
    pane.bench.command = worker(waits=True)
    click(qtbot, pane.short)
    qtbot.waitUntil(lambda: pane.bench.rows["RiMEA-2"].verdict == "pass", timeout=60_000)
    click(qtbot, pane.stop)
    finish()
    assert any("已取消" in words for words in told)
    assert verdicts(pane)["RiMEA-2"] == "通过"
    assert verdicts(pane)["RiMEA-3"] == "未运行"


def test_enter_runs_the_case_at_the_cursor_alone_with_the_engine(pane, qtbot, finish):
    pane.filter("IMO-1")
    pane.table.choose("IMO-1")
    pane.setFocus()
    qtbot.keyClick(pane.table, Qt.Key.Key_Return)
    finish()
    assert pane.bench.rows["IMO-1"].verdict == "pass"
    assert pane.bench.rows["IMO-2"].verdict == "not run"


def test_a_worker_that_cannot_be_started_is_told(pane, qtbot, finish):
    pane.bench.command = lambda folder: [str(folder / "missing")]
    click(qtbot, pane.short)
    finish()
    assert "无法启动" in pane.fault.text()


def test_results_outlive_the_page_in_its_window(pane, qtbot, finish):
    pane.bench.command = worker()
    click(qtbot, pane.short)
    finish()
    again = SimulationCasesPane(pane.session)
    qtbot.addWidget(again)
    assert again.bench is bench_of(pane.session)
    assert verdicts(again)["RiMEA-1"] == "不通过"
