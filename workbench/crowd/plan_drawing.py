"""A drawn plan into one that can be walked in: GeoJSON in local metres, in two layouts.

* *Evacuation plan*: features with ``properties.layer`` of
  ``walkable`` (polygons, joined), ``obstacle`` (polygons, or lines as thin walls, taken out), ``exit`` (a line of two
  points over the clear width, on the edge of the walkable area), ``start`` (polygons; ``persons`` = how many begin
  there; without it people are shared out by area). ``code`` names a feature; ``facility`` of a ``walkable`` or
  ``start`` polygon says ``walkway``, ``queue`` or ``stair``.
* *Site plan* of an application: the enclosure is the closed ``barrier``, or without one the smallest ``base`` polygon
  on whose edge all exits lie; exits are the lines of layer ``gate`` whose kind is a way out; ``base`` polygons of
  solid kinds inside the enclosure are obstacles; people begin in the ``zone`` polygons of the core kinds.

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
from workbench.crowd.plan_geometry import LEAST_AREA, Exit, Pair, Plan, Start, made, near, polygons
from workbench.errors import Text

FARTHEST = 20_000.0
"""Greatest coordinate [m] of a plan that is walked in; farther is another unit, not a site."""
WALL = 0.1
"""Thickness [m] that a wall drawn as a line is given."""
FACILITIES = ("walkway", "queue", "stair")
_METRE = frozenset({"metre", "meter", "m", "米"})


@dataclass(frozen=True)
class SiteWords:
    """Which kinds of a site plan are ways out, solid, or where the audience is."""

    exits: frozenset[str] = frozenset()
    solids: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Drawn:
    """A feature of the file: where it stands, what it says, its shape."""

    place: str
    said: Mapping[str, object]
    shape: BaseGeometry

    def word(self, key: str) -> str:
        return str(self.said.get(key) or "")


def read_plan(data: bytes | Mapping[str, object], name: str = "plan", words: SiteWords | None = None) -> Plan:
    """Read a plan of either layout.

    Args:
        data: The bytes of a GeoJSON file, or what it holds.
        name: The file, for messages.
        words: How the kinds of a site plan are read.

    Raises:
        InputError: The plan cannot be walked in; every faulty feature is named by its code or number.
    """
    drawn = _drawn(_document(data, name), name)
    layers = {one.word("layer") for one in drawn}
    if "walkable" in layers:
        return made(_area(drawn, name), _exits(drawn, "exit"), _starts(drawn), _said_facilities(drawn))
    if "gate" in layers:
        return _site(drawn, name, words or SiteWords())
    raise refuse(
        name,
        "平面图没有可通行区域（walkable）也没有出入口（gate）图层",
        "the plan has neither a layer “walkable” nor a layer “gate”",
        Text(
            "绘制 walkable（可通行多边形）与 exit（出口线）图层，见 workbench simulate --help",
            "draw layers “walkable” (polygons) and “exit” (lines); see workbench simulate --help",
        ),
    )


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


def _drawn(document: Mapping[str, object], name: str) -> tuple[_Drawn, ...]:
    system = document.get("site_crs")
    unit = str(system.get("unit", "")) if isinstance(system, Mapping) else ""
    if unit and unit.lower() not in _METRE:
        raise refuse(name, f"平面图单位应为米：{unit[:20]}", f"the plan must be in metres: {unit[:20]}")
    entries = document["features"]
    assert isinstance(entries, list)
    return tuple(_all(_feature(entry, number) for number, entry in enumerate(entries, 1)))


def _all(makers: Iterable[object]) -> Iterator[_Drawn]:
    """Yield what could be read; when something could not, refuse with all faults."""
    faults: list[tuple[str, Text, Text]] = []
    found: list[_Drawn] = []
    for one in makers:
        if isinstance(one, InputError):
            faults.extend(one.faults)
        elif isinstance(one, _Drawn):
            found.append(one)
    if faults:
        raise InputError(tuple(faults))
    yield from found


def _feature(entry: object, number: int) -> _Drawn | InputError | None:
    said = entry.get("properties") if isinstance(entry, Mapping) else None
    geometry = entry.get("geometry") if isinstance(entry, Mapping) else None
    properties: Mapping[str, object] = said if isinstance(said, Mapping) else {}
    place = str(properties.get("code") or f"#{number}")[:40]
    if not isinstance(geometry, Mapping):
        return refuse(place, "要素没有几何图形", "the feature has no geometry")
    if geometry.get("type") in {"Point", "MultiPoint"}:
        return None
    try:
        return _Drawn(place, properties, _shape(geometry, place))
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


def _of(drawn: Iterable[_Drawn], layer: str) -> list[_Drawn]:
    return [one for one in drawn if one.word("layer") == layer]


def _area(drawn: Sequence[_Drawn], name: str) -> BaseGeometry:
    """Return the walkable area: what is joined, less the obstacles."""
    for one in _of(drawn, "walkable"):
        if not polygons(one.shape):
            raise refuse(one.place, "可通行区域应为多边形", "a walkable area must be a polygon")
    free = shapely.union_all([one.shape for one in _of(drawn, "walkable")])
    return _less(free, (one.shape for one in _of(drawn, "obstacle")), name)


def _less(free: BaseGeometry, solids: Iterable[BaseGeometry], name: str) -> BaseGeometry:
    walls = [one if polygons(one) else one.buffer(WALL / 2, cap_style="flat", join_style="mitre") for one in solids]
    left = shapely.difference(free, shapely.union_all(walls)) if walls else free
    if left.area < LEAST_AREA:
        raise refuse(name, "扣除障碍后没有可通行面积", "no walkable area is left once the obstacles are taken out")
    return left


def _exits(drawn: Sequence[_Drawn], layer: str) -> tuple[Exit, ...]:
    return tuple(_exit(one) for one in _of(drawn, layer))


def _exit(one: _Drawn) -> Exit:
    if not isinstance(one.shape, LineString) or len(one.shape.coords) != 2:
        raise refuse(one.place, "出口应为两点的线（净宽两端）", "an exit must be a line of two points over its width")
    return Exit(one.place, *(tuple(point[:2]) for point in one.shape.coords))


def _starts(drawn: Sequence[_Drawn]) -> tuple[Start, ...]:
    return tuple(Start(one.place, _polygonal(one), _persons(one)) for one in _of(drawn, "start"))


def _polygonal(one: _Drawn) -> Polygon | MultiPolygon:
    if not isinstance(one.shape, Polygon | MultiPolygon):
        raise refuse(one.place, "起始区域应为多边形", "a start zone must be a polygon")
    return one.shape


def _persons(one: _Drawn) -> int | None:
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


def _said_facilities(drawn: Sequence[_Drawn]) -> Mapping[str, tuple[Polygon, ...]]:
    found: dict[str, tuple[Polygon, ...]] = dict.fromkeys(FACILITIES, ())
    for one in (*_of(drawn, "walkable"), *_of(drawn, "start")):
        kind = one.word("facility") or FACILITIES[0]
        if kind not in found:
            known = "、".join(FACILITIES)
            mend = Text(f"可用：{known}", f"use one of: {', '.join(FACILITIES)}")
            raise refuse(one.place, f"不认识的设施类型：{kind[:20]}", f"unknown facility: {kind[:20]}", mend)
        found[kind] += polygons(one.shape)
    return found


def _site(drawn: Sequence[_Drawn], name: str, words: SiteWords) -> Plan:
    """Return the plan of a site as an application draws it."""
    exits = tuple(_exit(one) for one in _of(drawn, "gate") if one.word("kind") in words.exits)
    ring = _enclosure(drawn, exits, name)
    solid = [one for one in _of(drawn, "base") if one.word("kind") in words.solids and _stands_in(one.shape, ring)]
    free = _less(ring, (one.shape for one in solid), name)
    cores = [one for one in _of(drawn, "zone") if one.word("kind") in words.starts and _stands_in(one.shape, ring)]
    inner = [one for one in cores if one.shape.area < 0.95 * ring.area]
    starts = [Start(one.place, _polygonal(one)) for one in inner]
    closed = "、".join(one.place for one in _of(drawn, "gate") if one.word("kind") not in words.exits)
    return made(free, exits, starts, notes=_site_notes(closed, len(solid)))


def _site_notes(closed: str, solid: int) -> tuple[Text, ...]:
    told = (Text(f"舞台、建筑、帐篷作为障碍：{solid} 处", f"stages, buildings and tents are obstacles: {solid}"),)
    if not closed:
        return told
    return (
        *told,
        Text(f"入口与消防通道不计为出口：{closed}", f"entrances and fire lanes do not count as exits: {closed}"),
    )


def _stands_in(shape: BaseGeometry, ring: Polygon) -> bool:
    return bool(polygons(shape)) and shape.area < ring.area and shape.intersection(ring).area > 0.5 * shape.area


def _enclosure(drawn: Sequence[_Drawn], exits: Sequence[Exit], name: str) -> Polygon:
    walls = [one.shape for one in _of(drawn, "barrier")]
    closed = polygons(shapely.polygonize(walls)) if walls else ()  # type: ignore[no-untyped-call]
    around = closed or tuple(part for one in _of(drawn, "base") for part in polygons(one.shape))
    fit = [ring for ring in around if exits and all(near(ring.exterior, door.middle) for door in exits)]
    if fit:
        return min(fit, key=lambda ring: ring.area)
    if not exits:
        raise refuse("gate", "平面图没有出口", "the plan has no exit")
    raise refuse(
        name,
        "找不到围合范围：没有一个闭合围挡或建筑轮廓经过全部出口",
        "no enclosure: no closed barrier or building outline passes through all exits",
        Text("把围挡画成闭合线，并把出口画在其上", "draw the barrier as a closed line with the exits on it"),
    )
