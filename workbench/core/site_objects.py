"""Which kind of the pack an object of the plan is, and which row of the workbook goes with it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.core.facts import number_of
from workbench.core.pack import Pack, SiteObject
from workbench.core.values import Application, Feature, Row
from workbench.core.working_plan import NAMED_BY, keyed_features, keyed_rows

SHEET_OF: Mapping[str, str] = {"zone": "zones", "gate": "gates", "post": "posts"}
"""Layer → the sheet with the rows of its objects, by code (zones by the code that ``ref`` names)."""


@dataclass(frozen=True)
class Placed:
    """An object of the plan: what is drawn, the row that goes with it, and its kind. One of the first two is there.

    ``key`` is its name in the layer, ``row_key`` that in the sheet (see :mod:`workbench.core.working_plan`).
    """

    layer: str
    key: str
    feature: Feature | None
    row_key: str = ""
    row: Row | None = None
    kind: SiteObject | None = None

    @property
    def title(self) -> str:
        """Return the name: the row's, else the drawing's."""
        stated = self.row.values.get("name") if self.row else None
        return str(stated or (self.feature.name if self.feature else "") or "")


_KNOWN: deque[tuple[Application, Pack, tuple[Placed, ...]]] = deque(maxlen=4)
"""The plans looked at last. A plan never changes, so the same one has the same objects."""


def placed(plan: Application, pack: Pack) -> tuple[Placed, ...]:
    """Return every object of the plan in force: those drawn, in their order, then rows that are not drawn."""
    for known, rules, found in tuple(_KNOWN):
        if known is plan and rules is pack:
            return found
    made = tuple(_placed(plan, pack))
    _KNOWN.append((plan, pack, made))
    return made


_BY_NAME: deque[tuple[tuple[Placed, ...], Mapping[tuple[str, str], Placed]]] = deque(maxlen=4)


def by_name(plan: Application, pack: Pack) -> Mapping[tuple[str, str], Placed]:
    """Return the objects of the plan in force by layer and name."""
    there = placed(plan, pack)
    for known, found in tuple(_BY_NAME):
        if known is there:
            return found
    made: dict[tuple[str, str], Placed] = {}
    for one in there:
        made.setdefault((one.layer, one.key), one)
    _BY_NAME.append((there, made))
    return made


def _placed(plan: Application, pack: Pack) -> Iterator[Placed]:
    rows = {layer: _by_feature(keyed_rows(plan, sheet)) for layer, sheet in SHEET_OF.items()}
    points = _forces(plan, pack)
    layers = dict.fromkeys(one.layer for one in plan.site.features) if plan.site else {}
    names = {id(one): key for layer in layers for key, one in keyed_features(plan.site, layer).items()}
    for feature in plan.site.features if plan.site else ():
        key = names[id(feature)]
        row_key, row = rows.get(feature.layer, {}).pop(key, ("", None))
        if row is None and feature.layer in points:
            row_key, row = _force_at(points[feature.layer], feature)
        yield Placed(feature.layer, key, feature, row_key, row, kind_of(pack, feature.layer, feature.kind, row))
    for layer, left in rows.items():
        for key, (row_key, row) in left.items():
            yield Placed(layer, key, None, row_key, row, kind_of(pack, layer, str(row.values.get("kind") or ""), row))


Forces = list[tuple[str, Row]]


def _forces(plan: Application, pack: Pack) -> dict[str, Forces]:
    """Return, by layer, the rows of the sheet of forces that stand at a point: it has no codes to match by."""
    kinds = {one.layer: one.sets.get("kind") for one in pack.site_objects.values() if one.sheet in NAMED_BY}
    rows = {sheet: keyed_rows(plan, sheet) for sheet in NAMED_BY}
    return {
        layer: [(key, row) for found in rows.values() for key, row in found.items() if row.values.get("kind") == kind]
        for layer, kind in kinds.items()
    }


def _force_at(rows: Forces, feature: Feature) -> tuple[str, Row | None]:
    """Return the row of the same name, else one at the same place, and take it from those that are left."""
    place = feature.rings[0][0]
    for fitting in (
        lambda row: feature.name != "" and row.values.get("name") == feature.name,
        lambda row: (number_of(row.values.get("x")), number_of(row.values.get("y"))) == place,
    ):
        for number, (_, row) in enumerate(rows):
            if fitting(row):
                return rows.pop(number)
    return "", None


def _by_feature(rows: Mapping[str, Row]) -> dict[str, tuple[str, Row]]:
    """Return rows by the code of the object that is drawn for them."""
    return {str(row.values.get("ref") or key): (key, row) for key, row in rows.items()}


def kind_of(pack: Pack, layer: str, kind: str, row: Row | None = None) -> SiteObject | None:
    """Return the kind of an object; ``None`` where the pack has none for its layer.

    Kinds that say what their rows hold come before those that do not, where the row holds it.
    """
    stated = str(row.values.get("kind") or "") if row else ""
    fitting = [one for one in pack.site_objects.values() if one.layer == layer and one.kind in {"", kind, stated}]
    if not fitting:
        return next((one for one in pack.site_objects.values() if one.layer == layer and not one.kind), None)
    return max(fitting, key=lambda one: _fit(one, row))


def _fit(one: SiteObject, row: Row | None) -> tuple[int, int]:
    """Return how well a kind fits a row: all it says holds, the more the better; else the less it says the better."""
    if row is not None and fits(one, row):
        return 1, len(one.sets)
    return 0, -len(one.sets)


def fits(one: SiteObject, row: Row) -> bool:
    """Return whether a row holds what its kind says of the ground it is: its use, where the kind names one."""
    return all(row.values.get(key) == value for key, value in one.sets.items() if key in _TELLING)


_TELLING = frozenset({"use", "kind"})
"""Columns that tell kinds apart; other values are only what a new row begins with."""


def traits_of(kind: SiteObject | None, row: Row | None) -> frozenset[str]:
    """Return what an object is for the checks; a zone with a use of its own holds no other zones."""
    if kind is None:
        return frozenset()
    found = set(kind.traits)
    if row is not None and not fits(kind, row):
        found.discard("ring")
    if row is not None and row.values.get("evac") is True:
        found.add("way_out")
    return frozenset(found)
