"""What the ground costs: the field of response times, and a placement, each against the bare library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from workbench.bench import Ratio, alternate
from workbench.site.coverage import Footing, Network, footing, network
from workbench.site.placement import Demand, best
from workbench.site.walkable import Extent, Ground, Pen, Ring, surface

SIDE, CELL, SPEED = 400.0, 0.5, 4.0
"""The site of the measurement [m], its raster [m], the free speed [m/s]."""
POSTS = tuple((x, 50 + x / 2) for x in range(20, 380, 60))
PLACES, CANDIDATES, POINTS, REACH = 8, 200, 2000, 60.0
"""Places to choose, candidates, points of demand, and how far one covers [m]."""
SEED = 1


def _box(west: float, south: float, east: float, north: float) -> tuple[Ring, ...]:
    return (((west, south), (east, south), (east, north), (west, north)),)


def standard_ground() -> Ground:
    """Return a site of 400 × 400 m: 36 buildings, a pen at half pace, a fence with a gate."""
    steps = range(30, 380, 60)
    fence = ((10.0, 10.0), (390.0, 10.0), (390.0, 390.0), (10.0, 390.0), (10.0, 10.0))
    return Ground(
        Extent(0, 0, SIDE, SIDE),
        solids=tuple(_box(x, y, x + 20, y + 20) for x in steps for y in steps),
        walls=(fence,),
        gates=(((200.0, 10.0), (210.0, 10.0)),),
        pens=(Pen(_box(100, 100, 300, 300), 0.5),),
    )


def coverage(_folder: Path, _cases: int) -> Ratio:
    """Measure the field of response times from a plan against the same shortest-path routine on the finished graph.

    Ours draws the raster, joins it and looks for ways; while posts are moved the raster is kept, which is told beside.
    """
    from scipy.sparse.csgraph import dijkstra

    def ways() -> tuple[Network, list[Footing]]:
        ground = surface(standard_ground(), CELL)
        return network(ground, SPEED), [footing(ground, post, 0) for post in POSTS]

    kept, feet = ways()
    kept.times(feet)
    graph, sources = kept.graph(), range(kept.grid.count, kept.grid.count + len(feet))

    def bare() -> None:
        dijkstra(graph, indices=sources, min_only=True)

    def ours() -> None:
        net, found = ways()
        net.times(found)

    whole, plain = alternate(ours, bare, 7)
    again, plain_again = alternate(lambda: kept.times(feet), bare, 7)
    name = f"response times, {SIDE:.0f} × {SIDE:.0f} m at {CELL:g} m, {kept.grid.count:,} cells, 16 neighbours"
    note = f"raster and graph included: {whole:.2f} s; with the raster kept {again:.2f} s = {again / plain_again:.2f}×"
    return Ratio(name, whole, plain, 1.5, note)


def placement(_folder: Path, _cases: int) -> Ratio:
    """Measure the choice of 8 places among 200 against the same programme given to the solver point by point."""
    rng = np.random.default_rng(SEED)
    places, points = rng.random((CANDIDATES, 2)) * SIDE, rng.random((POINTS, 2)) * SIDE
    away = np.hypot(*(places[:, None] - points[None]).transpose(2, 0, 1))
    demand = Demand(rng.random(POINTS), away < REACH, np.zeros(POINTS, dtype=np.bool_))
    mine, plain = alternate(lambda: best(demand, PLACES, 60.0), lambda: _point_by_point(demand), 3)
    found, there = best(demand, PLACES, 60.0), _point_by_point(demand)
    name = f"placement of {PLACES} among {CANDIDATES}, {POINTS} points: gap {found.gap:.1e}, {found.status}"
    note = f"covers {found.value / demand.total:.1%}, bare: the same programme, {-there:.1f} against {found.value:.1f}"
    return Ratio(name, mine, plain, 1.5, note)


def _point_by_point(demand: Demand) -> float:
    """Solve the maximal covering problem as it stands in the books; return the objective."""
    from scipy import optimize, sparse

    tools: Any = optimize
    matrices: Any = sparse
    places, points = demand.covers.shape
    covering = matrices.hstack([matrices.csr_matrix(-demand.covers.T.astype(float)), matrices.eye_array(points)])
    number = matrices.csr_matrix(np.concatenate([np.ones(places), np.zeros(points)]))
    limits = np.concatenate([np.zeros(points), [PLACES]])
    found = tools.milp(
        np.concatenate([np.zeros(places), -demand.weight]),
        integrality=np.concatenate([np.ones(places), np.zeros(points)]),
        bounds=tools.Bounds(0, 1),
        constraints=tools.LinearConstraint(matrices.vstack([covering, number]), -np.inf, limits),
        options={"mip_rel_gap": 0.0},
    )
    return float(found.fun)


BENCHES: Mapping[str, Callable[[Path, int], Ratio]] = {"coverage": coverage, "placement": placement}
