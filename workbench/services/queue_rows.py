"""The row of a case in the register, and the row that the queue shows on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from workbench.core import recount, risk_mirror
from workbench.core.case import Case, Status
from workbench.core.facts import day_of
from workbench.core.records import Recorded
from workbench.core.timetable import CLOSED
from workbench.errors import Text
from workbench.services.clocks import local_day, local_time
from workbench.services.desk import Desk
from workbench.services.looking import BEFORE_DECISION, OPEN_PERMIT, Look
from workbench.services.views import ClockView
from workbench.services.wording import text_of
from workbench.storage.journal import Tx
from workbench.storage.projections import CaseRow, RowPatch, row_in

NOTHING_AWAITED = CLOSED | {Status.ARCHIVED, Status.CANCELLED, Status.PERMIT_ENDED}
"""States in which no date is counted again."""

_STEP = {Status.RECEIVED: 1, Status.CORRECTING: 1, Status.RECOMMENDED: 8, Status.COUNTERSIGNED: 8}


def row_of(look: Look, at: datetime) -> CaseRow:
    """Return the register's row of a case; ``at`` is the moment of the newest event, aware."""
    case = look.case
    fields = look.application.fields
    decision, clock = case.decision, urgent_clock(look)
    return CaseRow(
        case=case.id,
        version=case.version,
        number=case.number,
        title=text_of(fields.get("ev.name")),
        undertaker=text_of(fields.get("und.name")),
        place=text_of(fields.get("loc.name")),
        first_day=day_of(fields.get("ev.start_date")),
        last_day=day_of(fields.get("ev.end_date")),
        headcount=look.headcount,
        level=look.level,
        level_fixed=case.level is not None,
        status=case.status.value,
        step=step_of(look),
        blocks=look.blocks,
        officer=case.officer_name,
        approver=_approver(case),
        clock=_rank(look, clock),
        due=clock.due,
        promise_due=min((p.due.date() for p in case.open_promises()), default=None),
        received=case.received,
        updated=local_time(at),
        outcome=decision.outcome if decision else "",
        paper_number=decision.number if decision else "",
        decided=local_time(decision.act.at) if decision else None,
        used_days=clock.used if decision else None,
        extra={
            "tags": [[t.zh, t.en] for t in _tags(look)],
            "limit": clock.limit,
            "used": clock.used,
            "traits": _traits(look),
            "dates": recount.plain(recount.inputs_of(case, ended=case.status in NOTHING_AWAITED)),
        },
    )


def _traits(look: Look) -> dict[str, str]:
    """Return the features of a case; worked out anew only when the application or the level changes."""
    of, pack, level = look.application, look.pack, look.level
    made = look.desk.memo.take(
        f"traits {look.case.id}", (of, pack), (level,), lambda: risk_mirror.traits(of, pack, level)
    )
    return dict(made)


def recounted_row(desk: Desk, recorded: Sequence[Recorded], tx: Tx) -> RowPatch | None:
    """Return the changes in the row of a case of which another calendar moved dates and nothing else happened.

    ``None`` where the whole case must be looked at: promises are held against a limit that may have moved.
    """
    newest = recorded[-1]
    row = row_in(tx.connection, newest.stream.split("/", 1)[1])
    dates = row.extra.get("dates") if row is not None else None
    if row is None or not isinstance(dates, dict) or row.promise_due is not None:
        return None
    inputs, today = recount.read(dates), local_day(newest.at)
    rules = recount.Rules(desk.pack.clocks, today)
    found = recount.moving(inputs, rules, desk.calendar)
    due = found.get("decision_due") or (found.get("correction_due") if row.status == Status.RECEIVED else None)
    accepted = inputs.accepted
    extra = dict(row.extra)
    if accepted is not None and inputs.decided is None:
        extra["used"] = recount.used_days(inputs, accepted, desk.calendar, today)
    return RowPatch(row.case, newest.version, due or row.due, local_time(newest.at), extra)


def urgent_clock(look: Look) -> ClockView:
    """Return the statutory clock that presses: the one for the decision, before acceptance the one for the notice.

    A case that was received and not answered counts as accepted when the day for the correction notice is past; so
    that day is as urgent as the one of a decision.
    """
    notice = look.assessment.clock("correction_due")
    if look.case.status != Status.RECEIVED or look.clock.due is not None or notice is None:
        return look.clock
    limit = look.pack.clocks["correction_due"].amount
    left = look.desk.calendar.workdays_between(look.today, notice.value)
    return ClockView("running", notice.value, max(0, limit - left), limit, left, estimate=notice.estimate)


def _approver(case: Case) -> str:
    signature = case.signature("countersign")
    return signature.name if signature and case.decision else ""


def step_of(look: Look) -> int:
    """Return the step at which the work stands: the first one not settled."""
    case = look.case
    if case.status in _STEP or case.status not in BEFORE_DECISION:
        return _STEP.get(case.status, 8)
    if "open" in look.blocks:
        return 2
    pending = {item.check for item in look.gate}
    return next(
        (step for check, step in (("K22", 4), ("K23", 5), ("site", 6), ("deployment", 7)) if check in pending), 8
    )


def _rank(look: Look, clock: ClockView) -> str:
    status = look.case.status
    if status in BEFORE_DECISION:
        if look.case.paused:
            return "paused"
        return "running" if clock.due is not None else "waiting"
    if status in OPEN_PERMIT and look.case.open_promises():
        return "permitted_open"
    return "closed"


def _tags(look: Look) -> Iterator[Text]:
    case = look.case
    if owed := len(case.open_promises()):
        yield Text(f"容缺 {owed}", f"Tolerated {owed}")
    if case.status == Status.RECEIVED:
        yield Text("待受理", "To accept")
    if case.status == Status.CORRECTING:
        yield Text("补正中", "Correction")
    if case.status == Status.RECOMMENDED:
        yield Text("待复签", "To countersign")
    acts = sum(item.check == "K22" for item in look.gate)
    if acts and case.status in BEFORE_DECISION and case.application.rows("programme"):
        open_ = sum(len(item.objects) for item in look.gate if item.check == "K22")
        yield Text(f"节目 {open_}", f"Acts {open_}")
