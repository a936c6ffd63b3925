"""Vendored outline icons (Tabler, MIT), tinted and cached per colour, size and pixel ratio."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from workbench.ui.theme import Theme, resource

STROKE = "1.75"


def pixmap(name: str, colour: str = "t2", size: int = 18) -> QPixmap:
    """Return the icon ``name`` in the colour of a token, ``size`` design pixels wide."""
    theme = Theme.current
    ratio = QGuiApplication.primaryScreen().devicePixelRatio() if QGuiApplication.primaryScreen() else 1.0
    return _painted(name, theme.colour(colour).name(), theme.px(size), ratio)


def icon(name: str, colour: str = "t2", size: int = 18) -> QIcon:
    """Return the icon for a button or menu, with its disabled shade."""
    made = QIcon(pixmap(name, colour, size))
    made.addPixmap(pixmap(name, "tdis", size), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=512)
def _painted(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    svg = (
        resource(f"icons/{name}.svg")
        .replace("currentColor", colour)
        .replace('stroke-width="2"', f'stroke-width="{STROKE}"')
    )
    image = QPixmap(round(size * ratio), round(size * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image
