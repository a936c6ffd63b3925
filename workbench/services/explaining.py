"""The pre-check in plain words, for the person who hands the application in.

Each section is a heading and its lines, in both languages; a section with nothing to say is left out. Nothing here is a
decision: the lines say what the rules ask for and what the papers show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from workbench.core.assessment import Assessment, Finding
from workbench.core.completeness import MISSING, NOT_REQUIRED, OK, TOLERATED, UNKNOWN, PaperState
from workbench.core.facts import conflicts
from workbench.core.pack import Column, Pack
from workbench.core.parameters import choices
from workbench.core.scope import PERMIT
from workbench.core.values import Scalar
from workbench.errors import NO_TEXT, Text
from workbench.services import explaining_event
from workbench.services.presenting import basis_text
from workbench.services.views import SectionView

_FACT = re.compile(r"\b[a-z]+\.[a-z_0-9]+\b")


def sections(assessment: Assessment) -> tuple[SectionView, ...]:
    """Return the page as sections, most urgent first."""
    drafted = (
        (Text("办理程序", "Procedure"), _procedure(assessment)),
        (Text("日期", "Dates"), _dates(assessment)),
        (Text("需补齐或更正的材料", "Papers to hand in or mend"), _papers(assessment)),
        (Text("可以后补的材料", "Papers that may follow"), _tolerated(assessment)),
        (Text("安全工作方案缺少的内容", "Contents the safety plan lacks"), _plan(assessment)),
        (Text("有效期不够的证照、保险和管制", "Validity that ends too early"), _expiries(assessment)),
        (Text("前后不一致的内容", "Statements that disagree"), _conflicts(assessment)),
        (Text("责任清单", "Responsibility list"), _duties(assessment)),
        (
            Text("票务、证件和变更", "Tickets, passes and changes"),
            explaining_event.points(assessment),
        ),
        (Text("平面图中须查看的内容", "What the site plan is to be looked at for"), _drawing(assessment)),
        (Text("节目表中须说明的节目", "Acts that need an explanation"), explaining_event.programme(assessment)),
        (Text("不能判断的内容", "What could not be told"), _unknown(assessment)),
        (Text("小结", "In short"), _summary(assessment)),
    )
    shown = ((title, tuple(lines)) for title, lines in drafted)
    return tuple(SectionView(title, lines) for title, lines in shown if lines)


def _procedure(assessment: Assessment) -> Iterator[Text]:
    found, authority = assessment.scope, assessment.authority
    regimes = choices(assessment.pack, "regimes")
    if found.regime in regimes:
        name, why = regimes[found.regime].text, _joined(found.reasons)
        yield Text(f"{name.zh}：{why.zh}。", f"{name.en}: {why.en}.")
    if authority.level is not None:
        level, why = authority.level.text, _joined(authority.reasons)
        yield Text(f"受理机关级别：{level.zh}（{why.zh}）。", f"Competent authority: {level.en} level ({why.en}).")
    if authority.competent is False and authority.lodged is not None:
        lodged = authority.lodged.text
        yield Text(
            f"填报的受理机关是{lodged.zh}，须改递。", f"The form names {lodged.en}: lodge it at the right level."
        )


def _joined(texts: Iterable[Text]) -> Text:
    kept = tuple(texts)
    return Text("；".join(t.zh for t in kept), "; ".join(t.en for t in kept))


def _drawing(assessment: Assessment) -> Iterator[Text]:
    """Yield what the drawing shows, what stands in the way first."""
    fired = [f for f in assessment.findings if f.fired and f.check.member]
    for found in sorted(fired, key=lambda f: not f.check.gates):
        yield from (Text(f"{why.zh}。", f"{why.en}.") for why in found.why)


_DATES = {
    "apply_by": Text("最晚递交申请", "Last legal day to apply"),
    "correction_due": Text("公安机关一次性告知补正的截止日", "Last day for the authority's correction notice"),
    "decision_due": Text("公安机关作出决定的截止日", "Last day for the authority's decision"),
    "tolerance_limit": Text("后补材料最晚补齐日", "Last day for papers that follow"),
    "deliver_due": Text("决定送达的截止日", "Last day to serve the decision"),
}


def _dates(assessment: Assessment) -> Iterator[Text]:
    for line in assessment.clocks:
        if line.id in _DATES:
            name = _DATES[line.id]
            guess = Text("（预估）", " (estimate)") if line.estimate else NO_TEXT
            yield Text(
                f"{name.zh}：{line.value}{guess.zh}（{line.formula.zh}）",
                f"{name.en}: {line.value}{guess.en} ({line.formula.en})",
            )
    yield from _lead(assessment)


def _lead(assessment: Assessment) -> Iterator[Text]:
    """Say whether the application is in time: after it was made, whether it was; before, how many days are left."""
    limit = assessment.clock("apply_by")
    if limit is None:
        return
    applied = assessment.applied
    if applied is not None and applied > limit.value:
        late = (applied - limit.value).days
        yield Text(f"申请日 {applied}，已迟 {late} 日。", f"Applied {applied}: {late} days late.")
    elif assessment.process.received is None:
        left = (limit.value - assessment.as_of).days
        if left >= 0:
            yield Text(f"距最晚递交日还有 {left} 天。", f"{left} days are left to apply.")
        else:
            yield Text(f"最晚递交日已过 {-left} 天。", f"The last day to apply passed {-left} days ago.")


def _papers(assessment: Assessment) -> Iterator[Text]:
    for state in assessment.papers:
        if not state.required or state.status in {OK, TOLERATED, NOT_REQUIRED, UNKNOWN}:
            continue
        if not any(f.check != "K10" for f in state.faults):
            continue
        yield _paper(state, assessment)


def _paper(state: PaperState, assessment: Assessment) -> Text:
    """Return one paper with what is wrong, why it is asked for, and whether it may still follow later."""
    what = _joined(f.why for f in dict.fromkeys(state.faults))
    why = why_needed(state, assessment)
    limit = assessment.clock("tolerance_limit")
    later = NO_TEXT
    if state.item.tolerable and state.status == MISSING and limit is not None and limit.value >= assessment.as_of:
        later = Text(f"；可申请容缺，最晚 {limit.value} 补齐", f"; may follow by {limit.value} on a promise")
    return Text(f"{what.zh}。{why.zh}{later.zh}", f"{what.en}. {why.en}{later.en}")


def why_needed(state: PaperState, assessment: Assessment) -> Text:
    """Return why a paper is asked for: what the form says, and the law."""
    basis = basis_text(state.item.basis, assessment.pack)
    grounds = _joined(_grounds(state, assessment))
    said = Text(f"因填报{grounds.zh}", f"because of {grounds.en}") if grounds.zh else Text("必备材料", "always needed")
    if not basis.zh:
        return said
    return Text(f"{said.zh}（{basis.zh}）", f"{said.en} ({basis.en})")


def _grounds(state: PaperState, assessment: Assessment) -> Iterator[Text]:
    """Yield the answers of the form that a paper's condition looks at."""
    needed = state.item.needed
    labels = _labels(assessment.pack)
    for name in dict.fromkeys(_FACT.findall(needed.source)) if needed else ():
        value = assessment.application.fields.get(name)
        if name in labels and value not in (None, False):
            label = labels[name].label
            yield Text(f"“{label.zh}”为{_said(value).zh}", f"{label.en} = {_said(value).en}")
        sheet = assessment.pack.sheets.get(name.removeprefix("count."))
        rows = len(assessment.application.rows(sheet.key)) if sheet else 0
        if sheet and rows:
            yield Text(f"“{sheet.title}”表 {rows} 行", f"{rows} rows in {sheet.title}")


