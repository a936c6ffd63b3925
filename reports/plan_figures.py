"""The drawn parts of the security plan: cover, contents, bands, boxes, chart of command, curves, scenario cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reports import plan_blocks as b
from reports.blocks import Span
from reports.ink import BLACK, Area, Bookmark, Circle, Ink, Inks, Line, Link, Rect, Rule, Sheet, all_moved
from reports.layout import Chunk
from reports.line_setter import Line as TextLine
from reports.setting import Type, block_inks, lines_of, shrunk, text_inks, width_of
from reports.site_figure import site
from reports.style import A3_ACROSS, A4_ACROSS, ACROSS, FORMATS, MM, NAVY, SOFT

SMALL = Type("SANS", 7.5, 9.5, align="centre")
LABEL = Type("SANS", 8.0, 10.5, align="left")
NAME = Type("HEI", 8.5, 11.0, align="left")
CAPTION = Type("KAI", 9.0, 14.0, align="centre")
LIGHT = "#cdd3df"


def _centred(text: str, x: float, y: float, type_: Type, width: float) -> Inks:
    return text_inks(text, x, y, shrunk(text, replace(type_, align="centre"), width), width)


def cover(block: b.Cover, width: float, height: float) -> list[Chunk]:
    """Return the first page; long names take several lines, the map what is left."""
    title = Type("XBS", 26.0, 36.0, align="centre", tracking=0.02)
    lines = lines_of((Span(block.event),), width - 30, title)
    inks: list[Ink] = [Bookmark(0.0, 0.0, block.title), *_double(width, 0.0)]
    inks += text_inks(block.number, 0.0, 24.0, Type("HEI", 10.0, 12.0))
    inks += text_inks(block.handling, 0.0, 24.0, Type("HEI", 10.0, 12.0, align="right"), width)
    y = 78.0
    inks += block_inks(lines, 15.0, y, title)
    y += title.lead * len(lines) + 30
    big = Type("XBS", 30.0, 36.0, NAVY, "centre", tracking=0.18)
    inks += text_inks(block.title, 0.0, y, shrunk(block.title, big, width), width)
    inks += text_inks(block.days, 0.0, y + 32, Type("FS", 14.0, 18.0, align="centre"), width)
    rows, rows_height = _cover_rows(block.rows, width - 60)
    foot = height - 46
    top, room = y + 54, foot - rows_height - 30 - (y + 54)
    if block.map is not None and not block.map.empty and room > 110:
        zones = tuple(replace(zone, name="", note="") for zone in block.map.zones)
        grounds = tuple(replace(ground, name="") for ground in block.map.grounds)
        bare = replace(block.map, grounds=grounds, zones=zones, posts=(), signs=(), keys=(), gaps=(), routes=())
        inks += all_moved(site(bare, width - 110, min(room, 210.0)), 55.0, top)
    inks += all_moved(rows, 30.0, foot - rows_height - 14)
    inks += text_inks(block.foot, 0.0, foot + 14, Type("FS", 13.0, 16.0, align="centre"), width)
    inks += _double(width, height - 6)
    return [Chunk(height, tuple(inks), ends=True)]


def _double(width: float, y: float) -> Inks:
    return (Rule(0.0, y, width, y, 3.0, NAVY), Rule(0.0, y + 4, width, y + 4, 0.9, NAVY))


def _cover_rows(rows: Sequence[tuple[str, str]], width: float) -> tuple[Inks, float]:
    y = 0.0
    inks: list[Ink] = []
    value = Type("FS", 11.5, 15.0, align="left")
    for label, text in rows:
        lines = lines_of((Span(text),), width - 84, value)[:3]
        inks += text_inks(label, 0.0, y + 12, shrunk(label, Type("HEI", 10.5, 15.0), 78))
        inks += block_inks(lines, 84.0, y, value)
        y += value.lead * max(1, len(lines)) + 4
        inks.append(Rule(0.0, y - 2, width, y - 2, 0.5))
    return tuple(inks), y


CONTENTS_STEP = 20.0


def contents(block: b.Contents, width: float, _height: float, pages: Mapping[str, int] | None = None) -> list[Chunk]:
    """Return the list of chapters; pages that are not known yet stay empty."""
    title = Type("XBS", 20.0, 26.0, align="centre", tracking=0.3)
    inks: list[Ink] = [Bookmark(0.0, 0.0, block.title, 1), *text_inks(block.title, 0.0, 22.0, title, width)]
    for index, (number, name) in enumerate(block.entries):
        y = 50.0 + CONTENTS_STEP * index
        page = (pages or {}).get(b.Chapter(number, name).bookmark)
        inks += text_inks(number, 0.0, y, Type("HEI", 11.0, 14.0))
        type_ = shrunk(name, Type("FS", 12.5, 15.0, align="left"), width * 0.7)
        inks += text_inks(name, 36.0, y, type_)
        inks.append(Rule(44.0 + _width(name, type_), y - 1, width - 26, y - 1, 0.8, "#999999", (0.8, 3.2)))
        inks += text_inks("" if page is None else f"{page}", 0.0, y, Type("FS", 12.0, 14.0, align="right"), width)
        inks.append(Link(0.0, y - 14.0, width, CONTENTS_STEP - 2, b.Chapter(number, name).bookmark))
    return [Chunk(58.0 + CONTENTS_STEP * len(block.entries), tuple(inks))]


def _width(text: str, type_: Type) -> float:
    return width_of((Span(text),), type_)


def chapter(block: b.Chapter, width: float, _height: float) -> list[Chunk]:
    """Return the band of a chapter; it stays with what follows."""
    side = max(22.0, _width(block.number, Type("HEIB", 13.0, 16.0)) + 10)
    title = Type("HEI", 15.0, 18.0, NAVY, "left")
    inks: list[Ink] = [
        Bookmark(0.0, 0.0, block.bookmark, 1),
        Rect(0.0, 2.0, side, 22.0, fill=NAVY),
        *_centred(block.number, 0.0, 17.5, Type("HEIB", 13.0, 16.0, "#ffffff"), side),
        *text_inks(block.title, side + 8, 18.5, shrunk(block.title, title, width * 0.55)),
        Rule(0.0, 25.0, width, 25.0, 1.2, NAVY),
    ]
    room = width - side - 16 - _width(block.title, shrunk(block.title, title, width * 0.55))
    note = shrunk(block.note, Type("SANS", 8.5, 10.0, SOFT, "right"), room)
    inks += text_inks(block.note, 0.0, 18.5, note, width)
    return [Chunk(9.0, gap=True, keep=True), Chunk(30.0, tuple(inks), keep=True)]


def page_end(_block: b.PageEnd, _width: float, _height: float) -> list[Chunk]:
    """Return the end of a page."""
    return [Chunk(0.0, ends=True)]


def boxes(block: b.Boxes, width: float, _height: float) -> list[Chunk]:
    """Return figures in boxes side by side."""
    step = width / len(block.boxes)
    inks: list[Ink] = []
    for index, (value, unit, what) in enumerate(block.boxes):
        x = step * index
        inks.append(Rect(x + 1.5, 2.0, step - 3, 40.0, stroke=NAVY, width=0.8))
        big = shrunk(value, Type("HEIB", 16.0, 18.0, NAVY, "left"), step - 26)
        start = x + (step - _width(value, big) - _width(unit, SMALL) - 2) / 2
        inks += text_inks(value, start, 21.0, big)
        inks += text_inks(unit, start + _width(value, big) + 2, 21.0, replace(SMALL, align="left"))
        inks += _centred(what, x + 2, 35.0, SMALL, step - 4)
    return [Chunk(48.0, tuple(inks))]


def command(block: b.Command, width: float, _height: float) -> list[Chunk]:
    """Return the chart of command; boxes grow with their lines."""
    middle = width / 2
    inks: list[Ink] = [
        Rect(middle - 85, 2.0, 170.0, 36.0, fill=NAVY),
        *_centred(block.chief[0], middle - 82, 17.0, Type("HEI", 11.0, 13.0, "#ffffff"), 164.0),
        *_centred(block.chief[1], middle - 82, 31.0, replace(SMALL, colour="#ffffff"), 164.0),
    ]
    third = width / 3
    made = [_box(box, third - 12, head=False) for box in (block.left, block.centre, block.right)]
    high = max(height for _, height in made)
    inks.append(Rule(middle, 38.0, middle, 54.0 + high, 0.8))
    for index, (part, height) in enumerate(made):
        inks += all_moved(part, third * index + 6, 54.0 + (high - height) / 2)
    for x in (third - 6, 2 * third - 6):
        inks.append(Rule(x, 54.0 + high / 2, x + 12, 54.0 + high / 2, 1.4, NAVY, (2, 2)))
    y = 54.0 + high
    if block.teams:
        step = width / len(block.teams)
        teams = [_box(team, step - 6, head=True) for team in block.teams]
        inks.append(Rule(middle, y, middle, y + 8, 0.8))
        inks.append(Rule(step / 2, y + 8, width - step / 2, y + 8, 0.8))
        for index, (part, _) in enumerate(teams):
            inks.append(Rule(step * (index + 0.5), y + 8, step * (index + 0.5), y + 16, 0.8))
            inks += all_moved(part, step * index + 3, y + 16)
        y += 16 + max(height for _, height in teams)
    return [Chunk(y + 8, tuple(inks))]


def _box(box: tuple[str, tuple[str, ...]], width: float, *, head: bool) -> tuple[Inks, float]:
    """Return a box with a title; ``head`` sets the title on blue."""
    title, lines = box
    type_ = Type("SANS", 7.8, 10.8, align="left" if head else "centre")
    name = Type("HEI", 8.8, 11.0, "#ffffff" if head else BLACK, "centre")
    titles = lines_of((Span(title),), width - 6, name)
    top = 5.0 + 11.0 * len(titles)
    rows = [line for text in lines for line in lines_of((Span(text),), width - 10, type_)]
    height = top + 10.8 * len(rows) + 7
    inks: list[Ink] = [Rect(0.0, 0.0, width, height, fill="#ffffff" if head else "#eef1f6", stroke=NAVY, width=0.7)]
    if head:
        inks.append(Rect(0.0, 0.0, width, top, fill=NAVY))
    inks += block_inks(titles, 3.0, 2.5, name)
    inks += block_inks(rows, 5.0, top + 2, type_)
    return tuple(inks), height


def site_figure(block: b.SiteFigure, width: float, height: float) -> list[Chunk]:
    """Return a map in the text with its caption."""
    high = min(block.height * MM, height - 60)
    inks = site(block.map, width, high)
    return [Chunk(high + 16, (*inks, *_centred(block.caption, 0.0, high + 12, CAPTION, width)))]


def site_page(block: b.SitePage, _width: float, _height: float) -> list[Chunk]:
    """Return a map on a page of its own."""
    size = A3_ACROSS if block.paper == "a3" else A4_ACROSS
    left, right, top, bottom = ACROSS
    width, height = size[0] - left - right, size[1] - top - bottom
    inks = (
        Bookmark(left, top, block.title, block.level),
        *text_inks(block.title, left, top + 12, Type("HEI", 12.0, 14.0)),
        *all_moved(site(block.map, width, height - 20), left, top + 20),
    )
    return [alone(size, inks)]


def alone(size: tuple[float, float], inks: Inks, page_format: str = "plan") -> Chunk:
    """Return a page on its own paper; its inks are in coordinates of the page."""
    fmt = FORMATS[page_format]
    return Chunk(1.0, (Sheet(0.0, 0.0, *size), *all_moved(inks, -fmt.left, -fmt.top)), alone=True)


def arrivals(block: b.Arrivals, width: float, _height: float) -> list[Chunk]:
    """Return people per interval as bars with capacities as lines, the busiest bar dark."""
    left, right, top, high = 8.0, 118.0, 16.0, 108.0
    most = max([value for _, value in (*block.bars, *block.lines)] or [1]) or 1
    bottom, step = top + high, (width - left - right) / max(1, len(block.bars))
    busiest = max((value for _, value in block.bars), default=0)
    inks: list[Ink] = [Rule(left, bottom, width - right, bottom, 0.8)]
    for index, (name, value) in enumerate(block.bars):
        tall, x = high * value / most, left + step * index
        fill = NAVY if value == busiest else LIGHT
        inks.append(Rect(x + step * 0.12, bottom - tall, step * 0.76, tall, fill=fill, stroke=BLACK, width=0.5))
        inks += _centred(f"{value}", x, bottom - tall - 3, SMALL, step)
        inks += _centred(name, x, bottom + 10, SMALL, step - 1)
    taken: list[float] = []
    for index, (name, value) in enumerate(block.lines):
        y = bottom - high * value / most
        inks.append(Rule(left, y, width - right, y, 1.0, "#7a1712", () if index == 0 else (4, 2)))
        at = _apart(y + 3, taken, 10.0)
        text = f"{name} {value}"
        inks += text_inks(text, width - right + 4, at, shrunk(text, replace(LABEL, colour="#7a1712"), right - 6))
    inks += _centred(block.caption, 0.0, bottom + 26, CAPTION, width)
    return [Chunk(bottom + 32, tuple(inks))]


def _apart(y: float, taken: list[float], least: float) -> float:
    """Return a height at least so far from those taken, and take it."""
    while any(abs(y - other) < least for other in taken):
        y += least / 2
    taken.append(y)
    return y


def curves(block: b.Curves, width: float, _height: float) -> list[Chunk]:
    """Return curves over minutes, the first one with its area shaded."""
    left, right, top, high = 44.0, 110.0, 10.0, 104.0
    points = [point for _, own in block.curves for point in own]
    last, most = max((x for x, _ in points), default=1.0) or 1.0, max((y for _, y in points), default=1.0) or 1.0
    bottom, wide = top + high, width - left - right

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return left + wide * point[0] / last, bottom - high * point[1] / most

    inks: list[Ink] = []
    for share in range(5):
        y = bottom - high * share / 4
        inks.append(Rule(left, y, left + wide, y, 0.4, "#bbbbbb"))
        inks += text_inks(f"{most * share / 4:.0f}", 0.0, y + 3, replace(SMALL, align="right"), left - 4)
        x = left + wide * share / 4
        inks += _centred(f"{last * share / 4:.0f}", x - 20, bottom + 10, SMALL, 40.0)
    inks += text_inks(block.unit, left + wide + 4, bottom + 10, replace(SMALL, align="left"))
    for index, (name, own) in enumerate(block.curves):
        line = tuple(at(point) for point in own)
        if index == 0:
            inks.append(Area(0.0, 0.0, ((line[0][0], bottom), *line, (line[-1][0], bottom)), "#e3e8f1"))
        inks.append(Line(0.0, 0.0, line, 1.6, NAVY, () if index == 0 else (4.0, 2.5)))
        inks += [Circle(x, y, 1.6, fill="#ffffff", stroke=NAVY) for x, y in line]
        y = top + 8 + 22 * index
        inks.append(
            Line(0.0, 0.0, ((left + wide + 6, y), (left + wide + 24, y)), 1.6, NAVY, () if index == 0 else (4, 2))
        )
        text = lines_of((Span(name),), right - 32, replace(LABEL, size=7.5, lead=9.0))[:2]
        inks += block_inks(text, left + wide + 28, y - 7, replace(LABEL, size=7.5, lead=9.0))
    inks += _centred(block.caption, 0.0, bottom + 26, CAPTION, width)
    return [Chunk(bottom + 32, tuple(inks))]


CARD_LABEL = 40.0


def cards(block: b.Cards, width: float, height: float) -> list[Chunk]:
    """Return cards two by two; both of a row are as high as the higher one."""
    half = (width - 8) / 2
    made = [_card(card, half, height - 20) for card in block.cards]
    chunks = []
    for at in range(0, len(made), 2):
        row = made[at : at + 2]
        high = max(tall for _, tall in row)
        inks: list[Ink] = []
        for index, (part, _) in enumerate(row):
            inks += all_moved(part, (half + 8) * index, 0.0)
            inks.append(Rect((half + 8) * index, 0.0, half, high, stroke=BLACK, width=0.9))
        chunks.append(Chunk(high + 8, tuple(inks)))
    return chunks


def _card(
    card: tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]], width: float, most: float
) -> tuple[Inks, float]:
    """Return a card; what does not fit into a page of it is cut there, and it is set smaller before."""
    for size in (8.5, 7.5):
        inks, height = _card_at(card, width, size)
        if height <= most:
            break
    return inks, min(height, most)


def _card_at(
    card: tuple[str, str, tuple[tuple[str, tuple[str, ...]], ...]], width: float, size: float
) -> tuple[Inks, float]:
    code, title, rows = card
    side = max(40.0, _width(code, Type("HEIB", 12.0, 14.0)) + 10)
    name = Type("HEI", 10.5, 12.5, align="left")
    titles = lines_of((Span(title),), width - side - 10, name)
    y = max(22.0, 12.5 * len(titles) + 7)
    inks: list[Ink] = [
        Rect(0.0, 0.0, side, y, fill=BLACK),
        *_centred(code, 0.0, y / 2 + 4.5, Type("HEIB", 12.0, 14.0, "#ffffff"), side),
        *block_inks(titles, side + 6, (y - 12.5 * len(titles)) / 2, name),
        Rule(0.0, y, width, y, 0.8),
    ]
    type_ = Type("SANS", size, size * 1.45, align="left")
    for label, texts in rows:
        lines: list[TextLine] = [
            line for text in texts for line in lines_of((Span(text),), width - CARD_LABEL - 8, type_)
        ]
        inks += text_inks(label, 4.0, y + size * 1.3, shrunk(label, Type("HEI", 8.0, 10.0), CARD_LABEL - 6))
        inks += block_inks(lines, CARD_LABEL, y + 2.5, type_)
        y += type_.lead * max(1, len(lines)) + 5
        inks.append(Rule(0.0, y, width, y, 0.3, "#777777"))
    return tuple(inks), y + 2


def _on_bar(words: str, bar: tuple[float, float], y: float, width: float) -> Inks:
    """Return the words of a bar: in it where it is wide enough, else after it, or before it at the edge."""
    start, end = bar
    room = _width(words, SMALL) + 3
    if room < end - start - 1:
        return _centred(words, start, y, replace(SMALL, colour="#ffffff"), end - start)
    return text_inks(words, end + 3 if end + room <= width else start - room, y, replace(SMALL, align="left"))


def shifts(block: b.Shifts, width: float, height: float) -> list[Chunk]:
    """Return hours on duty as bars, as many to a page as it takes."""
    left, step = 92.0, 17.0
    first = min((start for _, start, _, _ in block.bars), default=0.0)
    last = max((end for _, _, end, _ in block.bars), default=1.0)
    scale = (width - left - 18) / max(last - first, 0.25)
    count = max(1, int((height - 70) // step))
    chunks = []
    for at in range(0, len(block.bars), count):
        rows = block.bars[at : at + count]
        bottom = 16.0 + step * len(rows)
        inks: list[Ink] = []
        for hour, word in (tick for tick in block.ticks if first <= tick[0] <= last):
            x = left + (hour - first) * scale
            inks.append(Rule(x, 14.0, x, bottom, 0.4, "#bbbbbb"))
            inks += _centred(word, x - 16, 10.0, SMALL, 32.0)
        for index, (who, start, end, words) in enumerate(rows):
            y = 16.0 + step * index
            inks += text_inks(who, 0.0, y + 11, shrunk(who, NAME, left - 5))
            x, wide = left + (start - first) * scale, max((end - start) * scale, 2.0)
            inks.append(Rect(x, y + 2, wide, 12.0, fill=NAVY))
            inks += _on_bar(words, (x, x + wide), y + 11, width)
        inks += _centred(block.caption, 0.0, bottom + 14, CAPTION, width)
        chunks.append(Chunk(bottom + 22, tuple(inks)))
    return chunks


Drawer = Callable[[Any, float, float], list[Chunk]]
DRAWERS: dict[type, Drawer] = {
    b.Cover: cover,
    b.Contents: contents,
    b.Chapter: chapter,
    b.PageEnd: page_end,
    b.Boxes: boxes,
    b.Command: command,
    b.SiteFigure: site_figure,
    b.SitePage: site_page,
    b.Arrivals: arrivals,
    b.Curves: curves,
    b.Cards: cards,
    b.Shifts: shifts,
}
"""Block → how it is drawn in a width and a height [pt]."""
