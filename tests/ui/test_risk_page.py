"""The risk page beside its scores: two seats, suggestions, pictures, measures, what would change the level."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from workbench.core import commands as c
from workbench.core import risk
from workbench.errors import Text
from workbench.services.looking import Look
from workbench.services.views_risk import MirrorCaseView, MirrorConditionView, MirrorFeatureView, MirrorView
from workbench.ui.step_risk_agency import RevealDialog
from workbench.ui.step_risk_cards import SamplingCard
from workbench.ui.step_risk_measures import MeasureDialog
from workbench.ui.step_risk_mirror import BacktestDialog, DismissDialog, MirrorCard
from workbench.ui.step_risk_paint import agency_box, mark_boxes
from workbench.ui.step_risk_pictures import span_of
from workbench.ui.step_risk_report import ReportDialog

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
ROLE = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def reckoned(workspace, settle, qtbot):
    """Wait until what was computed fits the scores."""

    def wait():
        settle()
        qtbot.waitUntil(lambda: not workspace.page().side.index.bar.is_old, timeout=10_000)
        settle()

    return wait


@pytest.fixture
def page(workspace, reckoned):
    """Step 5 of the festival, computed."""
    workspace.go(5)
    reckoned()
    return workspace.page()


@pytest.fixture
def score_all(page, festival, reckoned):
    """Score every factor; some factors otherwise."""

    def score(after=1, **others):
        codes = [f.code for f in page.context.view.risk.factors]
        scores = {code: others.get(code.replace(".", "_"), after) for code in codes}
        page.context.do(*(c.ScoreFactor(festival.case, code, 2, s, "", "方案", "说明") for code, s in scores.items()))
        reckoned()

    return score


@pytest.fixture
def opened(page, festival, score_all, reckoned):
    """The agency's column, open on three lines, once all is scored."""
    score_all()
    lines = (c.AgencyLine("D1.1", 2, 1, page=3), c.AgencyLine("D1.2", 0, 0), c.AgencyLine("D1.3", 4, 1))
    page.context.do(c.RevealAgency(festival.case, lines, "评估.pdf", "a" * 64))
    reckoned()
    return page


def factor_of(page, code):
    return next(f for f in page.context.view.risk.factors if f.code == code)


def said(festival, kind="factor_scored"):
    return [event.body for event in festival.events(kind)]


def row_of(page, code):
    page.list.choose(code)
    QApplication.processEvents()
    return page.list.visualRect(page.list.model_.index(page.list.model_.place_of(code)))


def heard(page, code):
    return page.list.model_.index(page.list.model_.place_of(code)).data(ROLE)


def words_in(widget):
    """Return the words seen in a widget; those laid out just now are shown with the next events."""
    QApplication.processEvents()
    return [found.text() for found in widget.findChildren(QLabel) if found.isVisibleTo(widget)]


def dialog_of(page, kind):
    return page.findChildren(kind)[-1]


# Suggestions, confidence, evidence


def test_a_suggestion_is_shown_with_its_working_and_scores_nothing_by_itself(page, festival):
    page.list.choose("D1.1")
    hint = page.list.model_.extras["D1.1"].suggestion
    assert page.pane._hint.isVisible()
    assert str(hint.score) in page.pane._working.text()
    assert hint.working.zh in page.pane._working.text()
    assert f"提示 {hint.score} 分" in heard(page, "D1.1")
    assert said(festival) == []


def test_one_key_takes_the_suggestion_before_controls_only(page, festival, settle, qtbot):
    page.list.choose("D1.1")
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_S)
    settle()
    hint = page.list.model_.extras["D1.1"].suggestion
    assert [(b["factor"], b["before"], b["after"]) for b in said(festival)] == [("D1.1", hint.score, None)]
    assert not page.pane.take.isEnabled()


def test_a_factor_without_a_suggestion_offers_none(page):
    code = next(code for code, extra in page.list.model_.extras.items() if extra.suggestion is None)
    page.list.choose(code)
    assert page.pane._hint.isHidden()
    page.scoring.take_suggestion(code)


def test_c_goes_through_the_confidences_and_scores_keep_it(page, festival, settle, qtbot):
    page.list.choose("D1.1")
    page.list.setFocus()
    for _ in range(2):
        qtbot.keyClick(page.list, Qt.Key.Key_C)
        settle()
    qtbot.keyClick(page.list, Qt.Key.Key_3)
    settle()
    assert [(b["confidence"], b["before"]) for b in said(festival)] == [(1, None), (2, None), (2, 3)]
    assert page.pane.confidence.buttons["2"].isChecked()
    assert "把握中等" in heard(page, "D1.1")


