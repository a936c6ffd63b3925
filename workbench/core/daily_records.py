"""The daily rhythm of an event: on every day one consultation, one analysis, one dispatch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from workbench.core.pack import Pack
from workbench.core.parameters import choices
from workbench.core.reasons import Reason, Reasons
from workbench.core.register_entries import RegisterEntry
from workbench.core.values import Application
from workbench.errors import Text

DAILY_REGISTER = "daily_record"
"""Register of the case with the daily records."""


def missing_days(application: Application, entries: Iterable[RegisterEntry], pack: Pack, today: date) -> Reasons:
    """Fire for every day of the event up to today that lacks one of its records; nothing to tell before the first."""
    starts = (row["start"] for row in application.rows("sessions"))
    days = sorted({moment.date() for moment in starts if isinstance(moment, datetime) and moment.date() <= today})
    if not days:
        return None
    there = {(entry.get("day"), entry.get("kind")) for entry in entries if entry.register == DAILY_REGISTER}
    kinds = choices(pack, "daily_kinds")
    lacking = ((day, [row.text for code, row in kinds.items() if (day, code) not in there]) for day in days)
    return tuple(_reason(day, lacks) for day, lacks in lacking if lacks)


def _reason(day: date, lacks: list[Text]) -> Reason:
    zh, en = "、".join(one.zh for one in lacks), ", ".join(one.en for one in lacks)
    return Reason(Text(f"{day} 缺{zh}记录", f"{day}: no record of {en}"), day.isoformat())
