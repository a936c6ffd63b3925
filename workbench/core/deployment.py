"""The deployment of a plan in force: what it counts, who leads it, and what it lacks.

Pure sums over the rows of a plan and the deployment rows of a pack: command post and teams, mobile points, layers and
zones, the four fixings, the three chiefs, the first wave at the key posts, shifts, and the gaps along a route.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from workbench.core.deployment_posts import Post, of_kind, posts, rule, texts, word
from workbench.core.deployment_route import Side, sides
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import choices
from workbench.core.scope import headcount
from workbench.core.values import Application
from workbench.errors import Text

Counted = tuple[tuple[Choice, int], ...]
"""Rows of the pack with how many there are, in pack order; none is left out."""


@dataclass(frozen=True)
class TeamState:
    """The command post, a team, or the mobile points: its row of the pack, its posts, and who leads it.

    Attributes:
        leaders: Posts that are marked as leading it.
        unit_types: Types of units on its posts, by their word, in order of appearance.
    """

    row: Choice
    posts: tuple[Post, ...]
    leaders: tuple[Post, ...]
    unit_types: tuple[str, ...]

    @property
    def led(self) -> bool:
        """Return whether somebody leads it who can be called."""
        return any(post.phone and post.lead for post in self.leaders)

    @property
    def persons(self) -> int:
        """Return its strength as far as it is stated."""
        return sum(post.persons or 0 for post in self.posts)


@dataclass(frozen=True)
class Spot:
    """A key post: the strength within the radius on duty when its shift starts; ``None`` without place or time."""

    post: Post
    persons: int | None
    ok: bool | None


@dataclass(frozen=True)
class Condition:
    """One of the elements a deployment must have: its stable name, whether it is there, and what is missing."""

    name: str
    ok: bool
    why: Text


@dataclass(frozen=True)
class Chiefs:
    """Codes of what lacks its chief: core audience zones, usable exits and passages, entrances with lanes."""

    zones: tuple[str, ...]
    exits: tuple[str, ...]
    entries: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Return whether every one has its own."""
        return not (self.zones or self.exits or self.entries)


@dataclass(frozen=True)
class Deployment:
    """The deployment of a plan.

    Attributes:
        by_kind, layers, zone_kinds: Posts by kind and layer, zones by kind.
        mobile: Mobile points, with the fewest there may be and the number scaled by the head-count (``None`` without
            one), a reference only.
        teams: Command post, teams and mobile points, in pack order.
        key_posts: Posts marked as key.
        unfixed: Posts that lack one of the four fixings, with those they lack.
        conditions: The elements a deployment must have.
        radius, wave: Metres around a key post, and the strength wanted there.
        spots: The key posts; empty where the plan marks none.
        chiefs: What lacks its chief; ``None`` where zones or gates are missing.
        long_shifts: Posts on duty longer than allowed, with the hours.
        route: Sides of a route; empty for an event without one.
    """

    posts: tuple[Post, ...]
    by_kind: Counted
    layers: Counted
    zone_kinds: Counted
    mobile: tuple[Post, ...]
    mobile_least: int
    mobile_reference: int | None
    teams: tuple[TeamState, ...]
    key_posts: tuple[Post, ...]
    unfixed: tuple[tuple[Post, tuple[Choice, ...]], ...]
    conditions: tuple[Condition, ...]
    radius: Decimal
    wave: int
    spots: tuple[Spot, ...]
    chiefs: Chiefs | None
    long_shifts: tuple[tuple[Post, Fraction], ...]
    route: tuple[Side, ...]

    @property
    def persons(self) -> int:
        """Return the strength of all posts as far as it is stated."""
        return sum(post.persons or 0 for post in self.posts)

    @property
    def fixed_percent(self) -> Fraction | None:
        """Return the share of posts with all four fixings in percent; ``None`` without posts."""
        count = len(self.posts)
        return Fraction(100 * (count - len(self.unfixed)), count) if count else None

    def team(self, role: str) -> tuple[TeamState, ...]:
        """Return the teams of a role: ``command``, ``team``, ``mobile``."""
        return tuple(team for team in self.teams if team.row.data.get("role") == role)

    @property
    def command_posts(self) -> tuple[Post, ...]:
        """Return the posts of the command post."""
        return tuple(post for team in self.team("command") for post in team.posts)


