"""What a deployment should have beside its elements: mixed teams, paired patrols, every domain, its groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from workbench.core.deployment import Deployment, TeamState
from workbench.core.deployment_posts import Post, of_kind, rule, texts, word
from workbench.core.facts import condition_facts, number_of
from workbench.core.pack import Choice, Pack
from workbench.core.values import Application, Row


@dataclass(frozen=True)
class Pairing:
    """Two ways of patrolling that go together: the posts of each."""

    row: Choice
    first: tuple[Post, ...]
    second: tuple[Post, ...]

    @property
    def complete(self) -> bool:
        """Return whether both sides are there."""
        return bool(self.first and self.second)


@dataclass(frozen=True)
class GroupState:
    """A functional group of the library: whether a level calls for it, and the row of the plan that has it."""

    row: Choice
    wanted: bool
    stated: Row | None


def pairings(found: Deployment, pack: Pack) -> tuple[Pairing, ...]:
    """Return the pairings of patrols with the posts of either side."""
    return tuple(
        Pairing(row, *(tuple(_side(found.posts, row, side)) for side in ("first", "second")))
        for row in of_kind(pack, "pairing")
    )


def _side(found: tuple[Post, ...], row: Choice, side: str) -> Iterator[Post]:
    kinds, modes = (texts(row.data.get(f"{side}_{what}")) for what in ("kinds", "modes"))
    key = row.data.get(f"{side}_key") is True
    return (post for post in found if post.kind in kinds or post.mode in modes or (key and post.key))


def mixed(team: TeamState, pack: Pack) -> bool | None:
    """Return whether a team is of as many types of units as it should be; ``None`` without posts."""
    return len(team.unit_types) >= rule(pack, "mixed_units", "types") if team.posts else None


@dataclass(frozen=True)
class Circle:
    """The posts that come when they are called: those that state no time of arrival, and those later than the limit."""

    posts: tuple[Post, ...]
    untold: tuple[Post, ...]
    late: tuple[Post, ...]
    minutes: Decimal

    @property
    def closed(self) -> bool:
        """Return whether there are any, and each states to be there in time."""
        return bool(self.posts) and not self.untold and not self.late


def circle(found: Deployment, pack: Pack) -> Circle:
    """Return the circle of quick reaction: mobile points and quick-reaction posts with their times of arrival."""
    kinds = {word(row) for row in of_kind(pack, "post_kind") if row.data.get("arrives") is True}
    posts = tuple(post for post in found.posts if post.kind in kinds)
    stated = [(post, number_of(post.row["response_min"])) for post in posts]
    limit = next(
        (minutes for row in of_kind(pack, "team") if (minutes := number_of(row.data.get("arrival_min")))), Decimal(0)
    )
    return Circle(
        posts,
        tuple(post for post, minutes in stated if minutes is None),
        tuple(post for post, minutes in stated if minutes is not None and minutes > limit),
        limit,
    )


def doubled(found: Deployment) -> tuple[tuple[str, tuple[Post, ...]], ...]:
    """Return the people who are named at two posts at one moment, with these posts; a name and a telephone are one."""
    named: dict[tuple[str, str], list[Post]] = {}
    for post in found.posts:
        if post.lead and post.hours is not None:
            named.setdefault((post.lead, post.phone), []).append(post)
    several = ((lead, tuple(post for post in own if _also_elsewhere(post, own))) for (lead, _), own in named.items())
    return tuple((lead, at_once) for lead, at_once in several if at_once)


def _also_elsewhere(post: Post, own: list[Post]) -> bool:
    """Return whether another of the posts is manned at a moment of this one."""
    others = (other for other in own if other is not post)
    return any(
        (other.on is not None and post.on_duty(other.on)) or (post.on is not None and other.on_duty(post.on))
        for other in others
    )


def domains(found: Deployment, application: Application, pack: Pack) -> tuple[tuple[Choice, bool], ...]:
    """Return the domains that the site calls for, and whether posts cover each."""
    facts, covered = condition_facts(application, pack), {post.domain for post in found.posts}
    wanted = (row for row in of_kind(pack, "domain") if row.when is not None and row.when.test(facts) is True)
    return tuple((row, word(row) in covered) for row in wanted)


def groups(application: Application, pack: Pack, level: int | None) -> tuple[GroupState, ...]:
    """Return the library of functional groups, scaled by the level: 1 calls for all, 4 for the fewest.

    A row of the plan is the group whose name it begins with; without a level none is called for.
    """
    stated = [row for row in application.rows("forces") if row["kind"] == _kind(pack)]
    return tuple(
        GroupState(
            row,
            level is not None and (number_of(row.data.get("level")) or 0) >= level,
            next((one for one in stated if str(one["name"] or "").startswith(row.text.zh)), None),
        )
        for row in of_kind(pack, "group")
    )


def _kind(pack: Pack) -> object:
    return pack.parameters["group_kind"].value
