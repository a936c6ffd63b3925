"""A case as one value for the review workspace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from workbench.core import risk
from workbench.core.case_parts import FactorScore, SiteVerdict
from workbench.core.facts import number_of
from workbench.core.gate import OVERALL
from workbench.core.pack import Factor
from workbench.core.values import Row
from workbench.services import presenting, programme_desk, queue_rows, queue_shown
from workbench.services.after_view import after_view
from workbench.services.consult_view import consult_view
from workbench.services.decision_view import changed_since_decision, decision_view
from workbench.services.duty_desk import matrix_faults
from workbench.services.gates import gates
from workbench.services.looking import Look
from workbench.services.open_items import open_items
from workbench.services.risk_dimensions import dimensions
from workbench.services.steps import steps
from workbench.services.views import (
    CaseView,
    FactorView,
    NoteView,
    Person,
    RiskView,
    SiteObjectView,
)

_SITE_SHEETS = {"zone": "zones", "gate": "gates", "post": "posts"}
_READ_SHEETS = ("forces", "emergency", "triggers", "sessions", "parties")


def case_view(look: Look, person: Person) -> CaseView:
    """Return everything the workspace shows of a case to a person."""
    case, assessment, desk = look.case, look.assessment, look.desk
    decision = decision_view(look, person)
    return CaseView(
        case=case.id,
        version=case.version,
        row=queue_shown.shown(desk, queue_rows.row_of(look, last_moment(look))),
        as_of=desk.today,
        steps=steps(look),
        open_items=open_items(look),
        gates=gates(look),
        findings=presenting.findings(assessment, look.findings),
        classes=look.classes,
        notes=notes(look),
        parties=presenting.parties(assessment, look.verdicts),
        duties=presenting.duties(assessment, look.verdicts),
        acts=programme_desk.acts(look),
        matrix_faults=matrix_faults(look),
        risk=risk_view(look),
        site=tuple(site_objects(look)),
        facts=presenting.facts(assessment, look.verdicts),
        decision=decision,
        after=after_view(look, changed_since_decision(decision)),
        problems=case.application.problems,
        fields=dict(case.application.fields),
        place=str(case.application.fields.get("loc.name") or ""),
        received=case.received,
        accepted=case.accepted,
        pack=f"{case.pack.name} {case.pack.version}",
        calendar=desk.calendar.version,
        sheets={key: look.plan.rows(key) for key in _READ_SHEETS},
        plan=look.plan.site,
        consult=consult_view(look),
        programme=programme_desk.view(look),
        overall={code: said for code, said in case.site.items() if code in OVERALL},
    )


def last_moment(look: Look) -> datetime:
    """Return when the case was last touched, aware."""
    return max((act.at for act in look.case.acts.values()), default=look.desk.clock.now())


def notes(look: Look) -> tuple[NoteView, ...]:
    """Return the page notes, in the order written."""
    views = []
    for key, note in look.case.notes.items():
        act = look.case.acts[f"notes:{key}"]
        views.append(
            NoteView(
                *(key, note.item, note.text, note.file, note.page, note.x, note.y, note.is_reason),
                author=act.name,
                at=act.at,
            )
        )
    return tuple(views)


def risk_view(look: Look) -> RiskView:
    """Return scores, index and level with the working."""
    found, level = look.risk, look.risk.level
    chosen = look.case.level
    return RiskView(
        factors=tuple(_factor(f, look) for f in look.pack.factors.values()),
        index_before=found.before.value,
        index_after=found.after.value,
        computed_level=level.computed,
        floor=level.floor,
        floor_reasons=level.reasons,
        level=chosen.level if chosen else None,
        level_reason=chosen.reason if chosen else "",
        steps=risk.working(found.after),
        level_approver=(chosen.approver_name or chosen.approver) if chosen else "",
        range_before=(found.before.low, found.before.high),
        range_after=(found.after.low, found.after.high),
        dimensions=tuple(dimensions(look)),
        unknown=level.unknown,
    )


def _factor(factor: Factor, look: Look) -> FactorView:
    said = look.case.factors.get(factor.code, FactorScore(None, None))
    return FactorView(
        code=factor.code,
        dimension=factor.dimension,
        title=factor.text,
        critical=factor.critical,
        anchors=factor.anchors,
        before=said.before,
        after=said.after,
        not_applicable=said.not_applicable,
        evidence=said.evidence,
        note=said.note,
        confidence=said.confidence,
        references=said.references,
        gap_note=said.gap_note,
    )


def site_objects(look: Look) -> Iterator[SiteObjectView]:
    """Yield zones, gates and posts with what is drawn and what was concluded."""
    plan = look.plan.site
    drawn = {f.code: f for f in plan.features if f.valid} if plan else {}
    for kind, sheet in _SITE_SHEETS.items():
        for row in look.plan.rows(sheet):
            code = str(row["code"])
            said = look.case.site.get(code, SiteVerdict(""))
            feature = drawn.get(str(row.values.get("ref") or code))
            size = (feature.length if kind == "gate" else feature.area) if feature else None
            yield SiteObjectView(kind, code, row, said.verdict, said.note, size)


def density(row: Row) -> Decimal | None:
    """Return the expected people per square metre of a zone, or ``None`` where peak or area is not stated."""
    peak, net = number_of(row["expected_peak"]), number_of(row["net"])
    return peak / net if peak is not None and net else None
