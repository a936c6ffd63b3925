"""The workbook beyond single cells: headers, remarks, codes, references, and dangerous files."""

import io
import zipfile
from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest

from workbench.exchange.limits import Limits
from workbench.exchange.notes import PackageRefused
from workbench.exchange.package import read_package


def test_a_formula_is_left_out_even_when_the_file_has_a_result_for_it(edited, pack, told):
    path = edited({("活动", "C24"): "=1700+100", ("区域", "F3"): "=40*54"})
    application = read_package(path, pack)
    assert application.fields["ev.rated_capacity"] is None
    assert application.sheets["zones"][0]["gross"] is None
    assert {p.original for p in told(application, "formula")} == {"=1700+100", "=40*54"}


def test_a_sheet_with_more_text_than_anybody_typed_is_refused(edited, pack):
    path = edited({("材料", f"{column}{row}"): "长" * 1000 for column in "BCD" for row in range(60, 80)})
    read_package(path, pack, limits=Limits(text_chars=100_000))
    with pytest.raises(PackageRefused, match="文字超过上限 50000 字"):
        read_package(path, pack, limits=Limits(text_chars=50_000))


def test_an_error_value_is_not_taken_for_a_text(edited, pack, told):
    application = read_package(edited({("活动", "C12"): "#REF!"}), pack)
    assert application.fields["ev.name"] is None
    assert [p.original for p in told(application, "bad_value")] == ["#REF!"]


def test_the_order_of_columns_is_free_because_keys_decide(book_bytes, pack, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(book_bytes))
    sheet = book["材料"]
    for row in sheet.iter_rows(max_row=40):
        row[0].value, row[1].value = row[1].value, row[0].value
    book.save(tmp_path / "swapped.xlsx")
    (tmp_path / "plain.xlsx").write_bytes(book_bytes)
    swapped, plain = (read_package(tmp_path / name, pack) for name in ("swapped.xlsx", "plain.xlsx"))
    assert swapped.sheets["materials"] == plain.sheets["materials"]


def test_an_unknown_column_is_kept_as_a_remark(edited, pack, told):
    path = edited({("场次", "O1"): "天气", ("场次", "O2"): "weather", ("场次", "O3"): "晴"})
    application = read_package(path, pack)
    assert application.sheets["sessions"][0].remarks == {"天气": "晴"}
    assert "weather" not in application.sheets["sessions"][0].values
    assert [p.original for p in told(application, "unknown_column")] == ["weather"]


def test_a_missing_column_is_told_and_its_values_are_not_stated(edited, pack, told):
    application = read_package(edited({("区域", "F1"): None, ("区域", "F2"): None}), pack)
    assert [(p.sheet, p.field, p.severity) for p in told(application, "missing_column")] == [("区域", "gross", "error")]
    assert {row["gross"] for row in application.sheets["zones"]} == {None}


def test_a_blank_row_is_skipped_and_told_and_rows_behind_it_keep_their_numbers(book_bytes, pack, tmp_path, told):
    book = openpyxl.load_workbook(io.BytesIO(book_bytes))
    book["主体"].insert_rows(4)
    book.save(tmp_path / "gap.xlsx")
    application = read_package(tmp_path / "gap.xlsx", pack)
    assert [row.number for row in application.sheets["parties"]] == [3, 5, 6, 7, 8, 9, 10, 11]
    assert [p.row for p in told(application, "blank_row")] == [4]


def test_required_empty_cells_are_told_with_their_place(edited, pack, told):
    application = read_package(edited({("活动", "C12"): None, ("区域", "B3"): None}), pack)
    found = {(p.sheet, p.cell, p.field) for p in told(application, "required_empty")}
    assert found == {("活动", "C12", "ev.name"), ("区域", "B3", "name")}


def test_an_unknown_version_is_told_and_read_all_the_same(edited, pack, told):
    application = read_package(edited({("说明", "B2"): "EAW-AP 2031.7"}), pack)
    assert [p.original for p in told(application, "version")] == ["EAW-AP 2031.7"]
    assert application.fields["ev.name"] is not None


def test_a_code_used_twice_is_told(edited, pack, told):
    application = read_package(edited({("区域", "A4"): "Z01"}), pack)
    assert [(p.sheet, p.row) for p in told(application, "duplicate_code")] == [("区域", 4)]


