"""An organiser's own list of the programme (xlsx, csv or pasted text) into rows; what cannot be read is kept aside.

The heads of columns are those of the application workbook or the other headings that the pack knows; columns that the
list lacks stay unstated. A row with an unreadable cell, without performer and work, with a number that stands before,
or of a session that the case does not have, is put aside with place and reason, and can be mended and read again.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workbench.core.commands import ProgrammeLine
from workbench.core.pack import Column, Pack, Sheet
from workbench.core.values import Problem, Row
from workbench.errors import Text
from workbench.exchange.limits import DEFAULT, UNWATCHED, Limits, Watch
from workbench.exchange.notes import NOWHERE, Notes, PackageRefused, Place
from workbench.exchange.sheet_writer import Cell, Reading, SheetWriter
from workbench.exchange.workbook import sheet_cells

SHEET = "programme"
_HEAD_ROWS = 12
"""The heads are looked for in so many rows; above them stand titles."""
_ESSENTIAL = ("artist", "work")


@dataclass(frozen=True)
class Aside:
    """A row that could not be taken in: its number in the file, the texts of its cells by column, and why."""

    number: int
    cells: Mapping[str, str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class ProgrammeFile:
    """What a list says.

    Attributes:
        rows: Rows that can be taken in, in the order of the file.
        aside: Rows that wait to be mended.
        columns: Keys of the columns that the list has.
        problems: What was noticed beyond single rows.
    """

    name: str
    rows: tuple[Row, ...]
    aside: tuple[Aside, ...]
    columns: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Known:
    """What rows are checked against: the pack, the sessions of the case (empty = any), limits, and how to stop."""

    pack: Pack
    sessions: frozenset[str] = frozenset()
    limits: Limits = DEFAULT
    watch: Watch = UNWATCHED


@dataclass
class _RowNotes(Notes):
    """The problems of one row, none left out."""

    found: list[Problem] = field(default_factory=list)

    def add(self, kind: str, severity: str, message: Text, place: Place = NOWHERE, **more: object) -> None:
        """Add a problem."""
        original = more.get("original")
        shown = "" if original is None else str(original)[:500]
        self.found.append(
            Problem(kind, severity, message, place.file, place.sheet, place.row, place.field, place.cell, shown)
        )


def read_programme(data: bytes, name: str, known: Known) -> ProgrammeFile:
    """Read a list of the programme.

    Raises:
        PackageRefused: Empty, not a table, or without a column for performers and works.
        ImportCancelled: The person stopped the import.
    """
    notes = Notes()
    table = iter(_table(data, name, known, notes))
    columns = _heads(table, known.pack)
    if not any(column.key in _ESSENTIAL for column in columns.values()):
        raise PackageRefused(
            Text("未找到“艺人/团体”或“曲目/作品”栏", "no column for performers or works was found"),
            where=name,
            remedy=Text("请在首行写明栏目名称，或使用申请表模板的“节目”表", "name the columns in the first row"),
        )
    reader = RowReader(name, known, columns)
    for number, cells in enumerate(table, 1):
        if number % 500 == 0:
            known.watch.check()
        reader.take(cells)
    return ProgrammeFile(
        name, tuple(reader.rows), tuple(reader.aside), tuple(c.key for c in columns.values()), notes.all()
    )


class RowReader:
    """Reads rows one by one, and knows the numbers that stood before."""

    def __init__(self, name: str, known: Known, columns: Mapping[str, Column], numbers: Sequence[str] = ()) -> None:
        """Take the columns by letter, and the numbers that are taken already."""
        self.rows: list[Row] = []
        self.aside: list[Aside] = []
        self._known, self._columns, self._name = known, columns, name
        self._numbers = set(numbers)
        self._sheet = known.pack.sheets[SHEET]
        self._notes = _RowNotes()
        self._writer = SheetWriter(Reading(name, known.pack, known.limits, self._notes, known.watch), self._sheet)

    def take(self, cells: list[Cell]) -> None:
        """Read a row into ``rows``, or put it aside with the reasons."""
        self._notes.found.clear()
        row = self._numbered(self._writer.row(cells, self._columns, {}))
        faults = [p for p in self._notes.found if p.severity == "error"]
        faults += [self._fault(row, *fault) for fault in self._missing(row)]
        if faults:
            given = {cell.letter: cell for cell in cells}
            texts = {c.key: str(given[letter].raw) for letter, c in self._columns.items() if letter in given}
            self.aside.append(Aside(row.number, texts, tuple(faults)))
            return
        self._numbers.add(str(row["no"]))
        self.rows.append(row)

    def _numbered(self, row: Row) -> Row:
        """Return the row with a number in running order where the list has no column for it."""
        if any(column.key == "no" for column in self._columns.values()):
            return row
        return replace(row, values={**row.values, "no": len(self.rows) + len(self.aside) + 1})

    def _missing(self, row: Row) -> Iterator[tuple[str, str, Text]]:
        if not (row["artist"] or row["work"]):
            yield "required_empty", "artist", Text("既无艺人也无作品", "names neither performer nor work")
        if row["no"] is not None and str(row["no"]) in self._numbers:
            yield "duplicate_number", "no", Text(f"序号 {row['no']} 重复", f"number {row['no']} stands twice")
        session = row["session"]
        if session and self._known.sessions and str(session) not in self._known.sessions:
            yield "unknown_session", "session", Text(f"本案没有场次“{session}”", f"the case has no session {session}")

    def _fault(self, row: Row, kind: str, key: str, message: Text) -> Problem:
        original = "" if row.values.get(key) is None else str(row[key])
        title = self._sheet.title
        return Problem(kind, "error", message, self._name, title, row.number, key, original=original)


def mended(aside: Aside, cells: Mapping[str, str], known: Known, numbers: Sequence[str]) -> Row | Aside:
    """Return a row after its cells were corrected, or the row still aside with what is wrong now."""
    sheet = known.pack.sheets[SHEET]
    columns = {column.key: column for column in sheet.columns if column.key in cells}
    reader = RowReader("", known, columns, numbers)
    reader.take([Cell(text, aside.number, key) for key, text in cells.items() if text.strip()] or [_blank(aside)])
    return reader.rows[0] if reader.rows else replace(reader.aside[0], cells=cells)


def _blank(aside: Aside) -> Cell:
    return Cell(None, aside.number, "")


# Tables


def _table(data: bytes, name: str, known: Known, notes: Notes) -> Iterator[list[Cell]]:
    if data.startswith(b"PK\x03\x04"):
        reading = Reading(name, known.pack, known.limits, notes, known.watch)
        yield from sheet_cells(data, reading, known.pack.sheets[SHEET].title)
        return
    yield from _csv_cells(data, name, known.limits, notes)


def decoded(data: bytes, name: str) -> str:
    """Return the text of a file in UTF-8 (with or without mark), UTF-16 with mark, or GB 18030.

    Raises:
        PackageRefused: It is none of them, or empty.
    """
    if not data.strip():
        raise PackageRefused(Text("文件为空", "the file is empty"), where=name)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise PackageRefused(
        Text("不是文字文件", "not a text file"),
        where=name,
        remedy=Text("请另存为 xlsx 或 UTF-8 的 csv", "save it as xlsx, or as csv in UTF-8"),
    )


def _csv_cells(data: bytes, name: str, limits: Limits, notes: Notes) -> Iterator[list[Cell]]:
    text = decoded(data, name)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, values in enumerate(lines, 1):
            if number > limits.rows + _HEAD_ROWS:
                notes.error("row_limit", Text(f"超过 {limits.rows} 行，其余未读", f"more than {limits.rows} rows"))
                return
            cells = [Cell(v, number, str(n)) for n, v in enumerate(values[: limits.columns]) if v.strip()]
            if cells:
                yield cells
    except csv.Error as error:
        message = Text("csv 无法解析", "the csv cannot be read")
        raise PackageRefused(message, where=f"{name}:{lines.line_num}") from error


def _heads(table: Iterator[list[Cell]], pack: Pack) -> dict[str, Column]:
    """Return the columns by letter, from the first row that names two of them or more; a row of keys is read over."""
    names = headings(pack)
    for _, cells in zip(range(_HEAD_ROWS), table, strict=False):
        found: dict[str, Column] = {}
        for cell in cells:
            column = names.get(heading_key(str(cell.raw)))
            if column is not None and column not in found.values():
                found[cell.letter] = column
        if len(found) >= 2 or (len(cells) == 1 and found):
            return found
    return {}


def headings(pack: Pack) -> dict[str, Column]:
    """Return every heading that is understood, by its plain form."""
    sheet: Sheet = pack.sheets[SHEET]
    others = pack.lists.get("programme_headings", {})
    known: dict[str, Column] = {}
    for column in sheet.columns:
        row = others.get(column.key)
        words = row.data["words"] if row else ()
        more = words if isinstance(words, tuple) else (str(words),)
        for text in (column.key, column.label.zh, column.label.en, *column.aliases, *more):
            known.setdefault(heading_key(text), column)
    return known


def heading_key(text: str) -> str:
    """Return a heading without width, case, blanks and what stands in brackets as a unit."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold().strip("*:")


