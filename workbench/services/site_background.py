"""The picture under a plan: kept with the case, calibrated by points or a world file, an object like others.

Where it lies is the rectangle of its corners in the layer ``background``: moving it is an edit, and undo takes it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from workbench.core.commands import EditPlan, PlanChange, Shape
from workbench.core.facts import number_of
from workbench.core.plan_edits import to_mm
from workbench.core.values import Application, Feature, Scalar
from workbench.core.working_plan import DRAWING, plan_of
from workbench.errors import PackageError, Text
from workbench.exchange.pictures import page_as_png, size_of
from workbench.services import access, documents
from workbench.services.acting import do
from workbench.services.desk import Desk
from workbench.services.intake import keep_paper
from workbench.services.site_desk import BACKGROUND
from workbench.services.views import Person
from workbench.site.calibration import Calibration, Pair, Transform, calibrated, read_world_file

CODE = "BG"
"""Code of the one background of a plan."""
WORLD_FILES = {".png": (".pgw", ".wld"), ".jpg": (".jgw", ".wld"), ".jpeg": (".jgw", ".wld")}


@dataclass(frozen=True)
class Picture:
    """A picture that is kept with a case; sizes in pixels."""

    name: str
    sha256: str
    width: int
    height: int


@dataclass(frozen=True)
class BackgroundView:
    """The picture under a plan.

    Attributes:
        corners: From the upper left clockwise [m].
        rms: What its calibration left [m]; ``None`` = placed by a world file, or by as few points as fix it.
        points: Pairs of points that it was calibrated by.
    """

    picture: Picture
    corners: tuple[tuple[float, float], ...]
    transform: Transform
    rms: float | None
    points: int


def background(plan: Application) -> BackgroundView | None:
    """Return the picture under a plan, ``None`` when there is none."""
    found = next(plan.site.layer(BACKGROUND), None) if plan.site else None
    return None if found is None else _view(found)


def _view(found: Feature) -> BackgroundView | None:
    width, height = number_of(found.get("width")), number_of(found.get("height"))
    ring = found.rings[0]
    if not width or not height or len(ring) < 4:
        return None
    rms = number_of(found.get("rms"))
    corners = tuple((float(x), float(y)) for x, y in ring[:4])
    (x1, y1), (x2, y2), _, (x4, y4) = corners
    wide, high = float(width), float(height)
    a, d, b, e = (x2 - x1) / wide, (y2 - y1) / wide, (x4 - x1) / high, (y4 - y1) / high
    return BackgroundView(
        Picture(found.name, str(found.get("sha256") or ""), int(width), int(height)),
        corners,
        Transform(a, b, x1, d, e, y1),
        None if rms is None else float(rms),
        int(number_of(found.get("points")) or 0),
    )


def keep(desk: Desk, person: Person, case: str, path: Path, page: int = 1) -> Picture:
    """Keep a picture, or a page of a PDF as one, with a case; nothing of the plan changes yet.

    Raises:
        PackageError: The file cannot be read, is no picture, or too large.
    """
    found = documents.find(desk, case).id
    sha256 = keep_paper(desk, person, found, EditPlan.kind, path)
    data = desk.database.attachments.get(sha256)
    name = path.name
    if path.suffix.lower() == ".pdf":
        data, name = page_as_png(data, page, path.name), f"{path.stem}-{page}.png"
        sha256 = desk.database.attachments.put(data, name)
    return Picture(name[:200], sha256, *size_of(data, path.name))


def image(desk: Desk, person: Person, case: str) -> bytes | None:
    """Return the bytes of the picture under the plan of a case, ``None`` when there is none."""
    access.require(desk.pack, person, "read_case")
    found = background(plan_of(documents.find(desk, case)))
    return desk.database.attachments.get(found.picture.sha256) if found and found.picture.sha256 else None


def calibrate(
    desk: Desk, person: Person, case: str, picture: Picture, pairs: Sequence[Pair], kind: str = ""
) -> Calibration:
    """Place a picture by pairs of points and return how well they fit; the newest takes the place of an earlier one.

    Raises:
        PackageError: The points fix nothing.
        Refusal: A rule stands against it.
    """
    found = calibrated(pairs, kind)
    rms = None if found.exact else Decimal(f"{found.rms:.3f}")
    _place(desk, person, case, (picture, found.transform, rms, len(pairs)))
    return found


def place_by_world_file(desk: Desk, person: Person, case: str, picture: Picture, world: Path) -> Transform:
    """Place a picture by the world file that came with it.

    Raises:
        PackageError: The file cannot be read or has no scale.
    """
    try:
        text = world.read_text("utf-8", errors="replace")[:2000]
    except OSError as fault:
        raise PackageError(Text("世界文件无法读取", "the world file cannot be read"), where=world.name) from fault
    transform = read_world_file(text, world.name)
    _place(desk, person, case, (picture, transform, None, 0))
    return transform


def world_file_of(path: Path) -> Path | None:
    """Return the world file beside a picture, ``None`` when there is none."""
    endings = WORLD_FILES.get(path.suffix.lower(), ())
    return next((found for ending in endings if (found := path.with_suffix(ending)).is_file()), None)


def _place(desk: Desk, person: Person, case: str, placed: tuple[Picture, Transform, Decimal | None, int]) -> None:
    do(desk, person, EditPlan(documents.find(desk, case).id, (placing(*placed),)))


def placing(picture: Picture, transform: Transform, rms: Decimal | None, points: int) -> PlanChange:
    """Return the change that places a picture; ``rms`` is what ``points`` pairs left [m], if they can tell."""
    corners = tuple(to_mm(*corner) for corner in transform.corners(picture.width, picture.height))
    extra: dict[str, Scalar] = {
        "sha256": picture.sha256,
        "width": picture.width,
        "height": picture.height,
        "points": points,
        "rms": rms,
    }
    said = tuple(sorted((key, value) for key, value in extra.items() if value is not None))
    shape = Shape("Polygon", ((*corners, corners[0]),), "image", picture.name, extra=said)
    return PlanChange(f"{DRAWING}{BACKGROUND}", CODE, "put", shape=shape)


def take_away(desk: Desk, person: Person, case: str) -> None:
    """Take the picture under the plan away; the file stays with the case."""
    change = PlanChange(f"{DRAWING}{BACKGROUND}", CODE, "remove")
    do(desk, person, EditPlan(documents.find(desk, case).id, (change,)))
