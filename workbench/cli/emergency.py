"""``workbench emergency …`` and ``workbench drill``: scenarios, triggers, the breaker sheet, table-top exercises."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import (
    CHOICE,
    NOT_IN_ORDER,
    Account,
    AsJson,
    PackName,
    Subject,
    refuse_overwriting,
    say,
    show,
    show_json,
    signed_in,
    stop,
    table,
)

if TYPE_CHECKING:
    from workbench.core.breakers import ScenarioCard, TriggerCard
    from workbench.errors import Text
    from workbench.services.emergency_desk import Replay
    from workbench.services.emergency_view import EmergencyView

app = typer.Typer(help="应急与熔断 · Emergency and circuit-breaker", no_args_is_help=True)


def mount(root: typer.Typer) -> None:
    """Add the commands."""
    root.add_typer(app, name="emergency")
    root.command(help="桌面推演：重放文件中的信号，可登记到案卷 · Replay a table-top exercise, keep it in a case")(
        drill
    )


def _in(text: Text) -> str:
    return text.in_language(CHOICE.language)


def _view(subject: str, account: str, pack: str) -> EmergencyView:
    from workbench.services import emergency_desk, office
    from workbench.services.desk import pack_named

    if Path(subject).is_file():
        return emergency_desk.of_package(Path(subject), pack_named(pack))
    with office.desk_at(CHOICE.data, create=False) as desk:
        return emergency_desk.of_case(desk, signed_in(desk, account), subject)


@app.command("show", help="触发项和应急情景 · Triggers and scenarios")
def show_(subject: Subject, pack: PackName = "cn_national", account: Account = "", as_json: AsJson = False) -> None:
    """Show triggers and scenarios as they would be carried out."""
    found = _view(subject, account, pack)
    if as_json:
        show_json(_answer(found))
        return
    heads = [say("触发项", "trigger"), say("黄", "yellow"), say("橙", "orange"), say("红", "red")]
    heads += [say("决策人", "decider"), say("副", "deputy"), say("责任人", "owner"), say("措施", "measure")]
    table("", heads, (_trigger_row(card) for card in found.plan.adopted))
    heads = [
        say("情景", "scenario"),
        say("决策人", "decider"),
        say("前三项措施", "first actions"),
        say("演练", "drill"),
    ]
    table("", heads, (_scenario_row(card) for card in found.plan.covered))


def _trigger_row(card: TriggerCard) -> tuple[str, ...]:
    from workbench.crowd.working import figure

    levels = card.state.levels
    told = (figure(levels[name]) if name in levels else _in(card.told(name)) for name in ("yellow", "orange", "red"))
    title = f"{card.code} {_in(card.title)}"
    return (title, *told, "、".join(card.deciders), card.deputy, card.owner, _in(card.action))


def _scenario_row(card: ScenarioCard) -> tuple[str, ...]:
    actions = "；".join(_in(action) for action in card.actions)
    drill = f"{_in(card.drill.text)} {card.drilled_on or ''}".strip() if card.drill else "—"
    return (f"{card.code} {_in(card.state.scenario.text)}", card.decider, actions, drill)


def _answer(found: EmergencyView) -> dict[str, object]:
    return {
        "triggers": [
            {
                "code": card.code,
                "title": card.title,
                "expected": card.state.expected,
                "adopted": card.state.adopted,
                "levels": dict(card.state.levels),
                "deciders": card.deciders,
                "deputy": card.deputy,
                "owner": card.owner,
                "monitor": card.monitor,
                "action": card.action,
                "scenarios": card.scenarios,
            }
            for card in found.plan.triggers
        ],
        "scenarios": [
            {
                "code": card.code,
                "title": card.state.scenario.text,
                "expected": card.state.expected,
                "covered": card.state.covered,
                "trigger": card.trigger,
                "actions": card.actions,
                "owners": card.owners,
                "decider": card.decider,
                "deputy": card.deputy,
                "report": card.report,
                "route": card.route,
                "announcement": card.pa,
                "help": card.help,
                "resume": card.resume,
                "aftercare": card.aftercare,
                "drill": card.drill.text if card.drill else None,
                "drilled_on": card.drilled_on,
            }
            for card in found.plan.scenarios
        ],
        "drills": dict(found.drills),
    }


@app.command("lint", help="缺漏和矛盾；有则退出码 3 · What is missing or contradicts itself; exit code 3")
def lint(subject: Subject, pack: PackName = "cn_national", account: Account = "", as_json: AsJson = False) -> None:
    """List what is wrong with triggers and scenarios, each with its place and what settles it."""
    found = _view(subject, account, pack).lint
    if as_json:
        show_json(
            [
                {
                    "rule": one.rule.code,
                    "severity": one.severity,
                    "codes": one.codes,
                    "field": one.field,
                    "text": one.text,
                    "remedy": one.remedy,
                }
                for one in found
            ]
        )
    elif found:
        heads = [say("位置", "place"), say("情形", "finding"), say("处理", "what settles it"), say("程度", "severity")]
        table("", heads, ((" ".join(o.codes), _in(o.text), _in(o.remedy), o.severity) for o in found))
    else:
        show(say("没有发现缺漏", "nothing is missing"))
    stop(NOT_IN_ORDER if found else 0)


@app.command("sheet", help="熔断卡 PDF，一页 A4 · The breaker sheet, one side of A4")
def sheet(
    subject: Subject,
    out: Annotated[Path | None, typer.Option("--out")] = None,
    pack: PackName = "cn_national",
    account: Account = "",
) -> None:
    """Write the breaker sheet of a package as a draft, or of a case as the paper it has."""
    from workbench.services import documents, emergency_desk, office
    from workbench.services.desk import pack_named

    if Path(subject).is_file():
        name, pdf = emergency_desk.sheet_of_package(Path(subject), pack_named(pack), CHOICE.language)
    else:
        code = emergency_desk.sheet_code(CHOICE.language)
        with office.desk_at(CHOICE.data, create=False) as desk:
            paper = documents.paper(desk, signed_in(desk, account), subject, code)
        name, pdf = paper.file_name, paper.pdf
    target = out or Path(name)
    if target.exists() and target.read_bytes() != pdf:
        refuse_overwriting(target)
    target.write_bytes(pdf)
    show(str(target))


def drill(
    file: Annotated[Path, typer.Argument(help="推演文件 JSON · the exercise, JSON")],
    subject: Subject,
    keep: Annotated[bool, typer.Option("--keep", help="登记到案卷 · keep it in the case")] = False,
    pack: PackName = "cn_national",
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Replay an exercise against the triggers of a case or package; exit code 3 when a signal leads nowhere."""
    from workbench.services import acting, documents, emergency_desk, office
    from workbench.services.desk import pack_named

    if Path(subject).is_file():
        found = emergency_desk.replay(emergency_desk.of_package(Path(subject), pack_named(pack)), file)
    else:
        with office.desk_at(CHOICE.data, create=False) as desk:
            person = signed_in(desk, account)
            view = emergency_desk.of_case(desk, person, subject)
            found = emergency_desk.replay(view, file, documents.find(desk, subject))
            if keep and found.command is not None:
                acting.do(desk, person, found.command)
    _tell(found, kept=keep and found.command is not None, as_json=as_json)
    stop(NOT_IN_ORDER if found.faults else 0)


def _tell(found: Replay, *, kept: bool, as_json: bool) -> None:
    if as_json:
        faults = [{"place": place, "text": text, "remedy": remedy} for place, text, remedy in found.faults]
        lines, scenarios = found.shown.lines, found.shown.scenarios
        show_json({"lines": lines, "scenarios": scenarios, "faults": faults, "kept": kept})
        return
    for place, text, remedy in found.faults:
        show(f"{place}：{_in(text)}；{_in(remedy)}")
    if found.file is None or found.faults:
        return
    heads = [say("时间", "time"), say("信号", "signal"), say("状态", "state"), say("事件", "event")]
    heads += [say("决策人", "decider"), say("措施", "action")]
    pairs = zip(found.file.signals, found.shown.lines, strict=True)
    rows = (
        (
            f"{s.at:%H:%M}",
            s.trigger or s.scenario,
            line.proposed or line.state,
            line.event,
            line.decider,
            say(line.action, line.action_en or line.action),
        )
        for s, line in pairs
    )
    table("", heads, rows)
    codes = " ".join(found.shown.scenarios) or "—"
    show(say(f"推演过的情景：{codes}", f"scenarios exercised: {codes}"))
    if kept:
        show(say("已登记到案卷", "kept in the case"))
