"""Attachments and what the workbook says about them."""

import io
import random
import tracemalloc
import unicodedata
import zipfile

import docx
import openpyxl
import pytest
from docx.enum.text import WD_BREAK

from workbench.exchange.attachments import sniff, take_in
from workbench.exchange.limits import DEFAULT, Limits
from workbench.exchange.notes import Notes
from workbench.exchange.package import read_package


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "pdf"),
        (b"\n\n%PDF-1.4", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"MZ\x90", "exe"),
        (b"\x7fELF", "exe"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"\xef\xbb\xbf <HTML>", "html"),
        ("文本".encode(), "text"),
        (b"\x00\x01", "unknown"),
        (b"PK\x03\x04....", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    ],
)
def test_the_type_of_a_file_is_told_by_its_content(data, media):
    assert sniff(data) == media


def test_a_text_cut_in_the_middle_of_a_character_is_still_text():
    assert sniff(b"a" + "文".encode() * 3000) == "text"


def word_file(*pages):
    document = docx.Document()
    for number, page in enumerate(pages):
        run = document.add_paragraph().add_run(page)
        if number < len(pages) - 1:
            run.add_break(WD_BREAK.PAGE)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_word_file_with_too_large_a_text_or_too_many_parts_is_not_opened():
    for limits in (Limits(shared_bytes=1000), Limits(entries=3), Limits(directory_bytes=100)):
        attachment = take_in("a.docx", word_file("第一页"), limits, Notes())
        assert (attachment.problem, attachment.pages) == ("broken", None)


def test_pages_of_a_word_file_are_counted_by_explicit_breaks():
    attachment = take_in("a.docx", word_file("第一页", "第二页", "第三页"), DEFAULT, Notes())
    assert attachment.pages == 3
    assert [page.strip() for page in attachment.text] == ["第一页", "第二页", "第三页"]


def test_a_workbook_attachment_is_one_page_with_all_its_cells():
    book = openpyxl.Workbook()
    book.active.append(["保安员", 36])
    book.create_sheet("二").append(["=1+1"])
    stream = io.BytesIO()
    book.save(stream)
    attachment = take_in("a.xlsx", stream.getvalue(), DEFAULT, Notes())
    assert (attachment.pages, attachment.text) == (1, ("保安员\t36\n=1+1",))


def test_the_text_of_a_workbook_stops_at_the_limit_while_it_is_read():
    """One text in many cells takes a few bytes in the file and any amount of memory as text."""
    book, stream, choose = openpyxl.Workbook(write_only=True), io.BytesIO(), random.Random(3)
    sheet = book.create_sheet()
    for _row in range(100):
        sheet.append([choose.randbytes(10_000).hex()] * 3)
    book.save(stream)
    peaks = []
    for most in (15_000, 5_000_000):
        tracemalloc.start()
        (page,) = take_in("a.xlsx", stream.getvalue(), Limits(text_chars=most), Notes()).text
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert len(page) == most
    assert peaks[0] < peaks[1] / 3


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.xlsx"])
def test_a_damaged_file_is_marked_and_never_raises(name):
    data = {"a.pdf": b"%PDF-1.7 nothing", "a.docx": b"PK\x03\x04word/document", "a.xlsx": b"PK\x03\x04xl/workbook"}[
        name
    ]
    notes = Notes()
    assert take_in(name, data, DEFAULT, notes).problem == "broken"
    assert [p.kind for p in notes.all()] == ["broken"]


def test_an_office_file_with_a_password_is_marked_as_encrypted():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert take_in("a.docx", data, DEFAULT, Notes()).problem == "encrypted"


def test_a_word_file_with_a_document_type_is_not_opened():
    with zipfile.ZipFile(io.BytesIO(word_file("x"))) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    parts["word/document.xml"] = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    attachment = take_in("a.docx", stream.getvalue(), DEFAULT, Notes())
    assert (attachment.problem, attachment.text) == ("broken", ())


def test_text_beyond_the_limit_is_cut_off():
    attachment = take_in("a.docx", word_file("一二三四", "五六七八"), Limits(text_chars=5), Notes())
    assert sum(len(page) for page in attachment.text) == 5


def test_without_text_extraction_pages_are_counted_and_nothing_is_compared(packages, pack, told):
    application = read_package(packages["job-fair"], pack, extract_text=False)
    assert {a.text for a in application.attachments} == {()}
    assert application.attachment("M4.1_安全工作方案.pdf").pages == 5
    assert told(application, "quote_not_found") == []


def test_a_wrong_page_count_and_a_missing_file_are_told(edited, packed, pack, told, tmp_path):
    book = edited({("材料", "G3"): 9, ("材料", "C4"): "没有.jpg"}).read_bytes()
    path = packed({"pkg/attachments/M1.1_安全许可申请表.pdf": word_file("x"), "pkg/application.xlsx": book}, book=False)
    application = read_package(path, pack)
    missing = [(p.sheet, p.row, p.original) for p in told(application, "file_not_found") if p.original == "没有.jpg"]
    assert missing == [("材料", 4, "没有.jpg")]
    assert [p.row for p in told(application, "unusable_paper")] == [3]


def test_pages_stated_and_found_are_compared(edited, packages, pack, told, tmp_path):
    with zipfile.ZipFile(packages["job-fair"]) as package:
        package.extractall(tmp_path / "f")
    book = edited({("材料", "G3"): 9})
    (tmp_path / "f" / "job-fair" / "application.xlsx").write_bytes(book.read_bytes())
    (problem,) = told(read_package(tmp_path / "f", pack), "page_count")
    assert (problem.sheet, problem.row, problem.original) == ("材料", 3, "9")


def test_a_quote_that_its_page_does_not_hold_is_told(edited, packages, pack, told, tmp_path):
    with zipfile.ZipFile(packages["job-fair"]) as package:
        package.extractall(tmp_path / "f")
    book = edited({("陈述", "I3"): "全无此语"})
    (tmp_path / "f" / "job-fair" / "application.xlsx").write_bytes(book.read_bytes())
    (problem,) = told(read_package(tmp_path / "f", pack), "quote_not_found")
    assert (problem.sheet, problem.row, problem.original) == ("陈述", 3, "全无此语")


def test_a_name_that_is_only_composed_differently_is_matched_and_told(edited, packed, pack, told):
    composed, split = "é_附件.txt", unicodedata.normalize("NFD", "é_附件.txt")
    book = edited({("材料", "C3"): composed}).read_bytes()
    application = read_package(
        packed({f"pkg/attachments/{split}": b"x", "pkg/application.xlsx": book}, book=False), pack
    )
    assert application.sheets["materials"][0]["file"] == split
    assert application.attachment(split) is not None
    assert "材料" in {p.sheet for p in told(application, "converted")}


def test_an_attachment_that_no_material_mentions_is_told(packed, pack, told):
    application = read_package(packed({"pkg/attachments/多余.txt": b"x"}), pack)
    assert [p.file for p in told(application, "not_listed")] == ["多余.txt"]
