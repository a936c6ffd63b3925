"""The words of a queue row, shared by painter, tips, screen reader and preview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from workbench.services.views_lists import ClockView, QueueRow
from workbench.ui.i18n import day, say, span, tr

GROUPS = ("overdue", "today", "three", "week", "paused", "waiting", "permitted_open", "closed")
"""Queue groups from the most urgent down."""

GROUP_INK = {"overdue": "bad", "today": "l2", "three": "warn", "permitted_open": "tol"}
"""Colour of a group's title; the others are ``t2``."""

STATES = ("meets", "correct", "tolerated", "not_applicable", "open")
"""States of a material class, in the order of the legend."""

STATE_FILL = {"meets": "okF", "correct": "warnF", "tolerated": "tolF"}
"""Fill of a material block; the others are drawn as outlines."""

STEPS = 8

IN_REVIEW = ("accepted", "tolerated")
"""Statuses that say less than the step at which the review stands."""


def level(number: int | None) -> str:
    """Return the word of a security level, 1 the highest."""
    names = {1: tr("一级"), 2: tr("二级"), 3: tr("三级"), 4: tr("四级")}
    return names[number] if number in names else tr("未定")


def group_title(key: str) -> str:
    """Return the title of a queue group."""
    return {
        "overdue": tr("已超期"),
        "today": tr("今日到期"),
        "three": tr("3 个工作日内"),
        "week": tr("4–7 个工作日"),
        "paused": tr("停表"),
        "permitted_open": tr("已许可 · 容缺待补"),
        "waiting": tr("未受理"),
        "closed": tr("已办结"),
    }.get(key, key)


def group_note(key: str) -> str:
    """Return what a group means for the officer, if anything needs saying."""
    return {
        "overdue": tr("须说明原因"),
        "paused": tr("依法不计入时限，已书面告知"),
        "waiting": tr("5 日内作出受理或补正决定"),
    }.get(key, "")


def step_name(number: int) -> str:
    """Return the short name of a review step, 1 to 8, or of a page beside the steps, 9 and up."""
    names = (tr("受理"), tr("材料"), tr("五方"), tr("节目"), tr("风险"), tr("场地"), tr("勤务"), tr("决定"))
    beside = (tr("时限"), tr("事实"), tr("会商"), tr("容缺"), tr("许可后"), tr("登记"))
    return (*names, *beside)[number - 1] if 1 <= number <= len(names) + len(beside) else ""


def stage(case: QueueRow) -> str:
    """Return where the case stands: its status where that says more than the step."""
    if case.status in IN_REVIEW:
        return step_title(case.step)
    return status_word(case.status) or step_title(case.step)


def status_word(status: str) -> str:
    """Return the word of a status; empty for one that has none."""
    words = {
        "received": tr("已收件"),
        "not_required": tr("无需许可"),
        "not_accepted": tr("不予受理"),
        "correcting": tr("待补正"),
        "accepted": tr("已受理"),
        "tolerated": tr("容缺受理"),
        "paused": tr("停表"),
        "recommended": tr("待复签"),
        "countersigned": tr("待三签"),
        "granted": tr("已许可"),
        "refused": tr("不予许可"),
        "cleared": tr("可开放"),
        "running": tr("举办中"),
        "suspended": tr("已熔断"),
        "ended": tr("已结束"),
        "stopped": tr("已终止"),
        "reviewed": tr("已复盘"),
        "cancelled": tr("已取消"),
        "withdrawn": tr("已撤回"),
        "permit_ended": tr("许可已终止"),
        "archived": tr("已归档"),
    }
    return words.get(status, "")


def outcome_look(status: str) -> tuple[str, str]:
    """Return icon and colour of a decided case."""
    if status in {"refused", "not_accepted", "permit_ended", "stopped"}:
        return "ban", "bad"
    if status in {"withdrawn", "cancelled", "archived", "not_required"}:
        return "archive", "t2"
    return "certificate", "ok"


