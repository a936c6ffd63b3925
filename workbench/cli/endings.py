"""``workbench act …`` on a permit: changes and their outcome, cancellation, its ends; erasure of personal data."""

from __future__ import annotations

from typing import Annotated

import typer

from workbench.cli.base import CHOICE, Account, AsJson, day, say, show, show_json, signed_in
from workbench.cli.giving import Words, give, giver, moment, pairs, stated_moment, with_names
from workbench.errors import NotAllowedError, Text

app = typer.Typer()

ENDING = "reason compensation heard"
Reason = Annotated[str, typer.Option("--reason", help="理由 · reason")]
Returned = Annotated[bool, typer.Option("--returned", help="已交回许可决定书 · the permit was handed back")]
PASSAGE = "passage="
Removed = Annotated[
    list[str] | None,
    typer.Option(
        "--removed", help="隐去的内容代码，或 passage=原文 · code of what was taken out, or passage=its words"
    ),
]
Session = Annotated[
    list[str] | None,
    typer.Option("--session", help="S1=新开始/新结束，2026-05-02 19:00/2026-05-02 22:00 · new times of a session"),
]


@app.command("change", help="登记变更申请 · Record a request to change the permitted event")
def change(
    case: str,
    kind: Annotated[str, typer.Argument(help="time place content scale …")],
    what: Annotated[str, typer.Option("--what", help="变更内容和理由 · what and why")],
    session: Session = None,
    requested: Annotated[str, typer.Option("--requested", help="提出时间；空为现在 · empty = now")] = "",
    account: Account = "",
) -> None:
    """Record what the holder asks to change; a change of time states the new times session by session."""
    from workbench.core.commands import RequestChange, SessionTime

    shown = "S1=2026-05-02 19:00/2026-05-02 22:00"
    spans = ((code, *words.partition("/")) for code, words in pairs(session, shown))
    times = tuple(SessionTime(code, stated_moment(start), stated_moment(end)) for code, start, _, end in spans)
    with giver(case, account) as by:
        wish = RequestChange(by.case, kind, what, by.moment(requested), sessions=times)
        by.give(wish, Text("变更申请已登记", "request recorded"))
        show(say("申请序号：", "request no. ") + str(len(by.state.changes)))


@app.command("decide-change", help="决定变更申请：同意、不同意或告知重新申请 · Decide a change request")
def decide_change(
    case: str,
    request: Annotated[int, typer.Argument(help="申请序号 · number of the request")],
    reason: Reason,
    approve: Annotated[bool, typer.Option("--approve/--refuse", help="不可同意的即告知重新申请 · or apply anew")],
    account: Account = "",
) -> None:
    """Decide as the rule for the kind allows; the decision is numbered and issued."""
    from workbench.core.commands import DecideChange

    with giver(case, account) as by:
        by.give(DecideChange(by.case, request, approve, reason), Text("变更申请已决定", "request decided"))
        result = by.state.changes[request - 1].result
        show(by.pack.lists["change_results"][result].text.in_language(CHOICE.language))


@app.command("cancel", help="取消活动：开始前书面告知并交回决定书 · Cancel the event before its start")
def cancel(
    case: str,
    reason: Reason,
    returned: Returned = False,
    notice: Annotated[str, typer.Option("--notice", help="书面告知时间；空为现在 · empty = now")] = "",
    account: Account = "",
) -> None:
    """Record that the undertaker cancelled in writing before the start and handed the permit back."""
    from workbench.core.commands import CancelEvent

    give(
        case,
        account,
        lambda found, now: CancelEvent(found, moment(notice, now), returned, reason),
        Text("取消已登记", "cancellation recorded"),
    )


@app.command("end-permit", help="撤回、撤销、注销许可 · Withdraw, revoke or deregister the permit")
def end_permit(
    case: str,
    how: Annotated[str, typer.Argument(help="withdraw 撤回 / revoke 撤销 / deregister 注销")],
    ground: Annotated[str, typer.Option("--ground", help="法定情形代码 · code of the ground of the law")],
    with_: Annotated[list[str], with_names(ENDING)],
    returned: Returned = False,
    account: Account = "",
) -> None:
    """End a permit on a ground of the law; the articles of the ground are its basis.

    ``compensation`` says how losses are made good, ``heard`` what the holder said; the ground tells which are needed.
    """
    from workbench.core.commands import EndPermit

    said = Words(with_, ENDING)
    with giver(case, account) as by:
        row = by.pack.lists["permit_end_grounds"].get(ground)
        basis = "、".join(row.basis) if row else ground
        words = (how, said["reason"], basis, said["compensation"], ground, said["heard"], returned)
        by.give(EndPermit(by.case, *words), Text("许可终止已登记", "the permit has ended"))