def test_the_dots_of_a_row_are_clicked_and_its_paper_clip_leads_to_the_evidence(page, settle, qtbot):
    row = row_of(page, "D2.1")
    dots, clip = mark_boxes(row)
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=dots.center())
    settle()
    assert factor_of(page, "D2.1").confidence == 1
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=clip.center())
    assert page.pane.evidence.edit.hasFocus()


def test_a_confidence_chosen_again_is_taken_back(page, settle):
    page.list.choose("D1.1")
    for expected in (3, 0):
        page.pane.confidence.buttons["3"].click()
        settle()
        assert factor_of(page, "D1.1").confidence == expected


def test_papers_of_the_case_can_be_what_a_score_rests_on(page, settle):
    page.list.choose("D1.1")
    first, second = page.pane._papers.actions()[:2]
    for action in (first, second):
        action.trigger()
        settle()
    assert factor_of(page, "D1.1").references == (first.data(), second.data())
    assert first.isChecked()
    assert "材料依据 2" in page.pane.papers.accessibleName()
    page.scoring.score("D1.1", "before", 2)
    settle()
    assert factor_of(page, "D1.1").references == (first.data(), second.data())


def test_evidence_may_be_written_before_the_score_and_is_kept_with_it(page, workspace, festival, settle):
    page.list.choose("D1.1")
    page.pane.evidence.edit.setPlainText("方案第 12 页")
    page.pane.evidence.settle()
    settle()
    assert factor_of(page, "D1.1").evidence == "方案第 12 页"
    page.scoring.score("D1.1", "before", 2)
    settle()
    found = factor_of(page, "D1.1")
    assert (found.before, found.after, found.evidence) == (2, None, "方案第 12 页")
    for _ in range(2):
        workspace.undo_stack.undo()
        settle()
    assert factor_of(page, "D1.1").evidence == ""


# The second seat


def test_nothing_of_a_closed_column_is_shown_but_how_many_lines_it_has(page):
    seats = page.side.reading.view.seats
    assert not page.list.model_.seats_open
    assert all("评估单位" not in (heard(page, f.code) or "") for f in page.context.view.risk.factors)
    assert page.pane.agency.isHidden()
    assert page.seats._told.text().startswith("评估单位评分未公开")
    assert str(seats.lines) in page.seats._told.text()


def test_opening_before_everything_is_scored_asks_for_a_reason_and_records_the_order(page, festival, reckoned, qtbot):
    page.seats.reveal.click()
    dialog = dialog_of(page, RevealDialog)
    assert any("记入案卷" in text for text in words_in(dialog))
    dialog.take.click()
    reckoned()
    assert dialog.fault.isVisible()
    assert said(festival, "agency_revealed") == []
    dialog.reason.setPlainText("专家会当日须比对")
    dialog.take.click()
    reckoned()
    body = said(festival, "agency_revealed")[0]
    assert (body["reason"], len(body["unscored"])) == ("专家会当日须比对", len(page.context.view.risk.factors))
    assert page.list.model_.seats_open
    assert page.seats.reveal.isHidden()
    assert f"由{festival.officer.name}公开" in page.seats._told.text()


def test_an_open_column_stands_in_the_rows_and_below_them(opened):
    opened.list.choose("D1.1")
    assert "评估单位 2 → 1" in heard(opened, "D1.1")
    assert opened.pane.agency._told.text() == "评估单位 2 → 1 · 按数据应为 0 · 评估.pdf 第 3 页"
    assert opened.pane.agency.gap_note.isHidden()
    assert "相差 2 级 · 待说明" in heard(opened, "D1.2")


def test_the_agencys_column_takes_its_place_only_when_open(opened):
    row = row_of(opened, "D1.1")
    assert agency_box(row).right() < mark_boxes(row)[0].left()


def test_a_score_made_with_the_column_open_is_marked(opened, reckoned):
    opened.scoring.score("D1.1", "before", 3)
    reckoned()
    assert "公开后评分" in heard(opened, "D1.1")


def test_a_gap_beyond_the_step_asks_for_its_note_and_then_saves_the_score(opened, festival, reckoned):
    opened.list.choose("D1.1")
    opened.scoring.score("D1.1", "before", 4)
    reckoned()
    assert factor_of(opened, "D1.1").before == 2
    assert "相差 2 级" in opened.pane.agency.gap_note.fault.text()
    opened.pane.agency.gap_note.edit.setText("评估单位未计入去年事故")
    opened.pane.agency.gap_note.settle()
    reckoned()
    found = factor_of(opened, "D1.1")
    assert (found.before, found.gap_note) == (4, "评估单位未计入去年事故")


