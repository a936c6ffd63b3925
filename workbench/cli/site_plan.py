"""``workbench site …``: the plan in force of a case, or the plan of a package: objects and problems."""

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
    refuse_overwriting,
    say,
    show,
    show_json,
    signed_in,
    stop,
    table,
)
from workbench.cli.giving import giver
from workbench.cli.site_drawings import import_plan, venue

if TYPE_CHECKING:
    from workbench.errors import Text
    from workbench.services.site_desk import ObjectView, ProblemView, SiteView
    from workbench.site.calibration import Pair

app = typer.Typer(help="平面图：对象、核查、导入导出、场馆库 · The site plan", no_args_is_help=True)
IMPORT = "导入 GeoJSON 或 DXF：先看差异，--apply 写入 · Import a drawing: differences first"
app.command("import", help=IMPORT)(import_plan)
app.add_typer(venue, name="venue")

GRAVE = frozenset({"block", "critical"})
"""Severities that make the plan "not in order"."""


def _in(text: Text) -> str:
    return text.in_language(CHOICE.language)


def opened_view(subject: str, pack: str, account: str) -> SiteView:
    """Return the plan of a case, whose reading is recorded, or of a package file."""
    from workbench.services import crowd_desk, office, site_desk
    from workbench.services.desk import pack_named

    if Path(subject).exists():
        return site_desk.of_package(Path(subject), pack_named(pack))
    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        return site_desk.of_case(desk, person, crowd_desk.opened(desk, person, subject))


@app.command("show", help="列出平面图的对象 · List the objects of a plan")
def show_plan(subject: Subject, pack: PackName = "cn_national", account: Account = "", as_json: AsJson = False) -> None:
    """List every object: what it is, how large, whether the office has changed it."""
    found = opened_view(subject, pack, account)
    if as_json:
        show_json({"plan": found.number, "extent": found.extent, "objects": [_told(one) for one in found.objects]})
        return
    heads = ["", say("编号", "code"), say("名称", "name"), say("类别", "kind"), say("尺寸", "size"), ""]
    rows = [
        (one.layer, one.key, one.title, _kind(one), _size(one), say("已修改", "edited") if one.edited else "")
        for one in found.objects
    ]
    table(say(f"平面图 {found.number}：{len(rows)} 个对象", f"plan {found.number}: {len(rows)} objects"), heads, rows)


def _kind(one: ObjectView) -> str:
    return _in(one.kind.text) if one.kind else (one.feature.kind if one.feature else "")


def _size(one: ObjectView) -> str:
    if one.feature is None:
        return say("未在图上", "not drawn")
    if one.feature.area is not None:
        return f"{one.feature.area:.1f} m²"
    return f"{one.feature.length:.2f} m" if one.feature.length is not None else ""


def _told(one: ObjectView) -> dict[str, object]:
    feature = one.feature
    return {
        "layer": one.layer,
        "code": one.key,
        "kind": one.kind.code if one.kind else None,
        "name": one.title,
        "drawn": feature is not None,
        "area_m2": feature.area if feature else None,
        "length_m": feature.length if feature else None,
        "row": one.row_key or None,
        "edited": one.edited,
    }


@app.command("check", help="核查平面图的几何问题 · Check the geometry of a plan")
def check(subject: Subject, pack: PackName = "cn_national", account: Account = "", as_json: AsJson = False) -> None:
    """Tell what is to be looked at, with the place; exit code 3 when something is grave."""
    found = opened_view(subject, pack, account)
    if as_json:
        show_json(
            {"plan": found.number, "problems": [_problem(one, number) for number, one in enumerate(found.problems, 1)]}
        )
    else:
        _show_problems(found)
    if any(one.severity in GRAVE and not one.stands for one in found.problems):
        stop(NOT_IN_ORDER)


def _problem(one: ProblemView, number: int) -> dict[str, object]:
    return {
        "number": number,
        "rule": one.rule,
        "severity": one.severity,
        "text": one.text,
        "objects": [f"{layer}/{code}" for layer, code in one.objects],
        "at": [round(value, 3) for value in one.at] if one.at else None,
        "may_stand": one.waivable,
        "stands": one.stands or None,
    }


def _show_problems(found: SiteView) -> None:
    if not found.problems:
        show(say("未发现问题", "nothing to look at"))
        return
    heads = ["", "", say("规则", "rule"), say("说明", "what"), say("位置", "place (m)")]
    rows = [
        (str(number), one.severity, _in(one.title), _what(one), _at(one))
        for number, one in enumerate(found.problems, 1)
    ]
    table(say(f"{len(rows)} 处待看", f"{len(rows)} to look at"), heads, rows)


