"""Members of the pre-check's answer on capacity, load, exits, entry, staffing, counted flow and risk."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from workbench.core import answer_risk
from workbench.core.assessment import Assessment
from workbench.core.crowd_entry import Entry
from workbench.core.crowd_exits import Exit, Leaving
from workbench.core.crowd_flow import Flow
from workbench.core.crowd_load import Load
from workbench.core.crowd_rows import crowd_parameters
from workbench.core.crowd_staff import Staff
from workbench.core.crowd_zones import Capacity, ZoneState
from workbench.core.pack import Pack
from workbench.core.parameters import choices
from workbench.crowd.parameters import exact
from workbench.crowd.working import figure
from workbench.errors import Text

Answer = dict[str, object]


def members(assessment: Assessment) -> Answer:
    """Return the members by name; a member of which nothing can be told is ``None``."""
    found, pack = assessment.crowd, assessment.pack
    return {
        "capacity": _capacity(found.capacity) if assessment.plan_has_sheet("zones") else None,
        "carrying": _load(found.load) if found.load else None,
        "egress": _egress(found.leaving, pack) if found.leaving else None,
        "entry": _entry(found.entry) if found.entry else None,
        "staffing": _staffing(found.staff) if assessment.plan_has_sheet("forces") else None,
        "flow": _flow(found.flow) if found.flow else None,
        **answer_risk.members(found, pack),
    }


def number(value: Fraction | int | None, digits: int) -> int | float | None:
    """Return a number for JSON, rounded for reading; ``None`` stays."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value.denominator == 1 else round(float(value), digits)


def _told(value: Fraction | int | None) -> str:
    """Return a number as it stands in a formula."""
    return "缺" if value is None else figure(value)


def _with_gaps(told: Answer, gaps: Iterable[Text]) -> Answer:
    """Return a member with what it could not tell; a member without gaps stays as it is."""
    missing = [gap.zh for gap in gaps]
    return {**told, "missing": missing} if missing else told


def _capacity(found: Capacity) -> Answer:
    limits = {row.code: persons for row, persons in found.limits}
    shown = ", ".join(f"{row.text.zh}={_told(n)}" for row, n in found.limits)
    told: Answer = {
        "convention": "C-CAP",
        **limits,
        "capacity": found.persons,
        "limiting": [row.text.zh for row in found.limiting],
        "expected": found.expected,
        "requested": found.requested,
        "expected_ok": found.within(found.expected),
        "requested_ok": found.within(found.requested),
        "zones": [_zone(zone) for zone in found.zones],
        "formula": f"min({shown}) = {_told(found.persons)}",
    }
    return _with_gaps(told, found.gaps)


def _zone(zone: ZoneState) -> Answer:
    limit, persons = (zone.holding.density, zone.holding.persons) if zone.holding else (None, None)
    told: Answer = {
        "zone": zone.code,
        "use": zone.use.text.zh,
        "net": number(zone.net, 4),
        "density_limit": number(limit, 4),
        "capacity": persons,
        "expected_peak": zone.peak,
        "density": number(zone.density, 3),
        "over": zone.over,
    }
    if zone.counts and limit is not None:
        told["formula"] = f"{_told(zone.net)} × {figure(limit)} = {persons}"
    return {**told, "counts_in_holding": zone.counts}


def _load(found: Load) -> Answer:
    told: Answer = {
        "convention": "C-CARRY",
        "X_m2": number(found.area, 4),
        "Y_m2_per_person": number(found.unit, 4),
        "C1": found.once,
        "T": number(found.open_hours, 4),
        "t": number(found.stay_hours, 4),
        "Z": found.turnover,
        "C2": found.day,
        "declared_inst": found.declared_once,
        "declared_day": found.declared_day,
        "peak_day_entries": max((one.entries for one in found.days), default=None),
        "formula": "; ".join(_load_steps(found)),
        "days_over": [f"{'+'.join(one.sessions)}:{one.entries}" for one in found.days_over],
    }
    return _with_gaps(told, found.gaps)


def _load_steps(found: Load) -> Iterable[str]:
    yield f"{_told(found.area)}/{_told(found.unit)} = {_told(found.once)}"
    yield f"Int({_told(found.open_hours)}/{_told(found.stay_hours)}) = {_told(found.turnover)}"
    yield f"{_told(found.once)}×{_told(found.turnover)} = {_told(found.day)}"


def _egress(found: Leaving, pack: Pack) -> Answer:
    parameters = crowd_parameters(pack)
    rates = {row.text.zh: parameters[str(row.data["rate"])] for row in choices(pack, "exit_grades").values()}
    widths = [one.opening.width for one in found.exits if one.opening]
    flows, limit = found.flows, found.limit
    told: Answer = {
        "convention": "C-EGRESS",
        "rates": {grade: number(exact(rate), 4) for grade, rate in rates.items()},
        "limit_min": number(limit, 4),
        "exits": [_exit(one) for one in found.exits],
        "exits_count": len(found.exits),
        "total_width_m": number(sum(widths, Fraction(0)), 4) if flows else None,
        "flow_all": number(flows.flow_all, 4) if flows else None,
        "largest_removed": flows.lost.code if flows and flows.lost else None,
        "flow_design": number(flows.flow_design, 4) if flows else None,
    }
    for minutes in (limit, *(exact(parameters[f"house.egress_minutes_{grade}"]) for grade in ("low", "high"))):
        told[f"capacity_{figure(minutes)}min"] = flows.persons(minutes) if flows and flows.flow_design else None
    all_out = found.persons / flows.flow_all if flows and found.persons is not None and flows.flow_all else None
    told |= {
        "time_all_min": number(all_out, 3),
        "time_design_min": number(found.minutes, 3),
        "formula": _leaving_formula(found),
    }
    return _with_gaps({**told, **_parts(found)}, found.gaps)


