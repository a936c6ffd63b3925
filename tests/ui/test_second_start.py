"""One window per database: a second process raises the first, and a killed one leaves nothing in the way."""

import os
import signal
import subprocess
import sys

import pytest

from workbench.app import place_key
from workbench.ui.single import FirstWindow

SECOND = """
import sys
from PySide6.QtCore import QCoreApplication
from workbench.ui.single import FirstWindow
application = QCoreApplication([])
first = FirstWindow(sys.argv[1])
print("first" if first.claim() else "second", flush=True)
if sys.argv[2:] == ["stay"]:
    application.exec()
first.release()
"""


def start(key, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", SECOND, key, *arguments], stdout=subprocess.PIPE, text=True, env={**os.environ}
    )


@pytest.fixture
def key(tmp_path):
    return place_key(str(tmp_path / "workbench.db"))


def test_a_second_process_raises_the_first_window_and_ends(qapp, qtbot, key):
    first = FirstWindow(key)
    assert first.claim()
    with qtbot.waitSignal(first.raised, timeout=20_000):
        other = start(key)
    assert other.communicate(timeout=20)[0].strip() == "second"
    first.release()


def test_after_the_first_has_ended_the_next_is_first(qapp, key):
    first = FirstWindow(key)
    assert first.claim()
    first.release()
    assert start(key).communicate(timeout=20)[0].strip() == "first"


def test_a_killed_window_leaves_nothing_in_the_way(qapp, key):
    killed = start(key, "stay")
    assert killed.stdout.readline().strip() == "first"
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=20)
    next_one = FirstWindow(key)
    assert next_one.claim()
    next_one.release()


def test_the_same_place_written_otherwise_is_the_same_window(tmp_path):
    plain = tmp_path / "a" / "workbench.db"
    plain.parent.mkdir()
    assert place_key(str(plain)) == place_key(str(tmp_path / "a" / ".." / "a" / "workbench.db"))
    assert place_key(str(plain)) != place_key(str(tmp_path / "b.db"))
