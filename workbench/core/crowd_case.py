"""The crowd sums of a case: capacity, load, exits, entry, staffing, counted flow, and the scores that follow.

One named set of conventions, the family ``house`` of the pack; the sums themselves are those of :mod:`workbench.crowd`.
A part whose sheet is missing, or of which nothing is stated, is ``None``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from workbench.core.crowd_entry import Entry, entry
from workbench.core.crowd_exits import Leaving, leaving
from workbench.core.crowd_flow import Flow, flow
from workbench.core.crowd_load import Load, load
from workbench.core.crowd_rows import crowd_parameters
from workbench.core.crowd_staff import Staff, staff
from workbench.core.crowd_zones import Capacity, capacity, fraction, zones
from workbench.core.facts import day_of
from workbench.core.pack import Pack
from workbench.core.risk_anchors import Anchor, anchors
from workbench.core.risk_report import Assessor, assessor
from workbench.core.scope import headcount
from workbench.core.site_parking import Parking, parking
from workbench.core.values import Application
from workbench.errors import Text

EGRESS = "case.egress_ratio"


@dataclass(frozen=True)
class CrowdCase:
    """The crowd sums of one application.

    Attributes:
        lead_days: Days from the application to the first day of the event.
        anchors: Scores that follow from numbers.
        report: The assessor's scores.
    """

    capacity: Capacity
    load: Load | None
    leaving: Leaving | None
    entry: Entry | None
    staff: Staff
    flow: Flow | None
    lead_days: int | None
    anchors: tuple[Anchor, ...]
    report: Assessor | None

    @property
    def discrepancies(self) -> tuple[tuple[Anchor, int], ...]:
        """Return the scores that follow from numbers where the assessor gave another, with the assessor's."""
        scores = self.report.scores if self.report else {}
        told = ((one, scores[one.factor][0]) for one in self.anchors if one.factor in scores)
        return tuple((one, score) for one, score in told if score != one.score)


def crowd_case(application: Application, pack: Pack, applied: date | None) -> CrowdCase:
    """Return the crowd sums of an application.

    Args:
        application: The package, with the governing values in place.
        pack: Conventions, words and constants.
        applied: The day of application.
    """
    parameters, persons = crowd_parameters(pack), headcount(application)
    found = zones(application, pack, parameters) if _has(application, "zones") else None
    out = leaving(application, pack, parameters, found or (), persons) if _has(application, "gates") else None
    held = capacity(application, pack, found, _egress(out))
    guards = staff(application, pack, parameters, persons)
    first = day_of(application.fields.get("ev.start_date"))
    days = None if applied is None or first is None else (first - applied).days
    measured = {**_measured(held, out, guards, parking(application, pack)), "case.lead_days": _exactly(days)}
    worst = frozenset({EGRESS}) if out is not None and out.few else frozenset[str]()
    return CrowdCase(
        capacity=held,
        load=load(application, found or ()),
        leaving=out,
        entry=entry(application, parameters, persons) if _has(application, "gates") else None,
        staff=guards,
        flow=flow(application, pack, found or ()),
        lead_days=days,
        anchors=anchors(pack, measured, application.fields, worst),
        report=assessor(application, pack),
    )


def _has(application: Application, sheet: str) -> bool:
    return sheet in application.sheets and sheet not in application.missing_sheets


def _egress(out: Leaving | None) -> tuple[int | None, tuple[Text, ...]]:
    missing = Text("缺“出入口”表", "the sheet of gates is missing")
    return (None, (missing,)) if out is None else (out.capacity, out.gaps)


def _exactly(value: int | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _measured(held: Capacity, out: Leaving | None, guards: Staff, places: Parking) -> Mapping[str, Fraction | None]:
    """Return the facts that the bands read, as far as they can be told."""
    time = out.minutes if out else None
    densities = [zone.density for zone in held.zones if zone.counts and zone.density is not None]
    return {
        "case.headcount": _exactly(held.expected),
        "case.load_ratio": _ratio(_exactly(held.expected), _exactly(held.persons)),
        "case.max_density": max(densities, default=None),
        EGRESS: None if out is None or time is None else time / out.limit,
        "case.staff_ratio": guards.coverage,
        "case.parking_ratio": _ratio(fraction(places.need), fraction(places.supply)),
    }


def _ratio(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return None if part is None or not whole else part / whole
