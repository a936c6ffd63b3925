"""Egress through a network of zones and ways: flow is carried downstream, the smaller capacity controls.

Zones hold persons, or nobody (a landing, a junction); ways lead from a zone to another one or outside. A way is a
walk followed by a constriction. Everything is worked out as streams with flows that change only at certain moments
(:mod:`workbench.crowd.network_flow`), so 20,000 persons take no longer than 20.

Conventions:
    All persons of a zone start at once after its delay and walk the whole length of their way. A queue stands before
    the way that cannot take more and fills no other zone. At a zone with several ways persons divide by the stated
    shares, or by one of the rules of :class:`Rules`; whoever waits does not change to another way. N persons pass a
    constriction of capacity C in N / C.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.crowd import network_flow as flow
from workbench.crowd.model import refuse
from workbench.crowd.network_checks import ordered, without
from workbench.crowd.network_parts import (
    ARRIVAL,
    CAPACITY,
    EQUAL,
    NEAREST,
    OUTSIDE,
    WIDTH,
    Network,
    Rules,
    Way,
    Zone,
    leaving,
)
from workbench.crowd.network_plan import standard_plan
from workbench.crowd.network_routes import oriented, shares
from workbench.errors import Text

__all__ = [
    "ARRIVAL",
    "CAPACITY",
    "EQUAL",
    "NEAREST",
    "OUTSIDE",
    "WIDTH",
    "Clearance",
    "Network",
    "Rules",
    "Way",
    "WayUsed",
    "Zone",
    "ZoneCleared",
    "cleared",
    "ordered",
    "oriented",
    "shares",
    "standard_plan",
    "without",
]

MOST_POINTS = 100_000
"""More changes of flow than any site has come of ways that are too finely meshed."""


@dataclass(frozen=True)
class ZoneCleared:
    """When nobody is left in a zone, and when the last of its own persons is outside [s]; 0 when it held nobody."""

    empty: float
    safe: float


@dataclass(frozen=True)
class WayUsed:
    """What passed through a way.

    Attributes:
        persons: How many.
        share: Part of the zone's persons who took it.
        first, last: When the first and the last had passed [s].
        peak: Greatest flow [p/s].
        queue: Most persons waiting before it.
        since, until: When a queue stood first and last [s].
    """

    persons: float
    share: float
    first: float
    last: float
    peak: float
    queue: float
    since: float
    until: float


@dataclass(frozen=True)
class Clearance:
    """A network cleared.

    Attributes:
        persons: How many left.
        time: When the last one is outside [s].
        zones, ways: By code.
        controlling: Code of the way whose queue decides the time; of the zone whose persons start or walk last if no
            queue does.
        queued: Whether it is a queue that decides.
        curve: Persons outside by time.
    """

    persons: float
    time: float
    zones: Mapping[str, ZoneCleared]
    ways: Mapping[str, WayUsed]
    controlling: str
    queued: bool
    curve: flow.Curve


def cleared(network: Network) -> Clearance:
    """Return how a network clears.

    Raises:
        InputError: It cannot: a way leads nowhere or in a circle, a zone has no way out, there is no exit, or nobody
            is there. The place is that of the zone or way in its list, e.g. ``ways[3].to``.
    """
    return _Run(network, ordered(network)).result()


class _Run:
    """One clearing of a network."""

    def __init__(self, network: Network, order: tuple[str, ...]) -> None:
        self.network, self.order = network, order
        self.zones = {zone.code: zone for zone in network.zones}
        self.shares = shares(network, order)
        self.leaving = {code: [network.ways[n] for n in ways] for code, ways in leaving(network.ways).items()}
        self.used: dict[str, _Used] = {}
        self.points = 0

    def result(self) -> Clearance:
        """Carry the flow downstream, zone by zone, and tell what came of it."""
        coming: dict[str, list[str]] = {code: [] for code in (*self.order, OUTSIDE)}
        for code in self.order:
            self._zone(self.zones[code], coming[code])
            for way in self.leaving[code]:
                coming[way.target] += [way.code] if way.code in self.used else []
        exits = [self.used[code] for code in coming[OUTSIDE]]
        end = max(exits, key=lambda one: one.last)
        controlling, queued = self._controlling(end)
        return Clearance(
            persons=self.network.persons,
            time=end.last,
            zones={zone.code: self._cleared(zone, exits) for zone in self.network.zones},
            ways={way.code: self._told(way) for way in self.network.ways},
            controlling=controlling,
            queued=queued,
            curve=flow.together([one.out for one in exits]),
        )

    def _zone(self, zone: Zone, coming: list[str]) -> None:
        """Let the persons of a zone, and those who came into it, leave by its ways."""
        streams = [_Stream(used.out, used.way.width, used.latest, used) for used in map(self.used.__getitem__, coming)]
        for way in self.leaving[zone.code]:
            own = _Stream(flow.release(zone.persons, zone.delay), way.width, {zone.code: zone.delay}, None)
            arriving = [*streams, own] if zone.persons else streams
            if arriving and self.shares[way.code] > 0:
                self.used[way.code] = self._way(way, arriving)

    def _way(self, way: Way, streams: list[_Stream]) -> _Used:
        arriving = [flow.shifted(one.curve, way.walk, self.shares[way.code]) for one in streams]
        rule = self.network.rules.merge
        if rule == ARRIVAL:
            arriving = [flow.together(arriving)]
        weights = [one.width if rule == WIDTH else 1.0 for one in streams][: len(arriving)]
        passage = flow.passed(arriving, weights, way.capacity)
        self._bound(passage)
        latest: dict[str, float] = {}
        for n, stream in enumerate(streams):
            for origin, time in stream.latest.items():
                done = passage.through(min(n, len(arriving) - 1), time + way.walk)
                latest[origin] = max(latest.get(origin, 0.0), done)
        return _Used(way, tuple(streams), passage, flow.thinned(flow.together(passage.left)), latest)

    def _bound(self, passage: flow.Passage) -> None:
        self.points += sum(map(len, passage.left))
        if self.points > MOST_POINTS:
            raise refuse(
                "ways",
                "通道交织过密，无法计算",
                "the ways are too finely meshed to calculate",
                Text("合并并行的通道", "join parallel ways into one"),
            )

    def _cleared(self, zone: Zone, exits: list[_Used]) -> ZoneCleared:
        ways = [self.used[way.code] for way in self.leaving[zone.code] if way.code in self.used]
        empty = max((one.last for one in ways), default=0.0)
        safe = max((one.latest.get(zone.code, 0.0) for one in exits), default=0.0)
        return ZoneCleared(empty, safe)

    def _told(self, way: Way) -> WayUsed:
        share, one = self.shares[way.code], self.used.get(way.code)
        if one is None:
            return WayUsed(0.0, share, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        persons = one.out[-1][1]
        queue, since, until = one.passage.queue, one.passage.since, one.passage.until
        first = flow.when(one.out, min(1.0, persons))
        return WayUsed(persons, share, first, one.last, flow.peak(one.out), queue, since, until)

    def _controlling(self, one: _Used) -> tuple[str, bool]:
        """Go back from the exit that is last to the queue that made it late, or to the zone that started last."""
        while True:
            if one.passage.queue > flow.EPSILON and one.passage.until >= one.last * (1 - flow.EPSILON):
                return one.way.code, True
            before = max(one.streams, key=lambda stream: flow.last(stream.curve)).used
            if before is None:
                return one.way.source, False
            one = before


@dataclass(frozen=True)
class _Stream:
    """Persons who come to the ways out of a zone.

    ``latest`` tells when the last of each zone comes; ``used`` is the way they came by, ``None`` for the zone's own.
    """

    curve: flow.Curve
    width: float
    latest: Mapping[str, float]
    used: _Used | None


@dataclass(frozen=True)
class _Used:
    """A way with what came to it and what left it."""

    way: Way
    streams: tuple[_Stream, ...]
    passage: flow.Passage
    out: flow.Curve
    latest: Mapping[str, float]

    @property
    def last(self) -> float:
        return flow.last(self.out)
