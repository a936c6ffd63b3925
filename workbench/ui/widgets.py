"""Small building blocks of every screen: labels, buttons, chips, tags, key caps, rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.ui import icons
from workbench.ui.theme import Theme


def label(text: str = "", role: str = "body", ink: str = "t1", *, wrap: bool = False) -> QLabel:
    """Return a plain-text label in a role of the type scale and the colour of a token."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setProperty("ink", ink)
    made.setWordWrap(wrap)
    return made


class ElidedLabel(QLabel):
    """A label that shortens its text with an ellipsis instead of widening the window; the tip has all of it."""

    def __init__(self, text: str = "", role: str = "body", ink: str = "t1") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("ink", ink)
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Allow any width."""
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much of the text as fits."""
        painter = QPainter(self)
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


def tag(text: str, kind: str = "neutral") -> QLabel:
    """Return a small filled tag; ``kind`` is neutral, ok, warn, bad, tol, info or accent."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setObjectName("tag")
    made.setProperty("kind", kind)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def keycap(text: str) -> QLabel:
    """Return a key cap."""
    made = QLabel(text)
    made.setObjectName("keycap")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


def picture(name: str, colour: str = "t2", size: int = 18) -> QLabel:
    """Return a label that shows an icon; decoration, hidden from screen readers by its lack of text."""
    made = QLabel()
    made.setPixmap(icons.pixmap(name, colour, size))
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def hairline() -> QFrame:
    """Return a horizontal line one pixel thick."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line


def upright() -> QFrame:
    """Return a short vertical line between groups of controls."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedSize(1, Theme.current.px(18))
    return line


def panel(name: str) -> QFrame:
    """Return a frame that the style sheet knows by ``name`` (``surface``, ``card``, ``sheet``, ``rail`` …)."""
    frame = QFrame()
    frame.setObjectName(name)
    return frame


def row(
    *items: QWidget | QLayout | int | None, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Return a horizontal layout; ``None`` stretches, a number is a gap."""
    layout = QHBoxLayout()
    _fill(layout, items, spacing, margins)
    return layout


def column(
    *items: QWidget | QLayout | int | None, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """Return a vertical layout; ``None`` stretches, a number is a gap."""
    layout = QVBoxLayout()
    _fill(layout, items, spacing, margins)
    return layout


def _fill(
    layout: QHBoxLayout | QVBoxLayout,
    items: Iterable[QWidget | QLayout | int | None],
    spacing: int,
    margins: tuple[int, int, int, int],
) -> None:
    px = Theme.current.px
    layout.setSpacing(px(spacing))
    layout.setContentsMargins(*(px(side) for side in margins))
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(px(item))
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            clear(inner)
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()


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


def tool_button(icon: str, name: str, *, size: int = 18, ink: str = "t2") -> QToolButton:
    """Return a square icon button; ``name`` is its tip and its accessible name."""
    made = QToolButton()
    made.setIcon(icons.icon(icon, ink, size))
    made.setIconSize(QSize(Theme.current.px(size), Theme.current.px(size)))
    made.setFixedSize(Theme.current.px(30), Theme.current.px(30))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


def name_inner_buttons(field: QLineEdit, name: str) -> None:
    """Name the buttons inside a field (clear, reveal) for screen readers."""
    for button in field.findChildren(QToolButton):
        button.setAccessibleName(button.toolTip() or name)


class FlowLayout(QLayout):
    """A layout that puts widgets in lines and starts a new line when one is full."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = Theme.current.px(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Append an item."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item or ``None``."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines at ``width``."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """Return the smallest useful size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def setGeometry(self, area: QRect) -> None:
        """Place the items."""
        super().setGeometry(area)
        self._place(area, move=True)

    def _place(self, area: QRect, *, move: bool) -> int:
        x, y, line = area.x(), area.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            if x + hint.width() > area.right() + 1 and line:
                x, y, line = area.x(), y + line + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self._gap
            line = max(line, hint.height())
        return y + line - area.y()


class Skeleton(QWidget):
    """Grey bars in the place of rows that are still being read."""

    BARS = ((0.02, 0.09), (0.12, 0.22), (0.58, 0.2), (0.81, 0.16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint bars row by row."""
        theme = Theme.current
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        step = theme.px(43)
        for number, top in enumerate(range(0, self.height(), step)):
            painter.setPen(theme.colour("line"))
            painter.drawLine(0, top + step - 1, self.width(), top + step - 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sunken"))
            for start, share in self.BARS:
                width = share * self.width() * (1 - 0.07 * (number % 4))
                painter.drawRoundedRect(round(start * self.width()), top + step // 2 - 6, round(width), 12, 4, 4)
