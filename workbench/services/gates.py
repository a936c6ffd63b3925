"""What each gate of a case still waits for: the decision, the opening, the final plan, the issue of papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.core.conditions import holding_opening
from workbench.core.gate import OVERALL
from workbench.core.promises import unmet
from workbench.errors import Text
from workbench.services.clocks import local_time
from workbench.services.looking import BEFORE_DECISION, Look
from workbench.services.open_items import KIND_OF, TOLERATED, step_of
from workbench.services.views import GateView, OpenItem

SITE_CHECK = "site_check"
"""Object of the open item that asks for the on-site check."""


def gates(look: Look) -> tuple[GateView, ...]:
    """Return the gates in pack order, each with everything that keeps it shut."""
    rows = look.pack.lists["gates"]
    return tuple(
        GateView(code, row.text, tuple(_WAITING[code](look))) for code, row in rows.items() if code in _WAITING
    )


def decision(look: Look) -> Iterator[OpenItem]:
    """Yield what keeps a grant from being recommended."""
    for item in look.gate:
        if "decision" in item.gates:
            step = step_of(look.pack, item.check)
            target = item.objects[0] if item.objects else ""
            remedy = look.pack.checks[item.check].remedy if item.check in look.pack.checks else Text("", "")
            kind = KIND_OF.get(item.severity, "info")
            yield OpenItem(kind, item.text, step, target, check=item.check, remedy=remedy)
    yield from _owed(look, "before_decision")
    if not any(check.complete for check in look.case.site_checks):
        yield OpenItem("block", Text("尚无两人现场查验记录", "no on-site check by two officers yet"), 6, SITE_CHECK)


def _owed(look: Look, kind: str = "") -> Iterator[OpenItem]:
    """Yield the promises that close a gate now: owed, or in and not confirmed by a second person."""
    for promise in unmet(look.case, local_time(look.desk.clock.now()), kind):
        came = look.case.fulfilment(promise.item) is not None
        text = Text(f"{promise.item} 容缺承诺未补齐", f"{promise.item} is still owed")
        if came:
            text = Text(f"{promise.item} 已补齐，待他人复核", f"{promise.item} came in, a second person confirms it")
        yield OpenItem("tolerated", text, TOLERATED if came else 2, promise.item, promise.due.date())


def _decision(look: Look) -> Iterator[OpenItem]:
    return decision(look) if look.case.status in BEFORE_DECISION else iter(())


def _opening(look: Look) -> Iterator[OpenItem]:
    case = look.case
    if case.decision is None or case.decision.outcome != "grant":
        yield OpenItem("block", Text("尚未准予许可", "no permit is granted yet"), 8)
    yield from _found(look, "opening")
    yield from _owed(look)
    for key in holding_opening(case, look.pack):
        name = case.conditions[key].title or case.conditions[key].text
        yield OpenItem("block", Text(f"许可条件未落实：{name}", f"condition not met: {name}"), 8, key)


def _plan(look: Look) -> Iterator[OpenItem]:
    yield from _found(look, "plan")
    deployment = list(OVERALL)[1]
    for item in look.gate:
        if item.check == deployment:
            step = step_of(look.pack, item.check)
            yield OpenItem(KIND_OF.get(item.severity, "info"), item.text, step, "", check=item.check)


def _print(look: Look) -> Iterator[OpenItem]:
    return _found(look, "print")


def _found(look: Look, gate: str) -> Iterator[OpenItem]:
    for found in look.findings:
        if found.fired and gate in found.check.gates:
            for why, place in zip(found.why, found.places, strict=True):
                text = Text(f"{found.check.code} {why.zh}", f"{found.check.code} {why.en}")
                kind, check = KIND_OF.get(found.severity, "info"), found.check
                yield OpenItem(kind, text, check.step, place, check=check.code, remedy=check.remedy)


_WAITING: dict[str, Callable[[Look], Iterator[OpenItem]]] = {
    "decision": _decision,
    "opening": _opening,
    "plan": _plan,
    "print": _print,
}
