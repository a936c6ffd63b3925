"""Attachments: type by content, SHA-256, pages and text; each file is read once and each text taken out once."""

from __future__ import annotations

import codecs
import hashlib
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workbench.core.values import Attachment
from workbench.errors import PackageError, Text
from workbench.exchange.libraries import PDFIUM, pdfium, pdfium_raw, spreadsheets, word_documents
from workbench.exchange.limits import Limits
from workbench.exchange.notes import Notes, Place
from workbench.exchange.office_file import BROKEN, checked

Pages = tuple[str | None, ...]

_MEDIA_OF = {"pdf": "pdf", "png": "png", "jpg": "jpeg", "jpeg": "jpeg", "docx": "docx", "xlsx": "xlsx"}
_HEADS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_EXTRACT_ALLOWED = 1 << 4
_PASSWORD_ERROR = 4
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class _Locked(Exception):  # noqa: N818 – a signal between two functions here, never an error to a person
    """The file wants a password."""


def sniff(data: bytes) -> str:
    """Return the type of a file by its content.

    Returns:
        ``pdf``, ``png``, ``jpeg``, ``docx``, ``xlsx``, ``zip``, ``gif``, ``bmp``, ``tiff``, ``exe``, ``ole``,
        ``rar``, ``7z``, ``html``, ``text``, ``empty`` or ``unknown``.
    """
    if not data:
        return "empty"
    for head, media in _HEADS:
        if data.startswith(head):
            return media
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _sniff_zip(data)
    return _sniff_text(data[:4096])


def _sniff_zip(data: bytes) -> str:
    if b"word/document" in data:
        return "docx"
    return "xlsx" if b"xl/workbook" in data else "zip"


def _sniff_text(start: bytes) -> str:
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<script", b"<head", b"<body")):
        return "html"
    if b"\x00" in start:
        return "unknown"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)  # the end may cut a character in two
    except UnicodeDecodeError:
        return "unknown"
    return "text"


def take_in(name: str, data: bytes, limits: Limits, notes: Notes, *, extract_text: bool = True) -> Attachment:
    """Return an attachment with hash, type, pages and text.

    Args:
        name: Path below ``attachments/``.
        data: Its bytes.
        limits: Pages and characters at most.
        notes: Gets what is wrong with it.
        extract_text: False leaves the text out (pages are still counted).
    """
    media = sniff(data)
    problem = _type_problem(name, media, data, notes)
    pages: Pages = ()
    if not problem and media in _TEXTS:
        pages, problem = _texts(name, data, media, limits, notes)
    return Attachment(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media=media,
        pages=len(pages) or None,
        text=pages if extract_text else (),
        problem=problem,
    )


def _type_problem(name: str, media: str, data: bytes, notes: Notes) -> str:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    expected = _MEDIA_OF.get(ending)
    if media == "empty":
        notes.error("empty", Text("文件为空", "the file is empty"), Place(name))
        return "broken"
    if media == "ole" and expected in {"docx", "xlsx"} and _ENCRYPTED_OFFICE in data:
        return _tell_locked(name, notes)
    if expected is None:
        _tell_unusual(name, media, notes)
        return ""
    if expected == media:
        return ""
    notes.error(
        "type_mismatch",
        Text(
            f"类型不符：扩展名为 .{ending}，内容为 {media}，该材料需补正",
            f"type mismatch: the name ends in .{ending}, the content is {media}; a correction is needed",
        ),
        Place(name),
        original=media,
        remedy=Text("请递交与扩展名一致的文件", "hand in a file whose content is what its name says"),
    )
    return "type_mismatch"


def _tell_unusual(name: str, media: str, notes: Notes) -> None:
    message = Text(f"不是约定的文件类型（内容为 {media}）", f"not one of the agreed file types (content {media})")
    notes.warn("unusual_type", message, Place(name), original=media)


def _tell_locked(name: str, notes: Notes) -> str:
    notes.error(
        "encrypted",
        Text("无法打开：已加密，该材料需补正", "cannot be opened: encrypted; a correction is needed"),
        Place(name),
        remedy=Text("请递交不设打开密码的文件", "hand in a file without a password"),
    )
    return "encrypted"


def _texts(name: str, data: bytes, media: str, limits: Limits, notes: Notes) -> tuple[Pages, str]:
    try:
        return _capped(_TEXTS[media](name, data, limits, notes), limits), ""
    except _Locked:
        return (), _tell_locked(name, notes)
    except PackageError as error:
        message = error.message
    except BROKEN:
        message = Text("文件已损坏，无法读取", "the file is damaged and cannot be read")
    notes.error("broken", message, Place(name))
    return (), "broken"


