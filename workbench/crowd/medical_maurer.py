"""Medical cover by the Maurer scheme: points of visitors, a factor of the event, tables of resources.

Source:
    Maurer and Peter, Gefahrenabwehr bei Großveranstaltungen, 2005; the families ``maurer`` and ``maurer_other``.
    Variants of factors and of one table circulate; both are worked out and shown side by side, never mixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import cast

from workbench.crowd.model import Input, Model, Output
from workbench.crowd.tables import chosen, either, number, read_at, up_to
from workbench.crowd.working import Working, figure
from workbench.errors import Text

MAIN, OTHER = "main", "other"
FACTOR = "maurer.factor."
OTHER_FACTOR = "maurer_other.factor."
COMMAND = (
    Text("不设指挥组", "no command staff"),
    Text("精简指挥组", "reduced command staff"),
    Text("完整指挥组", "full command staff"),
)


@dataclass(frozen=True)
class Points:
    """Points before the factor: of the permitted maximum (doubled if enclosed), expected visitors, and additions."""

    greatest: Fraction
    times: int
    expected: Fraction
    added: Fraction

    def risk(self, factor: Fraction) -> Fraction:
        """Return R, unrounded: rounding before the tables would make their half steps unreachable."""
        return (self.greatest * self.times + self.expected) * factor + self.added


def _visitors(values: Mapping[str, object], sheet: Working) -> Fraction:
    if either(values, "max_visitors", "area") == "max_visitors":
        return number(values, "max_visitors")
    density, area = sheet.take("maurer.area_density"), number(values, "area")
    found = area * density
    sheet.step(Text("允许最多人数", "permitted maximum"), f"{figure(area)} × {figure(density)}", found, "p")
    return found


def _points(values: Mapping[str, object], sheet: Working) -> Points:
    visitors = _visitors(values, sheet)
    table, each = sheet.parameter("maurer.points"), sheet.take("maurer.points_each")
    last, most = (Fraction(one) for one in table.steps[-1])
    greatest = up_to(table, visitors) if visitors <= last else most + ceil((visitors - last) / each)
    title = Text("允许最多人数得分", "points of the permitted maximum")
    sheet.step(read_at(title, figure(visitors)), "", greatest)
    per = sheet.take("maurer.expected_each")
    expected = Fraction(ceil(number(values, "expected") / per))
    told = f"⌈{figure(values['expected'])} / {figure(per)}⌉"
    sheet.step(Text("预计人数得分", "points of expected visitors"), told, expected)
    times = int(sheet.take("maurer.enclosed_times")) if values["enclosed"] else 1
    return Points(greatest, times, expected, _added(values, sheet))


def _added(values: Mapping[str, object], sheet: Working) -> Fraction:
    """Return the points added after the factor: guests under police protection, intelligence on violence."""
    found = Fraction(0)
    if values["vip"]:
        each, points = sheet.take("maurer.vip_each"), sheet.take("maurer.vip_points")
        vip = points * ceil(number(values, "vip") / each)
        told = f"{figure(points)} × ⌈{figure(values['vip'])} / {figure(each)}⌉"
        sheet.step(Text("受警卫贵宾加分", "added for protected guests"), told, vip)
        found += vip
    if values["violence"]:
        points = sheet.take("maurer.violence_points")
        sheet.step(Text("暴力风险加分", "added for intelligence on violence"), "", points)
        found += points
    return found


def _variant(sheet: Working, name: str, points: Points, event: str, *, taken: bool) -> Mapping[str, object]:
    """Return one variant: its factor, R and what the tables give; the main figure holds where there is no other.

    The working shows every table of the variant taken, and of the one beside it only what it has of its own.
    """
    other = name == OTHER
    own = other and OTHER_FACTOR + event in sheet.parameters
    row = sheet.parameter(OTHER_FACTOR + event) if own else chosen(sheet, FACTOR, event, "event")
    factor = Fraction(row.value or 0)
    risk = points.risk(factor)
    told = (
        f"({figure(points.greatest)} × {points.times} + {figure(points.expected)}) × {figure(factor)}"
        f" + {figure(points.added)}"
    )
    title = Text("风险值 R（另一取值）", "R (other variant)") if other else Text("风险值 R", "R")
    sheet.step(title, told, risk)
    found: dict[str, object] = {"variant": name, "mark": row.mark, "factor": factor, "risk": risk}
    for key, what in RESOURCES.items():
        code = f"maurer_other.{key}" if other and f"maurer_other.{key}" in sheet.parameters else f"maurer.{key}"
        found[key] = int(up_to(sheet.parameters[code], risk))
        if taken or code.startswith("maurer_other."):
            sheet.parameter(code)
            sheet.step(read_at(what, f"R = {figure(risk)}"), "", cast("int", found[key]))
    found["command"] = COMMAND[int(up_to(sheet.parameters["maurer.command"], risk))]
    return found


def _sums(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    points, wanted = _points(values, sheet), values["variant"]
    event = str(values["event"])
    variants = tuple(_variant(sheet, name, points, event, taken=name == wanted) for name in (MAIN, OTHER))
    taken = next(one for one in variants if one["variant"] == wanted)
    sheet.parameter("maurer.command")
    sheet.convention(
        Text(
            "R 不取整后查表；贵宾每开始 5 人加分且不封顶",
            "R is not rounded before the tables; guests count per started five, without a cap",
        )
    )
    if variants[0]["risk"] != variants[1]["risk"]:
        sheet.warn(
            Text(
                "系数有两种流传取值，两种结果并列，另一取值待核实",
                "two values of the factor circulate; both results are shown, the other one is to be verified",
            )
        )
    sheet.warn(
        Text(
            "该法偏高估转运车，不适用于大范围分散活动，且要求完整方案",
            "overstates patient transport, is unsuitable for spatially extended events, and wants a full concept",
        )
    )
    return {
        "points": points.greatest,
        "points_expected": points.expected,
        **{key: taken[key] for key in ("risk", "factor", *RESOURCES, "command")},
        "variants": variants,
    }


RESOURCES = {
    "helpers": Text("救护人员", "helpers"),
    "ktw": Text("转运救护车", "patient transport ambulances"),
    "rtw": Text("急救救护车", "emergency ambulances"),
    "doctors": Text("急救医生", "emergency doctors"),
    "grtw": Text("大型救护车", "large ambulances"),
    "stations": Text("救护站", "first-aid stations"),
}

MODELS = (
    Model(
        code="maurer",
        group="medical",
        text=Text("Maurer 法（德、奥）", "Maurer scheme (DE/AT)"),
        about=Text(
            "由人数、活动系数和附加分得风险值，再查表得救护力量；两种流传系数并列。",
            "Points of visitors, a factor and additions give R; tables give the resources; variants side by side.",
        ),
        inputs=(
            Input("max_visitors", Text("允许最多人数", "permitted maximum"), "integer", "p", optional=True),
            Input("area", Text("场地面积", "area"), unit="m2", above=True, optional=True),
            Input("expected", Text("预计人数", "expected visitors"), "integer", "p"),
            Input("event", Text("活动类型", "event type"), "word", prefix=FACTOR),
            Input("variant", Text("系数取值", "variant"), "word", default=MAIN, options=(MAIN, OTHER)),
            Input("enclosed", Text("封闭建筑内", "in an enclosed building"), "flag", default=False),
            Input("vip", Text("受警卫贵宾", "guests under police protection"), "integer", "p", default=0, high=1000),
            Input("violence", Text("有暴力情报", "intelligence on violence"), "flag", default=False),
        ),
        outputs=(
            Output("risk", Text("风险值 R", "R"), main=True),
            Output("factor", Text("活动系数", "factor")),
            Output("points", Text("允许最多人数得分", "points of the permitted maximum")),
            Output("points_expected", Text("预计人数得分", "points of expected visitors")),
            *(Output(key, title) for key, title in RESOURCES.items()),
            Output("command", Text("指挥", "command")),
            Output("variants", Text("两种取值", "variants")),
        ),
        sums=_sums,
        families=("maurer", "maurer_other"),
    ),
)
