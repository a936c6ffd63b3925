"""Cells of one sheet into typed values and rows; whatever is wrong with them is noted where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.core.pack import Column, Pack, Sheet
from workbench.core.values import Row, Scalar
from workbench.core.writing import simplified_table
from workbench.errors import Text
from workbench.exchange.cells import Raw, Remark, read_cell
from workbench.exchange.codes import code_tables, known_code
from workbench.exchange.limits import Limits, Watch
from workbench.exchange.notes import Notes, Place

_NO_VALUES = {
    "f": ("formula", Text("公式，需改填数值", "a formula: type the value instead")),
    "e": ("bad_value", Text("无效：单元格为错误值，未采用", "not valid: an error value; not used")),
}
"""Cell types of the spreadsheet library that never give a value: formulas and error values."""


@dataclass(frozen=True)
class Reading:
    """What every step of reading a workbook needs."""

    name: str
    pack: Pack
    limits: Limits
    notes: Notes
    watch: Watch


@dataclass(frozen=True)
class Cell:
    """Value of a cell with the place it stands at."""

    raw: Raw
    row: int
    letter: str
    kind: str = ""


def by_key(sheet: Sheet) -> dict[str, Column]:
    """Return the columns of a sheet by key and by every other name of the key."""
    return {key: column for column in sheet.columns for key in (*column.aliases, column.key)}


@dataclass
class SheetWriter:
    """Turns cells into values and notes what is wrong with them."""

    reading: Reading
    sheet: Sheet
    _tables: Mapping[str, Mapping[str, object]] = field(init=False)

    def __post_init__(self) -> None:
        self._tables = code_tables(self.sheet, self.reading.pack)

    def place(self, key: str = "", cell: Cell | None = None) -> Place:
        """Return where a value of this sheet stands."""
        if cell is None:
            return Place(self.reading.name, self.sheet.title, field=key)
        return Place(self.reading.name, self.sheet.title, cell.row, key, f"{cell.letter}{cell.row}")

    def header(self, labels: Mapping[str, str], keys: Mapping[str, str]) -> dict[str, Column]:
        """Return the known columns by letter; row 2 decides."""
        known = by_key(self.sheet)
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

    def row(self, cells: list[Cell], columns: Mapping[str, Column], others: Mapping[str, str]) -> Row:
        """Return a data row with every column of the format."""
        given = {cell.letter: cell for cell in cells}
        number = cells[0].row
        values: dict[str, Scalar] = dict.fromkeys(column.key for column in self.sheet.columns)
        for letter, column in columns.items():
            cell = given.get(letter, Cell(None, number, letter))
            values[column.key] = self.value(cell, column)
            self.need(column, cell, values[column.key])
        remarks = {others[letter]: str(cell.raw) for letter, cell in given.items() if letter in others}
        pending = any(not known_code(values[key], table) for key, table in self._tables.items())
        return Row(self.sheet.key, number, values, remarks, pending)

    def value(self, cell: Cell, column: Column) -> Scalar:
        """Return the value of a cell, noting conversions and faults."""
        if cell.kind in _NO_VALUES:
            kind, message = _NO_VALUES[cell.kind]
            self.reading.notes.error(kind, message, self.place(column.key, cell), original=_shown(cell.raw))
            return None
        value, remark = read_cell(cell.raw, column)
        if remark is not None and remark.kind == "not_in_list":
            value, remark = self._simplified(cell.raw, column) or (value, remark)
        if column.key in self._tables and value is not None:
            return self._code(str(value), cell, column)
        if remark is not None:
            place = self.place(column.key, cell)
            self.reading.notes.add(remark.kind, remark.severity, remark.message, place, original=_shown(cell.raw))
        return value

    def _simplified(self, raw: Raw, column: Column) -> tuple[Scalar, Remark] | None:
        """Return a word of the list that was written in traditional characters, or ``None``."""
        plain = str(raw).translate(simplified_table(self.reading.pack))
        value, remark = read_cell(plain, column)
        if value is None or (remark is not None and remark.severity != "info"):
            return None
        zh, en = f"繁体字按简体读作“{value}”", f"traditional characters read as {value}"
        return value, Remark("converted", "info", Text(f"已转换：{zh}", f"converted: {en}"))

    def _code(self, value: str, cell: Cell, column: Column) -> str:
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

    def need(self, column: Column, cell: Cell, value: Scalar) -> None:
        """Note a required cell that was left empty."""
        if column.required and value is None and cell.raw is None:
            message = Text(f"必填栏“{column.label.zh}”为空", f"required value {column.label.en} is empty")
            self.reading.notes.error("required_empty", message, self.place(column.key, cell))

    def missing_field(self, column: Column) -> None:
        """Note a key of the format that the key/value sheet does not have."""
        message = Text(f"缺少字段“{column.label.zh}”", f"field {column.label.en} is missing")
        self.reading.notes.add("missing_field", _weight(column), message, self.place(column.key))

    def unknown_key(self, key: str, cell: Cell) -> None:
        """Note a filled key that the format does not have; section titles have no value and pass."""
        if cell.raw is not None:
            message = Text(f"字段“{key}”不在格式内，未采用", f"key {key} is not part of the format and is not used")
            self.reading.notes.warn("unknown_key", message, self.place(key, cell), original=_shown(cell.raw))

    def repeated_key(self, column: Column, cell: Cell) -> None:
        """Note a key that stands twice."""
        message = Text("字段重复，采用先出现的值", "the key stands twice; the first value is used")
        self.reading.notes.warn("duplicate_key", message, self.place(column.key, cell), original=_shown(cell.raw))


def _weight(column: Column) -> str:
    return "error" if column.required else "warn"


def _shown(raw: object) -> str:
    """Return a raw value as text for a person; array formulas give their text."""
    return str(getattr(raw, "text", raw))
