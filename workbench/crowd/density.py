"""Density of crowds: speed over density, levels of service by facility, and what standing densities mean.

Source:
    Fruin (families ``fruin_walkway``, ``fruin_stair``, ``fruin_queue``), Weidmann (``weidmann``), Predtechenskii and
    Milinskii (``milinskii``), published safety limits (``overlay``), the office's own bands (``density_office``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import exp, sin
from typing import cast

from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.parameters import Parameter
from workbench.crowd.working import Working, figure
from workbench.errors import NO_TEXT, Text

FACILITIES = ("walkway", "stair", "queue")
LEVELS = "ABCDEF"
LEVEL_ELEMENT, DOOR_ELEMENT, DOWN, UP = "level", "door", "stair_down", "stair_up"
NORMAL, EMERGENCY, COMFORT = "normal", "emergency", "comfort"
SEASONS = ("summer", "mid", "winter")
MOST_DENSITY = 20
"""Denser than any crowd ever measured [p/m²]; a larger number is a slip of the pen."""

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
    flow = sheet.step(Text("比流量", "specific flow"), f"{figure(density)} × {figure(speed)}", density * speed, "p/m/s")
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


def _service(values: Values, sheet: Working) -> Values:
    facility, density = str(values["facility"]), _asked(values)
    table = sheet.parameter(f"fruin_{facility}.levels")
    square = Fraction(1) if facility == "queue" else sheet.take("fruin.square_foot")
    bounds = [1 / (Fraction(row[0]) * square) for row in table.steps]
    level = LEVELS[sum(density > bound for bound in bounds)]
    sheet.convention(Text("恰在界限上的密度归入较好一级", "a density just on a bound belongs to the better level"))
    if table.mark == "M":
        sheet.warn(
            Text("楼梯分级流传多种版本，表值待核实", "the levels for stairs circulate in variants; to be verified")
        )
    for name, bound in zip(LEVELS, bounds, strict=False):
        told = Text(f"{name} 级密度上限", f"level {name} up to")
        sheet.step(told, f"1 / {figure(1 / bound)}", bound, "p/m2")
    flows = [Fraction(row[1]) if len(row) > 1 else None for row in table.steps]
    return {
        "level": level,
        "density": density,
        "module": 1 / density,
        "flow": dict(zip(LEVELS, flows, strict=False)).get(level),
        "bounds": dict(zip(LEVELS, bounds, strict=False)),
    }


def _asked(values: Values) -> Fraction:
    density, module = cast("Fraction | None", values["density"]), cast("Fraction | None", values["module"])
    if (density is None) == (module is None):
        raise refuse(
            "density",
            "密度与人均面积二者填一",
            "give either the density or the space per person",
            Text("只填其中一项", "give one of them"),
        )
    return density if density is not None else 1 / cast("Fraction", module)


BANDS = ("yellow", "orange", "red")
NAMES = {
    "none": Text("未到预警", "below the bands"),
    "yellow": Text("黄", "yellow"),
    "orange": Text("橙", "orange"),
    "red": Text("红", "red"),
}


def _overlay(values: Values, sheet: Working) -> Values:
    density = cast("Fraction", values["density"])
    moving = bool(values["moving"])
    reached = tuple(_reached(sheet, density, moving=moving))
    for row in reached:
        low = row.value if row.value is not None else row.low
        assert low is not None
        sheet.step(row.text, f"{figure(density)} ≥ {figure(low)}", Fraction(low), "p/m2")
    band = _band(sheet, density, moving=moving, minutes=cast("Fraction | None", values["minutes"]))
    sheet.convention(Text("按分区判定，不用全场平均", "for one zone, never an average over the site"))
    limit = sheet.take("overlay.moving_limit" if moving else "overlay.static_limit")
    use = values["use"]
    design = None if use is None else sheet.take(f"density_office.design_{use}")
    return {
        "band": band,
        "shown": NAMES[band],
        "meaning": reached[-1].text if reached else NO_TEXT,
        "reached": tuple({"what": row.text, "code": row.code} for row in reached),
        "limit": limit,
        "over_limit": density > limit,
        "design": design,
        "over_design": None if design is None else density > design,
    }


def _reached(sheet: Working, density: Fraction, *, moving: bool) -> Iterator[Parameter]:
    """Yield the published limits that a density reaches, lowest first."""
    other = ("static_", "limit_static") if moving else ("moving_", "limit_moving")
    rows = [row for row in sheet.parameters.rows("overlay.") if not row.code.partition(".")[2].startswith(other)]
    for row in sorted(rows, key=_begins):
        if density >= _begins(row):
            yield sheet.parameter(row.code)


def _begins(row: Parameter) -> Fraction:
    found = row.value if row.value is not None else row.low
    assert found is not None, row.code
    return Fraction(found)


def _band(sheet: Working, density: Fraction, *, moving: bool, minutes: Fraction | None) -> str:
    """Return the office's band; red needs its time, and is orange until then."""
    found = "none"
    for band in BANDS:
        code = f"density_office.{band}_moving" if moving else f"density_office.{band}"
        bound = sheet.take(code if code in sheet.parameters else f"density_office.{band}")
        told = Text(f"本单位{NAMES[band].zh}色界限", f"the office's bound of {NAMES[band].en}")
        sheet.step(told, f"{figure(density)} ≥ {figure(bound)}" if density >= bound else "", bound, "p/m2")
        found = band if density >= bound else found
    time = sheet.take("density_office.red_minutes")
    sheet.convention(Text(f"红色须持续 {figure(time)} 分钟", f"red once it has lasted {figure(time)} min"))
    return BANDS[1] if found == BANDS[2] and minutes is not None and minutes < time else found


