"""Where to place mobile points, lookouts or equipment points on a plan in force: a proposal, never a change.

*Demand*: the crowded zones, cell by cell. A cell weighs the persons expected in its zone over the zone's cells; where
no zone states any, every cell weighs its area. *Candidates*: a square pattern of walkable places outside dense crowds.
A mobile point covers what it reaches within the seconds, an equipment point what lies within the walking distance, a
lookout what it sees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

import numpy as np

from workbench.core.coverage_case import (
    LOOKOUT,
    RESPONDER,
    built,
    drawn_site,
    office_pace,
    screened,
)
from workbench.core.crowd_rows import crowd_parameters
from workbench.core.ground_case import PostAt, SiteCase
from workbench.core.pack import Pack
from workbench.core.values import Application
from workbench.crowd.working import Result, Working, figure
from workbench.errors import Text, WorkbenchError
from workbench.site.coverage import Network, Point, footing, network
from workbench.site.placement import UNREACHABLE, Demand, Placement, best, fewest
from workbench.site.sight import Eye, seen
from workbench.site.walkable import Extent, Floats, Ground, Mask, Surface, filled, fitting

MOBILE, WATCH, EQUIPMENT = "mobile", "lookout", "equipment"
KINDS = (MOBILE, WATCH, EQUIPMENT)
MOST_COUNT = 200
LIMITS = {MOBILE: "response.minute", WATCH: "sight.range", EQUIPMENT: "coverage.kit_distance"}
"""Parameter that says what counts as covered."""


@dataclass(frozen=True)
class Order:
    """What is to be placed.

    Attributes:
        kind: One of :data:`KINDS`.
        count: How many; ``None`` = the fewest for ``share``.
        share: Share of the demand to cover, 0 to 1.
        within: Seconds or metres that count as covered; ``None`` = the pack's.
        keep: What the plan already has of the kind counts, and the proposal adds to it.
    """

    kind: str
    count: int | None = None
    share: float | None = None
    within: float | None = None
    keep: bool = True


@dataclass(frozen=True)
class Proposal:
    """An answer.

    Attributes:
        places: Chosen places [m], from west to east.
        gains: Weight each of them covers, by itself.
        placement: Value, bound, gap and status of the programme.
        total, before: Whole weight of the demand, and what is covered without the proposal.
        persons: The weight is persons; otherwise square metres.
        candidates, cell: How many places were to choose from, and the side of a cell of the raster [m].
    """

    order: Order
    places: tuple[Point, ...]
    gains: tuple[float, ...]
    placement: Placement
    total: float
    before: float
    persons: bool
    candidates: int
    cell: float
    working: Result

    @property
    def covered(self) -> float:
        """Return the share of the demand that is covered with the proposal."""
        return self.placement.value / self.total if self.total else 0.0

    @property
    def reachable(self) -> bool:
        """Return whether the share that was asked for can be reached at all."""
        return self.placement.status != UNREACHABLE


def proposal(application: Application, pack: Pack, order: Order) -> Proposal:
    """Return where to place something on a plan.

    Raises:
        WorkbenchError: The order makes no sense, or the plan has no ground, no demand or no candidates.
    """
    _checked(order)
    return _Choice(application, pack, order).proposal()


def _checked(order: Order) -> None:
    if order.kind not in KINDS:
        raise _refused("kind", Text(f"不能布设：{order.kind}", f"cannot place: {order.kind}"), ", ".join(KINDS))
    if (order.count is None) == (order.share is None):
        raise _refused("count", Text("数量与目标比例二者填一", "give either a number or a share"), "count / share")
    if order.count is not None and not 0 < order.count <= MOST_COUNT:
        raise _refused("count", Text("数量超出范围", "the number is out of range"), f"1–{MOST_COUNT}")
    if order.share is not None and not 0 < order.share <= 1:
        raise _refused("share", Text("目标比例超出范围", "the share is out of range"), ">0–100 %")
    if order.within is not None and not 0 < order.within <= 3600:
        raise _refused("within", Text("时限或距离超出范围", "the limit is out of range"), ">0–3600")


def _refused(where: str, told: Text, mend: str) -> WorkbenchError:
    return WorkbenchError(told, where=where, remedy=Text(f"可用：{mend}", f"use: {mend}"))


class _Choice:
    """One question; the sheet takes down every parameter."""

    def __init__(self, application: Application, pack: Pack, order: Order) -> None:
        self.order = order
        self.sheet = Working(crowd_parameters(pack))
        self.site: SiteCase = drawn_site(application, pack, self.sheet, office_pace(self.sheet))
        self.speed = self.sheet.rate("response.speed")
        ground = self._near_demand(self.site.ground)
        most, least = int(self.sheet.take("placement.cells")), self.sheet.rate("coverage.cell")
        self.cell = fitting(ground.extent, most, least) or fitting(ground.extent) or least
        self.net = built(ground, self.cell, self.speed)
        self.reach = self.sheet.rate("coverage.off_surface")

    def proposal(self) -> Proposal:
        """Return the answer."""
        cells, weight, persons = self._demand()
        candidates = self._candidates()
        already: Mask = np.any(self._covered_by(self._present(), cells), axis=0, keepdims=True)[0]
        demand = Demand(weight, self._covered_by(candidates, cells), already)
        seconds = self.sheet.rate("placement.seconds")
        order = self.order
        found = (
            best(demand, order.count, seconds)
            if order.count is not None
            else fewest(demand, order.share or 0.0, seconds)
        )
        before = demand.covered(())
        self._told(demand, found, persons=persons)
        gains = tuple(float(weight[demand.covers[one]].sum()) for one in found.chosen)
        places = tuple(candidates[one] for one in found.chosen)
        sheet = self.sheet.result("", {}, {})
        return Proposal(order, places, gains, found, demand.total, before, persons, len(candidates), self.cell, sheet)

    def _near_demand(self, ground: Ground) -> Ground:
        """Return the ground as far around the crowded zones as anything can cover them from."""
        points = [point for zone in self.site.zones if zone.crowded for ring in zone.rings for point in ring]
        if not points:
            told = Text("没有可计算的观众或排队区", "there is no crowded zone to cover")
            raise WorkbenchError(told, where="zones", remedy=Text("绘出观众区并填写用途", "draw the audience's zones"))
        reach = self._limit(LIMITS[self.order.kind]) * (self.speed if self.order.kind == MOBILE else 1)
        west, south = (min(point[axis] for point in points) - reach for axis in (0, 1))
        east, north = (max(point[axis] for point in points) + reach for axis in (0, 1))
        whole = ground.extent
        near = Extent(max(whole.west, west), max(whole.south, south), min(whole.east, east), min(whole.north, north))
        return replace(ground, extent=near)

    def _demand(self) -> tuple[Mask, Floats, bool]:
        """Return the cells to cover (flat), the weight of each, and whether weights are persons."""
        grid, free = self.net.grid, self.net.surface.free
        zones = [(zone, filled(zone.rings, grid) & free) for zone in self.site.zones if zone.crowded]
        persons = any(zone.peak for zone, mask in zones if mask.any())
        weight = np.zeros(grid.shape)
        asked = np.zeros(grid.shape, dtype=np.bool_)
        for zone, mask in zones:
            count = int(np.count_nonzero(mask))
            if count:
                asked |= mask
                weight[mask] += (zone.peak or 0) / count if persons else grid.cell**2
        if not asked.any():
            told = Text("没有可计算的观众或排队区", "there is no crowded zone to cover")
            raise WorkbenchError(told, where="zones", remedy=Text("绘出观众区并填写用途", "draw the audience's zones"))
        cells: Mask = asked.ravel()
        return cells, weight.ravel()[cells], persons

    def _candidates(self) -> list[Point]:
        """Return places on a square pattern; it widens until there are few enough of them."""
        grid, surface = self.net.grid, self.net.surface
        dense = self.sheet.rate("coverage.pace_dense")
        allowed = surface.free & (surface.pace > dense)
        most, spacing = int(self.sheet.take("placement.candidates")), self.sheet.rate("placement.spacing")
        while True:
            found = _pattern(allowed, max(1, round(spacing / grid.cell)))
            if len(found) <= most:
                break
            spacing *= 1.1
        if not found:
            told = Text("没有候选位置", "there is no place to choose")
            raise WorkbenchError(told, where="zones", remedy=Text("检查分区与障碍", "check zones and obstacles"))
        self.sheet.convention(Text(f"候选点间距约 {spacing:.0f} m，不设在密集人群内",
                                   f"candidates about {spacing:.0f} m apart, none inside dense crowds"))  # fmt: skip
        return [grid.centre(row, column) for row, column in found]

    def _present(self) -> list[Point]:
        """Return the places the plan already has of the kind, when they are to be kept."""
        if not self.order.keep:
            return []
        if self.order.kind == EQUIPMENT:
            return [(one.x, one.y) for one in self.site.equipment]
        part = RESPONDER if self.order.kind == MOBILE else LOOKOUT
        return [(one.x, one.y) for one in self.site.posts if one.part == part]

    # Who covers what

    def _covered_by(self, places: Sequence[Point], cells: Mask) -> Mask:
        """Return which place covers which of the cells, shape (places, cells)."""
        if not places:
            return np.zeros((1, int(np.count_nonzero(cells))), dtype=np.bool_)
        return _COVERS[self.order.kind](self, places, cells)

    def _reached(self, places: Sequence[Point], cells: Mask) -> Mask:
        return self._within(self.net, places, cells, self._limit(LIMITS[MOBILE]))

    def _walked(self, places: Sequence[Point], cells: Mask) -> Mask:
        even = Surface(self.net.grid, np.where(self.net.surface.free, 1.0, 0.0), self.net.surface.walls)
        return self._within(network(even, 1.0), places, cells, self._limit(LIMITS[EQUIPMENT]))

    def _within(self, net: Network, places: Sequence[Point], cells: Mask, limit: float) -> Mask:
        feet = [footing(net.surface, place, self.reach) for place in places]
        rows = [
            net.each(feet[start : start + SOURCES], limit)[:, cells] <= limit for start in range(0, len(feet), SOURCES)
        ]
        return np.concatenate(rows)

    def _watched(self, places: Sequence[Point], cells: Mask) -> Mask:
        heights, grid = screened(self.site, self.net), self.net.grid
        stands = [one for one in self.site.posts if one.part == LOOKOUT]
        stand = _middle_height(stands)
        range_ = self._limit(LIMITS[WATCH])
        eye, head = self.sheet.rate("sight.eye"), self.sheet.rate("sight.head")
        zone = cells.reshape(grid.shape)
        found = [seen(Eye("", x, y, stand + eye, range_), heights, grid, zone, head).ravel()[cells] for x, y in places]
        return np.array(found)

    def _limit(self, code: str) -> float:
        return self.sheet.rate(code) if self.order.within is None else self.order.within

    def _told(self, demand: Demand, found: Placement, *, persons: bool) -> None:
        unit = "p" if persons else "m2"
        self.sheet.step(Text("需求合计", "whole demand"), "Σ", demand.total, unit)
        self.sheet.step(Text("现有覆盖", "covered already"), "Σ", demand.covered(()), unit)
        self.sheet.step(Text("建议后覆盖", "covered with the proposal"), "Σ", found.value, unit)
        what = Text("求解上界", "bound") if self.order.count is not None else Text("最少数量下界", "least number")
        self.sheet.step(what, "", found.bound, unit if self.order.count is not None else "")
        self.sheet.convention(Text(
            f"整数规划（HiGHS），{self.cell:g} m 栅格，相对差距 {figure(found.gap)}",
            f"integer programme (HiGHS) on a raster of {self.cell:g} m, relative gap {figure(found.gap)}",
        ))  # fmt: skip


SOURCES = 50
"""Places whose ways are worked out at once; each takes a whole raster of memory."""

_COVERS: Mapping[str, Callable[[_Choice, Sequence[Point], Mask], Mask]] = {
    MOBILE: _Choice._reached,  # noqa: SLF001 – the class's own table
    WATCH: _Choice._watched,  # noqa: SLF001
    EQUIPMENT: _Choice._walked,  # noqa: SLF001
}


def _pattern(allowed: Mask, step: int) -> list[tuple[int, int]]:
    """Return the allowed cells at the middle of squares of ``step`` cells, west to east."""
    rows = range(floor(step / 2), allowed.shape[0], step)
    columns = range(floor(step / 2), allowed.shape[1], step)
    return [(row, column) for column in columns for row in rows if allowed[row, column]]


def _middle_height(stands: Sequence[PostAt]) -> float:
    """Return the middle height of the stands there are [m]; 0 without any."""
    heights = sorted(one.height for one in stands)
    return heights[ceil(len(heights) / 2) - 1] if heights else 0.0
