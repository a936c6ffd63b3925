"""What an office has set for its own time limits, and the timetable of a case by it."""

from __future__ import annotations

from workbench.core.decide_base import require
from workbench.core.timetable import Timetable
from workbench.services import access
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import Person

PROMISED = "promised_decision_days"
"""Setting: the office's promised period for the decision in working days."""


def promised_days(desk: Desk) -> int | None:
    """Return the promised period for the decision; ``None`` = the office has set none."""
    value = desk.database.settings.get(PROMISED)
    return value if isinstance(value, int) else None


def timetable(look: Look) -> Timetable:
    """Return a case with what its deadlines are told by on the day of the look."""
    return Timetable(look.case, look.pack, look.desk.calendar, look.today, promised_days(look.desk))


def promise_days(desk: Desk, person: Person, wanted: int | None) -> None:
    """Set the promised period for the decision, shorter than the statutory one; ``None`` takes it back.

    Raises:
        NotAllowedError: The person's role does not include it.
        Refusal: It is no shorter than the statutory period.
    """
    access.require(desk.pack, person, "manage_calendar")
    limit = desk.pack.clocks["decision_due"].amount
    require(
        wanted is None or 1 <= wanted < limit,
        "TAR.14",
        "days",
        (f"承诺期限应为 1 至 {limit - 1} 个工作日", f"a promise is 1 to {limit - 1} working days"),
        ("不承诺的，请留空", "leave it empty where nothing is promised"),
    )
    desk.database.settings.put(PROMISED, wanted)
