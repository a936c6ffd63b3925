"""The plan in force: what was handed in, with the office's own edits over it.

A row is named by its ``code``; the sheet of forces, which has none, by its kind and name; an object of the drawing by
its code within its layer. Where a file uses a name twice, the second is ``code#2``; what has no code is ``#1``, ``#2``
… An edit that says what was handed in is none, and added rows stand after the others in the order of their codes: the
plan depends on what differs, not on the way there.

Edits made after the decision are kept apart from those it rests on; the plan in force has both.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from operator import is_, itemgetter
from typing import TypeVar

from workbench.core.case import Case
from workbench.core.commands.plan import PUT, REMOVE, SET, PlanChange, Shape
from workbench.core.governing import governed
from workbench.core.parts_plan import ADDED, CHANGED, REMOVED, Edits, PlanEdit
from workbench.core.values import Application, Feature, Row, Scalar, SitePlan
from workbench.site.geometry import MM, POLYGONS, measures

T = TypeVar("T")

SHEETS = ("zones", "gates", "posts", "forces", "emergency", "triggers")
"""The sheets of the plan."""
DRAWING = "site."
"""What stands before the name of a layer."""
NAMED_BY: Mapping[str, tuple[str, ...]] = {"forces": ("kind", "name")}
"""Sheets whose rows have no code → the columns that name them."""

Columns = Mapping[str, tuple[str, ...]]
"""Sheet → its columns, for rows that are added."""
Parts = tuple[Edits, ...]
"""Edits one over the other, earliest first."""

_PLACED: deque[tuple[Application, Parts, Application]] = deque(maxlen=8)
"""The last plans worked out. Neither side ever changes, so the same objects give the same plan."""


def in_force(application: Application, *parts: Edits) -> Application:
    """Return the application with the office's edits in place; the same value when there are none.

    Args:
        application: The package, or the package with governing values in place.
        parts: Edits, each over what those before it make.
    """
    said = tuple(edits for edits in parts if edits)
    if not said:
        return application
    for known, before, made in tuple(_PLACED):
        if known is application and len(before) == len(said) and all(map(is_, before, said)):
            return made
    made = reduce(_placed, said, application)
    _PLACED.append((application, said, made))
    return made


def plan_of(case: Case) -> Application:
    """Return the plan in force of a case, with the governing values of its key facts."""
    return in_force(governed(case.application, case.facts), case.working_plan, case.later_plan)


def filed_plan_of(case: Case) -> Application:
    """Return what the edits of a case stand over: the application as handed in, and what was decided on after that."""
    return in_force(case.application, *_below(case))


def _below(case: Case) -> Parts:
    return (case.working_plan,) if case.decision else ()


def plan_number(application: Application) -> str:
    """Return a short fingerprint of the plan, 12 hex digits: equal for equal rows and drawings, whatever the way."""
    digest = hashlib.sha256(b"EAW-PLAN")
    for sheet in SHEETS:
        for row in application.rows(sheet):
            digest.update(repr((sheet, sorted(row.values.items(), key=itemgetter(0)))).encode())
    for one in application.site.features if application.site else ():
        digest.update(
            repr((one.layer, one.code, one.kind, one.name, one.geometry, one.rings, one.parts, one.extra)).encode()
        )
    return digest.hexdigest()[:12]


def row_key(row: Row) -> str:
    """Return the name of a row in its sheet, duplicates aside."""
    parts = (row.values.get(column) for column in NAMED_BY.get(row.sheet, ("code",)))
    return " ".join(str(part) for part in parts if part not in (None, ""))


def keyed_rows(application: Application, sheet: str) -> dict[str, Row]:
    """Return the usable rows of a sheet by name, in their order."""
    return dict(_keyed((row_key(row), row) for row in application.rows(sheet)))


def keyed_features(plan: SitePlan | None, layer: str) -> dict[str, Feature]:
    """Return the objects of a layer by name, in their order."""
    return dict(_keyed((one.code, one) for one in plan.layer(layer))) if plan else {}


def _keyed(named: Iterable[tuple[str, T]]) -> Iterator[tuple[str, T]]:
    """Yield values by unique names."""
    seen: dict[str, int] = {}
    for name, value in named:
        seen[name] = count = seen.get(name, 0) + 1
        yield (name if name and count == 1 else f"{name}#{count}"), value


def _placed(application: Application, edits: Edits) -> Application:
    by_place: dict[str, dict[str, PlanEdit]] = {}
    for (where, code), edit in edits.items():
        by_place.setdefault(where, {})[code] = edit
    sheets = dict(application.sheets)
    for where, several in by_place.items():
        if not where.startswith(DRAWING):
            sheets[where] = _rows(application, where, several)
    drawn = {where.removeprefix(DRAWING): several for where, several in by_place.items() if where.startswith(DRAWING)}
    there = frozenset(sheet for sheet in by_place if sheets.get(sheet))
    return replace(
        application,
        sheets=sheets,
        missing_sheets=application.missing_sheets - there,
        site=_drawing(application.site, drawn) if drawn else application.site,
    )


def _rows(application: Application, sheet: str, edits: Mapping[str, PlanEdit]) -> tuple[Row, ...]:
    known = keyed_rows(application, sheet)
    kept = [(edits.get(key), row) for key, row in known.items()]
    rows = [_edited(row, edit) for edit, row in kept if edit is None or edit.state != REMOVED]
    pending = [row for row in application.sheets.get(sheet, ()) if row.pending]
    new = sorted((key for key, edit in edits.items() if edit.state == ADDED and key not in known), key=natural)
    return (*rows, *(Row(sheet, 0, dict(edits[key].values)) for key in new), *pending)


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """Return by what codes are ordered: figures in them as numbers."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", code) if part)


