"""Fire and ambulance lanes, stairs and slopes: wide enough, and clear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbench.errors import Text
from workbench.site.ground import Ground, Item, SiteProblem, metres, point_of
from workbench.site.library import shapely


def no_lane(ground: Ground) -> Iterator[SiteProblem]:
    """Tell that no fire lane is drawn; the gate of one is not the lane."""
    if ground.zones and not any("lane" in one.traits for one in ground.items):
        yield SiteProblem(
            "no_lane", Text("没有绘出消防车道，净宽无法核对", "no fire lane is drawn: nobody can check its width")
        )


def lane_narrow(ground: Ground) -> Iterator[SiteProblem]:
    """Tell lanes, and gates of fire lanes, that are narrower than the pack's least width or state none."""
    least = ground.limits.lane_width
    for one in (*ground.having("lane"), *ground.having("fire_gate")):
        width = _width(one)
        if width is None:
            yield _told("lane_narrow", one, "没有填净宽", "states no clear width")
        elif width < least - 1e-9:
            wide, need = metres(width), metres(least)
            yield _told("lane_narrow", one, f"净宽 {wide} m，不足 {need} m", f"is {wide} m wide, less than {need} m")


def _width(one: Item) -> float | None:
    """Return the least of what is stated and, for a gate, what is drawn."""
    drawn = (
        [float(one.shape.length)]
        if one.layer == "gate" and one.shape is not None and one.geometry == "LineString"
        else []
    )
    return min([*drawn, *([one.width] if one.width is not None else [])], default=None)


def lane_blocked(ground: Ground) -> Iterator[SiteProblem]:
    """Tell lanes with a solid object, water, or a fence without a gate in their clear width."""
    gates: Any = shapely.union_all([one.shape for one in ground.of("gate")])
    for one in ground.having("lane"):
        if one.shape is None or one.geometry != "LineString":
            continue
        needed = shapely.buffer(one.shape, (one.width or ground.limits.lane_width) / 2 - 0.01, cap_style="flat")
        yield from _in_the_way(one, needed, ground)
        for fence in ground.having("fence"):
            crossed: Any = shapely.intersection(one.shape, fence.shape)
            if not crossed.is_empty and (gates.is_empty or crossed.distance(gates) > ground.limits.edge_distance):
                yield _told("lane_blocked", one, f"被 {fence.title} 截断", f"is cut by {fence.title}", fence)


def _in_the_way(one: Item, needed: Any, ground: Ground) -> Iterator[SiteProblem]:
    for solid in ground.solids:
        if needed.intersects(solid.shape):
            yield _told("lane_blocked", one, f"净宽内有 {solid.title}", f"has {solid.title} in its clear width", solid)
    if needed.intersects(ground.water):
        yield _told("lane_blocked", one, "经过水域", "runs through water")


def stair_width(ground: Ground) -> Iterator[SiteProblem]:
    """Tell stairs and slopes without a clear width: nobody can tell how many they carry."""
    for one in ground.having("stair"):
        if one.width is None:
            yield _told("stair_width", one, "没有填净宽", "states no clear width")


def _told(rule: str, one: Item, zh: str, en: str, *more: Item) -> SiteProblem:
    at = point_of(one.shape) if one.shape is not None else one.place
    spots = (one.spot, *(other.spot for other in more))
    return SiteProblem(rule, Text(f"{one.title} {zh}", f"{one.title} {en}"), spots, at)
