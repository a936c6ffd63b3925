"""What is wrong with shapes, codes and names, whatever the objects are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from workbench.errors import Text
from workbench.site.ground import Ground, Item, SiteProblem, point_of
from workbench.site.library import shapely

_PLACE = re.compile(r"\[(-?[\d.e+]+) (-?[\d.e+]+)")


def crossing(ground: Ground) -> Iterator[SiteProblem]:
    """Tell areas whose edges cross, with the place of the crossing."""
    for one in ground.items:
        if one.shape is None or not one.area or one.shape.is_valid:
            continue
        found = _PLACE.search(str(shapely.is_valid_reason(one.shape)))
        at = (float(found[1]), float(found[2])) if found else None
        text = Text(f"{one.title} 的边线自相交或环错位", f"{one.title}: its edges cross, or its rings do not fit")
        yield SiteProblem("crossing", text, (one.spot,), at)


def duplicate(ground: Ground) -> Iterator[SiteProblem]:
    """Tell codes that several objects of a layer have."""
    counts = Counter(one.spot for one in ground.items if one.code)
    for spot, count in counts.items():
        if count > 1:
            text = Text(f"编号 {spot[1]} 用了 {count} 次", f"code {spot[1]} is used {count} times")
            places = (one.shape for one in ground.items if one.spot == spot and one.shape is not None)
            yield SiteProblem("duplicate", text, (spot,), _where(list(places)[-1:]))


def _where(shapes: list[Any]) -> tuple[float, float] | None:
    return point_of(shapes[0]) if shapes else None


def no_code(ground: Ground) -> Iterator[SiteProblem]:
    """Tell how many drawn objects have no code."""
    bare = [one for one in ground.items if not one.code]
    if bare:
        text = Text(
            f"{len(bare)} 个对象没有编号，不能与表格对应", f"{len(bare)} objects have no code: no row fits them"
        )
        yield SiteProblem("no_code", text, (bare[0].spot,), _where([one.shape for one in bare if one.shape][:1]))


def many_points(ground: Ground) -> Iterator[SiteProblem]:
    """Tell shapes with so many points that they are hardly drawn by hand."""
    for one in ground.items:
        if one.points >= ground.limits.many_points:
            text = Text(
                f"{one.title} 有 {one.points} 个点，可简化", f"{one.title} has {one.points} points: simplify it"
            )
            yield SiteProblem("many_points", text, (one.spot,))


def long_name(ground: Ground) -> Iterator[SiteProblem]:
    """Tell names that do not fit on a map."""
    for one in ground.items:
        if len(one.name) > ground.limits.long_name:
            size = len(one.name)
            text = Text(
                f"{one.code} 的名称有 {size} 个字，图上只显示前面部分",
                f"{one.code}: a name of {size} characters; maps show its beginning",
            )
            yield SiteProblem("long_name", text, (one.spot,))


def no_background(ground: Ground) -> Iterator[SiteProblem]:
    """Tell that there is nothing to draw over."""
    if not ground.background and not any(one.layer == "base" for one in ground.items):
        yield SiteProblem(
            "no_background",
            Text("没有底图，可导入图片或 PDF 页并标定", "no background: an image or a PDF page can be placed"),
        )


def not_drawn(ground: Ground) -> Iterator[SiteProblem]:
    """Tell rows of the sheets that the drawing does not show, and drawn objects that have no row."""
    for one in ground.items:
        if one.layer not in _SHEETS:
            continue
        if one.row and not one.geometry:
            yield _undrawn(one)
        elif not one.row and one.geometry and one.code:
            text = Text(f"图上的 {one.title} 不在表格中", f"{one.title} is drawn and stands in no sheet")
            yield SiteProblem("no_row", text, (one.spot,), _where([one.shape]))


def _undrawn(one: Item) -> SiteProblem:
    text = Text(f"{one.title} 未在图上", f"{one.title} is not drawn")
    return SiteProblem(f"{one.layer}_not_drawn", text, (one.spot,), one.place)


_SHEETS = frozenset({"zone", "gate", "post"})