@app.command("withdraw", help="申请人撤回申请（决定前） · The applicant takes the application back")
def withdraw(case: str, reason: Reason, account: Account = "") -> None:
    """Record that the applicant takes the application back before a decision."""
    from workbench.core.commands import WithdrawApplication

    give(
        case,
        account,
        lambda found, _now: WithdrawApplication(found, reason),
        Text("已登记撤回申请", "application withdrawn"),
    )


@app.command("undelivered", help="登记送达未成 · Record an attempt to serve the decision that failed")
def undelivered(
    case: str,
    method: str,
    reason: Reason,
    on: Annotated[str, typer.Option("--on", help="YYYY-MM-DD")] = "",
    tracking: Annotated[str, typer.Option("--tracking", help="邮件号 · tracking number")] = "",
    account: Account = "",
) -> None:
    """Record an attempt to serve the decision that failed; the time to serve it stays."""
    from workbench.core.commands import RecordUndelivered

    give(
        case,
        account,
        lambda found, now: RecordUndelivered(found, method, day(on) or now.date(), reason, tracking),
        Text("已登记送达未成", "failed attempt recorded"),
    )


@app.command("publish", help="登记公开，或不公开的理由 · Record publication, or why there is none")
def publish(
    case: str,
    where: Annotated[str, typer.Argument(help="公开方式代码 · code of the place")],
    removed: Removed = None,
    ground: Annotated[str, typer.Option("--ground", help="不公开的理由代码 · why it is withheld")] = "",
    on: Annotated[str, typer.Option("--on", help="YYYY-MM-DD")] = "",
    account: Account = "",
) -> None:
    """Record how the decision was made public, with what was taken out of the public copy: kinds, and passages."""
    from workbench.core.commands import Publish

    kinds = tuple(one for one in removed or () if not one.startswith(PASSAGE))
    passages = tuple(one.removeprefix(PASSAGE) for one in removed or () if one.startswith(PASSAGE))
    give(
        case,
        account,
        lambda found, now: Publish(found, where, day(on) or now.date(), passages, kinds, ground),
        Text("公开已登记", "publication recorded"),
    )


@app.command("ban", help="登记虚假材料和限制申请期限 · Record false papers and the ban that follows")
def ban(
    case: str,
    ground: Annotated[str, typer.Option("--ground", help="法定情形代码 · code of the ground")],
    fact: Annotated[str, typer.Option("--fact", help="事实 · the fact")],
    evidence: Annotated[str, typer.Option("--evidence", help="证据 · evidence")],
    since: Annotated[str, typer.Option("--since", help="YYYY-MM-DD")] = "",
    account: Account = "",
) -> None:
    """Record that facts were hidden or papers false; for how long follows from the ground."""
    from workbench.core.commands import RecordBan

    give(
        case,
        account,
        lambda found, now: RecordBan(found, ground, fact, evidence, day(since) or now.date()),
        Text("限制申请期限已登记", "ban recorded"),
    )


def erase(
    case: str,
    reason: Annotated[str, typer.Option("--reason", help="要求的来源和日期，不写个人资料 · order and date")],
    confirm: Annotated[
        str,
        typer.Option("--confirm", help="再写一次案卷编号；空则询问 · the case number again"),
    ] = "",
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Erase the personal data of a closed case for good; numbers, verdicts, signatures and papers stay."""
    from workbench.services import access, documents, office, oversight

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        access.require(desk.pack, person, "erase_personal_data")
        state = documents.find(desk, case)
        words = say("删除后不能恢复。请输入案卷编号 ", "Erased for good. Enter the case number ")
        typed = confirm or typer.prompt(words + state.number)
        if typed.strip() != state.number:
            raise NotAllowedError(
                Text("输入的编号与案卷不符，未删除任何内容", "that is not the number of the case: nothing was erased"),
                where=typed,
                remedy=Text(f"请核对后输入 {state.number}", f"check it and enter {state.number}"),
            )
        left = oversight.erase_personal_data(desk, person, state.id, reason)
    told = {"case": left.id, "number": left.number, "erased": left.application.erased}
    show_json(told) if as_json else show(say("已删除个人资料：", "personal data erased: ") + left.number)
