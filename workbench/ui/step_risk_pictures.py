"""Pictures of the risk page, painted small: the gauge of the level, the sampled distribution, the tornado.

Each says itself in words for a listener; a table beside it says the same in figures. A picture that is old is paler.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.core.pack import Pack
from workbench.services.views import RiskView
from workbench.services.views_risk import DistributionView, RiskDeskView, SwingView
from workbench.ui import step_risk_words as words
from workbench.ui.delegates import CENTRE, LEFT, text
from workbench.ui.i18n import say, tr
from workbench.ui.theme import Theme

PALE = 0.6
"""Opacity of a picture that is old."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
UNSCORED = "○"
"""Stands before a factor without a score."""
TORNADO = 8
"""Lines of the tornado; the table has all."""


class Picture(QWidget):
    """A painted picture of a fixed height that can be old."""

    HEIGHT = 100

    def __init__(self) -> None:
        super().__init__()
        self.is_old = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_old(self, *, on: bool) -> None:
        """Let the picture be old, or new again."""
        self.is_old = on
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the height of the picture."""
        return QSize(Theme.current.px(220), Theme.current.px(self.HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint, paler when old."""
        painter = QPainter(self)
        painter.setOpacity(PALE if self.is_old else 1.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)

    def paint(self, painter: QPainter) -> None:
        """Paint the picture."""
        raise NotImplementedError


def put(painter: QPainter, area: QRectF, word: str, ink: str, size: int = 12, weight: int = 400) -> None:
    """Paint a word in the middle of an area."""
    painter.setFont(Theme.current.sized(size, weight))
    painter.setPen(Theme.current.colour(ink))
    painter.drawText(area, int(CENTRE), word)


