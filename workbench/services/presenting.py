"""An assessment as a person sees it: classes, papers, plan contents, duties, parties, findings, facts, clock.

Pure functions over an :class:`~workbench.core.assessment.Assessment` and what officers have said so far
(:class:`Verdicts`; nothing for a pre-check). The window of a case and the liaison's desk use the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from workbench.core import case_parts as parts
from workbench.core.assessment import Assessment, ClockLine, Finding, ProcessDates, SiteVisit
from workbench.core.case import Case
from workbench.core.changes import ChangeRequest
from workbench.core.completeness import DEFECTIVE, INVALID, MISSING, NOT_REQUIRED, OK, TOLERATED, Owed, PaperState
from workbench.core.duties import DutyState
from workbench.core.duty_matrix import held, line_code
from workbench.core.facts import FactEntry, Statement, day_of, normal
from workbench.core.governing import settled
from workbench.core.pack import Pack
from workbench.core.parameters import word, words
from workbench.core.plan_contents import ContentState
from workbench.core.procedure import process_of
from workbench.core.promises import LOWER_NUMBER
from workbench.core.values import Row, Scalar
from workbench.errors import NO_TEXT, Text
from workbench.services.views import (
    ClassView,
    ClockView,
    ContentView,
    DutyView,
    FactView,
    FileView,
    FindingView,
    PaperView,
    PartyView,
    StatementView,
)

_BY_RULE = {
    OK: "meets",
    MISSING: "correct",
    DEFECTIVE: "correct",
    INVALID: "correct",
    TOLERATED: "tolerated",
    NOT_REQUIRED: "not_applicable",
}


@dataclass(frozen=True)
class Verdicts:
    """What officers have said so far, by code.

    ``by_rule`` lets a class stand as the rules see it where nobody has said anything; a case leaves it open.
    """

    materials: Mapping[str, parts.MaterialVerdict] = field(default_factory=dict)
    plan: Mapping[str, parts.PlanScore] = field(default_factory=dict)
    duties: Mapping[str, parts.DutyState] = field(default_factory=dict)
    facts: Mapping[tuple[str, str], parts.Governing] = field(default_factory=dict)
    acts: Mapping[str, parts.Act] = field(default_factory=dict)
    by_rule: bool = False
    returned: Mapping[str, parts.Returned] = field(default_factory=dict)
    number: str = ""
    """Of the case; empty for a package that is only looked at."""


PRECHECK = Verdicts(by_rule=True)
"""Nobody has said anything: only the rules speak."""


def verdicts_of(case: Case) -> Verdicts:
    """Return what officers have said in a case."""
    duties = {**case.duties, **case.later_duties}
    said = (case.materials, case.plan, duties, case.facts, case.acts)
    return Verdicts(*said, returned=case.returned, number=case.number)


def case_process(case: Case) -> ProcessDates:
    """Return a case's own dates with the promises it took and those that were kept."""
    now = [promise for promise in map(case.promise, case.promises) if promise is not None]
    promises = {p.item: Owed(p.due.date(), p.type == "before_opening", p.fallback == LOWER_NUMBER) for p in now}
    fulfilled = frozenset(item for item in case.promises if case.fulfilment(item) is not None)
    dates = process_of(case.process_dates())
    visits = tuple(SiteVisit(check.at, check.place, _standing_by(check)) for check in case.site_checks)
    changes = tuple(ChangeRequest(one.requested, one.change, one.what, one.number) for one in case.changes)
    return replace(dates, promises=promises, fulfilled=fulfilled, visits=visits, changes=changes)


def _standing_by(check: parts.SiteCheck) -> int:
    """Return how many officers stand by a check: those who confirmed it, or all where officers were only named."""
    return len(set(check.confirmed if check.accounts else check.officers))


# Papers


def classes(assessment: Assessment, verdicts: Verdicts = PRECHECK) -> tuple[ClassView, ...]:
    """Return the material classes with their papers, in pack order; one of them holds the plan contents."""
    papers: dict[str, list[PaperView]] = {code: [] for code in assessment.pack.classes}
    for state in assessment.papers:
        papers.setdefault(state.item.class_code, []).append(paper(state, assessment, verdicts))
    plan_class = word(assessment.pack, "plan_class")
    standing = class_verdicts(assessment, verdicts)
    shown = []
    for code, row in assessment.pack.classes.items():
        inside = contents(assessment, verdicts) if code == plan_class else ()
        shown.append(ClassView(code, row.text, standing[code], tuple(papers[code]), inside))
    return tuple(shown)


