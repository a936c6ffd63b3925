"""What happens after the decision: opening, running, changes, endings, papers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from workbench.core import commands as c
from workbench.core.case import Case, Status
from workbench.core.case_parts import Act, Change, Closure, Issued, OpeningCheck, Review, RunEntry
from workbench.core.evolve_parts import take

Body = Mapping[str, Any]


def _record_opening_check(case: Case, command: c.RecordOpeningCheck, _act: Act, _body: Body) -> Case:
    checks = (*case.opening_checks, take(OpeningCheck, command))
    return replace(case, opening_checks=checks, status=Status.CLEARED if command.passed else Status.GRANTED)


def _ran(case: Case, status: Status, entry: RunEntry) -> Case:
    return replace(case, run=(*case.run, entry), status=status)


def _open_event(case: Case, command: c.OpenEvent, act: Act, _body: Body) -> Case:
    return _ran(case, Status.RUNNING, RunEntry("opened", command.at, act))


def _suspend_event(case: Case, command: c.SuspendEvent, act: Act, body: Body) -> Case:
    entry = take(RunEntry, command, kind="suspended", act=act, number=body["number"])
    return _ran(case, Status.SUSPENDED, entry)


def _resume_event(case: Case, command: c.ResumeEvent, act: Act, _body: Body) -> Case:
    return _ran(case, Status.RUNNING, RunEntry("resumed", command.at, act, text=command.note))


def _stop_event(case: Case, command: c.StopEvent, act: Act, body: Body) -> Case:
    return _ran(case, Status.STOPPED, RunEntry("stopped", command.at, act, text=command.reason, number=body["number"]))


def _end_event(case: Case, command: c.EndEvent, act: Act, _body: Body) -> Case:
    return _ran(case, Status.ENDED, RunEntry("ended", command.at, act))


def _review_event(case: Case, command: c.ReviewEvent, _act: Act, _body: Body) -> Case:
    return replace(case, review=take(Review, command), status=Status.REVIEWED)


def _archive_case(case: Case, _command: c.ArchiveCase, _act: Act, _body: Body) -> Case:
    return replace(case, status=Status.ARCHIVED)


def _request_change(case: Case, command: c.RequestChange, _act: Act, _body: Body) -> Case:
    return replace(case, changes=(*case.changes, take(Change, command)))


def _decide_change(case: Case, command: c.DecideChange, _act: Act, body: Body) -> Case:
    """Record the result; an approved change asks for a new inspection before opening."""
    changes = list(case.changes)
    changes[command.request - 1] = replace(
        changes[command.request - 1], result=body["result"], reason=command.reason, number=body["number"]
    )
    status = Status.GRANTED if command.approved else case.status
    return replace(case, changes=tuple(changes), status=status)


def _cancel_event(case: Case, _command: c.CancelEvent, _act: Act, body: Body) -> Case:
    return replace(case, status=Status.CANCELLED, closure=Closure("cancelled", "", number=body["number"]))


def _withdraw_application(case: Case, command: c.WithdrawApplication, _act: Act, _body: Body) -> Case:
    return replace(case, status=Status.WITHDRAWN, closure=Closure("withdrawn", command.reason))


def _end_permit(case: Case, command: c.EndPermit, _act: Act, _body: Body) -> Case:
    closure = Closure(command.act, command.reason, command.basis, compensation=command.compensation)
    return replace(case, status=Status.PERMIT_ENDED, closure=closure)


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
