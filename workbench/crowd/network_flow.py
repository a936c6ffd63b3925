"""Flow through one constriction: streams come in, wait where there is no room, and leave no faster than it lets them.

A stream is a :data:`Curve`: how many persons have come by when. Between its points the flow is constant, so everything
here is exact up to floating point; there are no time steps and no single persons. Waiting persons take up no room of
their own (they stand before the constriction), so nothing spills back further.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

Curve = tuple[tuple[float, float], ...]
"""Points (time [s], persons until then), both never falling; two points of one time are persons who come at once."""

EPSILON = 1e-9
"""Differences below this share of the persons are rounding."""

STRAIGHT, MOMENT = 1e-12, 1e-6
"""Points this near to a line lie on it; a shorter time [s] tells no flow."""


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
    place = bisect_right(curve, (time, inf))
    return _between(curve, place, time)


def before(curve: Curve, time: float) -> float:
    """Return the persons who have come before a time."""
    place = bisect_left(curve, (time, -inf))
    return _between(curve, place, time)


def _between(curve: Curve, place: int, time: float) -> float:
    if place == 0:
        return 0.0
    (t0, n0) = curve[place - 1]
    if place == len(curve):
        return n0
    (t1, n1) = curve[place]
    return n0 if t1 <= t0 else n0 + (n1 - n0) * (time - t0) / (t1 - t0)


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
    for time in _times(curves):
        for side in (before, after):
            drawn.point(time, [sum(side(curve, time) for curve in curves)])
    return drawn.curves()[0]


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
    for place, time in enumerate(times):
        queue.jump(time, [after(curve, time) - before(curve, time) for curve in arrived])
        end = times[place + 1] if place + 1 < len(times) else inf
        queue.run(end, [_flow(curve, time, end) for curve in arrived])
    since = queue.since if queue.since < inf else times[0]
    return Passage(tuple(arrived), queue.drawn.curves(), queue.most, since, max(since, queue.until))


def _flow(curve: Curve, start: float, end: float) -> float:
    return 0.0 if end == inf else (before(curve, end) - after(curve, start)) / (end - start)


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
