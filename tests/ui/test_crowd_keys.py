"""Tab reaches every control of the crowd bench and of the crowd models, and leaves each of them again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit, QWidget

from workbench.ui.crowd_page import NUMBER
from workbench.ui.models_page import ModelsPage

CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
MOST = 150
"""Presses of Tab before a page counts as a trap."""


def controls(page):
    """Return what a person can act on now; of chips that exclude each other one is enough, arrows reach the rest."""
    shown = [
        one
        for one in page.findChildren(QWidget)
        if isinstance(one, CONTROLS) and one.isVisible() and one.isEnabled() and _of_itself(one)
    ]
    return [one for one in shown if not (isinstance(one, QAbstractButton) and one.group() and not one.isChecked())]


def _of_itself(one):
    """Whether a control is not a part of another: the field in a drop-down, the corner of a table, a tab's arrow."""
    inner = isinstance(one.parentWidget(), (QAbstractItemView, QComboBox)) or one.objectName().startswith("qt_")
    return not inner and one.focusPolicy() != Qt.FocusPolicy.NoFocus


def walked(page, qtbot):
    """Return what Tab reaches from the first control, forwards, until it comes round or leaves the page."""
    page.focus_first()
    seen = [QApplication.focusWidget()]
    for _ in range(MOST):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        found = QApplication.focusWidget()
        if found in seen:
            return seen
        seen.append(found)
    raise AssertionError("Tab comes round no more")


def missed(page, seen):
    return [f"{type(one).__name__} {one.accessibleName()}" for one in controls(page) if one not in seen]


@pytest.mark.parametrize("tab", range(4), ids=["capacity", "screening", "flow", "simulation"])
def test_tab_reaches_every_control_of_the_crowd_page(workspace, settle, qtbot, tab):
    workspace.go(NUMBER)
    page = workspace.page()
    page.tabs.setCurrentIndex(tab)
    settle()
    assert controls(page)
    assert all(one.accessibleName() or one.parentWidget() for one in controls(page))
    assert missed(page, walked(page, qtbot)) == []


@pytest.mark.parametrize("tab", range(5), ids=["models", "examples", "sources", "simulation", "back-test"])
def test_tab_reaches_every_control_of_the_models(workspace, settle, qtbot, tab):
    page = ModelsPage(workspace.session)
    qtbot.addWidget(page)
    page.resize(1256, 790)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page, timeout=20_000)
    page.tabs.setCurrentIndex(tab)
    qtbot.waitUntil(lambda: not page.run.pause.isActive(), timeout=20_000)
    settle()
    assert missed(page, walked(page, qtbot)) == []
