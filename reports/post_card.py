"""F24 岗位口袋卡: one post on two A6 sides, black only; or four to an A4 sheet, its back mirrored for the long edge."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from reports.blocks import Document, Span
from reports.figures import qr_inks
from reports.ink import BLACK, Bookmark, Circle, Ink, Inks, Rect, Rule, all_moved
from reports.issue import Issue, meta
from reports.layout import Chunk
from reports.plan_blocks import CardPages, PostCard
from reports.plan_figures import alone
from reports.setting import Type, block_inks, lines_of, shrunk, text_inks, width_of
from reports.site_figure import crop, site
from reports.style import A4, A6, MM

EDGE = 5 * MM
WIDE, HIGH = A6
ROOM = WIDE - 2 * EDGE
"""Width of the text of a card [pt]."""
LEAST = 7.5
"""Least size of text on a card [pt]."""
QR = 17 * MM
WHITE = "#ffffff"
BAND = 96.0


def document(cards: Sequence[PostCard], issue: Issue, title: str, *, four_up: bool, language: str = "zh") -> Document:
    """Return the cards as a paper.

    Args:
        cards: In the order of the posts.
        issue: The formal side; its number is the start of the number of every card.
        title: Title of the file.
        four_up: Four cards to an A4 sheet instead of A6 pages.
        language: ``zh`` or ``en``.
    """
    about = replace(meta("F24", title, "card", issue), language="en" if language == "en" else "zh-CN")
    return Document(about, (CardPages(tuple(cards), four_up),))


def pages(block: CardPages) -> list[Chunk]:
    """Return the pages of cards, front and back in turn."""
    if block.four_up:
        fours = (block.cards[at : at + 4] for at in range(0, len(block.cards), 4))
        return [page for four in fours for page in _sheets(four)]
    made = []
    for card in block.cards:
        mark = Bookmark(0.0, 0.0, f"{card.code} {card.name}")
        made += [alone(A6, (mark, *front(card)), "card"), alone(A6, tuple(back(card)), "card")]
    return made


def _sheets(four: Sequence[PostCard]) -> Iterator[Chunk]:
    """Yield both sides of a sheet: on the back left and right change places."""
    places = [(column * A4[0] / 2, row * A4[1] / 2) for row in range(2) for column in range(2)]
    mark = Bookmark(0.0, 0.0, "、".join(card.code for card in four))
    cut = (
        Rule(A4[0] / 2, 0.0, A4[0] / 2, A4[1], 0.4, "#999999", (3, 3)),
        Rule(0.0, A4[1] / 2, A4[0], A4[1] / 2, 0.4, "#999999", (3, 3)),
    )
    fronts: list[Ink] = [mark, *cut]
    backs: list[Ink] = [*cut]
    for index, card in enumerate(four):
        fronts += all_moved(front(card), *places[index])
        backs += all_moved(tuple(back(card)), *places[index ^ 1])
    yield alone(A4, tuple(fronts), "card")
    yield alone(A4, tuple(backs), "card")


def fitted(text: str, type_: Type, width: float, most: int) -> tuple[Inks, int]:
    """Return text in at most so many lines: set smaller down to the least size, then ended with an ellipsis."""
    size = type_.size
    while True:
        tried = replace(type_, size=size, lead=type_.lead * size / type_.size)
        lines = lines_of((Span(text),), width, tried)
        if len(lines) <= most:
            return block_inks(lines, 0.0, 0.0, tried), len(lines)
        if size <= LEAST:
            break
        size = max(LEAST, size - 0.5)
    kept = text
    while len(lines) > most and kept:
        kept = kept[:-2]
        lines = lines_of((Span(kept + "…"),), width, tried)
    return block_inks(lines, 0.0, 0.0, tried), len(lines)


# the front


def front(card: PostCard) -> Inks:
    """Return the front: who and where, then the map with the way out."""
    inks: list[Ink] = [Rect(0.0, 0.0, WIDE, BAND, fill=BLACK), *_head(card), *_strip(card, BAND + 5)]
    y = BAND + 40
    body = Type("SANS", 8.8, 12.2)
    for label, words in card.rows:
        part, count = fitted(words, body, ROOM - 34, 2)
        inks += text_inks(label, EDGE, y + 9.6, shrunk(label, Type("HEI", 8.5, 11.0), 32))
        inks += all_moved(part, EDGE + 34, y)
        y += 12.2 * max(1, count) + 1
    bottom = HIGH - EDGE - 34
    inks += all_moved(_map(card, ROOM, bottom - y - 6), EDGE, y + 3)
    out, _ = fitted(card.out, Type("HEI", 10.4, 13.0), ROOM, 1)
    inks += all_moved(out, EDGE, bottom + 2)
    foot = shrunk(card.foot, Type("SANS", 7.0, 9.0, "#444444"), ROOM, least=0.5)
    inks += text_inks(card.foot, EDGE, HIGH - EDGE - 4, foot)
    return tuple(inks)


def _head(card: PostCard) -> Inks:
    code = shrunk(card.code, Type("HEIB", 50.0, 50.0, WHITE), 118.0, least=0.2)
    start = EDGE + max(118.0, width_of((Span(card.code),), code)) + 6
    name, _ = fitted(card.name, Type("HEI", 15.0, 17.0, WHITE, "left"), WIDE - start - EDGE, 3)
    kind = shrunk(card.kind, Type("HEI", 10.0, 12.0, WHITE), WIDE - start - EDGE, least=0.7)
    event = shrunk(card.event, Type("SANS", 8.5, 10.0, WHITE), ROOM, least=0.6)
    return (
        *text_inks(card.code, EDGE, 62.0, code),
        *all_moved(name, start, 14.5),
        *text_inks(card.kind, start, 76.0, kind),
        *text_inks(card.event, EDGE, 90.0, event),
    )


def _strip(card: PostCard, y: float) -> Inks:
    step = ROOM / len(card.boxes)
    inks: list[Ink] = [Rect(EDGE, y, ROOM, 30.0, stroke=BLACK, width=1.4)]
    for index, (label, value) in enumerate(card.boxes):
        x = EDGE + step * index
        if index:
            inks.append(Rule(x, y, x, y + 30, 0.6))
        inks += text_inks(label, x + 3, y + 9, Type("SANS", LEAST, 9.0))
        big = shrunk(value, Type("HEI", 13.0, 15.0, align="centre"), step - 6)
        if big.size >= LEAST + 1:
            inks += text_inks(value, x, y + 24, big, step)
        else:
            inks += all_moved(fitted(value, Type("HEI", LEAST, 9.0, align="centre"), step - 6, 2)[0], x + 3, y + 10.5)
    return tuple(inks)


def _map(card: PostCard, width: float, height: float) -> Inks:
    if card.crop is None:
        empty = replace(card.map, grounds=(), zones=(), ways=(), gates=(), posts=(), signs=())
        return site(empty, width, height)
    return crop(card.map, card.crop, width, height)


# the back


def back(card: PostCard) -> Iterator[Ink]:
    """Yield the back: duties, reactions, densities, report, signatures, code."""
    yield Rect(0.0, 0.0, WIDE, 34.0, fill=BLACK)
    yield from text_inks(card.duties_title, EDGE, 27.0, Type("HEI", 13.0, 15.0, WHITE))
    code = shrunk(card.code, Type("HEIB", 13.0, 15.0, WHITE, "right"), 110.0)
    yield from text_inks(card.code, EDGE, 27.0, code, ROOM)
    y = 38.0
    for number, duty in enumerate(card.duties[:5], 1):
        part, count = fitted(duty, Type("SANS", 11.2, 15.0, align="left"), ROOM - 20, 2)
        yield Circle(EDGE + 6, y + 8.2, 6.0, fill=BLACK)
        yield from text_inks(f"{number}", EDGE, y + 11.3, Type("HEI", 9.0, 10.0, WHITE, "centre"), 12.0)
        yield from all_moved(part, EDGE + 20, y)
        y += 15.0 * count + 3
    y = yield from _reactions(card, y + 2)
    y = yield from _scale(card, y + 4)
    yield from _lines(card, y)
    yield from _signatures(card)


def _lines(card: PostCard, y: float) -> Iterator[Ink]:
    """Yield the lines above the signatures, closer and smaller where there is little room."""
    room = (HIGH - EDGE - 51 - y) / max(1, len(card.lines))
    lead = min(11.8, max(LEAST * 1.2, room - 1))
    type_ = Type("SANS", max(LEAST, 0.745 * lead), lead, align="left")
    for label, words in card.lines:
        part, count = fitted(words, type_, ROOM - 42, 2 if room >= 2 * lead + 1 else 1)
        yield from text_inks(label, EDGE, y + 0.8 * lead, shrunk(label, Type("HEI", type_.size, lead), 40))
        yield from all_moved(part, EDGE + 42, y)
        y += lead * count + min(1.0, room - lead)


def _reactions(card: PostCard, y: float) -> Generator[Ink, None, float]:
    widths = (0.33, 0.3, 0.37)
    starts = (0.0, ROOM * widths[0], ROOM * (widths[0] + widths[1]))
    yield Rect(0.0, y, WIDE, 16.0, fill=BLACK)
    for start, title in zip(starts, card.reactions_head, strict=True):
        yield from text_inks(title, EDGE + start, y + 11.6, Type("HEI", 9.2, 11.0, WHITE))
    y += 18.0
    for row in card.reactions:
        tall = 1
        for index, (start, text) in enumerate(zip(starts, row, strict=True)):
            face = Type("HEI" if index == 1 else "SANS", 9.0, 12.0, align="left")
            part, count = fitted(text, face, ROOM * widths[index] - 5, 2)
            yield from all_moved(part, EDGE + start, y)
            tall = max(tall, count)
        y += 12.0 * tall + 3
        yield Rule(EDGE, y - 0.6, EDGE + ROOM, y - 0.6, 0.3)
    return y


def _scale(card: PostCard, y: float) -> Generator[Ink, None, float]:
    title, below = card.scale_title
    yield from text_inks(title, EDGE, y + 10, shrunk(title, Type("HEI", 9.0, 11.0), 46))
    yield from text_inks(below, EDGE, y + 21, shrunk(below, Type("SANS", LEAST, 9.0), 46))
    step = (ROOM - 50) / max(1, len(card.scale))
    for index, (heads, word) in enumerate(card.scale):
        x = EDGE + 50 + step * index
        yield Rect(x, y, 24.0, 24.0, stroke=BLACK, width=1.0)
        for dot in range(heads):
            column, row = dot % 2, dot // 2
            rows = -(-heads // 2)
            cx = x + (12.0 if heads == 1 else 7.0 + 10.0 * column)
            yield Circle(cx, y + 12.0 + (row - (rows - 1) / 2) * 7.0, 2.3, fill=BLACK)
        part, count = fitted(word, Type("HEI", 8.4, 10.0, align="left"), step - 28, 2)
        yield from all_moved(part, x + 27, y + 12 - 5.0 * count)
    return y + 27.0


def _signatures(card: PostCard) -> Iterator[Ink]:
    bottom = HIGH - EDGE
    for index, label in enumerate(card.sign[:2]):
        y = bottom - 42 + 17 * index
        type_ = shrunk(label, Type("SANS", 8.4, 10.0), 64)
        yield from text_inks(label, EDGE, y, type_)
        yield Rule(EDGE + 66, y + 2, EDGE + ROOM - QR - 12, y + 2, 0.7)
    note = card.sign[2] if len(card.sign) > 2 else ""
    yield from text_inks(note, EDGE, bottom - 9.5, shrunk(note, Type("SANS", LEAST, 9.0), ROOM - QR - 10, least=0.8))
    foot = shrunk(card.foot, Type("SANS", 7.0, 9.0, "#444444"), ROOM - QR - 10, least=0.5)
    yield from text_inks(card.foot, EDGE, bottom - 1, foot)
    if card.payload:
        yield from qr_inks(card.payload, EDGE + ROOM - QR, bottom - QR, QR * 1.14)
