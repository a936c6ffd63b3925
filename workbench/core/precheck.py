"""The pre-check of an application: pure from the package to the answer.

``assess`` works everything out; ``answer`` says it in the names and the shape of the answer keys. The review of a case
calls ``assess`` with the dates of its own events instead of the window's log.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.core import answer_crowd, answer_deployment, answer_emergency, answer_event
from workbench.core.assessment import Assessment, ClockLine, Finding, ProcessDates, from_window_log, known_on
from workbench.core.calendar import WorkCalendar
from workbench.core.changes import ChangeState, changes
from workbench.core.clock import valid_until_at_least
from workbench.core.completeness import (
    INVALID,
    MISSING,
    NOT_REQUIRED,
    OK,
    TOLERATED,
    UNKNOWN,
    PaperDates,
    PaperState,
    papers,
)
from workbench.core.consistency import mismatches
from workbench.core.crowd_case import crowd_case
from workbench.core.deployment import deployment
from workbench.core.duties import duties
from workbench.core.extras import extras
from workbench.core.facts import FactEntry, Normal, conflicts, day_of, ledger
from workbench.core.findings import findings
from workbench.core.governing import NOTHING_SAID, Said, governed
from workbench.core.pack import Pack
from workbench.core.plan_contents import contents
from workbench.core.procedure import Procedure
from workbench.core.programme_rules import acts
from workbench.core.scope import PERMIT, Scope, authority, scope
from workbench.core.tickets import tickets
from workbench.core.validity import expiries
from workbench.core.values import Application
from workbench.core.working_plan import in_force

if TYPE_CHECKING:
    from workbench.site.ground import SiteProblem

Answer = dict[str, object]
"""JSON-ready: texts, whole and broken numbers, lists and further objects."""


def assess(
    application: Application,
    pack: Pack,
    calendar: WorkCalendar,
    as_of: date,
    process: ProcessDates | None = None,
    said: Said = NOTHING_SAID,
) -> Assessment:
    """Return everything that the papers, the facts and the calendar tell on a day.

    Args:
        application: The package as read.
        pack: The rules.
        calendar: Working days.
        as_of: The day on which status answers hold; what happened later is left out.
        process: The dates of the procedure; by default those of the window's log.
        said: What officers have said about the key facts. Everything but the ledger reads the governing values.
    """
    entries = ledger(application, pack, said.stated.items())
    application = governed(application, said.chosen)
    plan = in_force(application, *said.plan)
    known = known_on(from_window_log(application.window_log) if process is None else process, as_of)
    procedure = _procedure(application, pack, calendar, as_of, known)
    found = scope(application, pack)
    end = day_of(application.fields.get("ev.end_date"))
    needed = None if end is None else valid_until_at_least(pack.clocks, calendar, end).value
    limit = procedure.tolerance_limit
    dates = PaperDates(as_of, needed, limit.value if limit else None, known.promises, known.fulfilled)
    states = papers(application, pack, dates)
    assessment = Assessment(
        application=application,
        pack=pack,
        as_of=as_of,
        process=known,
        applied=procedure.applied,
        needed_until=needed,
        scope=found,
        authority=authority(application, pack, found),
        clocks=procedure.lines() if found.regime in {PERMIT, ""} else (),
        progress=procedure.progress,
        papers=states,
        contents=contents(application, pack),
        ledger=entries,
        chosen=said.chosen,
        mismatches=mismatches(application, pack),
        expiries=() if needed is None else expiries(application, states, needed),
        duties=duties(application, pack) if "duties" not in application.missing_sheets else None,
        tickets=tickets(application, pack),
        acts=acts(application, pack),
        changes=_changes(application, pack, procedure, known),
        extras=extras(application, pack),
        plan=plan,
        crowd=crowd_case(plan, pack, procedure.applied),
        deployment=deployment(plan, pack),
        problems=_problems(plan, pack),
    )
    return replace(assessment, findings=findings(assessment))


def _procedure(
    application: Application, pack: Pack, calendar: WorkCalendar, as_of: date, known: ProcessDates
) -> Procedure:
    fields = application.fields
    applied = day_of(fields.get("app.date")) or known.received
    return Procedure(pack.clocks, calendar, known, as_of, day_of(fields.get("ev.start_date")), applied)


def _problems(plan: Application, pack: Pack) -> tuple[SiteProblem, ...] | None:
    """Return what is to be looked at in the drawing; the geometry is loaded only where there is one."""
    if plan.site is None:
        return None
    from workbench.core.site_checks import site_problems

    return site_problems(plan, pack)


def _changes(
    application: Application, pack: Pack, procedure: Procedure, known: ProcessDates
) -> tuple[ChangeState, ...]:
    starts = [row["start"] for row in application.rows("sessions")]
    start = min((moment for moment in starts if isinstance(moment, datetime)), default=None)
    limit = next((line.value for line in procedure.lines() if line.id == "apply_by"), None) if known.changes else None
    return changes(known.changes, pack, start, limit)


def answer(assessment: Assessment) -> Answer:
    """Return the assessment in the names and the shape of the answer keys (texts in Chinese).

    A member whose sheet the workbook lacks is ``None``.
    """
    application = assessment.application
    return {
        "package": package_name(application),
        "title": application.fields.get("ev.name"),
        "format_version": application.format_version,
        "as_of": assessment.as_of.isoformat(),
        "scope": _scope(assessment.scope),
        "authority": _authority(assessment),
        "clocks": [_clock(line, assessment) for line in assessment.clocks],
        "completeness": _completeness(assessment),
        "plan_contents": _plan(assessment),
        "fact_conflicts": _conflicts(assessment),
        "internal_consistency": [
            {"what": m.what.zh, "a": _number(m.stated), "b": _number(m.other)} for m in assessment.mismatches
        ],
        "responsibility": _responsibility(assessment),
        **answer_event.members(assessment),
        **answer_crowd.members(assessment),
        **answer_deployment.members(assessment),
        **answer_emergency.members(assessment),
        "site": _checks(assessment.findings, "site"),
        "checks": _checks(assessment.findings),
    }


def package_name(application: Application) -> str:
    """Return the name of a package: its file or folder without the ending."""
    return application.source.removesuffix(".zip").removesuffix(".xlsx")


def _scope(found: Scope) -> Answer:
    return {
        "regime": found.regime or None,
        "headcount_used": found.headcount,
        "reasons": [r.zh for r in found.reasons],
        "convention": "C-HEAD",
    }


def _authority(assessment: Assessment) -> Answer:
    found = assessment.authority
    return {
        "level": found.level.text.zh if found.level else None,
        "lodged_at": found.lodged.text.zh if found.lodged else None,
        "competent": found.competent,
        "reasons": [r.zh for r in found.reasons],
        "convention": "C-AUTH",
        "variants": [
            {"expected_per_session": v.expected, "cross": v.cross.zh, "level": v.level.zh} for v in found.variants
        ],
    }


def _clock(line: ClockLine, assessment: Assessment) -> Answer:
    told: Answer = {
        "id": line.id,
        "value": line.value.isoformat(),
        "formula": line.formula.zh,
        "status": line.status or None,
    }
    if line.id == "apply_by" and assessment.applied is not None:
        told["applied"] = assessment.applied.isoformat()
    if line.id == "correction_due":
        told["sent"] = [d.isoformat() for d in assessment.process.notices]
    if line.estimate:
        told["estimate"] = True
    return told


def _completeness(assessment: Assessment) -> Answer | None:
    if assessment.scope.regime not in {PERMIT, ""}:
        return {"mode": "plan_only"}
    if not assessment.has_sheet("materials"):
        return None
    states = assessment.papers
    counted = {
        s: sum(p.status == s for p in states) for s in (OK, MISSING, "defective", "tolerated", "tolerance_invalid")
    }
    told: Answer = {
        "mode": "permit",
        "counts": {
            "required": sum(p.required is True for p in states),
            **counted,
            "not_required": sum(p.status == NOT_REQUIRED for p in states),
        },
        "exceptions": [_exception(p) for p in states if p.status not in {OK, NOT_REQUIRED, UNKNOWN}],
        "not_required": [p.item.code for p in states if p.status == NOT_REQUIRED],
        "ok": [p.item.code for p in states if p.status == OK],
    }
    if unknown := [p.item.code for p in states if p.status == UNKNOWN]:
        told["unknown"] = unknown
    return told


def _exception(paper: PaperState) -> Answer:
    told: Answer = {
        "code": paper.item.code,
        "title": paper.item.text.zh,
        "required": paper.required,
        "tolerable": "Y" if paper.item.tolerable else "N",
        "status": paper.status,
        "reasons": list(paper.reasons),
    }
    if paper.status in {TOLERATED, INVALID}:
        told["promise"] = _day(paper.promise)
        told["limit"] = _day(paper.limit)
    return told


def _plan(assessment: Assessment) -> Answer | None:
    if not assessment.has_sheet("plan"):
        return None
    return {
        "missing": [s.content.code for s in assessment.contents if not s.present],
        "present": [s.content.code for s in assessment.contents if s.present],
    }


def _conflicts(assessment: Assessment) -> list[Answer] | None:
    if not assessment.has_sheet("statements"):
        return None
    return [_conflict(e) for e in conflicts(assessment.ledger)]


def _conflict(entry: FactEntry) -> Answer:
    return {
        "fact": entry.code,
        "name": entry.title.zh,
        "scope": entry.scope,
        "values": [{"value": _plain(value), "sources": list(sources)} for value, sources in entry.values],
    }


def _responsibility(assessment: Assessment) -> Answer | None:
    found = assessment.duties
    if found is None:
        return None
    return {"rows": found.rows, "not_done": list(found.not_done), "missing_codes": list(found.missing)}


def _checks(findings: tuple[Finding, ...], member: str = "") -> Answer:
    found = [f for f in findings if f.check.member == member]
    return {
        "must_fire": [_fired(f) for f in found if f.fired],
        "must_not_fire": [f.check.code for f in found if f.fired is False],
        "not_evaluated": [f.check.code for f in found if f.fired is None],
    }


def _fired(found: Finding) -> Answer:
    return {
        "k": found.check.code,
        "severity": found.check.severity,
        "why": [w.zh for w in found.why],
        "objects": list(found.objects),
        "gates": list(found.check.gates),
        "remedy": found.check.remedy.zh,
        "step": found.check.step,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _plain(value: Normal) -> str | int | float:
    return value if isinstance(value, str) else _number(value)


def _number(value: Decimal) -> int | float:
    """Return a number for JSON: whole where it is whole. The only place where a figure becomes a float."""
    return int(value) if value == value.to_integral_value() else float(value)
