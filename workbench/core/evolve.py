"""From events to the state: ``evolve`` never refuses, and replaying all events gives the present case.

Each handler takes the case, the command as it was recorded, who did it, and the body with what was derived while
deciding; it returns the next case. Version, signatures and ``acts`` are kept here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, cast

from workbench.core import codec
from workbench.core.case import Case
from workbench.core.case_parts import Act, Signature
from workbench.core.events import COMMAND_OF, Happened, lifted
from workbench.core.evolve_after import HANDLERS as AFTER
from workbench.core.evolve_consultation import HANDLERS as CONSULTATION
from workbench.core.evolve_deployment import HANDLERS as DEPLOYMENT
from workbench.core.evolve_event import HANDLERS as EVENT
from workbench.core.evolve_intake import HANDLERS as INTAKE
from workbench.core.evolve_intake import opened
from workbench.core.evolve_parts import act_key, amended
from workbench.core.evolve_plan import HANDLERS as PLAN
from workbench.core.evolve_promise import HANDLERS as PROMISE
from workbench.core.evolve_review import HANDLERS as REVIEW
from workbench.core.evolve_timing import HANDLERS as TIMING
from workbench.core.evolve_timing import RECOMPUTED, recomputed
from workbench.core.payloads import ERASED_APPLICATION, ERASING
from workbench.core.values import Application

EVOLVE_VERSION = 3
"""Raised whenever the same events give another state; snapshots of other versions are thrown away."""

HANDLERS: dict[str, Callable[[Case, Any, Act, Mapping[str, Any]], Case]] = {
    **INTAKE,
    **TIMING,
    **PROMISE,
    **REVIEW,
    **CONSULTATION,
    **EVENT,
    **AFTER,
    **PLAN,
    **DEPLOYMENT,
}
"""Command kind → handler; receipt alone has none, because it makes the case."""


def evolve(case: Case | None, happened: Happened) -> Case:
    """Return the case after an event, recorded or not yet; ``None`` before the first event.

    Raises:
        LookupError: The event is of a kind or schema that this program does not know.
    """
    if happened.kind == ERASING and case is not None:
        return _erased(case)
    body = lifted(happened)
    act = Act(body["by"], body["by_name"], datetime.fromisoformat(body["recorded"]), case.version + 1 if case else 1)
    if happened.kind == RECOMPUTED and case is not None:
        return recomputed(case, act, body)
    kind = COMMAND_OF[happened.kind]
    command = codec.read_command(kind, case.id if case else body["case"], body)
    if case is None:
        return opened(cast("Any", command), act, body)
    after = _signed(HANDLERS[kind](case, command, act, body), kind, act, body)
    return amended(after, {"version": act.version, "acts": {**case.acts, act_key(kind, command): act}})


def replay(events: Iterable[Happened], case: Case | None = None) -> Case | None:
    """Return the case that events make, from nothing or from a snapshot; ``None`` when there are none."""
    for happened in events:
        case = evolve(case, happened)
    return case


def _erased(case: Case) -> Case:
    """Return the case without its application, and without what its handlers have taken from that."""
    decision = replace(case.decision, start=None) if case.decision else None
    bare = {name: replace(entry, personal=()) for name, entry in case.registers.items()}
    changed = {
        "version": case.version + 1,
        "application": erased_application(),
        "decision": decision,
        "registers": bare,
        "working_plan": {},
        "later_plan": {},
    }
    return amended(case, changed)


@cache
def erased_application() -> Application:
    """Return what stands for an application whose personal data was erased by law."""
    return codec.read(Application, ERASED_APPLICATION)


def _signed(case: Case, kind: str, act: Act, body: Mapping[str, Any]) -> Case:
    """Add the signature that the event carries, if it does."""
    if "fingerprint" not in body:
        return case
    signature = Signature(
        act=kind,
        cover=body["cover"],
        fingerprint=body["fingerprint"],
        version=act.version,
        by=act.by,
        name=act.name,
        at=act.at,
        opinion=body.get("opinion", ""),
    )
    return replace(case, signatures=(*case.signatures, signature))
