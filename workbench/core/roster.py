"""The roster: what every post needs on every day and shift, who is there, and what cannot be.

A post's times are those of one typical day; the same times hold on every day of the event. A duty that lasts beyond a
day is carried on by that of the next one from where it ends, so that no hour is manned twice. A duty longer than a
shift may be is cut into equal shifts of the longest length at most, so that somebody relieves; times that are not
stated take the whole day. People of one force are told apart only by name; for the others it is enough that never
more are called at once than the force has, because then they can be so shared out that nobody stands in two places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import ceil

from workbench.core.case import Case
from workbench.core.commands.deployment import RosterChange
from workbench.core.deployment_posts import HOUR, Post, posts, rule
from workbench.core.pack import Pack
from workbench.core.parts_deployment import RosterSlot, slot_key
from workbench.core.roster_forces import Force, forces, of_register
from workbench.core.values import Application
from workbench.core.working_plan import plan_of
from workbench.errors import Text

DAY = timedelta(days=1)
MOST_SHIFTS = 24
"""A duty is cut into no more shifts than this: what is longer is a slip of the pen, and shown as too long."""


@dataclass(frozen=True)
class Slot:
    """A post on a day in a shift: when, and how many are needed.

    ``post`` is the key of the post in the plan: its code, numbered where an earlier row has the same one.
    """

    post: str
    day: date
    shift: int
    start: datetime
    end: datetime
    need: int
    row: Post

    @property
    def key(self) -> str:
        """Return its name in the roster."""
        return slot_key(self.post, self.day, self.shift)

    @property
    def hours(self) -> float:
        """Return how long it is [h]."""
        return (self.end - self.start).total_seconds() / HOUR


@dataclass(frozen=True)
class RosterFault:
    """Something in a roster that cannot be, or should not.

    Attributes:
        kind: ``unknown`` (no such post, day or shift any more), ``twice`` (a person in two places), ``over`` (more
            called than the force has), ``rest`` (too little rest), ``long`` (on duty too long), ``uncertified``.
        slots: Keys of the slots concerned.
        count: For ``over``: how many are called at once.
    """

    kind: str
    text: Text
    slots: tuple[str, ...]
    force: str = ""
    count: int = 0

    @property
    def hard(self) -> bool:
        """Return whether it cannot be at all."""
        return self.kind in HARD


HARD = frozenset({"unknown", "twice", "over"})


@dataclass(frozen=True)
class Rules:
    """Longest duty and least rest [h] of the pack."""

    longest: timedelta
    rest: timedelta


@dataclass(frozen=True)
class Plan:
    """What a roster is made for: the slots in the order of days and posts, and the forces by name."""

    slots: Mapping[str, Slot]
    forces: Mapping[str, Force]
    rules: Rules
    days: tuple[date, ...]

    def slot(self, place: RosterChange | RosterSlot) -> Slot | None:
        """Return the slot of a change or an entry; ``None`` when the plan has none."""
        return self.slots.get(slot_key(place.post, place.day, place.shift))


def roster_plan(case: Case, pack: Pack) -> Plan:
    """Return what the roster of a case is made for: its plan in force, and the forces the office has planned."""
    return plan(plan_of(case), pack, of_register(case.registers.values(), pack))


def plan(application: Application, pack: Pack, own: Iterable[Force] = ()) -> Plan:
    """Return what a roster of a plan in force is made for.

    Args:
        application: The plan in force.
        pack: Longest shift, least rest, kinds of forces.
        own: Forces that the office has planned.
    """
    hours = [timedelta(hours=float(rule(pack, "shift_limit", key))) for key in ("hours", "rest_hours")]
    rules, keyed = Rules(*hours), keyed_posts(posts(application))
    days = days_of(application, keyed.values())
    until: dict[str, datetime] = {}
    found = [
        slot for day in days for key, post in keyed.items() for slot in _slots(key, post, (day, days), rules, until)
    ]
    return Plan({slot.key: slot for slot in found}, forces(application, pack, own), rules, days)


def keyed_posts(found: Iterable[Post]) -> dict[str, Post]:
    """Return posts by key: their code, numbered from the second on where rows have the same one."""
    keyed: dict[str, Post] = {}
    seen: dict[str, int] = defaultdict(int)
    for post in found:
        seen[post.code] += 1
        first = post.code and seen[post.code] == 1
        keyed[post.code if first else f"{post.code}#{seen[post.code]}"] = post
    return keyed


def days_of(application: Application, found: Iterable[Post]) -> tuple[date, ...]:
    """Return the days of the occurrences; without any, those on which posts go on duty."""
    starts = [row["start"] for row in application.rows("sessions")]
    days = {moment.date() for moment in starts if isinstance(moment, datetime)}
    return tuple(sorted(days or {post.on.date() for post in found if post.on is not None}))


def _slots(
    key: str, post: Post, when: tuple[date, tuple[date, ...]], rules: Rules, until: dict[str, datetime]
) -> Iterator[Slot]:
    """Yield the shifts of a post on a day; ``until`` keeps up to when the days before man it, and is carried on."""
    day, (start, end) = when[0], _duty(post, *when)
    start = max(start, until.get(key, start))
    until[key] = max(end, start)
    if end <= start:
        return
    count = min(ceil((end - start) / rules.longest), MOST_SHIFTS)
    marks = [start + (end - start) * n / count for n in range(count + 1)]
    cut = [mark.replace(second=0, microsecond=0) for mark in marks]
    for number, (on, off) in enumerate(pairwise(cut), start=1):
        yield Slot(key, day, number, on, off, post.persons or 0, post)


def _duty(post: Post, day: date, days: tuple[date, ...]) -> tuple[datetime, datetime]:
    """Return when a post is manned on a day; times that are not stated take the whole day."""
    if post.on is None or post.off is None or post.off <= post.on:
        start = datetime.combine(day, time.min)
        return start, start + DAY
    typical = max((known for known in days if known <= post.on.date()), default=days[0])
    shift = day - typical
    return post.on + shift, post.off + shift


def have(roster: Mapping[str, RosterSlot], slot: Slot) -> int:
    """Return how many are on a slot."""
    found = roster.get(slot.key)
    return found.persons if found else 0


def gap(roster: Mapping[str, RosterSlot], slot: Slot) -> int:
    """Return how many are missing; more than needed on one post fill no other."""
    return max(0, slot.need - have(roster, slot))


def faults(roster: Mapping[str, RosterSlot], made: Plan) -> tuple[RosterFault, ...]:
    """Return what is wrong with a roster: first what cannot be, then what should not."""
    known = [(made.slots[key], entry) for key, entry in roster.items() if key in made.slots]
    found = [*_unknown(roster, made)]
    for name, duties in _by_force(known).items():
        found += _of_force(name, duties, made)
    for person, slots in _by_name(known).items():
        found += _of_person(person, slots, made.rules)
    return tuple(sorted(found, key=lambda one: not one.hard))


Busy = tuple[Slot, int]
"""A slot and how many of a force are on it."""


def _unknown(roster: Mapping[str, RosterSlot], made: Plan) -> Iterator[RosterFault]:
    gone = [entry for key, entry in roster.items() if key not in made.slots]
    for entry in gone:
        where = f"{entry.post} {entry.day:%m-%d} #{entry.shift}"
        text = Text(f"方案中已没有 {where}", f"the plan has no {where} any more")
        yield RosterFault("unknown", text, (slot_key(entry.post, entry.day, entry.shift),))


def _by_force(known: Iterable[tuple[Slot, RosterSlot]]) -> dict[str, list[Busy]]:
    found: dict[str, list[Busy]] = defaultdict(list)
    for slot, entry in known:
        for duty in entry.duties:
            found[duty.force].append((slot, duty.persons))
    return found


def _by_name(known: Iterable[tuple[Slot, RosterSlot]]) -> dict[tuple[str, str], list[Slot]]:
    found: dict[tuple[str, str], list[Slot]] = defaultdict(list)
    for slot, entry in known:
        for duty in entry.duties:
            for name in duty.names:
                found[duty.force, name].append(slot)
    return found


def _of_force(name: str, duties: list[Busy], made: Plan) -> Iterator[RosterFault]:
    force = made.forces.get(name)
    if force is None or force.persons is None:
        return
    called, slots = peak(duties)
    if called > force.persons:
        zh, en = (
            f"{name} 同时在岗 {called} 人，只有 {force.persons} 人",
            f"{name}: {called} at once, has {force.persons}",
        )
        yield RosterFault("over", Text(zh, en), slots, name, called)
    elif (rested := peak(duties, made.rules.rest))[0] > force.persons:
        zh = f"{name} 连轮休在内需 {rested[0]} 人，只有 {force.persons} 人"
        en = f"{name}: {rested[0]} with those at rest, has {force.persons}"
        yield RosterFault("rest", Text(zh, en), rested[1], name)
    guards = [(slot, persons) for slot, persons in duties if slot.row.unit_type in force.guard_types]
    sent, where = peak(guards)
    if force.certified is not None and sent > force.certified:
        zh, en = (
            f"{name} 持证 {force.certified} 人，上岗 {sent} 人",
            f"{name}: {force.certified} certified, {sent} on post",
        )
        yield RosterFault("uncertified", Text(zh, en), where, name)


def peak(duties: Iterable[Busy], rest: timedelta = timedelta(0)) -> tuple[int, tuple[str, ...]]:
    """Return the most people called at one moment and the slots of that moment; who rests still counts for ``rest``.

    Intervals are half open: who goes off at a moment may go on elsewhere at that moment.
    """
    several = list(duties)
    steps: dict[datetime, int] = defaultdict(int)
    for slot, persons in several:
        steps[slot.start] += persons
        steps[slot.end + rest] -= persons
    most, at, present = 0, None, 0
    for moment in sorted(steps):
        present += steps[moment]
        if present > most:
            most, at = present, moment
    if at is None:
        return 0, ()
    return most, tuple(slot.key for slot, persons in several if persons and slot.start <= at < slot.end + rest)


def _of_person(person: tuple[str, str], slots: list[Slot], rules: Rules) -> Iterator[RosterFault]:
    """Check one named person: never twice at once, no duty longer than allowed, rest after each."""
    force, name = person
    ordered = sorted(slots, key=lambda slot: (slot.start, slot.end, slot.post))
    for earlier, later in pairwise(ordered):
        if later.start < earlier.end:
            zh = f"{name}（{force}）同时在 {earlier.post} 和 {later.post}，{later.start:%m-%d %H:%M}"
            en = f"{name} ({force}) at {earlier.post} and {later.post} at once, {later.start:%m-%d %H:%M}"
            yield RosterFault("twice", Text(zh, en), (earlier.key, later.key), force)
        elif timedelta(0) < later.start - earlier.end < rules.rest:
            hours = (later.start - earlier.end).total_seconds() / HOUR
            zh, en = (
                f"{name}（{force}）两班之间只隔 {hours:g} 小时",
                f"{name} ({force}): only {hours:g} h between duties",
            )
            yield RosterFault("rest", Text(zh, en), (earlier.key, later.key), force)
    for run in _runs(ordered):
        length = run[-1].end - run[0].start
        if length > rules.longest:
            hours = length.total_seconds() / HOUR
            zh, en = f"{name}（{force}）连续在岗 {hours:g} 小时", f"{name} ({force}) on duty for {hours:g} h on end"
            yield RosterFault("long", Text(zh, en), tuple(slot.key for slot in run), force)


def _runs(ordered: list[Slot]) -> Iterator[list[Slot]]:
    """Yield duties that follow each other without a break."""
    run: list[Slot] = []
    for slot in ordered:
        if run and slot.start > run[-1].end:
            yield run
            run = []
        run.append(slot)
    if run:
        yield run
