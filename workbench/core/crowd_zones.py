"""What the zones of an application hold, and the number of persons the whole event may have at once.

A zone without an area, or a use without a density in the pack, has no capacity: a sum that would need it is not told,
and the gap is named. Conventions and constants: ``lists.zone_uses`` and the family ``house`` of the pack.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from workbench.core.facts import number_of
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import by_word, choices
from workbench.core.values import Application, Row, Scalar
from workbench.crowd.parameters import ParameterSet, exact
from workbench.crowd.zones import Holding, seated, standing
from workbench.errors import Text


@dataclass(frozen=True)
class ZoneState:
    """A zone as the sums read it.

    Attributes:
        use: Row of the pack's list of uses.
        net: Usable area in m².
        holding: Density that governs [p/m²] and capacity; ``None`` where they cannot be told, ``gap`` says why.
        peak: Expected persons at the busiest moment.
    """

    code: str
    name: str
    use: Choice
    net: Fraction | None
    holding: Holding | None
    peak: int | None
    gap: Text | None = None

    @property
    def counts(self) -> bool:
        """Return whether its persons count as capacity of the event."""
        return self.use.data.get("holding") is True

    @property
    def density(self) -> Fraction | None:
        """Return the expected density [p/m²] at the busiest moment."""
        return None if self.peak is None or not self.net else self.peak / self.net

    @property
    def over(self) -> bool | None:
        """Return whether more are expected than it holds; ``None`` when that cannot be told."""
        if self.peak is None or self.holding is None:
            return None
        return self.peak > self.holding.persons


@dataclass(frozen=True)
class Capacity:
    """How many persons an event may have at once.

    Attributes:
        limits: Row of the pack's list of limits and its persons (``None`` = cannot be told), in pack order.
        gaps: Why something cannot be told.
        expected, requested: Persons expected at once, and asked for.
        zones: Zones that hold an audience, and the others that state a peak.
    """

    limits: tuple[tuple[Choice, int | None], ...]
    gaps: tuple[Text, ...]
    expected: int | None
    requested: int | None
    zones: tuple[ZoneState, ...]

    @property
    def ceiling(self) -> int | None:
        """Return the lowest limit that can be told: the capacity is never above it."""
        return min((persons for _, persons in self.limits if persons is not None), default=None)

    @property
    def persons(self) -> int | None:
        """Return the capacity; ``None`` while one of the limits cannot be told."""
        return None if any(persons is None for _, persons in self.limits) else self.ceiling

    @property
    def limiting(self) -> tuple[Choice, ...]:
        """Return the limits that are as low as the capacity."""
        return tuple(row for row, persons in self.limits if self.persons is not None and persons == self.persons)

    def within(self, persons: int | None) -> bool | None:
        """Return whether a number stays within the capacity; above a known limit it never does."""
        if persons is None or self.ceiling is None:
            return None
        if persons > self.ceiling:
            return False
        return None if self.persons is None else True


def whole(value: Scalar) -> int | None:
    """Return a count as it is stated; anything else is ``None``."""
    found = number_of(value)
    return None if found is None else int(found)


def zones(application: Application, pack: Pack, parameters: ParameterSet) -> tuple[ZoneState, ...]:
    """Return the zones that hold an audience, and those of other checked uses that state a peak, in sheet order."""
    found = (_zone(row, pack, parameters) for row in application.rows("zones"))
    return tuple(zone for zone in found if zone is not None and (zone.counts or zone.peak is not None))


def _zone(row: Row, pack: Pack, parameters: ParameterSet) -> ZoneState | None:
    use = by_word(pack, "zone_uses", row["use"])
    if use is None:
        return None
    net, gap = fraction(row["net"]), None
    holding = _seats(row) if use.data.get("seats") else _area(row, use, parameters)
    if holding is None:
        what = Text("座位数", "seats") if use.data.get("seats") else Text("净面积或设计密度", "net area or density")
        gap = Text(f"{row['code']} 未填有效的{what.zh}", f"{row['code']}: no valid {what.en}")
    return ZoneState(str(row["code"]), str(row["name"] or ""), use, net, holding, whole(row["expected_peak"]), gap)


def _seats(row: Row) -> Holding | None:
    seats = whole(row["seats"])
    return None if seats is None or seats < 0 else seated(seats)


def _area(row: Row, use: Choice, parameters: ParameterSet) -> Holding | None:
    """Return what the area holds; a stated density lowers the ceiling only where the zone holds an audience."""
    net, stated = fraction(row["net"]), fraction(row["density"])
    if net is None or net <= 0:
        return None
    allowed = [exact(parameters[str(use.data["density"])])]
    if use.data.get("holding") and stated is not None:
        if stated <= 0:
            return None
        allowed.append(stated)
    return standing(net, allowed)


def fraction(value: Scalar) -> Fraction | None:
    """Return a stated number exactly; anything that is not a number is ``None``."""
    found = number_of(value)
    return None if found is None or not found.is_finite() else Fraction(found)


def capacity(
    application: Application,
    pack: Pack,
    found: tuple[ZoneState, ...] | None,
    egress: tuple[int | None, tuple[Text, ...]],
) -> Capacity:
    """Return the capacity of the event: the lowest of its limits.

    Args:
        application: The package.
        pack: The rules.
        found: Its zones; ``None`` = the sheet is missing.
        egress: Persons that leave in time, and why that cannot be told.
    """
    rated = whole(application.fields.get("ev.rated_capacity"))
    known: Mapping[str, int | None] = {"rated": rated, "holding": _held(found or ()), "egress": egress[0]}
    limits = tuple((row, known[code]) for code, row in choices(pack, "capacity_limits").items() if code in known)
    return Capacity(
        limits, (*_gaps(rated, found), *egress[1]), _most(application, "expected"), requested(application), found or ()
    )


def _held(found: tuple[ZoneState, ...]) -> int | None:
    held = [zone.holding for zone in found if zone.counts]
    return sum(one.persons for one in held if one) if held and None not in held else None


def _gaps(rated: int | None, found: tuple[ZoneState, ...] | None) -> Iterator[Text]:
    if rated is None:
        yield Text("未填额定容量", "the rated capacity is not stated")
    if found is None:
        yield Text("缺“区域”表", "the sheet of zones is missing")
    elif not any(zone.counts for zone in found):
        yield Text("没有容纳观众的区域", "no zone holds an audience")
    yield from (zone.gap for zone in found or () if zone.counts and zone.gap)


def _most(application: Application, column: str) -> int | None:
    stated = (whole(row[column]) for row in application.rows("sessions"))
    return max((n for n in stated if n is not None), default=None)


def requested(application: Application) -> int | None:
    """Return the persons asked for at once: the largest of what form and sessions state."""
    stated = (whole(application.fields.get("ev.requested_capacity")), _most(application, "approved_req"))
    return max((n for n in stated if n is not None), default=None)
