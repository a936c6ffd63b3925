"""Python's cycles are collected on the window's thread alone while another thread of the window is at work.

Widgets and the items of scenes are often part of cycles. Collected on another thread they would be destroyed there, in
the middle of the window's own painting, and that ends the process.
"""

from __future__ import annotations

import gc
from typing import ClassVar
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer

PERIOD = 40
"""How often the window's thread looks whether there is enough to collect [ms]: little at a time is not felt."""
PATIENCE = 10
"""How many times longer than by itself Python waits with a full collection while a use case runs."""


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
    """Collect on this thread what Python would have collected by itself; everything at once only when long overdue."""
    counts, limits = gc.get_count(), gc.get_threshold()
    if counts[0] <= limits[0]:
        return
    if counts[1] <= limits[1]:
        gc.collect(0)
    else:
        gc.collect(2 if counts[2] > PATIENCE * limits[2] else 1)


def spare() -> None:
    """Leave what is there now out of the collections to come: looking through it all again would hold the window."""
    gc.freeze()


def sweep() -> None:
    """Look through everything, what was spared too; for a moment in which nobody is in the middle of something."""
    gc.unfreeze()
    gc.collect()
