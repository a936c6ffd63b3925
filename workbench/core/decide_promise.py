"""Rules of tolerated deficiencies and of the stops of the statutory clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

from workbench.core import codec
from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.commands import Promise
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
from workbench.core.decide_clock import decision_due, promise_limit, require_time_left
from workbench.core.pack import Pack
from workbench.core.promises import LOWER_NUMBER, due_by_rule
from workbench.errors import Text


def check_promise(case: Case, promise: Promise, accepted: date | None, context: Context) -> None:
    """Refuse a promise for a paper that is never tolerable, beyond its limit, or without a consequence that fits."""
    listed(promise.item, context.pack.materials, "promises")
    listed(promise.type, choices(context.pack, "promise_types"), "promises")
    why = never_tolerable(promise.item, promise.type, context.pack)
    require(
        why is None,
        "tolerance",
        "promises",
        (why.zh, why.en) if why else ("", ""),
        ("请发补正告知", "send a correction notice instead"),
    )
    stated(promise, "promisor")
    _check_moment(case, promise, accepted, context)
    _check_rule(case, promise, accepted, context)
    _check_fallback(case, promise, context)


def never_tolerable(item: str, kind: str, pack: Pack) -> Text | None:
    """Return why a paper may not be owed in this way; ``None`` when it may."""
    material = pack.materials.get(item)
    if material is None or not material.tolerable:
        return Text(f"{item} 不得容缺", f"{item} is never tolerated as missing")
    if kind == "before_opening" and not material.suspensive:
        return Text(f"{item} 不得容缺到举办前，只能在决定前补齐", f"{item} may not be owed beyond the decision")
    return None


def _check_moment(case: Case, promise: Promise, accepted: date | None, context: Context) -> None:
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


def _check_rule(case: Case, promise: Promise, accepted: date | None, context: Context) -> None:
    """A moment that is said to follow from a rule does follow from it."""
    if not promise.anchor:
        return
    listed(promise.anchor, choices(context.pack, "promise_anchors"), "promises")
    decision = decision_due(case, accepted, context).value if accepted else None
    given = due_by_rule(case, promise, context.calendar, context.pack, decision) if promise.amount >= 0 else None
    require(
        given == promise.due,
        "tolerance",
        "promises",
        (
            f"{promise.item} 的承诺时间与所写的相对规则不一致（按规则为 {given or '无法确定'}）",
            f"{promise.item}: the moment is not the one that its rule gives ({given or 'cannot be told'})",
        ),
        ("请按规则重新取时间，或去掉规则", "take the moment from the rule, or leave the rule out"),
    )


def _check_fallback(case: Case, promise: Promise, context: Context) -> None:
    """The consequence fits the type; a lower number is named and really is lower."""
    if not promise.fallback:
        return
    rows = context.pack.lists["promise_fallbacks"]
    listed(promise.fallback, rows, "promises")
    require(
        promise.type in cast("tuple[str, ...]", rows[promise.fallback].data["types"]),
        "tolerance",
        "promises",
        (
            f"{promise.item} 的后果“{rows[promise.fallback].text.zh}”与补齐时点不配",
            f"{promise.item}: “{rows[promise.fallback].text.en}” does not go with this type of promise",
        ),
        ("请改选后果", "choose another consequence"),
    )
    lowers = promise.fallback == LOWER_NUMBER
    asked = case.application.fields.get("ev.requested_capacity")
    fine = promise.number is not None and promise.number >= 1 and (not isinstance(asked, int) or promise.number < asked)
    require(
        fine if lowers else promise.number is None,
        "tolerance",
        "promises",
        (
            f"{promise.item} 须写明降至的人数，且低于申请的 {asked} 人"
            if lowers
            else f"{promise.item} 的后果不降低人数，不写人数",
            f"{promise.item}: state the lower number, below the {asked} applied for"
            if lowers
            else f"{promise.item}: this consequence carries no number",
        ),
        ("请核对人数", "check the number"),
    )


def _promised(case: Case, item: str) -> Promise:
    promise = case.promise(item)
    require(
        promise,
        "tolerance",
        "item",
        (f"{item} 没有容缺承诺", f"there is no promise for {item}"),
        ("请选择已承诺的材料", "choose a promised paper"),
    )
    return cast("Promise", promise)


def _still_owed(case: Case, item: str) -> Promise:
    promise, met = _promised(case, item), case.fulfilment(item)
    require(
        met is None or met.waits,
        "tolerance",
        "item",
        (f"{item} 已经补齐或者免除", f"{item} has come in or was waived already"),
        ("无需再次登记", "nothing is left to record"),
    )
    return promise


def _not_delivered(case: Case, item: str) -> Promise:
    promise = _still_owed(case, item)
    require(
        case.fulfilment(item) is None,
        "tolerance",
        "item",
        (f"{item} 已经补齐，待他人复核", f"{item} has come in and waits for a second person"),
        ("请由另一人复核", "another person confirms it"),
    )
    return promise


def _fulfil_promise(case: Case, command: c.FulfilPromise, context: Context) -> Extra:
    """The officer records what came in and when; it counts once a second person has confirmed it."""
    stated(command, "file", "sha256")
    _not_delivered(case, command.item)
    received = command.received or context.local
    not_future(received, context, "received")
    require(
        case.accepted is None or received.date() >= case.accepted,
        "order",
        "received",
        ("补齐时间早于受理日", "the paper is dated before the acceptance"),
        ("请核对时间", "check the time"),
    )
    return {"received": codec.plain(received), "waits": True}


def _confirm_promise(case: Case, command: c.ConfirmPromise, context: Context) -> Extra:
    """Closing takes two people: who recorded the paper does not confirm it; sending it back needs the reason."""
    _still_owed(case, command.item)
    met = case.fulfilment(command.item)
    require(
        met is not None,
        "tolerance",
        "item",
        (f"{command.item} 尚未登记补齐", f"{command.item} has not come in yet"),
        ("请先由主审登记收到的材料", "the officer records the paper first"),
    )
    require(
        met is not None and met.by != context.actor.id,
        "four_eyes",
        "",
        ("登记人不得复核自己登记的补齐", "the one who recorded the paper cannot confirm it"),
        ("请由另一名主审或者审批人复核", "another officer or an approver confirms it"),
    )
    if not command.holds:
        stated(command, "note")
    return {}


def _waive_promise(case: Case, command: c.WaivePromise, context: Context) -> Extra:
    """A promise is let go on a ground of the pack, by another person than the one who took it."""
    stated(command, "reason")
    listed(command.ground, choices(context.pack, "waive_grounds"), "ground")
    _still_owed(case, command.item)
    took = case.acts.get("accept")
    require(
        took is None or took.by != context.actor.id,
        "four_eyes",
        "",
        ("接受承诺的人不得免除该承诺", "the one who took the promise cannot waive it"),
        ("请由另一名审批人办理", "another approver must act"),
    )
    return {}


def _extend_promise(case: Case, command: c.ExtendPromise, context: Context) -> Extra:
    """A later moment is given before the old one has passed, with reason and another's approval, within the limit."""
    stated(command, "reason", "approver")
    old = _not_delivered(case, command.item)
    require(
        command.due > old.due,
        "tolerance",
        "due",
        ("新的时间不晚于原承诺", "the new moment is not later than the promise"),
        ("请给出更晚的时间", "choose a later moment"),
    )
    require(
        context.local <= old.due,
        "tolerance",
        "due",
        (f"承诺已于 {old.due} 逾期，不能再延长", f"the promise ran out at {old.due} and cannot be extended any more"),
        ("请登记补齐；确已不需要的，由审批人免除", "record the paper as it comes in; an approver may waive it"),
    )
    another_person(command.approver, context)
    later = replace(old, due=command.due, anchor="", amount=0)
    check_promise(case, later, case.accepted, context)
    return {}


def _attach_letter(case: Case, command: c.AttachLetter, _context: Context) -> Extra:
    stated(command, "file", "sha256")
    _promised(case, command.item)
    return {}


def _remind_promisor(case: Case, command: c.RemindPromisor, context: Context) -> Extra:
    listed(command.channel, choices(context.pack, "reminder_channels"), "channel")
    _not_delivered(case, command.item)
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
    require_time_left(case, context, ("ALL.45", "start"), ("中止", "stopped"))
    return numbered(context, command.kind)


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


RULES: dict[str, Rule] = {
    f.__name__[1:]: f
    for f in (
        _fulfil_promise,
        _extend_promise,
        _attach_letter,
        _remind_promisor,
        _confirm_promise,
        _waive_promise,
        _pause_clock,
        _resume_clock,
    )
}
"""Command kind → rule."""
