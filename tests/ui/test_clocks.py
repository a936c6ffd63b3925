"""Page 9 in the window: the list of deadlines, the sums of one, the acts on the clock."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from workbench.core import commands as c
from workbench.services.acting import do
from workbench.ui.i18n import set_language
from workbench.ui.step_clocks_dialogs import HearingDialog, PauseDialog, ResumeDialog
from workbench.ui.step_clocks_sums import page
from workbench.ui.step_clocks_table import LIMIT, LimitsModel


@pytest.fixture
def accepted(festival, workspace, qtbot, settle):
    """The festival accepted on 10 April, with the page of time limits open."""
    do(festival.desk, festival.officer, c.Accept(festival.case, date(2026, 4, 10)))
    workspace.context.refresh()
    settle()
    return opened(workspace, qtbot, settle)


def opened(workspace, qtbot, settle):
    qtbot.keyClick(workspace, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    settle()
    clocks = workspace.page()
    qtbot.waitUntil(lambda: clocks.limits is not None)
    return clocks


def dialog_of(clocks, kind, qtbot):
    qtbot.waitUntil(lambda: any(d.isVisible() for d in clocks.findChildren(kind)))
    return next(d for d in clocks.findChildren(kind) if d.isVisible())


def ids(clocks):
    rows = (clocks.table.model_.index(n, 0).data(LIMIT) for n in range(clocks.table.model_.rowCount()))
    return [limit.id for limit in rows if limit]


def test_the_page_opens_on_the_deadline_that_presses_and_tells_its_sums(accepted):
    assert accepted.table.limit().id == "decision_due"
    told = accepted.sums.text.toPlainText()
    assert "2026-04-10（星期五）受理，当日不计" in told
    assert "《大型群众性活动安全管理条例》第14条" in told
    assert "2026-04-11 – 2026-04-12 周末，不计" in told
    assert told.rstrip().endswith("2026-04-21（星期二）")
    assert sum(1 for day in accepted.sums.limit.days if day.number) == 7


def test_before_acceptance_the_list_tells_what_acceptance_today_would_mean(workspace, qtbot, settle):
    clocks = opened(workspace, qtbot, settle)
    assert "if_today" in ids(clocks)
    assert {"correction_due", "deemed_accepted", "deliver_due", "litigation"} <= set(ids(clocks))


def test_arrows_walk_over_the_headings_and_the_sums_follow(accepted, qtbot):
    accepted.focus_first()
    before = accepted.table.limit().id
    qtbot.keyClick(accepted.table, Qt.Key.Key_Down)
    after = accepted.table.limit()
    assert after.id != before
    assert accepted.sums.limit is after


def test_the_derivation_is_copied_as_plain_text(accepted, qtbot, toasts):
    accepted.focus_first()
    qtbot.keyClick(accepted.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    told = QGuiApplication.clipboard().text()
    assert told.splitlines()[0] == "作出决定截止日"
    assert told.splitlines()[-1] == "= 2026-04-21（星期二）"
    assert toasts == ["推算已复制"]


def test_the_clock_is_stopped_and_restarted_from_the_page(accepted, festival, qtbot, settle, workspace):
    stop = next(b for b in accepted.buttons() if b.text == "中止期限…")
    assert not stop.why_not
    stop.act()
    dialog = dialog_of(accepted, PauseDialog, qtbot)
    dialog.ground.setCurrentIndex(dialog.ground.findData("appraisal"))
    dialog.note.setPlainText("临建结构鉴定，约五日")
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    settle()
    assert festival.state().paused
    assert accepted.table.limit().state == "paused"
    assert "中止：鉴定，尚未恢复" in accepted.sums.text.toPlainText()
    next(b for b in accepted.buttons() if b.text == "恢复期限…").act()
    qtbot.mouseClick(dialog_of(accepted, ResumeDialog, qtbot).take, Qt.MouseButton.LeftButton)
    settle()
    assert not festival.state().paused


def test_an_extension_is_greyed_with_the_reason_where_the_rules_know_none(accepted):
    extend = next(b for b in accepted.buttons() if b.text == "延长…")
    assert extend.why_not == "本地规则没有规定可以延长决定期限"


def test_a_hearing_is_recorded_from_notice_to_end(accepted, festival, qtbot, settle):
    steps = (("offer_hearing", False), ("ask_hearing", True), ("hold_hearing", False))
    for kind, paused in steps:
        accepted.hear()
        dialog = dialog_of(accepted, HearingDialog, qtbot)
        assert dialog.act.currentData() == kind
        dialog.party.setText("周边居民")
        dialog.matter.setText("占道")
        dialog.text.setPlainText("笔录存卷")
        qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
        settle()
        assert festival.state().paused == paused
    assert festival.state().timing.hearings["h1"].held == date(2026, 4, 10)
    assert {"hearing_request:h1", "hearing_hold:h1"} <= set(ids(accepted))


def test_a_refused_act_keeps_the_dialog_and_says_why(accepted, qtbot, settle):
    accepted.hear()
    dialog = dialog_of(accepted, HearingDialog, qtbot)
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    settle()
    assert dialog.isVisible()
    assert "未填写" in dialog.fault.text()


def test_the_page_is_whole_in_english(accepted, settle):
    set_language("en")
    try:
        accepted.show_case(accepted.context.view)
        settle()
        assert "not counted" in accepted.sums.text.toPlainText()
        assert "working days 1–5" in accepted.sums.text.toPlainText()
    finally:
        set_language("zh")


def test_words_of_a_case_cannot_become_markup(accepted, festival, settle):
    do(festival.desk, festival.officer, c.OfferHearing(festival.case, "h1", "<b>甲</b>", "占道", date(2026, 4, 10)))
    accepted.context.refresh()
    settle()
    limit = accepted.limits.limit("hearing_request:h1")
    assert "<b>甲" not in page(limit)
    assert "<b>甲</b>" in limit.title.zh


def test_the_model_keeps_its_contract(accepted):
    model = LimitsModel(accepted)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(accepted.limits.limits)
    model.show(())