def _edited(row: Row, edit: PlanEdit | None) -> Row:
    if edit is None:
        return row
    changed = dict(edit.values)
    remarks = {key: remark for key, remark in row.remarks.items() if key not in changed}
    return replace(row, values={**row.values, **changed}, remarks=remarks)


def _drawing(plan: SitePlan | None, layers: Mapping[str, Mapping[str, PlanEdit]]) -> SitePlan:
    """Return the drawing with edits in place; new objects stand at the end, by layer and code."""
    known = {layer: keyed_features(plan, layer) for layer in layers}
    names = {id(one): (layer, code) for layer, several in known.items() for code, one in several.items()}
    features: list[Feature] = []
    for one in plan.features if plan else ():
        layer, code = names.get(id(one), (one.layer, ""))
        edit = layers.get(layer, {}).get(code)
        if edit is None:
            features.append(one)
        elif edit.shape is not None:
            features.append(drawn(layer, one.code, edit.shape))
    for layer in sorted(layers):
        added = (code for code, edit in layers[layer].items() if edit.state == ADDED and code not in known[layer])
        features += [
            drawn(layer, code, shape) for code in sorted(added, key=natural) if (shape := layers[layer][code].shape)
        ]
    return replace(plan, features=tuple(features)) if plan else SitePlan(tuple(features))


def drawn(layer: str, code: str, shape: Shape) -> Feature:
    """Return the object that a shape in whole millimetres is, in metres and measured."""
    rings = tuple(tuple((_metres(x), _metres(y)) for x, y in ring) for ring in closed(shape).rings)
    found = measures(shape.geometry, rings, shape.parts)
    return Feature(
        *(layer, code, shape.kind, shape.name, shape.geometry, rings),
        area=found.area,
        length=found.length,
        valid=found.valid,
        parts=shape.parts,
        extra=tuple(sorted(shape.extra)),
    )


def shifted(feature: Feature, dx: int, dy: int) -> Feature:
    """Return an object as it lies when it is moved as it is, by millimetres: size and validity are what they were."""
    rings = tuple(
        tuple((_metres(_millimetres(x) + dx), _metres(_millimetres(y) + dy)) for x, y in ring) for ring in feature.rings
    )
    return replace(feature, rings=rings)


def shape_in_mm(feature: Feature) -> Shape:
    """Return an object in whole millimetres."""
    rings = tuple(tuple((_millimetres(x), _millimetres(y)) for x, y in ring) for ring in feature.rings)
    return Shape(feature.geometry, rings, feature.kind, feature.name, feature.parts, feature.extra)


