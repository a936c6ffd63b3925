"""The reading libraries, loaded only when a file needs them: together they cost half a second of start-up.

None of them carries types, so they come as ``Any`` through these doors.
"""

from __future__ import annotations

import threading
from typing import Any

PDFIUM = threading.Lock()
"""PDFium is not thread-safe: whoever calls it holds this lock, one call at a time in the whole process."""


def spreadsheets() -> Any:
    """Return openpyxl."""
    import openpyxl

    return openpyxl


def pdfium() -> Any:
    """Return pypdfium2. Hold :data:`PDFIUM` while calling it."""
    import pypdfium2

    return pypdfium2


def pdfium_raw() -> Any:
    """Return the bare bindings of PDFium."""
    import pypdfium2.raw

    return pypdfium2.raw


def pdf_objects() -> Any:
    """Return pikepdf."""
    import pikepdf

    return pikepdf


def word_documents() -> Any:
    """Return python-docx."""
    import docx

    return docx


def shapes() -> Any:
    """Return shapely."""
    import shapely

    return shapely
