"""Rules around and after the decision: checks by two accounts, hazards, orders, conditions, service, bans, links."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from workbench.core import codec, conditions
from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.case_parts import OpeningCheck, SiteCheck
from workbench.core.decide_base import (
    CHINA,
    Context,
    Extra,
    Rule,
    choices,
    listed,
    not_future,
    numbered,
    require,
    stated,
    two_officers,
)
from workbench.core.facts import condition_facts
from workbench.core.pack import Choice, Pack
from workbench.core.parts_after import Patrol, Recheck

Confirmable = SiteCheck | OpeningCheck | Patrol | Recheck


# Inspections


def inspection_items(case: Case, stage: str, pack: Pack) -> dict[str, Choice]:
    """Return the lines of the pack's inspection list for a stage (``site`` or ``opening``).

    A line applies when its condition holds, or cannot be told because a fact is not stated.
    """
    facts = condition_facts(case.application, pack)
    return {
        code: row
        for code, row in pack.lists.get("inspection_items", {}).items()
        if stage in str(row.data.get("stages")) and (row.when is None or row.when.test(facts) is not False)
    }


def check_list(
    case: Case, stage: str, results: tuple[c.ItemResult, ...], found: tuple[c.HazardFound, ...], context: Context
) -> None:
    """Refuse a list with lines left out or unknown, or a line that fails without naming its hazard."""
    items = inspection_items(case, stage, context.pack)
    for result in results:
        listed(result.item, items, "results")
        listed(result.result, choices(context.pack, "inspection_results"), "results")
    missing = [code for code in items if code not in {result.item for result in results}]
    require(
        not missing,
        "K20",
        "results",
        (f"检查项目未填结果：{_names(missing, items, 'zh')}", f"no result for: {_names(missing, items, 'en')}"),
        ("请逐项填写，不适用的选“不适用”", "give each a result; “not applicable” is one"),
    )
    bad = {r.item for r in results if context.pack.lists["inspection_results"][r.result].data.get("hazard")}
    bare = sorted(bad - {hazard.item for hazard in found})
    require(
        not bare,
        "K20",
        "found",
        (f"存在隐患的项目须登记隐患：{_names(bare, items, 'zh')}", f"name the hazard of: {_names(bare, items, 'en')}"),
        ("请写明隐患、位置、责任单位和整改期限", "say what, where, who removes it and by when"),
    )


def _names(codes: Iterable[str], items: dict[str, Choice], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(items[code].text.in_language(language) for code in codes)


def check_found(found: tuple[c.HazardFound, ...], context: Context) -> None:
    """Refuse a hazard without what, where, who, or with a time that is past already."""
    for hazard in found:
        stated(hazard, "what", "place", "holder")
        listed(hazard.severity, choices(context.pack, "hazard_severities"), "found")
        require(
            hazard.due > context.local,
            "K20",
            "found",
            ("整改期限已过", "the time for the remedy is past already"),
            ("请给出以后的时间", "choose a later moment"),
        )


def checks_of(case: Case) -> dict[str, tuple[Confirmable, ...]]:
    """Return the records of two officers by kind, in the order of a case's life."""
    return {
        "site": case.site_checks,
        "opening": case.opening_checks,
        "patrol": case.after.patrols,
        "recheck": case.after.rechecks,
    }


def recorded(case: Case) -> Iterator[tuple[str, Confirmable]]:
    """Yield every record of two officers with its target (``site:1``)."""
    for kind, records in checks_of(case).items():
        for number, record in enumerate(records, 1):
            yield f"{kind}:{number}", record


def confirmable(case: Case, target: str) -> Confirmable | None:
    """Return the record that a target (``site:1``, ``patrol:2``) names; ``None`` when there is none."""
    kind, _, number = target.partition(":")
    records = checks_of(case).get(kind, ())
    index = int(number) - 1 if number.isdecimal() else -1
    return records[index] if 0 <= index < len(records) else None


def waiting(case: Case) -> dict[str, Confirmable]:
    """Return the records that still wait for an officer, by target."""
    return {target: record for target, record in recorded(case) if not record.complete}


def _confirm_check(case: Case, command: c.ConfirmCheck, context: Context) -> Extra:
    """The other officer confirms under the own account; nobody confirms twice or for another."""
    record = confirmable(case, command.check)
    listed(command.check, waiting(case), "check")
    accounts, confirmed = (record.accounts, record.confirmed) if record else ((), ())
    require(
        context.actor.id in accounts and context.actor.id not in confirmed,
        "ALL.34",
        "check",
        ("只能由记录中的另一名检查人员以本人账号确认", "only the other officer named in it can confirm it"),
        ("请由该人员登录或输入其口令确认", "let that officer sign in, or enter the own password"),
    )
    if isinstance(record, SiteCheck):
        _still_reviewed(case)
    return {}


