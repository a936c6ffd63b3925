"""What stands beside the site plan as lines: how many points of a kind there are against what is wanted, and problems.

Coverage, sight and response times are worked out by :mod:`workbench.services.coverage` and stand in lines of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from workbench.core.pack import Pack
from workbench.core.site_parking import Vehicles, vehicles
from workbench.core.values import Application, Row
from workbench.errors import NO_TEXT, Text
from workbench.services import access, documents, site_desk
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.site_desk import ProblemView
from workbench.services.views import Person

MOBILE, RULE, MINIMUM = "post_mobile", "mobile_points", "minimum"
MEDICAL, PARKING = "medical", "parking"


@dataclass(frozen=True)
class SiteCheck:
    """A line: how many there are, how many are wanted (``None`` = no number is), whether that holds, the objects.

    ``objects`` are those that fail where the line does not hold, else those that were counted.
    """

    code: str
    text: Text
    count: int
    wanted: int | None
    holds: bool | None
    objects: tuple[str, ...]
    note: Text = NO_TEXT


@dataclass(frozen=True)
class SiteChecks:
    """Lines and problems of a plan in force."""

    lines: tuple[SiteCheck, ...]
    problems: tuple[ProblemView, ...]


def of_case(desk: Desk, person: Person, case: str) -> SiteChecks:
    """Return the lines of the plan in force of a case, which is open already."""
    access.require(desk.pack, person, "read_case")
    look = Look(desk, documents.find(desk, case))
    found = view(look.plan, look.pack)
    return replace(found, problems=site_desk.with_reasons(found.problems, look.case))


def view(plan: Application, pack: Pack) -> SiteChecks:
    """Return the lines of a plan in force."""
    return SiteChecks(tuple(_lines(plan, pack)), site_desk.view(plan, pack).problems)


def _lines(plan: Application, pack: Pack) -> Iterator[SiteCheck]:
    posts, gates = plan.rows("posts"), plan.rows("gates")
    if posts:
        yield _mobile(posts, pack)
    if gates and posts:
        yield _watched(gates, posts)
    if plan.site is not None:
        yield _medical(plan)
    yield from (_parking(one) for one in vehicles(plan, pack) if one.supply.objects)


def _mobile(posts: tuple[Row, ...], pack: Pack) -> SiteCheck:
    word = str(pack.deployment[MOBILE].data["word"])
    least = int(str(pack.deployment[RULE].data[MINIMUM]))
    found = tuple(str(row["code"]) for row in posts if row["kind"] == word)
    text = Text(f"机动兵力点 ≥ {least} 组", f"mobile force points ≥ {least}")
    return SiteCheck("mobile", text, len(found), least, len(found) >= least, found)


def _watched(gates: tuple[Row, ...], posts: tuple[Row, ...]) -> SiteCheck:
    """Return how many gates have a post of their own, which the sheet of posts names."""
    manned = {str(row["gate"]) for row in posts if row["gate"]}
    bare = tuple(str(row["code"]) for row in gates if str(row["code"]) not in manned)
    note = Text("岗位表的“出入口编号”指到该口才算", "a post counts when its row names the gate")
    text = Text("出入口有专岗", "gates with a post")
    every = tuple(str(row["code"]) for row in gates)
    return SiteCheck("watched", text, len(gates) - len(bare), len(gates), not bare, bare or every, note)


def _medical(plan: Application) -> SiteCheck:
    assert plan.site is not None
    found = tuple(one.code for one in plan.site.layer(MEDICAL))
    return SiteCheck("medical", Text("医疗点", "medical points"), len(found), None, bool(found), found)


def _parking(found: Vehicles) -> SiteCheck:
    """Return the drawn places for a kind of vehicle against its need, and that they are from the drawing."""
    places, need, kind = found.supply, found.need.value, found.kind
    assert places.value is not None
    drawn = "、".join(places.objects)
    note = Text(f"申请未填供给，按图上车位合计：{drawn}", f"not stated; drawn places added up: {drawn}")
    holds = None if need is None else places.value >= need
    text = Text(f"{kind.text.zh}停车位（按图）", f"parking places, as drawn: {kind.text.en.lower()}")
    wanted = None if need is None else int(need)
    return SiteCheck(f"{PARKING}.{kind.code}", text, int(places.value), wanted, holds, places.objects, note)
