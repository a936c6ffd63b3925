"""Further findings that have no check of their own: low airspace, languages, groups, parking, domains, checkpoints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from workbench.core.facts import condition_facts, number_of
from workbench.core.pack import Pack
from workbench.core.parameters import choices, number, word
from workbench.core.site_parking import parking
from workbench.core.values import Application, Row, Scalar


@dataclass(frozen=True)
class Extras:
    """Findings; ``None`` and missing parts mean that nothing is stated.

    Attributes:
        notice_hours: Hours from the low-airspace notice to its effect, and whether they suffice.
        groups: Number of functional groups, with ``leaderless`` those that name nobody; ``None`` without groups.
        parking: Need over spaces.
        needed, covered, missing: Domains by their Chinese word, in pack order.
        late_checkpoints: Checkpoints that become active after the first start; ``None`` without checkpoints.
    """

    notice_hours: Decimal | None
    notice_ok: bool | None
    languages_missing: tuple[str, ...]
    groups: int | None
    leaderless: tuple[str, ...]
    parking: Decimal | None
    needed: tuple[str, ...]
    covered: tuple[str, ...]
    missing: tuple[str, ...]
    late_checkpoints: tuple[str, ...] | None


def extras(application: Application, pack: Pack) -> Extras:
    """Return what the workbook tells."""
    fields, places = application.fields, parking(application, pack)
    hours = _hours(fields.get("sw.uav_notice"), fields.get("sw.uav_effect"))
    groups = _of_kind(application, word(pack, "group_kind"))
    needed, covered = _domains(application, pack)
    return Extras(
        notice_hours=hours,
        notice_ok=None if hours is None else hours >= number(pack, "low_altitude_notice_hours"),
        languages_missing=_without(_listed(fields.get("ev.languages")), _listed(fields.get("ev.languages_ready"))),
        groups=len(groups) or None,
        leaderless=tuple(str(row["name"]) for row in groups if not row["lead"]),
        parking=_ratio(places.need, places.supply),
        needed=needed,
        covered=covered,
        missing=_without(needed, covered),
        late_checkpoints=_late(application, pack),
    )


def _hours(start: Scalar, end: Scalar) -> Decimal | None:
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    return Decimal(int((end - start).total_seconds())) / 3600


def _listed(value: Scalar) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _without(wanted: tuple[str, ...], there: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in wanted if one not in there)


def _of_kind(application: Application, kind: str) -> tuple[Row, ...]:
    return tuple(row for row in application.rows("forces") if row["kind"] == kind)


def _ratio(need: Scalar, spaces: Scalar) -> Decimal | None:
    wanted, there = number_of(need), number_of(spaces)
    return wanted / there if wanted is not None and there else None


def _domains(application: Application, pack: Pack) -> tuple[tuple[str, ...], tuple[str, ...]]:
    facts = condition_facts(application, pack)
    stated = {row["domain"] for row in application.rows("posts")}
    rows = choices(pack, "domains").values()
    needed = tuple(row.text.zh for row in rows if row.when is not None and row.when.test(facts) is True)
    return needed, tuple(row.text.zh for row in rows if row.text.zh in stated)


def _late(application: Application, pack: Pack) -> tuple[str, ...] | None:
    points = _of_kind(application, word(pack, "checkpoint_kind"))
    starts = [row["start"] for row in application.rows("sessions")]
    first = min((start for start in starts if isinstance(start, datetime)), default=None)
    if not points or first is None:
        return None
    return tuple(
        str(row["name"]) for row in points if isinstance(row["active_from"], datetime) and row["active_from"] > first
    )
