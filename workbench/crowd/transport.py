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
    if sum((optional(row, "share") or Fraction(0) for row in records(values, "kinds")), Fraction(0)) > 1:
        raise refuse("kinds", "各车种占比之和超过 1", "the shares of the kinds exceed 1")
    sheet.convention(
        Text(
            "每个车位在所计时段内可用若干次（周转）；未填周转时按一次",
            "a space serves as many vehicles as it turns over; once where no turnover is given",
        )
    )
    ratios = [one["need_ratio"] for one in rows]
    short = sum((cast("int", one["short"] or 0) for one in rows), 0)
    unknown = [str(one["vehicle"]) for one in rows if one["short"] is None]
    if unknown:
        names = "、".join(unknown), ", ".join(unknown)
        sheet.warn(Text(f"未填车位，不能判断：{names[0]}", f"no spaces given, cannot be told: {names[1]}"))
    return {
        "short": None if unknown and not short else short,
        "holds": None if unknown and not short else not short,
        "ratio": None if None in ratios else max(cast("list[Fraction]", ratios)),
        "kinds": rows,
    }


def _vehicles(values: Mapping[str, object], sheet: Working) -> Iterator[Mapping[str, object]]:
    for place, row in enumerate(records(values, "kinds"), 1):
        name, turnover = str(row["vehicle"]), number(row, "turnover")
        vehicles, told = _counted(values, row, f"kinds[{place}]")
        sheet.step(Text(f"{name} 车辆", f"vehicles, {name}"), told, vehicles, "")
        need, spaces = ceil(vehicles / turnover), cast("int | None", row["spaces"])
        sheet.step(Text(f"{name} 需要车位", f"spaces needed, {name}"), f"⌈{vehicles} / {figure(turnover)}⌉", need)
        yield {
            "vehicle": name,
            "vehicles": vehicles,
            "need": need,
            "spaces": spaces,
            "short": None if spaces is None else max(0, need - spaces),
            "need_ratio": Fraction(need, spaces) if spaces else (Fraction(0) if spaces == 0 == need else None),
        }


def _counted(values: Mapping[str, object], row: Mapping[str, object], place: str) -> tuple[int, str]:
    """Return the vehicles of a kind and how they came about: as stated, else from persons, share and occupancy."""
    stated = optional(row, "stated")
    if stated is not None:
        return int(stated), ""
    wanted = ((values, "persons", "persons"), (row, "share", f"{place}.share"), (row, "each", f"{place}.each"))
    for given, key, where in wanted:
        if given[key] is None:
            raise refuse(
                where,
                "未填车辆数时，须填人数、乘坐比例和每车人数",
                "where no number of vehicles is stated, persons, their share and persons per vehicle are needed",
            )
    persons, share, each = number(values, "persons"), number(row, "share"), number(row, "each")
    return ceil(persons * share / each), f"⌈{figure(persons)} × {figure(share)} / {figure(each)}⌉"


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
            "按车辆数，或按人数、占比和载客数，分车种计算所需车位，与该车种的车位比较；数字由使用者提供。",
            "Spaces needed by kind, from vehicles or from persons, shares and occupancy, against those of the kind.",
        ),
        inputs=(
            Input("persons", Text("人数", "persons"), "integer", "p", optional=True),
            Input(
                "kinds",
                Text("车种", "kinds of vehicle"),
                "rows",
                columns=(
                    Input("vehicle", Text("车种", "kind"), "word"),
                    Input("share", Text("乘坐比例", "share of persons"), high=1, optional=True),
                    Input(
                        "each", Text("每车人数", "persons per vehicle"), unit="p", above=True, high=200, optional=True
                    ),
                    Input("spaces", Text("车位", "spaces"), "integer", high=1_000_000, optional=True),
                    Input("turnover", Text("周转", "turnover"), low=1, high=24, default=Fraction(1)),
                    Input("stated", Text("车辆数", "vehicles"), "integer", high=1_000_000, optional=True),
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
