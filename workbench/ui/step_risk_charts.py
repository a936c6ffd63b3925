"""Pictures of step 5, painted small: where the index lies among the levels, and how far each dimension reaches.

Each has a table beside it that says the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.core.pack import Pack
from workbench.services.views import DimensionView, RiskView
from workbench.ui import step_risk_words as words
from workbench.ui.delegates import CENTRE, rounded, text
from workbench.ui.i18n import say, tr
from workbench.ui.step_risk_tables import FiguresModel, FiguresTable
from workbench.ui.theme import Theme


class LevelBar(QWidget):
    """The index from 0 to 100 over the bands of the levels: a ring before control measures, a dot after."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._risk: RiskView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_risk(self, risk: RiskView) -> None:
        """Show another index; the words are for listeners."""
        self._risk = risk
        before = words.index_word(risk.index_before, risk.range_before)
        after = words.index_word(risk.index_after, risk.range_after)
        self.setAccessibleName(tr("风险指数：控制前 {before}，控制后 {after}", before=before, after=after))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for two rows of marks, the band and its words."""
        return QSize(Theme.current.px(260), Theme.current.px(96))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bands, bounds, marks."""
        if self._risk is None:
            return
        px = Theme.current.px
        painter = QPainter(self)
        band = QRect(px(8), px(44), self.width() - px(16), px(14))
        self._paint_bands(painter, band)
        self._paint_mark(painter, band, words.BEFORE, band.top() - px(38))
        self._paint_mark(painter, band, words.AFTER, band.top() - px(19))

    def _paint_bands(self, painter: QPainter, band: QRect) -> None:
        theme = Theme.current
        for level, lower, upper in words.level_bounds(self._pack):
            left, right = _place(band, lower), _place(band, upper)
            box = QRectF(left, band.top(), right - left, band.height())
            painter.fillRect(box, theme.colour(f"l{level}S"))
            painter.fillRect(QRectF(left, band.bottom() - 2, right - left, 3), theme.colour(f"l{level}F"))
            if lower:
                number = QRect(round(left) - 20, band.bottom() + theme.px(3), 40, theme.px(16))
                _centred(painter, number, f"{lower:g}", "t2")
            word = QRect(round(left), band.bottom() + theme.px(17), round(right - left), theme.px(18))
            _centred(painter, word, words.short_level(level), f"l{level}")

    def _paint_mark(self, painter: QPainter, band: QRect, column: str, top: int) -> None:
        """Paint a dot at the index, or a line over its range while it cannot be told."""
        assert self._risk is not None
        theme, first = Theme.current, column == words.BEFORE
        value = self._risk.index_before if first else self._risk.index_after
        low, high = self._risk.range_before if first else self._risk.range_after
        ends = (float(low if value is None else value), float(high if value is None else value))
        left, right = (_place(band, end) for end in ends)
        ink = "t2" if first else "accentT"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour(ink), 2))
        painter.setBrush(theme.colour("surface" if first else ink))
        middle = top + 5.0
        if value is None:
            painter.drawLine(QPointF(left, middle), QPointF(right, middle))
            for end in (left, right):
                painter.drawLine(QPointF(end, middle - 4), QPointF(end, middle + 4))
        else:
            painter.drawEllipse(QPointF(left, middle), 5, 5)
            painter.setPen(QPen(theme.colour(ink), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(left, middle + 6), QPointF(left, band.bottom()))
        self._say_mark(painter, QRect(0, round(middle) - 9, self.width(), 18), (left, right), column, value is None)

    def _say_mark(self, painter: QPainter, line: QRect, ends: tuple[float, float], column: str, open_: bool) -> None:
        font = Theme.current.sized(12, 500)
        word = words.column_word(column)
        wide = QFontMetrics(font).horizontalAdvance(word)
        if open_ and ends[1] - ends[0] > wide + 40:
            middle = round(sum(ends) / 2)
            box = QRect(middle - wide // 2 - 5, line.top(), wide + 10, line.height())
            painter.fillRect(box, Theme.current.colour("surface"))
            _centred(painter, box, word, "t2" if column == words.BEFORE else "accentT")
            return
        left = round(ends[1]) + 10
        if left + wide > self.width():
            left = round(ends[0]) - 10 - wide
        text(
            painter,
            QRect(left, line.top(), wide + 2, line.height()),
            word,
            font,
            "t2" if column == words.BEFORE else "accentT",
        )


def _place(band: QRect, value: float) -> float:
    return band.left() + band.width() * value / 100


def _centred(painter: QPainter, area: QRect, word: str, ink: str) -> None:
    painter.setFont(Theme.current.sized(12, 500))
    painter.setPen(Theme.current.colour(ink))
    painter.drawText(area, int(CENTRE), word)


class DimensionBars(QWidget):
    """Two bars per dimension: before control measures pale, after them full."""

    ROW = 34

    def __init__(self) -> None:
        super().__init__()
        self._dimensions: tuple[DimensionView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_dimensions(self, dimensions: Sequence[DimensionView]) -> None:
        """Show other shares; the words are for listeners."""
        self._dimensions = tuple(dimensions)
        self.setAccessibleName(tr("；").join(words.dimension_sentence(d) for d in dimensions))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a row per dimension."""
        return QSize(Theme.current.px(260), Theme.current.px(self.ROW) * max(1, len(self._dimensions)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a row per dimension."""
        painter = QPainter(self)
        for number, dimension in enumerate(self._dimensions):
            row = Theme.current.px(self.ROW)
            self._paint_row(painter, QRect(0, number * row, self.width(), row), dimension)

    def _name_width(self) -> int:
        """Return what the longest name needs, but never more than two fifths of the width."""
        metrics = QFontMetrics(Theme.current.sized(12))
        longest = max(metrics.horizontalAdvance(say(d.title)) for d in self._dimensions)
        return min(longest + Theme.current.px(6), self.width() * 2 // 5)

    def _paint_row(self, painter: QPainter, area: QRect, dimension: DimensionView) -> None:
        theme = Theme.current
        px = theme.px
        name = QRect(area.left(), area.top(), self._name_width(), area.height())
        text(painter, name, say(dimension.title), theme.sized(12), "t1")
        bar = QRect(name.right() + px(6), area.center().y() - px(9), area.width() - name.width() - px(62), px(8))
        for share, fill, down in ((dimension.before, "neuF", 0), (dimension.after, "accentT", 10)):
            one = bar.translated(0, px(down))
            rounded(painter, QRectF(one), "neuL", radius=2)
            rounded(painter, QRectF(one.left(), one.top(), one.width() * float(share), one.height()), fill, radius=2)
        told = f"{dimension.before * 100:.0f} → {dimension.after * 100:.0f}"
        text(painter, QRect(bar.right() + px(8), area.top(), px(52), area.height()), told, theme.sized(12), "t2")


class DimensionModel(FiguresModel[DimensionView]):
    """The same as the bars, in figures: weight, shares, contribution to the index."""

    def titles(self) -> tuple[str, ...]:
        """Return the heads of the columns."""
        return tr("维度"), tr("权重 %"), tr("前 %"), tr("后 %"), tr("计入 R")

    def cells(self, thing: DimensionView) -> tuple[str, ...]:
        """Return a dimension in figures."""
        return _figures(thing)


def _figures(dimension: DimensionView) -> tuple[str, ...]:
    return (
        f"{dimension.code} {say(dimension.title)}",
        f"{dimension.weight:.1f}",
        f"{dimension.before * 100:.1f}",
        f"{dimension.after * 100:.1f}",
        f"{dimension.weight * dimension.after:.2f}",
    )


class DimensionTable(FiguresTable):
    """The figures behind the bars."""

    def __init__(self) -> None:
        self.model_ = DimensionModel()
        super().__init__(self.model_, tr("维度数据"), most=7)