def paper(state: PaperState, assessment: Assessment, verdicts: Verdicts = PRECHECK) -> PaperView:
    """Return one paper: what the rules say, and what the officer said."""
    item = state.item
    said = verdicts.materials.get(item.code, parts.MaterialVerdict(""))
    act = verdicts.acts.get(f"materials:{item.code}")
    return PaperView(
        code=item.code,
        title=item.text,
        required=state.required,
        tolerable=item.tolerable,
        rule_status=state.status,
        rule_reasons=state.reasons,
        verdict=said.verdict,
        reasons=said.reasons,
        note=said.note,
        remedy=said.remedy,
        files=tuple(_files(state, assessment)),
        promise=state.promise,
        limit=state.limit,
        judged_by=act.name if act and said.verdict else "",
        judged_at=act.at if act and said.verdict else None,
        basis=basis_text(item.basis, assessment.pack),
        mark=item.mark,
    )


def _files(state: PaperState, assessment: Assessment) -> Iterator[FileView]:
    for row in state.rows:
        attachment = assessment.application.attachment(row["file"])
        if attachment is not None:
            yield FileView(attachment, state.item.code, row)


def class_verdicts(assessment: Assessment, verdicts: Verdicts = PRECHECK) -> dict[str, str]:
    """Return where each class stands: one paper to correct decides, then an open one, then a tolerated one."""
    states: dict[str, set[str]] = {code: set() for code in assessment.pack.classes}
    for state in assessment.papers:
        states.setdefault(state.item.class_code, set()).add(_standing(state, verdicts))
    scores = (verdicts.plan.get(c.content.code, parts.PlanScore(None)).score for c in assessment.contents)
    missing = verdicts.by_rule and not all(c.present for c in assessment.contents)
    if missing or 0 in scores:
        states[word(assessment.pack, "plan_class")].add("correct")
    order = ("correct", "open", "tolerated", "meets")
    return {code: next((s for s in order if s in found), "not_applicable") for code, found in states.items()}


def _standing(state: PaperState, verdicts: Verdicts) -> str:
    said = verdicts.materials.get(state.item.code)
    if said is not None and said.verdict:
        return said.verdict
    if verdicts.by_rule or state.status == NOT_REQUIRED:
        return _BY_RULE.get(state.status, "open")
    return "open"


def contents(assessment: Assessment, verdicts: Verdicts = PRECHECK) -> tuple[ContentView, ...]:
    """Return the required plan contents with their place in the plan and their score."""
    return tuple(_content(state, verdicts) for state in assessment.contents)


def _content(state: ContentState, verdicts: Verdicts) -> ContentView:
    row, said = state.row, verdicts.plan.get(state.content.code, parts.PlanScore(None))
    return ContentView(
        code=state.content.code,
        title=state.content.text,
        points=state.content.points,
        file=_text(row, "file"),
        page=_page(row, "page"),
        page_to=_page(row, "page_to"),
        summary=_text(row, "summary"),
        score=said.score,
        note=said.note,
        remedy=said.remedy,
    )


def _text(row: Row | None, column: str) -> str:
    value = None if row is None else row[column]
    return "" if value is None else str(value)


def _page(row: Row | None, column: str) -> int | None:
    value = None if row is None else row[column]
    return value if isinstance(value, int) else None


# Duties and parties


def duties(assessment: Assessment, verdicts: Verdicts = PRECHECK) -> tuple[DutyView, ...]:
    """Return every duty with its named person; without a duty sheet there are none."""
    if assessment.duties is None:
        return ()
    return tuple(_duty(state, assessment, verdicts) for state in assessment.duties.states)


