"""A simulated evacuation in the window: set up, run beside everything else, cancelled, refused, kept, exported."""

import json

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from workbench.crowd.microscopic_plan import Wish
from workbench.services import simulation
from workbench.services.simulation_plan import file_drawing
from workbench.services.simulation_process import Watching
from workbench.storage.packs import load_pack
from workbench.ui.crowd_page import NUMBER, CrowdPage


@pytest.fixture
def pane(workspace, settle):
    workspace.go(NUMBER)
    settle()
    page = workspace.page()
    assert isinstance(page, CrowdPage)
    page.reveal("simulation")
    return page.simulation


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    """A hall with one door, as a file."""
    room = [[0, 0], [8, 0], [8, 5], [0, 5], [0, 0]]
    shapes = (("walkable", "R", "Polygon", [room]), ("exit", "X", "LineString", [[8, 2], [8, 3]]))
    features = [
        {"properties": {"layer": layer, "code": code}, "geometry": {"type": kind, "coordinates": points}}
        for layer, code, kind, points in shapes
    ]
    file = tmp_path_factory.mktemp("hall") / "hall.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return file


@pytest.fixture
def finish(pane, qtbot):
    """Wait until the run has ended."""
    return lambda: qtbot.waitUntil(lambda: not pane.bench.run.running, timeout=60_000)


@pytest.fixture(scope="module")
def two_runs(hall):
    """Two runs of twelve people out of the hall, walked once for all tests."""
    pack = load_pack("cn_national")
    return simulation.repeated(file_drawing(hall, pack), Wish(12), 2, pack=pack, watching=Watching())


@pytest.fixture
def walked(pane, hall, settle, two_runs):
    """The pane with these runs."""
    pane.form.use_file(str(hall))
    settle()
    pane.form.persons.setText("12")
    pane.bench.run.done.emit(two_runs)
    pane.bench.run.changed.emit()
    return pane


def test_without_a_run_the_page_says_what_it_gives_and_what_the_plan_holds(pane):
    assert "水力学（SFPE）下限始终并列" in pane.none.text()
    assert "出口" in pane.about.text()
    assert "申报人数" in pane.about.text()
    assert pane.form.persons.text()
    assert pane.form.start.isEnabled()
    assert not pane.save.isEnabled()


def test_a_run_is_begun_with_progress_and_its_result_is_kept(pane, hall, settle, finish, qtbot, two_runs):
    pane.form.use_file(str(hall))
    settle()
    pane.form.persons.setText("12")
    pane.form.runs.setText("2")
    qtbot.mouseClick(pane.form.start, Qt.MouseButton.LeftButton)
    assert not pane.form.persons.isEnabled()
    finish()
    assert pane.bench.runs == two_runs
    assert "第 2 / 2 次" in pane.form.under_way.text()
    assert pane.form.persons.isEnabled()


def test_runs_show_time_bound_flows_and_map_and_stay_on_the_screen(walked, workspace, settle):
    assert walked.headline.text().startswith("疏散")
    assert "水力学下限（SFPE，N/C）" in walked.told.text()
    assert "2 次" in walked.told.text()
    assert [row.key for row in walked.exits.model_.rows] == ["X"]
    assert [row.key for row in walked.every.model_.rows] == ["1", "2"]
    assert "最大密度" in walked.map.accessibleName()
    assert "12 / 12" in walked.curve.accessibleName()
    assert "种子" in walked.settings.text()
    for table in (walked.exits, walked.every):
        QAbstractItemModelTester(table.model_, QAbstractItemModelTester.FailureReportingMode.Fatal)
    workspace.go(1)
    workspace.go(NUMBER)
    settle()
    assert workspace.page().simulation.headline.text().startswith("疏散")


def test_the_map_tells_levels_or_densities(walked, qtbot):
    assert "服务水平图" in walked.map.accessibleName()
    qtbot.mouseClick(walked.by_density, Qt.MouseButton.LeftButton)
    assert walked.map.accessibleName().startswith("密度图")
    walked.map.grab()
    walked.curve.grab()


def test_a_page_made_anew_has_the_runs_and_what_was_typed(walked, workspace):
    page = workspace.page()
    page.remember()
    fresh = CrowdPage(workspace.context)
    assert fresh.simulation.headline.text() == walked.headline.text()
    assert fresh.simulation.given() == walked.given()
    fresh.deleteLater()


def test_a_run_is_cancelled_and_the_earlier_result_stays(walked, qtbot, finish, toasts):
    before = walked.headline.text()
    walked.form.persons.setText("100")
    qtbot.mouseClick(walked.form.start, Qt.MouseButton.LeftButton)
    assert walked.form.stop.isVisibleTo(walked)
    qtbot.mouseClick(walked.form.stop, Qt.MouseButton.LeftButton)
    finish()
    assert any("已取消" in told for told in toasts)
    assert walked.headline.text() == before
    assert walked.form.start.isVisibleTo(walked)


def test_more_people_than_the_hall_holds_is_told_and_the_earlier_result_stays(walked, finish):
    before = walked.headline.text()
    walked.form.persons.setText("3000")
    walked.begin()
    finish()
    assert "放不下" in walked.fault.text()
    assert walked.headline.text() == before


def test_a_field_without_a_number_is_named_and_nothing_runs(pane):
    pane.form.runs.setText("")
    pane.begin()
    assert "次数填得不对" in pane.fault.text()
    assert not pane.bench.run.running


def test_a_plan_that_cannot_be_walked_in_says_why_and_nothing_can_begin(pane, settle, tmp_path):
    bad = tmp_path / "bad.geojson"
    bad.write_text("{", encoding="utf-8")
    pane.form.use_file(str(bad))
    settle()
    assert "GeoJSON" in pane.fault.text()
    assert "不能用于仿真" in pane.none.text()
    assert not pane.form.start.isEnabled()


def test_a_missing_engine_is_told_with_what_to_install(pane, hall, settle, finish, monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    (tmp_path / "jupedsim.py").write_text("raise ImportError('none')", encoding="utf-8")
    pane.form.use_file(str(hall))
    settle()
    pane.form.persons.setText("3")
    pane.begin()
    finish()
    assert "JuPedSim" in pane.fault.text()
    assert "simulation" in pane.fault.text()


def test_results_are_exported_as_sheet_picture_json_and_tables(walked, settle, tmp_path):
    for name in ("run.pdf", "run.png", "run.json", "run.csv"):
        walked.export_to(tmp_path / name)
        settle()
    found = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert [one["settings"]["seed"] for one in found] == [1, 2]
    pdf = pypdfium2.PdfDocument(tmp_path / "run.pdf")
    told = "".join(pdf[0].get_textpage().get_text_range().split())
    pdf.close()
    assert "水力学下限" in told
    assert "hall.geojson" in told
    assert "JuPedSim" in told
    assert (tmp_path / "run.png").read_bytes().startswith(b"\x89PNG")
    assert "persons_outside" in (tmp_path / "run.csv").read_text(encoding="utf-8-sig")
    for name in ("run.json", "run.pdf"):
        walked.fault.clear()
        walked.export_to(tmp_path / name)
        settle()
        assert "存在" in walked.fault.text()


def test_tab_reaches_every_control_of_a_walked_evacuation_and_esc_leads_back(
    walked, workspace, settle, qtbot, tab_walk
):
    settle()
    seen = tab_walk(workspace.page())
    assert walked.form.persons in seen
    left = []
    workspace.back_requested.connect(lambda: left.append(True))
    walked.form.persons.setFocus()
    qtbot.keyClick(walked.form.persons, Qt.Key.Key_Escape)
    assert not left
    assert not walked.form.persons.hasFocus()