def closed(shape: Shape) -> Shape:
    """Return a shape whose rings end where they begin, if it is a polygon."""
    if shape.geometry not in POLYGONS:
        return shape
    return replace(shape, rings=tuple(r if r[0] == r[-1] else (*r, r[0]) for r in shape.rings))


def _metres(value: int) -> Decimal:
    return Decimal(value).scaleb(-3).quantize(MM)


def _millimetres(value: Decimal) -> int:
    return int((value * 1000).to_integral_value())


def edited(base: Application, edits: Edits, changes: Iterable[PlanChange], columns: Columns) -> Edits:
    """Return the edits after more changes.

    Args:
        base: What the edits stand over.
        edits: Those made so far.
        changes: In their order; one for something that is not there does nothing.
        columns: Of sheets that rows are added to.
    """
    known = {where: _known(base, where) for where in {change.where for change in changes}}
    made = dict(edits)
    for change in changes:
        key = (change.where, change.code)
        edit = _next(known[change.where].get(change.code), made.get(key), change, columns)
        if edit is None:
            made.pop(key, None)
        else:
            made[key] = edit
    return made


Known = Mapping[str, Row] | Mapping[str, Feature]


def _known(base: Application, where: str) -> Known:
    if where.startswith(DRAWING):
        return keyed_features(base.site, where.removeprefix(DRAWING))
    return keyed_rows(base, where)


def _next(
    filed: Row | Feature | None, before: PlanEdit | None, change: PlanChange, columns: Columns
) -> PlanEdit | None:
    """Return the edit of one row or object after a change; ``None`` = it is as handed in, or not there."""
    if change.act == REMOVE:
        return None if filed is None else PlanEdit(REMOVED)
    if change.where.startswith(DRAWING):
        return _shape_edit(filed, change.shape)
    anew = before is not None and before.state == REMOVED
    values = {**(dict(before.values) if before else {}), **dict(change.values)}
    if isinstance(filed, Row):
        return _row_edit(filed, {**dict.fromkeys(filed.values), **values} if anew else values)
    if before is None:
        values = {**dict.fromkeys(columns.get(change.where, ())), **_naming(change), **values}
    return PlanEdit(ADDED, tuple(sorted(values.items())))


def _naming(change: PlanChange) -> dict[str, Scalar]:
    return {} if change.where in NAMED_BY else {"code": change.code}


def _shape_edit(filed: object, shape: Shape | None) -> PlanEdit | None:
    if shape is None:
        return None
    settled = replace(closed(shape), extra=tuple(sorted(shape.extra)))
    if not isinstance(filed, Feature):
        return PlanEdit(ADDED, shape=settled)
    return None if settled == shape_in_mm(filed) else PlanEdit(CHANGED, shape=settled)


def _row_edit(filed: Row, values: Mapping[str, Scalar]) -> PlanEdit | None:
    differing = {key: value for key, value in values.items() if not _same(filed.values.get(key), value)}
    return PlanEdit(CHANGED, tuple(sorted(differing.items()))) if differing else None


def _same(one: Scalar, other: Scalar) -> bool:
    """Return whether two values are equal; yes is not one."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def inverse(plan: Application, changes: Iterable[PlanChange]) -> tuple[PlanChange, ...]:
    """Return the changes that take changes back.

    Args:
        plan: The plan before them.
        changes: As they were given.
    """
    by_place: dict[tuple[str, str], list[PlanChange]] = {}
    for change in changes:
        by_place.setdefault((change.where, change.code), []).append(change)
    known = {where: _known(plan, where) for where in dict.fromkeys(where for where, _ in by_place)}
    return tuple(_restored(known[where].get(code), where, code, several) for (where, code), several in by_place.items())


def _restored(stood: Row | Feature | None, where: str, code: str, changes: list[PlanChange]) -> PlanChange:
    """Return the change that brings back what stood; of a row that was only set, the columns that were."""
    if stood is None:
        return PlanChange(where, code, REMOVE)
    if isinstance(stood, Feature):
        return PlanChange(where, code, PUT, shape=shape_in_mm(stood))
    if any(change.act == REMOVE for change in changes):
        return PlanChange(where, code, PUT, values=tuple(stood.values.items()))
    keys = dict.fromkeys(key for change in changes for key, _ in change.values)
    return PlanChange(where, code, SET, values=tuple((key, stood.values.get(key)) for key in keys))
