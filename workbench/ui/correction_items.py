"""What a correction notice would say: every deficiency that the review found, in one list.

The law wants all of it told at once, so papers, plan contents, duties, programme, site, facts and notes are gathered
here. What the officer has judged to need correction must be in the notice; the rest is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.core.commands import Deficiency
from workbench.core.pack import Pack
from workbench.services.views import CaseView, NoteView, PaperView

BLOCKING = frozenset({"block", "critical", "red", "correction"})


@dataclass(frozen=True)
class Line:
    """A proposed line: what it is about, whether it must be told, whether it is ticked."""

    deficiency: Deficiency
    title: str
    must: bool = False
    ticked: bool = True


def lines(view: CaseView, pack: Pack) -> tuple[Line, ...]:
    """Return the proposed lines, papers first; legal papers stay in Chinese."""
    found = [*_papers(view, pack), *_contents(view), *_duties(view), *_acts(view), *_site(view)]
    told = {line.deficiency.code for line in found}
    found += [*_facts(view), *_findings(view, told | {""}), *_notes(view, told)]
    return tuple(found)


def _papers(view: CaseView, pack: Pack) -> Iterator[Line]:
    for group in view.classes:
        for paper in group.papers:
            if paper.verdict == "correct":
                yield _paper(paper, view, pack)


def _paper(paper: PaperView, view: CaseView, pack: Pack) -> Line:
    rows = pack.lists.get("defects", {})
    parts = ["、".join(rows[code].text.zh for code in paper.reasons if code in rows), paper.note]
    parts += [_place(note) for note in view.notes if note.is_reason and note.item == paper.code]
    problem = "；".join(part for part in parts if part) or paper.title.zh
    remedy = paper.remedy or f"补交符合要求的{paper.title.zh}"
    return Line(Deficiency(paper.code, paper.reasons, problem, remedy), f"{paper.code} {paper.title.zh}", must=True)


def _place(note: NoteView) -> str:
    return f"{note.text}（{note.file} 第 {note.page} 页）" if note.page else note.text


def _contents(view: CaseView) -> Iterator[Line]:
    for group in view.classes:
        for content in group.contents:
            if content.score not in {0, 1}:
                continue
            notes = [_place(n) for n in view.notes if n.is_reason and n.item == content.code]
            missing = content.score == 0
            stated = "；".join(part for part in (content.note, *notes) if part)
            problem = stated or f"方案{'缺少' if missing else '未写实'}“{content.title.zh}”"
            remedy = content.remedy or f"在安全工作方案中补充“{content.title.zh}”"
            item = Deficiency(content.code, (), problem, remedy, "plan")
            yield Line(item, f"{content.code} {content.title.zh}", must=missing, ticked=missing or bool(stated))


def _duties(view: CaseView) -> Iterator[Line]:
    for duty in view.duties:
        if duty.gaps:
            problem = "、".join(gap.zh for gap in duty.gaps)
            item = Deficiency(duty.code, (), f"{duty.title.zh}：{problem}", "明确责任人并补签责任清单", "duty")
            yield Line(item, f"{duty.code} {duty.title.zh}")


def _acts(view: CaseView) -> Iterator[Line]:
    for act in view.acts:
        if act.advice and not act.answer:
            title = f"节目 {act.no} {act.row.values.get('act') or act.row.values.get('name') or ''}".strip()
            item = Deficiency(act.no, (), f"{title}：{act.evidence or act.note or act.advice}", act.advice, "programme")
            yield Line(item, title)


def _site(view: CaseView) -> Iterator[Line]:
    for place in view.site:
        if place.verdict == "correct":
            title = f"{place.code} {place.row.values.get('name') or ''}".strip()
            item = Deficiency(
                place.code, (), f"{title}：{place.note or '不符合要求'}", "按审查意见整改并更新图纸", "site"
            )
            yield Line(item, title)


def _facts(view: CaseView) -> Iterator[Line]:
    for fact in view.facts:
        if fact.conflict and fact.governing is None:
            said = "；".join(f"{value}（{source}）" for value, source in fact.statements)
            title = f"{fact.code} {fact.title.zh}"
            item = Deficiency(fact.code, (), f"{fact.title.zh}前后不一致：{said}", "统一并更正有关材料", "fact")
            yield Line(item, title)


def _findings(view: CaseView, told: set[str]) -> Iterator[Line]:
    for finding in view.findings:
        if not finding.fired or finding.severity not in BLOCKING:
            continue
        for number, why in enumerate(finding.why):
            code = finding.objects[number] if number < len(finding.objects) else ""
            if code not in told:
                item = Deficiency(code, (), why.zh, "补充或更正有关材料", "fact")
                yield Line(item, f"{finding.check} {code}", ticked=finding.check != "K06")
                told.add(code)


def _notes(view: CaseView, told: set[str]) -> Iterator[Line]:
    for note in view.notes:
        if note.is_reason and note.item not in told:
            item = Deficiency(note.item, (), _place(note), "补充或更正有关材料", "note")
            yield Line(item, note.item)
