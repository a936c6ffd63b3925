"""The rule pack these tests read with, and small makers of packages and workbooks."""

import io
import zipfile

import openpyxl
import pytest

from workbench.storage.packs import load_pack


@pytest.fixture(scope="session")
def pack():
    return load_pack("cn_national")


@pytest.fixture(scope="session")
def book_bytes(packages):
    """The workbook of the smallest sample package."""
    with zipfile.ZipFile(packages["job-fair"]) as package:
        return package.read("job-fair/application.xlsx")


@pytest.fixture
def edited(book_bytes, tmp_path):
    """Write the sample workbook with some cells changed, and return its path."""

    def write(changes, *, drop=()):
        book = openpyxl.load_workbook(io.BytesIO(book_bytes))
        for title in drop:
            del book[title]
        for (title, cell), value in changes.items():
            book[title][cell] = value
        path = tmp_path / "edited.xlsx"
        book.save(path)
        return path

    return write


@pytest.fixture
def packed(book_bytes, tmp_path):
    """Write a zip of the sample workbook and other entries (name → bytes), and return its path."""

    def write(entries=None, *, top="pkg/", book=True):
        path = tmp_path / "package.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            if book:
                package.writestr(f"{top}application.xlsx", book_bytes)
            for name, data in (entries or {}).items():
                package.writestr(name, data)
        return path

    return write


@pytest.fixture
def told():
    """Return the problems of one kind."""

    def find(application, kind):
        return [problem for problem in application.problems if problem.kind == kind]

    return find
