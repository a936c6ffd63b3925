"""Files of the site plan: written for other programs, read into a case with the differences told first, venues kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.core.commands import EditPlan, PlanChange
from workbench.core.pack import Pack
from workbench.core.plan_edits import drawn_new, new_code, redrawn, removed
from workbench.core.site_objects import kind_of
from workbench.core.values import Application, Feature, Problem, SitePlan
from workbench.core.working_plan import keyed_features, plan_of, shape_in_mm
from workbench.errors import PackageError, StorageError, Text
from workbench.exchange.package import read_site
from workbench.exchange.site_export import dxf, geojson, svg
from workbench.services import access, documents
from workbench.services.acting import do
from workbench.services.crowd_desk import opened
from workbench.services.desk import Desk, pack_of
from workbench.services.looking import Look
from workbench.services.registers import page, record
from workbench.services.site_desk import BACKGROUND
from workbench.services.views import Person

WRITERS: Mapping[str, Callable[[tuple[Feature, ...], str], bytes]] = {
    ".geojson": lambda drawn, _title: geojson(drawn),
    ".dxf": lambda drawn, _title: dxf(drawn),
    ".svg": svg,
}
"""Ending → how a plan is written."""
LARGEST = 50 * 1024 * 1024
"""Bytes of a drawing that is read."""
VENUES = "venue_plan"
"""The office's register of kept drawings."""


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


@dataclass(frozen=True)
class Venue:
    """A kept drawing."""

    entry: str
    name: str
    place: str
    objects: int
    sha256: str


# Writing


def drawing(plan: Application) -> tuple[Feature, ...]:
    """Return the objects of a plan that other programs are given: all but the background picture."""
    return tuple(one for one in plan.site.features if one.layer != BACKGROUND) if plan.site else ()


def written(plan: Application, ending: str) -> bytes:
    """Return a plan in the format of a file ending.

    Raises:
        PackageError: No such format, or nothing is drawn.
    """
    write = WRITERS.get(ending.lower())
    if write is None:
        known = "、".join((*WRITERS, PDF))
        raise PackageError(
            Text(f"不支持导出为 {ending[:20]}", f"a plan is not written as {ending[:20]}"),
            remedy=Text(f"可用：{known}", f"use one of: {', '.join((*WRITERS, PDF))}"),
        )
    drawn = drawing(plan)
    if not drawn:
        raise PackageError(
            Text("平面图上没有对象", "nothing is drawn"),
            remedy=Text("请先绘制或导入平面图", "draw or import a plan first"),
        )
    return write(drawn, str(plan.fields.get("ev.name") or ""))


PDF = ".pdf"
"""Ending of the map as a paper, drawn as vectors on A3."""


def export_case(desk: Desk, person: Person, case: str, ending: str) -> bytes:
    """Return the plan in force of a case in the format of a file ending; the reading is recorded."""
    if ending.lower() == PDF:
        from workbench.services.plan_desk import paper

        return paper(desk, person, case, "map").pdf
    found = opened(desk, person, case)
    return written(Look(desk, documents.find(desk, found)).plan, ending)


def export_package(path: Path, pack: Pack, ending: str) -> bytes:
    """Return the plan of a package that nobody has received."""
    if ending.lower() == PDF:
        from workbench.services.plan_desk import drawn, of_package

        return drawn(of_package(path, pack), "map").pdf
    from workbench.exchange.package import read_package

    return written(read_package(path, pack, extract_text=False), ending)


# Reading


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
        first = next(iter(found.problems), None)
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
    renamed = [replace(one, layer=(layers or {}).get(one.layer, one.layer)) for one in read.features if one.valid]
    left_out: dict[str, int] = {}
    merged = _Merging(plan, pack)
    for one in renamed:
        if kind_of(pack, one.layer, one.kind) is None:
            left_out[one.layer] = left_out.get(one.layer, 0) + 1
        elif one.layer != BACKGROUND:
            merged.take(one)
    if whole:
        merged.drop_rest()
    return PlanImport(tuple(merged.changes), tuple(merged.differences), merged.same, left_out, notes)


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
    same = (there.geometry, there.rings, there.parts) == (one.geometry, one.rings, one.parts)
    return same and one.kind in {"", there.kind} and one.name in {"", there.name}


# The office's library of venues


def keep_venue(desk: Desk, person: Person, case: str, name: str, place: str = "") -> Venue:
    """Keep the drawing of a case under a name, for other cases at the same place.

    Raises:
        Refusal: No name, or a field is wrong.
        NotAllowedError: The person may not keep registers.
    """
    state = documents.find(desk, case)
    drawn = drawing(plan_of(state))
    access.require(desk.pack, person, "keep_registers")
    sha256 = desk.database.attachments.put(written(plan_of(state), ".geojson"), f"{name[:80]}.geojson")
    known = next((venue for venue in venues(desk, person) if venue.name == name), None)
    values = {
        "name": name,
        "place": place or str(state.application.fields.get("loc.name") or "") or None,
        "objects": len(drawn),
        "source": state.number,
        "day": desk.today,
        "sha256": sha256,
    }
    entry = record(desk, person, VENUES, values, entry=known.entry if known else "")
    return Venue(entry, name, str(values["place"] or ""), len(drawn), sha256)


def venues(desk: Desk, person: Person) -> tuple[Venue, ...]:
    """Return the kept drawings by name."""
    return tuple(sorted(_venues(desk, person), key=lambda venue: venue.name))


def _venues(desk: Desk, person: Person) -> Iterator[Venue]:
    for row in page(desk, person, VENUES).entries:
        said = row.values
        objects = said.get("objects")
        yield Venue(
            *(row.entry, str(said.get("name") or ""), str(said.get("place") or "")),
            objects=objects if isinstance(objects, int) else 0,
            sha256=str(said.get("sha256") or ""),
        )


def venue_named(desk: Desk, person: Person, name: str) -> Venue:
    """Return a kept drawing by its name.

    Raises:
        StorageError: There is none.
    """
    there = venues(desk, person)
    found = next((venue for venue in there if venue.name == name), None)
    if found is None:
        known = "、".join(venue.name for venue in there) or "—"
        raise StorageError(
            Text("场馆库中没有这个名称", "no venue of that name is kept"), where=name[:60], remedy=Text(known, known)
        )
    return found


def venue_compared(desk: Desk, person: Person, case: str, name: str, *, whole: bool = False) -> PlanImport:
    """Return what a kept drawing would make of the plan of a case; :func:`take_in` carries it out."""
    from workbench.exchange.limits import DEFAULT
    from workbench.exchange.notes import Notes
    from workbench.exchange.site_plan import read_geojson

    access.require(desk.pack, person, "read_case")
    venue, notes = venue_named(desk, person, name), Notes()
    read = read_geojson(desk.database.attachments.get(venue.sha256), f"{venue.name}.geojson", DEFAULT, notes)
    state = documents.find(desk, case)
    return compared(plan_of(state), pack_of(state.pack), read, whole=whole, notes=notes.all())


def told(differences: Iterable[Difference]) -> Mapping[str, int]:
    """Return how many objects are added, changed and removed."""
    counts = dict.fromkeys(("added", "changed", "removed"), 0)
    for one in differences:
        counts[one.act] += 1
    return counts
