"""``workbench site import`` and ``workbench site venue …``: drawings brought into a case, differences first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import (
    CHOICE,
    Account,
    AsJson,
    say,
    show,
    show_json,
    signed_in,
    table,
)

if TYPE_CHECKING:
    from workbench.services.site_import import PlanImport

Reading = Annotated[
    list[str] | None,
    typer.Option("--with", help="whole=yes；文件图层=平面图图层 · whole=yes; layer of the file=layer of the plan"),
]
Whole = Annotated[
    bool, typer.Option("--whole", help="文件为完整图：其中没有的对象删除 · what the file lacks is removed")
]
Apply = Annotated[bool, typer.Option("--apply", help="写入案卷；不加则只看差异 · carry it out; otherwise only shown")]


def import_plan(
    case: Annotated[str, typer.Argument(help="案卷 · case")],
    file: Path,
    with_: Reading = None,
    apply: Apply = False,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Tell what a drawing adds and changes, and carry it out with ``--apply``.

    ``--with whole=yes`` removes what the file lacks; ``--with WALL=barrier`` reads a layer of the file as one of the
    plan.
    """
    from workbench.services import crowd_desk, office, site_import

    named = dict(text.partition("=")[::2] for text in with_ or ())
    whole = named.pop("whole", "") in {"yes", "1", "true", "是"}
    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        found = crowd_desk.opened(desk, person, case)
        looked = site_import.looked_at(desk, person, found, file, layers=named, whole=whole)
        if apply:
            site_import.take_in(desk, person, found, looked, file.name)
        _show_import(looked, as_json=as_json, done=apply)


def _show_import(found: PlanImport, *, as_json: bool, done: bool) -> None:
    from workbench.services.site_import import located

    if as_json:
        show_json(
            {
                "applied": done,
                "differences": found.differences,
                "same": found.same,
                "left_out": found.left_out,
                "notes": [located(one) for one in found.notes],
            }
        )
        return
    heads = [say("差异", "difference"), say("图层", "layer"), say("编号", "code"), say("名称", "name")]
    rows = [(_act(one.act), one.layer, one.key, one.name) for one in found.differences]
    table(
        say(f"{len(rows)} 处差异，{found.same} 个相同", f"{len(rows)} differences, {found.same} the same"), heads, rows
    )
    for name, count in found.left_out.items():
        show(say(f"未采用：图层 {name}，{count} 个对象", f"not used: layer {name}, {count} objects"))
    for one in found.notes:
        show(located(one).in_language(CHOICE.language))
    if not done and rows:
        show(say("未写入；加 --apply 写入案卷", "nothing written; add --apply to carry it out"))


def _act(act: str) -> str:
    words = {"added": ("新增", "added"), "changed": ("修改", "changed"), "removed": ("删除", "removed")}
    return say(*words[act])


venue = typer.Typer(help="场馆平面图库 · The library of venue plans", no_args_is_help=True)


@venue.command("list", help="列出 · List")
def list_venues(account: Account = "", as_json: AsJson = False) -> None:
    """List the kept drawings."""
    from workbench.services import office, site_venues

    with office.desk_at(CHOICE.data, create=False) as desk:
        found = site_venues.venues(desk, signed_in(desk, account))
    if as_json:
        show_json(found)
        return
    heads = [say("名称", "name"), say("地点", "place"), say("对象数", "objects")]
    table(say("场馆平面图库", "venue plans"), heads, [(one.name, one.place, str(one.objects)) for one in found])


@venue.command("keep", help="保存案卷的平面图 · Keep the drawing of a case")
def keep_venue(
    case: str,
    name: str,
    place: Annotated[str, typer.Option("--place", help="地点 · place")] = "",
    account: Account = "",
) -> None:
    """Keep the drawing under a name; a kept one of that name is replaced, and the register keeps its history."""
    from workbench.services import office, site_venues

    with office.desk_at(CHOICE.data, create=False) as desk:
        kept = site_venues.keep_venue(desk, signed_in(desk, account), case, name, place)
    show(say(f"已保存：{kept.name}，{kept.objects} 个对象", f"kept: {kept.name}, {kept.objects} objects"))


@venue.command("use", help="把保存的平面图用于案卷：先看差异，--apply 写入 · Use a kept drawing in a case")
def use_venue(
    case: str, name: str, whole: Whole = False, apply: Apply = False, account: Account = "", as_json: AsJson = False
) -> None:
    """Tell what a kept drawing adds and changes in a case, and carry it out with ``--apply``."""
    from workbench.services import crowd_desk, office, site_import, site_venues

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        found = crowd_desk.opened(desk, person, case)
        looked = site_venues.venue_compared(desk, person, found, name, whole=whole)
        if apply:
            site_import.take_in(desk, person, found, looked, name)
        _show_import(looked, as_json=as_json, done=apply)
