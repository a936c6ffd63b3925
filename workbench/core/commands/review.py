"""Review: verdicts, notes, site, facts, conditions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from workbench.core.commands.after import HazardFound, ItemResult
from workbench.core.commands.base import Command
from workbench.core.values import Scalar


@dataclass(frozen=True)
class JudgeMaterial(Command):
    """Give a paper a verdict of the pack's document verdicts; empty takes it back."""

    item: str
    verdict: str
    reasons: tuple[str, ...] = ()
    note: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class WriteNote(Command):
    """Pin a note on a page; a note may serve as the reason for a correction."""

    note: str
    text: str
    item: str
    file: str = ""
    sha256: str = ""
    page: int = 0
    x: Decimal = Decimal(0)
    y: Decimal = Decimal(0)
    """Position on the page as shares of width and height, from the top left."""
    is_reason: bool = False


@dataclass(frozen=True)
class RemoveNote(Command):
    """Take a note back; it stays in the journal."""

    note: str


@dataclass(frozen=True)
class JudgePlan(Command):
    """Score one of the plan contents 0, 1 or 2; ``None`` takes it back."""

    content: str
    score: int | None
    note: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class JudgeSite(Command):
    """Give a site fact (zone, gate, post) a verdict and a note."""

    object: str
    verdict: str
    note: str = ""
    values: tuple[tuple[str, Scalar], ...] = ()


@dataclass(frozen=True)
class WaiveProblem(Command):
    """Let a problem of the drawing stand, with the reason; an empty reason takes that back.

    ``problem`` is the problem in words, with its figures: once the drawing changes it is another one.
    """

    problem: str
    reason: str


@dataclass(frozen=True)
class AnswerFinding(Command):
    """Note what was done about a finding; never removes it."""

    check: str
    object: str
    answer: str


@dataclass(frozen=True)
class RecordSiteCheck(Command):
    """Record the on-site check by two officers, named by their accounts.

    It counts once the other one has confirmed it (:class:`ConfirmCheck`).
    """

    at: datetime
    place: str
    officers: tuple[str, ...]
    items: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    conclusion: str = ""
    results: tuple[ItemResult, ...] = ()
    found: tuple[HazardFound, ...] = ()
    undertaker: str = ""
    venue: str = ""
    accounts: tuple[str, ...] = ()
    """Identifiers of the officers, filled in by the decision."""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class SetCondition(Command):
    """Add or change a condition of the grant: what, why, by which law, who (one), by when, how it is checked."""

    condition: str
    text: str
    owner: str
    moment: str
    check: str = ""
    basis: str = ""
    step: str = ""
    title: str = ""
    reason: str = ""
    due: datetime | None = None
    """The time by which it must be met; the moment's own when not stated."""
    evidence: str = ""
    """What shall prove it."""


@dataclass(frozen=True)
class RemoveCondition(Command):
    """Take a condition out of the draft."""

    condition: str
