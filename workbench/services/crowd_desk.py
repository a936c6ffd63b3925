"""The crowd sums of a case for a person: limits with the one that binds, checks, zones, sources, needed changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from pathlib import Path

from workbench.core.crowd_case import CrowdCase, crowd_case
from workbench.core.crowd_entry import Entry
from workbench.core.crowd_exits import Leaving
from workbench.core.crowd_needs import Need, needs
from workbench.core.crowd_rows import crowd_parameters
from workbench.core.crowd_zones import ZoneState
from workbench.core.facts import day_of
from workbench.core.pack import Pack
from workbench.core.values import Application
from workbench.crowd.density import MOST_DENSITY
from workbench.crowd.model import MOST_PERSONS, calculate, refuse
from workbench.crowd.parameters import ParameterSet
from workbench.crowd.registry import model
from workbench.crowd.working import Result, Working, figure
from workbench.errors import NO_TEXT, Text
from workbench.services import access, documents
from workbench.services.crowd_sets import SetLine, known_bases, set_lines, tried_pack
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import Person

ENTRY = "entry"
MOVING = frozenset({"circulation"})
"""Uses in which the crowd walks rather than stands."""
BANDS = {"none": "ok", "yellow": "warn", "orange": "warn", "red": "bad"}
"""Band of a density → colour family of its word."""


@dataclass(frozen=True)
class Limit:
    """A limit of the number of persons.

    Attributes:
        persons: ``None`` = cannot be told.
        binds: It is as low as the capacity.
        counts: It is one of those whose lowest is the capacity; the entrance is only shown beside them.
    """

    code: str
    text: Text
    persons: int | None
    binds: bool
    counts: bool
    note: Text = NO_TEXT


@dataclass(frozen=True)
class Check:
    """A value against its limit, as the bars show it; ``holds`` is ``None`` when one of them is not known."""

    code: str
    text: Text
    value: Fraction | None
    limit: Fraction | None
    unit: str
    holds: bool | None
    note: Text = NO_TEXT


@dataclass(frozen=True)
class ZoneLine:
    """A zone: what it holds, what is expected, how dense that is and what that means."""

    code: str
    name: str
    use: Text
    counts: bool
    net: Fraction | None
    ceiling: Fraction | None
    capacity: int | None
    peak: int | None
    density: Fraction | None
    band: str
    band_text: Text
    meaning: Text
    over: bool | None
    minutes: Fraction | None
    gap: Text


@dataclass(frozen=True)
class CapacityView:
    """Everything the capacity page shows.

    Attributes:
        persons: The number that is judged: the larger of what is expected and what is asked for.
        capacity: ``None`` while a limit cannot be told; ``ceiling`` is the lowest one known.
        working: The sums as a sheet, with conventions and constants.
        basis: By which set of constants it was worked out; empty = the one that checks and papers go by.
        bases: Sets that can be tried, with their names; the one in use first, with the empty code.
    """

    expected: int | None
    requested: int | None
    persons: int | None
    capacity: int | None
    ceiling: int | None
    limits: tuple[Limit, ...]
    checks: tuple[Check, ...]
    zones: tuple[ZoneLine, ...]
    sets: tuple[SetLine, ...]
    needs: tuple[Need, ...]
    gaps: tuple[Text, ...]
    working: Result
    basis: str = ""
    bases: tuple[tuple[str, Text], ...] = ()


def of_case(desk: Desk, person: Person, case: str, persons: int | None = None, basis: str = "") -> CapacityView:
    """Return the capacity of a case, which is open already.

    Args:
        desk: The opened office.
        person: Who asks.
        case: Identifier or number of the case.
        persons: Another number to try; nothing of the case changes.
        basis: Another set of constants to try, by its code in ``bases``; nothing of the case changes.
    """
    access.require(desk.pack, person, "read_case")
    look = Look(desk, documents.find(desk, case))
    return _tried(look.plan, look.pack, look.assessment.crowd, persons, basis)


def opened(desk: Desk, person: Person, case: str) -> str:
    """Record that a person reads a case outside the window, and return its identifier."""
    access.require(desk.pack, person, "read_case")
    found = documents.find(desk, case).id
    desk.database.access.record(found, actor=person.id, at=desk.clock.now())
    return found


def of_package(path: Path, pack: Pack, persons: int | None = None, basis: str = "") -> CapacityView:
    """Return the capacity of a package that nobody has received; see :func:`of_case`."""
    application, crowd = read(path, pack)
    return _tried(application, pack, crowd, persons, basis)


def _tried(application: Application, pack: Pack, crowd: CrowdCase, persons: int | None, basis: str) -> CapacityView:
    """Return the capacity page worked out by the set in use, or by another one from beginning to end.

    Raises:
        InputError: The number to try is none that an event could have.
    """
    if persons is not None and not 1 <= persons <= MOST_PERSONS:
        raise refuse(
            "persons",
            f"人数应为 1 至 {MOST_PERSONS}：{str(persons)[:20]}",
            f"the number of persons must be 1 to {MOST_PERSONS}: {str(persons)[:20]}",
        )
    bases = tuple(known_bases(crowd.leaving, pack))
    if not basis:
        return replace(view(application, pack, crowd, persons), bases=bases)
    other = tried_pack(basis, bases, pack)
    shown = view(application, other, crowd_case(application, other, None), persons)
    beside = tuple(set_lines(crowd.leaving, pack, shown.persons))
    return replace(shown, sets=beside, basis=basis, bases=bases)


def read(path: Path, pack: Pack) -> tuple[Application, CrowdCase]:
    """Return a package and its crowd sums."""
    from workbench.exchange.package import read_package

    application = read_package(path, pack, extract_text=False)
    return application, crowd_case(application, pack, day_of(application.fields.get("app.date")))


def view(application: Application, pack: Pack, crowd: CrowdCase, persons: int | None = None) -> CapacityView:
    """Return the capacity page of an application."""
    held, constants = crowd.capacity, crowd_parameters(pack)
    wanted = judged(crowd) if persons is None else persons
    return CapacityView(
        expected=held.expected,
        requested=held.requested,
        persons=wanted,
        capacity=held.persons,
        ceiling=held.ceiling,
        limits=tuple(_limits(crowd)),
        checks=tuple(checks(crowd, wanted)),
        zones=tuple(_zone(one, crowd.leaving, constants) for one in held.zones),
        sets=tuple(set_lines(crowd.leaving, pack, wanted)),
        needs=needs(application, pack, wanted) if wanted is not None else (),
        gaps=(*held.gaps, *(crowd.entry.gaps if crowd.entry else ())),
        working=_working(crowd, constants),
    )


def judged(crowd: CrowdCase) -> int | None:
    """Return the number that is judged: the larger of what is expected and what is asked for."""
    held = crowd.capacity
    return max((n for n in (held.expected, held.requested) if n is not None), default=None)


def _limits(crowd: CrowdCase) -> Iterator[Limit]:
    held = crowd.capacity
    binding = {row.code for row in held.limiting}
    for row, persons in held.limits:
        yield Limit(row.code, row.text, persons, row.code in binding, counts=True)
    if crowd.entry is not None:
        note = Text(
            "从开门到开始能检入的人数，只作对照，不计入容量",
            "persons let in between doors and start; shown beside, not part of the capacity",
        )
        text = Text("入场能力（开门至开始）", "entrance, from doors to start")
        yield Limit(ENTRY, text, _admitted(crowd.entry), binds=False, counts=False, note=note)


def _admitted(found: Entry) -> int | None:
    return None if found.rate is None or found.doors_hours is None else floor(found.rate * found.doors_hours)


def checks(crowd: CrowdCase, wanted: int | None) -> Iterator[Check]:
    """Yield the checks in the order of the picture: persons, time to come in, time to leave, the worst case."""
    held = crowd.capacity
    persons = None if wanted is None else Fraction(wanted)
    ceiling = None if held.ceiling is None else Fraction(held.ceiling)
    yield Check("persons", Text("人数与容量", "persons and capacity"), persons, ceiling, "p", held.within(wanted))
    if crowd.entry is not None:
        yield from _entry_checks(crowd.entry, wanted)
    if crowd.leaving is not None:
        yield from _leaving_checks(crowd.leaving, wanted)


def _entry_checks(found: Entry, wanted: int | None) -> Iterator[Check]:
    demand = None if wanted is None else wanted * found.share
    holds = None if demand is None or found.rate is None else demand <= found.rate
    share = figure(found.share * 100)
    note = Text(f"高峰小时 {share}%", f"{share} % in the peak hour")
    yield Check(
        "demand", Text("高峰小时到达与通行", "peak hour against the lanes"), demand, found.rate, "p/h", holds, note
    )
    minutes = None if wanted is None or found.rate is None else wanted / found.rate * 60
    doors = None if found.doors_hours is None else found.doors_hours * 60
    within = None if minutes is None or doors is None else minutes <= doors
    told = Text("从开门到开始；超出部分在开始后入场", "from doors to start; the rest comes in after the start")
    yield Check("admit", Text("全部入场时间", "time to let all in"), minutes, doors, "min", within, told)


def _leaving_checks(found: Leaving, wanted: int | None) -> Iterator[Check]:
    if found.flows is None or wanted is None:
        yield Check("egress", Text("散场时间", "time to leave"), None, found.limit, "min", None)
        return
    every = wanted / found.flows.flow_all
    yield Check("egress", Text("散场时间", "time to leave"), every, found.limit, "min", every <= found.limit)
    worst = found.flows.minutes(wanted)
    lost = found.flows.lost.code if found.flows.lost else ""
    name = Text(f"散场 · 最不利 {lost} 封闭", f"time to leave, {lost} closed")
    holds = None if worst is None else worst <= found.limit
    yield Check("worst", name, worst, found.limit, "min", holds)


def _zone(one: ZoneState, out: Leaving | None, constants: ParameterSet) -> ZoneLine:
    band, shown, meaning = density_band(one.density, constants, moving=one.use.code in MOVING)
    times = [zone.minutes for zone in (out.zones if out else ()) if zone.zone == one.code]
    return ZoneLine(
        code=one.code,
        name=one.name,
        use=one.use.text,
        counts=one.counts,
        net=one.net,
        ceiling=one.holding.density if one.holding else None,
        capacity=one.holding.persons if one.holding else None,
        peak=one.peak,
        density=one.density,
        band=band,
        band_text=shown,
        meaning=meaning,
        over=one.over,
        minutes=times[0] if times else None,
        gap=one.gap or NO_TEXT,
    )


def density_band(density: Fraction | None, constants: ParameterSet, *, moving: bool) -> tuple[str, Text, Text]:
    """Return the office's band of a density, its word, and which published limit it reaches; empty without one."""
    if not density:
        return "", NO_TEXT, NO_TEXT
    if density > MOST_DENSITY:
        return "red", Text("数据异常", "not believable"), Text("密度超出已知范围", "denser than any crowd measured")
    found = calculate(model("density_overlay"), {"density": density, "moving": moving}, constants).values
    shown, meaning = found["shown"], found["meaning"]
    assert isinstance(shown, Text)
    assert isinstance(meaning, Text)
    return str(found["band"]), shown, meaning


