"""The drawn plan as DXF: a small reader of tag pairs for the layers of the package format.

Read are the unit of the header and, from the entities, LWPOLYLINE, LINE and POINT to the last figure, and curves and
blocks as chords (:mod:`workbench.exchange.dxf_curves`); labels (TEXT, MTEXT) are left out by rule, anything else is
counted and told. The first string of the extended data under the application name ``EAW`` is the code of an object,
the others say ``layer=``, ``kind=``, ``name=`` and ``x.key=``, where our own export wrote them. Coordinates come out in
metres, whatever the unit of the file.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from workbench.core.values import Feature, SitePlan
from workbench.errors import Text
from workbench.exchange.dxf_curves import CURVES, Curve, UnreadableError, curves
from workbench.exchange.dxf_units import unit_of
from workbench.exchange.libraries import shapes
from workbench.exchange.limits import Limits
from workbench.exchange.notes import Notes, PackageRefused, Place
from workbench.exchange.site_plan import FARTHEST, Ring, in_metres, judged, told_besides, unique
from workbench.site.geometry import MM

_LABELS = frozenset({"TEXT", "MTEXT", "ATTRIB", "DIMENSION", "VERTEX", "SEQEND"})
"""Left out by rule: words, and the corners of a POLYLINE, which are read with it."""
_FLAT = {42: re.compile(r"[-+]?0*\.?0*"), 230: re.compile(r"\+?1(\.0*)?")}
"""What a line says that is neither curved nor drawn on a plane of its own, by group code."""
_END = (0, "EOF")
_APPLICATION = "EAW"
_CLOSED = 1


@dataclass
class _Entity:
    """The tags of one entity, in file order."""

    kind: str
    tags: list[tuple[int, str]] = field(default_factory=list)

    def first(self, code: int, default: str = "") -> str:
        """Return the first value of a group code."""
        return next((value for group, value in self.tags if group == code), default)

    def all(self, code: int) -> list[str]:
        """Return every value of a group code."""
        return [value for group, value in self.tags if group == code]

    def said(self) -> tuple[str, ...]:
        """Return the extended strings under our application name."""
        inside, found = False, []
        for group, value in self.tags:
            if group == 1001:
                inside = value == _APPLICATION
            elif group == 1000 and inside:
                found.append(value)
        return tuple(found)

    @property
    def bent(self) -> bool:
        """Return whether a line of corners is curved between them, or lies in a plane of its own: ezdxf's to read."""
        told = [(group, value.strip()) for group, value in self.tags if group in _FLAT]
        return self.kind == "LWPOLYLINE" and any(not _FLAT[group].fullmatch(value) for group, value in told)

    @property
    def on_paper(self) -> bool:
        """Return whether it belongs to a sheet around the drawing: frame, title, legend."""
        return self.first(67) == "1"

    def marked(self) -> str:
        """Return the first of them; without one, nothing."""
        return next(iter(self.said()), "")


def read_dxf(data: bytes, name: str, limits: Limits, notes: Notes, *, unit: str = "") -> SitePlan:
    """Read a plan and convert it to metres.

    Args:
        data: The bytes of the DXF file, in text form.
        name: For messages.
        limits: ``geometry_points`` counts.
        notes: Gets the unit and the faults of each object.
        unit: Use this unit (``millimetre``, ``metre`` …) instead of the one the file declares.

    Returns:
        The objects in file order, layer names in small letters; ``unit`` is that of the file.

    Raises:
        PackageRefused: Not a DXF file in text form, or too many points.
    """
    tags = list(_tags(data, name))
    _tell_whole(tags, name, notes)
    found, factor = unit_of(tags, name, notes, unit)
    features: list[Feature] = []
    points = 0
    skipped: Counter[str] = Counter()
    for number, entity in enumerate((one for one in _entities(tags) if not one.on_paper), 1):
        if entity.kind not in _READERS or entity.bent:
            skipped["LWPOLYLINE" if entity.bent else entity.kind] += entity.kind not in _LABELS
            continue
        feature = _feature(entity, factor, Place(name, row=number, field=entity.marked()), notes)
        if feature is None:
            continue
        points += len(feature.rings[0])
        if points > limits.geometry_points:
            raise _refused(name, Text(f"坐标点超过上限 {limits.geometry_points}", "too many points"))
        features.append(feature)
    if any(skipped[kind] for kind in CURVES):
        curved = _curved(data, name, factor, limits.geometry_points - points, notes)
        features += _but_marks(curved, features, name, notes)
        skipped = Counter({kind: count for kind, count in skipped.items() if kind not in CURVES})
    _tell_skipped(skipped, name, notes)
    whole = [judged(f, Place(name, field=f.code), notes, declared=True) for f in _joined(features)]
    return SitePlan(tuple(unique(in_metres(whole, name, notes, declared=True), name, notes)), found)


