"""Drawings read into a case: what one adds, changes and lacks is told first, and carried out as one act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from workbench.core.commands import EditPlan, PlanChange
from workbench.core.pack import Pack
from workbench.core.plan_edits import drawn_new, new_code, redrawn, removed
from workbench.core.site_objects import SHEET_OF, Placed, kind_of, placed
from workbench.core.values import Application, Feature, Problem, SitePlan
from workbench.core.working_plan import keyed_features, plan_of, shape_in_mm
from workbench.errors import PackageError, Text
from workbench.exchange.package import read_site
from workbench.services import access, documents
from workbench.services.acting import do
from workbench.services.desk import Desk, pack_of
from workbench.services.site_desk import BACKGROUND
from workbench.services.site_files import drawing
from workbench.services.views import Person

FAR = 50_000
"""A drawing this far from the plan [m] is told: no event reaches so far."""
ROUNDED = Decimal("0.005")
"""Half a centimetre [m]: what is lost where a drawing is written in centimetres, and no change."""
LARGEST = 50 * 1024 * 1024
"""Bytes of a drawing that is read."""


@dataclass(frozen=True)
class Difference:
    """An object that a drawing adds, changes or lacks; ``act`` is ``added``, ``changed``, ``removed``."""

    act: str
    layer: str
    key: str
    name: str


@dataclass(frozen=True)
class PlanImport:
    """What a drawing would make of a plan.

    Attributes:
        changes: The act, not carried out yet.
        same: Objects that the drawing shows as they are.
        left_out: Layers that the pack does not know, with how many objects each.
        notes: What the reader noticed.
    """

    changes: tuple[PlanChange, ...]
    differences: tuple[Difference, ...]
    same: int
    left_out: Mapping[str, int]
    notes: tuple[Problem, ...] = ()


def looked_at(
    desk: Desk, person: Person, case: str, path: Path, *, layers: Mapping[str, str] | None = None, whole: bool = False
) -> PlanImport:
    """Return what a drawing would make of the plan of a case; nothing is changed.

    Args:
        desk: The opened office.
        person: Who asks.
        case: Identifier or number of the case.
        path: A GeoJSON or DXF file.
        layers: Layer of the file → layer of the plan, for drawings of other offices.
        whole: The drawing is the whole plan: what it lacks is removed.

    Raises:
        PackageError: The file cannot be read.
    """
    access.require(desk.pack, person, "read_case")
    state = documents.find(desk, case)
    read, notes = read_drawing(path)
    return compared(plan_of(state), pack_of(state.pack), read, layers=layers, whole=whole, notes=notes)


def take_in(desk: Desk, person: Person, case: str, found: PlanImport, reason: str = "") -> int:
    """Carry out what was looked at, as one act that undo takes back; return how many objects changed.

    Raises:
        Refusal: A rule stands against it.
    """
    if found.changes:
        do(desk, person, EditPlan(documents.find(desk, case).id, found.changes, reason))
    return len(found.differences)


def read_drawing(path: Path) -> tuple[SitePlan, tuple[Problem, ...]]:
    """Return the objects of a file and what was noticed.

    Raises:
        PackageError: It is no drawing that can be read, or too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise PackageError(
                Text("图纸文件过大", "the drawing is too large"),
                where=path.name,
                remedy=Text(f"不超过 {LARGEST // 2**20} MB", f"at most {LARGEST // 2**20} MB"),
            )
        found = read_site(path)
    except OSError as fault:
        raise PackageError(Text("文件无法读取", "the file cannot be read"), where=path.name) from fault
    if found.plan is None or not any(one.valid for one in found.plan.features):
        first = next((one for one in found.problems if one.severity == "error"), None)
        raise PackageError(
            first.message if first else Text("没有可用的对象", "it has no usable objects"),
            where=path.name,
            remedy=Text("请导出为 GeoJSON（本地米）或 DXF", "export it as GeoJSON in local metres, or DXF"),
        )
    return found.plan, found.problems


def compared(
    plan: Application,
    pack: Pack,
    read: SitePlan,
    *,
    layers: Mapping[str, str] | None = None,
    whole: bool = False,
    notes: tuple[Problem, ...] = (),
) -> PlanImport:
    """Return what other objects would make of a plan; objects whose shapes cannot be trusted are left out."""
    wanted = {name.lower(): layer for name, layer in (layers or {}).items()}
    known = _Known(plan, pack, read)
    renamed = [
        replace(one, layer=wanted[one.layer.lower()]) if one.layer.lower() in wanted else known.completed(one)
        for one in read.features
        if one.valid
    ]
    left_out: dict[str, int] = {}
    merged = _Merging(plan, pack)
    for one in renamed:
        if kind_of(pack, one.layer, one.kind) is None:
            left_out[one.layer] = left_out.get(one.layer, 0) + 1
        elif one.layer != BACKGROUND:
            merged.take(one)
    if whole:
        merged.drop_rest()
    told = (*notes, *_far_away(plan, read))
    return PlanImport(tuple(merged.changes), tuple(merged.differences), merged.same, left_out, told)