def _leaving_formula(found: Leaving) -> str:
    flow, minutes = found.flows.flow_design if found.flows else None, number(found.minutes, 3)
    time = f"{_told(found.persons)} / {_told(flow)} = {'缺' if minutes is None else minutes} min"
    return f"{time}; 容量 {_told(flow)} × {figure(found.limit)} = {_told(found.capacity)}"


def _exit(one: Exit) -> Answer:
    width, flow = (one.opening.width, one.opening.flow) if one.opening else (None, None)
    return {
        "code": one.code,
        "width": number(width, 4),
        "grade": one.grade,
        "flow": number(flow, 4),
        "zone": one.zone,
    }


def _parts(found: Leaving) -> Answer:
    told: Answer = {}
    if found.zones:
        told["zones"] = [
            {
                "zone": zone.zone,
                "expected_peak": zone.peak,
                "exits": list(zone.exits),
                "flow": number(zone.flow, 4),
                "time_min": number(zone.minutes, 2),
                "over": zone.over,
            }
            for zone in found.zones
        ]
    if found.gymnasium:
        hall = found.gymnasium
        told["gymnasium"] = {
            "convention": "C-GYM",
            "persons_per_door": number(hall.per_door, 2),
            "limit_per_door": number(hall.most_per_door, 4),
            "streams": hall.streams,
            "time_min": number(hall.minutes, 2),
            "limit_min": number(hall.limit, 4),
        }
    return told


def _entry(found: Entry) -> Answer:
    gates = [
        {
            "gate": gate.code,
            "lanes": gate.lanes,
            "sec": number(gate.seconds, 4),
            "per_lane_h": number(gate.rate, 1),
            "gate_h": number(None if gate.rate is None else gate.rate * gate.lanes, 1),
        }
        for gate in found.gates
    ]
    short = None if found.lanes_needed is None else max(found.lanes_needed - found.lanes, 0)
    told: Answer = {
        "convention": "C-ENTRY",
        "peak_share": number(found.share, 4),
        "efficiency": number(found.efficiency, 4),
        "peak_hour_need": number(found.demand, 1),
        "gates": gates,
        "lanes": found.lanes,
        "rate_h": number(found.rate, 1),
        "lanes_needed": found.lanes_needed,
        "shortfall": short,
        "hours_to_admit_all": number(found.admit_hours, 2),
        "hours_doors_to_start": number(found.doors_hours, 2),
        "formula": _entry_formula(found),
    }
    return _with_gaps(told, found.gaps)


def _entry_formula(found: Entry) -> str:
    mean = None if found.rate is None else found.rate / found.lanes
    return f"⌈{_told(found.demand)} / {_told(mean)}⌉ = {_told(found.lanes_needed)} 条；现有 {found.lanes} 条"


def _staff_formula(found: Staff) -> str:
    times = f" × {figure(1 + found.uplift)} 进位" if found.raised else ""
    by_ratio = f"⌈{_told(found.persons)}/{figure(found.per_guard)}⌉{times} = {_told(found.reference)}"
    return f"max(岗位 {found.positions}, {by_ratio}) = {_told(found.required)}；合同 {_told(found.contracted)}"


def _staffing(found: Staff) -> Answer:
    told: Answer = {
        "convention": "C-STAFF",
        "security_level_floor": found.floor.text.zh,
        "floor_reasons": [why.zh for why in found.reasons],
        "self_level": found.stated.text.zh if found.stated else None,
        "level_used": found.level.text.zh,
        "ratio": number(found.per_guard, 4),
        "plus_25pct": found.raised,
        "reference_guards": found.reference,
        "guards_on_posts_peak": found.positions,
        "required": found.required,
        "contracted": found.contracted,
        "certified": found.certified,
        "trained": found.trained,
        "coverage": number(found.coverage, 3),
        "formula": _staff_formula(found),
    }
    return _with_gaps(told, found.gaps)


def _flow(found: Flow) -> Answer:
    told: Answer = {
        "rule": found.trigger.code,
        "capacity": found.capacity,
        "convention": "C-FLOW",
        "rows": found.rows,
        "peak_occupancy": found.peak,
        "transitions": [
            {
                "time": f"{one.at:%Y-%m-%d %H:%M}",
                "occupancy": one.occupancy,
                "ratio": number(one.share, 4),
                "from": one.before.text.zh,
                "to": one.after.text.zh,
            }
            for one in found.changes
        ],
        "total_in": found.total,
    }
    return _with_gaps(told, found.gaps)
