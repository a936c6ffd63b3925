"""A queue as a fluid: arrivals along a profile, service at a rate that may change, q' = λ(t) − μ(t).

Times are minutes, rates persons per minute. Everything is exact as long as arrivals are even within their legs; a
sloping leg (triangular arrivals) may need one square root, for the moment at which a queue has gone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from math import isqrt, sqrt
from typing import TypeVar

from workbench.crowd.model import refuse

LONGEST = 7 * 24 * 60
"""Minutes after which a queue that is still there counts as never clearing."""

Timed = TypeVar("Timed", "Leg", "Service")


@dataclass(frozen=True)
class Leg:
    """Arrivals between two moments: a rate at the start and its slope per minute."""

    start: Fraction
    end: Fraction
    rate: Fraction
    slope: Fraction = Fraction(0)

    def at(self, time: Fraction) -> Fraction:
        """Return the arrival rate at a moment of the leg."""
        return self.rate + self.slope * (time - self.start)


@dataclass(frozen=True)
class Service:
    """Capacity between two moments."""

    start: Fraction
    end: Fraction
    rate: Fraction


@dataclass(frozen=True)
class Piece:
    """A stretch of time in which one parabola describes the queue.

    Attributes:
        queue: Persons waiting at ``start``.
        net: Arrivals less service at ``start``; 0 while nobody waits.
        slope: Change of ``net`` per minute.
        arriving, leaning: Arrival rate at ``start`` and its slope.
    """

    start: Fraction
    end: Fraction
    queue: Fraction
    net: Fraction
    slope: Fraction
    arriving: Fraction
    leaning: Fraction

    def at(self, time: Fraction) -> Fraction:
        """Return the queue at a moment of the piece."""
        passed = time - self.start
        return self.queue + self.net * passed + self.slope * passed * passed / 2

    @property
    def arrivals(self) -> Fraction:
        """Return how many arrive within the piece."""
        passed = self.end - self.start
        return self.arriving * passed + self.leaning * passed * passed / 2

    @property
    def peak(self) -> Fraction:
        """Return the moment of the longest queue."""
        if self.slope < 0 < self.net:
            top = self.start - self.net / self.slope
            if top < self.end:
                return top
        return self.end if self.at(self.end) > self.queue else self.start


@dataclass(frozen=True)
class Flow:
    """How a queue develops.

    Attributes:
        pieces: In order of time, from the first arrival until nobody waits and nobody comes.
        services: In order of time; the last one lasts as long as it is needed.
    """

    pieces: tuple[Piece, ...]
    services: tuple[Service, ...]

    @property
    def ends(self) -> Fraction:
        """Return when all have arrived and nobody waits any more."""
        return self.pieces[-1].end

    @property
    def largest(self) -> tuple[Fraction, Fraction]:
        """Return the largest queue and its first moment."""
        top = max(self.pieces, key=lambda one: one.at(one.peak))
        return top.at(top.peak), top.peak

    @property
    def clears(self) -> Fraction | None:
        """Return when the last queue has gone; ``None`` when there never was one."""
        waiting = [one.end for one in self.pieces if one.queue or one.at(one.end) or one.at(one.peak)]
        return max(waiting, default=None)

    def between(self, start: Fraction, end: Fraction) -> tuple[Piece, ...]:
        """Return the pieces within two moments, which must be cuts of the flow."""
        return tuple(one for one in self.pieces if one.start >= start and one.end <= end)

    @cached_property
    def _totals(self) -> list[Fraction]:
        """How many could have been served by the end of each service."""
        return list(accumulate(one.rate * (one.end - one.start) for one in self.services))

    def served(self, time: Fraction) -> Fraction:
        """Return how many could have been served until a moment."""
        place = min(bisect_right(self.services, time, key=lambda one: one.end), len(self.services) - 1)
        now = self.services[place]
        return self._totals[place] - now.rate * (now.end - time)

    def capacity(self, start: Fraction, end: Fraction) -> Fraction:
        """Return how many could be served between two moments."""
        return self.served(end) - self.served(start)

    def wait(self, pieces: Iterable[Piece]) -> Fraction:
        """Return the longest wait of those who arrive within pieces, first come first served."""
        found = Fraction(0)
        for piece in pieces:
            if not piece.arrivals:
                continue
            for time in self._moments(piece):
                found = max(found, self._leaves(time, piece.at(time), after=time < piece.end) - time)
        return found

    def _moments(self, piece: Piece) -> Iterator[Fraction]:
        """Yield the moments of a piece among which the longest wait must be."""
        yield piece.start
        yield piece.end
        yield piece.peak
        if piece.leaning:
            inside = [piece.start + (one.rate - piece.arriving) / piece.leaning for one in self.services]
            yield from (time for time in inside if piece.start < time < piece.end)
        elif piece.arriving:
            before = piece.queue + self.served(piece.start)
            first = bisect_right(self._totals, before)
            for total in self._totals[first : bisect_left(self._totals, before + piece.arrivals)]:
                yield piece.start + (total - before) / piece.arriving

    def _leaves(self, time: Fraction, ahead: Fraction, *, after: bool) -> Fraction:
        """Return when a person who finds so many ahead is served; ``after``: the one right behind them."""
        wanted = self.served(time) + ahead
        place = bisect_right(self._totals, wanted) if after else bisect_left(self._totals, wanted)
        one = self.services[min(place, len(self.services) - 1)]
        if not one.rate:
            return max(time, one.end)
        return max(time, one.end - (self._totals[min(place, len(self._totals) - 1)] - wanted) / one.rate)


def flow(legs: Iterable[Leg], services: Iterable[Service], cut: Fraction) -> Flow:
    """Return how a queue develops.

    Args:
        legs: Arrivals, gapless from 0.
        services: Capacity, gapless from 0; the last one is prolonged.
        cut: Pieces end at every multiple of it, so that results per interval can be read off.

    Raises:
        InputError: The queue would not clear within a week; at ``lanes``.
    """
    arriving, serving = list(legs), list(services)
    over = arriving[-1].end
    arriving.append(Leg(over, over + LONGEST, Fraction(0)))
    last = serving[-1]
    serving[-1] = Service(last.start, over + LONGEST, last.rate)
    pieces: list[Piece] = []
    queue = Fraction(0)
    for start, end in _stretches(arriving, serving, cut):
        if start >= over and not queue:
            break
        made = list(_pieces(_during(arriving, start), _during(serving, start).rate, (start, end), queue))
        pieces += made
        queue = made[-1].at(made[-1].end)
    if queue:
        raise refuse(
            "lanes", "队伍一周内不能清空：通行能力不足", "the queue does not clear within a week: too little capacity"
        )
    return Flow(tuple(pieces), tuple(serving))


def _stretches(legs: list[Leg], services: list[Service], cut: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield stretches with one leg and one service each, cut at every multiple, as long as they are asked for."""
    marks = sorted({one.end for one in legs} | {one.end for one in services})
    start = Fraction(0)
    while start < marks[-1]:
        end = min(next(mark for mark in marks if mark > start), (start // cut + 1) * cut)
        yield start, end
        start = end


def _during(several: list[Timed], time: Fraction) -> Timed:
    return next(one for one in several if one.start <= time < one.end)


def _pieces(leg: Leg, service: Fraction, span: tuple[Fraction, Fraction], queue: Fraction) -> Iterator[Piece]:
    start, end = span
    while start < end:
        arriving = leg.at(start)
        net = arriving - service
        if not queue and (net < 0 or (net == 0 and leg.slope <= 0)):
            stop = min(end, start - net / leg.slope) if leg.slope > 0 else end
            yield Piece(start, stop, Fraction(0), Fraction(0), Fraction(0), arriving, leg.slope)
        else:
            gone = _gone(queue, net, leg.slope)
            stop = end if gone is None else min(end, start + gone)
            made = Piece(start, stop, queue, net, leg.slope, arriving, leg.slope)
            yield made
            queue = Fraction(0) if stop < end or gone == end - start else made.at(end)
        start = stop


def _gone(queue: Fraction, net: Fraction, slope: Fraction) -> Fraction | None:
    """Return after how many minutes a queue has gone, the first positive root of q + n t + s t² / 2."""
    if not slope:
        return queue / -net if net < 0 else None
    inside = net * net - 2 * slope * queue
    if inside < 0:
        return None
    root = _root(inside)
    found = [time for time in ((-net - root) / slope, (-net + root) / slope) if time > 0]
    return min(found, default=None)


def _root(square: Fraction) -> Fraction:
    """Return the square root, exactly where it is a fraction."""
    top, bottom = isqrt(square.numerator), isqrt(square.denominator)
    if top * top == square.numerator and bottom * bottom == square.denominator:
        return Fraction(top, bottom)
    return Fraction(sqrt(square))
