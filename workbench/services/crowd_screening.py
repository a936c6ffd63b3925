"""Screening of a case: arrivals from its sessions, the queue hour by hour, the hour that fails, lanes that would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import cast

from workbench.core.crowd_case import CrowdCase
from workbench.core.crowd_entry import Entry
from workbench.core.crowd_needs import smallest
from workbench.core.crowd_rows import crowd_parameters
from workbench.core.crowd_zones import whole
from workbench.core.pack import Pack
from workbench.core.values import Application, Row
from workbench.crowd.model import InputError, calculate
from workbench.crowd.parameters import ParameterSet
from workbench.crowd.queueing import MOST_LANES
from workbench.crowd.registry import model
from workbench.crowd.working import Result, figure
from workbench.errors import Text
from workbench.services import access, documents
from workbench.services.crowd_desk import read
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import Person

FLUID, SLOTS = "fluid_queue", "entry_slots"
"""Models of the page."""
HOUR = 60
FINEST, POINTS = 5, 72
"""Shortest interval of the curve [min], and about how many points it has."""

Given = dict[str, object]


@dataclass(frozen=True)
class Start:
    """What the case gives to begin with.

    Attributes:
        fluid, slots: Inputs of the two models.
        doors: When the doors open; ``None`` when no session says it: times then count from the doors.
        told: How the arrivals were made from the case.
        gaps: What the case does not say.
    """

    fluid: Given
    slots: Given
    doors: datetime | None
    told: tuple[Text, ...]
    gaps: tuple[Text, ...]


@dataclass(frozen=True)
class Point:
    """An interval of the curve: its end [min from the doors], rates [p/h], queue at its end, longest wait in it."""

    start: float
    end: float
    arrivals: float
    capacity: float
    queue: float
    wait: float


@dataclass(frozen=True)
class HourLine:
    """An interval of the table."""

    name: Text
    arrivals: Fraction
    capacity: Fraction
    queue: Fraction
    left: Fraction
    wait: Fraction
    holds: bool


@dataclass(frozen=True)
class Screening:
    """What came out: the result with its working, the curve, the table, the verdict, lanes that would do."""

    result: Result
    curve: tuple[Point, ...]
    hours: tuple[HourLine, ...]
    verdict: Text
    holds: bool
    lanes: int | None


def of_case(desk: Desk, person: Person, case: str) -> Start:
    """Return what a case gives to begin with."""
    access.require(desk.pack, person, "read_case")
    look = Look(desk, documents.find(desk, case))
    return start(look.plan, look.assessment.crowd)


def of_package(path: Path, pack: Pack) -> Start:
    """Return what a package gives that nobody has received."""
    return start(*read(path, pack))


def start(application: Application, crowd: CrowdCase) -> Start:
    """Return the inputs of the page from an application: its largest session, lanes and handling times."""
    session = _largest(application)
    persons = crowd.capacity.expected
    doors, minutes = _opening(session)
    if minutes is None and crowd.entry is not None and crowd.entry.doors_hours is not None:
        minutes = crowd.entry.doors_hours * HOUR
    entry = crowd.entry
    gaps = _gaps(persons, minutes, entry)
    if persons is None or entry is None or entry.rate is None:
        return Start({}, {}, doors, (), gaps)
    profile, told = _profile(persons, entry.share, minutes or Fraction(HOUR))
    rate = entry.rate / entry.lanes
    common: Given = {"lanes": entry.lanes, "rate": rate}
    efficiency = figure(entry.efficiency)
    note = Text(
        f"通行率取各通道平均，已乘效率 {efficiency}", f"mean rate of the lanes, efficiency {efficiency} included"
    )
    tickets = (session and whole(session["tickets"])) or persons
    slots = [{"code": str(n), "minutes": row["minutes"], "quota": round(cast("Fraction", row["persons"]))}
             for n, row in enumerate(profile, 1)]  # fmt: skip
    fluid: Given = {"shape": "steps", "profile": profile, **common}
    return Start(fluid, {"slots": slots, "tickets": tickets, **common}, doors, (told, note), gaps)


def _largest(application: Application) -> Row | None:
    return max(application.rows("sessions"), key=lambda row: whole(row["expected"]) or 0, default=None)


def _opening(session: Row | None) -> tuple[datetime | None, Fraction | None]:
    if session is None:
        return None, None
    doors, begins = session["doors"], session["start"]
    if not isinstance(doors, datetime) or not isinstance(begins, datetime) or begins <= doors:
        return (doors if isinstance(doors, datetime) else None), None
    return doors, Fraction(int((begins - doors).total_seconds()), 60)


def _profile(persons: int, share: Fraction, minutes: Fraction) -> tuple[list[Given], Text]:
    """Return the steps of arrivals around the busiest hour, the one before the start; none is faster than it."""
    peak, rest = persons * share, persons * (1 - share)
    early = max(minutes - HOUR, Fraction(0))
    before = min(rest, peak * early / HOUR)
    after = rest - before
    steps: list[Given] = [
        {"minutes": early, "persons": before},
        {"minutes": Fraction(HOUR), "persons": peak},
        {"minutes": Fraction(max(HOUR, ceil(after / peak * HOUR))), "persons": after},
    ]
    told = figure(share * 100)
    return [one for one in steps if one["minutes"] and one["persons"]], Text(
        f"最忙一小时（开始前；开门不足一小时则自开门起）到达 {told}%，其余先在此前、再在此后到达，都不快于这一小时",
        f"{told} % arrive in the busiest hour, the one before the start (or after the doors); the rest before it, then "
        f"after it, never faster",
    )


def _gaps(persons: int | None, minutes: Fraction | None, entry: Entry | None) -> tuple[Text, ...]:
    found = []
    if persons is None:
        found.append(Text("未填场次预计人数", "no session states its expected persons"))
    if minutes is None:
        found.append(Text("未填开门或开始时间，按一小时起算", "doors or start are not stated; an hour is taken"))
    if entry is None:
        found.append(Text("出入口没有填安检通道", "no entrance states its lanes"))
    elif entry.rate is None:
        found.extend(entry.gaps)
    return tuple(found)


def screened(given: Mapping[str, object], pack: Pack, doors: datetime | None) -> Screening:
    """Return the queue for inputs as typed.

    Raises:
        InputError: An input cannot be worked with.
    """
    constants = crowd_parameters(pack)
    result = calculate(model(FLUID), given, constants)
    rows = cast("Sequence[Mapping[str, Fraction]]", result.values["hours"])
    fine = max(FINEST, int(rows[-1]["ends"]) // POINTS)
    curve = calculate(model(FLUID), {**given, "bin": fine}, constants).values["hours"]
    hours = tuple(_hour(row, doors) for row in rows)
    failing = tuple(one for one in hours if not one.holds)
    return Screening(
        result=result,
        curve=tuple(_point(row) for row in cast("Sequence[Mapping[str, Fraction]]", curve)),
        hours=hours,
        verdict=_verdict(failing, result),
        holds=not failing,
        lanes=_lanes(given, constants),
    )


def _hour(row: Mapping[str, Fraction], doors: datetime | None) -> HourLine:
    return HourLine(
        name=span(row["begins"], row["ends"], doors),
        arrivals=row["arrivals"],
        capacity=row["capacity"],
        queue=row["queue"],
        left=row["queue_end"],
        wait=row["wait"],
        holds=bool(row["holds"]),
    )


def span(begins: Fraction, ends: Fraction, doors: datetime | None) -> Text:
    """Return an interval by the clock, or by the minutes after the doors when no clock is known."""
    if doors is None:
        told = f"{figure(begins)}–{figure(ends)}"
        return Text(f"开门后 {told} 分钟", f"{told} min after doors")
    told = "–".join(f"{doors + timedelta(minutes=float(one)):%H:%M}" for one in (begins, ends))
    return Text(told, told)


def _point(row: Mapping[str, Fraction]) -> Point:
    hours = float(row["ends"] - row["begins"]) / HOUR
    rates = (float(row["arrivals"]) / hours, float(row["capacity"]) / hours)
    return Point(float(row["begins"]), float(row["ends"]), *rates, float(row["queue_end"]), float(row["wait"]))


def _verdict(failing: tuple[HourLine, ...], result: Result) -> Text:
    queue, wait = (cast("Fraction", result.values[key]) for key in ("queue", "wait"))
    most = Text(
        f"队伍最长 {round(queue):,} 人，等候最长 {float(wait):.0f} 分钟",
        f"queue of at most {round(queue):,}, wait of at most {float(wait):.0f} min",
    )
    if not failing:
        return Text(f"各时段通行能力足够；{most.zh}", f"the lanes suffice in every interval; {most.en}")
    one = max(failing, key=lambda hour: hour.arrivals - hour.capacity)
    more = len(failing) - 1
    zh = f"{one.name.zh} 不足：到达 {round(one.arrivals):,} 人，可通行 {int(one.capacity):,} 人"
    en = f"{one.name.en} fails: {round(one.arrivals):,} arrive, {int(one.capacity):,} can pass"
    if more:
        zh, en = f"{zh}（另有 {more} 个时段不足）", f"{en} ({more} more intervals fail)"
    return Text(f"{zh}；{most.zh}", f"{en}; {most.en}")


def _lanes(given: Mapping[str, object], constants: ParameterSet) -> int | None:
    """Return the fewest lanes, the same all the time, with which no interval fails; ``None`` without lanes to vary."""
    if given.get("capacity") or not given.get("rate"):
        return None
    bare = {**given}
    if isinstance(rows := given.get("profile"), list | tuple):
        bare["profile"] = [{key: value for key, value in row.items() if key != "lanes"} for row in rows]

    def works(lanes: int) -> bool:
        try:
            return not calculate(model(FLUID), {**bare, "lanes": lanes}, constants).values["fails"]
        except InputError:
            return False

    return smallest(works, 1, MOST_LANES)
