"""The paper below the plan: zoom, pan and grid in metres, y up."""

from __future__ import annotations

from math import ceil, floor

from PySide6.QtCore import QLineF, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView

from workbench.ui.site_scene import SiteScene
from workbench.ui.theme import Theme

STEP = 1.18
"""Factor of one notch of the wheel."""
LEAST, MOST = 0.01, 80.0
"""Bounds of the zoom [px/m]."""
REACH = 7
"""How near the pointer must come [px]."""
GRIDS = (1, 5, 10, 50, 100, 500, 1000, 5000)
"""Spacings of the grid [m]; the finest whose lines stand apart is shown."""
APART = 14
"""Least distance of the lines of the grid [px]."""


class PaperView(QGraphicsView):
    """A scene at a zoom, fitted until somebody chooses what to look at."""

    zoomed = Signal()

    def __init__(self, scene: SiteScene) -> None:
        super().__init__(scene)
        self.plan = scene
        self._pan: QPoint | None = None
        self._space = False
        self._touched = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def scale_(self) -> float:
        """Return the zoom [px/m]."""
        return float(self.transform().m11())

    def fit(self) -> None:
        """Show the whole drawing, also after the window is made larger or smaller."""
        self.zoom_to(self.plan.extent())
        self._touched = False

    def zoom_to(self, area: QRectF) -> None:
        """Show a rectangle [m] with some room around it."""
        wide, high = max(area.width(), 8.0), max(area.height(), 8.0)
        room = Theme.current.px(36)
        size = self.viewport().size()
        scale = min((size.width() - 2 * room) / wide, (size.height() - 2 * room) / high)
        self._set_scale(scale)
        self.centerOn(area.center())
        self._touched = True

    def look_at(self, area: QRectF) -> None:
        """Bring a rectangle [m] into sight, nearer only when it is tiny."""
        seen = self.mapToScene(self.viewport().rect()).boundingRect()
        if max(area.width(), area.height()) * self.scale_ < REACH and self.scale_ < 2:
            self._set_scale(2.0)
            self.centerOn(area.center())
        elif not seen.contains(area.center()):
            self.centerOn(area.center())

    def zoom(self, factor: float) -> None:
        """Zoom about the pointer, or about the middle."""
        self._touched = True
        self._set_scale(self.scale_ * factor)

    def _set_scale(self, scale: float) -> None:
        scale = min(MOST, max(LEAST, scale))
        self.setTransform(QTransform(scale, 0, 0, -scale, 0, 0))
        self.viewport().update()
        self.zoomed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the drawing until somebody zooms."""
        super().resizeEvent(event)
        self.fit_untouched()

    def fit_untouched(self) -> None:
        """Fit the drawing, unless somebody has chosen what to look at."""
        if not self._touched and self.isVisible() and self.viewport().width() > 1:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom by the wheel."""
        self.zoom(STEP ** (event.angleDelta().y() / 120))
        event.accept()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Paint the ground and the grid."""
        theme = Theme.current
        painter.fillRect(rect, theme.colour("alt"))
        step = next((grid for grid in GRIDS if grid * self.scale_ >= theme.px(APART)), 0)
        if not step:
            return
        ink = QColor(theme.colour("line2"))
        ink.setAlphaF(0.45)
        pen = QPen(ink, 1)
        pen.setCosmetic(True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(pen)
        left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
        across = (x * step for x in range(floor(left / step), ceil(right / step) + 1))
        down = (y * step for y in range(floor(top / step), ceil(bottom / step) + 1))
        lines = [QLineF(x, top, x, bottom) for x in across] + [QLineF(left, y, right, y) for y in down]
        painter.drawLines(lines)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def start_pan(self, at: QPoint) -> None:
        """Take hold of the paper."""
        self._pan = at
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def _pan_to(self, at: QPoint) -> None:
        assert self._pan is not None
        moved = at - self._pan
        self._pan = at
        self.pan_by(-moved.x(), -moved.y())

    def pan_by(self, x: int, y: int) -> None:
        """Move the window on the plan by pixels."""
        self._touched = True
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + x)
        down.setValue(down.value() + y)

    def _cursor(self) -> None:
        self.viewport().setCursor(Qt.CursorShape.OpenHandCursor if self._space else Qt.CursorShape.ArrowCursor)
