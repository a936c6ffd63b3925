"""Times along the quickest way, against sums by hand."""

from itertools import pairwise
from math import hypot, inf, isinf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.site.coverage import Party, footing, network, reached, wave
from workbench.site.walkable import Extent, Ground, Pen, surface


def test_80_metres_of_corridor_take_20_seconds_at_4_metres_a_second(ways):
    assert ways()([(0.25, 2.25)], (80.25, 2.25)) == pytest.approx(20)


def test_a_post_stands_at_its_place_and_not_at_the_centre_of_its_cell(ways):
    """From x = 0.40 to x = 80.10 it is 79.7 m whatever the cells."""
    assert ways(cell=2.0, extent=(0, 0, 100, 6))([(0.4, 3.0)], (80.1, 3.0)) == pytest.approx(79.7 / 4, rel=1e-3)


def test_20_metres_of_a_pen_at_half_pace_take_twice_as_long(ways, boxed):
    """80 m at 4 m/s and 20 m at 2 m/s: 20 + 10 s."""
    slow = ways(extent=(0, 0, 101, 4), pens=(Pen(boxed(40, -1, 60, 5), 0.5),))
    assert slow([(0.25, 2.25)], (100.25, 2.25)) == pytest.approx(30)


def test_a_wall_is_gone_around_through_its_gap(ways):
    """From (5, 2) to (15, 2) past a wall at x = 10 that opens at y = 15: twice the way to the gap's corner."""
    exact = 2 * hypot(5, 13) / 4
    walled = {"extent": (0, 0, 20, 20), "walls": (((10.0, 0.0), (10.0, 15.0)),)}
    found = {cell: ways(cell=cell, **walled)([(5, 2)], (15, 2)) for cell in (1.0, 0.5, 0.25, 0.125)}
    assert exact <= found[0.125] < exact * 1.04, "2.8 % of the method, and the thickness of the drawn wall"
    coarse_to_fine = list(found.values())
    assert coarse_to_fine == sorted(coarse_to_fine, reverse=True), "a finer raster comes closer"
    steps = [a - b for a, b in pairwise(coarse_to_fine)]
    assert steps == sorted(steps, reverse=True), "and changes less and less"


def test_water_without_a_bridge_parts_the_site(ways, boxed):
    river = {"extent": (0, 0, 40, 20), "solids": (boxed(15, -1, 25, 21),)}
    assert isinf(ways(**river)([(5, 5)], (35, 5)))
    over = ways(**river, bridges=(boxed(14, 9, 26, 11),))([(5, 10.25)], (35, 10.25))
    assert over == pytest.approx(30 / 4)


def test_an_open_field_is_crossed_at_most_2_8_percent_longer_than_straight(ways):
    net = ways(cell=1.0, extent=(0, 0, 81, 81), speed=1.0).net
    times = net.times([footing(net.surface, (40.5, 40.5), 0)])
    rows, columns = np.indices(times.shape)
    straight = np.hypot(rows - 40, columns - 40)
    far = straight > 0
    ratio = times[far] / straight[far]
    assert ratio.min() >= 1 - 1e-9
    assert 1.02 < ratio.max() < 1.0276