def _still_reviewed(case: Case) -> None:
    require(
        case.recommendation is None,
        "seal",
        "check",
        ("审查意见已提出，现场查验不能再补确认", "the recommendation is given: its on-site checks stand as they are"),
        ("请退回审查意见后再确认", "have the recommendation returned first"),
    )


# Hazards


def _record_hazards(case: Case, command: c.RecordHazards, context: Context) -> Extra:
    """Hazards found after the grant stand at once; only a running event can be proposed to pause or stop."""
    officers = two_officers(command.officers, "ALL.34", context)
    stated(command, "found")
    not_future(command.at, context, "at")
    _since_decision(case, command.at, context)
    check_found(command.found, context)
    if command.proposal:
        listed(command.proposal, choices(context.pack, "hazard_proposals"), "proposal")
        require(
            bool(case.run),
            "order",
            "proposal",
            ("活动尚未开始，不存在暂停或停止", "the event has not begun: there is nothing to suspend or stop"),
            ("请只登记隐患；隐患未消除不得开始", "record the hazard only; it keeps the event from opening"),
        )
    return officers


def _since_decision(case: Case, at: datetime, context: Context) -> None:
    decided = case.decision.on if case.decision else context.today
    require(
        at.date() >= decided,
        "order",
        "at",
        ("核验时间早于决定之日", "the look lies before the decision"),
        ("请核对时间", "check the time"),
    )


def _open_hazard(case: Case, key: str) -> None:
    listed(key, case.after.open_hazards(), "hazards")


def _order_rectification(case: Case, command: c.OrderRectification, context: Context) -> Extra:
    """An order names open hazards of one duty holder, what must be done, by when and by which article."""
    stated(command, "hazards", "requirement", "basis")
    listed(command.basis, choices(context.pack, "order_basis"), "basis")
    for key in command.hazards:
        _open_hazard(case, key)
    holders = {case.after.hazards[key].holder for key in command.hazards}
    require(
        len(holders) == 1,
        "TAR.10",
        "hazards",
        ("一份整改通知书只发给一个责任单位", "an order goes to one duty holder"),
        ("请按责任单位分别出具", "make one order per duty holder"),
    )
    require(
        command.due > context.local,
        "TAR.10",
        "due",
        ("整改期限已过", "the time for the remedy is past already"),
        ("请给出以后的时间", "choose a later moment"),
    )
    return numbered(context, command.kind)


def _recheck_hazards(case: Case, command: c.RecheckHazards, context: Context) -> Extra:
    officers = two_officers(command.officers, "ALL.34", context)
    stated(command, "results")
    not_future(command.at, context, "at")
    keys = [result.hazard for result in command.results]
    for key in keys:
        _open_hazard(case, key)
        require(
            command.at >= case.after.hazards[key].found,
            "order",
            "at",
            ("复查时间早于发现隐患的时间", "the re-check lies before the hazard was found"),
            ("请核对时间", "check the time"),
        )
    require(
        len(set(keys)) == len(keys),
        "unique",
        "results",
        ("同一隐患只写一个复查结果", "one result per hazard"),
        ("请去掉重复的结果", "take the repeated one out"),
    )
    return officers


def _serve_paper(case: Case, command: c.ServePaper, context: Context) -> Extra:
    """An order or notice is served once, after it was made; lateness is recorded, not refused."""
    stated(command, "receiver")
    listed(command.method, choices(context.pack, "delivery_methods"), "method")
    listed(command.target, servable(case), "target")
    not_future(command.at, context, "at")
    made, due = servable(case)[command.target]
    require(
        command.at >= made,
        "order",
        "at",
        ("送达时间早于作出时间", "the service lies before the paper was made"),
        ("请核对时间", "check the time"),
    )
    return {"late": due is not None and command.at > due}


