"""The words of step 1: the dates of the procedure, where they stand, how a package came."""

from __future__ import annotations

from workbench.core.commands import Deficiency
from workbench.core.gate import OVERALL
from workbench.ui.i18n import say, tr


def clock_name(code: str) -> str:
    """Return the name of a date of the procedure."""
    return {
        "apply_by": tr("最迟申请日"),
        "apply_by_20wd_variant": tr("按 20 个工作日计（对照）"),
        "received": tr("收件"),
        "correction_due": tr("一次告知期限"),
        "accepted": tr("受理"),
        "accepted_deemed": tr("视为受理"),
        "decision_due_without_pause": tr("决定期限（不计中止）"),
        "decision_due": tr("决定期限"),
        "tolerance_limit": tr("容缺最迟日"),
        "deliver_due": tr("送达期限"),
    }.get(code, code)


def status(code: str) -> tuple[str, str]:
    """Return where a date stands, in words, and the colour of its tag."""
    fixed = {
        "on_time": (tr("按期"), "ok"),
        "late": (tr("已逾期"), "bad"),
        "late_under_this_variant": (tr("按此口径已晚"), "warn"),
        "pending": (tr("期限内"), "info"),
        "missed": (tr("未在期限内告知"), "bad"),
        "not_needed": (tr("无需告知"), "ok"),
        "overdue": (tr("已逾期"), "bad"),
        "paused": (tr("停表"), "neutral"),
        "running": (tr("期限内"), "info"),
        "decided_on_time": (tr("按期决定"), "ok"),
        "decided_late": (tr("逾期决定"), "bad"),
        "delivered_on_time": (tr("按期送达"), "ok"),
        "delivered_late": (tr("逾期送达"), "bad"),
    }
    if code in fixed:
        return fixed[code]
    parts = code.split("_")
    if code.startswith("late_by_"):
        return tr("晚 {days} 天", days=parts[2]), "bad"
    if code.startswith("running_"):
        return tr("剩 {days} 个工作日", days=parts[1]), "info"
    return code, "neutral"


def channel(code: str) -> str:
    """Return how a package came."""
    return {"window": tr("窗口"), "online": tr("网上"), "post": tr("邮寄"), "email": tr("电子邮件")}.get(code, code)


def problem_word(severity: str) -> tuple[str, str]:
    """Return the word and colour of an import problem."""
    return {
        "error": (tr("未采用"), "bad"),
        "warn": (tr("须核对"), "warn"),
        "info": (tr("已记录"), "info"),
    }.get(severity, (severity, "neutral"))


def matter(item: Deficiency) -> str:
    """Return what a line of a correction notice is about, in short."""
    if item.code in OVERALL:
        return say(OVERALL[item.code])
    if item.source == "programme":
        return tr("节目 {no}", no="".join(sign for sign in item.code if sign.isdigit()))
    return item.problem if item.code.isdigit() else item.code
