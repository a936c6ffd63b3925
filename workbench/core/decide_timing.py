"""Rules of the extension of the period for the decision, and of the hearing, for whose time the clock stands."""

from __future__ import annotations

from datetime import date

from workbench.core import clock, codec
from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.decide_base import (
    Context,
    Extra,
    Rule,
    another_person,
    choices,
    listed,
    not_future,
    numbered,
    require,
    stated,
)
from workbench.core.decide_clock import require_time_left
from workbench.core.pack import Pack
from workbench.core.parts_timing import HEARING, Hearing

EXTENSION = "decision_extension_days"
"""Parameter: the most working days by which the period for the decision may be extended; 0 = not at all."""


def extension_limit(pack: Pack) -> int:
    """Return by how many working days a pack allows the period for the decision to be extended in all."""
    found = pack.parameters.get(EXTENSION)
    return int(str(found.value)) if found is not None else 0


def _extend_decision(case: Case, command: c.ExtendDecision, context: Context) -> Extra:
    """A longer period needs a local rule, a reason, another person with the approver's role, and time left."""
    limit = extension_limit(context.pack)
    require(
        limit > 0,
        "TAR.14",
        "days",
        ("本地规则没有规定可以延长决定期限", "the rules in force here know no extension of the period"),
        (
            "请在期限内决定；依法需要听证、鉴定等的，办理中止",
            "decide in time; stop the clock where the law has a ground",
        ),
    )
    left = limit - case.timing.extended
    require(
        1 <= command.days <= left,
        "ALL.42",
        "days",
        (f"最多还可延长 {left} 个工作日", f"at most {left} more working days may be added"),
        ("请填写 1 到上限之间的天数", "state a number of days within the limit"),
    )
    stated(command, "reason", "approver")
    another_person(command.approver, context)
    listed(command.approver, context.approvers, "approver")
    require_time_left(case, context, ("ALL.42", "days"), ("延长", "extended"))
    name = context.approvers[command.approver]
    return {"approver_name": name, "on": codec.plain(context.today), **numbered(context, command.kind)}


def _offer_hearing(case: Case, command: c.OfferHearing, context: Context) -> Extra:
    stated(command, "hearing", "party", "matter")
    require(
        command.hearing not in case.timing.hearings,
        "once",
        "hearing",
        ("该听证已登记", "this hearing is on record already"),
        ("请另起编号", "use another code"),
    )
    not_future(command.on, context, "on")
    _after(case.received.date(), command.on)
    return {}


def _ask_hearing(case: Case, command: c.AskHearing, context: Context) -> Extra:
    """Asked for within the period from the notice; the clock then stands on the statutory ground."""
    found = _current(case, command.hearing)
    require(
        found.asked is None,
        "once",
        "hearing",
        ("已登记申请听证", "that it was asked for is on record already"),
        ("无需再次登记", "nothing is left to record"),
    )
    listed(HEARING, choices(context.pack, "stop_grounds"), "hearing")
    not_future(command.on, context, "on")
    _after(max(found.offered, case.accepted or found.offered), command.on)
    due = hearing_request_due(found, context).value
    require(
        command.on <= due,
        "ALL.47",
        "on",
        (f"申请听证的期限已于 {due} 届满", f"the period to ask for a hearing ran out on {due}"),
        ("确需听证的，请再次告知", "tell of the right again where a hearing is needed all the same"),
    )
    return {}


def hearing_request_due(hearing: Hearing, context: Context) -> clock.Derivation:
    """Return the last day to ask for a hearing."""
    return clock.derive(context.pack.clocks["hearing_request"], hearing.offered, context.calendar)


def _hold_hearing(case: Case, command: c.HoldHearing, context: Context) -> Extra:
    stated(command, "record")
    found = _current(case, command.hearing)
    require(
        found.running,
        "ALL.47",
        "hearing",
        ("尚未登记申请听证", "nobody has asked for this hearing yet"),
        ("请先登记申请", "record the request first"),
    )
    not_future(command.on, context, "on")
    _after(found.asked or found.offered, command.on)
    return {}


def _close_hearing(case: Case, command: c.CloseHearing, context: Context) -> Extra:
    stated(command, "reason")
    found = _current(case, command.hearing)
    not_future(command.on, context, "on")
    _after(found.asked or found.offered, command.on)
    return {}


def _current(case: Case, code: str) -> Hearing:
    found = case.timing.hearings.get(code)
    require(
        found is not None,
        "listed",
        "hearing",
        (f"没有听证“{code}”", f"there is no hearing “{code}”"),
        ("请先登记告知听证权利", "record first that the right was told"),
    )
    assert found is not None
    require(
        found.held is None and found.closed_on is None,
        "once",
        "hearing",
        ("该听证已经终结", "this hearing is over"),
        ("无需再次登记", "nothing is left to record"),
    )
    return found


def _after(earliest: date, day: date) -> None:
    require(
        day >= earliest,
        "order",
        "on",
        (f"日期早于 {earliest}", f"the day lies before {earliest}"),
        ("请核对日期", "check the day"),
    )


RULES: dict[str, Rule] = {
    f.__name__[1:]: f for f in (_extend_decision, _offer_hearing, _ask_hearing, _hold_hearing, _close_hearing)
}
"""Command kind → rule."""
