"""The crowd pages of a case on the command line: capacity, screening, counted flow."""

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
    day,
    say,
    show,
    show_json,
    signed_in,
    stop,
    table,
)
from workbench.cli.crowd import pair

if TYPE_CHECKING:
    from fractions import Fraction

    from workbench.core.crowd_needs import Need
    from workbench.errors import Text
    from workbench.exchange.counts_file import BadLine
    from workbench.services.crowd_desk import CapacityView
    from workbench.services.crowd_flow import FlowView
    from workbench.services.crowd_screening import Screening

Basis = Annotated[str, typer.Option("--set", help="另一套取值，如 green_guide 或 pack:cn_jiangsu · another set to try")]
Persons = Annotated[int | None, typer.Option("--persons", min=1, help="核对人数 · persons to judge")]


def mount(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        help="案卷或申请包的容量：限值、核验、须改变的输入 · Capacity: limits, checks, what would have to change"
    )(capacity)

    app.command(help="案卷或申请包的安检排队：分时段、等候、所需通道 · Screening: queue by the hour, wait, lanes")(
        screening
    )
    app.command(help="案卷的人流计数：查看，或导入 CSV · Counted people of a case: show, or import a CSV")(flow)


def _in(text: Text) -> str:
    return text.in_language(CHOICE.language)


def _figure(value: Fraction | int | None, unit: str = "") -> str:
    from workbench.crowd.working import figure
    from workbench.services.crowd_sheet import unit_word

    return "—" if value is None else f"{figure(value)} {_in(unit_word(unit))}".strip()


