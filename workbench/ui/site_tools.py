"""The tools of the plan: select and move, hand, draw, measure. Each takes places in metres and ends in one change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from workbench.site.snapping import Place, Snapped, Snapper, turned
from workbench.ui.site_scene import Z_SKETCH, SiteScene
from workbench.ui.site_view import SiteView
from workbench.ui.theme import Theme

PULL = 9
"""How far corners and edges draw the pointer [px]."""
GRID = 1.0
"""The grid to which places are drawn [m]."""
STILL = 4
"""A pointer that moves less than this has clicked [px]."""
ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class Desk(Protocol):
    """What tools may wish of the plan."""

    def move(self, keys: Sequence[str], dx: float, dy: float) -> None:
        """Move objects [m]."""

    def nudge(self, keys: Sequence[str], dx: float, dy: float) -> None:
        """Move objects [m]; several moves in a row are one."""

    def reshape(self, key: str, ring: int, places: Sequence[Place]) -> None:
        """Give a ring or line of an object other places."""

    def add(self, kind: str, places: Sequence[Place]) -> None:
        """Draw a new object of a kind."""


@dataclass
class Bench:
    """What the tools share: scene, view, the plan to change, the words below the plan, the snapper."""

    scene: SiteScene
    view: SiteView
    desk: Desk
    say: Callable[[str], object]
    done: Callable[[], object]
    """Called when a drawing tool has drawn: back to selecting."""
    may_edit: Callable[[], bool] = lambda: True
    sketch: QGraphicsPathItem = field(default_factory=QGraphicsPathItem)
    _snapper: tuple[object, Snapper] | None = None

    def __post_init__(self) -> None:
        """Put the sketch of what is being drawn over everything."""
        self.sketch.setZValue(Z_SKETCH)
        self.sketch.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.scene.addItem(self.sketch)

    def draw(self, path: QPainterPath, *, wrong: bool = False) -> None:
        """Show a sketch, in the colour of faults when its outline crosses itself; an empty path shows none."""
        pen = QPen(Theme.current.colour("badF" if wrong else "focus"), 2)
        pen.setCosmetic(True)
        pen.setDashPattern([4, 3])
        self.sketch.setPen(pen)
        self.sketch.setPath(path)

    def snap(self, at: QPointF, event: QMouseEvent | None, start: Place | None = None, without: str = "") -> Snapped:
        """Return the place that is meant: Shift keeps to round angles, Alt to where the pointer is."""
        modifiers = event.modifiers() if event is not None else Qt.KeyboardModifier.NoModifier
        if modifiers & ALT:
            return Snapped(at.x(), at.y())
        if modifiers & SHIFT and start is not None:
            return Snapped(*turned(start, (at.x(), at.y())))
        return self.snapper(without).snap(at.x(), at.y(), PULL / self.view.scale_, GRID)

    def snapper(self, without: str = "") -> Snapper:
        """Return corners and edges in sight; those of the object in the hand do not count."""
        wanted = (self.scene.version, without)
        if self._snapper is None or self._snapper[0] != wanted:
            self._snapper = (wanted, Snapper(self.scene.lines(without=(without,))))
        return self._snapper[1]


class HandTool:
    """Pans."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def press(self, _at: QPointF, event: QMouseEvent) -> None:
        """Take hold of the paper."""
        self.bench.view.start_pan(event.position().toPoint())

    def move(self, at: QPointF, event: QMouseEvent) -> None:
        """Nothing: the view pans by itself."""

    def release(self, at: QPointF, event: QMouseEvent) -> None:
        """Nothing."""

    def double(self, at: QPointF, event: QMouseEvent) -> None:
        """Nothing."""

    def key(self, _event: QKeyEvent) -> bool:
        """Take no keys."""
        return False

    def is_busy(self) -> bool:
        """Return that Esc has nothing to end."""
        return False


def step_of(event: QKeyEvent) -> float:
    """Return how far an arrow moves [m]."""
    return 10.0 if event.modifiers() & SHIFT else 0.1 if event.modifiers() & ALT else 1.0
