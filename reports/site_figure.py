"""The map of the site as vectors: areas, gates, posts, facilities, ways out, legend, scale, north; and crops of it.

A pure drawing of :class:`reports.site_values.SiteMap`. What cannot be drawn is said on the map; it never fails.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias, cast

import shapely as _shapely
from shapely import geometry as _geometry
from shapely.geometry.base import BaseGeometry

from reports.blocks import Span
from reports.ink import BLACK, Area, Circle, Ink, Inks, Line, Rect, Rule, Strokes, all_moved
from reports.setting import Type, block_inks, lines_of, shrunk, text_inks, width_of
from reports.site_labels import Box, Room
from reports.site_shapes import GREEN, HEAD, LOOKS, WHITE, Look, arrow, gate, greyed, head, post, post_size, sign
from reports.site_values import Crop, Ground, Key, Opening, Point, Ring, SiteMap, Spot, Way
from reports.style import SOFT

shapely: Any = _shapely
Polygon: Any = _geometry.Polygon
LineString: Any = _geometry.LineString
MultiLineString: Any = _geometry.MultiLineString
Shape: TypeAlias = BaseGeometry

SIZES = (6.5, 5.8, 5.0, 4.2)
"""Sizes of the codes of posts that are tried one after the other [pt]."""
EDGE, EDGE_OF_PART = 10.0, 20.0
"""Room around a whole map, and around a part whose exits lead out of it [pt]."""
MOST_LINES = 400
"""Hatching lines of one area."""
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000, 20_000)
"""Lengths of a scale bar [m]."""


@dataclass(frozen=True)
class View:
    """A window of the ground on paper: its lower left corner [m], points per metre, size [pt]."""

    x: float
    y: float
    scale: float
    width: float
    height: float

    def at(self, point: Point) -> tuple[float, float]:
        """Return a place on paper, y downwards."""
        return (point[0] - self.x) * self.scale, self.height - (point[1] - self.y) * self.scale

    def holds(self, point: Point, edge: float = 0.0) -> bool:
        """Return whether a place lies in the window, ``edge`` [pt] away from its rim."""
        x, y = self.at(point)
        return edge <= x <= self.width - edge and edge <= y <= self.height - edge

    @property
    def window(self) -> Shape:
        """Return the window on the ground."""
        across, up = self.width / self.scale, self.height / self.scale
        return cast("Shape", shapely.box(self.x, self.y, self.x + across, self.y + up))


def whole(points: Sequence[Point], width: float, height: float, edge: float) -> View:
    """Return a view that shows every point with an edge around them [pt]."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide, high = max(max(xs) - min(xs), 1.0), max(max(ys) - min(ys), 1.0)
    scale = min((width - 2 * edge) / wide, (height - 2 * edge) / high)
    x = (min(xs) + max(xs)) / 2 - width / scale / 2
    y = (min(ys) + max(ys)) / 2 - height / scale / 2
    return View(x, y, scale, width, height)


def site(of: SiteMap, width: float, height: float) -> Inks:
    """Return the whole map in a frame, its legend below.

    Args:
        of: What is shown; nothing at all gives a frame that says what is missing.
        width: Width [pt].
        height: Height with legend [pt].
    """
    if of.empty:
        return tuple(_nothing(of, width, height))
    legend = tuple(_legend(of.keys, width - 12))
    low = _legend_height(of.keys, width - 12) + (10.0 if of.gaps else 0.0)
    view = whole(of.points(), width, height - low, EDGE_OF_PART if of.frame else EDGE)
    inks: list[Ink] = [*_drawing(of, view, SIZES), *_north(of, view), *_scale(view)]
    inks += text_inks(of.words.sketch, 0.0, view.height - 4, Type("SANS", 6.5, 8.0, SOFT, "right"), width - 4)
    inks.append(Rule(0.0, view.height, width, view.height, 0.6))
    inks += all_moved(legend, 6.0, view.height + 3)
    if of.gaps:
        told = "；".join(of.gaps)
        inks += text_inks(told, 6.0, height - 3.5, shrunk(told, Type("SANS", 7.0, 8.5), width - 12, least=0.3))
    inks.append(Rect(0.0, 0.0, width, height, stroke=BLACK, width=1.2))
    return tuple(inks)


