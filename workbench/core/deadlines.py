"""Every deadline of a case on a day, in the order of the procedure, each with its sums.

Deadlines whose start has not come are told as well, so that none is forgotten: they wait, and say for what. The queue,
the checks and the gates read the same arithmetic (:mod:`workbench.core.procedure`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from workbench.core import clock
from workbench.core.case import Status
from workbench.core.clock import Acceptance
from workbench.core.deadline import STARTS, Deadline, Line, derived, plain
from workbench.core.deadlines_later import changes, consultations, hearings, service, tolerance
from workbench.core.derivation import Derivation
from workbench.core.pack import ClockRule
from workbench.core.timetable import CLOSED, Timetable, decided_on
from workbench.errors import Text


def deadlines(table: Timetable) -> tuple[Deadline, ...]:
    """Return every deadline of a case, in the order of the procedure."""
    parts = (_application, _acceptance, _decision, hearings, tolerance, consultations, service, changes)
    return tuple(one for part in parts for one in part(table))


# Application and acceptance


def _application(table: Timetable) -> Iterator[Deadline]:
    first, applied = table.procedure.first_day, table.procedure.applied
    if first is None:
        return
    for code, find in (("apply_by", clock.apply_by), ("apply_by_20wd_variant", clock.apply_by_working_days)):
        if code in table.pack.clocks:
            found = find(table.pack.clocks, table.calendar, first)
            made = table.counted(code, "application", found, first, applied)
            binding = code == "apply_by"
            yield made if binding else replace(made, state="info", done=None)


def _acceptance(table: Timetable) -> Iterator[Deadline]:
    found, received = table.procedure.acceptance, table.case.received.date()
    assert found is not None
    notices = table.procedure.process.notices
    settled = min(notices, default=None) or table.case.accepted
    yield replace(
        table.counted(
            "correction_due",
            "acceptance",
            found.correction_due,
            received,
            settled,
            runs=table.case.status not in CLOSED,
        ),
    )
    yield _deemed(table, found)
    for number, notice in enumerate(table.case.corrections, 1):
        yield _window(table, number, notice.sent, notice.due)


def _deemed(table: Timetable, found: Acceptance) -> Deadline:
    """Return the day from which silence counts as acceptance, and whether it does."""
    due = found.correction_due.value
    rule = table.rule("correction_due")
    told = Text(
        f"{due} 前未一次性告知，自次日起视为已于收件之日受理",
        f"no notice by {due}: from the next day it counts as accepted on the day of receipt",
    )
    lines = (
        Line("rule", told, rule.basis, rule.mark),
        Line("note", found.reason),
        Line("result", Text(f"= {due + timedelta(days=1)}", f"= {due + timedelta(days=1)}"), first=due, last=due),
    )
    deemed = found.state == "deemed"
    running = found.state == "waiting" and table.going_on
    return Deadline(
        id="deemed_accepted",
        group="acceptance",
        title=Text("视为受理", "Deemed acceptance"),
        due=due + timedelta(days=1),
        state="late" if deemed else "running" if running else "info",
        left=table.left(due, "working_day") if running else None,
        lines=lines,
        estimate=found.correction_due.estimate,
        done=table.case.received.date() if deemed else None,
    )


def _window(table: Timetable, number: int, sent: date, due: date) -> Deadline:
    """Return the day until which the applicant mends what a notice names; it is set in the notice."""
    came = next((s.received.date() for s in table.case.supplements if s.received.date() >= sent), None)
    told = Line("rule", Text("补正期限由告知书写明", "the notice itself sets the day"), ("ALL.32",), "A")
    runs = table.going_on and table.case.status is Status.CORRECTING
    state = table.standing(due, came, runs=runs)
    return Deadline(
        id=f"correction_window:{number}",
        group="acceptance",
        title=Text(f"申请人补正（第 {number} 次告知）", f"Corrections by the applicant (notice {number})"),
        due=due,
        state=state,
        left=table.left(due, "calendar_day") if state in {"running", "overdue"} else None,
        unit="calendar_day",
        lines=plain((sent, Text("发出补正告知书", "correction notice sent")), told, due),
        done=came,
    )


# Decision


def _decision(table: Timetable) -> Iterator[Deadline]:
    found, accepted = table.procedure.decision_due, table.procedure.accepted
    if found is None or accepted is None:
        yield from _if_today(table)
        return
    limit = _with_course(table, table.counted("decision_due", "decision", found, accepted, decided_on(table)), found)
    yield limit
    if table.procedure.process.pauses or table.case.timing.extensions:
        without = clock.decision_due(table.pack.clocks, table.calendar, accepted)
        title = Text("决定截止日（不计中止和延长）", "Last day for the decision without stops and extensions")
        made = table.counted("decision_due", "decision", without, accepted, runs=False)
        yield replace(made, id="decision_due_without_pause", title=title)
    yield from _promised(table, accepted, limit)


def _with_course(table: Timetable, made: Deadline, found: Derivation) -> Deadline:
    """Return the deadline of the decision with its stops and extensions told."""
    accepted = table.procedure.accepted
    assert accepted is not None
    rule = table.rule(made.id)
    lines = derived(rule, found, (accepted, _accepted_word(table)), table.calendar, table.course())
    paused = table.procedure.process.pauses and table.case.paused and made.state == "running"
    if not table.going_on and made.done is None:
        return replace(made, lines=lines, state="info", left=None)
    return replace(made, lines=lines, state="paused" if paused else made.state)


def _accepted_word(table: Timetable) -> Text:
    found = table.procedure.acceptance
    return Text("视为受理", "deemed acceptance") if found and found.state == "deemed" else STARTS["accepted"]


def _promised(table: Timetable, accepted: date, limit: Deadline) -> Iterator[Deadline]:
    """Yield the office's own promise beside the statutory limit, where it is shorter."""
    rule = promised_rule(table)
    if rule is None:
        return
    process = table.procedure.process
    pauses = clock.closed_pauses(process.pauses, table.today)
    found = clock.derive(rule, accepted, table.calendar, pauses=pauses)
    made = table.counted("decision_promised", "decision", found, accepted, limit.done)
    course = replace(table.course(), extensions=())
    lines = derived(rule, found, (accepted, _accepted_word(table)), table.calendar, course)
    beside = Line(
        "note",
        Text(
            f"法定期限 {limit.due}；承诺不改变法定期限",
            f"the statutory limit is {limit.due}; a promise does not change it",
        ),
    )
    state = limit.state if limit.state in {"paused", "info"} else made.state
    yield replace(made, lines=(*lines, beside), state=state, beside="decision_due")


def promised_rule(table: Timetable) -> ClockRule | None:
    """Return the promise in force, the office's or the pack's; ``None`` when it is no shorter than the law's period."""
    rule = table.pack.clocks.get("decision_promised")
    if rule is None:
        return None
    amount = rule.amount if table.promised is None else table.promised
    return replace(rule, amount=amount) if amount < table.rule("decision_due").amount else None


def _if_today(table: Timetable) -> Iterator[Deadline]:
    """Yield what acceptance today would mean, while nothing is accepted; else that the period waits."""
    if not table.going_on:
        return
    found = clock.decision_due(table.pack.clocks, table.calendar, table.today, as_of=table.today)
    rule = table.rule("decision_due")
    word = Text("受理（假定今日）", "acceptance (supposed today)")
    yield Deadline(
        id="if_today",
        group="decision",
        title=Text("若今日受理，决定截止日", "If accepted today: last day for the decision"),
        due=found.value,
        state="info",
        lines=derived(rule, found, (table.today, word), table.calendar),
        estimate=found.estimate,
    )
