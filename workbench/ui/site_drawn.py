"""An object of the plan with the items that draw it, and the ring around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem

from workbench.core.pack import SiteObject
from workbench.core.values import Feature, Row
from workbench.ui.site_items import bounds, path_of, pen_of, place_of
from workbench.ui.site_looks import Look
from workbench.ui.theme import Theme

KEY = 0
"""Role of an item's data that holds the key of its object."""
HOME = 1
"""Role of an item's data that holds where it stands when no hand is on it."""
Z_MARK = 80.0
NOWHERE = QPointF(0, 0)


@dataclass
class Drawn:
    """An object of the plan with its items: the shape in metres, and the symbol of fixed size."""

    key: str
    feature: Feature
    look: Look
    row: Row | None = None
    kind: SiteObject | None = None
    items: list[QGraphicsItem] = field(default_factory=list)
    turn: float | None = None
    """By how much the arrow of an opening is turned to lead out of it [°]."""

    def __post_init__(self) -> None:
        self.box = bounds(self.feature)

    def lies(self, feature: Feature, row: Row | None) -> None:
        """Take the drawing and the row of another state of the same object."""
        if feature is not self.feature:
            self.feature, self.box = feature, bounds(feature)
        self.row = row


def shift_of(before: Feature, after: Feature) -> QPointF | None:
    """Return how far an object was moved as it is [m]; ``None`` = its outline is another."""
    if before.rings == after.rings:
        return NOWHERE
    if [len(ring) for ring in before.rings] != [len(ring) for ring in after.rings]:
        return None
    pairs = zip(chain.from_iterable(before.rings), chain.from_iterable(after.rings), strict=True)
    ways = {(x - a, y - b) for (a, b), (x, y) in pairs}
    return QPointF(*map(float, ways.pop())) if len(ways) == 1 else None


def mark_of(one: Drawn, *, chosen: bool) -> QGraphicsItem:
    """Return the ring around an object: a solid line for what is selected, dots for what is highlighted."""
    pen = pen_of("focus" if chosen else "badF", 2.6, () if chosen else (1.5, 1.5))
    item = QGraphicsPathItem()
    if one.feature.geometry == "Point":
        side = Theme.current.px(30)
        path = QPainterPath()
        path.addRect(QRectF(-side / 2, -side / 2, side, side))
        item.setPath(path)
        item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        item.setPos(*place_of(one.feature))
    else:
        item.setPath(path_of(one.feature))
    item.setPen(pen)
    item.setData(HOME, item.pos())
    item.setZValue(Z_MARK)
    item.setData(KEY, one.key)
    item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
    return item
