"""Members of the pre-check's answer on tickets, passes, programme, changes and further findings."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from workbench.core.assessment import Assessment
from workbench.core.changes import ChangeState
from workbench.core.clashes import Overlap, pairs
from workbench.core.extras import Extras
from workbench.core.pack import Check
from workbench.core.parameters import number
from workbench.core.programme_rules import ActState
from workbench.core.tickets import SessionTickets

Answer = dict[str, object]


def members(assessment: Assessment) -> Answer:
    """Return the members by name; a member whose sheet is missing is ``None``."""
    return {
        "tickets": _tickets(assessment) if assessment.has_sheet("sessions") else None,
        "passes": _passes(assessment),
        "programme": _programme(assessment) if assessment.has_sheet("programme") else None,
        "change_requests": [_change(state) for state in assessment.changes] or None,
        "extra": _extra(assessment.extras),
    }


def number_for_json(value: Decimal | None, digits: int = 4) -> int | float | None:
    """Return a number for JSON, rounded for reading; ``None`` stays."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else round(float(value), digits)


def _tickets(assessment: Assessment) -> Answer:
    found = assessment.tickets
    if not found.applies:
        return {"applies": found.applies}
    return {"convention": "C-TICKET", "sessions": [_session(one) for one in found.sessions], "applies": True}


def _session(one: SessionTickets) -> Answer:
    return {
        "session": one.session,
        "public": number_for_json(one.public),
        "approved_req": number_for_json(one.requested),
        "ratio": number_for_json(one.share),
        "ratio_ok": one.share_ok,
        "bind_hours_before": number_for_json(one.hours),
        "bind_ok": one.bound_ok,
    }


def _passes(assessment: Assessment) -> Answer:
    types = assessment.application.fields.get("sec.pass_types")
    listed = list(types) if isinstance(types, tuple) else []
    return {"types": listed, "count": len(listed), "advised_max": int(number(assessment.pack, "pass_types_advised"))}


def _programme(assessment: Assessment) -> Answer:
    return {
        "acts": len(assessment.acts),
        "rule_findings": [_act(act) for act in assessment.acts if act.codes or act.timing],
        "without_culture_approval": [act.row["no"] for act in assessment.acts if not act.approved],
        "never": [row.text.zh for row in assessment.pack.lists.get("programme_never", {}).values()],
    }


def _act(act: ActState) -> Answer:
    row = act.row
    named = {key: row[key] for key in ("no", "artist", "work")}
    return {**named, "codes": list(act.codes), "timing": list(act.timing)}


def _change(state: ChangeState) -> Answer:
    request = state.request
    told: Answer = {
        "time": f"{request.at:%Y-%m-%d %H:%M}",
        "kind": request.kind,
        "detail": request.what,
        "document": request.document,
        "rule": state.rule.zh,
        "result": state.result,
    }
    if state.apply_by is not None:
        told["new_apply_by"] = state.apply_by.isoformat()
        told["lead_time_possible"] = state.in_time
    return told


def _extra(found: Extras) -> Answer:
    told: Answer = {}
    if found.notice_hours is not None:
        told["low_altitude_notice_hours"] = number_for_json(found.notice_hours)
        told["low_altitude_notice_ok"] = found.notice_ok
    told["languages_missing"] = list(found.languages_missing)
    if found.groups is not None:
        told["groups"] = found.groups
        told["groups_without_lead"] = list(found.leaderless)
    if found.parking is not None:
        told["parking_ratio"] = number_for_json(found.parking, 3)
    told |= {
        "domains_needed": list(found.needed),
        "domains_covered_by_posts": list(found.covered),
        "domains_missing": list(found.missing),
    }
    if found.late_checkpoints is not None:
        told["checkpoints_active_after_opening"] = list(found.late_checkpoints)
    return told


def cross(found: Sequence[Overlap], check: Check) -> Answer:
    """Return what events share, in the names and the shape of the key for several packages."""
    return {
        "k": check.code,
        "severity": check.severity,
        "provider_overlaps": [_provider(one) for one in found if one.kind == "provider"],
        "venue_overlaps": [_shared(one, "venue") for one in found if one.kind == "venue"],
        "must_fire_pairs": [list(pair) for pair in pairs(found)],
    }


def _shared(one: Overlap, name: str) -> Answer:
    days = [day.isoformat() for day in one.days]
    return {name: one.name, "packages": list(one.keys), "dates": days, "clash": one.clash}


def _provider(one: Overlap) -> Answer:
    sums = {"persons": list(one.persons), "total": sum(one.persons), "registered": one.registered}
    return {**_shared(one, "provider"), **sums, "formula": one.formula}
