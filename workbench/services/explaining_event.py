"""The pre-check in plain words: tickets, passes, programme, changes, and what several events share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.core.assessment import Assessment
from workbench.core.clashes import Overlap
from workbench.core.findings_event import CHECKS as EVENT
from workbench.core.programme_rules import OUTSIDE, OVERLAP
from workbench.errors import Text


def points(assessment: Assessment) -> Iterator[Text]:
    """Yield why checks on tickets, passes, on-site checks, culture approval and changes fire."""
    return (why for found in assessment.findings if found.fired and found.check.code in EVENT for why in found.why)


MANY = 100
"""Acts that are told one by one before the page says how many more there are."""


def programme(assessment: Assessment) -> Iterator[Text]:
    """Say for each act what the sheet leaves open; genre takes no part."""
    open_ = [act for act in assessment.acts if act.codes or act.timing]
    for act in open_[:MANY]:
        open_points = [assessment.pack.criteria[code].text for code in act.codes if code in assessment.pack.criteria]
        open_points += [_TIMING[word] for word in act.timing]
        told, who = (
            Text("；".join(t.zh for t in open_points), "; ".join(t.en for t in open_points)),
            str(act.row["artist"] or ""),
        )
        yield Text(f"第 {act.no} 项 {who}，须说明：{told.zh}", f"Act {act.no} {who}, to explain: {told.en}")
    if len(open_) > MANY:
        rest = len(open_) - MANY
        yield Text(f"另有 {rest} 项，见 JSON 输出。", f"{rest} more, see the JSON output.")


_TIMING = {
    OUTSIDE: Text("演出时间超出场次起止", "the time lies outside the session"),
    OVERLAP: Text("与同一舞台前一节目时间重叠", "overlaps the act before on the same stage"),
}


def shared(found: Iterable[Overlap]) -> Iterator[Text]:
    """Yield what several events share on the same days, clashing or not."""
    none = True
    for one in found:
        none = False
        days = "、".join(day.isoformat() for day in one.days)
        zh, en = _CLASH[one.clash].zh, _CLASH[one.clash].en
        sums = f"，{one.formula}" if one.persons else ""
        yield Text(
            f"{one.name}：{'、'.join(one.keys)} 同日（{days}）{sums}，{zh}",
            f"{one.name}: {', '.join(one.keys)} on the same days ({days}){sums.replace('，', ', ')}, {en}",
        )
    if none:
        yield Text("没有同日共用的单位或场所。", "No company and no venue is shared on the same day.")


_CLASH = {
    True: Text("构成冲突", "a clash"),
    False: Text("不构成冲突", "no clash"),
    None: Text("缺数据，不能判断", "no data to tell"),
}
