"""What lookouts see, with lines and heights by hand."""

import numpy as np
import pytest

from workbench.site.sight import Block, Eye, seen, skyline
from workbench.site.walkable import Grid

GRID = Grid(0.0, 0.0, 1.0, 21, 41)
ALL = np.ones(GRID.shape, dtype=bool)
HEAD = 1.5


def view(eye, *blocks, zone=ALL):
    return seen(eye, skyline(blocks, GRID), GRID, zone, HEAD)


def at(found, x, y):
    return bool(found[int(y), int(x)])


def test_a_building_hides_what_lies_behind_it_and_nothing_beside_it(boxed):
    found = view(Eye("L", 2.5, 10.5, 1.6, 100), Block(boxed(10, 8, 12, 13), 8.0))
    assert not at(found, 25, 10)
    assert at(found, 25, 1)
    assert at(found, 25, 20)
    assert at(found, 8, 10)


@pytest.mark.parametrize(("height", "sees"), [(4.1, False), (4.6, True), (8, True)])
def test_a_raised_lookout_sees_over_what_stays_below_the_line(boxed, height, sees):
    """From 2.5 to 22.5 over a tent of 3 m that ends at 12: the line is 3 m high there from eyes at 4.36 m."""
    found = view(Eye("L", 2.5, 10.5, height, 100), Block(boxed(10, 8, 12, 13), 3.0))
    assert at(found, 22, 10) is sees


def test_nothing_beyond_the_range_is_seen():
    found = view(Eye("L", 0.5, 10.5, 1.6, 20))
    assert at(found, 20, 10)
    assert not at(found, 21, 10)


def test_only_the_zone_is_asked_about():
    zone = np.zeros(GRID.shape, dtype=bool)
    zone[5, 5] = True
    assert view(Eye("L", 0.5, 10.5, 1.6, 100), zone=zone).sum() == 1


def test_a_lookout_on_a_roof_stands_on_it(boxed):
    """On a building of 8 m the tent of 3 m beside it hides little."""
    roof, tent = Block(boxed(0, 8, 4, 13), 8.0), Block(boxed(8, 8, 10, 13), 3.0)
    assert at(view(Eye("L", 3.5, 10.5, 1.6, 100), roof, tent), 25, 10)
    assert not at(view(Eye("L", 3.5, 10.5, 1.6, 100), tent), 25, 10)


def test_more_obstacles_never_show_more(boxed):
    eye = Eye("L", 2.5, 10.5, 1.6, 100)
    one = view(eye, Block(boxed(10, 8, 12, 13), 8.0))
    two = view(eye, Block(boxed(10, 8, 12, 13), 8.0), Block(boxed(15, 0, 16, 5), 4.0))
    assert not (two & ~one).any()


def test_a_lookout_off_the_plan_sees_into_it():
    assert view(Eye("L", -5.0, 10.5, 1.6, 100)).all()