def _but_marks(curved: list[Feature], features: list[Feature], name: str, notes: Notes) -> list[Feature]:
    """Return curves but the circles without a name that are drawn around points that have one: marks for the eye."""
    marked = {one.rings[0][0] for one in features if one.geometry == "Point" and one.code}
    found = [one for one in curved if one.code or one.geometry != "Polygon" or _middle(one) not in marked]
    if found:
        message = Text(
            f"{len(found)} 条曲线或图块内的线已按折线读取", f"{len(found)} curves or lines in blocks read as chords"
        )
        notes.info("converted", message, Place(name))
    return found


def _middle(one: Feature) -> tuple[Decimal, Decimal]:
    xs, ys = zip(*one.rings[0], strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _joined(features: list[Feature]) -> list[Feature]:
    """Return the features, closed lines of one layer and code made one area: a line inside another is a hole."""
    rings: dict[tuple[str, str], list[Ring]] = {}
    for feature in features:
        if feature.code and feature.geometry == "Polygon":
            rings.setdefault((feature.layer, feature.code), []).append(feature.rings[0])
    done: set[tuple[str, str]] = set()
    joined: list[Feature] = []
    for feature in features:
        key = (feature.layer, feature.code)
        if feature.geometry != "Polygon" or len(rings.get(key, ())) < 2:
            joined.append(feature)
        elif key not in done:
            done.add(key)
            joined.append(_area(feature, rings[key]))
    return joined


def _area(feature: Feature, rings: list[Ring]) -> Feature:
    """Return one feature of several rings: polygons in drawing order, each followed by its holes."""
    shapely = shapes()
    shells = [shapely.Polygon([(float(x), float(y)) for x, y in ring]) for ring in rings]
    parts: dict[int, list[Ring]] = {}
    for number, shell in enumerate(shells):
        outer = next((i for i, other in enumerate(shells) if i != number and other.contains(shell)), number)
        parts.setdefault(outer, []).append(rings[number])
    ordered = [sorted(part, key=lambda ring: ring is not rings[outer]) for outer, part in parts.items()]
    flat = tuple(ring for part in ordered for ring in part)
    if len(ordered) == 1:
        return replace(feature, rings=flat)
    return replace(feature, geometry="MultiPolygon", rings=flat, parts=tuple(map(len, ordered)))


def _refused(name: str, message: Text) -> PackageRefused:
    return PackageRefused(message, where=name, remedy=Text("请另存为文本格式的 DXF", "save it as a DXF in text form"))


def _tags(data: bytes, name: str) -> Iterator[tuple[int, str]]:
    """Yield group code and value of each pair of lines."""
    lines = iter(_decoded(data).splitlines())
    try:
        for code in lines:
            yield int(code), next(lines).strip()
    except (ValueError, StopIteration, RuntimeError) as error:
        raise _refused(name, Text("不是可读的 DXF 文本文件", "not readable as a DXF text file")) from error


def _tell_whole(tags: list[tuple[int, str]], name: str, notes: Notes) -> None:
    """Refuse a file without anything in it, and tell one that breaks off."""
    if not tags:
        raise _refused(name, Text("文件是空的", "the file is empty"))
    if _END not in tags[-2:]:
        message = Text(
            "图纸不完整：缺少结尾标记 EOF，后面的对象可能丢失",
            "the drawing breaks off: its end mark EOF is missing, and objects may be lost",
        )
        notes.error("incomplete", message, Place(name))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def _entities(tags: list[tuple[int, str]]) -> Iterator[_Entity]:
    """Yield the objects of the section ENTITIES."""
    inside = False
    current: _Entity | None = None
    for number, (code, value) in enumerate((*tags, _END)):
        if code != 0:
            if current is not None:
                current.tags.append((code, value))
            continue
        if current is not None:
            yield current
        current = None
        if value == "SECTION":
            inside = number + 1 < len(tags) and tags[number + 1] == (2, "ENTITIES")
        elif value == "ENDSEC":
            inside = False
        elif inside:
            current = _Entity(value)


def _feature(entity: _Entity, factor: Decimal, place: Place, notes: Notes) -> Feature | None:
    try:
        points = _points(entity, factor)
        closed = entity.kind == "LWPOLYLINE" and bool(int(entity.first(70, "0")) & _CLOSED)
    except (InvalidOperation, ValueError):
        message = Text("坐标无效，未采用", "coordinates not valid; not used")
        notes.error("bad_coordinates", message, place)
        return None
    geometry, least = ("Polygon", 3) if closed else _READERS[entity.kind]
    if len(points) < least:
        notes.error("few_points", Text("点数不足，未采用", "too few points; not used"), place)
        return None
    ring = (*points, points[0]) if closed and points[0] != points[-1] else points
    return _named(entity.first(8), entity.said(), geometry, ring)


def _named(layer: str, said: tuple[str, ...], geometry: str, ring: Ring) -> Feature:
    """Return an object with what its extended data say of it."""
    code, *more = said or ("",)
    told = dict(text.partition("=")[::2] for text in more)
    extra = told_besides({key[2:]: _value(text) for key, text in told.items() if key.startswith("x.")})
    where = told.get("layer", "") or layer.lower()
    return Feature(where, code, told.get("kind", ""), told.get("name", ""), geometry, (ring,), extra=extra)


def _value(text: str) -> object:
    """Return a value as it was written; what is none stays a text."""
    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        return text


def _curved(data: bytes, name: str, factor: Decimal, most: int, notes: Notes) -> list[Feature]:
    """Return curves and blocks as lines; a drawing that cannot be read as a whole says so."""
    found: list[Feature] = []
    left: Counter[str] = Counter()
    try:
        for curve in curves(data, _APPLICATION, float(factor), left):
            most -= len(curve.points)
            if most < 0:
                raise _refused(name, Text("坐标点超过上限", "too many points"))
            found += _chords(curve, factor)
    except UnreadableError:
        message = Text("曲线和图块无法读取，未采用", "curves and blocks could not be read; not used")
        notes.warn("curves", message, Place(name))
    for why, count in left.items():
        message = Text(f"{count} 个图块{_LEFT[why].zh}，未采用", f"{count} blocks {_LEFT[why].en}; not used")
        notes.warn("curves", message, Place(name), original=why)
    return found


def _chords(curve: Curve, factor: Decimal) -> Iterator[Feature]:
    try:
        points = tuple((_metres(repr(x), factor), _metres(repr(y), factor)) for x, y in curve.points)
    except (InvalidOperation, ValueError):
        return
    ring = tuple(point for number, point in enumerate(points) if number == 0 or point != points[number - 1])
    if curve.closed and len(ring) > 3:
        yield _named(curve.layer, curve.said, "Polygon", ring if ring[0] == ring[-1] else (*ring, ring[0]))
    elif ring:
        yield _named(curve.layer, curve.said, "LineString" if len(ring) > 1 else "Point", ring)


_LEFT = {
    "deep": Text("嵌套过深", "nested too deep"),
    "many": Text("中的对象过多", "with too many objects"),
}
_READERS: Mapping[str, tuple[str, int]] = {
    "LWPOLYLINE": ("LineString", 2),
    "LINE": ("LineString", 2),
    "POINT": ("Point", 1),
}


def _points(entity: _Entity, factor: Decimal) -> tuple[tuple[Decimal, Decimal], ...]:
    xs, ys = entity.all(10), entity.all(20)
    if entity.kind == "LINE":
        xs, ys = [*xs, *entity.all(11)], [*ys, *entity.all(21)]
    return tuple((_metres(x, factor), _metres(y, factor)) for x, y in zip(xs, ys, strict=True))


def _metres(text: str, factor: Decimal) -> Decimal:
    value = Decimal(text) * factor
    if not abs(value) < FARTHEST:
        raise ValueError(text)
    return value.quantize(MM)


def _tell_skipped(skipped: Counter[str], name: str, notes: Notes) -> None:
    for kind, count in skipped.items():
        if count:
            message = Text(f"{count} 个 {kind} 实体不在约定内，未采用", f"{count} {kind} objects are not read")
            notes.info("skipped", message, Place(name), original=kind)
