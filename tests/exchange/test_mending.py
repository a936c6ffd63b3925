"""Every fault of a filled form is told with its cell and how to mend it, and the rest of the form survives."""

import io
from datetime import datetime

import openpyxl
import pytest

from workbench.exchange.package import read_package

at = datetime.fromisoformat


@pytest.fixture
def booked(book_bytes, tmp_path):
    """Write the sample workbook after a change to it, and return its path."""

    def write(change):
        book = openpyxl.load_workbook(io.BytesIO(book_bytes))
        change(book)
        path = tmp_path / "changed.xlsx"
        book.save(path)
        return path

    return write


@pytest.fixture
def column(book_bytes):
    """Return the letter of a column by its key."""
    book = openpyxl.load_workbook(io.BytesIO(book_bytes))

    def letter(title, key):
        return next(cell.column_letter for cell in book[title][2] if cell.value == key)

    return letter


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (("材料", "item", "M77.7"), "unknown_code"),
        (("材料", "issued", "2026-02-30"), "bad_value"),
        (("材料", "valid_until", "9999年99月"), "bad_value"),
        (("区域", "gross", None), "required_empty"),
        (("主体", "phone", None), "required_empty"),
        (("区域", "kind", "核心地帶"), "not_in_list"),
        (("出入口", "width", "很宽"), "bad_value"),
        (("出入口", "width", "=2+2"), "formula"),
    ],
)
def test_a_wrong_cell_is_told_with_place_and_remedy_and_the_rest_is_read(edited, column, pack, wrong, kind):
    title, key, value = wrong
    cell = f"{column(title, key)}3"
    application = read_package(edited({(title, cell): value}), pack)
    (problem,) = [p for p in application.problems if p.kind == kind]
    assert (problem.file, problem.sheet, problem.cell, problem.severity) == ("edited.xlsx", title, cell, "error")
    assert problem.remedy.zh
    assert problem.remedy.en
    sheet = next(k for k, s in pack.sheets.items() if s.title == title)
    assert len(application.sheets[sheet]) > 1
    assert application.fields["ev.name"]


@pytest.mark.parametrize("name", ["bad_values.xlsx", "unknown_codes.xlsx", "missing_sheet.xlsx", "odd_entries.zip"])
def test_every_error_and_warning_says_how_to_mend_it(broken, pack, name):
    told = [p for p in read_package(broken / name, pack).problems if p.severity != "info"]
    assert told
    assert {p.kind for p in told if p.remedy is None} == set()


# Words and figures that only look wrong


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("ev.type", "招聘彩票開獎", "招聘彩票开奖"),
        ("loc.cross", "不跨區域", "不跨区域"),
        ("ev.expected_per_session", "１２００", 1200),
        ("ev.start_date", 46102, at("2026-03-21").date()),
    ],
)
def test_other_writings_are_converted_and_said_so(booked, pack, key, value, expected):
    def change(book):
        row = next(row for row in book["活动"].iter_rows() if row[0].value == key)
        row[2].value = value
        row[2].number_format = "General"

    application = read_package(booked(change), pack)
    assert application.fields[key] == expected
    assert [p.severity for p in application.problems if p.field == key] == ["info"]


# Merged cells


def test_merged_cells_in_a_sheet_are_told_by_their_first_cell(booked, pack):
    application = read_package(booked(lambda book: book["材料"].merge_cells("D5:D7")), pack)
    (problem,) = [p for p in application.problems if p.kind == "merged"]
    assert (problem.sheet, problem.cell, problem.row, problem.severity) == ("材料", "D5", 5, "warn")
    assert "D5:D7" in problem.message.zh
    assert "取消合并" in problem.remedy.zh
    assert len(application.rows("materials")) > 20


@pytest.mark.parametrize(("area", "told"), [("C10:C12", True), ("A10:C10", True), ("A2:F2", True), ("D10:F10", False)])
def test_in_the_form_itself_only_merging_the_values_is_told(booked, pack, area, told):
    application = read_package(booked(lambda book: book["活动"].merge_cells(area)), pack)
    assert bool([p for p in application.problems if p.kind == "merged"]) is told


def test_merged_headings_are_nobodys_fault(booked, pack):
    application = read_package(booked(lambda book: book["材料"].merge_cells("A1:B1")), pack)
    assert not [p for p in application.problems if p.kind == "merged"]


# Sessions at the same time


def sessions(book, *lines):
    sheet = book["场次"]
    keys = {cell.value: cell.column for cell in sheet[2]}
    first = {key: sheet.cell(3, place).value for key, place in keys.items()}
    for number, changed in enumerate(lines):
        for key, value in {**first, **changed}.items():
            sheet.cell(3 + number, keys[key]).value = value


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ({"start": at("2026-03-21 14:00"), "end": at("2026-03-21 18:00")}, True),
        ({"start": at("2026-03-21 15:00"), "end": at("2026-03-21 18:00")}, False),
        ({"start": at("2026-03-21 14:00"), "end": at("2026-03-21 18:00"), "zones": "Z02"}, False),
        ({"start": at("2026-03-21 14:00"), "end": at("2026-03-21 18:00"), "zones": None}, True),
    ],
)
def test_sessions_at_one_time_in_one_zone_are_told_and_both_stay(booked, pack, second, told):
    def change(book):
        line = {"code": "S2", "doors": second["start"], **second}
        sessions(book, {"zones": "Z01"}, line)

    application = read_package(booked(change), pack)
    found = [p for p in application.problems if p.kind == "overlapping_sessions"]
    assert [(p.sheet, p.row, p.field) for p in found] == ([("场次", 4, "start")] if told else [])
    assert len(application.rows("sessions")) == 2


# Many rows


def test_ten_thousand_acts_are_read_and_one_wrong_row_costs_only_itself(booked, pack):
    def change(book):
        sheet = book["节目"]
        keys = [cell.value for cell in sheet[2]]
        values = {
            **dict.fromkeys(keys), "session": "S1", "stage": "主舞台", "start": at("2026-03-21 10:00"), "minutes": 5,
            "artist": "样例乐队", "origin": "内地", "work": "样例曲", "genre": "民谣", "language": "汉语",
            "interactive": "无", "effects": "无",
        }  # fmt: skip
        for number in range(10_000):
            row = {**values, "no": number + 1}
            if number == 5000:
                row["minutes"] = "很久"
            sheet.append([row[key] for key in keys])

    application = read_package(booked(change), pack)
    assert len(application.rows("programme")) == 10_000
    (wrong,) = [p for p in application.problems if p.sheet == "节目" and p.severity == "error"]
    assert (wrong.kind, wrong.original) == ("bad_value", "很久")
    assert wrong.row == application.rows("programme")[5000].number
    assert application.rows("programme")[5000]["minutes"] is None
