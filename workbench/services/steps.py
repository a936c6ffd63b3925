"""The eight steps of the review and how far each has come."""

from __future__ import annotations

from collections.abc import Callable

from workbench.core.case import Status
from workbench.core.gate import OVERALL
from workbench.core.programme import items
from workbench.errors import Text
from workbench.services.legal import numeral
from workbench.services.looking import Look
from workbench.services.views import StepView

TITLES = (
    Text("受理登记", "Receipt"),
    Text("材料审查", "Documents"),
    Text("五方责任", "Five parties"),
    Text("节目审查", "Programme"),
    Text("风险评估", "Risk"),
    Text("场地与人流", "Site and crowd"),
    Text("勤务与方案", "Deployment"),
    Text("审批决定", "Decision"),
)
Progress = tuple[str, Text]
"""State (``done``, ``part``, ``alert``, ``todo``) and one line of detail."""


def steps(look: Look) -> tuple[StepView, ...]:
    """Return the steps in order."""
    found = [work(look) for work in _WORK]
    return tuple(
        StepView(number, title, detail, state)
        for number, (title, (state, detail)) in enumerate(zip(TITLES, found, strict=True), 1)
    )


def _receipt(look: Look) -> Progress:
    case = look.case
    if case.accepted is not None:
        word = ("视为受理", "deemed accepted") if case.deemed else ("受理", "accepted")
        return "done", Text(f"{case.accepted:%m-%d} {word[0]}", f"{word[1]} {case.accepted:%m-%d}")
    if case.status == Status.CORRECTING:
        return "alert", Text(
            f"补正中，{case.corrections[-1].due:%m-%d} 前", f"correction by {case.corrections[-1].due:%m-%d}"
        )
    if case.status == Status.RECEIVED:
        return "part", Text(f"{case.received:%m-%d} 收件", f"received {case.received:%m-%d}")
    return "done", Text("已办结", "closed")


def _documents(look: Look) -> Progress:
    done = sum(b != "open" for b in look.blocks)
    wrong = look.blocks.count("correct")
    total = len(look.blocks)
    detail = Text(f"{done} / {total} 类已审" + (f"，需补正 {wrong}" if wrong else ""), f"{done} of {total} classes")
    return _state(done, total, alert=bool(wrong)), detail


def _duties(look: Look) -> Progress:
    from workbench.services.presenting import duties

    shown = duties(look.assessment, look.verdicts)
    gaps = sum(bool(d.gaps) for d in shown)
    named = len(shown) - gaps
    detail = (
        Text(f"主责缺 {gaps} 项", f"{gaps} gaps") if gaps else Text(f"{named} / {len(shown)} 项落实", f"{named} duties")
    )
    return ("todo" if not shown else "alert" if gaps else "done"), detail


def _programme(look: Look) -> Progress:
    total = len(items(look.case))
    if not total:
        return "done", Text("无节目", "no programme")
    waiting = {no for item in look.gate if item.check == "K22" for no in item.objects}
    done = total - len(waiting)
    wrong = any(no in look.case.programme and look.case.programme[no].verdict for no in waiting)
    return _state(done, total, alert=wrong), Text(
        f"{len(waiting)} 项待定", f"{len(waiting)} open"
    ) if waiting else Text(f"{total} / {total} 项", f"{total} acts")


def _risk(look: Look) -> Progress:
    missing = len(look.risk.after.missing)
    total = len(look.pack.factors)
    if missing:
        return _state(total - missing, total), Text(f"{total} 因子，缺 {missing}", f"{missing} of {total} to score")
    chosen = look.case.level
    if chosen is None:
        return "part", Text(f"R = {look.index}，等级未定", f"R = {look.index}, level not set")
    return "done", Text(f"R = {look.index}，{numeral(chosen.level)}级", f"R = {look.index}, level {chosen.level}")


def _overall(look: Look, code: str, sheets: tuple[str, ...]) -> Progress:
    said = look.case.site.get(code)
    objects = {str(r["code"]) for sheet in sheets for r in look.plan.rows(sheet)}
    wrong = sum(look.case.site[o].verdict == "correct" for o in objects if o in look.case.site)
    if wrong:
        return "alert", Text(f"{wrong} 处需整改", f"{wrong} to mend")
    if said is not None and said.verdict:
        return "done", Text("已作结论", "concluded")
    judged = sum(o in look.case.site for o in objects)
    return ("part" if judged else "todo"), Text(f"{judged} / {len(objects)} 处已看", f"{judged} of {len(objects)} seen")


def _site(look: Look) -> Progress:
    return _overall(look, next(iter(OVERALL)), ("zones", "gates"))


def _deployment(look: Look) -> Progress:
    return _overall(look, list(OVERALL)[1], ("posts",))


def _decision(look: Look) -> Progress:
    case = look.case
    if case.decision is not None:
        word = Text("已许可", "granted") if case.decision.outcome == "grant" else Text("不予许可", "refused")
        return "done", word
    if case.status in {Status.RECOMMENDED, Status.COUNTERSIGNED}:
        return "part", Text("待复签", "to countersign")
    return "todo", Text("未开始", "not started")


def _state(done: int, total: int, *, alert: bool = False) -> str:
    if alert:
        return "alert"
    if done >= total:
        return "done"
    return "part" if done else "todo"


_WORK: tuple[Callable[[Look], Progress], ...] = (
    _receipt,
    _documents,
    _duties,
    _programme,
    _risk,
    _site,
    _deployment,
    _decision,
)