DENSITY = Input("density", Text("密度", "density"), unit="p/m2", above=True, high=MOST_DENSITY)
ANY_DENSITY = Input("density", DENSITY.text, unit="p/m2", above=True, high=MOST_DENSITY, optional=True)

MODELS = (
    Model(
        code="level_of_service",
        group="density",
        text=Text("服务水平（Fruin）", "Level of service (Fruin)"),
        about=Text(
            "按设施类型（通道、楼梯、排队）由密度或人均面积判定 A–F 级；同一密度在不同设施上含义不同。",
            "Level A to F from density or space per person by type of facility: walkway, stair or queue; one density "
            "means different things on each.",
        ),
        inputs=(
            Input("facility", Text("设施", "facility"), "word", options=FACILITIES),
            ANY_DENSITY,
            Input("module", Text("人均面积", "space per person"), unit="m2/p", above=True, high=1000, optional=True),
        ),
        outputs=(
            Output("level", Text("服务水平", "level of service"), main=True),
            Output("density", DENSITY.text, "p/m2"),
            Output("module", Text("人均面积", "space per person"), "m2/p"),
            Output("flow", Text("该级流量上限", "greatest flow of the level"), "p/m/min"),
            Output("bounds", Text("各级密度上限", "densities of the levels up to"), "p/m2"),
        ),
        sums=_service,
        families=("fruin", "fruin_walkway", "fruin_stair", "fruin_queue"),
    ),
    Model(
        code="density_overlay",
        group="density",
        text=Text("密度安全分级", "Density and safety"),
        about=Text(
            "一个分区的密度达到了哪些已发表的界限，以及本单位监测色级；站立与移动人群界限不同。",
            "Which published limits the density of a zone reaches, and the office's band; standing and moving crowds "
            "have different limits.",
        ),
        inputs=(
            DENSITY,
            Input("moving", Text("人群在移动", "the crowd is moving"), "flag", default=False),
            Input("minutes", Text("已持续", "it has lasted"), unit="min", high=1440, optional=True),
            Input(
                "use",
                Text("用途", "use"),
                "word",
                options=("standing", "pen", "queue", "circulation"),
                optional=True,
            ),
        ),
        outputs=(
            Output("shown", Text("监测色级", "band"), main=True),
            Output("band", Text("色级代码", "code of the band")),
            Output("meaning", Text("含义", "meaning")),
            Output("reached", Text("达到的界限", "limits reached")),
            Output("limit", Text("所用上限", "upper limit"), "p/m2"),
            Output("over_limit", Text("超过上限", "over the limit")),
            Output("design", Text("设计密度", "design density"), "p/m2"),
            Output("over_design", Text("超过设计密度", "over the design density")),
        ),
        sums=_overlay,
        families=("overlay", "density_office"),
    ),
    Model(
        code="weidmann",
        group="density",
        text=Text("Weidmann 基本图", "Weidmann's fundamental diagram"),
        about=Text(
            "由密度求平均步行速度和比流量；密度须低于 5.4 人/m²。",
            "Mean walking speed and specific flow from density, which must be below 5.4 p/m².",
        ),
        inputs=(
            DENSITY,
            Input("age", Text("年龄", "age"), "integer", high=120, optional=True),
        ),
        outputs=(
            Output("speed", Text("平均速度", "mean speed"), "m/s", main=True),
            Output("flow", Text("比流量", "specific flow"), "p/m/s"),
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