def _duty(state: DutyState, assessment: Assessment, verdicts: Verdicts) -> DutyView:
    duty, row = state.duty, state.row
    said = verdicts.duties.get(duty.code)
    now = held(duty, state, said)
    named = _named(duty.party, row["signer"] if row else None, assessment)
    line = line_code(verdicts.number, now) if verdicts.number else ""
    back = verdicts.returned.get(duty.code)
    return DutyView(
        code=duty.code,
        party=duty.party,
        title=duty.text,
        phase=duty.phase,
        due=str(said.due) if said and said.due else _due(duty.due, row, assessment),
        basis=basis_text(duty.basis, assessment.pack),
        mark=duty.mark,
        status=now.status,
        person=now.person,
        phone=now.phone or _text(named, "phone"),
        post=now.post or _text(named, "post"),
        evidence=said.evidence if said and said.evidence else _text(row, "evidence"),
        signed_on=day_of(row["signed_on"]) if row else None,
        support=now.support,
        oversee=now.oversee,
        note=said.note if said and said.note else _text(row, "note"),
        gaps=tuple(_gaps(state, now.status, now.person, assessment)),
        due_set=said.due if said else None,
        source=said.source if said else "",
        line=line,
        returned=back.on if back else None,
        outdated=back is not None and back.code != line,
    )


def _gaps(state: DutyState, status: str, person: str, assessment: Assessment) -> Iterator[Text]:
    """Yield what an item of the applicant's side still lacks."""
    if state.row is None:
        yield Text("清单缺此项", "the list lacks this item")
    if state.duty.party not in words(assessment.pack, "duty_parties") or status == "not_applicable":
        return
    if not person:
        yield Text("未指定责任人", "nobody is named")
    if status == "undone":
        yield Text("未落实", "not done")


def _named(party: str, person: Scalar, assessment: Assessment) -> Row | None:
    """Return the row of the person's own party in which that person is named as lead or legal representative."""
    name = normal(person, "text")
    if name is None:
        return None
    rows = [r for r in assessment.application.rows("parties") if r["party"] == party]
    return next((r for r in rows if name in {normal(r["lead"], "text"), normal(r["legal_rep"], "text")}), None)


def _due(code: str, row: Row | None, assessment: Assessment) -> str:
    """Return the day by which a duty is due: the stated one, else the one the pack gives, else the pack's word."""
    stated = day_of(row["due"]) if row else None
    return str(stated or _pack_due(code, assessment) or code)


def _pack_due(code: str, assessment: Assessment) -> date | None:
    fields = assessment.application.fields
    first, last = day_of(fields.get("ev.start_date")), day_of(fields.get("ev.end_date"))
    decision = assessment.clock("decision_due")
    fixed = {"apply": assessment.applied, "decision": decision.value if decision else None, "day": first}
    if code in fixed:
        return fixed[code]
    start = first if code.startswith("-") else last
    if start is None or not code.endswith("d") or not code[1:-1].isdigit():
        return None
    return start + timedelta(days=int(code[:-1]))


def parties(assessment: Assessment, verdicts: Verdicts = PRECHECK) -> tuple[PartyView, ...]:
    """Return the five parties with their organisations, how many duties are done, and whether all have signed."""
    shown = duties(assessment, verdicts)
    views = []
    for code, row in assessment.pack.parties.items():
        rows = [r for r in assessment.application.rows("parties") if r["party"] == code]
        own = [d for d in shown if d.party == code]
        done = sum(d.status in {"done", "not_applicable"} for d in own)
        names = tuple(dict.fromkeys(str(r["name"]) for r in rows if r["name"]))
        views.append(PartyView(code, row.text, names, done, len(own), _signed(rows)))
    return tuple(views)


def _signed(rows: list[Row]) -> bool | None:
    """Return whether every organisation has signed its list; ``None`` when none says."""
    stated = [r["signed"] for r in rows]
    if any(s is False for s in stated):
        return False
    return True if stated and all(s is True for s in stated) else None


# Findings, facts, clock