@pytest.mark.parametrize("cell", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("end", [(40, 3), (40, 17), (40, 39), (23, 40), (1, 40)])
def test_no_way_slips_through_a_fence_however_it_slants(ways, cell, end):
    fence = (((-1.0, -1.0), (float(end[0]) * 1.1, float(end[1]) * 1.1)),)
    net = ways(cell=cell, extent=(0, 0, 40, 40), walls=fence).net
    beside = footing(net.surface, (39, 0.5), 0) if end[1] > 1 else None
    times = net.times([beside])
    assert isinf(times[-1, 0]), "the corner on the other side"


def test_a_corner_is_not_cut(ways, boxed):
    """Two solid cells that touch at a corner leave no way between them."""
    shut = ways(cell=1.0, extent=(0, 0, 4, 4), solids=(boxed(0, 2, 2, 4), boxed(2, 0, 4, 2)))
    assert isinf(shut([(0.5, 0.5)], (3.5, 3.5)))


# Posts that do not stand on the ground


def test_a_post_in_a_building_starts_at_the_nearest_edge(ways, boxed):
    """3 m to the edge of the building and 20 m on."""
    net = ways(cell=0.5, extent=(0, 0, 60, 20), solids=(boxed(0, 0, 10, 20),)).net
    place = footing(net.surface, (7.0, 10.25), 30)
    assert place.off == pytest.approx(3.25)
    assert net.at(net.times([place]), footing(net.surface, (30.25, 10.25), 0)) == pytest.approx(23.25 / 4)


def test_a_post_deep_in_an_obstacle_or_off_the_plan_has_no_way(ways, boxed):
    net = ways(cell=1.0, extent=(0, 0, 60, 20), solids=(boxed(0, 0, 40, 20),)).net
    assert footing(net.surface, (2, 10), 30).links == ()
    assert footing(net.surface, (500, 10), 30).outside
    assert np.isinf(net.times([footing(net.surface, (500, 10), 30)])).all()


def test_a_post_in_an_obstacle_does_not_start_behind_a_fence(ways, boxed):
    """West of the hut is nearer but fenced off."""
    net = ways(
        cell=0.5, extent=(0, 0, 60, 20), solids=(boxed(20, 0, 30, 20),), walls=(((20.0, 0.0), (20.0, 20.0)),)
    ).net
    [(cell, _metres)] = footing(net.surface, (22, 10), 30).links
    assert net.grid.centre(*divmod(cell, net.grid.columns))[0] > 30


def test_more_sources_than_fit_at_once_give_the_same_times(ways):
    net = ways(cell=1.0, extent=(0, 0, 40, 20)).net
    places = [footing(net.surface, (x % 40 + 0.5, x % 20 + 0.5), 0) for x in range(600)]
    assert np.array_equal(net.times(places), net.times(places[:40]))


# What never happens

spots = st.tuples(st.floats(0.1, 19.9), st.floats(0.1, 19.9))
corners = st.tuples(st.integers(0, 15), st.integers(0, 15), st.integers(1, 4), st.integers(1, 4))


@settings(max_examples=20, deadline=None)
@given(st.lists(spots, min_size=1, max_size=3), spots, corners, st.floats(0.1, 1))
def test_posts_never_slow_anything_and_obstacles_and_pens_never_speed_it_up(posts, more, corner, pace):
    west, south, wide, high = corner
    block = ((west, south), (west + wide, south), (west + wide, south + high), (west, south + high))
    extent = Extent(0, 0, 20, 20)

    def times(sources, **parts):
        net = network(surface(Ground(extent, **parts), 1.0), 4.0)
        return net.times([footing(net.surface, one, 0) for one in sources])

    plain = times(posts)
    assert (times([*posts, more]) <= plain + 1e-9).all()
    assert (times(posts, solids=((block,),)) >= plain - 1e-9).all()
    assert (times(posts, pens=(Pen((block,), pace),)) >= plain - 1e-9).all()


def test_a_limit_cuts_the_field_and_changes_nothing_below_it(ways):
    net = ways(cell=1.0, extent=(0, 0, 60, 60)).net
    source = [footing(net.surface, (5.5, 5.5), 0)]
    whole, cut = net.times(source), net.times(source, 5)
    assert np.array_equal(np.where(whole <= 5, whole, inf), cut)


# Zones and waves


def test_shares_of_a_zone_count_a_limit_as_within():
    values = np.array([[5.0, 20.0, 20.5, inf]])
    found = reached(values, np.ones((1, 4), dtype=bool), 2.0, (20, 60))
    assert found.shares == (0.5, 0.75)
    assert (found.area, found.worst, found.cut_off) == (16.0, inf, 0.25)


def test_the_usual_time_is_the_one_95_percent_stay_within():
    found = reached(np.arange(1.0, 101.0).reshape(10, 10), np.ones((10, 10), dtype=bool), 1.0, ())
    assert (found.usual, found.worst) == (95, 100)


def test_nothing_of_a_zone_under_an_obstacle_is_reached():
    found = reached(np.zeros((2, 2)), np.zeros((2, 2), dtype=bool), 1.0, (20,))
    assert (found.area, found.shares, found.worst) == (0, (0.0,), inf)


def test_20_people_in_20_seconds_are_counted_where_they_arrive_on_foot(ways):
    """8 on the spot, 10 come 60 m (15 s), 6 come 80 m (20 s), 30 stand 84 m away (21 s)."""
    net = ways(extent=(0, 0, 100, 4)).net

    def party(code, metres, persons):
        return Party(code, footing(net.surface, (0.25 + metres, 2.25), 0), persons)

    parties = [party("A", 84, 30), party("B", 60, 10), party("C", 0, 8), party("D", 80, 6)]
    found = wave(net, footing(net.surface, (0.25, 2.25), 0), parties, 60)
    assert [code for code, _n, _t in found.arrivals] == ["C", "B", "D", "A"]
    assert found.persons(20.0000001) == 24
    assert found.persons(15.1) == 18
    assert found.seconds(20) == pytest.approx(20)
    assert found.seconds(55) == inf
