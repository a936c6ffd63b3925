"""The plan written for other programs: GeoJSON and DXF of the package format, and SVG to look at.

GeoJSON and DXF come back as they were: :mod:`workbench.exchange.site_plan` and :mod:`workbench.exchange.dxf` read what
is written here. DXF layers are those of the format (BASE, ZONE, GATE, POST, ROUTE, BARRIER, POINT), and one more per
layer that the format does not know; the extended data under ``EAW`` says code, layer, kind, name and the rest.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from workbench.core.site_checks import ONE_WAY
from workbench.core.values import Feature, Scalar
from workbench.site.directions import ONE_WAY_ARROWS, Place, heads
from workbench.site.geometry import POLYGONS, shape_of

METRES = {
    "unit": "metre",
    "x_axis": "east",
    "y_axis": "north",
    "rotation_deg": 0,
    "note": "local plane",
    "origin_wgs84_approx": None,
}
APPLICATION = "EAW"
DXF_LAYER: Mapping[str, str] = {
    "base": "BASE",
    "zone": "ZONE",
    "gate": "GATE",
    "post": "POST",
    "route": "ROUTE",
    "barrier": "BARRIER",
    "boundary": "BARRIER",
}
"""Layer → layer of the DXF; points of other layers stand in POINT, lines and areas in a layer of their own name."""
_COLOURS: Mapping[str, int] = {"ZONE": 5, "GATE": 3, "POST": 1, "BARRIER": 30, "BASE": 8, "ROUTE": 4, "POINT": 6}


def geojson(features: Iterable[Feature]) -> bytes:
    """Return the objects as GeoJSON in local metres, in their order."""
    drawn = tuple(features)
    body = {
        "type": "FeatureCollection",
        "site_crs": {**METRES, "extent": _extent(drawn)},
        "features": [_feature(one) for one in drawn],
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def _extent(drawn: tuple[Feature, ...]) -> list[float] | None:
    points = [point for one in drawn for ring in one.rings for point in ring]
    if not points:
        return None
    xs, ys = [[point[axis] for point in points] for axis in (0, 1)]
    return [float(value) for value in (min(xs), min(ys), max(xs), max(ys))]


def _feature(one: Feature) -> dict[str, object]:
    measure = {"area_m2": one.area, "width_m" if one.layer == "gate" else "length_m": one.length}
    said = {
        "layer": one.layer,
        "code": one.code,
        "kind": one.kind,
        "name": one.name,
        **{key: float(value) for key, value in measure.items() if value is not None},
        **{key: _plain(value) for key, value in one.extra},
    }
    properties = {key: value for key, value in said.items() if value not in ("", None)}
    geometry = {"type": one.geometry, "coordinates": _coordinates(one)}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _plain(value: Scalar) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _coordinates(one: Feature) -> object:
    rings = [[[float(x), float(y)] for x, y in ring] for ring in one.rings]
    if one.geometry == "Point":
        return rings[0][0]
    if one.geometry == "LineString":
        return rings[0]
    return rings if one.geometry == "Polygon" else _polygons(rings, one.parts)


def _polygons(rings: list[Any], parts: tuple[int, ...]) -> list[Any]:
    found, start = [], 0
    for count in parts or (len(rings),):
        found.append(rings[start : start + count])
        start += count
    return found


def dxf(features: Iterable[Feature]) -> bytes:
    """Return the objects as DXF R2010 in metres, with labels in the layer TEXT."""
    import ezdxf
    from ezdxf import units

    library: Any = ezdxf
    document = library.new("R2010", units=units.M)
    document.appids.add(APPLICATION)
    space = document.modelspace()
    for one in features:
        layer = _layer(one)
        if layer not in document.layers:
            document.layers.add(layer, color=_COLOURS.get(layer, 7))
        for entity in _entities(space, one, layer):
            entity.set_xdata(APPLICATION, [(1000, text[:255]) for text in _said(one)])
        _label(space, document, one)
    out = io.StringIO()
    document.write(out)
    return out.getvalue().encode()


def _layer(one: Feature) -> str:
    if one.layer in DXF_LAYER:
        return DXF_LAYER[one.layer]
    return "POINT" if one.geometry == "Point" else _name(one.layer.upper()) or "OTHER"


def _name(text: str) -> str:
    """Return a name without the signs that a DXF layer must not have."""
    return "".join(sign for sign in text if sign.isprintable() and sign not in '<>/\\":;?*|=`,')[:60]


def _entities(space: Any, one: Feature, layer: str) -> list[Any]:
    at = {"layer": layer}
    rings = [[(float(x), float(y)) for x, y in ring] for ring in one.rings]
    if one.geometry == "Point":
        return [space.add_point(rings[0][0], dxfattribs=at)]
    if one.geometry == "LineString":
        return [space.add_lwpolyline(rings[0], dxfattribs=at)]
    return [space.add_lwpolyline(ring[:-1], close=True, dxfattribs=at) for ring in rings]


def _said(one: Feature) -> list[str]:
    told = {"layer": one.layer, "kind": one.kind, "name": one.name}
    extra = {f"x.{key}": json.dumps(_plain(value), ensure_ascii=False) for key, value in one.extra}
    both = {**told, **extra}
    return [one.code, *(f"{key}={value}" for key, value in both.items() if value)]


def _label(space: Any, document: Any, one: Feature) -> None:
    text = " ".join(part for part in (one.code, one.name) if part)
    if not text:
        return
    if "TEXT" not in document.layers:
        document.layers.add("TEXT", color=7)
    spot = _middle(one) if one.geometry in POLYGONS else None
    x, y = (spot.x, spot.y) if spot is not None else map(float, one.rings[0][0])
    space.add_text(text[:100], height=1.5, dxfattribs={"layer": "TEXT", "insert": (x, y)})


def _middle(one: Feature) -> Any:
    """Return a point on an object."""
    shape: Any = shape_of(one)
    return shape.representative_point()


# SVG


_STYLES: Mapping[str, str] = {
    "base": "fill:#eef1ea;stroke:#b9c0b4;stroke-width:0.2",
    "zone": "fill:#1d4f91;fill-opacity:0.08;stroke:#1d4f91;stroke-width:0.5",
    "gate": "fill:none;stroke:#17804f;stroke-width:2",
    "barrier": "fill:none;stroke:#b87400;stroke-width:0.8",
    "boundary": "fill:none;stroke:#5d6675;stroke-width:0.5;stroke-dasharray:3 2",
    "lane": "fill:none;stroke:#b3202c;stroke-width:1;stroke-dasharray:4 2",
    "patrol": "fill:none;stroke:#1d4f91;stroke-width:0.6;stroke-dasharray:3 2",
    "route": "fill:none;stroke:#12356b;stroke-width:1;stroke-dasharray:7 3",
    "stair": "fill:none;stroke:#4a4a4a;stroke-width:2;stroke-dasharray:0.6 0.6",
    "post": "fill:#1d4f91;stroke:#ffffff;stroke-width:0.3",
}
_LINE = "stroke:#5d6675;stroke-width:0.4"
_PLAIN = "fill:#5d6675;stroke:#5d6675;stroke-width:0.4"
_WATER = "fill:#cfe3f2;stroke:#8ab4d6;stroke-width:0.2"
MARGIN = 0.03


def svg(features: Iterable[Feature], title: str = "", legend: Mapping[str, str] | None = None) -> bytes:
    """Return the objects as a drawing to scale: one unit is one metre, y upwards; every object names its code.

    Nothing of the plan is markup: codes and names are escaped.

    Args:
        features: What is drawn; lines that lead somewhere carry arrows, one-ways three of them.
        title: Of the drawing.
        legend: Layer of lines, or ``one_way`` → its name; what is drawn of them is explained below the drawing.
    """
    drawn = sorted(features, key=_depth)
    x1, y1, x2, y2 = _extent(tuple(drawn)) or [0.0, 0.0, 1.0, 1.0]
    edge = max(x2 - x1, y2 - y1, 1.0) * MARGIN
    width, height = x2 - x1 + 2 * edge, y2 - y1 + 2 * edge
    size = max(width, height) / 160
    parts = [_drawn(one, size) for one in drawn]
    parts += [_headed(place, way, size) for one in drawn for place, way in _heads(one)]
    parts += [_worded(one, size) for one in drawn if one.layer != "base"]
    explained = _explained(drawn, legend or {})
    for at, (name, sample) in enumerate(explained.items()):
        parts.append(_key(name, sample, (x1, -y1 + edge + size * 3 * (at + 0.5)), size))
    height += size * 3 * len(explained) + (size if explained else 0)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x1 - edge:.3f} {-(y2 + edge):.3f} {width:.3f} {height:.3f}"'
        f' width="{width:.3f}mm" height="{height:.3f}mm">'
    )
    return "\n".join([head, f"<title>{escape(_clean(title))}</title>", *parts, "</svg>", ""]).encode()


def _depth(one: Feature) -> tuple[int, bool, Decimal]:
    """Return by what objects are drawn one over the other: ground, large zones, small zones, lines, points."""
    return _ORDER.get(one.layer, 5), one.geometry == "Point", -(one.area or Decimal(0))


_ORDER = {"base": 0, "zone": 1, "boundary": 2, "barrier": 3, "lane": 4}


def _clean(text: str) -> str:
    """Return a text without the signs that XML must not hold."""
    return "".join(sign for sign in text if sign.isprintable())


def _drawn(one: Feature, size: float) -> str:
    style = _WATER if one.kind == "water" else _STYLES.get(one.layer, _PLAIN)
    told = f"data-layer={quoteattr(_clean(one.layer))} data-code={quoteattr(_clean(one.code))}"
    if one.geometry == "Point":
        x, y = one.rings[0][0]
        return f'<circle {told} cx="{x}" cy="{-y}" r="{size * 0.6:.3f}" style="{style}"/>'
    path = " ".join(_path(ring, closed=one.geometry in POLYGONS) for ring in one.rings)
    free = "" if one.geometry in POLYGONS else ";fill:none"
    return f'<path {told} d="{path}" style="{style}{free};fill-rule:evenodd"/>'


def _heads(one: Feature) -> tuple[tuple[Place, Place], ...]:
    return heads(one, one_way=one.get(ONE_WAY) is True)


def _headed(place: Place, way: Place, size: float) -> str:
    """Return an arrow on a line, edged in white so that it stands out from it."""
    (x, y), (ux, uy) = (place[0], -place[1]), (way[0], -way[1])
    half, wide = size * 1.1, size * 0.9
    corners = (
        (x + ux * half, y + uy * half),
        (x - ux * half - uy * wide, y - uy * half + ux * wide),
        (x - ux * half + uy * wide, y - uy * half - ux * wide),
    )
    path = " L".join(f"{a:.3f} {b:.3f}" for a, b in corners)
    style = f"fill:#12356b;stroke:#ffffff;stroke-width:{size * 0.2:.3f}"
    return f'<path class="direction" d="M{path} Z" style="{style}"/>'


def _explained(drawn: Iterable[Feature], legend: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Return the entries of the legend for what is drawn: name → style of the line, number of its arrows."""
    found: dict[str, tuple[str, int]] = {}
    for one in drawn:
        arrows = len(_heads(one))
        named = one.kind if one.kind in legend else one.layer
        if one.geometry == "LineString" and named in legend:
            found.setdefault(legend[named], (_STYLES.get(one.layer, _LINE), min(arrows, 1)))
        if arrows == len(ONE_WAY_ARROWS) and ONE_WAY in legend:
            found.setdefault(legend[ONE_WAY], (_LINE, arrows))
    return found


