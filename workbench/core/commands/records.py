"""What the records keep of papers."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.commands.base import Command
from workbench.errors import Text


@dataclass(frozen=True)
class RecordDocument(Command):
    """Record that a paper was issued: its kind, number, hash and the event it proves.

    ``content`` is the fingerprint of what a form says, without number and day; empty for instruments.
    """

    paper: str
    number: str
    sha256: str
    checkpoint: str
    title: Text
    content: str = ""
