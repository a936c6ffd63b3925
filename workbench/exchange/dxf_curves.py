"""Curves and blocks of a CAD drawing made into lines, for what the reader of tag pairs does not know.

The geometry is ezdxf's; it is loaded only when a drawing has such entities. Curves are replaced by chords that stay
within five centimetres of them; blocks are taken apart, a few levels deep.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple

CURVES = frozenset({"POLYLINE", "ARC", "CIRCLE", "ELLIPSE", "SPLINE", "INSERT"})
"""Entities that are read here."""
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


def curves(data: bytes, application: str, unit: float) -> Iterator[Curve]:
    """Yield the curves of a drawing.

    Args:
        data: The DXF file.
        application: Name of the extended data.
        unit: Length of the drawing's unit [m].

    Raises:
        UnreadableError: The file is no sound DXF.
    """
    from ezdxf import recover
    from ezdxf.lldxf.const import DXFError

    try:
        document, _ = recover.read(io.BytesIO(data))
        found = list(_flat(document.modelspace(), 0, count()))
    except (DXFError, ValueError, KeyError, TypeError, IndexError, RecursionError, OSError, ArithmeticError) as fault:
        raise UnreadableError(str(fault)) from fault
    for entity in found:
        curve = _curve(entity, application, unit)
        if curve is not None:
            yield curve


def _flat(entities: Any, depth: int, seen: Iterator[int]) -> Iterator[Any]:
    """Yield the entities that are read here, and everything inside blocks, up to :data:`MOST` looked at."""
    for entity in entities:
        if next(seen) >= MOST:
            return
        if entity.dxftype() == "INSERT":
            if depth < DEEPEST:
                yield from _flat(entity.virtual_entities(), depth + 1, seen)
        elif depth or entity.dxftype() in CURVES:
            yield entity


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
