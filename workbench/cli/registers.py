"""``workbench registers``: the registers and the calendar of events, searched, listed, exported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from workbench.cli.base import CHOICE, Account, AsJson, day, say, show, show_json, signed_in, table

if TYPE_CHECKING:
    from workbench.services.desk import Desk
    from workbench.services.register_views import CalendarView, Lapse, RegisterPage
    from workbench.services.views import Person

Found = TypeVar("Found")

registers = typer.Typer(help="登记库与活动日历 · Registers and the calendar of events", no_args_is_help=True)

Search = Annotated[str, typer.Option("--search", help="每个词都须出现 · every word must occur")]
Target = Annotated[Path | None, typer.Option("--export", help="写到 .xlsx 或 .csv · write to .xlsx or .csv")]
OfCase = Annotated[str, typer.Option("--case", help="只看一个案卷（编号）· one case only (number)")]

SHORT = {
    "organisations": "organisation",
    "licences": "licence",
    "trainings": "training",
    "incidents": "incident",
    "pledges": "pledge",
    "stations": "joint_station",
    "meetings": "joint_meeting",
    "actions": "meeting_action",
    "channels": "channel",
    "volunteers": "volunteers",
    "police": "police_resource",
    "passes": "pass_batch",
    "service": "service_record",
}
"""Short names of registers on the command line; every other one goes by its code."""


@registers.command("list", help="列出各登记簿的代码和名称 · List the registers")
def list_registers(as_json: AsJson = False) -> None:
    """List the registers of the pack: code, name, of the office or of a case."""
    from workbench.services import office
    from workbench.services.registers import kinds

    with office.desk_at(CHOICE.data) as desk:
        found = [(row.code, row.text, row.scope) for row in kinds(desk)]
    if as_json:
        show_json([{"code": code, "name": name, "scope": scope} for code, name, scope in found])
        return
    words = {"office": say("单位", "office"), "case": say("案卷", "case")}
    heads = [say("代码", "code"), say("名称", "name"), say("范围", "scope")]
    table("", heads, [(code, name.in_language(CHOICE.language), words[scope]) for code, name, scope in found])


@registers.command("show", help="查看一个登记簿 · Show a register")
def show_register(
    register: Annotated[str, typer.Argument(help="代码，见 registers list · code, see registers list")],
    search: Search = "",
    case: OfCase = "",
    export: Target = None,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Show the entries of a register that match, or write them to a file."""
    from workbench.services import documents, office, register_export
    from workbench.services import registers as service

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        wanted = service.Wanted(text=search, case=documents.find(desk, case).id if case else "")
        code = SHORT.get(register, register)
        if export is not None:
            written = register_export.export_register(
                *(desk, person, code, export), wanted=wanted, language=CHOICE.language
            )
            show(str(written))
            return
        found = service.page(desk, person, code, wanted)
    show_json(_told(found)) if as_json else _print(found)


def _told(found: RegisterPage) -> dict[str, object]:
    """Return a register as JSON holds it."""
    return {
        "register": found.register.code,
        "name": found.register.text,
        "entries": [
            {
                "entry": view.entry,
                "case": view.case,
                "title": view.title,
                "open": view.open,
                "values": view.values.all,
                "words": dict(view.words),
                "watched": view.watched,
            }
            for view in found.entries
        ],
        "measures": found.measures,
    }


def _print(found: RegisterPage) -> None:
    language, register = CHOICE.language, found.register
    heads = [field.label.in_language(language) for field in register.columns]
    rows = [
        [view.words[f.key].in_language(language) if f.key in view.words else "" for f in register.columns]
        for view in found.entries
    ]
    if not rows:
        show(register.empty.in_language(language) or say("没有登记", "nothing entered"))
        return
    table(register.text.in_language(language), heads, rows)
    for measure in found.measures:
        advice = measure.advice.in_language(language)
        show(f"{measure.label.in_language(language)}: {measure.value}{f'  {advice}' if advice else ''}")


