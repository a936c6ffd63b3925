"""The words of papers and plan contents, shared by painter, screen reader, notice and viewer."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.core.pack import Pack
from workbench.services.views import ClassView, ContentView, PaperView
from workbench.ui.i18n import day, say, tr

VERDICTS = ("meets", "correct", "not_applicable", "tolerated")
"""The four verdicts in the order of the keys 1 to 4; their words stand in the pack."""

VERDICT_LOOK = {
    "meets": ("circle-check", "ok"),
    "correct": ("edit", "warn"),
    "not_applicable": ("ban", "t2"),
    "tolerated": ("clock", "tol"),
}
"""Verdict → icon and colour."""

RULE_LOOK = {
    "ok": ("check", "ok"),
    "missing": ("file-alert", "bad"),
    "defective": ("alert-triangle", "warn"),
    "tolerated": ("clock", "tol"),
    "tolerance_invalid": ("clock-exclamation", "bad"),
    "not_required": ("ban", "t3"),
    "unknown": ("help-circle", "t3"),
}
SCORE_LOOK = {
    0: ("file-alert", "bad"),
    1: ("alert-triangle", "warn"),
    2: ("check", "ok"),
    None: ("circle-dashed", "t3"),
}


def short_verdict(code: str) -> str:
    """Return the short word of a verdict, for narrow buttons."""
    return {
        "meets": tr("符合"),
        "correct": tr("需补正"),
        "not_applicable": tr("不适用"),
        "tolerated": tr("容缺"),
    }[code]


def open_word() -> str:
    """Return the word of what nobody has judged yet."""
    return tr("未审")


def rule_word(paper: PaperView, pack: Pack) -> str:
    """Return what the rules say about a paper: ``规则：过期``."""
    word = {
        "ok": tr("规则：齐全"),
        "missing": tr("规则：缺件"),
        "defective": tr("规则：有缺陷"),
        "tolerated": tr("规则：可容缺"),
        "tolerance_invalid": tr("规则：容缺不成立"),
        "not_required": tr("规则：不需提交"),
        "unknown": tr("规则：尚不能判断"),
    }.get(paper.rule_status, paper.rule_status)
    reasons = defects(paper.rule_reasons, pack)
    return f"{word}{tr('，')}{reasons}" if reasons and paper.rule_status != "missing" else word


def defects(codes: Iterable[str], pack: Pack) -> str:
    """Return reasons in words."""
    rows = pack.lists.get("defects", {})
    return tr("、").join(say(rows[code].text) if code in rows else code for code in codes)


def paper_line(paper: PaperView, pack: Pack) -> str:
    """Return the second line of a paper: the reasons of the verdict, else what the rules say and how much there is."""
    said = [defects(paper.reasons, pack), paper.note] if paper.verdict else []
    parts = [part for part in said if part]
    if not parts:
        parts = [rule_word(paper, pack)] if paper.rule_status != "ok" else []
        parts += [files_line(paper)] if paper.files else []
    if paper.promise and not paper.verdict and paper.rule_status in {"tolerated", "tolerance_invalid"}:
        parts.append(tr("承诺 {day} 补齐", day=day(paper.promise)))
    return " · ".join(parts) or tr("没有文件")


def files_line(paper: PaperView) -> str:
    """Return ``2 个文件 · 12 页``."""
    pages = sum(file.attachment.pages or 0 for file in paper.files)
    line = tr("{count} 个文件", count=len(paper.files))
    return f"{line} · {tr('{count} 页', count=pages)}" if pages else line


def class_line(group: ClassView) -> str:
    """Return the second line of a class: how many papers are judged, and its files."""
    wanted = [paper for paper in group.papers if is_wanted(paper)]
    judged = sum(bool(paper.verdict) for paper in wanted)
    files = sum(len(paper.files) for paper in group.papers)
    parts = [tr("{done} / {total} 份已审", done=judged, total=len(wanted))]
    if not group.contents:
        parts.append(tr("{count} 个文件", count=files))
    flagged = sum(not paper.verdict and paper.rule_status in FLAGGED for paper in group.papers)
    if flagged:
        parts.append(tr("规则提示 {count}", count=flagged))
    if group.contents:
        scored = sum(content.score is not None for content in group.contents)
        parts.append(tr("内容 {done} / {total}", done=scored, total=len(group.contents)))
    return " · ".join(parts)


FLAGGED = frozenset({"missing", "defective", "tolerance_invalid", "tolerated"})
"""What the rules find wrong, or not there."""


def is_wanted(paper: PaperView) -> bool:
    """Say whether a paper is to be judged: the rules ask for it, or it was handed in."""
    return paper.rule_status != "not_required" or bool(paper.files)


def is_open(paper: PaperView) -> bool:
    """Say whether a paper still waits for a verdict."""
    return is_wanted(paper) and not paper.verdict


def page_word(content: ContentView) -> str:
    """Return where a plan content stands."""
    return tr("第 {page} 页", page=content.page) if content.page else tr("缺")


def paper_sentence(paper: PaperView, pack: Pack) -> str:
    """Return a paper for a listener."""
    verdict = short_verdict(paper.verdict) if paper.verdict in VERDICTS else tr("未审")
    line, rule = paper_line(paper, pack), rule_word(paper, pack)
    parts = [paper.code, say(paper.title), verdict, *([] if rule in line else [rule]), line]
    return tr("，").join(parts)


def class_sentence(group: ClassView) -> str:
    """Return a class for a listener."""
    verdict = short_verdict(group.verdict) if group.verdict in VERDICTS else tr("未审")
    return tr("，").join((group.code, say(group.title), verdict, class_line(group)))


def content_sentence(content: ContentView, pack: Pack) -> str:
    """Return a plan content for a listener."""
    return tr("，").join((content.code, say(content.title), page_word(content), score_word(content.score, pack)))


def score_word(score: int | None, pack: Pack) -> str:
    """Return the word of a score from the pack."""
    rows = pack.lists.get("plan_scores", {})
    return next((say(row.text) for row in rows.values() if row.data.get("score") == score), tr("未评"))