def servable(case: Case) -> dict[str, tuple[datetime, datetime | None]]:
    """Return what is not served yet, orders, notices, endings: target → (local time made, by when or ``None``)."""
    acts = {f"order:{n}": order.act for n, order in enumerate(case.after.orders, 1)}
    acts |= {f"ending:{n}": ending.act for n, ending in enumerate(case.after.endings, 1) if ending.number}
    orders = {
        target: (act.at.astimezone(CHINA).replace(tzinfo=None, second=0, microsecond=0), None)
        for target, act in acts.items()
    }
    run = {
        f"run:{n}": (entry.at, entry.paper_due)
        for n, entry in enumerate(case.run, 1)
        if entry.kind in {"suspended", "stopped"}
    }
    return {target: when for target, when in {**orders, **run}.items() if target not in case.after.served}


# Conditions


def _check_condition(case: Case, command: c.CheckCondition, context: Context) -> Extra:
    stated(command, "evidence")
    _alive(case, command.condition)
    not_future(command.at, context, "at")
    _since_decision(case, command.at, context)
    return {}


def check_results(case: Case, results: tuple[c.ConditionResult, ...]) -> None:
    """Refuse a look at a condition that is not alive, or one without evidence."""
    for result in results:
        _alive(case, result.condition)
        stated(result, "evidence")


def _alive(case: Case, key: str) -> None:
    alive = [k for k in case.conditions if conditions.state(case, k) not in {conditions.DRAFTED, conditions.CLOSED}]
    listed(key, alive, "condition")


def _close_condition(case: Case, command: c.CloseCondition, _context: Context) -> Extra:
    """A condition closes fulfilled, or when the event it was made for is over, stopped, cancelled or without permit."""
    _alive(case, command.condition)
    stated(command, "reason")
    over = case.closure is not None or any(entry.kind in {"ended", "stopped"} for entry in case.run)
    require(
        over or conditions.state(case, command.condition) == conditions.FULFILLED,
        "N07",
        "condition",
        ("条件尚未核验为已落实，不能销号", "the condition has not been found fulfilled: it stays open"),
        ("请先登记核验结果和证据", "record the check and its evidence first"),
    )
    return {}


# Service, bans, links


def _record_undelivered(case: Case, command: c.RecordUndelivered, context: Context) -> Extra:
    listed(command.method, choices(context.pack, "delivery_methods"), "method")
    stated(command, "reason")
    not_future(command.on, context, "on")
    require(
        case.delivery is None,
        "once",
        "",
        ("决定已经送达", "the decision has been served already"),
        ("无需再次登记", "nothing is left to record"),
    )
    return {}


def years_after(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 28 February where there is none."""
    last = monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))


def ban(case: Case, ground: str, since: date, context: Context) -> Extra:
    """Return what a ban adds to its event: who it concerns and the first day after it."""
    years = int(str(context.pack.lists["ban_grounds"][ground].data["years"]))
    fields = case.application.fields
    return {
        "organisation": str(fields.get("und.name") or ""),
        "uscc": str(fields.get("und.uscc") or ""),
        "since": codec.plain(since),
        "until": codec.plain(years_after(since, years)),
    }


def _record_ban(case: Case, command: c.RecordBan, context: Context) -> Extra:
    listed(command.ground, choices(context.pack, "ban_grounds"), "ground")
    stated(command, "fact", "evidence")
    not_future(command.since, context, "since")
    require(
        not case.after.bans,
        "once",
        "",
        ("已登记限制申请期限", "the ban is on record already"),
        ("无需再次登记", "nothing is left to record"),
    )
    require(
        not context.pack.lists["ban_grounds"][command.ground].data.get("by_revocation"),
        "ALL.78",
        "ground",
        ("以不正当手段取得许可的，随撤销许可决定登记", "this one comes with the revocation of the permit"),
        ("请办理撤销", "revoke the permit"),
    )
    return ban(case, command.ground, command.since, context)


def _link_case(case: Case, command: c.LinkCase, context: Context) -> Extra:
    listed(command.relation, choices(context.pack, "case_links"), "relation")
    stated(command, "other", "number")
    require(
        command.other != case.id and command.other not in {link.other for link in case.after.links},
        "unique",
        "other",
        ("该案卷已关联，或即本案", "that case is linked already, or is this one"),
        ("请选择另一案卷", "choose another case"),
    )
    if command.request:
        asked = [str(n) for n, change in enumerate(case.changes, 1) if change.result == "new_application"]
        listed(str(command.request), asked, "request")
    return {}


RULES: dict[str, Rule] = {
    f.__name__[1:]: f
    for f in (
        _confirm_check,
        _record_hazards,
        _order_rectification,
        _recheck_hazards,
        _serve_paper,
        _check_condition,
        _close_condition,
        _record_undelivered,
        _record_ban,
        _link_case,
    )
}
"""Command kind → rule."""
