"""What follows the decision, worked out for a person: service, conditions, checks and hazards, changes, the event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from workbench.core import clock, conditions
from workbench.core.case_parts import OpeningCheck, SiteCheck
from workbench.core.decide_after import Confirmable, inspection_items, recorded
from workbench.core.pack import Choice
from workbench.core.parts_after import Recheck
from workbench.core.promises import unmet
from workbench.errors import Text
from workbench.services import legal
from workbench.services.after_words import moment_words
from workbench.services.allowed import allowed
from workbench.services.clocks import local_time
from workbench.services.looking import Look
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

NONE = Text("", "")
INSPECTION_CHECK = "K20"
"""The check whose reasons (hazards, inspections) are told here one by one."""


def after_view(look: Look, stale: tuple[Text, ...] = ()) -> AfterView:
    """Return where everything after the decision stands; ``stale`` is what changed since it was signed."""
    case, now = look.case, local_time(look.desk.clock.now())
    after, decision = case.after, case.decision
    due = deliver_by(look)
    return AfterView(
        decided=decision.outcome if decision else "",
        deliver_by=due,
        deliver_overdue=due is not None and case.delivery is None and now.date() > due,
        delivery=case.delivery,
        undelivered=after.undelivered,
        publication=case.publication,
        conditions=tuple(_conditions(look, now)),
        hazards=tuple(_hazards(look, now)),
        orders=tuple(_orders(look)),
        checks=tuple(_checks(look)),
        changes=tuple(_changes(look)),
        run=tuple(_run(look, now)),
        links=after.links,
        bans=after.bans,
        closure=case.closure,
        closure_word=_closure(look),
        endings=tuple(_endings(look)),
        blocks=tuple(blocks(look)),
        stale=stale,
        items=_items(look, "opening"),
        site_items=_items(look, "site"),
        allowed=allowed(look),
    )


def deliver_by(look: Look) -> date | None:
    """Return the last day to serve the decision; ``None`` before it."""
    if look.case.decision is None:
        return None
    return clock.deliver_due(look.pack.clocks, look.desk.calendar, look.case.decision.on).value


def _word(look: Look, name: str, code: str) -> Text:
    row: Choice | None = look.pack.lists.get(name, {}).get(code)
    return row.text if row else Text(code, code)


def _items(look: Look, stage: str) -> tuple[tuple[str, Text], ...]:
    return tuple((code, row.text) for code, row in inspection_items(look.case, stage, look.pack).items())


def _conditions(look: Look, now: datetime) -> Iterator[ConditionLife]:
    for key, one in look.case.conditions.items():
        state, found = conditions.state(look.case, key), conditions.newest_check(look.case, key)
        closed = look.case.after.closed_conditions.get(key)
        yield ConditionLife(
            *(key, one.title, one.text, one.reason),
            law=legal.short(look.pack, (one.basis,)) if one.basis else "",
            owner=one.owner,
            moment=moment_words(look, one),
            due=conditions.due_of(look.case, one, look.pack),
            check=one.check,
            evidence=one.evidence,
            state=state,
            state_word=_word(look, "condition_states", state),
            overdue=conditions.overdue(look.case, key, look.pack, now),
            before_opening=conditions.before_opening(one, look.pack),
            code=one.moment,
            found=found.evidence if found else "",
            found_at=found.at if found else None,
            found_by=found.by if found else "",
            closed=closed.reason if closed else "",
        )


def _hazards(look: Look, now: datetime) -> Iterator[HazardLife]:
    for key, one in look.case.after.hazards.items():
        yield HazardLife(
            *(key, one.what, one.place, _word(look, "hazard_severities", one.severity), one.holder, one.due),
            *(one.found, one.source, one.stands, one.overdue(now), one.closed),
            photos=tuple(photo.file for photo in one.photos),
            orders=tuple(order.number for order in look.case.after.orders if key in order.hazards),
            proposal=_word(look, "hazard_proposals", one.proposal) if one.proposal else NONE,
        )


def _orders(look: Look) -> Iterator[OrderLife]:
    after = look.case.after
    for number, order in enumerate(after.orders, 1):
        target = f"order:{number}"
        settled = not any(after.hazards[key].stands for key in order.hazards)
        words = (order.requirement, order.holder, order.due)
        yield OrderLife(target, order.number, order.hazards, *words, after.served.get(target), settled)


def _checks(look: Look) -> Iterator[CheckLife]:
    for target, record in recorded(look.case):
        yield _check(look, target, record)


def _check(look: Look, target: str, record: Confirmable) -> CheckLife:
    names = dict(zip(record.accounts, record.officers, strict=False))
    waiting = tuple((account, name) for account, name in names.items() if account not in record.confirmed)
    made = isinstance(record, SiteCheck | OpeningCheck)
    return CheckLife(
        *(target, record.at, record.officers, waiting),
        passed=_passed(record),
        hazards=len(record.results) if isinstance(record, Recheck) else len(record.found),
        number=record.number if isinstance(record, SiteCheck | OpeningCheck) else "",
        results=tuple(_results(look, record)) if made else (),
    )


def _results(look: Look, record: Confirmable) -> Iterator[tuple[Text, Text, str]]:
    if isinstance(record, SiteCheck | OpeningCheck):
        for line in record.results:
            item, result = _word(look, "inspection_items", line.item), _word(look, "inspection_results", line.result)
            yield item, result, line.note


def _passed(record: Confirmable) -> bool | None:
    """Return what an inspection came to; an on-site check concludes in words."""
    if isinstance(record, OpeningCheck):
        return record.passed
    return all(result.passed for result in record.results) if isinstance(record, Recheck) else None


def _changes(look: Look) -> Iterator[ChangeLife]:
    for number, change in enumerate(look.case.changes, 1):
        row = look.pack.lists["change_kinds"].get(change.change)
        link = next((one for one in look.case.after.links if one.request == number), None)
        yield ChangeLife(
            number=number,
            change=change,
            word=row.text if row else Text(change.change, change.change),
            route=str(row.data.get("route")) if row else "",
            result=_word(look, "change_results", change.result) if change.result else NONE,
            new_case=link,
        )


def _run(look: Look, now: datetime) -> Iterator[RunLife]:
    for number, entry in enumerate(look.case.run, 1):
        target = f"run:{number}"
        served = look.case.after.served.get(target)
        late = entry.paper_due is not None and served is None and now > entry.paper_due
        trigger = look.pack.triggers[entry.trigger].text if entry.trigger in look.pack.triggers else NONE
        yield RunLife(target, entry, _word(look, "run_kinds", entry.kind), trigger, served, late)


def _closure(look: Look) -> Text | None:
    closure = look.case.closure
    if closure is None:
        return None
    return _word(look, "permit_ends", closure.kind) if closure.ground else _word(look, "statuses", closure.kind)


def _endings(look: Look) -> Iterator[EndingLife]:
    for number, ending in enumerate(look.case.after.endings, 1):
        if ending.number:
            target = f"ending:{number}"
            word = _word(look, "permit_ends", ending.kind)
            yield EndingLife(target, word, ending, look.case.after.served.get(target))


def blocks(look: Look) -> Iterator[tuple[str, Text]]:
    """Yield what keeps the event from opening: (object, words)."""
    case = look.case
    for key, hazard in case.after.open_hazards().items():
        yield key, Text(f"隐患未消除：{hazard.what}（{hazard.place}）", f"hazard: {hazard.what} ({hazard.place})")
    for key in conditions.holding_opening(case, look.pack):
        name = case.conditions[key].title or case.conditions[key].text
        yield key, Text(f"条件未落实：{name}", f"condition not met: {name}")
    for promise in unmet(case, local_time(look.desk.clock.now())):
        yield promise.item, Text(f"容缺材料未补齐：{promise.item}", f"paper owed: {promise.item}")
    for item in look.gate:
        if "opening" in item.gates and item.check != INSPECTION_CHECK:
            yield item.objects[0] if item.objects else item.check, item.text
    if not any(check.passed and check.complete for check in case.opening_checks[-1:]):
        yield (
            "opening",
            Text("举办前检查尚未由两名人员确认通过", "no inspection before opening has passed yet"),
        )
