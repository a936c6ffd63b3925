"""A simulated evacuation painted: the map of densities or levels of service, and the curve of persons outside."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.services.simulation import SimulationView
from workbench.ui.delegates import CENTRE, text
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme

LEVELS = "ABCDEF"
FILLS = {"A": "okS", "B": "okS", "C": "infoS", "D": "warnS", "E": "warnF", "F": "badF"}
PATTERNS = {
    "A": Qt.BrushStyle.SolidPattern,
    "B": Qt.BrushStyle.Dense6Pattern,
    "C": Qt.BrushStyle.SolidPattern,
    "D": Qt.BrushStyle.SolidPattern,
    "E": Qt.BrushStyle.BDiagPattern,
    "F": Qt.BrushStyle.DiagCrossPattern,
}
"""Level of service → pattern, so that it is told without colours."""
BANDS = ((1.0, "A"), (2.0, "C"), (3.0, "D"), (4.0, "E"))
"""Density up to [p/m²] → look of a cell in the map of densities; above the last it looks like F."""
MARGIN, FOOT = 14, 34
LETTERS = 13
"""Least side [px] of a cell in which its letter is written."""
MARK_SECONDS = (10, 30, 60, 120, 300, 600, 1200, 3600)


class SimulationMap(QWidget):
    """Where it was how crowded at the most; exits with their codes, the legend below."""

    def __init__(self) -> None:
        super().__init__()
        self.view: SimulationView | None = None
        self.by_level = True
        self.setMinimumSize(Theme.current.px(300), Theme.current.px(180))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_view(self, view: SimulationView, *, by_level: bool) -> None:
        """Show another run, by level of service or by density."""
        self.view, self.by_level = view, by_level
        self.setAccessibleName(map_words(view, by_level=by_level))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for a plan."""
        return QSize(Theme.current.px(560), Theme.current.px(220))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the map."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, self.rect())

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Paint the map into an area of any device."""
        painter.fillRect(area, Theme.current.colour("surface"))
        if self.view is None:
            return
        place = _Fit(self.view, area)
        self._cells(painter, place)
        self._walls(painter, place)
        self._doors(painter, place)
        _legend(painter, area, self._entries())

    def _cells(self, painter: QPainter, place: _Fit) -> None:
        assert self.view is not None
        side = place.scale * self.view.cell
        painter.setPen(Qt.PenStyle.NoPen)
        for row, (values, letters) in enumerate(zip(self.view.densities, self.view.levels, strict=True)):
            for column, (density, letter) in enumerate(zip(values, letters, strict=True)):
                if density is None:
                    continue
                look = letter if self.by_level else band(density)
                x = self.view.origin[0] + column * self.view.cell
                y = self.view.origin[1] + (row + 1) * self.view.cell
                cell = QRectF(place.at(x, y), place.at(x + self.view.cell, y - self.view.cell))
                _fill(painter, cell, look)
                if side >= Theme.current.px(LETTERS) * (1 if self.by_level else 2) and density > 0:
                    painter.setFont(Theme.current.sized(11))
                    painter.setPen(Theme.current.colour("t1"))
                    painter.drawText(cell, int(CENTRE), letter if self.by_level else f"{density:.1f}")
                    painter.setPen(Qt.PenStyle.NoPen)

    def _walls(self, painter: QPainter, place: _Fit) -> None:
        assert self.view is not None
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(Theme.current.colour("t2"), 1.5))
        for ring in self.view.outlines:
            painter.drawPolygon(QPolygonF([place.at(x, y) for x, y in ring]))

    def _doors(self, painter: QPainter, place: _Fit) -> None:
        assert self.view is not None
        theme, px = Theme.current, Theme.current.px
        flagged = {one.code for one in self.view.exits if one.flags}
        painter.setFont(theme.sized(12, 600))
        for code, start, end in self.view.doors:
            a, b = place.at(*start), place.at(*end)
            painter.setPen(QPen(theme.colour("warnF" if code in flagged else "accentT"), px(5)))
            painter.drawLine(a, b)
            words = f"▲ {code}" if code in flagged else code
            wide = QFontMetrics(painter.font()).horizontalAdvance(words) + px(6)
            middle = (a + b) / 2
            left = min(max(middle.x() - wide / 2, place.area.left() + 1.0), place.area.right() - wide)
            top = min(max(middle.y() - px(24), place.area.top() + 1.0), float(place.area.bottom() - px(18)))
            box = QRectF(left, top, wide, px(17))
            painter.fillRect(box, theme.colour("surface"))
            painter.setPen(theme.colour("warn" if code in flagged else "t1"))
            painter.drawText(box, int(CENTRE), words)

    def _entries(self) -> list[tuple[str, str]]:
        if self.by_level:
            return [(letter, letter) for letter in LEVELS]
        entries, low = [], 0.0
        for high, look in BANDS:
            entries.append((f"{low:g}–{high:g}", look))
            low = high
        return [*entries, (f"> {low:g} {tr('人/m²')}", "F")]


def band(density: float) -> str:
    """Return how a density looks."""
    return next((look for high, look in BANDS if density <= high), "F")


def map_words(view: SimulationView, *, by_level: bool) -> str:
    """Return the map in words: how many cells have which level, and the greatest density."""
    known = [value for row in view.densities for value in row if value is not None]
    most = f"{max(known, default=0.0):.1f} {tr('人/m²')}"
    if not by_level:
        return tr("密度图，最大 {most}", most=most)
    letters = "".join(view.levels)
    counts = tr("、").join(f"{one} {letters.count(one)}" for one in LEVELS if one in letters)
    return tr("服务水平图（格数）：{counts}；最大密度 {most}", counts=counts, most=most)


class _Fit:
    """The plan fitted into an area: metres to pixels, north up."""

    def __init__(self, view: SimulationView, area: QRect) -> None:
        px = Theme.current.px
        self.area = area.adjusted(px(MARGIN), px(MARGIN), -px(MARGIN), -px(FOOT))
        points = [point for ring in view.outlines for point in ring] or [view.origin]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        wide, high = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
        self.scale = max(0.001, min((self.area.width() - px(24)) / wide, (self.area.height() - px(40)) / high))
        self._left = self.area.center().x() - self.scale * (min(xs) + wide / 2)
        self._base = self.area.center().y() + self.scale * (min(ys) + high / 2) + px(6)

    def at(self, x: float, y: float) -> QPointF:
        """Return the pixel of a place."""
        return QPointF(self._left + x * self.scale, self._base - y * self.scale)


def _fill(painter: QPainter, cell: QRectF, look: str) -> None:
    theme = Theme.current
    painter.fillRect(cell, theme.colour("okS" if look in "AB" else FILLS[look].replace("F", "S")))
    if PATTERNS[look] != Qt.BrushStyle.SolidPattern:
        ink = {"B": "okF", "E": "warnF", "F": "badF"}[look]
        painter.fillRect(cell, QBrush(theme.colour(ink), PATTERNS[look]))


def _legend(painter: QPainter, area: QRect, entries: Sequence[tuple[str, str]]) -> None:
    theme, px = Theme.current, Theme.current.px
    x = area.left() + px(MARGIN)
    top = area.bottom() - px(24)
    painter.setFont(theme.sized(12))
    for words, look in entries:
        box = QRectF(x, top, px(16), px(14))
        _fill(painter, box, look)
        painter.setPen(theme.colour("line2"))
        painter.drawRect(box)
        x += px(21) + text(painter, QRect(x + px(21), top - px(2), px(110), px(18)), words, theme.sized(12), "t2")
        x += px(12)


class EvacuationCurve(QWidget):
    """Persons outside over time, one line per run; the hydraulic bound stands as a broken line beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: tuple[SimulationView, ...] = ()
        self.main: SimulationView | None = None
        self.setMinimumSize(Theme.current.px(280), Theme.current.px(180))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_runs(self, runs: Sequence[SimulationView], main: SimulationView, told: str) -> None:
        """Show other runs; ``told`` says the curve in words."""
        self.runs, self.main = tuple(runs), main
        self.setAccessibleName(f"{tr('疏散曲线')}{tr('：')}{told}")
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for the curve."""
        return QSize(Theme.current.px(460), Theme.current.px(220))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the curves."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, self.rect())

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Paint the curves into an area of any device."""
        theme, px = Theme.current, Theme.current.px
        painter.fillRect(area, theme.colour("surface"))
        if self.main is None:
            return
        inner = area.adjusted(px(58), px(30), -px(20), -px(28))
        ends = max(self.main.bound, *(one.curve[-1][0] for one in self.runs)) * 1.04 or 1.0
        scale = _Scale(inner, ends, self.main.persons * 1.06)
        _axes(painter, scale, self.main.persons)
        for one in self.runs:
            painter.setPen(QPen(theme.colour("line2"), 1.2))
            painter.drawPolyline(QPolygonF([scale.at(t, n) for t, n in one.curve]))
        painter.setPen(QPen(theme.colour("accentT"), 2.2))
        painter.drawPolyline(QPolygonF([scale.at(t, n) for t, n in self.main.curve]))
        painter.setPen(QPen(theme.colour("bad"), 1.6, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF([scale.at(0, 0), scale.at(self.main.bound, self.main.persons)]))
        self._names(painter, area)

    def _names(self, painter: QPainter, area: QRect) -> None:
        theme, px = Theme.current, Theme.current.px
        x = area.left() + px(58)
        names = [(tr("已疏散人数"), "accentT", Qt.PenStyle.SolidLine), (tr("水力学下限"), "bad", Qt.PenStyle.DashLine)]
        if len(self.runs) > 1:
            names.insert(1, (tr("其他种子"), "line2", Qt.PenStyle.SolidLine))
        for words, ink, style in names:
            painter.setPen(QPen(theme.colour(ink), 2, style))
            painter.drawLine(x, area.top() + px(14), x + px(20), area.top() + px(14))
            room = QRect(x + px(25), area.top() + px(5), px(170), px(18))
            x += px(25) + text(painter, room, words, theme.sized(12), "t2") + px(14)


class _Scale:
    def __init__(self, area: QRect, ends: float, most: float) -> None:
        self.area, self.ends, self.most = area, ends, most

    def at(self, time: float, persons: float) -> QPointF:
        """Return the pixel of a time [s] and a number of persons."""
        return QPointF(
            self.area.left() + self.area.width() * time / self.ends,
            self.area.bottom() - self.area.height() * persons / self.most,
        )


def _axes(painter: QPainter, scale: _Scale, persons: int) -> None:
    theme, px = Theme.current, Theme.current.px
    painter.setFont(theme.sized(12))
    for share in (0.0, 0.5, 1.0):
        y = round(scale.at(0, persons * share).y())
        painter.setPen(theme.colour("line"))
        painter.drawLine(scale.area.left(), y, scale.area.right(), y)
        painter.setPen(theme.colour("t2"))
        room = QRect(scale.area.left() - px(58), y - px(9), px(52), px(18))
        painter.drawText(
            room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), f"{persons * share:,.0f}"
        )
    room_for = max(1, scale.area.width() // px(70))
    step = next((one for one in MARK_SECONDS if scale.ends / one <= room_for), ceil(scale.ends / room_for))
    for time in range(0, int(scale.ends) + 1, step):
        x = round(scale.at(time, 0).x())
        painter.drawText(QRect(x - px(35), scale.area.bottom() + px(4), px(70), px(18)), int(CENTRE), clock(time))


def clock(seconds: float) -> str:
    """Return a time as minutes and seconds."""
    whole = ceil(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
