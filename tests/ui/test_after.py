"""The page after the decision: sections, what keeps the event from opening, acts by keys and buttons, roles."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDateTimeEdit, QLineEdit

from workbench.core import commands as c
from workbench.services import demo, inspections, office
from workbench.services.acting import do
from workbench.services.clocks import ScriptedClock
from workbench.ui.after_checks import HazardDialog, InspectionDialog, PatrolDialog
from workbench.ui.after_event import MomentDialog, ResumeDialog, StopDialog
from workbench.ui.after_forms import ConditionCheckDialog, OrderDialog, RecheckDialog, ServeDialog
from workbench.ui.after_page import CHANGES, CHECKS, CONDITIONS, EVENT
from workbench.ui.after_permit import ChangeDialog, DecideChangeDialog, EndPermitDialog
from workbench.ui.second_officer import ConfirmDialog
from workbench.ui.session import Session
from workbench.ui.settings import Settings
from workbench.ui.workspace import Workspace

PAGE = 13
PASSWORD = "yangli-2026"
at = datetime.fromisoformat


class Granted:
    """The festival granted, its people, and a window of one of them on the page."""

    def __init__(self, folder, qtbot, tmp_path):
        self.qtbot, self.tmp_path = qtbot, tmp_path
        self.desk = office.open_office(folder)
        self.clock = self.desk.clock = ScriptedClock(at("2026-04-28 09:00"))
        self.people = {person.account: person for person in office.people(self.desk)}
        self.case = self.desk.database.journal.streams("case")[0].split("/")[1]
        self.sessions, self.faults = [], []

    def state(self):
        return self.desk.case(self.case)

    def give(self, account, command):
        return do(self.desk, self.people[account], command)

    def open(self, account="guqinghe"):
        session = Session(Settings(self.tmp_path / f"{account}.ini"))
        session.desk = self.desk
        session.sign_in(self.people[account])
        session.worker.crashed.connect(self.faults.append)
        session.save_failed.connect(self.faults.append)
        self.sessions.append(session)
        screen = Workspace(session, self.case)
        self.qtbot.addWidget(screen)
        screen.resize(1388, 790)
        screen.show()
        self.qtbot.waitUntil(lambda: screen.context is not None, timeout=20_000)
        screen.go(PAGE)
        self.qtbot.waitUntil(lambda: not session.worker.is_busy(), timeout=20_000)
        return screen, screen.page()

    def dialog(self, kind):
        self.qtbot.waitUntil(lambda: self._find(kind) is not None, timeout=20_000)
        return self._find(kind)

    def _find(self, kind):
        return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)

    def wait(self, test):
        self.qtbot.waitUntil(lambda: bool(test()), timeout=20_000)


@pytest.fixture(scope="module")
def granted_folder(tmp_path_factory):
    """An office whose festival is granted and served, made once."""
    folder = tmp_path_factory.mktemp("granted") / "office"
    demo.perform(folder, at("2026-04-17 10:00"), ("grant",))
    return folder


@pytest.fixture
def granted(granted_folder, tmp_path, qtbot):
    import shutil

    folder = tmp_path / "office"
    shutil.copytree(granted_folder, folder)
    made = Granted(folder, qtbot, tmp_path)
    yield made
    for session in made.sessions:
        session.close()
        session.deleteLater()
    made.desk.close()
    assert not made.faults, made.faults


def titles(lines):
    return [line.title for line in lines.model_.lines]


def press(page, words):
    button = next(b for b in page.findChildren(QAbstractButton) if b.accessibleName() == words and b.isVisible())
    button.click()


def test_five_sections_say_where_things_stand_and_what_keeps_the_event_closed(granted):
    _screen, page = granted.open()
    for lines in page.lists:
        QAbstractItemModelTester(lines.model_, QAbstractItemModelTester.FailureReportingMode.Fatal)
        assert lines.model_.lines, lines.accessibleName()
    conditions = [line for line in page.lists[CONDITIONS].model_.lines if not line.heading]
    assert len(conditions) == len(granted.state().conditions)
    assert all(line.tag == "生效，待核验" for line in conditions)
    assert titles(page.blocks) == ["举办前检查尚未由两名人员确认通过"]


def test_a_condition_is_checked_by_enter_and_closed_by_enter_again(granted, qtbot):
    _screen, page = granted.open()
    page.tabs.setCurrentIndex(CONDITIONS)
    lines = page.lists[CONDITIONS]
    lines.choose("c1")
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    form = granted.dialog(ConditionCheckDialog)
    form.give()
    granted.wait(lambda: bool(form.fault.text()))
    form.evidence.setPlainText("人数牌照片两张")
    form.give()
    granted.wait(lambda: granted.state().after.condition_checks)
    granted.wait(lambda: next(one for one in lines.model_.lines if one.key == "c1").tag == "已落实")
    lines.choose("c1")
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    closing = next(w for w in QApplication.topLevelWidgets() if w.isVisible() and hasattr(w, "reason"))
    closing.reason.setPlainText("已落实")
    closing.give()
    granted.wait(lambda: "c1" in granted.state().after.closed_conditions)


def test_a_hazard_found_ordered_served_and_re_checked_leaves_the_way_open(granted, qtbot):
    _screen, page = granted.open()
    page.tabs.setCurrentIndex(CHECKS)
    press(page, "举办前检查")
    form = granted.dialog(InspectionDialog)
    granted.wait(lambda: form.pair.second.findText("许见山") > 0)
    form.pair.second.setCurrentText("许见山")
    code, (box, _note) = next(iter(form.grid.rows.items()))
    box.setCurrentIndex(box.findData("hazard"))
    box.activated.emit(box.currentIndex())
    hazard = granted.dialog(HazardDialog)
    assert hazard.item.currentData() == code
    hazard.what.setText("东门被堵")
    hazard.place.setText("东门")
    hazard.holder.setCurrentText("场所管理者")
    hazard.due.setDateTime(hazard.due.dateTime().addSecs(7200))
    hazard.give()
    form.grid.set_all("meets")
    form.give()
    confirm(granted)
    granted.wait(lambda: granted.state().opening_checks[-1].complete)
    assert granted.state().after.open_hazards()
    granted.wait(lambda: any("东门被堵" in title for title in titles(page.blocks)))
    press(page, "责令整改")
    order = granted.dialog(OrderDialog)
    order.requirement.setPlainText("清出通道")
    order.give()
    granted.wait(lambda: granted.state().after.orders)
    granted.wait(lambda: any(line.key == "order:1" for line in page.lists[CHECKS].model_.lines))
    page.lists[CHECKS].choose("order:1")
    qtbot.keyClick(page.lists[CHECKS], Qt.Key.Key_Return)
    served = granted.dialog(ServeDialog)
    served.receiver.setText("齐玥")
    served.give()
    granted.wait(lambda: "order:1" in granted.state().after.served)
    granted.wait(lambda: granted._find(ServeDialog) is None)
    page.lists[CHECKS].choose("H1")
    qtbot.keyClick(page.lists[CHECKS], Qt.Key.Key_Return)
    recheck = granted.dialog(RecheckDialog)
    granted.wait(lambda: recheck.pair.second.findText("许见山") > 0)
    recheck.pair.second.setCurrentText("许见山")
    recheck.results["H1"][0].setCurrentIndex(1)
    recheck.give()
    confirm(granted)
    granted.wait(lambda: not granted.state().after.open_hazards())
    assert granted.state().status == "granted"


def confirm(granted):
    """Let the other officer enter the own password."""
    form = granted.dialog(ConfirmDialog)
    form.password.setText(PASSWORD)
    form.give()
    granted.wait(lambda: granted._find(ConfirmDialog) is None)


def test_a_record_that_waits_is_confirmed_by_the_other_officer_from_the_own_seat(granted, qtbot):
    pair = (granted.people["guqinghe"].id, granted.people["xujianshan"].id)
    wish = c.RecordOpeningCheck(granted.case, at("2026-04-28 08:00"), pair, passed=False)
    granted.give("guqinghe", wish)
    _screen, page = granted.open("xujianshan")
    page.tabs.setCurrentIndex(CHECKS)
    page.lists[CHECKS].choose("opening:1")
    assert page.lists[CHECKS].line().tag == "待确认"
    qtbot.keyClick(page.lists[CHECKS], Qt.Key.Key_Return)
    form = granted.dialog(ConfirmDialog)
    form.give()
    granted.wait(lambda: granted.state().opening_checks[-1].complete)


def test_a_change_states_new_times_and_the_approver_decides_it(granted, qtbot):
    screen, page = granted.open()
    page.tabs.setCurrentIndex(CHANGES)
    press(page, "登记变更申请")
    form = granted.dialog(ChangeDialog)
    start, end = next(iter(form.times.values()))
    for edit in (start, end):
        edit.setDateTime(edit.dateTime().addSecs(3600))
    form.what.setPlainText("首场推迟一小时")
    form.give()
    granted.wait(lambda: granted.state().changes)
    before = granted.state().first_start()
    granted.sessions.pop().close()
    screen.close()
    _screen, page = granted.open("shenzhixing")
    page.tabs.setCurrentIndex(CHANGES)
    page.lists[CHANGES].choose("1")
    qtbot.keyClick(page.lists[CHANGES], Qt.Key.Key_Return)
    decide = granted.dialog(DecideChangeDialog)
    decide.reason.setPlainText("不影响安全")
    decide.give()
    granted.wait(lambda: granted.state().changes[0].result == "approved")
    assert granted.state().first_start() == before + timedelta(hours=1)


def test_the_form_that_ends_a_permit_shows_what_each_ground_asks_for(granted):
    _screen, page = granted.open("shenzhixing")
    page.tabs.setCurrentIndex(CHANGES)
    press(page, "终止许可")
    form = granted.dialog(EndPermitDialog)
    grounds = page.context.pack.lists["permit_end_grounds"]
    for act in ("withdraw", "revoke", "deregister"):
        form.act.setCurrentIndex(form.act.findData(act))
        for index in range(form.ground.count()):
            form.ground.setCurrentIndex(index)
            row = grounds[form.ground.currentData()]
            assert row.data["act"] == act
            shown = (form.compensation.isVisible(), form.heard.isVisible(), form.returned.isVisible())
            assert shown == (row.data["compensation"], row.data["heard"], row.data["returned"]), row.code
            assert ("3" in form.told.text()) == bool(row.data.get("ban"))
    form.close()


def test_the_event_opens_is_suspended_on_two_sources_and_goes_on(granted, qtbot):
    clear(granted)
    _screen, page = granted.open()
    page.tabs.setCurrentIndex(EVENT)
    press(page, "登记活动开始")
    granted.dialog(MomentDialog).give()
    granted.wait(lambda: granted.state().status == "running")
    granted.wait(lambda: granted._find(MomentDialog) is None)
    press(page, "暂停活动")
    stop = granted.dialog(StopDialog)
    stop.measured.setText("25400 人")
    stop.measures.setPlainText("停止验票")
    stop.sources.setPlainText("闸机计数")
    stop.give()
    granted.wait(lambda: "两个相互独立" in stop.fault.text())
    stop.sources.setPlainText("闸机计数\n视频巡查")
    stop.give()
    granted.wait(lambda: granted.state().status == "suspended")
    granted.wait(lambda: granted._find(StopDialog) is None)
    press(page, "恢复活动")
    resume = granted.dialog(ResumeDialog)
    resume.note.setPlainText("人数回落")
    resume.give()
    granted.wait(lambda: granted.state().status == "running")
    assert granted.state().run[-1].ends == 2
    granted.wait(lambda: any(line.key == "run:2" and line.act for line in page.lists[EVENT].model_.lines))


def test_a_hazard_found_while_the_event_runs_is_recorded_and_the_proposal_stands_before_the_signer(granted):
    clear(granted)
    granted.give("guqinghe", c.OpenEvent(granted.case, granted.clock.now().replace(tzinfo=None) + timedelta(hours=8)))
    _screen, page = granted.open()
    page.tabs.setCurrentIndex(CHECKS)
    press(page, "现场登记隐患")
    form = granted.dialog(PatrolDialog)
    granted.wait(lambda: form.pair.second.findText("许见山") > 0)
    form.give()
    granted.wait(lambda: bool(form.fault.text()))
    form.pair.second.setCurrentText("许见山")
    form.proposal.setCurrentIndex(form.proposal.findData("stop"))
    press(form, "登记隐患")
    hazard = granted.dialog(HazardDialog)
    hazard.what.setText("围栏松动")
    hazard.place.setText("西门")
    hazard.holder.setCurrentText("承办者")
    hazard.due.setDateTime(hazard.due.dateTime().addSecs(3600))
    hazard.give()
    form.give()
    confirm(granted)
    assert granted.state().after.patrols[0].complete
    granted.wait(lambda: "H1 围栏松动" in titles(page.lists[EVENT]))
    assert "现场建议，待签署人决定" in titles(page.lists[EVENT])
    page.tabs.setCurrentIndex(CHECKS)
    press(page, "责令整改")
    granted.dialog(OrderDialog).close()


def clear(granted):
    """Pass the inspection on the day, both officers confirming."""
    from workbench.core.decide_after import inspection_items
    from workbench.services.desk import pack_named

    now = granted.state().first_start() - timedelta(hours=1)
    granted.clock.set(now)
    items = inspection_items(granted.state(), "opening", pack_named("cn_national"))
    pair = (granted.people["guqinghe"].id, granted.people["xujianshan"].id)
    results = tuple(c.ItemResult(item, "meets") for item in items)
    granted.give("guqinghe", c.RecordOpeningCheck(granted.case, now, pair, results=results))
    officer = granted.people["guqinghe"]
    inspections.confirm_as(granted.desk, officer, granted.case, "opening:1", pair[1], PASSWORD)


def test_a_supervisor_sees_everything_and_finds_no_act(granted):
    _screen, page = granted.open("luwendi")
    assert not [b for _act, b in page._buttons if b.isVisibleTo(page)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_control_of_the_page_and_its_forms_has_a_name(granted, language):
    from workbench.ui.i18n import set_language

    set_language(language)
    clear(granted)
    _screen, page = granted.open()
    forms = [InspectionDialog(page, page.context), PatrolDialog(page, page.context), ChangeDialog(page, page.context)]
    forms += [StopDialog(page, page.context, for_good=True), EndPermitDialog(page, page.context)]
    for form in (page, *forms):
        for kind in (QAbstractButton, QComboBox, QLineEdit, QDateTimeEdit):
            for widget in form.findChildren(kind):
                inner = isinstance(widget.parent(), QComboBox | QDateTimeEdit) or widget.objectName().startswith("qt_")
                assert inner or widget.accessibleName() or getattr(widget, "text", str)(), widget
    for form in forms:
        form.close()