def _labels(pack: Pack) -> dict[str, Column]:
    return {column.key: column for sheet in pack.sheets.values() if sheet.keyed for column in sheet.columns}


def _said(value: Scalar) -> Text:
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    return Text(f"“{value}”", f"“{value}”")


def _tolerated(assessment: Assessment) -> Iterator[Text]:
    for state in assessment.papers:
        if state.status == TOLERATED and state.promise is not None:
            item, limit = state.item, state.limit or "—"
            yield Text(
                f"{item.code} {item.text.zh}：承诺 {state.promise} 补齐（最晚 {limit}）",
                f"{item.code} {item.text.en}: promised for {state.promise} (limit {limit})",
            )


def _plan(assessment: Assessment) -> Iterator[Text]:
    if not assessment.has_sheet("plan"):
        return
    for state in assessment.contents:
        if not state.present:
            points = _joined(state.content.points)
            content = state.content.text
            yield Text(
                f"{state.content.code} {content.zh}（应写明：{points.zh}）",
                f"{state.content.code} {content.en} (should cover: {points.en})",
            )


def _expiries(assessment: Assessment) -> Iterator[Text]:
    return (e.why for e in assessment.expiries)


def _conflicts(assessment: Assessment) -> Iterator[Text]:
    for entry in conflicts(assessment.ledger):
        stated = [f"{sources[0]} {_plain(value)}" for value, sources in entry.values]
        word = choices(assessment.pack, "words").get(entry.scope)
        scope = word.text if word else Text(entry.scope, entry.scope)
        yield Text(
            f"{entry.title.zh}{f'（{scope.zh}）' if scope.zh else ''}：{'；'.join(stated)}",
            f"{entry.title.en}{f' ({scope.en})' if scope.en else ''}: {'; '.join(stated)}",
        )
    for found in assessment.mismatches:
        figures = f"{_plain(found.stated)} ≠ {_plain(found.other)}"
        yield Text(f"{found.what.zh}：{figures}", f"{found.what.en}: {figures}")


