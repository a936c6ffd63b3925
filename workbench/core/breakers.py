"""Triggers and scenarios as they would be carried out: the plan, what the office adds, and the pack's defaults.

Who decides a trigger is whom the office names, else who may stop the show in the scenarios that the trigger sets going,
else the one in charge of the trigger. Several names are kept as several: that is a fault, not a choice of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from workbench.core.emergency import ScenarioState, scenario_states
from workbench.core.facts import number_of
from workbench.core.pack import Choice, Pack, Scenario
from workbench.core.parameters import choices
from workbench.core.parts_emergency import DrillRecord, Words
from workbench.core.trigger_rules import LEVELS, TriggerState, trigger_states
from workbench.core.trigger_series import RAISED, Level, SeriesRule
from workbench.core.values import Application
from workbench.errors import NO_TEXT, Text

FIRST = 3
"""Actions that a scenario begins with."""

_NUMBERED = re.compile(r"[①-⑳]|(?:(?<=^)|(?<=[\s；;。]))\d{1,2}[.、)）](?!\d)")
_PERSON = re.compile(r"[\s（(、，,/／+＋]")
_HOLDS = {"red_hold": "red_min", "resume_hold": "resume_min"}
"""Field of the office → number of the pack."""


@dataclass(frozen=True)
class OfficeWords:
    """What the office has said beside the plan: about scenarios, about triggers, and the exercises it held."""

    scenarios: Mapping[str, Words] = field(default_factory=dict)
    triggers: Mapping[str, Words] = field(default_factory=dict)
    drills: Mapping[str, DrillRecord] = field(default_factory=dict)


@dataclass(frozen=True)
class TriggerCard:
    """A trigger as it would be carried out.

    Attributes:
        title, action: In both languages; where only the plan's Chinese is there, it stands in both.
        deciders: One name; none or several are faults.
        from_scenarios: Whether the deciders are those of the scenarios.
        told: What of the pack's words describes a level that has no number.
    """

    state: TriggerState
    title: Text
    action: Text
    deciders: tuple[str, ...]
    from_scenarios: bool
    deputy: str
    owner: str
    monitor: str
    unit: str
    rule: SeriesRule
    scenarios: tuple[str, ...]

    @property
    def code(self) -> str:
        """Return its code."""
        return self.state.trigger.code

    def told(self, level: str) -> Text:
        """Return a level in words, by the pack; empty where it has none."""
        found: Text = getattr(self.state.trigger, level)
        return found


@dataclass(frozen=True)
class ScenarioCard:
    """A scenario as it would be carried out; texts as in :class:`TriggerCard`.

    Attributes:
        owners: Who does each of the actions, in their order; empty = nobody.
        drill, drilled_on: The best drill of the plan and of the exercises kept in the case.
    """

    state: ScenarioState
    trigger: Text
    actions: tuple[Text, ...]
    owners: tuple[Text, ...]
    decider: str
    deputy: str
    report: Text
    route: Text
    pa: Text
    help: Text
    resume: Text
    aftercare: Text
    drill: Choice | None
    drilled_on: date | None

    @property
    def code(self) -> str:
        """Return its code."""
        return self.state.scenario.code

    @property
    def drilled(self) -> bool:
        """Return whether a drill of any form was held."""
        return self.drill is not None and bool(self.drill.data["rank"])


@dataclass(frozen=True)
class Breakers:
    """The emergency plan as it would be carried out, in pack order."""

    triggers: tuple[TriggerCard, ...]
    scenarios: tuple[ScenarioCard, ...]

    @property
    def adopted(self) -> tuple[TriggerCard, ...]:
        """Return the triggers that the plan uses."""
        return tuple(card for card in self.triggers if card.state.adopted)

    @property
    def covered(self) -> tuple[ScenarioCard, ...]:
        """Return the scenarios that the plan provides for."""
        return tuple(card for card in self.scenarios if card.state.covered)

    def trigger(self, code: str) -> TriggerCard | None:
        """Return a trigger by its code."""
        return next((card for card in self.triggers if card.code == code), None)

    def scenario(self, code: str) -> ScenarioCard | None:
        """Return a scenario by its code."""
        return next((card for card in self.scenarios if card.code == code), None)


def breakers(application: Application, pack: Pack, said: OfficeWords) -> Breakers:
    """Return triggers and scenarios as they would be carried out.

    Args:
        application: The plan in force.
        pack: Defaults and lists.
        said: What the office adds.
    """
    scenarios = tuple(_scenario(state, pack, said) for state in scenario_states(application, pack))
    by_code = {card.code: card for card in scenarios}
    return Breakers(tuple(_trigger(state, by_code, said) for state in trigger_states(application, pack)), scenarios)


def person(text: str) -> str:
    """Return the name in words such as ``name (office)``: what stands before the first bracket or mark."""
    return _PERSON.split(text.strip(), maxsplit=1)[0]


def _trigger(state: TriggerState, scenarios: Mapping[str, ScenarioCard], said: OfficeWords) -> TriggerCard:
    trigger, words = state.trigger, _words(said.triggers, state.trigger.code)
    linked = tuple(code for code in trigger.scenarios if code in scenarios and scenarios[code].state.covered)
    named, from_scenarios = _deciders(words, [scenarios[code].decider for code in linked], state)
    return TriggerCard(
        state=state,
        title=trigger.text,
        action=_both(state.said("action"), words.get("action_en", ""), trigger.action),
        deciders=named,
        from_scenarios=from_scenarios,
        deputy=words.get("deputy", ""),
        owner=words.get("owner", "") or state.said("responsible"),
        monitor=state.said("monitor"),
        unit=state.said("unit"),
        rule=_rule(state, words),
        scenarios=linked,
    )


def _deciders(words: Mapping[str, str], linked: list[str], state: TriggerState) -> tuple[tuple[str, ...], bool]:
    """Return who decides, one name per person, and whether that follows from the scenarios."""
    if words.get("decider"):
        return (words["decider"],), False
    by_person = {person(name): name for name in reversed(linked) if name}
    if by_person:
        return tuple(reversed(by_person.values())), True
    charge = state.said("responsible")
    return ((charge,) if charge else ()), False


def _rule(state: TriggerState, words: Mapping[str, str]) -> SeriesRule:
    trigger = state.trigger
    names = dict(zip(LEVELS, RAISED, strict=True))
    red, calm = (_minutes(state, words, key) for key in _HOLDS)
    return SeriesRule(
        thresholds={names[level]: value for level, value in state.levels.items()},
        falling=trigger.direction == "down",
        resume=state.number("resume"),
        lasting={Level.RED: red} if red else {},
        calm=calm,
    )


def _minutes(state: TriggerState, words: Mapping[str, str], key: str) -> timedelta:
    """Return how long red must last or the resume rule must hold: the office's word, the plan's, the pack's.

    The plan has one column for both; what it means is told by which of the two the pack gives for the trigger.
    """
    numbers, stated = state.trigger.numbers, state.number("hold_min")
    meant = next((name for name, number in _HOLDS.items() if number in numbers), "red_hold")
    chosen = number_of(Decimal(words[key])) if words.get(key) else stated if meant == key else None
    value = numbers.get(_HOLDS[key], Decimal(0)) if chosen is None else chosen
    return timedelta(seconds=int(value * 60))


def _scenario(state: ScenarioState, pack: Pack, said: OfficeWords) -> ScenarioCard:
    scenario, words = state.scenario, _words(said.scenarios, state.scenario.code)
    actions = tuple(_actions(state, words))
    drill, on = _drilled(state, pack, said)
    return ScenarioCard(
        state=state,
        trigger=_both(state.said("trigger"), words.get("trigger_en", ""), scenario.trigger),
        actions=actions,
        owners=tuple(_owners(scenario, actions, words)),
        decider=state.said("decider"),
        deputy=words.get("deputy", ""),
        report=_said(words.get("report", ""), scenario.report),
        route=_both(state.said("assembly"), words.get("route_en", ""), NO_TEXT),
        pa=Text(state.said("pa") or scenario.pa.zh, words.get("pa_en", "") or scenario.pa.en),
        help=_said(words.get("help", ""), scenario.help),
        resume=_said(words.get("resume", ""), scenario.resume),
        aftercare=_said(words.get("aftercare", ""), scenario.aftercare),
        drill=drill,
        drilled_on=on,
    )


def _words(said: Mapping[str, Words], code: str) -> Mapping[str, str]:
    return said[code].words if code in said else {}


def _both(zh: str, en: str, default: Text) -> Text:
    """Return a text of the plan with its English: the office's, the pack's where the Chinese is the pack's own."""
    chinese = zh or default.zh
    english = default.en if chinese == default.zh else chinese
    return Text(chinese, en or english)


