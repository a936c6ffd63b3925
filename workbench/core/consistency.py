"""Does the workbook agree with itself and with the drawn plan?

Tolerances are pack parameters: a zone's stated gross area against its drawn polygon, a gate's clear width against its
drawn line. A figure that is not stated, or an object that is not drawn or not drawn well, is not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from workbench.core.facts import number_of, total
from workbench.core.pack import Pack
from workbench.core.parameters import number, words
from workbench.core.values import Application, Feature, Row
from workbench.errors import Text


@dataclass(frozen=True)
class Mismatch:
    """Two figures that should be the same: what, the one stated, the other, and the object (code or field key)."""

    what: Text
    stated: Decimal
    other: Decimal
    object: str


def mismatches(application: Application, pack: Pack) -> tuple[Mismatch, ...]:
    """Return all that disagrees: totals first, then zones, then gates, in sheet order."""
    return (*_totals(application, pack), *_zones(application, pack), *_gates(application, pack))


def _totals(application: Application, pack: Pack) -> Iterator[Mismatch]:
    kinds = words(pack, "guard_provider_kinds")

    def guards(rows: tuple[Row, ...]) -> Decimal:
        return total(tuple(r for r in rows if r["kind"] in kinds), "persons")

    def lanes(rows: tuple[Row, ...]) -> Decimal:
        return total(rows, "lanes")

    for key, sheet, what, other in (
        ("ev.sessions", "sessions", Text("场次数与场次表行数", "sessions stated and rows of sessions"), _count),
        (
            "ev.expected_per_session",
            "sessions",
            Text("每场预计人数与场次表", "expected persons and the sessions"),
            _largest,
        ),
        ("sec.lanes", "gates", Text("安检通道总数与出入口表", "screening lanes and the gates"), lanes),
        ("sec.guards", "forces", Text("保安员总数与力量表", "guards and the forces"), guards),
    ):
        found = _total(application, key, sheet, other)
        if found is not None and found[0] != found[1]:
            yield Mismatch(what, found[0], found[1], key)


def _largest(rows: tuple[Row, ...]) -> Decimal | None:
    return max((n for n in (number_of(r["expected"]) for r in rows) if n is not None), default=None)


def _count(rows: tuple[Row, ...]) -> Decimal:
    return Decimal(len(rows))


def _total(
    application: Application, key: str, sheet: str, other: Callable[[tuple[Row, ...]], Decimal | None]
) -> tuple[Decimal, Decimal] | None:
    """Return the stated figure and the one worked out of a sheet; ``None`` when one of them is not there."""
    stated = number_of(application.fields.get(key))
    if stated is None or sheet in application.missing_sheets or sheet not in application.sheets:
        return None
    worked = other(application.rows(sheet))
    return None if worked is None else (stated, worked)


def _zones(application: Application, pack: Pack) -> Iterator[Mismatch]:
    share, least = number(pack, "area_tolerance_share"), number(pack, "area_tolerance_m2")
    drawn = _drawn(application, "zone")
    for row in application.rows("zones"):
        feature = drawn.get(str(row["ref"] or row["code"]))
        stated = number_of(row["gross"])
        if feature is None or feature.area is None or stated is None:
            continue
        if abs(stated - feature.area) > max(least, share * stated):
            what = Text(f"区域 {row['code']} 毛面积与平面图", f"zone {row['code']}: gross area and the drawn plan")
            yield Mismatch(what, stated, feature.area, str(row["code"]))


def _gates(application: Application, pack: Pack) -> Iterator[Mismatch]:
    tolerance = number(pack, "gate_tolerance_m")
    drawn = _drawn(application, "gate")
    for row in application.rows("gates"):
        feature = drawn.get(str(row["code"]))
        stated = number_of(row["width"])
        if feature is None or feature.length is None or stated is None:
            continue
        if abs(stated - feature.length) > tolerance:
            what = Text(f"出入口 {row['code']} 净宽与平面图", f"gate {row['code']}: clear width and the drawn plan")
            yield Mismatch(what, stated, feature.length, str(row["code"]))


def _drawn(application: Application, layer: str) -> dict[str, Feature]:
    """Return the well-drawn features of a layer by code; a code drawn twice is left out."""
    if application.site is None:
        return {}
    features = [f for f in application.site.layer(layer) if f.valid]
    codes = [f.code for f in features]
    return {f.code: f for f in features if codes.count(f.code) == 1}
