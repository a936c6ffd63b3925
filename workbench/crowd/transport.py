"""Parking and dispersal: supply against demand, from the planner's own figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import cast

from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.tables import number, optional, records
from workbench.crowd.working import Working, figure
from workbench.errors import Text

HOUR = 60


def _parking(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    rows = tuple(_vehicles(values, sheet))
    if not rows:
        raise refuse("kinds", "没有车种", "there is no kind of vehicle")
    if sum((number(row, "share") for row in records(values, "kinds")), Fraction(0)) > 1:
        raise refuse("kinds", "各车种占比之和超过 1", "the shares of the kinds exceed 1")
    sheet.convention(
        Text(
            "每个车位在所计时段内可用若干次（周转）；未填周转时按一次",
            "a space serves as many vehicles as it turns over; once where no turnover is given",
        )
    )
    ratios = [one["need_ratio"] for one in rows]
    short = sum((cast("int", one["short"]) for one in rows), 0)
    return {
        "short": short,
        "holds": not short,
        "ratio": None if None in ratios else max(cast("list[Fraction]", ratios)),
        "kinds": rows,
    }


def _vehicles(values: Mapping[str, object], sheet: Working) -> Iterator[Mapping[str, object]]:
    persons = number(values, "persons")
    for row in records(values, "kinds"):
        name = str(row["vehicle"])
        share, each, turnover = number(row, "share"), number(row, "each"), number(row, "turnover")
        vehicles = ceil(persons * share / each)
        sheet.step(
            Text(f"{name} 车辆", f"vehicles, {name}"),
            f"⌈{figure(persons)} × {figure(share)} / {figure(each)}⌉",
            vehicles,
            "",
        )
        need, spaces = ceil(vehicles / turnover), cast("int", row["spaces"])
        sheet.step(Text(f"{name} 需要车位", f"spaces needed, {name}"), f"⌈{vehicles} / {figure(turnover)}⌉", need)
        yield {
            "vehicle": name,
            "vehicles": vehicles,
            "need": need,
            "spaces": spaces,
            "short": max(0, need - spaces),
            "need_ratio": Fraction(need, spaces) if spaces else (Fraction(0) if not need else None),
        }


def _dispersal(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    rows = records(values, "modes")
    if sum((number(row, "share") for row in rows), Fraction(0)) != 1:
        raise refuse("modes", "各方式占比之和应为 1", "the shares of the modes must add up to 1")
    found = tuple(_mode(number(values, "persons"), row, sheet) for row in rows)
    sheet.convention(
        Text(
            "散场即全部到达车站（最不利）；等间隔发车，首班在开始时刻发出",
            "everybody is at the stop when it ends (worst case); departures at even headways, the first at the start",
        )
    )
    clears = [one["clears"] for one in found]
    stranded = sum((cast("int", one["stranded"]) for one in found), 0)
    if stranded:
        sheet.warn(Text(f"末班后仍有 {stranded} 人未能离开", f"{stranded} persons are left after the last departure"))
    latest = None if stranded else max(cast("Fraction", one) for one in clears if one is not None)
    limit = optional(values, "minutes")
    return {
        "clears": latest,
        "stranded": stranded,
        "within": None if limit is None else latest is not None and latest <= limit,
        "slowest": max(found, key=lambda one: (one["stranded"], one["clears"] or 0))["mode"],
        "modes": found,
    }


def _mode(persons: Fraction, row: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    """Return how one mode carries its share away: departures, the moment of the last one, who is left."""
    name, each, starts = str(row["mode"]), number(row, "each"), number(row, "starts")
    headway = HOUR / number(row, "per_hour")
    demand = ceil(persons * number(row, "share"))
    departures = ceil(demand / each)
    sheet.step(Text(f"{name} 所需班次", f"departures needed, {name}"), f"⌈{demand} / {figure(each)}⌉", departures, "")
    last = optional(row, "last")
    runs = departures if last is None else min(departures, _departures(starts, last, headway))
    carried = min(demand, floor(each * runs))
    clears = starts + (runs - 1) * headway if runs else (Fraction(0) if not demand else None)
    if clears is not None:
        told = f"{figure(starts)} + ({runs} − 1) × {figure(headway)}"
        sheet.step(Text(f"{name} 清空", f"cleared, {name}"), told, clears, "min")
    return {
        "mode": name,
        "demand": demand,
        "departures": departures,
        "hourly": number(row, "per_hour") * each,
        "clears": clears if carried >= demand else None,
        "carried": carried,
        "stranded": demand - carried,
    }


def _departures(starts: Fraction, last: Fraction, headway: Fraction) -> int:
    """Return how many departures there are until the last one."""
    return floor((last - starts) / headway) + 1 if last >= starts else 0


MODELS = (
    Model(
        code="parking",
        group="transport",
        text=Text("停车供需", "Parking: supply and demand"),
        about=Text(
            "按人数、各车种占比和载客数计算所需车位，与现有车位比较；占比与载客数由使用者提供。",
            "Spaces needed from persons, shares and occupancy against those there are; the figures are the user's.",
        ),
        inputs=(
            Input("persons", Text("人数", "persons"), "integer", "p"),
            Input(
                "kinds",
                Text("车种", "kinds of vehicle"),
                "rows",
                columns=(
                    Input("vehicle", Text("车种", "kind"), "word"),
                    Input("share", Text("乘坐比例", "share of persons"), high=1),
                    Input("each", Text("每车人数", "persons per vehicle"), unit="p", above=True, high=200),
                    Input("spaces", Text("车位", "spaces"), "integer", high=1_000_000),
                    Input("turnover", Text("周转", "turnover"), low=1, high=24, default=Fraction(1)),
                ),
            ),
        ),
        outputs=(
            Output("short", Text("缺少车位", "spaces short"), main=True),
            Output("holds", Text("满足", "holds")),
            Output("ratio", Text("最紧车种的需求与供给之比", "need over spaces, tightest kind")),
            Output("kinds", Text("分车种结果", "by kind")),
        ),
        sums=_parking,
    ),
    Model(
        code="dispersal",
        group="transport",
        text=Text("散场运力", "Dispersal: carrying everybody away"),
        about=Text(
            "散场后各交通方式的班次、清空时刻，以及末班后滞留人数；占比与运力由使用者提供。",
            "Departures, time to clear and those left after the last departure, by mode; the figures are the user's.",
        ),
        inputs=(
            Input("persons", Text("人数", "persons"), "integer", "p"),
            Input(
                "modes",
                Text("方式", "modes"),
                "rows",
                columns=(
                    Input("mode", Text("方式", "mode"), "word"),
                    Input("share", Text("占比", "share of persons"), high=1),
                    Input("each", Text("每班人数", "persons per departure"), unit="p", above=True, high=10_000),
                    Input("per_hour", Text("每小时班次", "departures per hour"), above=True, high=100_000),
                    Input(
                        "starts", Text("首班（散场后）", "first departure"), unit="min", high=1440, default=Fraction(0)
                    ),
                    Input("last", Text("末班（散场后）", "last departure"), unit="min", high=2880, optional=True),
                ),
            ),
            Input("minutes", Text("时限", "time limit"), unit="min", above=True, high=2880, optional=True),
        ),
        outputs=(
            Output("clears", Text("全部离开", "all have left at"), "min", main=True),
            Output("stranded", Text("末班后滞留", "left after the last departure"), "p"),
            Output("within", Text("在时限内", "within the limit")),
            Output("slowest", Text("最慢的方式", "slowest mode")),
            Output("modes", Text("分方式结果", "by mode")),
        ),
        sums=_dispersal,
    ),
)
