"""What stands on every page around the type area: page numbers, check line, running heads, the draft mark.

Coordinates are those of the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import sqrt

from reports.blocks import Meta
from reports.ink import Glyphs, Ink, Inks, Rule, Sheet
from reports.setting import Type, shrunk, text_inks
from reports.style import A4, ACROSS, FORMATS, MM, NAVY, SOFT, measure

SMALL = Type("SANS", 7.0, 9.0, SOFT)
SAMPLE = Type("SANS", 6.5, 9.0, "#999999", align="right")
DRAFT_COLOUR = "#E0E0E0"
"""12 % black."""
DRAFT_LENGTH, CAPITAL = 300.0, 0.36
"""Length of the draft mark on A4 [pt]; half the height of its letters, in ems."""


def furniture(meta: Meta, page: int, pages: int, sheet: Sheet | None = None) -> Inks:
    """Return what stands around the type area of a page.

    Args:
        meta: The document.
        page: Counts from 1.
        pages: All of them.
        sheet: Paper of the page; ``None`` = A4 upright.
    """
    inks: list[Ink] = []
    if meta.draft:
        inks.append(_draft(draft_word(meta), A4 if sheet is None else (sheet.w, sheet.h)))
    if meta.page_format == "plan":
        return (*inks, *_plan(meta, page, pages, sheet))
    return (*inks, *_OF_FORMAT[meta.page_format](meta, page, pages))


def check_code(seal: str) -> str:
    """Return the first 16 hex digits of a seal in groups of four."""
    return "-".join(seal[start : start + 4] for start in range(0, min(16, len(seal)), 4))


def draft_word(meta: Meta) -> str:
    """Return what a paper that is not signed yet is called."""
    return "DRAFT" if meta.language.startswith("en") else "草稿"


def _draft(word: str, size: tuple[float, float]) -> Ink:
    """Return the mark across the middle of a page, rising by 45°."""
    length = DRAFT_LENGTH * min(1.0, min(size) / A4[0])
    points = length / sum(measure("HEIB", char).advance for char in word)
    along, up = length / 2 * sqrt(0.5), CAPITAL * points * sqrt(0.5)
    return Glyphs(size[0] / 2 - along + up, size[1] / 2 + along + up, "SansB", points, word, DRAFT_COLOUR, angle=45.0)


def _gw(meta: Meta, page: int, pages: int) -> Inks:
    fmt = FORMATS[meta.page_format]
    inks: list[Ink] = []
    if meta.sample:
        inks += text_inks(meta.sample, fmt.left, 42.0, SAMPLE, fmt.width)
    align = "right" if page % 2 else "left"
    type_ = Type("SONG", 14.0, 16.0, align=align)
    indent = fmt.left + (14.0 if align == "left" else 0.0)
    inks += text_inks(f"— {page} —", indent, A4[1] - fmt.bottom + 7 * MM + 9.6, type_, fmt.width - 14.0)
    return (*inks, *_check_lines(meta, pages, A4[1] - 13.2 * MM))


def _check_lines(meta: Meta, pages: int, y: float) -> Inks:
    """Return the two lines at the foot: number and pages, record; check code, journal checkpoint."""
    fmt = FORMATS[meta.page_format]
    left = [
        f"文书编号 {meta.number or draft_word(meta)}　共 {pages} 页",
        f"案卷编号 {meta.record}" if meta.record else "",
    ]
    right = ["", ""]
    if meta.proof is not None:
        right = [f"校验码 {check_code(meta.proof.seal)}", f"检查点 {meta.proof.checkpoint}"]
    inks: list[Ink] = []
    for index in range(2):
        inks += text_inks(left[index], fmt.left, y + 9.0 * index, SMALL)
        inks += text_inks(right[index], fmt.left, y + 9.0 * index, replace(SMALL, align="right"), fmt.width)
    return tuple(inks)


def _form(meta: Meta, page: int, pages: int) -> Inks:
    fmt = FORMATS[meta.page_format]
    inks: list[Ink] = list(text_inks(meta.running, fmt.left, 28.0, shrunk(meta.running, SMALL, fmt.width - 180)))
    if meta.sample:
        inks += text_inks(meta.sample, fmt.left, 28.0, SAMPLE, fmt.width)
    return (*inks, *_foot(meta, page, pages))


def _foot(meta: Meta, page: int, pages: int) -> Inks:
    fmt = FORMATS[meta.page_format]
    return _foot_at(meta, (page, pages), (fmt.left, A4[1] - 13.5 * MM, fmt.width))


def _foot_at(meta: Meta, number: tuple[int, int], place: tuple[float, float, float]) -> Inks:
    """Return the foot of a page; ``place`` is its left edge, height and width [pt]."""
    left, y, width = place
    english = meta.language.startswith("en")
    code, head = ("Check code", "Checkpoint") if english else ("校验码", "检查点")
    parts = [meta.number or (draft_word(meta) if meta.draft else ""), meta.record if meta.record != meta.number else ""]
    if meta.proof is not None:
        parts.append(f"{code} {check_code(meta.proof.seal)}")
    inks: list[Ink] = [Rule(left, y, left + width, y, 0.5, "#888888")]
    inks += text_inks("　".join(part for part in parts if part), left, y + 10.5, SMALL)
    if meta.proof is not None:
        inks += text_inks(f"{head} {meta.proof.checkpoint}", left, y + 19.5, SMALL)
    type_ = Type("SANS", 7.5, 9.0, align="right")
    inks += text_inks(page_words(meta, *number), left, y + 10.5, type_, width)
    return tuple(inks)


def page_words(meta: Meta, page: int, pages: int) -> str:
    """Return the page number as it stands at the foot of forms and reports."""
    return f"Page {page} of {pages}" if meta.language.startswith("en") else f"第 {page} 页　共 {pages} 页"


def _plan(meta: Meta, page: int, pages: int, sheet: Sheet | None) -> Inks:
    fmt = FORMATS[meta.page_format]
    left, width, height = fmt.left, fmt.width, A4[1]
    if sheet is not None:
        left, width, height = ACROSS[0], sheet.w - ACROSS[0] - ACROSS[1], sheet.h
    inks: list[Ink] = []
    if meta.sample:
        inks += text_inks(meta.sample, left, 25.0, SAMPLE, width)
    running = shrunk(meta.running, Type("SANS", 8.5, 9.0, NAVY), width - 110)
    inks += text_inks(meta.running, left, 42.5, running)
    inks += text_inks(meta.handling, left, 42.5, Type("SANS", 8.0, 9.0, SOFT, "right"), width)
    inks.append(Rule(left, 49.0, left + width, 49.0, 0.8, NAVY))
    return (*inks, *_foot_at(meta, (page, pages), (left, height - 13.5 * MM, width)))


def _card(_meta: Meta, _page: int, _pages: int) -> Inks:
    """Return nothing: a card carries its number and its place in its own foot."""
    return ()


_OF_FORMAT: dict[str, Callable[[Meta, int, int], Inks]] = {
    "gw": _gw,
    "gw-field": _form,
    "form": _form,
    "card": _card,
    "sheet": _form,
}
