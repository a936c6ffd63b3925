"""Curves and blocks of a CAD drawing made into lines, for what the reader of tag pairs does not know.

The geometry is ezdxf's; it is loaded only when a drawing has such entities. Curves are replaced by chords that stay
within five centimetres of them; blocks are taken apart, a few levels deep.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple

CURVES = frozenset({"POLYLINE", "LWPOLYLINE", "ARC", "CIRCLE", "ELLIPSE", "SPLINE", "INSERT"})
"""Entities that are read here; of LWPOLYLINE those that are curved or lie in a plane of their own."""
SAGITTA = 0.05
"""Greatest distance of a chord from its curve [m]."""
DEEPEST = 4
MOST = 20_000
"""Entities that are taken out of blocks at most."""


class Curve(NamedTuple):
    """A line in the units of the file; ``said`` are the strings of its extended data."""

    layer: str
    said: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    closed: bool


class UnreadableError(Exception):
    """The drawing has curves and cannot be read as a whole."""


def curves(data: bytes, application: str, unit: float, left: Counter[str]) -> Iterator[Curve]:
    """Yield the curves of a drawing.

    Args:
        data: The DXF file.
        application: Name of the extended data.
        unit: Length of the drawing's unit [m].
        left: Gets the number of blocks that are not taken apart: ``deep``, ``many``.

    Raises:
        UnreadableError: The file is no sound DXF.
    """
    from ezdxf import recover
    from ezdxf.lldxf.const import DXFError

    try:
        document, _ = recover.read(io.BytesIO(data))
        found = list(_flat(document.modelspace(), 0, count(), left))
    except (DXFError, ValueError, KeyError, TypeError, IndexError, RecursionError, OSError, ArithmeticError) as fault:
        raise UnreadableError(str(fault)) from fault
    for entity in found:
        curve = _curve(entity, application, unit)
        if curve is not None:
            yield curve


def _flat(entities: Any, depth: int, seen: Iterator[int], left: Counter[str]) -> Iterator[Any]:
    """Yield the entities that are read here, and everything inside blocks, up to :data:`MOST` looked at.

    What a block draws on layer 0 belongs to the layer that the block stands on.
    """
    for entity in entities:
        if next(seen) >= MOST:
            left["many"] += entity.dxftype() == "INSERT" or depth > 0
            return
        if entity.dxftype() == "INSERT":
            if depth == DEEPEST:
                left["deep"] += 1
                continue
            yield from _flat(_inside(entity), depth + 1, seen, left)
        elif depth or (entity.dxftype() in CURVES and _bent(entity)):
            yield entity


def _inside(block: Any) -> Iterator[Any]:
    for entity in block.virtual_entities():
        if entity.dxf.get("layer", "0") == "0":
            entity.dxf.layer = block.dxf.get("layer", "0")
        yield entity


def _bent(entity: Any) -> bool:
    """Return whether an entity is more than corners in the plane of the drawing."""
    return entity.dxftype() != "LWPOLYLINE" or bool(entity.has_arc) or tuple(entity.dxf.extrusion) != (0, 0, 1)


def _curve(entity: Any, application: str, unit: float) -> Curve | None:
    from ezdxf import path
    from ezdxf.lldxf.const import DXFError

    try:
        if entity.dxftype() == "POINT":
            spot = entity.dxf.location
            points = [(float(spot.x), float(spot.y))]
            closed = False
        else:
            made = path.make_path(entity)
            points = [(float(p.x), float(p.y)) for p in made.flattening(SAGITTA / unit)]
            closed = bool(made.is_closed)
    except (DXFError, TypeError, ValueError, ArithmeticError):
        return None
    if not points or not all(math.isfinite(value) for point in points for value in point):
        return None
    marked = entity.get_xdata(application) if entity.has_xdata(application) else ()
    said = tuple(str(tag.value) for tag in marked if tag.code == 1000)
    return Curve(str(entity.dxf.get("layer", "0")), said, tuple(points), closed)
