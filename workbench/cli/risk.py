"""``workbench risk …``: what the risk of a case is; scores, the two seats, control measures, the level."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from workbench.cli.base import CHOICE, Account, AsJson, PackName, say, show, show_json, signed_in, table
from workbench.cli.giving import Words, give, giver, stated_moment, with_names
from workbench.cli.risk_text import show_view
from workbench.errors import Text

if TYPE_CHECKING:
    from workbench.core.commands import Command

SCORED = "confidence evidence note gap na ref"
"""Names that ``score --with`` knows."""
COPIED = "na file page"
TAKEN = "owner moment evidence due"


class CaseFirst(TyperGroup):
    """A group whose first word may be a case instead of a command: then that case is shown."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put ``show`` in front of what is no command and no option."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["show", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=CaseFirst,
    no_args_is_help=True,
    help="风险评估：workbench risk 案卷 · Risk of a case: workbench risk CASE",
)


@app.command("show", help="指数、等级、区间与第二意见 · Index, level, ranges, second opinions")
def show_case(
    case: str,
    without: Annotated[
        list[str] | None, typer.Option("--without", help="相似案例不计的特征 · feature left out of the mirror")
    ] = None,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Print the risk of a case."""
    from workbench.services import documents, office, risk_desk, risk_mirror

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        found = documents.find(desk, case).id
        view = risk_desk.risk_view(desk, person, found)
        view = replace(view, mirror=risk_mirror.mirror(desk, person, found, frozenset(without or ())))
    show_json(view) if as_json else show_view(view)


Score = Annotated[int | None, typer.Argument(min=0, max=4, show_default=False)]


@app.command("score", help="为因素评分，未给出的保持不变 · Score a factor; what is not given stays")
def score(
    case: str,
    factor: str,
    before: Score = None,
    after: Score = None,
    more: Annotated[list[str] | None, with_names(SCORED)] = None,
    account: Account = "",
) -> None:
    """Score a factor before and after control measures; ``na`` = why it does not apply, ``gap`` = why seats differ."""
    from workbench.core.case_parts import FactorScore
    from workbench.core.commands import ScoreFactor

    words = Words(more, SCORED)
    with giver(case, account) as by:
        said = by.state.factors.get(factor, FactorScore(None, None))
        if words["na"]:
            said = replace(said, before=None, after=None, not_applicable=words["na"])
        elif before is not None:
            said = replace(said, not_applicable="")
        given = {
            "before": before,
            "after": after,
            "confidence": whole(words["confidence"]),
            "evidence": words["evidence"],
            "note": words["note"],
            "gap_note": words["gap"],
            "references": words.all("ref"),
        }
        changed = {name: value for name, value in given.items() if value not in (None, "", ())}
        wish = ScoreFactor(by.case, factor, **{**said.__dict__, **changed})
        by.give(wish, Text(f"{factor} 已评", f"{factor} scored"))


def whole(text: str) -> int | None:
    """Read a whole number; nothing when nothing was said."""
    if not text:
        return None
    if not text.isdecimal():
        raise typer.BadParameter(say(f"“{text}”不是整数", f"“{text}” is no whole number"))
    return int(text)


@app.command("reveal", help="公开评估单位评分，一次 · Open the agency's column, once")
def reveal(
    case: str,
    reason: Annotated[str, typer.Option("--reason", help="未评完先公开的理由 · why before all is scored")] = "",
    account: Account = "",
) -> None:
    """Open the agency's column with what its report says."""
    from workbench.services import risk_seats

    with giver(case, account) as by:
        wish = risk_seats.reveal_command(by.desk, by.person, by.case, reason)
        read = len(wish.lines)
        done = Text(f"评估单位评分已公开，读出 {read} 项", f"the agency's column is open, {read} factors read")
        by.give(wish, done)


@app.command("agency", help="录入评估单位的一项评分 · Type a line of the agency's table")
def agency(
    case: str,
    factor: str,
    before: Score = None,
    after: Score = None,
    more: Annotated[list[str] | None, with_names(COPIED)] = None,
    account: Account = "",
) -> None:
    """Type a line of the agency's table that could not be read."""
    from workbench.core.commands import SetAgencyScore

    words = Words(more, COPIED)
    done = Text(f"{factor} 评估单位评分已录入", f"{factor}: agency's score entered")
    place = (words["na"], words["file"], whole(words["page"]) or 0)
    give(case, account, lambda one, _: SetAgencyScore(one, factor, before, after, *place), done)


@app.command("measure", help="采取或撤回控制措施 · Take a control measure, or take it back")
def measure(
    case: str,
    code: str,
    more: Annotated[list[str] | None, with_names(TAKEN)] = None,
    drop: Annotated[bool, typer.Option("--drop", help="撤回 · take back")] = False,
    account: Account = "",
) -> None:
    """Take a control measure of the library: it lowers its factors and becomes a condition of the grant."""
    from workbench.core.commands import DropMeasure
    from workbench.services import risk_measures
    from workbench.services.looking import Look

    words = Words(more, TAKEN)
    with giver(case, account) as by:
        wish: Command = DropMeasure(by.case, code)
        if not drop:
            given = (words["owner"], words["moment"] or "before_opening", words["evidence"])
            taken = risk_measures.measure_command(Look(by.desk, by.state), code, *given)
            wish = replace(taken, due=stated_moment(words["due"]) if words["due"] else None)
        done = ("已撤回", "taken back") if drop else ("已采取，并写入许可条件", "taken, and written as a condition")
        by.give(wish, Text(f"{code} {done[0]}", f"{code} {done[1]}"))


@app.command("override", help="定级 · Set the level; 0 takes it back")
def override(
    case: str,
    level: Annotated[int, typer.Argument(min=0, max=4)],
    reason: Annotated[str, typer.Option("--reason", help="理由 · reason")] = "",
    approver: Annotated[str, typer.Option("--approver", help="批准人账户 · approver's account")] = "",
    account: Account = "",
) -> None:
    """Set the security level."""
    from workbench.core.commands import SetLevel
    from workbench.services import office

    with giver(case, account) as by:
        known = {one.account: one.id for one in office.people(by.desk)}
        allowed = known.get(approver.strip().lower(), approver)
        by.give(SetLevel(by.case, level, reason, allowed), Text("定级已登记", "level recorded"))


@app.command("backtest", help="以公开事故案例回验排序 · Back-test the ranking over public accidents")
def backtest(pack: PackName = "cn_national", as_json: AsJson = False) -> None:
    """Rank the recorded accidents against the safe cases; the headcount alone stands beside it."""
    from workbench.services import risk_accidents

    found = risk_accidents.backtest(pack)
    if as_json:
        show_json(found)
        return
    language = CHOICE.language
    heads = ["", say("案例", "case"), say("相似度", "resemblance"), say("人数", "headcount"), say("标记", "mark")]
    rows = (
        (
            say("安全", "safe") if one.safe else say("事故", "accident"),
            one.title.in_language(language),
            f"{one.share:.2f}",
            str(one.headcount or "—"),
            one.mark,
        )
        for one in found.ranking
    )
    table("", heads, rows)
    for line in found.told:
        show(line.in_language(language))
