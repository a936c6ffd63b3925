"""``workbench act …`` at the event: opened, suspended, resumed, stopped, ended, reviewed."""

from __future__ import annotations

from typing import Annotated

import typer

from workbench.cli.base import Account
from workbench.cli.giving import At, Words, give, giver, moment, pairs, with_names
from workbench.errors import Text

app = typer.Typer()

SUSPENSION = "measured measures source resume_when scope oral at"
STOP = "trigger measured measures source scope oral at"


@app.command("open", help="登记活动开始 · Record that the event has opened")
def open_(case: str, at: At = "", account: Account = "") -> None:
    """Record that the event has opened."""
    from workbench.core.commands import OpenEvent

    give(case, account, lambda found, now: OpenEvent(found, moment(at, now)), Text("已登记开始", "opening recorded"))


@app.command("suspend", help="暂停活动（熔断），签发通知书 · Suspend the event and issue the notice")
def suspend(
    case: str,
    trigger: Annotated[str, typer.Argument(help="触发项代码 · code of the trigger")],
    with_: Annotated[list[str], with_names(SUSPENSION)],
    account: Account = "",
) -> None:
    """Suspend on a named trigger; the notice is numbered, issued, and due to be served in time.

    ``source`` may be given twice; ``resume_when`` is the rule's where it is not stated, ``oral`` is when the order was
    given by word of mouth.
    """
    from workbench.core.commands import SuspendEvent

    said = Words(with_, SUSPENSION)
    with giver(case, account) as by:
        rule, at = by.pack.triggers.get(trigger), by.moment(said["at"])
        when = said["resume_when"] or (rule.resume.zh if rule else "")
        words = (trigger, said["measured"], said["measures"], at, when, said.all("source"), said["scope"])
        wish = SuspendEvent(by.case, *words, moment(said["oral"], at))
        by.give(wish, Text("活动已暂停，请送达通知书", "suspended; serve the notice"))


@app.command("resume", help="解除暂停，恢复活动 · Lift the suspension")
def resume(
    case: str,
    note: Annotated[str, typer.Option("--note", help="恢复条件核实情况 · how its condition was found met")],
    measured: Annotated[str, typer.Option("--measured", help="实测值 · what was measured")] = "",
    at: At = "",
    account: Account = "",
) -> None:
    """Let the suspended event go on; the person signed in confirms that the condition set for it is met."""
    from workbench.core.commands import ResumeEvent

    give(
        case,
        account,
        lambda found, now: ResumeEvent(found, moment(at, now), note, measured),
        Text("活动已恢复", "the event goes on"),
    )


@app.command("stop", help="停止活动，签发通知书 · End the event for good and issue the notice")
def stop(
    case: str,
    reason: Annotated[str, typer.Option("--reason", help="理由 · reason")],
    with_: Annotated[list[str] | None, with_names(STOP)] = None,
    account: Account = "",
) -> None:
    """End the event for good; a trigger, where one is named, has its sources as for a suspension."""
    from workbench.core.commands import StopEvent

    said = Words(with_, STOP)
    with giver(case, account) as by:
        at = by.moment(said["at"])
        words = (at, reason, said["trigger"], said["measured"], said["measures"], said.all("source"), said["scope"])
        wish = StopEvent(by.case, *words, moment(said["oral"], at))
        by.give(wish, Text("活动已停止，请送达通知书", "stopped; serve the notice"))


@app.command("end", help="登记活动结束 · Record that the event ended as planned")
def end(case: str, at: At = "", account: Account = "") -> None:
    """Record that the event ended as planned."""
    from workbench.core.commands import EndEvent

    give(case, account, lambda found, now: EndEvent(found, moment(at, now)), Text("已登记结束", "end recorded"))


@app.command("review", help="活动总结 · The review after the event")
def review(
    case: str,
    figure: Annotated[list[str] | None, typer.Option("--figure", help="actual_peak=23000 incidents=2")] = None,
    lesson: Annotated[list[str] | None, typer.Option("--lesson", help="经验和问题，可重复 · repeatable")] = None,
    account: Account = "",
) -> None:
    """Write figures and lessons of the event."""
    from workbench.core.commands import ReviewEvent

    given = tuple((k, int(v) if v.isdecimal() else v) for k, v in pairs(figure, "actual_peak=23000"))
    lessons = tuple(lesson or ())
    give(case, account, lambda found, _now: ReviewEvent(found, given, lessons), Text("总结已登记", "review recorded"))
