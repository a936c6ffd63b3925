"""Rules of the five-party duties and of the lists that come back signed."""

from __future__ import annotations

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.decide_base import Context, Extra, Rule, all_listed, choices, listed, not_future, require, stated
from workbench.core.duty_matrix import held_in, names_in, read_lines


def one_owner(owner: str, remedy: tuple[str, str]) -> None:
    """Refuse a condition that names several owners; ``remedy`` says how to mend it, in both languages."""
    require(len(names_in(owner)) <= 1, "N07", "owner", ("一项条件只有一个责任人", "a condition has one owner"), remedy)


def _set_duty(_case: Case, command: c.SetDuty, context: Context) -> Extra:
    """A duty has one named person; other parties help or oversee."""
    listed(command.duty, context.pack.duties, "duty")
    if not command.status:
        return {}
    listed(command.status, choices(context.pack, "duty_states"), "status")
    all_listed(command.support, context.pack.parties, "support")
    all_listed(command.oversee, context.pack.parties, "oversee")
    require(
        len(names_in(command.person)) <= 1,
        "one_person",
        "person",
        ("一项责任只能有一名责任人", "a duty has exactly one named person"),
        ("请只填一人，其他单位列为配合或监督", "name one person; others support or oversee"),
    )
    own = context.pack.duties[command.duty].party
    require(
        own not in command.support,
        "one_person",
        "support",
        ("主责方不能同时列为配合方", "the accountable party cannot support itself"),
        ("请从配合方中去掉主责方", "take it out of the supporting parties"),
    )
    if command.status == "done":
        stated(command, "person")
    if command.status == "not_applicable":
        stated(command, "note")
    return {}


def _return_duties(case: Case, command: c.ReturnDuties, context: Context) -> Extra:
    """Only lines of this case with its present persons come back; anything else is told line by line."""
    stated(command, "codes")
    not_future(command.on, context, "on")
    known = {duty: line.code for duty, line in case.returned.items()}
    held = held_in(case, context.pack)
    read = read_lines(command.codes, case.number, held, known)
    wrong = [line for line in read if line.result not in {"own", "again"}]
    zh = "；".join(f"{line.code} {line.text.zh}" for line in wrong)
    en = "; ".join(f"{line.code} {line.text.en}" for line in wrong)
    require(
        not wrong,
        "line_code",
        "codes",
        (f"有 {len(wrong)} 行不能收回：{zh}", f"{len(wrong)} lines cannot be taken: {en}"),
        ("请核对清单，重新打印后签认，或去掉这些行", "check the list, have it signed anew, or leave these lines out"),
    )
    require(
        any(line.result == "own" for line in read),
        "line_code",
        "codes",
        ("这些行此前已收回", "these lines have come back before"),
        ("无需再次登记", "nothing is left to record"),
    )
    persons = {one.code: one.person for one in held}
    return {"lines": [[line.duty, line.code, persons[line.duty]] for line in read]}


RULES: dict[str, Rule] = {f.__name__[1:]: f for f in (_set_duty, _return_duties)}
"""Command kind → rule."""
