"""Everything that a correction notice has to say at once, gathered from the review as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.core import programme
from workbench.core.case_findings import waived
from workbench.core.commands import Deficiency
from workbench.core.completeness import DEFECTIVE, INVALID, MISSING
from workbench.core.facts import WORKBOOK, shown_value
from workbench.core.findings import with_answers
from workbench.core.gate import OVERALL
from workbench.core.governing import open_conflicts
from workbench.services import presenting
from workbench.services.looking import Look

_FAULTY = frozenset({MISSING, DEFECTIVE, INVALID})
"""Rule statuses that a notice must tell."""


def deficiencies(look: Look) -> tuple[Deficiency, ...]:
    """Return every deficiency found: papers, plan contents, duties, programme, facts, site, in that order.

    The officer may reword problem and remedy; leaving a paper or plan content out is refused by the notice's own rule.
    """
    found = [*_papers(look), *_contents(look), *_duties(look), *_acts(look), *_facts(look), *_site(look)]
    return tuple(found)


BLOCKING = frozenset({"block", "critical", "red", "correction"})
MEND = "补充或更正有关材料"  # legal text


def open_matters(look: Look) -> tuple[Deficiency, ...]:
    """Return everything that a notice may ask for: what the review found, then what checks and notes add to it."""
    own = deficiencies(look)
    told = {item.code for item in own}
    return (*own, *_findings(look, told), *_notes(look, told))


def not_asked(look: Look, items: Iterable[Deficiency]) -> tuple[Deficiency, ...]:
    """Return the open matters that a notice with these items does not ask the applicant to mend."""
    asked = {item.code for item in items}
    return tuple(item for item in open_matters(look) if item.code not in asked)


def _findings(look: Look, told: set[str]) -> Iterator[Deficiency]:
    """Yield what checks that close a gate found about objects not told yet."""
    for finding in with_answers(look.assessment, waived(look.case, look.assessment)).findings:
        if not finding.fired or not (finding.check.gates or finding.check.severity in BLOCKING):
            continue
        whys, places = (finding.why, finding.places) if finding.why else ((finding.check.text,), ("",))
        for why, place in zip(whys, places, strict=True):
            code = place or finding.check.code
            if finding.check.member and code in told:
                code = f"{finding.check.code} {place or len(told)}"  # another matter of an object told already
            if code not in told:
                told.add(code)
                yield Deficiency(code, (), why.zh, MEND, "fact")


def _notes(look: Look, told: set[str]) -> Iterator[Deficiency]:
    for note in look.case.notes.values():
        if note.is_reason and note.item not in told:
            place = f"（{note.file} 第 {note.page} 页）" if note.page else ""  # legal text
            yield Deficiency(note.item, (), f"{note.text}{place}", MEND, "note")


def _papers(look: Look) -> Iterator[Deficiency]:
    """Yield the papers that the officer found wanting, and those that the rules do and nobody judged."""
    defects = look.pack.lists["defects"]
    states = {state.item.code: state for state in look.assessment.papers}
    for group in look.classes:
        for paper in group.papers:
            if not paper.verdict and paper.rule_status in _FAULTY:
                problem = "；".join(f.why.zh for f in states[paper.code].faults)
                yield Deficiency(paper.code, paper.rule_reasons, problem, f"提交符合要求的{paper.title.zh}")
            elif paper.verdict == "correct":
                reasons = "、".join(defects[r].text.zh for r in paper.reasons if r in defects)
                noted = [n.text for n in look.case.notes.values() if n.is_reason and n.item == paper.code]
                problem = paper.note or "；".join(noted) or reasons or "需补正"
                remedy = paper.remedy or f"重新提交{paper.title.zh}"
                yield Deficiency(paper.code, paper.reasons, problem, remedy)


def _contents(look: Look) -> Iterator[Deficiency]:
    for group in look.classes:
        for content in group.contents:
            if content.score == 0 or (content.score is None and not content.file):
                problem = content.note or f"方案缺“{content.title.zh}”"
                yield Deficiency(content.code, (), problem, content.remedy or "在安全工作方案中补写", "plan")


def _duties(look: Look) -> Iterator[Deficiency]:
    for duty in presenting.duties(look.assessment, look.verdicts):
        if duty.gaps:
            problem = "；".join(g.zh for g in duty.gaps)
            yield Deficiency(duty.code, (), f"{duty.title.zh}：{problem}", "落实并签认责任清单", "duty")


def _acts(look: Look) -> Iterator[Deficiency]:
    found = programme.items(look.case)
    for no, said in look.case.programme.items():
        answer = look.case.answers.get(no)
        if said.advice and no in found and (answer is None or not answer.accepted):
            yield Deficiency(f"节目{no}", (), f"{found[no].title}：{said.evidence}", said.advice, "programme")


def _facts(look: Look) -> Iterator[Deficiency]:
    for entry in open_conflicts(look.assessment.ledger, look.case.facts):
        values = "；".join(f"{shown_value(value)}（{_place(sources)}）" for value, sources in entry.values)
        problem = f"{entry.title.zh}前后不一致：{values}"
        yield Deficiency(entry.code, (), problem, "核对后统一，并更正有误的材料", "fact")


def _place(sources: tuple[str, ...]) -> str:
    """Return where a value stands: the first place, and how many more there are."""
    first = sources[0].replace(WORKBOOK, "申请表")
    return f"{first}等{len(sources)}处" if len(sources) > 1 else first


def _site(look: Look) -> Iterator[Deficiency]:
    names = {str(r["code"]): str(r["name"]) for s in ("zones", "gates", "posts") for r in look.plan.rows(s)}
    for code, said in look.case.site.items():
        if said.verdict == "correct":
            name = names.get(code) or OVERALL[code].zh
            yield Deficiency(code, (), f"{name}：{said.note}", "调整方案或场地后重新提交", "site")
