"""Loose ends of fences are found by an index of places exactly as by measuring from each end to everything else."""

import random

import pytest
import shapely

from workbench.site.checks_zones import fences
from workbench.site.geometry import shaped
from workbench.site.ground import Ground, Item, Limits


def by_measuring(ground):
    """Return the loose ends, each end measured to all other fences, gates and walls together, and paired as told."""
    lines = [one for one in ground.having("fence") if one.geometry == "LineString"]
    doors = [one.shape for one in ground.of("gate") if one.geometry == "LineString"]
    walls = [one.shape for one in ground.having("solid") if one.area]
    reach, ends = ground.limits.fence_gap, []
    for one in lines:
        if one.shape.is_ring:
            continue
        rest = shapely.union_all([*(other.shape for other in lines if other is not one), *doors, *walls])
        for end, away in ((0, -1), (-1, 0)):
            point, opposite = (shapely.Point(one.shape.coords[n]) for n in (end, away))
            if point.distance(opposite) > reach and (rest.is_empty or point.distance(rest) > reach):
                ends.append((one, point))
    found = []
    while ends:
        one, end = ends.pop(0)
        near = min(range(len(ends)), key=lambda n: end.distance(ends[n][1]), default=None)
        other, far = (one, end) if near is None else ends.pop(near)
        found.append(((one.code, other.code), ((end.x + far.x) / 2, (end.y + far.y) / 2)))
    return found


def item(layer, code, geometry, points, *traits):
    shape = shaped(geometry, [points])
    return Item(layer, code, geometry=geometry, shape=shape, traits=frozenset(traits), points=len(points))


def random_ground(seed):
    """Return fences, gates and buildings on a coarse raster, so that many ends meet, nearly meet, or tie."""
    chance = random.Random(seed)
    step = chance.choice((1, 2, 5))

    def place():
        return chance.randrange(12) * step, chance.randrange(12) * step

    items = []
    for number in range(chance.randrange(1, 25)):
        points = [place() for _ in range(chance.randrange(2, 5))]
        ring = [*points, points[0]] if chance.random() < 0.2 and len(points) > 2 else points
        if len(set(points)) > 1:
            items.append(item("barrier", f"W{number}", "LineString", ring, "fence"))
    for number in range(chance.randrange(8)):
        x, y = place()
        items.append(item("gate", f"G{number}", "LineString", [(x, y), (x + step, y)], "way_out"))
    for number in range(chance.randrange(4)):
        x, y = place()
        corners = [(x, y), (x + step, y), (x + step, y + step), (x, y + step), (x, y)]
        items.append(item("base", f"B{number}", "Polygon", corners, "solid"))
    # No distance on the raster is just as long as these: there the rounding of the union of all else used to decide.
    return Ground(tuple(items), Limits(fence_gap=chance.choice((0.53, 1.03, 2.07))))


@pytest.mark.parametrize("part", range(4))
def test_gaps_are_those_found_by_measuring_everything(part):
    told = 0
    for seed in range(part * 100, part * 100 + 100):
        ground = random_ground(seed)
        expected = by_measuring(ground)
        found = [one for one in fences(ground) if one.rule == "fence_gap"]
        names = [tuple(dict.fromkeys(pair)) for pair, _ in expected]
        assert [tuple(code for _, code in one.objects) for one in found] == names, seed
        assert [one.at for one in found] == [at for _, at in expected], seed
        told += len(found)
    assert told > 100


def test_an_end_beside_another_fence_is_not_loose_and_its_own_line_does_not_count():
    near = item("barrier", "W1", "LineString", [(0, 0), (10, 0)], "fence")
    other = item("barrier", "W2", "LineString", [(10, 0.4), (10, 20)], "fence")
    (found,) = fences(Ground((near, other), Limits(fence_gap=0.5)))
    assert found.objects == (("barrier", "W1"), ("barrier", "W2"))
    assert found.at == (5.0, 10.0)
