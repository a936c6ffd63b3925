"""The members of an answer about risk: scores that follow from figures, the assessor's own, where the two differ."""

from __future__ import annotations

from workbench.core import risk
from workbench.core.crowd_case import CrowdCase
from workbench.core.pack import Pack
from workbench.core.parameters import choices, word
from workbench.core.risk_report import Assessor

Answer = dict[str, object]


def members(found: CrowdCase, pack: Pack) -> Answer:
    """Return the members by name; without an assessor's table there is no example."""
    return {
        "risk_anchors": _anchors(found),
        "risk_example": _example(found.report, pack) if found.report else None,
        "risk_discrepancies": [
            {"factor": one.factor, "agency": score, "computed": one.score} for one, score in found.discrepancies
        ],
    }


def _anchors(found: CrowdCase) -> Answer:
    return {
        "convention": "C-RISK",
        "lead_days": found.lead_days,
        "scores_before_controls": {one.factor: one.score for one in found.anchors},
    }


def _example(found: Assessor, pack: Pack) -> Answer:
    levels = {int(str(row.data["level"])): row.text.zh for row in choices(pack, "risk_levels").values()}
    lowest = max(levels)
    told: Answer = {
        "convention": "C-RISK",
        "source": word(pack, "risk_report_source"),
        "scores": {code: list(pair) for code, pair in found.scores.items()},
        "not_applicable": list(found.not_applicable),
        "R_before": None if found.before.value is None else float(found.before.value),
        "R_after": None if found.after.value is None else float(found.after.value),
        "dimensions_before": _shares(found.before),
        "dimensions_after": _shares(found.after),
        "level_from_R_after": levels.get(found.level.from_index or 0),
        "override_floor": levels[found.level.floor or lowest],
        "critical_at_4_after": list(found.critical),
        "security_level": levels.get(found.level.computed or 0),
    }
    if found.after.missing:
        told["missing"] = list(found.after.missing)
    return told


def _shares(found: risk.Index) -> Answer:
    return {share.dimension.code: round(float(share.share), 4) for share in found.shares}
