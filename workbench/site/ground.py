"""The ground as the checks read it: every object with its shape, its row and its traits.

A trait says what an object is for the checks, whatever a pack calls it: ``core``, ``cordon``, ``control`` (kinds of
zones), ``ring`` (a zone that holds other zones), ``water``, ``solid`` (nobody walks through it), ``bridge``,
``fence``, ``way_in``, ``way_out``, ``fire_gate``, ``inner`` (a passage inside), ``lane`` (fire and ambulance),
``stair``, ``afloat`` (a post that belongs on the water), ``placed`` (known by its row alone).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from workbench.errors import Text
from workbench.site.geometry import POLYGONS
from workbench.site.library import shapely

Spot = tuple[str, str]
"""Layer and code of an object."""

TOLERANCE = 0.05
"""Metres by which drawn edges that should meet may miss each other."""


@dataclass(frozen=True)
class Item:
    """An object of the plan.

    Attributes:
        geometry: As drawn; empty for one that stands in a sheet alone.
        shape: Its shape in metres, ``None`` when it is not drawn and has no place.
        points: How many points it is drawn with.
        traits: What it is for the checks.
        width: Clear width [m] that its row or the drawing states.
        one_way: Whether people go along it only in the order of its points.
        zone, known_zone: The zone that its row names, and whether there is such a zone.
        place: Where its row says that it stands.
    """

    layer: str
    code: str
    kind: str = ""
    name: str = ""
    geometry: str = ""
    shape: Any = None
    points: int = 0
    traits: frozenset[str] = frozenset()
    width: float | None = None
    one_way: bool = False
    row: bool = False
    zone: str = ""
    known_zone: bool = True
    place: tuple[float, float] | None = None

    @property
    def spot(self) -> Spot:
        """Return layer and code."""
        return self.layer, self.code

    @property
    def title(self) -> str:
        """Return code and name as one short text."""
        return f"{self.code} {self.name[:40]}".strip() or "—"

    @property
    def area(self) -> bool:
        """Return whether it is drawn as an area."""
        return self.geometry in POLYGONS


@dataclass(frozen=True)
class Limits:
    """The amounts that the rules go by, in metres and square metres, as the pack has them."""

    lane_width: float = 4.0
    gate_tolerance: float = 0.1
    edge_distance: float = 3.0
    outward_distance: float = 3.0
    overlap_area: float = 1.0
    fence_gap: float = 0.5
    post_tolerance: float = 1.0
    many_points: int = 5000
    long_name: int = 40


@dataclass(frozen=True)
class SiteProblem:
    """Something about the plan that is to be looked at.

    Attributes:
        rule: Stable word of the rule.
        objects: What it concerns, the first one foremost.
        at: Where to look, in metres; ``None`` = the plan as a whole, or nowhere in particular.
        severity: As the pack ranks the rule.
    """

    rule: str
    text: Text
    objects: tuple[Spot, ...] = ()
    at: tuple[float, float] | None = None
    severity: str = ""


@dataclass(frozen=True)
class Ground:
    """All objects, and what several checks need of them; each is worked out once."""

    items: tuple[Item, ...]
    limits: Limits = field(default_factory=Limits)
    background: bool = False

    def having(self, trait: str) -> Iterator[Item]:
        """Yield the sound, drawn objects with a trait."""
        return (one for one in self.sound if trait in one.traits)

    def of(self, layer: str) -> Iterator[Item]:
        """Yield the sound, drawn objects of a layer."""
        return (one for one in self.sound if one.layer == layer)

    @cached_property
    def sound(self) -> tuple[Item, ...]:
        """Return the objects whose shapes can be trusted."""
        return tuple(one for one in self.items if one.shape is not None and one.shape.is_valid)

    @cached_property
    def zones(self) -> tuple[Item, ...]:
        """Return the zones that are drawn as areas."""
        return tuple(one for one in self.of("zone") if one.area)

    @cached_property
    def zone_by_code(self) -> Mapping[str, Item]:
        """Return the drawn zones by code; of duplicates the first."""
        return {one.code: one for one in reversed(self.zones)}

    @cached_property
    def enclosure(self) -> Any:
        """Return what the fence encloses, its openings closed by the gates drawn in them; empty without a fence."""
        lines = [one.shape for one in self.having("fence")]
        if not lines:
            return shapely.Polygon()
        doors = [one.shape for one in self.of("gate") if not one.area and one.geometry != "Point"]
        edges: Any = shapely.node(shapely.union_all([*lines, *doors]))
        closed: Any = shapely.polygonize(list(edges.geoms) if hasattr(edges, "geoms") else [edges])
        return shapely.union_all(list(closed.geoms))

    @cached_property
    def water(self) -> Any:
        """Return the water that no bridge crosses."""
        bridges = shapely.union_all(shapes(self.having("bridge")))
        return shapely.difference(shapely.union_all(shapes(self.having("water"))), bridges)

    @cached_property
    def solids(self) -> tuple[Item, ...]:
        """Return buildings and other solid objects that are no halls: a hall holds most of some zone."""
        found = tuple(one for one in self.having("solid") if one.area)
        zones = shapes(one for one in self.zones if "ring" not in one.traits)
        if not found or not zones:
            return found
        tree = shapely.STRtree(zones)
        return tuple(one for one in found if not self._holds(one, zones, tree))

    @staticmethod
    def _holds(solid: Item, zones: list[Any], tree: Any) -> bool:
        near = tree.query(solid.shape, predicate="intersects")
        return any(zones[n].intersection(solid.shape).area > 0.5 * zones[n].area for n in near)


def shapes(items: Iterable[Item]) -> list[Any]:
    """Return the shapes of objects."""
    return [one.shape for one in items if one.shape is not None]


def point_of(shape: Any) -> tuple[float, float]:
    """Return a point on a shape, to look at: the middle of a line."""
    if shape.geom_type == "LineString":
        inside = shape.interpolate(0.5, normalized=True)
    else:
        inside = shape.representative_point() if shape.geom_type != "Point" else shape
    return float(inside.x), float(inside.y)


def metres(value: float) -> str:
    """Return a length as a person writes it."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