def crop(of: SiteMap, part: Crop, width: float, height: float) -> Inks:
    """Return the surroundings of one post in greys: its ring, its neighbours, the way out as a thick line."""
    if of.empty:
        return tuple(_nothing(of, width, height))
    scale = min(width, height) / 2 / part.reach
    view = View(part.centre[0] - width / scale / 2, part.centre[1] - height / scale / 2, scale, width, height)
    inks: list[Ink] = list(greyed(tuple(_drawing(of, view, (7.5,), part))))
    return (*inks, *_scale(view), Rect(0.0, 0.0, width, height, stroke=BLACK, width=1.0))


def _nothing(of: SiteMap, width: float, height: float) -> Iterator[Ink]:
    type_ = Type("SANS", 10.0, 15.0, SOFT, "centre")
    lines = lines_of((Span("；".join((of.words.empty, *of.gaps))),), width - 20, type_)[: int(height // 15) or 1]
    yield Rect(0.0, 0.0, width, height, stroke=BLACK, width=0.8)
    yield from block_inks(lines, 10.0, (height - 15.0 * len(lines)) / 2, type_)


def _drawing(of: SiteMap, view: View, sizes: Sequence[float], part: Crop | None = None) -> Iterator[Ink]:
    """Yield areas and lines, then labels: leading lines first, so that none crosses a label."""
    for ground in (*of.grounds, *of.zones):
        yield from _ground(ground, view)
    for way in (*of.ways, *of.routes):
        yield from _way(way, view)
    gates = [opening for opening in of.gates if view.holds(opening.middle, 9.0)]
    for opening in gates:
        yield from gate(tuple(view.at(p) for p in opening.points), opening.style)
    labels = _labels(of, gates, view, sizes) if part is None else _near(of, gates, view, part)
    if part is not None:
        yield from _way_out(part, view)
    for label in labels:
        yield from label.lead
    for label in labels:
        yield from label.inks


@dataclass(frozen=True)
class Label:
    """A label and the line that leads from its place to it."""

    inks: Inks
    lead: Inks = ()


# areas and lines


def _ground(ground: Ground, view: View) -> Iterator[Ink]:
    look = LOOKS.get(ground.style, LOOKS["ground"])
    for polygon in ground.polygons:
        for piece in _pieces(polygon, view):
            yield from _piece(piece, look, view)


def _pieces(rings: Sequence[Sequence[Point]], view: View) -> Iterator[Any]:
    """Yield the parts of a polygon in the window; a ring that crosses itself is mended first."""
    if len(rings[0]) < 3:
        return
    shape = Polygon(rings[0], [ring for ring in rings[1:] if len(ring) > 2])
    shape = shape if shape.is_valid else shapely.make_valid(shape)
    shape = shapely.intersection(shapely.simplify(shape, 0.15 / view.scale), view.window)
    yield from (p for p in getattr(shape, "geoms", (shape,)) if isinstance(p, Polygon) and not p.is_empty)


def _piece(piece: Any, look: Look, view: View) -> Iterator[Ink]:
    outer = tuple(view.at(p) for p in piece.exterior.coords[:-1])
    holes = tuple(tuple(view.at(p) for p in ring.coords[:-1]) for ring in piece.interiors)
    if look.fill:
        yield Area(0.0, 0.0, outer, look.fill, holes)
    if look.hatch is not None:
        yield from _hatch(Polygon(outer, holes), look)
    if look.line:
        for ring in (outer, *holes):
            yield Line(0.0, 0.0, ring, look.width, look.line, look.dash, closed=True)


def _hatch(shape: Any, look: Look) -> Iterator[Ink]:
    """Yield parallel lines inside a shape on paper."""
    x, y, x2, y2 = shape.bounds
    middle, reach = ((x + x2) / 2, (y + y2) / 2), math.hypot(x2 - x, y2 - y) / 2
    angle = math.radians(look.hatch or 0.0)
    along, across = (math.cos(angle), -math.sin(angle)), (math.sin(angle), math.cos(angle))
    step = max(look.step, 2 * reach / MOST_LINES)
    count = int(reach / step)
    lines = []
    for index in range(-count, count + 1):
        px, py = middle[0] + across[0] * step * index, middle[1] + across[1] * step * index
        lines.append(((px - along[0] * reach, py - along[1] * reach), (px + along[0] * reach, py + along[1] * reach)))
    found = tuple((*start, *end) for start, end in _segments(shapely.intersection(MultiLineString(lines), shape)))
    if found:
        yield Strokes(0.0, 0.0, found, 0.3, look.tint)


def _segments(shape: Any) -> Iterator[tuple[Point, Point]]:
    for part in getattr(shape, "geoms", (shape,)):
        if isinstance(part, LineString) and not part.is_empty:
            yield part.coords[0], part.coords[-1]


def _clipped(points: Sequence[Point], view: View) -> Iterator[tuple[Point, ...]]:
    """Yield the parts of a line in the window, on paper."""
    if len(points) < 2:
        return
    shape = shapely.intersection(LineString(points), view.window)
    for part in getattr(shape, "geoms", (shape,)):
        if isinstance(part, LineString) and not part.is_empty:
            yield tuple(view.at(p) for p in part.coords)


def _way(way: Way, view: View) -> Iterator[Ink]:
    look = LOOKS.get(way.style, LOOKS["boundary"])
    for points in _clipped(way.points, view):
        yield Line(0.0, 0.0, points, look.width, look.line, look.dash)
        if way.style in {"first", "second"}:
            yield from _end(points, look.line)
    for place, (x, y) in way.heads:
        if view.holds(place, HEAD / 2):
            yield from head(view.at(place), (x, -y), _dark(look.line))


def _dark(colour: str) -> str:
    """Return the colour of the arrows of a line: its own, black where that is grey."""
    return BLACK if len({colour[1:3], colour[3:5], colour[5:7]}) == 1 else colour


def _end(points: Sequence[Point], colour: str) -> Iterator[Ink]:
    (x, y), (x2, y2) = points[-2], points[-1]
    length = math.hypot(x2 - x, y2 - y)
    if length > 1:
        yield from arrow((x2, y2), ((x2 - x) / length, (y2 - y) / length), 7.0, colour)


def _way_out(part: Crop, view: View) -> Iterator[Ink]:
    for points in _clipped(part.way, view):
        yield Line(0.0, 0.0, points, 3.2, BLACK)
        yield from _end(points, BLACK)
    x, y = view.at(part.at)
    yield Circle(x, y, 17.0, stroke=BLACK, width=1.6)


# labels


def _labels(of: SiteMap, gates: Sequence[Opening], view: View, sizes: Sequence[float]) -> list[Label]:
    """Return the labels of the whole map: what has a fixed place first, the posts last."""
    room = Room(view.width, view.height)
    _keep_heads(of, view, room)
    labels = [_gate_label(opening, view, room, sizes[0]) for opening in gates]
    labels += _signs(of.signs, view, room, sizes[0] + 0.5)
    _keep_corners(room)
    labels += _names(of, view, room, 14)
    labels += _posts(of.posts, view, room, sizes)
    return labels


def _near(of: SiteMap, gates: Sequence[Opening], view: View, part: Crop) -> list[Label]:
    """Return the labels of a crop: the ringed post first, gates, what is near; names only where there is room."""
    room = Room(view.width, view.height)
    own = [spot for spot in of.posts if spot.code == part.code]
    labels = list(_posts(own, view, room, (9.0,)))
    for points in _clipped(part.way, view):
        for (x, y), (x2, y2) in itertools.pairwise(points):
            steps = max(1, int(math.hypot(x2 - x, y2 - y) / 6))
            for step in range(steps + 1):
                room.take(Box(x + (x2 - x) * step / steps, y + (y2 - y) * step / steps, 4.0, 4.0))
    _keep_heads(of, view, room)
    labels += [_gate_label(opening, view, room, 7.5) for opening in gates]
    labels += _posts([spot for spot in of.posts if spot.code in part.near], view, room, (7.5,))
    labels += _signs(of.signs, view, room, 8.0)
    bare = replace(of, zones=tuple(replace(zone, note="") for zone in of.zones))
    labels += _names(bare, view, room, 3)
    return labels


def _gate_label(opening: Opening, view: View, room: Room, size: float) -> Label:
    """Return the code of a gate on green or black, beside its bar, with an arrow outwards at exits."""
    out = opening.out or (0.0, 1.0)
    x, y = view.at(opening.middle)
    room.take(Box(x, y, 7.0, 7.0))
    text = f"{opening.code} {opening.note}".strip()
    type_ = Type("HEI", size, size, WHITE, "centre")
    width, height = width_of((Span(text),), type_) + 5, size + 3.6
    way_out = opening.style in {"exit", "emergency", "both"}
    inward = (x - out[0] * (width / 2 + 5), y + out[1] * (height / 2 + 5))
    box = room.place(*inward, width, height)
    inks = list(arrow((x, y), (out[0], -out[1]), 15.0)) if way_out and opening.out else []
    if box is None:
        return Label(tuple(inks))
    inks.append(Rect(box.x - width / 2, box.y - height / 2, width, height, fill=GREEN if way_out else "#333333"))
    inks += text_inks(text, box.x - width / 2, box.y + 0.36 * size, type_, width)
    moved = math.hypot(box.x - inward[0], box.y - inward[1]) > 1
    return Label(tuple(inks), (Rule(x, y, box.x, box.y, 0.4),) if moved else ())


def _signs(signs: Iterable[Spot], view: View, room: Room, size: float) -> Iterator[Label]:
    for spot in signs:
        if view.holds((spot.x, spot.y), size):
            x, y = view.at((spot.x, spot.y))
            box = room.place(x, y, size * 1.6, size * 1.6)
            if box is not None:
                yield Label(tuple(sign(spot.code, spot.style, (box.x, box.y), size)), _lead((x, y), box, 1.0))


def _lead(at: tuple[float, float], box: Box, least: float) -> Inks:
    """Return a line from a place to the label that had to stand aside."""
    if math.hypot(at[0] - box.x, at[1] - box.y) <= least:
        return ()
    return (Rule(*at, box.x, box.y, 0.45), Circle(*at, 1.1, fill=BLACK, width=0.3))


def _posts(posts: Sequence[Spot], view: View, room: Room, sizes: Sequence[float]) -> Iterator[Label]:
    """Yield the posts, smaller where they are many; one without room within reach is a point."""
    shown = [spot for spot in posts if view.holds((spot.x, spot.y))]
    area = sum(w * h for w, h in (post_size(spot.code, sizes[0]) for spot in shown))
    crowded = area / (view.width * view.height)
    size = next((s for s, most in zip(sizes, (0.08, 0.14, 0.2), strict=False) if crowded < most), sizes[-1])
    for spot in shown:
        width, height = post_size(spot.code, size)
        x, y = view.at((spot.x, spot.y))
        box = room.place(x, y, width + height * 0.75, height + 0.6, rings=200)
        if box is None:
            yield Label((Circle(x, y, 1.3, fill=BLACK, width=0.3),))
        else:
            yield Label(tuple(post(spot.style, spot.code, (box.x, box.y), size)), _lead((x, y), box, 1.5))


def _names(of: SiteMap, view: View, room: Room, rings: int) -> Iterator[Label]:
    """Yield the names of zones and of the ground, each where its own area is not covered by smaller ones."""
    zones = [zone for zone in of.zones if zone.polygons]
    for zone, own in zip(zones, _own_areas(tuple(zone.polygons for zone in zones)), strict=True):
        yield from _name(zone, shapely.intersection(own, view.window), view, (room, rings))
    for ground in of.grounds:
        if ground.name:
            yield from _name(ground, shapely.intersection(_union(ground.polygons), view.window), view, (room, rings))


Polygons: TypeAlias = tuple[tuple[Ring, ...], ...]


@lru_cache(maxsize=8)
def _own_areas(zones: tuple[Polygons, ...]) -> tuple[Any, ...]:
    """Return what of each area is not covered by smaller ones that come after it."""
    shapes = [_union(zone) for zone in zones]
    made = []
    for index, own in enumerate(shapes):
        smaller = [other for other in shapes[index + 1 :] if other.area < own.area]
        made.append(shapely.difference(own, shapely.union_all(smaller)) if smaller else own)
    return tuple(made)


@lru_cache(maxsize=64)
def _union(polygons: Polygons) -> Any:
    made = [Polygon(rings[0], rings[1:]) for rings in polygons if len(rings[0]) > 2]
    return shapely.union_all([one if one.is_valid else shapely.make_valid(one) for one in made])


def forget() -> None:
    """Forget the areas that were cut out, as a program has that was just started."""
    _own_areas.cache_clear()
    _union.cache_clear()


def _name(ground: Ground, seen: Any, view: View, where: tuple[Room, int]) -> Iterator[Label]:
    """Yield the name of an area in the part of it that is seen, or beside it with a line that leads there."""
    if seen.is_empty or seen.area * view.scale**2 < 260:
        return
    middle = seen.centroid if seen.contains(seen.centroid) else seen.representative_point()
    x, y = view.at((middle.x, middle.y))
    title = " ".join(part for part in (ground.code, ground.name) if part)
    x0, _, x1, _ = seen.bounds
    size = 7.0 if ground.code else 6.2
    type_ = shrunk(title, Type("HEI", size, size * 1.3, align="centre"), max(30.0, (x1 - x0) * view.scale), least=0.7)
    rows = [title, *([ground.note] if ground.note else [])]
    width = max(width_of((Span(row),), type_) for row in rows) + 3
    room, rings = where
    box = room.place(x, y, width, type_.lead * len(rows) + 1, rings=rings)
    if box is None:
        return
    inside = seen.contains(shapely.box(*_ground_box(box, view)))
    dark = ground.style in {"stage", "building"} and inside
    astray = not seen.contains(shapely.Point(*_on_ground(box.x, box.y, view)))
    yield Label(tuple(_rows(rows, box, type_, dark=dark)), _lead((x, y), box, 1.0) if astray else ())


def _rows(rows: Sequence[str], box: Box, type_: Type, *, dark: bool) -> Iterator[Ink]:
    if not dark:
        yield Rect(box.x - box.w / 2, box.y - box.h / 2, box.w, box.h, fill=WHITE)
    for index, row in enumerate(rows):
        base = box.y - box.h / 2 + type_.lead * (index + 1) - type_.size * 0.25
        face = Type("SANS" if index else "HEI", type_.size, type_.lead, WHITE if dark else BLACK, "centre")
        yield from text_inks(row, box.x - box.w / 2, base, face, box.w)


def _on_ground(x: float, y: float, view: View) -> Point:
    return view.x + x / view.scale, view.y + (view.height - y) / view.scale


def _ground_box(box: Box, view: View) -> tuple[float, float, float, float]:
    x, y = _on_ground(box.x - box.w / 2, box.y + box.h / 2, view)
    return x, y, x + box.w / view.scale, y + box.h / view.scale


# what stands around it


def _keep_heads(of: SiteMap, view: View, room: Room) -> None:
    """Keep the arrows of lines free of labels."""
    for way in of.ways:
        for place, _ in way.heads:
            if view.holds(place):
                room.take(Box(*view.at(place), HEAD * 0.8, HEAD * 0.8))


def _keep_corners(room: Room) -> None:
    """Keep the corners of the north arrow, the scale and the note free of labels."""
    room.take(Box(room.width - 20, 24, 36, 46))
    room.take(Box(75, room.height - 12, 150, 24))
    room.take(Box(room.width - 45, room.height - 6, 90, 12))


def _north(of: SiteMap, view: View) -> Iterator[Ink]:
    x, y = view.width - 20, 28.0
    yield Circle(x, y, 11.0, fill=WHITE, stroke=BLACK, width=0.8)
    yield Area(x, y, ((0.0, -10.0), (4.0, 7.0), (0.0, 3.5), (-4.0, 7.0)), BLACK)
    yield from text_inks(of.words.north, x - 12, y - 13.5, Type("HEI", 7.0, 8.0, align="centre"), 24.0)


def _scale(view: View) -> Iterator[Ink]:
    most = min(130.0, view.width * 0.3) / view.scale
    length = max((step for step in STEPS if step <= most), default=1)
    wide, y = length * view.scale, view.height - 8
    yield Rect(4.0, y - 12, wide + 24, 18.0, fill=WHITE)
    for index in range(4):
        fill = BLACK if index % 2 == 0 else WHITE
        yield Rect(10.0 + wide * index / 4, y - 1, wide / 4, 3.4, fill=fill, stroke=BLACK, width=0.4)
    small = Type("SANS", 6.5, 8.0, align="left")
    yield from text_inks("0", 8.5, y - 3.5, small)
    yield from text_inks(f"{length} m", 10.0 + wide - 8, y - 3.5, small)


KEY_WIDTH, KEY_HEIGHT = 92.0, 13.0


def _columns(width: float) -> int:
    return max(1, int(width // KEY_WIDTH))


def _legend_height(keys: Sequence[Key], width: float) -> float:
    return 6.0 + KEY_HEIGHT * -(-len(keys) // _columns(width)) if keys else 2.0


def _legend(keys: Sequence[Key], width: float) -> Iterator[Ink]:
    columns = _columns(width)
    step = width / columns
    for index, key in enumerate(keys):
        x, y = step * (index % columns), KEY_HEIGHT * (index // columns)
        yield from all_moved(tuple(_key(key)), x, y)
        type_ = shrunk(key.name, Type("SANS", 7.5, 9.0), step - 28)
        yield from text_inks(key.name, x + 26, y + 9.5, type_)


def _key(key: Key) -> Iterator[Ink]:
    middle = (11.0, 6.5)
    if key.layer == "post":
        yield from post(key.style, key.sign, middle, 6.0)
    elif key.layer == "sign":
        yield from sign(key.sign, key.style, middle, 6.5)
    elif key.layer == "gate":
        yield from gate(((2.0, 6.5), (20.0, 6.5)), key.style)
    elif key.layer == "way":
        look = LOOKS.get(key.style, LOOKS["boundary"])
        yield Line(0.0, 0.0, ((1.0, 6.5), (21.0, 6.5)), look.width, look.line, look.dash)
        for number in range(key.heads):
            at = 1.0 + 20.0 * (number + 1) / (key.heads + 1)
            yield from head((at, 6.5), (1.0, 0.0), _dark(look.line))
    else:
        corners = Polygon(((2, 2), (20, 2), (20, 11), (2, 11)))
        view = View(0.0, 0.0, 1.0, 24.0, 13.0)
        yield from _piece(corners, LOOKS.get(key.style, LOOKS["ground"]), view)
