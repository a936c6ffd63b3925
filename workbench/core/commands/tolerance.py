"""What becomes of a promise after the acceptance: its letter, reminders, the second person's word, and waiving it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from workbench.core.commands.base import Command


@dataclass(frozen=True)
class AttachLetter(Command):
    """Put the signed letter of a promise on file."""

    item: str
    file: str
    sha256: str
    note: str = ""


@dataclass(frozen=True)
class RemindPromisor(Command):
    """Record that the promisor was reminded, how, and what was said."""

    item: str
    channel: str
    note: str = ""


@dataclass(frozen=True)
class ConfirmPromise(Command):
    """Say as a second person whether the paper that came in keeps the promise; if not, it is owed as before."""

    item: str
    holds: bool = True
    note: str = ""


@dataclass(frozen=True)
class WaivePromise(Command):
    """Let a promise go because what asked for the paper fell away; names the ground of the pack and why."""

    item: str
    ground: str
    reason: str
    signed: ClassVar[bool] = True
