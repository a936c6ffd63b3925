"""The application workbook: fourteen sheets into typed rows, by the schema of the pack.

Formulas are never evaluated and their cached results never used. Rows whose own code the pack does not know are
kept and marked ``pending``. Reading stops at the row limit of a sheet, and says so.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.core.pack import Column, Pack, Sheet
from workbench.core.values import Row, Scalar
from workbench.errors import Text
from workbench.exchange.cells import Raw, read_cell
from workbench.exchange.codes import code_tables, known_code
from workbench.exchange.libraries import spreadsheets
from workbench.exchange.limits import Limits, Watch
from workbench.exchange.notes import Notes, Place
from workbench.exchange.office_file import BROKEN, checked, refusal

FORMAT_VERSION = "EAW-AP 2026.1"
"""The version of the application workbook that this program writes and reads."""

NOTES_SHEET = "说明"
CODES_SHEET = "代码表"
_FIRST_DATA_ROW = 3
_NO_VALUES = {
    "f": ("formula", Text("公式，需改填数值", "a formula: type the value instead")),
    "e": ("bad_value", Text("无效：单元格为错误值，未采用", "not valid: an error value; not used")),
}
"""Cell types of the spreadsheet library that never give a value: formulas and error values."""


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


@dataclass(frozen=True)
class Reading:
    """What every step of reading a workbook needs."""

    name: str
    pack: Pack
    limits: Limits
    notes: Notes
    watch: Watch


@dataclass(frozen=True)
class _Cell:
    """Value of a cell with the place it stands at."""

    raw: Raw
    row: int
    letter: str
    kind: str = ""


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
        return _read(book, reading)


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

    def rows(self, first: int) -> Iterator[list[_Cell]]:
        """Yield the rows that hold anything, from row ``first`` on, up to the limit."""
        limits, watch = self._reading.limits, self._reading.watch
        last = limits.rows + _FIRST_DATA_ROW - 1
        read = self._sheet.iter_rows(min_row=first, max_row=last + 1)
        for number, cells in enumerate(_guarded(read, self._reading.name), first):
            if number % 500 == 0:
                watch.check()
            found = [_cell(cell, number) for cell in cells[: limits.columns] if cell.value is not None]
            if number > last:
                self._tell_limit(limits.rows)
                return
            if found:
                yield found

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


def _cell(cell: Any, row: int) -> _Cell:
    return _Cell(cell.value, row, spreadsheets().utils.get_column_letter(cell.column), cell.data_type)


def _fields(source: _Source, sheet: Sheet, reading: Reading) -> Mapping[str, Scalar]:
    columns = _by_key(sheet)
    values: dict[str, Scalar] = {}
    for cells in source.rows(2):
        by_letter = {cell.letter: cell for cell in cells}
        named = by_letter.get("A")
        if named is None:
            continue
        given = by_letter.get("C", _Cell(None, named.row, "C"))
        _take_field(columns, values, str(named.raw).strip(), given, _Writer(reading, sheet))
    writer = _Writer(reading, sheet)
    for column in sheet.columns:
        if column.key not in values:
            writer.missing_field(column)
    return {column.key: values.get(column.key) for column in sheet.columns}


def _take_field(
    columns: Mapping[str, Column], values: dict[str, Scalar], key: str, given: _Cell, writer: _Writer
) -> None:
    column = columns.get(key)
    if column is None:
        writer.unknown_key(key, given)
    elif column.key in values:
        writer.repeated_key(column, given)
    else:
        values[column.key] = writer.value(given, column)
        writer.need(column, given, values[column.key])


def _by_key(sheet: Sheet) -> dict[str, Column]:
    return {key: column for column in sheet.columns for key in (*column.aliases, column.key)}


def _rows(source: _Source, sheet: Sheet, reading: Reading) -> Iterator[Row]:
    rows = source.rows(1)
    labels = {cell.letter: str(cell.raw).strip() for cell in next(rows, [])}
    keys = {cell.letter: str(cell.raw).strip() for cell in next(rows, [])}
    writer = _Writer(reading, sheet)
    columns = writer.header(labels, keys)
    others = {letter: labels.get(letter, key) for letter, key in {**labels, **keys}.items() if letter not in columns}
    before = _FIRST_DATA_ROW - 1
    for cells in rows:
        writer.gap(before, cells[0].row)
        before = cells[0].row
        yield writer.row(cells, columns, others)


@dataclass
class _Writer:
    """Turns cells into values and notes what is wrong with them."""

    reading: Reading
    sheet: Sheet
    _tables: Mapping[str, Mapping[str, object]] = field(init=False)

    def __post_init__(self) -> None:
        self._tables = code_tables(self.sheet, self.reading.pack)

    def place(self, key: str = "", cell: _Cell | None = None) -> Place:
        """Return where a value of this sheet stands."""
        if cell is None:
            return Place(self.reading.name, self.sheet.title, field=key)
        return Place(self.reading.name, self.sheet.title, cell.row, key, f"{cell.letter}{cell.row}")

    def header(self, labels: Mapping[str, str], keys: Mapping[str, str]) -> dict[str, Column]:
        """Return the known columns by letter; row 2 decides."""
        known = _by_key(self.sheet)
        found: dict[str, Column] = {}
        for letter, key in keys.items():
            column = known.get(key)
            if column is None:
                message = Text(
                    f"栏目“{labels.get(letter, key)}”不在格式内，作备注保留", "not a column of the format: a remark"
                )
                self.reading.notes.info("unknown_column", message, self.place(key), original=key)
            elif column in found.values():
                message = Text("字段重复，采用先出现的一栏", "the key stands twice; the first column is used")
                self.reading.notes.warn("duplicate_column", message, self.place(key), original=key)
            else:
                found[letter] = column
        for column in self.sheet.columns:
            if column not in found.values():
                message = Text(f"缺少栏目“{column.label.zh}”", f"column {column.label.en} is missing")
                self.reading.notes.add("missing_column", _weight(column), message, self.place(column.key))
        return found

    def gap(self, before: int, row: int) -> None:
        """Note blank rows between data rows; the rows behind them are read all the same."""
        if row > before + 1:
            message = Text(
                f"第 {before + 1} 行起有空行，其后各行照常读入", f"blank rows from row {before + 1}; read on"
            )
            place = Place(self.reading.name, self.sheet.title, before + 1)
            self.reading.notes.info("blank_row", message, place)

    def row(self, cells: list[_Cell], columns: Mapping[str, Column], others: Mapping[str, str]) -> Row:
        """Return a data row with every column of the format."""
        given = {cell.letter: cell for cell in cells}
        number = cells[0].row
        values: dict[str, Scalar] = dict.fromkeys(column.key for column in self.sheet.columns)
        for letter, column in columns.items():
            cell = given.get(letter, _Cell(None, number, letter))
            values[column.key] = self.value(cell, column)
            self.need(column, cell, values[column.key])
        remarks = {others[letter]: str(cell.raw) for letter, cell in given.items() if letter in others}
        pending = any(not known_code(values[key], table) for key, table in self._tables.items())
        return Row(self.sheet.key, number, values, remarks, pending)

    def value(self, cell: _Cell, column: Column) -> Scalar:
        """Return the value of a cell, noting conversions and faults."""
        if cell.kind in _NO_VALUES:
            kind, message = _NO_VALUES[cell.kind]
            self.reading.notes.error(kind, message, self.place(column.key, cell), original=_shown(cell.raw))
            return None
        value, remark = read_cell(cell.raw, column)
        if column.key in self._tables and value is not None:
            return self._code(str(value), cell, column)
        if remark is not None:
            place = self.place(column.key, cell)
            self.reading.notes.add(remark.kind, remark.severity, remark.message, place, original=_shown(cell.raw))
        return value

    def _code(self, value: str, cell: _Cell, column: Column) -> str:
        """Return a code as the pack writes it, noting a change of writing and a code it does not know."""
        found = known_code(value, self._tables[column.key])
        place = self.place(column.key, cell)
        if found is None:
            message = Text(
                f"未知编号“{value}”，该行保留待人工处理", f"unknown code {value}; the row waits for a person"
            )
            self.reading.notes.error("unknown_code", message, place, original=cell.raw)
            return value
        if found != cell.raw:
            message = Text(f"已转换：编号规整为 {found}", f"converted: code written as {found}")
            self.reading.notes.info("converted", message, place, original=cell.raw)
        return found

    def need(self, column: Column, cell: _Cell, value: Scalar) -> None:
        """Note a required cell that was left empty."""
        if column.required and value is None and cell.raw is None:
            message = Text(f"必填栏“{column.label.zh}”为空", f"required value {column.label.en} is empty")
            self.reading.notes.error("required_empty", message, self.place(column.key, cell))

    def missing_field(self, column: Column) -> None:
        """Note a key of the format that the key/value sheet does not have."""
        message = Text(f"缺少字段“{column.label.zh}”", f"field {column.label.en} is missing")
        self.reading.notes.add("missing_field", _weight(column), message, self.place(column.key))

    def unknown_key(self, key: str, cell: _Cell) -> None:
        """Note a filled key that the format does not have; section titles have no value and pass."""
        if cell.raw is not None:
            message = Text(f"字段“{key}”不在格式内，未采用", f"key {key} is not part of the format and is not used")
            self.reading.notes.warn("unknown_key", message, self.place(key, cell), original=_shown(cell.raw))

    def repeated_key(self, column: Column, cell: _Cell) -> None:
        """Note a key that stands twice."""
        message = Text("字段重复，采用先出现的值", "the key stands twice; the first value is used")
        self.reading.notes.warn("duplicate_key", message, self.place(column.key, cell), original=_shown(cell.raw))


def _weight(column: Column) -> str:
    return "error" if column.required else "warn"


def _shown(raw: object) -> str:
    """Return a raw value as text for a person; array formulas give their text."""
    return str(getattr(raw, "text", raw))
