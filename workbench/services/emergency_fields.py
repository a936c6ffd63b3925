"""The fields of a trigger or a scenario as a form needs them: what stands there, what holds where nothing does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from workbench.core.breakers import ScenarioCard, TriggerCard
from workbench.core.columns import kind_of
from workbench.core.values import Row
from workbench.crowd.working import figure
from workbench.errors import NO_TEXT, Text
from workbench.services.emergency_desk import FIELDS_OF, SCENARIO, SHEET_OF, TRIGGER
from workbench.services.emergency_view import EmergencyView

ORDER = {
    TRIGGER: (
        *("yellow", "orange", "red", "resume", "hold_min", "red_hold", "resume_hold", "decider", "deputy"),
        *("responsible", "owner", "monitor", "action", "action_en"),
    ),
    SCENARIO: (
        *("decider", "deputy", "trigger", "actions", "owner_1", "owner_2", "owner_3", "report", "assembly", "pa"),
        *("pa_en", "help", "resume", "aftercare", "drill", "drill_on", "trigger_en", "actions_en", "route_en"),
    ),
}
"""Fields of the form in reading order: columns of the sheet, and fields of the office's words."""
TALL = frozenset({"actions", "pa", "pa_en", "action", "actions_en", "trigger"})
SHORT = {
    TRIGGER: frozenset(ORDER[TRIGGER]) - {"action", "action_en"},
    SCENARIO: frozenset({"decider", "deputy", "owner_1", "owner_2", "owner_3", "assembly", "drill", "drill_on"}),
}
"""Fields of which two have room side by side: thresholds, names, dates."""


@dataclass(frozen=True)
class FormField:
    """A field.

    Attributes:
        usual: What holds while nothing stands here.
        lines: Lines that its text takes; 1 is a line.
        options: Words to choose among; empty for a text.
        own: It belongs to the office's words, not to the plan's sheet.
        short: Half a line is room enough.
    """

    key: str
    label: Text
    value: str
    usual: Text
    lines: int
    options: tuple[str, ...]
    own: bool
    short: bool = False


def form_fields(view: EmergencyView, kind: str, code: str) -> tuple[FormField, ...]:
    """Return the fields of a trigger or scenario, in reading order."""
    card = view.plan.scenario(code) if kind == SCENARIO else view.plan.trigger(code)
    if card is None:
        return ()
    said = view.said.scenarios if kind == SCENARIO else view.said.triggers
    words = said[code].words if code in said else {}
    usual = _usual(card)
    return tuple(_fields(view, kind, (card.state.row, words), usual))


def _fields(
    view: EmergencyView, kind: str, said: tuple[Row | None, Mapping[str, str]], usual: Mapping[str, Text]
) -> Iterator[FormField]:
    row, words = said
    own, columns = view.pack.lists[FIELDS_OF[kind]], {c.key: c for c in view.pack.sheets[SHEET_OF[kind]].columns}
    for key in ORDER[kind]:
        default, short = usual.get(key, NO_TEXT), key in SHORT[kind]
        if key in own:
            tall = 2 if own[key].data["kind"] == "lines" else 1
            yield FormField(key, own[key].text, words.get(key, ""), default, tall, (), own=True, short=short)
        elif key in columns:
            column, value = columns[key], row[key] if row else None
            options = column.options if kind_of(column) == "choice" else ()
            lines = 3 if key in TALL else 1
            yield FormField(key, column.label, _told(value), default, lines, options, own=False, short=short)


def _told(value: object) -> str:
    if isinstance(value, str) or value is None:
        return value or ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return figure(value)


def _usual(card: TriggerCard | ScenarioCard) -> Mapping[str, Text]:
    """Return what holds where nothing is stated."""
    if isinstance(card, TriggerCard):
        trigger = card.state.trigger
        levels = {name: card.told(name) for name in ("yellow", "orange", "red", "resume")}
        names = {"decider": "、".join(card.deciders), "owner": card.owner}
        return {**levels, **{key: Text(name, name) for key, name in names.items()}, "action": trigger.action}
    scenario = card.state.scenario
    owners = {f"owner_{number}": owner for number, owner in enumerate(card.owners, 1)}
    actions = Text("\n".join(a.zh for a in scenario.actions), "\n".join(a.en for a in scenario.actions))
    texts = {"report": card.report, "help": card.help, "resume": card.resume, "aftercare": card.aftercare}
    english = {"pa_en": scenario.pa.en, "trigger_en": card.trigger.en, "actions_en": actions.en}
    return {
        **owners,
        **texts,
        **{key: Text(told, told) for key, told in english.items()},
        "trigger": scenario.trigger,
        "actions": actions,
        "pa": scenario.pa,
    }
