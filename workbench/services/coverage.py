"""Coverage of the plan in force, and proposals where to place points: for the window, the command line and papers.

The raster of a plan is kept while its ground stays the same, so that moving a post only looks for ways again; the
whole answer is kept while the plan stays the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.core.coverage_case import Building, Coverage, Wish, ZoneCover, built, coverage, finite
from workbench.core.pack import Pack
from workbench.core.placement_case import Order, Proposal, proposal
from workbench.core.values import Application
from workbench.errors import Text
from workbench.services import access, documents
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import Person

PLAIN = Wish()
"""The coverage as the pack sets it."""
SOLID, BEYOND = 0, 255
"""Codes of cells that nobody walks on, and that are reached later than the longest limit or never."""


@dataclass(frozen=True)
class CoverageView:
    """Coverage ready to be painted and listed.

    Attributes:
        found: Everything that was worked out.
        bands: Code by cell for painting, row 0 the northernmost: :data:`SOLID`, 1, 2 … for the limits in ``limits``
            in order, :data:`BEYOND`.
        limits: Upper limit of each band [s], ascending.
        extent: West, south, east and north edge of the picture [m].
    """

    found: Coverage
    bands: NDArray[np.uint8]
    limits: tuple[float, ...]
    extent: tuple[float, float, float, float]

    @property
    def holds(self) -> bool:
        """Return whether every key spot has its first wave by both conventions."""
        return all(one.straight_holds and one.walking_holds for one in self.found.spots)


def of_case(desk: Desk, person: Person, case: str, wish: Wish = PLAIN) -> CoverageView:
    """Return the coverage of the plan in force of a case.

    Args:
        desk: The opened office.
        person: Who asks.
        case: Identifier or number of the case.
        wish: Raster, posts, pace; a quick one is kept while the plan stays the same.
    """
    access.require(desk.pack, person, "read_case")
    look = Look(desk, documents.find(desk, case))
    plan, pack, key = look.plan, look.pack, look.case.id
    if not wish.quick:
        return view(coverage(plan, pack, wish))
    return desk.memo.take(
        f"coverage {key}", (plan, pack), (wish,), lambda: view(coverage(plan, pack, wish, _kept(desk, key)))
    )


def of_package(path: Path, pack: Pack, wish: Wish = PLAIN) -> CoverageView:
    """Return the coverage of a package that nobody has received."""
    return view(coverage(_read(path, pack), pack, wish))


def place_in_case(desk: Desk, person: Person, case: str, order: Order) -> Proposal:
    """Return a proposal for the plan in force of a case; the plan stays as it is."""
    access.require(desk.pack, person, "read_case")
    look = Look(desk, documents.find(desk, case))
    return proposal(look.plan, look.pack, order)


def place_in_package(path: Path, pack: Pack, order: Order) -> Proposal:
    """Return a proposal for a package that nobody has received."""
    return proposal(_read(path, pack), pack, order)


def object_kind(pack: Pack, kind: str) -> str:
    """Return the code of the pack's object as which something proposed is drawn."""
    return next(str(row.data["object"]) for row in pack.lists["site_duty"].values() if row.data.get("place") == kind)


def _kept(desk: Desk, key: str) -> Building:
    """Return a maker of networks that keeps the last one of a case."""
    return lambda ground, cell, speed: desk.memo.take(
        f"ground {key}", (), (ground, cell, speed), lambda: built(ground, cell, speed)
    )


def _read(path: Path, pack: Pack) -> Application:
    from workbench.exchange.package import read_package

    return read_package(path, pack, extract_text=False)


def view(found: Coverage) -> CoverageView:
    """Return coverage with its picture."""
    limits = tuple(sorted({*found.limits, found.outer}))
    codes = np.searchsorted(np.array(limits), found.times, side="left") + 1
    codes[codes > len(limits)] = BEYOND
    codes[~found.surface.free] = SOLID
    grid = found.surface.grid
    east, north = grid.west + grid.columns * grid.cell, grid.south + grid.rows * grid.cell
    picture = np.ascontiguousarray(codes[::-1].astype(np.uint8))
    return CoverageView(found, picture, limits, (grid.west, grid.south, east, north))


# For a machine


