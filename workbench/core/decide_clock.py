"""The statutory dates that rules compare with, of a case as it stands."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from workbench.core import clock
from workbench.core.case import Case
from workbench.core.decide_base import Context, require


def acceptance(case: Case, context: Context, accepted: date | None = None) -> clock.Acceptance:
    """Return how the application stands by law today, if it were (not) accepted on a day."""
    return clock.acceptance(
        context.pack.clocks,
        context.calendar,
        case.received.date(),
        context.today,
        notices=[notice.sent for notice in case.corrections],
        accepted=accepted,
    )


def decision_due(case: Case, accepted: date, context: Context) -> clock.Derivation:
    """Return the last day for the decision, if the case is accepted on that day."""
    pauses = tuple(clock.Pause(p.start, p.resumed, p.ground) for p in case.pauses)
    clocks, extended = context.pack.clocks, case.timing.extended
    return clock.decision_due(clocks, context.calendar, accepted, pauses=pauses, as_of=context.today, extended=extended)


def require_time_left(case: Case, context: Context, at: tuple[str, str], act: tuple[str, str]) -> None:
    """Refuse what would lengthen a period that has run out, least of all by a day set back.

    Args:
        case: The case, accepted.
        context: What rules compare with.
        at: Rule and field of the refusal.
        act: What cannot be done any more, in Chinese and as an English participle.
    """
    due = decision_due(case, case.accepted or context.today, context).value
    require(
        context.today <= due,
        *at,
        (f"办理期限已于 {due} 届满，不能再{act[0]}", f"the period ran out on {due} and cannot be {act[1]} any more"),
        ("请尽快作出决定；逾期如实记录", "decide without delay; the lateness stays on record"),
    )


def deliver_due(decided: date, context: Context) -> date:
    """Return the last day to serve the decision."""
    return clock.deliver_due(context.pack.clocks, context.calendar, decided).value


def promise_limit(case: Case, kind: str, accepted: date | None, context: Context) -> datetime | None:
    """Return the last moment for which a promise of a type may be given; ``None`` when none can be told.

    ``before_decision``: the end of the earlier of the decision's due day and the third working day before the event;
    the due day alone while the event has no date. ``before_opening``: the pack's hours before the doors of the first
    session.
    """
    first = case.first_start()
    if kind == "before_opening":
        hours = context.pack.parameters["promise_hours_before_opening"].value
        return case.first_doors(first) - timedelta(hours=int(str(hours))) if first else None
    if accepted is None:
        return None
    limit = decision_due(case, accepted, context)
    if first is not None:
        limit = clock.tolerance_limit(context.pack.clocks, context.calendar, limit, first.date())
    return datetime.combine(limit.value, time(23, 59))
