"""The state of one circuit-breaker trigger along a series of readings, and the state of the event over all of them.

Rules: a level is reached once the reading has been at or beyond its threshold for as long as the level must last, and
then at once; red is proposed and takes effect when a named officer confirms it. Downwards the reading must be better
than the resume value, and milder than the level in force, for as long as the rule says, and an officer must confirm.
Between resume value and threshold nothing changes: that band is the hysteresis.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import IntEnum


class Level(IntEnum):
    """How grave a state is."""

    NORMAL = 0
    YELLOW = 1
    ORANGE = 2
    RED = 3


RAISED = (Level.YELLOW, Level.ORANGE, Level.RED)


@dataclass(frozen=True)
class SeriesRule:
    """When a trigger changes its state.

    Attributes:
        thresholds: Level → value at which it begins; levels without one are reached only by word.
        falling: The measure gets worse as it falls (distance of lightning).
        resume: Value that a reading must be better than before the state may go down; ``None`` = the level's own.
        lasting: Level → how long a reading must stay at or beyond it; at once where it is not named.
        calm: How long a reading must meet the resume rule.
    """

    thresholds: Mapping[Level, Decimal]
    falling: bool = False
    resume: Decimal | None = None
    lasting: Mapping[Level, timedelta] = field(default_factory=dict)
    calm: timedelta = timedelta()

    def level(self, reading: Decimal | Level) -> Level:
        """Return the level that a reading lies at; a word says it itself."""
        if isinstance(reading, Level):
            return reading
        reached = (level for level, limit in self.thresholds.items() if not self._better(reading, limit))
        return max(reached, default=Level.NORMAL)

    def resumes(self, reading: Decimal | Level) -> bool:
        """Return whether a reading is better than the resume value."""
        return self.resume is None or isinstance(reading, Level) or self._better(reading, self.resume)

    def _better(self, reading: Decimal, limit: Decimal) -> bool:
        return reading > limit if self.falling else reading < limit


@dataclass(frozen=True)
class Sample:
    """A reading, or the word of an officer (``by``) who confirms what is proposed; both may come together."""

    at: datetime
    reading: Decimal | Level | None = None
    by: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a trigger stands.

    Attributes:
        level: In force.
        proposed: What waits for an officer: red, or a milder level; ``None`` = nothing.
        reading: The last one.
        since: Level → since when readings have been at or beyond it without a break.
        calm: Since when readings have met the resume rule; ``None`` while they do not.
    """

    level: Level = Level.NORMAL
    proposed: Level | None = None
    reading: Decimal | Level | None = None
    since: Mapping[Level, datetime] = field(default_factory=dict)
    calm: datetime | None = None


def advanced(rule: SeriesRule, before: Standing, sample: Sample) -> Standing:
    """Return where the trigger stands after a sample; the last reading holds until there is another."""
    reading = before.reading if sample.reading is None else sample.reading
    if reading is None:
        return before
    now = _watched(rule, before, reading, sample.at)
    wanted = _upwards(rule, now, sample.at)
    if wanted is None:
        wanted = _downwards(rule, now, sample.at)
    if wanted is None:
        return replace(now, proposed=None)
    at_once = max(now.level, min(wanted, Level.ORANGE))
    asks = wanted is Level.RED or wanted < now.level
    if asks and not sample.by:
        return replace(now, level=at_once, proposed=wanted)
    return replace(now, level=wanted, proposed=None, calm=now.calm if wanted else None)


def _watched(rule: SeriesRule, before: Standing, reading: Decimal | Level, at: datetime) -> Standing:
    """Return the standing with its two watches going on, starting or ending; the level is as before."""
    reached = rule.level(reading)
    since = {level: before.since.get(level, at) for level in RAISED if level <= reached}
    calm = before.calm or at if reached < before.level and rule.resumes(reading) else None
    return replace(before, reading=reading, since=since, calm=calm)


def _upwards(rule: SeriesRule, now: Standing, at: datetime) -> Level | None:
    held = (level for level, start in now.since.items() if at - start >= rule.lasting.get(level, timedelta()))
    highest = max(held, default=Level.NORMAL)
    return highest if highest > now.level else None


def _downwards(rule: SeriesRule, now: Standing, at: datetime) -> Level | None:
    if now.calm is None or now.reading is None or at - now.calm < rule.calm:
        return None
    return rule.level(now.reading)


def series(rule: SeriesRule, samples: Iterable[Sample]) -> Iterator[tuple[Sample, Standing]]:
    """Yield the standing after every sample; samples are in the order of time."""
    standing = Standing()
    for sample in samples:
        standing = advanced(rule, standing, sample)
        yield sample, standing


def event_level(before: Level, standings: Iterable[Standing], *, confirmed: bool) -> Level:
    """Return the state of the event: that of its gravest trigger.

    It rises at once. It falls only when an officer confirms; every trigger above the new state has then met its resume
    rule, because a trigger's own level falls in no other way.
    """
    gravest = max((one.level for one in standings), default=Level.NORMAL)
    return gravest if gravest >= before or confirmed else before
