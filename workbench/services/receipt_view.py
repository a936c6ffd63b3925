"""Step 1 as a person sees it: what came in, the dates that the law gives, and what acceptance today would mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workbench.core import clock
from workbench.core.assessment import ClockLine
from workbench.core.case import Case, Status
from workbench.core.case_parts import Correction
from workbench.errors import Text
from workbench.services.desk import Desk
from workbench.services.looking import Look


@dataclass(frozen=True)
class ReceiptView:
    """A package and its dates.

    Attributes:
        rows: (sheet, usable rows) in pack order.
        clocks: Every date that can be told, each with its derivation.
        if_today: The last day for the decision if the case were accepted today; ``None`` once it is accepted.
        deemed: The law counts the application as accepted from receipt, and nobody has recorded it yet.
        correction_due: Last day for the one-time notice.
        notices: The correction notices sent, in order; a second one carries its reason.
        supplements: Moments at which corrected papers came in.
    """

    source: str
    received: datetime
    channel: str
    copies: int
    files: int
    pages: int
    rows: tuple[tuple[Text, int], ...]
    clocks: tuple[ClockLine, ...]
    if_today: ClockLine | None
    deemed: bool
    correction_due: date
    notices: tuple[Correction, ...] = ()
    supplements: tuple[datetime, ...] = ()
    applied: date | None = None


def receipt_view(desk: Desk, case: str) -> ReceiptView:
    """Return what step 1 shows of a case."""
    state = desk.case(case)
    look = Look(desk, state)
    application = state.application
    law = _acceptance(look)
    waiting = state.accepted is None and state.status in {Status.RECEIVED, Status.CORRECTING}
    return ReceiptView(
        source=application.source,
        received=state.received,
        channel=state.channel,
        copies=state.copies,
        files=len(application.attachments),
        pages=sum(a.pages or 0 for a in application.attachments),
        rows=tuple((s.label, len(application.rows(key))) for key, s in look.pack.sheets.items() if not s.keyed),
        clocks=look.assessment.clocks,
        if_today=_if_today(look) if waiting and law.state != "deemed" else None,
        deemed=waiting and law.state == "deemed",
        correction_due=law.correction_due.value,
        notices=state.corrections,
        supplements=tuple(supplement.received for supplement in state.supplements),
        applied=look.assessment.applied,
    )


def _acceptance(look: Look) -> clock.Acceptance:
    case: Case = look.case
    return clock.acceptance(
        look.pack.clocks,
        look.desk.calendar,
        case.received.date(),
        look.desk.today,
        notices=[notice.sent for notice in case.corrections],
        accepted=case.accepted,
    )


def _if_today(look: Look) -> ClockLine:
    today = look.desk.today
    due = clock.decision_due(look.pack.clocks, look.desk.calendar, today, as_of=today)
    return ClockLine("decision_due", due.value, due.formula, "", due.estimate, tuple(step.text for step in due.steps))