def test_f8_and_the_bar_walk_the_gaps_that_lack_a_note(opened, reckoned, qtbot):
    assert [item.object for item in opened.missing()] == ["D1.2", "D1.3", "level"]
    opened.list.choose("D1.1")
    opened.list.setFocus()
    qtbot.keyClick(opened.list, Qt.Key.Key_F8)
    assert opened.list.code == "D1.2"
    opened.seats.next_gap.click()
    assert opened.list.code == "D1.3"
    assert opened.pane.agency.gap_note.edit.hasFocus()
    opened.pane.agency.gap_note.edit.setText("口径不同")
    opened.pane.agency.gap_note.settle()
    reckoned()
    assert [item.object for item in opened.missing()] == ["D1.2", "level"]


def test_a_line_that_could_not_be_read_is_copied_by_hand(opened, festival, reckoned):
    opened.list.choose("D4.1")
    assert "补录" in opened.pane.agency._told.text()
    opened.pane.agency.before.setCurrentIndex(opened.pane.agency.before.findData(3))
    opened.pane.agency.before.activated.emit(0)
    reckoned()
    assert [(b["factor"], b["before"], b["after"]) for b in said(festival, "agency_scored")] == [("D4.1", 3, None)]


# Pictures


def test_the_old_picture_stays_paler_until_the_new_one_is_there(page, settle, reckoned):
    shown = (page.side.index.bar, page.side.sampling.picture, page.side.tornado.picture)
    page.scoring.score("D1.1", "before", 4)
    settle()
    assert all(picture.is_old for picture in shown)
    reckoned()
    assert not any(picture.is_old for picture in shown)


def test_wishes_in_a_row_are_one_computation(page, reckoned):
    arrived = []
    page.side.reading.arrived.connect(arrived.append)
    for _ in range(3):
        page.side.reading.want()
    reckoned()
    assert len(arrived) == 1


def test_when_figures_cannot_be_computed_the_last_ones_stay_with_their_time(
    page, workspace, festival, reckoned, settle
):
    assert page.side.stale.isHidden()
    workspace.session.person = replace(festival.officer, roles=frozenset())
    page.side.reading.ask()
    settle()
    assert "未能重算，显示的是 4月10日 09:00 的结果" in words_in(page.side.stale)
    assert page.side.reading.view is not None
    workspace.session.person = festival.officer
    page.side.stale.button.click()
    reckoned()
    assert page.side.stale.isHidden()


def test_the_distribution_says_seed_size_and_the_share_of_each_level(page, score_all):
    score_all(2)
    found = page.side.reading.view.distribution
    assert f"{found.samples:,} 次 · 种子 {found.seed}" in page.side.sampling._seed.text()
    heard_ = page.side.sampling.picture.accessibleName()
    assert f"P50 {found.p50:.1f}" in heard_
    assert "二级" in heard_
    page.side.sampling.switch.click()
    QAbstractItemModelTester(page.side.sampling.model_, FATAL)
    rows = page.side.sampling.model_.all()
    assert sum(int(count.replace(",", "")) for _, count, _ in rows if count) == found.samples


def test_open_factors_are_told_beside_the_distribution(page):
    assert "48 项未评" in page.side.sampling._seed.text()


def test_a_histogram_shows_where_samples_lie():
    counts = [0] * 50
    counts[20] = counts[21] = 5
    low, high = span_of(counts)
    assert low < 40
    assert high > 44
    assert high - low >= 30
    assert span_of([0] * 50) == (0.0, 100.0)


def test_the_tornado_leads_to_its_factors_by_click_and_by_key(page, qtbot):
    tornado = page.side.tornado
    codes = [swing.code for swing in page.side.reading.view.tornado]
    qtbot.mouseClick(tornado.picture, Qt.MouseButton.LeftButton, pos=QPoint(20, 35))
    assert page.list.code == codes[1]
    tornado.switch.click()
    assert tornado.table.isVisibleTo(tornado)
    tornado.table.selectRow(3)
    qtbot.keyClick(tornado.table, Qt.Key.Key_Return)
    assert page.list.code == codes[3]


def test_the_gauge_tells_level_and_band(page, score_all):
    score_all(2)
    found = page.side.reading.view.distribution
    assert f"90% 区间 {found.p5:.0f}–{found.p95:.0f}" in page.side.index.bar.accessibleName()
    assert "按固有指数 二级" in words_in(page.side.index)


