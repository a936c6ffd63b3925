"""The crowd models in the window: form from inputs, live result with working, refusals at the field, three tabs."""

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit

from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.registry import MODELS
from workbench.errors import Text
from workbench.screens import settle as settled
from workbench.services import office
from workbench.ui.i18n import set_language
from workbench.ui.model_form import ModelForm
from workbench.ui.models_page import ModelsPage, lines
from workbench.ui.session import Session
from workbench.ui.settings import Settings


@pytest.fixture
def session(festival, qapp, tmp_path):
    """An officer at a desk."""
    made = Session(Settings(tmp_path / "window.ini"), qapp)
    made.desk = festival.desk
    made.sign_in(festival.officer)
    crashes = []
    made.worker.crashed.connect(crashes.append)
    yield made
    made.close()
    made.deleteLater()
    assert crashes == []


@pytest.fixture
def rest(session, qtbot):
    """Wait until typing has rested and the worker has answered."""

    def wait(page):
        qtbot.waitUntil(lambda: not page.run.pause.isActive() and not session.worker.is_busy(), timeout=20_000)

    return wait


@pytest.fixture
def page(session, rest, qtbot):
    made = ModelsPage(session)
    qtbot.addWidget(made)
    made.resize(1256, 790)
    made.show()
    made.activateWindow()
    made.choose("egress_rate")
    rest(made)
    return made


def click(qtbot, widget):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def replace(qtbot, field, typed):
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, typed)


def test_a_model_opens_with_its_first_published_example_computed(page):
    assert page.result.value.text() == "13,120 人"
    text = page.result.text.toPlainText()
    assert "20 × 82" in text
    assert "green_guide.level" in text
    assert "第 6 版" in text


def test_typing_recomputes_and_a_wrong_input_is_told_at_its_field(page, rest, qtbot):
    minutes = page.form.fields["minutes"]
    assert isinstance(minutes.editor, QLineEdit)
    replace(qtbot, minutes.editor, "4")
    rest(page)
    assert page.result.value.text() == "6,560 人"
    replace(qtbot, minutes.editor, "-4")
    rest(page)
    assert "超出范围" in minutes.fault.text()
    assert minutes.fault.isVisibleTo(page)
    assert not page.result.save.isEnabled()
    replace(qtbot, minutes.editor, "8")
    rest(page)
    assert minutes.fault.text() == ""
    assert page.result.value.text() == "13,120 人"


def test_rows_are_added_edited_and_deleted_by_keys_and_buttons(page, rest, qtbot):
    table = page.form.fields["exits"].editor
    QAbstractItemModelTester(table.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    click(qtbot, table.more)
    assert table.model.rowCount() == 2
    view = table.table
    view.setCurrentIndex(table.model.index(1, 0))
    view.edit(view.currentIndex())
    editor = view.viewport().findChild(QLineEdit)
    qtbot.keyClicks(editor, "B")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.model.records[1].get("code") == "B")
    rest(page)
    assert "第 2 行" in page.form.fields["exits"].fault.text()
    assert table.model.data(table.model.index(1, 1), Qt.ItemDataRole.ToolTipRole)
    table.model.setData(table.model.index(1, 1), "5")
    rest(page)
    assert page.form.fields["exits"].fault.text() == ""
    assert page.result.value.text() == "16,400 人"
    view.setCurrentIndex(table.model.index(1, 0))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    rest(page)
    assert page.result.value.text() == "13,120 人"


def test_emptied_inputs_say_what_is_missing(page, rest, qtbot):
    click(qtbot, page.blank)
    rest(page)
    assert page.form.given().get("minutes") is None
    assert "缺少" in page.form.fields["exits"].fault.text() or "没有可用出口" in page.form.fields["exits"].fault.text()
    assert not page.result.copy.isEnabled()


