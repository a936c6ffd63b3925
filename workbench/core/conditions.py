"""The life-line of a condition of the grant: drafted, active, checked, closed; and what it holds up.

A condition is drafted until the grant makes it active. It is then found fulfilled or not (the newest look counts) and
closed in the end. Until a condition whose moment lies before opening is fulfilled, the event does not open.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from workbench.core.case import Case
from workbench.core.case_parts import Condition
from workbench.core.commands import ConditionResult
from workbench.core.pack import Pack
from workbench.core.parts_after import ConditionCheck

DRAFTED, ACTIVE, FULFILLED, NOT_FULFILLED, CLOSED = "drafted", "active", "fulfilled", "not_fulfilled", "closed"


def granted(case: Case) -> bool:
    """Return whether the conditions are those of a grant."""
    return case.decision is not None and case.decision.outcome == "grant"


def newest_check(case: Case, key: str) -> ConditionCheck | None:
    """Return the newest look at a condition."""
    return next((look for look in reversed(case.after.condition_checks) if look.condition == key), None)


def state(case: Case, key: str) -> str:
    """Return where a condition stands in its life."""
    if key in case.after.closed_conditions:
        return CLOSED
    look = newest_check(case, key)
    if look is not None:
        return FULFILLED if look.fulfilled else NOT_FULFILLED
    return ACTIVE if granted(case) else DRAFTED


def before_opening(condition: Condition, pack: Pack) -> bool:
    """Return whether a condition must be met before the event opens, by the pack's list of moments."""
    row = pack.lists.get("condition_moments", {}).get(condition.moment)
    return row is not None and bool(row.data.get("opening"))


def holding_opening(case: Case, pack: Pack, results: Iterable[ConditionResult] = ()) -> tuple[str, ...]:
    """Return the conditions that keep the event from opening, in the order drafted.

    Args:
        case: The present state.
        pack: Its rule pack.
        results: What an inspection under way has found; it goes before earlier looks.
    """
    found = {result.condition: result.fulfilled for result in results}
    return tuple(
        key
        for key, condition in case.conditions.items()
        if before_opening(condition, pack) and not found.get(key, state(case, key) in {FULFILLED, CLOSED})
    )


def due_of(case: Case, condition: Condition, pack: Pack) -> datetime | None:
    """Return by when a condition must be met: its own time, else the doors where its moment lies before opening."""
    if condition.due is not None or not before_opening(condition, pack):
        return condition.due
    start = case.first_start()
    return case.first_doors(start) if start else None


def overdue(case: Case, key: str, pack: Pack, now: datetime) -> bool:
    """Return whether a condition is neither fulfilled nor closed beyond its time; ``now`` is a local time."""
    due = due_of(case, case.conditions[key], pack)
    return due is not None and now > due and state(case, key) in {ACTIVE, NOT_FULFILLED}
