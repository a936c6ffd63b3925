"""The checks that follow from the papers, the facts and the calendar alone.

Each function answers ``None`` (no data, or the check does not apply) or the reasons it fires for; no reasons = it was
looked at and is in order. Checks of the register without a function here are not evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from workbench.core import findings_crowd, findings_deployment, findings_event, findings_site
from workbench.core.assessment import Assessment, Finding
from workbench.core.consistency import Mismatch
from workbench.core.facts import FactEntry, Normal
from workbench.core.governing import open_conflicts
from workbench.core.pack import Check
from workbench.core.reasons import Reason, Reasons
from workbench.core.scope import PERMIT
from workbench.core.values import Problem
from workbench.errors import Text


def findings(assessment: Assessment) -> tuple[Finding, ...]:
    """Return every check of the pack's register, in its order."""
    return tuple(_finding(assessment, code) for code in assessment.pack.checks)


def with_answers(
    assessment: Assessment, answers: Mapping[str, Reasons], raised: Mapping[str, str] | None = None
) -> Assessment:
    """Return the assessment with the answers of checks that need more than the application.

    ``raised`` has severities other than the register's, by check.
    """
    told = []
    for found in assessment.findings:
        code = found.check.code
        answered = finding(found.check, answers[code]) if code in answers else found
        severity = (raised or {}).get(code, found.raised)
        told.append(answered if answered.raised == severity else replace(answered, raised=severity))
    return replace(assessment, findings=tuple(told))


def finding(check: Check, reasons: Reasons) -> Finding:
    """Return a check as its reasons make it stand."""
    if reasons is None:
        return Finding(check, None)
    objects = tuple(dict.fromkeys(code for r in reasons for code in (r.object, *r.others) if code))
    places = tuple(r.object for r in reasons)
    others = tuple(r.others for r in reasons) if any(r.others for r in reasons) else ()
    return Finding(check, bool(reasons), tuple(r.why for r in reasons), objects, places, others=others)


def _finding(assessment: Assessment, code: str) -> Finding:
    check = assessment.pack.checks[code]
    evaluate = CHECKS.get(code)
    reasons = None if evaluate is None else evaluate(assessment)
    if reasons or (reasons is not None and not _unsure(assessment, code)):
        return finding(check, reasons)
    gaps = GAPS.get(code)
    return Finding(check, None, gaps=tuple(gaps(assessment)) if gaps else ())


def _unsure(assessment: Assessment, code: str) -> bool:
    """Return whether something a check reads is missing or could not be read: then "in order" cannot be told."""
    application, reads = assessment.application, READS.get(code, {})
    there = assessment.plan_has_sheet if code in READ_IN_FORCE else assessment.has_sheet
    if any(not there(sheet) for sheet in reads if sheet not in KEYED):
        return True
    if code in READS_PLAN and application.site is None:
        return True
    keys = {sheet.title: key for key, sheet in assessment.pack.sheets.items()}
    told = ((keys.get(p.sheet, ""), p) for p in application.problems if p.severity == "error")
    return any(p.field in reads.get(sheet, ()) and not _mended(assessment, code, sheet, p) for sheet, p in told)


def _mended(assessment: Assessment, code: str, sheet: str, problem: Problem) -> bool:
    """Return whether the office has stated, in the plan in force, what the file does not say."""
    if code not in READ_IN_FORCE or not problem.row:
        return False
    row = next((row for row in assessment.plan.rows(sheet) if row.number == problem.row), None)
    return row is None or row.values.get(problem.field) is not None


def _under_permit(evaluate: Callable[[Assessment], Reasons]) -> Callable[[Assessment], Reasons]:
    """Leave a check out where no permit procedure applies (or where the data do not tell)."""

    def evaluated(assessment: Assessment) -> Reasons:
        return evaluate(assessment) if assessment.scope.regime == PERMIT else None

    return evaluated


def scope(assessment: Assessment) -> Reasons:
    """Fire when no permit procedure applies, or another regime was stated than the one that applies."""
    found = assessment.scope
    if not found.regime:
        return None
    if found.regime != PERMIT:
        return tuple(Reason(why, "app.regime") for why in found.reasons)
    if found.declared_differs:
        why = Text("填报的办理情形与应适用的许可程序不符", "the stated regime is not the permit procedure that applies")
        return (Reason(why, "app.regime"),)
    return ()


