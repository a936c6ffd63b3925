"""The desk on which the pages of a file lie, one below another: zoom, pages in sight, pins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView

from workbench.ui.document_sheets import PageCache, Pin, Sheet, TextSheet
from workbench.ui.document_source import Hit, Loaded
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme

GAP = 10.0
"""Space between pages [pt]."""
MARK_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0)
SCREEN = 96 / 72
"""Pixels per point at 100 %."""


@dataclass(frozen=True)
class PinPlace:
    """A note on a page: its id, its number in the column, page from 1, place as shares of the page."""

    note: str
    number: int
    page: int
    x: float
    y: float
    reason: bool


class PageCanvas(QGraphicsView):
    """Pages of one file. Without pins it serves plain previews too."""

    page_changed = Signal(int)
    zoom_changed = Signal(float)
    page_wanted = Signal(int, int)
    """A page in sight that is not drawn yet, and its width in pixels."""
    pin_placed = Signal(int, float, float)
    pin_chosen = Signal(str)
    pinning_started = Signal()
    pinning_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        scene = QGraphicsScene(self)
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setScene(scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundBrush(Theme.current.colour("desk"))
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(tr("文件页面"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMouseTracking(True)
        self.cache = PageCache()
        self.sheets: list[Sheet] = []
        self.zoom = 0.0
        self._file = ""
        self._page = 1
        self._pins: list[Pin] = []
        self._ghost: Pin | None = None
        self._look = QTimer(self, singleShot=True, interval=0)
        self._look.timeout.connect(self._look_again)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._look.start())

    # What lies on the desk

    def show_file(self, loaded: Loaded, page: int = 1) -> None:
        """Lay the pages of a file out and show one of them."""
        self.clear()
        self._file = loaded.attachment.sha256
        top = GAP
        for number, (width, height) in enumerate(loaded.sizes, 1):
            sheet = TextSheet(number, loaded.texts[number - 1]) if loaded.texts else Sheet(number, width, height)
            sheet.setPos(-sheet.width / 2, top)
            self.scene().addItem(sheet)
            self.sheets.append(sheet)
            top += sheet.height + GAP
        wide = max(sheet.width for sheet in self.sheets)
        self.scene().setSceneRect(-wide / 2 - GAP, 0, wide + 2 * GAP, top)
        self._fit()
        self.show_page(page)

    def clear(self) -> None:
        """Take everything off the desk."""
        self.end_pinning()
        self._file = ""
        while self._pins:
            self.scene().removeItem(self._pins.pop())
        while self.sheets:
            self.scene().removeItem(self.sheets.pop())

    def take_image(self, page: int) -> None:
        """Show a page that has been drawn."""
        if 0 < page <= len(self.sheets):
            self._dress(self.sheets[page - 1])

    @property
    def page(self) -> int:
        """Return the page in sight, from 1."""
        return self._page

    def show_page(self, page: int) -> None:
        """Scroll to the top of a page."""
        if not self.sheets:
            return
        page = min(max(1, page), len(self.sheets))
        top = self.sheets[page - 1].y() - GAP / 2
        self.verticalScrollBar().setValue(round(self.transform().m22() * top))
        self._page = page
        self.page_changed.emit(page)
        self._look.start()

    def turn(self, pages: int) -> None:
        """Go some pages on or back."""
        self.show_page(self._page + pages)

    def set_zoom(self, zoom: float) -> None:
        """Zoom; 0 fits the page to the width."""
        page = self._page
        self.zoom = zoom
        self._fit()
        self.show_page(page)

    def step_zoom(self, direction: int) -> None:
        """Go one step in or out."""
        now = self.scale_now()
        steps = [z for z in ZOOMS if (z > now * 1.01 if direction > 0 else z < now * 0.99)]
        if steps:
            self.set_zoom(steps[0] if direction > 0 else steps[-1])

    def scale_now(self) -> float:
        """Return the zoom in use, 1 = 100 %."""
        return self.transform().m11() / SCREEN

    # Words and pins

    def show_hits(self, hits: Sequence[Hit], words: str) -> None:
        """Mark found words."""
        for sheet in self.sheets:
            sheet.found = [place for hit in hits if hit.page == sheet.number for place in hit.places]
            sheet.current = None
            if isinstance(sheet, TextSheet):
                sheet.mark(words)
            sheet.update()

    def show_hit(self, hit: Hit) -> None:
        """Bring found words into sight."""
        sheet = self.sheets[hit.page - 1]
        place = hit.places[0] if hit.places else sheet.found[0] if sheet.found else None
        for other in self.sheets:
            other.current = place if other is sheet else None
            other.update()
        if place is None:
            self.show_page(hit.page)
            return
        at = sheet.mapToScene(place[0] * sheet.width, place[1] * sheet.height)
        self.centerOn(QPointF(0, at.y()))
        self._look.start()

    def show_pins(self, places: Sequence[PinPlace], chosen: str = "") -> None:
        """Show these pins and no others."""
        for pin in self._pins:
            self.scene().removeItem(pin)
        self._pins = []
        for place in places:
            if 0 < place.page <= len(self.sheets):
                pin = Pin(place.note, place.number, reason=place.reason)
                pin.chosen = place.note == chosen
                sheet = self.sheets[place.page - 1]
                pin.setPos(sheet.mapToScene(place.x * sheet.width, place.y * sheet.height))
                self.scene().addItem(pin)
                self._pins.append(pin)

    def show_pin(self, note: str) -> None:
        """Bring a pin into sight."""
        for pin in self._pins:
            pin.chosen = pin.note == note
            pin.update()
            if pin.chosen:
                self.centerOn(QPointF(0, pin.y()))
                self._look.start()

    def start_pinning(self) -> None:
        """Put a mark in the middle that the mouse or the arrows move; a click or Enter sets it, Esc takes it away."""
        if not self.sheets or self._ghost is not None:
            return
        self._ghost = Pin("", 0, reason=True, ghost=True)
        self.scene().addItem(self._ghost)
        self._ghost.setPos(self.mapToScene(self.viewport().rect().center()))
        self.setFocus()
        self.pinning_started.emit()

    def end_pinning(self) -> None:
        """Take the mark away."""
        if self._ghost is not None:
            self.scene().removeItem(self._ghost)
            self._ghost = None
            self.pinning_ended.emit()

    # Events

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the mark when the window has them as shortcuts too."""
        override = event.type() == QEvent.Type.ShortcutOverride and self._ghost is not None
        if override and isinstance(event, QKeyEvent) and event.key() in MARK_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and set the mark with the keyboard; otherwise scroll."""
        steps = {Qt.Key.Key_Left: (-8, 0), Qt.Key.Key_Right: (8, 0), Qt.Key.Key_Up: (0, -8), Qt.Key.Key_Down: (0, 8)}
        if self._ghost is not None and event.key() in steps:
            self._ghost.moveBy(*steps[Qt.Key(event.key())])
            self.ensureVisible(self._ghost)
        elif self._ghost is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._place(self._ghost.pos())
        elif self._ghost is not None and event.key() == Qt.Key.Key_Escape:
            self.end_pinning()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Set the mark, or choose a pin."""
        at = self.mapToScene(event.position().toPoint())
        if self._ghost is not None:
            self._place(at)
            return
        item = self.itemAt(event.position().toPoint())
        if isinstance(item, Pin):
            self.pin_chosen.emit(item.note)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the mark follow the pointer."""
        if self._ghost is not None:
            self._ghost.setPos(self.mapToScene(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the width again, on the same page."""
        super().resizeEvent(event)
        if self.sheets and not self.zoom:
            page = self._page
            self._fit()
            self.show_page(page)

    def sizeHint(self) -> QSize:
        """Ask for a readable width."""
        return QSize(Theme.current.px(440), Theme.current.px(600))

    # Inside

    def _place(self, at: QPointF) -> None:
        sheet = next((s for s in self.sheets if s.sceneBoundingRect().contains(at)), None)
        self.end_pinning()
        if sheet is not None:
            self.pin_placed.emit(sheet.number, *sheet.place(at))

    def _fit(self) -> None:
        zoom = self.zoom * SCREEN
        if not self.zoom and self.sheets:
            zoom = max(0.2, (self.viewport().width() - Theme.current.px(28)) / max(s.width for s in self.sheets))
        self.resetTransform()
        self.scale(zoom or SCREEN, zoom or SCREEN)
        self.zoom_changed.emit(self.scale_now())

    def _in_sight(self) -> list[Sheet]:
        top = self.mapToScene(QPoint(0, 0)).y()
        bottom = self.mapToScene(QPoint(0, self.viewport().height())).y()
        return [s for s in self.sheets if s.y() < bottom and s.y() + s.height > top]

    def _look_again(self) -> None:
        """Dress the pages in sight and tell the page number when it has changed."""
        seen = self._in_sight()
        for sheet in seen:
            if not isinstance(sheet, TextSheet):
                self._dress(sheet)
        middle = self.mapToScene(QPoint(0, self.viewport().height() // 3)).y()
        under = next((s.number for s in seen if s.y() + s.height + GAP >= middle), self._page)
        if under != self._page:
            self._page = under
            self.page_changed.emit(under)

    def _dress(self, sheet: Sheet) -> None:
        wide = round(sheet.width * self.transform().m11() * self.devicePixelRatioF())
        exact = self.cache.get((self._file, sheet.number, wide))
        sheet.image = exact or self.cache.nearest(self._file, sheet.number)
        sheet.update()
        if exact is None:
            self.page_wanted.emit(sheet.number, wide)
