"""How fast an audience comes in: what the lanes let through in an hour against the demand of the peak hour.

Without lanes nothing is told. Conventions and constants: the family ``house`` of the pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from workbench.core.crowd_zones import fraction, whole
from workbench.core.values import Application, Row
from workbench.crowd.lanes import SECONDS, lane_rate, needed
from workbench.crowd.parameters import ParameterSet, exact
from workbench.errors import Text

PERCENT = 100


@dataclass(frozen=True)
class GateLanes:
    """An entrance: lanes, handling time [s], persons per hour through one lane; ``None`` = no valid time."""

    code: str
    lanes: int
    seconds: Fraction | None
    rate: Fraction | None


@dataclass(frozen=True)
class Entry:
    """How an audience comes in.

    Attributes:
        share: Of all persons who come in the peak hour; ``efficiency`` of a lane's nominal rate.
        gates: Entrances with lanes.
        demand: Persons in the peak hour; ``None`` without a head-count.
        rate: Persons per hour through all lanes; ``None`` while a handling time is missing.
        lanes_needed: ``None`` when it cannot be told.
        admit_hours: Hours until everybody is in.
        doors_hours: Shortest time from the doors to the start.
        gaps: Why something cannot be told.
    """

    share: Fraction
    efficiency: Fraction
    gates: tuple[GateLanes, ...]
    demand: Fraction | None
    rate: Fraction | None
    lanes_needed: int | None
    admit_hours: Fraction | None
    doors_hours: Fraction | None
    gaps: tuple[Text, ...]

    @property
    def lanes(self) -> int:
        """Return the lanes of all entrances."""
        return sum(gate.lanes for gate in self.gates)

    @property
    def short(self) -> bool | None:
        """Return whether the lanes let fewer through than come; ``None`` when that cannot be told."""
        return None if self.rate is None or self.demand is None else self.rate < self.demand


def entry(application: Application, parameters: ParameterSet, persons: int | None) -> Entry | None:
    """Return how the audience comes in; ``None`` when no entrance states lanes."""
    efficiency = exact(parameters["house.lane_efficiency"])
    gates = tuple(_gates(application, efficiency))
    if not gates:
        return None
    share = _share(application, parameters)
    demand = None if persons is None else persons * share
    rates = [gate.rate * gate.lanes for gate in gates if gate.rate is not None]
    rate = sum(rates, Fraction(0)) if len(rates) == len(gates) else None
    mean = None if rate is None else rate / sum(gate.lanes for gate in gates)
    return Entry(
        share=share,
        efficiency=efficiency,
        gates=gates,
        demand=demand,
        rate=rate,
        lanes_needed=None if demand is None or mean is None else needed(demand, mean),
        admit_hours=None if rate is None or persons is None else persons / rate,
        doors_hours=min(_opening_times(application), default=None),
        gaps=tuple(_gaps(gates, persons)),
    )


def _gates(application: Application, efficiency: Fraction) -> Iterator[GateLanes]:
    for row in application.rows("gates"):
        lanes, seconds = whole(row["lanes"]), fraction(row["sec"])
        if lanes is not None and lanes > 0:
            rate = lane_rate(seconds, efficiency) if seconds is not None and seconds > 0 else None
            yield GateLanes(str(row["code"]), lanes, seconds, rate)


def _share(application: Application, parameters: ParameterSet) -> Fraction:
    stated = fraction(application.fields.get("sec.peak_share"))
    usable = stated is not None and 0 < stated <= PERCENT
    return stated / PERCENT if stated is not None and usable else exact(parameters["house.peak_share"])


def _opening_times(application: Application) -> Iterator[Fraction]:
    return (hours for row in application.rows("sessions") if (hours := _hours(row)) is not None)


def _hours(row: Row) -> Fraction | None:
    doors, start = row["doors"], row["start"]
    if not isinstance(doors, datetime) or not isinstance(start, datetime):
        return None
    return Fraction(int((start - doors).total_seconds()), SECONDS)


def _gaps(gates: tuple[GateLanes, ...], persons: int | None) -> Iterator[Text]:
    if persons is None:
        yield Text("未填场次预计人数", "no session states its expected persons")
    for gate in gates:
        if gate.rate is None:
            yield Text(f"{gate.code} 未填有效的每人检查时间", f"{gate.code}: no valid handling time per person")
