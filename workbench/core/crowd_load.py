"""The largest load of a scenic area: what its usable area carries at once and over a day, and what was declared.

Source:
    LB/T 034-2014 (formulas from memory, to be verified). Areas: uses marked ``carrying`` in ``lists.zone_uses``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from workbench.core.crowd_zones import ZoneState, fraction, whole
from workbench.core.values import Application, Scalar
from workbench.crowd.carrying import instantaneous, turnovers
from workbench.errors import Text

FIELDS = ("loc.unit_area", "loc.open_hours", "loc.stay_hours", "loc.capacity_inst", "loc.capacity_day")


@dataclass(frozen=True)
class DayLoad:
    """Admissions of a day: its sessions, and their sum."""

    sessions: tuple[str, ...]
    entries: int


@dataclass(frozen=True)
class Load:
    """The largest load; ``None`` = cannot be told, ``gaps`` says why.

    Attributes:
        area, unit: Usable area [m²] and area per person [m²/p].
        open_hours, stay_hours: Of a day, and of a visit.
        once, turnover, day: Persons at once, whole turnovers, persons over a day.
        declared_once, declared_day: As stated.
        days: Admissions of the days that state them.
    """

    area: Fraction | None
    unit: Fraction | None
    open_hours: Fraction | None
    stay_hours: Fraction | None
    once: int | None
    turnover: int | None
    day: int | None
    declared_once: int | None
    declared_day: int | None
    days: tuple[DayLoad, ...]
    gaps: tuple[Text, ...]

    @property
    def days_over(self) -> tuple[DayLoad, ...]:
        """Return the days on which more are expected than a day carries."""
        return () if self.day is None else tuple(one for one in self.days if one.entries > self.day)


def load(application: Application, zones: tuple[ZoneState, ...]) -> Load | None:
    """Return the largest load; ``None`` when the application states nothing of it."""
    fields = application.fields
    if all(fields.get(key) is None for key in FIELDS):
        return None
    unit, hours, stay = (_positive(fields.get(key)) for key in FIELDS[:3])
    area = _area(zones)
    once = None if unit is None or area is None else instantaneous(((area, unit),))
    turns = None if hours is None or stay is None else turnovers(hours, stay)
    return Load(
        area=area,
        unit=unit,
        open_hours=hours,
        stay_hours=stay,
        once=once,
        turnover=turns,
        day=None if once is None or turns is None else once * turns,
        declared_once=whole(fields.get(FIELDS[3])),
        declared_day=whole(fields.get(FIELDS[4])),
        days=tuple(_days(application)),
        gaps=tuple(_gaps(area, unit, hours, stay)),
    )


def _positive(value: Scalar) -> Fraction | None:
    found = fraction(value)
    return found if found is not None and found > 0 else None


def _area(zones: tuple[ZoneState, ...]) -> Fraction | None:
    counted = [zone.net for zone in zones if zone.use.data.get("carrying")]
    known = [net for net in counted if net is not None and net > 0]
    return sum(known, Fraction(0)) if known and len(known) == len(counted) else None


def _gaps(
    area: Fraction | None, unit: Fraction | None, hours: Fraction | None, stay: Fraction | None
) -> Iterator[Text]:
    if area is None:
        yield Text("没有可计入承载量的有效面积", "no usable area counts for the load")
    if unit is None:
        yield Text("未填有效的人均面积指标", "no valid area per person")
    if hours is None or stay is None:
        yield Text("未填有效的开放时长或停留时间", "no valid opening hours or length of stay")


def _days(application: Application) -> Iterator[DayLoad]:
    found: dict[date, list[tuple[str, int]]] = {}
    for row in application.rows("sessions"):
        start, entries = row["start"], whole(row["entries"])
        if isinstance(start, datetime) and entries is not None:
            found.setdefault(start.date(), []).append((str(row["code"]), entries))
    for sessions in found.values():
        yield DayLoad(tuple(code for code, _ in sessions), sum(entries for _, entries in sessions))
