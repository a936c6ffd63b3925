"""What the site editor costs while objects are dragged and moved, against a bare scene with as many plain items."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from workbench.bench import START, Ratio, alternate
from workbench.core.commands import EditPlan, PlanChange
from workbench.core.commands.plan import PUT, Shape
from workbench.core.values import Feature
from workbench.core.working_plan import DRAWING, drawn, shape_in_mm
from workbench.services import intake, office
from workbench.services.acting import do
from workbench.services.clocks import ScriptedClock
from workbench.services.desk import Desk
from workbench.services.views import Person
from workbench.storage.packs import load_pack, sample_package, samples

OBJECTS, AREAS, OPENINGS = 2_000, 400, 100
"""Objects in all; areas and openings among them, the rest are points."""
MOVED = 500
WINDOW = (1440, 900)
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


def move(folder: Path, _cases: int) -> Ratio:
    """Measure how long the window is held while many objects are moved and the case takes it, against plain items."""
    from workbench.app import case_screen, make_application
    from workbench.ui.session import Session
    from workbench.ui.settings import Settings
    from workbench.ui.site_bench import Moves

    application = make_application()
    with office.desk_at(folder, clock=ScriptedClock(START)) as desk:
        session = Session(Settings(folder / "window.ini"))
        session.desk = desk
        officer = _officer(desk)
        session.sign_in(officer)
        workspace = case_screen(session, _case(desk, officer))
        workspace.resize(*WINDOW)
        workspace.show()
        moves = Moves(application, workspace, tuple(features()), MOVED)
        pairs = [(moves.ours(), moves.bare()) for _ in range(7)]
        workspace.close()
        session.close()
    own, bare = (statistics.median(held) for held in zip(*pairs, strict=True))
    name = f"site editor, {MOVED} of {OBJECTS} objects moved: the window is held {own * 1000:.0f} ms at most"
    return Ratio(name, own, bare, 30.0, f"bare: plain items of one scene, {bare * 1000:.1f} ms; nothing is saved")


def _officer(desk: Desk) -> Person:
    wanted = office.NewPerson("bench", "测量", "measuring-only", frozenset({"officer"}))
    return office.add_user(desk, None, wanted)


def _case(desk: Desk, person: Person) -> str:
    """Receive the first sample package and draw many objects on its plan."""
    case = intake.receive(desk, person, sample_package(samples()[0])).case
    changes = (PlanChange(f"{DRAWING}{one.layer}", one.code, PUT, shape=shape_in_mm(one)) for one in features())
    do(desk, person, EditPlan(case, tuple(changes)))
    return case


BENCHES: Mapping[str, Callable[[Path, int], Ratio]] = {"site_editor": editor, "site_move": move}
"""Name → measurement."""
