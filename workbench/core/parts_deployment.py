"""What a case keeps of its deployment beside the plan: the roster."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.core.commands.deployment import Duty


@dataclass(frozen=True)
class RosterSlot:
    """Who is on a post on a day in a shift."""

    post: str
    day: date
    shift: int
    duties: tuple[Duty, ...]

    @property
    def persons(self) -> int:
        """Return how many are there."""
        return sum(duty.persons for duty in self.duties)


def slot_key(post: str, day: date, shift: int) -> str:
    """Return the name under which a case keeps a slot; its order is that of the days."""
    return f"{day.isoformat()} {shift:02} {post}"
