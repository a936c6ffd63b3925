"""Egress by published rates per metre of clear width: the sums on which officers and organisers agree by hand.

Source:
    Green Guide rates in the family ``green_guide``; others beside it under their own families.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import cast

from workbench.crowd.model import LEAST_MINUTES, MOST_PERSONS, Input, Model, Output, refuse
from workbench.crowd.working import Working, figure
from workbench.errors import Text

LEVEL, STEPPED = "level", "stepped"
MOST_WIDTH = 500
"""The widest single opening [m] that is taken for one; wider is a slip of the pen."""


@dataclass(frozen=True)
class Opening:
    """A way out: its code, clear width [m] and flow [p/min]."""

    code: str
    width: Fraction
    flow: Fraction


@dataclass(frozen=True)
class Egress:
    """Flows of all ways out together.

    Attributes:
        openings: In the order given.
        lost: The opening that is taken as unavailable; ``None`` when nothing is discounted.
        flow_all, flow_design: Persons per minute with all, and without the lost one.
    """

    openings: tuple[Opening, ...]
    lost: Opening | None
    flow_all: Fraction
    flow_design: Fraction

    def persons(self, minutes: Fraction | int) -> int:
        """Return how many persons leave within a time, rounded down, one opening lost."""
        return floor(self.flow_design * minutes)

    def minutes(self, persons: int | Fraction) -> Fraction | None:
        """Return the time for a number of persons, one opening lost; ``None`` when nothing is left to leave by."""
        return persons / self.flow_design if self.flow_design else None


def egress(openings: Iterable[Opening], *, discount: bool = True) -> Egress:
    """Return the flows of ways out with the one of the largest flow discounted (the first of equals).

    Args:
        openings: Ways out with their flows.
        discount: False counts all of them.
    """
    found = tuple(openings)
    lost = max(found, key=lambda one: one.flow, default=None) if discount else None
    total = sum((one.flow for one in found), Fraction(0))
    return Egress(found, lost, total, total - (lost.flow if lost else 0))


def openings(values: Mapping[str, object], sheet: Working, family: str) -> Iterable[Opening]:
    """Yield the exits given, each with its flow by the rates of a family, and write them on the sheet."""
    rates = {LEVEL: sheet.take(f"{family}.level"), STEPPED: sheet.take(f"{family}.stepped")}
    for row in cast("tuple[Mapping[str, object], ...]", values["exits"]):
        width, rate = cast("Fraction", row["width"]), rates[str(row["grade"])]
        flow = width * rate
        name = str(row["code"])
        told = Text(f"出口 {name} 通行能力", f"flow of exit {name}")
        sheet.step(told, f"{figure(width)} × {figure(rate)}", flow, "p/min")
        yield Opening(name, width, flow)


def _sums(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    found = egress(openings(values, sheet, "green_guide"), discount=bool(values["largest_closed"]))
    if found.lost is not None:
        name = found.lost.code
        sheet.convention(
            Text(f"扣除通行能力最大的出口 {name}", f"the exit with the largest flow, {name}, is discounted")
        )
    if not found.flow_design:
        raise refuse("exits", "扣除最大出口后没有可用出口", "no exit is left once the largest is discounted")
    limit = cast("Fraction", values["minutes"])
    sheet.step(Text("设计通行能力", "design flow"), "Σ", found.flow_design, "p/min")
    capacity = found.persons(limit)
    sheet.step(
        Text("时限内可疏散人数", "persons within the time"),
        f"⌊{figure(found.flow_design)} × {figure(limit)}⌋",
        capacity,
        "p",
    )
    made: dict[str, object] = {"flow": found.flow_design, "capacity": capacity, "time": None, "within": None}
    persons = cast("int | None", values["persons"])
    if persons is not None:
        time = found.minutes(persons)
        assert time is not None
        sheet.step(Text("疏散时间", "egress time"), f"{persons} / {figure(found.flow_design)}", time, "min")
        made |= {"time": time, "within": time <= limit}
    return made


EXIT = Input(
    "exits",
    Text("出口", "exits"),
    "rows",
    columns=(
        Input("code", Text("编号", "code"), "word"),
        Input("width", Text("净宽", "clear width"), unit="m", above=True, high=MOST_WIDTH),
        Input("grade", Text("坡度", "grade"), "word", default=LEVEL, options=(LEVEL, STEPPED)),
    ),
)

MODELS = (
    Model(
        code="egress_rate",
        group="egress",
        text=Text("出口疏散（每米净宽通行率）", "Egress by rate per metre of width"),
        about=Text(
            "按净宽和每米通行率计算疏散能力与时间，默认扣除最大出口；不考虑走到出口的时间。",
            "Flow and time from clear widths, the largest exit discounted by default; no walking time in it.",
        ),
        inputs=(
            EXIT,
            Input("persons", Text("人数", "persons"), "integer", "p", high=MOST_PERSONS, optional=True),
            Input("minutes", Text("时限", "time limit"), unit="min", low=LEAST_MINUTES, high=60, default=Fraction(8)),
            Input("largest_closed", Text("扣除最大出口", "largest exit closed"), "flag", default=True),
        ),
        outputs=(
            Output("capacity", Text("疏散容量", "egress capacity"), "p", main=True),
            Output("flow", Text("设计通行能力", "design flow"), "p/min"),
            Output("time", Text("疏散时间", "egress time"), "min"),
            Output("within", Text("在时限内", "within the limit")),
        ),
        sums=_sums,
        families=("green_guide",),
    ),
)