def _key(name: str, sample: tuple[str, int], at: Place, size: float) -> str:
    """Return an entry of the legend: a piece of the line with its arrows, and its name."""
    (style, count), (x, y) = sample, at
    line = f'<path d="M{x:.3f} {y:.3f} L{x + size * 8:.3f} {y:.3f}" style="{style};fill:none"/>'
    arrows = [_headed((x + size * 8 * (n + 1) / (count + 1), -y), (1.0, 0.0), size) for n in range(count)]
    place = f'x="{x + size * 9:.3f}" y="{y + size * 0.6:.3f}" font-size="{size * 1.6:.3f}"'
    text = f'<text {place} font-family="sans-serif">{escape(_clean(name))}</text>'
    return "".join(('<g class="key">', line, *arrows, text, "</g>"))


def _path(ring: tuple[tuple[Decimal, Decimal], ...], *, closed: bool) -> str:
    points = ring[:-1] if closed else ring
    return "M" + " L".join(f"{x} {-y}" for x, y in points) + (" Z" if closed else "")


def _worded(one: Feature, size: float) -> str:
    spot = _middle(one)
    text = one.code if one.layer in {"post", "gate"} or not one.name else one.name[:20]
    place = f'x="{spot.x:.3f}" y="{-spot.y - size:.3f}" font-size="{size * 1.6:.3f}"'
    return f'<text {place} text-anchor="middle" font-family="sans-serif">{escape(_clean(text))}</text>'
