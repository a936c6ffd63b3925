"""Step 6 on the real services: imported rows, verdicts, facts, on-site check, overall conclusions."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from workbench.core import commands as c
from workbench.core.gate import OVERALL
from workbench.services import office
from workbench.services.clocks import ScriptedClock
from workbench.ui import step_site_words as words
from workbench.ui.i18n import set_language
from workbench.ui.second_officer import ConfirmDialog
from workbench.ui.step_site_check import SiteCheckDialog
from workbench.ui.workspace_dialogs import GateDialog

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


class Office:
    """The sample office with the festival under review, an officer, a clock that stands."""

    def __init__(self, folder):
        self.desk = office.open_office(folder)
        self.desk.clock = ScriptedClock(datetime.fromisoformat("2026-04-10 09:00"))
        self.people = {person.account: person for person in office.people(self.desk)}
        self.cases = [stream.split("/")[1] for stream in self.desk.database.journal.streams("case")]
        self.case = next(case for case in self.cases if self.desk.case(case).decision is None)

    def state(self):
        return self.desk.case(self.case)

    def events(self, *kinds):
        return [e for e in self.desk.database.journal.read(f"case/{self.case}") if not kinds or e.kind in kinds]


@pytest.fixture
def sample(sample_office):
    made = Office(sample_office)
    yield made
    made.desk.close()


@pytest.fixture
def opened(qtbot, tmp_path):
    """Open a case of an office in the workspace at a step."""
    from workbench.ui.session import Session
    from workbench.ui.settings import Settings
    from workbench.ui.workspace import Workspace

    sessions, faults = [], []

    def open_at(made, step, account="guqinghe", case=""):
        session = Session(Settings(tmp_path / "window.ini"))
        session.desk = made.desk
        session.sign_in(made.people[account])
        session.worker.crashed.connect(faults.append)
        sessions.append(session)
        screen = Workspace(session, case or made.case)
        qtbot.addWidget(screen)
        screen.resize(1388, 790)
        screen.show()
        qtbot.waitUntil(lambda: screen.context is not None, timeout=10_000)
        screen.go(step)
        screen.activateWindow()
        return screen

    yield open_at
    for session in sessions:
        session.close()
    assert not faults, faults[0]


def dialog(kind):
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


def cell(table, key, column):
    return table.model_.rows[table.model_.place_of(key)].cells[column]


# What the tables say


def test_a_zone_shows_stated_and_drawn_area_and_the_density_of_its_peak(sample, opened):
    page = opened(sample, 6).page()
    row = next(r for r in sample.state().application.rows("zones") if r["code"] == "Z01")
    table = page.tables["zone"]
    assert cell(table, "Z01", 1).upper == f"{row['gross']:,} m²"
    assert "图上" in cell(table, "Z01", 1).lower
    by_hand = Decimal(row["expected_peak"]) / Decimal(row["net"])
    assert cell(table, "Z01", 4).upper == f"{round(by_hand, 2)} 人/m²"
    assert str(row["density"]) in cell(table, "Z01", 4).lower


@pytest.mark.parametrize(
    ("stated", "drawn", "told"),
    [
        (100, Decimal("100.000"), "图上 100，一致"),
        (100, Decimal("112.5"), "图上 112.5，差 +12.5"),
        (2880, Decimal(2800), "图上 2,800，差 -80"),
        (None, Decimal(40), "图上 40 m²"),
        (100, None, "图上未绘"),
    ],
)
def test_what_is_drawn_stands_beside_what_is_stated(stated, drawn, told):
    assert words.compared(stated, drawn, "m²") == told


def test_a_peak_without_a_net_area_has_no_density(sample, opened):
    table = opened(sample, 6).page().tables["zone"]
    rows = sample.state().application.rows("zones")
    without = next(r for r in rows if r["expected_peak"] is None)
    assert cell(table, without["code"], 4).upper == "—"


def test_a_case_without_a_plan_or_posts_says_so(sample, opened):
    screen = opened(sample, 6)
    screen.context.take(replace(screen.context.view, site=(), sheets={}, facts=(), plan=None))
    page = screen.page()
    page.tabs.setCurrentWidget(page.plan)
    assert not screen.grab().isNull()
    assert page.object_of("Z01") is None
    assert all(table.model_.rowCount() == 0 for table in page.tables.values())


# Verdicts


def test_a_digit_gives_the_verdict_and_undo_takes_it_back(sample, opened, qtbot):
    screen = opened(sample, 6)
    page = screen.page()
    table = page.tables["zone"]
    page.tabs.setCurrentWidget(table)
    table.choose("Z02")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: "Z02" in sample.state().site, timeout=10_000)
    qtbot.waitUntil(lambda: cell(table, "Z02", 5).upper == "符合", timeout=10_000)
    assert table.key == "Z02"
    screen.undo_stack.undo()
    qtbot.waitUntil(lambda: not sample.state().site.get("Z02", c.JudgeSite("", "", "")).verdict, timeout=10_000)
    qtbot.waitUntil(lambda: cell(table, "Z02", 5).upper == "未判定", timeout=10_000)


def test_a_verdict_that_needs_a_reason_waits_for_its_note(sample, opened, qtbot):
    screen = opened(sample, 6)
    page = screen.page()
    page.tables["gate"].choose("GB")
    page.tabs.setCurrentWidget(page.tables["gate"])
    page.tables["gate"].setFocus()
    qtbot.keyClick(page.tables["gate"], Qt.Key.Key_2)
    assert "需整改" in page.inspector.judge.note.fault.text()
    assert sample.events("site_judged")[-1].body.get("object") != "GB"
    page.inspector.judge.note.edit.setPlainText("北二入口被围挡占用 2 米")
    page.inspector.judge.settle()
    qtbot.waitUntil(lambda: "GB" in sample.state().site, timeout=10_000)
    said = sample.state().site["GB"]
    assert (said.verdict, said.note) == ("correct", "北二入口被围挡占用 2 米")


def test_a_refused_edit_goes_back_to_the_saved_value_and_says_why(sample, opened, qtbot):
    screen = opened(sample, 6)
    page = screen.page()
    page.tabs.setCurrentWidget(page.tables["zone"])
    page.tables["zone"].choose("Z01")
    pane = page.inspector.judge
    saved = sample.state().site["Z01"].note
    before = len(sample.events())
    page.judge("Z01", "correct", "")
    qtbot.waitUntil(lambda: not pane.note.fault.isHidden(), timeout=10_000)
    assert pane.note.text() == saved
    assert len(sample.events()) == before


def test_the_conclusion_on_the_whole_opens_the_gate(sample, opened, qtbot):
    screen = opened(sample, 6)
    page = screen.page()
    assert any(item.object == "site" for item in page.missing())
    page.conclusion.note.edit.setPlainText("现场与平面图一致")
    page.conclusion.give("meets")
    qtbot.waitUntil(lambda: "site" in sample.state().site, timeout=10_000)
    qtbot.waitUntil(lambda: not any(item.object == "site" for item in page.missing()), timeout=10_000)
    assert set(OVERALL) <= set(sample.state().site)


def test_finishing_lists_what_the_step_lacks(sample, opened, qtbot):
    screen = opened(sample, 6)
    qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    shown = dialog(GateDialog)
    assert shown is not None
    assert screen.step == 6
    shown.reject()


def test_who_may_not_judge_sees_the_verdicts_but_cannot_press_them(sample, opened):
    page = opened(sample, 6, "luwendi").page()
    page.tabs.setCurrentWidget(page.tables["zone"])
    page.tables["zone"].choose("Z01")
    chips = page.inspector.judge.bar.findChildren(QAbstractButton)
    assert chips
    assert not any(chip.isEnabled() for chip in chips)
    assert [chip.isChecked() for chip in chips] == [True, False, False]


# The on-site check


def form_items(screen):
    return screen.context.view.after.site_items


def test_an_on_site_check_needs_two_different_officers(sample, opened, qtbot):
    screen = opened(sample, 6)
    screen.go(6, "site_check")
    form = dialog(SiteCheckDialog)
    qtbot.waitUntil(lambda: form.second.findText("许见山") > 0, timeout=10_000)
    assert form.second.findText(form.pair.first.text()) == -1
    form.conclusion.setPlainText("符合要求")
    form.give()
    assert "两名不同" in form.fault.text()
    form.second.setCurrentText("许见山")
    form.items.setPlainText("出口净宽\n前区护栏")
    first = next(iter(form.tabs.grid.rows.values()))[0]
    first.setCurrentIndex(first.findData("meets"))
    form.give()
    qtbot.waitUntil(lambda: "未填结果" in form.fault.text(), timeout=10_000)
    form.tabs.grid.set_all("meets")
    form.undertaker.setText("齐玥")
    form.give()
    qtbot.waitUntil(lambda: len(sample.state().site_checks) == 1, timeout=10_000)
    qtbot.waitUntil(lambda: dialog(ConfirmDialog) is not None, timeout=10_000)
    confirm = dialog(ConfirmDialog)
    assert not sample.state().site_checks[0].complete
    confirm.password.setText("falsch-2026")
    confirm.give()
    qtbot.waitUntil(lambda: bool(confirm.fault.text()), timeout=10_000)
    confirm.password.setText("yangli-2026")
    confirm.give()
    qtbot.waitUntil(lambda: sample.state().site_checks[0].complete, timeout=10_000)
    check = sample.state().site_checks[0]
    assert check.officers == ("顾清和", "许见山")
    assert check.items == ("出口净宽", "前区护栏")
    assert len(check.results) == len(form_items(screen))
    assert check.undertaker == "齐玥"
    assert screen.undo_stack.count() == 0
    shown = lambda: " ".join(label.text() for label in screen.page().findChildren(QLabel))  # noqa: E731
    qtbot.waitUntil(lambda: "符合要求" in shown(), timeout=10_000)


# Ground


def test_every_table_keeps_the_rules_of_models_and_reads_in_full(sample, opened):
    screen = opened(sample, 6)
    for table in screen.page().tables.values():
        QAbstractItemModelTester(table.model_, FATAL)
        for column, head in enumerate(table.model_.heads):
            read = table.model_.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole)
            assert read.startswith(head.name)
    screen.page().show_case(screen.context.view)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1388, 790), (1228, 610)], ids=["1440x900", "1280x720"])
def test_no_word_outside_the_tables_is_cut(sample, opened, qtbot, language, size, cut_words):
    set_language(language)
    screen = opened(sample, 6)
    screen.resize(*size)
    qtbot.wait(30)
    page = screen.page()
    assert cut_words(page) == []


def test_tab_goes_from_the_table_to_verdict_note_and_conclusion(sample, opened, qtbot):
    screen = opened(sample, 6)
    page = screen.page()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is screen, timeout=20_000)
    page.tabs.setCurrentWidget(page.tables["zone"])
    seen = set()
    for pane in (page.panes.object, page.panes.checks):
        page.panes.setCurrentWidget(pane)
        page.tables["zone"].setFocus()
        for _ in range(60):
            seen.add(QApplication.focusWidget())
            screen.focusNextChild()
    chips = page.inspector.judge.bar.findChildren(QAbstractButton) + page.conclusion.bar.findChildren(QAbstractButton)
    assert {page.inspector.judge.note.edit, page.conclusion.note.edit, page.record, *chips} <= seen
    assert all(chip.accessibleName() for chip in chips)
