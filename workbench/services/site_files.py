"""Files of the site plan, written for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from workbench.core.pack import Pack
from workbench.core.values import Application, Feature
from workbench.errors import PackageError, Text
from workbench.exchange.site_export import dxf, geojson, svg
from workbench.services import documents
from workbench.services.crowd_desk import opened
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.site_desk import BACKGROUND
from workbench.services.views import Person

WRITERS: Mapping[str, Callable[[tuple[Feature, ...], str, Mapping[str, str]], bytes]] = {
    ".geojson": lambda drawn, _title, _legend: geojson(drawn),
    ".dxf": lambda drawn, _title, _legend: dxf(drawn),
    ".svg": svg,
}
"""Ending → how a plan is written."""
PDF = ".pdf"
"""Ending of the map as a paper, drawn as vectors on A3."""


def drawing(plan: Application) -> tuple[Feature, ...]:
    """Return the objects of a plan that other programs are given: all but the background picture."""
    return tuple(one for one in plan.site.features if one.layer != BACKGROUND) if plan.site else ()


def legend(pack: Pack) -> dict[str, str]:
    """Return what explains the lines of a drawing, in both languages: layer, kind or ``one_way`` → name."""
    from workbench.services.plan_map import SIGNS  # what draws papers is not loaded with the editor

    rows = (row for row in pack.lists[SIGNS].values() if row.data["layer"] == "way")
    return {str(row.data["word"]): f"{row.text.zh} {row.text.en}" for row in rows}


def written(plan: Application, pack: Pack, ending: str) -> bytes:
    """Return a plan in the format of a file ending.

    Raises:
        PackageError: No such format, or nothing is drawn.
    """
    write = WRITERS.get(ending.lower())
    if write is None:
        known = "、".join((*WRITERS, PDF))
        raise PackageError(
            Text(f"不支持导出为 {ending[:20]}", f"a plan is not written as {ending[:20]}"),
            remedy=Text(f"可用：{known}", f"use one of: {', '.join((*WRITERS, PDF))}"),
        )
    drawn = drawing(plan)
    if not drawn:
        raise PackageError(
            Text("平面图上没有对象", "nothing is drawn"),
            remedy=Text("请先绘制或导入平面图", "draw or import a plan first"),
        )
    return write(drawn, str(plan.fields.get("ev.name") or ""), legend(pack))


def export_case(desk: Desk, person: Person, case: str, ending: str) -> bytes:
    """Return the plan in force of a case in the format of a file ending; the reading is recorded."""
    if ending.lower() == PDF:
        from workbench.services.plan_desk import paper

        return paper(desk, person, case, "map").pdf
    found = opened(desk, person, case)
    look = Look(desk, documents.find(desk, found))
    return written(look.plan, look.pack, ending)


def export_package(path: Path, pack: Pack, ending: str) -> bytes:
    """Return the plan of a package that nobody has received."""
    if ending.lower() == PDF:
        from workbench.services.plan_desk import drawn, of_package

        return drawn(of_package(path, pack), "map").pdf
    from workbench.exchange.package import read_package

    return written(read_package(path, pack, extract_text=False), pack, ending)
