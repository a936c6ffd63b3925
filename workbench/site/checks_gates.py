"""Gates: their zones and widths, and whether exits lead out of the ground."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbench.errors import Text
from workbench.site.ground import Ground, Item, SiteProblem, metres, point_of
from workbench.site.library import shapely


def gate_no_zone(ground: Ground) -> Iterator[SiteProblem]:
    """Tell gates whose row names no zone, or one that there is not."""
    for one in ground.items:
        if one.layer == "gate" and one.row and (not one.zone or not one.known_zone):
            named = f"（{one.zone} 不存在）" if one.zone else ""
            there = f" (there is no {one.zone})" if one.zone else ""
            text = Text(f"{one.title} 没有所属区域{named}", f"{one.title} belongs to no zone{there}")
            yield SiteProblem("gate_no_zone", text, (one.spot,), _at(one))


def _at(one: Item) -> tuple[float, float] | None:
    return point_of(one.shape) if one.shape is not None else one.place


def gate_width(ground: Ground) -> Iterator[SiteProblem]:
    """Tell gates whose clear width is not the length that is drawn."""
    for one in ground.of("gate"):
        if one.geometry != "LineString" or one.width is None or one.shape is None:
            continue
        drawn = one.shape.length
        if abs(drawn - one.width) > ground.limits.gate_tolerance + 1e-9:
            text = Text(
                f"{one.title} 净宽 {metres(one.width)} m，图上 {metres(drawn)} m",
                f"{one.title}: clear width {metres(one.width)} m, drawn {metres(drawn)} m",
            )
            yield SiteProblem("gate_width", text, (one.spot,), _at(one))


def exit_nowhere(ground: Ground) -> Iterator[SiteProblem]:
    """Tell exits that lie on no edge, have no outside, or open into water or a solid object."""
    for one in ground.having("way_out"):
        if (
            one.geometry == "LineString"
            and one.shape is not None
            and one.shape.length > 0
            and "inner" not in one.traits
        ):
            why = _nowhere(one, ground)
            if why is not None:
                text = Text(f"{one.title}：{why.zh}", f"{one.title}: {why.en}")
                yield SiteProblem("exit_nowhere", text, (one.spot,), _at(one))


def _nowhere(one: Item, ground: Ground) -> Text | None:
    """Return why an exit leads nowhere, ``None`` when it leads out."""
    line: Any = one.shape
    middle = line.interpolate(0.5, normalized=True)
    held = _held_by(one, ground)
    if held is None:
        return None
    away = held.boundary.distance(line)
    if away > ground.limits.edge_distance:
        if _in_open_fence(line, ground):
            return None
        return Text("不在围挡或所属区域的边线上", "it lies on no edge of the fence or of its zone")
    outer = [point for point in _beside(line, ground.limits.outward_distance + away) if not held.contains(point)]
    if not outer:
        return Text("两侧都在围挡或区域之内，不通向外面", "both its sides lie inside: it does not lead out")
    blocked = [_blocked(middle, point, ground) for point in outer]
    return blocked[0] if all(blocked) else None


def _in_open_fence(line: Any, ground: Ground) -> bool:
    """Return whether a gate stands in a fence that encloses nothing, as one with a gap: the gap is what is told."""
    return any(one.shape.distance(line) <= ground.limits.edge_distance for one in ground.having("fence"))


def _held_by(one: Item, ground: Ground) -> Any:
    """Return the area that an exit leads out of: the fenced ground, a hall, its zone, whichever edge is nearest."""
    zone = ground.zone_by_code.get(one.zone)
    halls = [hall.shape for hall in ground.having("solid") if hall.area and hall not in ground.solids]
    around = [*_parts(ground.enclosure), *halls, *([zone.shape] if zone is not None else [])]
    return min(around, key=lambda area: area.boundary.distance(one.shape), default=None)


def _parts(shape: Any) -> list[Any]:
    return [part for part in getattr(shape, "geoms", [shape]) if not part.is_empty]


def _beside(line: Any, reach: float) -> list[Any]:
    """Return the two points before and behind a gate, at the distance that must be clear."""
    (x1, y1), (x2, y2) = line.coords[0][:2], line.coords[-1][:2]
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    if length == 0:
        return []
    across = (-(y2 - y1) / length * reach, (x2 - x1) / length * reach)
    middle = line.interpolate(0.5, normalized=True)
    return [shapely.Point(middle.x + side * across[0], middle.y + side * across[1]) for side in (1, -1)]


def _blocked(middle: Any, point: Any, ground: Ground) -> Text | None:
    way = shapely.LineString([middle, point])
    if way.intersects(ground.water):
        return Text("外侧是水域", "it opens into the water")
    solid = next((one for one in ground.solids if one.shape is not None and way.intersects(one.shape)), None)
    if solid is not None:
        return Text(f"外侧被 {solid.title} 挡住", f"{solid.title} stands in its way")
    return None
