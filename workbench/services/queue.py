"""The queue: one page, filtered, sorted and searched in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.core.values import Scalar
from workbench.services import access
from workbench.services.desk import Desk
from workbench.services.queue_shown import shown
from workbench.services.views_lists import Person, QueuePage
from workbench.storage.queue import CaseFilter, Days, Sort

if TYPE_CHECKING:
    from workbench.core.case import Case

GROUPS = ("overdue", "today", "three", "week", "paused", "permitted_open", "waiting", "closed")
WORKING_DAYS_SOON = 3


@dataclass(frozen=True)
class Wanted:
    """What a page of the queue shows: groups, statuses, levels, text, own cases only, order, place, size."""

    groups: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    text: str = ""
    mine: bool = False
    sort: str = "urgency"
    descending: bool = False
    after: tuple[Scalar, ...] | None = None
    limit: int = 200


def days(desk: Desk) -> Days:
    """Return the days that part the groups of the queue."""
    return Days(desk.today, desk.calendar.add_workdays(desk.today, WORKING_DAYS_SOON))


def find(desk: Desk, case: str) -> Case:
    """Return a case by identifier or by number."""
    found = desk.database.search_cases(CaseFilter(text=case), days(desk)).rows if "-" in case else ()
    return desk.case(next((row.case for row in found if row.number == case), case))


def page(desk: Desk, person: Person, wanted: Wanted | None = None) -> QueuePage:
    """Return a page of the queue.

    Args:
        desk: The opened office.
        person: Who looks; ``mine`` means this person's cases.
        wanted: Filter, order and place; by default the first page by legal urgency.
    """
    access.require(desk.pack, person, "read_queue")
    desk.renew_calendar()
    asked = wanted or Wanted()
    chosen = CaseFilter(
        text=asked.text,
        groups=asked.groups,
        statuses=asked.statuses,
        levels=asked.levels,
        officers=(person.name,) if asked.mine else (),
    )
    found = desk.database.search_cases(
        chosen,
        days(desk),
        sort=Sort(asked.sort, asked.descending),
        after=_key(asked.after),
        limit=asked.limit,
    )
    return QueuePage(
        rows=tuple(shown(desk, row) for row in found.rows),
        counts=dict(found.counts),
        total=found.total,
        next_key=found.next_key,
    )


def _key(after: tuple[Scalar, ...] | None) -> tuple[str | int, ...] | None:
    return None if after is None else tuple(v for v in after if isinstance(v, str | int))
