"""The look: colours, sizes and type from ``tokens.json``, one style sheet template, one palette.

``Theme.current`` is what painters read. A change of theme or of the interface scale makes a new :class:`Theme`, which
is applied to the application once; painters read the new one at their next repaint. Everything of the look is data,
so the contrast test recomputes the whole table from the token file.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import ClassVar

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from workbench.ui import fonts

NAMES = ("light", "dark")
SCALES = (100, 110, 125, 150)
"""Interface scales in percent."""

_PIXELS = re.compile(r"(\d+)px")
_ROLES = {
    QPalette.ColorRole.Window: "app",
    QPalette.ColorRole.WindowText: "t1",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "alt",
    QPalette.ColorRole.Text: "t1",
    QPalette.ColorRole.PlaceholderText: "t3",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "t1",
    QPalette.ColorRole.Highlight: "sel",
    QPalette.ColorRole.HighlightedText: "t1",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "t1",
    QPalette.ColorRole.Link: "accentT",
    QPalette.ColorRole.Mid: "line2",
    QPalette.ColorRole.Dark: "ctl",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Shadow: "line2",
    QPalette.ColorRole.Accent: "accent",
}


def resource(name: str) -> str:
    """Return a text file of the window's resources."""
    return (files("workbench.ui") / "resources" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def tokens() -> dict[str, dict[str, object]]:
    """Return the design tokens: colours by theme, and sizes."""
    data: dict[str, dict[str, object]] = json.loads(resource("tokens.json"))
    return data


def parse_colour(text: str) -> QColor:
    """Read ``#RRGGBB`` or ``rgba(r,g,b,a)``."""
    if not text.startswith("rgba"):
        return QColor(text)
    red, green, blue, alpha = text[5:-1].split(",")
    colour = QColor(int(red), int(green), int(blue))
    colour.setAlphaF(float(alpha))
    return colour


def luminance(colour: QColor) -> float:
    """Return the relative luminance of WCAG 2.2, 0 for black to 1 for white."""

    def linear(share: float) -> float:
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of WCAG 2.2, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


class Theme:
    """Colours, sizes and fonts of one look at one scale.

    Attributes:
        name: ``light`` or ``dark``.
        scale: Interface scale in percent; multiplies every size.
    """

    current: ClassVar[Theme]

    def __init__(self, name: str = "light", scale: int = 100) -> None:
        """Read the colours of ``name``."""
        self.name = name
        self.scale = scale
        self._colours = {key: parse_colour(str(value)) for key, value in tokens()[name].items()}

    def colour(self, token: str) -> QColor:
        """Return the colour of a token; an unknown token is a ``KeyError``."""
        return self._colours[token]

    def px(self, size: float) -> int:
        """Return a length of the design at the present scale [px]."""
        return round(size * self.scale / 100)

    def font(self, role: str = "body") -> QFont:
        """Return the font of a role of the type scale (``body``, ``small``, ``page`` …)."""
        size, _, weight = _type_scale()[role]
        return self.sized(size, weight)

    def sized(self, size: int, weight: int = 400) -> QFont:
        """Return the interface font at a size of the design [px] and a weight (400, 500, 700)."""
        font = QFont(fonts.families())
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight(weight))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def palette(self) -> QPalette:
        """Return the palette for widgets that the style sheet does not reach."""
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self.colour(token))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("tdis"))
        return palette

    def style_sheet(self) -> str:
        """Return the style sheet: the template with colours put in and lengths scaled."""
        colours = {key: _css(colour) for key, colour in self._colours.items()}
        sheet = Template(resource("style.qss")).substitute(colours) + _role_rules(colours)
        scaled = _PIXELS.sub(lambda match: f"{self._length(int(match[1]))}px", sheet)
        for name in ("caret", "caret_up", "tick"):
            scaled = scaled.replace(f"@{name}@", _control(name))
        return scaled

    def apply(self, application: QApplication) -> None:
        """Make this the current theme of the application."""
        Theme.current = self
        if application.style().objectName() != "fusion":
            application.setStyle("fusion")
        application.setFont(self.font())
        application.setPalette(self.palette())
        application.setStyleSheet(self.style_sheet())

    def _length(self, size: int) -> int:
        """Scale a length, but keep hair lines and rings."""
        return size if size <= 2 else self.px(size)


def _css(colour: QColor) -> str:
    return (
        f"rgba({colour.red()},{colour.green()},{colour.blue()},{colour.alpha()})"
        if colour.alpha() < 255
        else colour.name()
    )


def _control(name: str) -> str:
    """Return the path of a control's picture as the style sheet wants it."""
    return f'"{Path(str(files("workbench.ui") / "resources" / "controls" / name)).as_posix()}.svg"'


@lru_cache(maxsize=1)
def _type_scale() -> dict[str, tuple[int, int, int]]:
    return {role: (int(v[0]), int(v[1]), int(v[2])) for role, v in tokens()["type"].items()}  # type: ignore[index]


def _role_rules(colours: dict[str, str]) -> str:
    """Return a rule per type role and per text colour, for labels that carry them as properties."""
    sizes = ['*[role="brand"]{font-size:24px;font-weight:700;}']
    sizes += [f'*[role="{role}"]{{font-size:{s}px;font-weight:{w};}}' for role, (s, _, w) in _type_scale().items()]
    inks = [f'*[ink="{name}"]{{color:{value};}}' for name, value in colours.items()]
    return "\n".join(sizes + inks)


Theme.current = Theme()
