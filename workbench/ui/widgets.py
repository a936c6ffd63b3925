"""Small building blocks of every screen: labels, buttons, chips, tags, key caps, rules."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QListView,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.ui import icons
from workbench.ui.buttons import Button, Part
from workbench.ui.flow import FlowLayout
from workbench.ui.theme import Theme

__all__ = [
    "Button",
    "ElidedLabel",
    "FlowLayout",
    "Part",
    "Skeleton",
    "clear",
    "column",
    "hairline",
    "keycap",
    "label",
    "name_inner_buttons",
    "number_box",
    "panel",
    "picture",
    "plain_list",
    "row",
    "scrolled",
    "side_pane",
    "tag",
    "tool_button",
    "upright",
]


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


def scrolled(inside: QWidget, *, by_keys: bool = True) -> QScrollArea:
    """Return a widget that scrolls up and down when it is too high, never sideways.

    Without ``by_keys`` the area itself is no stop of the Tab key: what is in it has stops enough, or is read beside
    what has the focus.
    """
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if not by_keys:
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    return area


def plain_list(view: QListView, name: str) -> None:
    """Let a list be one that is read and walked through: no frame, nothing to edit, scrolled smoothly up and down."""
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setMouseTracking(True)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def side_pane(lines: QLayout, width: int) -> QFrame:
    """Return lines that scroll in a pane of a fixed width [px] beside a table."""
    holder = QWidget()
    holder.setLayout(lines)
    pane = panel("surface")
    pane.setFixedWidth(Theme.current.px(width))
    pane.setLayout(column(scrolled(holder, by_keys=False), spacing=0))
    return pane


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            clear(inner)
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()


def number_box() -> QSpinBox:
    """Return a field for a whole number; its text keeps the distance from the edge that other fields keep."""
    made = QSpinBox()
    made.lineEdit().setTextMargins(Theme.current.px(6), 0, 0, 0)
    return made


def tab_widget(name: str) -> QTabWidget:
    """Return tabs without pages yet; listeners hear what the row of tabs is about."""
    made = QTabWidget()
    made.tabBar().setAccessibleName(name)
    return made


def filter_chip() -> Button:
    """Return a button without words yet that stays down: a filter of a list."""
    made = Button("", kind="chip")
    made.setCheckable(True)
    return made


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
