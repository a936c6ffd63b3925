"""``workbench promises [CASE]`` and ``workbench promise …``: tolerated deficiencies from the command line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import CHOICE, NOT_IN_ORDER, Account, AsJson, say, show, show_json, signed_in, stop, table

if TYPE_CHECKING:
    from workbench.core.case import Case
    from workbench.core.commands import Command
    from workbench.services.promises import PromiseLine

promise = typer.Typer(help="容缺承诺 · Promises for tolerated papers", no_args_is_help=True)

Note = Annotated[str, typer.Option("--note", help="说明 · note")]
Reason = Annotated[str, typer.Option("--reason", help="理由 · reason")]


def promises(
    case: Annotated[str, typer.Argument(help="案卷；不写为全部 · case; all when left out")] = "",
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """List the promises of a case with their course, or the open ones of all cases; 3 when one is overdue."""
    from workbench.core.promises import Standing
    from workbench.services import documents, office
    from workbench.services import promises as service

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        if case:
            found = service.of_case(desk, person, documents.find(desk, case).id)
            lines = found.lines
            told: object = found
        else:
            register = service.register(desk, person)
            lines, told = register.lines, register
    if as_json:
        show_json(told)
    else:
        _show(lines, course=bool(case))
    stop(NOT_IN_ORDER if any(line.standing is Standing.OVERDUE for line in lines) else 0)


def _show(lines: Iterable[PromiseLine], *, course: bool) -> None:
    rows = [
        [*_cells(line), _course(line)] if course else [line.case_number, line.event, *_cells(line)] for line in lines
    ]
    heads = [say("材料", "paper"), say("承诺人", "promisor"), say("期限", "due"), say("状态", "standing")]
    heads.append(say("未补齐的后果", "fallback"))
    around = [*heads, say("经过", "course")] if course else [say("案卷", "case"), say("活动", "event"), *heads]
    table("", around, rows) if rows else show(say("没有容缺承诺", "there are no promises"))


def _cells(line: PromiseLine) -> list[str]:
    language = CHOICE.language
    due = f"{line.due:%Y-%m-%d %H:%M} {line.rule.in_language(language)}".strip()
    words = (line.standing_text.in_language(language), line.fallback_text.in_language(language))
    return [f"{line.item} {line.title.in_language(language)}", line.promisor, due, *words]


def _course(line: PromiseLine) -> str:
    language = CHOICE.language
    told = (f"{s.title.in_language(language)} {s.detail.in_language(language)}".strip() for s in line.steps)
    return "\n".join(f"{step.at:%m-%d %H:%M} {step.name} {words}" for step, words in zip(line.steps, told, strict=True))


def _given(case: Case, item: str) -> None:
    owed = item in {p.item for p in case.open_promises()}
    tail = say("，尚待补齐或复核", ", still owed or to confirm") if owed else ""
    show(say(f"已登记 {item}", f"recorded {item}") + tail)


def _do(case: str, account: str, item: str, make: Command, path: Path | None = None) -> None:
    """Give a command of one case; with a file where the command names one."""
    from dataclasses import replace

    from workbench.core.commands import AttachLetter, FulfilPromise
    from workbench.services import acting, documents, intake, office
    from workbench.services import promises as service

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        wish = replace(make, case=documents.find(desk, case).id)
        if isinstance(wish, FulfilPromise) and path is not None:
            state = intake.deliver(desk, person, wish, path)
        elif isinstance(wish, AttachLetter) and path is not None:
            state = service.attach_letter(desk, person, wish, path)
        else:
            state = acting.do(desk, person, wish)
    _given(state, item)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError as fault:
        raise typer.BadParameter(say("时间应为 YYYY-MM-DD HH:MM", "moments are YYYY-MM-DD HH:MM")) from fault


@promise.command("keep", help="登记补齐的材料 · Record the paper that came in")
def keep(
    case: str,
    item: str,
    file: Path,
    received: Annotated[str, typer.Option("--received", help="YYYY-MM-DD HH:MM")] = "",
    note: Note = "",
    account: Account = "",
) -> None:
    """Record a paper that was owed; a second person confirms it."""
    from workbench.core.commands import FulfilPromise

    _do(case, account, item, FulfilPromise("", item, file.name, "", note, _moment(received)), file)


@promise.command("confirm", help="由第二人复核补齐 · Confirm, as a second person")
def confirm(
    case: str,
    item: str,
    send_back: Annotated[bool, typer.Option("--send-back", help="不符，退回 · it does not keep the promise")] = False,
    note: Note = "",
    account: Account = "",
) -> None:
    """Confirm the paper that came in, or send it back with the reason."""
    from workbench.core.commands import ConfirmPromise

    _do(case, account, item, ConfirmPromise("", item, not send_back, note))


@promise.command("extend", help="期满前延长承诺 · Give a later moment, before the old one has passed")
def extend(
    case: str,
    item: str,
    due: Annotated[str, typer.Argument(help="YYYY-MM-DD HH:MM")],
    reason: Reason = "",
    approver: Annotated[str, typer.Option("--approver", help="批准人 · who approved it")] = "",
    account: Account = "",
) -> None:
    """Give a promise a later moment, with reason and another person's approval."""
    from workbench.core.commands import ExtendPromise

    later = _moment(due)
    if later is None:
        raise typer.BadParameter(say("请写明新的时间", "state the new moment"))
    _do(case, account, item, ExtendPromise("", item, later, reason, approver))


@promise.command("remind", help="登记催告 · Record a reminder")
def remind(
    case: str,
    item: str,
    channel: Annotated[str, typer.Option("--channel", help="phone message letter in_person")] = "phone",
    note: Note = "",
    account: Account = "",
) -> None:
    """Record that the promisor was reminded."""
    from workbench.core.commands import RemindPromisor

    _do(case, account, item, RemindPromisor("", item, channel, note))


@promise.command("letter", help="承诺书归卷 · Put the signed letter on file")
def letter(case: str, item: str, file: Path, note: Note = "", account: Account = "") -> None:
    """Put the signed letter of a promise on file."""
    from workbench.core.commands import AttachLetter

    _do(case, account, item, AttachLetter("", item, file.name, "", note), file)


@promise.command("waive", help="审批人免除承诺 · Waive, as an approver")
def waive(
    case: str,
    item: str,
    ground: Annotated[str, typer.Option("--ground", help="no_longer_applies covered_otherwise rule_changed")],
    reason: Reason = "",
    account: Account = "",
) -> None:
    """Let a promise go because what asked for the paper fell away."""
    from workbench.core.commands import WaivePromise

    _do(case, account, item, WaivePromise("", item, ground, reason))
