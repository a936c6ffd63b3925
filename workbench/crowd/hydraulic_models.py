"""The hydraulic model as models to calculate: one element, stairs, a table of doors, the time required."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast

from workbench.crowd.hydraulic import (
    DOOR,
    INCH,
    KINDS,
    LENGTH,
    MOST_LENGTH,
    MOST_STEP,
    MOST_WIDTH,
    RISER,
    SOURCE,
    TREAD,
    Relation,
    effective,
    most_flow,
    stair,
    stair_row,
    steps,
    surface,
    told_flows,
)
from workbench.crowd.model import MOST_PERSONS, Input, Model, Output, refuse
from workbench.crowd.working import Working, figure
from workbench.errors import Text


def _density(sheet: Working, one: Relation, density: Fraction) -> float:
    """Return a density to reckon with: never below the lowest; refused where nobody moves; told where it is unsafe."""
    high = min(sheet.rate("sfpe.density_high"), one.jam)
    if density >= high:
        raise refuse(
            "density",
            f"密度 {figure(density)} 人/m² 超出模型范围（< {figure(high)}）：人流停滞",
            f"at {figure(density)} p/m² nobody moves; the model holds below {figure(high)}",
            Text("降低密度，或不填密度按最大流量计算", "lower the density, or leave it out to take the greatest flow"),
        )
    if density < one.low:
        sheet.convention(
            Text(
                f"密度低于 {figure(one.low)} 时按 {figure(one.low)} 计",
                f"densities below {figure(one.low)} count as it",
            )
        )
    if density > sheet.take("sfpe.density_design"):
        sheet.warn(
            Text(
                f"密度超过 {figure(sheet.take('sfpe.density_design'))} 人/m²：设计不应取此值",
                f"no design should rest on more than {figure(sheet.take('sfpe.density_design'))} p/m²",
            )
        )
    return max(float(density), one.low)


def _element(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    kind, width = str(values["kind"]), cast("Fraction", values["width"])
    one = surface(sheet, kind, values)
    sheet.step(Text("速度常数 k", "speed constant k"), "", one.k, "m/s")
    density = one.densest if values["density"] is None else _density(sheet, one, cast("Fraction", values["density"]))
    speed = one.speed(density if values["density"] is not None else 0)
    sheet.step(Text("步行速度 S", "walking speed S"), "k(1 − aD)", speed, "m/s")
    if values["density"] is None:
        told_flows(sheet, values["source"])
        flow: Fraction | float = most_flow(sheet, kind, values)
    else:
        flow = one.specific_flow(density)
    sheet.step(Text("单位流量 Fs", "specific flow Fs"), f"D = {figure(density)}", flow, "p/m/s")
    wide = effective(sheet, kind, width)
    sheet.step(Text("有效宽度 We", "effective width We"), f"{figure(width)} − 2b", wide, "m")
    capacity = float(flow) * float(wide)
    sheet.step(Text("通行能力 C", "capacity C"), f"{figure(flow)} × {figure(wide)}", capacity, "p/s")
    made = {"speed": speed, "specific_flow": flow, "effective_width": wide, "capacity": capacity, "density": density}
    return made | _times(values, sheet, speed, capacity)


def _times(values: Mapping[str, object], sheet: Working, speed: float, capacity: float) -> dict[str, object]:
    made: dict[str, object] = dict.fromkeys(("walk", "passage", "passage_discrete", "time"))
    length, persons = cast("Fraction | None", values["length"]), cast("int | None", values["persons"])
    if length is not None:
        made["walk"] = sheet.step(Text("步行时间", "walking time"), f"{figure(length)} / S", float(length) / speed, "s")
    if persons is not None:
        sheet.convention(
            Text(
                "N 人通过用时取 N/C；逐人模拟的口径为 (N−1)/C，一并列出",
                "N persons pass in N/C; simulations person by person tell (N−1)/C, shown beside it",
            )
        )
        made["passage"] = sheet.step(Text("通过时间", "passage time"), f"{persons} / C", persons / capacity, "s")
        made["passage_discrete"] = max(persons - 1, 0) / capacity
    parts = [float(cast("float", part)) for part in (made["walk"], made["passage"]) if part is not None]
    if parts:
        made["time"] = sheet.step(Text("总时间", "time in all"), "L/S + N/C", sum(parts), "s")
    return made


def _stair(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    riser, tread = steps(values)
    one = stair(sheet, riser, tread)
    ratio = f"{figure(tread)}/{figure(riser)}"
    sheet.step(Text("速度常数 k", "speed constant k"), f"51.8 / 60 × √({ratio})", one.k, "m/s")
    sheet.step(Text("自由速度", "free speed"), "k(1 − aD)", one.free, "m/s")
    sheet.step(Text("最大单位流量", "greatest specific flow"), "k / (4a)", one.most, "p/m/s")
    made: dict[str, object] = {"k": one.k, "speed": one.free, "specific_flow": one.most, "time": None}
    made |= {"table_k": None, "table_flow": None}
    rows = sheet.parameters["sfpe.stair_table"].steps
    risers, treads = ([Fraction(row[n]) * INCH for row in rows] for n in (0, 1))
    if not (min(risers) <= riser <= max(risers) and min(treads) <= tread <= max(treads)):
        sheet.warn(
            Text(
                f"踏步超出手册表的范围（高 {figure(min(risers))}–{figure(max(risers))}，"
                f"宽 {figure(min(treads))}–{figure(max(treads))} cm）",
                f"outside the handbook's table (riser {figure(min(risers))}–{figure(max(risers))}, "
                f"tread {figure(min(treads))}–{figure(max(treads))} cm)",
            )
        )
    if values["table"]:
        made["table_k"], made["table_flow"] = stair_row(sheet, riser, tread)
    length = cast("Fraction | None", values["length"])
    if length is not None:
        made["time"] = sheet.step(
            Text("步行时间", "walking time"), f"{figure(length)} / S", float(length) / one.free, "s"
        )
    return made


def _door_table(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    flow = sheet.take("sfpe.door_flow")
    found = []
    for n, width in enumerate(cast("tuple[Fraction, ...]", values["widths"]), 1):
        wide = effective(sheet, DOOR, width, f"widths[{n}]")
        told = Text(f"净宽 {figure(width)} m 的门", f"door of {figure(width)} m")
        found.append(sheet.step(told, f"{figure(flow)} × {figure(wide)}", flow * wide, "p/s"))
    return {"flows": tuple(found)}


PARTS = (
    ("detection", Text("探测时间", "detection")),
    ("alarm", Text("报警时间", "alarm")),
    ("premovement", Text("行动前时间", "pre-movement")),
    ("movement", Text("行动时间", "movement")),
)


def _rset(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    parts = [cast("Fraction", values[key]) for key, _ in PARTS]
    needed = sum(parts, Fraction(0))
    told = Text("所需安全疏散时间 RSET", "required safe egress time RSET")
    sheet.step(told, " + ".join(map(figure, parts)), needed, "s")
    sheet.warn(
        Text(
            "探测、报警和行动前时间由使用者估计，应留有余量", "the first three are the user's estimates; leave a margin"
        )
    )
    available = cast("Fraction | None", values["available"])
    if available is None:
        return {"rset": needed, "margin": None, "within": None}
    margin = available - needed
    sheet.step(Text("安全余量", "margin"), f"{figure(available)} − {figure(needed)}", margin, "s")
    return {"rset": needed, "margin": margin, "within": margin >= 0}


MODELS = (
    Model(
        code="sfpe_element",
        group="egress",
        text=Text("SFPE 水力模型：单个构件", "SFPE hydraulic model: one element"),
        about=Text(
            "门、楼梯、走道等的速度、单位流量、有效宽度和通过时间；不填密度按最大流量。密度 0.54–3.8 人/m² 内有效。",
            "Speed, specific flow, effective width and passage time of a door, stair or corridor; without a density "
            "the greatest flow. Holds from 0.54 to 3.8 p/m².",
        ),
        inputs=(
            Input("kind", Text("构件", "element"), "word", default=DOOR, options=KINDS),
            Input("width", Text("净宽", "clear width"), unit="m", above=True, high=MOST_WIDTH),
            Input("density", Text("密度", "density"), unit="p/m2", high=20, optional=True),
            Input("persons", Text("人数", "persons"), "integer", "p", high=MOST_PERSONS, optional=True),
            LENGTH,
            RISER,
            TREAD,
            SOURCE,
        ),
        outputs=(
            Output("time", Text("总时间", "time in all"), "s", main=True),
            Output("capacity", Text("通行能力", "capacity"), "p/s"),
            Output("specific_flow", Text("单位流量", "specific flow"), "p/m/s"),
            Output("speed", Text("步行速度", "walking speed"), "m/s"),
            Output("effective_width", Text("有效宽度", "effective width"), "m"),
            Output("density", Text("计算密度", "density reckoned with"), "p/m2"),
            Output("walk", Text("步行时间", "walking time"), "s"),
            Output("passage", Text("通过时间 N/C", "passage time N/C"), "s"),
            Output("passage_discrete", Text("逐人口径 (N−1)/C", "person by person (N−1)/C"), "s"),
        ),
        sums=_element,
        families=("sfpe", "imo"),
    ),
    Model(
        code="sfpe_stair",
        group="egress",
        text=Text("SFPE 水力模型：楼梯", "SFPE hydraulic model: stairs"),
        about=Text(
            "由踏步高宽计算速度常数、自由速度和最大单位流量；手册表值可并列。",
            "Speed constant, free speed and greatest flow from riser and tread; the handbook's row beside them.",
        ),
        inputs=(
            Input("riser", RISER.text, unit="cm", above=True, high=MOST_STEP),
            Input("tread", TREAD.text, unit="cm", above=True, high=MOST_STEP),
            Input("length", Text("梯段斜长", "length along the incline"), unit="m", high=MOST_LENGTH, optional=True),
            Input("table", Text("并列手册表值", "the handbook's row beside it"), "flag", default=False),
        ),
        outputs=(
            Output("k", Text("速度常数", "speed constant"), "m/s", main=True),
            Output("speed", Text("自由速度", "free speed"), "m/s"),
            Output("specific_flow", Text("最大单位流量", "greatest specific flow"), "p/m/s"),
            Output("time", Text("步行时间", "walking time"), "s"),
            Output("table_k", Text("手册表 k", "handbook's k"), "m/s"),
            Output("table_flow", Text("手册表最大单位流量", "handbook's greatest flow"), "p/m/s"),
        ),
        sums=_stair,
        families=("sfpe",),
    ),
    Model(
        code="door_table",
        group="egress",
        text=Text("门的通行能力表", "Table of door capacities"),
        about=Text(
            "一组净宽的门每秒通过人数，取 1.32 ×（净宽 − 0.3）。",
            "Persons per second through doors of several widths, 1.32 × (width − 0.3).",
        ),
        inputs=(Input("widths", Text("净宽", "clear widths"), "numbers", "m", above=True, high=MOST_WIDTH),),
        outputs=(Output("flows", Text("通行能力", "capacities"), "p/s", main=True),),
        sums=_door_table,
        families=("sfpe",),
    ),
    Model(
        code="rset",
        group="egress",
        text=Text("所需安全疏散时间", "Required safe egress time"),
        about=Text(
            "探测、报警、行动前和行动时间之和，可与可用时间比较。",
            "Sum of detection, alarm, pre-movement and movement, compared with the time there is.",
        ),
        inputs=(
            *(Input(key, text, unit="s", high=86_400) for key, text in PARTS),
            Input("available", Text("可用时间 ASET", "available time ASET"), unit="s", high=86_400, optional=True),
        ),
        outputs=(
            Output("rset", Text("所需时间", "time required"), "s", main=True),
            Output("margin", Text("余量", "margin"), "s"),
            Output("within", Text("在可用时间内", "within the time available")),
        ),
        sums=_rset,
    ),
)