def answer(shown: CoverageView) -> Mapping[str, object]:
    """Return the coverage as plain values: numbers as numbers, ``None`` where no way leads."""
    found = shown.found
    return {
        "cell": found.surface.grid.cell,
        "walkable_m2": round(found.surface.area, 1),
        "limits_s": list(found.limits),
        "from": list(found.source_codes),
        "zones": [_zone(one) for one in found.zones],
        "key_spots": [
            {
                "post": one.code,
                "persons_in_radius": one.straight,
                "persons_on_foot": one.walking,
                "first_wave_s": number(one.wave_time),
                "first_responder": one.first[0],
                "first_responder_s": number(one.first[1]),
                "radius_ok": one.straight_holds,
                "on_foot_ok": one.walking_holds,
                "minute_ok": one.minute_holds,
            }
            for one in found.spots
        ],
        "responders": [
            {
                "post": one.code,
                "zone": one.zone,
                "area_in_a_minute_m2": round(one.area),
                "farthest_s": number(one.farthest),
                "limit_s": one.limit,
                "share": number(one.share),
            }
            for one in found.responders
        ],
        "problems": [{"code": one.code, "message": one.message, "remedy": one.remedy} for one in found.faults],
        "conventions": list(found.working.conventions),
        "warnings": list(found.working.warnings),
    }


def _zone(one: ZoneCover) -> Mapping[str, object]:
    return {
        "zone": one.code,
        "kind": one.kind,
        "walkable_m2": round(one.times.area, 1),
        "shares": [number(share) for share in one.times.shares],
        "slowest_s": number(one.times.worst),
        "p95_s": number(one.times.usual),
        "cut_off": number(one.times.cut_off),
        "exit_max_m": number(one.exits.worst) if one.exits else None,
        "exit_p95_m": number(one.exits.usual) if one.exits else None,
        "equipment_max_m": number(one.equipment.worst) if one.equipment else None,
        "equipment_p95_m": number(one.equipment.usual) if one.equipment else None,
        "seen": number(one.seen),
    }


def number(value: float | None) -> float | None:
    """Return a figure rounded to four places; ``None`` where there is none or it is infinite."""
    found = None if value is None else finite(value)
    return None if found is None else round(found, 4)


def placed(found: Proposal) -> Mapping[str, object]:
    """Return a proposal as plain values."""
    result = found.placement
    return {
        "kind": found.order.kind,
        "status": result.status,
        "places": [
            {"x": round(x, 2), "y": round(y, 2), "covers": round(gain, 2)}
            for (x, y), gain in zip(found.places, found.gains, strict=True)
        ],
        "demand": round(found.total, 2),
        "unit": "p" if found.persons else "m2",
        "covered_before": round(found.before, 2),
        "covered": round(result.value, 2),
        "share": round(found.covered, 4),
        "best_possible": round(result.best, 2),
        "bound": round(result.bound, 4),
        "gap": round(result.gap, 6),
        "candidates": found.candidates,
        "cell": found.cell,
        "conventions": list(found.working.conventions),
    }


def lines(found: Proposal) -> Iterable[Text]:
    """Yield a proposal in sentences."""
    result, count = found.placement, len(found.places)
    unit = Text("人", "persons") if found.persons else Text("m²", "m²")
    share, before = found.covered * 100, found.before / found.total * 100 if found.total else 0.0
    now = Text(f"现有覆盖 {before:.1f}%", f"covered now {before:.1f} %")
    sums = f"{result.value:,.0f} / {found.total:,.0f}"
    yield Text(
        f"{now.zh}，建议 {count} 处，覆盖 {share:.1f}%（{sums} {unit.zh}）",
        f"{now.en}; with {count} places {share:.1f} % ({sums} {unit.en})",
    )
    if not found.reachable:
        most = result.best / found.total * 100 if found.total else 0.0
        yield Text(
            f"目标达不到：全部 {found.candidates} 个候选点合计也只覆盖 {most:.1f}%，以下为达到该比例的最少布设",
            f"the target cannot be reached: all {found.candidates} candidates together cover {most:.1f} %; "
            "these are the fewest for that share",
        )
    bound = (
        Text(f"上界 {result.bound:.0f} {unit.zh}", f"bound {result.bound:.0f} {unit.en}")
        if found.order.count is not None
        else Text(f"至少需 {result.bound:.0f} 处", f"at least {result.bound:.0f} places are needed")
    )
    state = (
        Text("求解到时限为止，结果未证明最优", "the time limit was reached; not proven best")
        if result.status == "stopped"
        else Text("已证明最优", "proven best")
    )
    yield Text(
        f"{bound.zh}，差距 {result.gap * 100:.2f}%，{state.zh}", f"{bound.en}, gap {result.gap * 100:.2f} %, {state.en}"
    )
