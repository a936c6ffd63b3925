"""The window on the plan: zoom, pan, grid, names, handles; mouse and keys go to the tool in the hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
)

from workbench.site.snapping import Snapper
from workbench.ui import site_names
from workbench.ui.i18n import tr
from workbench.ui.site_drawn import KEY, Drawn
from workbench.ui.site_items import bounds
from workbench.ui.site_looks import GROUND
from workbench.ui.site_names import Placed
from workbench.ui.site_paper import REACH, STEP, PaperView
from workbench.ui.site_scene import SiteScene
from workbench.ui.site_written import Written
from workbench.ui.theme import Theme

HANDLE = 8
"""Side of a handle [px]."""
MOST_HANDLES = 400
BAND = "band"


class Tool(Protocol):
    """What is in the hand: it takes places in metres and answers whether a key was for it."""

    def press(self, at: QPointF, event: QMouseEvent) -> None:
        """Take a press of the left button."""

    def move(self, at: QPointF, event: QMouseEvent) -> None:
        """Take a move of the pointer."""

    def release(self, at: QPointF, event: QMouseEvent) -> None:
        """Take the release."""

    def double(self, at: QPointF, event: QMouseEvent) -> None:
        """Take a double click."""

    def key(self, event: QKeyEvent) -> bool:
        """Take a key, or leave it."""

    def is_busy(self) -> bool:
        """Say whether Esc has something to end."""


class SiteView(PaperView):
    """The scene at a zoom. It changes nothing: the tool does."""

    pointed = Signal(QPointF)
    """The pointer stands at a place [m]."""
    left = Signal()
    """The focus goes elsewhere."""
    opened = Signal()
    """The form of the selected object is wanted."""

    def __init__(self, scene: SiteScene) -> None:
        super().__init__(scene)
        self.tool: Tool | None = None
        self.keys: Callable[[QKeyEvent], bool] = lambda _event: False
        self.held: frozenset[str] = frozenset()
        """Objects in the hand: their names are not written meanwhile."""
        self.written = Written(scene)
        self.written.placed.connect(self.viewport().update)
        self.setAccessibleName(tr("平面图"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scene.selected.connect(self._selected)

    # What lies where

    def pick(self, at: QPoint) -> str:
        """Return the key of the object at a pixel: symbols before lines, lines before the smallest surface."""
        reach = Theme.current.px(REACH)
        near = QRect(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)
        found: dict[str, tuple[int, float]] = {}
        for item in self.items(near):
            one = self.plan.drawn.get(str(item.data(KEY) or ""))
            if one is not None and item.isVisible() and (rank := self._rank(one, at)) is not None:
                found[one.key] = min(found.get(one.key, rank), rank)
        return min(found, key=found.__getitem__, default="")

    def _rank(self, one: Drawn, at: QPoint) -> tuple[int, float] | None:
        if one.feature.geometry == "Point":
            place = self.mapFromScene(bounds(one.feature).center())
            return 0, float((place - at).manhattanLength())
        spot = self.mapToScene(at)
        if not one.feature.geometry.endswith("Polygon"):
            lines = [[(float(x), float(y)) for x, y in ring] for ring in one.feature.rings]
            near = Snapper(lines).snap(spot.x(), spot.y(), Theme.current.px(REACH) / self.scale_).to
            return (1, 0.0) if near else None
        inside = any(item.contains(item.mapFromScene(spot)) for item in one.items)
        surface = bounds(one.feature)
        return (3 if one.feature.layer == GROUND else 2, surface.width() * surface.height()) if inside else None

    def corner_at(self, at: QPoint) -> tuple[int, int] | None:
        """Return ring and number of the handle of the selected object at a pixel."""
        one = self.plan.current
        if one is None or one.feature.geometry == "Point" or len(self.plan.selection) != 1:
            return None
        reach = Theme.current.px(HANDLE)
        for ring, points in enumerate(one.feature.rings):
            for number, (x, y) in enumerate(points):
                spot = self.mapFromScene(QPointF(float(x), float(y)))
                if abs(spot.x() - at.x()) <= reach and abs(spot.y() - at.y()) <= reach:
                    return ring, number
        return None

    # Painting

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Write the names, put handles on the selected object, ring the view that has the focus."""
        painter.save()
        origin = self.viewportTransform().map(QPointF(0, 0))
        scale = self.scale_
        seen = QRectF(rect.left() * scale, -rect.bottom() * scale, rect.width() * scale, rect.height() * scale)
        painter.resetTransform()
        painter.translate(origin)
        for placed in self.written.now(scale):
            if placed.name.key not in self.held and placed.box.intersects(seen):
                site_names.paint(painter, placed)
        painter.translate(-origin)
        self._handles(painter)
        painter.restore()

    def names(self) -> list[Placed]:
        """Return the names as placed at this zoom, all of them."""
        return self.written.all(self.scale_)

    def _handles(self, painter: QPainter) -> None:
        one = self.plan.current
        if one is None or one.feature.geometry == "Point" or len(self.plan.selection) != 1 or self.held:
            return
        side = Theme.current.px(HANDLE)
        painter.setPen(QPen(Theme.current.colour("focus"), 1.6))
        painter.setBrush(Theme.current.colour("surface"))
        last, count, inside = None, 0, self.viewport().rect()
        for points in one.feature.rings:
            for x, y in points:
                spot = self.mapFromScene(QPointF(float(x), float(y)))
                close = last is not None and (spot - last).manhattanLength() < side
                if close or count > MOST_HANDLES or not inside.contains(spot):
                    continue
                painter.drawRect(QRectF(spot.x() - side / 2, spot.y() - side / 2, side, side))
                last, count = spot, count + 1

    def paintEvent(self, event: object) -> None:
        """Paint the plan, and the ring of the focus over it."""
        super().paintEvent(event)  # type: ignore[arg-type]
        if self.hasFocus():
            painter = QPainter(self.viewport())
            painter.setPen(QPen(Theme.current.colour("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start to pan, or give the press to the tool."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.MiddleButton or self._space:
            self.start_pan(event.position().toPoint())
        elif event.button() == Qt.MouseButton.LeftButton and self.tool is not None:
            self.tool.press(self.mapToScene(event.position().toPoint()), event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, or give the move to the tool."""
        at = self.mapToScene(event.position().toPoint())
        self.pointed.emit(at)
        if self._pan is not None:
            self._pan_to(event.position().toPoint())
        elif self.tool is not None:
            self.tool.move(at, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the press began."""
        if self._pan is not None:
            self._pan = None
            self._cursor()
        elif event.button() == Qt.MouseButton.LeftButton and self.tool is not None:
            self.tool.release(self.mapToScene(event.position().toPoint()), event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Give a double click to the tool."""
        if event.button() == Qt.MouseButton.LeftButton and self.tool is not None:
            self.tool.double(self.mapToScene(event.position().toPoint()), event)

    # Keys

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the plan from the shortcuts of the window; Esc only while it has something to end."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        return bool(super().event(event))

    def _is_ours(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            return bool(self.plan.selection or (self.tool and self.tool.is_busy()))
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control:
            return event.key() == Qt.Key.Key_D or event.matches(QKeySequence.StandardKey.Undo)
        return bool(event.text()) and not event.modifiers() & Qt.KeyboardModifier.AltModifier

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give a key to the tool, then to the editor, then to the view itself."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and not (self.tool and self.tool.is_busy()):
            self._space = True
            self._cursor()
            return
        if (self.tool is not None and self.tool.key(event)) or self.keys(event):
            event.accept()
            return
        act = self._acts().get(Qt.Key(event.key()))
        if act is not None:
            act()
        else:
            event.ignore()

    def _acts(self) -> Mapping[Qt.Key, Callable[[], object]]:
        step = Theme.current.px(60)
        return {
            Qt.Key.Key_Plus: partial(self.zoom, STEP), Qt.Key.Key_Equal: partial(self.zoom, STEP),
            Qt.Key.Key_Minus: partial(self.zoom, 1 / STEP), Qt.Key.Key_0: self.fit, Qt.Key.Key_Home: self.fit,
            Qt.Key.Key_Left: partial(self.pan_by, -step, 0), Qt.Key.Key_Right: partial(self.pan_by, step, 0),
            Qt.Key.Key_Up: partial(self.pan_by, 0, -step), Qt.Key.Key_Down: partial(self.pan_by, 0, step),
            Qt.Key.Key_Return: self.opened.emit, Qt.Key.Key_Enter: self.opened.emit,
        }  # fmt: skip

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of the paper."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._cursor()
        super().keyReleaseEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go from object to object; past the last one the focus leaves the plan."""
        order = [key for key, one in self.plan.drawn.items() if self.plan.layers[one.look.layer]]
        if not order or (self.tool is not None and self.tool.is_busy()):
            return bool(super().focusNextPrevChild(forward))
        here = order.index(self.plan.selection[0]) if self.plan.selection and self.plan.selection[0] in order else None
        place = (0 if forward else len(order) - 1) if here is None else here + (1 if forward else -1)
        if not 0 <= place < len(order):
            self.plan.select(())
            return bool(super().focusNextPrevChild(forward))
        self.plan.select((order[place],))
        self.look_at(bounds(self.plan.drawn[order[place]].feature))
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of the paper when the focus leaves."""
        self._space = False
        self.left.emit()
        super().focusOutEvent(event)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring of the focus."""
        super().focusInEvent(event)
        self.viewport().update()

    def _selected(self) -> None:
        one = self.plan.current
        told = f"{one.feature.code} {one.feature.name}".strip() if one else tr("未选中对象")
        self.setAccessibleDescription(told)
        self.viewport().update()
