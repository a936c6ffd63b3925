"""The one injected clock: the machine's, a pinned one for sample data, a scripted one for demonstration and tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8))
"""Asia/Shanghai: no summer time."""


class Clock(Protocol):
    """Tells the present moment."""

    def now(self) -> datetime:
        """Return the present moment, aware UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's time."""
        return datetime.now(UTC)


class ScriptedClock:
    """A clock that stands until it is set; times are local (Asia/Shanghai)."""

    def __init__(self, local: datetime) -> None:
        """Start at a naive local time."""
        self.set(local)

    def set(self, local: datetime) -> None:
        """Go to a naive local time."""
        self._now = local.replace(tzinfo=CHINA).astimezone(UTC)

    def now(self) -> datetime:
        """Return the scripted time."""
        return self._now


class PinnedClock:
    """A clock for sample data: it starts at a pinned local time and runs on from there."""

    def __init__(self, local: datetime, elapsed: Callable[[], float] = time.monotonic) -> None:
        """Start at a naive local time; ``elapsed`` counts seconds."""
        self._start = local.replace(tzinfo=CHINA).astimezone(UTC)
        self._elapsed = elapsed
        self._zero = elapsed()

    def now(self) -> datetime:
        """Return the pinned time plus what has passed since."""
        return self._start + timedelta(seconds=self._elapsed() - self._zero)


def local_day(moment: datetime) -> date:
    """Return the local day of an aware moment."""
    return moment.astimezone(CHINA).date()


def local_time(moment: datetime) -> datetime:
    """Return an aware moment as a naive local time."""
    return moment.astimezone(CHINA).replace(tzinfo=None)
