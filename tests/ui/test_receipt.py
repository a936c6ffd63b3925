"""Step 1: what came in, the dates of the law, what the import noticed, the ways of acceptance."""

from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel

from workbench.core import commands as c
from workbench.services.corrections import not_asked
from workbench.services.looking import Look
from workbench.services.receipt_view import receipt_view
from workbench.ui.correction_dialog import CorrectionDialog
from workbench.ui.workspace_dialogs import SignDialog

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
SUPPLEMENT = Path(__file__).parents[2] / "forms" / "samples" / "supplements" / "chenghu-bay-festival.zip"


@pytest.fixture
def page(workspace, settle):
    workspace.go(1)
    settle()
    return workspace.page()


def words(widget):
    return " ".join(found.text() for found in widget.findChildren(QLabel) if found.isVisibleTo(widget))


def dialog(qtbot, kind):
    def find():
        return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)

    qtbot.waitUntil(lambda: find() is not None, timeout=10_000)
    return find()


def test_the_dates_stand_with_their_derivation(page, festival):
    told = words(page)
    assert "一次告知期限 2026年4月14日 周二" in told
    assert "周末，不计" in told
    assert "若今日受理，2026年4月21日 周二 前作出决定" in told


def test_the_receipt_tells_what_came_in(page, festival):
    told = words(page)
    assert "4月7日 10:12 · 窗口 · 1 份" in told
    assert "42 个文件 · 61 页" in told


def test_the_problems_keep_the_rules_of_models_and_start_with_the_gravest(page, workspace):
    model = page.problems.model_
    QAbstractItemModelTester(model, FATAL)
    model.show(workspace.context.view.problems)
    severities = [problem.severity for problem in model.problems]
    assert severities == sorted(severities, key=("error", "warn", "info").index)
    assert "陈述" in model.index(0, 1).data()
    assert model.index(0, 2).data() in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_ways_are_those_of_the_pack_and_digits_choose_them(page, workspace, qtbot):
    ways = list(workspace.context.pack.lists["acceptance_outcomes"])
    assert list(page.acceptance.choices) == ways
    page.focus_first()
    for number, code in enumerate(ways, 1):
        qtbot.keyClick(workspace.focusWidget(), Qt.Key(Qt.Key.Key_0 + number))
        assert page.acceptance.chosen() == code
        assert workspace.page().buttons()[-1].text


def test_acceptance_is_signed_starts_the_clock_and_issues_its_notice(page, workspace, qtbot, festival, settle):
    page.acceptance.act()
    shown = dialog(qtbot, SignDialog)
    assert "决定期限 2026年4月21日 周二" in words(shown)
    assert festival.state().accepted is None
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(festival.events("document_issued")), timeout=20_000)
    settle()
    assert festival.state().accepted == date(2026, 4, 10)
    assert workspace.context.view.row.clock.due == date(2026, 4, 21)
    assert "剩 7 日" in words(workspace.head)
    assert page.acceptance.button() is None


def test_acceptance_is_refused_while_something_is_to_be_corrected(page, workspace, qtbot, festival, settle):
    workspace.context.do(c.JudgeMaterial(festival.case, "M7.1", "correct", ("R2",)))
    settle()
    page.acceptance.act()
    qtbot.keyClick(dialog(qtbot, SignDialog), Qt.Key.Key_Return)
    settle()
    assert festival.state().accepted is None
    assert "M7.1" in page.acceptance.fault.text()


def test_refusing_acceptance_names_the_competent_authority(page, qtbot, festival, settle):
    page.acceptance.choices["not_competent"].setChecked(True)
    page.acceptance.reason.setPlainText("样例：跨市活动")
    page.acceptance.act()
    qtbot.keyClick(dialog(qtbot, SignDialog), Qt.Key.Key_Return)
    settle()
    assert festival.state().status.value == "received"
    assert page.acceptance.fault.text()
    page.acceptance.competent.setText("样例省公安厅")
    page.acceptance.act()
    qtbot.keyClick(dialog(qtbot, SignDialog), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: festival.state().status.value == "not_accepted", timeout=10_000)
    settle()


def test_corrections_on_the_spot_are_kept_line_by_line(page, festival, settle):
    page.acceptance.choices["on_the_spot"].setChecked(True)
    page.acceptance.reason.setPlainText("电话漏一位\n日期补写")
    page.acceptance.act()
    settle()
    assert festival.state().spot_corrections[0].items == ("电话漏一位", "日期补写")


def test_the_way_of_correction_opens_the_notice(page, qtbot, settle):
    page.acceptance.choices["correction"].setChecked(True)
    page.acceptance.act()
    shown = dialog(qtbot, CorrectionDialog)
    settle()
    shown.reject()


def test_after_the_last_day_for_a_notice_the_law_accepts(page, workspace, qtbot, festival, settle):
    festival.clock.set(datetime.fromisoformat("2026-04-15 09:00"))
    workspace.context.refresh()
    settle()
    qtbot.waitUntil(lambda: "依法自收件之日视为受理" in words(page), timeout=10_000)
    assert receipt_view(festival.desk, festival.case).deemed
    page.acceptance.deem()
    settle()
    assert festival.state().deemed
    assert festival.state().accepted == date(2026, 4, 7)


def test_a_supplement_reopens_what_it_changes(page, workspace, qtbot, festival, settle):
    workspace.context.do(c.JudgeMaterial(festival.case, "M7.1", "correct", ("R2",)))
    item = c.Deficiency("M7.1", ("R2",), "过期", "换领后重交")
    left = not_asked(Look(festival.desk, festival.state()), (item,))
    workspace.context.do(c.SendCorrection(festival.case, (item,), date(2026, 4, 20), not_asked=left))
    settle()
    assert page.buttons()[0].text == "登记补正材料"
    page.take_supplement(SUPPLEMENT)
    settle()
    qtbot.waitUntil(lambda: bool(festival.state().supplements), timeout=20_000)
    settle()
    assert "M7.1" not in festival.state().materials
    qtbot.waitUntil(lambda: "补正材料" in words(page), timeout=10_000)


def test_notices_sent_are_shown_with_what_was_and_was_not_asked_for_and_a_second_one_as_such(
    page, workspace, qtbot, festival, settle
):
    workspace.context.do(c.JudgeMaterial(festival.case, "M7.1", "correct", ("R2",)))
    settle()
    item = c.Deficiency("M7.1", ("R2",), "过期", "换领后重交")
    left = not_asked(Look(festival.desk, festival.state()), (item,))
    day = date(2026, 4, 20)
    workspace.context.do(c.SendCorrection(festival.case, (item,), day, not_asked=left))
    settle()
    workspace.context.do(c.SendCorrection(festival.case, (item,), day, "漏列一项", left))
    settle()
    qtbot.waitUntil(lambda: "第 2 次告知" in words(page), timeout=10_000)
    assert "再次告知，理由：漏列一项" in words(page)
    aside = words(page).partition("不要求补正：")[2].split("\n")[0]
    assert [one.code for one in left if not one.code.isdecimal() and one.code not in aside] == []
    assert "无文旅批准或意见的节目：33" in aside  # a bare number says nothing: its matter is told in words
