"""Rules of the roster: real places, real forces, nobody in two places, no force that is not there.

What should not be (little rest, a long duty, guards without certificate) is shown, not refused: a roster is made step
by step.
"""

from __future__ import annotations

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.decide_base import Context, Extra, Refusal, Rule, require, stated
from workbench.core.roster import Plan, RosterFault, faults, roster_plan
from workbench.core.roster_edit import changed
from workbench.errors import Text

MOST_CHANGES = 20_000
"""Places of one act: five hundred posts on forty days."""
MOST_PERSONS, LONGEST_NAME = 10_000, 60


def _edit_roster(case: Case, command: c.EditRoster, context: Context) -> Extra:
    stated(command, "changes")
    many = len(command.changes)
    require(
        many <= MOST_CHANGES,
        "roster",
        "changes",
        (f"一次最多排 {MOST_CHANGES} 格，现为 {many} 格", f"at most {MOST_CHANGES} places at once, here {many}"),
        ("请分几次提交", "make them in parts"),
    )
    made = roster_plan(case, context.pack)
    for number, change in enumerate(command.changes):
        _check(change, f"changes.{number}", made)
    after = changed(case.roster, command.changes)
    _nothing_worse(faults(case.roster, made), faults(after, made))
    return {}


def _check(change: c.RosterChange, field: str, made: Plan) -> None:
    where = f"{change.post[:40]} {change.day} #{change.shift}"
    require(
        not change.duties or made.slot(change) is not None,
        "roster",
        field,
        (f"方案中没有这一班：{where}", f"the plan has no such duty: {where}"),
        ("请核对岗位、日期和班次", "check post, day and shift"),
    )
    named = [duty.force for duty in change.duties]
    require(
        len(set(named)) == len(named),
        "roster",
        f"{field}.duties",
        ("同一单位在一班内只写一次", "a force stands once in a duty"),
        ("请合并人数", "add its people up"),
    )
    for duty in change.duties:
        _check_duty(duty, f"{field}.duties", made)


def _check_duty(duty: c.Duty, field: str, made: Plan) -> None:
    require(
        duty.force in made.forces,
        "roster",
        field,
        (f"没有这个单位：{duty.force[:LONGEST_NAME]}", f"no such force: {duty.force[:LONGEST_NAME]}"),
        ("请先在力量表或登记簿“警力安排”中录入", "enter it among the forces of the plan or of the police planned"),
    )
    require(
        1 <= duty.persons <= MOST_PERSONS,
        "range",
        field,
        ("人数须为正数", "the number of people is at least one"),
        ("请填写人数；不派人就去掉该单位", "state the number, or leave the force out"),
    )
    fit = all(name.strip() and len(name) <= LONGEST_NAME for name in duty.names)
    require(
        fit and len(set(duty.names)) == len(duty.names) <= duty.persons,
        "roster",
        field,
        ("姓名不能为空、重复或多于人数", "names are not empty, not doubled, and no more than people"),
        ("请核对姓名", "check the names"),
    )


def _nothing_worse(before: tuple[RosterFault, ...], after: tuple[RosterFault, ...]) -> None:
    """Refuse what brings somebody to two places or calls more than there are; taking people off is always allowed."""
    stood = {fault.slots for fault in before if fault.kind == "twice"}
    called = {fault.force: fault.count for fault in before if fault.kind == "over"}
    for fault in after:
        doubled = fault.kind == "twice" and fault.slots not in stood
        more = fault.kind == "over" and fault.count > called.get(fault.force, 0)
        if doubled or more:
            remedy = Text("请换人、换班或减少人数", "choose somebody else, another shift, or fewer people")
            raise Refusal("roster", "changes", fault.text, remedy)


RULES: dict[str, Rule] = {"edit_roster": _edit_roster}
"""Command kind → rule."""
