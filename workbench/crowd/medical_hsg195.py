"""Medical cover by the points of HSG195 (legacy) and by the tiers of the Purple Guide.

Source:
    HSG195, The event safety guide (withdrawn), family ``hsg195``: the first table from an excerpt, the others from
    memory and to be verified. The Purple Guide, family ``purple_guide``: indicative values of its lower tiers.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from typing import cast

from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.tables import beginning_at, bounds, chosen, number, read_at
from workbench.crowd.working import Working, figure
from workbench.errors import Text

CHOSEN = {
    "nature": Text("活动性质", "nature of the event"),
    "venue": Text("场地", "venue"),
    "standing": Text("坐站", "seated or standing"),
    "audience": Text("观众", "audience"),
    "history": Text("既往伤病", "past history"),
    "queue": Text("排队时间", "queueing"),
    "season": Text("季节", "season"),
    "distance": Text("到急诊车程", "drive to emergency department"),
    "hospital": Text("急诊条件", "choice of emergency departments"),
}
DEFAULTS = {"queue": "under_4h", "history": "none"}
COUNTED = {
    "hazards": Text("附加危险项数", "additional hazards"),
    "facilities": Text("现场医疗设施项数", "facilities on site"),
}
RESOURCES = {
    "ambulances": Text("救护车", "ambulances"),
    "first_aiders": Text("急救员", "first aiders"),
    "crew": Text("救护车组人员", "ambulance crew"),
    "doctors": Text("医生", "doctors"),
    "nurses": Text("护士", "nurses"),
    "managers": Text("医疗管理人员", "health-service managers"),
    "visit": Text("管理人员巡视", "visit of a manager"),
    "support": Text("支援单元", "support units"),
}


def _score(values: Mapping[str, object], sheet: Working) -> int:
    score = 0
    for key, title in CHOSEN.items():
        row = chosen(sheet, f"hsg195.{key}.", str(values[key]), key)
        told = Text(f"{title.zh}（{row.text.zh}）", f"{title.en} ({row.text.en})")
        score += int(sheet.step(told, "", int(row.value or 0)))
    score += _expected(values, sheet)
    for key, title in COUNTED.items():
        each, many = int(sheet.take(f"hsg195.{key}")), cast("int", values[key])
        score += int(sheet.step(title, f"{many} × {each}", many * each))
    return score


def _expected(values: Mapping[str, object], sheet: Working) -> int:
    """Return the points of expected visitors; the table's bounds are themselves outside their rows."""
    persons, table = number(values, "expected"), sheet.parameter("hsg195.expected")
    for below, points in table.steps:
        if persons < below:
            return int(
                sheet.step(read_at(Text("预计人数", "expected visitors"), f"< {figure(below)}"), "", int(points))
            )
    end = figure(table.steps[-1][0])
    raise refuse(
        "expected",
        f"表只到 {end} 人以下，超出不推算",
        f"the table ends below {end} persons; nothing is extrapolated",
        Text("改用其他方法", "use another scheme"),
    )


def _hsg195(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    score = _score(values, sheet)
    sheet.step(Text("总分", "score"), "Σ", score)
    table = sheet.parameter("hsg195.resources")
    row = {key: int(n) for key, n in zip(RESOURCES, beginning_at(table, score)[1:], strict=True)}
    for key, title in RESOURCES.items():
        sheet.step(read_at(title, f"Σ = {score}"), "", row[key])
    sheet.convention(Text("20 分按“20 分以下”一行", "a score of 20 takes the row below 21"))
    sheet.warn(
        Text(
            "HSG195 已废止，仅作旧法参考；除第一张表外均待核实",
            "HSG195 is withdrawn and shown as legacy; all but its first table is to be verified",
        )
    )
    at_least = score >= table.steps[-1][0]
    if at_least:
        sheet.warn(Text("最高一行为“至少”", "the top row means at least"))
    return {"score": score, **row, "at_least": at_least}


def _purple(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    persons = number(values, "attendance")
    small, most = sheet.take("purple_guide.very_small"), sheet.take("purple_guide.small")
    if persons > most:
        raise refuse(
            "attendance",
            f"超过 {figure(most)} 人的层级没有可用的数值",
            f"there are no figures for tiers above {figure(most)} persons",
            Text("按医疗风险评估确定，或用其他方法", "follow a medical risk assessment, or use another scheme"),
        )
    sheet.warn(Text("仅为参考值：该指南不设单一表格", "indicative only: the guide has no single table"))
    if persons <= small:
        each, least = sheet.take("purple_guide.per_thousand"), sheet.take("purple_guide.least")
        found = max(int(least), ceil(persons * each / 1000))
        told = f"max({figure(least)}, ⌈{figure(persons)} × {figure(each)} / 1000⌉)"
        sheet.step(Text("急救员", "first aiders"), told, found, "p")
        return {"first_aiders": found, "paramedics": None, "nurses": None}
    base, more = sheet.take("purple_guide.base"), sheet.take("purple_guide.more_per_thousand")
    found = int(base) + ceil((persons - small) * more / 1000)
    told = f"{figure(base)} + ⌈({figure(persons)} − {figure(small)}) × {figure(more)} / 1000⌉"
    sheet.step(Text("急救员", "first aiders"), told, found, "p")
    sheet.convention(Text("每开始 1000 人计一次", "per started 1,000"))
    return {
        "first_aiders": found,
        "paramedics": _range(sheet, "purple_guide.paramedics"),
        "nurses": _range(sheet, "purple_guide.nurses"),
    }


def _range(sheet: Working, code: str) -> Mapping[str, Fraction]:
    low, high = bounds(sheet.parameter(code))
    return {"low": low, "high": high}


MODELS = (
    Model(
        code="hsg195",
        group="medical",
        text=Text("HSG195 计分法（旧法，仅参考）", "HSG195 points (legacy, for reference)"),
        about=Text(
            "按活动、场地、观众、人数等计分查表；原指南已废止，多数表格待核实。",
            "Points of event, venue, audience and numbers give resources; withdrawn, most tables to be verified.",
        ),
        inputs=(
            *(
                Input(key, title, "word", prefix=f"hsg195.{key}.", default=DEFAULTS.get(key))
                for key, title in CHOSEN.items()
            ),
            Input("expected", Text("预计人数", "expected visitors"), "integer", "p"),
            *(Input(key, title, "integer", default=0, high=20) for key, title in COUNTED.items()),
        ),
        outputs=(
            Output("score", Text("总分", "score"), main=True),
            *(Output(key, title) for key, title in RESOURCES.items()),
            Output("at_least", Text("为“至少”", "means at least")),
        ),
        sums=_hsg195,
        families=("hsg195",),
    ),
    Model(
        code="purple_guide",
        group="medical",
        text=Text("Purple Guide 分层参考值", "Purple Guide tiers"),
        about=Text(
            "一万人以下的参考急救员数；更大活动没有数值，拒绝推算。",
            "Indicative first aiders up to 10,000 persons; larger events have no figures and are refused.",
        ),
        inputs=(Input("attendance", Text("人数", "attendance"), "integer", "p"),),
        outputs=(
            Output("first_aiders", Text("急救员", "first aiders"), "p", main=True),
            Output("paramedics", Text("高级急救员", "paramedics")),
            Output("nurses", Text("护士", "nurses")),
        ),
        sums=_purple,
        families=("purple_guide",),
    ),
)
