"""Requests to change a granted event: what the law makes of each, and whether a new application is still in time.

Source:
    大型群众性活动安全管理条例 Art. 15 (A): other time, asked for before the original start, may be approved; other
    place or content and larger scale need a new application with its own lead; a cancellation is told in writing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from workbench.core.pack import Pack
from workbench.core.parameters import choices
from workbench.errors import Text

TOO_LATE = "too_late"
UNKNOWN = "unknown_kind"
_APPROVE = "approve"
_ANEW = "new_application"


@dataclass(frozen=True)
class ChangeRequest:
    """A request: when, kind (code of ``change_kinds``), what is asked for, its paper."""

    at: datetime
    kind: str
    what: str = ""
    document: str = ""


@dataclass(frozen=True)
class ChangeState:
    """A request and its rule.

    ``result`` is a stable word; ``apply_by`` and ``in_time`` are set where a new application is needed.
    """

    request: ChangeRequest
    rule: Text
    result: str
    apply_by: date | None = None
    in_time: bool | None = None


def changes(
    requests: Iterable[ChangeRequest], pack: Pack, start: datetime | None, apply_by: date | None
) -> tuple[ChangeState, ...]:
    """Return what follows from each request.

    Args:
        requests: In the order made.
        pack: The rules.
        start: The original start; ``None`` = not stated, then a change of time is not called late.
        apply_by: Last day to apply for the event.
    """
    return tuple(_state(request, pack, start, apply_by) for request in requests)


def _state(request: ChangeRequest, pack: Pack, start: datetime | None, apply_by: date | None) -> ChangeState:
    kind = choices(pack, "change_kinds").get(request.kind)
    if kind is None:
        return ChangeState(request, Text("变更种类不明，请核对", "unknown kind of change: check it"), UNKNOWN)
    route = str(kind.data.get("route"))
    rule = choices(pack, "change_rules")[route]
    result = str(rule.data.get("result"))
    if route == _APPROVE and start is not None and request.at >= start:
        result = TOO_LATE
    if route != _ANEW or apply_by is None:
        return ChangeState(request, rule.text, result)
    return ChangeState(request, rule.text, result, apply_by, request.at.date() <= apply_by)
