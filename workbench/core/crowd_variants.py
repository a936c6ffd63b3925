"""Variants of the ground for the crowd sums: one way out closed, or one entrance lost; and who is in a zone at a time.

The sums are those of the case with the opening taken out of the sheet; nothing else is discounted, so that the variant
of the largest way out gives the very numbers that the case is judged by.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from workbench.core.crowd_case import CrowdCase
from workbench.core.crowd_entry import entry
from workbench.core.crowd_exits import Leaving, leaving
from workbench.core.crowd_flow import SHEET as COUNTED
from workbench.core.crowd_rows import crowd_parameters
from workbench.core.crowd_zones import ZoneState, capacity, whole
from workbench.core.pack import Pack
from workbench.core.scope import headcount
from workbench.core.values import Application
from workbench.crowd.egress_rates import egress
from workbench.errors import Text

EXIT, ENTRY = "exit", "entry"
GATES = "gates"
STATED, EMPTY = "stated", "empty"


@dataclass(frozen=True)
class Variant:
    """What is taken away: ``kind`` is ``exit`` or ``entry``; ``largest`` marks the way out that the sums discount."""

    kind: str
    code: str
    largest: bool = False


@dataclass(frozen=True)
class Present:
    """Persons in a zone at a time, and where that is from: ``counted``, ``stated`` (the peak), ``empty``."""

    persons: int | None
    source: str


def variants(crowd: CrowdCase) -> tuple[Variant, ...]:
    """Return what can be taken away: the largest way out first, the others, then the entrances, in sheet order."""
    out, lost = crowd.leaving, ""
    exits: tuple[str, ...] = ()
    if out is not None and out.flows is not None:
        exits = tuple(one.code for one in out.exits)
        lost = out.flows.lost.code if out.flows.lost else ""
    ways = [Variant(EXIT, code, code == lost) for code in exits]
    ways.sort(key=lambda one: not one.largest)
    gates = crowd.entry.gates if crowd.entry else ()
    return (*ways, *(Variant(ENTRY, one.code) for one in gates))


def varied(application: Application, pack: Pack, crowd: CrowdCase, variant: Variant) -> CrowdCase:
    """Return the crowd sums of a case with one opening taken away.

    Args:
        application: The plan in force.
        pack: Conventions and constants.
        crowd: The sums of that plan as it is.
        variant: One of :func:`variants`.
    """
    rest = _without(application, variant.code)
    if variant.kind == ENTRY:
        return replace(crowd, entry=entry(rest, crowd_parameters(pack), headcount(application)))
    zones = crowd.capacity.zones
    out = _left(rest, pack, zones)
    held = capacity(rest, pack, zones, (out.capacity, out.gaps))
    return replace(crowd, leaving=out, capacity=held)


def _left(rest: Application, pack: Pack, zones: tuple[ZoneState, ...]) -> Leaving:
    """Return how the audience leaves by what is left, all of it usable."""
    out = leaving(rest, pack, crowd_parameters(pack), zones, headcount(rest))
    known = [one.opening for one in out.exits if one.opening]
    complete = bool(known) and len(known) == len(out.exits)
    gaps = () if out.exits else (Text("没有其他出口", "there is no other way out"),)
    return replace(out, flows=egress(known, discount=False) if complete else None, gaps=gaps)


def _without(application: Application, code: str) -> Application:
    rows = tuple(row for row in application.rows(GATES) if str(row["code"]) != code)
    return replace(application, sheets={**application.sheets, GATES: rows})


def present(application: Application, zone: ZoneState, at: datetime | None) -> Present:
    """Return who is in a zone at a local time; ``None`` asks for the busiest moment.

    Counted is the newest count of the zone that day. Without one the stated peak holds from the start of a session to
    its end; at other times nobody is taken to be there.
    """
    if at is None:
        return Present(zone.peak, STATED)
    counted = max(_counts(application, zone.code, at), default=None)
    if counted is not None:
        return Present(counted[1], "counted")
    return Present(zone.peak, STATED) if _is_on(application, at) else Present(0, EMPTY)


def _counts(application: Application, zone: str, at: datetime) -> Iterator[tuple[datetime, int]]:
    own = (row for row in application.rows(COUNTED) if str(row["zone"]) == zone)
    for row in own:
        moment, persons = row["time"], whole(row["occupancy"])
        if isinstance(moment, datetime) and moment.date() == at.date() and moment <= at and persons is not None:
            yield moment, persons


def _is_on(application: Application, at: datetime) -> bool:
    for row in application.rows("sessions"):
        start, end = row["start"], row["end"]
        if isinstance(start, datetime) and start <= at and (not isinstance(end, datetime) or at <= end):
            return True
    return False