def deployment(application: Application, pack: Pack) -> Deployment | None:
    """Return the deployment of a plan in force; ``None`` when the workbook has no sheet of posts."""
    if not _has(application, "posts"):
        return None
    found = posts(application)
    kinds = of_kind(pack, "post_kind")
    mobile_words = {word(row) for row in kinds if row.data.get("mobile") is True}
    mobile = tuple(post for post in found if post.kind in mobile_words)
    teams = tuple(_team(row, found) for row in of_kind(pack, "team"))
    layers = tuple((row, sum(post.layer == word(row) for post in found)) for row in of_kind(pack, "layer"))
    zones = [str(row["kind"]) for row in application.rows("zones")]
    zone_kinds = tuple((row, zones.count(word(row))) for row in of_kind(pack, "zone"))
    unfixed = tuple(_unfixed(found, pack))
    key_posts = tuple(post for post in found if post.key)
    least = int(rule(pack, "mobile_points", "minimum"))
    radius, wave = rule(pack, "quick_reaction", "radius_m"), int(rule(pack, "quick_reaction", "persons"))
    limit = Fraction(rule(pack, "shift_limit", "hours"))
    counted = (teams, len(mobile), least, layers, zone_kinds)
    return Deployment(
        posts=found,
        by_kind=tuple((row, sum(post.kind == word(row) for post in found)) for row in kinds),
        layers=layers,
        zone_kinds=zone_kinds,
        mobile=mobile,
        mobile_least=least,
        mobile_reference=_scaled(pack, headcount(application)),
        teams=teams,
        key_posts=key_posts,
        unfixed=unfixed,
        conditions=(*_elements(*counted), *_people(key_posts, unfixed)),
        radius=radius,
        wave=wave,
        spots=tuple(_spot(post, found, radius, wave) for post in key_posts),
        chiefs=_chiefs(application, pack, found),
        long_shifts=tuple((post, post.hours) for post in found if post.hours is not None and post.hours > limit),
        route=sides(found, application, pack),
    )


def _has(application: Application, sheet: str) -> bool:
    return sheet in application.sheets and sheet not in application.missing_sheets


def _team(row: Choice, found: tuple[Post, ...]) -> TeamState:
    own = tuple(post for post in found if post.team == word(row))
    types = dict.fromkeys(post.unit_type for post in own if post.unit_type)
    return TeamState(row, own, tuple(post for post in own if post.leader), tuple(types))


def _scaled(pack: Pack, persons: int | None) -> int | None:
    """Return the number of mobile points scaled by the head-count: more for every started step above the base."""
    if persons is None:
        return None
    least, base, step, more = (rule(pack, "mobile_points", key) for key in ("minimum", "base", "step", "per_step"))
    return int(least + more * ceil(max(persons - base, Decimal(0)) / step))


def _unfixed(found: tuple[Post, ...], pack: Pack) -> Iterator[tuple[Post, tuple[Choice, ...]]]:
    fixings = [(row, texts(row.data.get("columns"))) for row in of_kind(pack, "fixing")]
    for post in found:
        missing = tuple(row for row, columns in fixings if not all(post.fills(column) for column in columns))
        if missing:
            yield post, missing


