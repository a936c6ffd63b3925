"""The tools of the plan: select and move, hand, draw, measure. Each takes places in metres and ends in one change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from workbench.site.geometry import shaped
from workbench.site.snapping import Place, Snapped, Snapper, turned
from workbench.ui.i18n import tr
from workbench.ui.site_looks import GROUND
from workbench.ui.site_scene import Z_SKETCH, SiteScene, bounds
from workbench.ui.site_view import SiteView
from workbench.ui.theme import Theme

PULL = 9
"""How far corners and edges draw the pointer [px]."""
GRID = 1.0
"""The grid to which places are drawn [m]."""
MOST_JUDGED = 600
"""Corners of an outline that is judged at every move of the pointer."""
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
        places = _places(one.feature.rings[ring])
        before = places[number - 1] if number else places[1 if len(places) > 1 else 0]
        goal = self.bench.snap(at, event, before, without=one.key)
        self._moved = (goal.x, goal.y)
        made = _put(places, number, self._moved)
        wrong = one.feature.geometry.endswith("Polygon") and crosses(made[:-1])
        self.bench.draw(_path(made), wrong=wrong)
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
            places = _places(scene.current.feature.rings[corner[0]])
            bench.desk.reshape(scene.current.key, corner[0], _put(places, corner[1], self._moved))
        elif scene.selection and bench.may_edit():
            bench.desk.move(scene.selection, *self._moved)
        bench.view.viewport().update()

    def _choose_in(self, area: QRectF) -> None:
        scene = self.bench.scene
        inside = [
            key for key, one in scene.drawn.items()
            if scene.layers[one.look.layer] and one.feature.layer != GROUND and area.contains(_box(bounds(one.feature)))
        ]  # fmt: skip
        scene.select(inside)

    def double(self, at: QPointF, event: QMouseEvent) -> None:
        """Make a corner on the edge under the pointer, or open the form."""
        one = self.bench.scene.current
        spot = event.position().toPoint()
        if one is None or one.feature.geometry == "Point" or not self.bench.may_edit():
            self.bench.view.opened.emit()
            return
        found = _edge_at(_rings(one.feature.rings), (at.x(), at.y()), PULL / self.bench.view.scale_)
        if found is None or self.bench.view.corner_at(spot) is not None:
            self.bench.view.opened.emit()
            return
        ring, number = found
        places = _places(one.feature.rings[ring])
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


class DrawTool(HandTool):
    """Draws a new object: a click or Space puts a place, a double click or Enter ends, Backspace takes one back."""

    def __init__(self, bench: Bench, kind: str, geometry: str, *, most: int = 0) -> None:
        super().__init__(bench)
        self.kind = kind
        self.geometry = geometry
        self.most = {"Point": 1}.get(geometry, most)
        self.places: list[Place] = []
        self.at: Place | None = None

    def press(self, at: QPointF, event: QMouseEvent) -> None:
        """Put a place; a click on the first place closes an area."""
        goal = self.bench.snap(at, event, self.places[-1] if self.places else None)
        if len(self.places) > 2 and self.geometry == "Polygon" and self._is_first(event):
            self.end()
        else:
            self.put((goal.x, goal.y))

    def _is_first(self, event: QMouseEvent) -> bool:
        spot = self.bench.view.mapFromScene(QPointF(*self.places[0]))
        return (spot - event.position().toPoint()).manhattanLength() < PULL

    def put(self, place: Place) -> None:
        """Put a place; the last one of a point or an opening ends it."""
        if not self.places or self.places[-1] != place:
            self.places.append(place)
        self.at = place
        if self.most and len(self.places) >= self.most:
            self.end()
        else:
            self._show()

    def move(self, at: QPointF, event: QMouseEvent) -> None:
        """Show where the next place would be."""
        goal = self.bench.snap(at, event, self.places[-1] if self.places else None)
        self.at = (goal.x, goal.y)
        self._show()

    def double(self, _at: QPointF, _event: QMouseEvent) -> None:
        """End."""
        self.end()

    def end(self) -> None:
        """Draw what was sketched, if it has places enough."""
        least = {"Polygon": 3, "LineString": 2}.get(self.geometry, 1)
        places = list(self.places)
        if len(places) < least:
            self.bench.say(tr("还差 {count} 个点", count=least - len(places)))
            return
        self.drop()
        self.bench.desk.add(self.kind, places)
        self.bench.done()

    def drop(self) -> None:
        """Forget the sketch."""
        self.places, self.at = [], None
        self.bench.draw(QPainterPath())

    def key(self, event: QKeyEvent) -> bool:
        """Draw by keys: arrows move the mark, Space puts a place, Enter ends, Backspace takes back, Esc gives up."""
        key = Qt.Key(event.key())
        if key in ARROWS:
            x, y = self.at or self._middle()
            far = step_of(event)
            self.at = (x + ARROWS[key][0] * far, y + ARROWS[key][1] * far)
            self._show()
        elif key == Qt.Key.Key_Space or (key in ENTER and self.most == 1):
            self.put(self.at or self._middle())
        elif key in ENTER:
            self.end()
        elif key == Qt.Key.Key_Backspace and self.places:
            self.places.pop()
            self._show()
        elif key == Qt.Key.Key_Escape:
            self.drop()
            self.bench.done()
        else:
            return False
        return True

    def _middle(self) -> Place:
        view = self.bench.view
        centre = view.mapToScene(view.viewport().rect().center())
        return float(round(centre.x())), float(round(centre.y()))

    def _show(self) -> None:
        shown = [*self.places, self.at] if self.at else list(self.places)
        path = _path(shown, closed=self.geometry == "Polygon" and len(shown) > 2)
        if self.at:
            half = PULL / self.bench.view.scale_
            x, y = self.at
            path.addPath(_path([(x - half, y), (x + half, y)]))
            path.addPath(_path([(x, y - half), (x, y + half)]))
        wrong = self.geometry == "Polygon" and crosses(shown)
        self.bench.draw(path, wrong=wrong)
        self.bench.say(tr("图形自相交") if wrong else told(shown, area=self.geometry == "Polygon"))

    def is_busy(self) -> bool:
        """Return that Esc gives the tool back."""
        return True


class MeasureTool(DrawTool):
    """Measures lengths and areas and changes nothing."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, "", "Polygon")

    def end(self) -> None:
        """Keep the figure in sight until the next measure."""
        self.bench.draw(_path(self.places, closed=len(self.places) > 2))
        self.bench.say(told(self.places, area=True))
        self.places, self.at = [], None


