"""What belongs to a case after its decision: hazards and orders, checked conditions, service, bans, links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from workbench.core.case_parts import Act
from workbench.core.commands import HazardFound, HazardResult, Photo


@dataclass(frozen=True)
class Hazard:
    """A hazard from an inspection or patrol (``source``: ``patrol:1``) until a re-check by two officers closes it."""

    what: str
    place: str
    severity: str
    holder: str
    due: datetime
    source: str
    found: datetime
    item: str = ""
    basis: str = ""
    photos: tuple[Photo, ...] = ()
    closed: datetime | None = None
    proposal: str = ""
    """What the officers advised because of it while the event ran."""

    @property
    def stands(self) -> bool:
        """Return whether the hazard still stands."""
        return self.closed is None

    def overdue(self, now: datetime) -> bool:
        """Return whether the hazard stands beyond its time; ``now`` is a local time."""
        return self.stands and now > self.due


@dataclass(frozen=True)
class Order:
    """A rectification order."""

    number: str
    hazards: tuple[str, ...]
    requirement: str
    holder: str
    due: datetime
    basis: str
    act: Act


@dataclass(frozen=True)
class Patrol:
    """Two officers found hazards on site outside the inspection before opening, above all while the event runs."""

    at: datetime
    officers: tuple[str, ...]
    found: tuple[HazardFound, ...]
    proposal: str = ""
    accounts: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Return whether both officers stand by it."""
        return set(self.accounts) <= set(self.confirmed)


@dataclass(frozen=True)
class Recheck:
    """A re-check of hazards; it counts once both officers have confirmed it."""

    at: datetime
    officers: tuple[str, ...]
    results: tuple[HazardResult, ...]
    undertaker: str = ""
    accounts: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Return whether both officers stand by it."""
        return set(self.accounts) <= set(self.confirmed)


@dataclass(frozen=True)
class ConditionCheck:
    """A look at a condition: fulfilled or not, by what evidence, who looked."""

    condition: str
    at: datetime
    fulfilled: bool
    evidence: str
    by: str
    photos: tuple[Photo, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Closing:
    """Why and when a condition's life ended."""

    reason: str
    act: Act


@dataclass(frozen=True)
class Served:
    """The handing over of an order or notice."""

    at: datetime
    receiver: str
    method: str
    note: str = ""
    late: bool = False


@dataclass(frozen=True)
class Undelivered:
    """An attempt to serve the decision that failed."""

    method: str
    on: date
    reason: str
    tracking: str = ""


@dataclass(frozen=True)
class Ban:
    """How long an organisation may not apply again: from ``since`` up to, not including, ``until``."""

    organisation: str
    uscc: str
    ground: str
    fact: str
    since: date
    until: date
    evidence: str = ""


@dataclass(frozen=True)
class Ending:
    """A decision that withdrew, revoked or struck off the permit.

    ``kind`` is the way it ended, ``ground`` the code of the ground of the law, ``basis`` its articles as they were
    named; ``until`` is the first day after a ban that came with it.
    """

    kind: str
    ground: str
    reason: str
    basis: str
    number: str
    act: Act
    compensation: str = ""
    heard: str = ""
    returned: bool = False
    until: date | None = None


@dataclass(frozen=True)
class CaseLink:
    """Another case: its identifier and number, how it belongs to this one, the change request it came from."""

    relation: str
    other: str
    number: str
    request: int = 0


@dataclass(frozen=True)
class After:
    """Everything that the acts around and after the decision have made.

    Hazards are keyed ``H1``, ``H2`` … in the order found, served papers by their target (``order:1``, ``run:2``,
    ``ending:1``).
    """

    hazards: Mapping[str, Hazard] = field(default_factory=dict)
    orders: tuple[Order, ...] = ()
    rechecks: tuple[Recheck, ...] = ()
    condition_checks: tuple[ConditionCheck, ...] = ()
    closed_conditions: Mapping[str, Closing] = field(default_factory=dict)
    served: Mapping[str, Served] = field(default_factory=dict)
    undelivered: tuple[Undelivered, ...] = ()
    bans: tuple[Ban, ...] = ()
    links: tuple[CaseLink, ...] = ()
    patrols: tuple[Patrol, ...] = ()
    endings: tuple[Ending, ...] = ()

    def open_hazards(self) -> dict[str, Hazard]:
        """Return the hazards that still stand, by key."""
        return {key: hazard for key, hazard in self.hazards.items() if hazard.stands}