class _Known:
    """What a plan says of the objects that a drawing shows by their codes alone.

    The format's own DXF has no kinds, and one layer for points of all sorts.
    """

    def __init__(self, plan: Application, pack: Pack, read: SitePlan) -> None:
        self._shown = {one.layer for one in read.features}
        self._own: dict[tuple[str, str], Placed] = {}
        self._elsewhere: dict[str, list[Placed]] = {}
        for one in placed(plan, pack):
            code = str(one.row.values.get("ref") or one.key) if one.row and not one.feature else one.key
            self._own.setdefault((one.layer, code), one)
            if one.layer not in self._shown:
                self._elsewhere.setdefault(code, []).append(one)

    def completed(self, one: Feature) -> Feature:
        """Return an object with the kind, and where the drawing's is none of the plan the layer, of its code."""
        if one.kind or not one.code:
            return one
        there = self._own.get((one.layer, one.code))
        if there is None:
            others = [other for other in self._elsewhere.get(one.code, ()) if _same_sort(other, one)]
            if len(others) != 1:
                return one
            there = others[0]
        return replace(one, layer=there.layer, kind=_kind_said(there))


def _same_sort(there: Placed, one: Feature) -> bool:
    return there.feature is not None and there.feature.geometry == one.geometry


def _kind_said(there: Placed) -> str:
    if there.feature is not None and there.feature.kind:
        return there.feature.kind
    return str(there.row.values.get("kind") or "") if there.row and there.layer in SHEET_OF else ""


def _far_away(plan: Application, read: SitePlan) -> tuple[Problem, ...]:
    """Tell a drawing that lies so far from the plan that its coordinates must be others."""
    ours, theirs = (
        [point for one in features if one.valid for ring in one.rings for point in ring]
        for features in (plan.site.features if plan.site else (), read.features)
    )
    if not ours or not theirs:
        return ()
    away = max(
        max(min(found) - max(there), min(there) - max(found))
        for there, found in (([p[axis] for p in ours], [p[axis] for p in theirs]) for axis in (0, 1))
    )
    if away < FAR:
        return ()
    text = Text(
        f"图纸距现有平面图 {away / 1000:.0f} 千米，坐标系可能不同，请核对",
        f"the drawing lies {away / 1000:.0f} km from the plan: its coordinates may be of another system",
    )
    return (Problem("far_away", "warn", text),)


class _Merging:
    """Objects of a drawing put into a plan one after the other."""

    def __init__(self, plan: Application, pack: Pack) -> None:
        self._plan, self._pack = plan, pack
        layers = dict.fromkeys(one.layer for one in drawing(plan))
        self._known = {layer: keyed_features(plan.site, layer) for layer in layers}
        self._taken: set[tuple[str, str]] = set()
        self.changes: list[PlanChange] = []
        self.differences: list[Difference] = []
        self.same = 0

    def take(self, one: Feature) -> None:
        """Take an object: the plan's own of the same layer and code, else a new one."""
        if one.code and (one.layer, one.code) in self._taken:
            return
        there = self._known.get(one.layer, {}).get(one.code) if one.code else None
        if there is None:
            self._add(one)
        elif _alike(there, one):
            self.same += 1
            self._taken.add((one.layer, one.code))
        else:
            shape = replace(shape_in_mm(one), kind=one.kind or there.kind, name=one.name or there.name)
            self._note("changed", one.layer, one.code, one.name or there.name)
            self.changes += redrawn(self._plan, self._pack, one.layer, one.code, shape)

    def _add(self, one: Feature) -> None:
        kind = kind_of(self._pack, one.layer, one.kind)
        assert kind is not None
        code = one.code or new_code(self._plan, self._pack, kind, frozenset(key for _, key in self._taken))
        made = drawn_new(self._plan, self._pack, kind, shape_in_mm(one), code)
        self._note("added", one.layer, code, one.name)
        self.changes += made

    def _note(self, act: str, layer: str, key: str, name: str) -> None:
        self._taken.add((layer, key))
        self.differences.append(Difference(act, layer, key, name))

    def drop_rest(self) -> None:
        """Remove what the drawing lacks, in the layers that it shows."""
        shown = {layer for layer, _ in self._taken}
        for layer, there in self._known.items():
            for key, one in there.items():
                if layer in shown and (layer, key) not in self._taken:
                    self._note("removed", layer, key, one.name)
                    self.changes += removed(self._plan, self._pack, layer, key)


def _alike(there: Feature, one: Feature) -> bool:
    """Return whether a drawing shows an object as it is; what it does not say (DXF has no kinds) is no difference."""
    same = (there.geometry, there.parts, [*map(len, there.rings)]) == (one.geometry, one.parts, [*map(len, one.rings)])
    return same and _congruent(there, one) and one.kind in {"", there.kind} and one.name in {"", there.name}


def _congruent(there: Feature, one: Feature) -> bool:
    """Return whether all points lie where they lay, but for what other programs round away."""
    pairs = zip(there.rings, one.rings, strict=True)
    points = (pair for mine, theirs in pairs for pair in zip(mine, theirs, strict=True))
    return all(abs(a - b) <= ROUNDED for mine, theirs in points for a, b in zip(mine, theirs, strict=True))


def located(one: Problem) -> Text:
    """Return what the reader noticed, with the object of the file that it concerns."""
    zh = " ".join(filter(None, (f"第 {one.row} 个对象" if one.row else "", one.field)))
    en = " ".join(filter(None, (f"object {one.row}" if one.row else "", one.field)))
    return Text(f"{zh}：{one.message.zh}", f"{en}: {one.message.en}") if zh else one.message


def told(differences: Iterable[Difference]) -> Mapping[str, int]:
    """Return how many objects are added, changed and removed."""
    counts = dict.fromkeys(("added", "changed", "removed"), 0)
    for one in differences:
        counts[one.act] += 1
    return counts
