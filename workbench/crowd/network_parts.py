"""What an egress network is made of: zones, ways between them, and rules where a plan leaves a choice."""

from __future__ import annotations

from dataclasses import dataclass, field

OUTSIDE = "out"
"""Where ways end that leave the site."""

EQUAL, WIDTH, ARRIVAL = "equal", "width", "arrival"
CAPACITY, NEAREST = "capacity", "nearest"


@dataclass(frozen=True)
class Zone:
    """Where persons are: code, how many, and the seconds that pass before they start."""

    code: str
    persons: float = 0
    delay: float = 0.0


@dataclass(frozen=True)
class Way:
    """A way from one zone to another, or :data:`OUTSIDE`.

    Attributes:
        source, target: Codes of zones.
        capacity: Persons per second through its narrowest place.
        walk: Seconds from the zone to that place.
        share: Part of the zone's persons who take it; of one zone all ways have one, or none.
        width: Effective width [m], for sharing at a merge by widths.
    """

    code: str
    source: str
    target: str
    capacity: float
    walk: float = 0.0
    share: float | None = None
    width: float = 1.0


@dataclass(frozen=True)
class Rules:
    """Rules where a plan leaves a choice.

    Attributes:
        merge: How streams that wait for the same way share it: ``equal``, ``width`` (by the widths they came
            through; persons of the zone itself by the width of the way), or ``arrival`` (whoever came first).
        split: How persons divide over ways without stated shares: ``capacity`` (by the flow that each way can carry
            all the way outside) or ``nearest`` (the shortest walk outside; equal ones by capacity).
    """

    merge: str = EQUAL
    split: str = CAPACITY


@dataclass(frozen=True)
class Network:
    """Zones and ways between them."""

    zones: tuple[Zone, ...]
    ways: tuple[Way, ...]
    rules: Rules = field(default_factory=Rules)

    @property
    def exits(self) -> tuple[Way, ...]:
        """Return the ways that lead outside."""
        return tuple(way for way in self.ways if way.target == OUTSIDE)

    @property
    def persons(self) -> float:
        """Return the persons of all zones."""
        return sum(zone.persons for zone in self.zones)


def leaving(ways: tuple[Way, ...]) -> dict[str, list[int]]:
    """Return the places of the ways that leave each zone."""
    found: dict[str, list[int]] = {}
    for n, way in enumerate(ways):
        found.setdefault(way.source, []).append(n)
    return found
