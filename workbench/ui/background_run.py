"""Long work on a thread of its own, with progress and cancel, so that the use cases of the window never wait for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from threading import Event

from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.services.simulation_process import SimulationCancelled, Watching
from workbench.ui.session import Session
from workbench.ui.tasks import Task, Worker

Line = Mapping[str, object]


class BackgroundRun(QObject):
    """One run at a time; leaving the desk or the page ends it."""

    heard = Signal(object)
    """A line of progress, on the window's thread."""
    done = Signal(object)
    failed = Signal(object)
    """A :class:`WorkbenchError`, also when it was cancelled."""
    changed = Signal()
    """A run has begun or ended."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = Worker(self)
        self._worker.crashed.connect(session.worker.crashed)
        self._stop = Event()
        self._task: Task | None = None
        session.closing.connect(self.close)
        self.destroyed.connect(partial(_end, self._worker, self._stop))

    @property
    def running(self) -> bool:
        """Say whether something runs."""
        return self._task is not None

    def begin(self, work: Callable[[Watching], object], limit: float) -> None:
        """Run ``work`` with what watches it; ``limit`` is its longest time [s]. Nothing happens while one runs."""
        if self.running:
            return
        self._stop.clear()
        watching = Watching(self.heard.emit, self._stop.is_set, limit)
        self._task = self._worker.run(partial(work, watching))
        self._task.done.connect(self.done)
        self._task.failed.connect(self.failed)
        self._task.ended.connect(self._ended)
        self.changed.emit()

    def cancel(self) -> None:
        """Ask the run to end; ``failed`` follows."""
        self._stop.set()

    def close(self) -> None:
        """End the run and the thread."""
        _end(self._worker, self._stop)

    def _ended(self) -> None:
        self._task = None
        self.changed.emit()


def _end(worker: Worker, stop: Event, _gone: object = None) -> None:
    stop.set()
    worker.stop()


def was_cancelled(fault: WorkbenchError) -> bool:
    """Say whether a run failed only because the person ended it."""
    return isinstance(fault, SimulationCancelled)
