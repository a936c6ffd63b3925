"""What becomes of promises: letters, reminders, later moments, papers that come in, the second person's word.

Before the decision a fulfilment takes part in what is sealed; afterwards it is kept beside it, so that the decision's
seal stays what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.case_parts import Act, Fulfilment
from workbench.core.commands import Promise
from workbench.core.evolve_parts import put, review_again, take, with_map
from workbench.core.parts_promise import PromiseStep
from workbench.core.promises import came_in

Body = Mapping[str, Any]


def _with_step(case: Case, item: str, step: PromiseStep) -> Case:
    steps = (*case.promise_steps.get(item, ()), step)
    return with_map(case, "promise_steps", put(case.promise_steps, item, steps))


def _met(case: Case, item: str, met: Fulfilment) -> Case:
    name = "later_fulfilments" if case.decision else "fulfilments"
    return review_again(with_map(case, name, put(getattr(case, name), item, met)))


def _fulfil_promise(case: Case, command: c.FulfilPromise, act: Act, body: Body) -> Case:
    """Take the paper in; records made before a second person was asked for count as closed."""
    met = take(Fulfilment, command, at=act.at, by=act.by, waits=bool(body.get("waits")))
    step = PromiseStep("delivered", act, command.note, command.file, command.sha256, received=came_in(met))
    return _met(_with_step(case, command.item, step), command.item, met)


def _confirm_promise(case: Case, command: c.ConfirmPromise, act: Act, _body: Body) -> Case:
    met = cast("Fulfilment", case.fulfilment(command.item))
    step = PromiseStep("confirmed" if command.holds else "returned", act, command.note)
    answered = replace(met, waits=False, returned=not command.holds)
    return _met(_with_step(case, command.item, step), command.item, answered)


def _waive_promise(case: Case, command: c.WaivePromise, act: Act, _body: Body) -> Case:
    met = Fulfilment(command.item, "", "", command.reason, act.at, by=act.by, ground=command.ground)
    step = PromiseStep("waived", act, command.reason, code=command.ground)
    return _met(_with_step(case, command.item, step), command.item, met)


def _extend_promise(case: Case, command: c.ExtendPromise, act: Act, _body: Body) -> Case:
    """Keep the later moment; what was sealed with a decision stays as it was."""
    old = cast("Promise", case.promise(command.item))
    step = PromiseStep("extended", act, command.reason, due=command.due, was=old.due, who=command.approver)
    case = _with_step(case, command.item, step)
    if case.decision is not None:
        return case
    later = replace(case.promises[command.item], due=command.due, anchor="", amount=0)
    return replace(case, promises=put(case.promises, command.item, later))


def _attach_letter(case: Case, command: c.AttachLetter, act: Act, _body: Body) -> Case:
    step = PromiseStep("letter", act, command.note, command.file, command.sha256)
    return _with_step(case, command.item, step)


def _remind_promisor(case: Case, command: c.RemindPromisor, act: Act, _body: Body) -> Case:
    return _with_step(case, command.item, PromiseStep("reminded", act, command.note, code=command.channel))


HANDLERS: dict[str, Callable[[Case, Any, Act, Body], Case]] = {
    f.__name__[1:]: f
    for f in (
        _fulfil_promise,
        _confirm_promise,
        _waive_promise,
        _extend_promise,
        _attach_letter,
        _remind_promisor,
    )
}
"""Command kind → handler."""
