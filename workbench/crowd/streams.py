"""Doors by streams of persons: how many stand beside each other in a door, and how long they take.

Source:
    GB 50016 as applied to gymnasia: streams of 0.55 m, 37 persons per minute and stream, 400 to 700 persons per door.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

from workbench.crowd.model import LEAST_MINUTES, Input, Model, Output, refuse
from workbench.crowd.tables import bounds, either, number, optional
from workbench.crowd.working import Working, figure
from workbench.errors import Text

Values = Mapping[str, object]


def streams_in(width: Fraction, stream: Fraction) -> int:
    """Return how many whole streams a clear width [m] takes."""
    return floor(width / stream)


def minutes(persons: int, streams: int, rate: Fraction) -> Fraction | None:
    """Return how long persons take through streams at a rate [p/min each]; ``None`` without a stream."""
    return persons / (streams * rate) if streams else None


def doors(persons: int, streams: int, rate: Fraction, limit: Fraction) -> int:
    """Return the doors of so many streams that let persons out within a limit [min], rounded up."""
    return ceil(persons / (streams * rate * limit))


def _sums(values: Values, sheet: Working) -> Values:
    persons, each = int(number(values, "persons")), _streams(values, sheet)
    rate, limit = sheet.take("gb50016.stream_rate"), _limit(values, sheet)
    needed = doors(persons, each, rate, limit)
    sheet.step(
        Text("所需疏散门", "doors needed"),
        f"⌈{persons} / ({each} × {figure(rate)} × {figure(limit)})⌉",
        needed,
        "door",
    )
    low, high = bounds(sheet.parameter("gb50016.persons_per_door"))
    fewest = ceil(persons / high)
    sheet.step(Text("按每门人数所需", "doors by persons per door"), f"⌈{persons} / {figure(high)}⌉", fewest, "door")
    made: dict[str, object] = {"doors": needed, "doors_by_persons": fewest, "streams": each}
    made |= {"time": None, "within": None, "per_door": None, "per_door_ok": None}
    there = optional(values, "doors")
    if there is not None:
        time = minutes(persons, int(there) * each, rate)
        sheet.step(
            Text("疏散时间", "egress time"),
            f"{persons} / ({figure(there)} × {each} × {figure(rate)})",
            time or 0,
            "min",
        )
        per_door = persons / there
        sheet.step(Text("每门平均人数", "persons per door"), f"{persons} / {figure(there)}", per_door, "p")
        made |= {"time": time, "within": time is not None and time <= limit}
        made |= {"per_door": per_door, "per_door_ok": per_door <= high}
        if per_door < low:
            sheet.convention(
                Text(
                    "每门人数低于区间下限：只说明门偏多", "fewer persons per door than the range only means more doors"
                )
            )
    return made


def _streams(values: Values, sheet: Working) -> int:
    if either(values, "streams", "width") == "streams":
        return int(number(values, "streams"))
    width, stream = number(values, "width"), sheet.take("gb50016.stream_width")
    found = streams_in(width, stream)
    if not found:
        raise refuse(
            "width", f"门宽不足一股人流（{figure(stream)} m）", f"narrower than one stream ({figure(stream)} m)"
        )
    sheet.step(Text("每门人流股数", "streams per door"), f"⌊{figure(width)} / {figure(stream)}⌋", found)
    sheet.convention(Text("只计整股人流", "whole streams only"))
    return found


def _limit(values: Values, sheet: Working) -> Fraction:
    wanted = optional(values, "minutes")
    return bounds(sheet.parameter("gb50016.hall_minutes"))[1] if wanted is None else wanted


MODELS = (
    Model(
        code="streams",
        group="egress",
        text=Text("疏散门（人流股数法）", "Doors by streams of persons"),
        about=Text(
            "按每股 0.55 m、每分钟 37 人计算疏散门个数和时间，另按每门平均人数核对；适用于体育馆观众厅。",
            "Doors and time by streams of 0.55 m with 37 p/min, checked by persons per door; for gymnasia auditoria.",
        ),
        inputs=(
            Input("persons", Text("人数", "persons"), "integer", "p", low=1),
            Input("streams", Text("每门人流股数", "streams per door"), "integer", low=1, high=40, optional=True),
            Input("width", Text("每门净宽", "clear width of a door"), unit="m", above=True, high=20, optional=True),
            Input("doors", Text("疏散门个数", "doors there are"), "integer", "door", low=1, high=1000, optional=True),
            Input("minutes", Text("控制时间", "time limit"), unit="min", low=LEAST_MINUTES, high=60, optional=True),
        ),
        outputs=(
            Output("doors", Text("按时间所需疏散门", "doors needed for the time"), "door", main=True),
            Output("doors_by_persons", Text("按每门人数所需疏散门", "doors needed by persons per door"), "door"),
            Output("streams", Text("每门人流股数", "streams per door")),
            Output("time", Text("疏散时间", "egress time"), "min"),
            Output("within", Text("在控制时间内", "within the limit")),
            Output("per_door", Text("每门平均人数", "persons per door"), "p"),
            Output("per_door_ok", Text("每门人数不超过上限", "persons per door within the range")),
        ),
        sums=_sums,
        families=("gb50016",),
    ),
)
