"""What follows the decision: where everything stands, and the main acts on conditions, hazards, changes and service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import (
    CHOICE,
    NOT_IN_ORDER,
    Account,
    AsJson,
    day,
    say,
    show,
    show_json,
    signed_in,
    stop,
    table,
)
from workbench.cli.giving import At, give, moment
from workbench.errors import Text

if TYPE_CHECKING:
    from workbench.services.views_after import AfterView

act = typer.Typer(help="许可后的办理 · Acts after the decision", no_args_is_help=True)


def after(case: str, account: Account = "", as_json: AsJson = False) -> None:
    """Show where everything after the decision stands; exit 3 while something keeps the event from opening."""
    from workbench.services import documents, office, review

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        view = review.look_again(desk, person, documents.find(desk, case).id).after
    assert view is not None
    if as_json:
        show_json(view)
    else:
        _page(view)
    stop(NOT_IN_ORDER if view.decided == "grant" and not view.run and view.blocks else 0)


def _page(view: AfterView) -> None:
    if not view.decided:
        show(say("尚未作出决定", "not decided yet"))
        return
    if view.allowed is not None:
        show(view.allowed.text.in_language(CHOICE.language))
    _service(view)
    for head, rows in (
        (say("许可条件", "conditions"), _conditions(view)),
        (say("隐患", "hazards"), _hazards(view)),
        (say("变更", "changes"), _changes(view)),
        (say("活动过程", "the event"), _run(view)),
    ):
        if rows:
            table(head, [""] * len(rows[0]), rows)
    _ending(view)


def _ending(view: AfterView) -> None:
    say_in = CHOICE.language
    if view.closure is not None and view.closure_word is not None:
        show(f"{view.closure_word.in_language(say_in)}：{view.closure.reason}")
    for ban in view.bans:
        show(say("限制申请：", "banned: ") + f"{ban.organisation} {ban.since} – {ban.until}")
    for text in view.stale:
        show(say("签署后已变更：", "changed since it was signed: ") + text.in_language(say_in))
    if not view.run and view.decided == "grant":
        for key, text in view.blocks:
            show(say("开场前还差：", "before opening: ") + f"{key} {text.in_language(say_in)}")


def _service(view: AfterView) -> None:
    if view.delivery is not None:
        late = say("（逾期）", " (late)") if view.delivery.late else ""
        show(say("已送达：", "delivered: ") + f"{view.delivery.on} {view.delivery.receiver}{late}")
    else:
        late = say("（已逾期）", " (overdue)") if view.deliver_overdue else ""
        show(say("须送达于：", "deliver by: ") + f"{view.deliver_by}{late}")
    made = view.publication
    show(say("公开：", "publication: ") + (f"{made.on} {made.where}" if made else say("未登记", "none")))


def _conditions(view: AfterView) -> list[tuple[str, ...]]:
    mark = say("逾期", "overdue")
    return [
        (
            *(one.key, one.title or one.text, one.owner, one.moment.in_language(CHOICE.language)),
            one.state_word.in_language(CHOICE.language) + (f" {mark}" if one.overdue else ""),
        )
        for one in view.conditions
    ]


def _hazards(view: AfterView) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for one in view.hazards:
        stands = say("逾期未改", "overdue") if one.overdue else say("待整改", "open")
        state = stands if one.stands else say("已消除", "removed")
        advised = one.proposal.in_language(CHOICE.language)
        rows.append((one.key, one.what, one.place, one.holder, str(one.due), state, advised))
    return rows


def _changes(view: AfterView) -> list[tuple[str, ...]]:
    language = CHOICE.language
    return [
        (str(one.number), one.word.in_language(language), one.change.what, one.result.in_language(language),
         one.new_case.number if one.new_case else "")
        for one in view.changes
    ]  # fmt: skip


def _run(view: AfterView) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for number, one in enumerate(view.run, 1):
        ends = say(f"（解除第 {one.entry.ends} 项）", f" (ends no. {one.entry.ends})") if one.entry.ends else ""
        words = one.word.in_language(CHOICE.language) + ends
        rows.append((str(number), words, str(one.entry.at), one.entry.measured or one.entry.text, one.entry.number))
    return rows


# Acts


@act.command("condition", help="核验许可条件 · Record whether a condition is met")
def condition(
    case: str,
    key: str,
    evidence: Annotated[str, typer.Option("--evidence", help="证据 · evidence")],
    met: Annotated[bool, typer.Option("--met/--not-met", help="是否落实 · met or not")] = True,
    at: At = "",
    account: Account = "",
) -> None:
    """Record whether a condition of the permit was found fulfilled."""
    from workbench.core.commands import CheckCondition

    give(
        case,
        account,
        lambda found, now: CheckCondition(found, key, moment(at, now), met, evidence),
        Text(f"已登记核验：{key}", f"checked: {key}"),
    )


@act.command("close-condition", help="许可条件销号 · Close a condition")
def close_condition(case: str, key: str, reason: str, account: Account = "") -> None:
    """Close a condition that was met, or has lost its object."""
    from workbench.core.commands import CloseCondition

    give(
        case, account, lambda found, _now: CloseCondition(found, key, reason), Text(f"已销号：{key}", f"closed: {key}")
    )


@act.command("deliver", help="登记送达 · Record that the decision was served")
def deliver(
    case: str,
    method: str,
    receiver: str,
    on: Annotated[str, typer.Option("--on", help="YYYY-MM-DD")] = "",
    proof: Annotated[str, typer.Option("--proof", help="邮件号或电子回执号 · tracking number or receipt")] = "",
    account: Account = "",
) -> None:
    """Record how, when and to whom the decision was served."""
    from workbench.core.commands import Deliver

    give(
        case,
        account,
        lambda found, now: Deliver(found, method, receiver, day(on) or now.date(), tracking=proof, receipt=proof),
        Text("送达已登记", "delivery recorded"),
    )


@act.command("link", help="关联变更后的新案卷 · Link the new application to the case it follows from")
def link(case: str, new_case: str, request: int, account: Account = "") -> None:
    """Link, on both sides, a new application and the case whose change asked for it."""
    from workbench.services import documents, linking, office

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        old, new = documents.find(desk, case).id, documents.find(desk, new_case).id
        linking.link(desk, person, old, new, request)
    show(say("已关联", "linked"))
