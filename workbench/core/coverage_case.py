"""Coverage of a plan in force: response times, key spots, exits, equipment, sight, each number with its working.

Two conventions stand side by side for "20 people in 20 seconds": the straight line of the response circle (C-DEPLOY),
and the quickest way over the walkable surface. All speeds and limits are parameters of the pack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import inf, isfinite

import numpy as np

from workbench.core.crowd_rows import crowd_parameters
from workbench.core.facts import number_of
from workbench.core.ground_case import Fault, Pace, PlaceAt, PostAt, SiteCase, site_case
from workbench.core.pack import Choice, Pack
from workbench.core.values import Application, Row
from workbench.crowd.model import InputError
from workbench.crowd.response import Post, within
from workbench.crowd.speeds import weidmann_speed
from workbench.crowd.working import Result, Working, figure
from workbench.errors import Text, WorkbenchError
from workbench.site.coverage import Footing, Network, Party, Reached, footing, network, reached, wave
from workbench.site.sight import Eye, seen, skyline
from workbench.site.walkable import Floats, Ground, Mask, Surface, filled, fitting, surface, touched

RESPONDER, LOOKOUT = "responder", "lookout"
QUICK_CELLS = 100_000
"""Cells of a raster that is worked out again after every edit."""
SECONDS_PER_MINUTE = 60
MOST_RESPONDERS, MOST_SPOTS = 40, 120
"""Single results are worked out for as many posts; more would keep a person waiting for minutes."""


@dataclass(frozen=True)
class Wish:
    """How the coverage is asked for.

    Attributes:
        cell: Side of a cell [m]; ``None`` = the pack's, or the finest above it that the site allows.
        quick: A coarser raster that is ready while somebody edits.
        everyone: Times from all posts instead of mobile and quick-reaction posts only.
        by_density: Pace through crowds from their density (Weidmann) instead of the office's factors.
    """

    cell: float | None = None
    quick: bool = False
    everyone: bool = False
    by_density: bool = False


Building = Callable[[Ground, float, float], Network]
"""Ground, cell side and speed to the network; a caller that edits keeps the last one."""


def built(ground: Ground, cell: float, speed: float) -> Network:
    """Return the network of a ground."""
    return network(surface(ground, cell), speed)


@dataclass(frozen=True)
class ZoneCover:
    """A zone: response times [s], walking distances [m] to exits and equipment, share seen by lookouts.

    ``exits``, ``equipment`` and ``seen`` are ``None`` where the plan has none of them.
    """

    code: str
    name: str
    kind: str
    crowded: bool
    times: Reached
    exits: Reached | None
    equipment: Reached | None
    seen: float | None


@dataclass(frozen=True)
class SpotCover:
    """A key spot: the first wave by both conventions, and the first responder.

    Attributes:
        straight: Persons within the radius in a straight line.
        walking: Persons that arrive within the seconds over the surface.
        wave_time: When the first wave is complete over the surface [s]; infinite = not within a minute.
        first: Post and time [s] of the first mobile or quick-reaction post; empty and infinite when none comes
            within a minute.
    """

    code: str
    name: str
    straight: int
    walking: int
    wave_time: float
    first: tuple[str, float]
    straight_holds: bool
    walking_holds: bool
    minute_holds: bool


@dataclass(frozen=True)
class ResponderCover:
    """A mobile or quick-reaction post: area [m²] within a minute, time [s] to the farthest place of its sector.

    ``share`` of the sector is reached within the ``limit`` [s]; ``None`` without a drawn sector.
    """

    code: str
    name: str
    zone: str
    area: float
    farthest: float
    limit: float
    share: float | None


@dataclass(frozen=True)
class Coverage:
    """What the plan covers.

    Attributes:
        surface: The raster; row 0 is the southernmost.
        times: Response time by cell [s], infinite where no way leads.
        limits: Limits of the shares [s], ascending; ``outer`` is that of the shading behind them.
        kit_limit: Walking distance to an equipment point [m]; ``enough`` = share of an area that counts as covered.
        source_codes: Posts the times are counted from.
        faults: What could not be used.
        working: Radii, first waves and conventions with their parameters.
    """

    surface: Surface
    times: Floats
    limits: tuple[float, ...]
    outer: float
    kit_limit: float
    enough: float
    source_codes: tuple[str, ...]
    zones: tuple[ZoneCover, ...]
    spots: tuple[SpotCover, ...]
    responders: tuple[ResponderCover, ...]
    faults: tuple[Fault, ...]
    working: Result


def coverage(application: Application, pack: Pack, wish: Wish, building: Building = built) -> Coverage:
    """Return the coverage of a plan in force.

    Args:
        application: The plan in force.
        pack: Parameters and lists.
        wish: Raster, posts, pace.
        building: Makes the network, or returns the one it has kept.

    Raises:
        WorkbenchError: The plan has no drawing, no ground to walk on, or needs a raster that is too large.
    """
    return _Sums(application, pack, wish, building).coverage()


class _Sums:
    """The sums of one plan; the sheet takes down every parameter."""

    def __init__(self, application: Application, pack: Pack, wish: Wish, building: Building) -> None:
        self.sheet = Working(crowd_parameters(pack))
        self.application, self.wish = application, wish
        pace = density_pace(self.sheet) if wish.by_density else office_pace(self.sheet)
        self.site = drawn_site(application, pack, self.sheet, pace)
        self.speed = self.sheet.rate("response.speed")
        self.reach = self.sheet.rate("coverage.off_surface")
        self.outer = self.sheet.rate("coverage.outer")
        self.cell = cell_of(self.site.ground, self.sheet, wish)
        self.net = building(self.site.ground, self.cell, self.speed)
        self.faults = list(self.site.faults)
        self.limits = tuple(self.sheet.rate(code) for code in ("response.seconds", "response.minute", "coverage.late"))

    def coverage(self) -> Coverage:
        """Return everything."""
        self._conventions()
        sources = [one for one in self.site.posts if self.wish.everyone or one.part == RESPONDER]
        times = self._times(sources)
        if not sources:
            self._fault("posts", Text("没有机动岗或快反岗", "there is no mobile or quick-reaction post"),
                        Text("增设机动岗，或改看全部岗位", "add one, or look at all posts"))  # fmt: skip
        return Coverage(
            surface=self.net.surface,
            times=times,
            limits=self.limits,
            outer=self.outer,
            kit_limit=self.sheet.rate("coverage.kit_distance"),
            enough=self.sheet.rate("coverage.enough"),
            source_codes=tuple(one.code for one in sources if self.footings[one].links),
            zones=tuple(self._zones(times)),
            spots=tuple(self._spots()),
            responders=tuple(self._responders()),
            faults=tuple(self.faults),
            working=self.sheet.result("", {}, {}),
        )

    def _times(self, sources: Sequence[PostAt]) -> Floats:
        """Return the response times: the least of the fields of single posts where those are worked out anyway."""
        own = self.fields
        if self.wish.everyone or any(one not in own for one in sources):
            return self.net.times([self.footings[one] for one in sources])
        least: Floats = np.minimum.reduce([np.full(self.net.grid.shape, inf), *own.values()])
        return least

    @cached_property
    def fields(self) -> dict[PostAt, Floats]:
        """Return the times from each mobile and quick-reaction post by itself, for as many as are shown."""
        ready = [one for one in self.site.posts if one.part == RESPONDER]
        self._shorten(len(ready), MOST_RESPONDERS, Text("机动与快反岗", "mobile and quick-reaction posts"))
        return {one: self.net.times((self.footings[one],)) for one in ready[:MOST_RESPONDERS]}

    def _shorten(self, count: int, most: int, what: Text) -> None:
        if count > most:
            self._fault("posts", Text(f"{what.zh}有 {count} 个，逐个结果只列前 {most} 个",
                                      f"{count} {what.en}; single results for the first {most} only"),
                        Text("总体到达时间不受影响", "the response times as a whole count all"))  # fmt: skip

    def _fault(self, code: str, message: Text, remedy: Text) -> None:
        self.faults.append(Fault(code, message, remedy))

    @cached_property
    def footings(self) -> dict[PostAt, Footing]:
        """Return where each post meets the surface; what does not is told."""
        found: dict[PostAt, Footing] = {}
        for post in self.site.posts:
            place = footing(self.net.surface, (post.x, post.y), self.reach)
            found[post] = place
            if place.outside:
                self._fault(post.code, Text("岗位在分区范围之外，未计入", "the post is outside of all zones; left out"),
                            Text("检查坐标", "check its coordinates"))  # fmt: skip
            elif not place.links:
                self._fault(post.code, Text("岗位在障碍内，无法通行", "the post is in an obstacle; no way leads out"),
                            Text("移到可通行处，或绘出门", "move it to open ground, or draw a door"))  # fmt: skip
            elif place.off > 2 * self.cell:
                self._fault(post.code,
                            Text(f"岗位在障碍内，从 {place.off:.0f} m 外的边缘起算",
                                 f"the post is inside an obstacle; counted from its edge, {place.off:.0f} m away"),
                            Text("核对位置与出入门", "check its place and the door"))  # fmt: skip
        return found

    # Zones

    def _zones(self, times: Floats) -> Iterator[ZoneCover]:
        near_exit, near_kit = self._distances(self.site.exits), self._distances(self.site.equipment)
        sight = self._sight()
        kit_limit = (self.sheet.rate("coverage.kit_distance"),)
        cell = self.net.grid.cell
        for zone in self.site.zones:
            mask = self.masks[zone.code]
            if not mask.any():
                self._fault(zone.code, Text("区域内没有可通行地面", "the zone has no walkable ground"),
                            Text("检查是否全被障碍覆盖", "check whether obstacles cover it"))  # fmt: skip
            yield ZoneCover(
                zone.code,
                zone.name,
                zone.kind,
                zone.crowded,
                reached(times, mask, cell, self.limits),
                None if near_exit is None else reached(near_exit, mask, cell, ()),
                None if near_kit is None else reached(near_kit, mask, cell, kit_limit),
                float(sight[mask].mean()) if sight is not None and mask.any() else None,
            )

    @cached_property
    def masks(self) -> dict[str, Mask]:
        """Return the walkable cells of each zone."""
        free = self.net.surface.free
        return {zone.code: filled(zone.rings, self.net.grid) & free for zone in self.site.zones}

    def _distances(self, places: Sequence[PlaceAt]) -> Floats | None:
        """Return the walking distance to the nearest of some places [m] by cell; ``None`` when there are none."""
        found = [footing(self.net.surface, (one.x, one.y), self.reach) for one in places]
        return self.plain.times(found) if any(one.links for one in found) else None

    @cached_property
    def plain(self) -> Network:
        """Return the surface without any slowing, at one metre a second: times are distances."""
        ground = self.net.surface
        even = np.where(ground.free, 1.0, 0.0)
        return network(Surface(ground.grid, even, ground.walls), 1.0)

    def _sight(self) -> Mask | None:
        """Return the cells of crowded zones that a lookout sees; ``None`` without a lookout."""
        eyes = [one for one in self.site.posts if one.part == LOOKOUT]
        if not eyes:
            return None
        grid = self.net.grid
        asked = np.any(
            [self.masks[zone.code] for zone in self.site.zones if zone.crowded] or [self.net.surface.free], 0
        )
        heights = screened(self.site, self.net)
        found = np.zeros(grid.shape, dtype=np.bool_)
        for post in eyes:
            found |= seen(lookout_eye(post, self.sheet), heights, grid, asked & ~found, self.sheet.rate("sight.head"))
        return found

    # Key spots

    def _spots(self) -> Iterator[SpotCover]:
        """Yield the key spots with the first wave in a straight line and on the surface."""
        wanted = int(self.sheet.take("response.persons"))
        radius = self.sheet.take("response.seconds") * self.sheet.take("response.speed")
        self.sheet.step(Text("直线半径", "radius in a straight line"),
                        f"{figure(self.sheet.take('response.seconds'))} × {figure(self.sheet.take('response.speed'))}",
                        radius, "m")  # fmt: skip
        spots = [one for one in self.site.posts if one.key]
        self._shorten(len(spots), MOST_SPOTS, Text("关键岗", "key posts"))
        for spot in spots[:MOST_SPOTS]:
            on_duty = [one for one in self.site.posts if one.on_duty(spot.on)]
            near = within(_flat(spot), [_flat(one) for one in on_duty], radius)
            straight = sum(one.persons for one in near)
            yield self._spot(spot, on_duty, straight, wanted)

    def _spot(self, spot: PostAt, on_duty: Sequence[PostAt], straight: int, wanted: int) -> SpotCover:
        seconds, minute, _late = self.limits
        parties = [Party(one.code, self.footings[one], one.persons) for one in on_duty]
        found = wave(self.net, self.footings[spot], parties, minute)
        walking = found.persons(seconds)
        come = " + ".join(f"{n} ({code})" for code, n, time in found.arrivals if time <= seconds and n) or "0"
        self.sheet.step(
            Text(f"{spot.code} {figure(seconds)} 秒内步行到达", f"on foot at {spot.code} within {figure(seconds)} s"),
            come, walking, "p")  # fmt: skip
        ready = {one.code for one in on_duty if one.part == RESPONDER}
        first = next(((code, time) for code, _n, time in found.arrivals if code in ready), ("", inf))
        return SpotCover(
            code=spot.code,
            name=spot.name,
            straight=straight,
            walking=walking,
            wave_time=found.seconds(wanted),
            first=first,
            straight_holds=straight >= wanted,
            walking_holds=walking >= wanted,
            minute_holds=first[1] <= minute,
        )

    # Mobile and quick-reaction posts

    def _responders(self) -> Iterator[ResponderCover]:
        default = self.sheet.rate("coverage.sector")
        minute = self.limits[1]
        for post, times in self.fields.items():
            limit = default if post.minutes is None else post.minutes * SECONDS_PER_MINUTE
            sector = self.masks.get(post.zone)
            told = None if sector is None else reached(times, sector, self.net.grid.cell, (limit,))
            yield ResponderCover(
                code=post.code,
                name=post.name,
                zone=post.zone,
                area=float(np.count_nonzero(times <= minute)) * self.net.grid.cell**2,
                farthest=inf if told is None else told.worst,
                limit=limit,
                share=told.shares[0] if told is not None and told.area else None,
            )

    def _conventions(self) -> None:
        self.sheet.convention(Text(
            f"{self.cell:g} m 栅格，16 邻域最短路径，开阔地比直线最多长 2.8%",
            f"raster of {self.cell:g} m, shortest ways over 16 neighbours, at most 2.8 % longer than a straight line",
        ))  # fmt: skip
        self.sheet.convention(Text(
            "建筑、水面、舞台不可通行；围挡只在出入口处通行；桥面可通行；岗位恰在时限内计入",
            "buildings, water and stages are closed; fences open at gates only; bridges are open; "
            "arriving at the limit counts",
        ))  # fmt: skip
        if self.wish.by_density:
            self.sheet.convention(Text(
                "人群中的行进系数按 Weidmann 速度与自由速度之比，密度 = 预计峰值人数 / 净面积",
                "pace in crowds is Weidmann's speed over the free speed; density = persons expected / net area",
            ))  # fmt: skip
        self.sheet.warn(Text(
            "障碍高度为假定值；人群、树木、坡度不遮挡视线",
            "heights of obstacles are assumed; crowds, trees and slopes hide nothing",
        ))  # fmt: skip


def drawn_site(application: Application, pack: Pack, sheet: Working, pace: Pace) -> SiteCase:
    """Return the ground of a plan; ``WorkbenchError`` when nothing is drawn."""
    if application.site is None or not application.site.features:
        told = Text("没有平面图", "there is no drawn plan")
        raise WorkbenchError(told, where="site", remedy=Text("导入或绘制平面图", "import a plan or draw one"))
    found = site_case(application, pack, sheet.parameters, pace)
    extent = found.ground.extent
    if not (extent.east > extent.west and extent.north > extent.south):
        told = Text("平面图没有分区、围挡、出入口或岗位", "the plan has no zones, fences, gates or posts")
        raise WorkbenchError(told, where="site", remedy=Text("绘出至少一个分区", "draw at least one zone"))
    return found


def cell_of(ground: Ground, sheet: Working, wish: Wish) -> float:
    """Return the side of a cell: as wished, else the pack's, or the finest above it that the site allows."""
    if wish.cell is not None:
        return wish.cell
    least = sheet.rate("coverage.cell")
    wanted = fitting(ground.extent, QUICK_CELLS, least) if wish.quick else None
    return wanted or fitting(ground.extent, finest=least) or least


