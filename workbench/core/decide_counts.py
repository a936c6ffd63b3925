"""Rules of counts: real places of the application, sensible numbers, nothing of the future."""

from __future__ import annotations

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.crowd_counts import places
from workbench.core.decide_base import Context, Extra, Rule, not_future, require, stated
from workbench.core.working_plan import plan_of
from workbench.crowd.model import MOST_PERSONS

MOST_COUNTS = 5000
"""Lines that one act records; a day counted every minute at three gates is fewer."""


def _record_counts(case: Case, command: c.RecordCounts, context: Context) -> Extra:
    stated(command, "counts")
    require(
        len(command.counts) <= MOST_COUNTS,
        "counts",
        "counts",
        (f"一次最多登记 {MOST_COUNTS} 行", f"at most {MOST_COUNTS} lines at a time"),
        ("请分几次登记", "record them in parts"),
    )
    gates, zones = places(plan_of(case), context.pack)
    for number, one in enumerate(command.counts):
        known = one.place in gates or set(one.place.split("+")) <= zones
        field = f"counts.{number}.place"
        require(
            known,
            "counts",
            field,
            (f"没有这个出入口或区域：{one.place[:40]}", f"no gate or zone of that code: {one.place[:40]}"),
            ("请用申请表中的编号", "use a code of the application"),
        )
        amounts = (one.come, one.gone, one.inside or 0)
        require(
            all(0 <= amount <= MOST_PERSONS for amount in amounts),
            "counts",
            f"counts.{number}",
            (f"{one.at:%H:%M} {one.place} 的人数无效", f"{one.at:%H:%M} {one.place}: not a valid number of people"),
            ("请核对人数", "check the numbers"),
        )
        not_future(one.at, context, f"counts.{number}.at")
    return {}


def _withdraw_counts(case: Case, command: c.WithdrawCounts, _context: Context) -> Extra:
    """Only the newest record can be taken back, so that what was recorded over others is never uncovered unseen."""
    require(
        bool(case.counts) and command.number == len(case.counts),
        "counts",
        "number",
        ("只能撤回最近一次登记的计数", "only the counts recorded last can be taken back"),
        ("先撤回之后登记的计数，或重新登记正确的数", "take back the later ones first, or record the right numbers"),
    )
    return {}


RULES: dict[str, Rule] = {"record_counts": _record_counts, "withdraw_counts": _withdraw_counts}
"""Command kind → rule."""
