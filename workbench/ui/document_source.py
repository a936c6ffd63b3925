"""Pages of a registered file, made on a thread of their own: sizes, pictures, places of words.

A PDF is drawn by PDFium under the one lock of the process; PNG and JPEG are decoded; other kinds come as extracted
text. Nothing here hands a file to another program.
"""

from __future__ import annotations

import unicodedata
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from workbench.core.values import Attachment
from workbench.errors import Text
from workbench.exchange.libraries import PDFIUM, pdfium

PICTURES = frozenset({"png", "jpeg"})
TEXTS = frozenset({"docx", "xlsx", "text"})
PAPER = (595.0, 842.0)
"""A4 in points, the page of extracted text."""
OPEN_FILES = 4
"""PDF documents kept open."""
MAX_PIXELS = 60_000_000
"""A picture with more pixels is shown smaller."""

Rect = tuple[float, float, float, float]
"""Left, top, width, height as shares of the page, from the top left."""


@dataclass(frozen=True)
class Loaded:
    """A file that can be shown: page sizes in points; ``texts`` for a file that is shown as extracted text."""

    attachment: Attachment
    sizes: tuple[tuple[float, float], ...]
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unreadable:
    """A file that cannot be shown: why, what to do, and its first bytes for the details."""

    attachment: Attachment
    why: Text
    remedy: Text
    head: str


@dataclass(frozen=True)
class Hit:
    """Words found: page (from 1) and the places that they cover."""

    page: int
    places: tuple[Rect, ...]


class PageSource:
    """Files kept open for drawing; every method is called on the pages' own thread."""

    def __init__(self) -> None:
        """Start with nothing open."""
        self._open: OrderedDict[str, Any] = OrderedDict()

    def load(self, attachment: Attachment, data: bytes, texts: tuple[str, ...]) -> Loaded | Unreadable:
        """Open a file and return its page sizes, or why it cannot be shown."""
        if attachment.problem:
            return _unreadable(attachment, data, attachment.problem)
        if attachment.media in TEXTS:
            pages = tuple(t for t in texts) or ("",)
            return Loaded(attachment, (PAPER,) * len(pages), pages)
        try:
            made = self._pdf(data) if attachment.media == "pdf" else _picture(data)
        except (ValueError, OSError, RuntimeError):
            made = None
        if made is None:
            return _unreadable(attachment, data, "broken" if attachment.media in {"pdf", *PICTURES} else "kind")
        self._keep(attachment.sha256, made)
        return Loaded(attachment, self._sizes(made))

    def draw(self, sha256: str, page: int, width: int) -> QImage:
        """Draw a page (from 1) so many pixels wide; an empty image when the file is no longer open."""
        made = self._open.get(sha256)
        if made is None:
            return QImage()
        self._open.move_to_end(sha256)
        if isinstance(made, QImage):
            smooth = Qt.TransformationMode.SmoothTransformation
            return made.scaledToWidth(width, smooth) if width < made.width() else made
        with PDFIUM:
            return _drawn(made[page - 1], width)

    def find(self, loaded: Loaded, words: str) -> tuple[Hit, ...]:
        """Return where words stand, page by page; compared after NFKC, without regard to case."""
        wanted = folded(words)[0].strip()
        if not wanted:
            return ()
        if loaded.texts:
            pages = [i for i, text in enumerate(loaded.texts, 1) if wanted in folded(text)[0]]
            return tuple(Hit(page, ()) for page in pages)
        made = self._open.get(loaded.attachment.sha256)
        if made is None or isinstance(made, QImage):
            return ()
        with PDFIUM:
            return tuple(hit for i in range(len(made)) for hit in _hits(made[i], i + 1, wanted))

    def close(self) -> None:
        """Close every file."""
        with PDFIUM:
            for made in self._open.values():
                if not isinstance(made, QImage):
                    made.close()
        self._open.clear()

    def _pdf(self, data: bytes) -> Any:
        with PDFIUM:
            document = pdfium().PdfDocument(data)
            return document if len(document) else None

    def _sizes(self, made: Any) -> tuple[tuple[float, float], ...]:
        if isinstance(made, QImage):
            return ((PAPER[0], PAPER[0] * made.height() / made.width()),)
        with PDFIUM:
            return tuple(made[i].get_size() for i in range(len(made)))

    def _keep(self, sha256: str, made: Any) -> None:
        self._open[sha256] = made
        self._open.move_to_end(sha256)
        while len(self._open) > OPEN_FILES:
            _, old = self._open.popitem(last=False)
            if not isinstance(old, QImage):
                with PDFIUM:
                    old.close()


def folded(text: str) -> tuple[str, list[int]]:
    """Return a text after NFKC and case folding, and for each of its characters the place in the original."""
    made: list[str] = []
    places: list[int] = []
    for number, character in enumerate(text):
        for piece in unicodedata.normalize("NFKC", character).casefold():
            made.append(piece)
            places.append(number)
    return "".join(made), places


def _picture(data: bytes) -> QImage | None:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > MAX_PIXELS:
        reader.setScaledSize(size.scaled(QSize(6000, 6000), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


def _drawn(page: Any, width: int) -> QImage:
    scale = width / page.get_width()
    bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=pdfium().raw.FPDFBitmap_BGRx)
    image = QImage(
        bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
    ).copy()
    bitmap.close()
    page.close()
    return image


def _hits(page: Any, number: int, wanted: str) -> list[Hit]:
    text_page = page.get_textpage()
    text, places = folded(text_page.get_text_range())
    wide, high = page.get_size()
    hits, start = [], text.find(wanted)
    while start >= 0:
        first, last = places[start], places[start + len(wanted) - 1]
        count = text_page.count_rects(first, last - first + 1)
        boxes = [text_page.get_rect(i) for i in range(count)]
        shares = tuple((x / wide, 1 - y2 / high, (x2 - x) / wide, (y2 - y) / high) for x, y, x2, y2 in boxes)
        hits.append(Hit(number, shares))
        start = text.find(wanted, start + len(wanted))
    text_page.close()
    page.close()
    return hits


_WHY = {
    "encrypted": Text("文件设有密码，无法打开", "The file is locked with a password"),
    "type_mismatch": Text("文件内容与扩展名不符，未打开", "The content does not match the file extension; not opened"),
    "broken": Text("文件损坏，无法打开", "The file is damaged and cannot be opened"),
    "kind": Text("这类文件不在工作台内打开", "Files of this kind are not opened here"),
}
_RESEND = Text("请承办者重交可以打开的文件", "Ask the undertaker for a file that opens")


def _unreadable(attachment: Attachment, data: bytes, problem: str) -> Unreadable:
    head = " ".join(f"{byte:02x}" for byte in data[:32])
    return Unreadable(attachment, _WHY.get(problem, _WHY["broken"]), _RESEND, head)
