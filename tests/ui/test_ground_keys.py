"""Tab through step 7 and the emergency plan: every control is reached, has a name and is left again; Esc leads back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

WAIT = 20_000


@pytest.fixture
def deployment(workspace, settle):
    """Step 7 with its deployment worked out."""
    workspace.go(7)
    settle()
    return workspace.page()


@pytest.fixture
def emergency(workspace, settle, qtbot):
    """The emergency plan, worked out."""
    qtbot.keyClick(workspace, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier)
    page = workspace.page()
    qtbot.waitUntil(lambda: page.found is not None, timeout=WAIT)
    settle()
    qtbot.waitUntil(lambda: form_stands(page), timeout=WAIT)
    return page


def form_stands(page):
    """Whether the form of the emergency plan has been made anew and is in sight."""
    return bool(page.form.fields) and all(field.isVisible() for field in page.form.fields.values())


def fields(page):
    kinds = (QLineEdit, QPlainTextEdit)
    found = [one for kind in kinds for one in page.findChildren(kind)]
    return [one for one in found if one.isVisible() and one.isEnabled() and not one.objectName().startswith("qt_")]


def test_tab_reaches_every_control_of_each_strip_and_tab_of_step_7(deployment, settle, tab_walk):
    for strips in (deployment.below, deployment.side.tabs):
        for place in range(strips.count()):
            strips.setCurrentIndex(place)
            settle()
            tab_walk(deployment)


def test_tab_reaches_every_control_of_the_emergency_plan(emergency, settle, qtbot, tab_walk):
    for tabs in (emergency.lists, emergency.tabs):
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            settle()
            qtbot.waitUntil(lambda: form_stands(emergency), timeout=WAIT)
            assert {field.edit for field in emergency.form.fields.values()} <= set(tab_walk(emergency))


@pytest.mark.parametrize("name", ["deployment", "emergency"])
def test_esc_leads_from_every_field_to_the_list_and_from_the_list_to_the_queue(request, workspace, qtbot, name):
    page = request.getfixturevalue(name)
    left = []
    workspace.back_requested.connect(lambda: left.append(True))
    assert len(fields(page)) >= 8
    for edit in fields(page):
        edit.setFocus()
        assert QApplication.focusWidget() is edit
        qtbot.keyClick(edit, Qt.Key.Key_Escape)
        assert QApplication.focusWidget() is page.table, edit.accessibleName()
    assert not left
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert left == [True]
