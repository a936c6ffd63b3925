"""What may happen next: from the state and a wish to the events it makes, or a refusal.

Every command passes three questions in this order: does the person's role include it, is the case in a state for it,
and what do the law and the pack say about its content. Pure: nothing is read but the arguments, and only numbers are
drawn, after every rule has been asked. Signed acts that :mod:`workbench.core.seal` lists carry the fingerprint of what
they cover, taken on the state that the act itself makes.
"""

from __future__ import annotations

from typing import cast

from workbench.core import codec, commands
from workbench.core.case import Case, Status
from workbench.core.commands import Command
from workbench.core.decide_after import RULES as AFTER
from workbench.core.decide_base import Actor, Context, Extra, GateItem, Refusal, RoleRefusal, Rule
from workbench.core.decide_change import RULES as CHANGE
from workbench.core.decide_consultation import RULES as CONSULTATION
from workbench.core.decide_counts import RULES as COUNTS
from workbench.core.decide_decision import RULES as DECISION
from workbench.core.decide_deployment import RULES as DEPLOYMENT
from workbench.core.decide_duties import RULES as DUTIES
from workbench.core.decide_emergency import RULES as EMERGENCY
from workbench.core.decide_event import RULES as EVENT
from workbench.core.decide_facts import RULES as FACTS
from workbench.core.decide_intake import RULES as INTAKE
from workbench.core.decide_intake import receive_package
from workbench.core.decide_plan import RULES as PLAN
from workbench.core.decide_programme import RULES as PROGRAMME
from workbench.core.decide_promise import RULES as PROMISE
from workbench.core.decide_registers import RULES as REGISTERS
from workbench.core.decide_review import RULES as REVIEW
from workbench.core.decide_risk import RULES as RISK
from workbench.core.decide_timing import RULES as TIMING
from workbench.core.decide_undo import undo_of
from workbench.core.events import KINDS, event
from workbench.core.evolve import evolve
from workbench.core.evolve_parts import EDITS, put
from workbench.core.evolve_review import ENTRIES, entry_of, map_of
from workbench.core.records import Event, moment_text
from workbench.core.seal import COVER_OF, fingerprint
from workbench.core.transitions import STATES
from workbench.errors import Text

__all__ = ["Actor", "Context", "GateItem", "Refusal", "RoleRefusal", "decide", "may", "undo_of"]

RULES: dict[str, Rule] = {
    **INTAKE,
    **PROMISE,
    **TIMING,
    **REVIEW,
    **RISK,
    **FACTS,
    **DUTIES,
    **PROGRAMME,
    **CONSULTATION,
    **DECISION,
    **EVENT,
    **CHANGE,
    **AFTER,
    **COUNTS,
    **REGISTERS,
    **PLAN,
    **EMERGENCY,
    **DEPLOYMENT,
}
"""Command kind → rule; receipt alone stands apart, because there is no case yet."""


def decide(case: Case | None, command: Command, context: Context) -> tuple[Event, ...]:
    """Return what a command makes happen; empty when it would change nothing.

    Args:
        case: The present state, ``None`` before receipt.
        command: The wish.
        context: Who, when, rules, calendar, open findings, numbers.

    Raises:
        Refusal: A rule stands against it; names rule, field and remedy.
    """
    check_role(command.kind, context)
    check_state(case, command.kind, context)
    if case is None:
        extra = receive_package(cast("commands.ReceivePackage", command), context)
    else:
        extra = RULES[command.kind](case, command, context)
        if _changes_nothing(case, command):
            return ()
    happened = _event(command, extra, context)
    if case is not None and _leaves_as_it_is(case, happened):
        return ()
    cover = COVER_OF.get(command.kind)
    if cover is None:
        return (happened,)
    seal = fingerprint(evolve(case, happened), context.pack, context.models, cover)
    return (_event(command, {**extra, "cover": cover, "fingerprint": seal}, context),)


def may(case: Case | None, kind: str, context: Context) -> Text | None:
    """Return why a command cannot be given by this person in this state; ``None`` when it may be tried."""
    try:
        check_role(kind, context)
        check_state(case, kind, context)
    except Refusal as refusal:
        return refusal.message
    return None


def check_role(kind: str, context: Context) -> None:
    """Refuse when none of the person's roles includes the command."""
    roles = context.pack.roles.get(kind, frozenset())
    if not roles & context.actor.roles:
        names = context.pack.lists.get("roles", {})
        zh = "、".join(names[r].text.zh if r in names else r for r in sorted(roles))
        en = ", ".join(names[r].text.en if r in names else r for r in sorted(roles))
        raise RoleRefusal(
            "role",
            "actor",
            Text("您的角色不包括此项操作", "your role does not include this act"),
            Text(f"须由{zh or '无人'}办理", f"reserved for: {en or 'nobody'}"),
        )


def check_state(case: Case | None, kind: str, context: Context) -> None:
    """Refuse when the case is not in a state for the command."""
    if (case.status if case else None) in STATES[kind]:
        return
    here = _state_text(case.status if case else None, context)
    fits = [_state_text(s, context) for s in (None, *Status) if s in STATES[kind]]
    raise Refusal(
        "state",
        "case",
        Text(f"案卷处于“{here.zh}”，不能办理此项", f"the case is “{here.en}”: this cannot be done now"),
        Text(f"可在以下状态办理：{'、'.join(f.zh for f in fits)}", f"possible when: {', '.join(f.en for f in fits)}"),
    )


def _state_text(status: Status | None, context: Context) -> Text:
    if status is None:
        return Text("草稿", "draft")
    row = context.pack.lists.get("statuses", {}).get(status)
    return row.text if row else Text(status.value, status.value)


def _event(command: Command, extra: Extra, context: Context) -> Event:
    actor = context.actor
    who = {"by": actor.id, "by_name": actor.name, "recorded": moment_text(context.now)}
    return event(KINDS[command.kind], {**codec.command_fields(command), **extra, **who})


_WHOLE = {KINDS["edit_plan"]: ("working_plan", "later_plan")}
"""Event kind → the fields that it may change; an edit that leaves them as they are makes no event."""


def _leaves_as_it_is(case: Case, happened: Event) -> bool:
    names = _WHOLE.get(happened.kind, ())
    return bool(names) and all(getattr(evolve(case, happened), name) == getattr(case, name) for name in names)


def _changes_nothing(case: Case, command: Command) -> bool:
    """Whether an unsigned edit repeats what stands already; autosave makes no noise in the journal."""
    if command.kind not in ENTRIES:
        return False
    entries = getattr(case, map_of(case, command.kind))
    return bool(put(entries, getattr(command, EDITS[command.kind][1]), entry_of(command)) == entries)