def _capped(pages: Iterator[str | None], limits: Limits) -> Pages:
    """Return the pages, their text cut off once the file has given enough."""
    left = limits.text_chars
    kept: list[str | None] = []
    for page in pages:
        kept.append(page if page is None else page[:left])
        left -= len(page or "")
        left = max(left, 0)
    return tuple(kept)


def _pdf(name: str, data: bytes, limits: Limits, notes: Notes) -> Iterator[str | None]:
    """Yield the text of each page; PDFium is held for one page at a time, so that others can draw meanwhile."""
    with PDFIUM:
        document = _pdf_document(data, name)
    try:
        for number in _pdf_pages(document, name, limits, notes):
            with PDFIUM:
                text = None if number is None else _pdf_text(document, number)
            yield text
    finally:
        with PDFIUM:
            document.close()


def _pdf_document(data: bytes, name: str) -> Any:
    library = pdfium()
    try:
        return library.PdfDocument(data)
    except library.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR:
            raise _Locked from error
        message = Text("PDF 已损坏，无法打开", "the PDF is damaged and cannot be opened")
        raise PackageError(message, where=name) from error


def _pdf_pages(document: Any, name: str, limits: Limits, notes: Notes) -> Iterator[int | None]:
    """Yield the number of each page to read, ``None`` for a page whose text is left alone."""
    with PDFIUM:
        count = len(document)
        allowed = pdfium_raw().FPDF_GetDocPermissions(document) & _EXTRACT_ALLOWED
    if count > limits.pages:
        message = Text(
            f"页数 {count}，只提取前 {limits.pages} 页文字", f"{count} pages; text of the first {limits.pages}"
        )
        notes.warn("page_limit", message, Place(name))
    if not allowed:
        message = Text(
            "文件限制提取文字，照常显示，引文未核对", "the file forbids taking text out; shown, quotes not checked"
        )
        notes.warn("extraction_restricted", message, Place(name))
    for number in range(count):
        yield number if allowed and number < limits.pages else None


def _pdf_text(document: Any, number: int) -> str | None:
    try:
        page = document[number]
    except pdfium().PdfiumError:
        return None  # a page that cannot be loaded has no text to compare with
    text_page = page.get_textpage()
    text: str = text_page.get_text_bounded()
    text_page.close()
    page.close()
    return text if text.strip() else None


def _docx(name: str, data: bytes, limits: Limits, notes: Notes) -> Iterator[str | None]:
    """Yield the text between explicit page breaks."""
    document = word_documents().Document(checked(data, name, limits, notes))
    parts: list[str] = []
    for element in document.element.body.iter():
        if element.tag == f"{_WORD}br" and element.get(f"{_WORD}type") == "page":
            yield "".join(parts)
            parts = []
        else:
            parts.append(_docx_text(element))
    yield "".join(parts)


def _docx_text(element: Any) -> str:
    if element.tag == f"{_WORD}t":
        return element.text or ""
    return "\n" if element.tag in {f"{_WORD}p", f"{_WORD}br", f"{_WORD}tab"} else ""


def _xlsx(name: str, data: bytes, limits: Limits, notes: Notes) -> Iterator[str | None]:
    """Yield one page: every cell of every sheet, a row per line; formulas as they are written."""
    stream = checked(data, name, limits, notes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns about styling that it does not keep
        book = spreadsheets().load_workbook(stream, read_only=True, keep_links=False)
    try:
        lines = (line for sheet in book.worksheets for line in _sheet_lines(sheet, limits))
        yield "\n".join(_as_far_as(lines, limits.text_chars))
    finally:
        book.close()


def _as_far_as(lines: Iterator[str], room: int) -> Iterator[str]:
    """Yield lines until they fill the room; one long text may stand in a million cells of a small file."""
    for line in lines:
        yield line[:room]
        room -= len(line)
        if room <= 0:
            return


def _sheet_lines(sheet: Any, limits: Limits) -> Iterator[str]:
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_row=limits.rows, values_only=True):
        values = (str(value) for value in row[: limits.columns] if value is not None)
        yield "\t".join(_as_far_as(values, limits.text_chars))


def _image(*_: object) -> Iterator[str | None]:
    yield None


_TEXTS: Mapping[str, Callable[[str, bytes, Limits, Notes], Iterator[str | None]]] = {
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
    "png": _image,
    "jpeg": _image,
}


def squeezed(text: str) -> str:
    """Return a text for comparing: NFKC, without blanks and line breaks."""
    return "".join(unicodedata.normalize("NFKC", text).split())