class LevelGauge(Picture):
    """Half a dial from 0 to 100: bands of the levels, a needle at the index, an arc over nine tenths of the samples."""

    HEIGHT = 178

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._risk: RiskView | None = None
        self._found: DistributionView | None = None

    def show_risk(self, risk: RiskView) -> None:
        """Show another index."""
        self._risk = risk
        self._tell()

    def show_desk(self, desk: RiskDeskView) -> None:
        """Show another distribution."""
        self._found = desk.distribution
        self._tell()

    def level(self) -> int | None:
        """Return the level set, else the computed one."""
        return (self._risk.level or self._risk.computed_level) if self._risk else None

    def band_words(self) -> str:
        """Return the range of nine tenths of the samples, and the share of the level shown."""
        if self._found is None:
            return tr("正在计算区间")
        told = tr("90% 区间 {low}–{high}", low=f"{self._found.p5:.0f}", high=f"{self._found.p95:.0f}")
        share = dict(self._found.levels).get(self.level() or 0)
        return told if share is None else told + " · " + tr("本级 {share}%", share=f"{share * 100:.0f}")

    def _tell(self) -> None:
        if self._risk is None:
            return
        before = words.index_word(self._risk.index_before, self._risk.range_before)
        after = words.index_word(self._risk.index_after, self._risk.range_after)
        told = tr("风险指数：控制前 {before}，控制后 {after}", before=before, after=after)
        self.setAccessibleName(tr("，").join((told, words.level_word(self.level(), self._pack), self.band_words())))
        self.update()

    def paint(self, painter: QPainter) -> None:
        """Paint bands, arc, needle and words."""
        if self._risk is None:
            return
        px = Theme.current.px
        radius = min(self.width() / 2 - px(48), px(92))
        middle = QPointF(self.width() / 2, px(44) + radius)
        self._paint_bands(painter, middle, radius)
        self._paint_needle(painter, middle, radius)
        level = self.level()
        ink = f"l{level}" if level else "t1"
        value = words.index_word(self._risk.index_after, self._risk.range_after)
        line = QRectF(0, middle.y() - px(30), self.width(), px(34))
        put(painter, line, value, "t1", 26 if self._risk.index_after is not None else 19, 700)
        word = words.level_word(level, self._pack)
        if self._risk.level is None and level is not None:
            word = tr("{level}（计算）", level=word)
        put(painter, line.translated(0, px(28)), word, ink, 13, 500)
        put(painter, line.translated(0, px(48)), self.band_words(), "t2")

    def _paint_bands(self, painter: QPainter, middle: QPointF, radius: float) -> None:
        theme, wide = Theme.current, Theme.current.px(16)
        box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        for level, lower, upper in words.level_bounds(self._pack):
            colour = QColor(theme.colour(f"l{level}F"))
            colour.setAlphaF(1.0 if level == self.level() else 0.5)
            painter.setPen(QPen(colour, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawArc(box, round((180 - 1.8 * lower - 0.8) * 16), round(-1.8 * (upper - lower) * 16 + 25))
            at = _on_dial(middle, radius + theme.px(27), (lower + upper) / 2)
            area = QRectF(at.x() - theme.px(30), at.y() - theme.px(9), theme.px(60), theme.px(18))
            put(painter, area, words.short_level(level), f"l{level}", 12, 500)

    def _paint_needle(self, painter: QPainter, middle: QPointF, radius: float) -> None:
        theme, index = Theme.current, self._risk.index_after if self._risk else None
        inner = radius - theme.px(15)
        if self._found is not None:
            box = QRectF(middle.x() - inner, middle.y() - inner, 2 * inner, 2 * inner)
            painter.setPen(QPen(theme.colour("t2"), theme.px(3), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            start, span = 180 - 1.8 * self._found.p5, -1.8 * (self._found.p95 - self._found.p5)
            painter.drawArc(box, round(start * 16), round(span * 16))
        if index is not None:
            painter.setPen(QPen(theme.colour("t1"), theme.px(3), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            ends = (_on_dial(middle, length, float(index)) for length in (inner - theme.px(20), inner + theme.px(6)))
            painter.drawLine(*ends)


def _on_dial(middle: QPointF, radius: float, value: float) -> QPointF:
    angle = pi * (1 - value / 100)
    return QPointF(middle.x() + radius * cos(angle), middle.y() - radius * sin(angle))


@dataclass(frozen=True)
class Scale:
    """From what is measured to where it stands [px]."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Return where a value stands."""
        return self.left + (self.right - self.left) * (value - self.low) / (self.high - self.low)


class Histogram(Picture):
    """The sampled index: bars by level, the bounds of the levels, the middle of the samples, the share per level."""

    HEIGHT = 176

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._found: DistributionView | None = None

    def show_desk(self, desk: RiskDeskView) -> None:
        """Show another distribution."""
        self._found = desk.distribution
        self.setAccessibleName(self.sentence())
        self.update()

    def sentence(self) -> str:
        """Return the distribution in words."""
        found = self._found
        if found is None:
            return ""
        shares = tr("，").join(share_words(found, self._pack))
        ends = {"low": f"{found.p5:.1f}", "mid": f"{found.p50:.1f}", "high": f"{found.p95:.1f}"}
        return tr("抽样：P5 {low}，P50 {mid}，P95 {high}；{shares}", **ends, shares=shares)

    def paint(self, painter: QPainter) -> None:
        """Paint bounds, bars, the middle, the shares."""
        found = self._found
        if found is None:
            return
        px = Theme.current.px
        area = QRectF(px(4), px(6), self.width() - px(8), self.height() - px(48))
        scale = Scale(*span_of(found.counts), area.left(), area.right())
        self._paint_bars(painter, area, scale, found)
        bounds = [lower for _, lower, _ in words.level_bounds(self._pack) if scale.low < lower < scale.high]
        painter.setPen(QPen(Theme.current.colour("t2"), 1, Qt.PenStyle.DashLine))
        for bound in bounds:
            painter.drawLine(QPointF(scale.at(bound), area.top()), QPointF(scale.at(bound), area.bottom()))
        middle = scale.at(found.p50)
        painter.setPen(QPen(Theme.current.colour("t1"), 2))
        painter.drawLine(QPointF(middle, area.top()), QPointF(middle, area.bottom()))
        line = QRectF(0, area.bottom() + 2, px(90), px(18))
        word = f"P50 {found.p50:.0f}"
        half = QFontMetrics(Theme.current.sized(12, 500)).horizontalAdvance(word) / 2
        shown = min(max(middle, half + px(2)), self.width() - half - px(2))
        put(painter, line.translated(shown - px(45), 0), word, "t1", 12, 500)
        for bound in bounds:
            if abs(scale.at(bound) - shown) > half + px(12):
                put(painter, line.translated(scale.at(bound) - px(45), 0), f"{bound:g}", "t2")
        self._paint_shares(painter, area.bottom() + px(21), found)

    def _paint_bars(self, painter: QPainter, area: QRectF, scale: Scale, found: DistributionView) -> None:
        theme, step, most = Theme.current, 100 / len(found.counts), max(found.counts)
        painter.setPen(Qt.PenStyle.NoPen)
        for number, count in enumerate(found.counts):
            left, right = scale.at(number * step), scale.at((number + 1) * step)
            if count and right > area.left() and left < area.right():
                tall = max(1.5, (area.height() - theme.px(8)) * count / most)
                level = next(one for one, _, upper in words.level_bounds(self._pack) if (number + 0.5) * step < upper)
                painter.setBrush(theme.colour(f"l{level}F"))
                painter.drawRect(QRectF(left + 0.5, area.bottom() - tall, right - left - 1, tall))
        painter.setPen(theme.colour("line2"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())

    def _paint_shares(self, painter: QPainter, top: float, found: DistributionView) -> None:
        shown = [(level, share) for level, share in sorted(found.levels, reverse=True) if share > 0]
        each = self.width() / max(1, len(shown))
        for number, (level, share) in enumerate(shown):
            word = f"{words.short_level(level)} {percent(share)}"
            put(painter, QRectF(each * number, top, each, Theme.current.px(20)), word, f"l{level}", 12, 500)


def percent(share: float) -> str:
    """Return a share in whole percent; what is more than nothing and less than half a percent says so."""
    return "<1%" if 0 < share < 0.005 else f"{share * 100:.0f}%"


def share_words(found: DistributionView, pack: Pack) -> list[str]:
    """Return the share of each level that occurs."""
    return [f"{words.level_word(level, pack)} {percent(share)}" for level, share in found.levels if share > 0]


def span_of(counts: Sequence[int]) -> tuple[float, float]:
    """Return the part of 0 to 100 in which samples lie, with room beside it and at least thirty wide."""
    step = 100 / len(counts)
    filled = [number for number, count in enumerate(counts) if count] or [0, len(counts) - 1]
    low, high = filled[0] * step, (filled[-1] + 1) * step
    room = max(4.0, (30 - (high - low)) / 2)
    return max(0.0, low - room), min(100.0, high + room)


class Tornado(Picture):
    """What each range alone makes of the index: bars to both sides, the widest first."""

    ROW = 25

    def __init__(self, clicked: Callable[[str], object]) -> None:
        super().__init__()
        self._clicked = clicked
        self._swings: tuple[SwingView, ...] = ()
        self._index: Decimal | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_desk(self, desk: RiskDeskView) -> None:
        """Show other ranges."""
        self._swings = desk.tornado[:TORNADO]
        self._index = desk.index_after
        told = (tr("{factor} {low} 至 {high}", factor=say(s.title), low=s.low, high=s.high) for s in self._swings)
        self.setAccessibleName(tr("；").join(told) or tr("没有区间：各项把握都大"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a row per factor and the axis."""
        return QSize(Theme.current.px(220), Theme.current.px(self.ROW * max(2, len(self._swings)) + 22))

    def mousePressEvent(self, event: object) -> None:
        """Go to the factor under the pointer."""
        at = event.position().y()  # type: ignore[attr-defined]
        row = int(at // Theme.current.px(self.ROW))
        if 0 <= row < len(self._swings):
            self._clicked(self._swings[row].code)

    def paint(self, painter: QPainter) -> None:
        """Paint a row per factor over an axis of the index."""
        px = Theme.current.px
        if not self._swings:
            put(painter, QRectF(self.rect()), tr("没有区间：各项把握都大"), "t2")
            return
        name = self._name_width()
        low, high = float(min(s.low for s in self._swings)), float(max(s.high for s in self._swings))
        scale = Scale(low, max(high, low + 0.1), name + px(10), self.width() - px(6))
        for number, swing in enumerate(self._swings):
            row = QRect(0, number * px(self.ROW), self.width(), px(self.ROW))
            self._paint_row(painter, row, swing, scale)
        bottom = px(self.ROW) * len(self._swings)
        base = self._base()
        painter.setPen(QPen(Theme.current.colour("t1"), 1))
        painter.drawLine(QPointF(scale.at(base), 0), QPointF(scale.at(base), bottom))
        self._paint_axis(painter, scale, base, bottom)

    def _base(self) -> float:
        """Return the index with every factor at its point; while it is open, between the ends of every swing."""
        if self._index is not None:
            return float(self._index)
        return (float(max(s.low for s in self._swings)) + float(min(s.high for s in self._swings))) / 2

    def _name_width(self) -> int:
        metrics = QFontMetrics(Theme.current.sized(12))
        longest = max(metrics.horizontalAdvance(_name(s)) for s in self._swings)
        return min(longest + Theme.current.px(4), self.width() * 9 // 20)

    def _paint_row(self, painter: QPainter, row: QRect, swing: SwingView, scale: Scale) -> None:
        px, theme = Theme.current.px, Theme.current
        name = QRect(0, row.top(), round(scale.left) - px(8), row.height())
        text(painter, name, _name(swing), theme.sized(12), "t1" if swing.scored else "bad")
        base = scale.at(self._base())
        top, tall = row.top() + px(5), px(self.ROW) - px(10)
        painter.setPen(Qt.PenStyle.NoPen)
        for end, ink in ((float(swing.low), "okF"), (float(swing.high), "l2F")):
            left, right = sorted((base, scale.at(end)))
            painter.setBrush(theme.colour(ink))
            painter.drawRect(QRectF(left, top, right - left, tall))

    def _paint_axis(self, painter: QPainter, scale: Scale, base: float, top: int) -> None:
        px = Theme.current.px
        line = QRect(0, top + px(2), self.width(), px(18))
        painter.setFont(Theme.current.sized(12))
        painter.setPen(Theme.current.colour("t2"))
        painter.drawText(line.adjusted(round(scale.left), 0, 0, 0), int(LEFT), f"{scale.low:.1f}")
        painter.drawText(line.adjusted(0, 0, -px(4), 0), int(RIGHT), f"{scale.high:.1f}")
        ends = [scale.left + px(32), scale.at(base), scale.right - px(32)]
        if self._index is not None and all(after - before > px(20) for before, after in pairwise(ends)):
            put(
                painter,
                QRectF(scale.at(base) - px(30), line.top(), px(60), line.height()),
                f"{base:.1f}",
                "t1",
                12,
                500,
            )


def _name(swing: SwingView) -> str:
    return ("" if swing.scored else UNSCORED + " ") + say(swing.title)