def capacity(
    subject: Subject,
    persons: Persons = None,
    basis: Basis = "",
    pack: PackName = "cn_national",
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Show the capacity of a case or of a package file; exit code 3 when the number does not fit."""
    from workbench.services import crowd_desk, office
    from workbench.services.desk import pack_named

    if Path(subject).is_file():
        found = crowd_desk.of_package(Path(subject), pack_named(pack), persons, basis)
    else:
        with office.desk_at(CHOICE.data, create=False) as desk:
            person = signed_in(desk, account)
            found = crowd_desk.of_case(desk, person, crowd_desk.opened(desk, person, subject), persons, basis)
    show_json(_answer(found)) if as_json else _show(found)
    stop(
        NOT_IN_ORDER if found.persons is not None and found.ceiling is not None and found.persons > found.ceiling else 0
    )


def _show(found: CapacityView) -> None:
    from workbench.services.crowd_sheet import as_text

    heads = [say("限值", "limit"), say("人数", "persons"), ""]
    if found.basis:
        name = _in(dict(found.bases)[found.basis])
        show(say(f"按“{name}”试算，检查与文书不变", f"tried by “{name}”; checks and papers are not changed"))
    binds = say("起决定作用", "binding")
    table("", heads, ((_in(one.text), _figure(one.persons, "p"), binds if one.binds else "") for one in found.limits))
    marks = {True: say("符合", "holds"), False: say("超出", "EXCEEDED"), None: say("不能确定", "cannot be told")}
    heads = [say("核验", "check"), say("值", "value"), say("限", "limit"), ""]
    rows = (
        (_in(one.text), _figure(one.value, one.unit), _figure(one.limit, one.unit), marks[one.holds])
        for one in found.checks
    )
    table("", heads, rows)
    if found.needs:
        heads = [
            say("限值", "limit"),
            say("对象", "object"),
            say("输入", "input"),
            say("现值", "now"),
            say("改到", "needed"),
        ]
        table(say("须改变的输入", "what would have to change"), heads, (_need(one) for one in found.needs))
    for gap in found.gaps:
        show(f"▲ {_in(gap)}")
    show(as_text(found.working, CHOICE.language))


def _need(one: Need) -> tuple[str, ...]:
    never = say("单改不够", "not enough alone")
    needed = never if one.needed is None else _figure(one.needed, one.unit)
    return one.limit, one.object, _in(one.what), _figure(one.now, one.unit), needed


def _answer(found: CapacityView) -> dict[str, object]:
    """Return the page for a machine: numbers as numbers, texts in both languages."""
    from workbench.services.crowd_bench import plain

    return {
        "expected": found.expected,
        "requested": found.requested,
        "persons": found.persons,
        "tried": found.basis,
        "can_be_tried": [code for code, _name in found.bases if code],
        "capacity": found.capacity,
        "limits": [
            {"code": one.code, "persons": one.persons, "binds": one.binds, "counts": one.counts} for one in found.limits
        ],
        "checks": [
            {
                "code": one.code,
                "value": plain(one.value),
                "limit": plain(one.limit),
                "unit": one.unit,
                "holds": one.holds,
            }
            for one in found.checks
        ],
        "zones": [
            {
                "zone": one.code,
                "capacity": one.capacity,
                "peak": one.peak,
                "density": plain(one.density),
                "band": one.band,
                "over": one.over,
            }
            for one in found.zones
        ],
        "sets": [
            {"set": one.code, "capacity": one.capacity, "minutes": plain(one.minutes), "used": one.used}
            for one in found.sets
        ],
        "needs": [
            {
                "limit": one.limit,
                "object": one.object,
                "what": one.what,
                "now": plain(one.now),
                "needed": plain(one.needed),
                "unit": one.unit,
            }
            for one in found.needs
        ],
        "gaps": list(found.gaps),
    }


def screening(
    subject: Subject,
    changes: Annotated[
        list[str] | None, typer.Argument(help="key=value … 代替案卷的输入 · in place of the case's")
    ] = None,
    pack: PackName = "cn_national",
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Show queue and wait by the hour for a case or a package file; exit code 3 when an interval fails."""
    from workbench.services import crowd_desk, crowd_screening, office
    from workbench.services.desk import pack_named

    if Path(subject).is_file():
        start = crowd_screening.of_package(Path(subject), pack_named(pack))
    else:
        with office.desk_at(CHOICE.data, create=False) as desk:
            person = signed_in(desk, account)
            start = crowd_screening.of_case(desk, person, crowd_desk.opened(desk, person, subject))
    given = {**start.fluid, **dict(pair(one) for one in changes or ())}
    found = crowd_screening.screened(given, pack_named(pack), start.doors)
    show_json(_screening(found)) if as_json else _show_screening(start.told + start.gaps, found)
    stop(0 if found.holds else NOT_IN_ORDER)


def _show_screening(told: tuple[Text, ...], found: Screening) -> None:
    for text in told:
        show(f"· {_in(text)}")
    heads = [say("时段", "interval"), say("到达", "arrivals"), say("可通行", "can pass"), say("最长队伍", "queue")]
    marks = {True: say("足够", "enough"), False: say("不足", "FAILS")}
    rows = (
        (
            _in(one.name),
            _figure(round(one.arrivals)),
            _figure(round(one.capacity)),
            _figure(round(one.queue)),
            f"{float(one.wait):.1f}",
            marks[one.holds],
        )
        for one in found.hours
    )
    table("", [*heads, say("最长等候（分）", "wait (min)"), ""], rows)
    show(_in(found.verdict))
    if found.lanes is not None:
        show(
            say(
                f"各时段都通行至少需要 {found.lanes} 条通道", f"{found.lanes} lanes at least would do in every interval"
            )
        )


def _screening(found: Screening) -> dict[str, object]:
    from workbench.services.crowd_bench import answer

    return {
        **answer(found.result),
        "verdict": found.verdict,
        "holds": found.holds,
        "lanes_needed": found.lanes,
        "intervals": [one.name for one in found.hours],
    }


def flow(
    case: Annotated[str, typer.Argument(help="案卷 · case")],
    action: Annotated[str, typer.Argument(help="show | import")] = "show",
    file: Annotated[Path | None, typer.Argument(help="CSV")] = None,
    on: Annotated[str, typer.Option("--on", help="日期 · day, YYYY-MM-DD")] = "",
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Show the counted people of a case on a day, or record those of a file; exit code 3 when lines were not used."""
    from workbench.services import crowd_desk, crowd_flow, office

    if action not in {"show", "import"} or (action == "import") != (file is not None):
        raise typer.BadParameter(say("用 show，或 import 加文件名", "use show, or import with a file"))
    bad: tuple[BadLine, ...] = ()
    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        case = crowd_desk.opened(desk, person, case)
        if file is not None:
            read = crowd_flow.parsed(desk, person, case, file)
            bad = read.bad
            if read.counts:
                crowd_flow.record(desk, person, case, read)
        found = crowd_flow.of_case(desk, person, case, day(on))
    show_json(_flow(found, bad)) if as_json else _show_flow(found, bad)
    stop(NOT_IN_ORDER if bad else 0)


def _show_flow(found: FlowView, bad: tuple[BadLine, ...]) -> None:
    for one in bad:
        show(say(f"第 {one.number} 行未采用：", f"line {one.number} not used: ") + f"{_in(one.reason)}  {one.original}")
    if found.site is None:
        show(say("没有计数", "nothing counted"))
        return
    peak = found.site.peak
    show(
        say(f"{found.day} 峰值 {peak.inside} 人 · {peak.at:%H:%M}", f"{found.day} peak {peak.inside} · {peak.at:%H:%M}")
    )
    heads = [say("时间", "time"), say("对象", "place"), say("状态", "state"), say("人数", "persons"), "%"]
    rows = (
        (
            f"{one.at:%H:%M}",
            one.place or say("全场", "whole site"),
            f"{_in(one.before)} → {_in(one.after)}",
            str(one.inside),
            f"{float(one.share) * 100:.1f}",
        )
        for one in found.warnings
    )
    table("", heads, rows) if found.warnings else show(say("没有达到预警阈值", "no threshold was reached"))


def _flow(found: FlowView, bad: tuple[BadLine, ...]) -> dict[str, object]:
    from workbench.services.crowd_bench import plain

    return {
        "day": found.day,
        "days": list(found.days),
        "rule": found.trigger,
        "capacity": found.capacity,
        "peak": found.site.peak.inside if found.site else None,
        "total_in": found.total,
        "warnings": [
            {
                "time": f"{one.at:%Y-%m-%d %H:%M}",
                "place": one.place,
                "occupancy": one.inside,
                "ratio": plain(one.share),
                "from": one.before,
                "to": one.after,
            }
            for one in found.warnings
        ],
        "places": [
            {"place": one.code, "peak": one.peak.inside, "density": plain(one.peak.density), "band": one.peak.band}
            for one in found.places
        ],
        "not_used": [{"line": one.number, "reason": one.reason} for one in bad],
    }
