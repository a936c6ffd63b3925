"""Counts of people at gates and in zones, typed or from a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workbench.core.commands.base import Command


@dataclass(frozen=True)
class Count:
    """People counted at a place since the count before.

    Attributes:
        place: Code of a gate or a zone, or the pack's word for the whole site.
        come, gone: Persons in and out.
        inside: Persons in the place afterwards, where somebody counted them; ``None`` = follows from in and out.
    """

    at: datetime
    place: str
    come: int = 0
    gone: int = 0
    inside: int | None = None


@dataclass(frozen=True)
class RecordCounts(Command):
    """Record counts; one of the same time and place replaces what was recorded before.

    ``source`` names the file they were read from, ``sha256`` is its fingerprint; empty = typed by hand.
    """

    counts: tuple[Count, ...]
    source: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class WithdrawCounts(Command):
    """Take back the counts recorded last: ``number`` is how many records there are; the journal keeps them."""

    number: int
