"""Inspections with hazards and orders, conditions, service, links, bans: the wishes and what they are made of.

Officers are named by their accounts. A record of an inspection or re-check counts once both have confirmed it, each
under the own account (:class:`ConfirmCheck`); a name that somebody else types would prove nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from workbench.core.commands.base import Command


@dataclass(frozen=True)
class Photo:
    """A file kept with the case as evidence."""

    file: str
    sha256: str


@dataclass(frozen=True)
class ItemResult:
    """What came out for one item of the inspection list (codes of the pack's lists)."""

    item: str
    result: str
    note: str = ""


@dataclass(frozen=True)
class HazardFound:
    """A hazard: what, where, how grave, who must remove it, by when; ``item`` is the line of the list it belongs to."""

    what: str
    place: str
    severity: str
    holder: str
    due: datetime
    item: str = ""
    basis: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True)
class HazardResult:
    """What a re-check found of one hazard."""

    hazard: str
    passed: bool
    note: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True)
class ConditionResult:
    """Whether a condition of the grant was found fulfilled, and the evidence."""

    condition: str
    fulfilled: bool
    evidence: str
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True)
class SessionTime:
    """New times of one session; doors move along with the start where they are not stated."""

    session: str
    start: datetime
    end: datetime
    doors: datetime | None = None


@dataclass(frozen=True)
class ConfirmCheck(Command):
    """The other officer confirms, under the own account, an inspection or re-check that names both.

    ``check`` is ``site:1``, ``opening:2``, ``patrol:1`` or ``recheck:1``: the kind and its number in the case.
    """

    check: str
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class RecordHazards(Command):
    """Record hazards that two officers found on site between the grant and the end of the event.

    They stand at once; the other officer confirms the record (:class:`ConfirmCheck`). ``proposal`` is what the officers
    advise while the event runs (code of the pack's list); only a signed suspension or stop carries it out.
    """

    at: datetime
    officers: tuple[str, ...]
    found: tuple[HazardFound, ...]
    proposal: str = ""
    accounts: tuple[str, ...] = ()
    """Identifiers of the officers, filled in by the decision."""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class OrderRectification(Command):
    """Order that hazards be removed by a moment; the holder is the one who must do it."""

    hazards: tuple[str, ...]
    requirement: str
    due: datetime
    basis: str
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class RecheckHazards(Command):
    """Record a re-check of hazards by two officers; a hazard closes when both confirmed that it is removed."""

    at: datetime
    officers: tuple[str, ...]
    results: tuple[HazardResult, ...]
    undertaker: str = ""
    accounts: tuple[str, ...] = ()
    """Identifiers of the officers, filled in by the decision."""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class ServePaper(Command):
    """Record that an order, a notice of the running event or a decision that ends the permit was handed over.

    ``target`` is ``order:1``, ``run:2`` or ``ending:1``: the kind and its number in the case.
    """

    target: str
    at: datetime
    receiver: str
    method: str
    note: str = ""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class CheckCondition(Command):
    """Record whether an active condition was fulfilled, by what evidence."""

    condition: str
    at: datetime
    fulfilled: bool
    evidence: str
    photos: tuple[Photo, ...] = ()
    note: str = ""
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class CloseCondition(Command):
    """End the life of a condition: fulfilled, or without object because the event is over or the permit gone."""

    condition: str
    reason: str
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class RecordUndelivered(Command):
    """Record an attempt to serve the decision that failed; it is served again later."""

    method: str
    on: date
    reason: str
    tracking: str = ""


@dataclass(frozen=True)
class RecordBan(Command):
    """Record that an applicant hid facts or handed in false papers: for how long it may not apply again."""

    ground: str
    fact: str
    evidence: str
    since: date
    signed: ClassVar[bool] = True


@dataclass(frozen=True)
class LinkCase(Command):
    """Link another case: the new application that follows from a change, or the case it follows from."""

    relation: str
    other: str
    number: str
    request: int = 0
    """Number of the change request that asked for the new application; 0 on the new case."""
