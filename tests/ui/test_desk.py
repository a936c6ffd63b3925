"""The window on a real office: first run, sign-in, queue, intake, history, accounts, lock. Nothing is simulated."""

import sqlite3

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from workbench.screens import settle
from workbench.services import demo, office, oversight, review
from workbench.services.views import Person
from workbench.ui.accounts import AccountsPage
from workbench.ui.cover import FaultCover
from workbench.ui.dialogs import RecoveryDialog
from workbench.ui.first_run import FirstRunPage
from workbench.ui.history import HistoryPage
from workbench.ui.intake_page import IntakeDialog
from workbench.ui.liaison import LiaisonPage
from workbench.ui.queue import QueuePage
from workbench.ui.sign_in import SignInPage
from workbench.ui.widgets import Button


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def cover(window, kind):
    found = window._root.currentWidget()
    assert isinstance(found, kind), type(found).__name__
    return found


def account_of(window, role):
    people = office.people(window.session.desk)
    return next(person.account for person in people if role in person.roles)


def sign_in(window, role):
    page = cover(window, SignInPage)
    page._choose(account_of(window, role))
    QTest.keyClicks(page._password, demo.script()["office"]["password"])
    QTest.keyClick(page._password, Qt.Key.Key_Return)
    settle(window)
    return window.page()


def test_an_officer_signs_in_and_sees_the_queue_of_the_database(opened_window, sample_office):
    window = opened_window(sample_office)
    page = sign_in(window, "officer")
    assert isinstance(page, QueuePage)
    shown = sorted(case.case for case in page.view.model_.cases())
    with sqlite3.connect(sample_office / "workbench.db") as database:
        streams = database.execute("select distinct stream from journal where stream like 'case/%'").fetchall()
    assert shown == sorted(stream.removeprefix("case/") for (stream,) in streams)
    assert page.preview.case is not None
    assert "示例日期" in window._banner.words()


def test_a_person_can_sign_in_by_keys_alone_from_the_first_moment(opened_window, sample_office, qtbot):
    window = opened_window(sample_office)
    with qtbot.waitActive(window):
        window.activateWindow()
    page = cover(window, SignInPage)
    assert page._password.hasFocus()
    while page.account() != account_of(window, "officer"):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClicks(window.focusWidget(), demo.script()["office"]["password"])
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    settle(window)
    assert window.focusWidget() is window.page().view


def test_a_wrong_password_is_told_at_the_field(opened_window, sample_office):
    window = opened_window(sample_office)
    page = cover(window, SignInPage)
    QTest.keyClicks(page._password, "wrong-one")
    QTest.keyClick(page._password, Qt.Key.Key_Return)
    settle(window)
    assert cover(window, SignInPage).hint()
    assert window.session.person is None


def test_a_new_user_makes_an_empty_office_and_an_administrator(opened_window, tmp_path):
    window = opened_window(tmp_path / "new" / "workbench.db")
    page = cover(window, FirstRunPage)
    page._place.setText(str(tmp_path / "new" / "workbench.db"))
    click(page._next)
    click(page._next)
    page._organisation.setText("澄州市公安局")
    page._name.setText("林墨")
    for field in (page._password, page._again):
        QTest.keyClicks(field, "lang-genug")
    click(page._next)
    settle(window)
    entry = cover(window, SignInPage)
    assert entry.account() == "admin"
    QTest.keyClicks(entry._password, "lang-genug")
    click(entry._enter)
    settle(window)
    assert isinstance(window.page(), AccountsPage)


def test_an_administrator_adds_an_officer_who_can_sign_in(opened_window, sample_office):
    window = opened_window(sample_office)
    sign_in(window, "administrator")
    window.show_screen("accounts")
    settle(window)
    page = window.page()
    page.add_person()
    form = page._dialog
    for field, text in ((form.name, "周知微"), (form.account, "zhou"), (form.password, "lang-genug")):
        field.setText(text)
    click(form.buttons.itemAt(form.buttons.count() - 1).widget())
    assert form._fault.text() == "至少选一个角色"
    form.roles["officer"].click()
    click(form.buttons.itemAt(form.buttons.count() - 1).widget())
    settle(window)
    assert "周知微" in [person.name for person in page.people.all()]
    assert office.sign_in(window.session.desk, "zhou", "lang-genug").roles == {"officer"}


def test_a_package_is_looked_into_and_registered(opened_window, sample_office, packages):
    window = opened_window(sample_office)
    page = sign_in(window, "officer")
    before = len(page.view.model_.cases())
    dialog = window.screens.look_into(str(packages["half-marathon"]))
    settle(window)
    assert dialog.take.isEnabled()
    assert "半程马拉松" in dialog.words()
    click(dialog.take)
    settle(window)
    assert window.screen_key == "case", dialog.words()
    window.leave_case()
    settle(window)
    assert len(window.page().view.model_.cases()) == before + 1


def test_a_broken_package_is_told_and_changes_nothing(opened_window, sample_office, broken):
    window = opened_window(sample_office)
    sign_in(window, "officer")
    dialog = window.screens.look_into(str(broken / "truncated.zip"))
    settle(window)
    assert not dialog.take.isEnabled()
    assert dialog.words()
    assert window.findChildren(IntakeDialog)


