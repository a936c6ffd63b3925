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
    """A session: the persons of its slots together, and those who have a ticket, or are expected where none is sold.

    ``quota`` is ``None`` where no slots are stated: then nothing is said of staggering, which is no fault of it.
    """

    session: str
    quota: int | None
    tickets: int

    @property
    def covered(self) -> bool | None:
        """Return whether the slots take all of them; ``None`` without slots."""
        return None if self.quota is None else self.quota >= self.tickets


def quotas(application: Application, entries: Iterable[RegisterEntry]) -> Iterator[Quota]:
    """Yield every session that sells tickets or has slots, in sheet order, each against its own slots alone."""
    slots = [entry for entry in entries if entry.register == ENTRY_REGISTER]
    for row in application.rows("sessions"):
        code, tickets = str(row["code"]), whole(row["tickets"])
        own = [whole(entry.get("quota")) or 0 for entry in slots if _session(entry) == code]
        if own or tickets:
            yield Quota(code, sum(own) if own else None, tickets or whole(row["expected"]) or 0)


def without_session(application: Application, entries: Iterable[RegisterEntry]) -> tuple[str, ...]:
    """Return what slots name as their session and the plan does not have; their quotas count for nobody."""
    known = {str(row["code"]) for row in application.rows("sessions")}
    named = (_session(entry) for entry in entries if entry.register == ENTRY_REGISTER)
    return tuple(dict.fromkeys(one for one in named if one not in known))


def _session(entry: RegisterEntry) -> str:
    return str(entry.get("session") or "").strip()
