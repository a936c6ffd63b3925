"""Flow through one constriction: streams come in, wait where there is no room, and leave no faster than it lets them.

A stream is a :data:`Curve`: how many persons have come by when. Between its points the flow is constant, so everything
here is exact up to floating point; there are no time steps and no single persons. Only where ways are so meshed that a
stream has more than a hundred points is it :func:`thinned`, by a twentieth of a person at most. Waiting persons take up
no room of their own (they stand before the constriction), so nothing spills back further.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

Curve = tuple[tuple[float, float], ...]
"""Points (time [s], persons until then), both never falling; two points of one time are persons who come at once."""

EPSILON = 1e-9
"""Differences below this share of the persons are rounding."""

STRAIGHT, MOMENT = 1e-12, 1e-6
"""Points this near to a line lie on it; a shorter time [s] tells no flow."""

MANY, THIN = 100, 0.05
"""A stream of more points than this is thinned, by so many persons at most."""


@dataclass(frozen=True)
class Passage:
    """What a constriction lets through.

    Attributes:
        arrived, left: Each stream before and after it, in the order given.
        queue: Most persons waiting at once.
        since, until: When a queue stood first and last [s]; equal when none ever stood.
    """

    arrived: tuple[Curve, ...]
    left: tuple[Curve, ...]
    queue: float
    since: float
    until: float

    def through(self, stream: int, time: float) -> float:
        """Return when one who comes with a stream at a time has passed [s]."""
        return max(time, when(self.left[stream], after(self.arrived[stream], time)))


def release(persons: float, time: float) -> Curve:
    """Return the stream of persons who all come at once."""
    return ((time, 0.0), (time, float(persons)))


def shifted(curve: Curve, seconds: float, share: float = 1.0) -> Curve:
    """Return a share of a stream some time later."""
    return tuple((time + seconds, persons * share) for time, persons in curve)


def after(curve: Curve, time: float) -> float:
    """Return the persons who have come up to and at a time."""
    return _between(curve, bisect_right(curve, (time, inf)), time)


def _between(curve: Curve, place: int, time: float) -> float:
    """Return the persons at a time that lies before the point of that place, and not before the one ahead of it."""
    if place == 0:
        return 0.0
    (t0, n0) = curve[place - 1]
    if place == len(curve) or t0 == time:
        return n0
    (t1, n1) = curve[place]
    return n0 + (n1 - n0) * (time - t0) / (t1 - t0)


def _sides(curve: Curve, times: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Yield the persons before, and up to and at, each of the times; these are rising and hold those of the curve."""
    place = 0
    for time in times:
        here = place < len(curve) and curve[place][0] == time
        early = curve[place][1] if here else _between(curve, place, time)
        while place < len(curve) and curve[place][0] <= time:
            place += 1
        yield early, _between(curve, place, time)


def when(curve: Curve, persons: float) -> float:
    """Return the first time by which so many have come [s]."""
    wanted = persons - EPSILON * (1 + curve[-1][1])
    place = bisect_left(curve, wanted, key=lambda point: point[1])
    if place == 0:
        return curve[0][0]
    (t0, n0) = curve[place - 1]
    (t1, n1) = curve[min(place, len(curve) - 1)]
    return t1 if n1 <= n0 else min(t1, t0 + (t1 - t0) * (persons - n0) / (n1 - n0))


def last(curve: Curve) -> float:
    """Return when the last person has come [s]."""
    return when(curve, curve[-1][1])


def peak(curve: Curve) -> float:
    """Return the greatest flow [p/s]; persons who come at once are no flow."""
    slopes = ((n1 - n0) / (t1 - t0) for (t0, n0), (t1, n1) in pairwise(curve) if t1 > t0 + MOMENT)
    return max(slopes, default=0.0)


def together(curves: Sequence[Curve]) -> Curve:
    """Return several streams as one."""
    if len(curves) == 1:
        return curves[0]
    drawn = _Drawing(1)
    times = _times(curves)
    for time, sides in zip(times, zip(*(_sides(curve, times) for curve in curves), strict=True), strict=True):
        drawn.point(time, [sum(early for early, _ in sides)])
        drawn.point(time, [sum(late for _, late in sides)])
    return drawn.curves()[0]


def thinned(curve: Curve) -> Curve:
    """Return a stream of many points with fewer of them, off by no more than :data:`THIN` persons; its end is kept."""
    if len(curve) <= MANY:
        return curve
    kept, low, high = [curve[0]], -inf, inf
    for point, following in pairwise(curve[1:]):
        (t0, n0), (t1, n1) = kept[-1], point
        if t1 > t0:
            low, high = max(low, (n1 - THIN - n0) / (t1 - t0)), min(high, (n1 + THIN - n0) / (t1 - t0))
        if not _within(kept[-1], following, low, high):
            kept.append(point)
            low, high = -inf, inf
    return (*kept, curve[-1])


def _within(a: tuple[float, float], b: tuple[float, float], low: float, high: float) -> bool:
    return b[0] > a[0] and low <= (b[1] - a[1]) / (b[0] - a[0]) <= high


