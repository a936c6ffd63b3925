"""The geometry of the plan in force, checked: objects in the terms of :mod:`workbench.site`, ranked by the pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from workbench.core.facts import number_of
from workbench.core.pack import Pack
from workbench.core.parameters import choices, number, words
from workbench.core.site_objects import Placed, placed, traits_of
from workbench.core.values import Application
from workbench.core.working_plan import keyed_rows
from workbench.site.geometry import shape_of
from workbench.site.ground import Ground, Item, Limits, SiteProblem
from workbench.site.validation import problems

ONE_WAY = "one_way"
"""Word of a drawing for ways that lead only in the order of their points."""
RULES = "site_rules"
"""List of the pack: rule → title and severity. A rule that is not there is not told."""


def site_problems(plan: Application, pack: Pack, *, background: bool = False) -> tuple[SiteProblem, ...]:
    """Return what is to be looked at in a plan, in the order of the checks, with the pack's severities.

    Args:
        plan: The plan in force.
        pack: Kinds of objects, limits and ranks.
        background: Whether there is something to draw over.
    """
    rules = choices(pack, RULES)
    found = problems(ground_of(plan, pack, background=background))
    return tuple(replace(one, severity=str(rules[one.rule].data["severity"])) for one in found if one.rule in rules)


def check_of(pack: Pack, rule: str) -> str:
    """Return the check of the register that a rule is a reason of; empty = it is told beside the drawing alone."""
    found = choices(pack, RULES).get(rule)
    return str(found.data.get("check") or "") if found else ""


def waivable(plan: Application, pack: Pack) -> Iterator[SiteProblem]:
    """Yield the problems of a plan that may be let stand with a reason, in the order of the checks."""
    for one in site_problems(plan, pack):
        check = pack.checks.get(check_of(pack, one.rule))
        if check is not None and check.waived:
            yield one


def ground_of(plan: Application, pack: Pack, *, background: bool = False) -> Ground:
    """Return the plan in the terms of the checks."""
    zones = frozenset(keyed_rows(plan, "zones"))
    return Ground(tuple(_items(plan, pack, zones)), limits_of(pack), background)


def limits_of(pack: Pack) -> Limits:
    """Return the amounts that the rules go by."""

    def metres(code: str) -> float:
        return float(number(pack, code))

    return Limits(
        lane_width=metres("site_lane_width"),
        gate_tolerance=metres("site_gate_tolerance"),
        edge_distance=metres("site_edge_distance"),
        outward_distance=metres("site_outward_distance"),
        overlap_area=metres("site_overlap_area"),
        fence_gap=metres("site_fence_gap"),
        post_tolerance=metres("site_post_tolerance"),
        many_points=int(metres("site_many_points")),
        long_name=int(metres("site_long_name")),
    )


def _items(plan: Application, pack: Pack, zones: frozenset[str]) -> Iterator[Item]:
    afloat = frozenset(words(pack, "site_afloat"))
    for one in placed(plan, pack):
        yield _item(one, zones, afloat)


def _item(one: Placed, zones: frozenset[str], afloat: frozenset[str]) -> Item:
    feature, values = one.feature, one.row.values if one.row else {}
    zone = str(values.get("zone") or "")
    traits = traits_of(one.kind, one.row)
    if {values.get("mode"), values.get("domain")} & afloat:
        traits |= {"afloat"}
    return Item(
        layer=one.layer,
        code=one.key.partition("#")[0],
        kind=one.kind.code if one.kind else "",
        name=one.title,
        geometry=feature.geometry if feature else "",
        shape=shape_of(feature) if feature else None,
        points=sum(map(len, feature.rings)) if feature else 0,
        traits=traits,
        width=_width(one),
        one_way=feature is not None and feature.get(ONE_WAY) is True,
        row=one.row is not None,
        zone=zone,
        known_zone=zone in zones,
        place=_place(one),
    )


def _width(one: Placed) -> float | None:
    stated = one.row.values.get("width") if one.row else None
    found = number_of(stated) if stated is not None else number_of(one.feature.get("width") if one.feature else None)
    return None if found is None else float(found)


def _place(one: Placed) -> tuple[float, float] | None:
    x, y = (number_of(one.row.values.get(key)) if one.row else None for key in ("x", "y"))
    return None if x is None or y is None else (_float(x), _float(y))


def _float(value: Decimal) -> float:
    return float(value)
