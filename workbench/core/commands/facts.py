"""Key facts: statements that an officer adds to the ledger, and the value that governs."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.commands.base import Command
from workbench.core.values import Scalar


@dataclass(frozen=True)
class StateFact(Command):
    """Enter what a paper says of a key fact, or set a proposal aside; an empty ``how`` takes the entry out."""

    statement: str
    """Name of the entry; the same proposal always has the same."""
    fact: str = ""
    scope: str = ""
    value: Scalar = None
    file: str = ""
    """The paper, or in words where it was said."""
    page: int = 0
    quote: str = ""
    how: str = ""
    """``typed``, ``confirmed`` (proposed from the text of a paper) or ``set_aside``."""


@dataclass(frozen=True)
class ChooseFact(Command):
    """Pick the governing value of a fact that is stated differently, with the reason."""

    fact: str
    scope: str
    value: Scalar
    reason: str
