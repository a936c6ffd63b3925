"""Medical cover by the Munich staffing rule: points of visitors times a factor, plus one for each flag.

Source:
    Bachmeier et al., Veranstaltungssicherheit, Munich, June 2015; the family ``munich``.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from workbench.crowd.model import Input, Model, Output
from workbench.crowd.tables import beginning_at, bounds, chosen, number, read_at, up_to
from workbench.crowd.working import Working, figure
from workbench.errors import Text

LOW, MIDDLE, HIGH = "low", "middle", "high"
FACTOR = "munich.factor."

FLAGS = {
    "violence": Text("有暴力情报", "violence expected"),
    "vip": Text("有受警卫贵宾", "guests under police protection"),
    "experience": Text("既往经验不良", "bad experience"),
    "weather": Text("天气不利", "adverse weather"),
    "alcohol": Text("饮酒或毒品", "alcohol or drugs"),
    "fire": Text("火灾危险", "fire hazard"),
}

RESOURCES = {
    "helpers": Text("救护人员", "helpers"),
    "rs": Text("其中救护员", "of which rescue medics"),
    "doctors": Text("医生", "doctors"),
    "em_doctors": Text("其中急救医生", "of which emergency doctors"),
    "stations": Text("救护站", "first-aid stations"),
    "aed": Text("除颤器", "defibrillators"),
}


def rounded(value: Fraction) -> int:
    """Return the nearest whole number, a half upwards."""
    return floor(value + Fraction(1, 2))


def _row(sheet: Working, points: int) -> Mapping[str, int]:
    """Return what the table gives; the last row holds for all beyond it, and nothing is set below the first."""
    table = sheet.parameter("munich.staff")
    if points < table.steps[0][0]:
        return dict.fromkeys(RESOURCES, 0)
    return {key: int(n) for key, n in zip(RESOURCES, beginning_at(table, points)[1:], strict=True)}


def _sums(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    visitors = number(values, "visitors")
    points = up_to(sheet.parameter("munich.points"), visitors)
    sheet.step(read_at(Text("人数得分", "points of visitors"), figure(visitors)), "", points)
    low, high = bounds(chosen(sheet, FACTOR, str(values["event"]), "event"))
    factors = {LOW: low, MIDDLE: (low + high) / 2, HIGH: high}
    flags = sum(1 for key in FLAGS if values[key])
    at = str(values["at"])
    told = f"{figure(points)} × {figure(factors[at])} + {flags}"
    found = rounded(points * factors[at] + flags)
    sheet.step(Text("总分 P", "P"), told, found)
    row = _row(sheet, found)
    for key, title in RESOURCES.items():
        sheet.step(read_at(title, f"P = {found}"), "", row[key])
    concept = found >= sheet.take("munich.concept_from")
    _notes(sheet, found, ranged=low != high)
    ranges = {name: rounded(points * factor + flags) for name, factor in factors.items()}
    return {
        "points": found,
        **row,
        "concept": concept,
        "variants": tuple({"at": name, "points": p, **_row(sheet, p)} for name, p in ranges.items()),
    }


def _notes(sheet: Working, points: int, *, ranged: bool) -> None:
    sheet.convention(Text("四舍五入，恰为一半时进位", "rounded to the nearest whole number, a half upwards"))
    if ranged:
        sheet.convention(
            Text(
                "系数为区间：默认取中值，下限与上限并列", "a range of factors: the middle is taken, both ends beside it"
            )
        )
    if not points:
        sheet.warn(Text("总分为 0，表中没有这一行", "P is 0, for which the table has no row"))
    sheet.warn(
        Text(
            "救护站数也可按 4 分钟到达确定", "the number of stations may instead follow from reaching all in 4 minutes"
        )
    )


MODELS = (
    Model(
        code="munich",
        group="medical",
        text=Text("慕尼黑救护力量法", "Munich staffing rule"),
        about=Text(
            "人数得分乘活动系数，再加各项标志，查表得救护人员、医生、救护站和除颤器。",
            "Points of visitors times a factor plus flags; a table gives helpers, doctors and stations.",
        ),
        inputs=(
            Input("visitors", Text("人数", "visitors"), "integer", "p"),
            Input("event", Text("活动类型", "event type"), "word", prefix=FACTOR),
            Input("at", Text("系数取值", "factor taken"), "word", default=MIDDLE, options=(LOW, MIDDLE, HIGH)),
            *(Input(key, title, "flag", default=False) for key, title in FLAGS.items()),
        ),
        outputs=(
            Output("points", Text("总分 P", "P"), main=True),
            *(Output(key, title) for key, title in RESOURCES.items()),
            Output("concept", Text("须设医疗指挥并有书面方案", "command post and written concept required")),
            Output("variants", Text("系数下限、中值、上限", "lower, middle and upper factor")),
        ),
        sums=_sums,
        families=("munich",),
    ),
)
