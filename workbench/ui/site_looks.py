"""How drawn objects look: symbol, lines, colours and layer by what they are; never by colour alone.

The kinds are rows of the pack, which name their symbol; what is drawn by that name stands here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from workbench.core.pack import Pack, SiteObject
from workbench.core.values import Feature, Row
from workbench.errors import Text

ZONES, GATES, FORCE, FACILITIES = "zones", "gates", "force", "facilities"
COVERAGE, FLOW, DENSITY, BASE = "coverage", "flow", "density", "base"
LAYERS: dict[str, Text] = {
    ZONES: Text("分区", "Zones"),
    GATES: Text("出入口", "Gates"),
    FORCE: Text("警力", "Force"),
    FACILITIES: Text("设施", "Ground"),
    COVERAGE: Text("覆盖", "Coverage"),
    FLOW: Text("人流", "Flow"),
    DENSITY: Text("密度", "Density"),
    BASE: Text("底图", "Base"),
}
"""The switches above the plan, in their order."""

HATCHED_SHAPES = frozenset({"area_hatched"})
"""Signs of surfaces that are hatched."""


@dataclass(frozen=True)
class Look:
    """What an object looks like.

    Attributes:
        shape: Its sign, also in legend and list.
        ink: Token of its colour.
        layer: The switch that shows and hides it.
        dashes: Of its line, in widths of the line.
        wide: Of its line [px].
        fill: How much of the colour its surface has, 0 to 1.
    """

    shape: str
    ink: str
    layer: str
    dashes: tuple[float, ...] = ()
    wide: float = 1.6
    fill: float = 0.08


LOOKS: dict[str, Look] = {
    "core": Look("area", "badF", ZONES, (), 2.2, 0.05),
    "cordon": Look("area", "warnF", ZONES, (), 2.2, 0.05),
    "control": Look("area_dashed", "accentT", ZONES, (6, 4), 1.8, 0.03),
    "audience": Look("area", "t2", ZONES, (), 1.4, 0.07),
    "queue": Look("area_dashed", "l3F", ZONES, (3, 3)),
    "buffer": Look("area_dashed", "okF", ZONES, (8, 3, 2, 3)),
    "medical": Look("cross", "badF", FACILITIES, (2, 2), 1.4),
    "parking": Look("area_hatched", "neuF", FACILITIES, (), 1.0, 0.5),
    "assembly": Look("gather", "okF", FACILITIES, (10, 3)),
    "water": Look("area", "infoF", FACILITIES, (), 1.0, 0.22),
    "building": Look("area_hatched", "t3", FACILITIES, (), 1.2, 0.5),
    "stage": Look("area", "t2", FACILITIES, (), 1.4, 0.75),
    "tent": Look("area_hatched", "warnF", FACILITIES, (), 1.0, 0.35),
    "obstacle": Look("area_hatched", "badF", FACILITIES, (), 1.2, 0.4),
    "background": Look("sheet", "t2", BASE),
    "hill": Look("area", "okF", FACILITIES, (2, 2), 1.0, 0.2),
    "green": Look("area", "okF", FACILITIES, (), 0.8, 0.1),
    "plaza": Look("area", "neuF", FACILITIES, (), 0.8, 0.08),
    "road": Look("area", "neuF", FACILITIES, (), 1.0, 0.2),
    "bridge": Look("area_hatched", "infoF", FACILITIES, (), 1.2, 0.5),
    "fence": Look("line", "warnF", ZONES, (), 2.6),
    "boundary": Look("line_dashed", "t2", ZONES, (9, 3, 2, 3), 1.8),
    "entry": Look("entry", "okF", GATES, (0.55, 0.3), 9.0),
    "exit": Look("arrow", "okF", GATES, (), 5.0),
    "fire": Look("flame", "l2F", FACILITIES, (1.2, 0.5), 6.0),
    "passage": Look("way", "infoF", GATES, (0.4, 0.4), 6.0),
    "stair": Look("stair", "t2", FLOW, (0.35, 0.35), 8.0),
    "slope": Look("slope", "t2", FLOW, (1.4, 0.5), 6.0),
    "fire_lane": Look("line", "l2F", FLOW, (6, 2), 3.0),
    "ambulance_lane": Look("line_dashed", "badF", FLOW, (3, 2), 3.0),
    "route": Look("line_dashed", "infoF", FLOW, (7, 4), 2.6),
    "patrol": Look("line_dashed", "accentT", FORCE, (5, 3), 1.8),
    "post_fixed": Look("triangle", "accent", FORCE),
    "post_patrol": Look("patrol", "accent", FORCE),
    "post_mobile": Look("disc", "accent", FORCE),
    "post_lookout": Look("eye", "tolF", FORCE),
    "post_screening": Look("scan", "accent", FORCE),
    "post_passage": Look("way", "accent", FORCE),
    "post_reaction": Look("bolt", "badF", FORCE),
    "service": Look("desk", "accent", FACILITIES),
    "command": Look("star", "badF", FORCE),
    "equipment": Look("diamond", "warnF", FORCE),
    "checkpoint": Look("flag", "accent", FORCE),
    "power": Look("power", "neuF", FACILITIES),
    "traffic": Look("signal", "infoF", FORCE),
    "drop": Look("coach", "infoF", FACILITIES),
    "km": Look("dot", "t2", FACILITIES),
}
"""Symbol of the pack's kinds of objects → look."""
ZONE_LAYER, GROUND = "zone", "base"
"""Layers of the drawing: zones, and what is there before anything is built."""
DARK_AT_FIRST = frozenset({DENSITY, BASE})
"""Switches that are off until something is put there."""
UNKNOWN = Look("dot", "t2", FACILITIES, (2, 2))
"""What an object of no known kind looks like: it is shown all the same."""


class Looks:
    """The looks of one pack's kinds of objects."""

    def __init__(self, pack: Pack) -> None:
        """Sort the kinds by layer."""
        self.kinds = pack.site_objects

    def kind_of(self, feature: Feature, row: Row | None = None) -> SiteObject | None:
        """Return the kind of an object, told by layer and kind of the drawing and by what its row says."""
        fitting = [one for one in self.kinds.values() if one.layer == feature.layer and one.kind in {"", feature.kind}]
        if row is not None:
            said = [one for one in fitting if one.sets and all(row.values.get(key) == v for key, v in one.sets.items())]
            fitting = said or fitting
        return fitting[0] if fitting else None

    def of(self, feature: Feature, row: Row | None = None) -> Look:
        """Return the look of an object; one of an unknown kind still has one."""
        kind = self.kind_of(feature, row)
        return self.of_kind(kind) if kind else UNKNOWN

    def of_kind(self, kind: SiteObject) -> Look:
        """Return the look of a kind; zones stay with the zones whatever their use."""
        look = LOOKS.get(kind.symbol, UNKNOWN)
        if kind.layer == ZONE_LAYER:
            return replace(look, layer=ZONES, fill=min(look.fill, 0.1), shape="area" if kind.geometry else look.shape)
        return replace(look, layer=GATES) if kind.layer == "gate" else look
