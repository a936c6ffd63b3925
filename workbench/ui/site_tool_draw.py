"""The tools that draw a new object and that measure, by pointer or by keys alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainterPath

from workbench.site.snapping import Place
from workbench.ui.i18n import tr
from workbench.ui.site_outlines import crosses, line_of, told
from workbench.ui.site_tools import ARROWS, ENTER, PULL, Bench, HandTool, step_of


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
        path = line_of(shown, closed=self.geometry == "Polygon" and len(shown) > 2)
        if self.at:
            half = PULL / self.bench.view.scale_
            x, y = self.at
            path.addPath(line_of([(x - half, y), (x + half, y)]))
            path.addPath(line_of([(x, y - half), (x, y + half)]))
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
        self.bench.draw(line_of(self.places, closed=len(self.places) > 2))
        self.bench.say(told(self.places, area=True))
        self.places, self.at = [], None
