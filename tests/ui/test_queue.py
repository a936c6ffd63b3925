"""The queue: what its rows say, its keys, its chips, its states, and ten thousand rows."""

import time
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from workbench.errors import StorageError, Text
from workbench.services.views import QueuePage as Page
from workbench.ui.delegates import row_height
from workbench.ui.i18n import set_language
from workbench.ui.queue import QueuePage, QueueQuery
from workbench.ui.queue_model import Column, Group, QueueModel
from workbench.ui.queue_preview import Preview

ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole
TODAY = date(2026, 9, 10)
DONE = ("meets",) * 9


@pytest.fixture
def page(qtbot, queue_page):
    shown = QueuePage()
    qtbot.addWidget(shown)
    shown.resize(1256, 800)
    shown.show_page(queue_page, TODAY)
    shown.show()
    shown.view.setFocus()
    return shown


def texts(model: QAbstractItemModel, row, role=ACCESSIBLE):
    return [str(model.index(row, column).data(role)) for column in range(model.columnCount())]


def press(page, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(page.view, key, modifier)


def chosen(page):
    return page.view.chosen().title


# The model


def test_the_model_keeps_the_rules_of_the_toolkit(qtbot, queue_page, make_row):
    model = QueueModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(replace(queue_page, next_key=("week", 1)))
    model.append(Page((make_row(900, "后到的件", "closed"),), queue_page.counts, 12))
    model.fold("today")
    model.fold("today")
    model.show(Page((), {}, 0))
    assert tester.model() is model


def test_group_rows_stand_before_the_first_case_of_each_group(queue_page):
    model = QueueModel()
    model.show(queue_page)
    keys = [entry.key for n in range(model.rowCount()) if isinstance(entry := model.entry(n), Group)]
    assert keys == ["overdue", "today", "three", "week", "paused", "permitted_open", "waiting"]


def test_a_group_counts_all_its_cases_even_those_not_read_yet(queue_page):
    model = QueueModel()
    model.show(replace(queue_page, counts={"week": 40}))
    week = next(e for n in range(model.rowCount()) if isinstance(e := model.entry(n), Group) and e.key == "week")
    assert week.count == 40


def test_a_folded_group_hides_its_cases_and_keeps_its_row(queue_page):
    model = QueueModel()
    model.show(queue_page)
    before = model.rowCount()
    model.fold("today")
    assert model.rowCount() == before - 2
    model.fold("today")
    assert model.rowCount() == before


def test_without_grouping_every_row_is_a_case(queue_page):
    model = QueueModel()
    model.show(queue_page, grouped=False)
    assert model.rowCount() == len(queue_page.rows)


def test_a_page_that_follows_in_the_same_group_gets_no_second_group_row(rows):
    model = QueueModel()
    model.show(Page(rows[:6], {}, 12, next_key=("x",)))
    model.append(Page(tuple(replace(rows[5], case=f"more-{n}") for n in range(3)), {}, 12))
    assert [e.key for n in range(model.rowCount()) if isinstance(e := model.entry(n), Group)].count("week") == 1


def test_the_next_page_is_asked_for_once(queue_page, qtbot):
    model = QueueModel()
    model.show(replace(queue_page, next_key=(3, "case-150")))
    asked = []
    model.more_requested.connect(asked.append)
    for _ in range(3):
        model.fetchMore(QModelIndex())
    assert asked == [(3, "case-150")]


def test_group_rows_cannot_be_chosen(queue_page):
    model = QueueModel()
    model.show(queue_page)
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_a_listener_hears_the_whole_row(queue_page):
    model = QueueModel()
    model.show(queue_page)
    row = model.place_of("case-147")
    heard = texts(model, row)
    assert (
        heard[Column.EVENT]
        == "第六届澄湖湾音乐节，二级，剩 4 日 9月16日 到期，材料 5 符合 2 需补正 1 容缺 1 未审，容缺 1，节目 7"
    )
    assert all(heard)


def test_a_listener_hears_english_when_english_is_chosen(queue_page):
    set_language("en")
    model = QueueModel()
    model.show(queue_page)
    heard = texts(model, model.place_of("case-131"))
    assert "Level 3" in heard[Column.EVENT]
    assert "Overdue 1 d" in heard[Column.EVENT]


@pytest.mark.parametrize(
    ("group", "words"),
    [("overdue", "超期 1 日"), ("today", "今日到期"), ("three", "剩 2 日"), ("paused", "停表"), ("waiting", "未起算")],
)
def test_the_clock_says_what_it_means(make_row, group, words):
    model = QueueModel()
    model.show(Page((make_row(1, "试", group),), {}, 1), grouped=False)
    assert texts(model, 0)[Column.CLOCK].startswith(words)


# Keys


def test_the_first_case_is_chosen_and_enter_opens_it(page, qtbot):
    assert chosen(page) == "丹桂广场啤酒文化节"
    with qtbot.waitSignal(page.open_requested) as opened:
        press(page, Qt.Key.Key_Return)
    assert opened.args == ["case-131"]


def test_j_and_k_walk_over_group_rows(page):
    press(page, Qt.Key.Key_J)
    assert chosen(page) == "中秋桂花灯会"
    press(page, Qt.Key.Key_J)
    press(page, Qt.Key.Key_J)
    assert chosen(page) == "澄湖湾半程马拉松"
    press(page, Qt.Key.Key_K)
    assert chosen(page) == "智能装备博览会"


def test_k_on_the_first_case_stays(page):
    press(page, Qt.Key.Key_K)
    assert chosen(page) == "丹桂广场啤酒文化节"


def test_f8_walks_only_over_pressing_cases(page):
    page.view.choose("case-147")
    seen = []
    for _ in range(3):
        press(page, Qt.Key.Key_F8)
        seen.append(chosen(page))
    assert seen == ["长岭动漫嘉年华", "跨界电音之夜", "跨界电音之夜"]
    press(page, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert chosen(page) == "长岭动漫嘉年华"


def test_space_hides_and_shows_the_preview(page):
    press(page, Qt.Key.Key_Space)
    assert not page.preview.isVisible()
    press(page, Qt.Key.Key_Space)
    assert page.preview.isVisible()


def test_a_assigns_and_slash_goes_to_the_search(page, qtbot):
    with qtbot.waitSignal(page.assign_requested) as asked:
        press(page, Qt.Key.Key_A)
    assert asked.args == ["case-131"]
    with qtbot.waitSignal(page.filter_requested):
        press(page, Qt.Key.Key_Slash)


def test_a_click_on_a_group_row_folds_it_and_keeps_the_cursor(page):
    page.view.choose("case-147")
    before = page.view.model_.rowCount()
    place = page.view.visualRect(page.view.model_.index(0, 0)).center()
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert page.view.model_.rowCount() == before - 1
    assert chosen(page) == "第六届澄湖湾音乐节"


def test_a_double_click_opens(page, qtbot):
    place = page.view.visualRect(page.view.model_.index(1, 1)).center()
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(page.open_requested):
        QTest.mouseDClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


# Chips, sorting, search


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_chips_count_and_filter(page, qtbot):
    assert page.chips.groups["overdue"].face() == "已超期 1"
    with qtbot.waitSignal(page.query_changed) as changed:
        click(page.chips.groups["overdue"])
    assert changed.args[0] == QueueQuery(groups=frozenset({"overdue"}))
    with qtbot.waitSignal(page.query_changed) as changed:
        click(page.chips.groups["today"])
    assert changed.args[0].groups == {"overdue", "today"}
    with qtbot.waitSignal(page.query_changed) as changed:
        click(page.chips.groups["overdue"])
    assert changed.args[0].groups == {"today"}


def test_the_menu_of_levels_filters_and_is_cleared_with_the_rest(page, qtbot):
    from PySide6.QtGui import QAction

    first, second = [a for a in page.chips.level.findChildren(QAction) if a.isCheckable()][:2]
    first.trigger()
    second.trigger()
    assert page.query.levels == {1, 2}
    assert page.chips.level.face() == "等级 2"
    page.set_query(QueueQuery())
    assert not first.isChecked()
    assert page.chips.level.face() == "等级"


def test_closed_cases_are_listed_but_not_counted_as_work(page, queue_page):
    page.show_page(replace(queue_page, counts={"all": 11, "closed": 4}), TODAY)
    assert page.chips.scopes["all"].face() == "全科 7"
    assert page._subtitle.text().endswith("在办 7 件")


def test_late_promises_are_counted_on_their_chip(page):
    assert page.chips.groups["permitted_open"].face() == "容缺待补 1 · 逾期 1"


def test_mine_and_all_exclude_each_other(page, qtbot):
    click(page.chips.scopes["mine"])
    assert page.query.scope == "mine"
    assert not page.chips.scopes["all"].isChecked()
    click(page.chips.scopes["mine"])
    assert page.chips.scopes["mine"].isChecked()


def test_a_click_on_a_title_sorts_and_a_second_one_turns_the_order(page, qtbot):
    header = page.view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(Column.EVENT) + 20, 10)
    orders = []
    page.query_changed.connect(lambda query: orders.append(query.sort))
    for _ in range(2):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert orders == ["title", "-title"]


def test_typing_in_the_search_filters_after_a_rest(page, qtbot):
    with qtbot.waitSignal(page.query_changed) as changed:
        page.search("灯")
        page.search("灯会")
    assert changed.args[0].text == "灯会"


def test_the_cursor_stays_on_its_case_when_the_list_is_read_again(page, queue_page):
    page.view.choose("case-147")
    page.show_page(replace(queue_page, rows=tuple(reversed(queue_page.rows))), TODAY)
    assert chosen(page) == "第六届澄湖湾音乐节"


# States


def test_an_empty_queue_says_that_all_is_done(page):
    page.show_page(Page((), {}, 0), TODAY)
    assert page._empty_title.text() == "今天的件都办完了"
    assert not page._empty_action.isVisible()


def test_an_empty_answer_to_a_filter_offers_to_clear_it(page, qtbot):
    click(page.chips.groups["overdue"])
    page.show_page(Page((), {}, 0), TODAY)
    assert page._empty_title.text() == "没有符合筛选的件"
    with qtbot.waitSignal(page.query_changed) as changed:
        click(page._empty_action)
    assert changed.args[0] == QueueQuery()


def test_grey_bars_appear_only_when_reading_takes_a_while(page, qtbot, queue_page):
    page.show_loading()
    assert page._stack.currentWidget() is page.view
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page._skeleton, timeout=2000)
    page.show_page(queue_page, TODAY)
    assert page._stack.currentWidget() is page.view


