"""The checks on capacity and load, screening lanes, exits, and guards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workbench.core.assessment import Assessment
from workbench.core.crowd_exits import Leaving
from workbench.core.crowd_load import Load
from workbench.core.crowd_staff import Staff
from workbench.core.crowd_zones import Capacity, whole
from workbench.core.reasons import Reason, Reasons
from workbench.crowd.working import figure
from workbench.errors import Text


def capacity(assessment: Assessment) -> Reasons:
    """Fire for more persons, tickets or admissions than the event, a zone or the scenic area may have."""
    found = assessment.crowd
    load = tuple(_load(found.load, found.capacity.expected)) if found.load else ()
    reasons = (*_over(found.capacity), *_tickets(assessment), *_zones(found.capacity), *load)
    untold = found.capacity.persons is None or any(zone.over is None and zone.peak for zone in found.capacity.zones)
    if reasons or not (untold or (found.load and found.load.gaps)):
        return reasons
    return None


def _over(found: Capacity) -> Iterator[Reason]:
    limit = found.ceiling
    for persons, what, place in (
        (found.expected, Text("预计", "expected"), "ev.expected_per_session"),
        (found.requested, Text("申请核定", "asked for"), "ev.requested_capacity"),
    ):
        if found.within(persons) is False:
            zh, en = f"{what.zh} {persons} > 容量 {limit}", f"{what.en} {persons} > capacity {limit}"
            yield Reason(Text(zh, en), place)


def _tickets(assessment: Assessment) -> Iterator[Reason]:
    """Compare the tickets of every session with its own number asked for, else with that of the form."""
    asked = whole(assessment.application.fields.get("ev.requested_capacity"))
    for row in assessment.application.rows("sessions"):
        tickets, limit = whole(row["tickets"]), whole(row["approved_req"])
        limit = asked if limit is None else limit
        if tickets is not None and limit is not None and tickets > limit:
            zh = f"{row['code']} 拟发售 {tickets} 张 > 申请核定 {limit}"
            yield Reason(Text(zh, f"{row['code']}: {tickets} tickets > {limit} asked for"), str(row["code"]))


def _zones(found: Capacity) -> Iterator[Reason]:
    for zone in found.zones:
        if zone.over and zone.holding:
            held, density = zone.holding.persons, figure(zone.density)
            zh = f"{zone.code} {zone.name} 预计 {zone.peak} > 容量 {held}（密度 {density} 人/m²）"
            en = f"{zone.code}: {zone.peak} expected > capacity {held} ({density} p/m²)"
            yield Reason(Text(zh, en), zone.code)


def _load(found: Load, expected: int | None) -> Iterator[Reason]:
    for persons, limit, what, place in (
        (found.declared_once, found.once, Text("申报瞬时最大承载量", "declared load at once"), "loc.capacity_inst"),
        (expected, found.once, Text("预计同时在场", "expected at once"), "ev.expected_per_session"),
        (found.declared_day, found.day, Text("申报日最大承载量", "declared load of a day"), "loc.capacity_day"),
    ):
        if persons is not None and limit is not None and persons > limit:
            zh, en = f"{what.zh} {persons} > 计算值 {limit}", f"{what.en} {persons} > {limit} computed"
            yield Reason(Text(zh, en), place)
    if over := found.days_over:
        codes = "、".join(code for one in over for code in one.sessions)
        zh = f"{len(over)} 日预计累计人次超过 {found.day}（{codes}）"
        yield Reason(
            Text(zh, f"{len(over)} days expect more than {found.day} admissions ({codes})"), over[0].sessions[0]
        )


def lanes(assessment: Assessment) -> Reasons:
    """Fire when the lanes let fewer persons through in an hour than come in the peak hour; none without lanes."""
    found = assessment.crowd.entry
    if found is None or found.short is None:
        return None
    if not found.short:
        return ()
    need, rate = figure(found.demand), figure(found.rate)
    zh = f"高峰需 {need} 人/h，能力 {rate} 人/h，需 {found.lanes_needed} 条、有 {found.lanes} 条"
    en = f"peak hour {need} p/h, lanes {rate} p/h: {found.lanes_needed} lanes needed, {found.lanes} there"
    return (Reason(Text(zh, en), found.gates[0].code),)


def exits(assessment: Assessment) -> Reasons:
    """Fire for too few exits, and for a site, a zone or a gymnasium that takes too long to leave."""
    found = assessment.crowd.leaving
    if found is None:
        return None
    reasons = (*_few(found), *_slow(found), *_gymnasium(found))
    return reasons if reasons or found.minutes is not None else None


def _few(found: Leaving) -> Iterator[Reason]:
    if found.few:
        there = len(found.exits)
        zh = f"可用于疏散的出口 {there} 个，少于 {found.least} 个"
        yield Reason(Text(zh, f"{there} exits can be used to leave, fewer than {found.least}"), "gates")


def _slow(found: Leaving) -> Iterator[Reason]:
    limit = figure(found.limit)
    if found.minutes is not None and found.minutes > found.limit:
        time = f"{float(found.minutes):.2f}"
        zh = f"全场疏散 {time} min > {limit} min（扣除最大出口）"
        yield Reason(Text(zh, f"the site takes {time} min to leave > {limit} min, the largest exit lost"), "site")
    for zone in found.zones:
        if zone.over:
            time = f"{float(zone.minutes):.2f}"
            zh, en = (
                f"{zone.zone} {zone.name} 本区疏散 {time} min > {limit} min",
                f"{zone.zone}: {time} min > {limit} min",
            )
            yield Reason(Text(zh, en), zone.zone)


def _gymnasium(found: Leaving) -> Iterator[Reason]:
    hall = found.gymnasium
    if hall is None:
        return
    if hall.per_door > hall.most_per_door:
        each, most = figure(hall.per_door), figure(hall.most_per_door)
        yield Reason(Text(f"每个疏散门平均 {each} 人 > {most} 人", f"{each} persons per door > {most}"), "gates")
    if hall.minutes is None or hall.minutes > hall.limit:
        time = "—" if hall.minutes is None else f"{float(hall.minutes):.2f}"
        limit = figure(hall.limit)
        zh = f"按 {hall.streams} 股人流疏散 {time} min > {limit} min"
        yield Reason(Text(zh, f"{hall.streams} streams take {time} min > {limit} min"), "gates")


def guards(assessment: Assessment) -> Reasons:
    """Fire for fewer guards contracted than needed, and for guards sent without certificate."""
    found = assessment.crowd.staff
    reasons = tuple(_guards(found))
    told = found.required is not None and found.contracted is not None and found.certified is not None
    return reasons if reasons or told else None


def _guards(found: Staff) -> Iterator[Reason]:
    sent = found.contracted
    if sent is None:
        return
    if sent < found.least:
        yield Reason(Text(f"保安 {sent} < 需要 {found.least}", f"{sent} guards < {found.least} needed"), "sec.guards")
    if found.certified is not None and found.certified < sent:
        zh = f"持证 {found.certified} < 派出 {sent}"
        yield Reason(Text(zh, f"{found.certified} certified < {sent} sent"), "forces")


def _capacity_gaps(assessment: Assessment) -> Iterator[Text]:
    found = assessment.crowd
    yield from found.capacity.gaps
    yield from (zone.gap for zone in found.capacity.zones if zone.gap and not zone.counts)
    yield from found.load.gaps if found.load else ()


def _lane_gaps(assessment: Assessment) -> Iterator[Text]:
    found = assessment.crowd.entry
    no_lanes = _missing(assessment) or Text("没有安检通道", "there are no screening lanes")
    yield from found.gaps if found else (no_lanes,)


def _exit_gaps(assessment: Assessment) -> Iterator[Text]:
    found = assessment.crowd.leaving
    if found is None:
        yield _missing(assessment) or Text("没有出口", "there is no exit")
        return
    yield from found.gaps
    if found.persons is None:
        yield Text("未填场次预计人数", "no session states its expected persons")


def _missing(assessment: Assessment) -> Text | None:
    """Return that the sheet of gates is missing, where it is."""
    there = assessment.plan_has_sheet("gates")
    return None if there else Text("缺“出入口”表", "the sheet of gates is missing")


def _guard_gaps(assessment: Assessment) -> Iterator[Text]:
    found = assessment.crowd.staff
    yield from found.gaps
    for persons, what in ((found.contracted, Text("派出", "sent")), (found.certified, Text("持证", "certified"))):
        if persons is None:
            yield Text(f"保安、安检单位未填{what.zh}人数", f"guard companies do not state how many are {what.en}")


GAPS: dict[str, Callable[[Assessment], Iterator[Text]]] = {
    "K11": _capacity_gaps,
    "K14": _lane_gaps,
    "K15": _exit_gaps,
    "K16": _guard_gaps,
}
"""Check → what is missing where it is not evaluated."""

CHECKS: dict[str, Callable[[Assessment], Reasons]] = {"K11": capacity, "K14": lanes, "K15": exits, "K16": guards}
"""Check → the function that computes it."""

_EXITS = ("code", "kind", "width", "grade", "zone", "evac")
_ZONES = ("code", "use", "net", "density", "seats", "expected_peak")
READS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "K11": {
        "event": (
            "ev.rated_capacity",
            "ev.requested_capacity",
            "loc.unit_area",
            "loc.open_hours",
            "loc.stay_hours",
            "loc.capacity_inst",
            "loc.capacity_day",
        ),
        "sessions": ("start", "expected", "entries", "approved_req", "tickets"),
        "zones": _ZONES,
        "gates": _EXITS,
    },
    "K14": {"event": ("sec.peak_share",), "sessions": ("expected",), "gates": ("lanes", "sec")},
    "K15": {
        "event": ("loc.place_type", "ev.indoor"),
        "sessions": ("expected",),
        "zones": ("code", "use", "expected_peak"),
        "gates": _EXITS,
    },
    "K16": {
        "event": ("sec.self_level", "ev.standing_share", "ev.minors_share", "ev.indoor", "ev.vip", "sw.fireworks"),
        "sessions": ("expected",),
        "zones": ("net", "expected_peak"),
        "posts": ("unit_type", "persons", "on", "off"),
        "forces": ("kind", "persons", "certified"),
    },
}
"""Check → the sheets and columns without which it cannot say "in order"."""
