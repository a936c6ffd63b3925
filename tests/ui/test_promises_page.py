"""The page of tolerated deficiencies and the list over all cases: seen, kept, confirmed, waived with real keys."""

import shutil
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel

from workbench.services import demo, office
from workbench.services import promises as service
from workbench.services.clocks import ScriptedClock
from workbench.ui import promises
from workbench.ui.promise_dialog import PromiseDialog
from workbench.ui.promises_dialogs import (
    ConfirmDialog,
    ExtendDialog,
    KeptDialog,
    LetterDialog,
    RemindDialog,
    WaiveDialog,
)
from workbench.ui.session import Session
from workbench.ui.settings import Settings
from workbench.ui.tolerated import ToleratedScreen
from workbench.ui.workspace import Workspace

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
STAND = "M9.5"


@pytest.fixture(scope="session")
def promised(tmp_path_factory):
    folder = tmp_path_factory.mktemp("promised") / "office"
    demo.perform(folder, datetime.fromisoformat("2026-04-13 18:00"), ("grant",))
    return folder


class Desk:
    """The office, and a window of a person on the page of promises."""

    def __init__(self, folder, qtbot, tmp_path):
        self.qtbot, self.tmp_path = qtbot, tmp_path
        self.desk = office.open_office(folder)
        self.clock = self.desk.clock = ScriptedClock(datetime.fromisoformat("2026-04-13 18:00"))
        self.people = {p.account: p for p in office.people(self.desk)}
        self.case = self.desk.database.journal.streams("case")[-1].split("/")[1]
        self.sessions = []

    def sit(self, account):
        session = Session(Settings(self.tmp_path / f"{account}.ini"))
        session.desk = self.desk
        session.sign_in(self.people[account])
        self.sessions.append(session)
        screen = Workspace(session, self.case)
        self.qtbot.addWidget(screen)
        screen.resize(1388, 790)
        screen.show()
        self.qtbot.waitUntil(lambda: screen.context is not None, timeout=10_000)
        screen.go(12, STAND)
        self.qtbot.waitUntil(lambda: bool(screen.page().found.lines), timeout=10_000)
        return screen

    def press(self, screen, name):
        act = next(act for act in screen.page().acts if act.button.accessibleName().startswith(name))
        self.qtbot.waitUntil(act.button.isEnabled, timeout=10_000)
        self.qtbot.mouseClick(act.button, Qt.MouseButton.LeftButton)

    def dialog(self, kind):
        self.qtbot.waitUntil(lambda: any(isinstance(w, kind) and w.isVisible() for w in QApplication.topLevelWidgets()))
        return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())

    def standing(self):
        return service.of_case(self.desk, self.people["guqinghe"], self.case).lines[0].standing.value


@pytest.fixture
def desk(promised, qtbot, qapp, tmp_path):
    made = Desk(shutil.copytree(promised, tmp_path / "office"), qtbot, tmp_path)
    yield made
    for session in made.sessions:
        session.close()
        session.deleteLater()
    made.desk.close()


def words(page):
    return " ".join(shown.text() for shown in page.findChildren(QLabel) if not shown.isHidden())


def test_the_page_shows_where_a_promise_stands_and_its_course(desk, qtbot):
    screen = desk.sit("guqinghe")
    QAbstractItemModelTester(screen.page().table.model_, FATAL)
    qtbot.waitUntil(lambda: {"即将到期", "阻断决定", "今日应催告"} <= set(words(screen.page()).split()), timeout=10_000)
    assert "作出承诺" in words(screen.page())
    assert screen.page().table.key == STAND