def test_a_fault_is_told_with_a_way_to_try_again_and_keeps_the_rows(page, qtbot):
    page.show_error(StorageError(Text("读取资料库失败", "the database cannot be read")))
    assert "读取资料库失败" in page._banner.words()
    assert page.view.model_.rowCount() > 0
    with qtbot.waitSignal(page.query_changed):
        click(page._banner._act)


def test_a_page_made_anew_remembers_rows_cursor_and_filter(page, qtbot, preview):
    page.view.choose("case-147")
    page.show_preview(preview)
    memory = page.remember()
    again = QueuePage(memory.query)
    qtbot.addWidget(again)
    again.recall(memory)
    assert (chosen(again), again.view.model_.rowCount()) == (chosen(page), page.view.model_.rowCount())


# Preview


def test_the_preview_follows_the_cursor_after_a_rest(page, qtbot):
    with qtbot.waitSignal(page.preview_requested) as asked:
        press(page, Qt.Key.Key_J)
        press(page, Qt.Key.Key_J)
    assert asked.args == ["case-139"]
    assert page.preview.case.title == "智能装备博览会"


def shown_words(widget):
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


def test_the_preview_shows_open_items_promises_and_the_way_in(qtbot, rows, preview):
    pane = Preview()
    qtbot.addWidget(pane)
    case = next(row for row in rows if row.case == "case-147")
    pane.show_case(case, preview, TODAY)
    words = shown_words(pane)
    assert {"第六届澄湖湾音乐节", "22 天", "已用 3 / 7", "澄湖湾露营谷草坪", "容缺承诺 1 项"} <= set(words)
    with qtbot.waitSignal(pane.open_requested) as opened:
        click(pane._resume)
    assert opened.args == ["case-147"]


