"""A plan as a simulation needs it: where one can walk, the ways out, where people begin; refused where it makes none.

Nothing is repaired silently. Rooms that hang together nowhere, no exit, an exit off the edge or too narrow for a
person, a start outside: each is refused with the code of the feature.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from workbench.crowd.model import refuse
from workbench.errors import Text

LEAST_WIDTH = 0.6
"""Narrowest opening [m] through which a simulated person passes."""
MOST_WIDTH = 500.0
NEAR = 0.35
"""How far [m] an exit may lie from the edge of the walkable area: half a wall."""
LEAST_AREA = 1.0

Pair = tuple[float, float]


@dataclass(frozen=True)
class Exit:
    """A way out: a line over its clear width, seen from inside; ``outward`` is the unit vector that leads out."""

    code: str
    start: Pair
    end: Pair
    outward: Pair = (0.0, 0.0)

    @property
    def width(self) -> float:
        """Return the clear width [m]."""
        return hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])

    @property
    def middle(self) -> Pair:
        """Return the middle of the line."""
        return (self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2


@dataclass(frozen=True)
class Start:
    """Where people begin; ``persons`` is ``None`` when the plan does not say how many."""

    code: str
    area: Polygon | MultiPolygon
    persons: int | None = None


@dataclass(frozen=True)
class Plan:
    """A plan that can be walked in.

    Attributes:
        walkable: One polygon, obstacles taken out.
        exits, starts: In the order of the file; codes are unique.
        queues, stairs: Where the facility is not a walkway.
        notes: What was taken how, for the report.
    """

    walkable: Polygon
    exits: tuple[Exit, ...]
    starts: tuple[Start, ...]
    queues: tuple[Polygon, ...] = ()
    stairs: tuple[Polygon, ...] = ()
    notes: tuple[Text, ...] = ()


def polygons(shape: BaseGeometry) -> tuple[Polygon, ...]:
    """Return the polygons a shape is made of; lines and points in it do not count."""
    if isinstance(shape, Polygon):
        return (shape,) if not shape.is_empty else ()
    parts = getattr(shape, "geoms", ())
    return tuple(one for part in parts for one in polygons(part))


def near(shape: BaseGeometry, point: Pair) -> bool:
    """Return whether a point lies on a shape or as near to it as half a wall."""
    return bool(shapely.distance(shape, shapely.points(point)) <= NEAR)  # type: ignore[no-untyped-call]


def _share(one: BaseGeometry, other: BaseGeometry) -> bool:
    return bool(shapely.intersects(one, other))  # type: ignore[no-untyped-call]


def made(
    free: BaseGeometry,
    exits: Sequence[Exit],
    starts: Sequence[Start],
    facilities: Mapping[str, tuple[Polygon, ...]] | None = None,
    notes: Sequence[Text] = (),
) -> Plan:
    """Return the plan of an area with its exits and starts, once it can be walked in.

    Args:
        free: Walkable area, obstacles taken out.
        exits: Lines on its edge; which side is out is found here.
        starts: Where people begin; none = the whole area.
        facilities: Polygons by facility other than walkways.
        notes: What was taken how.

    Raises:
        InputError: Names the exit, the start or the plan that is at fault.
    """
    if not exits:
        mend = Text("在平面图中绘出至少一个出口", "draw at least one exit in the plan")
        raise refuse("exit", "平面图没有出口", "the plan has no exit", mend)
    _unique([*(one.code for one in exits), *(one.code for one in starts)])
    room = _hangs_together(free, starts, exits)
    places = tuple(replace(one, area=_inside(one, room)) for one in starts) or (Start("all", room),)
    kinds = facilities or {}
    doors = tuple(_turned(one, room) for one in exits)
    return Plan(room, doors, places, kinds.get("queue", ()), kinds.get("stair", ()), tuple(notes))


def _unique(codes: Sequence[str]) -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise refuse(code, f"编号 {code} 重复", f"the code {code} is used twice")


def _hangs_together(free: BaseGeometry, starts: Sequence[Start], exits: Sequence[Exit]) -> Polygon:
    """Return the one room that all starts and exits share; a room in which no way begins or ends is left out."""
    rooms = [one for one in polygons(free) if one.area >= LEAST_AREA]
    used = [room for room in rooms if any(_share(room, one.area.buffer(-NEAR)) for one in starts)]
    if not starts:
        used = [room for room in rooms if any(near(room, one.middle) for one in exits)]
        used = rooms if len(rooms) > 1 and used else used
    if len(used) > 1:
        areas = "、".join(f"{room.area:.0f} m²" for room in used[:5])
        raise refuse(
            "walkable",
            f"可通行区域不连通：{len(used)} 个部分（{areas}）",
            f"the walkable area falls into {len(used)} rooms that do not hang together ({areas})",
            Text("用门洞或通道连接各部分，或删去用不到的部分", "join the rooms by openings, or remove those not used"),
        )
    if not used:
        code = starts[0].code if starts else exits[0].code
        raise refuse(code, f"{code} 不在可通行区域内", f"{code} lies outside the walkable area")
    return used[0]


def _inside(start: Start, room: Polygon) -> Polygon | MultiPolygon:
    inner = shapely.union_all(polygons(shapely.intersection(start.area, room)))
    if inner.area < LEAST_AREA:
        raise refuse(
            start.code, f"起始区域 {start.code} 不在可通行区域内", f"start {start.code} lies outside the walkable area"
        )
    assert isinstance(inner, Polygon | MultiPolygon)
    return inner


def _turned(door: Exit, room: Polygon) -> Exit:
    """Return the exit with its outward side; refuse one that is no opening in the edge."""
    if not door.width >= LEAST_WIDTH or door.width > MOST_WIDTH:
        raise refuse(
            door.code,
            f"出口 {door.code} 净宽 {door.width:.2f} m 超出范围（应 {LEAST_WIDTH:g}～{MOST_WIDTH:g} m）",
            f"exit {door.code} is {door.width:.2f} m wide (must be {LEAST_WIDTH:g} to {MOST_WIDTH:g} m)",
        )
    ends = (door.start, door.middle, door.end)
    if not all(near(room.exterior, point) for point in ends):
        raise refuse(
            door.code,
            f"出口 {door.code} 不在可通行区域的外边界上",
            f"exit {door.code} does not lie on the outer edge of the walkable area",
            Text("把出口线画在围挡或墙的开口处", "draw the exit where the fence or the wall opens"),
        )
    across = ((door.end[1] - door.start[1]) / door.width, (door.start[0] - door.end[0]) / door.width)
    inner = [_reach(door, room, (side * across[0], side * across[1])) for side in (1, -1)]
    side = 1 if inner[0] < inner[1] else -1
    return replace(door, outward=(side * across[0], side * across[1]))


def _reach(door: Exit, room: Polygon, way: Pair) -> float:
    """Return how much of a strip beside the exit, one metre deep, is walkable."""
    corners = [door.start, door.end, _moved(door.end, way, 1.0), _moved(door.start, way, 1.0)]
    return float(shapely.intersection(shapely.polygons(corners), room).area)


def _moved(point: Pair, way: Pair, by: float) -> Pair:
    return point[0] + way[0] * by, point[1] + way[1] * by