def step_of(event: QKeyEvent) -> float:
    """Return how far an arrow moves [m]."""
    return 10.0 if event.modifiers() & SHIFT else 0.1 if event.modifiers() & ALT else 1.0


def told(places: Sequence[Place], *, area: bool) -> str:
    """Return length and area of a sketch in words; with one place, where it is."""
    if len(places) < 2:
        return "".join(f"x {x:.1f} m  y {y:.1f} m" for x, y in places[:1])
    far = sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(places))
    if not area or len(places) < 3:
        return tr("长 {far:.1f} m", far=far)
    return tr("周长 {far:.1f} m · 面积 {area:,.1f} m²", far=far + _gap(places), area=surface(places))


def crosses(places: Sequence[Place]) -> bool:
    """Return whether the outline of an area crosses or touches itself; a very long one is judged when it is saved."""
    if len(places) < 4 or len(places) > MOST_JUDGED:
        return False
    ring = [*places, places[0]]
    return not bool(shaped("Polygon", [ring]).is_valid)


def _gap(places: Sequence[Place]) -> float:
    (ax, ay), (bx, by) = places[-1], places[0]
    return hypot(bx - ax, by - ay)


def surface(places: Sequence[Place]) -> float:
    """Return the area of an outline [m²]."""
    pairs = zip(places, (*places[1:], places[0]), strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def _places(ring: Sequence[tuple[object, object]]) -> list[Place]:
    return [(float(x), float(y)) for x, y in ring]  # type: ignore[arg-type]


def _rings(rings: Sequence[Sequence[tuple[object, object]]]) -> list[list[Place]]:
    return [_places(ring) for ring in rings]


def _put(places: list[Place], number: int, place: Place) -> list[Place]:
    """Return the places with one of them elsewhere; the ends of a closed ring stay together."""
    made = [*places[:number], place, *places[number + 1 :]]
    if len(places) > 2 and places[0] == places[-1] and number in {0, len(places) - 1}:
        made[0] = made[-1] = place
    return made


def _path(places: Sequence[Place], *, closed: bool = False) -> QPainterPath:
    path = QPainterPath()
    for number, place in enumerate(places):
        (path.lineTo if number else path.moveTo)(QPointF(*place))
    if closed:
        path.closeSubpath()
    return path


def _box(area: QRectF) -> QRectF:
    return area.adjusted(-0.01, -0.01, 0.01, 0.01)


def _edge_at(rings: Sequence[Sequence[Place]], at: Place, reach: float) -> tuple[int, int] | None:
    """Return ring and edge within reach of a place."""
    for number, ring in enumerate(rings):
        for edge, piece in enumerate(pairwise(ring)):
            if Snapper([piece]).snap(*at, reach).to:
                return number, edge
    return None
