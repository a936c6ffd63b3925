"""The plan in force held against the review points of the eleven contents, and graded as the organiser's is.

A point counts as shown only where the case has what the plan prints for it; what no row of the case can tell (samples,
training, signed copies) is not shown, and is named. The officer's scores of the organiser's plan use the same grades.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from workbench.core.crowd_zones import whole
from workbench.core.deployment_posts import rule
from workbench.core.pack import Pack
from workbench.core.plan_contents import grade
from workbench.core.values import Row
from workbench.errors import Text
from workbench.services.plan_source import PlanSource, hours_of
from workbench.services.wording import text_of

POINTS = "plan_shown"
"""List of the pack: content → what shows each of its review points, in their order; nothing = the case cannot tell."""
_LONGEST = "shift_limit"
_TRIGGER, _SCENARIO = "trigger", "scenario"


@dataclass(frozen=True)
class OwnScore:
    """How a content of the plan in force does: its grade, and the review points that it does not show."""

    score: int
    shown: int
    points: int
    lacking: tuple[Text, ...]


def own_scores(source: PlanSource) -> Mapping[str, OwnScore]:
    """Return content → how the plan in force does on its review points."""
    return {code: _scored(source, code) for code in source.pack.plan}


def _scored(source: PlanSource, code: str) -> OwnScore:
    points, rows = source.pack.plan[code].points, source.pack.lists.get(POINTS, {})
    named = rows[code].data["shown"] if code in rows else ()
    keys = named if isinstance(named, tuple) else ()
    seen = [bool(key) and _shown(source, str(key)) for key in (*keys, *("",) * len(points))[: len(points)]]
    lacking = tuple(point for point, there in zip(points, seen, strict=True) if not there)
    return OwnScore(grade(sum(seen), len(points)), sum(seen), len(points), lacking)


def _shown(source: PlanSource, key: str) -> bool:
    """Return whether the plan has what shows a point: one of :data:`SHOWN`, or ``trigger:`` or ``scenario:`` a code."""
    kind, _, code = key.partition(":")
    if kind == _TRIGGER:
        return any(card.code == code for card in source.breakers.adopted)
    if kind == _SCENARIO:
        return any(card.code == code for card in source.breakers.covered)
    return SHOWN[key](source)


def unknown(pack: Pack) -> tuple[str, ...]:
    """Return what the pack names that nothing here can tell."""
    rows = pack.lists.get(POINTS, {}).values()
    keys = [str(key) for row in rows for key in _tuple(row.data["shown"]) if key]
    known = {f"{_TRIGGER}:{code}" for code in pack.triggers} | {f"{_SCENARIO}:{code}" for code in pack.scenarios}
    return tuple(key for key in keys if key not in SHOWN and key not in known)


def _tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


# what shows a point


def _stated(source: PlanSource, keys: tuple[str, ...]) -> bool:
    return all(text_of(source.plan.fields.get(key)) for key in keys)


def _drawn(source: PlanSource, layer: str) -> bool:
    site = source.plan.site
    return site is not None and any(site.layer(layer))


def _styled(source: PlanSource, styles: tuple[str, ...]) -> bool:
    return set(styles) <= {zone.style for zone in source.ground.map.zones}


def _shifts(source: PlanSource) -> bool:
    """Return whether every post states its hours, none over the office's longest shift."""
    posts = source.plan.rows("posts")
    if not posts or _LONGEST not in source.pack.deployment:
        return False
    longest = float(rule(source.pack, _LONGEST, "hours"))
    spans = [hours_of(row) for row in posts]
    return all(span is not None and (span[1] - span[0]).total_seconds() <= longest * 3600 for span in spans)


def _staffed(source: PlanSource) -> bool:
    staff = source.crowd.staff
    return not staff.gaps and staff.positions >= staff.least


