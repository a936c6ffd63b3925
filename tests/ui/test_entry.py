"""Sign-in and first run: real clicks and keys on the two covers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.errors import SignInError, Text
from workbench.services.views import Person
from workbench.ui.first_run import FirstRun, FirstRunPage
from workbench.ui.sign_in import PROGRAM_ZH, SignInPage

PEOPLE = [
    Person("1", "gu", "顾清和", frozenset({"officer"})),
    Person("2", "shen", "沈知行", frozenset({"approver"})),
    Person("3", "han", "韩述", frozenset({"supervisor"})),
]


@pytest.fixture
def sign_in(qtbot):
    page = SignInPage(PEOPLE, chosen="gu")
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.show()
    return page


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_the_last_account_is_chosen_and_enter_signs_in(sign_in, qtbot):
    QTest.keyClicks(sign_in._password, "geheim-12")
    with qtbot.waitSignal(sign_in.sign_in_requested) as asked:
        QTest.keyClick(sign_in._password, Qt.Key.Key_Return)
    assert asked.args == ["gu", "geheim-12"]


def test_arrows_choose_an_account_and_wrap(sign_in):
    for expected in ("shen", "han", "gu"):
        QTest.keyClick(sign_in._password, Qt.Key.Key_Down)
        assert sign_in.account() == expected
    QTest.keyClick(sign_in._password, Qt.Key.Key_Up)
    assert sign_in.account() == "han"


def test_a_click_on_an_account_chooses_it(sign_in):
    click(sign_in._buttons["shen"])
    assert sign_in.account() == "shen"


def test_an_empty_password_is_asked_for_at_the_field(sign_in):
    click(sign_in._enter)
    assert sign_in.hint() == "请输入口令"
    assert sign_in._enter.isEnabled()


def test_a_second_attempt_waits_for_the_first(sign_in):
    QTest.keyClicks(sign_in._password, "geheim-12")
    click(sign_in._enter)
    assert not sign_in._enter.isEnabled()


def test_a_refusal_is_told_at_the_field_and_the_next_key_clears_it(sign_in):
    sign_in.show_fault(SignInError(Text("口令不对，还可以试 2 次", "wrong password, 2 tries left")))
    assert sign_in.hint() == "口令不对，还可以试 2 次"
    assert sign_in._password.property("fault") == "true"
    QTest.keyClicks(sign_in._password, "x")
    assert sign_in.hint() == ""


@pytest.mark.parametrize(("text", "shift", "hint"), [("A", False, "大写锁定已开"), ("a", False, ""), ("A", True, "")])
def test_a_locked_caps_key_is_noticed(sign_in, text, shift, hint):
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    from PySide6.QtGui import QKeyEvent

    event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_A, modifier, text)
    sign_in._password.keyPressEvent(event)
    assert sign_in.hint() == hint


def test_the_password_is_shown_only_while_asked(sign_in):
    from PySide6.QtWidgets import QLineEdit

    sign_in._password._eye.trigger()
    assert sign_in._password.echoMode() == QLineEdit.EchoMode.Normal
    sign_in._password._eye.trigger()
    assert sign_in._password.echoMode() == QLineEdit.EchoMode.Password


def test_the_liaison_needs_no_account(sign_in, qtbot):
    from workbench.ui.sign_in import AccountButton

    liaison = next(b for b in sign_in.findChildren(AccountButton) if not b.isCheckable())
    with qtbot.waitSignal(sign_in.liaison_requested):
        click(liaison)


def test_a_locked_screen_offers_only_the_person_who_locked_it(qtbot):
    page = SignInPage(PEOPLE[:1], locked=True)
    qtbot.addWidget(page)
    from workbench.ui.sign_in import AccountButton

    assert [b.isCheckable() for b in page.findChildren(AccountButton)] == [True]


def test_without_known_accounts_the_account_is_typed(qtbot):
    page = SignInPage([])
    qtbot.addWidget(page)
    QTest.keyClicks(page._typed, "gu ")
    assert page.account() == "gu"


def test_the_program_has_one_name():
    from workbench.ui import i18n

    assert PROGRAM_ZH in i18n.english()


# First run


@pytest.fixture
def first_run(qtbot, tmp_path):
    page = FirstRunPage(str(tmp_path / "workbench.db"))
    qtbot.addWidget(page)
    page.resize(1440, 900)
    page.show()
    return page


def fill(page, password="lang-genug", again=None):
    for field, text in ((page._organisation, "澄州市公安局"), (page._name, "林墨"), (page._password, password)):
        field.setText(text)
    page._again.clear()
    QTest.keyClicks(page._again, password if again is None else again)


def test_an_empty_database_takes_three_pages(first_run, qtbot):
    click(first_run._next)
    click(first_run._next)
    fill(first_run)
    with qtbot.waitSignal(first_run.finished) as done:
        click(first_run._next)
    answers = done.args[0]
    assert (answers.sample, answers.account, answers.name, answers.organisation) == (
        False,
        "admin",
        "林墨",
        "澄州市公安局",
    )
    assert answers.location.endswith("workbench.db")


def test_sample_data_takes_two_pages(first_run, qtbot):
    first_run._sample.click()
    click(first_run._next)
    with qtbot.waitSignal(first_run.finished) as done:
        click(first_run._next)
    assert done.args[0].sample


@pytest.mark.parametrize(
    ("password", "again", "fault"),
    [("kurz", "kurz", "口令至少 8 个字符"), ("lang-genug", "lang-genau", "两次口令不一样")],
)
def test_a_bad_password_keeps_the_page(first_run, qtbot, password, again, fault):
    click(first_run._next)
    click(first_run._next)
    fill(first_run, password, again)
    with qtbot.assertNotEmitted(first_run.finished):
        click(first_run._next)
    assert first_run.fault() == fault


def test_a_place_is_needed(first_run):
    click(first_run._next)
    first_run._place.clear()
    click(first_run._next)
    assert first_run.fault() == "请给出资料库位置"
    assert first_run._pages.currentIndex() == 1


def test_going_back_keeps_what_was_typed(first_run):
    click(first_run._next)
    QTest.keyClick(first_run, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    click(first_run._back) if first_run._pages.currentIndex() else None
    assert first_run._pages.currentIndex() == 0
    assert first_run.answers().location.endswith("workbench.db")


def test_a_change_of_language_goes_on_with_the_same_answers(qtbot, first_run):
    from workbench.ui.i18n import set_language

    click(first_run._next)
    click(first_run._next)
    fill(first_run)
    set_language("en")
    again = FirstRunPage("", first_run.answers())
    qtbot.addWidget(again)
    assert again._pages.currentIndex() == 2
    assert (again._name.text(), again._password.text()) == ("林墨", "lang-genug")


def test_choosing_a_language_asks_for_it(first_run, qtbot):
    with qtbot.waitSignal(first_run.language_chosen) as asked:
        first_run._languages.buttons()[1].click()
    assert asked.args == ["en"]


def test_a_fault_of_the_place_is_told_and_the_button_works_again(first_run):
    from workbench.errors import StorageError

    first_run._next.setEnabled(False)
    first_run.show_fault(StorageError(Text("磁盘已满", "the disk is full")))
    assert first_run.fault() == "磁盘已满"
    assert first_run._next.isEnabled()


def test_answers_start_on_their_page(qtbot):
    page = FirstRunPage("", FirstRun(location="x.db", page=2))
    qtbot.addWidget(page)
    assert page._pages.currentIndex() == 2
