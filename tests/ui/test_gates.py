"""The dialog of all gates: reached by key and button, every row leads to its place."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from workbench.ui.gates_dialog import GatesDialog


@pytest.fixture
def gates(workspace, qtbot):
    """The dialog, opened by its key."""
    qtbot.keyClick(workspace, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    shown = workspace.findChild(GatesDialog)
    assert shown is not None
    return shown


def test_every_gate_is_listed_with_what_it_waits_for(workspace, gates):
    QAbstractItemModelTester(gates.lines.model_, QAbstractItemModelTester.FailureReportingMode.Fatal)
    heads = [line for line in gates.lines.model_.lines if line.heading]
    assert [(head.title, head.tag) for head in heads] == [
        (gate.title.zh, str(len(gate.items)) if gate.items else "已齐") for gate in workspace.context.view.gates
    ]
    decision = next(gate for gate in workspace.context.view.gates if gate.code == "decision")
    assert decision.items == workspace.context.view.decision.gate
    shown = {line.title for line in gates.lines.model_.lines}
    assert {item.text.zh for gate in workspace.context.view.gates for item in gate.items} <= shown


def test_a_row_says_what_settles_it(gates):
    row = next(line for line in gates.lines.model_.lines if line.title.startswith("K10"))
    assert "续期" in row.details[0]


def test_enter_on_a_row_leads_to_its_step(workspace, gates, qtbot):
    row = next(line for line in gates.lines.model_.lines if line.step == 5)
    gates.lines.choose(row.key)
    with qtbot.waitSignal(gates.chosen):
        qtbot.keyClick(gates.lines, Qt.Key.Key_Return)
    assert workspace.step == 5


def test_the_button_beside_the_open_items_opens_it_too(workspace, qtbot):
    qtbot.mouseClick(workspace.rail.gates, Qt.MouseButton.LeftButton)
    shown = workspace.findChild(GatesDialog)
    assert shown.isVisible()
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert workspace.isVisible()
