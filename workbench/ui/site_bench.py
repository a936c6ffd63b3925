"""A drag in the site editor, and the same drag in a bare scene with as many plain items: what the bench measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import QApplication, QGraphicsItem, QGraphicsScene, QGraphicsView

from workbench.core.pack import Pack
from workbench.core.values import Feature
from workbench.ui.site_looks import Looks
from workbench.ui.site_scene import SiteScene
from workbench.ui.site_view import SiteView

FRAMES = 40
SIZE = (960, 680)
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
