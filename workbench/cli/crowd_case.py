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
    from workbench.services.crowd_desk import CapacityView
    from workbench.services.crowd_screening import Screening

Subject = Annotated[str, typer.Argument(help="案卷（编号或标识）或申请包文件 · case or package file")]
Persons = Annotated[int | None, typer.Option("--persons", min=1, help="核对人数 · persons to judge")]


def mount(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        help="案卷或申请包的容量：限值、核验、须改变的输入 · Capacity: limits, checks, what would have to change"
    )(capacity)

    app.command(help="案卷或申请包的安检排队：分时段、等候、所需通道 · Screening: queue by the hour, wait, lanes")(
        screening
    )


def _in(text: Text) -> str:
    return text.in_language(CHOICE.language)


def _figure(value: Fraction | int | None, unit: str = "") -> str:
    from workbench.crowd.working import figure
    from workbench.services.crowd_sheet import unit_word

    return "—" if value is None else f"{figure(value)} {_in(unit_word(unit))}".strip()


def capacity(
    subject: Subject,
    persons: Persons = None,
    pack: PackName = "cn_national",
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Show the capacity of a case or of a package file; exit code 3 when the number does not fit."""
    from workbench.services import crowd_desk, office
    from workbench.services.desk import pack_named

    if Path(subject).is_file():
        found = crowd_desk.of_package(Path(subject), pack_named(pack), persons)
    else:
        with office.desk_at(CHOICE.data, create=False) as desk:
            found = crowd_desk.of_case(desk, signed_in(desk, account), subject, persons)
    show_json(_answer(found)) if as_json else _show(found)
    stop(
        NOT_IN_ORDER if found.persons is not None and found.ceiling is not None and found.persons > found.ceiling else 0
    )


def _show(found: CapacityView) -> None:
    from workbench.services.crowd_sheet import as_text

    heads = [say("限值", "limit"), say("人数", "persons"), ""]
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
    from workbench.services import crowd_screening, office
    from workbench.services.desk import pack_named

    if Path(subject).is_file():
        start = crowd_screening.of_package(Path(subject), pack_named(pack))
    else:
        with office.desk_at(CHOICE.data, create=False) as desk:
            start = crowd_screening.of_case(desk, signed_in(desk, account), subject)
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
