"""What still stands against a decision or an opening: open findings, and what the review has left unsettled.

A grant is recommended only when nothing here closes the gate ``decision``. A check that the program does not work out
yet closes no gate by itself; the officer's own conclusion on site and deployment does, so that nothing passes unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.core import consultation, programme
from workbench.core.assessment import Assessment
from workbench.core.case import Case
from workbench.core.completeness import NOT_REQUIRED
from workbench.core.decide_base import GateItem
from workbench.core.decide_risk import gap_untold
from workbench.core.facts import shown_value
from workbench.core.governing import open_conflicts
from workbench.errors import Text

DECISION = ("decision",)
OVERALL: dict[str, Text] = {
    "site": Text("场地与人流结论", "conclusion on site and crowd"),
    "deployment": Text("勤务部署结论", "conclusion on deployment"),
}
"""Objects of ``JudgeSite`` that stand for the whole of a step."""

_ORDER = ("block", "critical", "red", "correction", "warn")


def gate_items(case: Case, assessment: Assessment) -> tuple[GateItem, ...]:
    """Return everything that closes a gate, the most severe first."""
    items = [*_fired(assessment), *_papers(case, assessment), *_contents(case, assessment), *_acts(case, assessment)]
    items += [*_factors(case, assessment), *_site(case), *_consultations(case, assessment), *_facts(assessment)]
    return tuple(sorted(items, key=_rank))


def _rank(item: GateItem) -> int:
    return _ORDER.index(item.severity) if item.severity in _ORDER else len(_ORDER)


def _fired(assessment: Assessment) -> Iterator[GateItem]:
    for found in assessment.findings:
        if found.fired and found.check.gates:
            why = found.why or (found.check.text,)
            text = Text("；".join(w.zh for w in why), "; ".join(w.en for w in why))
            yield GateItem(found.check.code, found.severity, found.check.gates, text, found.objects, fired=True)


def _item(check: str, severity: str, zh: str, en: str, objects: Iterable[str] = ()) -> GateItem:
    return GateItem(check, severity, DECISION, Text(zh, en), tuple(objects))


def _papers(case: Case, assessment: Assessment) -> Iterator[GateItem]:
    """Papers judged as needing correction, and papers nobody has judged."""
    wrong = [code for code, said in case.materials.items() if said.verdict == "correct"]
    if wrong:
        yield _item(
            "K06", "block", f"需补正的材料：{'、'.join(wrong)}", f"papers to correct: {', '.join(wrong)}", wrong
        )
    unseen = [
        state.item.code
        for state in assessment.papers
        if state.status != NOT_REQUIRED and not _judged(case, state.item.code)
    ]
    if unseen:
        zh, en = f"{len(unseen)} 份材料尚未审查", f"{len(unseen)} papers are not judged yet"
        yield _item("K06", "correction", zh, en, unseen)


def _judged(case: Case, code: str) -> bool:
    return code in case.materials and bool(case.materials[code].verdict)


def _contents(case: Case, assessment: Assessment) -> Iterator[GateItem]:
    """Plan contents scored as missing, and contents nobody has scored."""
    empty = [code for code, said in case.plan.items() if said.score == 0]
    if empty:
        zh, en = f"方案内容评为缺项：{'、'.join(empty)}", f"plan contents scored as missing: {', '.join(empty)}"
        yield _item("K08", "correction", zh, en, empty)
    unseen = [code for code in assessment.pack.plan if code not in case.plan or case.plan[code].score is None]
    if unseen:
        zh, en = f"{len(unseen)} 项方案内容尚未评分", f"{len(unseen)} plan contents are not scored yet"
        yield _item("K08", "correction", zh, en, unseen)


def _acts(case: Case, assessment: Assessment) -> Iterator[GateItem]:
    """Acts without conclusion, advice that waits for an answer, and conclusions that keep the matter open."""
    said = {no: programme.standing(no, case, assessment.pack) for no in programme.items(case)}
    if open_ := [no for no in said if said[no] == programme.OPEN]:
        yield _item("K22", "block", f"{len(open_)} 项节目尚无结论", f"{len(open_)} acts have no conclusion", open_)
    if waiting := [no for no in said if said[no] in {programme.ADVISED, programme.ANSWERED}]:
        zh, en = f"节目建议未获采纳答复：{'、'.join(waiting)}", f"advice not yet accepted for acts {', '.join(waiting)}"
        yield _item("K22", "block", zh, en, waiting)
    if unsettled := [no for no in said if said[no] in {programme.CONSULTED, programme.BARRED}]:
        zh, en = (
            f"节目结论尚不能准予：{'、'.join(unsettled)}",
            f"acts that do not allow a grant: {', '.join(unsettled)}",
        )
        yield _item("K22", "block", zh, en, unsettled)


def _facts(assessment: Assessment) -> Iterator[GateItem]:
    """Contradictions on which a number or a day of the decision rests, while no value governs."""
    waiting = open_conflicts(assessment.ledger, assessment.chosen)
    for entry in waiting:
        if entry.severity in _ORDER[:4]:
            values = [shown_value(value) for value, _ in entry.values]
            zh = f"{entry.title.zh}陈述不一致（{'、'.join(values)}），须采信一个值"
            en = f"{entry.title.en} is stated as {', '.join(values)}: a value must be chosen"
            yield _item("K09", entry.severity, zh, en, (entry.code,))


def _factors(case: Case, assessment: Assessment) -> Iterator[GateItem]:
    missing = [code for code in assessment.pack.factors if not _scored(case, code)]
    if missing:
        zh, en = f"{len(missing)} 项风险因素未评", f"{len(missing)} risk factors are not scored"
        yield _item("K23", "block", zh, en, missing)
    untold = [code for code in case.agency if gap_untold(case, code, assessment.pack)]
    if untold:
        zh, en = (
            f"{len(untold)} 项与评估单位评分的差异未说明",
            f"{len(untold)} differences to the agency are not explained",
        )
        yield _item("K23", "correction", zh, en, untold)
    if case.level is None:
        yield _item("K23", "correction", "安保等级未定", "the security level is not set", ("level",))


def _scored(case: Case, code: str) -> bool:
    said = case.factors.get(code)
    return said is not None and (bool(said.not_applicable) or (said.before is not None and said.after is not None))


def _site(case: Case) -> Iterator[GateItem]:
    wrong = [code for code, said in case.site.items() if said.verdict == "correct"]
    if wrong:
        zh, en = f"场地与部署需整改：{'、'.join(wrong)}", f"site and deployment to mend: {', '.join(wrong)}"
        yield _item("site", "block", zh, en, wrong)
    for code, name in OVERALL.items():
        if code not in case.site or not case.site[code].verdict:
            yield _item(code, "correction", f"{name.zh}未作出", f"{name.en} is missing", (code,))


def _consultations(case: Case, assessment: Assessment) -> Iterator[GateItem]:
    """Questions to other authorities that are not answered, and answers that differ: both block at the decision."""
    waiting = consultation.waiting(case)
    if waiting:
        names = "、".join(f"{asked.dept}（{request}）" for request, asked in waiting)
        zh, en = f"征求意见尚未回复：{names}", f"consultations not answered yet: {names}"
        yield _item("K21", "warn", zh, en, (request for request, _ in waiting))
    differ = [conflict for conflict in consultation.conflicts(case, assessment.pack) if not conflict.resolved]
    if differ:
        zh, en = "；".join(one.title.zh for one in differ), "; ".join(one.title.en for one in differ)
        yield _item("K21", "warn", zh, en, (one.key for one in differ))
