"""Rows of the register as the queue shows them today: no case is opened for that."""

from __future__ import annotations

from datetime import date

from workbench.core.canonical import Plain
from workbench.errors import Text
from workbench.services.desk import Desk
from workbench.services.views_lists import ClockView, QueueRow
from workbench.storage.projections import CaseRow


def shown(desk: Desk, row: CaseRow) -> QueueRow:
    """Return a register row as the queue shows it today."""
    tags = row.extra.get("tags", [])
    return QueueRow(
        case=row.case,
        number=row.number,
        title=row.title,
        undertaker=row.undertaker,
        first_day=row.first_day,
        last_day=row.last_day,
        headcount=row.headcount,
        level=row.level,
        level_fixed=row.level_fixed,
        status=row.status,
        step=row.step,
        blocks=row.blocks,
        clock=_clock(desk, row),
        officer=row.officer,
        tags=tuple(Text(str(t[0]), str(t[1])) for t in tags if isinstance(t, list)) if isinstance(tags, list) else (),
        updated=row.updated,
    )


def _clock(desk: Desk, row: CaseRow) -> ClockView:
    limit = _whole(row.extra.get("limit"), 7)
    if row.clock == "running" and row.due is not None:
        return _running(desk, row.due, limit)
    used = row.used_days if row.used_days is not None else _whole(row.extra.get("used"), 0)
    state = {"paused": "paused", "closed": "decided", "permitted_open": "decided"}.get(row.clock, "none")
    return ClockView(
        state, row.due, used, limit, None, row.clock, desk.calendar.estimate(row.due) if row.due else False
    )


def _running(desk: Desk, due: date, limit: int) -> ClockView:
    today, estimate = desk.today, desk.calendar.estimate(due)
    if today > due:
        late = desk.calendar.workdays_between(due, today)
        return ClockView("overdue", due, limit + late, limit, -late, "overdue", estimate)
    left = desk.calendar.workdays_between(today, due)
    group = "today" if left == 0 else "three" if left <= 3 else "week"
    return ClockView("running", due, max(0, limit - left), limit, left, group, estimate)


def _whole(value: Plain, default: int) -> int:
    return value if isinstance(value, int) else default
