"""Posts: on dry, open ground, inside the drawing, where their rows say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from workbench.errors import Text
from workbench.site.ground import Ground, Item, SiteProblem, metres, point_of, shapes
from workbench.site.library import shapely


def post_in_water(ground: Ground) -> Iterator[SiteProblem]:
    """Tell posts that stand in the water and are not meant to."""
    wet = ground.water
    shapely.prepare(wet)
    for one in _posts(ground):
        if "afloat" not in one.traits and wet.contains(one.shape):
            yield _told("post_in_water", one, "位于水中", "stands in the water")


def post_in_building(ground: Ground) -> Iterator[SiteProblem]:
    """Tell posts inside a building or another solid object that is no hall."""
    solids = ground.solids
    if not solids:
        return
    tree = shapely.STRtree(shapes(solids))
    for one in _posts(ground):
        hit = tree.query(one.shape, predicate="within")
        if len(hit):
            solid = solids[int(hit[0])]
            yield _told("post_in_building", one, f"位于 {solid.title} 内", f"stands inside {solid.title}", solid)


def post_outside(ground: Ground) -> Iterator[SiteProblem]:
    """Tell posts outside the drawing: the rectangle around everything but posts."""
    drawn = shapes(one for one in ground.sound if one.layer != "post")
    if not drawn:
        return
    x1, y1, x2, y2 = shapely.total_bounds(drawn)
    for one in _posts(ground):
        x, y = point_of(one.shape)
        if not (x1 <= x <= x2 and y1 <= y <= y2):
            yield _told(
                "post_outside", one, f"在图幅之外（{x:.0f}, {y:.0f}）", f"lies outside the drawing ({x:.0f}, {y:.0f})"
            )


def post_moved(ground: Ground) -> Iterator[SiteProblem]:
    """Tell posts whose row gives another place than the drawing."""
    for one in _posts(ground):
        if one.place is None or not one.geometry:
            continue
        away = shapely.Point(one.place).distance(one.shape)
        if away > ground.limits.post_tolerance:
            size = metres(away)
            yield _told("post_moved", one, f"表中坐标与图上相差 {size} m", f"row and drawing are {size} m apart")


def post_no_zone(ground: Ground) -> Iterator[SiteProblem]:
    """Tell posts whose row names no zone, or one that there is not."""
    for one in ground.items:
        if one.layer == "post" and one.row and (not one.zone or not one.known_zone):
            named = f"（{one.zone} 不存在）" if one.zone else ""
            there = f" (there is no {one.zone})" if one.zone else ""
            yield _told("post_no_zone", one, f"没有所属区域{named}", f"belongs to no zone{there}")


def _posts(ground: Ground) -> Iterator[Any]:
    return (one for one in ground.of("post") if one.shape is not None and one.shape.geom_type == "Point")


def _told(rule: str, one: Item, zh: str, en: str, *more: Item) -> SiteProblem:
    at = point_of(one.shape) if one.shape is not None else one.place
    spots = (one.spot, *(other.spot for other in more))
    return SiteProblem(rule, Text(f"{one.title} {zh}", f"{one.title} {en}"), spots, at)


CHECKS: tuple[Callable[[Ground], Iterator[SiteProblem]], ...] = (
    post_in_water,
    post_in_building,
    post_outside,
    post_moved,
    post_no_zone,
)
"""The checks of posts."""
