"""Page formats, faces and the fonts behind them: measures of GB/T 9704-2012 and of the forms of the workbench."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from reports.line_text import Glyph

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
A3_ACROSS = (420 * MM, 297 * MM)
A4_ACROSS = (297 * MM, 210 * MM)
A6 = (105 * MM, 148 * MM)
HEAD_TINT = "#E9ECF0"
LABEL_TINT = "#F4F5F7"
SOFT = "#6E6E6E"
NAVY = "#1F3658"


@dataclass(frozen=True)
class Format:
    """A page format: margins and type area [pt], body size and lead [pt], tracking of the body [em]."""

    left: float
    right: float
    top: float
    bottom: float
    size: float
    lead: float
    face: str
    tracking: float = 0.0

    @property
    def width(self) -> float:
        """Width of the type area [pt]."""
        return A4[0] - self.left - self.right

    @property
    def height(self) -> float:
        """Height of the type area [pt]."""
        return A4[1] - self.top - self.bottom


def _format(margins: tuple[float, float, float, float], size: float, lead: float, tracking: float = 0.0) -> Format:
    left, right, top, bottom = (margin * MM for margin in margins)
    return Format(left, right, top, bottom, size, lead, "FS", tracking)


GRID = 225 * MM / 22
"""Line pitch of official papers: 22 lines on 225 mm."""

FORMATS = {
    "gw": _format((28, 26, 37, 35), 16, GRID, 156 * MM / 28 / 16 - 1),
    "gw-field": _format((28, 26, 15, 16), 12, 17.8),
    "form": _format((20, 18, 18, 18), 9, 14),
    "plan": _format((24, 20, 24, 20), 11.5, 18.5),
    "card": _format((5, 5, 5, 5), 9, 12),
    "sheet": _format((12, 12, 13, 17), 8.5, 12),
}
ACROSS = tuple(margin * MM for margin in (20, 20, 24, 20))
"""Margins of a page across in a report: left, right, top, bottom [pt]."""

FILES = {
    "SansR": "NotoSansSC-Regular.ttf",
    "SansM": "NotoSansSC-Medium.ttf",
    "SansB": "NotoSansSC-Bold.ttf",
    "SerifR": "NotoSerifSC-Regular.ttf",
    "SerifB": "NotoSerifSC-Bold.ttf",
    "Kai": "WorkbenchKai-Regular.ttf",
    "Times": "LiberationSerif-Regular.ttf",
    "TimesB": "LiberationSerif-Bold.ttf",
    "Mono": "LiberationMono-Regular.ttf",
}
"""Name in the PDF → file in ``reports/fonts``."""

FACES: dict[str, tuple[str, tuple[str, ...]]] = {
    "XBS": ("SerifB", ("SerifB", "SansB", "SansR")),
    "FS": ("Times", ("SerifR", "Kai", "SansR", "Times")),
    "HEI": ("SansM", ("SansM", "SansB", "SansR", "Times")),
    "HEIB": ("SansB", ("SansB", "SansR", "Times")),
    "KAI": ("Times", ("Kai", "SerifR", "SansR", "Times")),
    "SONG": ("Times", ("SerifR", "SansR", "Times")),
    "SANS": ("SansR", ("SansR", "SerifR", "Times")),
    "TNR": ("Times", ("Times", "SerifR", "SansR")),
    "MONO": ("Mono", ("Mono", "SansR")),
}
"""Face (a role of the papers) → font for Latin, fonts tried in order for everything else."""

BOLD_OF = {"FS": "HEI", "KAI": "HEI", "SONG": "HEI", "SANS": "HEI", "TNR": "HEI"}
"""Face that emphasis takes."""

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories never passed to a font: controls, direction marks, surrogates, private and unassigned."""


_register: Any = pdfmetrics.registerFont
_new_font: Any = TTFont


def bold_of(face: str) -> str:
    """Return the face that emphasis takes inside ``face``."""
    return BOLD_OF.get(face, face)


@lru_cache(maxsize=1)
def fonts() -> dict[str, Any]:
    """Register the fonts once and return them by name."""
    folder = resources.files("reports") / "fonts"
    loaded: dict[str, Any] = {}
    for name, file in FILES.items():
        with resources.as_file(folder / file) as path:
            loaded[name] = _new_font(name, str(path))
        _register(loaded[name])
    return loaded


@lru_cache(maxsize=20_000)
def measure(face: str, char: str) -> Glyph:
    """Return the font that shows ``char`` in ``face`` and its advance in ems; an empty font name where none does."""
    category = unicodedata.category(char)
    if category in HIDDEN:
        return Glyph("", 1.0)
    latin, chain = FACES[face]
    if category == "Zs" and char != "\u3000":
        return Glyph(latin, _advance(latin, " "))
    if _is_latin(char):
        chain = (latin, *chain)
    elif char in "“”‘’" and face == "KAI":
        chain = ("SerifR",)  # the 楷体 has narrow Western quotation marks
    for name in chain:
        if ord(char) in fonts()[name].face.charToGlyph:
            return Glyph(name, _advance(name, char))
    return Glyph("", 1.0)


def _is_latin(char: str) -> bool:
    return " " < char <= "~" or (char.isalpha() and ord(char) < 0x2E80) or unicodedata.combining(char) > 0


def _advance(name: str, char: str) -> float:
    face = fonts()[name].face
    return float(face.charWidths.get(ord(char), face.defaultWidth)) / 1000
