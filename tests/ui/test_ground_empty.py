"""A case with nothing of the ground: each page says what is missing and leads to where it is mended."""

import io
import zipfile

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from workbench.services import intake

EMPTIED = ("场次", "区域", "出入口", "岗位", "力量", "应急", "触发", "节目")
WAIT = 20_000


@pytest.fixture(scope="module")
def bare_workbook(packages, tmp_path_factory):
    """The festival's workbook alone, with the sheets of the ground emptied."""
    with zipfile.ZipFile(packages["chenghu-bay-festival"]) as package:
        name = next(one for one in package.namelist() if one.endswith("application.xlsx"))
        book = openpyxl.load_workbook(io.BytesIO(package.read(name)))
    for title in EMPTIED:
        sheet = book[title]
        keys = next(n for n in range(1, 8) if str(sheet.cell(n, 1).value or "文").isascii())
        sheet.delete_rows(keys + 1, sheet.max_row)
    path = tmp_path_factory.mktemp("bare") / "application.xlsx"
    book.save(path)
    return path


@pytest.fixture
def festival(festival, bare_workbook):
    """The office with the bare case in it."""
    festival.case = intake.receive(festival.desk, festival.officer, bare_workbook).case
    return festival


@pytest.fixture
def at(workspace, settle, qtbot):
    def go(number):
        workspace.go(number)
        settle()
        workspace.activateWindow()
        qtbot.waitUntil(workspace.isActiveWindow, timeout=WAIT)
        return workspace.page()

    return go


@pytest.fixture
def led(workspace):
    """Where the buttons led: numbers of pages."""
    steps = []
    workspace.context.jump_requested.connect(lambda step, _object: steps.append(step))
    return steps


def press(qtbot, nothing, number=0):
    assert nothing.isVisible()
    button = nothing.buttons[number]
    button.setFocus()
    assert QApplication.focusWidget() is button
    qtbot.keyClick(button, Qt.Key.Key_Space)


def test_the_empty_plan_offers_a_background_a_kept_venue_and_a_drawing(at, qtbot, tab_walk):
    page = at(6)
    assert not page.plan.scene.drawn
    assert len(page.plan.missing.buttons) == 3
    assert set(page.plan.missing.buttons) <= set(tab_walk(page))
    asked = []
    page.plan.background_requested.connect(lambda: asked.append(True))
    press(qtbot, page.plan.missing)
    assert asked


def test_the_card_over_the_empty_plan_fits_its_buttons_and_goes_once_something_is_drawn(at, cut_words, qtbot):
    page = at(6)
    assert cut_words(page.plan.missing) == []
    assert page.plan.missing.geometry().intersects(page.plan.view.viewport().rect())
    page.plan.missing.show_when(empty=False)
    assert not page.plan.missing.isVisible()


def test_without_posts_the_button_leads_to_the_plan_and_without_scenarios_to_the_emergency_page(at, led, qtbot):
    page = at(7)
    page.below.setCurrentWidget(page.below.tables["triggers"])
    press(qtbot, page.below.nothing["triggers"])
    page = at(7)
    page.below.setCurrentWidget(page.below.cards)
    press(qtbot, page.below.nothing["emergency"])
    press(qtbot, at(7).nothing)
    assert led == [16, 16, 6]


def test_tables_of_step_7_say_what_to_do_instead_of_what_the_package_lacks(at):
    page = at(7)
    for table in (page.below.tables["forces"], page.below.roster.table):
        assert not table.model_.rows
        assert table.nothing
    page.below.setCurrentWidget(page.below.shifts)
    assert not page.below.shifts.days.isVisibleTo(page.below.shifts)


def test_without_posts_there_are_no_pocket_cards_and_nothing_to_issue(at, qtbot):
    page = at(7)
    page.side.tabs.setCurrentWidget(page.side.cards)
    preview = page.side.cards.preview
    qtbot.waitUntil(lambda: "岗位" in preview._message.accessibleName(), timeout=WAIT)
    assert preview.paper is None
    assert not page.side.cards.make.isEnabled()


def test_without_triggers_the_breaker_sheet_says_what_it_waits_for_and_a_deputy_needs_a_decider(at, toasts, qtbot):
    page = at(16)
    qtbot.waitUntil(lambda: page.found is not None, timeout=WAIT)
    page.tabs.setCurrentIndex(1)
    assert "触发项" in page.preview._message.accessibleName()
    page.deputies.click()
    assert "先写决策人" in toasts[-1]


def test_the_simulation_without_a_plan_leads_to_the_plan(at, led, settle, qtbot):
    page = at(15)
    page.tabs.setCurrentWidget(page.simulation)
    qtbot.waitUntil(page.simulation.site.isVisible, timeout=WAIT)
    page.simulation.site.click()
    assert led == [6]


def test_the_queue_without_arrivals_names_what_is_missing_in_words(at, qtbot):
    page = at(15)
    page.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: bool(page.screening.lanes.text()), timeout=WAIT)
    assert "分段" in page.screening.lanes.text()
    assert "profile" not in page.screening.verdict.text() + page.screening.lanes.text()
