"""Which way persons take through an egress network: directions from a drawing, and shares at a split."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from heapq import heappop, heappush
from math import inf

from workbench.crowd.network_parts import NEAREST, OUTSIDE, Network, Way, leaving


def oriented(network: Network) -> Network:
    """Return a network drawn without directions with each way in the direction of egress.

    A way leads to the zone from which the walk outside is shorter; of two zones equally far, neither goes through the
    other, and the way between them is left out. Shares say nothing without a direction and are dropped.
    """
    far = _distances(network.ways)
    ways = []
    for way in network.ways:
        here, there = far.get(way.source, _NOWHERE), far.get(way.target, _NOWHERE)
        if here > there:
            ways.append(replace(way, share=None))
        elif here < there:
            ways.append(replace(way, source=way.target, target=way.source, share=None))
    return replace(network, ways=tuple(ways))


_NOWHERE = (inf, 0)


def _distances(ways: tuple[Way, ...]) -> dict[str, tuple[float, int]]:
    """Return how far each zone is from outside: seconds, then ways; zones without a way out are missing."""
    beside: dict[str, list[tuple[str, float]]] = {}
    for way in ways:
        beside.setdefault(way.target, []).append((way.source, way.walk))
        beside.setdefault(way.source, []).append((way.target, way.walk))
    found: dict[str, tuple[float, int]] = {}
    todo = [(0.0, 0, OUTSIDE)]
    while todo:
        seconds, count, code = heappop(todo)
        if code not in found:
            found[code] = (seconds, count)
            for other, walk in beside.get(code, ()):
                heappush(todo, (seconds + walk, count + 1, other))
    return found


def shares(network: Network, order: tuple[str, ...]) -> Mapping[str, float]:
    """Return the part of a zone's persons who take each way, by the code of the way."""
    ways_of = leaving(network.ways)
    room, rest = {OUTSIDE: inf}, {OUTSIDE: 0.0}
    found: dict[str, float] = {}
    for code in reversed(order):
        ways = [network.ways[n] for n in ways_of[code]]
        carried = {way.code: min(way.capacity, room[way.target]) for way in ways}
        walks = {way.code: way.walk + rest[way.target] for way in ways}
        room[code], rest[code] = sum(carried.values()), min(walks.values())
        wanted = {way.code: carried[way.code] if way.share is None else way.share for way in ways}
        if network.rules.split == NEAREST and ways[0].share is None:
            wanted = {key: value if walks[key] <= rest[code] else 0.0 for key, value in wanted.items()}
        whole = sum(wanted.values())
        found |= {key: value / whole for key, value in wanted.items()}
    return found
