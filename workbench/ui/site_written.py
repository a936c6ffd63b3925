"""The names on the plan as they can be written now: placed a few at a time, so that no frame waits for thousands.

Until the names of a new state or zoom are placed, those of the one before stay with their objects.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QPointF, QTimer, Signal

from workbench.ui import site_names
from workbench.ui.site_names import Placed
from workbench.ui.site_scene import SiteScene

State = tuple[float, int]
"""Zoom [px/m] and version of the scene."""


class Written(QObject):
    """The names of one scene."""

    placed = Signal()
    """The names of the present state have their places."""

    def __init__(self, scene: SiteScene) -> None:
        super().__init__(scene)
        self._scene = scene
        self._names: list[Placed] = []
        self._of: State = (0.0, -1)
        self._under_way: State = (0.0, -1)
        self._work: Iterator[None] = iter(())
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._go_on)

    def all(self, scale: float) -> list[Placed]:
        """Return the names as they have room at a zoom, however long it takes."""
        self._begin(scale)
        while self._of != self._under_way:
            self._slice()
        return self._names

    def now(self, scale: float) -> Iterator[Placed]:
        """Yield the names that can be written now, each at its object; the rest comes with :attr:`placed`."""
        if self._begin(scale):
            self._slice()
        if self._of == self._under_way:
            yield from self._names
            return
        self._turn.start()
        for name in self._names:
            one = self._scene.drawn.get(name.name.key)
            if one is not None and self._scene.layers[one.look.layer]:
                centre = one.box.center()
                to, at = _pixel(centre, scale), _pixel(name.at, self._of[0])
                yield Placed(name.name, name.box.translated(to - at), centre)

    def _begin(self, scale: float) -> bool:
        """Begin anew for another state; say whether that is so."""
        wanted = (scale, self._scene.version)
        if wanted == self._under_way:
            return False
        self._under_way = wanted
        shown = [one for one in self._scene.drawn.values() if self._scene.layers[one.look.layer]]
        self._work = site_names.placing(shown, scale, self._scene.notes)
        return True

    def _slice(self) -> None:
        """Place a few more."""
        try:
            next(self._work)
        except StopIteration as end:
            self._names, self._of = end.value, self._under_way

    def _go_on(self) -> None:
        if self._of == self._under_way:
            return
        self._slice()
        if self._of == self._under_way:
            self.placed.emit()
        else:
            self._turn.start()


def _pixel(at: QPointF, scale: float) -> QPointF:
    return QPointF(at.x() * scale, -at.y() * scale)
