"""A table-top exercise: signals replayed against the triggers of a plan, each with who decides and what is done.

A signal must lead to exactly one decider and one action. Whatever leads to none or to several is a fault of the plan or
of the file; all faults are told together, and nothing is kept until there are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from workbench.core.breakers import Breakers, ScenarioCard, TriggerCard, person
from workbench.core.commands.emergency import DrillLine, DrillSignal
from workbench.core.pack import Pack
from workbench.core.parameters import choices
from workbench.core.trigger_series import Level, Sample, Standing, advanced, event_level
from workbench.core.values import Application
from workbench.errors import Text

LEVEL_OF = {"normal": Level.NORMAL, "yellow": Level.YELLOW, "orange": Level.ORANGE, "red": Level.RED}
NAME_OF = {level: name for name, level in LEVEL_OF.items()}
MOST_SIGNALS = 500
"""Signals of one exercise; an evening at the table has a few dozen."""
LARGEST = Decimal(1_000_000)
"""Readings beyond this are no readings of any trigger."""
PLACES = ("zones", "gates", "posts")
"""Sheets whose codes name a place."""


@dataclass(frozen=True)
class Fault:
    """Why a signal cannot be replayed: its number from 1, the field concerned, what is wrong and what to do."""

    number: int
    field: str
    text: Text
    remedy: Text


@dataclass(frozen=True)
class Rehearsal:
    """What an exercise shows: a line per signal, the scenarios set going, or the faults that stand against it."""

    lines: tuple[DrillLine, ...] = ()
    scenarios: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass
class _Table:
    """The state of the exercise while it is replayed."""

    standings: dict[str, Standing] = field(default_factory=dict)
    event: Level = Level.NORMAL


def rehearse(signals: Sequence[DrillSignal], application: Application, plan: Breakers, pack: Pack) -> Rehearsal:
    """Replay signals in their order.

    Args:
        signals: In the order of time.
        application: The plan in force, for the places that it knows.
        plan: Its triggers and scenarios.
        pack: Actions at each state.
    """
    places = {str(row["code"]) for sheet in PLACES for row in application.rows(sheet)}
    faults = tuple(_faults(signals, places, plan))
    if faults:
        return Rehearsal(faults=faults)
    table = _Table()
    lines = [_line(signal, table, plan, pack) for signal in signals]
    named = {code for line in lines for code in line.scenarios}
    return Rehearsal(tuple(lines), tuple(card.code for card in plan.scenarios if card.code in named))


def _faults(signals: Sequence[DrillSignal], places: set[str], plan: Breakers) -> Iterator[Fault]:
    before: datetime | None = None
    for number, signal in enumerate(signals, 1):
        if before is not None and signal.at < before:
            yield _fault(
                number,
                "at",
                (f"时间 {signal.at:%H:%M} 早于上一条信号", f"{signal.at:%H:%M} is earlier than the signal before"),
                ("按时间先后排列信号", "put the signals in the order of time"),
            )
        before = max(before or signal.at, signal.at)
        yield from _shape(number, signal)
        yield from _target(number, signal, plan)
        if signal.place and signal.place not in places:
            yield _fault(
                number,
                "place",
                (f"没有编号为 {signal.place[:20]} 的区域、出入口或岗位", f"no zone, gate or post {signal.place[:20]}"),
                ("用方案中的编号，或留空", "use a code of the plan, or leave it empty"),
            )


def _fault(number: int, name: str, text: tuple[str, str], remedy: tuple[str, str]) -> Fault:
    return Fault(number, name, Text(*text), Text(*remedy))


def _shape(number: int, signal: DrillSignal) -> Iterator[Fault]:
    """Yield what is wrong with a signal by itself."""
    if bool(signal.trigger) == bool(signal.scenario):
        yield _fault(
            number,
            "trigger",
            ("应写触发项或场景，且只写一个", "name a trigger or a scenario, and only one of them"),
            ("填写 trigger 或 scenario", "fill in trigger or scenario"),
        )
    told = (signal.reading is not None) + bool(signal.level)
    if signal.trigger and (told > 1 or not (told or signal.confirm)):
        yield _fault(
            number,
            "value",
            ("应写数值或等级之一，或写确认人", "state a value or a level, or who confirms"),
            ("填写 value、level 或 confirm", "fill in value, level or confirm"),
        )
    if signal.level and signal.level not in LEVEL_OF:
        yield _fault(
            number,
            "level",
            (f"等级“{signal.level[:20]}”无效", f"“{signal.level[:20]}” is no level"),
            (f"可用：{'、'.join(LEVEL_OF)}", f"one of: {', '.join(LEVEL_OF)}"),
        )
    if signal.reading is not None and not -LARGEST <= signal.reading <= LARGEST:
        yield _fault(
            number,
            "value",
            ("数值超出范围", "the value is out of range"),
            (f"应在 ±{LARGEST} 之内", f"between -{LARGEST} and {LARGEST}"),
        )


def _target(number: int, signal: DrillSignal, plan: Breakers) -> Iterator[Fault]:
    """Yield why a signal does not lead to exactly one decider and one action."""
    if signal.scenario:
        yield from _scenario_faults(number, signal.scenario, plan.scenario(signal.scenario))
    elif signal.trigger:
        yield from _trigger_faults(number, signal, plan.trigger(signal.trigger))


def _trigger_faults(number: int, signal: DrillSignal, card: TriggerCard | None) -> Iterator[Fault]:
    code = signal.trigger[:20]
    if card is None:
        yield _unknown(number, "trigger", code)
        return
    if not card.state.adopted:
        yield _fault(
            number,
            "trigger",
            (f"方案未采用 {code}，没有人决策", f"the plan does not adopt {code}: nobody decides"),
            ("先采用该触发项，或删除此信号", "adopt the trigger first, or leave the signal out"),
        )
        return
    yield from _one(number, code, card.deciders, card.action.zh)
    if signal.reading is not None and not card.rule.thresholds:
        yield _fault(
            number,
            "value",
            (f"{code} 没有数值阈值", f"{code} has no numbers"),
            ("改用 level 写明等级", "state a level instead"),
        )
    if signal.confirm and person(signal.confirm) not in {person(name) for name in (*card.deciders, card.deputy)}:
        yield _fault(
            number,
            "confirm",
            (f"{signal.confirm[:30]} 不是 {code} 的决策人或副决策人", f"{signal.confirm[:30]} does not decide {code}"),
            ("由决策人或副决策人确认", "let the decider or the deputy confirm"),
        )


def _scenario_faults(number: int, code: str, card: ScenarioCard | None) -> Iterator[Fault]:
    if card is None:
        yield _unknown(number, "scenario", code[:20])
    elif not card.state.covered:
        yield _fault(
            number,
            "scenario",
            (f"方案未覆盖 {card.code}，没有人决策", f"the plan does not provide for {card.code}: nobody decides"),
            ("先补充该场景，或删除此信号", "provide for the scenario first, or leave the signal out"),
        )
    else:
        first = card.actions[0].zh if card.actions else ""
        yield from _one(number, card.code, (card.decider,) if card.decider else (), first)


def _unknown(number: int, name: str, code: str) -> Fault:
    return _fault(
        number,
        name,
        (f"没有编号 {code}", f"there is no {code}"),
        ("用规则包中的编号", "use a code of the rule pack"),
    )


def _one(number: int, code: str, deciders: tuple[str, ...], action: str) -> Iterator[Fault]:
    if len(deciders) != 1:
        names = "、".join(deciders)
        zh = f"{code} 对应 {len(deciders)} 名决策人（{names}）" if deciders else f"{code} 没有决策人"
        en = f"{code} leads to {len(deciders)} deciders ({names})" if deciders else f"{code} has no decider"
        yield _fault(number, "trigger", (zh, en), ("为其指定一名决策人", "name one decider for it"))
    if not action:
        yield _fault(
            number,
            "trigger",
            (f"{code} 没有写明措施", f"{code} states no action"),
            ("填写措施", "state the action"),
        )


def _line(signal: DrillSignal, table: _Table, plan: Breakers, pack: Pack) -> DrillLine:
    """Return what a signal leads to; the table moves on."""
    if signal.scenario:
        return _seen(plan, signal.scenario, table)
    card = _known(plan, signal.trigger)
    before = table.standings.get(card.code, Standing())
    reading = LEVEL_OF[signal.level] if signal.level else signal.reading
    after = advanced(card.rule, before, Sample(signal.at, reading, signal.confirm))
    table.standings[card.code] = after
    table.event = event_level(table.event, table.standings.values(), confirmed=bool(signal.confirm))
    wanted = after.level if after.proposed is None else max(after.proposed, after.level)
    red = wanted is Level.RED
    action = card.action if red else _usual(pack, wanted)
    return DrillLine(
        state=NAME_OF[after.level],
        proposed="" if after.proposed is None else NAME_OF[after.proposed],
        event=NAME_OF[table.event],
        decider=card.deciders[0],
        action=action.zh,
        owner=card.owner,
        scenarios=card.scenarios if red else (),
        action_en=action.en,
    )


def _known(plan: Breakers, code: str) -> TriggerCard:
    card = plan.trigger(code)
    if card is None:
        raise LookupError(code)
    return card


def _seen(plan: Breakers, code: str, table: _Table) -> DrillLine:
    card = plan.scenario(code)
    if card is None:
        raise LookupError(code)
    owner = card.owners[0].zh if card.owners else ""
    event = NAME_OF[table.event]
    first = card.actions[0]
    return DrillLine("", "", event, card.decider, first.zh, owner, (code,), first.en)


def _usual(pack: Pack, level: Level) -> Text:
    """Return what is done at a state below red, by the pack."""
    data: Mapping[str, object] = choices(pack, "trigger_states")[NAME_OF[level]].data
    return Text(str(data["action_zh"]), str(data["action_en"]))
