"""Speed over density by Weidmann, and by Predtechenskii and Milinskii.

Source:
    Families ``weidmann`` and ``milinskii``.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import exp, sin
from typing import cast

from workbench.crowd.density import ANY_DENSITY, DENSITY
from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.working import Working, figure
from workbench.errors import Text

LEVEL_ELEMENT, DOOR_ELEMENT, DOWN, UP = "level", "door", "stair_down", "stair_up"
NORMAL, EMERGENCY, COMFORT = "normal", "emergency", "comfort"
SEASONS = ("summer", "mid", "winter")

Values = Mapping[str, object]


def weidmann_speed(sheet: Working, density: float) -> float:
    """Return the mean walking speed [m/s] at a density [p/m²]; refused where nobody walks any more."""
    jam = sheet.rate("weidmann.jam")
    if density >= jam:
        raise refuse(
            "density",
            f"密度 {figure(density)} 人/m² 时不再行走（应 < {figure(jam)}）",
            f"at {figure(density)} p/m² nobody walks (must be < {figure(jam)})",
            Text("降低密度；更高密度请用密度风险分级", "lower the density; for more use the density overlay"),
        )
    return sheet.rate("weidmann.free") * (1 - exp(-sheet.rate("weidmann.gamma") * (1 / density - 1 / jam)))


def _weidmann(values: Values, sheet: Working) -> Values:
    density = float(cast("Fraction", values["density"]))
    speed = weidmann_speed(sheet, density)
    sheet.step(Text("平均速度", "mean speed"), "v0 (1 − exp(−γ (1/ρ − 1/ρmax)))", speed, "m/s")
    flow = sheet.step(
        Text("单位流量", "specific flow"), f"{figure(density)} × {figure(speed)}", density * speed, "p/m/s"
    )
    made: dict[str, object] = {"speed": speed, "flow": flow, "spread": sheet.take("weidmann.spread")}
    made |= {"age_low": None, "age_high": None}
    age = cast("int | None", values["age"])
    if age is not None:
        low, high = _ages(sheet, age)
        made |= {"age_low": low, "age_high": high}
        told = Text(f"{age} 岁自由速度下限", f"free speed at {age}, lower end")
        sheet.step(told, f"{figure(low)}–{figure(high)}", low, "m/s")
    return made


def _ages(sheet: Working, age: int) -> tuple[Fraction, Fraction]:
    rows = sheet.parameter("weidmann.ages").steps
    for year, low, high in rows:
        if year == age:
            return Fraction(low), Fraction(high)
    known = ", ".join(figure(row[0]) for row in rows)
    raise refuse(
        "age", f"表中没有 {age} 岁", f"the table has no age {age}", Text(f"可用：{known}", f"use one of: {known}")
    )


def milinskii(sheet: Working, covered: float) -> float:
    """Return the speed on the level [m/min] where persons cover a share of the floor, 0 < share ≤ the table's end."""
    terms = sheet.parameter("milinskii.speed").steps
    return float(sum(float(factor) * covered ** int(power) for power, factor in terms))


def _milinskii(values: Values, sheet: Working) -> Values:
    covered = float(_covered(values, sheet))
    speed = milinskii(sheet, covered)
    sheet.step(Text("平地速度", "speed on the level"), f"D = {figure(covered)}", speed, "m/min")
    element, condition = str(values["element"]), str(values["condition"])
    factor = _condition(sheet, element, condition, covered)
    made: dict[str, object] = {"covered": covered, "level_speed": speed, "factor": factor, "speed": None}
    if element in {DOWN, UP}:
        sheet.warn(
            Text(
                "所引来源未给出楼梯的正常速度，只列应急系数",
                "the source at hand gives no normal speed on stairs, only the factor for an emergency",
            )
        )
        return made
    place = _door(sheet, covered) if element == DOOR_ELEMENT else 1.0
    made["speed"] = sheet.step(
        Text("速度", "speed"), f"{figure(speed)} × {figure(place)} × {figure(factor)}", speed * place * factor, "m/min"
    )
    return made


