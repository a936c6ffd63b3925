"""The page of the emergency plan: edited, adopted, found wrong, exercised, with real clicks and keys."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog

from workbench.ui.emergency_page import DRILLS, SHEET, DeputyDialog

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
EXAMPLE = Path(__file__).parents[2] / "forms" / "samples" / "drills" / "festival-table-top.json"


@pytest.fixture
def page(workspace, settle, qtbot):
    qtbot.keyClick(workspace, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier)
    shown = workspace.page()
    qtbot.waitUntil(lambda: shown.found is not None, timeout=20_000)
    settle()
    return shown


def press(button, qtbot):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def typed(page, settle, qtbot, field, text):
    """Type into a field as a person does, and leave it."""
    edit = page.form.fields[field].edit
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    QApplication.clipboard().setText(text)
    edit.paste()
    page.form.fields[field].settle()
    settle()


def test_the_page_opens_by_its_key_with_every_trigger_and_what_is_missing(page):
    for table in page.tables.values():
        QAbstractItemModelTester(table.model(), FATAL)
    assert page.tables["trigger"].model().rowCount() == 18
    assert page.tables["scenario"].model().rowCount() == 25
    assert len(page.findings.model_.lines) == 3
    assert page.tables["trigger"].hasFocus()


def test_a_field_of_the_plan_and_one_of_the_office_are_saved_where_they_belong(page, festival, settle, qtbot):
    page.reveal("TR-03")
    typed(page, settle, qtbot, "monitor", "瞭望哨与计数")
    typed(page, settle, qtbot, "deputy", "林岚")
    case = festival.state()
    assert case.trigger_words["TR-03"].words == {"deputy": "林岚"}
    assert dict(case.working_plan[("triggers", "TR-03")].values) == {"monitor": "瞭望哨与计数"}
    assert page.form.fields["monitor"].text() == "瞭望哨与计数"


def test_a_number_that_cannot_be_read_is_refused_at_its_field_and_nothing_is_lost(page, festival, settle, qtbot):
    page.reveal("TR-03")
    typed(page, settle, qtbot, "red", "很多")
    assert "红" in page.form.fields["red"].fault.text()
    assert page.form.fields["red"].text() == "4.7"
    assert festival.state().working_plan == {}


def test_a_finding_leads_to_its_field(page, qtbot):
    page.findings.setFocus()
    qtbot.keyClick(page.findings, Qt.Key.Key_Return)
    assert page.table.key == "TR-01"
    assert page.form.fields["deputy"].edit.hasFocus()


def test_taking_a_trigger_out_is_found_and_undone(page, workspace, festival, settle, qtbot):
    page.reveal("TR-06")
    press(page.adopt, qtbot)
    settle()
    assert ("TR-06", "applicable") in [(one.codes[0], one.field) for one in page.found.lint]
    workspace.context.undo.undo()
    settle()
    assert len(page.found.lint) == 3
    assert festival.state().working_plan == {}


def test_one_deputy_is_named_for_everything_a_person_decides(page, festival, settle, qtbot):
    press(page.deputies, qtbot)
    dialog = QApplication.activeModalWidget() or page.findChild(DeputyDialog)
    dialog.name.setText("林岚（副指挥长）")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    settle()
    case = festival.state()
    assert len(case.trigger_words) == 15
    assert len(case.scenario_words) == 23
    assert len(page.found.lint) == 1


def test_an_exercise_is_looked_at_and_then_kept(page, festival, settle, qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(EXAMPLE), ""))
    page.open_drill()
    qtbot.waitUntil(lambda: page.replay is not None, timeout=20_000)
    assert page.tabs.currentIndex() == DRILLS
    assert festival.state().drills == {}
    press(page.keep, qtbot)
    settle()
    assert festival.state().drills["T1"].scenarios == ("EM01", "EM04", "EM15")
    assert "T1" in page.drills.model_.lines[0].title
    assert page.keep.isHidden()


def test_an_exercise_with_faults_shows_their_places_and_cannot_be_kept(page, settle, qtbot, monkeypatch, tmp_path):
    told = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    told["signals"][3]["place"] = "Z99"
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(told), encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(bad), ""))
    page.open_drill()
    qtbot.waitUntil(lambda: page.replay is not None, timeout=20_000)
    assert page.keep.isHidden()
    assert "signals[4].place" in page.drills.model_.lines[1].details


def test_the_breaker_sheet_is_drawn_beside_the_form(page, settle, qtbot):
    page.tabs.setCurrentIndex(SHEET)
    qtbot.waitUntil(lambda: page.preview.paper is not None, timeout=30_000)
    assert page.preview.data.startswith(b"%PDF")
    settle()
