"""Fire-safety cover by the Munich safety coefficient: a risk group times the mean of nine ratings.

Source:
    Bachmeier et al., Veranstaltungssicherheit, Munich, June 2015; the family ``munich_fire``. The published steps leave
    gaps (between 1.5 and 1.6, exactly 2.6 and 4.0); here the stricter step begins at its bound, bound included.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from workbench.crowd.model import Input, Model, Output
from workbench.crowd.option_words import option_word
from workbench.crowd.tables import beginning_at, number, read_at
from workbench.crowd.working import Working, figure
from workbench.errors import Text

FAMILIES = ("indoor_event", "standing_concert", "street_festival", "stadium_sport")
RATINGS = ("favourable", "ordinary", "unfavourable", "very_unfavourable")

FACTORS = {
    "approach": Text("消防车到达", "approach"),
    "access": Text("进入场地", "access"),
    "water": Text("消防水源", "water supply"),
    "escape": Text("疏散路线", "escape routes"),
    "communications": Text("通信", "communications"),
    "scenarios": Text("火灾场景", "fire scenarios"),
    "audience": Text("观众行为", "audience behaviour"),
    "actions": Text("动火与烟火行为", "fire-hazard actions"),
    "organiser": Text("承办者", "organiser"),
}
OWN_SCALE = ("actions", "organiser")
"""Factors that are rated on a scale of their own."""

MEASURES = {
    "inspection": Text("验收检查", "acceptance inspection"),
    "concept": Text("安全方案、到场与规划", "safety concept, presence and planning"),
}
WATCH = {
    "officers": Text("消防值守：指挥员", "fire watch: officers"),
    "leaders": Text("消防值守：班长", "fire watch: group leaders"),
    "crew": Text("消防值守：队员", "fire watch: crew"),
    "watch": Text("消防值守：合计", "fire watch: all"),
    "engines": Text("抢险消防车", "rescue engines"),
    "platoons": Text("整编消防队", "full platoons"),
}


def coefficient(group: Fraction, ratings: tuple[Fraction, ...]) -> Fraction:
    """Return the coefficient, ⌊10 × FR × mean⌋ / 10."""
    return Fraction(floor(10 * group * sum(ratings) / len(ratings)), 10)


def _ratings(values: Mapping[str, object], sheet: Working) -> dict[str, Fraction]:
    found = {}
    for key, title in FACTORS.items():
        scale = key if key in OWN_SCALE else "rating"
        found[key] = sheet.take(f"munich_fire.{scale}.{values[key]}")
        word = option_word(str(values[key]))
        sheet.step(Text(f"{title.zh}（{word.zh}）", f"{title.en} ({word.en})"), "", found[key])
    return found


def _sums(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    visitors = number(values, "visitors")
    group = beginning_at(sheet.parameter(f"munich_fire.group.{values['family']}"), visitors)[1]
    sheet.step(read_at(Text("风险组", "risk group"), figure(visitors)), "", int(group))
    factor = Fraction(beginning_at(sheet.parameter("munich_fire.risk"), int(group))[1])
    sheet.step(Text("风险系数 FR", "FR"), "", factor)
    ratings = _ratings(values, sheet)
    found = coefficient(factor, tuple(ratings.values()))
    total = figure(sum(ratings.values()))
    sheet.step(Text("安全系数", "coefficient"), f"⌊10 × {figure(factor)} × {total} / {len(ratings)}⌋ / 10", found)
    knocked = ratings["escape"] >= sheet.take("munich_fire.knock_out")
    if knocked:
        sheet.warn(
            Text("疏散路线为 4：不予同意，不与其他因素平均", "escape routes of 4: refuse, whatever the mean says")
        )
    return {"coefficient": found, "refuse": knocked, "group": int(group), **_measures(values, sheet, found)}


def _measures(values: Mapping[str, object], sheet: Working, found: Fraction) -> Mapping[str, object]:
    """Return what the step of a coefficient asks for; the lowest watch is for pyrotechnics only."""
    row = beginning_at(sheet.parameter("munich_fire.step"), found)[1:]
    made = dict(zip((*MEASURES, *WATCH), (int(n) for n in row), strict=True))
    if found < sheet.take("munich_fire.watch_always_from") and not values["pyro"]:
        made |= dict.fromkeys(WATCH, 0)
    sheet.convention(
        Text(
            "公布的区间有空档；本工作台取闭区间，恰在界上按较严一级",
            "the published steps leave gaps; here they are closed, and a value on a bound takes the stricter step",
        )
    )
    inform = found >= sheet.take("munich_fire.inform_from")
    return {
        **{key: bool(made[key]) for key in MEASURES},
        "inform": inform,
        **{key: made[key] for key in WATCH},
    }


MODELS = (
    Model(
        code="munich_fire",
        group="medical",
        text=Text("慕尼黑消防安全系数", "Munich fire-safety coefficient"),
        about=Text(
            "风险组系数乘九项评定的平均值，得检查、方案和消防值守要求；疏散路线为 4 时一票否决。",
            "A risk group times the mean of nine ratings gives inspection and fire watch; escape routes of 4 refuse.",
        ),
        inputs=(
            Input("visitors", Text("人数", "visitors"), "integer", "p"),
            Input("family", Text("活动大类", "event family"), "word", options=FAMILIES),
            *(Input(key, title, "word", options=RATINGS) for key, title in FACTORS.items()),
            Input("pyro", Text("有烟火", "pyrotechnics"), "flag", default=False),
        ),
        outputs=(
            Output("coefficient", Text("安全系数", "coefficient"), main=True),
            Output("refuse", Text("一票否决", "knock-out: refuse")),
            Output("group", Text("风险组", "risk group")),
            *(Output(key, title) for key, title in MEASURES.items()),
            Output("inform", Text("事前报值班指挥", "inform the duty officer beforehand")),
            *(Output(key, title) for key, title in WATCH.items()),
        ),
        sums=_sums,
        families=("munich_fire",),
    ),
)