def _said(told: str, default: Text) -> Text:
    return Text(told, told) if told else default


def _actions(state: ScenarioState, words: Mapping[str, str]) -> Iterator[Text]:
    told, english = first_actions(state.said("actions")), words.get("actions_en", "").splitlines()
    default = state.scenario.actions
    for number, zh in enumerate(told or tuple(action.zh for action in default)):
        own = english[number].strip() if number < len(english) else ""
        match = next((action for action in default if action.zh == zh), Text(zh, zh))
        yield Text(zh, own or match.en)


def first_actions(told: str) -> tuple[str, ...]:
    """Return the first three actions of a plan's text: numbered with ① or ``1.``, else one per line."""
    parts = _NUMBERED.split(told) if _NUMBERED.search(told) else told.splitlines()
    return tuple(part.strip(" ；;。\n") for part in parts if part.strip(" ；;。\n"))[:FIRST]


def _owners(scenario: Scenario, actions: tuple[Text, ...], words: Mapping[str, str]) -> Iterator[Text]:
    """Yield who does each action: whom the office names; the pack's, where the action is the pack's own."""
    usual = {action.zh: owner for action, owner in zip(scenario.actions, scenario.owners, strict=False)}
    for number, action in enumerate(actions, 1):
        yield _said(words.get(f"owner_{number}", ""), usual.get(action.zh, NO_TEXT))


def _drilled(state: ScenarioState, pack: Pack, said: OfficeWords) -> tuple[Choice | None, date | None]:
    """Return the best drill held; among equals the plan's own."""
    table_top = next((row for row in choices(pack, "drill_forms").values() if row.data.get("table_top")), None)
    held = [one.on for one in said.drills.values() if state.scenario.code in one.scenarios]
    if table_top is None or not held or (state.drill and _rank(state.drill) >= _rank(table_top)):
        return state.drill, state.drilled_on
    return table_top, max(held)


def _rank(drill: Choice) -> Decimal:
    return number_of(drill.data["rank"]) or Decimal(0)