def _chiefs(source: PlanSource) -> bool:
    """Return whether every kind of chief that the pack knows has a post with a name."""
    words = {row.data.get("word") for row in source.pack.deployment.values() if row.data.get("kind") == "chief"}
    return words <= {row["chief"] for row in source.plan.rows("posts") if text_of(row["lead"])}


def _tickets(source: PlanSource) -> bool:
    counts = [whole(row["tickets"]) for row in source.plan.rows("sessions")]
    most = source.crowd.capacity.persons
    return bool(counts) and most is not None and all(count is not None and count <= most for count in counts)


def _zone_numbers(source: PlanSource) -> bool:
    zones = source.crowd.capacity.zones
    return bool(zones) and any(zone.holding is not None for zone in zones)


def _lanes(source: PlanSource) -> bool:
    entry = source.crowd.entry
    return entry is not None and entry.lanes_needed is not None and entry.lanes >= entry.lanes_needed


def _leaving(source: PlanSource) -> bool:
    found = source.crowd.leaving
    return found is not None and found.flows is not None and found.persons is not None


def _covered(source: PlanSource) -> bool:
    """Return whether every scenario that applies has its actions in the plan."""
    cards = source.breakers.scenarios
    return any(one.state.covered for one in cards) and not any(one.state.missing for one in cards)


def _stopped(source: PlanSource) -> bool:
    adopted = source.breakers.adopted
    return bool(adopted) and all(card.deciders for card in adopted)


def _led(source: PlanSource) -> bool:
    return any(row["is_leader"] is True and text_of(row["lead"]) for row in source.plan.rows("posts"))


def _parties(source: PlanSource) -> bool:
    named: set[str] = {str(row["party"]) for row in source.plan.rows("parties") if _named(row)}
    return set(source.pack.parties) <= named


def _named(row: Row) -> bool:
    return bool(text_of(row["name"]) and text_of(row["lead"]))


def _mapped(source: PlanSource) -> bool:
    """Return whether the map has every post, and signs of exits, medical, fire and quick reaction."""
    shown = source.ground.map
    signs, posts = {spot.style for spot in shown.signs}, {spot.style for spot in shown.posts}
    return not shown.gaps and bool(source.ground.exits) and {"medical", "fire"} <= signs and "qrf" in posts


def _one_way(source: PlanSource) -> bool:
    return any(len(way.heads) > 1 for way in source.ground.map.ways)


Shown = Callable[[PlanSource], bool]
SHOWN: Mapping[str, Shown] = {
    "form": partial(_stated, keys=("ev.name", "ev.start_date", "loc.name")),
    "teams": lambda source: bool(source.plan.rows("posts")),
    "contacts": partial(_stated, keys=("sec.lead", "sec.phone")),
    "staffed": _staffed,
    "shifts": _shifts,
    "chiefs": _chiefs,
    "fire_lane": partial(_drawn, layer="lane"),
    "capacity": lambda source: source.crowd.capacity.persons is not None,
    "zone_numbers": _zone_numbers,
    "tickets": _tickets,
    "peaks": lambda source: source.crowd.capacity.expected is not None,
    "buffer": partial(_styled, styles=("buffer",)),
    "rings": partial(_styled, styles=("core", "cordon", "control")),
    "lanes": _lanes,
    "goods": lambda source: bool(tuple(source.listed("prohibited_items"))),
    "cases": lambda source: bool(tuple(source.listed("irregular_cases"))),
    "stop": _stopped,
    "drop": partial(_drawn, layer="drop"),
    "leaving": _leaving,
    "one_way": _one_way,
    "fences": partial(_drawn, layer="barrier"),
    "covered": _covered,
    "led": _led,
    "assembly": partial(_styled, styles=("assembly",)),
    "medical": partial(_stated, keys=("med.hospital", "med.minutes")),
    "drilled": lambda source: bool(source.words.drills) or any(c.state.drilled for c in source.breakers.covered),
    "levels": lambda source: bool(source.levels[0] and source.levels[1]),
    "map": _mapped,
    "parties": _parties,
}
"""What shows a review point → whether the plan in force has it."""
