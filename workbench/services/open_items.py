"""The list of what is not settled in a case, each with the step and the object it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from workbench.core import consultation
from workbench.core.case import Case
from workbench.core.commands import Promise
from workbench.core.completeness import NOT_REQUIRED
from workbench.core.conditions import granted, overdue
from workbench.core.decide_after import waiting
from workbench.core.gate import OVERALL
from workbench.core.pack import Pack
from workbench.core.parameters import words
from workbench.core.promises import is_late, is_lowered
from workbench.core.reasons import Reason
from workbench.errors import Text
from workbench.services import programme_desk
from workbench.services.after_view import deliver_by
from workbench.services.case_registers import register_items
from workbench.services.clocks import local_time
from workbench.services.duty_desk import matrix_faults
from workbench.services.looking import BEFORE_DECISION, Look
from workbench.services.views import OpenItem, PaperView

CONSULTATIONS = 11
"""The page beside the steps on which opinions are asked for."""
PAPER_CHECKS = "paper_checks"
"""Parameter: checks that only repeat that a paper has not been looked at yet."""


def step_of(pack: Pack, check: str) -> int:
    """Return the step in which a check, or the conclusion on site or deployment, is worked on."""
    if check in pack.checks:
        return pack.checks[check].step
    return dict(zip(OVERALL, (6, 7), strict=True)).get(check, 8)


AFTER = 13
"""Page of the workspace for what follows the decision."""

KIND_OF = {"block": "block", "critical": "block", "red": "block", "correction": "correct", "warn": "warn"}
_ORDER = ("block", "correct", "tolerated", "warn", "info")


def open_items(look: Look) -> tuple[OpenItem, ...]:
    """Return everything unsettled, the most pressing kinds first, in step order."""
    from workbench.services.open_items_ground import ground_items

    items = [*_findings(look), *_papers(look), *_promises(look), *_gate(look), *_consultations(look)]
    items += [*_after(look), *_matrix(look), *_clock_set_back(look), *register_items(look.desk, look.case.id)]
    items += [*programme_desk.open_items(look), *ground_items(look)]
    return tuple(sorted(items, key=lambda i: (_ORDER.index(i.kind), i.step)))


def _findings(look: Look) -> Iterator[OpenItem]:
    """Yield fired checks line by line; a contradiction is as pressing as its fact, consultations are told below."""
    conflicts = consultation.conflicts(look.case, look.pack)
    told_below = {*look.case.consultations, *(conflict.key for conflict in conflicts)}
    graver = {entry.code: entry.severity for entry in look.assessment.ledger}
    for found in look.findings:
        if not found.fired:
            continue
        check = found.check
        for reason in found.reasons or (Reason(check.text),):
            why, place = reason.why, reason.object
            if place in told_below:
                continue  # what is waited for or differs has a row of its own, with its day
            kind = KIND_OF.get(graver.get(place, found.severity), "info")
            text = Text(f"{check.code} {why.zh}", f"{check.code} {why.en}")
            yield OpenItem(kind, text, check.step, place, None, check.code, check.remedy, reason.others)


def _papers(look: Look) -> Iterator[OpenItem]:
    for group in look.classes:
        for paper in group.papers:
            if paper.verdict == "correct":
                yield OpenItem("correct", _paper_text(look, paper), 2, paper.code)
        for content in group.contents:
            if content.score == 0:
                text = Text(f"{content.code} {content.title.zh}：缺", f"{content.code} {content.title.en}: missing")
                yield OpenItem("correct", text, 2, content.code)


def _matrix(look: Look) -> Iterator[OpenItem]:
    """Yield what the matrix of duties lacks as a whole; a duty without a person is told by the step itself."""
    for fault in matrix_faults(look):
        kind = "warn" if fault.kind in {"namesake", "unsigned"} else "correct"
        if fault.kind != "orphan":
            yield OpenItem(kind, Text(f"{fault.code} {fault.text.zh}", f"{fault.code} {fault.text.en}"), 3, fault.code)


def _paper_text(look: Look, paper: PaperView) -> Text:
    reasons = [look.pack.lists["defects"][r].text for r in paper.reasons if r in look.pack.lists["defects"]]
    zh = "、".join(r.zh for r in reasons) or paper.note or "需补正"
    en = ", ".join(r.en for r in reasons) or paper.note or "correction needed"
    return Text(f"{paper.code} {paper.title.zh}：{zh}", f"{paper.code} {paper.title.en}: {en}")


TOLERATED = 12
"""Number of the page on which promises are worked on."""


def _promises(look: Look) -> Iterator[OpenItem]:
    """Yield what is owed; once its moment has passed it is as pressing as a finding that blocks."""
    now = local_time(look.desk.clock.now())
    for promise in look.case.open_promises():
        title = look.pack.materials[promise.item].text if promise.item in look.pack.materials else Text("", "")
        kind, told = _owed(look.case, promise, now)
        text = Text(
            f"{promise.item} {title.zh}：{promise.promisor} {told.zh}",
            f"{promise.item} {title.en}: {promise.promisor}, {told.en}",
        )
        yield OpenItem(kind, text, TOLERATED, promise.item, promise.due.date())


def _owed(case: Case, promise: Promise, now: datetime) -> tuple[str, Text]:
    """Return how pressing an owed paper is, and where it stands in words."""
    met = case.fulfilment(promise.item)
    if met is not None:
        return "tolerated", Text("已补齐，待他人复核", "came in, to be confirmed by a second person")
    if is_lowered(case, promise, now):
        zh, en = f"逾期，核定人数已降至 {promise.number}", f"overdue, the number is down to {promise.number}"
        return "tolerated", Text(zh, en)
    moment = f"{promise.due:%m-%d %H:%M}"
    if is_late(promise, None, now):
        return "block", Text(f"已逾期（{moment}）", f"overdue since {moment}")
    return "tolerated", Text(f"{moment} 前补齐", f"owed until {moment}")


def _gate(look: Look) -> Iterator[OpenItem]:
    """Yield what the review itself still lacks; fired checks and papers are told above."""
    if look.case.status not in BEFORE_DECISION:
        return
    unseen = {s.item.code for s in look.assessment.papers if s.status != NOT_REQUIRED}
    of_papers = words(look.pack, PAPER_CHECKS)
    unseen |= {code for code in look.pack.plan if code not in look.case.plan or look.case.plan[code].score is None}
    for item in look.gate:
        step = step_of(look.pack, item.check)
        if item.check in OVERALL:
            yield OpenItem(KIND_OF.get(item.severity, "info"), item.text, step, _first(item.objects))
        elif item.check in of_papers and item.severity == "correction" and set(item.objects) <= unseen:
            yield OpenItem("info", item.text, step, _first(item.objects))


def _after(look: Look) -> Iterator[OpenItem]:
    """Yield what waits after the decision: service, confirmations, hazards, and conditions past their time."""
    for target in waiting(look.case):
        text = Text("检查记录待另一名人员确认", "a check waits for the other officer")
        yield OpenItem("block", text, AFTER, target)
    yield from _past_their_time(look)
    due = deliver_by(look)
    if due is not None and look.case.delivery is None:
        yield OpenItem("warn", Text("决定尚未送达", "the decision has not been served yet"), AFTER, "deliver", due)


def _past_their_time(look: Look) -> Iterator[OpenItem]:
    """Yield hazards and, once granted, conditions that were not met in time."""
    case, now = look.case, local_time(look.desk.clock.now())
    for key, hazard in case.after.open_hazards().items():
        if hazard.overdue(now):
            text = Text(
                f"隐患逾期未改：{hazard.what}（{hazard.place}）", f"hazard overdue: {hazard.what} ({hazard.place})"
            )
            yield OpenItem("block", text, AFTER, key, hazard.due.date())
    for key in case.conditions if granted(case) else ():
        if overdue(case, key, look.pack, now):
            name = case.conditions[key].title or case.conditions[key].text
            yield OpenItem("block", Text(f"条件逾期未落实：{name}", f"condition overdue: {name}"), AFTER, key)


def _clock_set_back(look: Look) -> Iterator[OpenItem]:
    """Warn when the present moment lies before the newest entry: days and limits shown cannot be relied on."""
    newest = max((act.at for act in look.case.acts.values()), default=None)
    if newest is not None and look.desk.clock.now() < newest:
        text = Text(
            f"系统时间早于最近一条记录（{local_time(newest):%Y-%m-%d %H:%M}），请校准时钟",
            f"the system time lies before the newest entry ({local_time(newest):%Y-%m-%d %H:%M}): set the clock right",
        )
        yield OpenItem("warn", text, 1)


def _first(objects: tuple[str, ...]) -> str:
    return objects[0] if objects else ""


def _consultations(look: Look) -> Iterator[OpenItem]:
    """Yield replies that are waited for, replies that differ, and what joint meetings left open."""
    for key, asked in consultation.waiting(look.case):
        late = asked.due < look.desk.today
        text = Text(
            f"{asked.dept}意见未回（{asked.due} 前）" + ("，已逾期" if late else ""),
            f"{asked.dept}: opinion due by {asked.due}" + (", overdue" if late else ""),
        )
        yield OpenItem("warn", text, CONSULTATIONS, key, asked.due)
    for conflict in consultation.conflicts(look.case, look.pack):
        if not conflict.resolved:
            yield OpenItem("correct", conflict.title, CONSULTATIONS, conflict.key)
    for point in consultation.points(look.case):
        if not point.outcome:
            text = Text(
                f"会商未决：{point.text}（{point.owner}，{point.due} 前）",
                f"open from a joint meeting: {point.text} ({point.owner}, by {point.due})",
            )
            yield OpenItem("warn", text, CONSULTATIONS, f"{point.meeting}/{point.point}", point.due)
