"""One worker thread for use cases, and the answers back on the window's thread.

Use cases run one after another in the order they were ordered. A :class:`Task` reports exactly once: ``done`` with the
result or ``failed`` with a :class:`WorkbenchError`. Any other exception is a fault of our own; it is not caught here
but passed to ``crashed`` as the report that the person sees.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, Signal

from workbench.errors import WorkbenchError
from workbench.ui.collecting import Collector


class Task(QObject):
    """A use case under way."""

    done = Signal(object)
    failed = Signal(object)
    ended = Signal()
    """Comes last, whatever happened."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.abandoned = False

    def abandon(self) -> None:
        """Report nothing any more; a use case that has begun still runs to its end."""
        self.abandoned = True


class Worker(QObject):
    """The one thread of use cases."""

    crashed = Signal(str)
    """A fault of our own, with its report."""
    busy_changed = Signal(bool)
    _landed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="use-cases")
        self._open = 0
        self._stopped = False
        self._collector = Collector(self)
        # Queued even when the work has ended before its callback is added: nobody has connected to the task yet.
        self._landed.connect(self._report, Qt.ConnectionType.QueuedConnection)

    def run(self, work: Callable[[], object]) -> Task:
        """Run ``work`` on the worker thread and return its task; after :meth:`stop` nothing runs or reports."""
        task = Task(self)
        if self._stopped:
            return task
        self._open += 1
        if self._open == 1:
            self._collector.hold()
            self.busy_changed.emit(self._open > 0)
        future = self._pool.submit(work)
        future.add_done_callback(lambda finished: self._landed.emit(task, finished))
        return task

    def is_busy(self) -> bool:
        """Say whether a use case runs or waits."""
        return self._open > 0

    def stop(self) -> None:
        """Finish what has begun, drop what waits, end the thread."""
        self._stopped = True
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._collector.release()

    def _report(self, task: Task, finished: Future[object]) -> None:
        self._open -= 1
        if self._open == 0:
            self._collector.release()
            self.busy_changed.emit(self._open > 0)
        if not task.abandoned and not finished.cancelled():
            self._tell(task, finished)
        task.ended.emit()
        task.deleteLater()

    def _tell(self, task: Task, finished: Future[object]) -> None:
        fault = finished.exception()
        if fault is None:
            task.done.emit(finished.result())
        elif isinstance(fault, WorkbenchError):
            task.failed.emit(fault)
        else:
            self.crashed.emit("".join(traceback.format_exception(fault)))
