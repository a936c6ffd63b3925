"""Wishes of the editor in the terms of the plan: what drawing, moving, removing changes in sheet and drawing.

A zone drawn anew has the area of its drawing; its usable area keeps its share of that. A gate has the width and the
middle of its line, a post and a point the place where they stand. Everything else on the row stays as it was, and what
is only moved keeps its stated width and areas too.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from workbench.core.commands.plan import ADD, PUT, REMOVE, SET, PlanChange, Shape
from workbench.core.facts import number_of
from workbench.core.pack import Pack, SiteObject
from workbench.core.site_objects import SHEET_OF, Placed, by_name, placed
from workbench.core.values import Application, Feature, Row, Scalar
from workbench.core.working_plan import DRAWING, NAMED_BY, drawn, natural, row_key, shape_in_mm
from workbench.site.geometry import POLYGONS, rounded, shape_of

PLACE = frozenset({"x", "y"})
"""Columns of a row that say where its object stands."""
CENTIMETRE, DECIMETRE = Decimal("0.01"), Decimal("0.1")
_FIGURES = re.compile(r"^(.*?)(\d+)$")

Values = Mapping[str, Scalar]


def to_mm(x: float | Decimal, y: float | Decimal) -> tuple[int, int]:
    """Return a place in metres in whole millimetres."""
    return round(float(x) * 1000), round(float(y) * 1000)


def find(plan: Application, pack: Pack, layer: str, key: str) -> Placed | None:
    """Return an object of the plan by layer and name."""
    return by_name(plan, pack).get((layer, key))


def new_code(plan: Application, pack: Pack, kind: SiteObject, besides: frozenset[str] = frozenset()) -> str:
    """Return a free code in the manner of the others of the kind, else of the layer: after P07 comes P08.

    ``besides`` are codes that are given away already, though the plan does not have them yet.
    """
    return Codes(plan, pack, besides).new(kind)


class Codes:
    """Gives one free code after the other, as if each had been drawn before the next is asked for."""

    def __init__(self, plan: Application, pack: Pack, besides: frozenset[str] = frozenset()) -> None:
        there = placed(plan, pack)
        self._alike: dict[str, list[str]] = {}
        self._layers: dict[str, list[str]] = {}
        for one in there:
            self._layers.setdefault(one.layer, []).append(one.key)
            if one.kind is not None:
                self._alike.setdefault(one.kind.code, []).append(one.key)
        self._taken = {layer: set(keys) for layer, keys in self._layers.items()}
        self._everywhere = {*besides} | {one.row_key for one in there}
        self._next: dict[str, tuple[str, int, int]] = {}

    def new(self, kind: SiteObject) -> str:
        """Return the next code of a kind; it is taken from now on."""
        taken = self._taken.setdefault(kind.layer, set())
        prefix, width, number = self._next.get(kind.code) or self._manner(kind)
        while (code := f"{prefix}{number:0{width}}") in taken or code in self._everywhere:
            number += 1
        self._next[kind.code] = (prefix, width, number + 1)
        self._layers.setdefault(kind.layer, []).append(code)
        taken.add(code)
        if kind.sheet and kind.sheet not in NAMED_BY:
            self._everywhere.add(code)
        return code

    def _manner(self, kind: SiteObject) -> tuple[str, int, int]:
        """Return what the codes of a kind begin with, how many digits follow, and the number after the last."""
        alike = self._alike.get(kind.code) or self._layers.get(kind.layer, [])
        matched = [found for key in sorted(alike, key=natural) if (found := _FIGURES.match(key))]
        prefix = Counter(found[1] for found in matched).most_common(1)[0][0] if matched else kind.layer[:1].upper()
        same = [found[2] for found in matched if found[1] == prefix]
        return (prefix, len(same[0]), int(same[-1]) + 1) if same else (prefix, 2, 1)


def drawn_new(
    plan: Application, pack: Pack, kind: SiteObject, shape: Shape, code: str = "", values: Values | None = None
) -> tuple[PlanChange, ...]:
    """Return the changes that add an object, with its row where its kind has one.

    Args:
        plan: The plan in force.
        pack: Kinds and columns.
        kind: What is drawn.
        shape: In whole millimetres; its kind and name are filled in where they are empty.
        code: Of the object; empty = the next free one.
        values: Of the row, over what the kind and the drawing give.
    """
    code = code or new_code(plan, pack, kind)
    given = dict(values or {})
    name = str(given.get("name") or shape.name or f"{kind.text.zh} {code}")
    shape = replace(shape, kind=shape.kind or kind.kind, name=name)
    changes = [PlanChange(f"{DRAWING}{kind.layer}", code, ADD, shape=shape)]
    if kind.sheet:
        feature = drawn(kind.layer, code, shape)
        columns = {column.key for column in pack.sheets[kind.sheet].columns}
        row = {**_opening(kind, code, name), **_measured(feature, None), **_zone_at(plan, pack, kind, feature), **given}
        stated = tuple((key, value) for key, value in row.items() if key in columns and value is not None)
        key = row_key(Row(kind.sheet, 0, row))
        changes.append(PlanChange(kind.sheet, key, ADD, stated))
    return tuple(changes)


def _opening(kind: SiteObject, code: str, name: str) -> dict[str, Scalar]:
    """Return the values that a new row begins with."""
    own = {"kind": kind.kind} if kind.kind else {}
    return {"code": code, "name": name, **own, **({"ref": code} if kind.sheet == "zones" else {}), **kind.sets}


def redrawn(plan: Application, pack: Pack, layer: str, key: str, shape: Shape) -> tuple[PlanChange, ...]:
    """Return the changes of an object that was moved or drawn anew; one that stands in a sheet alone is drawn now."""
    there = find(plan, pack, layer, key)
    name = there.title if there else ""
    shape = replace(shape, kind=shape.kind or (there.feature.kind if there and there.feature else _row_kind(there)))
    shape = replace(shape, name=shape.name or name)
    changes = [PlanChange(f"{DRAWING}{layer}", key, PUT, shape=shape)]
    if there is not None and there.row is not None:
        values = _measured(drawn(layer, key, shape), there)
        if _same_size(shape_here(there), shape):
            # What was only moved keeps the width and the areas that somebody stated.
            values = {column: value for column, value in values.items() if column in PLACE}
        columns = {column.key for column in pack.sheets[there.row.sheet].columns}
        stated = tuple((column, value) for column, value in values.items() if column in columns)
        changes += [PlanChange(there.row.sheet, there.row_key, SET, stated)] if stated else []
    return tuple(changes)


def _same_size(before: Shape | None, after: Shape) -> bool:
    """Return whether a shape is another one moved as it is."""
    if before is None or [len(ring) for ring in before.rings] != [len(ring) for ring in after.rings]:
        return False
    old, new = ([point for ring in one.rings for point in ring] for one in (before, after))
    return len({(x - a, y - b) for (a, b), (x, y) in zip(old, new, strict=True)}) == 1


def _row_kind(there: Placed | None) -> str:
    return str(there.row.values.get("kind") or "") if there is not None and there.row is not None else ""


def moved(plan: Application, pack: Pack, layer: str, key: str, by: tuple[int, int]) -> tuple[PlanChange, ...]:
    """Return the changes of an object that was moved as it is, by millimetres; nothing for what has no place."""
    there = find(plan, pack, layer, key)
    shape = shape_here(there) if there else None
    if shape is None:
        return ()
    rings = tuple(tuple((x + by[0], y + by[1]) for x, y in ring) for ring in shape.rings)
    return redrawn(plan, pack, layer, key, replace(shape, rings=rings))


def shape_here(there: Placed) -> Shape | None:
    """Return where an object is: as drawn, else a point where its row says."""
    if there.feature is not None:
        return shape_in_mm(there.feature)
    x, y = (number_of(there.row.values.get(key)) if there.row else None for key in ("x", "y"))
    if x is None or y is None:
        return None
    return Shape("Point", (((_mm(x), _mm(y)),),), _row_kind(there), there.title)


def _mm(value: Decimal) -> int:
    return int((value * 1000).to_integral_value())


def removed(plan: Application, pack: Pack, layer: str, key: str) -> tuple[PlanChange, ...]:
    """Return the changes that take an object away, with its row."""
    there = find(plan, pack, layer, key)
    if there is None:
        return ()
    shape = (PlanChange(f"{DRAWING}{layer}", key, REMOVE),) if there.feature else ()
    row = (PlanChange(there.row.sheet, there.row_key, REMOVE),) if there.row else ()
    return (*shape, *row)


def _measured(feature: Feature, there: Placed | None) -> dict[str, Scalar]:
    """Return the values of a row that follow from the drawing."""
    row = there.row if there else None
    if feature.geometry in POLYGONS:
        return _areas(feature, row)
    if feature.geometry == "Point":
        (x, y) = feature.rings[0][0]
        return {"x": _plain(x), "y": _plain(y)}
    middle = shape_of(feature).interpolate(0.5, normalized=True)
    place: dict[str, Scalar] = {"x": _plain(rounded(middle.x, CENTIMETRE)), "y": _plain(rounded(middle.y, CENTIMETRE))}
    width = {"width": _plain(feature.length.quantize(CENTIMETRE))} if feature.length is not None else {}
    return {**place, **width}


def _areas(feature: Feature, row: Row | None) -> dict[str, Scalar]:
    if feature.area is None:
        return {}
    gross = feature.area.quantize(DECIMETRE)
    before, net = (number_of(row.values.get(key)) if row else None for key in ("gross", "net"))
    share = net / before if net is not None and before else Decimal(1)
    return {"gross": _plain(gross), "net": _plain((gross * share).quantize(DECIMETRE))}


def _plain(value: Decimal) -> int | Decimal:
    """Return a whole number as such, others without zeros at the end."""
    return int(value) if value == value.to_integral_value() else Decimal(format(value.normalize(), "f"))


Zones = list[tuple[Any, str]]
_KNOWN: deque[tuple[Application, Zones]] = deque(maxlen=2)
"""Shapes of the zones of the plans that were drawn in last."""


def _zones(plan: Application, pack: Pack) -> Zones:
    for known, zones in tuple(_KNOWN):
        if known is plan:
            return zones
    made: Zones = [
        (shape_of(one.feature), one.row_key)
        for one in placed(plan, pack)
        if one.layer == "zone" and one.row_key and one.feature is not None and one.feature.geometry in POLYGONS
    ]
    _KNOWN.append((plan, made))
    return made


def _zone_at(plan: Application, pack: Pack, kind: SiteObject, feature: Feature) -> dict[str, Scalar]:
    """Return the zone in which a gate or a post stands: the smallest around it, else the nearest."""
    if SHEET_OF.get(kind.layer) not in {"gates", "posts"}:
        return {}
    shape: Any = shape_of(feature)
    middle = shape.interpolate(0.5, normalized=True) if feature.geometry == "LineString" else shape
    zones = _zones(plan, pack)
    if not zones:
        return {}
    _, code = min(zones, key=lambda zone: (zone[0].distance(middle), zone[0].area))
    return {"zone": code}
