"""Which input would have to change: for every limit below a number, each single change that would lift it so far.

Nothing is solved on paper here: a changed application goes through the sums that judge the real one, and the smallest
change on the grid of its input that suffices is found by halving. A change that cannot suffice alone is told as such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from workbench.core.crowd_entry import Entry, entry
from workbench.core.crowd_exits import Exit, Leaving, leaving
from workbench.core.crowd_rows import crowd_parameters
from workbench.core.crowd_zones import Capacity, ZoneState, capacity, zones
from workbench.core.pack import Pack
from workbench.core.parameters import choices
from workbench.core.values import Application, Row, Scalar
from workbench.crowd.egress_rates import MOST_WIDTH
from workbench.errors import NO_TEXT, Text

WIDTH_STEP, DENSITY_STEP = Decimal("0.1"), Decimal("0.01")
MOST_AREA, MOST_LANES, MOST_SEATS = 2_000_000, 2000, 500_000
NEW = "+"
"""Code of an exit that is not there yet."""


@dataclass(frozen=True)
class Need:
    """A single change that would do.

    Attributes:
        limit: Code of the limit it lifts.
        object: Code of the zone, exit or gate; empty for a field of the form.
        what: The input.
        now, needed: Its value, and the smallest (or largest) that suffices; ``None`` = it cannot suffice alone.
        unit: Unit of both.
        note: What a reader should know about it.
    """

    limit: str
    object: str
    what: Text
    now: Fraction | None
    needed: Fraction | None
    unit: str
    note: Text = NO_TEXT


@dataclass(frozen=True)
class _Bench:
    """The application with what the sums need beside it."""

    application: Application
    pack: Pack
    persons: int

    def zones(self, application: Application) -> tuple[ZoneState, ...]:
        return zones(application, self.pack, crowd_parameters(self.pack))

    def held(self, application: Application) -> Capacity:
        return capacity(application, self.pack, self.zones(application), (None, ()))

    def leaving(self, application: Application) -> Leaving:
        return leaving(application, self.pack, crowd_parameters(self.pack), (), self.persons)

    def entry(self, application: Application) -> Entry | None:
        return entry(application, crowd_parameters(self.pack), self.persons)


def needs(application: Application, pack: Pack, persons: int) -> tuple[Need, ...]:
    """Return every single change that would let so many persons be present, limit by limit.

    Args:
        application: The package, with the governing values in place.
        pack: Conventions, words and constants.
        persons: Persons at once that are wanted.
    """
    bench = _Bench(application, pack, persons)
    return (*_rated(bench), *_holding(bench), *_egress(bench), *_entry(bench))


def smallest(works: Callable[[int], bool], least: int, most: int) -> int | None:
    """Return the smallest whole number that works, for a condition that stays true once it is; ``None`` = none."""
    if most < least or not works(most):
        return None
    while least < most:
        middle = (least + most) // 2
        if works(middle):
            most = middle
        else:
            least = middle + 1
    return least


def _limit(found: Capacity, code: str) -> int | None:
    return next((persons for row, persons in found.limits if row.code == code), None)


def _rated(bench: _Bench) -> Iterator[Need]:
    now = _limit(bench.held(bench.application), "rated")
    if now is not None and now < bench.persons:
        note = Text("须有场地或检测单位的书面依据", "needs a written basis from the venue or a testing body")
        wanted = Fraction(bench.persons)
        yield Need("rated", "", Text("额定容量", "rated capacity"), Fraction(now), wanted, "p", note)


def _holding(bench: _Bench) -> Iterator[Need]:
    now = _limit(bench.held(bench.application), "holding")
    if now is None or now >= bench.persons:
        return
    for zone in bench.zones(bench.application):
        if not zone.counts or zone.holding is None:
            continue
        if zone.holding.density is None:
            yield _seats(bench, zone)
            continue
        yield _area(bench, zone)
        if (higher := _density(bench, zone)) is not None:
            yield higher


def _fits(bench: _Bench, changed: Application) -> bool:
    return (_limit(bench.held(changed), "holding") or 0) >= bench.persons


def _seats(bench: _Bench, zone: ZoneState) -> Need:
    assert zone.holding is not None
    now = zone.holding.persons

    def works(seats: int) -> bool:
        return _fits(bench, _with(bench.application, "zones", zone.code, seats=seats))

    return Need(
        "holding", zone.code, Text("座位数", "seats"), Fraction(now), _told(smallest(works, now, MOST_SEATS)), "p"
    )


def _area(bench: _Bench, zone: ZoneState) -> Need:
    assert zone.net is not None
    least = int(zone.net)

    def works(net: int) -> bool:
        return _fits(bench, _with(bench.application, "zones", zone.code, net=net))

    needed = _told(smallest(works, least, MOST_AREA))
    return Need("holding", zone.code, Text("净面积", "usable area"), zone.net, needed, "m2")


def _density(bench: _Bench, zone: ZoneState) -> Need | None:
    """Return how far a stated density below the ceiling would have to rise; above the ceiling it changes nothing."""
    assert zone.holding is not None
    assert zone.holding.density is not None
    key = str(zone.use.data["density"])
    ceiling = Fraction(crowd_parameters(bench.pack)[key].value or 0)
    now = zone.holding.density
    if now >= ceiling:
        return None

    def works(steps: int) -> bool:
        return _fits(bench, _with(bench.application, "zones", zone.code, density=steps * DENSITY_STEP))

    found = smallest(works, int(now / Fraction(DENSITY_STEP)), int(ceiling / Fraction(DENSITY_STEP)))
    needed = None if found is None else found * Fraction(DENSITY_STEP)
    note = Text("不超过该用途的密度上限", "within the ceiling of its use")
    return Need("holding", zone.code, Text("设计密度", "design density"), now, needed, "p/m2", note)


def _egress(bench: _Bench) -> Iterator[Need]:
    found = bench.leaving(bench.application)
    if found.flows is None or (found.capacity or 0) >= bench.persons:
        return

    def works(changed: Application) -> bool:
        return (bench.leaving(changed).capacity or 0) >= bench.persons

    lost = found.flows.lost.code if found.flows.lost else ""
    for one in found.exits:
        yield _wider(bench, one, works, lost=one.code == lost)
    yield _new_exit(bench, works)


def _wider(bench: _Bench, one: Exit, works: Callable[[Application], bool], *, lost: bool) -> Need:
    assert one.opening is not None

    def wide_enough(tenths: int) -> bool:
        return works(_with(bench.application, "gates", one.code, width=tenths * WIDTH_STEP))

    tenths = smallest(wide_enough, int(one.opening.width / Fraction(WIDTH_STEP)), MOST_WIDTH * 10)
    note = Text("它是按最不利扣除的出口", "it is the exit that counts as lost") if lost else NO_TEXT
    if tenths is None and not lost:
        note = Text("再宽就成为被扣除的最大出口", "wider, it would itself be the largest, which is discounted")
    needed = None if tenths is None else tenths * Fraction(WIDTH_STEP)
    return Need("egress", one.code, Text("净宽", "clear width"), one.opening.width, needed, "m", note)


def _new_exit(bench: _Bench, works: Callable[[Application], bool]) -> Need:
    level = next(iter(choices(bench.pack, "exit_grades").values())).text.zh
    kind = next(iter(choices(bench.pack, "exit_kinds").values())).text.zh
    rows = bench.application.rows("gates")

    def change(tenths: int) -> Application:
        empty: dict[str, Scalar] = dict.fromkeys(rows[0].values)
        values = {**empty, "code": NEW, "kind": kind, "grade": level, "evac": True, "width": tenths * WIDTH_STEP}
        return _sheet(bench.application, "gates", (*rows, Row("gates", 0, values)))

    tenths = smallest(lambda n: works(change(n)), 1, MOST_WIDTH * 10)
    needed = None if tenths is None else tenths * Fraction(WIDTH_STEP)
    return Need("egress", NEW, Text("新增一个平地出口，净宽", "one more level exit, clear width"), None, needed, "m")


def _entry(bench: _Bench) -> Iterator[Need]:
    """Yield what the lanes lack for the peak hour; it limits how fast people come in, not how many may be there."""
    found = bench.entry(bench.application)
    if found is None or not found.short:
        return
    for gate in found.gates:

        def works(lanes: int, code: str = gate.code) -> bool:
            made = bench.entry(_with(bench.application, "gates", code, lanes=lanes))
            return made is not None and made.short is False

        needed = _told(smallest(works, gate.lanes, MOST_LANES))
        yield Need("entry", gate.code, Text("安检通道", "lanes"), Fraction(gate.lanes), needed, "lane")
    fields = bench.application.fields

    def slower(percent: int) -> bool:
        made = bench.entry(replace(bench.application, fields={**fields, "sec.peak_share": 100 - percent}))
        return made is not None and made.short is False

    less = smallest(slower, 100 - int(found.share * 100), 99)
    needed = None if less is None else Fraction(100 - less)
    what = Text("高峰小时到场比例", "share that arrives in the peak hour")
    note = Text("以分时段入场落实", "by staggered entry")
    yield Need("entry", "", what, found.share * 100, needed, "%", note)


def _told(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _with(application: Application, sheet: str, code: str, **values: Scalar) -> Application:
    """Return the application with other values in the row of a code."""
    rows = application.rows(sheet)
    return _sheet(
        application,
        sheet,
        tuple(replace(row, values={**row.values, **values}) if str(row["code"]) == code else row for row in rows),
    )


def _sheet(application: Application, sheet: str, rows: tuple[Row, ...]) -> Application:
    return replace(application, sheets={**application.sheets, sheet: rows})
