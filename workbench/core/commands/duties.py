"""Five-party duties: who answers for what, lists that came back signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.core.commands.base import Command


@dataclass(frozen=True)
class SetDuty(Command):
    """Set a duty's state: its named person, helpers, overseers, when it is due and whether it is done."""

    duty: str
    status: str
    person: str = ""
    phone: str = ""
    post: str = ""
    support: tuple[str, ...] = ()
    oversee: tuple[str, ...] = ()
    evidence: str = ""
    note: str = ""
    due: date | None = None
    """The day by which it is due, where it is another than the list or the pack says."""
    source: str = ""
    """Number of the earlier case that this was taken over from; empty once an officer has looked at it."""


@dataclass(frozen=True)
class ReturnDuties(Command):
    """Record lines of signed lists that came back, by the codes printed on them."""

    codes: tuple[str, ...]
    on: date
    source: str = ""
    """How it was read: typed, or the name of the scanned sheet."""