def _times(curves: Iterable[Curve]) -> list[float]:
    return sorted({time for curve in curves for time, _ in curve})


class _Drawing:
    """Curves while they are drawn; points on a straight line, and points told twice, are left out."""

    def __init__(self, count: int) -> None:
        self.lines: list[list[tuple[float, float]]] = [[] for _ in range(count)]

    def point(self, time: float, persons: Sequence[float]) -> None:
        for line, value in zip(self.lines, persons, strict=True):
            if not (line and line[-1] == (time, value)):
                if len(line) > 1 and _straight(line[-2], line[-1], (time, value)):
                    line.pop()
                line.append((time, value))

    def curves(self) -> tuple[Curve, ...]:
        return tuple(tuple(line) for line in self.lines)


def _straight(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> bool:
    if a[0] == b[0] or b[0] == c[0]:
        return a[0] == c[0]  # three points of one time: the middle one says nothing
    there = b[1] - a[1] - (c[1] - a[1]) * (b[0] - a[0]) / (c[0] - a[0])
    return abs(there) <= STRAIGHT * (1 + abs(c[1]))


def passed(arrived: Sequence[Curve], weights: Sequence[float], capacity: float) -> Passage:
    """Return what a constriction lets through.

    Args:
        arrived: Streams that come to it.
        weights: How streams that wait at the same time share it; only the proportions count. What one stream does
            not use, the others may.
        capacity: Persons per second at most, more than 0.
    """
    queue = _Queue(len(arrived), weights, capacity)
    times = _times(arrived)
    moments = list(zip(*(_sides(curve, times) for curve in arrived), strict=True))
    for place, (time, sides) in enumerate(zip(times, moments, strict=True)):
        queue.jump(time, [late - early for early, late in sides])
        if place + 1 < len(times):
            span, ahead = times[place + 1] - time, moments[place + 1]
            flows = [(early - late) / span for (early, _), (_, late) in zip(ahead, sides, strict=True)]
            queue.run(times[place + 1], flows)
    queue.run(inf, [0.0] * len(arrived))
    since = queue.since if queue.since < inf else times[0]
    return Passage(tuple(arrived), queue.drawn.curves(), queue.most, since, max(since, queue.until))


class _Queue:
    """Persons waiting before a constriction, by stream, while time goes on."""

    def __init__(self, count: int, weights: Sequence[float], capacity: float) -> None:
        self.weights, self.capacity = weights, capacity
        self.time = 0.0
        self.waiting = [0.0] * count
        self.left = [0.0] * count
        self.drawn = _Drawing(count)
        self.most, self.since, self.until = 0.0, inf, -inf

    def jump(self, time: float, persons: Sequence[float]) -> None:
        """Add persons who come at once."""
        self.time = time
        self.drawn.point(time, self.left)
        self.waiting = [one + more for one, more in zip(self.waiting, persons, strict=True)]
        self._note()

    def run(self, end: float, flows: Sequence[float]) -> None:
        """Let time go on to ``end`` while streams come with constant flows; without an end, until nobody waits."""
        while self.time < end and (end < inf or any(self.waiting)):
            rates = _shared(
                [inf if w else f for w, f in zip(self.waiting, flows, strict=True)], self.weights, self.capacity
            )
            grows = [f - r for f, r in zip(flows, rates, strict=True)]
            span = min([end - self.time, *(w / -g for w, g in zip(self.waiting, grows, strict=True) if w and g < 0)])
            self._advance(end if span == end - self.time else self.time + span, span, rates, grows)

    def _advance(self, time: float, span: float, rates: Sequence[float], grows: Sequence[float]) -> None:
        small = EPSILON * (1 + self.most)
        stood = any(self.waiting) or any(grow > 0 for grow in grows)
        for k, (rate, grow) in enumerate(zip(rates, grows, strict=True)):
            now = self.waiting[k] + grow * span
            rest = 0.0 if now > small else now  # what is left by rounding has left too
            self.left[k] += rate * span + rest
            self.waiting[k] = now - rest
        if stood:
            self.since, self.until = min(self.since, self.time), time
        self.time = time
        self._note()
        self.drawn.point(time, self.left)

    def _note(self) -> None:
        standing = sum(self.waiting)
        if standing > 0:
            self.most = max(self.most, standing)
            self.since = min(self.since, self.time)
            self.until = self.time


def _shared(demands: Sequence[float], weights: Sequence[float], capacity: float) -> list[float]:
    """Return the flow of each stream: none more than it asks for, the rest by weight."""
    rates = [0.0] * len(demands)
    waiting, room = set(range(len(demands))), capacity
    while waiting:
        unit = room / sum(weights[k] for k in waiting)
        content = [k for k in waiting if demands[k] <= unit * weights[k]]
        for k in content:
            rates[k] = demands[k]
            room = max(0.0, room - demands[k])
            waiting.remove(k)
        if not content:
            for k in waiting:
                rates[k] = unit * weights[k]
            break
    return rates
