"""Posts along a route: per side, the gaps between one post and the next, start and finish among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from workbench.core.deployment_posts import Post, of_kind, rule, texts, word
from workbench.core.facts import number_of
from workbench.core.pack import Pack
from workbench.core.values import Application

METRES = 1000


@dataclass(frozen=True)
class Gap:
    """A stretch of a side without a post [km from the start]."""

    start: Decimal
    end: Decimal

    @property
    def length(self) -> Decimal:
        """Return how long it is [km]."""
        return self.end - self.start


@dataclass(frozen=True)
class Side:
    """A side of the route: its posts, the longest gap, and those that are too long; finish unknown = not counted."""

    word: str
    posts: tuple[Post, ...]
    longest: Gap
    wide: tuple[Gap, ...]


def sides(found: tuple[Post, ...], application: Application, pack: Pack) -> tuple[Side, ...]:
    """Return the sides of a route with the gaps between their posts; empty when no post states its kilometre."""
    rows = of_kind(pack, "side")
    covers = {word(row): texts(row.data.get("sides")) for row in rows}
    finish, limit = number_of(application.fields.get("loc.route_km")), rule(pack, "route_gap", "metres") / METRES
    names = dict.fromkeys(name for row in rows for name in covers[word(row)])
    placed = [post for post in found if post.km is not None and post.side in covers]
    if not placed:
        return ()
    return tuple(
        _side(name, tuple(post for post in placed if name in covers[post.side]), finish, limit) for name in names
    )


def _side(name: str, own: tuple[Post, ...], finish: Decimal | None, limit: Decimal) -> Side:
    gaps = tuple(_gaps(own, finish))
    longest = max(gaps, key=lambda gap: gap.length)
    return Side(name, own, longest, tuple(gap for gap in gaps if gap.length > limit))


def _gaps(own: tuple[Post, ...], finish: Decimal | None) -> Iterator[Gap]:
    marks = sorted(
        {Decimal(0), *(post.km for post in own if post.km is not None), *([] if finish is None else [finish])}
    )
    yield from (Gap(start, end) for start, end in pairwise(marks)) if len(marks) > 1 else (Gap(marks[0], marks[0]),)
