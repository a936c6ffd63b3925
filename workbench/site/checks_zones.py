"""Zones and fences: overlaps, zones outside what should hold them, and openings of the fence that no gate closes."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Any

from workbench.errors import Text
from workbench.site.ground import TOLERANCE, Ground, Item, SiteProblem, metres, point_of, shapes
from workbench.site.library import shapely


def no_areas(ground: Ground) -> Iterator[SiteProblem]:
    """Tell that no zone is drawn: no capacity, no coverage and no map can be made."""
    if not ground.zones:
        yield SiteProblem(
            "no_areas",
            Text("没有绘出任何分区，面积与覆盖无法核对", "no zone is drawn: areas and coverage cannot be checked"),
        )


def overlap(ground: Ground) -> Iterator[SiteProblem]:
    """Tell zones that share ground and should not: those that hold no other zones."""
    leaves = [one for one in ground.zones if "ring" not in one.traits]
    if len(leaves) < 2:
        return
    found: Any = [one.shape for one in leaves]
    tree = shapely.STRtree(found)
    first, second = tree.query(found, predicate="intersects")
    for i, j in sorted((int(a), int(b)) for a, b in zip(first, second, strict=True) if a < b):
        shared = shapely.intersection(found[i], found[j])
        if shared.area > ground.limits.overlap_area:
            yield _overlapping(leaves[i], leaves[j], shared)


def _overlapping(one: Item, other: Item, shared: Any) -> SiteProblem:
    size, held = f"{shared.area:.0f}", "core" in one.traits & other.traits
    twice = Text("，人数会重复计算", ": people would be counted twice") if held else Text("", "")
    text = Text(
        f"{one.title} 与 {other.title} 重叠 {size} m²{twice.zh}",
        f"{one.title} and {other.title} overlap by {size} m²{twice.en}",
    )
    return SiteProblem("overlap", text, (one.spot, other.spot), point_of(shared))


def outside_control(ground: Ground) -> Iterator[SiteProblem]:
    """Tell zones that reach outside the control zone, where there is one."""
    control = [one for one in ground.zones if "control" in one.traits and "ring" in one.traits]
    if not control:
        return
    held = shapely.buffer(shapely.union_all(shapes(control)), TOLERANCE)
    for one in ground.zones:
        if "control" not in one.traits and (out := _left(one, held, ground)) is not None:
            text = Text(
                f"{one.title} 有 {out.area:.0f} m² 在控制区之外",
                f"{one.title}: {out.area:.0f} m² lie outside the control zone",
            )
            yield SiteProblem("outside_control", text, (one.spot, control[0].spot), point_of(out))


def outside_fence(ground: Ground) -> Iterator[SiteProblem]:
    """Tell core zones that reach outside the fence, where the fence encloses something."""
    if ground.enclosure.is_empty:
        return
    held = shapely.buffer(ground.enclosure, ground.limits.edge_distance / 2)
    for one in ground.zones:
        if "core" in one.traits and (out := _left(one, held, ground)) is not None:
            text = Text(
                f"{one.title} 有 {out.area:.0f} m² 在围挡之外", f"{one.title}: {out.area:.0f} m² lie outside the fence"
            )
            yield SiteProblem("outside_fence", text, (one.spot,), point_of(out))


def _left(one: Item, held: Any, ground: Ground) -> Any:
    """Return what of a zone lies outside, ``None`` when that is next to nothing."""
    assert one.shape is not None
    if held.contains(one.shape):
        return None
    out = shapely.difference(one.shape, held)
    return out if out.area > ground.limits.overlap_area else None


def fences(ground: Ground) -> Iterator[SiteProblem]:
    """Tell that there is no fence, and every opening of one that no gate, building or other fence closes."""
    lines = [one for one in ground.having("fence") if one.geometry == "LineString"]
    if not lines:
        if not any("fence" in one.traits for one in ground.items):
            yield SiteProblem("no_fence", Text("没有绘出围挡", "no fence is drawn"))
        return
    ends = [(one, end, (end.x, end.y)) for one, end in _loose(lines, ground)]
    while ends:
        one, end, at = ends.pop(0)
        near = min(range(len(ends)), key=lambda n: _apart(at, ends[n][2]), default=None)
        other, far, _ = (one, None, at) if near is None else ends.pop(near)
        yield _gap(one, end, other, far, ground)


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    x, y = one[0] - other[0], one[1] - other[1]
    return sqrt(x * x + y * y)


def _loose(lines: list[Item], ground: Ground) -> Iterator[tuple[Item, Any]]:
    """Yield the ends of fences at which nothing else stands."""
    doors = [one.shape for one in ground.of("gate") if one.geometry == "LineString"]
    walls = shapes(one for one in ground.having("solid") if one.area)
    around = shapely.STRtree([*(one.shape for one in lines), *doors, *walls])
    reach = ground.limits.fence_gap
    for number, one in enumerate(lines):
        line: Any = one.shape
        if line.is_ring:
            continue
        for end, away in ((0, -1), (-1, 0)):
            point, opposite = (shapely.Point(line.coords[n]) for n in (end, away))
            near = {int(n) for n in around.query(point, predicate="dwithin", distance=reach)}
            if point.distance(opposite) > reach and near <= {number}:
                yield one, point


def _gap(one: Item, end: Any, other: Item, far: Any, ground: Ground) -> SiteProblem:
    at = (float(end.x), float(end.y))
    spots = tuple(dict.fromkeys((one.spot, other.spot)))
    if far is None:
        text = Text(f"{one.title} 的一端没有接上", f"{one.title}: one end meets nothing")
        return SiteProblem("fence_gap", text, spots, at)
    size = metres(end.distance(far))
    shore = "（临水岸段）" if ground.water.distance(shapely.LineString([end, far])) <= 1 else ""
    text = Text(
        f"{one.title} 缺口 {size} m{shore}，没有门或围挡",
        f"{one.title}: a gap of {size} m{' along the shore' if shore else ''}, no gate or fence",
    )
    return SiteProblem("fence_gap", text, spots, ((end.x + far.x) / 2, (end.y + far.y) / 2))
