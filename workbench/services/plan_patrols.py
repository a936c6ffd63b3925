"""Patrol routes as they are drawn: which posts walk them, and their check points in the order in which they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import shapely

from workbench.core.pack import Pack
from workbench.core.parameters import number
from workbench.core.values import Feature, Row
from workbench.services.plan_map import place_of
from workbench.services.plan_source import PlanSource
from workbench.services.wording import text_of

RULES = ("patrol_beside", "patrol_reach", "patrol_close", "patrol_stretch", "patrol_nearest")
"""Parameters of the pack that say what a check point is."""


@dataclass(frozen=True)
class Distances:
    """What the pack says of check points, in the order of :data:`RULES`.

    Attributes:
        beside: How far from the line a check point may lie [m].
        reach: How far from its route a patrol post may stand [m].
        close: What lies so close together on the way is one check point [m].
        stretch: Longest stretch without a check point [m]; longer ones get one on the way.
        nearest: How many of the nearest posts are the check points where no route is drawn.
    """

    beside: float
    reach: float
    close: float
    stretch: float
    nearest: int


def distances(pack: Pack) -> Distances:
    """Return what a pack says of check points; ``PackError`` where it lacks one of the figures."""
    beside, reach, close, stretch, nearest = (number(pack, code) for code in RULES)
    return Distances(float(beside), float(reach), float(close), max(float(stretch), 1.0), int(nearest))


@dataclass(frozen=True)
class Route:
    """A drawn route in drawing direction: code, name, line [m]."""

    code: str
    name: str
    line: Any

    @property
    def title(self) -> str:
        """Return code and name."""
        return " ".join(part for part in (self.code, self.name) if part)


@dataclass(frozen=True)
class Patrols:
    """The drawn routes of a plan and what they pass."""

    source: PlanSource

    @cached_property
    def by(self) -> Distances:
        """Return the distances that check points go by."""
        return distances(self.source.pack)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Return the routes in the order of the drawing; a line of no length is none."""
        site = self.source.plan.site
        made = (_route(feature) for feature in (() if site is None else site.layer("patrol")))
        return tuple(route for route in made if route is not None)

    def of(self, post: Row) -> Route | None:
        """Return the route that a post walks: the nearest one within reach."""
        place = place_of(post)
        if place is None:
            return None
        at = shapely.points(place)
        near = [(route.line.distance(at), index) for index, route in enumerate(self.routes)]
        far, index = min(near, default=(self.by.reach + 1, 0))
        return self.routes[index] if far <= self.by.reach else None

    def points(self, route: Route, own: str = "") -> tuple[str, ...]:
        """Return the check points of a route with their metres from its start; ``own`` is the post that walks it."""
        texts, length = self.source.texts, route.line.length
        back = route.line.is_ring or route.line.is_closed
        passed = [(at, name) for at, name, code in self._passed(route) if code != own]
        stops = [(0.0, texts["patrol_start"]), *passed, (length, texts["patrol_back" if back else "patrol_end"])]
        joined = list(_joined(stops, texts["list_comma"], self.by.close))
        told = _filled(joined, texts["patrol_between"], self.by.stretch)
        return tuple(self.source.fill("patrol_point", metres=round(at), name=name) for at, name in told)

    def _passed(self, route: Route) -> list[tuple[float, str, str]]:
        """Return what lies beside a route: metres, words, code; in the order of the way."""
        found = []
        for code, name, place in self._things:
            at = shapely.points(place)
            if route.line.distance(at) <= self.by.beside:
                found.append((float(route.line.project(at)), " ".join(part for part in (code, name) if part), code))
        return sorted(found)

    @property
    def rule(self) -> str:
        """Return how a sheet is to be filled in whose route is drawn, with the distances and whose they are."""
        by = self.by
        told = {"beside": by.beside, "reach": by.reach, "close": by.close, "stretch": by.stretch}
        values = {name: f"{value:g}" for name, value in told.items()}
        rule = self.source.fill("patrol_rule", **values, default=self._default(RULES[:-1]))
        return f"{self.source.texts['patrol_note_drawn']} {rule}"

    @property
    def nearest_rule(self) -> str:
        """Return how a sheet is to be filled in at whose post no route is drawn."""
        return self.source.fill("patrol_note", count=self.by.nearest, default=self._default(RULES[-1:]))

    def _default(self, codes: Iterable[str]) -> str:
        """Return that figures are an office's own choice, where one of them is."""
        rows = self.source.pack.parameters
        return self.source.texts["patrol_default"] if any(rows[code].mark == "P" for code in codes) else ""

    @cached_property
    def _things(self) -> tuple[tuple[str, str, tuple[float, float]], ...]:
        return tuple(self._placed())

    def _placed(self) -> Iterator[tuple[str, str, tuple[float, float]]]:
        """Yield what a patrol can report from: posts, gates, facilities."""
        plan, ground = self.source.plan, self.source.ground
        for row in plan.rows("posts"):
            place = place_of(row)
            if place is not None:
                yield str(row["code"]), text_of(row["name"]), place
        names = {str(row["code"]): text_of(row["name"]) for row in plan.rows("gates")}
        for gate in ground.gates:
            yield gate.code, names[gate.code], gate.middle
        for feature in () if plan.site is None else plan.site.features:
            if ground.sign("sign", feature.layer) and feature.rings and feature.rings[0]:
                x, y = feature.rings[0][0]
                yield feature.code, feature.name, (float(x), float(y))


def _route(feature: Feature) -> Route | None:
    points = [(float(x), float(y)) for x, y in feature.rings[0]] if feature.rings else []
    if len(points) < 2:
        return None
    line = shapely.linestrings(points)
    return Route(feature.code, feature.name, line) if line.length else None


def _joined(stops: list[tuple[float, str]], comma: str, close: float) -> Iterator[tuple[float, str]]:
    """Yield the check points with those that lie ``close`` together [m] as one, which stands where its first lies."""
    start, names = stops[0][0], [stops[0][1]]
    for at, name in stops[1:]:
        if at - start > close:
            yield start, comma.join(names)
            start, names = at, []
        names.append(name)
    yield start, comma.join(names)


def _filled(stops: list[tuple[float, str]], between: str, stretch: float) -> Iterator[tuple[float, str]]:
    """Yield the check points with further ones where the way between two is longer than ``stretch`` [m]."""
    before = 0.0
    for at, name in stops:
        count = int((at - before - 0.01) // stretch)
        for step in range(1, count + 1):
            yield before + (at - before) * step / (count + 1), between
        yield at, name
        before = at