def findings(assessment: Assessment, found: tuple[Finding, ...] | None = None) -> tuple[FindingView, ...]:
    """Return every check of the register as it stands; ``found`` are those of a case, by default the assessment's."""
    pack, on = assessment.pack, assessment.as_of
    return tuple(
        FindingView(
            check=f.check.code,
            title=f.check.text,
            severity=f.severity,
            gates=f.check.gates,
            fired=f.fired,
            why=f.why,
            objects=f.objects,
            basis=f.check.basis,
            mark=f.check.mark,
            law=basis_text(f.check.basis, pack, on),
            remedy=f.check.remedy,
            step=f.check.step,
            places=f.places,
            silent=NO_TEXT if f.fired is not None else _silent(f),
        )
        for f in (assessment.findings if found is None else found)
    )


def _silent(found: Finding) -> Text:
    """Return why a check is not evaluated."""
    if found.gaps:
        zh, en = "；".join(gap.zh for gap in found.gaps), "; ".join(gap.en for gap in found.gaps)
        return Text(f"缺数据：{zh}", f"no data: {en}")
    return Text("没有数据，或本案不适用", "no data, or it does not apply to this case")


def facts(assessment: Assessment, verdicts: Verdicts = PRECHECK) -> tuple[FactView, ...]:
    """Return the ledger: every fact with all its statements and the governing value, where one was chosen."""
    return tuple(_fact(entry, assessment, verdicts) for entry in assessment.ledger)


def _fact(entry: FactEntry, assessment: Assessment, verdicts: Verdicts) -> FactView:
    chosen = verdicts.facts.get((entry.code, entry.scope), parts.Governing(None, ""))
    act = verdicts.acts.get(f"facts:{entry.code}:{entry.scope}")
    return FactView(
        code=entry.code,
        title=entry.title,
        scope=entry.scope,
        unit=entry.unit,
        statements=tuple(_statement(s, verdicts) for s in entry.statements),
        conflict=entry.conflict,
        governing=chosen.value,
        reason=chosen.reason,
        open=entry.conflict and not settled(entry, verdicts.facts),
        severity=entry.severity,
        kind=assessment.pack.facts[entry.code].kind,
        chosen_by=act.name if act and chosen.value is not None else "",
    )


def _statement(said: Statement, verdicts: Verdicts) -> StatementView:
    act = verdicts.acts.get(f"stated:{said.key}") if said.key else None
    by = act.name if act else ""
    return StatementView(said.raw, said.source, said.file, said.page, said.quote, said.key, said.how, by)


def clock(assessment: Assessment) -> ClockView:
    """Return the statutory clock for the decision, with its derivation line by line."""
    line, progress = assessment.clock("decision_due"), assessment.progress
    if line is None or progress is None:
        return ClockView("none", limit=_limit(assessment))
    state = "running"
    if assessment.process.decided is not None:
        state = "decided"
    elif progress.overdue or progress.paused:
        state = "overdue" if progress.overdue else "paused"
    return ClockView(
        state=state,
        due=line.value,
        used=progress.used,
        limit=progress.limit,
        left=progress.left,
        group=_group(state, progress.left),
        estimate=line.estimate,
        steps=_derivation(line),
    )


def _limit(assessment: Assessment) -> int:
    return assessment.pack.clocks["decision_due"].amount + assessment.process.extended


def _derivation(line: ClockLine) -> tuple[Text, ...]:
    return (line.formula, *line.steps, Text(f"= {line.value}", f"= {line.value}"))


def _group(state: str, left: int) -> str:
    if state != "running":
        return "closed" if state == "decided" else state
    if left <= 0:
        return "today"
    return "three" if left <= 3 else "week"


def basis_text(codes: tuple[str, ...], pack: Pack, on: date | None = None) -> Text:
    """Return law references in words, of the articles in force on a day where one is given; office defaults say so."""
    in_force = [code for code in codes if on is None or code not in pack.laws or pack.laws[code].in_force(on)]
    told = [t for t in (_article(code, pack) for code in in_force) if t.zh]
    return Text("；".join(t.zh for t in told), "; ".join(t.en for t in told))


def _article(code: str, pack: Pack) -> Text:
    if code == "office":
        return Text("本单位默认", "office default")
    law = pack.laws.get(code)
    if law is None:
        return NO_TEXT
    if not law.article:
        return Text(f"《{law.title.zh}》", law.title.en)
    return Text(f"《{law.title.zh}》第{law.article}条", f"{law.title.en}, Art. {law.article}")
