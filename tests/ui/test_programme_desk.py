"""The programme page beside verdicts: tree and folding, lyrics, interaction, co-review, lists, import, results."""

from dataclasses import replace
from time import perf_counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QDialog

from workbench.core import commands as c
from workbench.errors import Text
from workbench.services.papers_programme import REVIEW
from workbench.services.views import PerformedView, ProgrammeView
from workbench.ui.step_programme_tree import ActsModel, Column

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def page(workspace):
    """Step 4 of the festival."""
    workspace.go(4)
    return workspace.page()


def act_of(page, no):
    return next(act for act in page.context.view.acts if act.no == no)


def dialog_of(page, qtbot):
    """Return the dialog that is open."""
    qtbot.waitUntil(lambda: any(d.isVisible() for d in page.findChildren(QDialog)), timeout=20_000)
    return next(d for d in page.findChildren(QDialog) if d.isVisible())


def press(dialog, words):
    next(b for b in dialog.findChildren(type(dialog.button("x", dialog.reject))) if b.face().startswith(words)).click()


def write(field, text):
    field.edit.setPlainText(text) if hasattr(field.edit, "setPlainText") else field.edit.setText(text)
    field.settle()


def test_parts_stand_under_their_act_and_the_arrows_fold_them(page, festival, settle, qtbot):
    QAbstractItemModelTester(page.table.model_, FATAL)
    page.context.do(c.SetProgrammeItem(festival.case, "14.1", "14", "work", "另一曲"))
    settle()
    page.table.choose("14")
    top = page.table.currentIndex().siblingAtColumn(0)
    assert page.table.model_.rowCount(top) == 1
    page.table.setFocus()
    assert page.table.isExpanded(top)
    qtbot.keyClick(page.table, Qt.Key.Key_Left)
    assert not page.table.isExpanded(top)
    qtbot.keyClick(page.table, Qt.Key.Key_Right)
    assert page.table.isExpanded(top)
    page.table.choose("14.1")
    qtbot.keyClick(page.table, Qt.Key.Key_1)
    settle()
    assert act_of(page, "14.1").verdict == "pass"


def test_works_of_one_performer_stand_under_one_head_that_has_no_verdict(page, settle, toasts, qtbot):
    acts = [replace(a, row=replace(a.row, values={**a.row.values, "artist": "同一乐队"})) if a.no in {"1", "3"} else a
            for a in page.context.view.acts]  # fmt: skip
    page.table.show_acts(acts)
    model = page.table.model_
    head = model.index(0, Column.ACT)
    assert model.data(head) == "同一乐队"
    assert model.rowCount(model.index(0, 0)) == 2
    page.table.setCurrentIndex(head)
    page.judge("pass")
    settle()
    assert toasts == ["请展开后选中其中的作品"]


def test_l_shows_the_lyrics_with_the_hint_words_marked(page, settle, qtbot):
    page.table.choose("20")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_L)
    settle()
    assert page.tabs.currentWidget() is page.lyrics
    assert "提示，不是结论" in page.lyrics._note.text()
    marked = page.lyrics.text.toHtml()
    assert act_of(page, "20").hits[-1].hit.word in page.lyrics.text.toPlainText()
    assert "text-decoration: underline" in marked


def test_an_act_without_lyrics_says_what_to_do(page, settle):
    page.table.choose("1")
    assert "添加作品" in page.lyrics._from.text()


def test_an_interactive_act_is_refused_until_its_sub_form_is_filled_in(page, festival, settle, qtbot):
    page.table.choose("20")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_1)
    settle()
    assert act_of(page, "20").verdict == ""
    assert any("停止口令" in text for text in (page.pane.grounds.fault.text(), page.interaction.state.text()))
    qtbot.keyClick(page.table, Qt.Key.Key_I)
    write(page.interaction.texts["stop_word"], "到此为止")
    settle()
    assert act_of(page, "20").lacks == ()
    page.judge("pass")
    settle()
    assert act_of(page, "20").verdict == "pass"
    assert festival.state().interactions["20"].zone == "Z01"


def test_m_sends_a_letter_and_concludes_that_the_matter_is_with_the_other_authority(page, festival, settle, qtbot):
    page.table.choose("16")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_M)
    dialog = dialog_of(page, qtbot)
    dialog.asked.setPlainText("《湖底药片》是否可演")
    press(dialog, "送出")
    settle()
    act, state = act_of(page, "16"), festival.state()
    assert (act.verdict, act.standing) == ("consult", "consulted")
    assert state.consultations[act.consultation].questions == ("《湖底药片》是否可演",)
    assert "未回" in act.co_review.zh


def test_the_day_for_the_answer_can_be_moved(page, festival, settle):
    page.context.do(c.JudgeProgramme(festival.case, "14", "advise_cancel", ("SG1",), (), "管控四项为空"))
    settle()
    page.table.choose("14")
    page.pane.due.setDate(page.pane.due.date().addDays(5))
    page.pane.due.editingFinished.emit()
    settle()
    first, second = [event.body["answer_due"]["$d"] for event in festival.events("programme_judged")]
    assert first < second
    assert page.advice.list.count() == 1
    assert page.tabs.tabText(page.tabs.indexOf(page.advice)).endswith("1")


