"""What happens after the decision: opening, running, changes, endings, papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from workbench.core import codec
from workbench.core import commands as c
from workbench.core.case import Case, Status
from workbench.core.case_parts import Act, Change, Closure, Governing, Issued, OpeningCheck, Review, RunEntry
from workbench.core.evolve_after import cleared, first, with_ending, with_hazards
from workbench.core.evolve_parts import take
from workbench.core.rescheduling import DAYS, moved, times_of

Body = Mapping[str, Any]


def _record_opening_check(case: Case, command: c.RecordOpeningCheck, act: Act, body: Body) -> Case:
    """Keep the record; it clears the way only once both officers stand by it, but bars it at once."""
    check = take(OpeningCheck, command, confirmed=first(command.accounts, act), number=body.get("number", ""))
    case = replace(case, opening_checks=(*case.opening_checks, check), status=Status.GRANTED)
    case = with_hazards(case, check.found, f"opening:{len(case.opening_checks)}", check.at)
    return cleared(case, check) if check.complete else case


def _ran(case: Case, status: Status, entry: RunEntry) -> Case:
    return replace(case, run=(*case.run, entry), status=status)


def _open_event(case: Case, command: c.OpenEvent, act: Act, _body: Body) -> Case:
    return _ran(case, Status.RUNNING, RunEntry("opened", command.at, act))


def _suspend_event(case: Case, command: c.SuspendEvent, act: Act, body: Body) -> Case:
    entry = take(RunEntry, command, kind="suspended", act=act, number=body["number"], **_order(body))
    return _ran(case, Status.SUSPENDED, entry)


def _order(body: Body) -> dict[str, Any]:
    """Return when an order was given and its paper is due; records of old have neither."""
    return {name: codec.scalar(body.get(name)) for name in ("oral", "paper_due")}


def _resume_event(case: Case, command: c.ResumeEvent, act: Act, body: Body) -> Case:
    drawn = {"ends": body.get("ends", 0), "number": body.get("number", "")}
    entry = RunEntry("resumed", command.at, act, measured=command.measured, text=command.note, **drawn)
    return _ran(case, Status.RUNNING, entry)


def _stop_event(case: Case, command: c.StopEvent, act: Act, body: Body) -> Case:
    entry = take(RunEntry, command, kind="stopped", act=act, number=body["number"], **_order(body))
    return _ran(case, Status.STOPPED, replace(entry, text=command.reason))


def _end_event(case: Case, command: c.EndEvent, act: Act, _body: Body) -> Case:
    return _ran(case, Status.ENDED, RunEntry("ended", command.at, act))


def _review_event(case: Case, command: c.ReviewEvent, _act: Act, _body: Body) -> Case:
    return replace(case, review=take(Review, command), status=Status.REVIEWED)


def _archive_case(case: Case, _command: c.ArchiveCase, _act: Act, _body: Body) -> Case:
    return replace(case, status=Status.ARCHIVED)


def _request_change(case: Case, command: c.RequestChange, _act: Act, _body: Body) -> Case:
    return replace(case, changes=(*case.changes, take(Change, command)))


def _decide_change(case: Case, command: c.DecideChange, _act: Act, body: Body) -> Case:
    """Record the result; an approved change moves the event and asks for a new inspection before opening."""
    changes = list(case.changes)
    change = replace(changes[command.request - 1], result=body["result"], reason=command.reason, number=body["number"])
    if command.approved:
        change = replace(change, before=times_of(case.application) if change.sessions else ())
    changes[command.request - 1] = change
    case = replace(case, changes=tuple(changes))
    return _moved(case, change, body) if command.approved else case


def _moved(case: Case, change: Change, body: Body) -> Case:
    """Return the case with its event at the new times and everything that hangs on them."""
    promises, conditions = dict(case.promises), dict(case.conditions)
    for item, due in body.get("promise_dues", ()):
        promises[item] = replace(promises[item], due=codec.scalar(due))
    for key, due in body.get("condition_dues", ()):
        conditions[key] = replace(conditions[key], due=codec.scalar(due))
    case = replace(case, promises=promises, conditions=conditions, status=Status.GRANTED)
    if not change.sessions:
        return case
    case = replace(case, application=moved(case.application, change.sessions))
    case = replace(case, facts=_governing_days(case))
    return replace(case, decision=replace(case.decision, start=case.first_start()) if case.decision else None)


def _governing_days(case: Case) -> dict[tuple[str, str], Governing]:
    """Return the governing values with the days of the event as they were moved, lest an older choice moves it back."""
    facts = dict(case.facts)
    for key, governing in facts.items():
        day = next((case.application.fields.get(place) for place in governing.governs if place in DAYS), None)
        if day is not None:
            facts[key] = replace(governing, value=day)
    return facts


def _cancel_event(case: Case, command: c.CancelEvent, _act: Act, body: Body) -> Case:
    closure = Closure("cancelled", command.reason, number=body["number"], returned=command.returned, at=command.notice)
    return replace(case, status=Status.CANCELLED, closure=closure)


def _withdraw_application(case: Case, command: c.WithdrawApplication, _act: Act, _body: Body) -> Case:
    return replace(case, status=Status.WITHDRAWN, closure=Closure("withdrawn", command.reason))


def _end_permit(case: Case, command: c.EndPermit, act: Act, body: Body) -> Case:
    closure = take(Closure, command, kind=command.act, number=body.get("number", ""))
    return with_ending(replace(case, status=Status.PERMIT_ENDED, closure=closure), command, act, body)


def _record_document(case: Case, command: c.RecordDocument, act: Act, _body: Body) -> Case:
    return replace(case, documents=(*case.documents, take(Issued, command, act=act)))


HANDLERS: dict[str, Callable[[Case, Any, Act, Body], Case]] = {
    f.__name__[1:]: f
    for f in (
        _record_opening_check,
        _open_event,
        _suspend_event,
        _resume_event,
        _stop_event,
        _end_event,
        _review_event,
        _archive_case,
        _request_change,
        _decide_change,
        _cancel_event,
        _withdraw_application,
        _end_permit,
        _record_document,
    )
}
"""Command kind → handler."""
