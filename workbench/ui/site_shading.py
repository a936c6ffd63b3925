"""Response times as a shading below the plan, with the same bands as a legend: hatched, never colour alone.

The bands carry on from plain to dense: reached at once is a plain tone, later ones are hatched ever closer, what is
beyond the last limit is crossed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsPixmapItem, QWidget

from workbench.services.coverage import BEYOND, SOLID, CoverageView
from workbench.ui.delegates import text
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme

MOST_PIXELS = 1_600_000
"""Larger rasters are painted by every second, third … cell: no screen shows more."""
SWATCH = (26, 14)
"""Size of a legend's sample [px]."""


@dataclass(frozen=True)
class Shade:
    """How a band looks: token of its colour, strength of its ground and lines 0 to 1, pixels between its lines.

    ``apart`` 0 = no lines; ``crossed`` draws them both ways.
    """

    ink: str
    ground: float
    lines: float = 0.0
    apart: int = 0
    crossed: bool = False


SHADES = (
    Shade("okF", 0.42),
    Shade("okF", 0.20),
    Shade("warnF", 0.20, 0.45, 8),
    Shade("l2F", 0.24, 0.60, 5),
)
"""Of the bands in order; a band beyond the last of them looks like :data:`FAR`."""
FAR = Shade("badF", 0.20, 0.70, 5, crossed=True)


def painted(codes: NDArray[np.uint8]) -> QImage:
    """Return bands as a picture, one pixel a cell; cells nobody walks on stay clear.

    Args:
        codes: As in :attr:`CoverageView.bands`, row 0 the northernmost.
    """
    rows, columns = codes.shape
    pixels = np.zeros((rows, columns, 4), dtype=np.uint8)
    along, down = np.arange(columns)[None, :], np.arange(rows)[:, None]
    for code in np.unique(codes):
        if code != SOLID:
            shade = shade_of(int(code))
            where = codes == code
            pixels[where] = _colour(shade.ink, shade.ground)
            if shade.apart:
                on = (along + down) % shade.apart == 0
                on = on | ((along - down) % shade.apart == 0) if shade.crossed else on
                pixels[where & on] = _colour(shade.ink, shade.lines)
    image = QImage(pixels.tobytes(), columns, rows, columns * 4, QImage.Format.Format_RGBA8888)
    return image.copy()


def shade_of(code: int) -> Shade:
    """Return how a band looks."""
    return SHADES[code - 1] if 0 < code <= len(SHADES) else FAR


def _colour(ink: str, strength: float) -> tuple[int, int, int, int]:
    colour = Theme.current.colour(ink)
    return colour.red(), colour.green(), colour.blue(), round(255 * strength)


def shading(view: CoverageView) -> QGraphicsPixmapItem:
    """Return the picture of a coverage at its place in the scene, whose y runs upwards."""
    step = 1
    while view.bands.size / step**2 > MOST_PIXELS:
        step += 1
    codes = np.ascontiguousarray(view.bands[::step, ::step])
    item = QGraphicsPixmapItem(QPixmap.fromImage(painted(codes)))
    west, _south, _east, north = view.extent
    cell = view.found.surface.grid.cell * step
    item.setTransform(QTransform(cell, 0, 0, -cell, west, north))
    item.setTransformationMode(Qt.TransformationMode.FastTransformation)
    return item


def band_words(limits: Sequence[float]) -> tuple[tuple[int, str], ...]:
    """Return the code and the words of every band."""
    told = [(1, tr("≤ {limit} 秒", limit=f"{limits[0]:g}"))]
    for code, (low, high) in enumerate(pairwise(limits), 2):
        told.append((code, tr("{low}–{high} 秒", low=f"{low:g}", high=f"{high:g}")))
    return (*told, (BEYOND, tr("更久或到不了")))


def samples(limits: Sequence[float]) -> tuple[tuple[QPixmap, str], ...]:
    """Return a sample and the words of every band, for the legend over the plan."""
    return tuple((_sample(code), words) for code, words in band_words(limits))


def _sample(code: int) -> QPixmap:
    made = QPixmap(*SWATCH)
    painter = QPainter(made)
    paint_swatch(painter, QRectF(0, 0, SWATCH[0] - 1, SWATCH[1] - 1), code)
    painter.end()
    return made


class BandLegend(QWidget):
    """The bands with their samples, in lines of two."""

    def __init__(self) -> None:
        super().__init__()
        self.bands: tuple[tuple[int, str], ...] = ()

    def show_limits(self, limits: Sequence[float]) -> None:
        """Show the bands between limits [s]."""
        self.bands = band_words(limits)
        words = tr("；").join(words for _code, words in self.bands)
        self.setAccessibleName(f"{tr('到达时间图例')}{tr('：')}{words}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for two bands a line."""
        px = Theme.current.px
        metrics = QFontMetrics(Theme.current.sized(12))
        wide = max((metrics.horizontalAdvance(words) for _code, words in self.bands), default=0)
        return QSize(2 * (px(SWATCH[0] + 20) + wide), px(21) * ((len(self.bands) + 1) // 2) + px(4))

    def minimumSizeHint(self) -> QSize:
        """Never be lower than all the bands."""
        return QSize(Theme.current.px(160), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint samples and words."""
        px, theme = Theme.current.px, Theme.current
        painter = QPainter(self)
        half = self.width() // 2
        for number, (code, words) in enumerate(self.bands):
            left, top = (number % 2) * half, px(2) + (number // 2) * px(21)
            area = QRectF(left, top + px(3), px(SWATCH[0]), px(SWATCH[1]))
            paint_swatch(painter, area, code)
            place = self.rect().adjusted(left + px(SWATCH[0] + 8), top, 0, 0)
            place.setSize(QSize(half - px(SWATCH[0] + 10), px(21)))
            text(painter, place, words, theme.sized(12), "t1")


def paint_swatch(painter: QPainter, area: QRectF, code: int) -> None:
    """Paint a sample of a band."""
    wide, high = max(1, round(area.width())), max(1, round(area.height()))
    painter.fillRect(area, Theme.current.colour("surface"))
    painter.drawImage(area.topLeft(), painted(np.full((high, wide), code, dtype=np.uint8)))
    painter.setPen(QColor(Theme.current.colour("line2")))
    painter.drawRect(area)
