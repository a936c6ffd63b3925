"""Guards and crowd managers by ratio: references only, never below the posts that must be filled.

No ratio alone separates safe from unsafe events; position, task and the authority to stop count for more. A need is
rounded up.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from math import ceil

Duty = tuple[datetime, datetime, int]
"""A post: on and off duty, and its persons."""


def by_ratio(persons: int, per_guard: Fraction, uplift: Fraction = Fraction(0)) -> int:
    """Return the guards for a head-count: rounded up, then raised by a share and rounded up again.

    Args:
        persons: People present at once.
        per_guard: Persons for whom one guard stands.
        uplift: Share added, e.g. 1/4.
    """
    return ceil(ceil(persons / per_guard) * (1 + uplift))


def on_duty(posts: tuple[Duty, ...]) -> int:
    """Return the largest number on duty at one moment; who goes off at a moment is not there any more."""
    return max((_present(posts, start) for start, _, _ in posts), default=0)


def _present(posts: tuple[Duty, ...], moment: datetime) -> int:
    return sum(persons for start, end, persons in posts if start <= moment < end)
