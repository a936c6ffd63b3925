"""Wishes of the site editor in metres as changes of :class:`EditPlan`, and what was typed as a value of a column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from workbench.core.commands import PlanChange
from workbench.core.commands.plan import SET, Shape
from workbench.core.pack import Column, Pack, SiteObject
from workbench.core.plan_edits import Codes, drawn_new, find, new_code, redrawn, removed, to_mm
from workbench.core.site_objects import Placed
from workbench.core.values import Application, Feature, Scalar
from workbench.core.working_plan import DRAWING, drawn, shape_in_mm, shifted
from workbench.errors import Text, WorkbenchError
from workbench.exchange.cells import read_cell
from workbench.services.views import CaseView

Place = tuple[float, float]
Changes = tuple[PlanChange, ...]
SHEET_OF = {"zone": "zones", "gate": "gates", "post": "posts"}
"""Kind of an object that is judged → its sheet."""
FORCES = "forces"
NOT_COPIED = frozenset({"code", "ref", "x", "y", "name", "gross", "width"})
"""Columns of a copy that follow from its own drawing and name."""


def key_of(layer: str, name: str) -> str:
    """Return the key of an object: its layer and its name in that layer."""
    return f"{layer}:{name}"


def parts_of(key: str) -> tuple[str, str]:
    """Return layer and name of an object."""
    layer, _, name = key.partition(":")
    return layer, name


def plan_of(view: CaseView) -> Application:
    """Return the plan in force as a state of the case shows it: its drawing and the rows that go with it."""
    sheets = {sheet: tuple(one.row for one in view.site if one.kind == kind) for kind, sheet in SHEET_OF.items()}
    return Application("", view.fields, {**sheets, FORCES: view.sheets.get(FORCES, ())}, site=view.plan)


def there(plan: Application, pack: Pack, key: str) -> Placed | None:
    """Return an object of a plan by its key."""
    return find(plan, pack, *parts_of(key))


# Shapes


def _mm(places: Iterable[Place]) -> tuple[tuple[int, int], ...]:
    return tuple(to_mm(x, y) for x, y in places)


def moved(feature: Feature, dx: float, dy: float) -> Feature:
    """Return an object moved by (dx, dy) [m]."""
    return shifted(feature, *to_mm(dx, dy))


def reshaped(feature: Feature, ring: int, places: Sequence[Place]) -> Feature:
    """Return an object with one ring or line through other places [m]."""
    shape = shape_in_mm(feature)
    rings = tuple(_mm(places) if number == ring else old for number, old in enumerate(shape.rings))
    return drawn(feature.layer, feature.code, replace(shape, rings=rings))


# Changes


def placed(plan: Application, pack: Pack, key: str, feature: Feature) -> Changes:
    """Return the changes of an object that lies elsewhere or has another shape; its row follows."""
    return redrawn(plan, pack, *parts_of(key), shape_in_mm(feature))


def added(plan: Application, pack: Pack, kind: SiteObject, places: Sequence[Place]) -> tuple[Feature, Changes]:
    """Return a new object of a kind with the changes that add it and its row."""
    code = new_code(plan, pack, kind)
    changes = drawn_new(plan, pack, kind, Shape(kind.geometry, (_mm(places),)), code)
    return _first(kind, code, changes), changes


def put(plan: Application, pack: Pack, key: str, kind: SiteObject, places: Sequence[Place]) -> tuple[Feature, Changes]:
    """Return an object that stood in a sheet alone as it is drawn now, with the changes."""
    layer, name = parts_of(key)
    changes = redrawn(plan, pack, layer, name, Shape(kind.geometry, (_mm(places),), kind.kind))
    return _first(kind, name, changes), changes


def copied(plan: Application, pack: Pack, there: Iterable[Placed], aside: Place) -> tuple[tuple[str, ...], Changes]:
    """Return copies of drawn objects beside them, under the next free codes: their keys, the changes that add them."""
    codes, keys = Codes(plan, pack), list[str]()
    changes: list[PlanChange] = []
    for one in there:
        if one.feature is not None and one.kind is not None:
            code = codes.new(one.kind)
            changes += _copy(plan, pack, one, code, aside)
            keys.append(key_of(one.kind.layer, code))
    return tuple(keys), tuple(changes)


def _copy(plan: Application, pack: Pack, there: Placed, code: str, aside: Place) -> Changes:
    assert there.kind is not None
    assert there.feature is not None
    shape = replace(shape_in_mm(moved(there.feature, *aside)), name=f"{there.title} {code}".strip())
    stated = there.row.values.items() if there.row is not None else ()
    values = {column: value for column, value in stated if column not in NOT_COPIED and value is not None}
    return drawn_new(plan, pack, there.kind, shape, code, values)


def _first(kind: SiteObject, code: str, changes: Changes) -> Feature:
    """Return the object that the first of the changes draws."""
    shape = changes[0].shape
    assert shape is not None
    return drawn(kind.layer, code, shape)


def taken_away(plan: Application, pack: Pack, key: str) -> Changes:
    """Return the changes that take an object and its row away."""
    return removed(plan, pack, *parts_of(key))


def valued(there: Placed, column: str, value: Scalar) -> Changes:
    """Return the changes that give one column another value; a name stands in row and drawing, a place in both."""
    changes = []
    if there.row is not None and column in there.row.values:
        changes.append(PlanChange(there.row.sheet, there.row_key, SET, ((column, value),)))
    feature = _drawn_with(there, column, value)
    if feature is not None:
        changes.append(PlanChange(f"{DRAWING}{there.layer}", there.key, SET, shape=shape_in_mm(feature)))
    return tuple(changes)


def _drawn_with(there: Placed, column: str, value: Scalar) -> Feature | None:
    """Return the drawing with another value of a column; ``None`` where the drawing says nothing of it."""
    feature = there.feature
    if feature is None:
        return None
    if column == "name":
        return replace(feature, name=str(value or ""))
    if there.kind is not None and column in there.kind.keys:
        extra = {**dict(feature.extra), column: value}
        return replace(feature, extra=tuple(sorted((key, one) for key, one in extra.items() if one is not None)))
    if column in {"x", "y"} and feature.geometry == "Point" and isinstance(value, int | Decimal):
        x, y = feature.rings[0][0]
        return reshaped(feature, 0, ((float(value), float(y)) if column == "x" else (float(x), float(value)),))
    return None


def typed(text: str, column: Column) -> Scalar:
    """Return what somebody typed as a value of a column.

    Raises:
        WorkbenchError: It is none; says what the column wants.
    """
    if not text.strip():
        return None
    value, remark = read_cell(text.strip(), column)
    if value is None or (remark is not None and remark.severity == "error"):
        message = Text(f"“{column.label.zh}”的填写无效：{text[:40]}", f"not a valid {column.label.en}: {text[:40]}")
        remedy = Text("请按单位填写数字、日期或列表中的词", "give a number, a date or a listed word")
        raise WorkbenchError(message, remedy=remedy)
    return value
