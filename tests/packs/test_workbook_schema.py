"""The workbook schema of the pack against the blank workbook that offices hand out."""

import re
from pathlib import Path

import openpyxl
import pytest

from workbench.storage.packs import load_pack

LIST_SHEET = "代码表"
RED = "00A8432F"


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(Path(__file__).parents[1] / "data" / "template.xlsx")


@pytest.fixture(scope="module")
def sheets():
    return load_pack("cn_national").sheets


def keys_and_labels(sheet, keyed):
    """Return key → label (unit in brackets) as they stand in the workbook."""
    if keyed:
        rows = sheet.iter_rows(min_row=2, max_col=2, values_only=True)
        return {key: label for key, label in rows if key and label}
    labels, keys = sheet.iter_rows(min_row=1, max_row=2, values_only=True)
    return dict(zip(keys, labels, strict=True))


def allowed(book, sheet, keyed):
    """Return key → words of the drop-down list of its cells."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        column, first, last = re.match(r"='代码表'!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", rule.formula1).groups()
        words = tuple(book[LIST_SHEET][f"{column}{row}"].value for row in range(int(first), int(last) + 1))
        for cells in rule.sqref.ranges:
            key = sheet.cell(cells.min_row, 1) if keyed else sheet.cell(2, cells.min_col)
            found[key.value] = words
    return found


def test_the_fourteen_sheets_stand_in_the_order_of_the_workbook(book, sheets):
    titles = [name for name in book.sheetnames if name not in {"说明", LIST_SHEET}]
    assert [sheet.title for sheet in sheets.values()] == titles
    assert len(titles) == 14


def test_every_key_and_label_of_the_workbook_is_in_the_schema(book, sheets):
    for sheet in sheets.values():
        unit = (lambda c: "") if sheet.keyed else (lambda c: f"({c.unit})" if c.unit else "")
        ours = {c.key: c.label.zh + unit(c) for c in sheet.columns}
        assert ours == keys_and_labels(book[sheet.title], sheet.keyed), sheet.title


def test_every_list_of_the_workbook_has_the_same_words_in_the_same_order(book, sheets):
    for sheet in sheets.values():
        words = {c.key: c.options or ("是", "否") for c in sheet.columns if c.kind in {"list", "bool"}}
        assert words == allowed(book, book[sheet.title], sheet.keyed), sheet.title


def test_required_units_and_notes_of_the_key_value_sheet_are_those_of_the_workbook(book, sheets):
    columns = {c.key: c for c in sheets["event"].columns}
    for key, _, _, unit, required, note in book["活动"].iter_rows(min_row=2, max_col=6, values_only=True):
        if key in columns:
            column = columns[key]
            assert (column.unit, column.required) == (unit or "", required == "必填"), key
            assert column.note.zh == (note or ""), key


def test_required_columns_of_the_other_sheets_are_the_red_ones(book, sheets):
    for sheet in sheets.values():
        if sheet.keyed:
            continue
        labels = next(book[sheet.title].iter_rows(min_row=1, max_row=1))
        red = {c.column for c in labels if c.fill.fgColor.rgb == RED}
        ours = {n for n, c in enumerate(sheet.columns, 1) if c.required}
        assert ours == red, sheet.title


def test_every_list_word_has_an_english_word(sheets):
    words = load_pack("cn_national").lists["words"]
    used = {word for sheet in sheets.values() for c in sheet.columns for word in c.options}
    assert used <= set(words)


def test_the_version_of_the_format_is_that_of_the_workbook(book):
    assert load_pack("cn_national").parameters["format_version"].value == book["说明"]["B2"].value


def test_the_sheets_are_explained_as_in_the_workbook(book, sheets):
    titles = {sheet.title for sheet in sheets.values()}
    told = {row[0]: row[1] for row in book["说明"].iter_rows(min_row=13, values_only=True) if row[0] in titles}
    assert {s.title: s.note.zh for s in sheets.values() if not s.keyed} == told
