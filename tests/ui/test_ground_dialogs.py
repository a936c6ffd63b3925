"""Dialogs of the ground and of the counts by keyboard: Tab goes round, everything has a name, Esc closes them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QToolButton, QWidget

from workbench.services import site_import
from workbench.services.site_venues import Venue
from workbench.ui.site_drawings import Drawings, VenueDialog
from workbench.ui.site_ground import StandDialog
from workbench.ui.site_lines import CheckLine

WAIT = 20_000


def of_import(page):
    context = page.context
    found = site_import.looked_at(context.session.desk, context.session.person, context.case, Path(page.drawing))
    Drawings(page, context).tell(found, "site.geojson")


def of_venues(page):
    VenueDialog(page, (Venue("", "湖滨草坪", "澄州", 60, ""),), lambda _name: None).open()


def of_stand(page):
    line = CheckLine("K15 1", "消防车道不足 4 m", "FL1", "bad", ("FL1",), "消防车道宽 3.2 m", "消防车道宽 3.2 m")
    StandDialog(page, page.context, line).open()


OPENED = {
    "background": (6, lambda page: page.plan.background_requested.emit()),
    "keep": (6, lambda page: Drawings(page, page.context).open_keeping()),
    "venues": (6, of_venues),
    "import": (6, of_import),
    "stand": (6, of_stand),
    "deputy": (16, lambda page: page.open_deputies()),
    "count": (15, lambda page: (page.tabs.setCurrentIndex(2), page.flow.type.click())),
}


@pytest.fixture
def opened(workspace, settle, qtbot, tmp_path, packages):
    """Open a dialog by its name on its page."""

    def shown(name):
        number, open_ = OPENED[name]
        workspace.go(number)
        settle()
        page = workspace.page()
        page.drawing = drawing_of(packages, tmp_path)
        qtbot.waitUntil(lambda: number != 16 or page.found is not None, timeout=WAIT)
        open_(page)
        qtbot.waitUntil(lambda: bool(dialogs(page)), timeout=WAIT)
        dialog = dialogs(page)[0]
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow, timeout=WAIT)
        return dialog

    return shown


def dialogs(page):
    return [one for one in page.window().findChildren(QDialog) if one.isVisible()]


def drawing_of(packages, folder):
    import zipfile

    with zipfile.ZipFile(packages["job-fair"]) as package:
        name = next(one for one in package.namelist() if one.endswith("site.geojson"))
        (folder / "site.geojson").write_bytes(package.read(name))
    return folder / "site.geojson"


@pytest.mark.parametrize("name", [name for name in OPENED if name != "count"])
def test_tab_goes_round_a_dialog_each_control_has_a_name_and_esc_closes_it(opened, qtbot, tab_walk, cut_words, name):
    dialog = opened(name)
    here = QApplication.focusWidget()
    assert here in dialog.findChildren(QWidget), "the dialog opens with the focus in it"
    assert cut_words(dialog) == []
    dialog.focus_first = here.setFocus
    seen = tab_walk(dialog)
    assert all(dialog.isAncestorOf(one) for one in seen)
    here.setFocus()
    qtbot.keyClick(here, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_tab_goes_through_the_parts_of_a_time_and_on_to_every_field_of_a_count(opened, qtbot, cut_words):
    dialog = opened("count")
    assert cut_words(dialog) == []
    seen = []
    for _ in range(30):
        seen.append(QApplication.focusWidget())
        qtbot.keyClick(seen[-1], Qt.Key.Key_Tab)
    assert {dialog.at, dialog.place, dialog.come, dialog.gone, dialog.inside, dialog.take} <= set(seen)
    assert all(one.accessibleName() or one.text() for one in seen)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_menu_of_drawings_opens_by_keys_and_closes_by_esc(workspace, settle, qtbot):
    workspace.go(6)
    settle()
    page = workspace.page()
    button = next(one for one in page.plan.findChildren(QToolButton) if one.menu() is not None)
    button.setFocus()
    assert all(action.text() for action in button.menu().actions())
    button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
    qtbot.keyClick(button.menu(), Qt.Key.Key_Down)
    assert button.menu().activeAction() is button.menu().actions()[0]
    qtbot.keyClick(button.menu(), Qt.Key.Key_Escape)
    assert not button.menu().isVisible()
