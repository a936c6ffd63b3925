"""Counted people of a case: recording, occupancy by place and day, bands of density, warnings with hysteresis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

from workbench.core import crowd_counts as counting
from workbench.core.case import Case
from workbench.core.commands import Count, RecordCounts
from workbench.core.crowd_counts import Counted, Series
from workbench.core.crowd_flow import Change, Flow, flow, transitions, trigger_of
from workbench.core.crowd_rows import crowd_parameters
from workbench.core.crowd_zones import ZoneState, zones
from workbench.core.pack import Pack
from workbench.core.parameters import choices, word
from workbench.core.values import Application
from workbench.core.working_plan import plan_of
from workbench.crowd.model import MOST_PERSONS
from workbench.crowd.parameters import ParameterSet
from workbench.errors import NO_TEXT, Text
from workbench.exchange.counts_file import BadLine, CountFile, read_counts
from workbench.exchange.table_file import TableFile, write_table
from workbench.services import access, documents
from workbench.services.acting import do
from workbench.services.crowd_desk import MOVING, density_band
from workbench.services.desk import Desk, pack_of
from workbench.services.views import Person

PERCENT = 100
SITE = Text("全场", "whole site")
_HEADS = (
    Text("时间", "Time"),
    Text("区域或出入口", "Zone or gate"),
    Text("进", "In"),
    Text("出", "Out"),
    Text("在场", "Inside"),
    Text("来源", "Source"),
    Text("登记人", "Recorded by"),
)


@dataclass(frozen=True)
class Cell:
    """A place at a time: persons, density [p/m²], the office's band of it, the state by the share of its capacity."""

    at: datetime
    inside: int
    density: Fraction | None
    band: str
    band_text: Text
    share: Fraction | None


@dataclass(frozen=True)
class PlaceLine:
    """A place over a day: its name, capacity, cells in order of time, the peak, the changes of its state."""

    code: str
    name: str
    gate: bool
    capacity: int | None
    cells: tuple[Cell, ...]
    peak: Cell
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Warn:
    """A change of state told to a person; ``place`` is empty for the whole site."""

    at: datetime
    place: str
    inside: int
    share: Fraction
    before: Text
    after: Text
    kind: str


@dataclass(frozen=True)
class FlowView:
    """Counted people on one day.

    Attributes:
        day, days: The day shown and all days with counts.
        site: The whole site; ``None`` when nothing was counted.
        capacity, trigger: By which the whole site is judged; ``thresholds`` of it as (state, persons).
        state: The last state of the day.
        warnings: Of the whole site and of every zone, in order of time.
        places: Zones and gates counted, in the order of the application.
        lines: Every count of the day with its source.
        choices: Code and name of every place that may be counted.
    """

    day: date | None
    days: tuple[date, ...]
    site: PlaceLine | None
    capacity: int | None
    trigger: str
    thresholds: tuple[tuple[Text, int], ...]
    state: Text
    warnings: tuple[Warn, ...]
    places: tuple[PlaceLine, ...]
    lines: tuple[Counted, ...]
    choices: tuple[tuple[str, str], ...]
    total: int
    gaps: tuple[Text, ...]


def of_case(desk: Desk, person: Person, case: str, day: date | None = None) -> FlowView:
    """Return the counts of a case on a day, by default the last one on which something was counted."""
    access.require(desk.pack, person, "read_case")
    found = desk.case(documents.find(desk, case).id)
    return view(plan_of(found), found, pack_of(found.pack), day)


def parsed(desk: Desk, person: Person, case: str, path: Path) -> CountFile:
    """Read a file of counts for a case; lines of a place that the case does not have are put aside as well."""
    access.require(desk.pack, person, "read_case")
    state = desk.case(documents.find(desk, case).id)
    found = read_counts(path)
    gates, known = counting.places(plan_of(state), pack_of(state.pack))
    good, bad = [], list(found.bad)
    for number, one in zip(found.numbers, found.counts, strict=True):
        reason = _unusable(one, gates, known, desk)
        if reason is None:
            good.append(one)
        else:
            bad.append(BadLine(number, f"{one.at:%Y-%m-%d %H:%M},{one.place},{one.come},{one.gone}", reason))
    return replace(found, counts=tuple(good), bad=tuple(sorted(bad, key=lambda one: one.number)))


def _unusable(one: Count, gates: frozenset[str], known: frozenset[str], desk: Desk) -> Text | None:
    if one.place not in gates and not set(one.place.split("+")) <= known:
        return Text(f"没有这个出入口或区域：{one.place[:40]}", f"no gate or zone of that code: {one.place[:40]}")
    if one.at.date() > desk.today:
        return Text("时间晚于今天", "the time lies in the future")
    if max(one.come, one.gone, one.inside or 0) > MOST_PERSONS:
        return Text(f"人数超出 {MOST_PERSONS}", f"more than {MOST_PERSONS} persons")
    return None


def record(desk: Desk, person: Person, case: str, found: CountFile) -> Case:
    """Record the counts of a file with its name and fingerprint."""
    state = documents.find(desk, case)
    return do(desk, person, command(state.id, found))


def command(case: str, found: CountFile) -> RecordCounts:
    """Return the wish to record the counts of a file."""
    return RecordCounts(case, found.counts, found.name, found.sha256)