def _short(name: str, code: str) -> None:
    """Add a command that shows the register of a code under a name of its own."""

    @registers.command(name, help=f"registers show {code}")
    def command(
        search: Search = "",
        case: OfCase = "",
        export: Target = None,
        account: Account = "",
        as_json: AsJson = False,
    ) -> None:
        show_register(code, search, case, export, account, as_json)


for _name, _code in SHORT.items():
    _short(_name, _code)


@registers.command("calendar", help="活动日历与冲突 · Events by day, with clashes")
def show_calendar(
    first: Annotated[str, typer.Option("--from", help="YYYY-MM-DD")] = "",
    last: Annotated[str, typer.Option("--to", help="YYYY-MM-DD")] = "",
    export: Target = None,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Show the cases by day over a span (by default thirty days from today) and where they clash."""
    from workbench.services import office, register_export
    from workbench.services.event_calendar import calendar

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        start = day(first) or desk.today
        view = calendar(desk, person, start, day(last) or start + timedelta(days=30))
        if export is not None:
            show(str(register_export.export_calendar(desk, person, view, export, language=CHOICE.language)))
            return
    show_json(view) if as_json else _print_calendar(view)


def _print_calendar(view: CalendarView) -> None:
    language = CHOICE.language
    rows = [
        (
            line.day.isoformat(),
            f"{line.start:%H:%M}–{line.end:%H:%M}" if line.start and line.end else "",
            line.case.number,
            line.case.title,
            line.case.place,
            line.phase.in_language(language),
            "!" if line.clashes else "",
        )
        for line in view.lines
    ]
    heads = [say("日期", "day"), say("时间", "time"), say("案卷", "case"), say("活动", "event")]
    table("", [*heads, say("场所", "venue"), say("阶段", "phase"), say("冲突", "clash")], rows)
    for clash in view.clashes:
        show(f"! {clash.day}  {clash.text.in_language(language)}  {clash.formula}")


@registers.command("lapsing", help="将到期和逾期的资质、期限 · Licences and tasks that lapse or are overdue")
def show_lapsing(
    days: Annotated[int, typer.Option("--days", help="今天起的天数 · days from today", min=0, max=3650)] = 30,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Show what lapses or is due within some days, the earliest first; what is past stands first."""
    from workbench.services.registers import lapsing

    def print_all(found: tuple[Lapse, ...]) -> None:
        language = CHOICE.language
        rows = [
            (str(one.day.moment), one.register_title.in_language(language), one.owner.in_language(language),
             one.title.in_language(language), one.day.words.in_language(language))
            for one in found
        ]  # fmt: skip
        heads = [say("日期", "day"), say("登记簿", "register"), say("所属", "of"), say("名称", "name")]
        table("", [*heads, say("情况", "state")], rows)

    _at_desk(account, lambda desk, person: lapsing(desk, person, days), print_all, as_json=as_json)


@registers.command("proposals", help="申请包中尚未登记的单位 · Organisations of packages that are not in the register")
def show_proposals(account: Account = "", as_json: AsJson = False) -> None:
    """Show the organisations that received packages propose; they are confirmed in the window."""
    from workbench.services.organisations import proposals
    from workbench.services.register_views import Proposal

    def print_all(found: tuple[Proposal, ...]) -> None:
        language = CHOICE.language
        rows = [(one.name, one.words["roles"].in_language(language), one.case_title) for one in found]
        table("", [say("单位", "organisation"), say("角色", "roles"), say("案卷", "case")], rows)

    _at_desk(account, proposals, print_all, as_json=as_json)


def _at_desk(
    account: str, ask: Callable[[Desk, Person], Found], print_all: Callable[[Found], None], *, as_json: bool
) -> None:
    """Ask the services and show the answer."""
    from workbench.services import office

    with office.desk_at(CHOICE.data, create=False) as desk:
        found = ask(desk, signed_in(desk, account))
    show_json(found) if as_json else print_all(found)
