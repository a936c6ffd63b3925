"""The outside of an office file (xlsx, docx): sizes and document types are judged before a library opens it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.parsers import expat

from workbench.errors import Text
from workbench.exchange.archive import DAMAGED, directory_bytes
from workbench.exchange.limits import Limits
from workbench.exchange.notes import Notes, PackageRefused, Place

BROKEN = (*DAMAGED, KeyError, TypeError, IndexError, AttributeError, SyntaxError, OverflowError)
"""What the office libraries raise for a file that is not what it claims to be; XML faults are ``SyntaxError``."""

_HEAD = 2048
_UNKNOWN_ENCODING = expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]
_STREAMED = "xl/worksheets/"
"""The parts of a workbook that are read row by row; every other part of XML is held in memory as a whole."""


def checked(data: bytes, name: str, limits: Limits, notes: Notes) -> io.BytesIO:
    """Return the file for a library to open, without parts that declare a document type.

    Args:
        data: The bytes of the office file.
        name: For messages.
        limits: Sizes of parts.
        notes: Gets a line per part left out.

    Raises:
        PackageRefused: Not an office file, too large, or a needed part declares a document type.
    """
    try:
        if directory_bytes(io.BytesIO(data)) > limits.directory_bytes:
            raise _too_many(name)
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            _judge(book.infolist(), name, limits)
            typed = [info.filename for info in book.infolist() if _declares_type(book, info)]
            if not typed:
                return io.BytesIO(data)
            _refuse_needed(typed, name)
            for part in typed:
                message = Text(f"部件 {part} 含 DTD，已忽略", f"part {part} declares a document type and is ignored")
                notes.warn("dtd", message, Place(name))
            return _without(book, frozenset(typed))
    except DAMAGED as error:
        raise refusal(name, Text("不是可读的办公文档或已损坏", "not a readable office file, or damaged")) from error


def refusal(name: str, message: Text) -> PackageRefused:
    """Return the refusal of an office file."""
    return PackageRefused(
        message,
        where=name,
        remedy=Text("请用原始模板重新填写并保存为 xlsx", "fill in the original template again and save it as xlsx"),
    )


def _too_many(name: str) -> PackageRefused:
    return refusal(name, Text("部件过多", "too many parts"))


def _judge(parts: Sequence[zipfile.ZipInfo], name: str, limits: Limits) -> None:
    if len(parts) > limits.entries:
        raise _too_many(name)
    total = 0
    for part in parts:
        total += part.file_size
        whole = part.filename.endswith((".xml", ".rels")) and not part.filename.startswith(_STREAMED)
        most = limits.shared_bytes if whole else limits.part_bytes
        packed_too_well = part.file_size > max(limits.ratio_from, part.compress_size * limits.ratio)
        if part.file_size > most or total > limits.book_bytes or packed_too_well:
            message = Text(
                f"部件 {part.filename} 解压后 {part.file_size} 字节，超过上限 {most} 字节或压缩比 {limits.ratio}",
                f"part {part.filename} unpacks to {part.file_size} B, over {most} B or {limits.ratio} to 1",
            )
            raise refusal(name, message)
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise refusal(
                name, Text(f"部件 {part.filename} 的压缩方法不受支持", f"part {part.filename}: packing method")
            )


class _Stop(Exception):  # noqa: N818 – a signal inside this module, never an error to a person
    """Enough of the part was read; carries whether it declares a document type."""

    def __init__(self, *, declares: bool) -> None:
        super().__init__(declares)
        self.declares = declares


def _declares_type(book: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether a part is XML with a document type declaration, which can only stand before the first element.

    Parsing stops at whichever comes first, so nothing the declaration defines is ever expanded.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: _stop(declares=True)
    parser.StartElementHandler = lambda *_: _stop(declares=False)
    with book.open(part) as stream:
        try:
            while chunk := stream.read(_HEAD):
                parser.Parse(chunk)
        except _Stop as stop:
            return stop.declares
        except expat.ExpatError as error:
            return error.code == _UNKNOWN_ENCODING  # anything else is not XML, or broken
        except (LookupError, ValueError):
            return True  # an encoding the parser does not know: cannot be judged, so not let through
    return False


def _stop(*, declares: bool) -> None:
    raise _Stop(declares=declares)


def _refuse_needed(typed: list[str], name: str) -> None:
    needed = [part for part in typed if not part.startswith("docProps/")]
    if needed:
        message = Text(
            f"部件 {'、'.join(needed)} 含 DTD（文档类型声明），已拒收",
            f"parts {', '.join(needed)} declare a document type; refused",
        )
        raise refusal(name, message)


def _without(book: zipfile.ZipFile, left_out: frozenset[str]) -> io.BytesIO:
    clean = io.BytesIO()
    with zipfile.ZipFile(clean, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in book.infolist():
            if info.filename not in left_out:
                copy.writestr(info.filename, book.read(info))
    clean.seek(0)
    return clean