# What would change the level


def test_without_all_scores_no_step_is_tried(page):
    assert page.side.flips.told.text() == "评完所有因素后，逐项试算上下一级。"
    assert page.side.flips.table.isHidden()


def test_every_single_step_that_flips_the_level_is_listed_and_leads_to_its_factor(page, festival, score_all, qtbot):
    pack = Look(festival.desk, festival.state()).pack
    scores = dict.fromkeys(pack.factors, 2)
    for code in pack.factors:
        scores[code] = 3
        if risk.index(pack, scores).value >= Decimal("64.5"):
            break
    score_all(**{code.replace(".", "_"): score for code, score in scores.items()})
    flips = page.side.reading.view.flips
    assert flips
    QAbstractItemModelTester(page.side.flips.model_, FATAL)
    assert page.side.flips.model_.rowCount() == len(flips)
    assert f"{len(flips)} 个单项变动会改变等级" in page.side.flips.told.text()
    page.side.flips.table.selectRow(len(flips) - 1)
    qtbot.keyClick(page.side.flips.table, Qt.Key.Key_Return)
    assert page.list.code == flips[-1].code


def test_an_opinion_that_differs_is_tinted_and_says_so(page, score_all):
    score_all(1)
    opinions = page.side.reading.view.opinions
    tinted = [frame for frame in page.side.opinions.findChildren(QFrame) if frame.objectName() == "differs"]
    assert len(tinted) == sum(opinion.differs for opinion in opinions) > 0
    assert all(any("与主等级不同" in text for text in words_in(frame)) for frame in tinted)
    page.side.opinions.switch.click()
    assert page.side.opinions.matrix.isVisibleTo(page.side)
    assert "风险矩阵" in page.side.opinions.matrix.accessibleName()


def test_before_any_score_only_the_red_lines_have_an_opinion(page):
    assert "红线规则" in words_in(page.side.opinions)
    assert "评分后给出其余第二意见。" in words_in(page.side.opinions)


# Measures


