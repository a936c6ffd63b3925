"""The risk of a case as text: index and level, factors, samples, single steps, second opinions, the mirror."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli.base import CHOICE, say, show, table

if TYPE_CHECKING:
    from workbench.errors import Text
    from workbench.services.views_risk import DistributionView, FactorDeskView, RiskDeskView

BAR = 40
"""Signs of the longest bar of the histogram."""


def show_view(view: RiskDeskView) -> None:
    """Print the risk of a case."""
    _index(view)
    _factors(view)
    _distribution(view.distribution)
    _moves(view)
    _opinions(view)
    _mirror(view)


def _t(text: Text) -> str:
    return text.in_language(CHOICE.language)


def _level(level: int | None) -> str:
    return say(f"{level} 级", f"level {level}") if level else say("不能确定", "cannot be told")


def _index(view: RiskDeskView) -> None:
    for name, index, bounds in (
        (say("控制前", "before controls"), view.index_before, view.range_before),
        (say("控制后", "after controls"), view.index_after, view.range_after),
    ):
        told = say("未评完", "open") if index is None else str(index)
        show(f"{name} R = {told}（{bounds[0]}–{bounds[1]}）")
    show(say("安保等级：", "security level: ") + _level(view.level or view.computed))
    if view.level and view.level != view.computed:
        show(say("计算等级：", "computed: ") + _level(view.computed) + f" · {view.level_reason} {view.level_approver}")
    for reason in view.floor_reasons:
        show(f"· {_t(reason)}")
    low, high = view.levels_possible
    show(say("区间内可能的等级：", "levels within the ranges: ") + f"{_level(low)} – {_level(high)}")
    for points, words in (
        (view.down, ("距下一级", "to the lower level")),
        (view.up, ("距上一级", "to the higher level")),
    ):
        if points is not None:
            show(f"{say(*words)} {points}")
    show(say("模型：", "model: ") + view.model)


def _factors(view: RiskDeskView) -> None:
    heads = [say("因素", "factor"), say("前", "before"), say("后", "after"), say("区间", "range"), say("把握", "sure")]
    heads += [say("建议", "suggested"), say("评估单位", "agency"), say("佐证", "evidence")]
    rows = (_factor(f) for f in view.factors)
    table("", heads, rows)
    seats = view.seats
    if seats.open:
        show(say(f"评估单位评分由 {seats.by} 于 {seats.at} 公开", f"agency's column opened by {seats.by}, {seats.at}"))
        if seats.discrepancies:
            codes = ", ".join(seats.discrepancies)
            show(say(f"评估单位评分与数据不符：{codes}", f"agency's scores that differ from the figures: {codes}"))
    else:
        closed = (
            f"评估单位评分未公开（可读 {seats.lines} 项）",
            f"agency's column closed ({seats.lines} lines can be read)",
        )
        show(say(*closed))


def _factor(f: FactorDeskView) -> tuple[str, ...]:
    theirs, hint = f.agency, f.suggestion
    seat = ""
    if theirs is not None:
        scores = (theirs.before, theirs.after)
        seat = "/".join(_score(one, theirs.not_applicable) for one in scores) + (" !" if theirs.note_wanted else "")
    return (
        f"{f.code}{'*' if f.critical else ''} {_t(f.title)}",
        _score(f.before, f.not_applicable),
        _score(f.after, f.not_applicable),
        "" if f.not_applicable else f"{f.low}–{f.high}",
        str(f.confidence or "—"),
        f"{hint.score}{' ≠' if hint.differs else ''}" if hint else "",
        seat,
        f.evidence,
    )


def _score(score: int | None, not_applicable: str) -> str:
    return "—" if not_applicable else "" if score is None else str(score)


def _distribution(found: DistributionView) -> None:
    told = f"{found.samples} · seed {found.seed} · P5 {found.p5:.1f} · P50 {found.p50:.1f} · P95 {found.p95:.1f}"
    show(say("抽样：", "samples: ") + told)
    shares = "　".join(f"{_level(level)} {share:.0%}" for level, share in found.levels)
    show(shares)
    width = 100 / len(found.counts)
    most = max(found.counts)
    for number, count in enumerate(found.counts):
        if count:
            show(f"{number * width:5.0f} {'█' * max(1, round(count / most * BAR))} {count}")


def _moves(view: RiskDeskView) -> None:
    heads = [say("因素", "factor"), say("下端", "low end"), say("上端", "high end")]
    lines = ((f"{s.code} {_t(s.title)}", str(s.low), str(s.high)) for s in view.tornado[:10])
    table(say("影响最大的区间", "widest ranges"), heads, lines)
    if not view.flips_known:
        show(say("有因素未评，不能逐项试算", "factors are open: single steps cannot be told"))
    elif not view.flips:
        show(say("任何单一因素升降一级都不改变等级", "no single step of any factor changes the level"))
    for step in view.flips:
        show(f"{step.code} {_t(step.title)} {step.before} → {step.after}：R = {step.index}，{_level(step.level)}")


def _opinions(view: RiskDeskView) -> None:
    heads = [say("第二意见", "second opinion"), say("等级", "level"), say("数值", "figure"), say("理由", "why")]
    rows = (
        (_t(o.title), "、".join(map(str, o.levels)) + (" ≠" if o.differs else ""), _t(o.figure), _t(o.why))
        for o in view.opinions
    )
    table("", heads, rows)
    for one in view.accidents[:5]:
        show(f"{one.share:.2f} {_t(one.title)}（{_t(one.outcome)}）：{'、'.join(_t(x) for x in one.shared)}")


def _mirror(view: RiskDeskView) -> None:
    mirror = view.mirror
    for left in mirror.dismissed:
        show(say("不比照：", "left out: ") + f"{left.number} {left.title} · {left.reason}")
    if not mirror.cases:
        return
    heads = [say("相似案例", "nearest case"), say("距离", "distance"), say("等级", "level"), say("条件", "conditions")]
    rows = (
        (f"{one.number} {one.title}", str(one.distance), _level(one.level), str(one.conditions), str(one.incidents))
        for one in mirror.cases
    )
    table("", [*heads, say("事件", "incidents")], rows)
    show(_t(mirror.formula))
    for lacking in mirror.missing:
        show(
            say(f"{lacking.of} 案中 {lacking.with_it} 案有：", f"{lacking.with_it} of {lacking.of} had: ")
            + lacking.text
        )
