"""The frame of a case: opening, steps, open items, gate list, undo, conflicts, rebuilding."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLineEdit, QPlainTextEdit

from workbench.core import commands as c
from workbench.services import review
from workbench.ui.i18n import set_language
from workbench.ui.main_window import MainWindow
from workbench.ui.workspace import Workspace
from workbench.ui.workspace_dialogs import ConflictDialog, GateDialog, SignDialog

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def dialog(kind):
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


def settled(qtbot, screen, version):
    qtbot.waitUntil(lambda: screen.context.view.version >= version, timeout=10_000)


def test_the_case_opens_on_its_step_and_the_reading_is_recorded_once(workspace, festival):
    assert workspace.step == 1
    readings = festival.desk.database.access.readings(festival.case)
    assert [reading.actor for reading in readings] == [festival.officer.id]


def test_the_header_says_what_the_case_is(workspace, festival):
    from PySide6.QtWidgets import QLabel

    words = " ".join(found.text() for found in workspace.head.findChildren(QLabel))
    state = festival.state()
    assert state.number in words
    assert str(state.application.fields["ev.name"]) in words


def test_alt_and_a_digit_go_to_every_step(workspace, qtbot):
    for number in range(1, 9):
        qtbot.keyClick(workspace, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        assert workspace.step == number
        assert workspace.rail.steps.currentIndex().row() == number - 1


def test_an_open_item_leads_to_its_row(workspace, qtbot):
    items = workspace.context.view.open_items
    number = next(n for n, item in enumerate(items) if item.object.startswith("M7"))
    workspace.rail.items.setCurrentIndex(workspace.rail.items.model_.index(number))
    workspace.rail.items.setFocus()
    qtbot.keyClick(workspace.rail.items, Qt.Key.Key_Return)
    assert workspace.step == 2
    assert workspace.page().list.code == items[number].object


def test_f8_walks_the_open_items_across_steps(workspace, qtbot):
    seen = []
    for _ in workspace.context.view.open_items:
        qtbot.keyClick(workspace, Qt.Key.Key_F8)
        seen.append(workspace.step)
    assert seen == [item.step for item in workspace.context.view.open_items]
    qtbot.keyClick(workspace, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert workspace.step == workspace.context.view.open_items[-2].step


def test_esc_leaves_a_text_for_the_list_and_the_list_for_the_queue(workspace, qtbot):
    workspace.go(2)
    left = []
    workspace.back_requested.connect(lambda: left.append(True))
    page = workspace.page()
    for edit in (page.notes.edit, page.item.note.edit):
        edit.setFocus()
        qtbot.keyClick(edit, Qt.Key.Key_Escape)
        assert page.list.hasFocus()
    qtbot.waitUntil(lambda: page.view.page == 1, timeout=10_000)
    page.view.canvas.start_pinning()
    qtbot.keyClick(page.view.canvas, Qt.Key.Key_Escape)
    assert page.view.canvas._ghost is None
    page.view.open_search("x")
    qtbot.keyClick(page.view.words, Qt.Key.Key_Escape)
    assert not page.view.words.isVisible()
    assert not left
    qtbot.keyClick(page.list, Qt.Key.Key_Escape)
    assert left == [True]


def test_a_narrow_window_keeps_the_steps_as_signs(workspace, qtbot):
    assert workspace.rail.width() == 192
    workspace.resize(1100, 640)
    assert workspace.rail.width() == 52
    assert not workspace.rail.items.isVisible()
    qtbot.mouseClick(
        workspace.rail.steps.viewport(),
        Qt.MouseButton.LeftButton,
        pos=workspace.rail.steps.visualRect(workspace.rail.steps.model_.index(1)).center(),
    )
    assert workspace.step == 2


def test_finishing_a_step_lists_what_it_lacks_and_leads_there(workspace, qtbot):
    workspace.go(2)
    qtbot.keyClick(workspace, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shown = dialog(GateDialog)
    assert "材料审查" in shown.windowTitle()
    workspace.page().list.choose("M9")
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert workspace.step == 2
    assert workspace.page().list.code == "M1.1"


def test_undo_gives_a_compensating_command_and_redo_the_edit_again(workspace, festival, qtbot):
    workspace.context.do(c.JudgeMaterial(festival.case, "M1.1", "meets"))
    settled(qtbot, workspace, 2)
    workspace.undo_stack.undo()
    settled(qtbot, workspace, 3)
    assert "M1.1" not in festival.state().materials
    workspace.undo_stack.redo()
    settled(qtbot, workspace, 4)
    assert festival.state().materials["M1.1"].verdict == "meets"
    assert [event.body["verdict"] for event in festival.events("material_judged")] == ["meets", "", "meets"]


def test_the_keys_of_the_window_take_back_and_give_again(workspace, festival, qtbot):
    window = MainWindow(workspace.session, [], lambda case, memory: Workspace(workspace.session, case, memory))
    qtbot.addWidget(window)
    window.start()
    window.show()
    window.open_case(festival.case)
    qtbot.waitUntil(lambda: window.page().context is not None, timeout=10_000)
    screen = window.page()
    screen.go(2)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=20_000)
    screen.page().list.choose("M1.1")
    qtbot.keyClick(screen.page().list, Qt.Key.Key_1)
    settled(qtbot, screen, 2)
    assert window._toast.words() == "M1.1 申请表：符合"
    qtbot.keyClick(screen.page().list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, screen, 3)
    assert "M1.1" not in festival.state().materials
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(screen.page().list, Qt.Key.Key_Z, both)
    settled(qtbot, screen, 4)
    assert festival.state().materials["M1.1"].verdict == "meets"


def test_several_commands_are_one_step_back(workspace, festival, qtbot):
    orders = [c.JudgeMaterial(festival.case, code, "meets") for code in ("M1.1", "M1.2", "M1.3")]
    workspace.context.do(*orders, said="三份")
    settled(qtbot, workspace, 4)
    assert workspace.undo_stack.count() == 1
    workspace.undo_stack.undo()
    settled(qtbot, workspace, 7)
    assert not festival.state().materials


def test_a_signed_act_cannot_be_taken_back(workspace, festival, qtbot):
    workspace.context.sign(c.DeclareNotRequired(festival.case, "样例：不属于大型群众性活动"))
    qtbot.waitUntil(lambda: workspace.context.view.row.status == "not_required", timeout=10_000)
    assert workspace.undo_stack.count() == 0


def test_a_change_by_somebody_else_is_shown_and_nothing_typed_is_lost(workspace, festival, qtbot):
    review.do(festival.desk, festival.other, c.JudgeMaterial(festival.case, "M2.1", "meets"))
    workspace.context.do(c.JudgeMaterial(festival.case, "M1.1", "correct", ("R3",), "缺骑缝章"))
    qtbot.waitUntil(lambda: dialog(ConflictDialog) is not None, timeout=10_000)
    from PySide6.QtWidgets import QLabel

    words = " ".join(found.text() for found in dialog(ConflictDialog).findChildren(QLabel))
    assert "许见山" in words
    assert "M1.1 申请表 · 需补正 · 未盖章 · 缺骑缝章" in words
    assert "M1.1" not in festival.state().materials
    qtbot.keyClick(dialog(ConflictDialog), Qt.Key.Key_Return)
    settled(qtbot, workspace, 3)
    assert festival.state().materials["M1.1"].note == "缺骑缝章"
    assert festival.state().materials["M2.1"].verdict == "meets"


def test_a_page_made_anew_keeps_step_and_cursor_and_reads_nothing_again(workspace, festival, qtbot):
    workspace.go(2)
    workspace.page().list.choose("M4.2")
    memory = workspace.remember()
    set_language("en")
    again = Workspace(workspace.session, festival.case, memory)
    qtbot.addWidget(again)
    assert again.step == 2
    assert again.page().list.code == "M4.2"
    assert again.undo_stack is workspace.undo_stack
    assert len(festival.desk.database.access.readings(festival.case)) == 1


def test_an_old_page_that_is_gone_is_not_painted_again(workspace, festival, qtbot):
    workspace.go(2)
    again = Workspace(workspace.session, festival.case, workspace.remember())
    again.page().judging.judge("meets", code="M1.1")
    again.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    settled(qtbot, workspace, 2)
    assert festival.state().materials["M1.1"].verdict == "meets"
    assert "1 / 4" in workspace.page().list.model_.sentence(workspace.page().list.model_.entry_of("M1"))


def test_the_models_of_the_rail_keep_the_rules_of_models(workspace):
    for listed in (workspace.rail.steps, workspace.rail.items):
        QAbstractItemModelTester(listed.model_, FATAL)
    workspace.context.take(workspace.context.view)
    first = workspace.rail.items.model_.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "阻断" in first


def test_every_widget_that_acts_has_a_name_and_tab_reaches_it(workspace, qtbot):
    for step in (1, 2):
        workspace.go(step)
        acting = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView)
        shown = [w for kind in acting for w in workspace.findChildren(kind) if w.isVisible()]
        nameless = [w for w in shown if not (w.accessibleName() or getattr(w, "text", lambda: "")())]
        assert not [w for w in nameless if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
        wanted = {w for w in shown if w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus}
        reached, widget = set(), workspace
        for _ in range(400):
            widget = widget.nextInFocusChain()
            reached.add(widget)
        assert wanted <= reached


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_signature_is_asked_for_once_and_says_that_it_stays(workspace, qtbot, language):
    set_language(language)
    from PySide6.QtWidgets import QLabel

    made = SignDialog(workspace, "受理", ["受理日"], "签发")
    signed = []
    made.signed.connect(lambda: signed.append(True))
    made.open()
    words = " ".join(found.text() for found in made.findChildren(QLabel))
    assert ("不能撤销" if language == "zh" else "cannot be undone") in words
    assert not signed
    qtbot.keyClick(made, Qt.Key.Key_Return)
    assert signed == [True]
