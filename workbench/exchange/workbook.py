"""The application workbook: fourteen sheets into typed rows, by the schema of the pack.

Formulas are never evaluated and their cached results never used. Rows whose own code the pack does not know are
kept and marked ``pending``. Reading stops at the row limit of a sheet, and says so.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from workbench.core.pack import Column, Sheet
from workbench.core.values import Row, Scalar
from workbench.errors import Text
from workbench.exchange.libraries import spreadsheets
from workbench.exchange.merged import Area, merged_areas
from workbench.exchange.notes import PackageRefused, Place
from workbench.exchange.office_file import BROKEN, checked, refusal
from workbench.exchange.sheet_writer import Cell, Reading, SheetWriter, by_key

FORMAT_VERSION = "EAW-AP 2026.1"
"""The version of the application workbook that this program writes and reads."""
NOTES_SHEET = "说明"
CODES_SHEET = "代码表"
_FIRST_DATA_ROW = 3
_VALUES = 3
"""Number of the column that holds the values of the key/value sheet."""


@dataclass(frozen=True)
class Book:
    """What a workbook says.

    Attributes:
        version: As the sheet of notes has it; empty when it has none.
        fields: The key/value sheet: every key of the pack, ``None`` = not stated or not valid.
        sheets: The other sheets by their key.
        missing: Keys of the sheets that the workbook lacks.
    """

    version: str
    fields: Mapping[str, Scalar]
    sheets: Mapping[str, tuple[Row, ...]]
    missing: frozenset[str]


def read_workbook(data: bytes, reading: Reading) -> Book:
    """Read an application workbook.

    Args:
        data: The bytes of the xlsx file.
        reading: Name for messages, schema, limits, and where problems go.

    Raises:
        PackageRefused: Empty, not an xlsx file, without one known sheet, or dangerous.
        ImportCancelled: The person stopped the import.
    """
    _refuse_other_types(data, reading.name)
    stream = checked(data, reading.name, reading.limits, reading.notes)
    with _opened(stream, reading.name) as book:
        found = _read(book, reading)
        _tell_merged(stream, book, reading)
    return found


def _tell_merged(stream: BytesIO, book: Any, reading: Reading) -> None:
    """Note merged cells where the values are: all but the upper left one read as blank."""
    titles = {sheet.title: sheet for sheet in reading.pack.sheets.values()}
    for source in book.worksheets:
        known = titles.get(source.title.strip())
        if known is None:
            continue
        for area in merged_areas(stream, vars(source)["_worksheet_path"]):
            if not _takes_values(area, known):
                continue
            zh = f"合并单元格 {area.first}:{area.last}：只有 {area.first} 有值，其余按空白读取"
            en = f"merged cells {area.first}:{area.last}: only {area.first} has a value, the others read as blank"
            place = Place(reading.name, known.title, area.top, cell=area.first)
            reading.notes.warn("merged", Text(zh, en), place)


def _takes_values(area: Area, sheet: Sheet) -> bool:
    """Return whether a merged area swallows cells that hold values: of the key/value sheet those of column C."""
    if sheet.keyed:
        return area.left <= _VALUES <= area.right and (area.left < _VALUES or area.bottom > area.top)
    return area.bottom >= _FIRST_DATA_ROW


def sheet_cells(data: bytes, reading: Reading, title: str) -> Iterator[list[Cell]]:
    """Yield the filled cells of one sheet, row by row: the sheet of that title, else the first.

    Raises:
        PackageRefused: Not a readable xlsx file, or dangerous.
        ImportCancelled: The person stopped the import.
    """
    stream = checked(data, reading.name, reading.limits, reading.notes)
    with _opened(stream, reading.name) as book:
        sheets = {sheet.title.strip(): sheet for sheet in book.worksheets}
        if not sheets:
            raise refusal(reading.name, Text("没有工作表", "there is no sheet"))
        yield from _Source(sheets.get(title) or next(iter(sheets.values())), reading).rows(1)


def _refuse_other_types(data: bytes, name: str) -> None:
    if not data:
        raise refusal(name, Text("文件为空（0 字节）", "the file is empty (0 bytes)"))
    if not data.startswith(b"PK\x03\x04"):
        message = Text("不是 xlsx 工作簿：内容与扩展名不符", "not an xlsx workbook: the content is of another type")
        raise refusal(name, message)


@contextlib.contextmanager
def _opened(stream: Any, name: str) -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns about styling that it does not keep
        try:
            book = spreadsheets().load_workbook(stream, read_only=True, keep_links=False)
        except BROKEN as error:
            raise refusal(name, Text("不是可读的 xlsx 工作簿", "not a readable xlsx workbook")) from error
        try:
            yield book
        finally:
            book.close()


def _guarded(cells: Iterator[Any], name: str) -> Iterator[Any]:
    """Yield what the library reads; its ways of failing on damaged content become one refusal."""
    while True:
        try:
            row = next(cells)
        except StopIteration:
            return
        except BROKEN as error:
            raise refusal(name, Text("工作簿内容已损坏", "the content of the workbook is damaged")) from error
        yield row


def _read(book: Any, reading: Reading) -> Book:
    titles = {sheet.title.strip(): sheet for sheet in book.worksheets}
    missing = frozenset(key for key, sheet in reading.pack.sheets.items() if sheet.title not in titles)
    if len(missing) == len(reading.pack.sheets):
        raise refusal(reading.name, Text("没有一张申请表工作表", "not one sheet of the application form is there"))
    _tell_missing(missing, reading)
    fields: Mapping[str, Scalar] = {}
    sheets: dict[str, tuple[Row, ...]] = {}
    for key, sheet in reading.pack.sheets.items():
        reading.watch.check()
        if key in missing:
            continue
        source = _Source(titles[sheet.title], reading)
        if sheet.keyed:
            fields = _fields(source, sheet, reading)
        else:
            sheets[key] = tuple(_rows(source, sheet, reading))
    return Book(_version(titles.get(NOTES_SHEET), reading), fields, sheets, missing)


def _tell_missing(missing: frozenset[str], reading: Reading) -> None:
    for key, sheet in reading.pack.sheets.items():
        if key in missing:
            reading.notes.error(
                "missing_sheet",
                Text(
                    f"缺少工作表“{sheet.title}”，依赖它的计算显示“缺数据”",
                    f"sheet {sheet.title} is missing; what depends on it has no data",
                ),
                Place(reading.name, sheet.title),
                remedy=Text("请使用原始模板补充该表", "add the sheet from the original template"),
            )


def _version(sheet: Any, reading: Reading) -> str:
    found = ""
    if sheet is not None:
        rows = sheet.iter_rows(min_row=2, max_row=2, max_col=2, values_only=True)
        values = [*next(_guarded(rows, reading.name), ()), None, None]
        found = str(values[1] or "").strip()
    if found != FORMAT_VERSION:
        reading.notes.warn(
            "version",
            Text(
                f"模板版本为“{found or '未载明'}”，本程序按 {FORMAT_VERSION} 读取",
                f"template version {found or 'not stated'}; read as {FORMAT_VERSION}",
            ),
            Place(reading.name, NOTES_SHEET, 2, cell="B2"),
            original=found,
        )
    return found


class _Source:
    """The rows of one sheet of the file, with the row limit."""

    def __init__(self, sheet: Any, reading: Reading) -> None:
        sheet.reset_dimensions()  # the declared size is a claim, and a false one costs memory
        self._sheet = sheet
        self._reading = reading

    def rows(self, first: int) -> Iterator[list[Cell]]:
        """Yield the rows that hold anything, from row ``first`` on, up to the limit."""
        limits, watch = self._reading.limits, self._reading.watch
        last = limits.rows + _FIRST_DATA_ROW - 1
        read = self._sheet.iter_rows(min_row=first, max_row=last + 1)
        room = limits.text_chars
        for number, cells in enumerate(_guarded(read, self._reading.name), first):
            if number % 500 == 0:
                watch.check()
            found = [_cell(cell, number) for cell in cells[: limits.columns] if cell.value is not None]
            room -= sum(len(cell.raw) for cell in found if isinstance(cell.raw, str))
            if room < 0:
                raise self._too_much(limits.text_chars)
            if number > last:
                self._tell_limit(limits.rows)
                return
            if found:
                yield found

    def _too_much(self, limit: int) -> PackageRefused:
        """Refuse a sheet whose cells hold more text than anybody typed: one text may stand in a million cells."""
        title = self._sheet.title
        return refusal(
            self._reading.name,
            Text(
                f"工作表“{title}”的文字超过上限 {limit} 字",
                f"sheet {title} holds more text than the limit of {limit} characters",
            ),
        )

    def _tell_limit(self, limit: int) -> None:
        title = self._sheet.title
        self._reading.notes.error(
            "row_limit",
            Text(
                f"工作表“{title}”行数超过上限 {limit}，已读取 {limit} 行后停止，其余未读",
                f"sheet {title} has more than {limit} rows; {limit} were read, the rest was not",
            ),
            Place(self._reading.name, title),
        )


def _cell(cell: Any, row: int) -> Cell:
    return Cell(cell.value, row, spreadsheets().utils.get_column_letter(cell.column), cell.data_type)


def _fields(source: _Source, sheet: Sheet, reading: Reading) -> Mapping[str, Scalar]:
    columns = by_key(sheet)
    values: dict[str, Scalar] = {}
    for cells in source.rows(2):
        by_letter = {cell.letter: cell for cell in cells}
        named = by_letter.get("A")
        if named is None:
            continue
        given = by_letter.get("C", Cell(None, named.row, "C"))
        _take_field(columns, values, str(named.raw).strip(), given, SheetWriter(reading, sheet))
    writer = SheetWriter(reading, sheet)
    for column in sheet.columns:
        if column.key not in values:
            writer.missing_field(column)
    return {column.key: values.get(column.key) for column in sheet.columns}


def _take_field(
    columns: Mapping[str, Column], values: dict[str, Scalar], key: str, given: Cell, writer: SheetWriter
) -> None:
    column = columns.get(key)
    if column is None:
        writer.unknown_key(key, given)
    elif column.key in values:
        writer.repeated_key(column, given)
    else:
        values[column.key] = writer.value(given, column)
        writer.need(column, given, values[column.key])


def _rows(source: _Source, sheet: Sheet, reading: Reading) -> Iterator[Row]:
    rows = source.rows(1)
    labels = {cell.letter: str(cell.raw).strip() for cell in next(rows, [])}
    keys = {cell.letter: str(cell.raw).strip() for cell in next(rows, [])}
    writer = SheetWriter(reading, sheet)
    columns = writer.header(labels, keys)
    others = {letter: labels.get(letter, key) for letter, key in {**labels, **keys}.items() if letter not in columns}
    before = _FIRST_DATA_ROW - 1
    for cells in rows:
        writer.gap(before, cells[0].row)
        before = cells[0].row
        yield writer.row(cells, columns, others)
