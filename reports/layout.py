"""Chunks of fixed height put on pages: what must stay together stays together, heads of tables are repeated.

Pure arithmetic over :mod:`reports.ink`. A chunk that is taller than a page does not exist: whoever makes chunks cuts
them to ``height`` first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from reports.ink import Bookmark, Inks, Placed, Rule, all_moved, flat


@dataclass(frozen=True)
class Frame:
    """The outer rule of a table: chunks of one ``key`` on a page are framed together."""

    key: int
    x: float
    x2: float


@dataclass(frozen=True)
class Merge:
    """A cell over neighbouring chunks of one ``key``; ``draw`` sets its content for the height it got."""

    key: tuple[int, int, str]
    x: float
    draw: Callable[[float], Inks] = field(compare=False)


@dataclass(frozen=True)
class Chunk:
    """Something that is never cut.

    Attributes:
        height: Height it takes [pt].
        inks: What it draws, relative to its top left corner.
        keep: It stays on one page with the next chunk.
        gap: Empty space: vanishes at the head of a page.
        head: Chunks repeated above it when it begins a page.
        pinned: It stands at the foot of its page.
        ends: Its page ends with it.
        alone: It is a page of its own, drawn on its own paper.
    """

    height: float
    inks: Inks = ()
    keep: bool = False
    gap: bool = False
    head: tuple[Chunk, ...] = ()
    frame: Frame | None = None
    merges: tuple[Merge, ...] = ()
    pinned: bool = False
    ends: bool = False
    alone: bool = False


@dataclass
class _Page:
    """A page being filled: chunks with their heights from the top, pinned ones apart."""

    placed: list[tuple[float, Chunk]] = field(default_factory=list)
    pinned: list[Chunk] = field(default_factory=list)
    used: float = 0.0
    closed: bool = False

    @property
    def full(self) -> float:
        return self.used + sum(chunk.height for chunk in self.pinned)


def paginate(chunks: Sequence[Chunk], height: float, left: float = 0.0, top: float = 0.0) -> list[Inks]:
    """Put chunks on pages of ``height`` [pt] and return what each page draws, at least one page.

    ``left`` and ``top`` are where the type area begins on the page [pt].
    """
    return [flat(page) for page in laid(chunks, height, left, top)]


def laid(chunks: Sequence[Chunk], height: float, left: float, top: float) -> list[list[Placed]]:
    """Return what :func:`paginate` returns with the inks of each chunk left as they are, beside their place."""
    return [_drawn(page, height, left, top) for page in _placed(chunks, height)]


def bookmarks(chunks: Sequence[Chunk], height: float) -> dict[str, int]:
    """Return on which page each bookmark comes first, counted from 1."""
    found: dict[str, int] = {}
    for number, page in enumerate(_placed(chunks, height), 1):
        for _, chunk in page.placed:
            for ink in chunk.inks:
                if isinstance(ink, Bookmark):
                    found.setdefault(ink.title, number)
    return found


def _placed(chunks: Sequence[Chunk], height: float) -> list[_Page]:
    pages = [_Page()]
    for group in _groups(chunks):
        page = pages[-1]
        if _full(page, group[0], _height(group, at_top=False), height):
            pages.append(_Page())
        _place(group, pages, height)
    return pages


def _groups(chunks: Sequence[Chunk]) -> Iterator[list[Chunk]]:
    """Yield runs of chunks that want to stay on one page."""
    group: list[Chunk] = []
    for chunk in chunks:
        group.append(chunk)
        if not chunk.keep:
            yield group
            group = []
    if group:
        yield group


def _height(group: Sequence[Chunk], *, at_top: bool) -> float:
    first = group[0]
    start = sum(chunk.height for chunk in first.head) if at_top else 0.0
    return start + sum(chunk.height for chunk in group)


def _full(page: _Page, first: Chunk, taken: float, height: float) -> bool:
    """Return whether a page takes no more: it was ended, it would hold two papers, or it has no room."""
    if page.closed:
        return not first.gap and bool(first.height)
    return bool(page.placed) and (first.alone or page.full + taken > height + 0.01)


def _place(group: list[Chunk], pages: list[_Page], height: float) -> None:
    for chunk in group:
        page = pages[-1]
        if _full(page, chunk, chunk.height, height):
            page = _Page()
            pages.append(page)
        _put(chunk, page)


def _put(chunk: Chunk, page: _Page) -> None:
    if chunk.pinned:
        page.pinned.append(chunk)
        return
    if page.closed:
        return
    if not page.placed:
        if chunk.gap or not chunk.height:
            return
        for head in chunk.head:
            page.placed.append((page.used, head))
            page.used += head.height
    page.placed.append((page.used, chunk))
    page.used += chunk.height
    page.closed = chunk.ends or chunk.alone


def _drawn(page: _Page, height: float, left: float, top: float) -> list[Placed]:
    parts = [Placed(chunk.inks, left, top + at) for at, chunk in page.placed]
    parts.append(Placed((*_frames(page.placed), *_merges(page.placed)), left, top))
    foot = top + height - sum(chunk.height for chunk in page.pinned)
    for chunk in page.pinned:
        parts.append(Placed(chunk.inks, left, foot))
        foot += chunk.height
    return parts


def _frames(placed: Sequence[tuple[float, Chunk]]) -> Inks:
    """Return the outer rules of the tables on a page."""
    rules: list[Rule] = []
    for frame, run in groupby(placed, key=lambda entry: entry[1].frame):
        if frame is None:
            continue
        entries = list(run)
        top = entries[0][0]
        bottom = entries[-1][0] + entries[-1][1].height
        rules += [Rule(frame.x - 0.45, y, frame.x2 + 0.45, y, 0.9) for y in (top, bottom)]
        rules += [Rule(x, top, x, bottom, 0.9) for x in (frame.x, frame.x2)]
    return tuple(rules)


def _merges(placed: Sequence[tuple[float, Chunk]]) -> Inks:
    """Return the cells that stand over several rows of a page."""
    inks: list[Inks] = []
    spans: dict[tuple[int, int, str], tuple[float, float, Merge]] = {}
    for top, chunk in placed:
        for merge in chunk.merges:
            start = spans[merge.key][0] if merge.key in spans else top
            spans[merge.key] = (start, top + chunk.height, merge)
    for start, end, merge in spans.values():
        inks.append(all_moved(merge.draw(end - start), merge.x, start))
    return tuple(ink for part in inks for ink in part)
