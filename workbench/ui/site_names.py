"""The names on the plan: what is written beside each object, and where it has room.

Names are placed in pixels at the present zoom, the important first; one that would cover another or a symbol is left
out until there is room. The tip of an object always has its whole name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import TypeVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from workbench.core.values import Feature, Row
from workbench.ui.i18n import tr
from workbench.ui.site_drawn import Drawn
from workbench.ui.site_items import NUMBERED, short
from workbench.ui.site_looks import GROUND
from workbench.ui.step_site_words import figure
from workbench.ui.theme import Theme

T = TypeVar("T")

LONGEST = 16
"""Letters of a name on the plan; the rest is in the tip."""
CELL = 64
"""Side of a cell of the grid in which taken places are looked up [px]."""
SLICE = 100
"""Names that are placed before the window has its turn again."""
SYMBOL_ROOM = 9
"""Half the side of a symbol that names keep clear of [px]."""
SPOTS = (
    (0.5, 0.5), (0.5, 0.35), (0.5, 0.65), (0.5, 0.2), (0.5, 0.8), (0.5, 0.05), (0.5, 0.95), (0.3, 0.5), (0.7, 0.5),
    (0.3, 0.3), (0.7, 0.3), (0.3, 0.7), (0.7, 0.7), (0.15, 0.05), (0.85, 0.05), (0.15, 0.95), (0.85, 0.95),
)  # fmt: skip
"""Where the name of a surface may stand, as shares of its rectangle, the best first."""
OUTER = (
    (0.02, 0.0), (0.98, 0.0), (0.02, 1.0), (0.98, 1.0), (0.35, 0.0), (0.65, 0.0), (0.35, 1.0), (0.65, 1.0), (0.0, 0.3),
    (1.0, 0.3), (0.0, 0.7), (1.0, 0.7),
)  # fmt: skip
"""Where the name of a large surface stands: along its edge, so that it is not read as that of what lies inside it."""
LARGE = 60_000
"""A surface larger than this is named at its edge [px²]."""
NO_NOTES: Mapping[str, Sequence[str]] = {}
RANK = {"command": 0, "gate": 1, "zone": 2, "post": 4, "medical": 3, "equipment": 3, "assembly": 3}


@dataclass(frozen=True)
class Name:
    """What is written at an object: lines, colour, box or bare, inside a shape or beside a symbol."""

    key: str
    lines: tuple[str, ...]
    ink: str
    rank: float
    inside: bool = False
    boxed: bool = False
    bold: bool = False
    short: Sequence[str] = ()
    """What is written instead where the lines have no room."""


@dataclass(frozen=True)
class Placed:
    """A name with its place [px of the scene at the present zoom, y down], and where its object was then [m]."""

    name: Name
    box: QRectF
    at: QPointF


def name_of(one: Drawn, note: Sequence[str] = ()) -> Name | None:
    """Return what is written at an object, with what a scenario says of it; ``None`` for one without name and code."""
    feature, look, row = one.feature, one.look, one.row
    code, title = feature.code, cut(feature.name)
    rank = RANK.get(feature.layer, 5.0)
    if feature.layer == "zone":
        lines = tuple(part for part in (title or code, note[0] if note else _people(row)) if part)
        rank = -1 if note else rank
        return Name(one.key, lines, "t1", rank + _weight(feature), inside=True, bold=True, short=note[-1:])
    if feature.layer == "gate":
        lines = (f"{feature.code} {note[0]}",) if note else (_gate(feature, title, row),)
        return Name(one.key, lines, "bad" if note else "ok", rank, boxed=bool(note) or look.shape == "entry")
    if feature.layer == GROUND:
        return Name(one.key, (title,), "t2", 6.0, inside=True) if title else None
    if feature.layer == "post":
        return None if look.shape in NUMBERED else Name(one.key, (short(code),), "t2", rank)
    words = title or code
    if feature.get("one_way") is True:
        words = f"{words} {tr('单向')}".strip()
    return Name(one.key, (words,), "t2", rank) if words and look.shape != "diamond" else None


def cut(words: str) -> str:
    """Return a name short enough for the plan."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def _weight(feature: Feature) -> float:
    """Return a little for large zones, so that the small ones inside them come first."""
    return min(0.5, float(feature.area or 0) / 1_000_000)


def _people(row: Row | None) -> str:
    peak = row.values.get("expected_peak") if row else None
    if not isinstance(peak, int) or isinstance(peak, bool):
        return ""
    net = row.values.get("net") if row else None
    density = f"·{float(peak) / float(net):.1f} {tr('人/m²')}" if net and not isinstance(net, str) else ""  # type: ignore[arg-type]
    return f"{figure(peak)} {tr('人')}{density}"


def _gate(feature: Feature, title: str, row: Row | None) -> str:
    lanes = row.values.get("lanes") if row else None
    if lanes:
        return tr("{code} {name} {lanes} 道", code=feature.code, name=title, lanes=figure(lanes)).strip()
    width = row.values.get("width") if row else feature.length
    return f"{feature.code} {figure(width)} m" if width is not None else feature.code


Box = tuple[float, float, float, float]
"""Left, top, right, bottom [px]."""