def test_a_paper_is_recorded_by_one_person_and_confirmed_by_another(desk, qtbot):
    screen = desk.sit("guqinghe")
    desk.press(screen, "登记补齐")
    form = desk.dialog(KeptDialog)
    form.path.setText(str(demo.sample_file("supplements/later/M9.5_临建检测验收报告.pdf")))
    qtbot.keyClick(form.path, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.standing() == "delivered", timeout=10_000)
    desk.press(screen, "复核确认")
    own = desk.dialog(ConfirmDialog)
    qtbot.mouseClick(own.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(own.fault.isVisible, timeout=10_000)
    assert "登记人不得复核" in own.fault.text()
    own.reject()
    other = desk.sit("shenzhixing")
    desk.press(other, "复核确认")
    qtbot.mouseClick(desk.dialog(ConfirmDialog).take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.standing() == "kept", timeout=10_000)
    qtbot.waitUntil(lambda: "4月13日 18:00 · 沈知行" in words(other.page()), timeout=10_000)


def test_a_paper_sent_back_needs_the_reason(desk, qtbot):
    screen = desk.sit("guqinghe")
    desk.press(screen, "登记补齐")
    form = desk.dialog(KeptDialog)
    form.path.setText(str(demo.sample_file("supplements/later/M9.5_临建检测验收报告.pdf")))
    qtbot.mouseClick(form.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.standing() == "delivered", timeout=10_000)
    other = desk.sit("shenzhixing")
    desk.press(other, "复核退回")
    back = desk.dialog(ConfirmDialog)
    qtbot.mouseClick(back.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(back.fault.isVisible, timeout=10_000)
    qtbot.keyClicks(back.note, "report incomplete")
    qtbot.mouseClick(back.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.standing() == "due_soon", timeout=10_000)


def test_reminder_letter_and_extension_leave_their_marks_on_the_course(desk, qtbot):
    screen = desk.sit("guqinghe")
    desk.press(screen, "催告")
    qtbot.mouseClick(desk.dialog(RemindDialog).take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "催告 · 电话" in words(screen.page()), timeout=10_000)
    desk.press(screen, "附承诺书")
    letter = desk.dialog(LetterDialog)
    letter.path.setText(str(demo.sample_file("supplements/later/M9.5_临建检测验收报告.pdf")))
    qtbot.mouseClick(letter.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "承诺书归卷 · M9.5" in words(screen.page()), timeout=10_000)
    desk.press(screen, "延长")
    later = desk.dialog(ExtendDialog)
    later.due.setDateTime(later.due.dateTime().addSecs(3600))
    qtbot.keyClicks(later.reason, "test delayed")
    qtbot.keyClicks(later.approver, "Shen")
    qtbot.mouseClick(later.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "04-15 17:00 → 04-15 18:00" in words(screen.page()), timeout=10_000)


def test_an_approver_waives_and_an_officer_has_no_such_button(desk, qtbot):
    other = desk.sit("shenzhixing")
    desk.press(other, "免除")
    waive = desk.dialog(WaiveDialog)
    qtbot.keyClicks(waive.reason, "stand dropped")
    qtbot.mouseClick(waive.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.standing() == "waived", timeout=10_000)
    assert not any(act.button.isVisible() for act in other.page().acts if act.kind == "fulfil_promise")


def test_the_list_over_all_cases_is_sorted_by_moment_and_enter_opens_the_promise(desk, qtbot):
    found = service.register(desk.desk, desk.people["guqinghe"])
    screen = ToleratedScreen()
    qtbot.addWidget(screen)
    QAbstractItemModelTester(screen.table.model_, FATAL)
    screen.show_register(found)
    screen.show()
    screen.focus_first()
    with qtbot.waitSignal(screen.open_requested) as asked:
        qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert asked.args == [desk.case, STAND]
    assert "今日应催告 1" in words(screen)
    screen.show_register(service.Register(()))
    assert "没有待补齐的承诺" in words(screen)


def test_a_promise_is_made_by_a_rule_with_a_lower_number_and_a_letter(workspace, qtbot, festival, settle):
    paper = next(p for group in workspace.context.view.classes for p in group.papers if p.code == STAND)
    start = promises.proposed(paper, workspace.context.view, {})
    form = PromiseDialog(workspace, workspace.context, paper, start)
    form.show()
    assert not form.number.isVisible()
    form.kind.setCurrentIndex(form.kind.findData("before_opening"))
    assert form.fallback.findData("no_decision") < 0
    form.fallback.setCurrentIndex(form.fallback.findData("lower_number"))
    assert form.number.isVisible()
    form.number.setValue(20_000)
    form.anchor.setCurrentIndex(form.anchor.findData("before_doors"))
    form.amount.setValue(48)
    settle()
    doors = festival.state().first_doors(festival.state().first_start())
    qtbot.waitUntil(lambda: form.promise().due == doors - timedelta(hours=48), timeout=10_000)
    form.attach(str(demo.sample_file("supplements/later/M9.5_临建检测验收报告.pdf")))
    qtbot.waitUntil(lambda: bool(form.promise().letter_sha256), timeout=10_000)
    made = form.promise()
    assert (made.anchor, made.amount, made.number, made.fallback) == ("before_doors", 48, 20_000, "lower_number")
    assert promises.read(promises.written(made)) == made
    form.due.setDateTime(form.due.dateTime().addSecs(60))
    assert form.promise().anchor == ""
