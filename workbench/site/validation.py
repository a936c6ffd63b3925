"""Everything that is to be looked at in a plan, located, in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.site import checks_gates, checks_loops, checks_posts, checks_shapes, checks_ways, checks_zones
from workbench.site.ground import Ground, SiteProblem

CHECKS: tuple[Callable[[Ground], Iterator[SiteProblem]], ...] = (
    checks_zones.no_areas,
    checks_shapes.no_background,
    checks_shapes.crossing,
    checks_shapes.duplicate,
    checks_shapes.no_code,
    checks_shapes.not_drawn,
    checks_zones.overlap,
    checks_zones.outside_control,
    checks_zones.outside_fence,
    checks_zones.fences,
    checks_gates.exit_nowhere,
    checks_gates.gate_no_zone,
    checks_gates.gate_width,
    *checks_posts.CHECKS,
    checks_ways.no_lane,
    checks_ways.lane_narrow,
    checks_ways.lane_blocked,
    checks_ways.stair_width,
    checks_loops.head_on,
    checks_shapes.many_points,
    checks_shapes.long_name,
)
"""The checks, in the order in which they are told."""


def problems(ground: Ground) -> tuple[SiteProblem, ...]:
    """Return everything that is to be looked at; never raises for a strange drawing."""
    return tuple(problem for check in CHECKS for problem in check(ground))
