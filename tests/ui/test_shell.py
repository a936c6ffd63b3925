"""The frame: navigation, keys, live change of look, status, toasts, banners, lock, faults."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QTableView

from workbench.errors import StorageError, Text
from workbench.services.views import Person
from workbench.ui.cover import FullPage
from workbench.ui.dialogs import CrashDialog, FaultDialog, OpenText, RecoveryDialog
from workbench.ui.i18n import language, tr
from workbench.ui.main_window import CASE, MainWindow
from workbench.ui.queue import QueuePage
from workbench.ui.screen import Screen, ScreenEntry
from workbench.ui.session import Session
from workbench.ui.settings import Settings
from workbench.ui.theme import Theme

TODAY = date(2026, 9, 10)
OFFICER = Person("1", "gu", "顾清和", frozenset({"officer"}), "澄州市公安局")
SUPERVISOR = Person("3", "han", "韩述", frozenset({"supervisor"}))


class CasePage(Screen):
    """A stand-in for the review workspace: a field, an undo stack, a memory."""

    def __init__(self, case, memory):
        super().__init__()
        self.case = case
        self.field = QLineEdit(str(memory or ""), self)
        self.field.setAccessibleName("备注")
        self.stack = QUndoStack(self)

    @property
    def undo_stack(self):
        return self.stack

    def remember(self):
        return self.field.text()

    def key_hints(self):
        return (("1-4", "判定"),)


@dataclass
class Built:
    """What a test needs of a window."""

    window: MainWindow
    session: Session


@pytest.fixture
def built(qtbot, qapp, tmp_path, queue_page):
    def queue(memory):
        page = QueuePage()
        page.recall(memory) if memory else page.show_page(queue_page, TODAY)
        return page

    entries = [
        ScreenEntry("queue", "inbox", lambda: tr("待办"), "work", frozenset({"officer"}), queue, "Q"),
        ScreenEntry("tolerated", "clock", lambda: tr("容缺跟踪"), "work", frozenset({"officer"}), queue, "T"),
        ScreenEntry("history", "history", lambda: tr("决定与历史"), "oversight", frozenset({"supervisor"}), queue, "O"),
    ]
    session = Session(Settings(tmp_path / "window.ini"))
    window = MainWindow(session, entries, CasePage)
    session.sign_in(OFFICER)
    window.resize(1440, 900)
    window.show()
    window.start()
    qtbot.addWidget(window)
    return Built(window, session)


def nav_titles(window):
    return [button.accessibleName().split(" ")[0] for button in window._nav.buttons.values()]


def test_the_first_screen_of_the_role_is_shown(built):
    assert built.window.screen_key == "queue"
    assert built.window.windowTitle() == "大型活动安审工作台 — 待办"


def test_what_a_role_may_never_see_is_not_there(built):
    assert nav_titles(built.window) == ["待办", "容缺跟踪"]
    built.session.sign_in(SUPERVISOR)
    built.window.start()
    assert nav_titles(built.window) == ["决定与历史"]


def test_the_navigation_leads_to_screens(built):
    QTest.mouseClick(built.window._nav.buttons["tolerated"], Qt.MouseButton.LeftButton)
    assert built.window.screen_key == "tolerated"


def test_g_and_a_letter_lead_to_screens(built, qtbot):
    with qtbot.waitActive(built.window):
        built.window.activateWindow()
    QTest.keyClick(built.window, Qt.Key.Key_G)
    QTest.keyClick(built.window, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: built.window.screen_key == "tolerated")


def test_a_case_narrows_the_navigation_and_back_widens_it(built):
    wide = built.window._nav.width()
    built.window.open_case("c1")
    assert built.window.screen_key == CASE
    assert built.window._nav.width() < wide
    built.window.page().back_requested.emit()
    assert (built.window.screen_key, built.window._nav.width()) == ("queue", wide)


def test_the_status_bar_shows_the_keys_of_the_screen(built):
    from PySide6.QtWidgets import QLabel

    built.window.open_case("c1")
    words = [label.text() for label in built.window._status.findChildren(QLabel)]
    assert "1-4" in words


def test_a_change_of_language_rebuilds_everything_in_place(built):
    built.window.page().view.choose("case-147")
    QTest.mouseClick(built.window._bar._language, Qt.MouseButton.LeftButton)
    assert language() == "en"
    assert nav_titles(built.window)[0] == "Queue"
    assert built.window.page().view.chosen().case == "case-147"
    assert built.session.settings.language == "en"


def test_a_change_of_theme_rebuilds_everything_in_place(built):
    QTest.mouseClick(built.window._bar._theme, Qt.MouseButton.LeftButton)
    assert Theme.current.name == "dark"
    assert built.window.screen_key == "queue"
    assert Settings.theme.fget(built.session.settings) == "dark"


def test_a_change_of_look_inside_a_case_keeps_what_is_typed(built):
    built.window.open_case("c1")
    built.window.page().field.setText("未写完")
    built.window.use(theme="dark")
    assert (built.window.page().case, built.window.page().field.text()) == ("c1", "未写完")


def test_another_case_starts_without_the_memory_of_the_last(built):
    built.window.open_case("c1")
    built.window.page().field.setText("第一件")
    built.window.open_case("c2")
    assert built.window.page().field.text() == ""


def test_the_interface_grows_and_shrinks_by_steps(built):
    built.window.zoom(1)
    assert (Theme.current.scale, built.window._bar.height()) == (110, 46)
    built.window.zoom(-1)
    built.window.zoom(-1)
    assert Theme.current.scale == 100


def test_the_search_box_filters_the_screen_and_escape_leads_back(built, qtbot):
    built.window.focus_search()
    page = built.window.page()
    with qtbot.waitSignal(page.query_changed) as changed:
        QTest.keyClicks(built.window._bar.search, "hu")
    assert changed.args[0].text == "hu"
    QTest.keyClick(built.window._bar.search, Qt.Key.Key_Escape)
    assert built.window._bar.search.text() == ""


def test_undo_in_the_menu_follows_the_case(built):
    built.window.open_case("c1")
    built.window.page().stack.push(QUndoCommand("判定"))
    built.window._hints()
    undo = built.window.undo.createUndoAction(built.window)
    assert undo.isEnabled()
    built.window.leave_case()
    assert not undo.isEnabled()


# Status, toasts, banners


def test_saving_is_told_and_a_failure_turns_red_with_its_reason(built):
    built.session.saved.emit(datetime.fromisoformat("2026-09-10T10:42"))
    assert built.window._status.words() == "已自动保存 · 10:42"
    built.session.save_failed.emit(StorageError(Text("磁盘已满", "the disk is full")))
    assert built.window._status.words() == "未保存：磁盘已满"
    assert built.window.findChild(FaultDialog).isVisible()


def test_a_toast_offers_the_way_back(built, qtbot):
    undone = []
    built.session.notify("3 项判为符合", lambda: undone.append(1))
    toast = built.window._toast
    assert toast.isVisible()
    assert toast.words() == "3 项判为符合"
    QTest.mouseClick(toast._undo, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert not toast.isVisible()


def test_a_toast_leaves_by_itself(built, qtbot):
    built.window._toast._timer.setInterval(30)
    built.session.notify("已登记")
    qtbot.waitUntil(lambda: not built.window._toast.isVisible(), timeout=2000)


def test_a_toast_without_undo_has_no_button_for_it(built):
    built.session.notify("已登记")
    assert not built.window._toast._undo.isVisible()


def test_the_sample_day_is_always_told(built):
    built.session.sample_day = TODAY
    built.window.rebuild()
    assert "示例日期 9月10日" in built.window._banner.words()


def test_a_read_only_file_is_told_three_times(built):
    built.session.read_only = True
    built.window.rebuild()
    built.window.show_screen("queue")
    assert "只读" in built.window._banner.words()
    assert built.window._status.words() == "只读"
    assert built.window.windowTitle().endswith("（只读）")


# Covers, lock, faults


def test_a_cover_hides_the_screens_and_uncover_brings_them_back_as_they_were(built):
    built.window.open_case("c1")
    built.window.page().field.setText("未写完")
    built.window.cover(FullPage)
    assert built.window.is_covered()
    assert not built.window.page().isVisible()
    built.window.uncover()
    assert built.window.page().field.text() == "未写完"
    assert built.window.page().isVisible()


def test_idle_time_locks_and_a_key_starts_it_again(built, qtbot):
    built.window._idle.setTimerType(Qt.TimerType.PreciseTimer)
    built.window._idle.setInterval(80)
    with qtbot.waitSignal(built.window.locked, timeout=2000):
        built.window._idle.start()
    built.window._idle.setInterval(60_000)
    built.window._idle.start()
    full = built.window._idle.remainingTime()
    qtbot.waitUntil(lambda: built.window._idle.remainingTime() < full - 80)
    spent = built.window._idle.remainingTime()
    QTest.keyClick(built.window.page().view, Qt.Key.Key_J)
    assert built.window._idle.remainingTime() > spent


def test_a_fault_of_ours_becomes_a_report_to_copy_and_the_window_lives(built, qtbot):
    def broken():
        raise LookupError("kein Schlüssel")

    with qtbot.waitSignal(built.session.worker.crashed):
        built.session.do(broken)
    dialog = built.window.findChild(CrashDialog)
    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    copied = QApplication.clipboard().text()
    assert "kein Schlüssel" in copied
    assert "Traceback" in copied
    dialog.accept()
    assert built.window.page().isVisible()


def test_drafts_of_an_earlier_run_are_offered_one_by_one(built, qtbot):
    texts = [OpenText("c1", "note/M4.1", "页面批注", "第八项缺流量", datetime.fromisoformat("2026-09-09T17:20"))]
    dialog = RecoveryDialog(built.window, texts)
    qtbot.addWidget(dialog)
    buttons = [b for b in dialog.findChildren(QAbstractButton) if b.accessibleName() in {"打开", "丢弃"}]
    with qtbot.waitSignal(dialog.dropped) as dropped:
        QTest.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert dropped.args[0].field == "note/M4.1"
    assert not buttons[0].isEnabled()


def test_closing_ends_the_worker_and_keeps_the_windows_place(built):
    built.window.close()
    assert not built.session.settings.bytes_of("window").isEmpty()
    ran = []
    built.session.do(ran.append, 1)
    assert not built.session.worker.is_busy()
    assert ran == []


# Every control


def controls(widget):
    kinds = (QAbstractButton, QLineEdit, QComboBox, QTableView)
    return [child for kind in kinds for child in widget.findChildren(kind) if child.isVisible()]


def test_every_control_has_a_name(built):
    nameless = [
        type(child).__name__
        for child in controls(built.window)
        if not (child.accessibleName() or getattr(child, "text", str)() or child.toolTip())
        and child.objectName() not in {"qt_spinbox_lineedit", "qt_toolbar_ext_button"}
        and type(child).__name__ not in {"QTableCornerButton", "QLineEditIconButton"}
    ]
    assert nameless == []


def test_tab_reaches_every_control_and_comes_round(built):
    wanted = {
        id(child)
        for child in controls(built.window)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isEnabled() and child.focusProxy() is None
    }
    reached = set()
    start = widget = built.window.page().view
    while id(widget) not in reached:
        reached.add(id(widget))
        widget = widget.nextInFocusChain()
    assert widget is start
    assert wanted <= reached


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900)])
@pytest.mark.parametrize("words", ["zh", "en"])
def test_no_button_is_narrower_than_its_words(built, size, words):
    built.window.use(language_=words)
    built.window.resize(*size)
    QApplication.processEvents()
    assert (built.window.width(), built.window.height()) == size
    cut = [
        button.accessibleName()
        for button in built.window.findChildren(QAbstractButton)
        if button.isVisible() and button.text() and button.width() < button.minimumSizeHint().width()
    ]
    assert cut == []
