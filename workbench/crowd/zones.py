"""What a zone holds: usable area times the density that governs, or the seats; always rounded down.

Source:
    HSG195 para. 87 (0.5 m² per person) and the Green Guide (models of holding capacity); ceilings by use are office
    defaults in the family ``house``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.tables import either, number, optional, records
from workbench.crowd.working import Working, figure
from workbench.errors import Text

Values = Mapping[str, object]


@dataclass(frozen=True)
class Holding:
    """What a zone holds: the density [p/m²] that governs (``None`` for seats) and the persons."""

    density: Fraction | None
    persons: int


def standing(net: Fraction, densities: Iterable[Fraction]) -> Holding:
    """Return what an area holds at the lowest of several densities, rounded down.

    Args:
        net: Area on which people can stand, in m².
        densities: What was stated and what is allowed, in p/m²; at least one.
    """
    lowest = min(densities)
    return Holding(lowest, floor(net * lowest))


def seated(seats: int, unusable: int = 0) -> Holding:
    """Return what seats hold: all of them without the unusable ones."""
    return Holding(None, max(seats - unusable, 0))


USES = (
    "front",
    "standing",
    "viewing",
    "start",
    "hall",
    "lantern",
    "camp",
    "queue",
    "circulation",
    "assembly",
)
"""Uses with a density of their own in the family ``house``."""
MOST_DENSITY = 10
"""More persons on a square metre than have ever stood there; a larger number is a slip of the pen."""


def _zone(values: Values, sheet: Working) -> Values:
    if either(values, "area", "seats") == "seats":
        held = _seats(values, sheet)
        net = None
    else:
        net, held = _standing(values, sheet)
    peak = optional(values, "peak")
    density = None if peak is None or net is None else peak / net
    if density is not None:
        sheet.step(Text("预计密度", "expected density"), f"{figure(peak)} / {figure(net)}", density, "p/m2")
    over = None if peak is None else peak > held.persons
    return {"capacity": held.persons, "limit": held.density, "net": net, "density": density, "over": over}


def _seats(values: Values, sheet: Working) -> Holding:
    seats, unusable = int(number(values, "seats")), int(number(values, "unusable"))
    if unusable > seats:
        raise refuse("unusable", "不可用座位多于座位数", "more seats are unusable than there are")
    held = seated(seats, unusable)
    sheet.step(Text("可用座位", "usable seats"), f"{seats} − {unusable}", held.persons, "p")
    return held


def _standing(values: Values, sheet: Working) -> tuple[Fraction, Holding]:
    area, obstacles = number(values, "area"), number(values, "obstacles")
    net = area - obstacles
    if net <= 0:
        raise refuse("obstacles", "障碍物占满全部面积", "the obstacles take the whole area")
    if obstacles:
        sheet.step(Text("净面积", "usable area"), f"{figure(area)} − {figure(obstacles)}", net, "m2")
    held = standing(net, _densities(values, sheet))
    sheet.step(Text("容量", "capacity"), f"⌊{figure(net)} × {figure(held.density)}⌋", held.persons, "p")
    return net, held


def _densities(values: Values, sheet: Working) -> tuple[Fraction, ...]:
    """Return the densities that limit a zone: the one stated, and that of its use."""
    stated, use = optional(values, "density"), values["use"]
    allowed = () if use is None else (sheet.take(f"house.density_{use}"),)
    found = (*(() if stated is None else (stated,)), *allowed)
    if not found:
        raise refuse("density", "填设计密度或用途", "give a density or a use")
    if len(found) > 1:
        sheet.convention(
            Text("取填报密度与用途上限中的较低者", "the lower of the stated density and the use's ceiling")
        )
    return found


def _by_hour(values: Values, sheet: Working) -> Values:
    held = _capacities(values)
    counts = _counts(values, held)
    worst = max(counts, key=lambda one: Fraction(counts[one], held[one[0]]))
    over = tuple(f"{zone} {hour}" for (zone, hour), persons in counts.items() if persons > held[zone])
    share = Fraction(counts[worst], held[worst[0]])
    sheet.step(
        Text(f"最紧的区域和时段 {worst[0]} {worst[1]}", f"tightest zone and hour, {worst[0]} {worst[1]}"),
        f"{counts[worst]} / {held[worst[0]]}",
        share,
        "share",
    )
    sheet.convention(Text("逐区逐时比较，不以全场平均代替", "each zone at each hour; never the mean of the site"))
    hours: dict[str, int] = {}
    for (_, hour), persons in counts.items():
        hours[hour] = hours.get(hour, 0) + persons
    peaks = {zone: max((n for (z, _), n in counts.items() if z == zone), default=0) for zone in held}
    return {"over": len(over), "where": "；".join(over), "share": share, "hours": hours, "peaks": peaks}


def _capacities(values: Values) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, row in enumerate(records(values, "zones"), 1):
        code = str(row["code"])
        if code in found:
            raise refuse(f"zones[{place}].code", f"区域 {code} 重复", f"zone {code} stands twice")
        found[code] = int(number(row, "capacity"))
    if not found:
        raise refuse("zones", "没有区域", "there is no zone")
    return found


def _counts(values: Values, held: dict[str, int]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for place, row in enumerate(records(values, "counts"), 1):
        zone, hour = str(row["zone"]), str(row["hour"])
        if zone not in held:
            raise refuse(f"counts[{place}].zone", f"没有区域 {zone}", f"there is no zone {zone}")
        if (zone, hour) in found:
            raise refuse(f"counts[{place}].hour", f"{zone} {hour} 重复", f"{zone} {hour} stands twice")
        found[zone, hour] = int(number(row, "persons"))
    if not found:
        raise refuse("counts", "没有人数", "there are no counts")
    return found


SEATS = Input("seats", Text("座位数", "seats"), "integer", "p", optional=True)
UNUSABLE = Input("unusable", Text("不可用座位", "unusable seats"), "integer", "p", default=0)
AREA = Input("area", Text("面积", "area"), unit="m2", above=True, optional=True)
DENSITY = Input(
    "density", Text("设计密度", "design density"), unit="p/m2", above=True, high=MOST_DENSITY, optional=True
)

MODELS = (
    Model(
        code="zone_capacity",
        group="capacity",
        text=Text("区域容量", "Capacity of a zone"),
        about=Text(
            "净面积乘以填报密度与用途上限中的较低者，或可用座位数；向下取整，不考虑进出能力。",
            "Usable area times the lower of stated density and ceiling, or the usable seats; no entry or exit in it.",
        ),
        inputs=(
            AREA,
            Input("obstacles", Text("障碍物面积", "area of obstacles"), unit="m2", default=Fraction(0)),
            DENSITY,
            Input("use", Text("用途", "use"), "word", options=USES, optional=True),
            SEATS,
            UNUSABLE,
            Input("peak", Text("预计峰值人数", "expected peak"), "integer", "p", optional=True),
        ),
        outputs=(
            Output("capacity", Text("区域容量", "capacity"), "p", main=True),
            Output("limit", Text("采用密度", "density that governs"), "p/m2"),
            Output("net", Text("净面积", "usable area"), "m2"),
            Output("density", Text("预计密度", "expected density"), "p/m2"),
            Output("over", Text("超过容量", "above capacity")),
        ),
        sums=_zone,
        families=("house",),
    ),
    Model(
        code="zones_by_hour",
        group="capacity",
        text=Text("分区分时人数与容量", "Zones by hour against their capacity"),
        about=Text(
            "每个区域每个时段的人数与该区容量比较，指出超过的区域和时段；全场平均不能代替分区。",
            "The persons in each zone at each hour against its capacity; a mean over the site stands for nothing.",
        ),
        inputs=(
            Input(
                "zones",
                Text("区域", "zones"),
                "rows",
                columns=(
                    Input("code", Text("编号", "code"), "word"),
                    Input("capacity", Text("容量", "capacity"), "integer", "p", above=True),
                ),
            ),
            Input(
                "counts",
                Text("分时人数", "counts by hour"),
                "rows",
                columns=(
                    Input("zone", Text("区域", "zone"), "word"),
                    Input("hour", Text("时段", "hour"), "word"),
                    Input("persons", Text("人数", "persons"), "integer", "p"),
                ),
            ),
        ),
        outputs=(
            Output("over", Text("超过容量的区域时段数", "zone hours above capacity"), main=True),
            Output("where", Text("超过容量的区域和时段", "zones and hours above capacity")),
            Output("share", Text("最高占用率", "highest share of a capacity"), "share"),
            Output("hours", Text("各时段全场人数", "persons on the site by hour")),
            Output("peaks", Text("各区峰值", "peak of each zone")),
        ),
        sums=_by_hour,
    ),
)
