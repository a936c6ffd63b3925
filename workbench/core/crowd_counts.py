"""Counts of people made into occupancy: per gate and zone, and over the whole site, day by day.

A zone without a count of persons inside, and every gate, goes by what came and went since the first count of the day.
The whole site is what was counted as such; else the gates together; else the zones together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from workbench.core.commands import Count
from workbench.core.crowd_flow import SHEET
from workbench.core.crowd_zones import whole
from workbench.core.pack import Pack
from workbench.core.parameters import word
from workbench.core.parts_counts import CountSet
from workbench.core.values import Application, Row

WHOLE_SITE = "flow_whole_site"
"""Parameter of the pack: the word that stands for the whole site."""


@dataclass(frozen=True)
class Counted:
    """A count with where it comes from; ``source`` is empty for one that came with the application."""

    count: Count
    source: str
    by: str


@dataclass(frozen=True)
class Series:
    """Occupancy of a place over a day: (time, persons inside) in order of time."""

    place: str
    points: tuple[tuple[datetime, int], ...]

    @property
    def peak(self) -> tuple[datetime, int]:
        """Return the first moment of the most persons, and how many."""
        return max(self.points, key=lambda point: point[1])


def places(application: Application, pack: Pack) -> tuple[frozenset[str], frozenset[str]]:
    """Return the codes of gates and of zones that may be counted; the whole site is among the zones."""
    gates, zones = ({str(row["code"]) for row in application.rows(sheet)} for sheet in ("gates", "zones"))
    return frozenset(gates), frozenset({*zones, word(pack, WHOLE_SITE)})


def counted(application: Application, sets: Iterable[CountSet]) -> tuple[Counted, ...]:
    """Return all counts by time and place: those of the application, and over them what was recorded, newest last."""
    found: dict[tuple[datetime, str], Counted] = {}
    for row in application.rows(SHEET):
        at = row["time"]
        if isinstance(at, datetime):
            come, gone = whole(row["in_count"]) or 0, whole(row["out_count"]) or 0
            one = Count(at, str(row["zone"]), come, gone, whole(row["occupancy"]))
            found[one.at, one.place] = Counted(one, "", "")
    for recorded in sets:
        for one in recorded.counts:
            found[one.at, one.place] = Counted(one, recorded.source or "-", recorded.act.name)
    return tuple(found[key] for key in sorted(found))


def days(lines: Iterable[Counted]) -> tuple[date, ...]:
    """Return the days on which something was counted, in order."""
    return tuple(dict.fromkeys(sorted(one.count.at.date() for one in lines)))


def series(lines: Iterable[Counted], gates: frozenset[str]) -> Mapping[str, Series]:
    """Return occupancy by place for the counts of one day; a gate's is what came less what went, even below zero."""
    ordered = sorted((one.count for one in lines), key=lambda one: (one.place, one.at))
    made: dict[str, Series] = {}
    for place, counts in groupby(ordered, key=lambda one: one.place):
        inside, points = 0, []
        for one in counts:
            inside = one.inside if one.inside is not None else inside + one.come - one.gone
            points.append((one.at, inside if place in gates else max(inside, 0)))
        made[place] = Series(place, tuple(points))
    return made


def site(by_place: Mapping[str, Series], gates: frozenset[str], everything: str) -> Series | None:
    """Return the occupancy of the whole site; ``None`` when nothing was counted."""
    if everything in by_place:
        return by_place[everything]
    own = [one for place, one in by_place.items() if place in gates] or list(by_place.values())
    return _together(everything, own) if own else None


def _together(place: str, several: list[Series]) -> Series:
    """Return the newest counts of several places added up, at every time at which one was counted."""
    times = sorted({at for one in several for at, _ in one.points})
    newest = [dict(one.points) for one in several]
    last = [0] * len(several)
    points = []
    for at in times:
        last = [known.get(at, before) for known, before in zip(newest, last, strict=True)]
        points.append((at, max(0, sum(last))))
    return Series(place, tuple(points))


def as_sheet(application: Application, lines: Iterable[Counted], whole_site: Series | None, pack: Pack) -> Application:
    """Return the application with the counts of a day in place of its own, as the check of counted flow reads them.

    With gates or the whole site counted there is one line per time for the whole site; else the zones stand as counted.
    """
    told = tuple(lines)
    gates, _ = places(application, pack)
    everything = word(pack, WHOLE_SITE)
    by_place = series(told, gates)
    total = everything in by_place or any(place in gates for place in by_place)
    if whole_site is not None and total:
        rows = [(at, everything, _sum(told, at, everything, gates), inside) for at, inside in whole_site.points]
    else:
        rows = [_line(one.count, by_place[one.count.place]) for one in told]
    sheet = tuple(
        Row(SHEET, n, {"time": at, "zone": place, "in_count": come, "out_count": gone, "occupancy": inside})
        for n, (at, place, (come, gone), inside) in enumerate(rows, 1)
    )
    return replace(application, sheets={**application.sheets, SHEET: sheet})


def _line(one: Count, own: Series) -> tuple[datetime, str, tuple[int, int], int]:
    return one.at, one.place, (one.come, one.gone), dict(own.points)[one.at]


def _sum(lines: tuple[Counted, ...], at: datetime, everything: str, gates: frozenset[str]) -> tuple[int, int]:
    """Return who came and went over the whole site at a time."""
    own = [one.count for one in lines if one.count.at == at and one.count.place == everything]
    counts = own or [one.count for one in lines if one.count.at == at and one.count.place in gates]
    return sum(one.come for one in counts), sum(one.gone for one in counts)
