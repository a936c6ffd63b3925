"""Merged cells of a sheet: only the upper left one holds a value, and the others read as blank."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from workbench.exchange.libraries import spreadsheets

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"')
_CHUNK = 1 << 20
_OVERLAP = 200
MOST = 1000
"""Merged areas of a sheet that are looked at."""


@dataclass(frozen=True)
class Area:
    """A merged area by its corners; columns and rows count from 1."""

    first: str
    last: str
    left: int
    top: int
    right: int
    bottom: int


def merged_areas(book: BytesIO, part: str) -> tuple[Area, ...]:
    """Return the merged areas of one part of a workbook, in file order.

    Args:
        book: The checked file.
        part: Name of the sheet's part, e.g. ``xl/worksheets/sheet1.xml``.
    """
    found: list[Area] = []
    with zipfile.ZipFile(book) as archive, archive.open(part.lstrip("/")) as stream:
        kept = b""
        while chunk := stream.read(_CHUNK):
            found += _areas(kept + chunk, len(kept))
            kept = (kept + chunk)[-_OVERLAP:]
            if len(found) >= MOST:
                break
    return tuple(found[:MOST])


def _areas(data: bytes, seen: int) -> Iterator[Area]:
    """Yield the areas that end behind the bytes seen before."""
    utils = spreadsheets().utils
    for match in _MERGE.finditer(data):
        if match.end() > seen:
            first, last = match[1].decode(), match[2].decode()
            top, left = utils.cell.coordinate_to_tuple(first)
            bottom, right = utils.cell.coordinate_to_tuple(last)
            yield Area(first, last, left, top, right, bottom)
