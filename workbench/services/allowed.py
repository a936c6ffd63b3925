"""How many people the grant allows now, told wherever the approved number is shown after the decision."""

from __future__ import annotations

from datetime import datetime

from workbench.core.promises import lower_numbers, number_in_force
from workbench.errors import Text
from workbench.services.clocks import local_time
from workbench.services.looking import Look
from workbench.services.views_after import Allowed


def allowed(look: Look, at: datetime | None = None) -> Allowed | None:
    """Return the approved number and the one in force; ``None`` without a decision that approves one.

    Args:
        look: The case.
        at: Local time for which it is asked; now when not given.
    """
    moment = at or local_time(look.desk.clock.now())
    approved = look.case.decision.approved if look.case.decision else None
    now = number_in_force(look.case, moment)
    if approved is None or now is None:
        return None
    if now == approved:
        return Allowed(approved, now, (), Text(f"核定 {approved:,} 人", f"{approved:,} people approved"))
    items = tuple(p.item for p in lower_numbers(look.case, moment) if p.number == now)
    zh = f"核定 {approved:,} 人；因 {'、'.join(items)} 逾期未补齐，现不得超过 {now:,} 人"
    en = f"{approved:,} people approved; {', '.join(items)} did not come in time: no more than {now:,} now"
    return Allowed(approved, now, items, Text(zh, en))
