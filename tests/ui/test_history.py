"""The supervisor's page: filters, the life of a case, readers, the chain."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from workbench.errors import StorageError, Text
from workbench.services.views import ChainResult, DecisionRow, ReadEntry, TimelineEntry
from workbench.ui.history import DecisionQuery, HistoryPage
from workbench.ui.history_models import MOST_CHANGES, DecisionModel, ReadsModel, TimelineModel

ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole
local = datetime.fromisoformat
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def decision(number, title, outcome="grant", **values):
    base = {
        "case": f"c{number}",
        "number": f"安审 2026-{number:04d}",
        "paper_number": f"澄公许〔2026〕{number}号",
        "title": title,
        "undertaker": "澄湖启浪文化传播有限公司",
        "outcome": outcome,
        "level": 2,
        "officer": "顾清和",
        "approver": "沈知行",
        "decided": local("2026-09-10T15:20"),
        "used_days": 5,
    }
    return DecisionRow(**{**base, **values})


DECISIONS = (decision(12, "第六届澄湖湾音乐节"), decision(11, "中秋桂花灯会", "refuse", officer="许见山", stale=True))
EVENTS = (
    TimelineEntry(
        48200,
        13,
        "judge_material",
        Text("判定材料", "Paper judged"),
        "顾清和",
        local("2026-09-09T10:41"),
        ((Text("判定", "verdict"), "符合", "需补正"), (Text("理由", "reason"), "", "缺第 8 项")),
        "8c1e" * 16,
    ),
    TimelineEntry(48112, 1, "received", Text("收件", "Received"), "顾清和", local("2026-09-07T09:20"), (), "02d9" * 16),
)
READS = (ReadEntry("韩述", local("2026-09-11T09:00")),)
GENUINE = ChainResult(
    chain="c1",
    count=48213,
    head="a94f03be" + "0" * 48 + "7712c0de",
    genuine=True,
    first_bad=None,
    reason=Text("", ""),
    seconds=Decimal("2.1"),
)


@pytest.fixture
def page(qtbot):
    shown = HistoryPage()
    qtbot.addWidget(shown)
    shown.resize(1256, 800)
    shown.show_decisions(DECISIONS)
    shown.show()
    return shown


def asked(page, qtbot, act):
    with qtbot.waitSignal(page.query_changed) as changed:
        act()
    return changed.args[0]


@pytest.mark.parametrize(
    ("model", "rows"),
    [(DecisionModel, DECISIONS), (TimelineModel, EVENTS), (ReadsModel, READS)],
    ids=lambda v: str(v)[:20],
)
def test_models_keep_the_rules_of_the_toolkit(qtbot, model, rows):
    made = model()
    tester = QAbstractItemModelTester(made, FATAL)
    made.show(rows)
    made.show(())
    made.show(rows)
    assert tester.model().rowCount() == len(rows)


def test_the_first_decision_is_chosen_and_its_life_asked_for(page, qtbot):
    with qtbot.waitSignal(page.case_requested) as case:
        page.table.selectRow(1)
    assert case.args == ["c11"]


def test_the_life_shows_before_and_after_and_who_read(page):
    page.show_case(EVENTS, READS)
    told = page.timeline.index(0).data(ACCESSIBLE)
    assert "判定: 符合 → 需补正" in told
    assert "理由: — → 缺第 8 项" in told
    assert page.reads.index(0, 0).data(ACCESSIBLE) == "韩述"
    assert page._tabs.tabText(1) == "查阅记录 1"


def test_a_late_answer_for_another_case_is_dropped(page):
    page.show_case(EVENTS, READS)
    page.show_life("c999", (), ())
    assert page.timeline.rowCount() == 2


def test_outcome_and_level_filter_together(page, qtbot):
    page._filters._outcome.setCurrentIndex(2)
    query = asked(page, qtbot, lambda: page._filters._level.setCurrentIndex(1))
    assert (query.outcome, query.level) == ("refuse", 1)


def test_days_filter_only_when_time_is_ticked(page, qtbot):
    assert not page._filters._since.isEnabled()
    page._filters._since.setDate(QDate(2026, 1, 1))
    page._filters._until.setDate(QDate(2026, 9, 30))
    query = asked(page, qtbot, page._filters._limited.click)
    assert (query.since, query.until) == (date(2026, 1, 1), date(2026, 9, 30))


def test_organiser_and_officer_filter(page, qtbot):
    QTest.keyClicks(page._filters._organiser, "qilang")
    offered = [page._filters._officer.itemText(n) for n in range(page._filters._officer.count())]
    assert set(offered) == {"全部主审", "顾清和", "许见山"}
    query = asked(page, qtbot, lambda: page._filters._officer.setCurrentIndex(1))
    assert (query.organiser, query.officer) == ("qilang", offered[1])


def test_clearing_the_filters_asks_for_everything(page, qtbot):
    page._filters.set_query(DecisionQuery(outcome="grant", organiser="x"))
    query = asked(page, qtbot, lambda: QTest.mouseClick(page._filters._clear, Qt.MouseButton.LeftButton))
    assert query == DecisionQuery()


def test_no_decision_is_said_in_words(page):
    page.show_decisions(())
    assert page._stack.currentIndex() == 1
    assert page.timeline.rowCount() == 0


def test_a_genuine_chain_is_told_with_its_length(page, qtbot):
    with qtbot.waitSignal(page.verify_requested):
        QTest.mouseClick(page.chain._verify, Qt.MouseButton.LeftButton)
    assert not page.chain._verify.isEnabled()
    page.show_chain(GENUINE)
    assert page.chain.words() == "审计链完整 48,213 条，无断链、无改写"
    assert page.chain._verify.isEnabled()


def test_a_broken_chain_names_its_first_bad_entry(page):
    bad = replace(GENUINE, genuine=False, first_bad=7, reason=Text("摘要不符", "hash differs"))
    page.show_chain(bad)
    assert page.chain.words() == "审计链在 #7 处不一致 摘要不符"


def test_a_fault_keeps_the_rows_and_offers_another_try(page, qtbot):
    page.show_error(StorageError(Text("读取失败", "cannot be read")))
    assert page.decisions.rowCount() == 2
    asked(page, qtbot, lambda: QTest.mouseClick(page._banner._act, Qt.MouseButton.LeftButton))


def test_a_page_made_anew_remembers_everything(page, qtbot):
    page.table.selectRow(1)
    page.show_case(EVENTS, READS)
    page.show_chain(GENUINE)
    page._filters.set_query(DecisionQuery(outcome="refuse"))
    page.query = DecisionQuery(outcome="refuse")
    again = HistoryPage()
    qtbot.addWidget(again)
    again.recall(page.remember())
    assert again.chosen().case == "c11"
    assert again._filters.query().outcome == "refuse"
    assert again.timeline.rowCount() == 2
    assert again.chain.result == GENUINE


def test_nothing_on_the_page_can_be_edited(page):
    flags = page.decisions.flags(page.decisions.index(0, 0))
    assert not flags & Qt.ItemFlag.ItemIsEditable


def test_an_event_with_many_changes_stays_readable(page):
    many = tuple((Text(f"项 {n}", f"item {n}"), "", str(n)) for n in range(40))
    event = TimelineEntry(1, 1, "x", Text("改", "edit"), "顾清和", local("2026-09-09T00:00"), many, "ab" * 32)
    page.show_case((event,), ())
    hint = page.events.itemDelegate().sizeHint(None, page.timeline.index(0))
    assert hint.height() == 42 + 18 * MOST_CHANGES
    assert "项 39" in page.timeline.index(0).data(Qt.ItemDataRole.ToolTipRole)
