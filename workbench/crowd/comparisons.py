"""Published figures that disagree, side by side: flows through doors, and rates per metre of width.

Source:
    Each column is a family of its own (``sfpe``, ``imo``, ``bottleneck``, ``green_guide`` …); nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import cast

from workbench.crowd import hydraulic
from workbench.crowd.egress_rates import EXIT, LEVEL, Egress, Opening, egress
from workbench.crowd.hydraulic import DOOR, STAIR
from workbench.crowd.model import LEAST_MINUTES, MOST_PERSONS, Input, Model, Output, refuse
from workbench.crowd.working import Working, figure
from workbench.errors import Text

Values = Mapping[str, object]


def _bottleneck(values: Values, sheet: Working) -> Values:
    width = cast("Fraction", values["width"])
    wide = hydraulic.effective(sheet, DOOR, width)
    formula = hydraulic.level(sheet).most
    made: dict[str, object] = {}
    for key, text, flow, over in (
        ("sfpe", Text("SFPE 公式（有效宽度）", "SFPE formula, effective width"), formula, wide),
        (
            "sfpe_table",
            Text("SFPE 表值（有效宽度）", "SFPE table, effective width"),
            sheet.take("sfpe.flow_level"),
            wide,
        ),
        ("imo", Text("IMO（净宽）", "IMO, clear width"), sheet.take("imo.flow_door"), width),
    ):
        made[key] = flow
        made[f"{key}_flow"] = sheet.step(text, f"{figure(flow)} × {figure(over)}", float(flow) * float(over), "p/s")
    for key, text in (
        ("handbook", Text("手册通行能力（净宽）", "handbook capacities, clear width")),
        ("experiment", Text("实验（净宽）", "experiments, clear width")),
    ):
        low, high = _range(sheet, f"bottleneck.{key}")
        made |= {f"{key}_low": low, f"{key}_high": high}
        sheet.step(text, f"{figure(low)}–{figure(high)} × {figure(width)}", high * width, "p/s")
    upstream = _range(sheet, "bottleneck.density")
    made |= {"density_low": upstream[0], "density_high": upstream[1]}
    sheet.convention(Text("流量随净宽线性变化，不按人流股数分级", "flow grows with width, not by lanes"))
    return made | _judged(values, sheet)


def _range(sheet: Working, code: str) -> tuple[Fraction, Fraction]:
    row = sheet.parameter(code)
    assert row.low is not None
    assert row.high is not None
    return Fraction(row.low), Fraction(row.high)


def _judged(values: Values, sheet: Working) -> dict[str, object]:
    """Say whether a flow that was measured or simulated can be believed."""
    flow = cast("Fraction | None", values["flow"])
    if flow is None:
        return {"plausible": None}
    most = sheet.take("bottleneck.plausible")
    plausible = flow <= most
    if not plausible:
        sheet.warn(
            Text(
                f"单位流量 {figure(flow)} 超过 {figure(most)} 人/(m·秒)：作为设计值不可信",
                f"a specific flow of {figure(flow)} is above {figure(most)} p/(m·s): not to be believed for a design",
            )
        )
    return {"plausible": plausible}


@dataclass(frozen=True)
class _Rates:
    """Rates of one source [p/min per metre]; ``None`` where it gives none for steps."""

    code: str
    text: Text
    level: Fraction
    stepped: Fraction | None


def _published(sheet: Working) -> Iterable[_Rates]:
    for code, text in (
        ("green_guide", Text("Green Guide 现行版", "Green Guide, present edition")),
        ("green_guide_earlier", Text("Green Guide 早期版", "Green Guide, earlier editions")),
        ("alcohol", Text("饮酒人群", "crowds that drink")),
        ("derated", Text("湿滑或饮酒折减", "derated for wet ground or alcohol")),
    ):
        stepped = f"{code}.stepped"
        yield _Rates(
            code, text, sheet.take(f"{code}.level"), sheet.take(stepped) if stepped in sheet.parameters else None
        )


def _rates(values: Values, sheet: Working) -> Values:
    rows = cast("tuple[Mapping[str, object], ...]", values["exits"])
    limit, persons = cast("Fraction", values["minutes"]), cast("int | None", values["persons"])
    discount = bool(values["largest_closed"])
    made: dict[str, object] = {}
    for rates in _published(sheet):
        made[rates.code] = _of(_opened(rows, rates), rates.text, sheet, (limit, persons, discount))
    told = Text("SFPE 公式（有效宽度）", "SFPE formula, effective width")
    made["sfpe"] = _of(_hydraulic(rows, values, sheet), told, sheet, (limit, persons, discount))
    observed = sheet.take("observed.level")
    sheet.warn(
        Text(
            f"实测流量可低于每米每分钟 {figure(observed)} 人",
            f"flows that were observed can be below {figure(observed)} persons per metre and minute",
        )
    )
    found = [cast("int", one["capacity"]) for one in made.values() if isinstance(one, dict)]
    per_metre = {rates.code: rates.level for rates in _published(sheet)} | {"sfpe": hydraulic.level(sheet).most * 60}
    sheet.convention(
        Text(
            "除 SFPE 取有效宽度（净宽减两侧边界层）外，均按净宽",
            "clear widths throughout, but for the SFPE, which takes boundary layers off",
        )
    )
    return {"low": min(found), "high": max(found), "rates": per_metre, "sets": made}


def _opened(rows: Iterable[Mapping[str, object]], rates: _Rates) -> list[Opening] | None:
    made = []
    for row in rows:
        rate = rates.level if row["grade"] == LEVEL else rates.stepped
        if rate is None:
            return None
        width = cast("Fraction", row["width"])
        made.append(Opening(str(row["code"]), width, width * rate))
    return made


def _hydraulic(rows: Iterable[Mapping[str, object]], values: Values, sheet: Working) -> list[Opening]:
    flat = hydraulic.level(sheet).most
    made = []
    for n, row in enumerate(rows, 1):
        kind = DOOR if row["grade"] == LEVEL else STAIR
        width = cast("Fraction", row["width"])
        wide = hydraulic.effective(sheet, kind, width, f"exits[{n}].width")
        flow = flat if kind == DOOR else hydraulic.surface(sheet, STAIR, values).most
        made.append(Opening(str(row["code"]), width, Fraction(flow * 60) * wide))
    return made


def _of(
    openings: list[Opening] | None, text: Text, sheet: Working, asked: tuple[Fraction, int | None, bool]
) -> dict[str, object] | None:
    if openings is None:
        sheet.warn(
            Text(f"{text.zh}：来源未给出台阶的数值，不计算", f"{text.en}: the source gives none for steps; left out")
        )
        return None
    limit, persons, discount = asked
    found: Egress = egress(openings, discount=discount)
    if not found.flow_design:
        raise refuse("exits", "扣除最大出口后没有可用出口", "no exit is left once the largest is discounted")
    sheet.step(text, "Σ", found.flow_design, "p/min")
    capacity = floor(found.flow_design * limit + Fraction(1, 10**9))
    time = None if persons is None else found.minutes(persons)
    return {"flow": found.flow_design, "capacity": capacity, "time": time}


MODELS = (
    Model(
        code="bottleneck_band",
        group="egress",
        text=Text("门的流量：各来源并列", "Flow through a door, sources side by side"),
        about=Text(
            "SFPE、IMO、手册与实验的单位流量并列；来源间相差可达数倍，应给出区间。可判断实测或模拟流量是否可信。",
            "Specific flows of SFPE, IMO, handbooks and experiments, which differ several times over; says whether a "
            "measured or simulated flow can be believed.",
        ),
        inputs=(
            Input("width", Text("净宽", "clear width"), unit="m", above=True, high=hydraulic.MOST_WIDTH),
            Input(
                "flow", Text("实测或模拟单位流量", "measured or simulated flow"), unit="p/m/s", high=20, optional=True
            ),
        ),
        outputs=(
            Output("sfpe_flow", Text("SFPE 公式", "SFPE formula"), "p/s", main=True),
            Output("sfpe", Text("SFPE 公式单位流量", "SFPE formula, specific"), "p/m/s"),
            Output("sfpe_table", Text("SFPE 表值单位流量", "SFPE table, specific"), "p/m/s"),
            Output("sfpe_table_flow", Text("SFPE 表值", "SFPE table"), "p/s"),
            Output("imo", Text("IMO 单位流量", "IMO, specific"), "p/m/s"),
            Output("imo_flow", Text("IMO", "IMO"), "p/s"),
            Output("handbook_low", Text("手册下限", "handbooks from"), "p/m/s"),
            Output("handbook_high", Text("手册上限", "handbooks to"), "p/m/s"),
            Output("experiment_low", Text("实验下限", "experiments from"), "p/m/s"),
            Output("experiment_high", Text("实验上限", "experiments to"), "p/m/s"),
            Output("density_low", Text("门前密度下限", "density upstream from"), "p/m2"),
            Output("density_high", Text("门前密度上限", "density upstream to"), "p/m2"),
            Output("plausible", Text("流量可信", "the flow can be believed")),
        ),
        sums=_bottleneck,
        families=("sfpe", "imo", "bottleneck"),
    ),
    Model(
        code="rates_side_by_side",
        group="egress",
        text=Text("每米通行率：各来源并列", "Rates per metre, sources side by side"),
        about=Text(
            "同一组出口按 82/66、109/73、72/56、70 和 SFPE 分别计算；只并列，不平均。",
            "The same exits by 82/66, 109/73, 72/56, 70 and the SFPE: side by side, never averaged.",
        ),
        inputs=(
            EXIT,
            Input("persons", Text("人数", "persons"), "integer", "p", high=MOST_PERSONS, optional=True),
            Input("minutes", Text("时限", "time limit"), unit="min", low=LEAST_MINUTES, high=60, default=Fraction(8)),
            Input("largest_closed", Text("扣除最大出口", "largest exit closed"), "flag", default=True),
            Input("riser", hydraulic.RISER.text, unit="cm", above=True, high=hydraulic.MOST_STEP, optional=True),
            Input("tread", hydraulic.TREAD.text, unit="cm", above=True, high=hydraulic.MOST_STEP, optional=True),
        ),
        outputs=(
            Output("low", Text("最低疏散容量", "lowest capacity"), "p", main=True),
            Output("high", Text("最高疏散容量", "highest capacity"), "p"),
            Output("rates", Text("各来源平地通行率", "rates on the level by source"), "p/m/min"),
            Output("sets", Text("各来源", "by source")),
        ),
        sums=_rates,
        families=("green_guide", "green_guide_earlier", "alcohol", "derated", "observed", "sfpe"),
    ),
)
