"""The circuit-breaker triggers of a plan: which are expected, which it adopts, and what is wrong with what it states.

Thresholds are those of the plan; the pack tells when a trigger is expected, which way its measure gets worse, and which
measures are shares of an approved number (they may not run beyond the whole).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from workbench.core.facts import condition_facts, number_of
from workbench.core.pack import Facts, Pack, Trigger, When
from workbench.core.values import Application, Row
from workbench.crowd.working import figure
from workbench.errors import Text

SHEET = "triggers"
LEVELS = ("yellow", "orange", "red")
"""The levels of a measure, mildest first; they are columns of the sheet too."""

WHOLE = Decimal(100)
"""The whole, in the percent of the sheet."""

LEVEL_WORDS = {"yellow": Text("黄", "yellow"), "orange": Text("橙", "orange"), "red": Text("红", "red")}


@dataclass(frozen=True)
class TriggerState:
    """A trigger of the pack as a plan has it.

    Attributes:
        expected: Whether the event calls for it; ``None`` = what decides it is not stated.
        rows: Rows of the sheet with its code, in file order; more than one is a contradiction.
    """

    trigger: Trigger
    expected: bool | None
    rows: tuple[Row, ...]

    @property
    def row(self) -> Row | None:
        """Return the row that counts: the first that adopts it, else the first."""
        return next((row for row in self.rows if row["applicable"] is True), self.rows[0] if self.rows else None)

    @property
    def adopted(self) -> bool:
        """Return whether the plan uses it."""
        return any(row["applicable"] is True for row in self.rows)

    def said(self, column: str) -> str:
        """Return what the plan says in a column of text; empty where it says nothing."""
        value = self.row[column] if self.row else None
        return value.strip() if isinstance(value, str) else ""

    def number(self, column: str) -> Decimal | None:
        """Return a number of the plan."""
        return number_of(self.row[column]) if self.row else None

    @property
    def levels(self) -> Mapping[str, Decimal]:
        """Return the thresholds stated, mildest first."""
        found = ((level, self.number(level)) for level in LEVELS)
        return {level: value for level, value in found if value is not None}


@dataclass(frozen=True)
class Problem:
    """What is wrong with a trigger: the rule it breaks, the column concerned, and a sentence."""

    code: str
    rule: str
    field: str
    text: Text


def trigger_states(application: Application, pack: Pack) -> tuple[TriggerState, ...]:
    """Return every trigger of the pack with what the plan says about it, in pack order."""
    facts, rows = condition_facts(application, pack), application.rows(SHEET)
    return tuple(
        TriggerState(one, holds(one.when, facts), tuple(row for row in rows if row["code"] == one.code))
        for one in pack.triggers.values()
    )


def holds(when: When | None, facts: Facts) -> bool | None:
    """Return whether a row of the pack is called for; one without a condition may be used, but never must be."""
    return False if when is None else when.test(facts)


def worse(trigger: Trigger, value: Decimal, than: Decimal) -> bool:
    """Return whether a value is worse than another, the way the measure gets worse."""
    return value < than if trigger.direction == "down" else value > than


def problems(states: tuple[TriggerState, ...]) -> Iterator[Problem]:
    """Yield what contradicts the expected set and the order of thresholds, trigger by trigger."""
    for state in states:
        if state.expected and not state.adopted:
            yield Problem(state.trigger.code, "not_adopted", "applicable", NOT_ADOPTED)
        if state.adopted:
            yield from _over_full(state)
            yield from _out_of_order(state)
            yield from _resume(state)
            yield from _nobody(state)


NOT_ADOPTED = Text("应采用而未采用", "should be adopted and is not")


def _over_full(state: TriggerState) -> Iterator[Problem]:
    red = state.levels.get("red")
    if state.trigger.group == "load" and red is not None and red > WHOLE:
        zh = f"红色阈值 {figure(red)}% 高于 100%（应在达到核定人数时停止）"
        en = f"red at {figure(red)} % is above 100 % (entry stops once the approved number is reached)"
        yield Problem(state.trigger.code, "over_full", "red", Text(zh, en))


def _out_of_order(state: TriggerState) -> Iterator[Problem]:
    stated = tuple(state.levels.items())
    for (milder, low), (graver, high) in pairwise(stated):
        if worse(state.trigger, low, high):
            first, second = LEVEL_WORDS[milder], LEVEL_WORDS[graver]
            zh = f"阈值次序颠倒：{first.zh} {figure(low)}、{second.zh} {figure(high)}"
            en = f"thresholds out of order: {first.en} {figure(low)}, {second.en} {figure(high)}"
            yield Problem(state.trigger.code, "out_of_order", graver, Text(zh, en))


def _resume(state: TriggerState) -> Iterator[Problem]:
    red, resume = state.levels.get("red"), state.number("resume")
    if red is not None and resume is not None and not worse(state.trigger, red, resume):
        zh = f"恢复值 {figure(resume)} 未优于红色阈值 {figure(red)}"
        en = f"resume at {figure(resume)} is not better than red at {figure(red)}"
        yield Problem(state.trigger.code, "resume", "resume", Text(zh, en))


def _nobody(state: TriggerState) -> Iterator[Problem]:
    if not state.said("responsible"):
        yield Problem(state.trigger.code, "nobody", "responsible", Text("未明确责任人", "nobody is in charge"))
