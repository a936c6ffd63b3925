"""Safe capacity: the lowest of what zones hold, entrances let in, and exits let out, in ordinary and emergency egress.

Source:
    Green Guide: final capacity is the lowest of entry (in one hour), holding, exit and emergency evacuation capacity;
    the lower of the physical (P) and the management (S) factor applies, never their product.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor

from workbench.crowd.egress_rates import EXIT, egress, openings
from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.tables import bounds, number, optional, records
from workbench.crowd.working import Working, figure
from workbench.crowd.zones import AREA, DENSITY, SEATS, UNUSABLE, Holding, seated, standing
from workbench.errors import Text

Values = Mapping[str, object]

NAMES: Mapping[str, Text] = {
    "holding": Text("容纳", "holding"),
    "entry": Text("入场", "entry"),
    "exit": Text("散场", "exit"),
    "emergency": Text("应急疏散", "emergency egress"),
}
"""The limits, in the order in which they are told."""
FAMILIES = ("green_guide", "green_guide_earlier", "alcohol")
"""Rates of exits that stand beside each other; one set is chosen, never mixed."""


def factor(physical: Fraction, safety: Fraction) -> Fraction:
    """Return the factor that applies to a capacity: the lower of the two, each 0 to 1."""
    return min(physical, safety)


def _sums(values: Values, sheet: Working) -> Values:
    zones = dict(_zones(values, sheet))
    limits: dict[str, int | None] = {
        "holding": sum(zones.values()),
        "entry": _entry(values, sheet),
        **_leaving(values, sheet),
    }
    known = {key: persons for key, persons in limits.items() if persons is not None}
    for key in limits:
        if key not in known:
            text = NAMES[key]
            sheet.warn(Text(f"未算{text.zh}能力：不是完整的安全容量", f"{text.en} is not in it: no full safe capacity"))
    capacity = min(known.values())
    told = ", ".join(figure(persons) for persons in known.values())
    sheet.step(Text("安全容量", "safe capacity"), f"min({told})", capacity, "p")
    sheet.convention(Text("取最低的一项，不相加、不平均", "the lowest one; nothing is added up or averaged"))
    limiting = "、".join(key for key, persons in known.items() if persons == capacity)
    return {"capacity": capacity, "limiting": limiting, **limits, "zones": zones}


def _zones(values: Values, sheet: Working) -> Iterator[tuple[str, int]]:
    rows = records(values, "zones")
    if not rows:
        raise refuse("zones", "没有区域", "there is no zone")
    for place, row in enumerate(rows, 1):
        held = _held(row, f"zones[{place}]")
        physical, safety = number(row, "p"), number(row, "s")
        applied = factor(physical, safety)
        persons, name = floor(held.persons * applied), str(row["code"])
        told = f"⌊{held.persons} × min({figure(physical)}, {figure(safety)})⌋"
        sheet.step(Text(f"{name} 容纳", f"{name} holds"), told, persons, "p")
        yield name, persons
    sheet.convention(
        Text("P、S 系数取较低者，不相乘", "of the factors P and S the lower applies; they are not multiplied")
    )


def _held(row: Values, where: str) -> Holding:
    """Return what a zone holds: the lower of seats and area where both are given."""
    found: list[Holding] = []
    if row["seats"] is not None:
        found.append(seated(int(number(row, "seats")), int(number(row, "unusable"))))
    if row["area"] is not None:
        density = optional(row, "density")
        if density is None:
            raise refuse(f"{where}.density", "有面积的区域须填密度", "a zone with an area needs a density")
        found.append(standing(number(row, "area"), (density,)))
    if not found:
        raise refuse(f"{where}.area", "填面积或座位数", "give an area or seats")
    return min(found, key=lambda one: one.persons)


def _entry(values: Values, sheet: Working) -> int | None:
    points = optional(values, "entry_points")
    if points is None:
        return None
    most = sheet.take("green_guide.entry_rate")
    seen = optional(values, "entry_rate")
    rate = most if seen is None else min(seen, most)
    persons = floor(points * rate)
    sheet.step(Text("一小时入场", "entry in one hour"), f"⌊{figure(points)} × {figure(rate)}⌋", persons, "p")
    return persons


def _leaving(values: Values, sheet: Working) -> dict[str, int | None]:
    if not records(values, "exits"):
        return {"exit": None, "emergency": None}
    found = egress(openings(values, sheet, str(values["set"])), discount=bool(values["largest_closed"]))
    if not found.flow_design:
        raise refuse("exits", "扣除最大出口后没有可用出口", "no exit is left once the largest is discounted")
    if found.lost:
        name = found.lost.code
        sheet.convention(
            Text(f"扣除通行能力最大的出口 {name}", f"the exit with the largest flow, {name}, is discounted")
        )
    made: dict[str, int | None] = {}
    for key, minutes in (("exit", _exit_minutes(values, sheet)), ("emergency", _emergency_minutes(values, sheet))):
        made[key] = found.persons(minutes)
        told = f"⌊{figure(found.flow_design)} × {figure(minutes)}⌋"
        sheet.step(NAMES[key], told, found.persons(minutes), "p")
    return made


def _exit_minutes(values: Values, sheet: Working) -> Fraction:
    most, wanted = sheet.take("green_guide.exit_minutes"), optional(values, "exit_minutes")
    if wanted is not None and wanted > most:
        raise refuse("exit_minutes", f"散场时间不得超过 {figure(most)} 分钟", f"at most {figure(most)} min to leave")
    return most if wanted is None else wanted


def _emergency_minutes(values: Values, sheet: Working) -> Fraction:
    low, high = bounds(sheet.parameter("green_guide.emergency_minutes"))
    wanted = optional(values, "emergency_minutes")
    if wanted is None:
        sheet.convention(
            Text("应急疏散时间未定，取区间上限", "no emergency time was set: the upper end of its range is taken")
        )
        return high
    if not low <= wanted <= high:
        told = f"{figure(low)}–{figure(high)}"
        raise refuse("emergency_minutes", f"应急疏散时间应为 {told} 分钟", f"an emergency time is {told} min")
    return wanted


_FACTOR = Fraction(1)

MODELS = (
    Model(
        code="safe_capacity",
        group="capacity",
        text=Text("安全容量（入场、容纳、散场、应急）", "Safe capacity (entry, holding, exit, emergency)"),
        about=Text(
            "四项能力取最低：分区容纳（P、S 系数取低）、一小时入场、散场、应急疏散（扣除最大出口）。缺一项即不完整。",
            "The lowest of four limits: holding by zone with the lower of P and S, entry in an hour, exit, emergency.",
        ),
        inputs=(
            Input(
                "zones",
                Text("区域", "zones"),
                "rows",
                columns=(
                    Input("code", Text("编号", "code"), "word"),
                    AREA,
                    DENSITY,
                    SEATS,
                    Input("p", Text("场地系数 P", "factor P"), high=1, default=_FACTOR),
                    Input("s", Text("管理系数 S", "factor S"), high=1, default=_FACTOR),
                    UNUSABLE,
                ),
            ),
            Input("entry_points", Text("入口通道数", "entry points"), "integer", "lane", high=10_000, optional=True),
            Input("entry_rate", Text("实测每通道入场率", "entry rate observed"), unit="p/h", above=True, optional=True),
            Input("exits", EXIT.text, "rows", columns=EXIT.columns, optional=True),
            Input("set", Text("出口通行率来源", "set of rates"), "word", default=FAMILIES[0], options=FAMILIES),
            Input("largest_closed", Text("扣除最大出口", "largest exit closed"), "flag", default=True),
            Input("exit_minutes", Text("散场时间", "time to leave"), unit="min", above=True, optional=True),
            Input("emergency_minutes", Text("应急疏散时间", "emergency time"), unit="min", above=True, optional=True),
        ),
        outputs=(
            Output("capacity", Text("安全容量", "safe capacity"), "p", main=True),
            Output("limiting", Text("起控制作用的一项", "limit that binds")),
            *(Output(key, Text(f"{text.zh}能力", f"{text.en} capacity"), "p") for key, text in NAMES.items()),
            Output("zones", Text("分区容纳", "holding by zone")),
        ),
        sums=_sums,
        families=("green_guide", "green_guide_earlier", "alcohol"),
    ),
)
