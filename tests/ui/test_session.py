"""Use cases run one after another on one thread, and what they say comes back on the window's thread."""

import threading

import pytest

from workbench.errors import StorageError, Text
from workbench.services.views import Person
from workbench.ui.session import Session
from workbench.ui.settings import Settings


@pytest.fixture
def session(qapp, tmp_path):
    made = Session(Settings(tmp_path / "window.ini"))
    yield made
    made.close()


def result(task, qtbot):
    with qtbot.waitSignal(task.done) as done:
        pass
    return done.args[0]


def test_a_use_case_runs_off_the_windows_thread_and_answers_on_it(session, qtbot):
    task = session.do(lambda: threading.current_thread().name)
    answered = []
    task.done.connect(lambda _result: answered.append(threading.current_thread()))
    assert result(task, qtbot).startswith("use-cases")
    assert answered == [threading.main_thread()]


def test_use_cases_keep_their_order(session, qtbot):
    order = []
    for number in range(20):
        last = session.do(order.append, number)
    result(last, qtbot)
    assert order == list(range(20))


def test_a_fault_of_the_world_fails_the_task(session, qtbot):
    def refused():
        raise StorageError(Text("磁盘已满", "the disk is full"))

    with qtbot.waitSignal(session.do(refused).failed) as failed:
        pass
    assert failed.args[0].message.zh == "磁盘已满"


def test_a_fault_of_ours_is_reported_and_the_next_use_case_runs(session, qtbot):
    with qtbot.waitSignal(session.worker.crashed) as crashed:
        session.do(lambda: 1 / 0)
    assert "ZeroDivisionError" in crashed.args[0]
    assert result(session.do(lambda: 7), qtbot) == 7


def test_an_abandoned_task_says_nothing(session, qtbot):
    task = session.do(lambda: 1)
    said = []
    task.done.connect(said.append)
    task.abandon()
    with qtbot.waitSignal(task.ended):
        pass
    assert said == []


def test_busy_is_told_from_the_first_to_the_last(session, qtbot):
    told = []
    session.worker.busy_changed.connect(told.append)
    session.do(lambda: 1)
    last = session.do(lambda: 2)
    with qtbot.waitSignal(last.ended):
        pass
    assert told == [True, False]


def test_desk_and_person_come_first(session, qtbot):
    person = Person("1", "gu", "顾清和", frozenset({"officer"}))
    session.sign_in(person)
    session.desk = "desk"
    assert result(session.ask(lambda *given: given, "case"), qtbot) == ("desk", person, "case")


def test_settings_survive_and_nonsense_in_the_file_does_not_hurt(tmp_path):
    path = tmp_path / "window.ini"
    settings = Settings(path)
    settings.language, settings.theme, settings.scale, settings.location = "en", "dark", 125, "/x/workbench.db"
    again = Settings(path)
    assert (again.language, again.theme, again.scale, again.location) == ("en", "dark", 125, "/x/workbench.db")
    path.write_text("[General]\nlanguage=klingon\ntheme=mauve\nscale=9000\n", encoding="utf-8")
    broken = Settings(path)
    assert (broken.language, broken.theme, broken.scale) == ("zh", "light", 100)
