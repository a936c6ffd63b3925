"""Capacity by area per person, each published figure by itself; the ones often confused are shown beside each other.

Source:
    Figures of several codes in the family ``area_module``; square feet are converted exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.parameters import Parameter, ParameterSet
from workbench.crowd.tables import bounds, chosen, names, number
from workbench.crowd.working import Working, figure
from workbench.errors import Text

Values = Mapping[str, object]
PREFIX = "area_module."
SQUARE_FOOT = Fraction(3048, 10_000) ** 2
"""A square foot in m², by definition."""
FEET = "ft2/p"


def persons_on(area: Fraction, each: Fraction) -> int:
    """Return how many persons an area [m²] holds at an area per person [m²/p], rounded down."""
    return floor(area / each)


def per_person(row: Parameter) -> tuple[Fraction, Fraction]:
    """Return a figure's area per person in m², least and most."""
    times = SQUARE_FOOT if row.unit == FEET else Fraction(1)
    low, high = bounds(row)
    return low * times, high * times


def _sums(values: Values, sheet: Working) -> Values:
    area = number(values, "area") - number(values, "obstacles")
    if area <= 0:
        raise refuse("obstacles", "障碍物占满全部面积", "the obstacles take the whole area")
    row = chosen(sheet, PREFIX, str(values["item"]), "item")
    low, high = per_person(row)
    persons, fewest = persons_on(area, low), persons_on(area, high)
    sheet.step(Text("容量", "capacity"), f"⌊{figure(area)} / {figure(low)}⌋", persons, "p")
    if fewest != persons:
        sheet.step(Text("区间另一端", "at the other end"), f"⌊{figure(area)} / {figure(high)}⌋", fewest, "p")
        sheet.convention(
            Text(
                "指标为区间：容量取人数较少的一端", "the figure is a range: the end with fewer persons is the capacity"
            )
        )
    spread = _beside(area, row, sheet.parameters)
    if spread:
        told = "；".join(f"{code} {count}" for code, count in spread.items())
        sheet.warn(
            Text(f"同一来源有几种指标，勿混用：{told}", f"this source has several figures, not to be confused: {told}")
        )
    return {"capacity": fewest, "most": persons, "each": low, "beside": spread}


def _beside(area: Fraction, row: Parameter, parameters: ParameterSet) -> dict[str, int]:
    """Return what the other figures of the same source give."""
    others = [parameters[code] for code in names(parameters, PREFIX)]
    same = [one for one in others if one.cited == row.cited and one.code != row.code]
    return {one.code.removeprefix(PREFIX): persons_on(area, per_person(one)[1]) for one in same}


MODELS = (
    Model(
        code="area_module",
        group="capacity",
        text=Text("人均面积指标", "Area per person"),
        about=Text(
            "面积除以一种公布的人均面积指标；同一来源的其他指标并列显示，供发现混用（如每人 5 与 7 平方英尺）。",
            "Area over one published area per person, the source's others beside it: 5 and 7 sq ft get confused.",
        ),
        inputs=(
            Input("area", Text("面积", "area"), unit="m2", above=True, high=10**9),
            Input("item", Text("指标", "figure"), "word"),
            Input("obstacles", Text("障碍物面积", "area of obstacles"), unit="m2", default=Fraction(0)),
        ),
        outputs=(
            Output("capacity", Text("容量", "capacity"), "p", main=True),
            Output("most", Text("区间较多的一端", "at the end with more persons"), "p"),
            Output("each", Text("人均面积", "area per person"), "m2/p"),
            Output("beside", Text("同一来源的其他指标", "the source's other figures"), "p"),
        ),
        sums=_sums,
        families=("area_module",),
    ),
)
