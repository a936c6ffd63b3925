"""Words and figures of step 5: a score, an index with its bounds, a level."""

from __future__ import annotations

from decimal import Decimal

from workbench.core.facts import number_of
from workbench.core.pack import Pack
from workbench.services.views import DimensionView, FactorView
from workbench.services.views_risk import AgencyView, FactorDeskView
from workbench.ui import queue_words
from workbench.ui.i18n import say, tr

SCORES = (0, 1, 2, 3, 4)
SUREST = 3
BEFORE, AFTER = "before", "after"
INKS = {0: ("okS", "ok"), 1: ("okS", "ok"), 2: ("l3S", "l3"), 3: ("l2S", "l2"), 4: ("l1S", "l1")}
"""Score → soft ground and ink; the digit stands in the cell too."""


def waits(factor: FactorView) -> bool:
    """Say whether a factor still lacks a score."""
    return not factor.not_applicable and (factor.before is None or factor.after is None)


def wants(factor: FactorView, extra: FactorDeskView | None) -> bool:
    """Say whether a factor lacks a score, or says nothing of its gap to the agency's."""
    return waits(factor) or bool(extra and extra.agency and extra.agency.note_wanted)


def score(factor: FactorView, column: str) -> int | None:
    """Return the score before or after control measures."""
    return factor.before if column == BEFORE else factor.after


def column_word(column: str) -> str:
    """Return the head of a column of scores."""
    return tr("控制前") if column == BEFORE else tr("控制后")


def index_word(value: Decimal | None, bounds: tuple[Decimal, Decimal]) -> str:
    """Return an index, or the range in which it lies while factors are not scored."""
    return f"{value:.1f}" if value is not None else f"{bounds[0]:.1f} – {bounds[1]:.1f}"


def level_word(level: int | None, pack: Pack) -> str:
    """Return the pack's name of a level."""
    found = next((c for c in pack.lists.get("risk_levels", {}).values() if number_of(c.data["level"]) == level), None)
    return say(found.text) if found else tr("未定")


def short_level(level: int | None) -> str:
    """Return a level where there is little room."""
    return queue_words.level(level) if level else tr("未定")


def level_bounds(pack: Pack) -> list[tuple[int, float, float]]:
    """Return (level, lower, upper) of every level by rising index; the last one ends at 100."""
    rows = sorted(
        (float(number_of(c.data["lower"]) or 0), int(number_of(c.data["level"]) or 0))
        for c in pack.lists.get("risk_levels", {}).values()
    )
    ends = [lower for lower, _ in rows[1:]] + [100.0]
    return [(level, lower, end) for (lower, level), end in zip(rows, ends, strict=True)]


def confidence_word(confidence: int) -> str:
    """Return how sure the officer is, in words."""
    return (tr("把握未填"), tr("把握小"), tr("把握中等"), tr("把握大"))[confidence]


def dots(confidence: int) -> str:
    """Return one to three filled dots."""
    return "●" * confidence + "○" * (SUREST - confidence)


def factor_sentence(factor: FactorView, extra: FactorDeskView | None = None) -> str:
    """Return a factor for a listener."""
    parts = [f"{factor.code} {say(factor.title)}"]
    if factor.critical:
        parts.append(tr("关键因素"))
    if factor.not_applicable:
        parts.append(tr("不适用：{reason}", reason=factor.not_applicable))
    else:
        parts += [*(score_sentence(factor, column) for column in (BEFORE, AFTER)), confidence_word(factor.confidence)]
    if factor.evidence:
        parts.append(tr("佐证：{evidence}", evidence=factor.evidence))
    if factor.references:
        parts.append(tr("材料依据 {count} 项", count=len(factor.references)))
    return tr("，").join((*parts, *extra_words(extra)))


def extra_words(extra: FactorDeskView | None) -> tuple[str, ...]:
    """Return suggestion, agency and order of a factor for a listener."""
    if extra is None:
        return ()
    told = []
    if extra.suggestion is not None:
        told.append(tr("提示 {score} 分", score=extra.suggestion.score))
    if extra.agency is not None:
        told.append(agency_sentence(extra.agency))
    if extra.later:
        told.append(tr("公开后评分"))
    if extra.unexplained:
        told.append(tr("降低超出措施"))
    return tuple(told)


def agency_sentence(agency: AgencyView) -> str:
    """Return the agency's line, and how far it is."""
    if agency.not_applicable:
        return tr("评估单位：不适用（{reason}）", reason=agency.not_applicable)
    told = tr("评估单位 {scores}", scores=agency_scores(agency))
    if agency.gap:
        told += " · " + tr("相差 {gap} 级", gap=agency.gap)
    if agency.computed is not None:
        told += " · " + tr("按数据应为 {score}", score=agency.computed)
    return told + (" · " + tr("待说明") if agency.note_wanted else "")


def agency_scores(agency: AgencyView) -> str:
    """Return the agency's scores before and after control measures."""
    if agency.not_applicable:
        return tr("不适用")
    return " → ".join("—" if score is None else str(score) for score in (agency.before, agency.after))


def score_sentence(factor: FactorView, column: str) -> str:
    """Return a score with its anchor for a listener."""
    value = score(factor, column)
    if value is None:
        return tr("{column}未评", column=column_word(column))
    return tr(
        "{column} {score} 分（{anchor}）", column=column_word(column), score=value, anchor=say(factor.anchors[value])
    )


def dimension_note(dimension: DimensionView) -> str:
    """Return how many factors of a dimension are scored, and its weight."""
    left = dimension.total - dimension.scored
    told = tr("{count} 项", count=dimension.total)
    if left:
        told += " · " + tr("未评 {count}", count=left)
    return told + " · " + tr("权重 {weight}%", weight=f"{dimension.weight:.0f}")


def dimension_sentence(dimension: DimensionView) -> str:
    """Return a dimension for a listener."""
    reached = tr(
        "控制前 {before}%，控制后 {after}%",
        before=f"{dimension.before * 100:.0f}",
        after=f"{dimension.after * 100:.0f}",
    )
    return tr("，").join((f"{dimension.code} {say(dimension.title)}", dimension_note(dimension), reached))


def evidence_line(factor: FactorView, extra: FactorDeskView | None = None) -> str:
    """Return what stands below the name of a factor: its evidence or note, else the anchor of its score."""
    if factor.not_applicable:
        return tr("不适用：{reason}", reason=factor.not_applicable)
    marks = [tr("公开后评分")] if extra and extra.later else []
    if factor.evidence or factor.note:
        return " · ".join((*marks, factor.evidence or factor.note))
    if factor.before is not None and factor.after is not None:
        return " · ".join((*marks, say(factor.anchors[factor.after])))
    hint = [tr("提示 {score} 分", score=extra.suggestion.score)] if extra and extra.suggestion else []
    return " · ".join((tr("未评"), *marks, *hint))
