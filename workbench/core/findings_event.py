"""The checks on tickets, on-site checks, culture approval, requests to change and passes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from workbench.core.assessment import Assessment, SiteVisit
from workbench.core.changes import ChangeState
from workbench.core.pack import Pack
from workbench.core.parameters import number
from workbench.core.programme_rules import ActState
from workbench.core.reasons import Reason, Reasons
from workbench.core.tickets import Tickets, shortfalls, unbound
from workbench.errors import Text


def public_sale(assessment: Assessment) -> Reasons:
    """Fire for a session with too few tickets on public sale."""
    found = assessment.tickets
    if not _told(found, [one.share_ok for one in found.sessions]):
        return None
    return tuple(Reason(why, session) for session, why in shortfalls(found, assessment.pack))


def binding(assessment: Assessment) -> Reasons:
    """Fire for a session whose reserved tickets get their persons too late."""
    found = assessment.tickets
    if not _told(found, [one.bound_ok for one in found.sessions]):
        return None
    return tuple(Reason(why, session) for session, why in unbound(found, assessment.pack))


def _told(found: Tickets, states: list[bool | None]) -> bool:
    """Return whether the rule applies and there is something to say: a fault, or every session in order."""
    return bool(found.applies) and bool(states) and (False in states or None not in states)


def site_check(assessment: Assessment) -> Reasons:
    """Fire for an on-site check by fewer officers than the law asks for."""
    visits = assessment.process.visits
    if not visits:
        return None
    least = int(number(assessment.pack, "site_check_officers"))
    return tuple(_lonely(visit) for visit in visits if visit.officers is not None and visit.officers < least)


def _lonely(visit: SiteVisit) -> Reason:
    when = f"{visit.at:%Y-%m-%d %H:%M}"
    zh = f"{when} 现场查验仅 {visit.officers} 人"
    return Reason(Text(zh, f"on-site check of {when} by {visit.officers} officer only"), visit.place)


def culture(assessment: Assessment) -> Reasons:
    """Fire for acts without approval or opinion of the culture authority; none without a programme."""
    if not assessment.acts:
        return None
    return unapproved([act for act in assessment.acts if not act.approved])


def unapproved(acts: Sequence[ActState]) -> tuple[Reason, ...]:
    """Return the reason that names the acts without approval; the object is the first of them."""
    if not acts:
        return ()
    numbers = [act.no for act in acts]
    zh = f"无文旅批准或意见的节目：{_shown(numbers, '、')}"
    return (Reason(Text(zh, f"acts without culture approval: {_shown(numbers, ', ')}"), numbers[0]),)


MANY = 20
"""Numbers of acts that a sentence lists before it says how many there are in all."""


def _shown(numbers: list[str], between: str) -> str:
    rest = len(numbers) - MANY
    return between.join(numbers[:MANY]) + (f" … (+{rest})" if rest > 0 else "")


def change(assessment: Assessment) -> Reasons:
    """Guide through every request to change a granted event."""
    return tuple(guidance(assessment.pack, assessment.changes)) or None


def guidance(pack: Pack, states: Iterable[ChangeState]) -> Iterator[Reason]:
    """Yield what the law makes of each request."""
    kinds = pack.lists["change_kinds"]
    for state in states:
        kind, request = kinds.get(state.request.kind), state.request
        name = kind.text if kind else Text(request.kind, request.kind)
        late = _lateness(state.in_time)
        zh = f"{request.at:%m-%d %H:%M} {name.zh}（{request.what}）：{state.rule.zh}{late.zh}"
        en = f"{request.at:%m-%d %H:%M} {name.en} ({request.what}): {state.rule.en}{late.en}"
        yield Reason(Text(zh, en), request.document or request.kind)


def _lateness(in_time: bool | None) -> Text:
    if in_time is not False:
        return Text("", "")
    return Text("；重新申请已不足法定提前期", "; a new application would no longer be in time")


def passes(assessment: Assessment) -> Reasons:
    """Tell when there are more kinds of passes than advised."""
    types = assessment.application.fields.get("sec.pass_types")
    if not isinstance(types, tuple) or not types:
        return None
    most = int(number(assessment.pack, "pass_types_advised"))
    if len(types) <= most:
        return ()
    return (
        Reason(Text(f"证件 {len(types)} 种 > {most} 种", f"{len(types)} kinds of passes > {most}"), "sec.pass_types"),
    )


CHECKS: dict[str, Callable[[Assessment], Reasons]] = {
    "K12": public_sale,
    "K13": binding,
    "K20": site_check,
    "K21": culture,
    "K25": change,
    "K29": passes,
}
"""Check → the function that computes it."""

READS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "K12": {"sessions": ("expected", "approved_req", "public", "tickets"), "event": ("ev.nature", "ev.type")},
    "K13": {"sessions": ("expected", "start", "bind_by", "reserved", "tickets"), "event": ("ev.nature", "ev.type")},
    "K21": {"programme": ("no", "approval")},
    "K29": {"event": ("sec.pass_types",)},
}
"""Check → the sheets and columns without which it cannot say "in order"."""
