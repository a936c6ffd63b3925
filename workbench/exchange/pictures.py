"""Pictures under a plan: their size without loading them, and a page of a PDF as a picture."""

from __future__ import annotations

import io

from workbench.errors import PackageError, Text
from workbench.exchange.libraries import PDFIUM, pdfium

MOST_PIXELS = 120_000_000
"""Pixels of a picture that is still shown."""
PDF_DPI = 150
MEDIA = frozenset({"png", "jpeg"})


def size_of(data: bytes, name: str) -> tuple[int, int]:
    """Return width and height of a PNG or JPEG in pixels.

    Raises:
        PackageError: It is no such picture, broken, or too large to be shown.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise _refused(
            name, Text("不是可用的 PNG 或 JPEG 图片", "not a PNG or JPEG picture that can be used")
        ) from fault
    if not 0 < width * height <= MOST_PIXELS:
        raise _refused(name, Text(f"图片过大：{width}×{height}", f"the picture is too large: {width}×{height}"))
    return width, height


def page_as_png(data: bytes, page: int, name: str) -> bytes:
    """Return a page of a PDF, counted from 1, as a PNG.

    Raises:
        PackageError: No such page, or it cannot be drawn.
    """
    with PDFIUM:
        try:
            document = pdfium().PdfDocument(data)
            try:
                sheet = document[page - 1] if 1 <= page <= len(document) else None
                width, height = sheet.get_size() if sheet is not None else (0, 0)
                scale = min(PDF_DPI / 72, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
                picture = sheet.render(scale=scale).to_pil() if sheet is not None else None
            finally:
                document.close()
        except (pdfium().PdfiumError, ValueError, RuntimeError) as fault:
            raise _refused(name, Text("PDF 页无法读取", "the page of the PDF cannot be read")) from fault
    if picture is None:
        raise _refused(name, Text(f"没有第 {page} 页", f"there is no page {page}"))
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG")
    return out.getvalue()


def _refused(name: str, message: Text) -> PackageError:
    return PackageError(message, where=name, remedy=Text("请换用 PNG、JPEG 或 PDF 文件", "use a PNG, JPEG or PDF file"))
