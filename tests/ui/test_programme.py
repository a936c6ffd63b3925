"""Step 4: acts in a table, hints, verdicts with grounds and evidence, refusals at the field, the organiser's answer."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from workbench.core import commands as c
from workbench.services.looking import Look
from workbench.ui import step_programme_words as words
from workbench.ui.i18n import set_language
from workbench.ui.step_programme_tree import Column, Filter
from workbench.ui.workspace import Workspace

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
ROLE = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def page(workspace):
    """Step 4 of the festival."""
    workspace.go(4)
    return workspace.page()


def act_of(page, no):
    return next(act for act in page.context.view.acts if act.no == no)


def given(festival, kind="programme_judged"):
    return [event.body for event in festival.events(kind)]


def shown(widget):
    QApplication.processEvents()
    return [found.text() for found in widget.findChildren(QLabel) if found.isVisibleTo(widget)]


def write(field, text):
    field.edit.setPlainText(text)
    field.settle()


def test_the_model_keeps_the_rules_of_models_while_it_is_filtered(page, settle):
    QAbstractItemModelTester(page.table.model_, FATAL)
    page._choose_filter(Filter(hints=True))
    page._choose_filter(Filter(session="S2", waiting=True))
    page._choose_filter(Filter(words="民谣没有"))
    page._choose_filter(Filter())
    page.judge("pass")
    settle()


def test_every_act_of_the_sheet_has_a_row_with_what_the_sheet_states(page, festival):
    rows = festival.state().application.rows("programme")
    model = page.table.model_
    assert [act.no for act in model.acts] == [str(row["no"]) for row in rows]
    first = " ".join(str(model.index(0, column).data()) for column in range(model.columnCount()))
    for key in ("artist", "work", "genre", "language", "stage", "minutes"):
        assert str(rows[0][key]) in first


def test_every_cell_has_words_for_a_listener(page):
    model = page.table.model_
    for row in range(model.rowCount()):
        for column in Column:
            assert model.index(row, column).data(ROLE)
    assert "提示 PI6" in model.index_of("11").data(ROLE)


def test_hints_say_that_they_are_no_verdict(page, festival):
    page.table.choose("20")
    told = shown(page.pane)
    assert "提示，不是结论" in told
    assert "PI2" in told
    assert Look(festival.desk, festival.state()).pack.criteria["PI2"].text.zh in told
    page.table.choose("1")
    assert "提示，不是结论" not in shown(page.pane)


def test_a_digit_passes_an_act_and_goes_to_the_next_that_waits(page, festival, settle, toasts, qtbot):
    page.table.choose("1")
    page.table.setFocus()
    for _ in range(2):
        qtbot.keyClick(page.table, Qt.Key.Key_1)
        settle()
    assert [(b["no"], b["verdict"]) for b in given(festival)] == [("1", "pass"), ("2", "pass")]
    assert page.table.no == "3"
    assert toasts[0].startswith("1 ")
    assert toasts[0].endswith("通过")


def test_an_adverse_verdict_without_ground_is_refused_at_the_grounds(page, festival, settle, qtbot):
    page.table.choose("14")
    qtbot.keyClick(page.table, Qt.Key.Key_3)
    settle()
    assert given(festival) == []
    assert "不利结论须有理由代码" in page.pane.grounds.fault.text()
    assert not page.pane.grounds.fault.isHidden()
    assert not page.pane.verdict.buttons["advise_cancel"].isChecked()
    assert any("未保存" in text for text in shown(page.pane))


def test_what_was_refused_is_saved_as_soon_as_ground_and_evidence_are_there(page, festival, settle):
    page.table.choose("14")
    page.judge("advise_cancel")
    settle()
    page.pane.grounds.boxes["SG1"].click()
    settle()
    assert given(festival) == []
    assert page.pane.texts["evidence"].fault.text() == "此项须填写"
    write(page.pane.texts["evidence"], "2025 年演出录像 02:14")
    settle()
    assert [(b["no"], b["verdict"], b["grounds"]) for b in given(festival)] == [("14", "advise_cancel", ["SG1"])]
    assert page.pane.verdict.buttons["advise_cancel"].isChecked()
    assert not any("未保存" in text for text in shown(page.pane))


def test_the_genre_alone_is_never_a_ground(page, festival, settle):
    page.table.choose("14")
    genre = str(act_of(page, "14").row["genre"])
    page.pane.grounds.boxes["SG1"].click()
    page.pane.texts["evidence"].edit.setPlainText(genre)
    page.judge("advise_cancel")
    settle()
    assert given(festival) == []
    assert "体裁不得作为" in page.pane.texts["evidence"].fault.text()


def test_non_permission_needs_a_content_ground(page, festival, settle, qtbot):
    page.table.choose("14")
    page.pane.grounds.boxes["SG2"].click()
    page.pane.texts["evidence"].edit.setPlainText("脚本第 2 页")
    qtbot.keyClick(page.table, Qt.Key.Key_5)
    settle()
    assert given(festival) == []
    assert page.pane.grounds.fault.text() != ""
    page.pane.grounds.boxes["CB06"].click()
    settle()
    assert [(b["verdict"], b["grounds"]) for b in given(festival)] == [("not_permitted", ["SG2", "CB06"])]


def test_what_is_not_saved_yet_stays_with_its_act(page, settle):
    page.table.choose("14")
    page.judge("pass_after_change")
    settle()
    page.pane.grounds.boxes["SG3"].click()
    settle()
    page.table.choose("15")
    assert page.pane.grounds.codes() == ()
    page.table.choose("14")
    assert page.pane.grounds.codes() == ("SG3",)


def test_text_typed_on_one_act_is_not_saved_on_another(page, festival, settle, qtbot):
    page.table.choose("7")
    page.judge("pass")
    settle()
    page.table.choose("7")
    field = page.pane.texts["note"].edit
    field.setFocus()
    qtbot.keyClicks(field, "checked")
    page.table.choose("9")
    settle()
    assert act_of(page, "7").note == "checked"
    assert act_of(page, "9").note == ""


def test_undo_takes_a_verdict_back(page, workspace, festival, settle):
    page.table.choose("5")
    page.judge("pass")
    settle()
    workspace.undo_stack.undo()
    settle()
    assert act_of(page, "5").verdict == ""
    assert [b["verdict"] for b in given(festival)] == ["pass", ""]


def test_the_organisers_answer_is_kept_and_settles_the_act(page, festival, settle):
    page.table.choose("14")
    page.pane.grounds.boxes["SG1"].click()
    page.pane.texts["evidence"].edit.setPlainText("护栏检测报告")
    page.judge("pass_after_change")
    settle()
    assert "14" in [item.object for item in page.missing()]
    write(page.pane.answer, "改为不插电版")
    settle()
    page.pane.accepted.click()
    settle()
    assert [(b["answer"], b["accepted"]) for b in given(festival, "programme_answered")] == [
        ("改为不插电版", False),
        ("改为不插电版", True),
    ]
    assert "14" not in [item.object for item in page.missing()]


def test_figures_count_what_was_advised(page, settle):
    page.table.choose("14")
    page.pane.grounds.boxes["SG1"].click()
    page.pane.texts["evidence"].edit.setPlainText("护栏检测报告")
    page.judge("advise_cancel")
    settle()
    told = shown(page)
    assert told[told.index("建议取消") + 1] == "1 组 · 0 项"
    assert told[told.index("已审") + 1] == "1 / 52"


def test_sessions_hints_and_waiting_are_filters(page, festival, settle):
    rows = festival.state().application.rows("programme")
    second = [str(row["no"]) for row in rows if row["session"] == "S2"]
    page._choose_filter(Filter(session="S2"))
    assert [act.no for act in page.table.model_.acts] == second
    page._choose_filter(Filter(hints=True))
    assert all(words.flags(act) for act in page.table.model_.acts)
    page._choose_filter(Filter(waiting=True))
    page.table.choose("1")
    page.judge("pass")
    settle()
    assert "1" not in [act.no for act in page.table.model_.acts]


def test_an_open_item_leads_to_its_act_even_when_it_is_filtered_away(page):
    page._choose_filter(Filter(session="S2"))
    page.reveal("1")
    assert page.table.no == "1"


def test_f8_goes_to_the_next_act_without_a_verdict(page, festival, settle, qtbot):
    lacking = {14, 20}  # their sub-form is not filled in
    acts = [c.JudgeProgramme(festival.case, str(no), "pass") for no in range(1, 53) if no not in {10, 30, *lacking}]
    acts += [c.JudgeProgramme(festival.case, str(no), "consult", note="会商") for no in lacking]
    page.context.do(*acts)
    settle()
    page.table.choose("1")
    page.table.setFocus()
    visited = []
    for _ in range(3):
        qtbot.keyClick(page.table, Qt.Key.Key_F8)
        visited.append(page.table.no)
    assert visited == ["10", "30", "10"]


def test_a_case_without_acts_says_so(page):
    page.show_case(replace(page.context.view, acts=()))
    assert "本活动没有申报节目" in [text.text() for text in page.findChildren(QLabel) if text.isVisible()]


def test_on_a_read_only_file_nothing_can_be_judged(page, workspace, festival, settle, qtbot):
    assert page.pane.locked.isHidden()
    workspace.session.read_only = True
    page.show_case(page.context.view)
    assert "只读：资料库以只读方式打开" in [found.text() for found in page.pane.locked.findChildren(QLabel)]
    assert not page.pane.locked.isHidden()
    assert page.pane.verdict.buttons["pass"].toolTip() == "资料库以只读方式打开"
    assert not page.pane.grounds.isEnabled()
    qtbot.keyClick(page.table, Qt.Key.Key_1)
    settle()
    assert given(festival) == []


def test_tab_goes_through_the_page_without_a_trap(page, qtbot):
    page.table.setFocus()
    seen = []
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    wanted = [page.pane.verdict.buttons["pass"], page.pane.grounds.boxes["SG1"], page.pane.texts["evidence"].edit]
    assert [seen.index(widget) for widget in wanted] == sorted(seen.index(widget) for widget in wanted)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1228, 670), (1388, 790)])
def test_no_word_is_cut_at_the_smallest_and_the_usual_size(workspace, qtbot, language, size):
    set_language(language)
    screen = Workspace(workspace.session, workspace.case, workspace.context)
    qtbot.addWidget(screen)
    screen.resize(*size)
    screen.show()
    screen.go(4)
    screen.page().table.choose("20")
    qtbot.wait(1)
    assert (screen.width(), screen.height()) == size
    qtbot.waitUntil(lambda: cut(screen.page()) == [], timeout=20_000)
    table = screen.page().table
    assert table.columnViewportPosition(Column.VERDICT) + table.columnWidth(Column.VERDICT) <= table.viewport().width()


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