def test_a_pasted_list_stands_beside_the_programme_with_its_differences_in_words_and_tints(page, settle, qtbot):
    QAbstractItemModelTester(page.compare.table.model_, FATAL)
    page.left.setCurrentWidget(page.compare)
    page.compare.take.click()
    dialog = dialog_of(page, qtbot)
    lines = [f"{a.row['artist']}\t{a.row['work']}\t{a.row['session']}" for a in page.context.view.acts]
    lines[6] = lines[6].replace("云堰电报局", "雲堰電報局")
    lines[9] = lines[9].replace("灰喜鹊练习册", "灰喜鹊乐队")
    dialog.text.setPlainText("\n".join(lines[:-1]))
    dialog.source.setText("样文旅演〔2026〕0173号")
    press(dialog, "采用名单")
    settle()
    model = page.compare.table.model_
    told = [row[0] for row in model.rows]
    assert len(told) == 52
    assert {word for word in told if word != "一致"} == {"减少", "写法不同", "演出者不同"}
    assert sum(bool(kind) for kind in model.kinds) == 3
    page.compare.only.click()
    assert {row[0] for row in model.rows} == {"减少", "演出者不同"}
    page.compare._one.setText("灰喜鹊乐队")
    page.compare._other.setText("灰喜鹊练习册")
    page.compare._same.click()
    settle()
    assert [row[0] for row in model.rows] == ["减少"]


def test_an_import_shows_rows_kept_aside_and_takes_a_mended_one(page, festival, settle, qtbot, tmp_path, toasts):
    path = tmp_path / "节目.csv"
    path.write_text("序号,场次,艺人,曲目\n1,S1,甲,一\n2,S9,乙,二\n", encoding="utf-8")
    page.ways.read_file(str(path))
    settle()
    dialog = dialog_of(page, qtbot)
    assert "本案没有场次" in dialog.table.item(0, 1).text()
    dialog.table.item(0, 3).setText("S2")
    settle()
    assert dialog.table.rowCount() == 0
    press(dialog, "导入 2 行")
    settle()
    assert [act.no for act in page.context.view.acts] == ["1", "2"]
    assert toasts[-1] == "已导入 2 行"


def test_before_the_grant_the_list_is_not_locked_and_no_change_can_be_reported(page):
    page.left.setCurrentWidget(page.after)
    assert "未锁定" in page.after.lock.text()
    assert not page.after.report.isEnabled()
    assert page.after.report.toolTip()


def test_after_the_grant_differences_are_judged_and_results_recorded_by_line(page, qtbot):
    line = c.ProgrammeLine("甲", "一", "S1")
    view = ProgrammeView(
        locked="a" * 64,
        differences={"1.1": (Text("减少", "Missing"), "甲 一", "")},
        on_site=(PerformedView("3", line, None, None),),
    )
    judged, given = [], []
    page.left.setCurrentWidget(page.after)
    page.after.difference_judged.disconnect()
    page.after.result_given.disconnect()
    page.after.difference_judged.connect(lambda *told: judged.append(told))
    page.after.result_given.connect(lambda *told: given.append(told))
    page.after.show_view(view, may_report="", may_judge="", may_record="")
    assert "指纹 aaaaaaaaaaaaaaaa" in page.after.lock.text()
    assert page.after.report.isEnabled()
    page.after.verdict.buttons["pass"].click()
    page.after.result.buttons["differs"].click()
    assert judged == [("1.1", "pass")]
    assert given == [("3", "differs")]
    QAbstractItemModelTester(page.after.site.model_, FATAL)


def test_numbers_of_the_sub_form_are_kept(page, festival, settle):
    page.table.choose("21")
    write(page.interaction.numbers["minutes"], "6")
    settle()
    assert festival.state().interactions["21"].minutes == 6


def test_the_review_sheet_is_issued_from_the_page(page, festival, settle):
    page.ways.issue(REVIEW)
    settle()
    assert [event.body["paper"] for event in festival.events("document_issued")] == [REVIEW]


def test_ten_thousand_acts_are_shown_and_filtered_without_a_pause(page, qapp):
    one = page.context.view.acts[0]
    acts = [
        replace(one, no=str(n), row=replace(one.row, values={**one.row.values, "no": n, "artist": f"乐队{n // 3}"}))
        for n in range(1, 10_001)
    ]
    model = ActsModel(page.context.pack, page)
    began = perf_counter()
    model.show(acts)
    assert len(model.acts) == 10_000
    assert perf_counter() - began < 2
    page.table.show_acts(acts)
    began = perf_counter()
    page.table.choose("9999")
    QApplication.processEvents()
    assert page.table.no == "9999"
    assert perf_counter() - began < 2