@_under_permit
def authority(assessment: Assessment) -> Reasons:
    """Fire when the application was lodged at another level than the competent one."""
    found = assessment.authority
    if found.level is None or found.lodged is None:
        return None
    if found.competent:
        return ()
    level, lodged = found.level.text, found.lodged.text
    why = Text(f"应由{level.zh}受理，递交于{lodged.zh}", f"competent: {level.en}; lodged at: {lodged.en}")
    return (Reason(why, "app.organ_level"),)


@_under_permit
def lead_time(assessment: Assessment) -> Reasons:
    """Fire when the application came after the last legal day."""
    limit, applied = assessment.clock("apply_by"), assessment.applied
    if limit is None or applied is None:
        return None
    late = (applied - limit.value).days
    if late <= 0:
        return ()
    why = Text(
        f"申请 {applied} 晚于 {limit.value}，迟 {late} 日", f"applied {applied}, {late} days after {limit.value}"
    )
    return (Reason(why, "app.date"),)


@_under_permit
def correction(assessment: Assessment) -> Reasons:
    """Fire when the law counts the application as accepted from receipt, or more than one notice was sent."""
    limit, deemed = assessment.clock("correction_due"), assessment.clock("accepted_deemed")
    if limit is None:
        return None
    reasons = []
    notices = assessment.process.notices
    if deemed is not None:
        sent = Text(f"实际 {notices[0]}", f"sent {notices[0]}") if notices else Text("未告知", "none sent")
        reasons.append(
            Text(
                f"一次性告知截止 {limit.value}，{sent.zh}，视为自 {deemed.value} 受理",
                f"notice due {limit.value}, {sent.en}: deemed accepted from {deemed.value}",
            )
        )
    if len(notices) > 1:
        days = "、".join(str(d) for d in notices)
        reasons.append(Text(f"补正告知 {len(notices)} 次：{days}", f"{len(notices)} correction notices: {days}"))
    return tuple(Reason(why) for why in reasons)


@_under_permit
def decision(assessment: Assessment) -> Reasons:
    """Fire when the decision is overdue, or came late."""
    limit, decided = assessment.clock("decision_due"), assessment.process.decided
    if limit is None:
        return None
    if (decided or assessment.as_of) <= limit.value:
        return ()
    late = Text(f"{decided} 才决定", f"decided {decided}") if decided else Text("尚未决定", "not decided")
    return (Reason(Text(f"决定截止 {limit.value}，{late.zh}", f"decision due {limit.value}, {late.en}")),)


@_under_permit
def completeness(assessment: Assessment) -> Reasons:
    """Fire for a required paper that is missing without a valid request, or not in order."""
    return _papers(assessment, "K06")


@_under_permit
def tolerance(assessment: Assessment) -> Reasons:
    """Fire for a request to hand a paper in later that does not hold."""
    return _papers(assessment, "K07")


def _papers(assessment: Assessment, check: str) -> Reasons:
    if not assessment.has_sheet("materials"):
        return None
    states = (s for s in assessment.papers if s.required)
    return tuple(Reason(f.why, s.item.code) for s in states for f in s.faults if f.check == check)


def plan(assessment: Assessment) -> Reasons:
    """Fire for a required content that the plan does not show."""
    if not assessment.has_sheet("plan"):
        return None
    missing = [s.content for s in assessment.contents if not s.present]
    return tuple(Reason(Text(f"{c.code} {c.text.zh} 缺", f"{c.code} {c.text.en}: missing"), c.code) for c in missing)


def consistency(assessment: Assessment) -> Reasons:
    """Fire for facts stated differently, and for figures of the workbook that disagree."""
    reasons = (
        *(Reason(_conflict(e), e.code) for e in open_conflicts(assessment.ledger, assessment.chosen)),
        *(Reason(_mismatch(m), m.object) for m in assessment.mismatches),
    )
    return reasons if reasons or assessment.has_sheet("statements") else None


def _mismatch(found: Mismatch) -> Text:
    figures = f"{_figure(found.stated)} ≠ {_figure(found.other)}"
    return Text(f"{found.what.zh}：{figures}", f"{found.what.en}: {figures}")


