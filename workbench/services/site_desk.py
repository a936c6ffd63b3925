"""The site plan of a case as editor, maps and command line see it: objects, problems, layers, background."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.core.case import Case
from workbench.core.pack import Choice, Pack, SiteObject
from workbench.core.parameters import choices, number
from workbench.core.site_checks import RULES, site_problems
from workbench.core.site_objects import Placed, placed
from workbench.core.values import Application, Feature, Row
from workbench.core.working_plan import DRAWING, plan_number
from workbench.errors import NO_TEXT, Text
from workbench.services import access, documents
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import Person
from workbench.site.ground import SiteProblem

BACKGROUND = "background"
"""Layer of the picture that is drawn over; it is part of the plan and of none of its sums."""


@dataclass(frozen=True)
class ObjectView:
    """An object of the plan.

    Attributes:
        layer, key: Its name (see :mod:`workbench.core.working_plan`).
        kind: What it is; ``None`` for a layer that the pack does not know.
        feature: As drawn, ``None`` for a row that is not drawn.
        row_key, row: The row that goes with it, ``None`` where there is none.
        edited: The office changed its drawing or its row, or made it.
    """

    layer: str
    key: str
    kind: SiteObject | None
    title: str
    feature: Feature | None
    row_key: str
    row: Row | None
    edited: bool

    @property
    def style(self) -> str:
        """Return how it is drawn: the symbol of its kind, else the layer."""
        return self.kind.symbol if self.kind else self.layer

    @property
    def group(self) -> str:
        """Return what it is shown and hidden with."""
        return self.kind.group if self.kind else ""


@dataclass(frozen=True)
class ProblemView:
    """Something to look at, with the title of its rule.

    ``waivable``: it shuts a gate and may be let stand with a reason; ``stands`` is the reason given.
    """

    rule: str
    title: Text
    severity: str
    text: Text
    objects: tuple[tuple[str, str], ...]
    at: tuple[float, float] | None
    remedy: Text = NO_TEXT
    waivable: bool = False
    stands: str = ""


@dataclass(frozen=True)
class SiteView:
    """A plan as it is drawn.

    Attributes:
        case, version: Empty and 0 for a package that nobody has received.
        objects: In drawing order, those that stand in a sheet alone at the end; the background is not among them.
        kinds, groups, keys: What the pack lets be drawn, what is shown together, what a drawing says of an object.
        extent: Least and greatest x and y of everything drawn [m]; ``None`` = nothing is.
        background: The picture under the drawing, by its four corners from the upper left clockwise.
        number: Fingerprint of the plan.
        snap: Snapping distance [m].
    """

    case: str
    version: int
    objects: tuple[ObjectView, ...]
    problems: tuple[ProblemView, ...]
    kinds: tuple[SiteObject, ...]
    groups: tuple[Choice, ...]
    keys: tuple[Choice, ...]
    extent: tuple[float, float, float, float] | None
    background: Feature | None
    number: str
    snap: float
    edits: int = 0

    def find(self, layer: str, key: str) -> ObjectView | None:
        """Return an object, or ``None``."""
        return next((one for one in self.objects if (one.layer, one.key) == (layer, key)), None)


def of_case(desk: Desk, person: Person, case: str) -> SiteView:
    """Return the plan in force of a case, which is open already.

    Args:
        desk: The opened office.
        person: Who asks.
        case: Identifier or number of the case.
    """
    access.require(desk.pack, person, "read_case")
    look = Look(desk, documents.find(desk, case))
    state = look.case
    changed = frozenset({*state.working_plan, *state.later_plan})
    found = view(look.plan, look.pack, changed)
    told = with_reasons(found.problems, state)
    return replace(found, case=state.id, version=state.version, edits=len(changed), problems=told)


def of_package(path: Path, pack: Pack) -> SiteView:
    """Return the plan of a package that nobody has received."""
    from workbench.exchange.package import read_package

    return view(read_package(path, pack, extract_text=False), pack)


def view(plan: Application, pack: Pack, changed: frozenset[tuple[str, str]] = frozenset()) -> SiteView:
    """Return a plan as it is drawn; ``changed`` names the rows and objects that the office has edited."""
    everything = placed(plan, pack)
    background = next((one.feature for one in everything if one.layer == BACKGROUND and one.feature), None)
    objects = tuple(_object(one, changed) for one in everything if one.layer != BACKGROUND)
    return SiteView(
        *("", 0),
        objects=objects,
        problems=tuple(_problems(plan, pack, background=background is not None)),
        kinds=tuple(pack.site_objects.values()),
        groups=tuple(choices(pack, "site_groups").values()),
        keys=tuple(choices(pack, "site_keys").values()),
        extent=extent(one.feature for one in objects if one.feature),
        background=background,
        number=plan_number(plan),
        snap=float(number(pack, "site_snap")),
    )


def _object(one: Placed, changed: frozenset[tuple[str, str]]) -> ObjectView:
    places = {(f"{DRAWING}{one.layer}", one.key), (one.row.sheet if one.row else "", one.row_key)}
    return ObjectView(
        *(one.layer, one.key, one.kind, one.title, one.feature, one.row_key, one.row),
        edited=not places.isdisjoint(changed),
    )


def _problems(plan: Application, pack: Pack, *, background: bool) -> Iterator[ProblemView]:
    rules = choices(pack, RULES)
    for one in site_problems(plan, pack, background=background):
        yield _problem(one, rules[one.rule], pack)


def _problem(one: SiteProblem, rule: Choice, pack: Pack) -> ProblemView:
    remedy = Text(str(rule.data.get("remedy_zh") or ""), str(rule.data.get("remedy_en") or ""))
    check = pack.checks.get(str(rule.data.get("check") or ""))
    may = check is not None and bool(check.waived)
    return ProblemView(one.rule, rule.text, one.severity, one.text, one.objects, one.at, remedy, may)


def with_reasons(problems: tuple[ProblemView, ...], case: Case) -> tuple[ProblemView, ...]:
    """Return problems with the reasons for which the case's officer let them stand."""
    known = case.standing_problems
    return tuple(
        replace(one, stands=known[one.text.zh].reason) if one.waivable and one.text.zh in known else one
        for one in problems
    )


def extent(features: Iterator[Feature] | tuple[Feature, ...]) -> tuple[float, float, float, float] | None:
    """Return least and greatest x and y of objects [m]."""
    points = [point for one in features for ring in one.rings for point in ring]
    if not points:
        return None
    xs, ys = [[point[axis] for point in points] for axis in (0, 1)]
    return float(min(xs)), float(min(ys)), float(max(xs)), float(max(ys))
