"""What the decision page says, as rows: findings per step, what stands against a grant, conditions, papers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from PySide6.QtWidgets import QWidget

from workbench.core.commands import RefusalReason
from workbench.core.pack import Pack
from workbench.errors import Text
from workbench.services.views import (
    CaseView,
    ConditionView,
    FindingView,
    OpenItem,
    SignatureView,
    StepView,
)
from workbench.ui.i18n import clock_time, say, tr
from workbench.ui.queue_words import step_name
from workbench.ui.step_decision_lines import Line
from workbench.ui.step_rail import STATE_ICON, item_place
from workbench.ui.widgets import label
from workbench.ui.workspace_dialogs import CaseDialog

CHOICES = ("grant", "grant_if", "correct", "refuse")
"""The four outcomes on the page; the two grants differ by having conditions."""
KIND_LOOK = {
    "block": ("alert-circle-filled", "badF", "bad"),
    "correct": ("edit", "warn", "warn"),
    "tolerated": ("clock", "tol", "tol"),
    "warn": ("alert-triangle", "warn", "warn"),
    "info": ("info-circle", "info", "info"),
}
REFUSE = Text("不予许可", "Refuse")
"""The act; the same words elsewhere name the state, which is another word in English."""
FULFIL = "fulfil"
"""Act of a row about a paper that is owed."""
MANY = 12
"""Rows of what needs attention before the list says how many more there are."""


def choice_title(choice: str) -> str:
    """Return the name of an outcome."""
    return {
        "grant": tr("准予许可"),
        "grant_if": tr("准予，附条件"),
        "correct": tr("要求补正"),
        "refuse": say(REFUSE),
    }[choice]


def choice_note(choice: str, conditions: int) -> str:
    """Return what an outcome asks for."""
    if choice == "grant":
        return tr("须先删 {count} 项条件", count=conditions) if conditions else tr("无条件")
    return {
        "grant_if": tr("{count} 项条件，逐项核验", count=conditions) if conditions else tr("先添加条件"),
        "correct": tr("一次告知，时限照走"),
        "refuse": tr("须写明理由与救济"),
    }[choice]


def findings(view: CaseView) -> tuple[Line, ...]:
    """Return the left column: steps, what stands against a grant, the rest."""
    decided = view.decision.decision is not None
    lines = [Line(tr("审查结论"), heading=True), *(_step(step) for step in view.steps[:7])]
    if not decided:
        lines += _gate(view.decision.gate)
    lines += _others(view)
    return tuple(lines)


def _step(step: StepView) -> Line:
    icon, ink = STATE_ICON[step.state]
    return Line(say(step.title), (say(step.detail),), icon, ink, step=step.number, key=f"step {step.number}")


def _gate(gate: Sequence[OpenItem]) -> Iterator[Line]:
    family = "bad" if gate else "ok"
    yield Line(tr("准予前须解决"), heading=True, tag=str(len(gate)) if gate else tr("已齐"), family=family)
    for item in gate:
        yield open_line(item)
    if not gate:
        yield Line(tr("没有阻断准予的事项"), icon="checks", ink="ok", empty=True)


def open_line(item: OpenItem) -> Line:
    """Return an open item as a row."""
    icon, ink, _ = KIND_LOOK[item.kind]
    act = FULFIL if item.kind == "tolerated" else ""
    key = f"{item.step} {item.text}"
    return Line(say(item.text), (item_place(item),), icon, ink, step=item.step, object=item.object, key=key, act=act)


def _others(view: CaseView) -> Iterator[Line]:
    """Yield what does not stand against a grant: promises, open replies, findings to know of."""
    gate = {item.text for item in view.decision.gate}
    items = [item for item in view.open_items if item.text not in gate and item.kind in {"tolerated", "warn", "info"}]
    known = [f for f in view.findings if f.fired and "decision" not in f.gates and not _told(f, items)]
    if not items and not known:
        return
    yield Line(tr("须注意"), heading=True, tag=tr("不阻断决定"))
    rows = [*(open_line(item) for item in items), *(_finding(found) for found in known)]
    yield from rows[:MANY]
    if len(rows) > MANY:
        yield Line(tr("另有 {count} 项，见左下未决事项", count=len(rows) - MANY), empty=True)


def _told(found: FindingView, items: Sequence[OpenItem]) -> bool:
    return any(item.check == found.check for item in items)


def _finding(found: FindingView) -> Line:
    icon, ink, _ = KIND_LOOK["info"]
    why = tuple(say(text) for text in found.why[:2])
    return Line(f"{found.check} {say(found.title)}", why, icon, ink, key=found.check, step=8)


def condition_line(condition: ConditionView, pack: Pack) -> Line:
    """Return a condition as a row: title, text, who and when, how it is checked."""
    moment = pack.lists["condition_moments"].get(condition.moment)
    who = " · ".join(part for part in (condition.owner, say(moment.text) if moment else condition.moment) if part)
    check = tr("核验：{check}", check=condition.check) if condition.check else ""
    below = tuple(part for part in (condition.text if condition.title else "", who, check) if part)
    step = int(condition.step) if condition.step.isdecimal() and 0 < int(condition.step) < 9 else 0
    tag = step_name(step) if step else ""
    return Line(condition.title or condition.text, below, "square-check-filled", "accent", tag, key=condition.id)


def reason_line(number: int, reason: RefusalReason, pack: Pack) -> Line:
    """Return a reason of refusal as a row."""
    row = pack.lists["refusal_conditions"].get(reason.condition)
    title = f"{reason.condition}. {say(row.text)}" if row else reason.condition
    told = [tr("事实：{what}", what=reason.fact), tr("证据：{what}", what=reason.evidence)]
    if reason.required or reason.found:
        told.append(tr("要求 {required}；实际 {found}", required=reason.required or "—", found=reason.found or "—"))
    return Line(title, tuple(told), "ban", "bad", key=str(number))


def grouped(text: str, size: int = 4) -> str:
    """Return hex digits in groups that can be read aloud."""
    return " ".join(text[at : at + size] for at in range(0, len(text), size))


def next_id(known: Collection[str]) -> str:
    """Return an identifier for another condition: ``c`` and the number after the highest in use."""
    used = [int(one[1:]) for one in known if one[:1] == "c" and one[1:].isdecimal()]
    return f"c{max(used, default=0) + 1}"


class ChangesDialog(CaseDialog):
    """What changed in the case since the recommendation was signed."""

    def __init__(self, parent: QWidget, signature: SignatureView) -> None:
        super().__init__(parent, tr("与主审提交稿对比"), icon="git-compare", ink="info", width=520)
        at = clock_time(signature.at)
        self.add(label(tr("{name} {time} 签署，指纹 {seal}", name=signature.name, time=at,
                          seal=grouped(signature.seal[:16])), "small", "t2", wrap=True))  # fmt: skip
        if signature.changes:
            self.add(label(tr("签署之后有 {count} 处变更，须退回重新签署：", count=len(signature.changes)), wrap=True))
            for change in signature.changes:
                self.add(label("· " + say(change), wrap=True))
        else:
            self.add(label(tr("签署之后没有变更：所见即主审所签。"), wrap=True))
        self.button(tr("关闭"), self.accept, kind="primary").setFocus()
