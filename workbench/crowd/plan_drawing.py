"""A drawn evacuation plan into one that can be walked in: GeoJSON in local metres.

Features with ``properties.layer`` of ``walkable`` (polygons, joined), ``obstacle`` (polygons, or lines as thin walls,
taken out), ``exit`` (a line of two points over the clear width, on the edge of the walkable area), ``start`` (polygons;
``persons`` = how many begin there; without it people are shared out by area). ``code`` names a feature; ``facility`` of
a ``walkable`` or ``start`` polygon says ``walkway``, ``queue`` or ``stair``.

What cannot be read (not metres, an edge crossing itself, coordinates of another planet) is refused with the feature's
code; all faulty features are named together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import shapely
from shapely import GEOSException  # type: ignore[attr-defined]
from shapely.geometry import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from workbench.crowd.model import MOST_PERSONS, InputError, refuse
from workbench.crowd.plan_geometry import LEAST_AREA, Exit, Pair, Plan, Start, made, polygons
from workbench.errors import Text

FARTHEST = 20_000.0
"""Greatest coordinate [m] of a plan that is walked in; farther is another unit, not a site."""
WALL = 0.1
"""Thickness [m] that a wall drawn as a line is given."""
FACILITIES = ("walkway", "queue", "stair")
_METRE = frozenset({"metre", "meter", "m", "米"})


@dataclass(frozen=True)
class Drawn:
    """A feature of the file: where it stands, what it says, its shape."""

    place: str
    said: Mapping[str, object]
    shape: BaseGeometry

    def word(self, key: str) -> str:
        """Return what a property says, as text."""
        return str(self.said.get(key) or "")


def walkable_plan(drawn: Sequence[Drawn], name: str) -> Plan:
    """Return the plan of the layers ``walkable``, ``obstacle``, ``exit`` and ``start``.

    Raises:
        InputError: The plan cannot be walked in; the feature at fault is named.
    """
    exits = tuple(exit_of(one) for one in of_layer(drawn, "exit"))
    return made(_area(drawn, name), exits, _starts(drawn), _said_facilities(drawn))


def features(data: bytes | Mapping[str, object], name: str) -> tuple[Drawn, ...]:
    """Return the lines and polygons of a GeoJSON file, or of what it holds; points are left out.

    Raises:
        InputError: It is no collection in metres, or features are faulty: all of them are named.
    """
    return _drawn(_document(data, name), name)


def _document(data: bytes | Mapping[str, object], name: str) -> Mapping[str, object]:
    if isinstance(data, Mapping):
        return data
    mend = Text("请重新导出平面图", "export the plan again")
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise refuse(name, "不是可读的 GeoJSON", "not readable as GeoJSON", mend) from None
    if not isinstance(found, dict) or not isinstance(found.get("features"), list):
        raise refuse(name, "不是 GeoJSON 要素集合", "not a GeoJSON feature collection", mend)
    return found


def _drawn(document: Mapping[str, object], name: str) -> tuple[Drawn, ...]:
    system = document.get("site_crs")
    unit = str(system.get("unit", "")) if isinstance(system, Mapping) else ""
    if unit and unit.lower() not in _METRE:
        raise refuse(name, f"平面图单位应为米：{unit[:20]}", f"the plan must be in metres: {unit[:20]}")
    entries = document["features"]
    assert isinstance(entries, list)
    return tuple(_all(_feature(entry, number) for number, entry in enumerate(entries, 1)))


def _all(makers: Iterable[object]) -> Iterator[Drawn]:
    """Yield what could be read; when something could not, refuse with all faults."""
    faults: list[tuple[str, Text, Text]] = []
    found: list[Drawn] = []
    for one in makers:
        if isinstance(one, InputError):
            faults.extend(one.faults)
        elif isinstance(one, Drawn):
            found.append(one)
    if faults:
        raise InputError(tuple(faults))
    yield from found


def _feature(entry: object, number: int) -> Drawn | InputError | None:
    said = entry.get("properties") if isinstance(entry, Mapping) else None
    geometry = entry.get("geometry") if isinstance(entry, Mapping) else None
    properties: Mapping[str, object] = said if isinstance(said, Mapping) else {}
    place = str(properties.get("code") or f"#{number}")[:40]
    if not isinstance(geometry, Mapping):
        return refuse(place, "要素没有几何图形", "the feature has no geometry")
    if geometry.get("type") in {"Point", "MultiPoint"}:
        return None
    try:
        return Drawn(place, properties, _shape(geometry, place))
    except InputError as fault:
        return fault


def _shape(geometry: Mapping[str, object], place: str) -> BaseGeometry:
    kind, points = geometry.get("type"), geometry.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon", "LineString"}:
        raise refuse(place, f"不支持的几何类型 {str(kind)[:20]}", f"geometry type {str(kind)[:20]} is not supported")
    for pair in _pairs(points, place):
        if not all(isfinite(value) and abs(value) <= FARTHEST for value in pair):
            raise refuse(
                place,
                f"坐标超出范围：{pair[0]:g}, {pair[1]:g}（应在 ±{FARTHEST:g} m 内）",
                f"coordinates out of range: {pair[0]:g}, {pair[1]:g} (must be within ±{FARTHEST:g} m)",
            )
    try:
        found = shapely.from_geojson(json.dumps({"type": kind, "coordinates": points}))
    except (GEOSException, ValueError, TypeError):
        raise refuse(place, "坐标无法构成图形", "the coordinates make no shape") from None
    if not found.is_valid or found.is_empty:
        why = shapely.is_valid_reason(found)  # type: ignore[no-untyped-call]
        raise refuse(
            place,
            f"多边形自相交或环错位（{why}）",
            f"the polygon crosses itself or its rings do not fit ({why})",
            Text("在绘图软件中改正该多边形后重新导出", "mend the polygon in the drawing program and export again"),
        )
    return found  # type: ignore[no-any-return]  # the library names no type


def _pairs(points: object, place: str) -> Iterator[Pair]:
    """Yield every point of nested coordinates."""
    if not isinstance(points, Sequence) or isinstance(points, str) or not points:
        raise refuse(place, "坐标无效：不是坐标列表", "coordinates not valid: not a list")
    if isinstance(points[0], int | float) and not isinstance(points[0], bool):
        if len(points) < 2 or isinstance(points[1], bool) or not isinstance(points[1], int | float):
            raise refuse(place, "坐标无效：缺少 Y", "coordinates not valid: no y")
        try:
            yield float(points[0]), float(points[1])
        except OverflowError:
            raise refuse(place, "坐标超出范围", "coordinates out of range") from None
        return
    for part in points:
        yield from _pairs(part, place)


def of_layer(drawn: Iterable[Drawn], layer: str) -> list[Drawn]:
    """Return the features of a layer."""
    return [one for one in drawn if one.word("layer") == layer]


def _area(drawn: Sequence[Drawn], name: str) -> BaseGeometry:
    """Return the walkable area: what is joined, less the obstacles."""
    for one in of_layer(drawn, "walkable"):
        if not polygons(one.shape):
            raise refuse(one.place, "可通行区域应为多边形", "a walkable area must be a polygon")
    free = shapely.union_all([one.shape for one in of_layer(drawn, "walkable")])
    return without(free, (one.shape for one in of_layer(drawn, "obstacle")), name)


def without(free: BaseGeometry, solids: Iterable[BaseGeometry], name: str) -> BaseGeometry:
    """Return an area less what is solid in it; lines are thin walls."""
    walls = [one if polygons(one) else one.buffer(WALL / 2, cap_style="flat", join_style="mitre") for one in solids]
    left = shapely.difference(free, shapely.union_all(walls)) if walls else free
    if left.area < LEAST_AREA:
        raise refuse(name, "扣除障碍后没有可通行面积", "no walkable area is left once the obstacles are taken out")
    return left


def exit_of(one: Drawn) -> Exit:
    """Return the exit that a line of two points draws."""
    if not isinstance(one.shape, LineString) or len(one.shape.coords) != 2:
        raise refuse(one.place, "出口应为两点的线（净宽两端）", "an exit must be a line of two points over its width")
    return Exit(one.place, *(tuple(point[:2]) for point in one.shape.coords))


def _starts(drawn: Sequence[Drawn]) -> tuple[Start, ...]:
    return tuple(Start(one.place, polygonal(one), persons_of(one)) for one in of_layer(drawn, "start"))


def polygonal(one: Drawn) -> Polygon | MultiPolygon:
    """Return the shape of a feature that must be a polygon."""
    if not isinstance(one.shape, Polygon | MultiPolygon):
        raise refuse(one.place, "起始区域应为多边形", "a start zone must be a polygon")
    return one.shape


def persons_of(one: Drawn) -> int | None:
    """Return how many begin in a feature; ``None`` where it does not say."""
    said = one.said.get("persons")
    if said is None:
        return None
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= MOST_PERSONS:
        raise refuse(
            one.place,
            f"人数应为 0 到 {MOST_PERSONS} 的整数：{str(said)[:20]}",
            f"persons must be a whole number of 0 to {MOST_PERSONS}: {str(said)[:20]}",
        )
    return said


def _said_facilities(drawn: Sequence[Drawn]) -> Mapping[str, tuple[Polygon, ...]]:
    found: dict[str, tuple[Polygon, ...]] = dict.fromkeys(FACILITIES, ())
    for one in (*of_layer(drawn, "walkable"), *of_layer(drawn, "start")):
        kind = one.word("facility") or FACILITIES[0]
        if kind not in found:
            known = "、".join(FACILITIES)
            mend = Text(f"可用：{known}", f"use one of: {', '.join(FACILITIES)}")
            raise refuse(one.place, f"不认识的设施类型：{kind[:20]}", f"unknown facility: {kind[:20]}", mend)
        found[kind] += polygons(one.shape)
    return found
