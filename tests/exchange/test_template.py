"""The blank workbook: the same structure as the bureau's template, and readable once it is filled in."""

import io
import re

import openpyxl
import pytest

from workbench.exchange.package import read_package
from workbench.exchange.template import in_plain_words, write_template

RED = "00A8432F"


@pytest.fixture(scope="module")
def written(pack):
    file = io.BytesIO()
    write_template(file, pack)
    return openpyxl.load_workbook(file)


@pytest.fixture(scope="module")
def template(request):
    return openpyxl.load_workbook(request.config.rootpath / "tests" / "data" / "template.xlsx")


def form_sheets(book):
    return [sheet for sheet in book if sheet.title not in {"说明", "代码表"}]


def lists(sheet):
    """Cells → the words they may hold."""
    codes = sheet.parent["代码表"]
    return {
        str(rule.sqref): tuple(cell.value for (cell,) in codes[rule.formula1.split("!")[1].replace("$", "")])
        for rule in sheet.data_validations.dataValidation
    }


def test_sheets_and_their_order_are_those_of_the_template(written, template):
    assert written.sheetnames == template.sheetnames


def test_every_label_key_unit_and_note_stands_where_the_template_has_it(written, template):
    for sheet in form_sheets(template):
        rows = None if sheet.title == "活动" else 2
        assert list(written[sheet.title].values)[:rows] == list(sheet.values)[:rows], sheet.title


def test_the_note_of_every_column_is_that_of_the_template(written, template):
    for sheet in form_sheets(template):
        expected = {cell.coordinate: cell.comment.text for cell in sheet[1] if cell.comment}
        found = {cell.coordinate: cell.comment.text for cell in written[sheet.title][1] if cell.comment}
        assert found == expected, sheet.title


def test_required_labels_are_red_where_the_template_has_them_red(written, template):
    for sheet in form_sheets(template):
        expected = [cell.fill.fgColor.rgb == RED for cell in sheet[1]]
        assert [cell.fill.fgColor.rgb == RED for cell in written[sheet.title][1]] == expected, sheet.title
    marked = [cell.font.color.rgb for cell in written["活动"]["E"] if cell.value == "必填" and cell.row > 1]
    assert set(marked) == {RED}


def test_every_list_is_offered_in_the_same_cells_with_the_same_words(written, template):
    for sheet in form_sheets(template):
        assert lists(written[sheet.title]) == lists(sheet), sheet.title


def test_version_and_frozen_panes_are_set(written, template):
    assert written["说明"]["B2"].value == template["说明"]["B2"].value == "EAW-AP 2026.1"
    assert written["场次"].freeze_panes == template["场次"].freeze_panes == "C3"
    assert written["活动"].freeze_panes == template["活动"].freeze_panes


def test_the_sheet_of_codes_has_every_code_and_list_of_the_template(written, template):
    def columns(book):
        return {
            column[0].value: tuple(c.value for c in column[1:] if c.value)
            for column in book["代码表"].columns
            if column[0].value
        }

    found, expected = columns(written), columns(template)
    for name, words in expected.items():
        if name.endswith("·编号"):
            assert found[name] == words, name
        elif "·" not in name:
            assert words in found.values(), name


def test_the_blank_workbook_reads_without_conversions_and_says_what_is_required(pack, tmp_path):
    path = tmp_path / "blank.xlsx"
    write_template(path, pack)
    application = read_package(path, pack)
    assert {p.kind for p in application.problems} == {"required_empty", "no_attachments"}
    assert application.format_version == "EAW-AP 2026.1"
    assert set(application.sheets) == {key for key, sheet in pack.sheets.items() if not sheet.keyed}


def test_a_template_filled_with_a_sample_reads_back_the_same(pack, packages, book_bytes, tmp_path):
    path = tmp_path / "filled.xlsx"
    write_template(path, pack)
    blank = openpyxl.load_workbook(path)
    sample = openpyxl.load_workbook(io.BytesIO(book_bytes))
    for sheet in form_sheets(sample):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and (cell.column == 3 or sheet.title != "活动"):
                    blank[sheet.title][cell.coordinate] = cell.value
    blank.save(path)
    (tmp_path / "sample.xlsx").write_bytes(book_bytes)
    found, expected = read_package(path, pack), read_package(tmp_path / "sample.xlsx", pack)
    assert (found.fields, found.sheets) == (expected.fields, expected.sheets)
    assert expected.fields["ev.name"] is not None


def test_the_template_holds_no_formula(written):
    formulas = [cell.coordinate for sheet in written for row in sheet for cell in row if cell.data_type == "f"]
    assert formulas == []
    assert all(
        re.fullmatch(r"='代码表'!\$[A-Z]+\$2:\$[A-Z]+\$\d+", rule.formula1)
        for sheet in written
        for rule in sheet.data_validations.dataValidation
    )


def test_the_sheet_of_notes_says_all_that_the_sample_template_says(written, template):
    def said(book):
        return {str(cell.value).strip() for row in book["说明"].iter_rows() for cell in row if cell.value is not None}

    assert said(template) <= said(written)


def test_conditions_are_told_in_words_and_not_as_formulas(written, pack):
    told = {str(cell.value) for row in written["代码表"].iter_rows() for cell in row if cell.value is not None}
    assert not [text for text in told if any(sign in text for sign in ("==", "&&", "||", "count."))]
    assert in_plain_words('sw.food == true || (ev.type == "展览展销" && count.programme > 0)', pack) == (
        "sw.food=是 或 (ev.type=展览展销 且 节目表非空)"
    )