# Lists of names alone


_NUMBER = re.compile(r"^\s*(?:[(（]?\d{1,4}\s*[.、)）．]\s*|\d{1,4}\s+(?=\D))")
_TIME = re.compile(r"\d{1,2}[:：]\d{2}(?:\s*[-–—~至]\s*\d{1,2}[:：]\d{2})?")
_TITLED = re.compile(r"^(?P<artist>.*?)[\s:：\-–—|｜]*(?P<work>《.+)$")
_SPLIT = re.compile(r"\t+|\s+[-–—|｜/]+\s+|——|\s*[|｜]\s*|：|:\s+")


def pasted_lines(text: str) -> tuple[ProgrammeLine, ...]:
    """Return the lines of a pasted list: ``演出者《作品》``, ``演出者 - 作品``, or with tabs; no numbers or times.

    A line with one name only is a performer.
    """
    return tuple(line for raw in text.splitlines() if (line := _pasted(raw)) is not None)


def _pasted(raw: str) -> ProgrammeLine | None:
    told = _TIME.sub(" ", _NUMBER.sub("", raw, count=1)).strip(" \t,，;；")
    if not told:
        return None
    titled = _TITLED.match(told)
    if titled and "\t" not in told:
        return ProgrammeLine(titled["artist"].strip(), titled["work"].strip())
    parts = [part.strip() for part in _SPLIT.split(told) if part.strip()]
    return ProgrammeLine(parts[0], *parts[1:3])


def lines_of(rows: Sequence[Row]) -> tuple[ProgrammeLine, ...]:
    """Return rows as lines of a list."""
    return tuple(
        ProgrammeLine(*("" if row[key] is None else str(row[key]) for key in ("artist", "work", "session")))
        for row in rows
    )