def _covered(values: Values, sheet: Working) -> Fraction:
    """Return the share of the floor that persons cover."""
    share, density = cast("Fraction | None", values["covered"]), cast("Fraction | None", values["density"])
    if (share is None) == (density is None):
        told = Text("投影占比 D 与密度二者填一", "give either the covered share D or the density")
        raise refuse("covered", told.zh, told.en)
    key = "covered"
    if density is not None:
        area = sheet.take(f"milinskii.area_{values['clothing']}")
        share, key = density * area, "density"
        sheet.step(Text("投影占比 D", "covered share D"), f"{figure(density)} × {figure(area)}", share, "share")
    assert share is not None
    most = sheet.take("milinskii.covered_most")
    if share > most:
        raise refuse(
            key,
            f"投影占比 {figure(share)} 超出公式范围（≤ {figure(most)}）",
            f"a covered share of {figure(share)} is beyond the formula (≤ {figure(most)})",
        )
    return share


def _condition(sheet: Working, element: str, condition: str, covered: float) -> float:
    if condition == NORMAL:
        return 1.0
    if condition == COMFORT:
        base, slope = sheet.rate("milinskii.comfort_base"), sheet.rate("milinskii.comfort_slope")
    elif element in {DOWN, UP}:
        base, slope = sheet.rate(f"milinskii.emergency_{element}"), 0.0
    else:
        base, slope = sheet.rate("milinskii.emergency_base"), sheet.rate("milinskii.emergency_slope")
    return float(sheet.step(Text("状态系数", "factor of the condition"), "", base + slope * covered, "share"))


def _door(sheet: Working, covered: float) -> float:
    base, swing = sheet.rate("milinskii.door_base"), sheet.rate("milinskii.door_swing")
    angle = sheet.rate("milinskii.door_rate") * covered - sheet.rate("milinskii.door_phase")
    return float(
        sheet.step(Text("门系数 m", "door factor m"), f"sin({figure(angle)})", base + swing * sin(angle), "share")
    )


MODELS = (
    Model(
        code="weidmann",
        group="density",
        text=Text("Weidmann 基本图", "Weidmann's fundamental diagram"),
        about=Text(
            "由密度求平均步行速度和单位流量；密度须低于 5.4 人/m²。",
            "Mean walking speed and specific flow from density, which must be below 5.4 p/m².",
        ),
        inputs=(
            DENSITY,
            Input("age", Text("年龄", "age"), "integer", high=120, optional=True),
        ),
        outputs=(
            Output("speed", Text("平均速度", "mean speed"), "m/s", main=True),
            Output("flow", Text("单位流量", "specific flow"), "p/m/s"),
            Output("spread", Text("自由速度标准差", "standard deviation of the free speed"), "m/s"),
            Output("age_low", Text("该年龄自由速度下限", "free speed at that age from"), "m/s"),
            Output("age_high", Text("该年龄自由速度上限", "free speed at that age to"), "m/s"),
        ),
        sums=_weidmann,
        families=("weidmann",),
    ),
    Model(
        code="predtechenskii",
        group="density",
        text=Text("Predtechenskii–Milinskii 速度", "Speed by Predtechenskii and Milinskii"),
        about=Text(
            "由人体投影占比求平地或门处速度，可乘应急或舒适系数；作为水力模型的对照。",
            "Speed on the level or in a door from the share of floor that bodies cover, times a factor for emergency "
            "or comfort; a cross-check of the hydraulic model.",
        ),
        inputs=(
            Input("covered", Text("投影占比 D", "covered share D"), unit="share", above=True, high=1, optional=True),
            ANY_DENSITY,
            Input("clothing", Text("衣着季节", "clothing"), "word", default="mid", options=SEASONS),
            Input(
                "element",
                Text("构件", "element"),
                "word",
                default=LEVEL_ELEMENT,
                options=(LEVEL_ELEMENT, DOOR_ELEMENT, DOWN, UP),
            ),
            Input(
                "condition",
                Text("状态", "condition"),
                "word",
                default=NORMAL,
                options=(NORMAL, EMERGENCY, COMFORT),
            ),
        ),
        outputs=(
            Output("speed", Text("速度", "speed"), "m/min", main=True),
            Output("level_speed", Text("平地正常速度", "normal speed on the level"), "m/min"),
            Output("covered", Text("投影占比 D", "covered share D"), "share"),
            Output("factor", Text("状态系数", "factor of the condition"), "share"),
        ),
        sums=_milinskii,
        families=("milinskii",),
    ),
)
