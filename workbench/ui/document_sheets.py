"""The pages on the desk of the viewer: pictures from the pages' thread, extracted text, pins, found words."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QTextDocument, QTextLine
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from workbench.ui import fonts
from workbench.ui.document_source import PAPER, Rect
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme

CACHE = 64 * 1024 * 1024
"""Bytes of drawn pages that are kept."""
INK = "#17202B"
MARGIN = 48.0
"""Margin of a page of extracted text [pt]."""

PageKey = tuple[str, int, int]
"""SHA-256 of the file, page from 1, width in pixels."""


class PageCache:
    """Drawn pages, the ones used last, up to :data:`CACHE` bytes."""

    def __init__(self, limit: int = CACHE) -> None:
        """Start empty."""
        self._limit = limit
        self._images: OrderedDict[PageKey, QImage] = OrderedDict()

    def get(self, key: PageKey) -> QImage | None:
        """Return a drawn page, or ``None``."""
        if key not in self._images:
            return None
        self._images.move_to_end(key)
        return self._images[key]

    def nearest(self, sha256: str, page: int) -> QImage | None:
        """Return the page at any width, for the moment until the right one is there."""
        found = [key for key in self._images if key[:2] == (sha256, page)]
        return self._images[max(found, key=lambda key: key[2])] if found else None

    def put(self, key: PageKey, image: QImage) -> None:
        """Keep a drawn page and drop those unused for longest."""
        self._images[key] = image
        self._images.move_to_end(key)
        while self.size() > self._limit and len(self._images) > 1:
            self._images.popitem(last=False)

    def size(self) -> int:
        """Return the bytes kept."""
        return sum(image.sizeInBytes() for image in self._images.values())


class Sheet(QGraphicsItem):
    """One page; scene units are points."""

    def __init__(self, number: int, width: float, height: float) -> None:
        super().__init__()
        self.number = number
        self.width = width
        self.height = height
        self.image: QImage | None = None
        self.found: list[Rect] = []
        self.current: Rect | None = None

    def boundingRect(self) -> QRectF:
        """Return the page with its edge."""
        return QRectF(-1, -1, self.width + 2, self.height + 2)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint paper, content, found words."""
        theme = Theme.current
        page = QRectF(0, 0, self.width, self.height)
        painter.fillRect(page, QColor("#FFFFFF"))
        self.paint_content(painter, page)
        if theme.name == "dark":
            painter.fillRect(page, QColor(0, 0, 0, 26))
        for place in self.found:
            self._paint_found(painter, place)
        painter.setPen(QPen(theme.colour("line2"), 0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(page)

    def paint_content(self, painter: QPainter, page: QRectF) -> None:
        """Paint the picture, or the page number while there is none."""
        if self.image is not None and not self.image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(page, self.image)
            return
        painter.setPen(QColor("#98A3B0"))
        painter.setFont(Theme.current.sized(30, 400))
        painter.drawText(page, int(Qt.AlignmentFlag.AlignCenter), str(self.number))

    def place(self, at: QPointF) -> tuple[float, float]:
        """Return a point of the scene as shares of the page, inside it."""
        local = self.mapFromScene(at)
        return min(1.0, max(0.0, local.x() / self.width)), min(1.0, max(0.0, local.y() / self.height))

    def _paint_found(self, painter: QPainter, place: Rect) -> None:
        x, y, wide, high = place
        area = QRectF(x * self.width, y * self.height, wide * self.width, high * self.height).adjusted(-1, -1, 1, 1)
        painter.fillRect(area, QColor(255, 196, 0, 150 if place == self.current else 80))
        if place == self.current:
            painter.setPen(QPen(QColor("#C27C00"), 0))
            painter.drawRect(area)


class TextSheet(Sheet):
    """A page of extracted text: words only, and it says so."""

    def __init__(self, number: int, text: str) -> None:
        self._document = QTextDocument()
        font = QFont(fonts.families())
        font.setPixelSize(11)
        self._document.setDefaultFont(font)
        self._document.setTextWidth(PAPER[0] - 2 * MARGIN)
        self._document.setPlainText(text or tr("（没有可提取的文字）"))
        high = max(PAPER[1], self._document.size().height() + 2 * MARGIN)
        super().__init__(number, PAPER[0], high)

    def paint_content(self, painter: QPainter, page: QRectF) -> None:
        """Paint the text under a line that says what this is."""
        painter.save()
        painter.setPen(QColor("#596676"))
        font = Theme.current.sized(10)
        font.setPixelSize(9)
        painter.setFont(font)
        painter.drawText(QPointF(MARGIN, MARGIN / 2), tr("提取的文字，不是原件版式 · 第 {page} 页", page=self.number))
        painter.translate(MARGIN, MARGIN)
        painter.setPen(QColor(INK))
        self._document.drawContents(painter, page.translated(-MARGIN, -MARGIN))
        painter.restore()

    def mark(self, words: str) -> None:
        """Mark where words stand."""
        self.found = []
        cursor = self._document.find(words)
        while not cursor.isNull() and words:
            self.found.append(self._rect(cursor.selectionStart(), cursor.selectionEnd()))
            cursor = self._document.find(words, cursor)
        self.update()

    def _rect(self, start: int, end: int) -> Rect:
        block = self._document.findBlock(start)
        origin = self._document.documentLayout().blockBoundingRect(block).topLeft()
        line = block.layout().lineForTextPosition(start - block.position())
        left = _across(line, start - block.position())
        right = _across(line, min(end - block.position(), line.textStart() + line.textLength()))
        x, y = MARGIN + origin.x() + left, MARGIN + origin.y() + line.y()
        return x / self.width, y / self.height, (right - left) / self.width, line.height() / self.height


def _across(line: QTextLine, place: int) -> float:
    """Return how far from the left edge of its line a place in the text stands; the binding gives (x, place)."""
    found: Any = line.cursorToX(place)
    return float(found[0])


class Pin(QGraphicsItem):
    """A numbered mark on a page; the same size at every zoom."""

    SIZE = 20

    def __init__(self, note: str, number: int, *, reason: bool, ghost: bool = False) -> None:
        super().__init__()
        self.note = note
        self.number = number
        self.reason = reason
        self.ghost = ghost
        self.chosen = False
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(10)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def boundingRect(self) -> QRectF:
        """Return the mark with its ring."""
        size = Theme.current.px(self.SIZE)
        return QRectF(-size / 2 - 3, -size - 3, size + 6, size + 6)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint a drop with its number; its point is the place."""
        theme = Theme.current
        size = theme.px(self.SIZE)
        box = QRectF(-size / 2, -size, size, size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = "warnF" if self.reason else "infoF"
        painter.setPen(QPen(theme.colour("focus" if self.chosen or self.ghost else "surface"), 2))
        painter.setBrush(theme.colour("focus" if self.ghost else fill))
        painter.drawRoundedRect(box, size * 0.45, size * 0.45)
        painter.setPen(QColor("#FFFFFF") if theme.name == "light" else QColor("#11161C"))
        painter.setFont(theme.sized(12, 700))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "+" if self.ghost else str(self.number))
