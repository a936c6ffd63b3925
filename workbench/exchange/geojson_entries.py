"""The entries of a GeoJSON file, one shape each: what is made of several is taken apart, but for areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.errors import Text
from workbench.exchange.notes import Notes, Place

_SEVERAL = {"MultiLineString": "LineString", "MultiPoint": "Point"}
_DEEPEST = 4


def entries(drawn: Mapping[str, object], name: str, notes: Notes) -> Iterator[tuple[int, object]]:
    """Yield the entries of a file with their numbers; one of several lines or points comes as one each.

    Geographic information systems write lines as "several lines" even where each is one.
    """
    found = drawn.get("features")
    for number, entry in enumerate(found if isinstance(found, list) else [], 1):
        apart = _apart(entry)
        if len(apart) > 1:
            message = Text(f"由 {len(apart)} 个图形组成，已拆开", f"made of {len(apart)} shapes, taken apart")
            notes.info("taken_apart", message, Place(name, row=number, field=_code_of(entry)))
        yield from ((number, one) for one in apart)


def _apart(entry: object) -> list[object]:
    """Return an entry of several shapes as one entry each: the first has its code, the others that with a number."""
    geometry = entry.get("geometry") if isinstance(entry, dict) else None
    if not isinstance(entry, dict) or not isinstance(geometry, dict):
        return [entry]
    shapes = [one for one in _single(geometry, _DEEPEST) if isinstance(one, dict)]
    code, told = _code_of(entry), entry.get("properties")
    properties = told if isinstance(told, dict) else {}
    return [
        {**entry, "geometry": one, "properties": {**properties, "code": f"{code}-{n}"} if code and n > 1 else told}
        for n, one in enumerate(shapes, 1)
    ] or [entry]


def _code_of(entry: object) -> str:
    properties = entry.get("properties") if isinstance(entry, dict) else None
    return str(properties.get("code") or "") if isinstance(properties, dict) else ""


def _single(geometry: Mapping[str, object], depth: int) -> Iterator[object]:
    """Yield the shapes that a geometry is made of."""
    kind, parts = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection" and depth:
        members = geometry.get("geometries")
        for one in members if isinstance(members, list) else []:
            yield from _single(one, depth - 1) if isinstance(one, dict) else [one]
    elif kind in _SEVERAL and isinstance(parts, list):
        yield from ({"type": _SEVERAL[str(kind)], "coordinates": one} for one in parts)
    else:
        yield geometry
