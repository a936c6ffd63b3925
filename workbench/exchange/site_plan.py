"""The drawn plan: GeoJSON in local metres into features, each fault told per feature.

An area is measured on valid polygons only; what had to be repaired (an unclosed ring) is noted, what cannot be
trusted (crossing itself, degrees instead of metres, a code used twice) is kept for the eye with ``valid=False`` and
without an area.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from workbench.core.values import Feature, Scalar, SitePlan
from workbench.errors import Text
from workbench.exchange.geojson_entries import entries
from workbench.exchange.limits import Limits
from workbench.exchange.notes import Notes, PackageRefused, Place
from workbench.site.geometry import LEAST, MM, measures

Point = tuple[Decimal, Decimal]
Ring = tuple[Point, ...]

FARTHEST = 10_000_000
MOST_EXTRAS = 40
"""Properties that are kept of one object."""
_LONGEST_KEY, _LONGEST_VALUE = 40, 200
_KNOWN = frozenset({"layer", "code", "kind", "name", "area_m2", "length_m", "width_m"})
_TINY = Decimal("0.5")
_METRE = frozenset({"metre", "meter", "m", "米"})


class _Bad(Exception):  # noqa: N818 – a signal inside this module, never an error to a person
    """The geometry of one feature cannot be used; carries the message."""

    def __init__(self, kind: str, message: Text) -> None:
        super().__init__(message.zh)
        self.kind = kind
        self.message = message


@dataclass(frozen=True)
class _Drawn:
    """One feature of the file while it is judged."""

    properties: Mapping[str, object]
    geometry: Mapping[str, object]
    place: Place

    def text(self, key: str) -> str:
        """Return a property as text; missing = empty."""
        value = self.properties.get(key)
        return "" if value is None else str(value)


def read_geojson(data: bytes, name: str, limits: Limits, notes: Notes) -> SitePlan:
    """Read a plan in local metres.

    Args:
        data: The bytes of the GeoJSON file.
        name: For messages.
        limits: ``geometry_points`` counts.
        notes: Gets the faults of each feature.

    Returns:
        Every feature that has any usable geometry, in file order; coordinates rounded to the millimetre.

    Raises:
        PackageRefused: Not a GeoJSON feature collection, or too many points.
    """
    drawn = _parsed(data, name)
    declared = _tell_reference_system(drawn, name, notes)
    features: list[Feature] = []
    points = 0
    for number, entry in entries(drawn, name, notes):
        feature = _feature(entry, Place(name, row=number), notes)
        if feature is None:
            continue
        points += sum(map(len, feature.rings))
        if points > limits.geometry_points:
            raise _refused(name, Text(f"坐标点超过上限 {limits.geometry_points}", "too many points"))
        features.append(judged(feature, Place(name, row=number, field=feature.code), notes, declared=declared))
    return SitePlan(tuple(unique(in_metres(features, name, notes, declared=declared), name, notes)))


def _parsed(data: bytes, name: str) -> Mapping[str, object]:
    try:
        drawn = json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise _refused(name, Text("文字编码不是 UTF-8", "its text is not in UTF-8")) from error
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise _refused(name, Text("不是可读的 GeoJSON", "not readable as GeoJSON")) from error
    if not isinstance(drawn, dict) or drawn.get("type") != "FeatureCollection":
        raise _refused(name, Text("不是 GeoJSON 要素集合", "not a GeoJSON feature collection"))
    return drawn


def _refused(name: str, message: Text) -> PackageRefused:
    return PackageRefused(message, where=name, remedy=Text("请重新导出平面图", "export the plan again"))


def _tell_reference_system(drawn: Mapping[str, object], name: str, notes: Notes) -> bool:
    """Return whether the file says that its unit is the metre, noting it when not."""
    system = drawn.get("site_crs")
    unit = str(system.get("unit", "")) if isinstance(system, dict) else ""
    if unit.lower() in _METRE:
        return True
    message = Text(
        f"单位未声明为米（site_crs：{unit or '缺'}），按米读取，请核对",
        f"the unit is not declared as metre (site_crs: {unit or 'missing'}); read as metres, please check",
    )
    notes.warn("site_unit", message, Place(name, field="site_crs"), original=unit)
    return False


def _feature(entry: object, place: Place, notes: Notes) -> Feature | None:
    try:
        drawn = _drawn(entry, place)
        place = replace(place, field=drawn.text("code"))
        rings, parts = _rings(drawn, notes, place)
    except _Bad as bad:
        notes.error(bad.kind, bad.message, place)
        return None
    layer, code = drawn.text("layer"), drawn.text("code")
    if not layer or not code:
        message = Text("要素没有图层或编号", "the feature has no layer or no code")
        notes.warn("unnamed_feature", message, place)
    geometry = str(drawn.geometry["type"])
    extra = told_besides(drawn.properties)
    return Feature(layer, code, drawn.text("kind"), drawn.text("name"), geometry, rings, parts=parts, extra=extra)


def told_besides(properties: Mapping[str, object]) -> tuple[tuple[str, Scalar], ...]:
    """Return what a drawing says of an object beyond layer, code, kind, name and measures, by key; only plain values.

    Measures are worked out from the shape, never believed.
    """
    found = {key: _plain(value) for key, value in properties.items() if key not in _KNOWN and len(key) <= _LONGEST_KEY}
    return tuple(sorted((key, value) for key, value in found.items() if value is not None))[:MOST_EXTRAS]


def _plain(value: object) -> Scalar:
    if isinstance(value, bool | int):
        return value if abs(value) < FARTHEST else None
    if isinstance(value, Decimal | float):
        exact = Decimal(str(value))
        return exact if exact.is_finite() and abs(exact) < FARTHEST else None
    return value if isinstance(value, str) and 0 < len(value) <= _LONGEST_VALUE else None


def _drawn(entry: object, place: Place) -> _Drawn:
    if not isinstance(entry, dict):
        raise _Bad("empty_feature", Text("不是要素", "not a feature"))
    properties, geometry = entry.get("properties"), entry.get("geometry")
    if not isinstance(geometry, dict):
        raise _Bad("empty_feature", Text("空要素：没有几何图形", "empty feature: no geometry"))
    return _Drawn(properties if isinstance(properties, dict) else {}, geometry, place)


def _rings(drawn: _Drawn, notes: Notes, place: Place) -> tuple[tuple[Ring, ...], tuple[int, ...]]:
    """Return the rings of a geometry, and for several polygons the number of rings of each."""
    kind, coordinates = drawn.geometry.get("type"), drawn.geometry.get("coordinates")
    if kind not in LEAST:
        raise _Bad("geometry_type", Text(f"不支持的几何类型 {kind}", f"geometry type {kind} is not supported"))
    if kind == "Point":
        return ((_point(coordinates),),), ()
    if kind == "LineString":
        return (_line(coordinates, 2),), ()
    if kind == "Polygon":
        return _polygon(coordinates, notes, place), ()
    polygons = [_polygon(polygon, notes, place) for polygon in _list(coordinates)]
    return tuple(ring for polygon in polygons for ring in polygon), tuple(map(len, polygons))


def _polygon(coordinates: object, notes: Notes, place: Place) -> tuple[Ring, ...]:
    return tuple(_closed(_line(ring, 3), notes, place) for ring in _list(coordinates))


def _closed(ring: Ring, notes: Notes, place: Place) -> Ring:
    if ring[0] != ring[-1]:
        message = Text("多边形未闭合，已首尾相接", "the polygon was not closed; its first point was added at the end")
        notes.info("closed", message, place)
        ring = (*ring, ring[0])
    if len(ring) < LEAST["Polygon"]:
        raise _Bad("few_points", Text("多边形少于三个点", "a polygon of fewer than three points"))
    return ring


def _line(coordinates: object, least: int) -> Ring:
    ring = tuple(_point(point) for point in _list(coordinates))
    if len(ring) < least:
        raise _Bad("few_points", Text(f"点数不足：只有 {len(ring)} 个点", f"too few points: {len(ring)}"))
    return ring


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list) or not value:
        raise _Bad("bad_coordinates", Text("坐标无效：不是坐标列表", "coordinates not valid: not a list"))
    return value


def _point(value: object) -> Point:
    pair = _list(value)
    if len(pair) < 2:
        raise _Bad("bad_coordinates", Text("坐标无效：缺少 Y", "coordinates not valid: no y"))
    return _coordinate(pair[0]), _coordinate(pair[1])


def _coordinate(value: object) -> Decimal:
    usable = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if not usable or not abs(Decimal(value)) < FARTHEST:  # type: ignore[arg-type]  # narrowed by ``usable``
        raise _Bad("bad_coordinates", Text(f"坐标无效：{value}", f"coordinates not valid: {value}"))
    return Decimal(value).quantize(MM)  # type: ignore[arg-type]  # narrowed by ``usable``


def judged(feature: Feature, place: Place, notes: Notes, *, declared: bool) -> Feature:
    """Return the feature with its measures, or marked as not valid."""
    if not declared and _looks_like_degrees(feature):
        area = measured(feature).area
        message = Text(
            f"疑似经纬度而非米：范围不足 {_TINY} 米，面积约 {area or 0:f}，未采用",
            f"looks like degrees, not metres: smaller than {_TINY} m, area about {area or 0:f}; not used",
        )
        notes.error("degrees", message, place)
        return replace(feature, valid=False)
    done = measured(feature)
    if not done.valid:
        message = Text(
            "多边形自相交或环错位，面积未采用", "the polygon crosses itself or its rings do not fit; area not used"
        )
        notes.error("self_intersection", message, place)
    return done


def in_metres(features: Sequence[Feature], name: str, notes: Notes, *, declared: bool) -> Sequence[Feature]:
    """Return the features; a whole drawing smaller than a table looks like one in degrees.

    It is not used, unless it declares its unit: then it is kept, and told.
    """
    drawn = [point for one in features for ring in one.rings for point in ring]
    if len(set(drawn)) < LEAST["Polygon"] - 1 or not _within_degrees(drawn):
        return features
    zh, en = f"整张图的范围不足 {_TINY} 米，疑似经纬度", f"the whole drawing is smaller than {_TINY} m, as in degrees"
    if declared:
        message = Text(f"{zh}；按声明的米读取，请核对", f"{en}; read as the metres it declares, please check")
        notes.warn("degrees", message, Place(name))
        return features
    message = Text(f"{zh}，未采用；请换算为本地平面坐标（米）", f"{en}; not used: convert it to local metres")
    notes.error("degrees", message, Place(name))
    return [replace(one, valid=False, area=None, length=None) for one in features]


def _looks_like_degrees(feature: Feature) -> bool:
    if feature.geometry == "Point":
        return False
    return _within_degrees([point for ring in feature.rings for point in ring])


def _within_degrees(points: Sequence[Point]) -> bool:
    """Return whether points lie as close together as degrees of one site do, and could be degrees."""
    xs, ys = zip(*points, strict=True)
    small: bool = max(xs) - min(xs) < _TINY and max(ys) - min(ys) < _TINY
    return small and max(map(abs, xs)) <= 180 and max(map(abs, ys)) <= 90


def measured(feature: Feature) -> Feature:
    """Return a feature with area [m²] or length [m] as drawn; a polygon that is not valid gets neither.

    Args:
        feature: Rings closed for polygons.
    """
    found = measures(feature.geometry, feature.rings, feature.parts)
    return replace(feature, area=found.area, length=found.length, valid=feature.valid and found.valid)


def unique(features: Iterable[Feature], name: str, notes: Notes) -> Iterable[Feature]:
    """Yield the features; a code used again in its layer makes the later one invalid."""
    seen: set[tuple[str, str]] = set()
    for number, feature in enumerate(features, 1):
        key = (feature.layer, feature.code)
        if feature.code and key in seen:
            message = Text(
                f"编号 {feature.code} 重复，后一要素未采用",
                f"code {feature.code} is used twice; the later one is not used",
            )
            notes.error("duplicate_code", message, Place(name, row=number, field=feature.code))
            yield replace(feature, valid=False, area=None)
        else:
            seen.add(key)
            yield feature
