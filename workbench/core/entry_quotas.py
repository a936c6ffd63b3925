"""Staggered entry: whether the slots of a session together take everybody who has a ticket."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.core.crowd_zones import whole
from workbench.core.register_entries import RegisterEntry
from workbench.core.values import Application

ENTRY_REGISTER = "entry_slot"
"""Register of the case with the slots of its sessions."""


@dataclass(frozen=True)
class Quota:
    """A session with slots: their persons together, and those who have a ticket, or are expected where none is sold."""

    session: str
    quota: int
    tickets: int

    @property
    def covered(self) -> bool:
        """Return whether the slots take all of them."""
        return self.quota >= self.tickets


def quotas(application: Application, entries: Iterable[RegisterEntry]) -> Iterator[Quota]:
    """Yield every session of which slots are entered, in sheet order; sessions without slots are not staggered."""
    slots = [entry for entry in entries if entry.register == ENTRY_REGISTER]
    for row in application.rows("sessions"):
        own = [whole(entry.get("quota")) or 0 for entry in slots if entry.get("session") == row["code"]]
        if own:
            yield Quota(str(row["code"]), sum(own), whole(row["tickets"]) or whole(row["expected"]) or 0)


def without_session(application: Application, entries: Iterable[RegisterEntry]) -> tuple[str, ...]:
    """Return what slots name as their session and the plan does not have; their quotas count for nobody."""
    known = {row["code"] for row in application.rows("sessions")}
    named = (entry.get("session") for entry in entries if entry.register == ENTRY_REGISTER)
    return tuple(dict.fromkeys(str(one) for one in named if one not in known))
