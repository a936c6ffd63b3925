"""Tab reaches every control of the crowd bench and of the crowd models, and leaves each of them again."""

import pytest
from PySide6.QtWidgets import QApplication

from workbench.ui.crowd_page import NUMBER
from workbench.ui.models_page import ModelsPage


@pytest.mark.parametrize("tab", range(4), ids=["capacity", "screening", "flow", "simulation"])
def test_tab_reaches_every_control_of_the_crowd_page(workspace, settle, tab_walk, tab):
    workspace.go(NUMBER)
    page = workspace.page()
    page.tabs.setCurrentIndex(tab)
    settle()
    tab_walk(page)


@pytest.mark.parametrize("tab", range(5), ids=["models", "examples", "sources", "simulation", "back-test"])
def test_tab_reaches_every_control_of_the_models(workspace, settle, qtbot, tab_walk, tab):
    page = ModelsPage(workspace.session)
    qtbot.addWidget(page)
    page.resize(1256, 790)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page, timeout=20_000)
    page.tabs.setCurrentIndex(tab)
    qtbot.waitUntil(lambda: not page.run.pause.isActive(), timeout=20_000)
    settle()
    tab_walk(page)
