"""Step 2 from the first class to the last with the keyboard alone, on the flagship package and a real database."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from workbench.ui.correction_dialog import CorrectionDialog
from workbench.ui.document_words import is_open
from workbench.ui.promise_dialog import PromiseDialog
from workbench.ui.workspace_dialogs import SignDialog

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


class Keyboard:
    """Presses keys where the focus is, as a hand does."""

    def __init__(self, qtbot, screen):
        self.qtbot = qtbot
        self.screen = screen

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        dialog = QApplication.activeModalWidget()
        window = dialog or self.screen
        window.activateWindow()  # what a window manager does when a dialog has gone
        self.qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5_000)
        target = window.focusWidget() or window
        self.qtbot.keyClick(target, key, modifier)

    def type(self, text):
        """Type words as an input method does."""
        words = QInputMethodEvent()
        words.setCommitString(text)
        QApplication.sendEvent(self.screen.focusWidget(), words)

    def settle(self):
        """Wait until the worker has nothing left to do."""
        self.qtbot.waitUntil(lambda: not self.screen.session.worker.is_busy(), timeout=20_000)

    def dialog(self, kind):
        self.qtbot.waitUntil(lambda: self._find(kind) is not None, timeout=10_000)
        return self._find(kind)

    def _find(self, kind):
        return next((w for w in self._own() if isinstance(w, kind) and w.isVisible()), None)

    def _own(self):
        """Return the windows that belong to the screen."""
        for window in QApplication.topLevelWidgets():
            above = window.parentWidget()
            while above is not None and above is not self.screen:
                above = above.parentWidget()
            if above is self.screen:
                yield window


def test_all_nine_classes_are_judged_with_the_keyboard_and_the_notice_goes_out(workspace, festival, qtbot):
    hand = Keyboard(qtbot, workspace)
    hand.press(Qt.Key.Key_2, ALT)
    page = workspace.page()
    entries = page.list.model_

    for number in range(1, 7):  # M1 to M6: nothing is questioned by the rules
        assert page.list.code == f"M{number}"
        hand.press(Qt.Key.Key_1)
        hand.settle()
        if number == 4:  # the plan's eleven contents: one is missing, the others are adequate
            for content in entries.entry_of("M4").contents:
                assert page.list.code == content.code
                hand.press(Qt.Key.Key_0 if content.code == "P9" else Qt.Key.Key_2)
                hand.settle()

    hand.press(Qt.Key.Key_1)  # M7: the sound papers meet, the cursor stops at the first flagged one
    hand.settle()
    assert page.list.code == "M7.1"
    hand.press(Qt.Key.Key_2)  # the rules' own reason is taken
    hand.settle()
    assert page.list.code == "M7.2"
    hand.press(Qt.Key.Key_4)
    promise = hand.dialog(PromiseDialog)
    hand.press(Qt.Key.Key_Return)
    assert not promise.isVisible()
    hand.settle()

    hand.press(Qt.Key.Key_1)  # M8
    hand.settle()
    hand.press(Qt.Key.Key_1)  # M9 but for the paper that the rules question
    hand.settle()
    assert page.list.code == "M9.5"
    hand.press(Qt.Key.Key_N)
    hand.type("检测报告须由有资质的机构出具")
    hand.press(Qt.Key.Key_Return, CONTROL)
    hand.settle()
    page.focus_first()
    hand.press(Qt.Key.Key_2)
    hand.settle()

    assert not [p.code for g in workspace.context.view.classes for p in g.papers if is_open(p)]
    state = festival.state()
    assert state.materials["M7.1"].reasons == ("R2",)
    assert state.materials["M7.2"].verdict == "tolerated"
    assert state.plan["P9"].score == 0

    hand.press(Qt.Key.Key_B, CONTROL)
    notice = hand.dialog(CorrectionDialog)
    qtbot.waitUntil(lambda: bool(notice.editors), timeout=10_000)
    hand.press(Qt.Key.Key_Return)
    hand.dialog(SignDialog)
    hand.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.context.view.row.status == "correcting", timeout=20_000)
    told = {item.code for item in festival.state().corrections[-1].items}
    assert {"M7.1", "M9.5", "P9"} <= told
    assert "M7.2" not in told
    hand.settle()


def test_what_the_list_shows_equals_the_rows_of_the_journal(workspace, festival, qtbot):
    hand = Keyboard(qtbot, workspace)
    hand.press(Qt.Key.Key_2, ALT)
    for key in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_J, Qt.Key.Key_3):
        hand.press(key)
        hand.settle()
    workspace.undo_stack.undo()
    hand.settle()
    said = {}
    for event in festival.events("material_judged"):
        said[event.body["item"]] = event.body["verdict"]
    shown = {p.code: p.verdict for g in workspace.page().list.model_.classes for p in g.papers}
    assert any(said.values())
    assert {code: verdict for code, verdict in shown.items() if verdict} == {k: v for k, v in said.items() if v}
