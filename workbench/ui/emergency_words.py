"""Triggers, scenarios, findings and exercises in words and rows."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.breakers import ScenarioCard, TriggerCard, person
from workbench.core.commands import DrillLine, DrillSignal
from workbench.core.emergency_lint import Lint
from workbench.core.parts_emergency import DrillRecord
from workbench.crowd.working import figure
from workbench.errors import Text
from workbench.services.emergency_desk import Replay
from workbench.services.emergency_view import EmergencyView
from workbench.ui.i18n import day, say, tr
from workbench.ui.step_decision_lines import Line
from workbench.ui.step_site_rows import Cell, Head, TableRow

GRAVE = frozenset({"correction", "block", "red", "critical"})


def trigger_heads() -> list[Head]:
    """Return the columns of the triggers."""
    return [Head(tr("触发项"), 170, 3), Head(tr("状态"), 104), Head(tr("决策人"), 96, 1)]


def scenario_heads() -> list[Head]:
    """Return the columns of the scenarios."""
    return [Head(tr("情景"), 150, 3), Head(tr("状态"), 104), Head(tr("演练"), 124, 1)]


def trigger_row(card: TriggerCard, view: EmergencyView) -> TableRow:
    """Return a trigger as a row."""
    state = card.state
    who = tr("、").join(map(person, card.deciders)) or "—"
    below = tr("副：{name}", name=card.deputy) if card.deputy else ""
    place = _state(state.expected, view.lint_of(card.code), there=state.adopted)
    return TableRow(card.code, (Cell(card.code, say(card.title)), place, Cell(who, below)))


def scenario_row(card: ScenarioCard, view: EmergencyView) -> TableRow:
    """Return a scenario as a row."""
    state = card.state
    drill = say(card.drill.text) if card.drill else "—"
    when = day(card.drilled_on) if card.drilled_on else ""
    place = _state(state.expected, view.lint_of(card.code), there=state.covered)
    return TableRow(card.code, (Cell(card.code, say(state.scenario.text)), place, Cell(drill, when)))


def _state(expected: bool | None, found: tuple[Lint, ...], *, there: bool) -> Cell:
    """Return whether it is in the plan, and what is wrong with it."""
    if found:
        bad = any(one.severity in GRAVE for one in found)
        upper = tr("缺漏 {count} 项", count=len(found))
        lower = tr("已纳入") if there else tr("应有") if expected else ""
        return Cell(upper, lower, "bad" if bad else "warn", "alert-circle" if bad else "alert-triangle")
    if there:
        return Cell(tr("已纳入"), "", "ok", "circle-check")
    return Cell(tr("未采用"), tr("本活动不要求"), "t2", "circle-dashed")


def lint_lines(found: tuple[Lint, ...]) -> Iterator[Line]:
    """Yield the findings as rows, the graver first."""
    for one in sorted(found, key=lambda x: x.severity not in GRAVE):
        bad = one.severity in GRAVE
        codes = " ".join(one.codes[:4]) + (f" +{len(one.codes) - 4}" if len(one.codes) > 4 else "")
        yield Line(
            say(one.text),
            (codes, say(one.remedy)),
            "alert-circle" if bad else "alert-triangle",
            "bad" if bad else "warn",
            key=f"{one.kind} {one.codes[0]} {one.field}",
        )


def nothing_wrong() -> Line:
    """Return what stands where nothing is wrong."""
    return Line(tr("没有缺漏"), icon="circle-check", ink="ok", empty=True)


def drill_lines(held: dict[str, DrillRecord], view: EmergencyView) -> Iterator[Line]:
    """Yield the exercises kept in the case with the line of every signal."""
    if not held:
        told = tr("还没有桌面推演。点“导入推演”选择 JSON 文件，每条信号会显示由谁决策、采取什么措施。")
        yield Line(told, empty=True)
    for key, one in held.items():
        yield Line(f"{key} {one.title}", heading=True)
        people = tr("主持：{name}", name=one.lead)
        codes = " ".join(one.scenarios) or "—"
        yield Line(
            f"{day(one.on)} · {people}",
            (tr("推演过的情景：{codes}", codes=codes), one.source),
            "circle-check",
            "ok",
            key=key,
        )
        for number, (signal, line) in enumerate(zip(one.signals, one.lines, strict=True), 1):
            yield _signal(signal, line, view, f"{key}.{number}")


def replay_lines(found: Replay, view: EmergencyView) -> Iterator[Line]:
    """Yield what an exercise shows before it is kept, or its faults with their places."""
    yield Line(found.name, heading=True)
    for number, (place, text, remedy) in enumerate(found.faults, 1):
        yield Line(say(text), (place, say(remedy)), "alert-circle", "bad", key=f"fault {number}")
    if found.file is not None and not found.faults:
        for number, (signal, line) in enumerate(zip(found.file.signals, found.shown.lines, strict=True), 1):
            yield _signal(signal, line, view, f"new {number}")


def _signal(signal: DrillSignal, line: DrillLine, view: EmergencyView, key: str) -> Line:
    told = _reading(signal, view)
    name = signal.trigger or signal.scenario
    title = " ".join(part for part in (f"{signal.at:%H:%M}", name, told, signal.place) if part)
    who = tr("决策：{name}", name=line.decider)
    state = line.proposed or line.state
    words = view.pack.lists["trigger_states"]
    shown = say(words[state].text) if state in words else ""
    mark = tr("{state}（待确认）", state=shown) if line.proposed else shown
    family = {"red": "bad", "orange": "warn", "yellow": "warn"}.get(state, "neu")
    return Line(title, (who, _action(line, view)), tag=mark, family=family, key=key, object=name)


def _reading(signal: DrillSignal, view: EmergencyView) -> str:
    if signal.reading is not None:
        return figure(signal.reading)
    words = view.pack.lists["trigger_states"]
    if signal.level:
        return say(words[signal.level].text) if signal.level in words else signal.level
    return tr("{name}确认", name=signal.confirm) if signal.confirm else ""


def _action(line: DrillLine, view: EmergencyView) -> str:
    """Return an action in the language in use; of an older exercise, where the plan or the pack has it in both."""
    told = line.action
    if line.action_en:
        return say(Text(told, line.action_en))
    states = (row.data for row in view.pack.lists["trigger_states"].values())
    known = {str(data["action_zh"]): Text(str(data["action_zh"]), str(data["action_en"])) for data in states}
    known |= {card.action.zh: card.action for card in view.plan.triggers}
    known |= {action.zh: action for card in view.plan.scenarios for action in card.actions}
    return say(known.get(told, Text(told, told)))