def test_the_preview_never_shows_another_cases_details(qtbot, rows, preview):
    pane = Preview()
    qtbot.addWidget(pane)
    pane.show_case(rows[0], preview, TODAY)
    assert "澄湖湾露营谷草坪" not in shown_words(pane)


# Sizes


def test_rows_have_the_heights_of_the_design(page):
    heights = page.view.verticalHeader()
    assert (heights.sectionSize(0), heights.sectionSize(1)) == (26, 43)
    assert (row_height(group=True), row_height(group=False)) == (26, 43)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [1256, 1096])
def test_no_column_is_pushed_out_of_the_table(qtbot, queue_page, language, width):
    set_language(language)
    page = QueuePage()
    qtbot.addWidget(page)
    page.resize(width, 640)
    page.show_page(queue_page, TODAY)
    page.show()
    view = page.view
    assert view.horizontalHeader().length() <= view.viewport().width()
    assert view.columnWidth(Column.EVENT) >= 170


def test_ten_thousand_rows_scroll_within_a_frame(qtbot, make_row):
    many = tuple(
        make_row(n, f"活动 {n}", ("overdue", "today", "three", "week")[n * 4 // 10_000], blocks=DONE)
        for n in range(10_000)
    )
    page = QueuePage()
    qtbot.addWidget(page)
    page.resize(1256, 800)
    page.show_page(Page(many, {"all": len(many)}, len(many)), TODAY)
    page.show()
    bar = page.view.verticalScrollBar()
    frames = []
    for step in range(60):
        bar.setValue(step * bar.maximum() // 60)
        start = time.perf_counter()
        page.view.viewport().repaint()
        frames.append(time.perf_counter() - start)
    assert sorted(frames)[len(frames) // 2] < 0.016
