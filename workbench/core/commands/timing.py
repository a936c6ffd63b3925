"""Time limits: extension of the period for the decision, and the hearing, for whose time the clock stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from workbench.core.commands.base import Command


@dataclass(frozen=True)
class ExtendDecision(Command):
    """Extend the period for the decision where the local rules know it; another person must allow it."""

    days: int
    reason: str
    approver: str
    """Identifier of the approver who allowed it."""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class OfferHearing(Command):
    """Record that somebody was told of the right to a hearing; the period to ask for it starts."""

    hearing: str
    party: str
    matter: str
    on: date


@dataclass(frozen=True)
class AskHearing(Command):
    """Record that the hearing was asked for; the statutory clock stands from that day."""

    hearing: str
    on: date


@dataclass(frozen=True)
class HoldHearing(Command):
    """Record that the hearing was held; the statutory clock runs again on the next day."""

    hearing: str
    on: date
    record: str


@dataclass(frozen=True)
class CloseHearing(Command):
    """Record that the hearing will not be held: the request was taken back or the right was given up."""

    hearing: str
    on: date
    reason: str