def _plain(value: object) -> str:
    shown = value if isinstance(value, str) else f"{value:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown and not isinstance(value, str) else shown


def _duties(assessment: Assessment) -> Iterator[Text]:
    found = assessment.duties
    if found is None:
        return
    if found.missing:
        codes = "、".join(found.missing)
        yield Text(f"清单缺 {len(found.missing)} 项：{codes}", f"{len(found.missing)} items are left out: {codes}")
    if found.not_done:
        codes = "、".join(found.not_done)
        yield Text(f"未落实 {len(found.not_done)} 项：{codes}", f"{len(found.not_done)} items are not done: {codes}")


def _unknown(assessment: Assessment) -> Iterator[Text]:
    titles = {key: sheet.title for key, sheet in assessment.pack.sheets.items()}
    for key in sorted(assessment.application.missing_sheets):
        title = titles.get(key, key)
        yield Text(
            f"工作簿缺“{title}”表，与其有关的检查没有数据。",
            f"The workbook lacks the sheet {title}: no data for its checks.",
        )
    for state in assessment.papers:
        if state.status == UNKNOWN:
            item = state.item
            yield Text(
                f"{item.code} {item.text.zh}：表格未填全，不能判断是否需要", f"{item.code} {item.text.en}: not told"
            )


def _summary(assessment: Assessment) -> Iterator[Text]:
    fired = [f for f in assessment.findings if f.fired and not _hint(f)]
    blocking = [f for f in fired if f.check.gates]
    if assessment.scope.regime not in {PERMIT, ""}:
        yield Text("不走许可程序；安全方案仍须按要求准备。", "No permit procedure; the safety plan is still required.")
    elif not fired:
        yield Text("已检查的项目没有发现问题。", "Nothing was found wrong in what was checked.")
    else:
        names = _names(blocking)
        yield Text(
            f"发现 {len(fired)} 类问题，其中 {len(blocking)} 类不解决不能准予：{names.zh or '无'}。",
            f"{len(fired)} kinds of finding, {len(blocking)} of them stand in the way: {names.en or 'none'}.",
        )
    yield Text(
        "这是自查结果，不代表受理或许可决定；容量、疏散、节目等须由审查人员审核。",
        "This is a self-check, not a decision; capacity, egress and programme are reviewed by officers.",
    )


def _hint(found: Finding) -> bool:
    """Return whether a finding only says what to look at in the drawing."""
    return bool(found.check.member) and found.severity == "warn"


def _names(found: list[Finding]) -> Text:
    return Text("、".join(f.check.text.zh for f in found), ", ".join(f.check.text.en for f in found))