def _working(crowd: CrowdCase, constants: ParameterSet) -> Result:
    """Return the sums of the page as a sheet, line by line."""
    sheet = Working(constants)
    for one in crowd.capacity.zones:
        if one.counts and one.holding is not None:
            _zone_step(sheet, one)
    if crowd.leaving is not None:
        _leaving_steps(sheet, crowd.leaving)
    if crowd.entry is not None:
        _entry_steps(sheet, crowd.entry)
    held = crowd.capacity
    if held.persons is not None:
        told = ", ".join(figure(persons) for _row, persons in held.limits)
        sheet.step(Text("容量", "capacity"), f"min({told})", held.persons, "p")
    sheet.convention(
        Text("容量取额定、分区合计、疏散三项的最小值", "capacity is the lowest of rated, zones together and egress")
    )
    return sheet.result("", {}, {})


def _zone_step(sheet: Working, one: ZoneState) -> None:
    assert one.holding is not None
    what = Text(f"{one.code} {one.name} 容量", f"capacity of {one.code}")
    if one.holding.density is None:
        sheet.step(what, "", one.holding.persons, "p")
        return
    sheet.parameter(str(one.use.data["density"]))
    sheet.step(what, f"⌊{figure(one.net)} × {figure(one.holding.density)}⌋", one.holding.persons, "p")