def test_the_working_is_copied_as_text_and_exported_as_a_table(page, rest, qtbot, tmp_path):
    click(qtbot, page.result.copy)
    copied = QGuiApplication.clipboard().text()
    assert "[过程]" in copied
    assert "20 × 82 = 1640 人/分" in copied
    page.export_to(tmp_path / "working.csv")
    rest(page)
    with (tmp_path / "working.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][:2] == ["类别", "内容"]
    assert ["结果", "疏散容量", "", "13120", "人", ""] in rows


def test_a_typed_formula_is_no_formula_in_the_export(page, rest, tmp_path):
    page.form.put({"exits": "=1+1:20:level", "largest_closed": "no"})
    page.compute()
    rest(page)
    page.export_to(tmp_path / "working.csv")
    rest(page)
    text = (tmp_path / "working.csv").read_text(encoding="utf-8-sig")
    assert not any(cell.startswith("=") for row in csv.reader(text.splitlines()) for cell in row)


def test_the_list_is_searched_by_words_of_either_language(page):
    assert [line.code for line in lines("green guide nowhere")] == []
    assert "egress_rate" in [line.code for line in lines("egress")]
    page.search("没有这样的模型")
    assert page.none.isVisibleTo(page)
    page.search("")
    assert page.rail.count() >= len(MODELS)


def test_the_registry_says_by_word_and_sign_what_passed_and_opens_an_example(page, rest, qtbot):
    page.tabs.setCurrentIndex(1)
    pane = page.verification
    QAbstractItemModelTester(pane.table.model_, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert pane.outcomes
    assert {row.cells[0].upper for row in pane.table.model_.rows} == {"通过"}
    click(qtbot, pane.chips[False])
    assert pane.shown() == ()
    click(qtbot, pane.chips[None])
    page.search("EX-GG-02")
    assert [one.example.code for one in pane.shown()] == ["EX-GG-02"]
    pane.setFocus()
    qtbot.keyClick(pane.table, Qt.Key.Key_Return)
    rest(page)
    assert page.tabs.currentIndex() == 0
    assert page.result.value.text() == "10,560 人"


def test_every_constant_is_listed_with_its_source(page, qtbot):
    page.tabs.setCurrentIndex(2)
    click(qtbot, page.sources.everything)
    rows = {row.key: row for row in page.sources.table.model_.rows}
    assert rows["green_guide.level"].cells[1].upper == "82 人/(m·分)"
    assert len(rows) == len(page.sources.constants)


def test_the_back_test_is_a_page_with_ranking_and_baseline(page, rest):
    page.tabs.setCurrentIndex(4)
    rest(page)
    assert page.backtest.model_.rowCount() == len(page.session.desk.pack.lists["accidents"])
    told = " ".join(one.text() for one in page.backtest.findChildren(QLabel))
    assert "只按人数" in told
    assert "这是排序，不是概率" in told
    page.focus_first()
    assert page.backtest.table.hasFocus()


def test_what_was_typed_survives_a_change_of_language(page, session, rest, qtbot):
    replace(qtbot, page.form.fields["minutes"].editor, "6")
    set_language("en")
    fresh = ModelsPage(session, page.remember())
    qtbot.addWidget(fresh)
    rest(fresh)
    assert fresh.code == "egress_rate"
    assert fresh.result.value.text() == "9,840 p"


def test_the_window_offers_the_models(opened_window, sample_office, qtbot):
    window = opened_window(sample_office)
    qtbot.waitUntil(lambda: window.session.desk is not None, timeout=30_000)
    window.session.sign_in(next(p for p in office.people(window.session.desk) if "officer" in p.roles))
    window.start("models")
    settled(window)
    assert window.page().result.value.text()
    window.use(language_="en")
    settled(window)
    assert window.page().result.value.text()


@pytest.mark.parametrize("code", MODELS)
def test_every_model_has_a_form_that_gives_back_what_it_was_given(code, qtbot):
    form = ModelForm(MODELS[code])
    qtbot.addWidget(form)
    for key, field in form.fields.items():
        assert field.editor.accessibleName(), key
    form.put({})
    assert set(form.given()) <= {one.key for one in MODELS[code].inputs}


def test_a_refusal_without_a_field_stands_below_the_form(qtbot):
    model = Model(
        "one", "capacity", Text("一", "one"), Text("一", "one"),
        (Input("a", Text("甲", "a"), "numbers"), Input("b", Text("乙", "b"), "flag", default=True)),
        (Output("c", Text("丙", "c"), main=True),), lambda values, _sheet: values,
    )  # fmt: skip
    form = ModelForm(model)
    qtbot.addWidget(form)
    form.put({"a": (1, 2)})
    assert form.given() == {"a": "1,2", "b": True}
    form.refuse(refuse("a[2]", "太大", "too large").faults + refuse("elsewhere", "不通", "no way").faults)
    assert "第 2 行" in form.fields["a"].fault.text()
    assert "不通" in form.rest.text()


def test_constants_are_chosen_by_their_names_in_words_from_the_pack(page, rest, qtbot):
    page.choose("maurer")
    rest(page)
    box = page.form.fields["event"].editor
    assert page.form.given()["event"] == "fireworks"
    assert box.currentText() == "焰火"
    names = [box.itemText(place) for place in range(box.count())]
    assert names[0] == "请选择"
    assert "摇滚音乐会" in names
    assert len(names) == len(set(names))
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_End)
    rest(page)
    assert page.form.given()["event"] == "concert"
    assert "另一取值" in page.result.text.toPlainText()


def test_choosing_a_model_twice_offers_each_name_once(page, rest):
    page.choose("lanes_needed")
    page.choose("lanes_needed")
    rest(page)
    box = page.form.fields["item"].editor
    names = [box.itemData(place) for place in range(box.count())]
    assert "observed.wtmd" in names
    assert len(names) == len(set(names))


def test_the_interval_that_fails_stands_in_a_table_with_its_heads_in_words(page, rest):
    page.choose("fluid_queue", {"profile": "60:1000:2; 60:3000:2", "rate": "1000"})
    rest(page)
    text = page.result.text.toPlainText()
    for word in ("时段", "通行能力", "最长等候（分）", "满足"):
        assert word in text


def test_competing_sources_stand_under_one_quantity_and_each_row_of_the_list_is_real(page):
    pack = page.session.desk.pack
    named = [code for row in pack.lists["crowd_conflicts"].values() for code in row.data["of"]]
    assert [code for code in named if code not in pack.crowd] == []
    found = {one.text.en: {p.code for p in one.parameters} for one in page.sources.quantities}
    assert {"green_guide.level", "green_guide_earlier.level"} <= found["Flow of a level exit per metre of clear width"]
    assert found["rock concert"] == {"maurer.factor.rock_concert", "maurer_other.factor.rock_concert"}
    assert not any({"fruin_walkway.levels", "fruin_stair.levels"} <= codes for codes in found.values())