def office_pace(sheet: Working) -> Pace:
    """Return the pace by the use of a zone."""
    return lambda _row, use: sheet.rate(str(use.data["pace"]))


def density_pace(sheet: Working) -> Pace:
    """Return the pace by the density of a zone; without persons or area, by its use."""
    by_use = office_pace(sheet)

    def pace(row: Row | None, use: Choice) -> float:
        persons = number_of(row["expected_peak"]) if row is not None else None
        area = number_of(row["net"]) if row is not None else None
        if persons is None or not area or area < 0:
            return by_use(row, use)
        return density_factor(sheet, float(persons / area))

    return pace


def density_factor(sheet: Working, density: float) -> float:
    """Return Weidmann's speed at a density [p/m²] over the free speed, not below the least pace."""
    least = sheet.rate("coverage.pace_least")
    if density <= 0:
        return 1.0
    try:
        factor = weidmann_speed(sheet, density) / sheet.rate("weidmann.free")
    except InputError:
        return least
    return min(1.0, max(least, factor))


def screened(site: SiteCase, net: Network) -> Floats:
    """Return the height of what hides the view, by cell [m]; gates are open to the eye as they are to the foot."""
    heights = skyline(site.blocks, net.grid)
    for line, height in site.screens:
        np.maximum(heights, height, out=heights, where=touched((line,), net.grid) & net.surface.walls)
    return heights


def lookout_eye(post: PostAt, sheet: Working) -> Eye:
    """Return the eyes of a lookout on its stand."""
    return Eye(post.code, post.x, post.y, post.height + sheet.rate("sight.eye"), sheet.rate("sight.range"))


def finite(value: float) -> float | None:
    """Return a time or distance, ``None`` where no way leads."""
    return value if isfinite(value) else None


def _flat(post: PostAt) -> Post:
    return Post(post.code, Fraction(str(post.x)), Fraction(str(post.y)), post.persons)
