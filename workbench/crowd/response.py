"""The quick-response circle: who reaches a spot within seconds, in a straight line at a running speed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.tables import number, optional, records
from workbench.crowd.working import Working, figure
from workbench.errors import Text

FARTHEST = 100_000
"""Coordinates beyond this [m] are not of one site."""


@dataclass(frozen=True)
class Post:
    """Persons at a place; ``x`` and ``y`` in metres."""

    code: str
    x: Fraction
    y: Fraction
    persons: int


def within(spot: Post, posts: Iterable[Post], radius: Fraction) -> tuple[Post, ...]:
    """Return the posts not farther from a spot than a radius [m]; exact, the edge counts as within."""
    reach = radius * radius
    return tuple(one for one in posts if (one.x - spot.x) ** 2 + (one.y - spot.y) ** 2 <= reach)


def _posts(values: Mapping[str, object], key: str) -> tuple[Post, ...]:
    return tuple(
        Post(str(row["code"]), number(row, "x"), number(row, "y"), cast("int", row.get("persons", 0)))
        for row in records(values, key)
    )


def _response(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    spots, posts = _posts(values, "spots"), _posts(values, "posts")
    if not spots:
        raise refuse("spots", "没有重点部位", "there is no key spot")
    speed = _or(values, "speed", sheet, "response.speed")
    seconds = _or(values, "seconds", sheet, "response.seconds")
    radius = _radius(sheet, seconds, speed)
    wanted = _or(values, "persons", sheet, "response.persons")
    minute = _radius(sheet, sheet.take("response.minute"), speed)
    found = []
    for spot in spots:
        near = within(spot, posts, radius)
        persons = sum(one.persons for one in near)
        told = " + ".join(f"{one.persons} ({one.code})" for one in near) or "0"
        sheet.step(Text(f"{spot.code} 圈内人数", f"within reach of {spot.code}"), told, persons, "p")
        found.append(
            {
                "code": spot.code,
                "persons": persons,
                "posts": tuple(one.code for one in near),
                "minute": sum(one.persons for one in within(spot, posts, minute)),
                "short": max(0, int(wanted) - persons),
                "holds": persons >= wanted,
            }
        )
    sheet.convention(
        Text(
            "直线距离、同时在岗，不计障碍与绕行；恰在圈上计入",
            "straight lines, all on duty at once, no obstacles or detours; the edge counts as within",
        )
    )
    return {
        "radius": radius,
        "minute_radius": minute,
        "holds": all(one["holds"] for one in found),
        "fails": tuple(one["code"] for one in found if not one["holds"]),
        "spots": tuple(found),
    }


def _or(values: Mapping[str, object], key: str, sheet: Working, code: str) -> Fraction:
    given = optional(values, key)
    return sheet.take(code) if given is None else given


def _radius(sheet: Working, seconds: Fraction, speed: Fraction) -> Fraction:
    found = seconds * speed
    sheet.step(
        Text(f"{figure(seconds)} 秒半径", f"radius of {figure(seconds)} s"),
        f"{figure(seconds)} × {figure(speed)}",
        found,
        "m",
    )
    return found


_PLACE = (
    Input("code", Text("编号", "code"), "word"),
    Input("x", Text("横坐标", "x"), unit="m", low=-FARTHEST, high=FARTHEST),
    Input("y", Text("纵坐标", "y"), unit="m", low=-FARTHEST, high=FARTHEST),
)

MODELS = (
    Model(
        code="response_circle",
        group="response",
        text=Text("快速反应圈", "Response circle"),
        about=Text(
            "每个重点部位在规定秒数内可到达的人数（直线距离），另给一分钟圈；不计障碍与绕行。",
            "Persons that reach each key spot within the seconds, in a straight line, and within a minute; no detours.",
        ),
        inputs=(
            Input("spots", Text("重点部位", "key spots"), "rows", columns=_PLACE),
            Input(
                "posts",
                Text("岗位", "posts"),
                "rows",
                optional=True,
                columns=(*_PLACE, Input("persons", Text("人数", "persons"), "integer", "p", high=10_000)),
            ),
            Input("persons", Text("第一波人数", "first wave"), "integer", "p", low=1, high=10_000, optional=True),
            Input("seconds", Text("到场时间", "time to arrive"), unit="s", above=True, high=3600, optional=True),
            Input("speed", Text("奔跑速度", "running speed"), unit="m/s", above=True, high=12, optional=True),
        ),
        outputs=(
            Output("holds", Text("全部满足", "all hold"), main=True),
            Output("radius", Text("半径", "radius"), "m"),
            Output("minute_radius", Text("一分钟圈半径", "radius of a minute"), "m"),
            Output("fails", Text("人数不足的部位", "spots that fail")),
            Output("spots", Text("各部位结果", "by spot")),
        ),
        sums=_response,
        families=("response",),
    ),
)
