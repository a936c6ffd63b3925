"""Calibration of a background picture: pixels to local metres, from pairs of points.

Two pairs give a similarity (scale, turn, shift; exact, so no error can be told); three or more give a similarity, four
or more an affine map, by least squares, with what is left at every pair. Pixels count from the upper left corner, x to
the right, y down, the corner of a pixel and not its middle. World files say the middle of the upper left pixel.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.errors import PackageError, Text

SIMILARITY, AFFINE = "similarity", "affine"
APART = 1e-6
"""Points nearer to each other than this part of the picture are the same point."""
FLAT = 1e-3
"""Points whose spread across is less than this part of that along lie on one line."""
FARTHEST = 1e6

Point = tuple[float, float]


@dataclass(frozen=True)
class Transform:
    """x = a·px + b·py + c, y = d·px + e·py + f, in metres."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def at(self, pixel: Point) -> Point:
        """Return where a pixel lies [m]."""
        x, y = pixel
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def back(self, place: Point) -> Point:
        """Return the pixel of a place."""
        det = self.a * self.e - self.b * self.d
        x, y = place[0] - self.c, place[1] - self.f
        return (self.e * x - self.b * y) / det, (self.a * y - self.d * x) / det

    @property
    def metres_per_pixel(self) -> float:
        """Return the side of a pixel [m]; of one that is no square, the square of the same area."""
        return math.sqrt(abs(self.a * self.e - self.b * self.d))

    @property
    def turn(self) -> float:
        """Return by how many degrees the picture's x axis is turned anticlockwise from east."""
        return math.degrees(math.atan2(self.d, self.a))

    def corners(self, width: float, height: float) -> tuple[Point, Point, Point, Point]:
        """Return the corners of a picture [m], from the upper left clockwise."""
        return self.at((0, 0)), self.at((width, 0)), self.at((width, height)), self.at((0, height))


@dataclass(frozen=True)
class Pair:
    """A point of the picture [pixels] and where it is [m]."""

    pixel: Point
    place: Point


@dataclass(frozen=True)
class Calibration:
    """A map from pixels to metres.

    Attributes:
        kind: ``similarity`` or ``affine``.
        errors: What is left at each pair [m]; all zero, and no measure of anything, where ``exact``.
        rms: Root of their mean square [m].
        exact: As many pairs as the map needs: the errors say nothing.
    """

    transform: Transform
    kind: str
    errors: tuple[float, ...]
    rms: float
    exact: bool


def calibrated(pairs: Sequence[Pair], kind: str = "") -> Calibration:
    """Return the map that fits pairs of points best.

    Args:
        pairs: Two or more.
        kind: ``similarity`` or ``affine`` (needs three pairs); by default affine from four pairs on.

    Raises:
        PackageError: Too few pairs, points that coincide or lie on one line, numbers that are none.
    """
    wanted = kind or (AFFINE if len(pairs) >= 4 else SIMILARITY)
    _usable(pairs, wanted)
    transform = _affine(pairs) if wanted == AFFINE else _similarity(pairs)
    if not transform.metres_per_pixel > 0:
        raise _refused(
            "标定点无法确定比例", "the points give no scale", "换用相距更远的点", "choose points farther apart"
        )
    errors = tuple(math.dist(transform.at(pair.pixel), pair.place) for pair in pairs)
    rms = math.sqrt(sum(error * error for error in errors) / len(errors))
    return Calibration(transform, wanted, errors, rms, len(pairs) == (3 if wanted == AFFINE else 2))


def _refused(zh: str, en: str, mend_zh: str, mend_en: str) -> PackageError:
    return PackageError(Text(zh, en), remedy=Text(mend_zh, mend_en))


def _usable(pairs: Sequence[Pair], kind: str) -> None:
    least = 3 if kind == AFFINE else 2
    if len(pairs) < least:
        raise _refused(
            f"标定点不足：{len(pairs)} 对，至少 {least} 对",
            f"too few points: {len(pairs)} pairs, {least} are needed",
            "在底图上再取一点",
            "choose another point of the picture",
        )
    values = [value for pair in pairs for point in (pair.pixel, pair.place) for value in point]
    if not all(math.isfinite(value) and abs(value) <= FARTHEST for value in values):
        raise _refused(
            "标定点坐标无效", "a coordinate is not valid", "核对坐标和单位（米）", "check coordinates and unit"
        )
    for side, name in (
        ([p.pixel for p in pairs], Text("底图", "picture")),
        ([p.place for p in pairs], Text("实地", "place")),
    ):
        _spread(side, name, kind)


