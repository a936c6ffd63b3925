"""What the site editor shows at a chosen moment or under a variant: checks, zones with density and time, what is shut.

Nothing of it is stored: it is worked out for the eye, from the plan in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from workbench.core.crowd_case import CrowdCase
from workbench.core.crowd_exits import ZoneEgress
from workbench.core.crowd_rows import crowd_parameters
from workbench.core.crowd_variants import ENTRY, EXIT, Variant, present, variants, varied
from workbench.core.crowd_zones import ZoneState
from workbench.core.pack import Pack
from workbench.core.values import Application
from workbench.crowd.density import LEVELS, MOST_DENSITY, level_bounds
from workbench.crowd.model import calculate
from workbench.crowd.parameters import ParameterSet
from workbench.crowd.registry import model
from workbench.errors import NO_TEXT, Text
from workbench.services import access, crowd_desk, documents
from workbench.services.crowd_desk import MOVING, Check
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import Person

STANDING = "queue"
"""Facility by whose levels of service people are judged who stand."""


@dataclass(frozen=True)
class Scenario:
    """What is asked for: the state as it is, at a moment, or with one opening taken away."""

    at: datetime | None = None
    kind: str = ""
    code: str = ""


@dataclass(frozen=True)
class Offer:
    """A variant that can be chosen, in words."""

    kind: str
    code: str
    text: Text


@dataclass(frozen=True)
class ZoneShade:
    """A zone as it is shaded.

    Attributes:
        persons, density: At the moment [p, p/m²]; ``None`` = cannot be told.
        level: Level of service A to F; empty without a density.
        source: Where the persons are from: ``counted``, ``stated``, ``empty``.
        minutes: Time by which the variant is judged here [min]; ``None`` outside a variant.
        holds: Whether that keeps its limit.
    """

    code: str
    persons: int | None
    density: Fraction | None
    level: str
    source: str
    minutes: Fraction | None = None
    holds: bool | None = None


@dataclass(frozen=True)
class ScenarioView:
    """What stands beside and on the plan.

    Attributes:
        shown: What was asked for; without its variant when the plan has no such opening any more.
        title: The variant in words; empty when there is none.
        persons: The number that is judged.
        levels: Level of service and the densities it covers [p/m²] for people who stand: level, above, up to.
    """

    shown: Scenario
    title: Text
    persons: int | None
    checks: tuple[Check, ...]
    zones: tuple[ZoneShade, ...]
    offers: tuple[Offer, ...]
    gaps: tuple[Text, ...]
    levels: tuple[tuple[str, Fraction, Fraction | None], ...]


def of_case(desk: Desk, person: Person, case: str, scenario: Scenario) -> ScenarioView:
    """Return what a scenario makes of a case, which is open already; nothing of the case changes."""
    access.require(desk.pack, person, "read_case")
    look = Look(desk, documents.find(desk, case))
    return view(look.plan, look.pack, look.assessment.crowd, scenario)


def of_package(path: Path, pack: Pack, scenario: Scenario) -> ScenarioView:
    """Return what a scenario makes of a package that nobody has received."""
    application, crowd = crowd_desk.read(path, pack)
    return view(application, pack, crowd, scenario)


def view(application: Application, pack: Pack, crowd: CrowdCase, scenario: Scenario) -> ScenarioView:
    """Return a scenario of an application."""
    known = variants(crowd)
    chosen = next((one for one in known if (one.kind, one.code) == (scenario.kind, scenario.code)), None)
    made = varied(application, pack, crowd, chosen) if chosen else crowd
    wanted = crowd_desk.judged(crowd)
    checks = tuple(_checks(made, wanted, chosen))
    constants = crowd_parameters(pack)
    shades = (_shade(application, one, constants, scenario.at) for one in made.capacity.zones)
    return ScenarioView(
        shown=scenario if chosen else Scenario(scenario.at),
        title=words(chosen) if chosen else NO_TEXT,
        persons=wanted,
        checks=checks,
        zones=tuple(_timed(one, made, checks, chosen, crowd) for one in shades),
        offers=tuple(Offer(one.kind, one.code, words(one)) for one in known),
        gaps=made.leaving.gaps if chosen and made.leaving and chosen.kind == EXIT else (),
        levels=tuple(_levels(constants)),
    )


def words(variant: Variant) -> Text:
    """Return a variant in words."""
    if variant.kind == ENTRY:
        return Text(f"入口 {variant.code} 停用", f"entrance {variant.code} lost")
    if variant.largest:
        return Text(f"最大出口 {variant.code} 封闭", f"largest exit {variant.code} closed")
    return Text(f"出口 {variant.code} 封闭", f"exit {variant.code} closed")


def _checks(crowd: CrowdCase, wanted: int | None, variant: Variant | None) -> Iterator[Check]:
    """Yield the checks; with a way out closed its time takes the place of the worst one."""
    for one in crowd_desk.checks(crowd, wanted):
        if variant is None or variant.kind != EXIT or one.code not in {"egress", "worst"}:
            yield one
        elif one.code == "egress":
            text = Text(f"散场 · {variant.code} 封闭", f"time to leave, {variant.code} closed")
            yield Check("worst", text, one.value, one.limit, one.unit, one.holds)


def _shade(application: Application, zone: ZoneState, constants: ParameterSet, at: datetime | None) -> ZoneShade:
    there = present(application, zone, at)
    density = None if there.persons is None or not zone.net else there.persons / zone.net
    known = density is not None and 0 < density <= MOST_DENSITY
    facility = "walkway" if zone.use.code in MOVING else STANDING
    asked = {"facility": facility, "density": density}
    level = str(calculate(model("level_of_service"), asked, constants).values["level"]) if known else ""
    return ZoneShade(zone.code, there.persons, density, level, there.source)


def _levels(constants: ParameterSet) -> Iterator[tuple[str, Fraction, Fraction | None]]:
    bounds = level_bounds(STANDING, constants)
    yield from zip(LEVELS, (Fraction(0), *bounds), (*bounds, None), strict=True)


def _timed(
    shade: ZoneShade, made: CrowdCase, checks: tuple[Check, ...], variant: Variant | None, before: CrowdCase
) -> ZoneShade:
    """Return a zone with the time of the variant: by its own openings, or else that of the whole site."""
    if variant is None:
        return shade
    if variant.kind == EXIT and _own(before, shade.code) is not None:
        own = _own(made, shade.code)
        return replace(shade, minutes=own.minutes if own else None, holds=own is not None and not own.over)
    code = "worst" if variant.kind == EXIT else "admit"
    whole = next((one for one in checks if one.code == code), None)
    return replace(shade, minutes=whole.value, holds=whole.holds) if whole else shade


def _own(crowd: CrowdCase, zone: str) -> ZoneEgress | None:
    return next((one for one in (crowd.leaving.zones if crowd.leaving else ()) if one.zone == zone), None)


def told(shade: ZoneShade, kind: str) -> Text:
    """Return what is written at a zone: persons, density and level, or the time under a variant of a kind."""
    if kind:
        if shade.minutes is None:
            return Text("本区出口全部封闭", "no way out of its own") if shade.holds is False else NO_TEXT
        time = f"{float(shade.minutes):.1f}"
        out, into = Text(f"散场 {time} 分", f"out in {time} min"), Text(f"入场 {time} 分", f"in within {time} min")
        return out if kind == EXIT else into
    if shade.density is None:
        return NO_TEXT
    number, level = f"{float(shade.density):.1f}", f" · {shade.level}" if shade.level else ""
    return Text(f"{shade.persons} 人 · {number} 人/m²{level}", f"{shade.persons} p · {number} p/m²{level}")
