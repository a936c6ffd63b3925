"""The administrator's calendar: import, exceptions and the promise, with what moves before it is written."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from workbench.core import commands as c
from workbench.services import office
from workbench.services.acting import do
from workbench.ui.calendar_page import CalendarPage, ChangeDialog, ExceptionDialog, ReasonDialog
from workbench.ui.calendar_tables import WordsModel
from workbench.ui.dialogs import FaultDialog
from workbench.ui.session import Session
from workbench.ui.settings import Settings


@pytest.fixture
def page(festival, qtbot, qapp, tmp_path):
    """The calendar page of an office whose festival was accepted today."""
    do(festival.desk, festival.officer, c.Accept(festival.case, date(2026, 4, 10)))
    session = Session(Settings(tmp_path / "window.ini"), qapp)
    session.desk = festival.desk
    session.sign_in(next(p for p in office.people(festival.desk) if "administrator" in p.roles))
    session.today = lambda: festival.desk.today
    screen = CalendarPage(session)
    qtbot.addWidget(screen)
    screen.resize(1200, 760)
    screen.show()
    qtbot.waitUntil(lambda: screen.shown is not None)
    yield screen
    session.close()


@pytest.fixture
def idle(page, qtbot):
    return lambda: qtbot.waitUntil(lambda: not page.session.worker.is_busy(), timeout=20_000)


def opened(page, kind, qtbot):
    qtbot.waitUntil(lambda: any(d.isVisible() for d in page.findChildren(kind)))
    return next(d for d in page.findChildren(kind) if d.isVisible())


def cells(model):
    return [[model.index(r, col).data() for col in range(model.columnCount())] for r in range(model.rowCount())]


def test_the_years_are_listed_newest_first_with_their_notice(page):
    shown = cells(page.years)
    assert [row[0] for row in shown] == ["2027", "2026", "2025", "2024"]
    assert shown[0][1] == "推算，预估"
    assert "2026年部分节假日安排" in shown[1][3]


def test_a_closure_is_worked_out_first_and_written_when_it_is_confirmed(page, festival, qtbot, idle):
    qtbot.mouseClick(page.adds, Qt.MouseButton.LeftButton)
    form = opened(page, ExceptionDialog, qtbot)
    qtbot.mouseClick(form.take, Qt.MouseButton.LeftButton)
    assert form.isVisible()
    form.day.setDate(date(2026, 4, 13))
    form.reason.setText("台风停工通知")
    qtbot.mouseClick(form.take, Qt.MouseButton.LeftButton)
    change = opened(page, ChangeDialog, qtbot)
    assert festival.desk.times.exceptions == {}
    qtbot.mouseClick(change.confirm, Qt.MouseButton.LeftButton)
    idle()
    qtbot.waitUntil(lambda: page.exceptions.rowCount() == 1)
    assert cells(page.exceptions) == [["2026年4月13日 周一", "停止办公", "台风停工通知"]]
    assert festival.state().calendars[-1].why == "recomputed"


def test_a_change_that_is_left_writes_nothing(page, festival, qtbot, idle):
    head = festival.desk.database.journal.head()
    page.set_day(date(2026, 4, 13), "台风", working=False)
    opened(page, ChangeDialog, qtbot).reject()
    idle()
    assert festival.desk.database.journal.head() == head


def test_an_exception_is_taken_back_with_a_reason(page, festival, qtbot, idle):
    page.set_day(date(2026, 4, 13), "台风", working=False)
    qtbot.mouseClick(opened(page, ChangeDialog, qtbot).confirm, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.exceptions.rowCount() == 1)
    page.exceptions_table.selectRow(0)
    qtbot.mouseClick(page.drops, Qt.MouseButton.LeftButton)
    form = opened(page, ReasonDialog, qtbot)
    form.reason.setText("通知取消")
    qtbot.mouseClick(form.take, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(opened(page, ChangeDialog, qtbot).confirm, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.exceptions.rowCount() == 0)
    assert [use.why for use in festival.state().calendars] == ["accepted", "recomputed", "recomputed"]


def test_a_wrong_file_is_told_with_its_fault(page, qtbot, tmp_path):
    path = tmp_path / "2027.json"
    path.write_text('{"year": 2027, "papers": ["x"], "days": []}', encoding="utf-8")
    page.take_file(path)
    told = opened(page, FaultDialog, qtbot)
    assert told.windowTitle().startswith("日历文件")
    told.accept()


def test_the_promise_is_chosen_and_kept(page, qtbot, idle):
    page.promise.setCurrentIndex(page.promise.findData(3))
    page.keep_promise()
    idle()
    qtbot.waitUntil(lambda: page.shown.promised == 3)
    assert page.promise.currentData() == 3


def test_the_model_keeps_its_contract(qapp):
    model = WordsModel(("a", "b"))
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show([("1", "2"), ("3", "4")])
    model.show(())
