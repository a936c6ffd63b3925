"""Recommendation, signatures, delivery, publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from workbench.core.commands.base import Command


@dataclass(frozen=True)
class RefusalReason:
    """Why a permit is refused: the condition of the law, the fact found, the evidence, required and found values."""

    condition: str
    fact: str
    evidence: str
    required: str = ""
    found: str = ""


@dataclass(frozen=True)
class Recommend(Command):
    """The officer's recommendation: grant (with the conditions of the draft) or refuse; seals what it rests on."""

    outcome: str
    """``grant`` or ``refuse``."""
    opinion: str
    approved: int | None = None
    reasons: tuple[RefusalReason, ...] = ()
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class ReturnRecommendation(Command):
    """The approver sends the recommendation back with a reason."""

    reason: str
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class WithdrawRecommendation(Command):
    """The officer takes the own recommendation back before it is countersigned."""

    reason: str
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class Countersign(Command):
    """The approver decides by countersigning the recommendation; never the same person."""

    seal: str
    """Fingerprint of the recommendation that the approver saw."""
    opinion: str = ""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class ThirdSign(Command):
    """The third signature where the pack demands one."""

    seal: str
    opinion: str = ""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class Deliver(Command):
    """Record that the decision was served: how, when, to whom, and what proves it."""

    method: str
    receiver: str
    on: date
    at: datetime | None = None
    relation: str = ""
    """In what capacity the receiver took it (the addressee, an agent, somebody of the house)."""
    tracking: str = ""
    receipt: str = ""
    """The receipt: of the system that served it electronically, or of the post."""
    refused: str = ""
    """Why the receiver would not take or sign it; then it is left there before a witness."""
    witness: str = ""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class Publish(Command):
    """Record that the decision was made public with its redactions, or why it is not."""

    where: str
    on: date
    redactions: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    """Codes of what was taken out of the public copy."""
    ground: str = ""
    """Why it is not made public."""
    note: str = ""
