"""``workbench coverage`` and ``workbench place``: response times over the ground, and where to place points."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite, nan
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
    say,
    show,
    show_json,
    signed_in,
    stop,
    table,
)
from workbench.cli.giving import Words, with_names

if TYPE_CHECKING:
    from workbench.core.coverage_case import SpotCover, ZoneCover
    from workbench.errors import Text
    from workbench.services.coverage import CoverageView


COVERAGE = "posts pace"
PLACE = "within present pack"
"""Names of ``--with``."""


def mount(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(
        help="到达时间、重点部位、出口与装备距离、瞭望视线 · Response times, key spots, exits, equipment, sight"
    )(coverage)
    app.command(help="建议机动点、瞭望哨或装备点位置，不改动方案 · Propose places; the plan stays as it is")(place)


def _in(text: Text) -> str:
    return text.in_language(CHOICE.language)


def coverage(
    subject: Subject,
    cell: Annotated[float | None, typer.Option("--cell", help="栅格边长 m · side of a cell")] = None,
    with_: Annotated[list[str] | None, with_names(COVERAGE)] = None,
    pack: PackName = "cn_national",
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Show the coverage of a case or of a package file; exit code 3 when a key spot lacks its first wave.

    ``posts=all`` counts the times from all posts, ``pace=density`` takes the pace in crowds from their density.
    """
    from workbench.core.coverage_case import Wish
    from workbench.services import coverage as service
    from workbench.services import crowd_desk, office
    from workbench.services.desk import pack_named

    said = Words(with_, COVERAGE)
    wish = Wish(cell, everyone=_is(said, "posts", "all"), by_density=_is(said, "pace", "density"))
    if Path(subject).is_file():
        found = service.of_package(Path(subject), pack_named(pack), wish)
    else:
        with office.desk_at(CHOICE.data, create=False) as desk:
            person = signed_in(desk, account)
            found = service.of_case(desk, person, crowd_desk.opened(desk, person, subject), wish)
    show_json(service.answer(found)) if as_json else _show(found)
    stop(0 if found.holds else NOT_IN_ORDER)


def _show(shown: CoverageView) -> None:
    found = shown.found
    grid = found.surface.grid
    show(
        say(
            f"栅格 {grid.cell:g} m，可通行 {found.surface.area:.0f} m²，起算岗位 {len(found.source_codes)} 个",
            f"raster of {grid.cell:g} m, {found.surface.area:.0f} m² walkable, from {len(found.source_codes)} posts",
        )
    )
    heads = [say("区域", "zone"), *(f"≤{limit:g} s %" for limit in found.limits), say("最慢 s", "slowest s"), "95% s"]
    heads += [say("出口 m", "exit m"), "95%", say("装备 m", "equipment m"), "95%", say("瞭望 %", "seen %")]
    table(say("到达时间", "response times"), heads, map(_zone, found.zones))
    if found.spots:
        heads = [say("重点部位", "key spot"), say("圈内人数", "in the circle"), say("步行到达人数", "on foot")]
        heads += [say("首波到齐 s", "first wave s"), say("最近机动", "first responder"), "s", ""]
        table(say("20 人 20 秒与 1 分钟", "20 people in 20 seconds, and a minute"), heads, map(_spot, found.spots))
    if found.responders:
        heads = [say("岗位", "post"), say("1 分钟可达 m²", "m² in a minute"), say("责任区", "sector")]
        heads += [say("最远 s", "farthest s"), say("时限 s", "limit s"), say("时限内 %", "within %")]
        rows = (
            (
                one.code,
                f"{one.area:.0f}",
                one.zone,
                _figure(one.farthest),
                f"{one.limit:g}",
                "—" if one.share is None else f"{one.share * 100:.0f}",
            )
            for one in found.responders
        )
        table(say("机动与快反岗", "mobile and quick-reaction posts"), heads, rows)
    for fault in found.faults:
        show(f"▲ {fault.code} {_in(fault.message)}；{_in(fault.remedy)}")
    for text in (*found.working.conventions, *found.working.warnings):
        show(f"· {_in(text)}")


