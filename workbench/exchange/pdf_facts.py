"""What stands in a finished PDF: pages, their text, the box of every character, and fonts that are not inside.

Read with other libraries than those that wrote it, so that a fault of the writer shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from workbench.errors import Text, WorkbenchError
from workbench.exchange.libraries import PDFIUM, pdf_objects, pdfium

Box = tuple[float, float, float, float]
"""Left, bottom, right, top from the lower left corner of the page [pt]."""


@dataclass(frozen=True)
class PageFacts:
    """A page: its size [pt], its text without white space, the box of every visible character."""

    width: float
    height: float
    text: str
    boxes: tuple[tuple[str, Box], ...]


@dataclass(frozen=True)
class FileFacts:
    """A file: its pages, and the names of fonts that are not inside it."""

    pages: tuple[PageFacts, ...]
    foreign_fonts: tuple[str, ...]


class UnreadableError(WorkbenchError):
    """A file cannot be read as PDF."""


def file_facts(data: bytes) -> FileFacts:
    """Return what stands in a PDF.

    Raises:
        UnreadableError: It cannot be read.
    """
    try:
        return FileFacts(_pages(data), tuple(sorted(set(_foreign_fonts(data)))))
    except (pdf_objects().PdfError, pdfium().PdfiumError) as fault:
        raise UnreadableError(
            Text("文件不能作为 PDF 读取", "the file cannot be read as PDF"), where=str(fault)
        ) from fault


def _pages(data: bytes) -> tuple[PageFacts, ...]:
    with PDFIUM:
        pdf = pdfium().PdfDocument(data)
        try:
            return tuple(_page(page) for page in pdf)
        finally:
            pdf.close()


def _page(page: Any) -> PageFacts:
    text = page.get_textpage()
    width, height = page.get_size()
    said = [(text.get_text_range(at, 1), text.get_charbox(at)) for at in range(text.count_chars())]
    boxes = tuple((char, box) for char, box in said if char.strip())
    return PageFacts(width, height, "".join(char for char, _ in boxes), boxes)


def _foreign_fonts(data: bytes) -> Iterator[str]:
    """Yield the names of fonts without a font file, descendants of composite fonts among them."""
    pikepdf = pdf_objects()
    with pikepdf.open(BytesIO(data)) as pdf:
        for found in pdf.objects:
            if not isinstance(found, pikepdf.Dictionary) or found.get("/Type") != "/Font":
                continue
            if found.get("/Subtype") == "/Type0":
                continue
            described = found.get("/FontDescriptor", pikepdf.Dictionary())
            if not any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield str(found.get("/BaseFont", "?")).lstrip("/")
