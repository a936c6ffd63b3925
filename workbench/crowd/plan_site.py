"""Plans to walk in from a drawing of either layout: an evacuation plan is one, a site plan one per enclosure.

*Site plan* of an application: an enclosure is a closed ``barrier`` or, where no barrier is closed, a ``base`` polygon.
If one outline passes through all exits it is the only enclosure. Otherwise each exit belongs to the smallest outline
that it lies on, before others to one that holds a core zone. Enclosures without a drawn way between them are walked
each for itself at the same moment, so that the whole has left when the slowest has. An enclosure inside another is
refused: who leaves the inner one is not outside. Exits are the lines of layer ``gate`` whose kind is a way out;
``base`` polygons of solid kinds inside are obstacles; people begin in the ``zone`` polygons of the core kinds, shared
out by their ``persons`` where the plan states any (a zone without is then empty), else by area.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from workbench.crowd.model import refuse
from workbench.crowd.plan_drawing import (
    Drawn,
    exit_of,
    features,
    of_layer,
    persons_of,
    polygonal,
    walkable_plan,
    without,
)
from workbench.crowd.plan_geometry import Exit, Plan, Start, made, near, polygons
from workbench.errors import Text

WHOLE = 0.95
"""Share of an enclosure from which on a core zone is the enclosure itself."""


@dataclass(frozen=True)
class SiteWords:
    """Which kinds of a site plan are ways out, solid, or where the audience is."""

    exits: frozenset[str] = frozenset()
    solids: frozenset[str] = frozenset()
    starts: frozenset[str] = frozenset()


def read_plans(
    data: bytes | Mapping[str, object], name: str = "plan", words: SiteWords | None = None
) -> tuple[Plan, ...]:
    """Return the plans of a drawing; each is walked for itself.

    Args:
        data: The bytes of a GeoJSON file, or what it holds.
        name: The file, for messages.
        words: How the kinds of a site plan are read.

    Raises:
        InputError: The drawing cannot be walked in; every faulty feature is named by its code or number.
    """
    drawn = features(data, name)
    layers = {one.word("layer") for one in drawn}
    if "walkable" in layers:
        return (walkable_plan(drawn, name),)
    if "gate" in layers:
        return _site(drawn, name, words or SiteWords())
    raise refuse(
        name,
        "平面图没有可通行区域（walkable）也没有出入口（gate）图层",
        "the plan has neither a layer “walkable” nor a layer “gate”",
        Text(
            "绘制 walkable（可通行多边形）与 exit（出口线）图层，见 workbench simulate --help",
            "draw layers “walkable” (polygons) and “exit” (lines); see workbench simulate --help",
        ),
    )


def _site(drawn: Sequence[Drawn], name: str, words: SiteWords) -> tuple[Plan, ...]:
    """Return the plans of a site as an application draws it."""
    exits = [exit_of(one) for one in of_layer(drawn, "gate") if one.word("kind") in words.exits]
    if not exits:
        raise refuse("gate", "平面图没有出口", "the plan has no exit")
    cores = [one for one in of_layer(drawn, "zone") if one.word("kind") in words.starts and polygons(one.shape)]
    rooms = _enclosures(drawn, exits, cores)
    known = any(persons_of(one) is not None for one in cores)
    plans = [_enclosed(drawn, name, words, ring, doors, known=known) for ring, doors in rooms]
    notes = (*_site_notes(drawn, words, plans), *_left_out(cores, [ring for ring, _doors in rooms]))
    return (replace(plans[0], notes=(*plans[0].notes, *notes)), *plans[1:])


def _enclosed(
    drawn: Sequence[Drawn], name: str, words: SiteWords, ring: Polygon, doors: Sequence[Exit], *, known: bool
) -> Plan:
    """Return the plan of one enclosure; ``known`` says that the drawing states persons."""
    solid = [one for one in of_layer(drawn, "base") if one.word("kind") in words.solids and _stands_in(one.shape, ring)]
    free = without(ring, (one.shape for one in solid), name)
    cores = [one for one in of_layer(drawn, "zone") if one.word("kind") in words.starts and _stands_in(one.shape, ring)]
    inner = [one for one in cores if one.shape.area < WHOLE * ring.area] or (cores if known else [])
    starts = [Start(one.place, polygonal(one), (persons_of(one) or 0) if known else None) for one in inner]
    told = Text(
        f"舞台、建筑、帐篷作为障碍：{len(solid)} 处", f"stages, buildings and tents are obstacles: {len(solid)}"
    )
    return made(free, doors, starts, notes=(told,) if solid else ())


def _site_notes(drawn: Sequence[Drawn], words: SiteWords, plans: Sequence[Plan]) -> list[Text]:
    closed = [one.place for one in of_layer(drawn, "gate") if one.word("kind") not in words.exits]
    told = []
    if any(start.persons for plan in plans for start in plan.starts):
        told.append(Text("人员按各区填报的预计峰值分配", "people begin by the expected peaks stated for the zones"))
    if closed:
        zh, en = "、".join(closed), ", ".join(closed)
        told.append(Text(f"入口与消防通道不计为出口：{zh}", f"entrances and fire lanes do not count as exits: {en}"))
    if len(plans) > 1:
        groups = [[door.code for door in plan.exits] for plan in plans]
        zh = "；".join("、".join(group) for group in groups)
        en = "; ".join(", ".join(group) for group in groups)
        told.append(
            Text(
                f"{len(plans)} 个围合之间没有绘出通路，各自同时疏散，以最慢的为准：{zh}",
                f"{len(plans)} enclosures without a drawn way between them, each walked for itself at the same moment; "
                f"the slowest counts: {en}",
            )
        )
    return told


def _left_out(cores: Sequence[Drawn], rings: Sequence[Polygon]) -> list[Text]:
    codes = [one.place for one in cores if not any(_stands_in(one.shape, ring) or _is(one, ring) for ring in rings)]
    if not codes:
        return []
    return [
        Text(
            f"以下核心区不在有出口的围合内，其中人员未计入仿真：{'、'.join(codes)}",
            f"core zones in no enclosure with an exit, whose people are not walked: {', '.join(codes)}",
        )
    ]


def _is(one: Drawn, ring: Polygon) -> bool:
    """Return whether a zone is the enclosure itself."""
    return bool(one.shape.intersection(ring).area > WHOLE * one.shape.area)


def _stands_in(shape: BaseGeometry, ring: Polygon) -> bool:
    return bool(polygons(shape)) and shape.area < ring.area and shape.intersection(ring).area > 0.5 * shape.area


def _enclosures(
    drawn: Sequence[Drawn], exits: Sequence[Exit], cores: Sequence[Drawn]
) -> list[tuple[Polygon, tuple[Exit, ...]]]:
    """Return the enclosures with their exits, in the order of the exits."""
    walls = [one.shape for one in of_layer(drawn, "barrier")]
    closed = polygons(shapely.polygonize(walls)) if walls else ()  # type: ignore[no-untyped-call]
    rings = closed or tuple(part for one in of_layer(drawn, "base") for part in polygons(one.shape))
    every = [ring for ring in rings if all(near(ring.exterior, door.middle) for door in exits)]
    if every:
        return [(min(every, key=lambda ring: ring.area), tuple(exits))]
    found = {door.code: _around(door, rings, cores) for door in exits}
    _all_fit(exits, found, rings)
    groups: dict[int, tuple[Polygon, list[Exit]]] = {}
    for door in exits:
        ring = found[door.code]
        assert ring is not None
        groups.setdefault(id(ring), (ring, []))[1].append(door)
    _apart(list(groups.values()))
    return [(ring, tuple(doors)) for ring, doors in groups.values()]


def _around(door: Exit, rings: Sequence[Polygon], cores: Sequence[Drawn]) -> Polygon | None:
    """Return the outline that an exit lies on, or nothing."""
    fit = [ring for ring in rings if near(ring.exterior, door.middle)]
    return min(fit, key=lambda ring: (not any(_stands_in(one.shape, ring) for one in cores), ring.area), default=None)


def _all_fit(exits: Sequence[Exit], found: Mapping[str, Polygon | None], rings: Sequence[Polygon]) -> None:
    """Refuse when exits lie on no outline; each is named, with how far off it is."""
    mend = Text(
        "把围挡或建筑画成闭合线，并让出口线落在其上；露天场地可另绘 walkable 与 exit 图层",
        "draw the barrier or building as a closed line with the exits on it; or draw the layers “walkable” and “exit”",
    )
    astray = [door for door in exits if found[door.code] is None]
    if astray:
        away = [_away(door, rings) for door in astray]
        raise refuse(
            ", ".join(door.code for door in astray),
            f"出口不在任何闭合围挡或建筑轮廓上（括号内为到最近轮廓的距离）：{'、'.join(away)}",
            f"exits on no closed barrier or building outline (in brackets: to the nearest): {', '.join(away)}",
            mend,
        )


def _away(door: Exit, rings: Sequence[Polygon]) -> str:
    nearest = min((_distance(ring, door) for ring in rings), default=None)
    return door.code if nearest is None else f"{door.code} ({nearest:.1f} m)"


def _distance(ring: Polygon, door: Exit) -> float:
    return float(shapely.distance(ring.exterior, shapely.points(door.middle)))  # type: ignore[no-untyped-call]


def _apart(groups: list[tuple[Polygon, list[Exit]]]) -> None:
    """Refuse an enclosure inside another one, or one that overlaps it."""
    for number, (ring, doors) in enumerate(groups):
        for other, _doors in groups[:number] + groups[number + 1 :]:
            if ring.area <= other.area and ring.intersection(other).area > 0.5 * ring.area:
                code = doors[0].code
                raise refuse(
                    code,
                    f"出口 {code} 所在围合位于另一围合之内，出了内层还没有离开外层",
                    f"the enclosure of exit {code} lies inside another: who leaves the inner one is not outside",
                    Text(
                        "绘制 walkable 与 exit 图层，只画最外层的出口", "draw “walkable” and the outermost “exit” only"
                    ),
                )
