"""Rules of tolerated deficiencies and of the stops of the statutory clock."""

from __future__ import annotations

from datetime import date

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
    require,
    stated,
)
from workbench.core.decide_clock import decision_due, promise_limit


def check_promise(case: Case, promise: c.Promise, accepted: date | None, context: Context) -> None:
    """Refuse a promise for a paper that is never tolerable, or for a moment beyond the limit."""
    material = context.pack.materials.get(promise.item)
    listed(promise.item, context.pack.materials, "promises")
    listed(promise.type, choices(context.pack, "promise_types"), "promises")
    suspensive = promise.type == "before_opening"
    fine = material is not None and material.tolerable and (material.suspensive or not suspensive)
    require(
        fine,
        "tolerance",
        "promises",
        (f"{promise.item} 不得容缺", f"{promise.item} is never tolerated as missing"),
        ("请发补正告知", "send a correction notice instead"),
    )
    stated(promise, "promisor")
    limit = promise_limit(case, promise.type, accepted, context)
    require(
        limit is not None and promise.due <= limit,
        "tolerance",
        "promises",
        (
            f"{promise.item} 的承诺时间晚于限期 {limit or '（活动日期未定，无法确定）'}",
            f"{promise.item} is promised later than the limit {limit or '(not known without the day of the event)'}",
        ),
        (f"承诺不得晚于 {limit or '—'}", f"the promise may run until {limit or '—'} at the latest"),
    )
    require(
        promise.due >= context.local,
        "tolerance",
        "promises",
        (f"{promise.item} 的承诺时间已过", f"the promise for {promise.item} is already past"),
        ("请给出以后的时间", "choose a later moment"),
    )


def _promised(case: Case, item: str) -> None:
    require(
        item in case.promises,
        "tolerance",
        "item",
        (f"{item} 没有容缺承诺", f"there is no promise for {item}"),
        ("请选择已承诺的材料", "choose a promised paper"),
    )
    require(
        case.fulfilment(item) is None,
        "tolerance",
        "item",
        (f"{item} 已经补齐", f"{item} has come in already"),
        ("无需再次登记", "nothing is left to record"),
    )


def _fulfil_promise(case: Case, command: c.FulfilPromise, _context: Context) -> Extra:
    stated(command, "file", "sha256")
    _promised(case, command.item)
    return {}


def _extend_promise(case: Case, command: c.ExtendPromise, context: Context) -> Extra:
    """A later moment needs a reason, another person's approval, and stays within the limit."""
    stated(command, "reason", "approver")
    _promised(case, command.item)
    old = case.promises[command.item]
    require(
        command.due > old.due,
        "tolerance",
        "due",
        ("新的时间不晚于原承诺", "the new moment is not later than the promise"),
        ("请给出更晚的时间", "choose a later moment"),
    )
    another_person(command.approver, context)
    check_promise(case, c.Promise(old.item, old.promisor, command.due, old.type), case.accepted, context)
    return {}


def _pause_clock(case: Case, command: c.PauseClock, context: Context) -> Extra:
    """Only the statutory grounds stop the clock; a correction notice never does."""
    grounds = choices(context.pack, "stop_grounds")
    require(
        command.ground in grounds,
        "ALL.45",
        "ground",
        ("该事由不属于依法不计入期限的情形", "this is not a statutory ground to stop the clock"),
        (f"可选：{'、'.join(grounds)}", f"choose one of: {', '.join(grounds)}"),
    )
    earliest = max((day for day in (case.accepted, *(p.resumed for p in case.pauses)) if day), default=None)
    require(
        earliest is not None and command.start >= earliest,
        "ALL.45",
        "start",
        ("中止日早于受理日或上次恢复日", "the clock cannot stop before acceptance or before it last resumed"),
        ("请核对日期", "check the day"),
    )
    not_future(command.start, context, "start")
    _not_run_out(case, context)
    return {}


def _not_run_out(case: Case, context: Context) -> None:
    """A period that has run out cannot be stopped any more, least of all by a day set back."""
    due = decision_due(case, case.accepted or context.today, context).value
    require(
        context.today <= due,
        "ALL.45",
        "start",
        (f"办理期限已于 {due} 届满，不能再中止", f"the period ran out on {due} and cannot be stopped any more"),
        ("请尽快作出决定；逾期如实记录", "decide without delay; the lateness stays on record"),
    )


def _resume_clock(case: Case, command: c.ResumeClock, context: Context) -> Extra:
    """The clock runs again from a day that has come; a day still ahead would keep it standing unseen."""
    not_future(command.resumed, context, "resumed")
    place = case.resumable()
    require(
        place is not None,
        "ALL.45",
        "",
        ("听证尚未结束，期限不能恢复", "the hearing is not over: the clock cannot resume"),
        ("请先登记听证已举行或已终结", "record first that the hearing was held or closed"),
    )
    require(
        command.resumed >= case.pauses[place or 0].start,
        "ALL.45",
        "resumed",
        ("恢复日早于中止日", "the clock cannot resume before it stopped"),
        ("请核对日期", "check the day"),
    )
    return {}


RULES: dict[str, Rule] = {f.__name__[1:]: f for f in (_fulfil_promise, _extend_promise, _pause_clock, _resume_clock)}
"""Command kind → rule."""
