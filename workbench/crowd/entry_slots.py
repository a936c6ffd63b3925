"""Staggered entry: slots with quotas against tickets and lanes, and streams that merge into one passage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil
from typing import cast

from workbench.crowd.fluid import Leg, Service, flow
from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.queueing import MOST_FLOW, MOST_LANES
from workbench.crowd.tables import either, number, optional, records
from workbench.crowd.working import Working, figure
from workbench.errors import Text

MOST_WIDTH = 500
HOUR = 60


def _slots(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    rows = records(values, "slots")
    if not rows:
        raise refuse("slots", "没有入场时段", "there is no slot")
    each = number(values, "rate") * number(values, "efficiency") / HOUR
    told = f"{figure(values['rate'])} × {figure(values['efficiency'])} / {HOUR}"
    sheet.step(Text("每条通道通行率", "rate of a lane"), told, each, "p/min")
    tickets, quota = number(values, "tickets"), sum((number(row, "quota") for row in rows), Fraction(0))
    sheet.step(Text("时段名额合计", "quotas together"), "Σ", quota, "p")
    found = tuple(_each(values, rows, each, sheet))
    sheet.convention(
        Text(
            "每个时段的名额在本时段内均匀到达，按先到先检，超出部分留到下一时段",
            "a slot's quota arrives evenly within it, first come first served; what is left waits into the next",
        )
    )
    missing = max(Fraction(0), tickets - quota)
    if missing:
        sheet.step(Text("没有时段的票", "tickets without a slot"), f"{figure(tickets)} − {figure(quota)}", missing, "p")
    fails = tuple(one["code"] for one in found if not one["holds"])
    return {
        "holds": not fails and not missing,
        "fails": fails,
        "missing": missing,
        "lanes": max(cast("int", one["lanes_needed"]) for one in found),
        "wait": max(cast("Fraction", one["wait"]) for one in found),
        "slots": found,
    }


def _each(
    values: Mapping[str, object], rows: tuple[Mapping[str, object], ...], each: Fraction, sheet: Working
) -> Iterator[Mapping[str, object]]:
    lanes = [number(row, "lanes") if row["lanes"] is not None else number(values, "lanes") for row in rows]
    legs, services, start = [], [], Fraction(0)
    for row, open_ in zip(rows, lanes, strict=True):
        end = start + number(row, "minutes")
        legs.append(Leg(start, end, number(row, "quota") / number(row, "minutes")))
        services.append(Service(start, end, each * open_))
        start = end
    queue = flow(legs, services, start)
    for row, leg, open_ in zip(rows, legs, lanes, strict=True):
        minutes, quota = number(row, "minutes"), number(row, "quota")
        capacity = each * open_ * minutes
        pieces = queue.between(leg.start, leg.end)
        name = str(row["code"])
        sheet.step(
            Text(f"时段 {name} 通行能力", f"capacity of slot {name}"),
            f"{figure(open_)} × {figure(each)} × {figure(minutes)}",
            capacity,
            "p",
        )
        yield {
            "code": name,
            "quota": quota,
            "capacity": capacity,
            "fill": quota / capacity if capacity else None,
            "holds": quota <= capacity,
            "lanes_needed": ceil(quota / (each * minutes)),
            "queue_end": pieces[-1].at(leg.end),
            "wait": queue.wait(pieces),
        }


def _merge(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    rows = records(values, "streams")
    if len(rows) < 2:
        raise refuse("streams", "合流至少要有两股人流", "a merge needs at least two streams")
    capacity = _capacity(values, sheet)
    demand = sum((number(row, "flow") for row in rows), Fraction(0))
    sheet.step(Text("合流需求", "streams together"), "Σ", demand, "p/min")
    excess = max(Fraction(0), demand - capacity)
    sheet.step(
        Text("超出通行能力", "beyond capacity"), f"max(0, {figure(demand)} − {figure(capacity)})", excess, "p/min"
    )
    sheet.convention(Text("通行能力按各股到达比例分配", "the passage is shared in proportion to the streams' arrivals"))
    share = min(Fraction(1), capacity / demand) if demand else Fraction(1)
    minutes = optional(values, "minutes")
    queue = None if minutes is None else excess * minutes
    if queue is not None:
        sheet.step(Text("时段末排队", "queue at the end"), f"{figure(excess)} × {figure(minutes)}", queue, "p")
    return {
        "holds": not excess,
        "through": min(demand, capacity),
        "excess": excess,
        "load": demand / capacity,
        "queue": queue,
        "streams": tuple(
            {
                "code": row["code"],
                "flow": row["flow"],
                "through": number(row, "flow") * share,
                "excess": number(row, "flow") * (1 - share),
            }
            for row in rows
        ),
    }


def _capacity(values: Mapping[str, object], sheet: Working) -> Fraction:
    if either(values, "capacity", "width") == "capacity":
        return number(values, "capacity")
    rate = sheet.take(f"green_guide.{values['grade']}")
    width = number(values, "width")
    found = width * rate
    sheet.step(Text("通道通行能力", "capacity of the passage"), f"{figure(width)} × {figure(rate)}", found, "p/min")
    return found


MODELS = (
    Model(
        code="entry_slots",
        group="entry",
        text=Text("分时段入场", "Staggered entry slots"),
        about=Text(
            "各时段名额之和须覆盖票数，每个时段的名额须在通道能力之内；指出不满足的时段。",
            "Quotas must cover the tickets and each slot must fit the lanes; names the slots that fail.",
        ),
        inputs=(
            Input(
                "slots",
                Text("入场时段", "slots"),
                "rows",
                columns=(
                    Input("code", Text("编号", "code"), "word"),
                    Input("minutes", Text("时长", "minutes"), unit="min", above=True, high=1440),
                    Input("quota", Text("名额", "quota"), "integer", "p"),
                    Input("lanes", Text("开放通道", "lanes open"), "integer", "lane", high=MOST_LANES, optional=True),
                ),
            ),
            Input("tickets", Text("票数", "tickets"), "integer", "p"),
            Input("lanes", Text("通道数", "lanes"), "integer", "lane", low=1, high=MOST_LANES),
            Input("rate", Text("每条通道通行率", "rate of a lane"), unit="p/h", above=True, high=7200),
            Input("efficiency", Text("效率", "efficiency"), above=True, high=1, default=Fraction(1)),
        ),
        outputs=(
            Output("holds", Text("满足", "holds"), main=True),
            Output("fails", Text("超出通道能力的时段", "slots beyond the lanes")),
            Output("missing", Text("没有时段的票", "tickets without a slot"), "p"),
            Output("lanes", Text("全部时段所需通道", "lanes that every slot needs"), "lane"),
            Output("wait", Text("最长等候", "longest wait"), "min"),
            Output("slots", Text("分时段结果", "by slot")),
        ),
        sums=_slots,
    ),
    Model(
        code="merging_streams",
        group="entry",
        text=Text("人流合流", "Streams merging into one passage"),
        about=Text(
            "几股人流合入一条通道：合计是否超过通道能力，超出多少、排多长；不计交织损失。",
            "Several streams into one passage: whether they exceed it, by how much, and the queue; no weaving loss.",
        ),
        inputs=(
            Input(
                "streams",
                Text("人流", "streams"),
                "rows",
                columns=(
                    Input("code", Text("编号", "code"), "word"),
                    Input("flow", Text("流量", "flow"), unit="p/min", high=MOST_FLOW),
                ),
            ),
            Input(
                "capacity",
                Text("通道通行能力", "capacity of the passage"),
                unit="p/min",
                above=True,
                high=MOST_FLOW,
                optional=True,
            ),
            Input("width", Text("通道净宽", "clear width"), unit="m", above=True, high=MOST_WIDTH, optional=True),
            Input("grade", Text("坡度", "grade"), "word", default="level", options=("level", "stepped")),
            Input("minutes", Text("持续时间", "lasting"), unit="min", high=1440, optional=True),
        ),
        outputs=(
            Output("holds", Text("满足", "holds"), main=True),
            Output("through", Text("通过流量", "flow that passes"), "p/min"),
            Output("excess", Text("超出通行能力", "beyond capacity"), "p/min"),
            Output("load", Text("需求与能力之比", "demand over capacity")),
            Output("queue", Text("时段末排队", "queue at the end"), "p"),
            Output("streams", Text("各股人流", "by stream")),
        ),
        sums=_merge,
        families=("green_guide",),
    ),
)
