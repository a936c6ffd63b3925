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

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from math import inf

from workbench.crowd import network_flow as flow
from workbench.crowd.model import InputError, refuse
from workbench.errors import Text

OUTSIDE = "out"
"""Where ways end that leave the site."""

MOST_ZONES, MOST_WAYS, MOST_POINTS = 500, 2_000, 100_000
"""More zones, ways, or changes of flow than any site has are a slip of the pen."""

EQUAL, WIDTH, ARRIVAL = "equal", "width", "arrival"
CAPACITY, NEAREST = "capacity", "nearest"

Fault = tuple[str, Text, Text]


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


def without(network: Network, code: str) -> Network:
    """Return a network with one way closed; ways that lead nowhere any more are closed too.

    Raises:
        InputError: Persons would have no way out.
    """
    kept = tuple(way for way in network.ways if way.code != code)
    leading = _leading_out(kept)
    for zone in network.zones:
        if zone.persons and zone.code not in leading:
            raise refuse(
                "largest_closed",
                f"关闭 {code} 后，区域 {zone.code} 没有出路",
                f"with {code} closed, zone {zone.code} has no way out",
                Text("增加出口或连通其他区域", "add an exit or a way to another zone"),
            )
    zones = tuple(zone for zone in network.zones if zone.code in leading)
    ways = tuple(way for way in kept if way.source in leading and way.target in leading)
    return Network(zones, ways, network.rules)


def ordered(network: Network) -> tuple[str, ...]:
    """Return the zones so that every way leads to a later one; ``InputError`` names every fault of the plan."""
    faults = [*_sizes(network), *_numbers(network), *_names(network)]
    if not faults:
        faults = list(_reach(network))
    if faults:
        raise InputError(tuple(faults))
    before: dict[str, set[str]] = {zone.code: set() for zone in network.zones}
    for way in network.ways:
        before.setdefault(way.target, set()).add(way.source)
    try:
        return tuple(code for code in TopologicalSorter(before).static_order() if code != OUTSIDE)
    except CycleError as fault:
        raise _circle(network, list(fault.args[1])) from None


def _circle(network: Network, codes: list[str]) -> InputError:
    place = next(n for n, w in enumerate(network.ways, 1) if w.source == codes[0] and w.target == codes[1])
    told = " → ".join(codes)
    return refuse(
        f"ways[{place}]",
        f"通道成环：{told}",
        f"ways lead in a circle: {told}",
        Text("每条通道只朝疏散方向填写一次", "give each way once, in the direction of egress"),
    )


def _sizes(network: Network) -> Iterator[Fault]:
    for key, rows, most in (("zones", network.zones, MOST_ZONES), ("ways", network.ways, MOST_WAYS)):
        if len(rows) > most:
            told = Text(f"超过 {most} 项", f"more than {most}")
            yield key, told, Text("分成几个部分计算", "calculate the site in parts")
    if network.persons <= 0:
        mend = Text("至少填写一个区域的人数", "give the persons of at least one zone")
        yield "zones", Text("没有人需要疏散", "nobody is to leave"), mend


def _numbers(network: Network) -> Iterator[Fault]:
    told, mend = Text("数值无法使用", "the number cannot be used"), Text("更正这一项", "correct this")
    for n, zone in enumerate(network.zones, 1):
        for key, value in (("persons", zone.persons), ("delay", zone.delay)):
            if not 0 <= value < inf:
                yield f"zones[{n}].{key}", told, mend
    for n, way in enumerate(network.ways, 1):
        if not (0 < way.capacity < inf and 0 < way.width < inf):
            yield (
                f"ways[{n}].width",
                Text("没有通行能力", "nobody can pass"),
                Text("更正净宽", "correct the clear width"),
            )
        for key, value in (("length", way.walk), ("share", way.share or 0)):
            if not 0 <= value < inf:
                yield f"ways[{n}].{key}", told, mend


