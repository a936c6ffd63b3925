"""Time limits on the command line: the deadlines of a case with their sums."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import CHOICE, Account, AsJson, day, say, show, show_json, signed_in, table

if TYPE_CHECKING:
    from workbench.services.calendars import CalendarChange

app = typer.Typer()


@app.command("clocks", help="逐行列出案卷的各项时限 · The time limits of a case, line by line")
def clocks(case: str, account: Account = "", as_json: AsJson = False) -> None:
    """Print every deadline of a case with its derivation."""
    from workbench.services import office
    from workbench.services.time_limits import STATES, left_of, time_limits, when

    with office.desk_at(CHOICE.data, create=False) as desk:
        found = time_limits(desk, signed_in(desk, account), case)
    if as_json:
        show_json(found)
        return
    language = CHOICE.language
    show(say("案卷 ", "case ") + f"{found.number} · {found.today} · {say('日历 ', 'calendar ')}{found.calendar}")
    for limit in found.limits:
        guess = say("（预估）", " (estimate)") if limit.estimate else ""
        told = [when(limit).in_language(language) + guess, STATES[limit.state].in_language(language)]
        told += [text for text in (left_of(limit).in_language(language),) if text]
        show(f"\n{limit.title.in_language(language)}  {'  '.join(told)}")
        for line in limit.lines:
            show(f"  {line.told(language)}")


calendar = typer.Typer(help="工作日历 · Working-day calendar", no_args_is_help=True)
app.add_typer(calendar, name="calendar")
DryRun = Annotated[bool, typer.Option("--dry-run", help="只试算，不写入 · work it out, write nothing")]
Reason = Annotated[str, typer.Option("--reason", help="原因，如停工通知文号 · reason")]


@calendar.command("import", help="导入一年的日历，重算在办案卷 · Import a year, count open cases again")
def calendar_import(file: Path, dry_run: DryRun = False, account: Account = "", as_json: AsJson = False) -> None:
    """Take a year of the calendar in and show what moved."""
    from workbench.services import calendars, office

    with office.desk_at(CHOICE.data, create=False) as desk:
        found = calendars.import_year(desk, signed_in(desk, account), file, dry_run=dry_run)
    _show_change(found, as_json=as_json)


@calendar.command("close", help="设某日停止办公 · A local day off, e.g. a closure by storm")
def calendar_close(
    day_: Annotated[str, typer.Argument(metavar="DAY")],
    reason: Reason,
    dry_run: DryRun = False,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Make a day off for this office, and show what moved."""
    _set_day(day_, reason, (False, dry_run, account, as_json))


@calendar.command("work", help="设某日为工作日 · A local working day")
def calendar_work(
    day_: Annotated[str, typer.Argument(metavar="DAY")],
    reason: Reason,
    dry_run: DryRun = False,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Make a day a working day for this office, and show what moved."""
    _set_day(day_, reason, (True, dry_run, account, as_json))


@calendar.command("clear", help="取消某日的例外 · Take a local exception back")
def calendar_clear(
    day_: Annotated[str, typer.Argument(metavar="DAY")],
    reason: Reason,
    dry_run: DryRun = False,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Take a local exception back, and show what moved."""
    from workbench.services import calendars, office

    with office.desk_at(CHOICE.data, create=False) as desk:
        found = calendars.clear_day(desk, signed_in(desk, account), _stated(day_), reason, dry_run=dry_run)
    _show_change(found, as_json=as_json)


@calendar.command("promise", help="承诺办结的工作日数；0 表示不承诺 · The promised period; 0 takes it back")
def calendar_promise(days: int, account: Account = "") -> None:
    """Set the office's promised period for the decision in working days."""
    from workbench.services import office, office_times

    with office.desk_at(CHOICE.data, create=False) as desk:
        office_times.promise_days(desk, signed_in(desk, account), days or None)
    show(say("已记录", "recorded"))


@calendar.command("list", help="列出各年日历、例外和承诺期限 · Years, local exceptions, the promised period")
def calendar_list(account: Account = "", as_json: AsJson = False) -> None:
    """List the years of the calendar and the local exceptions."""
    from workbench.services import calendars, office

    with office.desk_at(CHOICE.data, create=False) as desk:
        found = calendars.calendar_view(desk, signed_in(desk, account))
    if as_json:
        show_json(found)
        return
    language = CHOICE.language
    states = {True: say("已公布", "published"), False: say("推算，预估", "computed, an estimate")}
    rows = [
        (str(y.year), states[y.official], str(y.off), str(y.work), y.paper.in_language(language), y.file)
        for y in found.years
    ]
    heads = [say("年", "year"), "", say("休", "off"), say("班", "worked"), say("依据", "notice"), say("文件", "file")]
    table(say("日历 ", "calendar ") + found.version, heads, rows)
    kinds = {True: say("上班", "working"), False: say("停止办公", "closed")}
    local = [(str(e.day), kinds[e.working], e.reason) for e in found.exceptions]
    if local:
        table(say("本单位例外", "local exceptions"), ["", "", say("原因", "reason")], local)
    promised = "—" if found.promised is None else str(found.promised)
    show(
        say(
            f"承诺办结：{promised} 个工作日（法定 {found.statutory}）",
            f"promised: {promised} wd (law {found.statutory})",
        )
    )


def _set_day(stated: str, reason: str, how: tuple[bool, bool, str, bool]) -> None:
    from workbench.services import calendars, office

    working, dry_run, account, as_json = how
    with office.desk_at(CHOICE.data, create=False) as desk:
        person, wanted = signed_in(desk, account), _stated(stated)
        found = calendars.set_day(desk, person, wanted, reason, working=working, dry_run=dry_run)
    _show_change(found, as_json=as_json)


def _stated(text: str) -> date:
    found = day(text)
    if found is None:
        raise typer.BadParameter(say("日期应为 YYYY-MM-DD", "dates are YYYY-MM-DD"))
    return found


def _show_change(found: CalendarChange, *, as_json: bool) -> None:
    if as_json:
        show_json({**vars(found), "known": found.known, "moved_cases": found.moved_cases})
        return
    language = CHOICE.language
    if found.known:
        show(say("日历与现有的相同，未作改动 ", "the calendar is as it was, nothing changed ") + found.after)
        return
    works = {True: say("上班", "working"), False: say("休", "off")}
    rows = [(str(d.day), works[d.was_working], works[d.works], d.name.in_language(language)) for d in found.days]
    table(say("变动的日子", "days that change"), ["", say("原", "before"), say("现", "after"), ""], rows)
    moved = [
        (m.number, m.title, m.name.in_language(language), str(m.before or "—"), str(m.after or "—"))
        for m in found.moved
    ]
    heads = [
        say("案卷", "case"),
        say("活动", "event"),
        say("时限", "deadline"),
        say("原", "before"),
        say("现", "after"),
    ]
    if moved:
        table(say("移动的时限", "dates that moved"), heads, moved)
    done = say("已记录", "recorded") if found.recorded else say("试算，未写入", "trial run, nothing written")
    show(
        say(
            f"{found.before} → {found.after}：重算 {found.cases} 件在办案卷，{found.moved_cases} 件有变动。{done}",
            f"{found.before} → {found.after}: {found.cases} open cases counted, {found.moved_cases} moved; {done}",
        )
    )