def step_title(number: int) -> str:
    """Return the long name of a review step."""
    names = (
        tr("受理登记"),
        tr("材料审查"),
        tr("五方责任"),
        tr("节目审查"),
        tr("风险评估"),
        tr("场地与人流"),
        tr("勤务与方案"),
        tr("决定"),
    )
    return names[number - 1] if 1 <= number <= STEPS else tr("未开始")


def step(number: int) -> str:
    """Return ``步骤 5/8``."""
    return tr("步骤 {step}/8", step=number)


def dates(case: QueueRow) -> str:
    """Return the days of the event."""
    return span(case.first_day, case.last_day)


def headcount(case: QueueRow) -> str:
    """Return the expected number of people."""
    if case.headcount is None:
        return tr("人数未报")
    return tr("{count} 人", count=f"{case.headcount:,}")


def blocks(states: Sequence[str]) -> str:
    """Return how many classes are settled, and what the others need: ``6/9 · 补正 1``."""
    counts = Counter(states)
    settled = len(states) - counts["open"] - counts["correct"]
    parts = [f"{settled}/{len(states)}"]
    if counts["tolerated"]:
        parts.append(tr("容缺 {count}", count=counts["tolerated"]))
    if counts["correct"]:
        parts.append(tr("补正 {count}", count=counts["correct"]))
    return " · ".join(parts)


def state(name: str) -> str:
    """Return the word of a material state."""
    return {
        "meets": tr("符合"),
        "correct": tr("需补正"),
        "tolerated": tr("容缺"),
        "not_applicable": tr("不适用"),
        "open": tr("未审"),
    }[name]


def blocks_sentence(states: Sequence[str]) -> str:
    """Return the nine classes for a listener: ``材料 6 符合 2 需补正 1 容缺``."""
    counts = Counter(states)
    return tr("材料") + " " + " ".join(f"{counts[name]} {state(name)}" for name in STATES if counts[name])


def clock(case: QueueRow) -> tuple[str, str]:
    """Return the strong and the plain half of the clock line: ``剩 4 日`` and ``9月16日 到期``."""
    view = case.clock
    if view.state == "none":
        return tr("未起算"), ""
    if view.state == "decided":
        return tr("已决定"), ""
    return _remaining(view), _due(view)


def _remaining(view: ClockView) -> str:
    left = view.left if view.left is not None else view.limit - view.used
    if view.state == "paused":
        return tr("停表")
    if view.state == "overdue" or left < 0:
        return tr("超期 {days} 日", days=abs(left))
    if view.group == "today" or left == 0:
        return tr("今日到期")
    return tr("剩 {days} 日", days=left)


def _due(view: ClockView) -> str:
    if view.due is None:
        return ""
    text = tr("{day} 到期", day=day(view.due))
    return text + tr("（预估）") if view.estimate else text


def clock_ink(view: ClockView) -> str:
    """Return the colour of the strong half of the clock line."""
    if view.state in {"paused", "none"}:
        return "t2"
    if view.state == "decided":
        return "ok"
    return {"overdue": "bad", "today": "l2", "three": "warn"}.get(view.group, "t1")


def pip_fill(view: ClockView) -> str:
    """Return the fill of the used days."""
    if view.state == "paused":
        return "neuF"
    return {"overdue": "badF", "today": "l2F", "three": "warnF"}.get(view.group, "accentT")


def sentence(case: QueueRow) -> str:
    """Return the whole row for a listener."""
    parts = [
        case.title,
        level(case.level),
        " ".join(part for part in clock(case) if part),
        blocks_sentence(case.blocks),
    ]
    parts += [say(text) for text in case.tags]
    return tr("，").join(parts)


def tip(case: QueueRow, column: int) -> str | None:
    """Return the tip of a cell: names in full, blocks and clock spelt out."""
    match column:
        case 1:
            return f"{case.number}\n{case.title}\n{case.undertaker}"
        case 4:
            return blocks_sentence(case.blocks)
        case 5:
            return "\n".join(say(text) for text in case.clock.steps) or None
    return None
