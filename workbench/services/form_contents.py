"""Contents of the forms: material check list, responsibility lists, risk report. The liaison's desk prints them too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reports.issue import Issue
from reports.material_checklist import ChecklistItem, MaterialChecklist, PlanLine
from reports.responsibility_list import DutyLine, PartyBox, ResponsibilityList
from workbench.core.assessment import Assessment
from workbench.core.facts import day_of
from workbench.errors import Text
from workbench.services import legal
from workbench.services.views import ClassView, DutyView, PaperView, PartyView
from workbench.services.wording import text_of


@dataclass(frozen=True)
class Shown:
    """What a form is made from: the assessment and the views that the window shows of it."""

    assessment: Assessment
    classes: tuple[ClassView, ...]
    parties: tuple[PartyView, ...]
    duties: tuple[DutyView, ...]


def material_checklist(shown: Shown, issue: Issue) -> MaterialChecklist:
    """Return the check list of an application; what is in hand is ticked, what is not stays for the hand."""
    fields = shown.assessment.application.fields
    people = shown.assessment.scope.headcount
    authority = shown.assessment.authority.level
    plan = next((c.contents for c in shown.classes if c.contents), ())
    return MaterialChecklist(
        issue=issue,
        items=tuple(_items(shown)),
        plan=tuple(
            PlanLine(str(number), c.title.zh, bool(c.file), _pages(c.page, c.page_to))
            for number, c in enumerate(plan, 1)
        ),
        event=text_of(fields.get("ev.name")),
        undertaker=text_of(fields.get("und.name")),
        first_day=day_of(fields.get("ev.start_date")),
        last_day=day_of(fields.get("ev.end_date")),
        people=people,
        liaison=text_of(fields.get("und.contact")),
        phone=text_of(fields.get("und.contact_phone")),
        authority=authority.text.zh if authority else "",
        dates=tuple(_dates(shown.assessment)),
    )


def _pages(first: int | None, last: int | None) -> str:
    if first is None:
        return ""
    return f"{first}–{last}" if last and last != first else str(first)


def _items(shown: Shown) -> Iterator[ChecklistItem]:
    for number, group in enumerate(shown.classes, 1):
        for paper in group.papers:
            yield ChecklistItem(
                class_no=str(number),
                class_title=group.title.zh,
                title=f"{paper.code} {paper.title.zh}",
                need=_need(shown, paper),
                form=_form(paper),
                basis=legal.short(shown.assessment.pack, shown.assessment.pack.classes[group.code].basis),
                have=None if paper.required is False and not paper.files else bool(paper.files),
                state=_state(paper),
                note=_note(shown, paper),
            )


def _need(shown: Shown, paper: PaperView) -> str:
    if paper.tolerable:
        return "tolerable"
    item = shown.assessment.pack.materials[paper.code]
    always = not item.optional and (item.needed is None or item.needed.source == "always")
    return "required" if always else "conditional"


def _form(paper: PaperView) -> str:
    forms = dict.fromkeys(str(f.row["original"]) for f in paper.files if f.row and f.row["original"])
    return "、".join(forms)


def _state(paper: PaperView) -> str:
    if paper.rule_status == "ok":
        return "complete"
    return "" if paper.rule_status in {"not_required", "unknown", "tolerated"} else "lacking"


def _note(shown: Shown, paper: PaperView) -> str:
    if paper.rule_status == "not_required":
        return "不适用"
    if paper.rule_status == "tolerated" and paper.promise:
        return f"容缺至 {paper.promise:%m-%d}"
    defects = shown.assessment.pack.lists["defects"]
    reasons = "、".join(defects[r].text.zh for r in paper.rule_reasons if r in defects)
    pages = sum(f.attachment.pages or 0 for f in paper.files)
    return reasons or (f"{pages} 页" if pages else "")


_DATES = {
    "apply_by": Text("最迟申请", "apply by"),
    "received": Text("收件", "received"),
    "correction_due": Text("补正告知", "notice due"),
    "accepted": Text("受理", "accepted"),
    "accepted_deemed": Text("视为受理", "deemed accepted"),
    "decision_due": Text("决定期限", "decision due"),
}


def _dates(assessment: Assessment) -> Iterator[tuple[str, str, str]]:
    first = day_of(assessment.application.fields.get("ev.start_date"))
    lines = [
        (line.value, _DATES[line.id].zh, "预估" if line.estimate else "")
        for line in assessment.clocks
        if line.id in _DATES
    ]
    if first is not None:
        lines.append((first, "活动首日", ""))
    for day, what, note in sorted(lines)[:6]:
        yield _short_day(day), what, note


def _short_day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def responsibility_list(shown: Shown, party: str, issue: Issue) -> ResponsibilityList:
    """Return the list of one party: its duties in the order of phases.

    Args:
        shown: Assessment and views.
        party: Code of the party.
        issue: The formal side.
    """
    pack = shown.assessment.pack
    phases = {code: row.text.zh for code, row in pack.lists["duty_phases"].items()}
    order = list(phases)
    own = sorted((d for d in shown.duties if d.party == party), key=lambda d: order.index(d.phase))
    rows = [r for r in shown.assessment.application.rows("parties") if r["party"] == party]
    return ResponsibilityList(
        issue=issue,
        event=text_of(shown.assessment.application.fields.get("ev.name")),
        parties=tuple(PartyBox(p.title.zh, "、".join(p.organisations)) for p in shown.parties),
        active=[p.code for p in shown.parties].index(party),
        duties=tuple(_duty(d, phases, shown) for d in own),
        safety_person=text_of(rows[0]["lead"]) if rows else "",
    )


def _duty(duty: DutyView, phases: dict[str, str], shown: Shown) -> DutyLine:
    row = shown.assessment.pack.duties[duty.code]
    return DutyLine(
        phase=phases[duty.phase],
        code=duty.line or duty.code,
        text=duty.title.zh,
        basis=legal.short(shown.assessment.pack, row.basis),
        evidence=duty.evidence or row.evidence.zh,
        due=duty.due,
        person=duty.person,
        own=True if duty.status == "done" else None,
    )
