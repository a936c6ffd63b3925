"""How an audience leaves: exits of the whole site, each zone by its own openings, and gymnasia by streams.

The exit of the largest flow counts as lost. Nothing is told of exits without a valid width or ground; the gap is named.
Conventions and constants: ``lists.exit_kinds``, ``lists.exit_grades``, the families ``house`` and ``gb50016``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from workbench.core.crowd_zones import ZoneState, fraction
from workbench.core.facts import condition_facts
from workbench.core.pack import Pack
from workbench.core.parameters import by_word, choices
from workbench.core.values import Application, Row
from workbench.crowd.egress_rates import Egress, Opening, egress
from workbench.crowd.parameters import ParameterSet, exact
from workbench.crowd.streams import minutes, streams_in
from workbench.errors import Text


@dataclass(frozen=True)
class Exit:
    """A way out: its opening (``None`` where width or ground is not valid), the ground, and the zone it serves."""

    code: str
    grade: str
    zone: str
    passage: bool
    opening: Opening | None


@dataclass(frozen=True)
class ZoneEgress:
    """A zone by its own openings: persons, their flow [p/min], time [min]; nothing is discounted."""

    zone: str
    name: str
    peak: int
    exits: tuple[str, ...]
    flow: Fraction
    minutes: Fraction
    over: bool


@dataclass(frozen=True)
class Gymnasium:
    """An indoor gymnasium: persons per door on average, and time [min] through all streams, each with its limit."""

    per_door: Fraction
    most_per_door: Fraction
    streams: int
    minutes: Fraction | None
    limit: Fraction


@dataclass(frozen=True)
class Leaving:
    """How the audience leaves.

    Attributes:
        exits: Exits of the whole site, in sheet order; passages inside are not among them.
        flows: ``None`` while something cannot be told, ``gaps`` says why.
        persons: Persons present at once.
        limit: Minutes.
        least: Fewest exits.
        zones: Zones with openings of their own.
    """

    exits: tuple[Exit, ...]
    flows: Egress | None
    gaps: tuple[Text, ...]
    persons: int | None
    limit: Fraction
    least: int
    zones: tuple[ZoneEgress, ...]
    gymnasium: Gymnasium | None

    @property
    def capacity(self) -> int | None:
        """Return how many leave within the limit, one exit lost; ``None`` when none is left."""
        return self.flows.persons(self.limit) if self.flows and self.flows.flow_design else None

    @property
    def minutes(self) -> Fraction | None:
        """Return the time all persons take, one exit lost."""
        return None if self.flows is None or self.persons is None else self.flows.minutes(self.persons)

    @property
    def few(self) -> bool:
        """Return whether there are too few exits."""
        return len(self.exits) < self.least


def leaving(
    application: Application,
    pack: Pack,
    parameters: ParameterSet,
    zones: tuple[ZoneState, ...],
    persons: int | None,
) -> Leaving:
    """Return how the audience leaves; the sheet of openings must be there."""
    usable = tuple(_usable(application, pack, parameters))
    exits = tuple(one for one in usable if not one.passage)
    known = [one.opening for one in exits if one.opening]
    gaps = tuple(_gaps(exits))
    limit = exact(parameters["house.egress_minutes"])
    return Leaving(
        exits=exits,
        flows=None if len(known) < len(exits) or not known else egress(known),
        gaps=gaps,
        persons=persons,
        limit=limit,
        least=int(exact(parameters["house.exits_least"])),
        zones=tuple(_zones(zones, usable, limit)),
        gymnasium=_gymnasium(application, pack, parameters, known, persons),
    )


def _usable(application: Application, pack: Pack, parameters: ParameterSet) -> Iterator[Exit]:
    for row in application.rows("gates"):
        kind = by_word(pack, "exit_kinds", row["kind"])
        if kind is not None and row["evac"] is True:
            passage = kind.data.get("passage") is True
            opening = _opening(row, pack, parameters)
            yield Exit(str(row["code"]), str(row["grade"] or ""), str(row["zone"] or ""), passage, opening)


def _opening(row: Row, pack: Pack, parameters: ParameterSet) -> Opening | None:
    width, grade = fraction(row["width"]), by_word(pack, "exit_grades", row["grade"])
    if width is None or width <= 0 or grade is None:
        return None
    return Opening(str(row["code"]), width, width * exact(parameters[str(grade.data["rate"])]))


def _gaps(exits: tuple[Exit, ...]) -> Iterator[Text]:
    if not exits:
        yield Text("没有可用于疏散的出口", "no exit can be used to leave")
    elif len(exits) == 1:
        code = exits[0].code
        yield Text(f"只有 {code} 一个出口，扣除后没有出口", f"{code} is the only exit; none is left once it is lost")
    for one in exits:
        if one.opening is None:
            yield Text(f"{one.code} 未填有效的净宽或地面", f"{one.code}: no valid width or ground")


def _zones(zones: tuple[ZoneState, ...], usable: tuple[Exit, ...], limit: Fraction) -> Iterator[ZoneEgress]:
    for zone in zones:
        own = [one for one in usable if one.zone == zone.code]
        openings = [one.opening for one in own if one.opening]
        if zone.peak is None or not openings or len(openings) < len(own) or not zone.use.data.get("own_exits"):
            continue
        flow = egress(openings, discount=False).flow_design
        time = zone.peak / flow
        yield ZoneEgress(zone.code, zone.name, zone.peak, tuple(o.code for o in openings), flow, time, time > limit)


def _gymnasium(
    application: Application, pack: Pack, parameters: ParameterSet, openings: list[Opening], persons: int | None
) -> Gymnasium | None:
    rule = choices(pack, "crowd_rules")["gymnasium"].when
    applies = rule is not None and rule.test(condition_facts(application, pack)) is True
    if not applies or not openings or persons is None:
        return None
    width = exact(parameters["gb50016.stream_width"])
    streams = sum(streams_in(one.width, width) for one in openings)
    most, limit = (parameters[f"gb50016.{code}"].high for code in ("persons_per_door", "hall_minutes"))
    return Gymnasium(
        per_door=Fraction(persons, len(openings)),
        most_per_door=Fraction(most or 0),
        streams=streams,
        minutes=minutes(persons, streams, exact(parameters["gb50016.stream_rate"])),
        limit=Fraction(limit or 0),
    )
