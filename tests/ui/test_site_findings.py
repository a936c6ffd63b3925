"""Problems of the drawing at the desk: one is let stand with a reason, an open item selects all that it is about."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from workbench.core import commands as c
from workbench.core.commands.plan import PlanChange
from workbench.ui.i18n import set_language
from workbench.ui.site_ground import StandDialog

WAIT = 20_000
NARROW = "FL1 东侧车道 净宽 3.5 m，不足 4 m"


@pytest.fixture
def page(workspace, settle):
    """Step 6 of the festival with a fire lane drawn that is too narrow."""
    workspace.go(6)
    settle()
    width = (("width", Decimal("3.5")),)
    shape = c.Shape("LineString", (((-40_000, 5_000_000), (40_000, 5_000_000)),), "消防车道", "东侧车道", extra=width)
    context = workspace.context
    context.do(c.EditPlan(context.case, (PlanChange("site.lane", "FL1", "add", (), shape),)))
    settle()
    return workspace.page()


def ground(page):
    return next(part for part in page.parts if hasattr(part, "stand"))


def narrow(page):
    lines = page.panes.checks.lines.model_.lines
    return next((line for line in lines if line.problem == NARROW), None)


def open_items(page, check):
    return [item for item in page.context.view.open_items if item.check == check]


def test_a_danger_is_let_stand_with_a_reason_and_that_is_taken_back(page, qtbot, settle):
    qtbot.waitUntil(lambda: narrow(page) is not None, timeout=WAIT)
    assert [item.object for item in open_items(page, "K33")] == ["FL1"]
    page.panes.checks.lines.choose(narrow(page).code)
    button = ground(page).stand
    assert button.isVisibleTo(page)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, StandDialog))
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert dialog.fault.text()
    qtbot.keyClicks(dialog.reason, "agreed on site")
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: narrow(page) is not None and bool(narrow(page).stands), timeout=WAIT)
    assert open_items(page, "K33") == []
    page.panes.checks.lines.choose(narrow(page).code)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(open_items(page, "K33")), timeout=WAIT)
    settle()


def test_an_open_item_about_two_zones_selects_both_on_the_plan(workspace, page, settle):
    (item,) = [one for one in open_items(page, "K35") if one.others]
    workspace.go(2)
    workspace.rail.item_requested.emit(item)
    settle()
    codes = {page.plan.scene.drawn[key].feature.code for key in page.plan.scene.selection}
    assert codes == {item.object, *item.others}


def test_an_open_item_of_the_emergency_page_leads_to_its_row(workspace, settle, qtbot):
    item = next(one for one in workspace.context.view.open_items if one.step == 16 and one.object)
    workspace.rail.item_requested.emit(item)
    settle()
    qtbot.waitUntil(lambda: workspace.page().table.key == item.object, timeout=WAIT)
    assert workspace.page().table.key == item.object


def test_the_words_of_letting_stand_are_there_in_english(page, qtbot):
    qtbot.waitUntil(lambda: narrow(page) is not None, timeout=WAIT)
    set_language("en")
    try:
        dialog = StandDialog(page, page.context, narrow(page))
        qtbot.addWidget(dialog)
        assert dialog.take.accessibleName() == "Let stand"
        dialog.show()
        told = next(one for one in dialog.findChildren(QLabel) if "3.5" in one.text())
        assert told.mapTo(dialog, told.rect().bottomLeft()).y() < dialog.reason.y()
        assert told.accessibleName() == "Problem"
        assert not any("\u4e00" <= sign <= "\u9fff" for sign in dialog.reason.accessibleName())
    finally:
        set_language("zh")
