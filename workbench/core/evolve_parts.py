"""What the handlers of events share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any, TypeVar

from workbench.core.case import Case, Status

T = TypeVar("T")
K = TypeVar("K")

EDITS: dict[str, tuple[str, str]] = {
    "judge_material": ("materials", "item"),
    "judge_plan": ("plan", "content"),
    "set_duty": ("duties", "duty"),
    "judge_programme": ("programme", "no"),
    "answer_programme": ("answers", "no"),
    "set_programme_item": ("programme_items", "part"),
    "remove_programme_item": ("programme_items", "part"),
    "set_interaction": ("interactions", "no"),
    "set_programme_list": ("programme_lists", "which"),
    "remove_programme_list": ("programme_lists", "which"),
    "set_alias": ("aliases", "alias"),
    "judge_variation": ("variation_verdicts", "difference"),
    "record_performance": ("performed", "no"),
    "score_factor": ("factors", "factor"),
    "set_agency_score": ("agency", "factor"),
    "apply_measure": ("measures", "measure"),
    "drop_measure": ("measures", "measure"),
    "dismiss_neighbour": ("neighbours", "other"),
    "judge_site": ("site", "object"),
    "waive_problem": ("standing_problems", "problem"),
    "write_note": ("notes", "note"),
    "remove_note": ("notes", "note"),
    "set_condition": ("conditions", "condition"),
    "remove_condition": ("conditions", "condition"),
    "state_fact": ("stated", "statement"),
    "send_consultation": ("consultations", "request"),
    "receive_opinion": ("consultations", "request"),
    "withdraw_consultation": ("consultations", "request"),
    "resolve_conflict": ("resolutions", "conflict"),
    "set_meeting": ("meetings", "meeting"),
    "remove_meeting": ("meetings", "meeting"),
    "fulfil_promise": ("fulfilments", "item"),
    "extend_promise": ("promises", "item"),
    "attach_letter": ("promise_steps", "item"),
    "remind_promisor": ("promise_steps", "item"),
    "confirm_promise": ("promise_steps", "item"),
    "waive_promise": ("promise_steps", "item"),
    "set_entry": ("registers", "entry"),
    "strike_entry": ("registers", "entry"),
    "set_scenario": ("scenario_words", "scenario"),
    "set_trigger": ("trigger_words", "trigger"),
    "record_drill": ("drills", "drill"),
    "remove_drill": ("drills", "drill"),
}
"""Command kind → the map of the case that it changes, and the field of the command that is the key."""


def act_key(kind: str, command: object) -> str:
    """Return under which name ``Case.acts`` keeps who last did this: ``field:code`` for edits, else the kind."""
    if kind in EDITS:
        name, key = EDITS[kind]
        return f"{name}:{getattr(command, key)}"
    if kind == "choose_fact":
        return f"facts:{getattr(command, 'fact', '')}:{getattr(command, 'scope', '')}"
    if kind == "answer_finding":
        return f"finding_answers:{getattr(command, 'check', '')}:{getattr(command, 'object', '')}"
    return "level" if kind == "set_level" else kind


@cache
def _names(kind: Any) -> frozenset[str]:
    return frozenset(f.name for f in fields(kind))


def take(kind: type[T], source: object, /, **more: Any) -> T:
    """Return a ``kind`` from the fields of ``source`` that have the same names, and ``more``."""
    target: Any = kind
    origin: Any = type(source)
    shared = (_names(target) & _names(origin)) - more.keys()
    return kind(**{name: getattr(source, name) for name in shared}, **more)


def put(mapping: Mapping[K, T], key: K, value: T | None) -> dict[K, T]:
    """Return the map with ``value`` under ``key``; ``None`` takes the key out. An order once given stays."""
    changed = dict(mapping)
    if value is None:
        changed.pop(key, None)
    else:
        changed[key] = value
    return changed


def in_review(case: Case) -> Case:
    """Return the case with the status that fits its review: paused, tolerated, or accepted."""
    if case.paused:
        status = Status.PAUSED
    elif case.open_promises("before_decision"):
        status = Status.TOLERATED
    else:
        status = Status.ACCEPTED
    return replace(case, status=status)


def amended(case: Case, changed: Mapping[str, Any]) -> Case:
    """Return the case with fields replaced, by name; what :func:`dataclasses.replace` does, in a tenth of the time.

    It stands on the way of every event, and a case of thousands of events is replayed while a person waits.
    """
    after = object.__new__(Case)
    after.__dict__.update(case.__dict__)
    after.__dict__.update(changed)
    return after


def with_map(case: Case, name: str, mapping: Mapping[Any, Any]) -> Case:
    """Return the case with one of its maps, by field name, replaced."""
    return amended(case, {name: mapping})


REVIEWING = frozenset({Status.ACCEPTED, Status.TOLERATED, Status.PAUSED})


def review_again(case: Case) -> Case:
    """Return the case with its review status refreshed, if it is under review; otherwise as it is."""
    return in_review(case) if case.status in REVIEWING else case