def _spread(points: list[Point], side: Text, kind: str) -> None:
    """Refuse points that coincide, and for an affine map points on one line."""
    size = max(math.dist(one, other) for one in points for other in points)
    near = min(math.dist(points[i], points[j]) for i in range(len(points)) for j in range(i))
    if size <= 0 or near <= APART * size:
        raise _refused(
            f"{side.zh}上有标定点重合", f"points coincide in the {side.en}", "改取不同的点", "choose different points"
        )
    if kind == AFFINE and _across(points) < FLAT * size:
        raise _refused(
            f"{side.zh}上的标定点在一条直线上",
            f"the points lie on one line in the {side.en}",
            "取不在一条直线上的点，或用相似变换",
            "choose points off the line, or a similarity",
        )


def _across(points: list[Point]) -> float:
    """Return the greatest distance of a point from the line through the two that are farthest apart."""
    pairs = ((one, other) for one in points for other in points)
    (x1, y1), (x2, y2) = max(pairs, key=lambda pair: math.dist(*pair))
    length = math.dist((x1, y1), (x2, y2))
    return max(abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length for x, y in points)


def _similarity(pairs: Sequence[Pair]) -> Transform:
    """Return the similarity of least squares, with the picture's y axis turned up: place = s·(px, −py) + shift."""
    count = len(pairs)
    pixels = [complex(pair.pixel[0], -pair.pixel[1]) for pair in pairs]
    places = [complex(*pair.place) for pair in pairs]
    centre, target = sum(pixels) / count, sum(places) / count
    above = sum((z - target) * (w - centre).conjugate() for w, z in zip(pixels, places, strict=True))
    below = sum(abs(w - centre) ** 2 for w in pixels)
    scale = above / below
    shift = target - scale * centre
    return Transform(scale.real, scale.imag, shift.real, scale.imag, -scale.real, shift.imag)


def _affine(pairs: Sequence[Pair]) -> Transform:
    import numpy as np

    pixels = np.array([pair.pixel for pair in pairs], dtype=float)
    places = np.array([pair.place for pair in pairs], dtype=float)
    middle = pixels.mean(axis=0)
    size = float(np.abs(pixels - middle).max())
    known = np.column_stack([(pixels - middle) / size, np.ones(len(pairs))])
    solution = np.linalg.lstsq(known, places, rcond=None)[0]
    (a, d), (b, e) = (solution[0] / size).tolist(), (solution[1] / size).tolist()
    c, f = (solution[2] - np.array([[a, b], [d, e]]) @ middle).tolist()
    return Transform(a, b, c, d, e, f)


def world_file(transform: Transform) -> str:
    """Return the six lines of a world file, which says where the middle of the upper left pixel lies."""
    x, y = transform.at((0.5, 0.5))
    return "".join(f"{value!r}\n" for value in (transform.a, transform.d, transform.b, transform.e, x, y))


def read_world_file(text: str, name: str = "") -> Transform:
    """Return the map of a world file.

    Raises:
        PackageError: Not six numbers, or no scale.
    """
    try:
        a, d, b, e, x, y = (float(line) for line in text.split())
    except ValueError:
        raise PackageError(
            Text("世界文件应为六个数", "a world file has six numbers"),
            where=name,
            remedy=Text("重新导出，或用标定点标定", "export it again, or calibrate by points"),
        ) from None
    usable = all(math.isfinite(value) for value in (a, b, d, e, x, y)) and abs(a * e - b * d) > 0
    if not usable:
        raise PackageError(
            Text("世界文件没有比例", "the world file has no scale"),
            where=name,
            remedy=Text("重新导出，或用标定点标定", "export it again, or calibrate by points"),
        )
    return Transform(a, b, x - a / 2 - b / 2, d, e, y - d / 2 - e / 2)