def test_a_tick_asks_for_evidence_and_owner_and_writes_the_condition(page, festival, score_all, reckoned, qtbot):
    score_all(2)
    line = next(line for line in page.side.measures.rows.values() if line.isVisibleTo(page.side.measures))
    qtbot.mouseClick(line.box, Qt.MouseButton.LeftButton, pos=QPoint(8, line.box.height() // 2))
    dialog = dialog_of(page, MeasureDialog)
    assert not line.box.isChecked()
    dialog.take.click()
    reckoned()
    assert dialog.fault.isVisible()
    assert said(festival, "measure_applied") == []
    dialog.evidence.setPlainText("补充合同第 4 页")
    dialog.owner.setCurrentText("承办者")
    dialog.take.click()
    reckoned()
    assert line.box.isChecked()
    assert "承办者" in line.box.accessibleName()
    written = festival.state().conditions
    assert [(one.owner, one.evidence) for one in written.values()] == [("承办者", "补充合同第 4 页")]
    assert page.context.view.risk.index_after < Decimal(50)


def test_a_measure_is_taken_back_with_its_condition_and_undo_brings_it_again(
    page, workspace, festival, score_all, reckoned
):
    score_all(2)
    measure = page.side.reading.view.measures[0]
    steps = tuple(c.Reduction(code, 1) for code in measure.factors)
    page.context.do(c.ApplyMeasure(festival.case, measure.code, steps, "合同", "承办者", "before_opening"))
    reckoned()
    page.side.measures.rows[measure.code].box.click()
    reckoned()
    assert festival.state().conditions == {}
    assert page.context.view.risk.index_after == Decimal(50)
    workspace.undo_stack.undo()
    reckoned()
    assert page.side.measures.rows[measure.code].box.isChecked()


def test_all_measures_are_a_click_away(page):
    card = page.side.measures
    shown = [line for line in card.rows.values() if line.isVisibleTo(card)]
    assert len(shown) < len(card.rows)
    card.every.click()
    assert all(line.isVisibleTo(card) for line in card.rows.values())


# Earlier cases and accidents


def near(title="澄南灯会", number="CZ-1"):
    return MirrorCaseView("case-9", number, title, None, 3, 9000, Decimal("0.25"), (), 4, 1)


def test_an_office_without_earlier_grants_says_so(page):
    assert "没有可比的已许可旧案" in words_in(page.side.mirror)


def test_the_mirror_tells_cases_and_what_this_one_lacks(page, qtbot):
    card = MirrorCard(page.context.pack)
    qtbot.addWidget(card)
    lacks = MirrorConditionView("加设单向通道", 3, 4, ("CZ-1", "CZ-2", "CZ-3"))
    traits = tuple(
        MirrorFeatureView(code, Text(code, code), Decimal(1), on=True, value=Text("1", "1")) for code in "ab"
    )
    card.show_mirror(MirrorView(traits, Text("距离 = 和", "sum"), (near(),), (lacks,), 12), "")
    told = words_in(card)
    assert "CZ-1 · 距离 0.25 · 警情 1 · 条件 4 项" in told
    assert "3 / 4 起有" in told
    with qtbot.waitSignal(card.condition_wanted) as wanted:
        next(b for b in card.findChildren(QAbstractButton) if b.accessibleName() == "写入 加设单向通道").click()
    assert wanted.args == [lacks]
    with qtbot.waitSignal(card.features_chosen) as chosen:
        card.features["b"].click()
    assert chosen.args == [frozenset("b")]


def test_an_earlier_case_is_left_out_with_a_reason_and_taken_in_again(page, qtbot, settle, festival):
    card = page.side.mirror
    card.show_mirror(MirrorView((), Text("", ""), (near(),), (), 1), "", "")
    next(b for b in card.findChildren(QAbstractButton) if b.accessibleName() == "不比照 CZ-1").click()
    dialog = dialog_of(page, DismissDialog)
    dialog.take.click()
    settle()
    assert dialog.fault.isVisibleTo(dialog)
    dialog.reason.setPlainText("场地已改建")
    dialog.take.click()
    settle()
    assert festival.state().neighbours["case-9"].reason == "场地已改建"
    qtbot.waitUntil(lambda: any("场地已改建" in told for told in words_in(card)), timeout=20_000)
    page.context.undo.undo()
    settle()
    assert festival.state().neighbours == {}


def test_leaving_a_feature_out_looks_again_without_it(page, reckoned):
    code = next(iter(page.side.mirror.features))
    page.side.mirror.features[code].click()
    reckoned()
    assert [f.code for f in page.side.reading.mirror.features if not f.on] == [code]


def test_the_back_test_ranks_accidents_and_claims_no_probability(page, settle):
    page.side.accidents.test.click()
    dialog = dialog_of(page, BacktestDialog)
    settle()
    QAbstractItemModelTester(dialog.model_, FATAL)
    accidents = page.context.pack.lists["accidents"]
    assert dialog.model_.rowCount() == len(accidents)
    assert any("这是排序，不是概率" in text for text in words_in(dialog))
    assert any("只按人数" in text for text in words_in(dialog))


# The page as a whole


def test_the_report_opens_as_it_would_be_printed(page, qtbot):
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(page, ReportDialog)
    with qtbot.waitSignal(dialog.preview.shown, timeout=30_000):
        pass
    assert dialog.preview.data.startswith(b"%PDF")
    dialog.reject()


def test_l_leads_to_the_level(page, qtbot):
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_L)
    assert page.side.level.levels.buttons["1"].hasFocus()


def test_whatever_can_be_used_has_a_name(page):
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)
    fields = [
        found for kind in kinds for found in page.findChildren(kind) if found.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    nameless = [f for f in fields if not (f.accessibleName() or (isinstance(f, QAbstractButton) and f.text()))]
    assert fields
    assert nameless == []


def test_cards_stand_in_one_column_where_there_is_no_room_for_two(page, qtbot):
    page.side.resize(420, 600)
    assert page.side._columns.direction() == page.side._columns.Direction.TopToBottom
    page.side.resize(620, 600)
    assert page.side._columns.direction() == page.side._columns.Direction.LeftToRight


def test_the_sampling_card_is_silent_until_it_is_asked(page, qtbot):
    card = SamplingCard(page.context.pack)
    qtbot.addWidget(card)
    assert card.histogram.sentence() == ""


def test_tab_reaches_every_control_of_the_risk_page(page, qtbot):
    page.focus_first()
    seen = [QApplication.focusWidget()]
    for _ in range(400):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() in seen:
            break
        seen.append(QApplication.focusWidget())
    kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView)
    inner = (QAbstractItemView, QComboBox)
    wanted = [
        one
        for one in page.findChildren(QWidget)
        if isinstance(one, kinds)
        and one.isVisibleTo(page)
        and one.isEnabled()
        and one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(one.parentWidget(), inner)
        and not (isinstance(one, QAbstractButton) and one.group() and not one.isChecked())
    ]
    assert len(wanted) > 20
    assert [f"{type(one).__name__} {one.accessibleName()}" for one in wanted if one not in seen] == []
