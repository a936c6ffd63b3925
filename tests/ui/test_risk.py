"""Step 5: factors scored before and after control measures, reasons and evidence, the index, the level."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from workbench.core import commands as c
from workbench.core import risk
from workbench.errors import Text
from workbench.services.looking import Look
from workbench.services.office import NewPerson, add_user
from workbench.services.views import DimensionView
from workbench.ui import step_risk_words as words
from workbench.ui.i18n import set_language
from workbench.ui.step_risk_charts import DimensionBars
from workbench.ui.step_risk_paint import anchor_boxes, cells
from workbench.ui.theme import Theme
from workbench.ui.workspace import Workspace

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
ROLE = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def page(workspace):
    """Step 5 of the festival."""
    workspace.go(5)
    return workspace.page()


@pytest.fixture
def all_scored(page, festival, settle):
    """Score every factor: 2 before, 1 after."""
    factors = page.context.view.risk.factors
    page.context.do(*(c.ScoreFactor(festival.case, f.code, 2, 1, evidence="方案第 3 页") for f in factors))
    settle()


def factor_of(page, code):
    return next(f for f in page.context.view.risk.factors if f.code == code)


def given(festival, kind="factor_scored"):
    return [event.body for event in festival.events(kind)]


def row_of(page, code):
    page.list.choose(code)
    QApplication.processEvents()
    return page.list.visualRect(page.list.model_.index(page.list.model_.place_of(code)))


def test_the_model_keeps_the_rules_of_models_while_it_folds_and_filters(page, settle):
    QAbstractItemModelTester(page.list.model_, FATAL)
    QAbstractItemModelTester(page.side.dimensions.table.model_, FATAL)
    page.list.fold("D1")
    page.list.arrange(only_open=True)
    page.scoring.score("D2.1", "before", 3)
    settle()
    page.list.arrange(only_open=False, words_="天气")
    page.list.arrange(words_="")
    page.list.fold("D1")


def test_every_factor_stands_below_its_dimension(page, festival):
    pack = Look(festival.desk, festival.state()).pack
    expected = []
    for dimension in pack.dimensions:
        expected += [dimension, *(f.code for f in pack.factors.values() if f.dimension == dimension)]
    assert [entry.code for entry in page.list.model_.entries] == expected


def test_every_row_has_words_for_a_listener(page, settle):
    page.scoring.score("D1.1", "before", 4)
    settle()
    model = page.list.model_
    told = [model.index(row).data(ROLE) for row in range(model.rowCount())]
    assert all(told)
    first = told[model.place_of("D1.1")]
    assert "控制前 4 分（首次且无经验团队）" in first
    assert "控制后未评" in first
    assert "关键因素" in told[model.place_of("D1.4")]
    assert "权重 12%" in told[0]


def test_a_click_on_a_cell_scores_in_its_column(page, festival, settle, qtbot):
    for column, score in (("before", 2), ("after", 3)):
        box = cells(row_of(page, "D2.1"), column)[score]
        qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
        settle()
        if column == "before":
            page.scoring.texts("D2.1", "", "临水场地")
            settle()
    assert (factor_of(page, "D2.1").before, factor_of(page, "D2.1").after) == (2, 3)


def test_the_anchors_of_the_factor_under_the_cursor_unfold_and_score(page, settle, qtbot):
    page.list.choose("D5.1")
    QApplication.processEvents()
    plain = row_of(page, "D5.2").height()
    page.list.choose("D5.1")
    row = row_of(page, "D5.1")
    assert row.height() > plain - 1
    page.list.use_column("before")
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=anchor_boxes(row)[1].center())
    settle()
    assert factor_of(page, "D5.1").before == 1


def test_digits_score_before_then_after_then_go_on(page, festival, settle, qtbot):
    page.list.choose("D1.1")
    page.list.setFocus()
    for key in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_3):
        qtbot.keyClick(page.list, key)
        settle()
    assert [(b["factor"], b["before"], b["after"]) for b in given(festival)] == [
        ("D1.1", 1, None),
        ("D1.1", 1, 1),
        ("D1.2", 3, None),
    ]
    assert page.list.column == words.AFTER


def test_arrows_choose_the_column(page, settle, qtbot):
    page.list.choose("D1.1")
    qtbot.keyClick(page.list, Qt.Key.Key_Right)
    qtbot.keyClick(page.list, Qt.Key.Key_2)
    settle()
    assert (factor_of(page, "D1.1").before, factor_of(page, "D1.1").after) == (None, 2)


def test_a_reduction_without_evidence_is_refused_there_and_saved_once_it_is_written(page, festival, settle):
    page.scoring.score("D1.1", "before", 3)
    settle()
    page.list.choose("D1.1")
    page.scoring.score("D1.1", "after", 1)
    settle()
    assert factor_of(page, "D1.1").after is None
    assert "须有控制措施的佐证" in page.pane.evidence.fault.text()
    page.pane.evidence.edit.setPlainText("演练记录第 2 页")
    page.pane.evidence.settle()
    settle()
    assert factor_of(page, "D1.1").after == 1
    assert factor_of(page, "D1.1").evidence == "演练记录第 2 页"
    assert page.pane.evidence.fault.isHidden()


def test_a_rise_needs_an_explanation(page, settle):
    page.scoring.score("D1.1", "before", 1)
    settle()
    page.list.choose("D1.1")
    page.scoring.score("D1.1", "after", 3)
    settle()
    assert factor_of(page, "D1.1").after is None
    assert "须说明" in page.pane.note.fault.text()


def test_a_factor_that_does_not_apply_needs_a_reason(page, festival, settle, qtbot):
    page.list.choose("D5.1")
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_N)
    assert page.pane.reason.isVisible()
    settle()
    assert given(festival) == []
    page.pane.reason.edit.setText("场地内无公共交通线路")
    page.pane.reason.settle()
    settle()
    assert factor_of(page, "D5.1").not_applicable == "场地内无公共交通线路"
    assert "不适用" in page.list.currentIndex().data(ROLE)
    page.pane.none.click()
    settle()
    assert factor_of(page, "D5.1").not_applicable == ""


def test_while_factors_wait_the_index_is_a_range(page, festival, settle):
    shown = page.side.index._after.text()
    assert shown == "0.0 – 100.0"
    page.scoring.score("D1.1", "after", 4)
    settle()
    low, high = page.context.view.risk.range_after
    assert Decimal(0) < low < high == Decimal(100)
    assert page.side.index._after.text() == f"{low:.1f} – {high:.1f}"
    assert "还有因素未评" in page.side.index._follows.text()


def test_index_dimensions_and_sum_are_those_of_the_core(page, festival, all_scored):
    look = Look(festival.desk, festival.state())
    scores = dict.fromkeys(look.pack.factors, 1)
    expected = risk.index(look.pack, scores)
    view = page.context.view.risk
    assert view.index_after == expected.value == Decimal("25.00")
    assert page.side.index._after.text() == "25.0"
    assert page.side.index._before.text() == "50.0"
    assert sum((d.weight * d.after for d in view.dimensions), Decimal(0)) == expected.value
    last = [found.text() for found in page.side.sum.findChildren(QLabel)][-1]
    assert last == "合计 R = 25.00"


def test_the_figures_behind_the_bars_say_the_same(page, all_scored):
    page.side.dimensions.switch.click()
    assert page.side.dimensions.table.isVisibleTo(page.side.dimensions)
    model = page.side.dimensions.table.model_
    first = [model.index(0, column).data() for column in range(model.columnCount())]
    assert first == ["D1 活动组织", "12.0", "50.0", "25.0", "3.00"]
    assert "控制前 50%，控制后 25%" in page.side.dimensions.bars.accessibleName()


def test_the_level_bar_is_told_in_words(page, all_scored):
    assert page.side.index.bar.accessibleName().startswith("风险指数：控制前 50.0，控制后 25.0，二级，")


def test_floors_are_told_with_their_reasons(page, all_scored):
    told = [found.text() for found in page.side.index.findChildren(QLabel)]
    assert any("五千人以上营业性演出" in text for text in told)
    assert "计算等级 二级 · 下限 二级" in told


def test_the_computed_level_needs_no_reason(page, festival, settle, all_scored, toasts):
    page.side.level.levels.buttons["2"].click()
    settle()
    assert [b["level"] for b in given(festival, "level_set")] == [2]
    assert page.side.level.levels.buttons["2"].isChecked()
    assert toasts[-1] == "安保等级定为二级"


def test_a_higher_level_needs_a_reason_at_its_field(page, festival, settle, all_scored):
    page.side.level.levels.buttons["1"].click()
    settle()
    assert given(festival, "level_set") == []
    assert page.side.level.reason.fault.text() == "此项须填写"
    assert not page.side.level.levels.buttons["1"].isChecked()
    page.side.level.reason.edit.setPlainText("节假日叠加，周边客流大")
    page.side.level.reason.settle()
    settle()
    assert [(b["level"], b["reason"]) for b in given(festival, "level_set")] == [(1, "节假日叠加，周边客流大")]


def test_a_lower_level_needs_another_person_as_approver(page, festival, settle, all_scored, qtbot):
    wanted = NewPerson("shen", "沈知行", "yangli-2026", frozenset({"approver"}), "澄州市公安局")
    approver = add_user(festival.desk, festival.officer, wanted)
    page.side.level.reason.edit.setPlainText("控制措施充分")
    page.setting.set(3)
    settle()
    assert given(festival, "level_set") == []
    assert page.side.level._approver_fault.text() == "此项须填写"
    page.side.level.approver.setCurrentText(festival.officer.name)
    page.setting.edit()
    settle()
    assert "批准人不得为本人" in page.side.level._approver_fault.text()
    page.side.level.approver.setCurrentText("沈知行")
    page.setting.edit()
    settle()
    told = [(b["level"], b["approver"], b["approver_name"]) for b in given(festival, "level_set")]
    assert told == [(3, approver.id, "沈知行")]


def test_approvers_of_the_office_are_offered(workspace, festival, qtbot):
    wanted = NewPerson("shen", "沈知行", "yangli-2026", frozenset({"approver"}), "澄州市公安局")
    add_user(festival.desk, festival.officer, wanted)
    workspace.go(5)
    page = workspace.page()
    qtbot.waitUntil(lambda: page.side.level.approver.count() > 1, timeout=20_000)
    assert page.side.level.approver.findText("沈知行") > 0
    assert page.side.level.approver.findText(festival.officer.name) < 0


def test_a_level_is_withdrawn_and_undo_brings_it_back(page, workspace, settle, all_scored):
    page.setting.set(2)
    settle()
    page.side.level.back.click()
    settle()
    assert page.context.view.risk.level is None
    workspace.undo_stack.undo()
    settle()
    assert page.context.view.risk.level == 2


def test_undo_takes_a_score_back(page, workspace, settle):
    page.scoring.score("D1.1", "before", 3)
    settle()
    workspace.undo_stack.undo()
    settle()
    assert factor_of(page, "D1.1").before is None


def test_f8_goes_to_the_next_factor_without_a_score(page, festival, settle, all_scored, qtbot):
    for code in ("D2.2", "D6.1"):
        page.context.do(c.ScoreFactor(festival.case, code, None, None))
        settle()
    page.list.choose("D1.1")
    page.list.setFocus()
    visited = []
    for _ in range(3):
        qtbot.keyClick(page.list, Qt.Key.Key_F8)
        visited.append(page.list.code)
    assert visited == ["D2.2", "D6.1", "D2.2"]


def test_what_the_step_lacks_is_every_open_factor_and_the_level(page, all_scored):
    assert [item.object for item in page.missing()] == ["level"]
    page.reveal("level")
    assert page.side.level.levels.buttons["1"].hasFocus()


def test_a_folded_dimension_unfolds_for_its_factor(page):
    page.list.fold("D3")
    assert page.list.model_.place_of("D3.4") < 0
    page.reveal("D3.4")
    assert page.list.code == "D3.4"


def test_a_dimension_folds_by_enter(page, qtbot):
    page.list.choose("D1")
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert page.list.model_.place_of("D1.1") < 0
    assert page.list.code == "D1"


def test_on_a_read_only_file_nothing_can_be_scored(page, workspace, festival, settle, qtbot):
    assert page.side.level.locked.isHidden()
    workspace.session.read_only = True
    page.show_case(page.context.view)
    assert "只读：资料库以只读方式打开" in [found.text() for found in page.side.level.locked.findChildren(QLabel)]
    assert not page.side.level.locked.isHidden()
    assert page.pane.evidence.edit.isReadOnly()
    assert page.side.level.levels.buttons["1"].toolTip() == "资料库以只读方式打开"
    qtbot.keyClick(page.list, Qt.Key.Key_3)
    settle()
    assert given(festival) == []


def test_a_pack_without_factors_says_so(page):
    view = page.context.view
    page.show_case(replace(view, risk=replace(view.risk, factors=())))
    assert "规则包没有风险因素" in [found.text() for found in page.findChildren(QLabel) if found.isVisible()]


def test_bars_are_as_long_as_their_shares(qtbot):
    bars = DimensionBars()
    qtbot.addWidget(bars)
    bars.resize(400, 40)
    half = DimensionView("D1", Text("活动组织", "Organisation"), Decimal(12), Decimal(0), Decimal("0.5"), 7, 7)
    whole = replace(half, after=Decimal(1))
    lengths = []
    for dimension in (half, whole):
        bars.show_dimensions([dimension])
        lengths.append(_accent_length(bars))
    assert lengths[1] > 200
    assert abs(lengths[0] * 2 - lengths[1]) <= 4


def _accent_length(bars):
    image = bars.grab().toImage()
    wanted = Theme.current.colour("accentT").rgb()
    return max(sum(image.pixelColor(x, y).rgb() == wanted for x in range(image.width())) for y in range(image.height()))


def test_tab_goes_through_the_page_without_a_trap(page, qtbot):
    page.list.setFocus()
    seen = []
    for _ in range(90):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    wanted = [
        page.pane.evidence.edit,
        page.pane.note.edit,
        page.side.level.levels.buttons["1"],
        page.side.level.reason.edit,
    ]
    assert [seen.index(widget) for widget in wanted] == sorted(seen.index(widget) for widget in wanted)


def test_cursor_and_column_outlive_a_change_of_language(page, workspace, qtbot):
    page.list.choose("D4.2")
    page.list.use_column("after")
    context = workspace.remember()
    set_language("en")
    again = Workspace(workspace.session, workspace.case, context)
    qtbot.addWidget(again)
    assert (again.page().list.code, again.page().list.column) == ("D4.2", "after")
    assert "Design density" in again.page().list.currentIndex().data()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1228, 670), (1388, 790)])
def test_no_word_is_cut_at_the_smallest_and_the_usual_size(workspace, qtbot, language, size):
    set_language(language)
    screen = Workspace(workspace.session, workspace.case, workspace.context)
    qtbot.addWidget(screen)
    screen.resize(*size)
    screen.show()
    screen.go(5)
    qtbot.wait(1)
    assert (screen.width(), screen.height()) == size
    qtbot.waitUntil(lambda: cut(screen.page()) == [], timeout=20_000)


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
