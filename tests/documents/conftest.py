"""The papers of an invented festival, and what a reader gets out of a finished file."""

import importlib.util
import sys
from pathlib import Path

import pypdfium2
import pytest

from reports import (
    acceptance_notice,
    correction_notice,
    grant,
    material_checklist,
    refusal,
    responsibility_list,
    risk_report,
)


def _beside(name):
    """A module of helpers that lies beside the tests."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


FESTIVAL = _beside("festival")
QR_READER = _beside("qr_reader")

PAPERS = {
    "F03": (acceptance_notice, FESTIVAL.acceptance, 2),
    "F05": (correction_notice, FESTIVAL.correction, 2),
    "F11": (grant, FESTIVAL.grant, 3),
    "F12": (refusal, FESTIVAL.refusal, 2),
    "CL": (material_checklist, FESTIVAL.checklist, 2),
    "F18": (responsibility_list, FESTIVAL.responsibilities, 1),
    "F10": (risk_report, FESTIVAL.risk, 2),
}
"""Code → (module, content, pages of the sample)."""


@pytest.fixture(scope="session")
def festival():
    return FESTIVAL


def document_of(code, **changes):
    """The blocks of a paper of the festival, with some of its content changed."""
    module, content, _ = PAPERS[code]
    return module.document(content(**changes), FESTIVAL.texts(code))


@pytest.fixture(scope="session")
def paper():
    return document_of


class Read:
    """A finished file as a reader sees it."""

    def __init__(self, pdf):
        self.file = pypdfium2.PdfDocument(pdf)
        self.pages = [page.get_textpage().get_text_range() for page in self.file]

    @property
    def text(self):
        """All text without white space, in the order of the file."""
        return "".join("".join(self.pages).split())

    def inside(self, margins):
        """Text within the type area without white space; margins left, right, top, bottom in points."""
        left, right, top, bottom = margins
        parts = []
        for page in self.file:
            width, height = page.get_size()
            text = page.get_textpage()
            parts.append(text.get_text_bounded(left - 5, bottom - 2, width - right + 5, height - top + 2))
        return "".join("".join(parts).split())

    def boxes(self, number):
        """(character, left, bottom, right, top) of every character of a page, in points from the lower left."""
        text = self.file[number].get_textpage()
        return [(text.get_text_range(at, 1), *text.get_charbox(at)) for at in range(text.count_chars())]


@pytest.fixture(scope="session")
def read():
    return Read


def scanned(pdf, *, dots=300):
    """The texts of the QR codes on each page of a finished file, as a scan of the print would show them."""
    with pypdfium2.PdfDocument(pdf) as file:
        return [QR_READER.texts(page.render(scale=dots / 72, grayscale=True).to_numpy()) for page in file]


@pytest.fixture(scope="session")
def scan():
    return scanned