def _leaving_steps(sheet: Working, out: Leaving) -> None:
    for one in out.exits:
        if one.opening is not None:
            rate = one.opening.flow / one.opening.width
            sheet.step(
                Text(f"出口 {one.code} 通行能力", f"flow of exit {one.code}"),
                f"{figure(one.opening.width)} × {figure(rate)}",
                one.opening.flow,
                "p/min",
            )
    if out.flows is None or out.capacity is None:
        return
    if out.flows.lost is not None:
        lost = out.flows.lost.code
        sheet.convention(
            Text(f"扣除通行能力最大的出口 {lost}", f"the exit with the largest flow, {lost}, is discounted")
        )
    for code in ("flow_level", "flow_stepped", "egress_minutes"):
        sheet.parameter(f"house.{code}")
    sheet.step(Text("设计通行能力", "design flow"), "Σ", out.flows.flow_design, "p/min")
    told = f"⌊{figure(out.flows.flow_design)} × {figure(out.limit)}⌋"
    sheet.step(Text("疏散容量", "egress capacity"), told, out.capacity, "p")


def _entry_steps(sheet: Working, found: Entry) -> None:
    sheet.parameter("house.lane_efficiency")
    for gate in found.gates:
        if gate.rate is not None:
            told = f"{gate.lanes} × 3600 / {figure(gate.seconds)} × {figure(found.efficiency)}"
            what = Text(f"入口 {gate.code} 通行能力", f"lanes of entrance {gate.code}")
            sheet.step(what, told, gate.lanes * gate.rate, "p/h")
    if found.demand is not None:
        sheet.step(Text("高峰小时到达", "arrivals of the peak hour"), "", found.demand, "p/h")
