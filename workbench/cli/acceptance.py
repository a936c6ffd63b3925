"""``workbench acceptance …``: the five outcomes of a received application, and deemed acceptance."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import CHOICE, Account, day, say, show, signed_in
from workbench.cli.giving import rows_of

if TYPE_CHECKING:
    from workbench.core.commands import Command, Promise
    from workbench.services.desk import Desk
    from workbench.services.views import Person

acceptance = typer.Typer(help="受理：五种处理 · The five outcomes of acceptance", no_args_is_help=True)

Reason = Annotated[str, typer.Option("--reason", help="理由 · reason")]


def _act(case: str, account: str, make: Command) -> None:
    """Give a command of one case and issue the paper that the act brings."""
    from dataclasses import replace

    from workbench.services import documents, office

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        _done(desk, person, replace(make, case=documents.find(desk, case).id))


def _done(desk: Desk, person: Person, wish: Command) -> None:
    from workbench.services import acting, documents
    from workbench.services.looking import Look

    state = acting.do(desk, person, wish)
    look = Look(desk, state)
    status = look.pack.lists["statuses"][state.status].text.in_language(CHOICE.language)
    made = documents.issue_of_act(desk, person, state.id, wish.kind)
    show(f"{state.number} {status}" + (f" · {made.title.in_language(CHOICE.language)} {made.number}" if made else ""))


@acceptance.command("accept", help="受理 · Accept, with promises where papers are tolerated as missing")
def accept(
    case: str,
    on: Annotated[str, typer.Option("--on", help="受理日 YYYY-MM-DD · day")] = "",
    promises: Annotated[Path | None, typer.Option("--promises", help="承诺清单 JSON · list of promises")] = None,
    account: Account = "",
) -> None:
    """Accept an application; promises stand in a JSON file as a list of their fields."""
    from workbench.core.commands import Accept
    from workbench.services import documents, office

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        owed = _promises(promises) if promises else ()
        _done(desk, person, Accept(documents.find(desk, case).id, day(on) or desk.today, owed))


def _promises(path: Path) -> tuple[Promise, ...]:
    from workbench.core.commands import Promise

    fields = "item promisor due type fallback anchor amount number letter"
    return rows_of(path, lambda row: Promise(**{**row, "due": datetime.fromisoformat(row["due"])}), fields)


@acceptance.command("correct", help="一次性补正告知 · Send the one-time correction notice")
def correct(
    case: str,
    due: Annotated[str, typer.Option("--due", help="补正期限 YYYY-MM-DD · until")],
    leave: Annotated[list[str] | None, typer.Option("--leave", help="不要求补正的代码 · codes not asked for")] = None,
    reason: Annotated[str, typer.Option("--second-round", help="再次告知的理由 · reason of a second notice")] = "",
    account: Account = "",
) -> None:
    """Ask for everything that is open at once; what is left out is named as not asked for."""
    from workbench.core.commands import SendCorrection
    from workbench.services import corrections, documents, office
    from workbench.services.looking import Look

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        look = Look(desk, documents.find(desk, case))
        found = corrections.open_matters(look)
        codes = set(leave or ())
        if unknown := codes - {item.code for item in found}:
            raise typer.BadParameter(say(f"没有这些事项：{unknown}", f"not among the open matters: {unknown}"))
        items = tuple(item for item in found if item.code not in codes)
        left = tuple(item for item in found if item.code in codes)
        _done(desk, person, SendCorrection(look.case.id, items, day(due) or date.max, reason, left))
        for item in items:
            show(f"  {item.code} {item.problem} → {item.remedy}")
        for item in left:
            show(say("  不要求补正：", "  not asked: ") + f"{item.code} {item.problem}")


@acceptance.command("refuse", help="不予受理，告知有权机关 · Refuse acceptance, naming the competent authority")
def refuse(
    case: str,
    competent: Annotated[str, typer.Option("--competent", help="有权机关 · competent authority")] = "",
    reason: Reason = "",
    account: Account = "",
) -> None:
    """Refuse acceptance because another authority is competent."""
    from workbench.core.commands import RefuseAcceptance

    _act(case, account, RefuseAcceptance("", reason, competent))


@acceptance.command("not-required", help="告知不需许可 · Tell that no permit is needed")
def not_required(case: str, reason: Reason = "", account: Account = "") -> None:
    """Tell the applicant that no permit is needed."""
    from workbench.core.commands import DeclareNotRequired

    _act(case, account, DeclareNotRequired("", reason))


@acceptance.command("on-the-spot", help="登记当场更正 · Record corrections made on the spot")
def on_the_spot(
    case: str,
    items: Annotated[list[str], typer.Argument(help="更正的事项 · what was corrected")],
    note: Annotated[str, typer.Option("--note")] = "",
    account: Account = "",
) -> None:
    """Record what the applicant corrected at the window."""
    from workbench.core.commands import CorrectOnSpot

    _act(case, account, CorrectOnSpot("", tuple(items), note))


@acceptance.command("deemed", help="登记视为受理 · Record deemed acceptance")
def deemed(case: str, note: Annotated[str, typer.Option("--note")] = "", account: Account = "") -> None:
    """Record that the law counts the application as accepted."""
    from workbench.core.commands import DeemAccepted

    _act(case, account, DeemAccepted("", note))
