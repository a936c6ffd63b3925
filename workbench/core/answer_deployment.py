"""The member of the pre-check's answer on the deployment."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from workbench.core.assessment import Assessment
from workbench.core.deployment import Chiefs, Deployment, Spot
from workbench.core.deployment_posts import word
from workbench.core.deployment_route import Gap, Side

Answer = dict[str, object]


def members(assessment: Assessment) -> Answer:
    """Return the member; ``None`` when the workbook has no sheet of posts."""
    found = assessment.deployment
    return {"deployment": None if found is None else _deployment(found)}


def _deployment(found: Deployment) -> Answer:
    told: Answer = {
        "posts": len(found.posts),
        "persons": found.persons,
        "by_kind": {word(row): count for row, count in found.by_kind},
        "mobile_posts": [post.code for post in found.mobile],
        "mobile_count": len(found.mobile),
        "mobile_scaled_reference": found.mobile_reference,
        "command_posts": [post.code for post in found.command_posts],
        "team_leaders": {team.row.code: [post.code for post in team.leaders] for team in found.team("team")},
        "layers": {word(row): count for row, count in found.layers},
        "zone_kinds": {word(row): count for row, count in found.zone_kinds},
        "key_posts": len(found.key_posts),
        "four_fixings_percent": _figure(found.fixed_percent, 2),
        "four_fixings_missing": [
            {"post": post.code, "missing": [row.text.zh for row in missing]} for post, missing in found.unfixed
        ],
        "K17": {condition.name: condition.ok for condition in found.conditions},
        "K18": {
            "radius_m": _figure(found.radius, 2),
            "min_persons": found.wave,
            "key_spots": [_spot(spot) for spot in found.spots],
        },
        "K19": None if found.chiefs is None else _chiefs(found.chiefs),
        "shifts_over_12h": [{"post": post.code, "hours": round(float(hours), 2)} for post, hours in found.long_shifts],
    }
    return {**told, "route": _route(found.route)} if found.route else told


def _spot(spot: Spot) -> Answer:
    return {"post": spot.post.code, "persons_within_80m": spot.persons, "ok": spot.ok}


def _chiefs(found: Chiefs) -> Answer:
    return {
        "zones_without_security_chief": list(found.zones),
        "exits_without_passage_chief": list(found.exits),
        "entries_without_screening_chief": list(found.entries),
    }


def _route(sides: tuple[Side, ...]) -> Answer:
    told = {
        side.word: {
            "posts": len(side.posts),
            "max_gap_km": _figure(side.longest.length, 3),
            "gap_from_to": _ends(side.longest),
            "gaps_over_1km": [[*_ends(gap), _figure(gap.length, 3)] for gap in side.wide],
        }
        for side in sides
    }
    return {"convention": "C-ROUTE", "sides": told}


def _ends(gap: Gap) -> list[int | float | None]:
    return [_figure(gap.start, 4), _figure(gap.end, 4)]


def _figure(value: Fraction | Decimal | None, digits: int) -> int | float | None:
    """Return a number for JSON: whole where it is whole, else rounded for reading; ``None`` stays."""
    if value is None:
        return None
    return int(value) if value == int(value) else round(float(value), digits)
