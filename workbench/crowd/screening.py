"""Screening lanes under a profile of arrivals: the queue hour by hour, the lanes needed, the room to queue in.

Source:
    Fluid (deterministic) queue q' = λ(t) − μ(t); throughput and density figures from the families ``throughput``,
    ``screening`` and ``queue_space``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import cast

from workbench.crowd.fluid import Flow, Leg, Service, flow
from workbench.crowd.lanes import lane_rate, needed
from workbench.crowd.model import MOST_PERSONS, Input, Model, Output, refuse
from workbench.crowd.queueing import MOST_LANES, STEADY, mdc, mmc, smallest
from workbench.crowd.tables import bounds, chosen, either, number, optional, records
from workbench.crowd.words_entry import ENTRY_WORDS
from workbench.crowd.working import Working, figure
from workbench.errors import Text

STEPS, CONSTANT, TRIANGULAR = "steps", "constant", "triangular"
MOST_MINUTES = 2880
"""Arrivals over more than two days are several events."""
HOUR = 60
ASKED = {
    "profile": Text("到达段", "the steps of arrivals"),
    "persons": Text("到达人数", "the number of arrivals"),
    "minutes": Text("到达时长", "the minutes of arrivals"),
}
"""Inputs that a shape of arrivals asks for, or does not."""
LIBRARY = "throughput."
EFFICIENCY = {"office": "house.lane_efficiency", "planning": "screening.efficiency_planning"}
NOMINAL = ("nominal.", "vendor.")
"""Rows of the library that are planned at less than they say."""


def _fluid(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    legs = _legs(values)
    bin_ = number(values, "bin")
    found = flow(legs, _services(values, legs, sheet), bin_)
    queue, at = found.largest
    hours = tuple(_hours(found, bin_, optional(values, "wait_max")))
    wait = max(cast("Fraction", one["wait"]) for one in hours)
    sheet.step(Text("到达总数", "arrivals"), "Σ", sum((one.arrivals for one in found.pieces), Fraction(0)), "p")
    told = figure(at)
    sheet.step(Text(f"最长队伍（第 {told} 分）", f"largest queue (minute {told})"), "∫(λ − μ) dt", queue, "p")
    sheet.step(Text("最长等候", "longest wait"), "max(D⁻¹ − A⁻¹)", wait, "min")
    if found.clears is not None:
        sheet.step(Text("队伍清空时刻", "queue clears at"), "", found.clears, "min")
    sheet.convention(
        Text(
            "流体模型：段内均匀到达，先到先检，通行能力不波动",
            "fluid model: even arrivals within a step, first come first served, capacity without scatter",
        )
    )
    fails = tuple(one["interval"] for one in hours if not one["holds"])
    worst = max(hours, key=lambda one: cast("Fraction", one["wait"]))
    return {
        "queue": queue,
        "queue_at": at,
        "wait": wait,
        "clears": found.clears,
        "hours": hours,
        "fails": fails,
        "worst": worst["interval"] if wait else None,
    }


def _legs(values: Mapping[str, object]) -> tuple[Leg, ...]:
    """Return the arrivals as legs; what the shape does not need must not be given, so that nothing is ignored."""
    shape = str(values["shape"])
    if shape == STEPS:
        _only(values, ("profile",), ("persons", "minutes"), shape)
        return tuple(_steps(values))
    _only(values, ("persons", "minutes"), ("profile",), shape)
    persons, minutes = number(values, "persons"), number(values, "minutes")
    if shape == CONSTANT:
        return (Leg(Fraction(0), minutes, persons / minutes),)
    half, slope = minutes / 2, 4 * persons / minutes**2
    return (Leg(Fraction(0), half, Fraction(0), slope), Leg(half, minutes, slope * half, -slope))


def _only(values: Mapping[str, object], wanted: tuple[str, ...], unwanted: tuple[str, ...], shape: str) -> None:
    how = ENTRY_WORDS[shape]
    for key in wanted:
        if values[key] is None:
            raise refuse(key, f"到达形状为“{how.zh}”时须填{ASKED[key].zh}", f"arrivals {how.en} need {ASKED[key].en}")
    for key in unwanted:
        if values[key] is not None:
            raise refuse(
                key, f"到达形状为“{how.zh}”时不填{ASKED[key].zh}", f"arrivals {how.en} take no {ASKED[key].en}"
            )


def _steps(values: Mapping[str, object]) -> Iterator[Leg]:
    start = Fraction(0)
    for row in records(values, "profile"):
        minutes = number(row, "minutes")
        yield Leg(start, start + minutes, number(row, "persons") / minutes)
        start += minutes
    if not start:
        raise refuse("profile", "没有到达段", "there is no step of arrivals")
    if start > MOST_MINUTES:
        raise refuse("profile", f"到达段合计超过 {MOST_MINUTES} 分钟", f"the steps exceed {MOST_MINUTES} minutes")


def _services(values: Mapping[str, object], legs: tuple[Leg, ...], sheet: Working) -> Iterator[Service]:
    """Yield the capacity: nothing before the gates open, then the lanes of each step, at last those of the end."""
    opens = number(values, "opens")
    rates = list(_rates(values, legs, sheet))
    if opens:
        yield Service(Fraction(0), opens, Fraction(0))
    for leg, rate in zip(legs, rates, strict=True):
        if leg.end > opens:
            yield Service(max(leg.start, opens), leg.end, rate)
    end = max(legs[-1].end, opens)
    yield Service(end, end + 1, rates[-1])


def _rates(values: Mapping[str, object], legs: tuple[Leg, ...], sheet: Working) -> Iterator[Fraction]:
    """Yield the capacity [p/min] of every leg of arrivals."""
    if either(values, "capacity", "rate") == "capacity":
        if values["lanes"] is not None:
            raise refuse("lanes", "已填总通行能力，不再填通道数", "with a total capacity no lanes are given")
        yield from (number(values, "capacity") for _ in legs)
        return
    each = number(values, "rate") * number(values, "efficiency") / HOUR
    sheet.step(
        Text("每条通道通行率", "rate of a lane"),
        f"{figure(values['rate'])} × {figure(values['efficiency'])} / {HOUR}",
        each,
        "p/min",
    )
    own = [row["lanes"] for row in records(values, "profile")] or [None for _ in legs]
    for index, lanes in enumerate(own, 1):
        open_ = lanes if lanes is not None else values["lanes"]
        if open_ is None:
            raise refuse(
                f"profile[{index}].lanes" if values["profile"] is not None else "lanes",
                "没有通道数：填 lanes，或在每一段填写",
                "the lanes are missing: give lanes, or those of each step",
            )
        yield each * cast("int", open_)


def _hours(found: Flow, bin_: Fraction, limit: Fraction | None) -> Iterator[Mapping[str, object]]:
    start, number_ = Fraction(0), 1
    while pieces := found.between(start, start + bin_):
        end = pieces[-1].end
        arrivals = sum((one.arrivals for one in pieces), Fraction(0))
        capacity = found.capacity(start, end)
        wait = found.wait(pieces)
        holds = arrivals <= capacity if limit is None else wait <= limit
        yield {
            "interval": number_,
            "begins": start,
            "ends": end,
            "arrivals": arrivals,
            "capacity": capacity,
            "queue": max(one.at(one.peak) for one in pieces),
            "queue_end": pieces[-1].at(end),
            "wait": wait,
            "holds": holds,
        }
        start, number_ = start + bin_, number_ + 1


def _lanes(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    demand = _demand(values, sheet)
    rate = _lane_rate(values, sheet)
    by_rate = needed(demand, rate)
    sheet.step(Text("按通行率所需通道", "lanes by rate"), f"⌈{figure(demand)} / {figure(rate)}⌉", by_rate, "lane")
    limit = optional(values, "wait_max")
    made: dict[str, object] = {"lanes": by_rate, "rate": rate, "demand": demand, "lanes_rate": by_rate}
    made |= {"lanes_wait": None, "wait": None, "wait_constant": None}
    if limit is None:
        if by_rate * rate == demand:
            sheet.warn(Text("利用率恰为 1，排队不会自行消散", "utilisation is exactly 1: a queue would not dissolve"))
        return made
    arrivals, service = demand / HOUR, rate / HOUR
    lanes = smallest(arrivals, service, limit)
    wait, constant = mmc(arrivals, service, lanes).wait, mdc(arrivals, service, lanes).wait
    sheet.convention(STEADY)
    sheet.step(
        Text("达到目标等候的最少通道", "fewest lanes for the wait"), f"Wq(c) ≤ {figure(limit)} min", lanes, "lane"
    )
    sheet.step(Text("平均等候（M/M/c）", "mean wait (M/M/c)"), f"c = {lanes}", wait, "min")
    sheet.step(Text("平均等候（M/D/c）", "mean wait (M/D/c)"), f"c = {lanes}", constant, "min")
    return made | {"lanes": max(lanes, by_rate), "lanes_wait": lanes, "wait": wait, "wait_constant": constant}


def _demand(values: Mapping[str, object], sheet: Working) -> Fraction:
    """Return the persons of the peak hour."""
    persons, share = number(values, "persons"), optional(values, "peak_share")
    if share is None:
        share = sheet.take("house.peak_share")
    demand = persons * share
    sheet.step(Text("高峰小时人数", "persons in the peak hour"), f"{figure(persons)} × {figure(share)}", demand, "p/h")
    return demand


def _lane_rate(values: Mapping[str, object], sheet: Working) -> Fraction:
    """Return the rate of a lane [p/h] from seconds per person or from the library."""
    if either(values, "seconds", "item") == "seconds":
        seconds, derated = number(values, "seconds"), True
    else:
        rate, derated = _library(sheet, str(values["item"]))
        seconds = 3600 / rate
    seconds += _bags(values, sheet)
    efficiency = _efficiency(values, sheet, derated=derated)
    found = lane_rate(seconds, efficiency)
    told = f"3600 / {figure(seconds)} × {figure(efficiency)}"
    sheet.step(Text("每条通道通行率", "rate of a lane"), told, found, "p/h")
    return found


def _library(sheet: Working, item: str) -> tuple[Fraction, bool]:
    """Return the rate of a row of the library [p/h] and whether it is a nominal one that is planned at less."""
    row = chosen(sheet, LIBRARY, item, "item")
    low, high = bounds(row)
    if low != high:
        sheet.convention(Text("通行率为区间时取下限", "the lower end of a range of rates is taken"))
    if row.mark == "C":
        sheet.warn(Text("此通行率来源薄弱，不宜单独使用", "this rate has a weak source and should not stand alone"))
    return low, item.startswith(NOMINAL)


def _bags(values: Mapping[str, object], sheet: Working) -> Fraction:
    """Return the seconds that bag searches add per person on average, at the upper end of the published range."""
    share = optional(values, "bags_share")
    if not share:
        return Fraction(0)
    each = bounds(sheet.parameter("screening.bag_search"))[1]
    sheet.convention(Text("开包检查用时取区间上限", "a bag search at the upper end of its range"))
    sheet.step(
        Text("开包检查增加的平均用时", "added by bag searches"), f"{figure(share)} × {figure(each)}", share * each, "s"
    )
    return share * each


def _efficiency(values: Mapping[str, object], sheet: Working, *, derated: bool) -> Fraction:
    if values["efficiency"] is not None:
        return number(values, "efficiency")
    if derated:
        return sheet.take(EFFICIENCY[str(values["set"])])
    sheet.convention(
        Text(
            "实测、规定或规划通行率不再乘效率",
            "an observed, required or planning rate is taken as it is, without an efficiency",
        )
    )
    return Fraction(1)


def _area(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    persons = number(values, "persons")
    most = sheet.take("queue_space.most")
    design = sheet.parameter("queue_space.design")
    density = optional(values, "density")
    if density is None:
        density = Fraction(design.low or 0)
        sheet.convention(Text("按设计密度的下限取面积", "room at the lower end of the design density"))
    if density > most:
        raise refuse(
            "density",
            f"排队密度 {figure(density)} 超过上限 {figure(most)} 人/m²",
            f"a queue of {figure(density)} p/m² is beyond the limit of {figure(most)} p/m²",
        )
    area = persons / density
    sheet.step(Text("排队面积", "room to queue in"), f"{figure(persons)} / {figure(density)}", area, "m2")
    tight = persons / Fraction(design.high or density)
    sheet.step(Text("设计密度上限时的面积", "at the upper design density"), f"/ {figure(design.high)}", tight, "m2")
    made: dict[str, object] = {"area": area, "area_tight": tight, "found": None, "within": None}
    room = optional(values, "room")
    if room is not None:
        found = persons / room
        sheet.step(Text("现有场地的密度", "density in the room there is"), f"/ {figure(room)}", found, "p/m2")
        if found > most:
            sheet.warn(
                Text(
                    f"现有场地密度超过排队上限 {figure(most)} 人/m²",
                    f"the room there is would hold more than {figure(most)} p/m²",
                )
            )
        made |= {"found": found, "within": found <= density}
    return made


MODELS = (
    Model(
        code="fluid_queue",
        group="entry",
        text=Text("安检排队（流体模型，到达过程）", "Screening queue (fluid, with a profile of arrivals)"),
        about=Text(
            "按到达过程逐段计算队伍、等候和清空时刻，指出哪一段通行不足；不含随机波动。",
            "Queue, wait and clearing along a profile of arrivals, with the interval that fails; no random scatter.",
        ),
        inputs=(
            Input("shape", Text("到达形状", "shape"), "word", default=STEPS, options=(STEPS, CONSTANT, TRIANGULAR)),
            Input(
                "profile",
                Text("到达段", "steps of arrivals"),
                "rows",
                optional=True,
                columns=(
                    Input("minutes", Text("时长", "minutes"), unit="min", above=True, high=MOST_MINUTES),
                    Input("persons", Text("到达人数", "arrivals"), unit="p"),
                    Input("lanes", Text("开放通道", "lanes open"), "integer", "lane", high=MOST_LANES, optional=True),
                ),
            ),
            Input("persons", Text("到达人数", "arrivals"), unit="p", above=True, optional=True),
            Input("minutes", Text("到达时长", "minutes"), unit="min", above=True, high=MOST_MINUTES, optional=True),
            Input("capacity", Text("总通行能力", "capacity of all lanes"), unit="p/min", above=True, optional=True),
            Input("lanes", Text("通道数", "lanes"), "integer", "lane", low=1, high=MOST_LANES, optional=True),
            Input("rate", Text("每条通道通行率", "rate of a lane"), unit="p/h", above=True, high=7200, optional=True),
            Input("efficiency", Text("效率", "efficiency"), above=True, high=1, default=Fraction(1)),
            Input("opens", Text("开门时刻（自首个到达）", "gates open at"), unit="min", high=1440, default=Fraction(0)),
            Input("bin", Text("统计间隔", "interval of the table"), unit="min", low=5, high=1440, default=Fraction(60)),
            Input("wait_max", Text("允许等候", "longest wait allowed"), unit="min", high=1440, optional=True),
        ),
        outputs=(
            Output("queue", Text("最长队伍", "largest queue"), "p", main=True),
            Output("queue_at", Text("出现时刻", "at"), "min"),
            Output("wait", Text("最长等候", "longest wait"), "min"),
            Output("clears", Text("队伍清空时刻", "queue clears at"), "min"),
            Output("fails", Text("不满足的时段", "intervals that fail")),
            Output("worst", Text("等候最长的时段", "interval of the longest wait")),
            Output("hours", Text("分时段结果", "by interval")),
        ),
        sums=_fluid,
    ),
    Model(
        code="lanes_needed",
        group="entry",
        text=Text("安检通道需要量", "Lanes needed"),
        about=Text(
            "按高峰小时人数和每条通道通行率取最少通道；给出目标等候时，再按稳态排队取最少通道。",
            "Fewest lanes for the peak hour and the rate of a lane; with a target wait also by the steady queue.",
        ),
        inputs=(
            Input("persons", Text("入场人数", "persons to enter"), unit="p", above=True),
            Input("peak_share", Text("高峰小时占比", "share in the peak hour"), above=True, high=1, optional=True),
            Input("seconds", Text("每人用时", "seconds per person"), unit="s", low=1, high=600, optional=True),
            Input("item", Text("通行率库条目", "row of the library"), "word", optional=True, prefix=LIBRARY),
            Input(
                "set",
                Text("效率取值", "efficiency taken"),
                "word",
                default="office",
                options=tuple(EFFICIENCY),
            ),
            Input("efficiency", Text("效率", "efficiency"), above=True, high=1, optional=True),
            Input("bags_share", Text("开包检查比例", "share with a bag to search"), high=1, optional=True),
            Input("wait_max", Text("目标平均等候", "target mean wait"), unit="min", high=1440, optional=True),
        ),
        outputs=(
            Output("lanes", Text("所需通道", "lanes needed"), "lane", main=True),
            Output("rate", Text("每条通道通行率", "rate of a lane"), "p/h"),
            Output("demand", Text("高峰小时人数", "persons in the peak hour"), "p/h"),
            Output("lanes_rate", Text("按通行率", "by rate"), "lane"),
            Output("lanes_wait", Text("按目标等候", "by target wait"), "lane"),
            Output("wait", Text("平均等候（M/M/c）", "mean wait (M/M/c)"), "min"),
            Output("wait_constant", Text("平均等候（M/D/c）", "mean wait (M/D/c)"), "min"),
        ),
        sums=_lanes,
        families=("house", "screening", "throughput"),
    ),
    Model(
        code="queue_area",
        group="entry",
        text=Text("排队场地面积", "Room to queue in"),
        about=Text(
            "最长队伍除以排队设计密度；超过排队密度上限时拒绝。",
            "The largest queue over the design density of a queue; a density beyond the limit is refused.",
        ),
        inputs=(
            Input("persons", Text("最长队伍", "largest queue"), unit="p", high=MOST_PERSONS),
            Input("density", Text("设计密度", "design density"), unit="p/m2", above=True, high=20, optional=True),
            Input("room", Text("现有场地", "room there is"), unit="m2", above=True, optional=True),
        ),
        outputs=(
            Output("area", Text("所需面积", "room needed"), "m2", main=True),
            Output("area_tight", Text("按设计密度上限", "at the upper design density"), "m2"),
            Output("found", Text("现有场地的密度", "density in the room there is"), "p/m2"),
            Output("within", Text("现有场地够用", "the room suffices")),
        ),
        sums=_area,
        families=("queue_space",),
    ),
)
