"""Width of exits: by units with the guide's own rounding, and by persons over rate and time with one exit lost.

Source:
    Guide to Fire Precautions (unit width 525 mm, 40 persons per unit and minute); exit width N / (rate × time) in the
    manner of HSG195, one exit counted as lost, none narrower than the least width.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from workbench.crowd.model import LEAST_MINUTES, Input, Model, Output, refuse
from workbench.crowd.parameters import exact
from workbench.crowd.tables import bounds, either, number, optional
from workbench.crowd.working import Working, figure
from workbench.errors import Text

Values = Mapping[str, object]
MILLIMETRES = 1000
"""Millimetres of a metre."""
FAMILIES = ("green_guide", "green_guide_earlier", "alcohol", "derated")


def rounded(value: Fraction, up_from: Fraction) -> int:
    """Return a number rounded up where its part after the point reaches ``up_from``, else down."""
    whole = floor(value)
    return whole + 1 if value - whole >= up_from else whole


def _units(values: Values, sheet: Working) -> Values:
    persons, minutes = number(values, "persons"), optional(values, "minutes")
    rate = sheet.take("unit_width.rate")
    time = sheet.take("unit_width.minutes") if minutes is None else minutes
    wanted = persons / (rate * time)
    units = max(rounded(wanted, sheet.take("unit_width.units_up_from")), 1)
    sheet.step(Text("单位数 U", "units U"), f"{figure(persons)} / ({figure(rate)} × {figure(time)})", wanted)
    sheet.step(Text("取整后的单位数", "units, rounded"), figure(wanted), units)
    each = sheet.take("unit_width.units_per_exit")
    more = units / each + 1
    exits = rounded(more, sheet.take("unit_width.exits_up_from"))
    sheet.step(Text("出口数 E", "exits E"), f"{units} / {figure(each)} + 1", more)
    sheet.step(Text("取整后的出口数", "exits, rounded"), figure(more), exits, "door")
    one = sheet.take("unit_width.unit") / MILLIMETRES
    width = units * one
    sheet.step(Text("总净宽", "clear width in all"), f"{units} × {figure(one)}", width, "m")
    sheet.convention(Text("加一个出口，按一个出口不可用考虑", "one exit more, because one counts as lost"))
    return {"units": units, "exits": exits, "width": width}


def _width(values: Values, sheet: Working) -> Values:
    rate, time = _rate(values, sheet), number(values, "minutes")
    low, high = bounds(sheet.parameter("exit_width.minutes"))
    if not low <= time <= high:
        told = f"{figure(low)}–{figure(high)}"
        sheet.warn(Text(f"时间不在常用区间 {told} 分钟内", f"the time lies outside the usual {told} min"))
    if either(values, "persons", "width") == "width":
        width = number(values, "width")
        persons = floor(width * rate * time)
        told = f"⌊{figure(width)} × {figure(rate)} × {figure(time)}⌋"
        sheet.step(Text("时限内可通过人数", "persons within the time"), told, persons, "p")
        return {"persons": persons, "width": width, "each": None, "total": None}
    return _for_persons(values, sheet, rate, time)


def _rate(values: Values, sheet: Working) -> Fraction:
    code = f"{values['set']}.{values['grade']}"
    if code not in sheet.parameters:
        raise refuse("grade", f"{values['set']} 没有这种地面的通行率", f"{values['set']} has no rate for this ground")
    return sheet.take(code)


def _for_persons(values: Values, sheet: Working, rate: Fraction, time: Fraction) -> Values:
    persons, exits = number(values, "persons"), number(values, "exits")
    width = persons / (rate * time)
    sheet.step(Text("所需净宽", "width needed"), f"{figure(persons)} / ({figure(rate)} × {figure(time)})", width, "m")
    least = exact(sheet.parameter("exit_width.least"))
    each = max(width / (exits - 1), least)
    sheet.step(
        Text("每个出口净宽", "width of each exit"),
        f"max({figure(width)} / ({figure(exits)} − 1), {figure(least)})",
        each,
        "m",
    )
    sheet.convention(Text("一个出口视为不可用，其余出口须够宽", "one exit counts as lost; the others must suffice"))
    return {"persons": int(persons), "width": width, "each": each, "total": each * exits}


_PERSONS = Input("persons", Text("人数", "persons"), "integer", "p", low=1)

MODELS = (
    Model(
        code="unit_width",
        group="egress",
        text=Text("单位宽度法", "Unit-width method"),
        about=Text(
            "每单位 525 mm、每分钟 40 人；单位数与出口数按该指南自己的规则取整，另加一个出口。用于帐篷等临时场所。",
            "Units of 525 mm with 40 persons a minute, rounded by the guide's own rules, one exit more; for tents.",
        ),
        inputs=(
            _PERSONS,
            Input("minutes", Text("疏散时间", "time"), unit="min", low=LEAST_MINUTES, high=60, optional=True),
        ),
        outputs=(
            Output("exits", Text("出口数", "exits"), "door", main=True),
            Output("units", Text("单位数", "units")),
            Output("width", Text("总净宽", "clear width in all"), "m"),
        ),
        sums=_units,
        families=("unit_width",),
    ),
    Model(
        code="exit_width",
        group="egress",
        text=Text("出口净宽（人数÷通行率÷时间）", "Exit width by persons over rate and time"),
        about=Text(
            "由人数求净宽（扣除一个出口，不小于最小净宽），或由净宽求人数；通行率取一个来源，不混用。",
            "Width from persons, one exit lost, none below the least width; or persons from width; one set of rates.",
        ),
        inputs=(
            Input("persons", Text("人数", "persons"), "integer", "p", low=1, optional=True),
            Input("width", Text("可用净宽", "clear width open"), unit="m", above=True, high=1000, optional=True),
            Input("minutes", Text("时间", "time"), unit="min", low=LEAST_MINUTES, high=60),
            Input("exits", Text("出口数", "exits"), "integer", "door", low=2, high=1000, default=2),
            Input("set", Text("通行率来源", "set of rates"), "word", default=FAMILIES[0], options=FAMILIES),
            Input("grade", Text("地面", "ground"), "word", default="level", options=("level", "stepped")),
        ),
        outputs=(
            Output("width", Text("所需净宽", "width needed"), "m", main=True),
            Output("each", Text("每个出口净宽", "width of each exit"), "m"),
            Output("total", Text("全部出口净宽", "width of all exits"), "m"),
            Output("persons", Text("可通过人数", "persons"), "p"),
        ),
        sums=_width,
        families=(*FAMILIES, "exit_width"),
    ),
)
