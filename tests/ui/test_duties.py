"""Step 3: the matrix, roles by click and key, states, fields that save themselves, gaps, lists on paper."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea

from workbench.core import commands as c
from workbench.exchange.libraries import PDFIUM, pdfium
from workbench.services import documents
from workbench.services.acting import do
from workbench.services.looking import Look
from workbench.ui.i18n import set_language
from workbench.ui.step_duties_dialogs import FaultsDialog, TakeoverDialog
from workbench.ui.step_duties_model import PARTY, PHASE, DutyGroup
from workbench.ui.workspace import Workspace

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
ROLE = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def page(workspace):
    """Step 3 of the festival."""
    workspace.go(3)
    return workspace.page()


def cell_of(page, duty, party):
    column = [p.code for p in page.matrix.model_.parties].index(party) + 1
    return page.matrix.model_.index(page.matrix.model_.place_of(duty), column)


def click(qtbot, page, duty, party):
    page.matrix.choose(duty)
    place = page.matrix.visualRect(cell_of(page, duty, party)).center()
    qtbot.mouseClick(page.matrix.viewport(), Qt.MouseButton.LeftButton, pos=place)


def duty_of(page, code):
    return next(d for d in page.context.view.duties if d.code == code)


def given(festival):
    return [event.body for event in festival.events("duty_set")]


def test_the_model_keeps_the_rules_of_models_while_it_is_grouped_and_filtered(page, settle):
    QAbstractItemModelTester(page.matrix.model_, FATAL)
    page.matrix.arrange(by=PHASE)
    page.matrix.arrange(only_gaps=True)
    page.matrix.arrange(only_gaps=False, words_="安检")
    page.matrix.arrange(by=PARTY, words_="")
    page.set_status("undone")
    settle()


def test_every_duty_of_the_pack_has_a_row_and_its_own_party_the_lead(page, festival):
    model, pack = page.matrix.model_, Look(festival.desk, festival.state()).pack
    rows = [e for e in model.entries if not isinstance(e, DutyGroup)]
    assert [d.code for d in rows] == list(pack.duties)
    for duty in rows:
        leads = [p.code for p in model.parties if "主责" in cell_of(page, duty.code, p.code).data()]
        assert leads == [pack.duties[duty.code].party]


def test_a_click_on_a_cell_goes_round_support_oversee_empty(page, festival, settle, qtbot):
    roles = []
    for _ in range(3):
        click(qtbot, page, "A01", "C")
        settle()
        roles.append(cell_of(page, "A01", "C").data())
    assert roles == ["配合", "监督", ""]
    assert [(b["support"], b["oversee"]) for b in given(festival)] == [(["C"], ["E"]), ([], ["C", "E"]), ([], ["E"])]


def test_letters_say_what_the_party_under_the_cursor_does(page, settle, qtbot):
    page.matrix.choose("A01")
    page.matrix.choose_party("D")
    for key, role in ((Qt.Key.Key_S, "配合"), (Qt.Key.Key_V, "监督"), (Qt.Key.Key_Delete, "")):
        qtbot.keyClick(page.matrix, key)
        settle()
        assert cell_of(page, "A01", "D").data() == role


def test_the_last_helper_can_be_cleared_for_good(page, settle):
    assert duty_of(page, "A02").support == ("B",)
    page.give_role("A02", "B", "")
    settle()
    assert duty_of(page, "A02").support == ()
    assert duty_of(page, "A02").oversee == ("E",)


def test_the_accountable_party_is_fixed_by_the_list(page, festival, settle, toasts, qtbot):
    page.matrix.choose("A01")
    page.matrix.choose_party("A")
    qtbot.keyClick(page.matrix, Qt.Key.Key_S)
    click(qtbot, page, "A01", "A")
    settle()
    assert given(festival) == []
    assert "A01 的主责方由责任清单定为主办者" in toasts


def test_l_goes_to_the_accountable_cell(page, qtbot):
    page.matrix.choose("B03")
    page.matrix.choose_party("E")
    qtbot.keyClick(page.matrix, Qt.Key.Key_L)
    assert (page.matrix.code, page.matrix.party) == ("B03", "B")


def test_a_digit_gives_the_state_and_undo_takes_it_back(page, workspace, festival, settle, toasts, qtbot):
    before = duty_of(page, "A01").status
    page.matrix.choose("A01")
    qtbot.keyClick(page.matrix, Qt.Key.Key_1)
    settle()
    assert duty_of(page, "A01").status == "undone"
    assert toasts == ["A01 未落实"]
    workspace.undo_stack.undo()
    settle()
    assert duty_of(page, "A01").status == before
    assert len(given(festival)) == 2


def test_not_applicable_without_a_reason_is_refused_at_the_note(page, festival, settle, qtbot):
    page.matrix.choose("A01")
    qtbot.keyClick(page.matrix, Qt.Key.Key_4)
    settle()
    assert not page.item.fields["note"].fault.isHidden()
    assert page.item.fields["note"].fault.text() == "此项须填写"
    assert page.item.status.buttons["done"].isChecked()
    assert given(festival) == []
    page.item.fields["note"].edit.setPlainText("主办者自行承办")
    page.item.fields["note"].settle()
    settle()
    qtbot.keyClick(page.matrix, Qt.Key.Key_4)
    settle()
    assert duty_of(page, "A01").status == "not_applicable"


def test_two_persons_in_one_field_are_refused_there_and_the_saved_one_returns(page, festival, settle, qtbot):
    field = page.item.fields["person"]
    saved = duty_of(page, page.matrix.code).person
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "Han, Gu")
    qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    settle()
    assert field.text() == saved
    assert "只能有一名责任人" in field.fault.text()
    assert given(festival) == []


def test_a_field_saves_itself_when_the_focus_leaves(page, festival, settle, qtbot):
    page.matrix.choose("C03")
    field = page.item.fields["phone"]
    field.edit.setFocus()
    field.edit.selectAll()
    qtbot.keyClicks(field.edit, "12300000000")
    page.matrix.setFocus()
    settle()
    assert [(b["duty"], b["phone"]) for b in given(festival)] == [("C03", "12300000000")]


def test_typing_in_a_field_gives_no_verdicts(page, festival, settle, qtbot):
    field = page.item.fields["note"]
    field.edit.setFocus()
    qtbot.keyClicks(field.edit, "SV1L4")
    field.settle()
    settle()
    assert [b["note"] for b in given(festival)] == ["SV1L4"]
    assert duty_of(page, page.matrix.code).status == "done"


def test_f8_goes_from_gap_to_gap_and_then_leaves_the_key_to_the_case(page, workspace, settle, qtbot):
    for code in ("A03", "D02"):
        page.matrix.choose(code)
        page.set_status("undone")
        settle()
    page.matrix.choose("A01")
    page.matrix.setFocus()
    visited = []
    for _ in range(3):
        qtbot.keyClick(page.matrix, Qt.Key.Key_F8)
        visited.append((page.matrix.code, page.matrix.party))
    assert visited == [("A03", "A"), ("D02", "D"), ("A03", "A")]
    qtbot.keyClick(page.matrix, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert page.matrix.code == "D02"
    for code in ("A03", "D02"):
        page.matrix.choose(code)
        page.set_status("done")
        settle()
    qtbot.keyClick(page.matrix, Qt.Key.Key_F8)
    assert workspace.step != 3


def test_gaps_are_told_in_words_counted_and_filtered(page, settle):
    page.matrix.choose("B07")
    page.set_status("undone")
    settle()
    assert "未落实" in cell_of(page, "B07", "B").data(ROLE)
    assert page.missing()[0].object == "B07"
    page.head.only_gaps.click()
    assert [e.code for e in page.matrix.model_.entries if not isinstance(e, DutyGroup)] == ["B07"]
    told = page.matrix.model_.index(0, 0).data(ROLE)
    assert "缺 1" in told


def test_every_cell_has_words_for_a_listener(page):
    model = page.matrix.model_
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            assert model.index(row, column).data(ROLE)
    assert "落实" in model.headerData(1, Qt.Orientation.Horizontal, ROLE)


def test_arrows_pass_over_headings(page, qtbot):
    last = next(d.code for d in reversed(page.context.view.duties) if d.party == "A")
    page.matrix.choose(last)
    qtbot.keyClick(page.matrix, Qt.Key.Key_Down)
    assert page.matrix.duty().party == "B"


def test_the_basis_says_how_sure_it_is(page):
    marks = {"A01": "本单位默认", "B01": "依据原文"}
    for code, words in marks.items():
        page.matrix.choose(code)
        shown = [found.text() for found in page.item.findChildren(QLabel)]
        assert words in shown
        assert any("条例" in text for text in shown)


def test_an_open_item_leads_to_its_duty(page):
    page.reveal("D05")
    assert (page.matrix.code, page.matrix.party) == ("D05", "D")


def test_the_first_column_stays_while_the_parties_scroll(page, workspace, qtbot):
    page.matrix.setColumnWidth(3, 2000)
    page.matrix.horizontalScrollBar().setValue(page.matrix.horizontalScrollBar().maximum())
    at = page.matrix.frozen.mapTo(page.matrix, QPoint(5, 200))
    assert page.matrix.childAt(at) is page.matrix.frozen.viewport()
    page.matrix.verticalScrollBar().setValue(300)
    assert page.matrix.frozen.verticalScrollBar().value() == 300


def test_a_click_on_the_frozen_column_chooses_the_duty(page, qtbot):
    index = page.matrix.model_.index(page.matrix.model_.place_of("A05"), 0)
    place = page.matrix.frozen.visualRect(index).center()
    qtbot.mouseClick(page.matrix.frozen.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.matrix.code == "A05"


def test_the_preview_is_the_paper_itself(page, festival, settle, qtbot):
    page.tabs.setCurrentWidget(page.promise)
    page.promise.choose("B")
    qtbot.waitUntil(lambda: page.promise.preview.data != b"", timeout=20_000)
    look = Look(festival.desk, festival.state())
    assert page.promise.preview.data == documents.make(look, "F18-B").pdf
    assert "清单" in page.promise.preview.name.text()


def test_a_click_on_a_party_card_shows_its_list(page, qtbot):
    header = page.matrix.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(4) + 20, 20)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.tabs.currentWidget() is page.promise
    assert page.promise.party == page.matrix.model_.party_of(4).code


def test_ticked_lists_are_saved_as_pdf_and_told(page, settle, toasts, tmp_path, qtbot):
    for line in page.printing._lines[2:]:
        line.box.setChecked(False)
    page.lists.export_to(tmp_path, page.printing.codes())
    qtbot.waitUntil(lambda: toasts != [], timeout=20_000)
    made = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert toasts == ["已存 2 份 PDF"]
    assert [name[:5] for name in made] == ["F18-A", "F18-B"]
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF") for name in made)


def test_nothing_ticked_prints_nothing_and_says_so(page, toasts):
    for line in page.printing._lines:
        line.box.setChecked(False)
    page.print_lists()
    page.export_lists()
    assert toasts == ["没有勾选清单"] * 2


def test_printing_puts_every_page_of_the_lists_on_paper(page, festival, tmp_path, qtbot):
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "print.pdf"))
    page.lists.print_to(printer, ("F18-A", "F18-C"))
    look = Look(festival.desk, festival.state())
    expected = sum(_pages(documents.make(look, code).pdf) for code in ("F18-A", "F18-C"))
    qtbot.waitUntil(lambda: (tmp_path / "print.pdf").exists() and _ended(tmp_path / "print.pdf"), timeout=20_000)
    assert _pages((tmp_path / "print.pdf").read_bytes()) == expected


def _ended(path):
    return path.read_bytes().rstrip().endswith(b"%%EOF")


def _pages(data):
    with PDFIUM:
        return len(pdfium().PdfDocument(data))


def test_a_case_without_a_list_says_what_to_ask_for(page):
    page.show_case(replace(page.context.view, duties=()))
    words = [found.text() for found in page.findChildren(QLabel) if found.isVisible()]
    assert "未收到五方责任清单" in words


def test_on_a_read_only_file_nothing_can_be_changed_and_the_reason_is_told(page, workspace, festival, settle, qtbot):
    assert page.item.locked.isHidden()
    workspace.session.read_only = True
    page.show_case(page.context.view)
    assert "只读：资料库以只读方式打开" in [found.text() for found in page.item.locked.findChildren(QLabel)]
    assert not page.item.locked.isHidden()
    assert page.item.fields["person"].edit.isReadOnly()
    assert page.item.status.buttons["done"].toolTip() == "资料库以只读方式打开"
    click(qtbot, page, "A01", "C")
    qtbot.keyClick(page.matrix, Qt.Key.Key_1)
    settle()
    assert given(festival) == []


def test_cursor_and_order_outlive_a_change_of_language(page, workspace, qtbot):
    page.head.order.buttons[PHASE].click()
    page.matrix.choose("C06")
    page.matrix.choose_party("C")
    context = workspace.remember()
    set_language("en")
    again = Workspace(workspace.session, workspace.case, context)
    qtbot.addWidget(again)
    assert again.page().matrix.code == "C06"
    assert again.page().matrix.model_.by == PHASE
    assert "Lead" in cell_of(again.page(), "C06", "C").data()


def test_tab_goes_through_the_page_without_a_trap(page, qtbot):
    page.matrix.setFocus()
    seen = []
    for _ in range(14):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    fields = [page.item.fields[name].edit for name in ("person", "phone", "post", "evidence", "note")]
    places = [seen.index(field) for field in fields]
    assert places == sorted(places)
    assert page.print_button in seen


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1228, 670), (1388, 790)])
def test_no_word_is_cut_at_the_smallest_and_the_usual_size(workspace, qtbot, language, size):
    set_language(language)
    screen = Workspace(workspace.session, workspace.case, workspace.context)
    qtbot.addWidget(screen)
    screen.resize(*size)
    screen.show()
    screen.go(3)
    qtbot.wait(1)
    assert (screen.width(), screen.height()) == size
    page = screen.page()
    for tab in range(page.tabs.count()):
        page.tabs.setCurrentIndex(tab)
        qtbot.waitUntil(lambda: cut(page) == [], timeout=20_000)


def cut(page):
    """Return labels with less room than their words need, and panes wider than what is seen of them.

    Labels with an ellipsis have a tip.
    """
    plain = [found for found in page.findChildren(QLabel) if type(found) is QLabel and found.isVisible()]
    narrow = [found for found in plain if not found.wordWrap() and found.width() < found.sizeHint().width()]
    flat = [found for found in plain if found.wordWrap() and found.height() < found.heightForWidth(found.width())]
    wide = [area for area in page.findChildren(QScrollArea) if area.isVisible() and overflows(area)]
    return [*(found.text() for found in (*narrow, *flat) if found.text()), *wide]


def overflows(area):
    return area.widget() is not None and area.widget().width() > area.viewport().width()


def test_a_state_leaves_everything_else_of_a_duty_as_it_is(page, settle):
    before = duty_of(page, "A06")
    page.matrix.choose("A06")
    page.set_status("doing")
    settle()
    after = duty_of(page, "A06")
    assert replace(after, status=before.status, gaps=before.gaps) == before


# The matrix as a whole, lists that come back, an earlier case


def test_the_check_lists_every_fault_of_the_matrix_and_leads_to_it(festival, workspace, settle):
    do(festival.desk, festival.officer, c.SetDuty(festival.case, "C03", "doing", "顾望舟"))
    workspace.context.refresh()
    settle()
    workspace.go(3)
    page = workspace.page()
    assert "校核" in page.head.check.face()
    page.head.check.click()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, FaultsDialog) and w.isVisible())
    shown = "\n".join(found.text() for found in dialog.findChildren(QLabel))
    assert "顾望舟 同时为 B、C 两方主责" in shown
    button = next(b for b in dialog.findChildren(QAbstractButton) if "C03" in b.accessibleName())
    button.click()
    assert page.matrix.code == "C03"


def test_codes_of_a_returned_list_are_read_and_recorded_and_the_rest_is_named(festival, workspace, settle, qtbot):
    workspace.go(3)
    page = workspace.page()
    page.tabs.setCurrentIndex(3)
    lines = {d.code: d.line for d in workspace.context.view.duties}
    tab = page.returned
    tab.text.setPlainText(f"第1页 {lines['A01'].lower()} 已签\n{lines['B07']}\nB08-00000")
    qtbot.waitUntil(tab.give.isEnabled, timeout=10_000)
    assert "可登记 2 个" in tab._told.text()
    assert "校验位不符" in tab._told.text()
    tab.give.click()
    qtbot.waitUntil(lambda: set(festival.state().returned) == {"A01", "B07"}, timeout=10_000)
    settle()
    qtbot.waitUntil(lambda: "已收回 2 / 67" in tab._owed.text(), timeout=10_000)
    assert lines["A01"] not in tab._owed.text()
    assert lines["A02"] in tab._owed.text()
    do(festival.desk, festival.officer, c.SetDuty(festival.case, "A01", "done", "新负责人"))
    workspace.context.refresh()
    qtbot.waitUntil(lambda: "须重新签认：A01" in tab._owed.text(), timeout=10_000)


def test_an_earlier_case_fills_what_is_empty_and_stays_tinted_until_it_is_looked_at(
    festival, workspace, settle, packages, qtbot
):
    from workbench.services import intake

    festival.desk.clock = festival.clock
    other = intake.receive(festival.desk, festival.officer, packages["chenghu-bay-festival"])
    do(festival.desk, festival.officer, c.SetDuty(other.case, "E05", "doing", "邢远山", "12300000000", "支队长"))
    workspace.go(3)
    page = workspace.page()
    page.head.takeover.click()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, TakeoverDialog) and w.isVisible())
    qtbot.waitUntil(dialog.take.isEnabled, timeout=10_000)
    assert other.number in dialog.cases.currentText()
    dialog.take.click()
    qtbot.waitUntil(lambda: "E05" in festival.state().duties, timeout=10_000)
    taken = festival.state().duties["E05"]
    assert (taken.person, taken.phone, taken.source) == ("邢远山", "12300000000", other.number)
    assert set(festival.state().duties) == {"E05"}, "what this case states itself is left alone"
    settle()
    page.reveal("E05")
    qtbot.waitUntil(page.item.seen.isVisible, timeout=10_000)
    page.item.seen.click()
    qtbot.waitUntil(lambda: festival.state().duties["E05"].source == "", timeout=10_000)
    assert festival.state().duties["E05"].person == "邢远山"
    settle()
    qtbot.waitUntil(lambda: not page.item.seen.isVisible(), timeout=10_000)
    workspace.undo_stack.undo()
    qtbot.waitUntil(lambda: festival.state().duties["E05"].source == other.number, timeout=10_000)


def test_a_due_day_that_is_no_day_is_told_at_its_field(festival, workspace, settle, qtbot):
    workspace.go(3)
    page = workspace.page()
    page.reveal("B07")
    field = page.item.fields["due"]
    field.edit.setText("明天")
    field._typed()
    field.settle()
    assert "YYYY-MM-DD" in field.fault.text()
    field.edit.setText("2026-04-20")
    field.settle()
    qtbot.waitUntil(lambda: "B07" in festival.state().duties, timeout=10_000)
    assert str(festival.state().duties["B07"].due) == "2026-04-20"
