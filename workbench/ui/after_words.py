"""The page after the decision in words: service, conditions, checks and hazards, changes, the event as rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from workbench.services.views_after import (
    AfterView,
    ChangeLife,
    CheckLife,
    ConditionLife,
    EndingLife,
    HazardLife,
    OrderLife,
    RunLife,
)
from workbench.ui.i18n import say, tr
from workbench.ui.step_decision_lines import Line
from workbench.ui.workspace_context import CaseContext

CONFIRM, CONDITION, CLOSE, HAZARD, ORDER, CHANGE, NOTICE = (
    "confirm",
    "condition",
    "close",
    "hazard",
    "order",
    "change",
    "notice",
)
"""What Enter on a row does."""

FAMILY = {"drafted": "neu", "active": "info", "fulfilled": "ok", "not_fulfilled": "bad", "closed": "neu"}
ICON = {
    "drafted": ("pencil", "t2"),
    "active": ("clock", "info"),
    "fulfilled": ("circle-check", "ok"),
    "not_fulfilled": ("alert-circle", "bad"),
    "closed": ("check", "t2"),
}


def at(moment: datetime) -> str:
    """Return a local time as written on paper."""
    return f"{moment:%Y-%m-%d %H:%M}"


def heading(title: str, count: int | None = None) -> Line:
    """Return a heading with the number of rows below it."""
    return Line(title, tag="" if count is None else str(count), heading=True)


def empty(words: str) -> Line:
    """Return words in the place of rows."""
    return Line(words, empty=True)


def _some(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)


# Service and publication


def service(view: AfterView, context: CaseContext) -> Iterator[Line]:
    """Yield how the decision was served and made public, and what has changed since it was signed."""
    yield from allowed(view)
    yield heading(tr("送达"))
    yield from _delivery(view, context)
    for one in view.undelivered:
        details = _some(context.word("delivery_methods", one.method), one.reason, one.tracking)
        yield Line(tr("{day} 送达未成", day=one.on), details, "alert-circle", "warn", tr("未送达"), "warn")
    yield heading(tr("公开"))
    yield _publication(view, context)
    yield heading(tr("签署后的变化"), len(view.stale))
    for text in view.stale:
        yield Line(say(text), icon="unlink", ink="bad", tag=tr("与签署不符"), family="bad")
    if not view.stale:
        yield empty(tr("签署后没有未经决定的变化"))


def allowed(view: AfterView) -> Iterator[Line]:
    """Yield how many people the grant allows now; a lower number than the approved one stands out."""
    found = view.allowed
    if found is None:
        return
    yield heading(tr("人数"))
    if found.lowered:
        yield Line(say(found.text), icon="alert-triangle", ink="bad", tag=tr("核定人数已降低"), family="bad")
    else:
        yield Line(say(found.text), icon="users", ink="ok")


def _delivery(view: AfterView, context: CaseContext) -> Iterator[Line]:
    made = view.delivery
    if made is not None:
        how = context.word("delivery_methods", made.method)
        when = at(made.at) if made.at else str(made.on)
        proofs = _some(
            tr("签收人 {receiver}", receiver=f"{made.receiver} {made.relation}".strip()),
            tr("邮件号 {number}", number=made.tracking) if made.tracking else "",
            tr("电子回执 {number}", number=made.receipt) if made.receipt else "",
            tr("拒收：{why}，见证人 {witness}", why=made.refused, witness=made.witness) if made.refused else "",
        )
        mark = (tr("逾期送达"), "bad") if made.late else (tr("已送达"), "ok")
        yield Line(tr("{when} {how}", when=when, how=how), proofs, "send", "ok", *mark)
    elif view.deliver_by is not None:
        mark = (tr("逾期"), "bad") if view.deliver_overdue else (tr("待送达"), "warn")
        yield Line(
            tr("决定应于 {day} 前送达", day=view.deliver_by), (tr("自决定之日起十日内"),), "clock", "warn", *mark
        )


def _publication(view: AfterView, context: CaseContext) -> Line:
    made = view.publication
    if made is None:
        return empty(tr("尚未登记公开"))
    removed = tr("、").join((*(context.word("redactions", code) for code in made.removed), *made.redactions))
    why = context.word("withholding_grounds", made.ground) if made.ground else ""
    details = _some(tr("隐去：{what}", what=removed) if removed else "", tr("理由：{why}", why=why) if why else "")
    title = tr("{when} {how}", when=made.on, how=context.word("publication_places", made.where))
    return Line(title, details, "broadcast", "ok")


# Conditions


def condition(one: ConditionLife) -> Line:
    """Return a condition with where it stands in its life."""
    details = _some(
        one.text if one.title else "",
        tr("责任人 {owner}，{moment}", owner=one.owner, moment=say(one.moment)),
        tr("核验 {check}", check=one.check) if one.check else "",
        tr("证据 {evidence}", evidence=one.evidence) if one.evidence else "",
        tr("理由 {reason}", reason=one.reason) if one.reason else "",
        tr("依据 {law}", law=one.law) if one.law else "",
        _found(one),
        tr("销号：{why}", why=one.closed) if one.closed else "",
    )
    icon, ink = ("clock-exclamation", "bad") if one.overdue else ICON[one.state]
    mark, family = (tr("逾期"), "bad") if one.overdue else (say(one.state_word), FAMILY[one.state])
    act = CLOSE if one.state == "fulfilled" else CONDITION if one.state in {"active", "not_fulfilled"} else ""
    return Line(one.title or one.text, details, icon, ink, mark, family, key=one.key, act=act)


def _found(one: ConditionLife) -> str:
    if one.found_at is None:
        return ""
    return tr("{at} {who} 核验：{found}", at=at(one.found_at), who=one.found_by, found=one.found)


def conditions(view: AfterView) -> Iterator[Line]:
    """Yield the conditions by when they must be met."""
    groups = (
        (tr("举办前"), [one for one in view.conditions if one.before_opening]),
        (tr("举办期间"), [one for one in view.conditions if one.code == "during"]),
        (tr("结束后"), [one for one in view.conditions if not one.before_opening and one.code != "during"]),
    )
    for title, own in groups:
        if own:
            yield heading(title, len(own))
            yield from map(condition, own)
    if not view.conditions:
        yield empty(tr("许可没有附带条件；条件在第 8 步拟定"))


# Checks and hazards


def hazard(one: HazardLife) -> Line:
    """Return a hazard; one beyond its time says so by itself."""
    details = _some(
        say(one.proposal),
        tr("位置 {place}，责任单位 {holder}", place=one.place, holder=one.holder),
        tr("限 {due} 前整改", due=at(one.due)),
        tr("整改通知 {numbers}", numbers=tr("、").join(one.orders)) if one.orders else "",
        tr("照片 {files}", files=tr("、").join(one.photos)) if one.photos else "",
        tr("{at} 复查合格", at=at(one.closed)) if one.closed else "",
    )
    if not one.stands:
        return Line(f"{one.key} {one.what}", details, "circle-check", "ok", tr("已消除"), "ok", key=one.key)
    mark = (tr("逾期未改"), "bad") if one.overdue else (say(one.severity), "warn")
    icon = "clock-exclamation" if one.overdue else "alert-triangle"
    return Line(f"{one.key} {one.what}", details, icon, mark[1], *mark, key=one.key, act=HAZARD)


def order(one: OrderLife) -> Line:
    """Return a rectification order with its service."""
    served = one.served
    details = _some(
        one.requirement,
        tr("隐患 {hazards}，限 {due}", hazards=tr("、").join(one.hazards), due=at(one.due)),
        tr("{at} 送达 {receiver}", at=at(served.at), receiver=served.receiver) if served else "",
    )
    title = tr("{number} 发 {holder}", number=one.number, holder=one.holder)
    mark = (tr("已办结"), "ok") if one.settled else (tr("已送达"), "info") if served else (tr("待送达"), "warn")
    return Line(title, details, "file-alert", mark[1], *mark, key=one.target, act="" if served else ORDER)


def check(one: CheckLife) -> Line:
    """Return an inspection; while an officer has not confirmed it, that is what Enter does."""
    kinds = {"site": tr("现场查验"), "opening": tr("举办前检查"), "recheck": tr("隐患复查"), "patrol": tr("现场巡查")}
    title = tr("{kind} {at}", kind=kinds[one.target.split(":")[0]], at=at(one.at))
    waits = tr("、").join(name for _account, name in one.waiting)
    details = _some(
        tr("检查人员 {names}", names=tr("、").join(one.officers)),
        tr("记录 {number}", number=one.number) if one.number else "",
        tr("隐患 {count} 项", count=one.hazards) if one.hazards else "",
        _until_confirmed(one, waits),
    )
    if waits:
        return Line(title, details, "users", "warn", tr("待确认"), "warn", key=one.target, act=CONFIRM)
    mark = {True: (tr("通过"), "ok"), False: (tr("未通过"), "bad"), None: (tr("已确认"), "info")}[one.passed]
    return Line(title, details, "clipboard-check", mark[1], *mark, key=one.target)


def _until_confirmed(one: CheckLife, waits: str) -> str:
    """Return who still confirms a record; hazards found stand without it."""
    if not waits:
        return ""
    if one.target.startswith("patrol"):
        return tr("待 {names} 确认；隐患已生效", names=waits)
    return tr("待 {names} 确认，确认前不生效", names=waits)


def checks(view: AfterView) -> Iterator[Line]:
    """Yield standing hazards first, then orders, inspections, and hazards that are gone."""
    standing = [one for one in view.hazards if one.stands]
    yield heading(tr("未消除的隐患"), len(standing))
    yield from map(hazard, standing)
    if not standing:
        yield empty(tr("没有未消除的隐患"))
    if view.orders:
        yield heading(tr("整改通知"), len(view.orders))
        yield from map(order, view.orders)
    yield heading(tr("检查记录"), len(view.checks))
    yield from map(check, reversed(view.checks))
    if not view.checks:
        yield empty(tr("还没有检查记录"))
    gone = [one for one in view.hazards if not one.stands]
    if gone:
        yield heading(tr("已消除的隐患"), len(gone))
        yield from map(hazard, gone)


# Changes and endings


def change(one: ChangeLife) -> Line:
    """Return a change request, its rule and its result."""
    asked = one.change
    routes = {
        "approve": tr("开始前提出的，可以同意；同意后场次时间随之变更"),
        "new_application": tr("须重新申请，新案卷与本案互相关联"),
        "cancel": tr("按取消办理：开始前书面告知并交回许可决定书"),
    }
    times = tr("、").join(f"{t.session} {at(t.start)}" for t in asked.sessions)
    details = _some(
        asked.what,
        tr("新时间 {times}", times=times) if times else "",
        "" if asked.result else routes.get(one.route, ""),
        tr("理由：{why}", why=asked.reason) if asked.reason else "",
        tr("新案卷 {number}", number=one.new_case.number) if one.new_case else "",
        asked.number,
    )
    mark = (say(one.result), "ok" if asked.result == "approved" else "neu") if asked.result else (tr("待决定"), "warn")
    title = tr("{kind}（{at} 提出）", kind=say(one.word), at=at(asked.requested))
    waits = not asked.result or (asked.result == "new_application" and one.new_case is None)
    ink = "t2" if mark[1] == "neu" else mark[1]
    return Line(title, details, "git-compare", ink, *mark, key=str(one.number), act=CHANGE if waits else "")


def changes(view: AfterView) -> Iterator[Line]:
    """Yield change requests, linked cases, how the permit ended, bans."""
    yield heading(tr("变更申请"), len(view.changes))
    yield from map(change, view.changes)
    if not view.changes:
        yield empty(tr("没有变更申请"))
    for one in view.links:
        yield Line(tr("关联案卷 {number}", number=one.number), icon="link")
    yield heading(tr("许可终止"))
    yield from _ended(view)
    for ban in view.bans:
        words = tr("{name} 自 {since} 至 {until} 不得再次申请", name=ban.organisation, since=ban.since, until=ban.until)
        yield Line(words, _some(ban.fact, ban.evidence), "ban", "bad", tr("限制申请"), "bad")


def _ended(view: AfterView) -> Iterator[Line]:
    """Yield each decision that ended the permit with its service; a closure without one as it was recorded."""
    closure = view.closure
    if view.endings:
        yield from map(ending, view.endings)
    elif closure is None or view.closure_word is None:
        yield empty(tr("许可没有终止"))
    else:
        details = _some(closure.reason, closure.basis, closure.compensation, closure.heard, closure.number)
        yield Line(say(view.closure_word), details, "ban", "bad")


def ending(one: EndingLife) -> Line:
    """Return a decision that ended the permit; it is served like an order."""
    made, served = one.ending, one.served
    details = _some(
        *(made.reason, made.basis, made.compensation, made.heard, made.number),
        tr("{at} 送达 {receiver}", at=at(served.at), receiver=served.receiver) if served else "",
    )
    mark = (tr("已送达"), "info") if served else (tr("待送达"), "warn")
    return Line(say(one.word), details, "ban", "bad", *mark, key=one.target, act="" if served else ORDER)


# The event


def moment(one: RunLife) -> Line:
    """Return a moment of the event."""
    entry = one.entry
    details = _some(
        f"{entry.trigger} {say(one.trigger)}".strip() if entry.trigger else "",
        tr("实测 {value}", value=entry.measured) if entry.measured else "",
        tr("来源 {sources}", sources=tr("、").join(entry.sources)) if entry.sources else "",
        tr("措施 {measures}", measures=entry.measures) if entry.measures else "",
        tr("恢复条件 {when}", when=entry.resume_when) if entry.resume_when else "",
        tr("解除第 {number} 项暂停", number=entry.ends) if entry.ends else "",
        entry.text,
        _notice(one),
    )
    icons = {"opened": "player-play", "resumed": "player-play", "suspended": "player-pause", "stopped": "ban"}
    mark = (tr("通知书逾期"), "bad") if one.paper_overdue else (entry.number, "neu")
    act = NOTICE if entry.paper_due and one.served is None else ""
    ink = {"suspended": "warn", "stopped": "bad"}.get(entry.kind, "ok")
    title = tr("{kind} {at}", kind=say(one.word), at=at(entry.at))
    return Line(title, details, icons.get(entry.kind, "check"), ink, *mark, key=one.target, act=act)


def _notice(one: RunLife) -> str:
    entry = one.entry
    if entry.paper_due is None or entry.oral is None:
        return ""
    if one.served is not None:
        return tr("{oral} 口头命令，{at} 书面送达 {receiver}", oral=at(entry.oral), at=at(one.served.at),
                  receiver=one.served.receiver)  # fmt: skip
    return tr("{oral} 口头命令，书面通知书须于 {due} 前送达", oral=at(entry.oral), due=at(entry.paper_due))


def event(view: AfterView) -> Iterator[Line]:
    """Yield the moments of the event and the conditions that hold while it runs and after it."""
    yield from allowed(view)
    yield heading(tr("活动过程"), len(view.run))
    yield from map(moment, view.run)
    if not view.run:
        yield empty(tr("活动还没有开始；举办前检查通过后登记开始"))
    advised = [one for one in view.hazards if one.stands and one.proposal.zh] if view.run else []
    if advised:
        yield heading(tr("现场建议，待签署人决定"), len(advised))
        yield from map(hazard, advised)
    open_ = [one for one in view.conditions if not one.before_opening and one.state != "closed"]
    if open_:
        yield heading(tr("举办期间和结束后要核验的条件"), len(open_))
        yield from map(condition, open_)


def blocks(view: AfterView) -> list[Line]:
    """Return what keeps the event from opening."""
    lines = [Line(say(text), icon="alert-circle", ink="bad", key=key) for key, text in view.blocks]
    return lines or [empty(tr("没有，可以登记开始"))]
