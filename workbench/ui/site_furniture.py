"""What lies over the plan without being part of it: legend, scale bar, north arrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QFrame, QWidget

from workbench.ui.delegates import rounded, text
from workbench.ui.i18n import say, tr
from workbench.ui.site_looks import COVERAGE, GROUND, Look
from workbench.ui.site_scene import SiteScene
from workbench.ui.site_symbols import symbol
from workbench.ui.theme import Theme

BARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
"""Lengths of the scale bar [m]."""
MOST_LINES = 14
"""Lines of the legend."""
INCH = 0.0254


class ScaleBar(QWidget):
    """A bar of a round length at the present zoom."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.scale_ = 1.0
        self.setAccessibleName(tr("比例尺"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(Theme.current.px(170), Theme.current.px(34))

    def show_scale(self, scale: float) -> None:
        """Show a zoom [px/m]."""
        self.scale_ = scale
        self.setAccessibleDescription(f"{self.metres()} m")
        self.update()

    def metres(self) -> int:
        """Return the length that the bar shows [m]."""
        room = self.width() - Theme.current.px(44)
        return max((bar for bar in BARS if bar * self.scale_ <= room), default=BARS[0])

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bar, ticks, lengths."""
        theme, px = Theme.current, Theme.current.px
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), "surface", "line2", radius=6)
        long = self.metres() * self.scale_
        left, base = float(px(14)), float(self.height() - px(8))
        painter.setPen(QPen(theme.colour("t1"), 1.6))
        painter.drawLine(QPointF(left, base), QPointF(left + long, base))
        for share in (0.0, 0.5, 1.0):
            painter.drawLine(QPointF(left + share * long, base - px(5)), QPointF(left + share * long, base))
        painter.setFont(theme.sized(11))
        words = f"{self.metres()} m"
        wide = QFontMetrics(theme.sized(11)).horizontalAdvance(words)
        painter.drawText(QPointF(left - px(3), base - px(9)), "0")
        painter.drawText(QPointF(min(left + long - wide / 2, self.width() - wide - px(6)), base - px(9)), words)


class NorthArrow(QWidget):
    """A disc with a needle; plans have north at the top."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("北向上"))
        self.setToolTip(tr("北向上"))
        self.resize(Theme.current.px(34), Theme.current.px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the needle."""
        theme = Theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / 34, self.height() / 34)
        painter.setBrush(theme.colour("surface"))
        painter.setPen(QPen(theme.colour("line2"), 1))
        painter.drawEllipse(QPointF(17, 17), 16, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("t1"))
        painter.drawPolygon(QPolygonF([QPointF(17, 6), QPointF(22, 21), QPointF(17, 18), QPointF(12, 21)]))
        font = theme.sized(12, 700)
        font.setPixelSize(9)
        painter.setFont(font)
        painter.setPen(theme.colour("t1"))
        painter.drawText(QRectF(0, 20, 34, 12), int(Qt.AlignmentFlag.AlignCenter), "N")


class Legend(QFrame):
    """What the symbols and lines in sight mean, with how many there are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[tuple[Look, str], ...] = ()
        self._most = MOST_LINES
        self._layers: Mapping[str, bool] = {}
        self._shades: dict[str, tuple[tuple[str | QPixmap, str], ...]] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_scene(self, scene: SiteScene) -> None:
        """Count what is drawn and in sight, kind by kind, in the order of the pack from the back: posts come first."""
        counts: Counter[str] = Counter()
        for one in scene.drawn.values():
            kind = one.kind
            if kind is not None and scene.layers[one.look.layer] and one.feature.layer != GROUND:
                counts[kind.code] += 1
        self._layers = scene.layers
        shown = [kind for kind in scene.looks.kinds.values() if kind.code in counts]
        shown.sort(key=lambda kind: (kind.geometry != "Point", kind.geometry != "LineString"))
        self.lines = tuple((scene.looks.of_kind(kind), f"{say(kind.text)} {counts[kind.code]}") for kind in shown)
        self._fit()

    def set_room(self, height: int) -> None:
        """Show no more lines than a height [px] has room for, shades and signs together."""
        most = max(1, min(MOST_LINES, height // Theme.current.px(21)))
        if most != self._most:
            self._most = most
            self._fit()

    @property
    def extra(self) -> tuple[tuple[str | QPixmap, str], ...]:
        """Return the shades of the layers that are on: colour token or a sample of it, words."""
        lit = (shades for layer, shades in self._shades.items() if self._layers.get(layer, True))
        return tuple(shade for shades in lit for shade in shades)

    def show_shades(self, shades: Sequence[tuple[str | QPixmap, str]], layer: str = COVERAGE) -> None:
        """Show what the shades of a layer mean while it is on, above the symbols."""
        self._shades[layer] = tuple(shades)
        self._fit()

    def fitting(self) -> tuple[tuple[Look, str], ...]:
        """Return the signs there is room for below the shades."""
        return self.lines[: max(0, self._most - len(self.extra))]

    def _fit(self) -> None:
        told = [words for _, words in (*self.extra, *self.fitting())]
        self.setAccessibleName(f"{tr('图例')}{tr('：')}{tr('；').join(told)}")
        self.resize(self.sizeHint())
        edge = self.x()
        around = self.parentWidget()
        if around is not None:
            self.move(edge, max(edge, around.height() - self.height() - edge))
        self.setVisible(bool(told))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a line each."""
        px, metrics = Theme.current.px, QFontMetrics(Theme.current.sized(12))
        words = [words for _, words in (*self.extra, *self.fitting())]
        wide = max((metrics.horizontalAdvance(one) for one in words), default=0)
        return QSize(px(50) + wide, px(10) + px(21) * len(words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the lines."""
        px, theme = Theme.current.px, Theme.current
        painter = QPainter(self)
        rounded(painter, QRectF(self.rect()), "surface", "line2", radius=6)
        top = px(5)
        for ink, words in self.extra:
            area = QRect(px(12), top + px(5), px(16), px(11))
            if isinstance(ink, QPixmap):
                painter.drawPixmap(area, ink)
            else:
                painter.fillRect(area, theme.colour(ink))
            self._write(painter, top, words)
            top += px(21)
        for look, words in self.fitting():
            self._sign(painter, look, top)
            self._write(painter, top, words)
            top += px(21)

    def _write(self, painter: QPainter, top: int, words: str) -> None:
        area = self.rect().adjusted(Theme.current.px(38), top, 0, 0)
        area.setHeight(Theme.current.px(21))
        text(painter, area, words, Theme.current.sized(12), "t1")

    def _sign(self, painter: QPainter, look: Look, top: int) -> None:
        px = Theme.current.px
        if look.shape:
            painter.drawPixmap(px(11), top + px(1), symbol(look.shape, look.ink, size=18))
            return
        colour = QColor(Theme.current.colour(look.ink))
        pen = QPen(colour, 2)
        if look.dashes:
            pen.setDashPattern([max(1.0, dash / 2) for dash in look.dashes])
        painter.setPen(pen)
        painter.drawLine(QPointF(px(10), top + px(10)), QPointF(px(30), top + px(10)))


def paper_scale(scale: float, dots: int) -> int:
    """Return the denominator of the scale on a screen of so many dots per inch, to two figures."""
    exact = dots / INCH / scale
    size = 10 ** max(0, len(str(int(exact))) - 2)
    return int(round(exact / size) * size)
