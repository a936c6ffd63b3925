"""The registers of a case: credentials, requests and disputes, notices, phases, logistics."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.commands.base import Command
from workbench.core.values import Scalar


@dataclass(frozen=True)
class SetEntry(Command):
    """Enter something in a register of the case, or change an entry; ``personal`` is kept beside the journal."""

    entry: str
    register: str
    values: tuple[tuple[str, Scalar], ...]
    personal: tuple[tuple[str, Scalar], ...] = ()


@dataclass(frozen=True)
class StrikeEntry(Command):
    """Take an entry out of a register of the case; the journal keeps what it said."""

    entry: str
    reason: str = ""
