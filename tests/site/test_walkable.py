"""The ground of a plan as a raster."""

from math import cos, pi, sin

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.site.walkable import Extent, Grid, Ground, Pen, filled, fitting, grid_of, lies_in, surface, touched

GRID = Grid(0.0, 0.0, 1.0, 20, 30)


def test_a_cell_is_solid_when_its_centre_lies_in_an_obstacle(boxed):
    """A building of 4 × 3 m takes 12 cells of a metre, wherever its edge runs between the centres."""
    assert filled(boxed(2, 2, 6, 5), GRID).sum() == 12
    assert filled(boxed(2.4, 2.4, 6.4, 5.4), GRID).sum() == 12


def test_a_hole_is_no_part_of_a_shape(boxed):
    lake = (*boxed(0, 0, 10, 10), *boxed(4, 4, 6, 6))
    assert filled(lake, GRID).sum() == 100 - 4
    assert not filled(lake, GRID)[4, 4]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(-5, 35), st.floats(-5, 25)), min_size=3, max_size=9))
def test_the_cells_of_any_shape_are_those_whose_centre_the_library_finds_inside(points):
    shape = shapely.Polygon(points)
    if not shape.is_valid or not shape.area:
        return
    columns, rows = np.meshgrid(np.arange(30) + 0.5, np.arange(20) + 0.5)
    inside = shapely.contains_xy(shape, columns.ravel(), rows.ravel()).reshape(20, 30)
    edge = shapely.dwithin(shape.boundary, shapely.points(columns, rows), 1e-9)
    assert np.array_equal(filled((points,), GRID)[~edge], inside[~edge])


def test_a_polygon_of_5000_corners_is_read_like_any_other():
    ring = [(15 + 9 * cos(2 * pi * n / 5000), 10 + 9 * sin(2 * pi * n / 5000)) for n in range(5000)]
    assert filled((ring,), GRID).sum() == pytest.approx(pi * 81, rel=0.02)


def test_a_bridge_opens_the_water_below_it_even_where_it_is_narrower_than_a_cell(boxed):
    river = (boxed(10, 0, 14, 20),)
    closed = surface(Ground(Extent(0, 0, 30, 20), solids=river), 1.0)
    bridged = surface(Ground(Extent(0, 0, 30, 20), solids=river, bridges=(boxed(9, 9.6, 15, 9.9),)), 1.0)
    assert not closed.free[:, 12].any()
    assert bridged.free[:, 12].sum() == 1


def test_a_fence_is_closed_except_at_its_gates():
    fence = (((15.0, 0.0), (15.0, 20.0)),)
    gate = ((15.3, 5.0), (15.3, 8.0))
    ground = Ground(Extent(0, 0, 30, 20), walls=fence, gates=(gate,), gate_depth=1.0)
    open_cells = surface(ground, 1.0).free[:, 15]
    assert [row for row in range(20) if open_cells[row]] == [5, 6, 7, 8]
    assert not surface(Ground(Extent(0, 0, 30, 20), walls=fence), 1.0).free[:, 15].any()


def test_where_zones_overlap_the_slowest_pace_holds(boxed):
    pens = (Pen(boxed(0, 0, 10, 10), 0.75), Pen(boxed(5, 0, 10, 10), 0.5), Pen(boxed(0, 0, 30, 20), 0.9))
    pace = surface(Ground(Extent(0, 0, 30, 20), pens=pens), 1.0).pace
    assert (pace[2, 2], pace[2, 7], pace[15, 20]) == (0.75, 0.5, 0.9)


def test_lines_outside_of_the_raster_mark_nothing():
    assert not touched((((-50.0, -50.0), (-10.0, 90.0)),), GRID).any()


def test_a_building_that_holds_a_zone_is_told_from_one_beside_it(boxed):
    assert lies_in(boxed(2, 2, 8, 8), boxed(0, 0, 10, 10))
    assert not lies_in(boxed(8, 0, 20, 10), boxed(0, 0, 10, 10))


# Extents


def test_a_site_too_large_for_the_wished_raster_is_refused_with_the_raster_that_fits():
    with pytest.raises(WorkbenchError) as fault:
        grid_of(Extent(0, 0, 9600, 6400), 0.5)
    assert "10 m" in fault.value.remedy.en
    assert grid_of(Extent(0, 0, 9600, 6400)).cell == fitting(Extent(0, 0, 9600, 6400)) == 10


@pytest.mark.parametrize("extent", [(0, 0, 1e7, 1e7), (0, 0, 0, 0), (5, 5, 1, 9), (0, 0, float("nan"), 5)])
def test_an_absurd_extent_is_refused(extent):
    with pytest.raises(WorkbenchError, match="无法计算"):
        grid_of(Extent(*extent))


@pytest.mark.parametrize("cell", [0, -1, 0.01, float("nan")])
def test_a_cell_without_size_is_refused(cell):
    with pytest.raises(WorkbenchError) as fault:
        grid_of(Extent(0, 0, 10, 10), cell)
    assert fault.value.where == "cell"


def test_a_plan_under_water_has_no_ground(boxed):
    with pytest.raises(WorkbenchError, match="没有可通行的地面"):
        surface(Ground(Extent(0, 0, 30, 20), solids=(boxed(-1, -1, 31, 21),)), 1.0)
