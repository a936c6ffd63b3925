"""The ground of a plan in force: what can be walked on, what hides the view, and who stands where.

Which kinds of the drawing are solid, which uses of a zone slow down and which posts answer are lists of the pack
(``site_ground``, ``site_pace``, ``site_duty``). What cannot be read is left out and told; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from workbench.core.facts import number_of
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import by_word, choices
from workbench.core.values import Application, Feature, Row, Scalar
from workbench.crowd.parameters import ParameterSet
from workbench.errors import Text
from workbench.site.sight import Block
from workbench.site.walkable import Extent, Ground, Pen, Ring, Rings, lies_in, strip

SOLID, HALL, BRIDGE = "solid", "hall", "bridge"
FARTHEST = 100_000.0
"""Coordinates beyond this [m] are of another unit or a slip, not of one site."""

Pace = Callable[[Row | None, Choice], float]
"""How fast one comes through a zone of a use, as a factor of the free speed."""


@dataclass(frozen=True)
class Fault:
    """Something of the plan that could not be used, and how to mend it."""

    code: str
    message: Text
    remedy: Text


@dataclass(frozen=True)
class ZoneShape:
    """A drawn zone; ``crowded`` when it holds people who slow down, ``peak`` = persons expected in it."""

    code: str
    name: str
    kind: str
    rings: Rings
    peak: int | None
    crowded: bool


@dataclass(frozen=True)
class PostAt:
    """A post where it stands.

    Attributes:
        part: ``responder``, ``lookout`` or empty.
        height: Height of a lookout's stand [m].
        minutes: Time the post itself states for reaching its sector.
    """

    code: str
    name: str
    kind: str
    part: str
    x: float
    y: float
    persons: int
    zone: str
    key: bool
    on: datetime | None
    off: datetime | None
    height: float
    minutes: float | None

    def on_duty(self, moment: datetime | None) -> bool:
        """Return whether the post is manned at a moment; times that are not stated do not keep it away."""
        if moment is None or self.on is None or self.off is None:
            return True
        return self.on <= moment < self.off


@dataclass(frozen=True)
class PlaceAt:
    """An exit or an equipment point."""

    code: str
    name: str
    x: float
    y: float


@dataclass(frozen=True)
class SiteCase:
    """A plan in force as geometry.

    Attributes:
        blocks: Obstacles with their assumed heights.
        screens: Lines that hide the view, with their heights: fences, walls of halls.
        faults: What could not be used.
    """

    ground: Ground
    zones: tuple[ZoneShape, ...]
    posts: tuple[PostAt, ...]
    exits: tuple[PlaceAt, ...]
    equipment: tuple[PlaceAt, ...]
    blocks: tuple[Block, ...]
    screens: tuple[tuple[Ring, float], ...]
    faults: tuple[Fault, ...]


def site_case(application: Application, pack: Pack, constants: ParameterSet, pace: Pace) -> SiteCase:
    """Return the ground of an application.

    Args:
        application: The plan in force.
        pack: Lists of kinds.
        constants: Parameters of the pack.
        pace: How fast one comes through a crowded zone.
    """
    return _Reader(application, pack, constants, pace).read()


class _Reader:
    """Reads one plan; every fault found on the way is kept."""

    def __init__(self, application: Application, pack: Pack, constants: ParameterSet, pace: Pace) -> None:
        self.application, self.pack, self.constants, self.pace = application, pack, constants, pace
        self.faults: list[Fault] = []
        features = application.site.features if application.site else ()
        self.features = tuple(one for one in features if self._usable(one))

    def read(self) -> SiteCase:
        """Return the plan as geometry."""
        drawn = tuple(self._zones())
        zones = tuple(zone for zone, _pace, _role in drawn)
        posts, exits, equipment = tuple(self._posts()), tuple(self._exits()), tuple(self._equipment())
        bases = [(one, self._base(one)) for one in self.features if one.layer == "base" and _polygonal(one)]
        halls = [one for one, row in bases if _role(row) == HALL and _venue(one, zones)]
        solids = [one for one, row in bases if _role(row) in {SOLID, HALL} and one not in halls]
        staged = [(zone, row) for zone, _pace, row in drawn if row is not None and _role(row) == SOLID]
        barriers = [one for one in self.features if one.layer == "barrier"]
        fences = [ring for one in barriers for ring in _rings(one)]
        walls = [ring for one in halls for ring in _rings(one)]
        gates = tuple(ring for one in self.features if one.layer == "gate" for ring in _rings(one))
        ground = Ground(
            extent=self._extent(zones, (*fences, *gates), posts),
            solids=(*(_rings(one) for one in solids), *(zone.rings for zone, _row in staged)),
            bridges=tuple(_rings(one) for one, row in bases if _role(row) == BRIDGE),
            walls=(*fences, *walls),
            gates=gates,
            pens=(*(Pen(zone.rings, pace) for zone, pace, _role in drawn if pace < 1), *self._stairs()),
            gate_depth=self._metres("coverage.gate_depth"),
        )
        heights: list[tuple[Rings, float]] = [(_rings(one), self._height(one)) for one in solids]
        heights += [(zone.rings, self._assumed(row)) for zone, row in staged]
        screens = [(ring, self._height(one)) for one in (*barriers, *halls) for ring in _rings(one)]
        blocks = tuple(Block(rings, height) for rings, height in heights if height > 0)
        return SiteCase(ground, zones, posts, exits, equipment, blocks, tuple(screens), tuple(self.faults))

    # Parts of the drawing

    def _usable(self, feature: Feature) -> bool:
        if not feature.valid:
            self._fault(
                feature.code,
                Text("图形无效，未计入通行地面", "its drawing is not valid; left out of the walkable ground"),
                Text("更正图形（自相交、重复编号）", "mend the drawing (crossing edges, a code used twice)"),
            )
            return False
        if any(abs(value) > FARTHEST for ring in feature.rings for point in ring for value in point):
            self._fault(
                feature.code,
                Text("坐标离场地过远，未采用", "its coordinates are far off any site; left out"),
                Text("检查坐标单位", "check the unit of the coordinates"),
            )
            return False
        return True

    def _fault(self, code: str, message: Text, remedy: Text) -> None:
        self.faults.append(Fault(code, message, remedy))

    def _base(self, feature: Feature) -> Choice | None:
        return choices(self.pack, "site_ground").get(feature.kind)

    def _metres(self, code: str) -> float:
        value = self.constants[code].value
        assert value is not None
        return float(value)

    def _height(self, feature: Feature) -> float:
        """Return the height of an obstacle [m]: as the drawing says, else as the pack assumes."""
        stated = number_of(dict(feature.extra).get("height"))
        if stated is not None and stated > 0:
            return float(stated)
        return self._metres("sight.fence") if feature.layer == "barrier" else self._assumed(self._base(feature))

    def _assumed(self, row: Choice | None) -> float:
        return self._metres(str(row.data["height"])) if row is not None and "height" in row.data else 0.0

    def _stairs(self) -> Iterator[Pen]:
        """Yield stairs and slopes as strips over their width with a pace of their own."""
        for feature in (one for one in self.features if one.layer == "stair"):
            row = self._base(feature)
            if row is not None and "pace" in row.data:
                width = number_of(dict(feature.extra).get("width"))
                wide = float(width) if width is not None and width > 0 else self._metres("coverage.stair_width")
                yield Pen(strip(_rings(feature)[0], wide), self._metres(str(row.data["pace"])))

    def _zones(self) -> Iterator[tuple[ZoneShape, float, Choice | None]]:
        """Yield every drawn zone with its pace and the row of its use."""
        rows = {str(row["ref"] or row["code"]): row for row in self.application.rows("zones")}
        drawn = [one for one in self.features if one.layer == "zone" and _polygonal(one)]
        for feature in drawn:
            row = rows.pop(feature.code, None)
            use = by_word(self.pack, "site_pace", row["use"]) if row is not None else None
            crowded = use is not None and "pace" in use.data
            pace = self.pace(row, use) if use is not None and crowded else 1.0
            peak = _whole(row["expected_peak"]) if row is not None else None
            code = str(row["code"]) if row is not None else feature.code
            name = str(row["name"] or "") if row is not None else feature.name
            yield ZoneShape(code, name, feature.kind, _rings(feature), peak, crowded), pace, use
        for row in rows.values():
            self._fault(
                str(row["code"]),
                Text("区域没有图形，不计到达比例", "the zone is not drawn; no shares for it"),
                Text("在平面图上绘出该区域", "draw the zone on the plan"),
            )

    def _extent(self, zones: tuple[ZoneShape, ...], lines: tuple[Ring, ...], posts: tuple[PostAt, ...]) -> Extent:
        """Return what is worked on: zones, fences and gates with a margin; without any of them, the posts."""
        points = [point for zone in zones for ring in zone.rings for point in ring]
        points += [point for line in lines for point in line]
        points = points or [(one.x, one.y) for one in posts]
        if not points:
            return Extent(0, 0, 0, 0)
        margin = self._metres("coverage.margin")
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        return Extent(min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin)

    # Posts, exits, equipment

    def _posts(self) -> Iterator[PostAt]:
        parts = choices(self.pack, "site_duty")
        for row in self.application.rows("posts"):
            place = self._place(row, "post")
            if place is None:
                continue
            kind = str(row["kind"] or "")
            duty = parts.get(kind)
            minutes, height = number_of(row["response_min"]), number_of(row["height_cm"])
            yield PostAt(
                code=str(row["code"]),
                name=str(row["name"] or ""),
                kind=kind,
                part=str(duty.data["part"]) if duty else "",
                x=place[0],
                y=place[1],
                persons=max(0, _whole(row["persons"]) or 0),
                zone=str(row["zone"] or ""),
                key=row["is_key"] is True,
                on=_moment(row["on"]),
                off=_moment(row["off"]),
                height=float(height or 0) / 100,
                minutes=None if minutes is None else float(minutes),
            )

    def _place(self, row: Row, layer: str) -> tuple[float, float] | None:
        """Return where a row's object is: as the row says, else as it is drawn; ``None`` is told."""
        x, y, code = number_of(row["x"]), number_of(row["y"]), str(row["code"])
        if x is not None and y is not None:
            return float(x), float(y)
        drawn = next((one for one in self.features if one.layer == layer and one.code == code), None)
        if drawn is not None:
            return _middle(_rings(drawn)[0])
        self._fault(
            code,
            Text("没有坐标，未计入", "it has no coordinates; left out"),
            Text("填写坐标或在图上标出", "state its coordinates or draw it"),
        )
        return None

    def _exits(self) -> Iterator[PlaceAt]:
        """Yield the openings the audience may leave by, at the middle of their drawn line where there is one."""
        drawn = {one.code: _middle(_rings(one)[0]) for one in self.features if one.layer == "gate"}
        for row in self.application.rows("gates"):
            if row["evac"] is True:
                place = drawn.get(str(row["code"])) or self._place(row, "gate")
                if place is not None:
                    yield PlaceAt(str(row["code"]), str(row["name"] or ""), *place)

    def _equipment(self) -> Iterator[PlaceAt]:
        """Yield the equipment points the forces state; where they state none, those drawn."""
        parts = choices(self.pack, "site_duty")
        stated = False
        for row in self.application.rows("forces"):
            duty = parts.get(str(row["kind"] or ""))
            x, y = number_of(row["x"]), number_of(row["y"])
            if duty is not None and duty.data["part"] == "equipment" and x is not None and y is not None:
                stated = True
                yield PlaceAt(str(row["name"] or ""), str(row["name"] or ""), float(x), float(y))
        for feature in self.features if not stated else ():
            if feature.layer == "equipment":
                yield PlaceAt(feature.code, feature.name, *_middle(_rings(feature)[0]))


def _polygonal(feature: Feature) -> bool:
    return feature.geometry in {"Polygon", "MultiPolygon"}


def _role(row: Choice | None) -> str:
    return str(row.data.get("role", "")) if row is not None else ""


def _venue(feature: Feature, zones: tuple[ZoneShape, ...]) -> bool:
    """Return whether a zone lies in a building, so that one walks in it."""
    return any(lies_in(zone.rings, _rings(feature)) for zone in zones)


def _rings(feature: Feature) -> tuple[tuple[tuple[float, float], ...], ...]:
    return tuple(tuple((float(x), float(y)) for x, y in ring) for ring in feature.rings)


def _middle(line: Ring) -> tuple[float, float]:
    (x1, y1), (x2, y2) = line[0], line[-1]
    return (x1 + x2) / 2, (y1 + y2) / 2


def _whole(value: Scalar) -> int | None:
    found = number_of(value)
    return None if found is None else int(found)


def _moment(value: Scalar) -> datetime | None:
    return value if isinstance(value, datetime) else None
