"""Two lists of a programme compared: added, missing, renamed, moved, in another order, or only written otherwise.

Lines are paired first by the same names in the same session, then by the same names in any session, then by the same
performer or the same work; what is left over was added or is missing. A list without sessions is compared without them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.core.commands import ProgrammeLine
from workbench.core.writing import name_key

ADDED, REMOVED, RENAMED, PERFORMER = "added", "removed", "renamed", "performer"
MOVED, REORDERED, VARIANT, SAME = "moved", "reordered", "variant", "same"

Pair = tuple[int, int]


@dataclass(frozen=True)
class Names:
    """How names are compared: the table of characters, and aliases by their key."""

    table: Mapping[int, str]
    aliases: Mapping[str, str]

    def key(self, text: str) -> str:
        """Return the key of a name, an alias by the name that it stands for."""
        plain = name_key(text, self.table)
        return self.aliases.get(plain, plain)


def names(table: Mapping[int, str], aliases: Mapping[str, str]) -> Names:
    """Return how names are compared, from aliases as they were typed; chains of aliases are followed to their end."""
    direct = {name_key(alias, table): name_key(name, table) for alias, name in aliases.items()}
    return Names(table, {alias: _end(alias, direct) for alias in direct})


def _end(alias: str, direct: Mapping[str, str]) -> str:
    seen, name = {alias}, direct[alias]
    while name in direct and name not in seen:
        seen.add(name)
        name = direct[name]
    return min(seen) if name in seen else name


@dataclass(frozen=True)
class Difference:
    """A line of one list beside its counterpart in the other; one of them may be missing (-1, ``None``)."""

    kind: str
    before: ProgrammeLine | None
    after: ProgrammeLine | None
    row: int
    """Place in the first list, from 0; -1 where it has no counterpart there."""
    other: int


@dataclass(frozen=True)
class _Keyed:
    session: str
    artist: str
    work: str


def compare(base: Sequence[ProgrammeLine], other: Sequence[ProgrammeLine], how: Names) -> tuple[Difference, ...]:
    """Return every line of both lists side by side, in the order of the first, what was added after its forerunner."""
    sessions = any(line.session for line in base) and any(line.session for line in other)
    left = [_keyed(line, how, sessions=sessions) for line in base]
    right = [_keyed(line, how, sessions=sessions) for line in other]
    kinds: dict[Pair, str] = {}
    free = (set(range(len(left))), set(range(len(right))))
    for kind, key in _PASSES:
        for pair in _paired(left, right, free, key):
            kinds[pair] = kind
    _tell_order(kinds)
    for (i, j), kind in kinds.items():
        if kind == SAME and (base[i].artist, base[i].work) != (other[j].artist, other[j].work):
            kinds[i, j] = VARIANT
    found = [Difference(kind, base[i], other[j], i, j) for (i, j), kind in kinds.items()]
    found += [Difference(REMOVED, base[i], None, i, -1) for i in free[0]]
    return _in_order(found, [Difference(ADDED, None, other[j], -1, j) for j in sorted(free[1])])


def _keyed(line: ProgrammeLine, how: Names, *, sessions: bool) -> _Keyed:
    session = name_key(line.session, how.table) if sessions else ""
    return _Keyed(session, how.key(line.artist), how.key(line.work))


Key = Callable[[_Keyed], Hashable | None]
_PASSES: tuple[tuple[str, Key], ...] = (
    (SAME, lambda k: (k.session, k.artist, k.work)),
    (MOVED, lambda k: (k.artist, k.work)),
    (RENAMED, lambda k: (k.session, k.artist) if k.artist else None),
    (PERFORMER, lambda k: (k.session, k.work) if k.work else None),
    (RENAMED, lambda k: k.artist or None),
)
"""What makes two lines a pair, and what that says of them; a ``None`` pairs with nothing."""


def _paired(left: list[_Keyed], right: list[_Keyed], free: tuple[set[int], set[int]], key: Key) -> list[Pair]:
    """Pair free lines with equal keys in their order, and take them out of the free ones."""
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for j in sorted(free[1]):
        found = key(right[j])
        if found is not None:
            waiting[found].append(j)
    pairs = []
    for i in sorted(free[0]):
        queue = waiting.get(key(left[i]) or "")
        if queue:
            pairs.append((i, queue.popleft()))
    free[0].difference_update(i for i, _ in pairs)
    free[1].difference_update(j for _, j in pairs)
    return pairs


def _tell_order(kinds: dict[Pair, str]) -> None:
    """Mark the fewest lines that stand in another order than the rest of those in both lists."""
    same = sorted(pair for pair, kind in kinds.items() if kind == SAME)
    kept = _longest_rise([j for _, j in same])
    for place, pair in enumerate(same):
        if place not in kept:
            kinds[pair] = REORDERED


def _longest_rise(values: Sequence[int]) -> set[int]:
    """Return the places of a longest increasing subsequence."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        at = bisect_left(tails, value)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(value)
            ends.append(place)
        else:
            tails[at], ends[at] = value, place
    kept, place = set(), ends[-1] if ends else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept


def _in_order(found: list[Difference], added: list[Difference]) -> tuple[Difference, ...]:
    """Return paired and missing lines by the first list; an added line follows its forerunner in the second one."""
    places = sorted((d.other, d.row) for d in found if d.other >= 0)
    others = [other for other, _ in places]
    placed = [((d.row, 0, 0), d) for d in found]
    for line in added:
        ahead = bisect_left(others, line.other)
        placed.append(((places[ahead - 1][1] if ahead else -1, 1, line.other), line))
    return tuple(d for _, d in sorted(placed, key=lambda p: p[0]))


def differing(found: Iterable[Difference]) -> tuple[Difference, ...]:
    """Return what is not the same in both lists; another writing of the same names is no difference."""
    return tuple(d for d in found if d.kind not in {SAME, VARIANT})
