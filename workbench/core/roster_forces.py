"""The forces a roster is made from: companies and groups of the plan, and units that the office has planned.

One name is one force: what two rows of a name have is added up. A unit that is only named on posts has no known
strength: it may be put on its posts, and nothing is said of what it has left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from workbench.core.crowd_zones import whole
from workbench.core.deployment_posts import posts, texts
from workbench.core.pack import Pack
from workbench.core.parameters import by_word, words
from workbench.core.register_entries import RegisterEntry
from workbench.core.values import Application, Row

FORCE_REGISTER = "commitment"
"""Register of the case in which the office plans its own units."""


@dataclass(frozen=True)
class Force:
    """A unit or company.

    Attributes:
        unit_types: Types of posts it may take, by their word; those of the posts that name it are among them.
        persons: How many it sends; ``None`` = not known.
        certified: How many of them hold a certificate, for posts of ``guard_types``; ``None`` = not known or not asked.
    """

    name: str
    unit_types: frozenset[str]
    persons: int | None = None
    certified: int | None = None
    guard_types: frozenset[str] = frozenset()

    def fits(self, unit_type: str) -> bool:
        """Return whether it may take a post of a type; a post that asks for none takes anybody."""
        return not unit_type or unit_type in self.unit_types


def forces(application: Application, pack: Pack, own: Iterable[Force] = ()) -> dict[str, Force]:
    """Return the forces by name: of the plan, of the office, and those that only the posts name."""
    named: dict[str, set[str]] = {}
    for post in posts(application):
        if post.unit:
            named.setdefault(post.unit, set()).add(post.unit_type)
    found: dict[str, Force] = {}
    for force in (*_of_plan(application, pack), *own):
        found[force.name] = _together(found.get(force.name), force)
    guards = frozenset(words(pack, "guard_unit_types"))
    for name, types in named.items():
        known = found.get(name) or Force(name, frozenset(), guard_types=guards)
        found[name] = replace(known, unit_types=known.unit_types | (types - {""}))
    return found


def of_register(entries: Iterable[RegisterEntry], pack: Pack) -> Iterator[Force]:
    """Yield the units that the office has planned for the case; a unit has as many as are planned at one moment."""
    planned: dict[str, list[RegisterEntry]] = {}
    for entry in entries:
        if entry.register == FORCE_REGISTER and entry.get("unit"):
            planned.setdefault(str(entry.get("unit")), []).append(entry)
    guards, types = frozenset(words(pack, "guard_unit_types")), pack.lists.get("force_types", {})
    for name, own in planned.items():
        kinds = (types.get(str(entry.get("type"))) for entry in own)
        yield Force(name, frozenset(kind.text.zh for kind in kinds if kind), _most(own), guard_types=guards)


def _most(entries: list[RegisterEntry]) -> int:
    """Return the most people planned at one moment; who goes at a moment is not there any more."""
    spans = [(entry.get("start"), entry.get("end"), whole(entry.get("persons")) or 0) for entry in entries]
    timed = [(start, end, n) for start, end, n in spans if isinstance(start, datetime) and isinstance(end, datetime)]
    return max((sum(n for start, end, n in timed if start <= moment < end) for moment, _, _ in timed), default=0)


def _of_plan(application: Application, pack: Pack) -> Iterator[Force]:
    guards = frozenset(words(pack, "guard_unit_types"))
    for row in application.rows("forces"):
        kind = by_word(pack, "force_kinds", row["kind"])
        if kind is not None and row["name"]:
            yield _force(row, frozenset(texts(kind.data.get("unit_types"))), guards)


def _force(row: Row, types: frozenset[str], guards: frozenset[str]) -> Force:
    return Force(str(row["name"]), types, whole(row["persons"]), whole(row["certified"]), guards)


def _together(known: Force | None, more: Force) -> Force:
    if known is None:
        return more
    return replace(
        known,
        unit_types=known.unit_types | more.unit_types,
        persons=_sum(known.persons, more.persons),
        certified=_sum(known.certified, more.certified),
    )


def _sum(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first + second
