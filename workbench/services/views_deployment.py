"""What the deployment page and the command line show of a deployment and its roster. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from workbench.core.commands.deployment import Duty
from workbench.errors import NO_TEXT, Text


@dataclass(frozen=True)
class PersonView:
    """Somebody named on a post or a group."""

    name: str
    phone: str = ""
    place: str = ""
    post: str = ""


@dataclass(frozen=True)
class NetView:
    """A net of the register of communications: who uses it, first and second means, what the whistle says."""

    net: str
    users: str
    first: str
    second: str
    whistle: str
    lead: str = ""
    phone: str = ""
    call: str = ""


@dataclass(frozen=True)
class FillView:
    """People there of people needed; ``gap`` counts what is missing place by place, so that nothing makes up for it."""

    have: int
    need: int
    gap: int

    @property
    def percent(self) -> int | None:
        """Return the share that is filled, rounded down; ``None`` when nothing is needed."""
        return 100 * (self.need - self.gap) // self.need if self.need else None


@dataclass(frozen=True)
class ShiftView:
    """A shift of a post on a day, who is there, and who takes over when it ends; empty where the duty ends with it."""

    number: int
    start: datetime
    end: datetime
    fill: FillView
    duties: tuple[Duty, ...]
    relief: Text = NO_TEXT


@dataclass(frozen=True)
class DayView:
    """A post on a day: its shifts, and people over all of them."""

    day: date
    shifts: tuple[ShiftView, ...]
    fill: FillView


@dataclass(frozen=True)
class PostView:
    """A post of the plan in force with its days.

    Attributes:
        key: Its code, numbered from the second on where rows have the same one (``M01#2``).
        zone_kind: Kind of its zone, as the workbook words it.
        fill: Over all days.
        missing: Those of the four fixings that it lacks.
    """

    key: str
    code: str
    name: str
    kind: str
    layer: str
    team: str
    zone: str
    zone_kind: str
    gate: str
    unit: str
    unit_type: str
    lead: str
    phone: str
    equipment: str
    persons: int
    key_post: bool
    chief: str
    missing: tuple[Text, ...]
    days: tuple[DayView, ...]
    fill: FillView


@dataclass(frozen=True)
class TeamView:
    """The command post, a team, or the mobile points.

    Attributes:
        role: ``command``, ``team``, ``mobile``.
        led: Somebody leads it who can be called.
        strength: People on its posts at a time, as the plan states them.
        mixed: Whether its posts are of the fewest types of units there should be, a soft rule; ``None`` without posts.
    """

    code: str
    role: str
    title: Text
    task: Text
    leaders: tuple[PersonView, ...]
    led: bool
    posts: int
    strength: int
    unit_types: tuple[str, ...]
    mixed: bool | None
    fill: FillView


@dataclass(frozen=True)
class GroupView:
    """A functional group of the library: whether the level calls for it, and who leads it where the plan has it."""

    code: str
    title: Text
    wanted: bool
    there: bool
    lead: PersonView | None


@dataclass(frozen=True)
class ForceView:
    """A force: how many it has, how many are called at once at most, and how many with those at rest."""

    name: str
    unit_types: tuple[str, ...]
    persons: int | None
    certified: int | None
    called: int
    with_rest: int


@dataclass(frozen=True)
class FaultView:
    """Something wrong with the roster; ``kind`` as :class:`workbench.core.roster.RosterFault` has it."""

    kind: str
    hard: bool
    text: Text
    posts: tuple[str, ...]


@dataclass(frozen=True)
class NoteView:
    """A remark of the deployment: ``ok`` as it should be; ``code`` names the rule, ``objects`` the posts or zones.

    ``soft``: it would be better so, and nothing follows from it.
    """

    code: str
    ok: bool | None
    text: Text
    objects: tuple[str, ...] = ()
    soft: bool = False


@dataclass(frozen=True)
class DeploymentView:
    """The deployment of a case: who commands, the teams, the matrix of posts and days, and what is wrong.

    Attributes:
        case, version: Whose, and as it stood when.
        plan: The plan in force, by its number; empty without a sheet of posts.
        days: Days of the occurrences.
        posts: In the order of the plan.
        command: Who commands, and who stands in.
        nets: Register of communications; ``drilled`` the scenarios of exercises kept in the case, with the last day.
        by_unit: Type of unit → strength at a time, need and gap over all days.
        day_fills: People by day.
        rostered: Whether anybody has been put on a post.
        notes: Elements, chiefs, first wave, shifts, patrol pairings, domains: what the rules say of the plan.
        fixed_percent: Share of posts with all four fixings, in percent to two places; ``None`` without posts.
        level: Security level that the groups are scaled by; ``None`` while it cannot be told.
    """

    case: str
    version: int
    plan: str
    days: tuple[date, ...]
    posts: tuple[PostView, ...]
    command: tuple[PersonView, ...]
    deputies: tuple[PersonView, ...]
    teams: tuple[TeamView, ...]
    groups: tuple[GroupView, ...]
    level: int | None
    forces: tuple[ForceView, ...]
    by_unit: tuple[tuple[Text, int, FillView], ...]
    day_fills: tuple[FillView, ...]
    fill: FillView
    rostered: bool
    faults: tuple[FaultView, ...]
    notes: tuple[NoteView, ...]
    fixed_percent: Decimal | None
    mobile: int
    mobile_least: int
    mobile_reference: int | None
    nets: tuple[NetView, ...] = ()
    drilled: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True)
class ProposalView:
    """A filling to look at before it is given as one act.

    Attributes:
        places: Places that would change.
        before, after: People missing in all, before and after.
        open: Post, day, shift and people that would still be missing.
        bound: Fewest that can be missing, where it was worked out; ``None`` otherwise.
    """

    places: int
    before: int
    after: int
    open: tuple[tuple[str, date, int, int], ...]
    bound: int | None = None
