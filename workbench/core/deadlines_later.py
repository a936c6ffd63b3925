"""Deadlines beside the decision and after it: hearings, owed papers, other authorities, service, remedies, changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from workbench.core import clock
from workbench.core.case_parts import Fulfilment
from workbench.core.deadline import STARTS, Deadline, Line, derived, plain
from workbench.core.parts_timing import Hearing
from workbench.core.promises import came_in
from workbench.core.timetable import Timetable, decided_on
from workbench.errors import Text

# Hearings


def hearings(table: Timetable) -> Iterator[Deadline]:
    """Yield until when each hearing may be asked for, and until when one that was asked for is held."""
    for code, hearing in table.case.timing.hearings.items():
        yield from _hearing(table, code, hearing)


def _hearing(table: Timetable, code: str, hearing: Hearing) -> Iterator[Deadline]:
    rule = table.rule("hearing_request")
    found = clock.derive(rule, hearing.offered, table.calendar)
    asked = table.counted("hearing_request", "hearing", found, hearing.offered, hearing.asked)
    past = asked.state == "overdue" or hearing.closed_on is not None
    title = Text(f"{rule.text.zh}：{hearing.party}", f"{rule.text.en}: {hearing.party}")
    quiet = replace(asked, state="info", left=None) if past and hearing.asked is None else asked
    yield replace(quiet, id=f"hearing_request:{code}", title=title)
    if hearing.asked is None or "hearing_hold" not in table.pack.clocks:
        return
    hold = table.rule("hearing_hold")
    over = hearing.held or hearing.closed_on
    made = table.counted(
        "hearing_hold", "hearing", clock.derive(hold, hearing.asked, table.calendar), hearing.asked, over
    )
    yield replace(
        made,
        id=f"hearing_hold:{code}",
        title=Text(f"{hold.text.zh}：{hearing.party}", f"{hold.text.en}: {hearing.party}"),
    )


# Papers owed, other authorities


def tolerance(table: Timetable) -> Iterator[Deadline]:
    """Yield the limit of tolerated papers, and each promise."""
    found, first = table.procedure.tolerance_limit, table.procedure.first_day
    if found is not None and first is not None:
        rule = table.rule("tolerance_event")
        before = clock.derive(rule, first, table.calendar)
        lines = derived(rule, before, (first, STARTS["first_day"]), table.calendar)
        note = Line("note", found.formula)
        result = Line("result", Text(f"= {found.value}", f"= {found.value}"), first=found.value, last=found.value)
        yield Deadline(
            id="tolerance_limit",
            group="tolerance",
            title=Text("容缺材料最迟补齐日", "Last day for tolerated papers"),
            due=found.value,
            state="info" if not table.going_on else table.standing(found.value, None, runs=bool(table.case.promises)),
            left=table.left(found.value, "working_day") if table.going_on and table.case.promises else None,
            lines=(*lines[:-1], note, result),
            estimate=found.estimate,
        )
    for item in table.case.promises:
        yield _promise(table, item)


def _promise(table: Timetable, item: str) -> Deadline:
    promise, met = table.case.promise(item) or table.case.promises[item], table.case.fulfilment(item)
    title = table.pack.materials[item].text if item in table.pack.materials else Text("", "")
    kind = table.pack.lists.get("promise_types", {}).get(promise.type)
    word = kind.text if kind else Text(promise.type, promise.type)
    told = Line(
        "rule",
        Text(f"{word.zh}；承诺人 {promise.promisor}", f"{word.en}; promised by {promise.promisor}"),
        kind.basis if kind else (),
        kind.mark if kind else "",
    )
    due = promise.due.date()
    done = came_in(met).date() if met and not met.waits else None
    state = table.standing(due, done)
    start = table.case.accepted or table.case.received.date()
    return Deadline(
        id=f"promise:{item}",
        group="tolerance",
        title=Text(f"容缺 {item} {title.zh}", f"Tolerated {item} {title.en}"),
        due=due,
        state=state,
        left=table.left(due, "calendar_day") if state in {"running", "overdue"} else None,
        unit="calendar_day",
        lines=plain((start, Text("作出承诺", "promise given")), told, due, _met(met)),
        done=done,
        moment=promise.due,
    )


def _met(met: Fulfilment | None) -> Iterator[Line]:
    """Yield how a promise was met, where there is something to tell: it waits for a second look, or was waived."""
    if met is not None and met.waits:
        yield Line("note", Text("材料已收到，待第二人核对", "the paper has come in and waits for a second person"))
    elif met is not None and met.ground:
        yield Line("note", Text("由审批人免除", "waived by an approver"))


def consultations(table: Timetable) -> Iterator[Deadline]:
    """Yield the day by which each authority that was asked answers."""
    for code, asked in table.case.consultations.items():
        if not asked.current:
            continue
        state = table.standing(asked.due, asked.received, runs=asked.waiting)
        told = Line("rule", Text("回复日由征求意见函写明", "the letter itself sets the day"), ("office",), "P")
        yield Deadline(
            id=f"consultation:{code}",
            group="consultation",
            title=Text(f"{asked.dept}回复意见", f"Opinion of {asked.dept}"),
            due=asked.due,
            state=state,
            left=table.left(asked.due, "calendar_day") if state in {"running", "overdue"} else None,
            unit="calendar_day",
            lines=plain((asked.sent, Text("发出征求意见函", "letter sent")), told, asked.due),
            done=asked.received,
        )


# After the decision


def service(table: Timetable) -> Iterator[Deadline]:
    """Yield service, publication and the remedies; they wait until there is a decision, or until it was served."""
    case = table.case
    decided, delivered = decided_on(table), case.delivery.on if case.delivery else None
    if decided is None:
        if table.going_on:
            yield table.waiting("deliver_due", "service")
            yield table.waiting("reconsideration", "remedy")
            yield table.waiting("litigation", "remedy")
        return
    found = clock.deliver_due(table.pack.clocks, table.calendar, decided)
    yield table.counted("deliver_due", "service", found, decided, delivered)
    if case.publication is not None or (case.decision and case.decision.outcome == "grant"):
        yield _published(table, case.publication.on if case.publication else None)
    for code, find in (("reconsideration", clock.reconsideration_until), ("litigation", clock.litigation_until)):
        if delivered is None:
            yield table.waiting(code, "remedy")
            continue
        made = table.counted(code, "remedy", find(table.pack.clocks, table.calendar, delivered), delivered)
        yield replace(made, state="info", left=None) if made.state == "overdue" else made


def _published(table: Timetable, on: date | None) -> Deadline:
    told = Line(
        "rule", Text("准予许可的决定应当公开，未规定期限", "grants are made public; no period is set"), ("ALL.40",), "A"
    )
    title = Text("决定公开", "Publication of the decision")
    if on is None:
        return Deadline("publication", "service", title, None, "waiting", lines=(told,))
    lines = plain((decided_on(table) or on, STARTS["decided"]), told, on)
    return Deadline("publication", "service", title, on, "done", lines=lines, done=on)


def changes(table: Timetable) -> Iterator[Deadline]:
    """Yield the last moment to ask for a change or to cancel, and each request with its answer."""
    start = table.case.decision.start if table.case.decision else None
    if start is None or table.case.decision is None or table.case.decision.outcome != "grant":
        return
    told = Line(
        "rule",
        Text("变更、取消须在原定时间之前提出", "changes and cancellation before the original time"),
        ("TAR.15",),
        "A",
    )
    lines = plain((table.case.decision.on, STARTS["decided"]), told, start.date())
    yield _moment_of(
        table, "change_by", Text("变更、取消的最迟时间", "Last moment to ask for a change or to cancel"), start, lines
    )
    for number, change in enumerate(table.case.changes, 1):
        title = Text(f"变更申请：{change.what}", f"Change asked for: {change.what}")
        asked = (change.requested.date(), Text("提出变更申请", "change asked for"))
        made = _moment_of(table, f"change:{number}", title, start, plain(asked, told, start.date()))
        done = change.result and change.requested.date()
        yield replace(made, state="done", left=None, done=done) if done else made


def _moment_of(table: Timetable, code: str, title: Text, moment: datetime, lines: tuple[Line, ...]) -> Deadline:
    day = moment.date()
    past = table.today > day
    return Deadline(
        id=code,
        group="change",
        title=title,
        due=day,
        state="info" if past else "running",
        left=None if past else table.left(day, "calendar_day"),
        unit="calendar_day",
        lines=lines,
        moment=moment,
    )
