"""What the site editor costs while an object is dragged, against a bare scene with as many plain items."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from workbench.bench import Ratio, alternate
from workbench.core.commands.plan import Shape
from workbench.core.values import Feature
from workbench.core.working_plan import drawn
from workbench.storage.packs import load_pack

OBJECTS, AREAS, OPENINGS = 2_000, 400, 100
"""Objects in all; areas and openings among them, the rest are points."""
PITCH = 12_000
"""Distance of the objects [mm]."""


def features() -> Iterator[Feature]:
    """Yield a plan of many objects in rows: areas, openings, posts."""
    side = PITCH * 7 // 10
    for number in range(OBJECTS):
        x, y = number % 50 * PITCH, number // 50 * PITCH
        if number < AREAS:
            square = ((x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y))
            yield drawn("zone", f"Z{number}", Shape("Polygon", (square,), "", f"Z{number}"))
        elif number < AREAS + OPENINGS:
            yield drawn("gate", f"G{number}", Shape("LineString", (((x, y), (x + side, y)),), "", f"G{number}"))
        else:
            yield drawn("post", f"P{number}", Shape("Point", (((x, y),),), "", f"P{number}"))


def editor(_folder: Path, _cases: int) -> Ratio:
    """Measure the frames of a drag in the editor of 2,000 objects against the same drag in a bare scene."""
    from workbench.app import make_application
    from workbench.ui.site_bench import FRAMES, Drags

    drags = Drags(make_application(), load_pack("cn_national"), tuple(features()))
    own, bare = alternate(drags.ours, drags.bare, 7)
    drags.close()
    name = f"site editor, {OBJECTS} objects: {own / FRAMES * 1000:.2f} ms a frame while dragging"
    return Ratio(name, own, bare, 3.0, f"bare: plain items of one scene, {bare / FRAMES * 1000:.2f} ms a frame")


BENCHES: Mapping[str, Callable[[Path, int], Ratio]] = {"site_editor": editor}
"""Name → measurement."""