def _figure(value: Normal) -> str:
    """Return a value as a person writes it: no exponent, no zeros after the point."""
    if isinstance(value, str):
        return value
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _conflict(entry: FactEntry) -> Text:
    stated = tuple(_stated(entry))
    scope = f"（{entry.scope}）" if entry.scope else ""
    return Text(
        f"{entry.code} {entry.title.zh}{scope} {'；'.join(stated)}",
        f"{entry.code} {entry.title.en}{scope} {'; '.join(stated)}",
    )


def _stated(entry: FactEntry) -> Iterator[str]:
    for value, sources in entry.values:
        yield f"{_figure(value)}（{sources[0]}{' …' if len(sources) > 1 else ''}）"


def validity(assessment: Assessment) -> Reasons:
    """Fire for licences, certificates, insurance and traffic control that end too early."""
    if assessment.needed_until is None or not assessment.has_sheet("materials"):
        return None
    return tuple(Reason(e.why, e.object) for e in assessment.expiries)


def delivery(assessment: Assessment) -> Reasons:
    """Fire when a decision is served late, or not yet though the period has run out."""
    limit, delivered = assessment.clock("deliver_due"), assessment.process.delivered
    if limit is None:
        return None
    if (delivered or assessment.as_of) <= limit.value:
        return ()
    late = Text(f"{delivered} 才送达", f"served {delivered}") if delivered else Text("尚未送达", "not served")
    return (Reason(Text(f"送达截止 {limit.value}，{late.zh}", f"delivery due {limit.value}, {late.en}")),)


def calendar(assessment: Assessment) -> Reasons:
    """Fire when a date rests on a year whose calendar is not published: it is an estimate."""
    if not assessment.clocks and assessment.scope.regime in {PERMIT, ""}:
        return None
    return tuple(
        Reason(Text(f"{c.id} {c.value} 为预估", f"{c.id} {c.value} is an estimate"), c.id)
        for c in assessment.clocks
        if c.estimate
    )


CHECKS: dict[str, Callable[[Assessment], Reasons]] = {
    "K01": scope,
    "K02": authority,
    "K03": lead_time,
    "K04": correction,
    "K05": decision,
    "K06": completeness,
    "K07": tolerance,
    "K08": plan,
    "K09": consistency,
    "K10": validity,
    "K26": delivery,
    "K27": calendar,
    **findings_event.CHECKS,
    **findings_crowd.CHECKS,
    **findings_deployment.CHECKS,
    **findings_site.CHECKS,
}
"""Check → the function that computes it."""

GAPS = {**findings_crowd.GAPS, **findings_deployment.GAPS, **findings_site.GAPS}
"""Check → what is missing where it is not evaluated."""

KEYED = frozenset({"event"})
"""The key/value sheet: its values are the application's fields."""

READS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "K01": {"sessions": ("expected",), "event": ("app.regime", "ev.public", "ev.daily_business")},
    "K02": {"sessions": ("expected",), "event": ("app.organ_level", "loc.cross")},
    "K06": {"materials": ("item", "file", "sealed", "signed", "tolerance")},
    "K07": {"materials": ("item", "file", "tolerance", "promise")},
    "K08": {"plan": ("code", "file")},
    "K09": {
        "event": ("ev.sessions", "ev.expected_per_session", "sec.lanes", "sec.guards"),
        "sessions": ("expected",),
        "zones": ("gross", "ref"),
        "gates": ("lanes", "width"),
        "forces": ("kind", "persons"),
        "statements": ("fact", "value", "scope"),
    },
    "K10": {
        "event": ("ev.start_date", "ev.end_date", "ins.from", "ins.to", "sw.road_use", "sw.road_to"),
        "materials": ("file", "valid_until"),
        "parties": ("valid_until",),
        "forces": ("valid_until",),
        "sessions": ("end",),
    },
    **findings_event.READS,
    **findings_crowd.READS,
    **findings_deployment.READS,
}
"""Check → the sheets and columns without which it cannot say "in order"."""

READ_IN_FORCE = frozenset({*findings_crowd.READS, *findings_deployment.READS, *findings_site.CHECKS})
"""Checks that read the plan in force, with the office's edits; all others read what was handed in."""

READS_PLAN = frozenset({"K09"})
"""Checks that also need the drawn plan."""
