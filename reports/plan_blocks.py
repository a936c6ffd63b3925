"""The blocks that only the security plan and the papers around it have: cover, contents, bands, charts, maps, cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from reports.site_values import Crop, SiteMap


@dataclass(frozen=True)
class Cover:
    """The first page: number and handling level above, event and title, days, a small map, rows, date and version."""

    number: str
    handling: str
    event: str
    title: str
    days: str
    rows: tuple[tuple[str, str], ...]
    foot: str
    map: SiteMap | None = None


@dataclass(frozen=True)
class Contents:
    """The list of chapters with their pages; an entry is (number, title) and finds the chapter of that title."""

    title: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chapter:
    """The band above a chapter: its number on blue, its title, a note at the right; bookmarked."""

    number: str
    title: str
    note: str = ""

    @property
    def bookmark(self) -> str:
        """Return how the chapter is called in the outline."""
        return f"{self.number}　{self.title}"


@dataclass(frozen=True)
class PageEnd:
    """The page ends here."""


@dataclass(frozen=True)
class Boxes:
    """Figures in boxes: (value, unit, what)."""

    boxes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Command:
    """The chart of command: the chief above, three boxes in the middle, the teams below; a box is (title, lines)."""

    chief: tuple[str, str]
    left: tuple[str, tuple[str, ...]]
    centre: tuple[str, tuple[str, ...]]
    right: tuple[str, tuple[str, ...]]
    teams: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class SiteFigure:
    """A map in the text, ``height`` mm high, with a caption."""

    map: SiteMap
    height: float
    caption: str


@dataclass(frozen=True)
class SitePage:
    """A map on a page of its own across: ``paper`` is ``a4`` or ``a3``, ``level`` that of its bookmark."""

    map: SiteMap
    title: str
    paper: str = "a4"
    level: int = 2


@dataclass(frozen=True)
class Arrivals:
    """People per interval as bars, capacities as lines: (name, value), (name, value)."""

    bars: tuple[tuple[str, int], ...]
    lines: tuple[tuple[str, int], ...]
    caption: str


@dataclass(frozen=True)
class Curves:
    """Curves over minutes: (name, points); the first one is drawn full, the others dashed."""

    curves: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]
    unit: str
    caption: str


@dataclass(frozen=True)
class Cards:
    """Cards in two columns: (code, title, rows of (label, lines))."""

    cards: tuple[tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]], ...]


@dataclass(frozen=True)
class Shifts:
    """Hours on duty as bars: (who, start, end, words) in hours from the first; ``ticks`` are (hour, word)."""

    bars: tuple[tuple[str, float, float, str], ...]
    ticks: tuple[tuple[float, str], ...]
    caption: str


@dataclass(frozen=True)
class PostCard:
    """A pocket card of one post; every text is ready to print.

    Attributes:
        boxes: Four of (label, value) in a strip.
        rows: (label, words) below them.
        out: The way out in words; ``crop`` its map.
        duties: At most five.
        reactions: (seen or heard, say, do).
        scale: Densities: (heads per square metre, word).
        lines: (label, words) below the scale.
        sign: Where the holder and the leader sign.
        payload: Content of the QR code; empty for none.
        foot: Number, check code, version of the plan.
    """

    code: str
    name: str
    kind: str
    event: str
    boxes: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    out: str
    duties_title: str
    duties: tuple[str, ...]
    reactions_head: tuple[str, str, str]
    reactions: tuple[tuple[str, str, str], ...]
    scale_title: tuple[str, str]
    scale: tuple[tuple[int, str], ...]
    lines: tuple[tuple[str, str], ...]
    sign: tuple[str, ...]
    payload: str
    foot: str
    map: SiteMap
    crop: Crop | None = None


@dataclass(frozen=True)
class CardPages:
    """Cards as pages: two A6 sides for each, or four on A4 with mirrored backs."""

    cards: tuple[PostCard, ...]
    four_up: bool = False


PlanBlock: TypeAlias = (
    Cover
    | Contents
    | Chapter
    | PageEnd
    | Boxes
    | Command
    | SiteFigure
    | SitePage
    | Arrivals
    | Curves
    | Cards
    | Shifts
    | CardPages
)
