"""Papers of hazards and conditions: F08 rectification orders, F26 the list of conditions of each owner."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from reports import condition_list, rectification_order
from reports.blocks import Document
from reports.condition_list import ConditionList, OwnedCondition
from reports.issue import Issue
from reports.rectification_order import HazardLine, RectificationOrder
from workbench.core import conditions
from workbench.core.case_parts import Condition
from workbench.core.decide_after import confirmable
from workbench.core.parts_after import Hazard
from workbench.errors import Text
from workbench.services import legal
from workbench.services import paper_contents as contents
from workbench.services.after_words import moment_words
from workbench.services.looking import Look
from workbench.services.slips import Slip, Which, form, instrument, texts


def slips(look: Look) -> Iterator[Slip]:
    """Yield an order for each one given, and a list for each owner of a condition."""
    for at, order in enumerate(look.case.after.orders, 1):
        name = Text(order.holder, order.holder)
        yield instrument(look, "F08", partial(_order, number=at), order.number, Which(str(at), name))
    for at, owner in enumerate(owners(look), 1):
        which = Which(str(at), Text(owner, owner), tail=f"{at:02d}")
        yield form(look, "F26", partial(_list, owner=owner), which, own=True)


def owners(look: Look) -> tuple[str, ...]:
    """Return the owners of conditions, each once, in the order of their first condition."""
    return tuple(dict.fromkeys(condition.owner for condition in look.case.conditions.values()))


# F08


def _order(look: Look, number: int) -> Document:
    case, order = look.case, look.case.after.orders[number - 1]
    issue = contents.issued(look, order.number, "rectification_ordered")
    hazards = [case.after.hazards[key] for key in order.hazards]
    first = min(hazards, key=lambda hazard: hazard.found)
    source = confirmable(case, first.source)
    content = RectificationOrder(
        issue=issue,
        holder=order.holder,
        event=contents.field(look, "ev.name"),
        found=first.found,
        officers=source.officers if source else (),
        basis=legal.in_words(look.pack, (order.basis,), issue.day),
        hazards=tuple(_hazard(look, key, case.after.hazards[key]) for key in order.hazards),
        requirement=order.requirement,
        due=order.due,
    )
    return rectification_order.document(content, texts(look, "F08"))


def _hazard(look: Look, key: str, hazard: Hazard) -> HazardLine:
    severity = look.pack.lists["hazard_severities"][hazard.severity].text.zh
    return HazardLine(key, hazard.what, hazard.place, severity, len(hazard.photos))


# F26


def _list(look: Look, issue: Issue, owner: str) -> Document:
    wording = texts(look, "F26")
    decision = look.case.decision
    content = ConditionList(
        issue=issue,
        event=contents.field(look, "ev.name"),
        permit=decision.number if decision else wording["draft_permit"],
        owner=owner,
        conditions=tuple(_owned(look, key, one) for key, one in look.case.conditions.items() if one.owner == owner),
        officers=contents.officers(look),
    )
    return condition_list.document(content, wording)


def _owned(look: Look, key: str, one: Condition) -> OwnedCondition:
    look_at = conditions.newest_check(look.case, key)
    states = look.pack.lists["condition_states"]
    result = states[conditions.state(look.case, key)].text.zh if look_at else ""
    return OwnedCondition(
        code=key,
        title=one.title,
        text=one.text,
        reason=one.reason,
        basis=legal.short(look.pack, (one.basis,)) if one.basis else "",
        moment=moment_words(look, one).zh,
        check=one.check,
        evidence=one.evidence,
        result=result,
    )
