"""The tool that selects, moves objects and their corners; it ends in one change."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainterPath

from workbench.site.snapping import Place
from workbench.ui.i18n import tr
from workbench.ui.site_items import bounds
from workbench.ui.site_looks import GROUND
from workbench.ui.site_outlines import box_of, crosses, edge_at, line_of, places_of, put_in, rings_of
from workbench.ui.site_tools import ARROWS, PULL, SHIFT, STILL, Bench, HandTool, step_of


class SelectTool(HandTool):
    """Selects, moves objects and their corners; a double click on an edge makes a corner, Delete takes one away."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._from: QPointF | None = None
        self._pressed = QPoint()
        self._corner: tuple[int, int] | None = None
        self._band: QPointF | None = None
        self._moved: Place = (0.0, 0.0)
        self._moving = False

    def press(self, at: QPointF, event: QMouseEvent) -> None:
        """Take a corner, an object, or start a band."""
        view, scene = self.bench.view, self.bench.scene
        self._pressed, self._from, self._moving = event.position().toPoint(), at, False
        self._corner = view.corner_at(self._pressed)
        if self._corner is not None:
            return
        key = view.pick(self._pressed)
        if event.modifiers() & SHIFT and key:
            kept = tuple(k for k in scene.selection if k != key)
            scene.select(kept if key in scene.selection else (*kept, key))
        elif not key:
            self._band = at
            scene.select(())
        elif key not in scene.selection:
            scene.select((key,))

    def move(self, at: QPointF, event: QMouseEvent) -> None:
        """Move what is in the hand."""
        if self._from is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if not self._moving and (event.position().toPoint() - self._pressed).manhattanLength() < STILL:
            return
        self._moving = True
        if self._band is not None:
            path = QPainterPath()
            path.addRect(QRectF(self._band, at).normalized())
            self.bench.draw(path)
        elif self.bench.may_edit():
            self._hold(at, event)

    def _hold(self, at: QPointF, event: QMouseEvent) -> None:
        bench, scene = self.bench, self.bench.scene
        if self._corner is not None:
            self._sketch_corner(at, event)
            return
        if not scene.selection:
            return
        if not bench.view.held:
            bench.view.held = frozenset(scene.selection)
            bench.view.viewport().update()
        self._moved = self._delta(at, event)
        scene.shift(scene.selection, *self._moved)
        bench.say(tr("移动 {x:+.1f}，{y:+.1f} m", x=self._moved[0], y=self._moved[1]))

    def _delta(self, at: QPointF, event: QMouseEvent) -> Place:
        """Return by how much the selection moves: its first corner goes to where it is drawn."""
        assert self._from is not None
        one = self.bench.scene.current
        assert one is not None
        raw = at - self._from
        x, y = (float(value) for value in one.feature.rings[0][0])
        goal = self.bench.snap(QPointF(x + raw.x(), y + raw.y()), event, (x, y), without=one.key)
        return goal.x - x, goal.y - y

    def _sketch_corner(self, at: QPointF, event: QMouseEvent) -> None:
        one = self.bench.scene.current
        if one is None or self._corner is None:
            return
        ring, number = self._corner
        places = places_of(one.feature.rings[ring])
        before = places[number - 1] if number else places[1 if len(places) > 1 else 0]
        goal = self.bench.snap(at, event, before, without=one.key)
        self._moved = (goal.x, goal.y)
        made = put_in(places, number, self._moved)
        wrong = one.feature.geometry.endswith("Polygon") and crosses(made[:-1])
        self.bench.draw(line_of(made), wrong=wrong)
        words = tr("图形自相交") if wrong else tr("顶点 {x:.1f}，{y:.1f} m", x=goal.x, y=goal.y)
        self.bench.say(words)

    def release(self, at: QPointF, _event: QMouseEvent) -> None:
        """End the move with one change."""
        bench, scene = self.bench, self.bench.scene
        bench.draw(QPainterPath())
        corner, moving, band = self._corner, self._moving, self._band
        self._from, self._corner, self._band, self._moving = None, None, None, False
        bench.view.held = frozenset()
        if not moving:
            bench.view.viewport().update()
            return
        if band is not None:
            self._choose_in(QRectF(band, at).normalized())
        elif corner is not None and scene.current is not None and bench.may_edit():
            places = places_of(scene.current.feature.rings[corner[0]])
            bench.desk.reshape(scene.current.key, corner[0], put_in(places, corner[1], self._moved))
        elif scene.selection and bench.may_edit():
            bench.desk.move(scene.selection, *self._moved)
        bench.view.viewport().update()

    def _choose_in(self, area: QRectF) -> None:
        scene = self.bench.scene
        inside = [
            key for key, one in scene.drawn.items()
            if scene.layers[one.look.layer] and one.feature.layer != GROUND
            and area.contains(box_of(bounds(one.feature)))
        ]  # fmt: skip
        scene.select(inside)

    def double(self, at: QPointF, event: QMouseEvent) -> None:
        """Make a corner on the edge under the pointer, or open the form."""
        one = self.bench.scene.current
        spot = event.position().toPoint()
        if one is None or one.feature.geometry == "Point" or not self.bench.may_edit():
            self.bench.view.opened.emit()
            return
        found = edge_at(rings_of(one.feature.rings), (at.x(), at.y()), PULL / self.bench.view.scale_)
        if found is None or self.bench.view.corner_at(spot) is not None:
            self.bench.view.opened.emit()
            return
        ring, number = found
        places = places_of(one.feature.rings[ring])
        self.bench.desk.reshape(one.key, ring, [*places[: number + 1], (at.x(), at.y()), *places[number + 1 :]])

    def key(self, event: QKeyEvent) -> bool:
        """End the selection on Esc, move it by the arrows: 1 m, Shift 10 m, Alt 0.1 m."""
        scene = self.bench.scene
        if event.key() == Qt.Key.Key_Escape and scene.selection:
            scene.select(())
            return True
        arrow = ARROWS.get(Qt.Key(event.key()))
        if arrow is None or not scene.selection or not self.bench.may_edit():
            return False
        far = step_of(event)
        self.bench.desk.nudge(scene.selection, arrow[0] * far, arrow[1] * far)
        return True

    def is_busy(self) -> bool:
        """Return whether something is in the hand."""
        return self._moving
