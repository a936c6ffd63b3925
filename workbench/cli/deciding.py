"""``workbench decision …``: what is to be signed, the recommendation, the countersignature, closing the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import CHOICE, NOT_IN_ORDER, Account, AsJson, say, show, show_json, stop, table
from workbench.cli.giving import Giver, give, giver, rows_of
from workbench.errors import Text

if TYPE_CHECKING:
    from workbench.core.commands import Command, RefusalReason
    from workbench.services.views import DecisionView

app = typer.Typer(help="审查意见和决定 · Recommendation and decision", no_args_is_help=True)

SEEN = 16
"""Characters of a fingerprint that the signer repeats; papers carry as many."""

Opinion = Annotated[str, typer.Option("--opinion", help="意见 · opinion")]
Reason = Annotated[str, typer.Option("--reason", help="理由 · reason")]
Seal = Annotated[str, typer.Option("--seal", help=f"所见内容的指纹，至少前 {SEEN} 位 · fingerprint of what was seen")]


@app.command("show", help="待签内容、缺项、签名和指纹 · What is to be signed, what is missing, signatures")
def show_decision(case: str, account: Account = "", as_json: AsJson = False) -> None:
    """Show the decision as it stands; exit 3 while something keeps a grant from being recommended."""
    with giver(case, account) as by:
        view = _view(by)
    if as_json:
        show_json(view)
    else:
        _page(view)
    stop(NOT_IN_ORDER if view.gate else 0)


def _view(by: Giver) -> DecisionView:
    from workbench.services import review

    return review.open_case(by.desk, by.person, by.case).decision


def _page(view: DecisionView) -> None:
    language = CHOICE.language
    outcomes = {"grant": Text("准予", "grant"), "refuse": Text("不予许可", "refuse"), "": Text("尚未提出", "none yet")}
    approved = "" if view.approved is None else say(f"，核准 {view.approved} 人", f", {view.approved} people approved")
    show(say("审查意见：", "recommendation: ") + outcomes[view.outcome].in_language(language) + approved)
    if view.opinion:
        show(f"  {view.opinion}")
    for item in view.gate:
        show(say("  尚缺：", "  missing: ") + item.text.in_language(language))
    heads = [say("条件", "condition"), say("内容", "text"), say("责任人", "owner"), say("时点", "moment")]
    if view.conditions:
        table("", heads, ((one.title, one.text, one.owner, one.moment) for one in view.conditions))
    heads = [say("签名", "signature"), say("签名人", "by"), say("时间", "at"), say("指纹", "fingerprint"), ""]
    if view.signatures:
        marks = {True: say("内容已变", "content changed"), False: say("一致", "as signed")}
        rows = ((s.act, s.name, f"{s.at:%Y-%m-%d %H:%M}", s.seal, marks[s.stale]) for s in view.signatures)
        table("", heads, rows)
    show(say("当前内容的指纹：", "fingerprint of the content now: ") + view.seal)


@app.command("recommend", help="提出审查意见：准予或不予许可 · Recommend a grant or a refusal")
def recommend(
    case: str,
    grant: Annotated[bool, typer.Option("--grant/--refuse", help="准予或不予许可 · grant or refuse")],
    opinion: Opinion,
    approved: Annotated[int | None, typer.Option("--approved", help="核准人数 · approved number of people")] = None,
    reasons: Annotated[
        Path | None, typer.Option("--reasons", help="不予许可的理由 JSON · reasons of a refusal, a list of objects")
    ] = None,
    account: Account = "",
) -> None:
    """Recommend; the signature binds everything the recommendation rests on."""
    from workbench.core.commands import Recommend

    found = _reasons(reasons) if reasons else ()
    with giver(case, account) as by:
        wish = Recommend(by.case, "grant" if grant else "refuse", opinion, approved, found)
        by.give(wish, Text("审查意见已提出", "recommended"))
        show(say("待签内容的指纹：", "fingerprint to be countersigned: ") + _view(by).seal)


def _reasons(path: Path) -> tuple[RefusalReason, ...]:
    from workbench.core.commands import RefusalReason

    return rows_of(path, lambda row: RefusalReason(**row), "condition fact evidence required found")


@app.command("countersign", help="批准人复签，即作出决定 · The approver countersigns and thereby decides")
def countersign(case: str, seal: Seal, opinion: Opinion = "", account: Account = "") -> None:
    """Countersign exactly what was seen; the fingerprint is repeated from ``decision show``."""
    from workbench.core.commands import Countersign

    with giver(case, account) as by:
        by.give(Countersign(by.case, _seen(by, seal), opinion), Text("已复签", "countersigned"))
        _decided(by)


@app.command("third-sign", help="第三人签署 · The third signature where the rules ask for one")
def third_sign(case: str, seal: Seal, opinion: Opinion = "", account: Account = "") -> None:
    """Sign as the third person what was recommended and countersigned."""
    from workbench.core.commands import ThirdSign

    with giver(case, account) as by:
        by.give(ThirdSign(by.case, _seen(by, seal), opinion), Text("第三人已签署", "signed by the third person"))
        _decided(by)


def _decided(by: Giver) -> None:
    """Say the number of the decision, or that a third signature is awaited."""
    made = by.state.decision
    if made is None:
        show(say("尚待第三人签署", "the third signature is awaited"))
    else:
        show(say("决定：", "decision: ") + f"{made.number} {made.on}")


def _seen(by: Giver, seal: str) -> str:
    """Return the whole fingerprint of the recommendation when the signer repeated its beginning."""
    signed = by.state.signature("recommend")
    whole = signed.fingerprint if signed else ""
    if len(seal.strip()) < SEEN or not whole.startswith(seal.strip().lower()):
        told = say(
            "与待签内容的指纹不符；先用 workbench decision show 查看",
            "not the fingerprint of what is to be signed; see workbench decision show",
        )
        raise typer.BadParameter(told)
    return whole


@app.command("return", help="批准人退回审查意见 · The approver sends the recommendation back")
def send_back(case: str, reason: Reason, account: Account = "") -> None:
    """Send the recommendation back with a reason."""
    from workbench.core.commands import ReturnRecommendation

    _with_reason(case, account, ReturnRecommendation, reason, Text("已退回", "sent back"))


@app.command("take-back", help="撤回自己的审查意见 · The officer takes the own recommendation back")
def take_back(case: str, reason: Reason, account: Account = "") -> None:
    """Take the own recommendation back before it is countersigned."""
    from workbench.core.commands import WithdrawRecommendation

    _with_reason(case, account, WithdrawRecommendation, reason, Text("已撤回", "taken back"))


@app.command("archive", help="归档 · Close the file")
def archive(case: str, note: Annotated[str, typer.Option("--note")] = "", account: Account = "") -> None:
    """Close the file."""
    from workbench.core.commands import ArchiveCase

    _with_reason(case, account, ArchiveCase, note, Text("已归档", "file closed"))


def _with_reason(case: str, account: str, kind: type[Command], words: str, done: Text) -> None:
    give(case, account, lambda found, _now: kind(found, words), done)  # type: ignore[call-arg]
