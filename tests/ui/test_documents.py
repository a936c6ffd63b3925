"""Step 2: verdicts on papers and classes, scores, reasons, promises, texts that save themselves, notes, the notice."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel

from workbench.core import commands as c
from workbench.services import review
from workbench.services.corrections import not_asked
from workbench.services.looking import Look
from workbench.ui.correction_dialog import CorrectionDialog
from workbench.ui.i18n import set_language
from workbench.ui.promise_dialog import PromiseDialog
from workbench.ui.step_documents_judging import next_code
from workbench.ui.step_documents_paint import segments
from workbench.ui.step_documents_reasons import ReasonsDialog
from workbench.ui.workspace import Workspace
from workbench.ui.workspace_dialogs import SignDialog

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def page(workspace, qtbot):
    """Step 2 of the festival."""
    workspace.go(2)
    return workspace.page()


def dialog(qtbot, kind):
    def find():
        return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)

    qtbot.waitUntil(lambda: find() is not None, timeout=10_000)
    return find()


def words(widget):
    return " ".join(found.text() for found in widget.findChildren(QLabel) if found.isVisibleTo(widget))


def click(qtbot, page, code, number):
    """Click the segment of a row."""
    index = page.list.model_.index(page.list.model_.place_of(code))
    box = segments(page.list.model_.entry_of(code), page.list.visualRect(index))[number]
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())


def test_the_model_keeps_the_rules_of_models_while_classes_fold(page, workspace, settle):
    QAbstractItemModelTester(page.list.model_, FATAL)
    for code in ("M4", "M9", "M1"):
        page.list.choose(code)
    page.head.only_open.click()
    page.judging.judge("meets", code="M1.1")
    settle()
    page.head.only_open.click()
    assert page.list.model_.rowCount() == 9 + 4


def test_every_row_tells_itself_to_a_listener(page):
    page.list.choose("M7.2")
    told = page.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("M7.2，保安员名册及上岗证，未审，规则：可容缺，缺件 · 承诺 4月20日 补齐")
    page.list.choose("P8")
    assert "第 3 页，未评" in page.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    page.list.choose("M1")
    assert "0 / 4 份已审" in page.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_verdict_is_seen_at_once_and_stands_in_the_record_after(page, festival, settle):
    page.judging.judge("meets", code="M1.1")
    assert page.list.model_.entry_of("M1.1").verdict == "meets"
    assert not festival.events("material_judged")
    settle()
    assert page.list.model_.entry_of("M1.1").verdict == "meets"
    assert festival.state().materials["M1.1"].verdict == "meets"


def test_a_click_on_a_segment_gives_the_verdict_and_stays(page, qtbot, festival, settle):
    page.list.choose("M1.2")
    click(qtbot, page, "M1.2", 0)
    settle()
    assert festival.state().materials["M1.2"].verdict == "meets"
    assert page.list.code == "M1.2"


def test_a_class_key_judges_what_the_rules_do_not_question_and_leaves_the_rest(page, festival, settle):
    page.list.choose("M9")
    page.judging.judge("meets")
    settle()
    judged = festival.state().materials
    assert judged["M9.1"].verdict == "meets"
    assert "M9.5" not in judged
    assert "M9.2" not in judged
    assert page.list.code == "M9.5"


def test_shift_stays_on_the_item(page, qtbot, settle):
    page.list.choose("M1.1")
    qtbot.keyClick(page.list, Qt.Key.Key_1, Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert page.list.code == "M1.1"
    qtbot.keyClick(page.list, Qt.Key.Key_1)
    assert page.list.code == "M1.2"


def test_the_way_goes_through_the_class_then_to_the_next_and_ends(page):
    classes = page.context.view.classes
    assert next_code(classes, "M1.1") == "M1.2"
    assert next_code(classes, "M1.4") == "M1.1"
    assert next_code(classes, "M4.3") == "P1" or next_code(classes, "M4.3") == "M4.1"
    assert next_code(classes, classes[-1].code) == ""


def test_a_correction_takes_the_reasons_of_the_rules(page, festival, settle):
    page.judging.judge("correct", code="M7.1")
    settle()
    assert festival.state().materials["M7.1"].reasons == ("R2",)


def test_a_correction_without_a_reason_asks_for_one(page, qtbot, festival, settle):
    page.list.choose("M1.1")
    qtbot.keyClick(page.list, Qt.Key.Key_2)
    shown = dialog(qtbot, ReasonsDialog)
    qtbot.keyClick(shown.focusWidget(), Qt.Key.Key_Return)
    assert shown.isVisible()
    codes = list(shown.boxes)
    shown.boxes[codes[2]].setChecked(True)
    qtbot.keyClick(shown.focusWidget(), Qt.Key.Key_Return)
    settle()
    assert festival.state().materials["M1.1"].reasons == (codes[2],)
    assert not festival.events("material_judged")[0].body["note"]


def test_the_reasons_used_most_in_this_case_come_first(page, qtbot, workspace, festival, settle):
    for code in ("M2.1", "M2.2"):
        workspace.context.do(c.JudgeMaterial(festival.case, code, "correct", ("R6",)))
    settle()
    page.judging.open_reasons(page.list.model_.entry_of("M1.1"))
    assert next(iter(dialog(qtbot, ReasonsDialog).boxes)) == "R6"


def test_a_paper_that_may_never_be_owed_offers_no_promise(page, qtbot, festival, settle):
    page.list.choose("M1.1")
    row = page.list.visualRect(page.list.currentIndex())
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=row.topRight() + QPoint(-20, 20))
    qtbot.keyClick(page.list, Qt.Key.Key_4)
    settle()
    assert not festival.events("material_judged")
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, PromiseDialog) and w.isVisible()]


def test_a_promise_shows_its_limit_and_waits_for_the_acceptance(page, qtbot, workspace, festival, settle):
    page.judging.judge("tolerated", code="M7.2")
    shown = dialog(qtbot, PromiseDialog)
    assert "2026年4月24日" in words(shown)
    shown.promisor.setCurrentText("")
    shown.register()
    assert shown.isVisible()
    shown.promisor.setCurrentText("样例承诺人")
    shown.register()
    settle()
    assert festival.state().materials["M7.2"].verdict == "tolerated"
    kept = {draft.field for draft in review.drafts(festival.desk, festival.officer, festival.case)}
    assert "promise:M7.2" in kept
    workspace.go(1)
    promise = workspace.page().acceptance.order().promises[0]
    assert (promise.item, promise.promisor) == ("M7.2", "样例承诺人")


def test_a_text_saves_itself_when_typing_rests(page, qtbot, festival, settle):
    page.judging.judge("correct", code="M7.1", stay=True)
    settle()
    page.item.note.edit.setFocus()
    qtbot.keyClicks(page.item.note.edit, "expired")
    assert festival.state().materials["M7.1"].note == ""
    qtbot.waitUntil(lambda: festival.state().materials["M7.1"].note == "expired", timeout=10_000)
    settle()
    assert festival.state().materials["M7.1"].reasons == ("R2",)


def test_a_text_saves_itself_when_the_focus_leaves(page, qtbot, festival, settle):
    page.judging.judge("correct", code="M7.1", stay=True)
    settle()
    page.item.remedy.edit.setFocus()
    qtbot.keyClicks(page.item.remedy.edit, "renew")
    page.list.setFocus()
    settle()
    assert festival.state().materials["M7.1"].remedy == "renew"


def test_digits_typed_into_a_text_are_no_verdicts(page, qtbot, festival, settle):
    page.list.choose("M1.1")
    page.item.note.edit.setFocus()
    qtbot.keyClicks(page.item.note.edit, "1234")
    assert page.item.note.text() == "1234"
    page.list.setFocus()
    settle()
    assert festival.state().materials.get("M1.1", c.JudgeMaterial("", "", "")).verdict == ""


def test_a_refused_edit_goes_back_to_what_was_saved_and_says_why(page, qtbot, workspace, festival, settle):
    workspace.context.do(c.JudgeMaterial(festival.case, "M1.1", "not_applicable", (), "样例说明"))
    settle()
    page.list.choose("M1.1")
    page.item.note.edit.setFocus()
    page.item.note.edit.clear()
    page.item.note.settle()
    settle()
    assert page.item.note.text() == "样例说明"
    assert "理由" in page.item.note.fault.text()
    assert festival.state().materials["M1.1"].note == "样例说明"


def test_what_is_being_typed_survives_a_change_from_elsewhere(page, qtbot, workspace, festival, settle):
    page.list.choose("M1.1")
    page.item.note.edit.setFocus()
    qtbot.keyClicks(page.item.note.edit, "half")
    workspace.context.do(c.JudgeMaterial(festival.case, "M2.1", "meets"))
    settle()
    assert page.item.note.text() == "half"


def test_a_note_is_written_with_ctrl_enter_and_kept_as_a_reason(page, qtbot, festival, settle):
    page.list.choose("M5.1")
    qtbot.keyClick(page.list, Qt.Key.Key_N)
    qtbot.keyClicks(page.notes.edit, "headcount differs")
    qtbot.keyClick(page.notes.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    note = next(iter(festival.state().notes.values()))
    assert (note.text, note.item, note.is_reason, note.page) == ("headcount differs", "M5.1", True, 0)
    page.judging.judge("correct", code="M5.1")
    settle()
    assert festival.state().materials["M5.1"].verdict == "correct"


def test_a_pin_set_with_the_keyboard_is_a_note_on_that_place(page, qtbot, festival, settle):
    page.list.choose("P6")
    qtbot.waitUntil(lambda: page.view.page == 3, timeout=10_000)
    qtbot.keyClick(page.list, Qt.Key.Key_P)
    qtbot.keyClick(page.view.canvas, Qt.Key.Key_Right)
    qtbot.keyClick(page.view.canvas, Qt.Key.Key_Return)
    qtbot.keyClicks(page.notes.edit, "lanes")
    qtbot.keyClick(page.notes.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    note = next(iter(festival.state().notes.values()))
    assert note.page == 3
    assert note.file == page.view.attachment.name
    assert note.sha256 == page.view.attachment.sha256
    assert 0.4 < note.x < 0.6
    assert len(page.view.canvas._pins) == 1
    qtbot.keyClick(page.list, Qt.Key.Key_K)
    page.list.choose("M4")
    page.keeping._to_note(next(iter(festival.state().notes)))
    qtbot.waitUntil(lambda: page.view.page == 3, timeout=10_000)


def test_a_note_is_taken_back_and_stays_in_the_record(page, workspace, festival, settle):
    workspace.context.do(c.WriteNote(festival.case, "n1", "样例", "M1.1"))
    settle()
    page.list.choose("M1.1")
    page.notes.remove_requested.emit("n1")
    settle()
    assert not festival.state().notes
    assert len(festival.events("note_written", "note_removed")) == 2
    workspace.undo_stack.undo()
    settle()
    assert festival.state().notes["n1"].text == "样例"


def test_an_open_note_survives_the_window(page, qtbot, workspace, festival, settle):
    page.list.choose("M1.3")
    page.notes.compose()
    qtbot.keyClicks(page.notes.edit, "not sent yet")
    qtbot.waitUntil(lambda: bool(review.drafts(festival.desk, festival.officer, festival.case)), timeout=10_000)
    settle()
    again = Workspace(workspace.session, festival.case)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: again.context is not None, timeout=10_000)
    again.go(2)
    again.page().list.choose("M1.3")
    assert again.page().notes.edit.toPlainText() == "not sent yet"


def test_the_history_tab_tells_before_and_after(page, qtbot, settle, festival):
    page.judging.judge("meets", code="M1.1", stay=True)
    settle()
    page.notes.tabs.setCurrentIndex(1)
    settle()
    qtbot.waitUntil(lambda: "顾清和" in words(page.notes), timeout=10_000)


def test_only_open_hides_what_is_settled(page, settle):
    page.list.choose("M1")
    page.judging.judge("meets")
    settle()
    page.head.only_open.click()
    assert "M1" not in [entry.code for entry in page.list.model_.entries]
    assert "M2.1" in [entry.code for entry in page.list.model_.entries]


def test_the_foot_counts_what_goes_into_the_notice(page, settle):
    page.judging.judge("correct", code="M7.1")
    page.judging.score(0, code="P9")
    settle()
    assert "需补正 2 项" in page.foot.words()


def test_the_notice_cannot_leave_out_what_was_judged(page, qtbot, workspace, festival, settle):
    page.judging.judge("correct", code="M7.1")
    page.judging.score(0, code="P9")
    settle()
    page.open_notice()
    shown = dialog(qtbot, CorrectionDialog)
    qtbot.waitUntil(lambda: bool(shown.editors), timeout=10_000)
    must = {editor.line.deficiency.code for editor in shown.editors if not editor.tick.isEnabled()}
    assert must == {"M7.1", "P9"}
    for editor in shown.editors:
        editor.tick.setChecked(False) if editor.tick.isEnabled() else None
    shown.editors[0].remedy.setPlainText("换领后重交")
    shown.sign()
    qtbot.keyClick(dialog(qtbot, SignDialog), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.context.view.row.status == "correcting", timeout=20_000)
    settle()
    sent = festival.state().corrections[-1]
    assert {item.code: item.remedy for item in sent.items}["M7.1"] == "换领后重交"
    assert workspace.undo_stack.count() == 2
    assert festival.events("document_issued")


def test_a_second_notice_asks_for_its_reason(page, qtbot, workspace, festival, settle):
    page.judging.judge("correct", code="M7.1")
    settle()
    due = festival.state().received.date().replace(day=20)
    item = c.Deficiency("M7.1", ("R2",), "过期", "换领后重交")
    left = not_asked(Look(festival.desk, festival.state()), (item,))
    workspace.context.do(c.SendCorrection(festival.case, (item,), due, not_asked=left))
    settle()
    page.open_notice()
    shown = dialog(qtbot, CorrectionDialog)
    qtbot.waitUntil(lambda: bool(shown.editors), timeout=10_000)
    assert shown.reason.isVisibleTo(shown)
    shown.sign()
    qtbot.keyClick(dialog(qtbot, SignDialog), Qt.Key.Key_Return)
    settle()
    assert "理由" in shown.fault.text()
    assert len(festival.state().corrections) == 1
    shown.reason.setText("补交的许可证仍未覆盖活动日期")
    shown.sign()
    qtbot.keyClick(dialog(qtbot, SignDialog), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(festival.state().corrections) == 2, timeout=20_000)
    settle()


def test_the_page_speaks_english_with_the_words_of_the_pack(workspace, festival, qtbot):
    set_language("en")
    again = Workspace(workspace.session, festival.case, workspace.remember())
    qtbot.addWidget(again)
    again.go(2)
    told = again.page().list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "M1, Application form and commitments, Not reviewed, 0 / 4 papers · files: 4"
    assert again.page().foot.words() == "9 classes left"


def test_a_reader_sees_verdicts_and_can_give_none(workspace, festival, qtbot, settle, monkeypatch):
    workspace.context.do(c.JudgeMaterial(festival.case, "M1.1", "meets"))
    settle()
    supervisor = replace(festival.officer, roles=frozenset({"supervisor"}))
    workspace.session.sign_in(supervisor)
    again = Workspace(workspace.session, festival.case)
    qtbot.addWidget(again)
    again.resize(1388, 790)
    again.show()
    qtbot.waitUntil(lambda: again.context is not None, timeout=10_000)
    again.go(2)
    page = again.page()
    told = []
    workspace.session.notified.connect(lambda words, _undo: told.append(words))
    page.list.choose("M1.2")
    click(qtbot, page, "M1.2", 0)
    page.judging.judge("meets")
    page.judging.score(2, code="P1")
    settle()
    assert len(festival.events("material_judged", "plan_judged")) == 1
    assert len(told) == 2
    assert page.item.note.edit.isReadOnly()
    assert not page.notes.edit.isVisible()
    assert [button.text for button in page.buttons()] == ["完成本步"]