def _names(network: Network) -> Iterator[Fault]:
    known: set[str] = set()
    for n, zone in enumerate(network.zones, 1):
        if zone.code in known or zone.code == OUTSIDE:
            yield f"zones[{n}].code", *_twice(zone.code)
        known.add(zone.code)
    used: set[str] = set()
    for n, way in enumerate(network.ways, 1):
        if way.code in used:
            yield f"ways[{n}].code", *_twice(way.code)
        used.add(way.code)
        for key, code in (("from", way.source), ("to", way.target)):
            if code not in known and (code != OUTSIDE or key == "from"):
                mend = Text(f"填写区域编号，或 {OUTSIDE} 表示场外", f"give a zone's code, or {OUTSIDE} for outside")
                yield f"ways[{n}].{key}", Text(f"没有区域 {code}", f"there is no zone {code}"), mend
    yield from _stated(network)


def _twice(code: str) -> tuple[Text, Text]:
    told = Text(f"编号重复或不可用：{code}", f"the code is taken: {code}")
    return told, Text("每项用不同的编号", "give each one a code of its own")


def _stated(network: Network) -> Iterator[Fault]:
    """Name the zones where some ways have a share and others none, or where all shares are nothing."""
    for code, ways in _leaving(network.ways).items():
        given = [network.ways[n].share for n in ways]
        stated = [share for share in given if share is not None]
        if stated and (len(stated) < len(given) or sum(stated) <= 0):
            told = Text(f"区域 {code} 的各条通道应都有份额", f"all ways of zone {code} need a share")
            mend = Text("填写全部份额或全部不填", "give all shares or none")
            yield f"ways[{ways[0] + 1}].share", told, mend


def _leaving(ways: tuple[Way, ...]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for n, way in enumerate(ways):
        found.setdefault(way.source, []).append(n)
    return found


def _reach(network: Network) -> Iterator[Fault]:
    if not network.exits:
        mend = Text(f"至少一条通道通向 {OUTSIDE}", f"at least one way must lead to {OUTSIDE}")
        yield "ways", Text("没有通向场外的出口", "no way leads outside"), mend
        return
    leading = _leading_out(network.ways)
    for n, zone in enumerate(network.zones, 1):
        if zone.code not in leading:
            told = Text(f"区域 {zone.code} 没有通向场外的路", f"zone {zone.code} has no way outside")
            yield f"zones[{n}]", told, Text("补充门或通道", "add the door or way that is missing")


def _leading_out(ways: tuple[Way, ...]) -> set[str]:
    back: dict[str, list[str]] = {}
    for way in ways:
        back.setdefault(way.target, []).append(way.source)
    found, todo = {OUTSIDE}, [OUTSIDE]
    while todo:
        for code in back.get(todo.pop(), ()):
            if code not in found:
                found.add(code)
                todo.append(code)
    return found


def shares(network: Network, order: tuple[str, ...]) -> Mapping[str, float]:
    """Return the part of a zone's persons who take each way, by the code of the way."""
    leaving = _leaving(network.ways)
    room, rest = {OUTSIDE: inf}, {OUTSIDE: 0.0}
    found: dict[str, float] = {}
    for code in reversed(order):
        ways = [network.ways[n] for n in leaving[code]]
        carried = {way.code: min(way.capacity, room[way.target]) for way in ways}
        walks = {way.code: way.walk + rest[way.target] for way in ways}
        room[code], rest[code] = sum(carried.values()), min(walks.values())
        wanted = {way.code: carried[way.code] if way.share is None else way.share for way in ways}
        if network.rules.split == NEAREST and ways[0].share is None:
            wanted = {key: value if walks[key] <= rest[code] else 0.0 for key, value in wanted.items()}
        whole = sum(wanted.values())
        found |= {key: value / whole for key, value in wanted.items()}
    return found


class _Run:
    """One clearing of a network."""

    def __init__(self, network: Network, order: tuple[str, ...]) -> None:
        self.network, self.order = network, order
        self.zones = {zone.code: zone for zone in network.zones}
        self.shares = shares(network, order)
        self.leaving = {code: [network.ways[n] for n in ways] for code, ways in _leaving(network.ways).items()}
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
