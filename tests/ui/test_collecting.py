"""What a use case leaves to be collected is collected on the window's thread, never beside its painting."""

import gc
import threading

from workbench.ui.tasks import Worker


class Knot:
    """Part of a cycle; tells on which thread it went."""

    def __init__(self, gone):
        self.gone, self.me = gone, self

    def __del__(self):
        self.gone.append(threading.current_thread())


def test_cycles_go_on_the_windows_thread_while_a_use_case_runs(qtbot):
    gone, go_on, worker = [], threading.Event(), Worker()
    for _ in range(50):
        Knot(gone)

    def work():
        kept = [[n] for n in range(200_000)]
        go_on.wait(20)
        return len(kept)

    with qtbot.waitSignal(worker.run(work).done, timeout=20_000):
        qtbot.waitUntil(lambda: len(gone) == 50, timeout=20_000)
        assert not gc.isenabled()
        go_on.set()
    assert {thread.name for thread in gone} == {threading.main_thread().name}
    assert gc.isenabled()
    worker.stop()


def test_python_collects_by_itself_again_when_the_last_use_case_has_ended(qtbot):
    first, second, wait = Worker(), Worker(), threading.Event()
    long = second.run(lambda: wait.wait(20))
    with qtbot.waitSignal(first.run(lambda: 1).done, timeout=20_000):
        pass
    assert not gc.isenabled()
    with qtbot.waitSignal(long.done, timeout=20_000):
        wait.set()
    assert gc.isenabled()
    first.stop()
    second.stop()


def test_a_worker_that_is_stopped_holds_nothing_back(qtbot):
    worker = Worker()
    worker.run(lambda: 1)
    worker.stop()
    assert gc.isenabled()