def _figure(value: float | None) -> str:
    from workbench.services.coverage import number

    found = number(value)
    return "—" if found is None else f"{found:.1f}"


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value * 100:.1f}"


def _zone(one: ZoneCover) -> Iterator[str]:
    yield f"{one.code} {one.name}"
    yield from map(_share, one.times.shares)
    yield from map(_figure, (one.times.worst, one.times.usual))
    for reached in (one.exits, one.equipment):
        yield from map(_figure, (reached.worst, reached.usual) if reached else (None, None))
    yield _share(one.seen if one.crowded else None)


def _spot(one: SpotCover) -> tuple[str, ...]:
    wrong = [
        words
        for holds, words in (
            (one.straight_holds, say("圈内不足", "too few in the circle")),
            (one.walking_holds, say("步行不足", "too few on foot")),
            (one.minute_holds, say("1 分钟不到", "nobody in a minute")),
        )
        if not holds
    ]
    told = "、".join(wrong) or say("符合", "holds")
    return (
        one.code,
        str(one.straight),
        str(one.walking),
        _figure(one.wave_time),
        one.first[0],
        _figure(one.first[1]),
        told,
    )


def place(
    subject: Subject,
    kind: Annotated[str, typer.Option("--kind", help="mobile | lookout | equipment")] = "mobile",
    count: Annotated[str, typer.Option("--count", help="数量，或目标比例如 90% · how many, or a share: 90%")] = "1",
    with_: Annotated[list[str] | None, with_names(PLACE)] = None,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Propose places for a case or a package file; exit code 3 when the share cannot be reached.

    ``within`` = seconds or metres that count as covered, else the pack's; ``present=ignored`` plans anew instead of
    adding to what the plan has; ``pack`` is the rule pack of a package file.
    """
    from workbench.core.placement_case import Order
    from workbench.services import coverage as service
    from workbench.services import crowd_desk, office
    from workbench.services.desk import pack_named

    said = Words(with_, PLACE)
    number, share = _wanted(count)
    within = _number(said["within"]) if said["within"] else None
    order = Order(kind, number, share, within, keep=not _is(said, "present", "ignored"))
    if Path(subject).is_file():
        found = service.place_in_package(Path(subject), pack_named(said["pack"] or "cn_national"), order)
    else:
        with office.desk_at(CHOICE.data, create=False) as desk:
            person = signed_in(desk, account)
            found = service.place_in_case(desk, person, crowd_desk.opened(desk, person, subject), order)
    if as_json:
        show_json(service.placed(found))
    else:
        unit = say("覆盖人数", "persons covered") if found.persons else say("覆盖 m²", "m² covered")
        rows = (
            (str(number), f"{x:.1f}", f"{y:.1f}", f"{gain:.0f}")
            for number, ((x, y), gain) in enumerate(zip(found.places, found.gains, strict=True), 1)
        )
        table(say("建议位置", "proposed places"), ["", "x m", "y m", unit], rows)
        for text in (*service.lines(found), *found.working.conventions):
            show(f"· {_in(text)}")
    stop(0 if found.reachable else NOT_IN_ORDER)


def _is(said: Words, name: str, word: str) -> bool:
    """Return whether an option says its one word; anything else is wrong use."""
    if said[name] not in {"", word}:
        raise typer.BadParameter(say(f"{name} 只能是 {word}", f"{name} can only be {word}"))
    return said[name] == word


def _wanted(text: str) -> tuple[int | None, float | None]:
    """Return the number, or the share, that was asked for."""
    if text.strip().endswith("%"):
        return None, _number(text.strip().removesuffix("%")) / 100
    number = _number(text)
    if number != int(number):
        raise typer.BadParameter(say("数量应为整数，或比例如 90%", "a whole number, or a share such as 90%"))
    return int(number), None


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = nan
    if not isfinite(found):
        raise typer.BadParameter(say(f"不是数字：{text[:20]}", f"not a number: {text[:20]}"))
    return found
