"""Drags and moves in the site editor, and the same in a bare scene with as many plain items, for the bench."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QApplication, QGraphicsItem, QGraphicsScene, QGraphicsView

from workbench.core.pack import Pack
from workbench.core.values import Feature
from workbench.ui.site_looks import Looks
from workbench.ui.site_scene import SiteScene
from workbench.ui.site_view import SiteView

if TYPE_CHECKING:
    from workbench.ui.step_site import SiteStep
    from workbench.ui.workspace import Workspace

FRAMES = 40
SIZE = (960, 680)
SITE = 6
"""Number of the step."""
TURNS, PAUSE = 200, 0.002
"""Turns of the window after the last use case, and the pause between two [s]: what follows comes within them."""
HALF = 6.0
"""Half the side of a plain point [px]."""


class Drags:
    """Both scenes with the same objects; the last of them is dragged."""

    def __init__(self, application: QApplication, pack: Pack, features: Sequence[Feature]) -> None:
        self._application = application
        self._view = SiteView(SiteScene(Looks(pack)))
        keys = [f"{one.layer}:{one.code}" for one in features]
        self._key = keys[-1]
        self._view.plan.show_features(zip(keys, features, strict=True))
        self._view.plan.select((self._key,))
        self._view.held = frozenset((self._key,))
        self._scene = QGraphicsScene()
        self._item = [_plain(self._scene, one) for one in features][-1]
        self._bare = QGraphicsView(self._scene)
        self._bare.setRenderHint(QPainter.RenderHint.Antialiasing)
        for view in (self._view, self._bare):
            view.resize(*SIZE)
            view.show()
        self._view.fit()
        self._bare.fitInView(self._scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
        application.processEvents()

    def ours(self) -> None:
        """Drag the object in the editor."""
        self._frames(lambda step: self._view.plan.shift((self._key,), step, step))

    def bare(self) -> None:
        """Drag the plain item."""
        self._frames(lambda step: self._item.setPos(step, step))

    def close(self) -> None:
        """Close both windows."""
        self._view.close()
        self._bare.close()

    def _frames(self, move: Callable[[float], object]) -> None:
        for frame in range(FRAMES):
            move(frame / 4)
            self._application.processEvents()


def _plain(scene: QGraphicsScene, one: Feature) -> QGraphicsItem:
    points = [QPointF(float(x), -float(y)) for x, y in one.rings[0]]
    if one.geometry == "Polygon":
        return scene.addPolygon(QPolygonF(points))
    if one.geometry == "Point":
        item = scene.addRect(-HALF, -HALF, 2 * HALF, 2 * HALF)
        item.setPos(points[0])
        item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        return item
    return scene.addLine(points[0].x(), points[0].y(), points[-1].x(), points[-1].y())


class Moves:
    """The editor of a case and a bare scene; in both, the last so many objects are moved at once."""

    def __init__(
        self, application: QApplication, workspace: Workspace, features: Sequence[Feature], count: int
    ) -> None:
        self._application, self._workspace = application, workspace
        self._turn_until(lambda: workspace.context is not None)
        workspace.go(SITE)
        self._turn_until(self._is_idle)
        self._plan = cast("SiteStep", workspace.page()).plan
        self._keys = [f"{one.layer}:{one.code}" for one in features[-count:]]
        self._plan.scene.select(self._keys)
        self._scene = QGraphicsScene()
        self._items = [_plain(self._scene, one) for one in features][-count:]
        self._bare = QGraphicsView(self._scene)
        self._bare.resize(*SIZE)
        self._bare.show()
        self._step = 0
        self._turn_until(self._is_idle)

    def ours(self) -> float:
        """Move the objects in the editor until the case has them, and return the longest hold of the window [s]."""
        self._step += 1
        way = 1.0 if self._step % 2 else -1.0
        start = time.perf_counter()
        self._plan.draft.move(self._keys, way, 0.0)
        first = time.perf_counter() - start
        return max(first, self._turn_until(self._is_idle))

    def bare(self) -> float:
        """Move the plain items, and return how long the window is held [s]."""
        self._step += 1
        start = time.perf_counter()
        for item in self._items:
            item.setPos(item.pos() + QPointF(1.0 if self._step % 2 else -1.0, 0.0))
        self._application.processEvents()
        return time.perf_counter() - start

    def _is_idle(self) -> bool:
        return not self._workspace.session.worker.is_busy()

    def _turn_until(self, done: Callable[[], bool]) -> float:
        """Let the window turn until something is done, and some turns more; return its longest turn [s]."""
        longest, rest = 0.0, TURNS
        while rest:
            start = time.perf_counter()
            self._application.processEvents()
            longest = max(longest, time.perf_counter() - start)
            rest = rest - 1 if done() else TURNS
            time.sleep(PAUSE)
        return longest
