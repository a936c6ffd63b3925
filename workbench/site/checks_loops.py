"""One-way routes, stairs and slopes: whoever follows their arrows must never meet others head on with no way out.

Ways lead in the order in which they are drawn and meet where their ends lie together. A place where one-ways only
arrive is told, unless a gate or a way open to both sides leads on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import dist

from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from workbench.errors import Text
from workbench.site.ground import Ground, Item, SiteProblem
from workbench.site.library import shapely

WAYS = frozenset({"route", "stair"})
"""Layers of the ways that people walk in the order of their points."""
Place = tuple[float, float]


@dataclass(frozen=True)
class _Way:
    item: Item
    start: int
    end: int


def head_on(ground: Ground) -> Iterator[SiteProblem]:
    """Tell where one-ways meet head on, and loops that close against themselves."""
    lines = [one for one in ground.sound if one.layer in WAYS and one.geometry == "LineString"]
    one_ways = [one for one in lines if one.one_way]
    places, ways = _joined(one_ways, ground.limits.fence_gap)
    for number, at in enumerate(places):
        arriving = [way for way in ways if way.end == number != way.start]
        leaving = any(way.start == number for way in ways)
        if len(arriving) > 1 and not leaving and not _leads_on(at, lines, ground):
            yield _told(arriving, at, loop=_is_loop(ways, arriving, number))
    yield from _against(one_ways)


def _joined(one_ways: Sequence[Item], reach: float) -> tuple[list[Place], list[_Way]]:
    """Return the places where ways end, those within reach taken for one, and the ways between them."""
    places: list[Place] = []

    def place_of(at: Place) -> int:
        near = next((number for number, there in enumerate(places) if dist(at, there) <= reach), None)
        if near is None:
            places.append(at)
            return len(places) - 1
        return near

    ways = []
    for one in one_ways:
        points = [(float(x), float(y)) for x, y in one.shape.coords]
        ways.append(_Way(one, place_of(points[0]), place_of(points[-1])))
    return places, ways


def _leads_on(at: Place, lines: Sequence[Item], ground: Ground) -> bool:
    """Return whether somebody who arrives can go on: through a gate, or on a way open to both sides."""
    here = shapely.Point(at)
    gates = any(one.shape.distance(here) <= ground.limits.edge_distance for one in ground.of("gate"))
    return gates or any(not one.one_way and one.shape.distance(here) <= ground.limits.fence_gap for one in lines)


def _is_loop(ways: Sequence[_Way], arriving: Sequence[_Way], number: int) -> bool:
    """Return whether two that arrive at a place hang together elsewhere too."""
    rest = [(way.start, way.end) for way in ways if number not in {way.start, way.end}]
    size = 1 + max(max(way.start, way.end) for way in ways)
    starts, ends = ([pair[side] for pair in rest] for side in (0, 1))
    links = csr_matrix(  # type: ignore[no-untyped-call]
        ([1] * len(rest), (starts, ends)), shape=(size, size)
    )
    _, parts = connected_components(links, directed=False)
    return any(parts[one.start] == parts[other.start] for one, other in combinations(arriving, 2))


def _against(one_ways: Sequence[Item]) -> Iterator[SiteProblem]:
    """Yield pairs that lead along the same stretch in opposite directions."""
    for one, other in combinations(one_ways, 2):
        shared = shapely.intersection(one.shape, other.shape)
        if shared.length > 1.0:
            longest = max(shapely.get_parts(shared), key=lambda piece: piece.length)
            ends = shapely.line_interpolate_point(longest, [0.0, 0.5, 1.0], normalized=True)
            runs = [shapely.line_locate_point(item.shape, ends) for item in (one, other)]
            if (runs[0][-1] - runs[0][0]) * (runs[1][-1] - runs[1][0]) < 0:
                yield _problem("one_way_head_on", (one, other), (ends[1].x, ends[1].y))


def _told(arriving: Sequence[_Way], at: Place, *, loop: bool) -> SiteProblem:
    return _problem("one_way_loop" if loop else "one_way_head_on", [way.item for way in arriving], at)


def _problem(rule: str, items: Sequence[Item], at: Place) -> SiteProblem:
    zh, en = "、".join(one.title for one in items), ", ".join(one.title for one in items)
    words = {
        "one_way_loop": Text(f"{zh} 围成的环线方向相反，走到一处对冲", f"the loop of {en} closes against itself"),
        "one_way_head_on": Text(f"{zh} 单向相对，没有出路", f"{en} meet head on with no way out"),
    }
    return SiteProblem(rule, words[rule], tuple(one.spot for one in items), at)
