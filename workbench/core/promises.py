"""How a promise stands at a moment: open, due soon, overdue, delivered, kept, waived, or its fallback in force.

Nothing has to be recorded for a promise to become overdue: the moment alone decides, and every gate asks it. A paper
that came in stays owed until a second person has confirmed it. Where the fallback is a lower number of people, that
number is in force by itself once the moment has passed without the paper; a paper that comes later does not raise it
again, for that would be a new decision.

Source:
    Kinds, limits and fallbacks: the office's rules on tolerated deficiencies, as data of the pack.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from workbench.core.calendar import WorkCalendar
from workbench.core.case import Case
from workbench.core.case_parts import Fulfilment
from workbench.core.commands import Promise
from workbench.core.decide_base import CHINA
from workbench.core.pack import Pack
from workbench.core.parameters import choices

LOWER_NUMBER = "lower_number"


class Standing(StrEnum):
    """Where a promise stands."""

    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DELIVERED = "delivered"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    WAIVED = "waived"
    FALLBACK = "fallback"


def came_in(met: Fulfilment) -> datetime:
    """Return the local time at which a paper came in, or the promise was waived."""
    return met.received or met.at.astimezone(CHINA).replace(tzinfo=None)


def is_late(promise: Promise, met: Fulfilment | None, at: datetime) -> bool:
    """Return whether the moment passed without the paper, whatever came afterwards."""
    return (came_in(met) if met else at) > promise.due


def is_lowered(case: Case, promise: Promise, at: datetime) -> bool:
    """Return whether the lower number of a promise is in force at a local time."""
    falls = promise.fallback == LOWER_NUMBER and promise.number is not None
    return falls and is_late(promise, case.fulfilment(promise.item), at)


def standing(case: Case, item: str, at: datetime, remind_from: date | None = None) -> Standing:
    """Return where a promise stands at a local time.

    Args:
        case: The case.
        item: The paper promised.
        at: Local time.
        remind_from: Day of the first reminder.

    Raises:
        KeyError: The paper is not promised.
    """
    promise, met = case.promise(item), case.fulfilment(item)
    if promise is None:
        raise KeyError(item)
    if met is not None:
        return _met(promise, met, at)
    if is_late(promise, None, at):
        return Standing.FALLBACK if is_lowered(case, promise, at) else Standing.OVERDUE
    soon = remind_from is not None and at.date() >= remind_from
    return Standing.DUE_SOON if soon else Standing.OPEN


def _met(promise: Promise, met: Fulfilment, at: datetime) -> Standing:
    if met.ground:
        return Standing.WAIVED
    if met.waits:
        return Standing.DELIVERED
    return Standing.KEPT_LATE if is_late(promise, met, at) else Standing.KEPT


def unmet(case: Case, at: datetime, kind: str = "") -> tuple[Promise, ...]:
    """Return the promises that close a gate at a local time: owed, and not answered by a lower number in force."""
    return tuple(p for p in case.open_promises(kind) if not is_lowered(case, p, at))


def lower_numbers(case: Case, at: datetime) -> tuple[Promise, ...]:
    """Return the promises whose lower number is in force at a local time, in the order made."""
    return tuple(p for p in map(case.promise, case.promises) if p and is_lowered(case, p, at))


def number_in_force(case: Case, at: datetime) -> int | None:
    """Return how many people are allowed at a local time; ``None`` while no number was approved.

    It is the approved number, or the lowest one to which a broken promise has brought it.
    """
    said = case.decision or case.recommendation
    approved = said.approved if said else None
    if approved is None:
        return None
    return min([approved, *(p.number for p in lower_numbers(case, at) if p.number is not None)])


# Rules from which a moment follows


def due_by_rule(
    case: Case, promise: Promise, calendar: WorkCalendar, pack: Pack, decision: date | None
) -> datetime | None:
    """Return the moment that a promise's rule gives now; ``None`` without a rule, or without the day it counts from.

    Rules that count days leave the time of day as promised.

    Args:
        case: The case; its event may have moved since the promise was made.
        promise: The promise.
        calendar: Working days.
        pack: Names the anchors and their units.
        decision: Last day for the decision.
    """
    row = pack.lists.get("promise_anchors", {}).get(promise.anchor)
    if row is None:
        return None
    if row.data["of"] == "doors":
        first = case.first_start()
        return case.first_doors(first) - timedelta(hours=promise.amount) if first else None
    first = case.first_start()
    day = decision if row.data["of"] == "decision" else first.date() if first else None
    return datetime.combine(calendar.back_workdays(day, promise.amount), promise.due.time()) if day else None


def reminder_days(promise: Promise, calendar: WorkCalendar, pack: Pack) -> tuple[date, ...]:
    """Return the days on which the promisor is reminded, the earliest first."""
    rows = choices(pack, "promise_reminders").values()
    return tuple(sorted(calendar.back_workdays(promise.due.date(), int(str(r.data["working_days"]))) for r in rows))


def with_defaults(promise: Promise, pack: Pack) -> Promise:
    """Return the promise with the fallback that its type brings when none was chosen."""
    row = pack.lists.get("promise_types", {}).get(promise.type)
    if promise.fallback or row is None:
        return promise
    return replace(promise, fallback=str(row.data.get("fallback", "")))
