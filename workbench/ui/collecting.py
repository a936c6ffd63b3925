"""Python's cycles are collected on the window's thread alone while another thread of the window is at work.

Widgets and the items of scenes are often part of cycles. Collected on another thread they would be destroyed there, in
the middle of the window's own painting, and that ends the process.
"""

from __future__ import annotations

import gc
from typing import ClassVar
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer

PERIOD = 250
"""How often the window's thread looks whether there is enough to collect [ms]."""


class Collector(QObject):
    """Collects for one thread while it works; several may do so at a time."""

    _holding: ClassVar[WeakSet[Collector]] = WeakSet()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=PERIOD)
        self._timer.timeout.connect(collect_if_due)

    def hold(self) -> None:
        """Let no other thread collect from now on."""
        Collector._holding.add(self)
        gc.disable()
        self._timer.start()

    def release(self) -> None:
        """Let Python collect by itself again, once nobody holds it any more."""
        Collector._holding.discard(self)
        if not Collector._holding:
            gc.enable()
        self._timer.stop()


def collect_if_due() -> None:
    """Collect on this thread what Python would have collected by itself."""
    counts, limits = gc.get_count(), gc.get_threshold()
    due = [generation for generation in range(3) if counts[generation] > limits[generation]]
    if due and due[0] == 0:
        gc.collect(len(due) - 1 if due == list(range(len(due))) else 0)
