"""Chapters of the security plan that rest on the crowd sums: entry against capacity, egress with its ways, traffic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import shapely

from reports.security_plan import Entering, Leaving
from reports.site_values import Ground, Key, Point, SiteMap, Way
from workbench.core.crowd_exits import Leaving as Sums
from workbench.core.crowd_zones import whole
from workbench.core.entry_quotas import quotas
from workbench.core.pack import Choice
from workbench.core.site_parking import vehicles
from workbench.core.values import Row
from workbench.crowd.working import figure
from workbench.services import crowd_screening
from workbench.services.plan_source import PlanSource
from workbench.services.wording import text_of
from workbench.site.ways import Walk

HOUR = 60
POINTS = 9
"""Points of a curve of dispersal."""


# entry


def entering(source: PlanSource) -> Entering:
    """Return entry and screening: the arrivals of the crowd sums against all lanes, and with the largest gate lost."""
    entry = source.crowd.entry
    gates = tuple(_gates(source))
    begun = crowd_screening.start(source.plan, source.crowd)
    if entry is None or entry.rate is None or not begun.fluid:
        return Entering(gates, told=tuple(source.say(gap) for gap in begun.gaps))
    full = crowd_screening.screened(begun.fluid, source.pack, begun.doors)
    bars = tuple((source.say(hour.name), round(_hourly(hour))) for hour in full.hours)
    rates = [(one.code, one.rate * one.lanes) for one in entry.gates if one.rate is not None]
    code, most = max(rates, key=lambda pair: pair[1])
    rate, left = entry.rate, entry.rate - most
    lines = [(source.texts["line_all"], int(rate)), (source.fill("line_lost", code=code), int(left))]
    demand = entry.demand or Fraction(0)
    told = [
        source.fill(
            "arrivals_told",
            demand=round(demand),
            rate=int(rate),
            share=figure(round(demand / rate * 100)) if rate else "—",
            verdict=source.say(full.verdict),
        )
    ]
    if left > 0:
        lanes = sum(one.lanes for one in entry.gates if one.code != code)
        reduced = crowd_screening.screened(
            {**begun.fluid, "lanes": lanes, "rate": left / lanes}, source.pack, begun.doors
        )
        told.append(source.fill("lost_told", code=code, rate=int(left), verdict=source.say(reduced.verdict)))
    return Entering(gates, bars, tuple(lines), tuple(told))


def _hourly(hour: crowd_screening.HourLine) -> Fraction:
    return hour.arrivals


def _gates(source: PlanSource) -> Iterator[tuple[str, ...]]:
    rates = {one.code: one for one in source.crowd.entry.gates} if source.crowd.entry else {}
    for row in source.plan.rows("gates"):
        one = rates.get(str(row["code"]))
        if one is not None:
            opened = f"{text_of(row['opens'])}–{text_of(row['closes'])}".strip("–")
            yield (
                one.code,
                source.told(row["name"]),
                str(one.lanes),
                figure(one.seconds) if one.seconds is not None else source.texts["unstated"],
                str(int(one.rate * one.lanes)) if one.rate is not None else "—",
                source.told(row["steps"]),
                opened or source.texts["unstated"],
                _posts_at(source, one.code),
            )


def _posts_at(source: PlanSource, gate: str) -> str:
    posts = [str(row["code"]) for row in source.plan.rows("posts") if row["gate"] == gate]
    if source.public:
        return str(len(posts)) if posts else "—"
    return "、".join(posts) or "—"


# egress


def zone_middle(ground: Ground) -> Point | None:
    """Return a place inside an area; its middle where that lies inside."""
    rings = [polygon for polygon in ground.polygons if len(polygon[0]) > 2]
    if not rings:
        return None
    made: Any = shapely
    shape = made.union_all([made.make_valid(made.Polygon(p[0], p[1:])) for p in rings])
    place = shape.centroid if shape.contains(shape.centroid) else shape.representative_point()
    return float(place.x), float(place.y)


def exits_of_zone(source: PlanSource, code: str) -> tuple[tuple[str, Walk], ...]:
    """Return the exits of a zone by the walk from its middle: its own ones first, where it has any."""
    ground = next((zone for zone in source.ground.map.zones if zone.code == code), None)
    middle = None if ground is None else zone_middle(ground)
    if middle is None:
        return ()
    found = source.ground.ways_out(middle)
    leaving = source.crowd.leaving
    own = {one.code for one in leaving.exits if one.zone == code} if leaving else set()
    return tuple(sorted(found, key=lambda pair: pair[0] not in own))


def routes(source: PlanSource) -> SiteMap:
    """Return the map with the first and the second way out of every audience area, and no posts."""
    base = source.ground.map
    ways: list[Way] = []
    for zone in base.zones:
        if zone.style == "audience":
            for style, (_, walk) in zip(
                ("second", "first"), reversed(exits_of_zone(source, zone.code)[:2]), strict=False
            ):
                ways.append(Way(style, "", walk.points))
    rows = [row for row in source.listed("map_signs") if row.data["layer"] == "way"]
    shown = {way.style for way in ways}
    led = tuple(key for key in base.keys if key.heads)
    keys = (*(_key(source, row) for row in rows if row.data["style"] in shown), *led)
    near = tuple(p for zone in base.zones if zone.style == "audience" for ring in zone.polygons for p in ring[0])
    frame = (*near, *(p for way in ways for p in way.points), *(gate.middle for gate in base.gates)) if ways else ()
    zones = tuple(replace(zone, note="") for zone in base.zones)
    return replace(base, zones=zones, posts=(), signs=(), routes=tuple(ways), keys=keys, gaps=(), frame=frame)


def _key(source: PlanSource, row: Choice) -> Key:
    return Key("way", str(row.data["style"]), source.say(row.text))


def leaving(source: PlanSource) -> Leaving:
    """Return egress: exits with their flows, areas with their ways, the times of the crowd sums."""
    found = source.crowd.leaving
    if found is None:
        return Leaving(told=(source.fill("leaving_unknown", gaps=source.texts["unstated"]),))
    exits = tuple(_exits(source, found))
    areas = tuple(_areas(source, found))
    flows = found.flows
    if flows is None or found.persons is None or flows.lost is None or not flows.flow_design:
        gaps = "；".join(source.say(gap) for gap in found.gaps) or source.texts["unstated"]
        return Leaving(exits, areas, (source.fill("leaving_unknown", gaps=gaps),))
    told = source.fill(
        "leaving_told",
        persons=found.persons,
        all=_minutes(found.persons / flows.flow_all),
        lost=flows.lost.code,
        least=_minutes(found.persons / flows.flow_design),
        limit=figure(found.limit),
    )
    names = (source.texts["curve_all"], source.texts["curve_lost"])
    rates = (flows.flow_all, flows.flow_design)
    curves = tuple((name, _curve(found.persons, rate)) for name, rate in zip(names, rates, strict=True))
    return Leaving(exits, areas, (told,), curves)


def _minutes(value: Fraction) -> str:
    return f"{float(value):.1f}"


def _curve(persons: int, rate: Fraction) -> tuple[tuple[float, float], ...]:
    """Return who is still inside, from the first minute to the last."""
    last = float(persons / rate)
    return tuple((last * n / (POINTS - 1), persons * (1 - n / (POINTS - 1))) for n in range(POINTS))


def _exits(source: PlanSource, found: Sums) -> Iterator[tuple[str, ...]]:
    rows = {str(row["code"]): row for row in source.plan.rows("gates")}
    for one in found.exits:
        row, opening = rows[one.code], one.opening
        yield (
            one.code,
            source.told(row["name"]),
            figure(opening.width) if opening else source.texts["unstated"],
            str(int(opening.flow)) if opening else "—",
            source.told(row["grade"]),
            _leads_to(source, row),
            _posts_at(source, one.code),
        )


def _leads_to(source: PlanSource, row: Row) -> str:
    return source.told(row["leads_to"])


def _areas(source: PlanSource, found: Sums) -> Iterator[tuple[str, ...]]:
    times = {zone.zone: zone for zone in found.zones}
    peaks = {zone.code: zone.peak for zone in source.crowd.capacity.zones if zone.counts}
    for row in source.plan.rows("zones"):
        code = str(row["code"])
        if code in peaks:
            ways = [*(_walk(source, pair) for pair in exits_of_zone(source, code)[:2]), "—", "—"]
            time = times.get(code)
            told = source.fill("minutes_told", minutes=_minutes(time.minutes)) if time else source.texts["shared"]
            peak = peaks[code]
            yield code, source.told(row["name"]), "—" if peak is None else str(peak), ways[0], ways[1], told


def _walk(source: PlanSource, pair: tuple[str, Walk]) -> str:
    return source.fill("walk", code=pair[0], metres=round(pair[1].length))


# traffic


def traffic(source: PlanSource) -> Iterator[tuple[str, ...]]:
    """Yield what the case states about traffic, and the posts and areas that belong to it."""
    labels = iter(source.texts["traffic_rows"].split("|"))
    fields, texts = source.plan.fields, source.texts
    yield next(labels), texts["list_semicolon"].join(_spaces(source)) or texts["unstated"]
    coaches = whole(fields.get("tr.coaches"))
    yield next(labels), texts["unstated"] if coaches is None else source.fill("coaches", count=coaches)
    yield next(labels), source.of("tr.drop_points")
    yield next(labels), source.of("tr.last_transit")
    start, end = source.of("sw.road_from"), source.of("sw.road_to")
    yield next(labels), source.fill("from_to", start=start, end=end) if start != end else start
    unit = [row for row in source.plan.rows("posts") if source.ground.sign("traffic_unit", row["unit_type"])]
    codes = [f"{row['code']} {text_of(row['name'])}" for row in unit]
    yield next(labels), (str(len(codes)) if source.public else "、".join(codes)) or "—"
    parking = [
        f"{row['code']} {text_of(row['name'])}"
        for row in source.plan.rows("zones")
        if source.ground.style("zone", row["kind"], "") == "parking"
    ]
    yield next(labels), "、".join(parking) or texts["unstated"]
    yield next(labels), texts["item_comma"].join(_slots(source)) or texts["unstated"]


def _spaces(source: PlanSource) -> Iterator[str]:
    """Yield for each kind of vehicle what is there and what is needed, and where the supply is known from."""
    for one in vehicles(source.plan, source.pack, source.registers.values()):
        supply, need = (text_of(amount.value) or source.texts["unstated"] for amount in (one.supply, one.need))
        told = source.fill("supply", kind=source.say(one.kind.text), supply=supply, need=need)
        yield told + (source.fill("known_from", where=source.say(one.supply.source)) if one.known else "")


def _slots(source: PlanSource) -> Iterator[str]:
    """Yield for each session whether its slots take its tickets, then the sessions that state none."""
    found = tuple(quotas(source.plan, source.registers.values()))
    for one in (one for one in found if one.quota is not None):
        key, short = ("slots_cover", 0) if one.covered else ("slots_short", one.tickets - (one.quota or 0))
        yield source.fill(key, session=one.session, quota=one.quota, tickets=one.tickets, short=short)
    bare = [one.session for one in found if one.quota is None]
    if bare:
        yield source.fill("slots_none", sessions=source.texts["list_comma"].join(bare))
