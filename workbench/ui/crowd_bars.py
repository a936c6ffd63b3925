"""Bars of values against a limit, painted small: name and value above, the bar with a tick at the limit below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui import icons
from workbench.ui.delegates import rounded, text
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme

ICONS = {"ok": "circle-check", "warn": "alert-triangle", "bad": "circle-x", "neu": "help-circle"}


@dataclass(frozen=True)
class Bar:
    """A line: what, its value, what stands at the right, and how far bar and tick reach (0 to 1, ``None`` = none).

    ``kind`` is ok, warn, bad or neu; ``state`` says it in a word.
    """

    name: str
    value: str
    right: str
    share: float | None
    tick: float | None
    kind: str
    state: str
    note: str = ""

    def sentence(self) -> str:
        """Return the line for listeners."""
        return " ".join(part for part in (self.name, self.value, self.right, self.state, self.note) if part)


class Bars(QWidget):
    """Bars one below the other."""

    ROW = 52

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars; the words are for listeners and the tip."""
        self.bars = tuple(bars)
        told = tr("；").join(bar.sentence() for bar in bars)
        self.setAccessibleName(f"{self._name}{tr('：')}{told}")
        self.setToolTip("\n".join(bar.sentence() for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a row per bar."""
        return QSize(Theme.current.px(320), Theme.current.px(self.ROW) * max(1, len(self.bars)))

    def minimumSizeHint(self) -> QSize:
        """Never squeeze the rows."""
        return QSize(Theme.current.px(220), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a row per bar."""
        painter = QPainter(self)
        height = Theme.current.px(self.ROW)
        for number, bar in enumerate(self.bars):
            _paint(painter, QRect(0, number * height, self.width(), height), bar)


def _paint(painter: QPainter, area: QRect, bar: Bar) -> None:
    theme, px = Theme.current, Theme.current.px
    line = QRect(area.left(), area.top() + px(4), area.width(), px(24))
    ink = {"neu": "t2"}.get(bar.kind, bar.kind)
    painter.drawPixmap(line.left(), line.center().y() - px(8), icons.pixmap(ICONS[bar.kind], ink, 16))
    right = bar.right
    need = QFontMetrics(theme.sized(12)).horizontalAdvance(right) + px(4)
    x = line.left() + px(22)
    value = QFontMetrics(theme.sized(15, 700)).horizontalAdvance(bar.value) + px(18)
    name = QRect(x, line.top(), max(0, line.right() - need - value - x), line.height())
    x += text(painter, name, bar.name, theme.sized(13), "t1") + px(8)
    room = QRect(x, line.top(), max(0, line.right() - need - px(8) - x), line.height())
    x += text(painter, room, bar.value, theme.sized(15, 700), "t1") + px(8)
    room = QRect(x, line.top(), max(0, line.right() - need - px(8) - x), line.height())
    text(painter, room, bar.state, theme.sized(12, 500), ink)
    text(painter, QRect(line.right() - need, line.top(), need, line.height()), right, theme.sized(12), "t2")
    track = QRectF(area.left(), area.top() + px(33), area.width() - 1, px(7))
    rounded(painter, track, "neuS", radius=2)
    if bar.share is not None:
        fill = QRectF(track.left(), track.top(), track.width() * min(1.0, max(0.0, bar.share)), track.height())
        rounded(painter, fill, f"{bar.kind}F", radius=2)
    if bar.tick is not None:
        place = track.left() + track.width() * min(1.0, max(0.0, bar.tick))
        painter.fillRect(QRectF(place - 1, track.top() - px(4), 3, track.height() + px(8)), theme.colour("t1"))
