"""The format check of a finished paper: run on its bytes before they are kept, so that no faulty paper is ever issued.

Page formats and margins are those of the writer's own table; everything else is read back from the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.blocks import Meta
from reports.check import Measure, furniture_rows, measure_of
from reports.furniture import page_words
from workbench.errors import Text
from workbench.exchange.pdf_facts import FileFacts, PageFacts, file_facts

_OF_THE_ORGAN = re.compile(r".+字〔\d{4}〕[1-9]\d*号")
_INTERNAL = re.compile(r"[A-Z]+\d*-\d{4}-\d{4}(-[\w.]+)*")
_TOLERANCE = 1.0
"""How far the size of a page may be off [pt]."""


def faults(data: bytes, meta: Meta) -> tuple[Text, ...]:
    """Return what is wrong with the form of a finished paper; empty when it is in order.

    Args:
        data: The bytes as they would be kept.
        meta: What the paper says of itself: page format and number.

    Raises:
        UnreadableError: The file cannot be read at all.
    """
    facts = file_facts(data)
    found = [*number_faults(meta.number), *_font_faults(facts)]
    for number, page in enumerate(facts.pages, 1):
        measure = measure_of(meta.page_format, page.width, page.height)
        found += _page_faults(page, number, len(facts.pages), measure, meta)
    return tuple(found)


def number_faults(number: str) -> Iterator[Text]:
    """Yield what is wrong with a number: ``…字〔2026〕7号`` without 第 and leading zeros, or ``CL-2026-0007``."""
    fits = _INTERNAL.fullmatch(number) or (_OF_THE_ORGAN.fullmatch(number) and "第" not in number)
    if not fits:
        yield Text(f"文号格式不对：{number or '（空）'}", f"the number is not of the right form: {number or '(empty)'}")


def _font_faults(facts: FileFacts) -> Iterator[Text]:
    for name in facts.foreign_fonts:
        yield Text(f"字体没有嵌入：{name}", f"a font is not embedded: {name}")


def _page_faults(page: PageFacts, number: int, pages: int, measure: Measure, meta: Meta) -> Iterator[Text]:
    if abs(page.width - measure.width) > _TOLERANCE or abs(page.height - measure.height) > _TOLERANCE:
        yield _on(number, Text("纸张尺寸不对", "wrong size of paper"))
        return
    rows = furniture_rows(meta, number, pages, measure)
    outside = "".join(char for char, box in page.boxes if measure.outside(box, rows))
    if outside:
        yield _on(number, Text(f"文字超出版心：{outside[:20]}", f"text outside the type area: {outside[:20]}"))
    if not any(measure.inside(box) for _, box in page.boxes):
        yield _on(number, Text("版心内没有文字", "nothing stands in the type area"))
    if _page_number(meta, number, pages) not in page.text:
        yield _on(number, Text("页码缺失或次序不对", "the page number is missing or out of order"))
    if "".join(meta.number.split()) not in page.text:
        yield _on(number, Text("没有文号", "the number of the paper is missing"))


def _page_number(meta: Meta, number: int, pages: int) -> str:
    """Return the page number as the file must show it, without white space; cards have none."""
    if meta.page_format == "card":
        return ""
    words = f"—{number}—" if meta.page_format == "gw" else page_words(meta, number, pages)
    return "".join(words.split())


def _on(page: int, fault: Text) -> Text:
    return Text(f"第{page}页：{fault.zh}", f"page {page}: {fault.en}")