def test_the_filters_ask_the_database(opened_window, sample_office):
    window = opened_window(sample_office)
    page = sign_in(window, "officer")
    page.chips.toggle("statuses", "refused", on=True)
    settle(window)
    assert {case.status for case in page.view.model_.cases()} == {"refused"}
    click(page._empty_action) if page._empty_action.isVisible() else page._clear()
    settle(window)
    page.search("音乐节")
    settle(window)
    assert [("音乐节" in case.title) for case in page.view.model_.cases()] == [True]


def test_a_case_is_assigned_with_a_key(opened_window, sample_office):
    from workbench.ui.assign import AssignDialog

    window = opened_window(sample_office)
    page = sign_in(window, "officer")
    case = page.view.chosen().case
    QTest.keyClick(page.view, Qt.Key.Key_A)
    settle(window)
    dialog = window.findChild(AssignDialog)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    settle(window)
    timeline = oversight.timeline(window.session.desk, window.session.person, case)
    assert timeline[-1].kind == "officer_assigned"
    assert "已分派给" in window._toast.words()


def test_a_supervisor_reads_decisions_lives_and_the_chain(opened_window, sample_office):
    window = opened_window(sample_office)
    page = sign_in(window, "supervisor")
    assert isinstance(page, HistoryPage)
    assert {row.outcome for row in page.decisions.all()} == {"grant", "refuse"}
    assert page.timeline.rowCount() > 5
    click(page.chain._verify)
    settle(window)
    assert page.chain.result.genuine
    assert f"{page.chain.result.count:,}" in page.chain.words()


def test_a_change_of_language_reads_nothing_twice_into_view(opened_window, sample_office):
    window = opened_window(sample_office)
    page = sign_in(window, "officer")
    chosen = page.view.chosen().case
    window.use(language_="en")
    assert window.page().view.chosen().case == chosen
    settle(window)
    assert window.page().view.chosen().case == chosen


def test_a_locked_screen_opens_again_as_it_was(opened_window, sample_office):
    window = opened_window(sample_office)
    page = sign_in(window, "officer")
    window.lock()
    entry = cover(window, SignInPage)
    QTest.keyClicks(entry._password, demo.script()["office"]["password"])
    QTest.keyClick(entry._password, Qt.Key.Key_Return)
    settle(window)
    assert not window.is_covered()
    assert window.page() is page


def test_words_typed_before_a_crash_are_offered_at_the_next_sign_in(opened_window, sample_office):
    desk = office.open_office(sample_office)
    person = next(person for person in office.people(desk) if "officer" in person.roles)
    case = desk.database.journal.streams("case")[0].split("/")[1]
    review.keep_draft(desk, person, case, "note", "第八项缺少流量测算")
    desk.close()
    window = opened_window(sample_office)
    sign_in(window, "officer")
    dialog = window.findChild(RecoveryDialog)
    assert dialog.isVisible()
    click(next(b for b in dialog.findChildren(Button) if b.face() == "打开"))
    settle(window)
    assert window.screen_key == "case"
    assert [draft.text for draft in review.drafts(window.session.desk, person)] == ["第八项缺少流量测算"]


def test_signing_out_forgets_what_was_on_the_screen(opened_window, sample_office):
    window = opened_window(sample_office)
    sign_in(window, "officer")
    window.sign_out_requested.emit()
    cover(window, SignInPage)
    assert window.session.person is None
    page = sign_in(window, "supervisor")
    assert isinstance(page, HistoryPage)


def test_the_liaison_checks_a_package_and_saves_the_checklist(
    opened_window, sample_office, packages, tmp_path, monkeypatch
):
    from PySide6.QtGui import QDesktopServices

    target, opened = tmp_path / "清单.pdf", []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    window = opened_window(sample_office)
    click(_liaison(window))
    page = cover(window, LiaisonPage)
    page.choose(str(packages["chenghu-bay-festival"]))
    settle(window)
    assert page._banner.isHidden(), page._banner.words()
    assert page.classes.rowCount() == 9
    click(page._print_list)
    settle(window)
    assert target.read_bytes().startswith(b"%PDF")
    assert opened == [str(target)]


def _liaison(window):
    from workbench.ui.sign_in import AccountButton

    buttons = cover(window, SignInPage).findChildren(AccountButton)
    return next(button for button in buttons if not button.isCheckable())


def test_a_database_that_cannot_be_opened_is_told_with_a_way_on(opened_window, tmp_path):
    bad = tmp_path / "workbench.db"
    bad.write_bytes(b"this is not a database at all, not even close" * 50)
    window = opened_window(bad)
    page = cover(window, FaultCover)
    assert page.isVisible()


@pytest.mark.parametrize("role", ["officer", "supervisor"])
def test_a_role_sees_its_own_screens_only(opened_window, sample_office, role):
    window = opened_window(sample_office)
    sign_in(window, role)
    person: Person = window.session.person
    shown = set(window._nav.buttons)
    assert ("accounts" in shown) == ("administrator" in person.roles)
    assert ("history" in shown) == bool(person.roles & {"approver", "supervisor"})
