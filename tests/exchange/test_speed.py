"""The cost of an import, against the bare libraries doing the same work in the same run."""

import hashlib
import io
import time
import zipfile

import docx
import openpyxl
import pypdfium2
import pytest

from workbench.exchange.libraries import PDFIUM
from workbench.exchange.package import read_package


def bare(path):
    """Hash every attachment, take out its text, and walk the cells of the workbook."""
    with zipfile.ZipFile(path) as package:
        for info in package.infolist():
            data = package.read(info)
            if "/attachments/" in info.filename:
                hashlib.sha256(data).hexdigest()
            if info.filename.endswith(".pdf"):
                pdf_text(data)
            elif info.filename.endswith(".xlsx"):
                book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
                for sheet in book:
                    list(sheet.iter_rows(values_only=True))
            elif info.filename.endswith(".docx"):
                [element.text for element in docx.Document(io.BytesIO(data)).element.body.iter()]


def pdf_text(data):
    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
        for page in document:
            text = page.get_textpage()
            text.get_text_bounded()
            text.close()
            page.close()
        document.close()


def best(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@pytest.mark.long
def test_an_import_costs_at_most_half_more_than_hashing_and_reading_alone(packages, pack):
    path = packages["chenghu-bay-festival"]
    pairs = [(best(lambda: bare(path)), best(lambda: read_package(path, pack))) for _ in range(9)]
    base, whole = (min(times) for times in zip(*pairs, strict=True))
    assert whole <= 1.5 * base
