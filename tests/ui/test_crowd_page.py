"""The crowd of a case in the window: limits as bars, another number tried, needed changes, sources, working."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from workbench.ui.crowd_page import NUMBER, CrowdPage


@pytest.fixture
def page(workspace, settle):
    workspace.go(NUMBER)
    settle()
    found = workspace.page()
    assert isinstance(found, CrowdPage)
    return found


@pytest.fixture
def capacity(page):
    return page.capacity


def try_number(pane, settle, qtbot, count):
    pane.persons.setFocus()
    pane.persons.selectAll()
    qtbot.keyClicks(pane.persons, str(count))
    qtbot.waitUntil(lambda: not pane.pause.isActive(), timeout=20_000)
    settle()


def bars(widget):
    return {bar.name: bar for bar in widget.bars}


def test_the_limits_stand_as_bars_with_the_binding_one_in_words(capacity):
    assert capacity.headline.text() == "30,000 人"
    found = bars(capacity.limits)
    assert "起决定作用" in found["额定容量"].state
    assert "起决定作用" not in found["疏散容量"].state
    assert found["入场能力（开门至开始）"].state == "对照"
    assert "额定容量 30,000 人" in capacity.limits.accessibleName()


def test_the_checks_have_value_limit_and_a_word(capacity):
    found = bars(capacity.checks)
    assert (found["散场时间"].value, found["散场时间"].right, found["散场时间"].state) == (
        "4.7 分钟",
        "限 8 分钟",
        "符合",
    )


def test_another_number_is_tried_without_changing_the_case(capacity, settle, qtbot, festival):
    before = festival.state().version
    try_number(capacity, settle, qtbot, 40000)
    assert "超出 10,000 人" in capacity.verdict.text()
    assert bars(capacity.limits)["疏散容量"].state == "不足"
    rows = {(row.cells[1].upper, row.cells[2].upper) for row in capacity.needs.model_.rows}
    assert ("新出口", "新增一个平地出口，净宽") in rows
    assert festival.state().version == before
    qtbot.mouseClick(capacity.reset, Qt.MouseButton.LeftButton)
    settle()
    assert "容得下" in capacity.verdict.text()
    assert {row.cells[0].upper for row in capacity.needs.model_.rows} == {"入场能力（开门至开始）"}


def test_zones_say_density_and_band_in_words(capacity):
    row = next(row for row in capacity.zones.model_.rows if row.key == "Z01")
    assert (row.cells[5].upper, row.cells[5].lower) == ("3.58 人/m²", "黄")
    assert row.cells[3].lower == "≤ 3 人/m²"


def test_other_sources_stand_beside_the_one_in_use(capacity):
    rows = {row.key: row for row in capacity.sets.model_.rows}
    assert rows["house"].cells[4].upper == "检查与文书以此为准"
    assert rows["green_guide_earlier"].cells[4].upper == "只作对照，不混用"
    assert rows["house"].cells[1].upper == "33,376 人"


def test_the_working_names_the_constants_and_goes_to_a_file(capacity, settle, tmp_path):
    text = capacity.working.text.toPlainText()
    assert "house.density_front" in text
    assert "min(30,000, 30,000, 33,376) = 30,000 人" in text
    capacity.export_to(tmp_path / "capacity.csv")
    settle()
    assert (tmp_path / "capacity.csv").read_text(encoding="utf-8-sig").startswith("类别")


def test_another_set_of_constants_redraws_the_bars_and_the_needed_changes(capacity, settle, qtbot, festival):
    before, version = bars(capacity.limits)["疏散容量"].value, festival.state().version
    rows = {row.key: row.cells[1].upper for row in capacity.sets.model_.rows}
    capacity.tabs.setCurrentWidget(capacity.sets)
    capacity.sets.choose("green_guide_earlier")
    capacity.sets.setFocus()
    qtbot.keyClick(capacity.sets, Qt.Key.Key_Return)
    settle()
    assert bars(capacity.limits)["疏散容量"].value == rows["green_guide_earlier"] != before
    assert capacity.tried.isVisibleTo(capacity)
    assert "green_guide_earlier" in capacity.basis.currentData()
    assert rows == {row.key: row.cells[1].upper for row in capacity.sets.model_.rows}
    try_number(capacity, settle, qtbot, 60000)
    widths = {row.cells[1].upper for row in capacity.needs.model_.rows if row.cells[0].upper == "疏散容量"}
    assert "新出口" in widths
    qtbot.mouseClick(capacity.reset, Qt.MouseButton.LeftButton)
    settle()
    assert bars(capacity.limits)["疏散容量"].value == before
    assert not capacity.tried.isVisibleTo(capacity)
    assert festival.state().version == version


def test_a_set_without_figures_for_the_exits_stays_beside(capacity, settle, qtbot, toasts):
    capacity.try_basis("sfpe")
    settle()
    assert capacity.view.basis == ""
    assert any("并列对照" in told for told in toasts)


def test_the_tables_keep_the_rules_of_models(capacity):
    for table in (capacity.zones, capacity.needs, capacity.sets):
        QAbstractItemModelTester(table.model_, QAbstractItemModelTester.FailureReportingMode.Fatal)


@pytest.fixture
def screening(page, settle):
    page.tabs.setCurrentIndex(1)
    settle()
    return page.screening


def change(pane, settle, qtbot, key, typed):
    field = pane.inputs.form.fields[key].editor
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, typed)
    qtbot.waitUntil(lambda: not pane.inputs.run.pause.isActive(), timeout=20_000)
    settle()


def test_screening_starts_from_the_case_and_draws_the_queue(screening):
    given = screening.inputs.form.given()
    assert (given["lanes"], given["rate"]) == ("22", "382.5")
    assert sum(int(row["persons"]) for row in given["profile"]) == 25_000
    assert screening.chart.points
    assert "到达" in screening.chart.accessibleName()
    assert "13:00–14:00" in screening.hours.model_.rows[0].cells[0].upper


def test_fewer_lanes_fail_an_hour_which_is_told_in_words_and_the_case_stays(screening, settle, qtbot, festival):
    before = festival.state().version
    assert "13:00–14:00 不足" in screening.verdict.text()
    assert "至少需要 33 条通道" in screening.lanes.text()
    assert {row.cells[6].upper for row in screening.hours.model_.rows} == {"不足", "足够"}
    change(screening, settle, qtbot, "lanes", "33")
    assert "足够" in screening.verdict.text()
    change(screening, settle, qtbot, "lanes", "0")
    assert screening.inputs.form.fields["lanes"].fault.text()
    qtbot.mouseClick(screening.inputs.reset, Qt.MouseButton.LeftButton)
    settle()
    assert screening.inputs.form.given()["lanes"] == "22"
    assert festival.state().version == before


def test_slots_start_from_the_same_arrivals(screening, settle):
    screening.tabs.setCurrentIndex(1)
    settle()
    given = screening.slots.form.given()
    assert sum(int(row["quota"]) for row in given["slots"]) == 25_000
    assert screening.slot_result.value.text() in {"是", "否"}
    QAbstractItemModelTester(screening.hours.model_, QAbstractItemModelTester.FailureReportingMode.Fatal)


@pytest.fixture
def flow(page, settle):
    page.tabs.setCurrentIndex(2)
    settle()
    return page.flow


def counts_file(tmp_path, text):
    made = tmp_path / "counts.csv"
    made.write_text("time,zone,in,out\n" + text, encoding="utf-8")
    return str(made)


def test_without_counts_the_page_says_what_to_do(flow):
    assert flow.none.isVisibleTo(flow)
    assert not flow.save.isEnabled()


def test_a_file_is_recorded_with_its_bad_lines_aside(flow, settle, festival, tmp_path, toasts):
    lines = (
        "2026-04-09 18:00,Z01,6000,0\n2026-04-09 18:20,Z01,900,0\n2026-04-09 18:40,Z01,0,3000\nsoon,Z01,1,0\n"
        "2026-04-09 18:50,Z99,1,0\n"
    )
    flow.record_file(counts_file(tmp_path, lines))
    settle()
    settle()
    assert festival.events("counts_recorded")
    assert festival.state().counts[0].sha256
    assert "峰值 6,900 人 · 18:20" in flow.headline.text()
    states = [row.cells[2].upper for row in flow.warnings.model_.rows if row.cells[1].upper == "Z01"]
    assert states == ["正常 → 黄", "黄 → 橙", "橙 → 正常"]
    assert [row.cells[0].upper for row in flow.aside.model_.rows] == ["5", "6"]
    assert "Z01" in flow.grid.accessibleName()
    QAbstractItemModelTester(flow.lines.model_, QAbstractItemModelTester.FailureReportingMode.Fatal)
    flow.grab()
    flow.export_to(tmp_path / "out.csv")
    settle()
    assert "counts.csv" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_a_count_is_typed_and_there_the_next_time(flow, settle, qtbot, festival):
    qtbot.mouseClick(flow.type, Qt.MouseButton.LeftButton)
    dialog = flow.dialog
    dialog.at.setDateTime(dialog.at.dateTime().addDays(-1))
    dialog.place.setCurrentIndex(dialog.place.findData("GA"))
    qtbot.keyClicks(dialog.come, "900")
    qtbot.keyClicks(dialog.gone, "40")
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    settle()
    settle()
    assert "峰值 860 人" in flow.headline.text()
    (one,) = festival.state().counts
    assert (one.counts[0].place, one.counts[0].come, one.source) == ("GA", 900, "")
    assert flow.lines.model_.rows[0].cells[5].upper == "手工登记"
    flow.context.undo.undo()
    settle()
    settle()
    assert festival.state().counts == ()
    assert [event.kind for event in festival.events("counts_recorded", "counts_withdrawn")][-1] == "counts_withdrawn"
    assert flow.none.isVisibleTo(flow)