def test_a_key_used_twice_keeps_the_first_value(edited, pack, told):
    application = read_package(edited({("活动", "A13"): "ev.name"}), pack)
    assert [p.field for p in told(application, "duplicate_key")] == ["ev.name"]
    assert [p.field for p in told(application, "missing_field")] == ["ev.type"]
    assert application.fields["ev.name"] == "2026澄南春风样例招聘会"


def test_values_are_typed_by_their_columns(edited, pack):
    application = read_package(edited({("出入口", "D3"): 5.5}), pack)
    gate = application.sheets["gates"][0]
    assert gate["width"] == Decimal("5.5")
    assert gate["evac"] is False
    assert isinstance(application.sheets["sessions"][0]["start"], datetime)
    assert application.fields["app.agent"] in {True, False}


def test_no_float_anywhere_in_an_application(packages, pack):
    application = read_package(packages["half-marathon"], pack)
    values = list(application.fields.values()) + [
        v for rows in application.sheets.values() for r in rows for v in r.values.values()
    ]
    assert not [value for value in values if isinstance(value, float)]


def rebuilt(data, path, changes):
    """Write the workbook again with some parts replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, changes.get(info.filename, old.read(info)))
    return path


DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_needed_part_with_a_document_type_is_refused(book_bytes, pack, tmp_path, part, encoding):
    text = DTD.decode().replace('"1.0"', f'"1.0" encoding="{encoding}"')
    path = rebuilt(book_bytes, tmp_path / "dtd.xlsx", {part: text.encode(encoding)})
    with pytest.raises(PackageRefused, match="含 DTD"):
        read_package(path, pack)


def test_a_part_in_an_encoding_that_cannot_be_judged_is_refused(book_bytes, pack, tmp_path):
    text = DTD.replace(b'"1.0"', b'"1.0" encoding="x-unheard-of"')
    path = rebuilt(book_bytes, tmp_path / "odd.xlsx", {"xl/styles.xml": text})
    with pytest.raises(PackageRefused, match="含 DTD"):
        read_package(path, pack)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "[Content_Types].xml", "xl/styles.xml"]
)
@pytest.mark.parametrize("content", [b"", b"<", b"not xml", b"<a/>"])
def test_a_damaged_workbook_is_refused_or_read_in_part_but_never_crashes(book_bytes, pack, tmp_path, part, content):
    path = rebuilt(book_bytes, tmp_path / "damaged.xlsx", {part: content})
    try:
        problems = read_package(path, pack).problems
    except PackageRefused as refusal:
        problems = (refusal.where,)
    assert problems


def test_a_workbook_that_unpacks_too_far_is_refused(book_bytes, pack, tmp_path):
    path = rebuilt(book_bytes, tmp_path / "bomb.xlsx", {"xl/worksheets/sheet2.xml": b" " * 40_000_000})
    with pytest.raises(PackageRefused, match="压缩比"):
        read_package(path, pack)


@pytest.mark.parametrize("claim", [b"A1:XFD1048576", b"A1:A1"])
def test_a_false_sheet_size_neither_costs_memory_nor_hides_rows(book_bytes, pack, tmp_path, claim):
    with zipfile.ZipFile(io.BytesIO(book_bytes)) as book:
        sheet = book.read("xl/worksheets/sheet3.xml")
    start = sheet.index(b'<dimension ref="') + len(b'<dimension ref="')
    false = sheet[:start] + claim + sheet[sheet.index(b'"', start) :]
    path = rebuilt(book_bytes, tmp_path / "false.xlsx", {"xl/worksheets/sheet3.xml": false})
    (session,) = read_package(path, pack).sheets["sessions"]
    assert session["approved_req"] == 1200


def test_the_row_limit_counts_data_rows(edited, pack, told):
    path = edited({}, drop=["活动"])
    assert told(read_package(path, pack, limits=Limits(rows=67)), "row_limit") == []
    application = read_package(path, pack, limits=Limits(rows=66))
    assert [p.sheet for p in told(application, "row_limit")] == ["责任"]
    assert len(application.sheets["duties"]) == 66


def test_a_workbook_of_something_else_is_refused(pack, tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(PackageRefused, match="没有一张申请表工作表"):
        read_package(tmp_path / "other.xlsx", pack)
