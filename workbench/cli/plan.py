"""``workbench plan``: the security plan of a package or a case, its cards, maps and sheets, and what differs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import CHOICE, Account, AsJson, PackName, say, show, show_json, signed_in, table

if TYPE_CHECKING:
    from workbench.errors import Text
    from workbench.services.documents import PaperFile
    from workbench.services.plan_desk import PlanView

Out = Annotated[Path | None, typer.Option("--out", help="输出文件夹 · output folder")]
Extra = Annotated[
    list[str] | None,
    typer.Option("--paper", help="plan public cards sheet map patrol checkpoints（可重复 · repeatable）"),
]


def plan(  # noqa: PLR0913, PLR0917 - options of a command
    package: Annotated[Path | None, typer.Argument(help="申请包 · application package")] = None,
    case: Annotated[str, typer.Option("--case", help="案卷 · case")] = "",
    out: Out = None,
    paper: Extra = None,
    cards: Annotated[bool, typer.Option("--cards", help="岗位口袋卡 · pocket cards")] = False,
    site_map: Annotated[bool, typer.Option("--map", help="A3 平面图 · map on A3")] = False,
    pack: PackName = "cn_national",
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Show how the plan stands to the filed one; with ``--out`` write its papers."""
    if (package is None) == (not case):
        raise typer.BadParameter(say("给出申请包或 --case，二者其一", "give either a package or --case"))
    wanted = _wanted(paper or [], cards=cards, site_map=site_map)
    view, files = (
        _of_package(package, pack, wanted if out else ()) if package else _of_case(case, account, wanted if out else ())
    )
    written = []
    for one in files:
        folder = out or Path()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / one.file_name).write_bytes(one.pdf)
        written.append(folder / one.file_name)
    if as_json:
        show_json({"plan": view, "files": written})
        return
    _show(view)
    for path in written:
        show(str(path))


def _wanted(paper: list[str], *, cards: bool, site_map: bool) -> tuple[str, ...]:
    from workbench.services.plan_desk import KINDS

    unknown = [name for name in paper if name not in KINDS]
    if unknown:
        raise typer.BadParameter(say(f"没有这种文书：{unknown[0]}", f"there is no such paper: {unknown[0]}"))
    named = paper or ["plan"]
    return tuple(dict.fromkeys((*named, *(("cards", "sheet") if cards else ()), *(("map",) if site_map else ()))))


def _of_package(path: Path, pack: str, wanted: tuple[str, ...]) -> tuple[PlanView, list[PaperFile]]:
    from workbench.services import plan_desk
    from workbench.storage.packs import load_pack

    source = plan_desk.of_package(path, load_pack(pack), CHOICE.language)
    return plan_desk.view_of(source), [plan_desk.drawn(source, kind) for kind in wanted]


def _of_case(case: str, account: str, wanted: tuple[str, ...]) -> tuple[PlanView, list[PaperFile]]:
    from workbench.services import office, plan_desk

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        view = plan_desk.plan_view(desk, person, case)
        return view, [plan_desk.paper(desk, person, case, kind, CHOICE.language) for kind in wanted]


def _show(view: PlanView) -> None:
    version = f"{view.version.number} ({view.version.digest})"
    show(
        say(
            f"方案第 {version} 版：{view.posts} 个岗位，{view.persons} 人",
            f"Plan {version}: {view.posts} posts, {view.persons} persons",
        )
    )
    if view.adequacy is not None:
        show(say(f"承办者方案得分 {view.adequacy:.0%}", f"The organiser's plan scores {view.adequacy:.0%}"))
    if view.own_adequacy is not None:
        show(say(f"本方案得分 {view.own_adequacy:.0%}", f"This plan scores {view.own_adequacy:.0%}"))
    rows = [
        (
            one.code,
            one.title.in_language(CHOICE.language),
            f"{one.file} {_pages(one.page, one.page_to)}".strip() or "—",
            "—" if one.score is None else str(one.score),
            "、".join(c.in_language(CHOICE.language) for c in one.chapters),
            str(one.own),
        )
        for one in view.contents
    ]
    heads = say(
        "项|必备内容|承办者方案|评分|本方案|本方案评分", "Item|Content|Organiser's plan|Score|This plan|Its score"
    ).split("|")
    table(say("必备内容", "Required contents"), heads, rows)
    for one in view.contents:
        if one.lacking:
            show(f"{one.code} {say('本方案未见', 'not shown in this plan')}: {_listed(one.lacking)}")
    found = [
        tuple(text.in_language(CHOICE.language) for text in (d.what, d.filed, d.now, d.note)) for d in view.differences
    ]
    heads = say("项目|申报|执行|说明", "Item|As filed|In force|Note").split("|")
    if found:
        table(say("差异", "Differences"), heads, found)
    for gap in view.gaps:
        show(gap)


def _listed(points: tuple[Text, ...]) -> str:
    return say("；", "; ").join(point.in_language(CHOICE.language) for point in points)


def _pages(first: int | None, last: int | None) -> str:
    if first is None:
        return ""
    return f"p. {first}" if last in {None, first} else f"p. {first}–{last}"