def view(application: Application, case: Case, pack: Pack, day: date | None = None) -> FlowView:
    """Return the counts of an application and of what was recorded since, on a day."""
    every = counting.counted(application, case.counts)
    days = counting.days(every)
    shown = day if day in days else (days[-1] if days else None)
    lines = tuple(one for one in every if one.count.at.date() == shown)
    gates, _ = counting.places(application, pack)
    by_place = counting.series(lines, gates)
    everything = word(pack, counting.WHOLE_SITE)
    site = counting.site(by_place, gates, everything)
    judged = flow(counting.as_sheet(application, lines, site, pack), pack, _zones(application, pack)) if site else None
    bench = _Bench(pack, crowd_parameters(pack), {one.code: one for one in _zones(application, pack)})
    places = tuple(bench.place(one, gate=one.place in gates) for one in by_place.values() if one.place != everything)
    whole = None if site is None or judged is None else bench.whole(site, judged)
    return FlowView(
        day=shown,
        days=days,
        site=whole,
        capacity=judged.capacity if judged else None,
        trigger=judged.trigger.code if judged else "",
        thresholds=tuple(_thresholds(judged, pack)) if judged else (),
        state=_last_state(whole, pack),
        warnings=tuple(sorted(_warnings(whole, places), key=lambda one: one.at)),
        places=places,
        lines=lines,
        choices=tuple(_choices(application, everything)),
        total=judged.total if judged else 0,
        gaps=judged.gaps if judged else (),
    )


def _zones(application: Application, pack: Pack) -> tuple[ZoneState, ...]:
    missing = "zones" in application.missing_sheets or "zones" not in application.sheets
    return () if missing else zones(application, pack, crowd_parameters(pack))


@dataclass(frozen=True)
class _Bench:
    pack: Pack
    constants: ParameterSet
    zones: Mapping[str, ZoneState]

    def place(self, one: Series, *, gate: bool) -> PlaceLine:
        """Return a zone with density and state, or a gate, which has neither."""
        own = [self.zones[code] for code in one.place.split("+") if code in self.zones]
        held = [zone.holding.persons for zone in own if zone.holding]
        capacity = sum(held) if held and not gate else None
        net = sum((zone.net for zone in own if zone.net), Fraction(0)) if not gate else Fraction(0)
        moving = bool(own) and all(zone.use.code in MOVING for zone in own)
        cells = tuple(self._cell(point, net, capacity, moving=moving) for point in one.points)
        name = "、".join(zone.name for zone in own if zone.name)
        trigger = trigger_of(self.pack, choices(self.pack, "flow_rules")["zones"])
        changes = tuple(transitions(one.points, capacity, trigger, self.pack)) if capacity else ()
        return PlaceLine(one.place, name, gate, capacity, cells, _peak(cells), changes)

    def whole(self, site: Series, judged: Flow) -> PlaceLine:
        """Return the whole site; it has a state but no density, for an average over the site hides its zones."""
        cells = tuple(self._cell(point, Fraction(0), judged.capacity, moving=False) for point in site.points)
        return PlaceLine(
            "", "", gate=False, capacity=judged.capacity, cells=cells, peak=_peak(cells), changes=judged.changes
        )

    def _cell(self, point: tuple[datetime, int], net: Fraction, capacity: int | None, *, moving: bool) -> Cell:
        at, inside = point
        density = Fraction(inside) / net if net else None
        band, text = "", NO_TEXT
        if density is not None:
            band, text, _ = density_band(density, self.constants, moving=moving)
            band, text = (band, text) if band else ("none", Text("未到预警", "below the bands"))
        return Cell(at, inside, density, band, text, Fraction(inside, capacity) if capacity else None)


def _peak(cells: tuple[Cell, ...]) -> Cell:
    return max(cells, key=lambda one: one.inside)


def _thresholds(judged: Flow, pack: Pack) -> Iterator[tuple[Text, int]]:
    for row in choices(pack, "flow_states").values():
        key = row.data.get("threshold")
        if key and judged.capacity:
            yield row.text, round(judged.capacity * judged.trigger.numbers[str(key)] / PERCENT)


def _last_state(whole: PlaceLine | None, pack: Pack) -> Text:
    if whole is None or not whole.capacity:
        return NO_TEXT
    if whole.changes:
        return whole.changes[-1].after.text
    return next(iter(choices(pack, "flow_states").values())).text


def _warnings(whole: PlaceLine | None, places: tuple[PlaceLine, ...]) -> Iterator[Warn]:
    for line in (*((whole,) if whole else ()), *places):
        for one in line.changes:
            yield Warn(one.at, line.code, one.occupancy, one.share, one.before.text, one.after.text, one.after.code)


def _choices(application: Application, everything: str) -> Iterator[tuple[str, str]]:
    yield everything, ""
    for sheet in ("gates", "zones"):
        for row in application.rows(sheet):
            yield str(row["code"]), str(row.values.get("name") or row.values.get("kind") or "")


def export(desk: Desk, person: Person, case: str, target: Path, day: date | None = None, language: str = "zh") -> Path:
    """Write the counts of a day with their sources to an xlsx or csv file; errors as of every table."""
    shown = of_case(desk, person, case, day)
    rows = tuple(
        (one.count.at, one.count.place, one.count.come, one.count.gone, one.count.inside, one.source, one.by)
        for one in shown.lines
    )
    title = Text("人流计数", "Counts").in_language(language)
    return write_table((TableFile(title, tuple(head.in_language(language) for head in _HEADS), rows),), target)
