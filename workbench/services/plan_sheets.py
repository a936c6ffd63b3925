"""Patrol sheets, checkpoint sheets and the A3 map of a plan."""

from __future__ import annotations

from collections.abc import Iterator

from reports import plan_sheets
from reports.blocks import Document
from reports.plan_sheets import Duty
from workbench.core.plan_differences import persons_of
from workbench.core.values import Row
from workbench.services import plan_entry
from workbench.services.plan_patrols import Patrols, Route
from workbench.services.plan_source import PlanSource, hours_words
from workbench.services.wording import text_of


def document_of(source: PlanSource, kind: str) -> Document:
    """Return ``map``, ``patrol`` or ``checkpoints`` as blocks."""
    texts, event, version = source.texts, source.of("ev.name"), source.version_words
    if kind == "map":
        return plan_sheets.map_document(source.ground.map, source.issue, texts, (source.language, event, version))
    made = tuple(patrols(source) if kind == "patrol" else checkpoints(source))
    name = "patrol" if kind == "patrol" else "checkpoint"
    return plan_sheets.sheets_document(made, source.issue, texts, (name, source.language, event, version))


def patrols(source: PlanSource) -> Iterator[Duty]:
    """Yield a sheet for every patrol post, then one for every drawn route that no post walks.

    Check points are those of the drawn route; where none is drawn, the posts nearest to the post.
    """
    names = {str(row["code"]): text_of(row["name"]) for row in source.plan.rows("posts")}
    drawn = Patrols(source)
    walked = set()
    for row in source.plan.rows("posts"):
        if source.ground.style("post", row["kind"], "") != "patrol":
            continue
        route = drawn.of(row)
        if route is None:
            near = tuple(f"{code} {names[code]}" for code in source.ground.neighbours(row, drawn.by.nearest))
            yield Duty(_name(row), _facts(source, row), near, note=drawn.nearest_rule)
        else:
            walked.add(route)
            yield _walk(drawn, route, _name(row), _facts(source, row), str(row["code"]))
    for route in drawn.routes:
        if route not in walked:
            yield _walk(drawn, route, route.title)


def _walk(drawn: Patrols, route: Route, name: str, facts: tuple[tuple[str, str], ...] = (), own: str = "") -> Duty:
    source, points = drawn.source, drawn.points(route, own)
    told = source.fill("patrol_route", name=route.title, metres=round(route.line.length), count=len(points))
    posted = facts or ((source.texts["patrol_post"], source.texts["patrol_nobody"]),)
    route_line = (source.texts["patrol_route_label"], told)
    return Duty(name, (*posted, route_line), points, note=drawn.rule)


def checkpoints(source: PlanSource) -> Iterator[Duty]:
    """Yield a sheet for every checkpoint: forces of that kind, and screening posts."""
    goods, cases = tuple(plan_entry.goods(source)), tuple(plan_entry.cases(source))
    for row in source.plan.rows("forces"):
        if row["active_from"] is not None:
            labels = source.texts["checkpoint_facts"].split("|")
            values = (row["location"], row["lead"], row["persons"], row["active_from"], row["spec"])
            facts = tuple(zip(labels, map(source.told, values), strict=True))
            yield Duty(source.told(row["name"]), facts, goods=goods, cases=cases)
    for row in source.plan.rows("posts"):
        if source.ground.style("post", row["kind"], "") == "screening":
            yield Duty(_name(row), _facts(source, row), goods=goods, cases=cases)


def _name(row: Row) -> str:
    return f"{row['code']} {text_of(row['name'])}"


def _facts(source: PlanSource, row: Row) -> tuple[tuple[str, str], ...]:
    values = (
        "　".join(text_of(row[key]) for key in ("zone", "gate") if text_of(row[key])) or source.texts["unstated"],
        source.person(row["lead"]),
        f"{source.told(row['unit_type'])} {persons_of(row)}　{text_of(row['unit'])}",
        hours_words(row, source.texts["unstated"]),
        source.told(row["task"]),
    )
    return tuple(zip(source.texts["duty_facts"].split("|"), values, strict=True))
