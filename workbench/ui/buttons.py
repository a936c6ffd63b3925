"""The push button of the window: icon, words in parts and a key cap in one painted line."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from workbench.ui import icons
from workbench.ui.theme import Theme


@dataclass(frozen=True)
class Part:
    """A piece of a button's face: text in a colour and weight; an empty colour follows the button's state."""

    text: str
    colour: str = ""
    weight: int = 400


class Button(QPushButton):
    """A push button with icon, words in parts and a key cap, painted in one line.

    ``kind`` is ``secondary``, ``primary``, ``ghost``, ``danger`` or ``chip``. The accessible name is the plain text.
    """

    def __init__(
        self, text: str = "", *, icon: str = "", kind: str = "secondary", key: str = "", small: bool = False
    ) -> None:
        super().__init__()
        self._icon = icon
        self._key = key
        self._caret = False
        self._parts: tuple[Part, ...] = ()
        self.setProperty("kind", kind)
        self.setProperty("small", small)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_parts(Part(text, weight=500 if kind in {"primary", "secondary", "danger"} else 400))

    def set_parts(self, *parts: Part) -> None:
        """Show these parts one after another."""
        self._parts = tuple(part for part in parts if part.text)
        self.setAccessibleName(" ".join(part.text for part in self._parts))
        self.updateGeometry()
        self.update()

    def set_text(self, text: str) -> None:
        """Show other words in the weight of the button."""
        self.set_parts(Part(text, weight=self._parts[0].weight if self._parts else 400))

    def set_icon(self, name: str) -> None:
        """Show another icon; empty shows none."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_caret(self, shown: bool) -> None:
        """Show the mark of a drop-down."""
        self._caret = shown
        self.updateGeometry()

    def face(self) -> str:
        """Return the words on the button, without the key."""
        return " ".join(part.text for part in self._parts)

    def sizeHint(self) -> QSize:
        """Return the width of the face plus the padding of the style sheet, and the height of the kind."""
        px = Theme.current.px
        height = {"chip": 28}.get(str(self.property("kind")), 26 if self.property("small") else 30)
        side = 9 if self.property("small") else 13
        return QSize(self._face_width() + 2 * px(side), px(height))

    def minimumSizeHint(self) -> QSize:
        """Never clip the face."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bevel of the style, then the face in the middle."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        self._paint_face(painter, (self.width() - self._face_width()) // 2)

    def _ink(self) -> str:
        if not self.isEnabled():
            return "tdis"
        kind = self.property("kind")
        if kind == "chip" and self.isChecked():
            return "accentT"
        return {"primary": "accentOn", "danger": "bad", "ghost": "t2"}.get(str(kind), "t1")

    def _font(self, part: Part) -> QFont:
        return Theme.current.sized(13, part.weight)

    def _gaps(self) -> tuple[int, int]:
        return Theme.current.px(6), Theme.current.px(16)

    def _face_width(self) -> int:
        gap, square = self._gaps()
        widths = [QFontMetrics(self._font(part)).horizontalAdvance(part.text) for part in self._parts]
        if self._icon:
            widths.insert(0, square)
        if self._caret:
            widths.append(square - 2)
        if self._key:
            widths.append(self._key_width())
        return sum(widths) + gap * max(0, len(widths) - 1)

    def _key_width(self) -> int:
        return QFontMetrics(Theme.current.sized(11)).horizontalAdvance(self._key) + Theme.current.px(9)

    def _paint_face(self, painter: QPainter, x: int) -> None:
        gap, square = self._gaps()
        ink = self._ink()
        if self._icon:
            painter.drawPixmap(x, (self.height() - square) // 2, icons.pixmap(self._icon, ink, 16))
            x += square + gap
        for part in self._parts:
            x += self._paint_part(painter, part, x, ink) + gap
        if self._caret:
            painter.drawPixmap(x, (self.height() - square) // 2 + 1, icons.pixmap("chevron-down", ink, 14))
            x += square - 2 + gap
        if self._key:
            self._paint_key(painter, x, ink)

    def _paint_part(self, painter: QPainter, part: Part, x: int, ink: str) -> int:
        font = self._font(part)
        width = QFontMetrics(font).horizontalAdvance(part.text)
        painter.setFont(font)
        painter.setPen(Theme.current.colour(part.colour if part.colour and self.isEnabled() else ink))
        painter.drawText(QRect(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, part.text)
        return width

    def _paint_key(self, painter: QPainter, x: int, ink: str) -> None:
        px = Theme.current.px
        area = QRect(x, (self.height() - px(18)) // 2, self._key_width(), px(18))
        edge = QColor(Theme.current.colour(ink))
        edge.setAlphaF(0.55)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(edge)
        painter.drawRoundedRect(area.translated(0, 0), 3, 3)
        painter.setPen(Theme.current.colour(ink))
        painter.setFont(Theme.current.sized(11))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._key)