def _elements(
    teams: tuple[TeamState, ...], mobile: int, least: int, layers: Counted, zone_kinds: Counted
) -> Iterator[Condition]:
    command = any(team.posts for team in teams if team.row.data.get("role") == "command")
    yield Condition("command_post", command, Text("缺定点指挥部", "no fixed command post"))
    led = [team.row for team in teams if team.row.data.get("role") == "team" and not team.led]
    yield _missing("three_teams", led, Text("编组缺组长或电话", "teams without leader or phone"))
    few = Text(f"机动点 {mobile} < {least}", f"{mobile} mobile points < {least}")
    yield Condition("mobile_ge_5", mobile >= least, few)
    empty = [row for row, count in layers if not count]
    yield _missing("three_layers", empty, Text("圈层没有岗位", "layers without posts"))
    undrawn = [row for row, count in zone_kinds if not count]
    yield _missing("three_zones", undrawn, Text("缺分区", "zones missing"))


def _missing(name: str, rows: list[Choice], what: Text) -> Condition:
    zh, en = "、".join(row.text.zh for row in rows), ", ".join(row.text.en for row in rows)
    return Condition(name, not rows, Text(f"{what.zh}：{zh}", f"{what.en}: {en}"))


def _people(key_posts: tuple[Post, ...], unfixed: tuple[tuple[Post, tuple[Choice, ...]], ...]) -> Iterator[Condition]:
    nobody = [post for post in key_posts if not post.lead]
    yield _listed("key_posts_named", nobody, Text("关键岗未定人", "key posts that name nobody"))
    yield _listed("four_fixings_100", [post for post, _ in unfixed], Text("四定不全", "fixings missing at"))


def _listed(name: str, found: list[Post], what: Text) -> Condition:
    codes = [post.code for post in found]
    return Condition(name, not found, Text(f"{what.zh}：{'、'.join(codes)}", f"{what.en}: {', '.join(codes)}"))


def _spot(key: Post, found: tuple[Post, ...], radius: Decimal, wave: int) -> Spot:
    """Return the strength around a key post; the post itself counts."""
    if key.place is None or key.on is None:
        return Spot(key, None, None)
    persons = sum(post.persons or 0 for post in found if post.on_duty(key.on) and _near(key, post, radius))
    return Spot(key, persons, persons >= wave)


def _near(key: Post, other: Post, radius: Decimal) -> bool:
    if key.place is None or other.place is None:
        return False
    across, up = key.place[0] - other.place[0], key.place[1] - other.place[1]
    return across * across + up * up <= radius * radius


def _chiefs(application: Application, pack: Pack, found: tuple[Post, ...]) -> Chiefs | None:
    if not (_has(application, "zones") and _has(application, "gates")):
        return None
    words = {str(row.data.get("each")): word(row) for row in of_kind(pack, "chief")}
    zones = {post.zone for post in found if post.chief == words["zone"]}
    exits, entries = ({post.gate for post in found if post.chief == words[each]} for each in ("exit", "entry"))
    return Chiefs(
        tuple(code for code in audience_zones(application, pack) if code not in zones),
        tuple(code for code in ways_out(application, pack) if code not in exits),
        tuple(code for code in entrances(application) if code not in entries),
    )


def audience_zones(application: Application, pack: Pack) -> tuple[str, ...]:
    """Return the core zones that hold an audience, or seat one: each has a safety officer of its own."""
    core = {word(row) for row in of_kind(pack, "zone") if row.data.get("audience") is True}
    held = {row.text.zh for row in choices(pack, "zone_uses").values() if row.data.get("holding") is True}
    found = (row for row in application.rows("zones") if row["kind"] in core and row["use"] in held)
    return tuple(str(row["code"]) for row in found)


def ways_out(application: Application, pack: Pack) -> tuple[str, ...]:
    """Return the exits and inner passages an audience may use: each has a passage leader of its own."""
    usable = {row.text.zh for row in choices(pack, "exit_kinds").values()}
    found = (row for row in application.rows("gates") if row["kind"] in usable and row["evac"] is True)
    return tuple(str(row["code"]) for row in found)


def entrances(application: Application) -> tuple[str, ...]:
    """Return the entrances with screening lanes: each has a screening leader of its own."""
    found = (row for row in application.rows("gates") if isinstance(row["lanes"], int) and row["lanes"] > 0)
    return tuple(str(row["code"]) for row in found)
