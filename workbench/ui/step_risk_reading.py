"""What the risk page reads on the worker: the figures that follow from the scores, and the mirror of earlier cases.

After a change it waits a moment, so that a row of quick keys is one computation. The old picture stays until the new
one is there; of answers that overtake each other only the last one counts.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.services import risk_desk, risk_mirror
from workbench.services.views_risk import MirrorView, RiskDeskView
from workbench.ui.tasks import Task
from workbench.ui.workspace_context import CaseContext

REST = 250
"""How long the keys rest before the figures are computed again [ms]."""


class RiskReading(QObject):
    """Reads the risk of a case and its mirror, and says when they are old."""

    arrived = Signal(object)
    """A new :class:`RiskDeskView`."""
    mirrored = Signal(object)
    """A new :class:`MirrorView`."""
    old = Signal()
    """What is shown no longer fits; the next figures are on their way."""
    failed = Signal()
    """They could not be computed: what is shown is the last result."""

    def __init__(self, context: CaseContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.view: RiskDeskView | None = None
        self.mirror = MirrorView()
        self.without: frozenset[str] = frozenset()
        self._timer = QTimer(self, singleShot=True, interval=REST)
        self._timer.timeout.connect(self.ask)
        self._task: Task | None = None
        self._mirror_task: Task | None = None
        self._mirrored_at: object = None

    def want(self) -> None:
        """Compute again after a rest; at once the first time."""
        self.old.emit()
        if self.view is None and self._task is None:
            self.ask()
        else:
            self._timer.start()

    def ask(self) -> None:
        """Compute now."""
        _give_up(self._task, self._ended)
        self._task = self._context.session.ask(risk_desk.risk_view, self._context.case)
        self._task.done.connect(self._take)
        self._task.ended.connect(self._ended)

    def ask_mirror(self, without: frozenset[str]) -> None:
        """Look for the nearest earlier cases again, without some features."""
        self.without = without
        _give_up(self._mirror_task, self._mirror_ended)
        self._mirror_task = self._context.session.ask(risk_mirror.mirror, self._context.case, without)
        self._mirror_task.done.connect(self._take_mirror)
        self._mirror_task.ended.connect(self._mirror_ended)

    def _take(self, view: RiskDeskView) -> None:
        self.view = view
        self._task = None
        self.arrived.emit(view)
        rests_on = (view.level, view.computed, tuple(one.code for one in view.measures if one.taken), view.dismissed)
        if rests_on != self._mirrored_at:
            self._mirrored_at = rests_on
            self.ask_mirror(self.without)

    def _take_mirror(self, mirror: MirrorView) -> None:
        self.mirror = mirror
        self.mirrored.emit(mirror)

    def _ended(self) -> None:
        """Tell that the answer did not come."""
        if self._task is not None:
            self._task = None
            self.failed.emit()

    def _mirror_ended(self) -> None:
        self._mirror_task = None


def _give_up(task: Task | None, ended: Callable[[], None]) -> None:
    """Want no answer any more."""
    if task is not None:
        task.abandon()
        task.ended.disconnect(ended)
