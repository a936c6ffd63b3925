"""Counted flow of people against the capacity: the states of the event over time, with their changes.

Upwards a state changes at once. From the highest it ends only below the trigger's resume value, then it is the state of
the present share. Thresholds are those of the pack's triggers, not of the applicant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from workbench.core.crowd_zones import ZoneState, whole
from workbench.core.pack import Choice, Pack, Trigger
from workbench.core.parameters import choices, word
from workbench.core.values import Application, Row
from workbench.errors import PackError, Text

SHEET = "flow"
PERCENT = 100


@dataclass(frozen=True)
class Change:
    """A change of state: when, with how many persons, their share of the capacity, from and to."""

    at: datetime
    occupancy: int
    share: Fraction
    before: Choice
    after: Choice


@dataclass(frozen=True)
class Flow:
    """Counted flow.

    Attributes:
        trigger: By which it is judged; ``capacity`` may be ``None`` (``gaps`` says why): then there are no states.
        rows: Lines counted.
        peak: Most persons inside.
        total: Persons counted in.
        changes: In order of time.
    """

    trigger: Trigger
    capacity: int | None
    rows: int
    peak: int
    total: int
    changes: tuple[Change, ...]
    gaps: tuple[Text, ...] = ()


def flow(application: Application, pack: Pack, zones: tuple[ZoneState, ...]) -> Flow | None:
    """Return the counted flow; ``None`` when nothing was counted."""
    rows = application.rows(SHEET)
    if not rows:
        return None
    stated = whole(application.fields.get("loc.capacity_inst"))
    rule = choices(pack, "flow_rules")["zones" if stated is None else "stated"]
    trigger = trigger_of(pack, rule)
    capacity = _counted(rows, pack, zones) if stated is None else stated
    inside = tuple(_inside(rows, pack))
    gaps = () if capacity else (Text("计数区域的容量不能确定", "the capacity of the zones counted cannot be told"),)
    return Flow(
        trigger=trigger,
        capacity=capacity,
        rows=len(rows),
        peak=max((persons for _, persons in inside), default=0),
        total=sum(whole(row["in_count"]) or 0 for row in rows),
        changes=tuple(transitions(inside, capacity, trigger, pack)) if capacity else (),
        gaps=gaps,
    )


def trigger_of(pack: Pack, rule: Choice) -> Trigger:
    """Return the trigger that a rule of ``lists.flow_rules`` names."""
    found = pack.triggers.get(str(rule.data.get("trigger")))
    if found is None:
        message = Text(
            f"规则包没有触发 {rule.data.get('trigger')}", f"no trigger {rule.data.get('trigger')} in the pack"
        )
        raise PackError(message, where=f"flow_rules.{rule.code}")
    return found


def _counted(rows: tuple[Row, ...], pack: Pack, zones: tuple[ZoneState, ...]) -> int | None:
    """Return the capacity of the zones named; the word for the whole site names those that hold an audience."""
    named = {code for row in rows for code in str(row["zone"]).split("+")}
    everything = word(pack, "flow_whole_site") in named
    wanted = [zone for zone in zones if (zone.counts if everything else zone.code in named)]
    held = [zone.holding for zone in wanted]
    complete = wanted and None not in held and (everything or named <= {zone.code for zone in wanted})
    return sum(one.persons for one in held if one) if complete else None


def _inside(rows: tuple[Row, ...], pack: Pack) -> Iterator[tuple[datetime, int]]:
    """Yield how many are inside at each time: the newest count of every place counted, added up."""
    everything = word(pack, "flow_whole_site")
    only = everything if any(row["zone"] == everything for row in rows) else None
    newest: dict[str, int] = {}
    timed = [(row["time"], row) for row in rows if isinstance(row["time"], datetime)]
    timed.sort(key=lambda pair: str(pair[0]))
    for number, (moment, row) in enumerate(timed):
        if only is None or row["zone"] == only:
            newest[str(row["zone"])] = whole(row["occupancy"]) or 0
        last = number + 1 == len(timed) or timed[number + 1][0] != moment
        if last and isinstance(moment, datetime):
            yield moment, sum(newest.values())


def transitions(
    inside: tuple[tuple[datetime, int], ...], capacity: int, trigger: Trigger, pack: Pack
) -> Iterator[Change]:
    """Yield the changes of state along the persons inside; upwards at once, from the highest only below its resume."""
    states = tuple(choices(pack, "flow_states").values())
    resume = Fraction(trigger.numbers["resume"]) / PERCENT
    state = states[0]
    for moment, persons in inside:
        share = Fraction(persons, capacity)
        held = state is states[-1] and share >= resume
        after = state if held else _state(share, states, trigger)
        if after is not state:
            yield Change(moment, persons, share, state, after)
            state = after


def _state(share: Fraction, states: tuple[Choice, ...], trigger: Trigger) -> Choice:
    """Return the highest state whose threshold the share reaches; the first has none."""
    reached = [row for row in states[1:] if share * PERCENT >= trigger.numbers[str(row.data["threshold"])]]
    return reached[-1] if reached else states[0]
