"""The map of a plan: its rows and its drawing as plain shapes, and what of it could not be drawn.

Posts stand where their rows say; areas, gates and lines as drawn, gates that are not drawn where their rows say.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from reports.site_values import Crop, Ground, Key, MapWords, Opening, Point, Ring, SiteMap, Spot, Way
from workbench.core.crowd_case import CrowdCase
from workbench.core.facts import number_of
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import by_word
from workbench.core.site_checks import ONE_WAY
from workbench.core.values import Application, Feature, Row, Scalar
from workbench.errors import Text
from workbench.site.directions import ONE_ARROW, ONE_WAY_ARROWS, heads
from workbench.site.ways import Ground as Walkable
from workbench.site.ways import Walk

SIGNS = "map_signs"
_POINTS = frozenset({"command", "medical", "assembly", "equipment", "fire", "power", "drop", "checkpoint"})
_BLOCKS = frozenset({"water", "building", "stage"})
"""Styles of ground that nobody walks through."""
_WAYS_OUT = frozenset({"exit", "emergency", "both"})
_STAIR = "stair"
"""Layer of stairs and slopes; their kind tells which."""
LEAST_REACH = 30.0
"""Least half of the shorter side of a crop [m]."""
PAST = 12.0
"""How far the way out leads beyond its exit [m]."""
WIDER = 1.5
"""How much wider than high a crop is, about."""


@dataclass(frozen=True)
class PlanMap:
    """The map of a plan and what is asked of it: walks to exits, crops around posts."""

    application: Application
    pack: Pack
    crowd: CrowdCase
    language: str = "zh"

    def words(self, zh: str, en: str) -> str:
        """Return the text in the language of the paper."""
        return Text(zh, en).in_language(self.language)

    @cached_property
    def map(self) -> SiteMap:
        """Return the map without ways out."""
        made = SiteMap(
            MapWords(
                self.words("北", "N"),
                self.words("示意图，非测绘图", "Sketch, not a survey"),
                self.words("没有可绘制的内容", "Nothing can be drawn"),
            ),
            tuple(self._grounds()),
            tuple(self._zones()),
            tuple(self._ways()),
            self.gates,
            tuple(self._posts()),
            tuple(self._signs()),
            gaps=tuple(gap.in_language(self.language) for gap in self._gaps()),
        )
        return _keyed(made, self)

    def sign(self, layer: str, word: Scalar) -> Choice | None:
        """Return how a thing is drawn, by its layer and the word of the workbook or the drawing."""
        return self._by_word.get((layer, str(word)))

    @cached_property
    def _by_word(self) -> Mapping[tuple[str, str], Choice]:
        rows = self.pack.lists[SIGNS].values()
        return {(str(row.data["layer"]), str(row.data["word"])): row for row in rows}

    def style(self, layer: str, word: Scalar, other: str) -> str:
        """Return the style of a thing; ``other`` where the pack does not know it."""
        row = self.sign(layer, word)
        return str(row.data["style"]) if row else other

    def _features(self, layer: str) -> Iterator[Feature]:
        return iter(()) if self.application.site is None else self.application.site.layer(layer)

    def _grounds(self) -> Iterator[Ground]:
        for feature in self._features("base"):
            yield Ground(self.style("ground", feature.kind, "ground"), "", feature.name, _polygons(feature))

    def _zones(self) -> Iterator[Ground]:
        """Yield the areas of the sheet as drawn, the largest first."""
        drawn = {feature.code: feature for feature in self._features("zone")}
        rows = [(row, drawn.get(str(row["ref"] or row["code"]))) for row in self.application.rows("zones")]
        known = [(row, feature) for row, feature in rows if feature is not None]
        for row, feature in sorted(known, key=lambda pair: -_extent(pair[1])):
            use = by_word(self.pack, "zone_uses", row["use"])
            audience = use is not None and use.data.get("holding") is True
            style = "audience" if audience else self.style("zone", row["kind"], "boundary")
            peak = row["expected_peak"]
            note = self.words(f"峰值 {peak} 人", f"peak {peak}") if peak else ""
            yield Ground(style, str(row["code"]), str(row["name"] or ""), _polygons(feature), note)

    def _ways(self) -> Iterator[Way]:
        for layer in ("barrier", "boundary", "stair", "route", "lane", "patrol"):
            for feature in self._features(layer):
                style = self.style("way", layer, "boundary")
                style = self.style("way", feature.kind, style) if layer == _STAIR else style
                turned = heads(feature, one_way=feature.get(ONE_WAY) is True)
                yield Way(style, feature.name, _points(feature), turned)

    @cached_property
    def gates(self) -> tuple[Opening, ...]:
        """Return the gates of the sheet that have a place."""
        return tuple(self._gates())

    def _gates(self) -> Iterator[Opening]:
        drawn = {feature.code: feature for feature in self._features("gate")}
        middle = _middle([p for f in self._features("gate") for p in _points(f)])
        for row in self.application.rows("gates"):
            code = str(row["code"])
            points = _points(drawn[code]) if code in drawn else _bar(row)
            if points:
                yield Opening(self.style("gate", row["kind"], "inner"), code, points, _outwards(points, middle))

    def _posts(self) -> Iterator[Spot]:
        for row in self.application.rows("posts"):
            place = place_of(row)
            if place is not None:
                yield Spot(self.style("post", row["kind"], "fixed"), str(row["code"]), *place)

    def _signs(self) -> Iterator[Spot]:
        site = self.application.site
        for feature in () if site is None else site.features:
            if feature.layer in _POINTS and feature.rings:
                row = self.sign("sign", feature.layer)
                letter = str(row.data[f"sign_{self.language}"]) if row else feature.code[:2]
                yield Spot(feature.layer, letter, *_points(feature)[0])

    def _gaps(self) -> Iterator[Text]:
        """Yield what of the plan is not on the map."""
        if self.application.site is None:
            yield Text("没有平面图，只标点位", "there is no drawing; only points are shown")
        drawn = {feature.code for feature in self._features("zone")}
        zones = [str(r["code"]) for r in self.application.rows("zones") if str(r["ref"] or r["code"]) not in drawn]
        lost = [str(r["code"]) for r in self.application.rows("posts") if place_of(r) is None]
        codes = {str(r["code"]) for r in self.application.rows("posts")}
        extra = [f.code for f in self._features("post") if f.code not in codes]
        for found, zh, en in (
            (zones, "未绘区域", "zones not drawn"),
            (lost, "未标坐标的岗位", "posts without a place"),
            (extra, "图上有而岗位表没有", "drawn, but not among the posts"),
        ):
            if found:
                yield Text(f"{zh}：{_some(found)}", f"{en}: {_some(found)}")

    # ways out

    @cached_property
    def exits(self) -> Mapping[str, Opening]:
        """Return the exits of the sums that have a place."""
        leaving = self.crowd.leaving
        codes = {one.code for one in leaving.exits} if leaving else set()
        return {gate.code: gate for gate in self.gates if gate.code in codes}

    @cached_property
    def _walkable(self) -> Walkable:
        rings = [polygon[0] for ground in self._grounds() if ground.style in _BLOCKS for polygon in ground.polygons]
        return Walkable(rings)

    def ways_out(self, start: Point) -> tuple[tuple[str, Walk], ...]:
        """Return the exits by length of the walk from a place, the nearest first."""
        exits = tuple(self.exits.values())
        if not exits:
            return ()
        walks = self._walkable.walks(start, tuple(gate.middle for gate in exits))
        found = zip((gate.code for gate in exits), walks, strict=True)
        return tuple(sorted(found, key=lambda pair: (not pair[1].free, pair[1].length, pair[0])))

    def crop(self, row: Row) -> tuple[Crop | None, str, float | None]:
        """Return the surroundings of a post, its nearest exit and the walk to it [m]; nothing without a place."""
        place, code = place_of(row), str(row["code"])
        if place is None:
            return None, "", None
        near = self.neighbours(row)
        ways = self.ways_out(place)
        if not ways:
            return Crop(code, place, place, LEAST_REACH, near=near), "", None
        name, walk = ways[0]
        end = self.exits[name].out or (0.0, 0.0)
        points = (*walk.points, (walk.points[-1][0] + end[0] * PAST, walk.points[-1][1] + end[1] * PAST))
        xs, ys = [x for x, _ in points], [y for _, y in points]
        centre = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
        reach = max((max(xs) - min(xs)) / 2 / WIDER, (max(ys) - min(ys)) / 2) * 1.3
        return Crop(code, place, centre, max(reach, LEAST_REACH), points, near), name, walk.length

    def neighbours(self, row: Row, most: int = 6) -> tuple[str, ...]:
        """Return the codes of the posts nearest to a post, the nearest first."""
        place = place_of(row)
        if place is None:
            return ()
        placed = ((place_of(other), str(other["code"])) for other in self.application.rows("posts"))
        far = sorted((math.dist(place, at), code) for at, code in placed if at is not None and code != row["code"])
        return tuple(code for _, code in far[:most])


def place_of(row: Row) -> Point | None:
    """Return where a row says that it stands [m]; ``None`` when it does not."""
    x, y = number_of(row["x"]), number_of(row["y"])
    return None if x is None or y is None else (float(x), float(y))


def _points(feature: Feature) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in feature.rings[0]) if feature.rings else ()


def _polygons(feature: Feature) -> tuple[tuple[Ring, ...], ...]:
    rings = [tuple((float(x), float(y)) for x, y in ring) for ring in feature.rings]
    counts = feature.parts or (len(rings),)
    made, start = [], 0
    for count in counts:
        made.append(tuple(rings[start : start + count]))
        start += count
    return tuple(polygon for polygon in made if polygon and len(polygon[0]) > 2)


def _extent(feature: Feature) -> float:
    """Return the area of the box around a feature: what lies inside another thing is drawn after it."""
    points = [p for ring in feature.rings for p in ring]
    xs, ys = [float(x) for x, _ in points], [float(y) for _, y in points]
    return (max(xs) - min(xs)) * (max(ys) - min(ys)) if points else 0.0


def _middle(points: Iterable[Point]) -> Point | None:
    found = list(points)
    if not found:
        return None
    xs, ys = [x for x, _ in found], [y for _, y in found]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _bar(row: Row) -> tuple[Point, ...]:
    """Return a line across a gate that is not drawn, as wide as its row says."""
    place, width = place_of(row), number_of(row["width"])
    if place is None:
        return ()
    half = float(width or 2) / 2
    return ((place[0] - half, place[1]), (place[0] + half, place[1]))


def _outwards(points: tuple[Point, ...], middle: Point | None) -> Point | None:
    """Return the direction across a gate that leads away from the middle of all gates."""
    (x, y), (x2, y2) = points[0], points[-1]
    length = math.hypot(x2 - x, y2 - y)
    if middle is None or not length:
        return None
    normal = ((y2 - y) / length, (x - x2) / length)
    away = ((x + x2) / 2 - middle[0], (y + y2) / 2 - middle[1])
    return normal if normal[0] * away[0] + normal[1] * away[1] >= 0 else (-normal[0], -normal[1])


def _some(codes: list[str]) -> str:
    return "、".join(codes[:12]) + ("…" if len(codes) > 12 else "")


def _keyed(made: SiteMap, plan: PlanMap) -> SiteMap:
    """Return the map with a legend of what is on it, in the order of the pack."""
    shown = {("zone", g.style) for g in made.zones} | {("ground", g.style) for g in made.grounds}
    shown |= {("way", way.style) for way in (*made.ways, *made.routes)} | {("gate", g.style) for g in made.gates}
    shown |= {("way", ONE_WAY) for way in made.ways if len(way.heads) == len(ONE_WAY_ARROWS)}
    shown |= {("post", spot.style) for spot in made.posts} | {("sign", spot.style) for spot in made.signs}
    keys: dict[tuple[str, str], Key] = {}
    for row in plan.pack.lists[SIGNS].values():
        of = (str(row.data["layer"]), str(row.data["style"]))
        if of in shown:
            letter = str(row.data.get(f"sign_{plan.language}", ""))
            turned = _most_heads(made, of)
            keys.setdefault(of, Key(of[0], of[1], row.text.in_language(plan.language), letter, turned))
    return replace(made, keys=tuple(keys.values()))


def _most_heads(made: SiteMap, of: tuple[str, str]) -> int:
    """Return how many arrows the sample of a line has: those of a one-way are explained by an entry of their own."""
    if of == ("way", ONE_WAY):
        return len(ONE_WAY_ARROWS)
    led = of[0] == "way" and any(way.heads for way in made.ways if way.style == of[1])
    return len(ONE_ARROW) if led else 0
