"""Largest load of a scenic area: at one moment, and over a day in whole turnovers.

Source:
    LB/T 034-2014 (formulas from memory, to be verified): C1 = Σ X/Y, C2 = C1 × Int(T/t).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import floor

from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.tables import number, optional, records
from workbench.crowd.working import Working, figure
from workbench.errors import Text

LEAST_AREA = Fraction(1, 10)
"""Area of a person in the densest crowd observed [m²/p]."""

Values = Mapping[str, object]


def instantaneous(spots: tuple[tuple[Fraction, Fraction], ...]) -> int:
    """Return how many persons the spots hold at once: Σ area over area per person [m², m²/p], rounded down once."""
    return floor(sum((area / unit for area, unit in spots), Fraction(0)))


def turnovers(open_hours: Fraction, stay_hours: Fraction) -> int:
    """Return how often the visitors change over a day; only whole turnovers count."""
    return floor(open_hours / stay_hours)


def _sums(values: Values, sheet: Working) -> Values:
    spots = tuple(_spots(values))
    once = instantaneous(spots)
    told = " + ".join(f"{figure(area)}/{figure(unit)}" for area, unit in spots)
    sheet.step(Text("瞬时承载量 C1", "load at one moment C1"), f"⌊{told}⌋", once, "p")
    made: dict[str, object] = {"once": once, "turnovers": None, "day": None}
    hours, stay = optional(values, "open_hours"), optional(values, "stay_hours")
    if (hours is None) != (stay is None):
        missing = "open_hours" if hours is None else "stay_hours"
        raise refuse(missing, "开放时长与停留时间须同时填写", "give opening hours and length of stay together")
    if hours is not None and stay is not None:
        turns = turnovers(hours, stay)
        if not turns:
            raise refuse("stay_hours", "停留时间长于开放时长", "the stay is longer than the opening hours")
        sheet.step(Text("周转次数", "turnovers"), f"Int({figure(hours)}/{figure(stay)})", turns)
        sheet.step(Text("日承载量 C2", "load of a day C2"), f"{once} × {turns}", once * turns, "p")
        sheet.convention(Text("只计整数周转，不计零头", "whole turnovers only"))
        made |= {"turnovers": turns, "day": once * turns}
    sheet.warn(
        Text(
            "公式来自标准的转述，使用前须与标准原文核对；生态、心理承载量另行判断",
            "the formulas are from memory of the standard and must be verified; other capacities are judged apart",
        )
    )
    return made


def _spots(values: Values) -> Iterator[tuple[Fraction, Fraction]]:
    rows = records(values, "spots")
    if not rows:
        raise refuse("spots", "没有景点面积", "there is no spot")
    for row in rows:
        yield number(row, "area"), number(row, "unit_area")


MODELS = (
    Model(
        code="carrying",
        group="capacity",
        text=Text("景区最大承载量（瞬时、日）", "Largest load of a scenic area (at once, over a day)"),
        about=Text(
            "各景点有效面积除以人均面积之和为瞬时量，乘以整数周转次数为日量；公式待与标准原文核对。",
            "Usable area over area per person, summed, is the load at once; times whole turnovers, that of a day.",
        ),
        inputs=(
            Input(
                "spots",
                Text("景点", "spots"),
                "rows",
                columns=(
                    Input("code", Text("编号", "code"), "word"),
                    Input("area", Text("有效面积", "usable area"), unit="m2", above=True, high=10**9),
                    Input("unit_area", Text("人均面积", "area per person"), unit="m2/p", low=LEAST_AREA, high=10_000),
                ),
            ),
            Input("open_hours", Text("开放时长", "opening hours"), unit="h", above=True, high=24, optional=True),
            Input("stay_hours", Text("平均停留时间", "length of stay"), unit="h", above=True, high=24, optional=True),
        ),
        outputs=(
            Output("once", Text("瞬时承载量", "load at one moment"), "p", main=True),
            Output("turnovers", Text("周转次数", "turnovers")),
            Output("day", Text("日承载量", "load of a day"), "p"),
        ),
        sums=_sums,
    ),
)
