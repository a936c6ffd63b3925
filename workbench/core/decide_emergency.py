"""Rules of the emergency plan: words only in fields of the pack's lists, exercises only as the plan has them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.decide_base import Context, Extra, Rule, listed, not_future, require, stated
from workbench.core.emergency_case import case_breakers
from workbench.core.facts import number_of
from workbench.core.pack import Choice
from workbench.core.parameters import choices
from workbench.core.rehearsal import MOST_SIGNALS, rehearse
from workbench.core.working_plan import plan_of

LONGEST_HOLD = Decimal(24 * 60)
"""Minutes that a level may have to last."""
LONGEST_TEXT = 200
MOST_PEOPLE = 100


def _set_scenario(_case: Case, command: c.SetScenario, context: Context) -> Extra:
    listed(command.scenario, context.pack.scenarios, "scenario")
    _fitting(command.words, choices(context.pack, "scenario_fields"))
    return {}


def _set_trigger(_case: Case, command: c.SetTrigger, context: Context) -> Extra:
    listed(command.trigger, context.pack.triggers, "trigger")
    _fitting(command.words, choices(context.pack, "trigger_fields"))
    return {}


def _fitting(words: Mapping[str, str], fields: Mapping[str, Choice]) -> None:
    """Refuse fields that the pack does not have, and words that do not fit theirs."""
    for key, text in words.items():
        listed(key, fields, f"words.{key}"[:60])
        row = fields[key]
        most = int(number_of(row.data["most"]) or 0)
        require(
            text.strip() and len(text) <= most,
            "words",
            f"words.{key}",
            (f"“{row.text.zh}”应为 1 至 {most} 字", f"“{row.text.en}” takes 1 to {most} characters"),
            ("请改短，或清空该项", "shorten it, or clear the field"),
        )
        require(
            row.data["kind"] != "minutes" or _minutes(text),
            "words",
            f"words.{key}",
            (
                f"“{row.text.zh}”应为 0 至 {LONGEST_HOLD} 的数",
                f"“{row.text.en}” is a number from 0 to {LONGEST_HOLD}",
            ),
            ("请填写分钟数", "state minutes"),
        )


def _minutes(text: str) -> bool:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return False
    return value.is_finite() and 0 <= value <= LONGEST_HOLD


def _record_drill(case: Case, command: c.RecordDrill, context: Context) -> Extra:
    """Keep an exercise only where every signal leads where the plan of this moment leads it."""
    stated(command, "drill", "title", "lead", "signals")
    not_future(command.on, context, "on")
    sizes = len(command.signals) <= MOST_SIGNALS and len(command.participants) <= MOST_PEOPLE
    texts = (command.title, command.lead, command.source, *command.participants, *(s.note for s in command.signals))
    require(
        sizes and all(len(text) <= LONGEST_TEXT for text in texts),
        "size",
        "signals",
        ("推演过长：信号、人员或文字超出上限", "the exercise is too long: signals, people or texts"),
        (f"信号不超过 {MOST_SIGNALS} 条，文字不超过 {LONGEST_TEXT} 字", f"at most {MOST_SIGNALS} signals, short texts"),
    )
    same = [key for key, one in case.drills.items() if command.sha256 and one.sha256 == command.sha256]
    require(
        not same and command.drill not in case.drills,
        "once",
        "drill",
        ("该推演已登记", "this exercise is recorded already"),
        ("查看已登记的推演", "look at the exercise recorded"),
    )
    shown = rehearse(command.signals, plan_of(case), case_breakers(case, context.pack), context.pack)
    first = shown.faults[0] if shown.faults else None
    require(
        first is None,
        "drill",
        f"signals.{first.number}.{first.field}" if first else "",
        (first.text.zh, first.text.en) if first else ("", ""),
        (first.remedy.zh, first.remedy.en) if first else ("", ""),
    )
    require(
        (shown.lines, shown.scenarios) == (command.lines, command.scenarios),
        "drill",
        "lines",
        ("方案在推演后已变化", "the plan has changed since the exercise was replayed"),
        ("请重新导入推演文件", "read the exercise again"),
    )
    return {}


def _remove_drill(case: Case, command: c.RemoveDrill, _context: Context) -> Extra:
    listed(command.drill, case.drills, "drill")
    return {}


RULES: dict[str, Rule] = {
    "set_scenario": _set_scenario,
    "set_trigger": _set_trigger,
    "record_drill": _record_drill,
    "remove_drill": _remove_drill,
}
"""Command kind → rule."""
