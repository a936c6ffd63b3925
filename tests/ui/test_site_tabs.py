"""The whole editor page by the Tab key: everything is reached, has a name, and nothing keeps the focus."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLineEdit, QScrollArea

MOST = 160
"""Presses of Tab in which the walk must be back where it began; the objects of the plan are not counted."""


@pytest.fixture
def page(workspace, settle, qtbot):
    workspace.go(6)
    settle()
    page = workspace.page()
    page.plan.view.setFocus()
    qtbot.waitUntil(page.plan.view.hasFocus, timeout=20_000)
    return page


def walk(page, qtbot, modifiers=Qt.KeyboardModifier.NoModifier):
    """Press Tab until the focus is where it began, and return what had it."""
    plan, found = page.plan, []
    while len(found) < MOST:
        here = QApplication.focusWidget()
        if found and here is found[0]:
            return found
        found.append(here)
        if here is plan.view:
            # Tab goes through the objects first: stand on the last one, as somebody does who has gone through them.
            back = modifiers == Qt.KeyboardModifier.ShiftModifier
            plan.scene.select((tuple(plan.scene.drawn)[0 if back else -1],))
        qtbot.keyClick(here, Qt.Key.Key_Tab if not modifiers else Qt.Key.Key_Backtab, modifiers)
        assert QApplication.focusWidget() is not here, f"the focus stays in {told(here)}"
    pytest.fail(f"no way round: {[told(one) for one in found[-12:]]}")


def told(widget):
    return f"{type(widget).__name__} {name(widget)!r}"


def name(widget):
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def wanted(page):
    """Return what a person can do something with in sight, by keys too."""
    kinds = (QAbstractButton, QLineEdit, QAbstractScrollArea)
    return [
        one
        for kind in kinds
        for one in page.findChildren(kind)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(one, QScrollArea)
    ]  # fmt: skip


def test_tab_goes_round_the_whole_page_and_reaches_every_control(page, qtbot):
    found = walk(page, qtbot)
    missed = [told(one) for one in wanted(page) if one not in found and one.focusProxy() not in found]
    assert not missed
    assert {page.plan.view, page.plan.moments, *page.plan.chips.values()} <= set(found)
    assert len(found) == len(set(map(id, found)))


def test_every_control_on_the_way_has_a_name(page, qtbot):
    assert not [told(one) for one in walk(page, qtbot) if not name(one).strip()]


def test_shift_tab_goes_round_the_other_way(page, qtbot):
    there = walk(page, qtbot)
    page.plan.view.setFocus()
    back = walk(page, qtbot, Qt.KeyboardModifier.ShiftModifier)
    assert {*map(id, back)} == {*map(id, there)}