class _Taken:
    """Rectangles in a grid, so that thousands of names are checked quickly."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def _around(self, box: Box) -> Iterable[tuple[int, int]]:
        left, top, right, bottom = box
        return product(
            range(int(left // CELL), int(right // CELL) + 1), range(int(top // CELL), int(bottom // CELL) + 1)
        )

    def add(self, box: Box) -> None:
        for cell in self._around(box):
            self._cells[cell].append(box)

    def is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        for cell in self._around(box):
            for x1, y1, x2, y2 in self._cells.get(cell, ()):
                if x1 < right and left < x2 and y1 < bottom and top < y2:
                    return False
        return True


def place(drawn: Iterable[Drawn], scale: float, notes: Mapping[str, Sequence[str]] = NO_NOTES) -> list[Placed]:
    """Return the names that have room at a zoom [px/m], none over another or over a symbol; notes are by key."""
    work = placing(drawn, scale, notes)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return list(end.value)


def placing(
    drawn: Iterable[Drawn], scale: float, notes: Mapping[str, Sequence[str]] = NO_NOTES
) -> Generator[None, None, list[Placed]]:
    """Place names as :func:`place` does, and stop after every few of them."""
    shown, taken = list(drawn), _Taken()
    room = Theme.current.px(SYMBOL_ROOM)
    for few in _by_turns([one for one in shown if one.feature.geometry == "Point"], 4 * SLICE):
        for one in few:
            x, y = one.box.center().toTuple()
            taken.add((x * scale - room, -y * scale - room, x * scale + room, -y * scale + room))
        yield
    names: list[tuple[Name, Drawn]] = []
    for few in _by_turns(shown, 4 * SLICE):
        names += [(name, one) for one in few if (name := name_of(one, notes.get(one.key, ()))) is not None]
        yield
    found: list[Placed] = []
    for some in _by_turns(sorted(names, key=lambda pair: (pair[0].rank, pair[0].key)), SLICE):
        found += [placed for name, one in some for placed in _put(name, one, scale, taken)]
        yield
    return found


def _by_turns(several: Sequence[T], count: int) -> Iterator[Sequence[T]]:
    """Yield values, so many of them at a time."""
    for start in range(0, len(several), count):
        yield several[start : start + count]


def _put(name: Name, one: Drawn, scale: float, taken: _Taken) -> Iterator[Placed]:
    """Yield a name at the best place that is free, if there is one."""
    least = replace(name, lines=tuple(name.short))
    for written in (name, least) if name.short else (name,):
        for box in _boxes(written, one, scale):
            if taken.is_free(box):
                taken.add(box)
                yield Placed(written, QRectF(QPointF(*box[:2]), QPointF(*box[2:])), one.box.center())
                return


def _pixel(at: QPointF, scale: float) -> QPointF:
    return QPointF(at.x() * scale, -at.y() * scale)


def _boxes(name: Name, one: Drawn, scale: float) -> Iterator[Box]:
    """Yield where a name may stand, the best place first."""
    wide, high = _size(Theme.current, name.lines, boxed=name.boxed, bold=name.bold)
    area, feature = one.box, one.feature
    box = QRectF(area.left() * scale, -area.bottom() * scale, area.width() * scale, area.height() * scale)
    if name.inside:
        if wide + 6 > box.width() or high > box.height():
            return
        spots = OUTER if box.width() * box.height() > LARGE else SPOTS
        least_x, most_x, least_y, most_y = (
            box.left() + 3,
            box.right() - wide - 3,
            box.top() + 2,
            box.bottom() - high - 2,
        )
        from_x, from_y, over_x, over_y = box.left() - wide / 2, box.top() - high / 2, box.width(), box.height()
        for x, y in spots:
            left = min(max(from_x + x * over_x, least_x), most_x)
            top = min(max(from_y + y * over_y, least_y), most_y)
            yield left, top, left + wide, top + high
        return
    gap, half = Theme.current.px(12), high / 2
    middle = box.center()
    if feature.geometry == "LineString" and feature.layer != "gate":
        bend = feature.rings[0][len(feature.rings[0]) // 2]
        middle = _pixel(QPointF(float(bend[0]), float(bend[1])), scale)
    at_x, at_y = middle.toTuple()
    beside = (
        (gap, -half), (-wide - gap, -half), (-wide / 2, gap), (-wide / 2, -high - gap), (gap, gap / 2),
        (-wide - gap, gap / 2), (gap, -high - gap / 2), (-wide - gap, -high - gap / 2),
    )  # fmt: skip
    for dx, dy in beside:
        yield at_x + dx, at_y + dy, at_x + dx + wide, at_y + dy + high


def _font(theme: Theme, *, bold: bool) -> QFont:
    return theme.sized(12, 500 if bold else 400)


@lru_cache(maxsize=8192)
def _size(theme: Theme, lines: tuple[str, ...], *, boxed: bool, bold: bool) -> tuple[float, float]:
    fonts = (_font(theme, bold=bold and at == 0) for at in range(len(lines)))
    wide = max(QFontMetrics(font).horizontalAdvance(line) for font, line in zip(fonts, lines, strict=True))
    return wide + theme.px(10 if boxed else 4), theme.px(16) * len(lines) + theme.px(3 if boxed else 0)


def paint(painter: QPainter, placed: Placed) -> None:
    """Write a name; the painter stands on pixels with the scene's zero at its own."""
    theme, box, name = Theme.current, placed.box, placed.name
    ground = QColor(theme.colour("surface"))
    ground.setAlphaF(0.96 if name.boxed else 0.62)
    painter.setBrush(ground)
    painter.setPen(QPen(theme.colour("okF"), 1) if name.boxed else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(theme.colour(name.ink))
    step = theme.px(16)
    for line, words in enumerate(name.lines):
        painter.setFont(_font(theme, bold=name.bold and line == 0))
        spot = QRectF(box.left(), box.top() + line * step, box.width(), box.height() if len(name.lines) == 1 else step)
        painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), words)
