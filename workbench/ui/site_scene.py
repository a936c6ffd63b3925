"""The drawn plan as items of a scene in metres, y up: one object, one or two items painted by Qt itself.

The scene shows what it is given and keeps nothing of its own but selection, highlight, layers and overlays. Lines have
pens of fixed width and symbols fixed size, so that the plan is crisp at every zoom.

>>> scene.add_overlay("response", item)  # shading of a model, below the zones, switched with its layer
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from workbench.core.values import Feature, Row
from workbench.ui.site_drawn import HOME, KEY, NOWHERE, Drawn, mark_of, shift_of
from workbench.ui.site_items import (
    gate_items,
    middle_of,
    point_item,
    shape_items,
    turn_of,
)
from workbench.ui.site_looks import DARK_AT_FIRST, LAYERS, UNKNOWN, Looks

MARGIN = 60.0
"""Room around the drawing [m], so that its edge can be brought to the middle."""
FADED = 0.28
"""Opacity of posts that are not on duty."""
Z_OVERLAY, Z_SKETCH = 5.0, 90.0
NO_ROW: Mapping[str, Row] = {}


class SiteScene(QGraphicsScene):
    """The objects of a plan by key, the one or several that are selected, what is highlighted."""

    selected = Signal()
    """Other objects are selected."""

    def __init__(self, looks: Looks) -> None:
        super().__init__()
        # Objects come and go with every edit, and a tree of places must never know one that is gone.
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.looks = looks
        self.drawn: dict[str, Drawn] = {}
        self.selection: tuple[str, ...] = ()
        self.marked: frozenset[str] = frozenset()
        self.layers = {layer: layer not in DARK_AT_FIRST for layer in LAYERS}
        self.version = 0
        self.notes: Mapping[str, Sequence[str]] = {}
        """What a scenario says of objects, by key: in full, then in short."""
        self._faded: frozenset[str] = frozenset()
        self._overlays: dict[str, tuple[QGraphicsItem, str]] = {}
        self._marks: dict[str, tuple[QGraphicsItem, ...]] = {}

    # What is drawn

    def show_features(self, features: Iterable[tuple[str, Feature]], rows: Mapping[str, Row] = NO_ROW) -> None:
        """Show these objects by key; those that have not changed keep their items. ``rows`` are their rows by key."""
        wanted = {key: one for key, one in features if one.rings and one.rings[0]}
        gone = [key for key, one in self.drawn.items() if not self._stays(one, wanted.get(key), rows.get(key))]
        moved = [key for key, one in self.drawn.items() if one.feature is not wanted.get(key)]
        middle = middle_of(wanted.values()) if gone or moved or len(self.drawn) != len(wanted) else QPointF()
        for key in gone:
            self._drop(key)
        for key in moved:
            if key in self.drawn and not self._carry(self.drawn[key], wanted[key], rows.get(key), middle):
                self._drop(key)
        fresh = [key for key in wanted if key not in self.drawn]
        for key in fresh:
            self._draw(key, wanted[key], rows.get(key), middle)
        self._shown(wanted, fresh=fresh, others=bool(moved or gone))

    def _shown(self, wanted: Iterable[str], *, fresh: Sequence[str], others: bool) -> None:
        """Settle order, selection, marks and room after objects have come, gone or moved."""
        before = self.selection
        self.drawn = {key: self.drawn[key] for key in wanted}
        self.selection = tuple(key for key in before if key in self.drawn)
        if not fresh and not others and self.drawn:
            return
        self.version += 1
        if fresh:
            self._fade(fresh)
        marked = self._marks.keys()
        if before != self.selection or not marked.isdisjoint(fresh) or not marked <= self.drawn.keys():
            self._mark_all()
        self.setSceneRect(self.extent().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))

    def _stays(self, one: Drawn, feature: Feature | None, row: Row | None) -> bool:
        """Say whether an object keeps its items, where they are or elsewhere: it is what it was and looks like it."""
        if feature is one.feature and row is one.row:
            return True
        if feature is None:
            return False
        if row != one.row or feature.kind != one.feature.kind:
            kind = self.looks.kind_of(feature, row)
            if kind is not one.kind:
                return False
        one.row = row
        return feature is one.feature or replace(one.feature, rings=feature.rings) == feature

    def _carry(self, one: Drawn, feature: Feature, row: Row | None, middle: QPointF) -> bool:
        """Put the items of an object where it lies now; an outline that has changed cannot be carried."""
        by = shift_of(one.feature, feature)
        if by is None or (one.turn is not None and by != NOWHERE and turn_of(feature, one.look, middle) != one.turn):
            return False
        one.lies(feature, row)
        if by != NOWHERE:
            for item in (*one.items, *self._marks.get(one.key, ())):
                item.setData(HOME, item.data(HOME) + by)
        for item in (*one.items, *self._marks.get(one.key, ())):
            item.setPos(item.data(HOME))
        return True

    def restyle(self) -> None:
        """Paint everything anew in the colours of the theme."""
        features = [(key, one.feature) for key, one in self.drawn.items()]
        rows = {key: one.row for key, one in self.drawn.items() if one.row is not None}
        for key in list(self.drawn):
            self._drop(key)
        self.show_features(features, rows)

    def extent(self) -> QRectF:
        """Return the rectangle of the drawing [m]; 100 m by 100 m while nothing is drawn."""
        if not self.drawn:
            return QRectF(0, 0, 100, 100)
        edges = [one.box.getCoords() for one in self.drawn.values()]
        lefts, tops, rights, bottoms = zip(*edges, strict=True)
        return QRectF(QPointF(min(lefts), min(tops)), QPointF(max(rights), max(bottoms)))

    def lines(self, *, without: Iterable[str] = ()) -> Iterator[list[tuple[float, float]]]:
        """Yield the lines and rings in sight as places [m], for snapping; points draw nothing to them."""
        left_out = set(without)
        for key, one in self.drawn.items():
            if key not in left_out and one.feature.geometry != "Point" and self.layers[one.look.layer]:
                for ring in one.feature.rings:
                    yield [(float(x), float(y)) for x, y in ring]

    def keys_of(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return the keys of the objects with these codes; zones, gates and posts before what shares their code."""
        wanted = set(codes)
        return tuple(key for key, one in self.drawn.items() if one.feature.code in wanted)

    # Selection, highlight

    def select(self, keys: Sequence[str]) -> None:
        """Select objects; unknown keys are left out."""
        known = tuple(dict.fromkeys(key for key in keys if key in self.drawn))
        if known != self.selection:
            self.selection = known
            self._mark_all()
            self.selected.emit()

    @property
    def current(self) -> Drawn | None:
        """Return the object selected first."""
        return self.drawn.get(self.selection[0]) if self.selection else None

    def highlight(self, codes: Iterable[str]) -> QRectF:
        """Mark the objects of a check line, and return the rectangle they fill [m]."""
        self.marked = frozenset(self.keys_of(codes))
        self._mark_all()
        area = QRectF()
        for key in self.marked:
            area = area.united(self.drawn[key].box)
        return area

    def shift(self, keys: Iterable[str], dx: float, dy: float) -> None:
        """Show objects moved by (dx, dy) [m] while the hand is still on them; the plan does not change."""
        by = QPointF(dx, dy)
        for key in keys:
            for item in (*self.drawn[key].items, *self._marks.get(key, ())):
                item.setPos(item.data(HOME) + by)

    # Layers, overlays

    def set_layer(self, layer: str, on: bool) -> None:
        """Show or hide a layer with its overlays."""
        self.layers[layer] = on
        for one in self.drawn.values():
            if one.look.layer == layer:
                for item in one.items:
                    item.setVisible(on)
        for item, place in self._overlays.values():
            if place == layer:
                item.setVisible(on)
        self.version += 1
        self._mark_all()

    def add_overlay(self, key: str, item: QGraphicsItem, layer: str = "coverage") -> None:
        """Put a shading below the zones, in place of an earlier one of that key; its layer switches it."""
        self.remove_overlay(key)
        if item.zValue() == 0:
            item.setZValue(Z_OVERLAY)
        item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        item.setVisible(self.layers[layer])
        self.addItem(item)
        self._overlays[key] = (item, layer)

    def remove_overlay(self, key: str) -> None:
        """Take a shading away, if it is there."""
        if key in self._overlays:
            self.removeItem(self._overlays.pop(key)[0])

    def overlays(self) -> tuple[str, ...]:
        """Return the keys of the shadings."""
        return tuple(self._overlays)

    def fade(self, codes: Iterable[str]) -> None:
        """Show posts pale that are not on duty at the chosen moment."""
        self._faded = frozenset(codes)
        self._fade(self.drawn)

    def note(self, notes: Mapping[str, Sequence[str]]) -> None:
        """Write what a scenario says of objects at their names; an empty one takes it away."""
        if notes != self.notes:
            self.notes = dict(notes)
            self.version += 1

    # Inside

    def _draw(self, key: str, feature: Feature, row: Row | None, middle: QPointF) -> None:
        kind = self.looks.kind_of(feature, row)
        look = self.looks.of_kind(kind) if kind else UNKNOWN
        one = Drawn(key, feature, look, row, kind)
        if feature.geometry == "Point":
            one.items.append(point_item(feature, look))
        elif feature.layer == "gate":
            one.items += gate_items(feature, look, middle)
            one.turn = turn_of(feature, look, middle)
        else:
            one.items += shape_items(feature, look)
        for item in one.items:
            item.setData(KEY, key)
            item.setData(HOME, item.pos())
            item.setToolTip(f"{feature.code} {feature.name}".strip())
            item.setVisible(self.layers[look.layer])
            self.addItem(item)
        self.drawn[key] = one

    def _drop(self, key: str) -> None:
        for item in self.drawn.pop(key).items:
            self.removeItem(item)

    def _fade(self, keys: Iterable[str]) -> None:
        for one in map(self.drawn.__getitem__, keys):
            if one.feature.layer == "post":
                for item in one.items:
                    item.setOpacity(FADED if one.feature.code in self._faded else 1.0)

    def _mark_all(self) -> None:
        """Draw a ring around what is selected or highlighted: a solid line for the one, dots for the other."""
        for item in chain.from_iterable(self._marks.values()):
            self.removeItem(item)
        self._marks = {}
        chosen = frozenset(self.selection)
        for key in (*self.selection, *sorted(self.marked - chosen)):
            one = self.drawn.get(key)
            if one is not None and self.layers[one.look.layer]:
                mark = mark_of(one, chosen=key in chosen)
                self.addItem(mark)
                self._marks[key] = (mark,)