def _what(one: ProblemView) -> str:
    stands = say(f"准予保留：{one.stands}", f"left standing: {one.stands}")
    return f"{_in(one.text)}\n{stands}" if one.stands else _in(one.text)


def _at(one: ProblemView) -> str:
    return f"{one.at[0]:.1f}, {one.at[1]:.1f}" if one.at else ""


@app.command(
    "stand", help="准予保留平面图问题并写明理由；不写理由即撤销 · Let a problem stand with a reason; none = taken back"
)
def let_stand(
    case: Annotated[str, typer.Argument(help="案卷 · case")],
    number: Annotated[int, typer.Argument(min=1, help="site check 中的序号 · number in site check")],
    reason: Annotated[str, typer.Option("--reason", help="理由 · reason")] = "",
    account: Account = "",
) -> None:
    """Let a danger of the plan stand as it is drawn now, or take that back; a changed figure opens it again."""
    from workbench.core.commands import WaiveProblem
    from workbench.errors import Text
    from workbench.services import crowd_desk, site_desk

    with giver(case, account) as by:
        found = crowd_desk.opened(by.desk, by.person, by.case)
        problems = site_desk.of_case(by.desk, by.person, found).problems
        if number > len(problems):
            raise typer.BadParameter(say(f"共 {len(problems)} 处问题", f"there are {len(problems)} problems"))
        text, stands = problems[number - 1].text, bool(reason.strip())
        kept = Text(f"已准予保留：{text.zh}", f"left standing: {text.en}")
        open_ = Text(f"已撤销保留：{text.zh}", f"no longer left standing: {text.en}")
        by.give(WaiveProblem(found, text.zh, reason.strip()), kept if stands else open_)


@app.command("export", help="导出平面图：.geojson .dxf .svg .pdf · Export a plan")
def export(
    subject: Subject,
    out: Annotated[Path, typer.Option("--out", help="输出文件 · output file")],
    pack: PackName = "cn_national",
    account: Account = "",
) -> None:
    """Write the plan in the format of the file's ending; an existing file is never overwritten."""
    from workbench.services import office, site_files
    from workbench.services.desk import pack_named

    if out.exists():
        refuse_overwriting(out)
    if Path(subject).exists():
        data = site_files.export_package(Path(subject), pack_named(pack), out.suffix)
    else:
        with office.desk_at(CHOICE.data, create=False) as desk:
            data = site_files.export_case(desk, signed_in(desk, account), subject, out.suffix)
    out.write_bytes(data)
    show(say(f"已导出：{out}", f"written: {out}"))


@app.command("background", help="放置底图：两对以上标定点，或旁边的世界文件 · Place a background picture")
def background(
    case: Annotated[str, typer.Argument(help="案卷 · case")],
    file: Path,
    pair: Annotated[list[str] | None, typer.Option("--pair", help="像素=米，如 120,80=10.5,200 · pixel=metres")] = None,
    page: Annotated[int, typer.Option("--page", min=1, help="PDF 页 · page of a PDF")] = 1,
    account: Account = "",
) -> None:
    """Keep a picture with the case and place it; what the points leave is told in metres."""
    from workbench.services import office, site_background

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        picture = site_background.keep(desk, person, case, file, page)
        world = site_background.world_file_of(file)
        if not pair and world is not None:
            site_background.place_by_world_file(desk, person, case, picture, world)
            show(say(f"已按 {world.name} 放置", f"placed by {world.name}"))
            return
        found = site_background.calibrate(desk, person, case, picture, [_pair(text) for text in pair or ()])
    left = "、".join(f"{error:.2f}" for error in found.errors)
    size = f"{found.transform.metres_per_pixel:.3f}"
    if found.exact:
        show(
            say(
                f"已放置，{size} m/像素；点数恰好，无法给出误差",
                f"placed, {size} m per pixel; too few points for an error",
            )
        )
    else:
        show(
            say(
                f"已放置，{size} m/像素；误差 {left} m，均方根 {found.rms:.2f} m",
                f"placed, {size} m per pixel; errors {left} m, RMS {found.rms:.2f} m",
            )
        )


def _pair(text: str) -> Pair:
    from workbench.site.calibration import Pair

    try:
        (px, py), (x, y) = (tuple(map(float, side.split(","))) for side in text.split("="))
    except ValueError as fault:
        raise typer.BadParameter(say("标定点写作 120,80=10.5,200", "a pair reads 120,80=10.5,200")) from fault
    return Pair((px, py), (x, y))
