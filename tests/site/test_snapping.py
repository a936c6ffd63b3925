"""Snapping: corners before edges before the grid; round angles."""

from math import atan2, degrees, hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.site.snapping import EDGE, GRID, VERTEX, Snapped, Snapper, turned

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ((9.6, 0.3), Snapped(10, 0, VERTEX)),
        ((5.2, 0.4), Snapped(5.2, 0, EDGE)),
        ((4.7, 5.2), Snapped(5, 5, GRID)),
        ((10.3, 6.0), Snapped(10, 6, EDGE)),
    ],
)
def test_a_corner_wins_over_an_edge_and_an_edge_over_the_grid(at, expected):
    assert Snapper([SQUARE]).snap(*at, 0.6, 1.0) == expected


def test_without_anything_near_and_without_a_grid_a_place_stays():
    assert Snapper([SQUARE]).snap(4.7, 5.2, 0.6) == Snapped(4.7, 5.2)
    assert Snapper([]).snap(1.2, 3.4, 5.0) == Snapped(1.2, 3.4)


def test_a_single_place_has_a_corner_and_no_edge():
    assert Snapper([[(3.0, 4.0)]]).snap(3.2, 4.1, 0.5) == Snapped(3, 4, VERTEX)


PLACES = st.tuples(st.floats(-500, 500), st.floats(-500, 500))


@given(PLACES, PLACES, st.floats(0.1, 20))
def test_a_snapped_place_is_never_farther_than_the_reach(corner, at, reach):
    found = Snapper([[corner, (corner[0] + 30, corner[1])]]).snap(*at, reach)
    assert hypot(found.x - at[0], found.y - at[1]) <= reach + 1e-6 if found.to else (found.x, found.y) == at


@given(PLACES, PLACES)
def test_a_turned_end_lies_in_a_direction_of_fifteen_degrees_and_not_farther(start, end):
    x, y = turned(start, end)
    far = hypot(x - start[0], y - start[1])
    assert far <= hypot(end[0] - start[0], end[1] - start[1]) + 1e-6
    if far > 1e-3:
        angle = degrees(atan2(y - start[1], x - start[0])) / 15
        assert angle == pytest.approx(round(angle), abs=1e-3)
